"""Reading an Excel facts file into the plain data of a subject, with the sheet and row of every value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yiheng.performance.facts_cells import FactsCell, Grid, read_grids
from yiheng.performance.facts_layout import (
    BASIC_HEADINGS,
    BASIC_HINT,
    BASIC_ROWS,
    BASICS,
    BUDGET_SHEET,
    CATALOGUE_SHEET,
    EVIDENCE_SHEET,
    FACT_SHEET,
    FACTS,
    GOAL_SHEET,
    MANAGEMENT_SHEET,
    NARRATIVE_SHEET,
    PLACEHOLDERS,
    READ_SHEETS,
    BasicRow,
    TableSheet,
    plain,
)
from yiheng.performance.facts_narrative import bound_figures
from yiheng.performance.facts_table import Place, Row, coded, table_rows
from yiheng.performance.facts_values import (
    evidence_values,
    filled,
    period_text,
    score_text,
    standard_values,
    stated,
)
from yiheng.policy.content import nearest
from yiheng.policy.source_file import PathKey, SourceDocument
from yiheng.standards.problem import Problem, Refused, refuse


@dataclass(frozen=True)
class FactsDocument(SourceDocument):
    """A facts file as a source document; ``sheets`` names the sheet of each value by its path."""

    sheets: Mapping[PathKey, str] = field(default_factory=dict)

    def file_at(self, path: PathKey) -> str:
        """The file with the sheet on which the value at ``path`` stands: ``facts.xlsx《事实》``."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.sheets:
                return sheet_name(self.file, self.sheets[path[:length]])
        return self.file


def sheet_name(file: str, sheet: str) -> str:
    """How messages call a sheet of a file."""
    return f"{file}《{sheet}》"


def read_facts_workbook(path: Path) -> SourceDocument:
    """Read .xlsx or .xls into the same data as a YAML subject has.

    Refuses what :func:`facts_cells.read_grids` refuses, facts_sheet_unknown, facts_sheet_missing, and the faults
    of single cells with sheet, row and column: of every row its first, all rows at once.
    """
    reading = _Reading(str(path), read_grids(path))
    reading.basics(path.stem)
    reading.facts()
    reading.evidence()
    reading.goals()
    reading.budget_lines()
    reading.management()
    reading.narrative()
    if reading.problems:
        raise Refused(reading.problems[0], reading.problems[1:])
    return FactsDocument(str(path), reading.data, reading.lines, reading.sheets)


