"""The report run: a delivery's quality report for its sender, as a workbook to be mended and a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yiheng.app.jobs.intake_content import intake_content
from yiheng.engine.city import City, open_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.facts import open_facts
from yiheng.engine.row_check import MASK
from yiheng.engine.row_identity import identity_columns
from yiheng.engine.snapshot import current_snapshot
from yiheng.engine.sql_text import literal, parquet
from yiheng.exact.money import YUAN, money_text
from yiheng.intake.correction.aside_line import (
    AsideLine,
    AsideProblem,
    Group,
    ReadSheet,
    aside_lines,
    groups,
    read_origins,
)
from yiheng.intake.correction.mark import (
    ACTION_HEAD,
    LINE_HEAD,
    MARK_SHEET,
    WITHDRAWN,
    Mark,
    MarkedSheet,
    mark_text,
)
from yiheng.intake.person.mask import Masking
from yiheng.intake.quality.catalogue import checks_of
from yiheng.intake.quality.check import SEVERITY_NAMES, Check
from yiheng.intake.quality.outcome import Judgement, judge_thresholds, percent_words, read_outcomes
from yiheng.intake.receipt import institutions
from yiheng.intake.register.handover import Stated
from yiheng.intake.register.parts import missing_parts
from yiheng.intake.register.record import (
    DELIVERY,
    FINDINGS,
    OUTCOMES,
    SET_ASIDE,
    DeliveryRecord,
    FileMonths,
    delivery_folder,
    file_names,
    read_record,
)  # fmt: skip
from yiheng.policy.contract import contract
from yiheng.reports.quality_page import quality_page
from yiheng.reports.quality_report import (
    AsideRow,
    AsideSheet,
    FileLine,
    ProblemGroup,
    ProblemPlace,
    QualityReport,
)
from yiheng.reports.quality_workbook import ROWS_MOST, write_quality_workbook
from yiheng.standards.message import message_text, messages, sentence
from yiheng.standards.problem import Problem, refuse
from yiheng.standards.table import Contract, Table

PLACES_SHOWN = 10
"""How many places of one check a report names."""
_SEVERITY_ORDER = ("error", "warning", "information")


def report_delivery(root: Path, number: str, out: Path, sender_no: str = "") -> list[Path]:
    """Write workbook and page of a delivery to a folder, a pair for each sender; the files written.

    Without ``sender_no``: for every sender with rows set aside, and for the one sender of a delivery that has no other.
    Refuses ``delivery_unknown`` and ``sender_unknown``.
    """
    city = open_city(root)
    delivery = _delivery(city, number)
    wanted = [sender_no] if sender_no else delivery.asked_senders()
    if not set(wanted) <= set(delivery.senders):
        raise refuse(
            "sender_unknown", found=sender_no, key=number, expected="、".join(sorted(delivery.senders)[:12])
        )
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for one in wanted:
        report = delivery.report(one)
        name = "_".join(filter(None, ("质量报告", number, one if len(delivery.senders) > 1 else "")))
        workbook, page = out / f"{name}.xlsx", out / f"{name}.html"
        write_quality_workbook(report, workbook, page.name)
        page.write_text(quality_page(report, workbook.name), encoding="utf-8")
        written += [workbook, page]
    return written


def _delivery(city: City, number: str) -> _Delivery:
    """What was kept of a delivery and what the register has of it; refuses one that is not there."""
    folder = delivery_folder(city, number)
    if not (folder / SET_ASIDE).is_file():
        known = "、".join(sorted(path.parent.name for path in city.inbox.glob(f"*/{SET_ASIDE}"))[-6:])
        raise refuse("delivery_unknown", found=number, expected=known or "（无）")
    with open_facts(city, current_snapshot(city), contract()) as facts:
        rows = facts.table(
            f"SELECT * FROM {DELIVERY} WHERE delivery_no = {literal(number)} ORDER BY file_name, sheet_name, target_table"
        ).to_pylist()
    content, region = intake_content(city), city.settings.region
    names = file_names(folder)
    asked = _Asked(
        contract(), checks_of(content, region), names, Masking.of(content, region), read_origins(folder)
    )
    named = {code: name for name, code in institutions(city, current_snapshot(city)).items()}
    return _Delivery(read_record(folder), folder, rows, aside_lines(folder / SET_ASIDE), asked, named)


@dataclass(frozen=True)
class _Delivery:
    """One delivery: its record, the register's rows, its set-aside lines; institutions by code."""

    record: DeliveryRecord
    folder: Path
    rows: Sequence[Mapping[str, Any]]
    lines: Sequence[AsideLine]
    asked: _Asked
    named: Mapping[str, str]

    @property
    def senders(self) -> dict[str, str]:
        """The names of its senders by number."""
        return {row["sender_no"]: row["sender"] for row in self.rows} or {
            self.record.sender_no: self.record.sender
        }

    def asked_senders(self) -> list[str]:
        """Those to whom a report goes unasked."""
        if len(self.senders) == 1:
            return list(self.senders)
        numbers = {one.file for one in self.lines}
        files = {self.asked.names[number] for number in numbers}
        return sorted({row["sender_no"] for row in self.rows if row["file_name"] in files})

    def period(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """The period of register rows: as their files state it, and as it is derived where they do not."""
        files = {row["file_name"] for row in rows}
        unstated = [one for one in self.record.row_months if one.file in files]
        derived = [one for one in unstated if one.first]
        told = {row["month"] or "" for row in rows if row["file_name"] not in {one.file for one in unstated}}
        parts = ["、".join(sorted(told - {""}))]
        if derived:
            ends = FileMonths("", min(one.first for one in derived), max(one.last for one in derived))
            parts.append(message_text("report_period_derived", found=ends.words))
        if len(derived) < len(unstated):
            parts.append(message_text("report_period_asked"))
        return "；".join(filter(None, parts))

    def report(self, sender_no: str) -> QualityReport:
        """The report to one of its senders."""
        own = [row for row in self.rows if row["sender_no"] == sender_no]
        files = {row["file_name"] for row in own}
        numbers = [number for number, name in self.asked.names.items() if name in files]
        months = {row["month"] or "" for row in own}
        month = next(iter(months)) if len(months) == 1 else ""
        shown = groups([one for one in self.lines if one.file in numbers])
        sheets = tuple(self.asked.sheet(one, index) for index, one in enumerate(shown, 1))
        marked = tuple(
            MarkedSheet(sheet.title, one.file, one.sheet, one.heads, self.asked.unit(one))
            for sheet, one in zip(sheets, shown, strict=True)
            if sheet.editable
        )
        number, sender = self.record.number, self.senders[sender_no]
        stated = [one for one in self.record.stated if one.sender_no in ("", sender_no)]
        shown_sender = self.named.get(sender_no, sender) if sender == sender_no else sender
        if shown_sender != sender_no:
            shown_sender = f"{shown_sender}（{sender_no}）"
        return QualityReport(
            number, shown_sender, self.period(own), f"{self.record.received:%Y-%m-%d %H:%M}", tuple(_file_line(row) for row in own),
            tuple(_register_lines(stated, sorted(files))), tuple(_problem_groups(self.folder, self.asked, numbers, self)),
            sheets, MARK_SHEET, mark_text(Mark(number, sender_no, sender, month, marked)), LINE_HEAD, ACTION_HEAD, WITHDRAWN,
        )  # fmt: skip


def _file_line(row: Mapping[str, Any]) -> FileLine:
    tables = contract().tables
    name = row["file_name"] + (f" · {row['sheet_name']}" if row["sheet_name"] else "")
    table = tables[row["target_table"]].name if row["target_table"] in tables else "—"
    stated, stated_fen, found_fen = row["stated_rows"], row["stated_fen"], row["found_fen"]
    differs = [
        message_text("report_rows_differ")
        if row["target_table"] and stated is not None and stated != row["read_rows"]
        else "",
        message_text("report_amount_differs")
        if None not in (stated_fen, found_fen) and stated_fen != found_fen
        else "",
    ]
    return FileLine(
        name, table, row["read_rows"], row["accepted_rows"], row["set_aside_rows"],
        "" if stated is None else f"{stated:,}", _yuan(stated_fen), _yuan(found_fen), "；".join(filter(None, differs)),
    )  # fmt: skip


def _register_lines(stated: Sequence[Stated], files: Sequence[str]) -> Iterator[str]:
    """Files that the hand-over sheet names and that did not come, and parts that are missing by their numbers."""
    came = {name.rsplit("/", 1)[-1] for name in files} | set(files)
    for one in stated:
        if one.file not in came:
            rows = "—" if one.rows is None else str(one.rows)
            yield sentence(Problem("delivery_file_missing", "warning", file=one.file, found=rows))
    for problem in missing_parts(files):
        yield sentence(problem)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else money_text(fen, YUAN)


def _problem_groups(
    folder: Path, asked: _Asked, numbers: Sequence[int], delivery: _Delivery
) -> Iterator[ProblemGroup]:
    """Failures by check and table, the gravest and most frequent first; rows that only follow others are no failure.

    Shares are those of the whole delivery, so they are told only where it has one sender.
    """
    own = ", ".join(map(str, numbers)) or "NULL"
    found = f"(SELECT * FROM {parquet([folder / SET_ASIDE, folder / FINDINGS])} WHERE src_file IN ({own}) AND code NOT IN ('row_follows', 'row_with_others'))"
    judged = (
        judge_thresholds(read_outcomes(folder / OUTCOMES), asked.checks) if len(delivery.senders) == 1 else []
    )
    rates = {(one.outcome.check, one.outcome.table): one for one in judged}
    with DuckDatabase() as database:
        rows = database.table(
            "SELECT code, severity, coalesce(target_table, '') AS target_table, coalesce(expected, '') AS expected,"
            f" count(*) AS times, min(field) AS field FROM {found} GROUP BY ALL"
            " ORDER BY times DESC, code, target_table, expected"
        ).to_pylist()
        for row in sorted(rows, key=lambda one: _SEVERITY_ORDER.index(one["severity"])):
            yield asked.group(database, found, row, rates.get((row["code"], row["target_table"])))


@dataclass(frozen=True)
class _Asked:
    """What all parts of one report are made with."""

    contract: Contract
    checks: Mapping[str, Check]
    names: Mapping[int, str]
    masking: Masking
    origins: Mapping[tuple[int, str, str], ReadSheet]

    def group(
        self, database: DuckDatabase, relation: str, row: Mapping[str, Any], judged: Judgement | None
    ) -> ProblemGroup:
        """One check's failures in one table."""
        places = database.table(
            f"SELECT src_file, src_sheet, src_line, key, field, found FROM {relation} WHERE code = {literal(row['code'])}"
            f" AND coalesce(target_table, '') = {literal(row['target_table'])}"
            f" AND coalesce(expected, '') = {literal(row['expected'])}"
            f" ORDER BY src_file, src_sheet, src_line, field LIMIT {PLACES_SHOWN}"
        ).to_pylist()
        check = self.checks.get(row["code"])
        table = self.contract.tables.get(row["target_table"] or "")
        count = judged.outcome.failed if judged and row["severity"] != "error" else row["times"]
        counted = judged is not None and judged.outcome.looked_at > 0
        return ProblemGroup(
            row["code"],
            check.name
            if check
            else message_text(row["code"], **_plain_words(row)).replace("“…”", "").replace("（…）", ""),
            check.family if check else "规范性",
            SEVERITY_NAMES[row["severity"]],
            count,
            table.name if table else "",
            check.expected_words if check else row["expected"],
            check.why if check else "",
            check.remedy if check else messages()[row["code"]].remedy.format(**_plain_words(row)),
            judged.rate_words if judged and counted else "",
            percent_words(check.threshold_ppm) if check and counted else "",
            tuple(
                ProblemPlace(
                    self.names[one["src_file"]],
                    one["src_line"],
                    _key_words(table, one["key"] or ""),
                    one["found"] or "" if check else self.cell(table, one["field"] or "", one["found"] or ""),
                    one["src_sheet"],
                )
                for one in places
            ),
        )

    def sheet(self, one: Group, index: int) -> AsideSheet:
        """The sheet of a group of lines."""
        tables = "、".join(
            self.contract.tables[name].name for name in one.tables if name in self.contract.tables
        )
        title = f"{index}.{tables.split('、')[0] or '未归表'}"[:31]
        rows = tuple(self.row(line, one.heads) for line in one.lines[:ROWS_MOST])
        left_out = max(0, len(one.lines) - ROWS_MOST)
        editable = not one.lines[0].from_message
        return AsideSheet(title, self.names[one.file], one.sheet, tables, one.heads, rows, left_out, editable)

    def unit(self, one: Group) -> str:
        """The unit of money that the original sheet said above its headings."""
        reads = (self.origins.get((one.file, one.sheet, table)) for table in one.tables)
        return next((read.unit for read in reads if read is not None), "")

    def row(self, line: AsideLine, heads: tuple[str, ...]) -> AsideRow:
        """One line: cells masked, faults under the headings they belong to."""
        shown = self.masking.row(line.cells)
        faults = [
            (head, self.words(problem))
            for problem in line.problems
            for head in self.heads(line, problem, heads) or ("",)
        ]
        cells = tuple(shown[head] for head in heads)
        return AsideRow(line.line, cells, tuple(faults), not line.wrong(()), self.key(line, shown))

    def key(self, line: AsideLine, shown: Mapping[str, str]) -> str:
        """The cells by which a line is found again in what was sent: those of the keys of the tables that it feeds."""
        found: dict[str, str] = {}
        for problem in line.problems:
            table = self.contract.tables.get(problem.table)
            for column in table.key if table else ():
                for head in self.column_heads(line, problem.table, column, tuple(shown)):
                    found[head] = f"{head} {shown[head] or '空'}"
        return "，".join(found.values())

    def heads(self, line: AsideLine, problem: AsideProblem, heads: Sequence[str]) -> tuple[str, ...]:
        """The headings of the cells that a problem is about: those its columns were read from."""
        columns = self.columns(problem, self.contract.tables.get(problem.table))
        found = [head for column in columns for head in self.column_heads(line, problem.table, column, heads)]
        return tuple(dict.fromkeys(found))

    def column_heads(self, line: AsideLine, table: str, column: str, heads: Sequence[str]) -> tuple[str, ...]:
        """The headings that a column of a table was read from; its own name or title where nothing was kept of that."""
        read = self.origins.get((line.file, line.sheet, table))
        declared = self.contract.tables.get(table)
        title = declared.column(column).title if declared and column in declared.names else ""
        said = read.fields.get(column) if read is not None else None
        return tuple(head for head in said or (column, title) if head in heads)

    def columns(self, problem: AsideProblem, table: Table | None) -> Sequence[str]:
        """The columns that a problem is about."""
        check = self.checks.get(problem.code)
        laws = [] if table is None else [law for law in table.identities if check and law.id == check.law]
        if table is not None and laws:
            return identity_columns(table, laws[0])
        return check.shows if check and check.shows else problem.field.split("、")

    def cell(self, table: Table | None, field: str, found: str) -> str:
        """What stands in a cell, with the name of its column."""
        titles = [
            table.column(name).title if table is not None and name in table.names else name
            for name in field.split("、")
            if name
        ]
        return f"{'、'.join(titles)} {found or '空'}" if titles else found

    def words(self, problem: AsideProblem) -> str:
        """What is wrong, in one line."""
        check = self.checks.get(problem.code)
        if check is not None:
            return f"{check.name}（{problem.found}）。{check.remedy}"
        values = {
            "found": problem.found,
            "expected": problem.expected,
            "field": problem.field,
            "key": problem.key,
        }
        text = message_text(problem.code, file="", line="", **values)
        remedy = messages()[problem.code].remedy.format(file="", line="", **values)
        return f"{text}。{remedy}" if remedy else text


def _key_words(table: Table | None, key: str) -> str:
    """A row's key as the problems have it, each part under its name; what is sensitive is not shown."""
    parts = key.split("|")
    if table is None or len(parts) != len(table.key):
        return key
    columns = [table.column(name) for name in table.key]
    return "，".join(
        f"{column.title} {MASK if column.sensitive else part}"
        for column, part in zip(columns, parts, strict=True)
    )


def _plain_words(row: Mapping[str, Any]) -> dict[str, str]:
    """A message's words without one row's values."""
    return {
        "found": "…",
        "expected": row["expected"] or "…",
        "field": "…",
        "key": "…",
        "file": "…",
        "line": "…",
    }