class _Reading:
    """The data read so far, and where each part of it stands."""

    def __init__(self, file: str, grids: Mapping[str, Grid]):
        self.file = file
        self.data: dict[str, Any] = {}
        self.lines: dict[PathKey, int] = {(): 1}
        self.sheets: dict[PathKey, str] = {}
        self.problems: list[Problem] = []
        self._is_source = False
        self._grids = {plain(name): grid for name, grid in grids.items()}
        for name, grid in grids.items():
            if grid and plain(name) not in READ_SHEETS:
                raise refuse(
                    "facts_sheet_unknown", file=file, found=name, expected=nearest(name, sorted(READ_SHEETS))
                )
        for name in (BASICS, FACTS):
            if name not in self._grids:
                raise refuse("facts_sheet_missing", file=file, found=name)
        self._codes_by_name = self._catalogue()

    def _rows(self, table: TableSheet) -> list[Row]:
        grid = self._grids.get(table.name, {})
        return list(table_rows(table, grid, sheet_name(self.file, table.name))) if grid else []

    def _each(self, table: TableSheet, read: Callable[[Row], None]) -> None:
        """Read every row of a sheet; a faulty one is noted and the others are read on."""
        for row in self._rows(table):
            with self._noting():
                read(row)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except Refused as refusal:
            self.problems.append(refusal.problem)

    def _placed(self, path: PathKey, row: Row) -> None:
        self.lines[path] = row.line
        self.sheets[path] = row.table.name

    def _catalogue(self) -> dict[str, list[str]]:
        """Metric codes by name, from the look-up sheet of the file itself."""
        found: dict[str, list[str]] = {}
        for row in self._rows(CATALOGUE_SHEET):
            found.setdefault(plain(row.text("name")), []).append(row.text("code"))
        return found

    def basics(self, default_id: str) -> None:
        """《基本信息》: one setting a row, in any order."""
        file, given = sheet_name(self.file, BASICS), self._basic_cells()
        for basic in BASIC_ROWS:
            row, cell = given.get(plain(basic.heading), (0, FactsCell("")))
            with self._noting():
                self._basic(basic, cell, Place(file, row, basic.heading))
        self.data.setdefault("subject", default_id)

    def _basic(self, basic: BasicRow, cell: FactsCell, place: Place) -> None:
        if cell.fault:
            raise place.refuse(cell.fault, found=cell.text)
        text = "" if cell.text in PLACEHOLDERS else cell.text
        path = tuple(basic.key.split("."))
        self.lines[path], self.sheets[path] = place.line or 1, BASICS
        if text:
            self._put(path, self._basic_value(basic, text, place))
        elif basic.required:
            raise place.refuse("facts_cell_missing")

    def _basic_cells(self) -> dict[str, tuple[int, FactsCell]]:
        """The rows of 《基本信息》 by heading: row number and content."""
        file, grid = sheet_name(self.file, BASICS), self._grids[BASICS]
        headings = {plain(basic.heading) for basic in BASIC_ROWS}
        found: dict[str, tuple[int, FactsCell]] = {}
        for (row, column), cell in sorted(grid.items()):
            heading = plain(cell.text).removesuffix("*")
            if column != 1 or not heading or cell.text in (BASIC_HINT, BASIC_HEADINGS[0]):
                continue
            if heading not in headings:
                known = nearest(heading, [basic.heading for basic in BASIC_ROWS])
                raise refuse("facts_row_unknown", file=file, line=row, found=cell.text, expected=known)
            if heading in found:
                raise refuse("facts_row_twice", file=file, line=row, found=cell.text)
            found[heading] = (row, grid.get((row, 2), FactsCell("")))
        return found

    def _basic_value(self, basic: BasicRow, text: str, place: Place) -> str | int:
        if basic.words is not None:
            return coded(basic.words, text, place)
        if basic.key == "period":
            return period_text(text, place)
        if basic.key == "stated.total":
            return score_text(text, place)
        if basic.key == "stated.line":
            if not plain(text).isdecimal():
                raise place.refuse("facts_not_whole", found=text)
            return int(plain(text))
        return self._bound(text) if basic.narrative else text

    def _put(self, path: tuple[str, ...], value: str | int) -> None:
        target = self.data
        for part in path[:-1]:
            target = target.setdefault(part, {})
        target[path[-1]] = value

    def facts(self) -> None:
        """《事实》: rows with a number, or with the words of a lost one."""
        self.data["facts"] = []
        if not self._names_source():
            self._put(("source", "file"), sheet_name(Path(self.file).name, FACTS))
            self._is_source = True
        self._each(FACT_SHEET, self._fact)

    def _fact(self, row: Row) -> None:
        quantity, lost = row.quantity("value", "unit"), row.text("lost")
        if quantity is None and not lost:
            return
        operator = row.word("op")
        if quantity and quantity.operator and operator and quantity.operator != operator:
            raise row.refuse("facts_stated_twice", "op", found=row.text("op"), expected=row.text("value"))
        fact = self._scope(row, "name") | {
            "role": row.word("role", "actual"),
            "op": operator or (quantity.operator if quantity else ""),
            "sample_size": row.whole("sample_size"),
            "restated": bool(row.yes("restated")),
            "lost": "" if quantity else lost,
            "line": self._line(row),
            **{key: row.text(key) for key in ("period", "caliber", "note", "quote")},
        }
        self._add_fact(fact | stated(quantity), row)

    def _names_source(self) -> bool:
        return any(self.data.get("source", {}).get(key) for key in ("doc", "file"))

    def _line(self, row: Row) -> int:
        """The line of the source document; the row itself where this file is the only source there is."""
        line = row.whole("line")
        if row.yes("restated") and not line and not self._is_source:
            raise row.refuse("facts_cell_missing", "line")
        return line or (row.line if self._is_source else 0)

    def _add_fact(self, fact: dict[str, Any], row: Row) -> None:
        self._placed(("facts", len(self.data["facts"])), row)
        self.data["facts"].append(filled(fact))

    def _scope(self, row: Row, name_key: str) -> dict[str, Any]:
        return {
            "metric": self._metric(row, name_key),
            "insurance": row.word("insurance"),
            "account": row.word("account"),
            "item": row.text("item"),
        }

    def _metric(self, row: Row, name_key: str) -> str:
        """The metric's code: as given, else by its name in the look-up sheet; the two must not contradict."""
        code, name = row.text("metric"), row.text(name_key)
        named = self._codes_by_name.get(plain(name), []) if name else []
        if not code:
            if len(named) != 1:
                raise row.refuse("facts_code_missing", "metric", found=name or "（空）")
            return named[0]
        if name_key == "name" and row.table is FACT_SHEET and named and code not in named:
            raise row.refuse("facts_code_differs", "metric", found=code, expected=f"{name}（{named[0]}）")
        return code

    def evidence(self) -> None:
        """《佐证》: rows by indicator, with the rows of its checklist items under it."""
        found: dict[str, dict[str, Any]] = {}
        items: set[tuple[str, str]] = set()

        def read(row: Row) -> None:
            """The evidence of one indicator or checklist item; an empty row has none. Refuses ``facts_row_twice``."""
            values = evidence_values(row)
            if not values:
                return
            code, item = row.required("code"), row.text("item")
            if (code, item) in items:
                raise row.refuse("facts_row_twice", "code", found=f"{code} {item}".strip())
            items.add((code, item))
            held = found.setdefault(code, {})
            path: PathKey = ("evidence", code)
            if item:
                held.setdefault("items", {})[item] = values
                self.lines.setdefault(path, row.line)
                self.sheets.setdefault(path, row.table.name)
                path = (*path, "items", item)
            else:
                held |= values
            self._placed(path, row)

        self._each(EVIDENCE_SHEET, read)
        self.data["evidence"] = found

    def goals(self) -> None:
        """《目标》: goals; a target and a result given beside a goal become facts."""
        self.data["goals"] = []
        self._each(GOAL_SHEET, self._goal)

    def _goal(self, row: Row) -> None:
        values = {
            key: row.text(key)
            for key in ("level1", "level2", "name", "target_text", "data_source", "owner", "primitive")
        }
        if not values["name"]:
            if any(row.text(key) for key in ("metric", "target", "actual", "target_text")):
                raise row.refuse("facts_cell_missing", "name")
            return
        target, actual = row.quantity("target", "unit"), row.quantity("actual", "unit")
        is_measured = bool(target or actual or row.text("metric"))
        scope = self._scope(row, "name") if is_measured else {}
        goal = {
            "code": row.required("code"), **values, **scope, **standard_values(row),
            "nature": row.word("nature") or (target.operator if target else ""),
            "sense": row.word("sense"), "fixed_standard": row.yes("fixed_standard"),
            "recompute": row.yes("recompute"), "line": row.whole("line"),
        }  # fmt: skip
        self._placed(("goals", len(self.data["goals"])), row)
        self.data["goals"].append(filled(goal))
        for role, quantity in (("target", target), ("actual", actual)):
            if quantity is not None:
                operator = quantity.operator if role == "actual" else ""
                beside = {"role": role, "op": operator, "line": row.whole("line")}
                self._add_goal_fact(scope | beside | stated(quantity), row)

    def _add_goal_fact(self, fact: dict[str, Any], row: Row) -> None:
        """A number from 《目标》: named by its row where this file is the source."""
        if self._is_source:
            self._put(("source", "file"), Path(self.file).name)
            fact |= {"note": f"《{row.table.name}》第 {row.line} 行"}
        self._add_fact(fact, row)

    def budget_lines(self) -> None:
        """《预算项目》."""
        lines: list[dict[str, Any]] = []

        def read(row: Row) -> None:
            """One line of the budget; a row without item, name and goal has none."""
            if not any(row.text(key) for key in ("item", "name", "goal")):
                return
            row.required("goal")
            self._placed(("budget_lines", len(lines)), row)
            values = {key: row.text(key) for key in ("note",)} | {"line": row.whole("line")}
            lines.append(
                {"item": row.required("item"), "name": row.required("name"), "goal": bool(row.yes("goal"))}
                | filled(values)
            )

        self._each(BUDGET_SHEET, read)
        self.data["budget_lines"] = lines

    def management(self) -> None:
        """《资金管理》."""
        found: dict[str, str] = {}

        def read(row: Row) -> None:
            """The answer to one question on managing the money, with its figures bound; an empty text is none."""
            text = row.text("text")
            if text:
                code = row.required("code")
                self._placed(("management", code), row)
                found[code] = self._bound(text)

        self._each(MANAGEMENT_SHEET, read)
        self.data["management"] = found

    def narrative(self) -> None:
        """《叙述》: paragraphs by part; the overview is one."""
        found: dict[str, Any] = {}

        def read(row: Row) -> None:
            """One paragraph of its part, with its figures bound. Refuses a second overview: ``facts_row_twice``."""
            text = row.text("text")
            if not text:
                return
            row.required("part")
            part = row.word("part")
            if part == "overview" and part in found:
                raise row.refuse("facts_row_twice", "part", found=row.text("part"))
            self.lines.setdefault(("narrative", part), row.line)
            self.sheets.setdefault(("narrative", part), row.table.name)
            if part == "overview":
                found[part] = self._bound(text)
            else:
                found.setdefault(part, []).append(self._bound(text))

        self._each(NARRATIVE_SHEET, read)
        self.data["narrative"] = found

    def _bound(self, text: str) -> str:
        return bound_figures(text, self._codes_by_name)
