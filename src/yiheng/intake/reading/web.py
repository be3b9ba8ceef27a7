"""Tables of web pages, which platforms call .xls or .csv: every table with rows is a grid.

Read as a stream: no tree of the page is built. A cell over several rows or columns keeps its value in the first; a table
within a table is a grid of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from yiheng.intake.reading.grid import Grid, RowGrid
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.source import Draft
from yiheng.standards.problem import Problem, refuse

_CHUNK = 1 << 18
_SPAN_MOST = 16_384
_TAIL = 4096
_CLOSED = re.compile(r"</(?:table|html|body)\s*>", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "head", "title"})


def read_web(draft: Draft, path: Path, limits: Limits) -> None:
    """The tables of a page, UTF-8. Refuses ``intake_web_empty`` where there is none, ``intake_columns_many``."""
    draft.medium = "网页表格"
    page = _Page(draft, limits)
    parser = etree.HTMLParser(target=page, huge_tree=True)
    try:
        tail = ""
        with path.open(encoding="utf-8-sig", newline="") as stream:
            while chunk := stream.read(_CHUNK):
                parser.feed(chunk.replace("\0", ""))
                tail = (tail + chunk)[-_TAIL:]
                draft.advance(len(chunk))
        parser.close()
    except etree.XMLSyntaxError as error:
        page.discard()
        raise refuse("intake_file_damaged", file=draft.name, found=f"XML 第 {error.lineno} 行") from None
    except BaseException:
        page.discard()
        raise
    draft.grids += page.finish()
    if draft.grids and not _CLOSED.search(tail):
        draft.problems.append(Problem("intake_web_cut", file=draft.name))
    if not draft.grids:
        raise refuse("intake_web_empty", file=draft.name)


@dataclass
class _Table:
    """A table that is open."""

    grid: RowGrid
    number: int
    line: int = 0
    cells: list[str | None] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)
    """Columns that a cell from above still takes, and for how many more rows."""
    words: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    in_row: bool = False


class _Page:
    """The target of the parser: told of tags and text in the order of the page."""

    def __init__(self, draft: Draft, limits: Limits):
        self._draft = draft
        self._limits = limits
        self._open: list[_Table] = []
        self._done: list[_Table] = []
        self._count = 0
        self._silent = 0

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        """A tag begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open.append(_Table(RowGrid(self._draft.grid_path(self._count)), self._count))
            self._count += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._end_row(self._open[-1])
            self._open[-1].in_row = True
        elif tag in ("td", "th"):
            table = self._open[-1]
            self._end_cell(table)
            table.in_row = True
            table.words = []
            table.spans = (_span(attrib.get("rowspan")), _span(attrib.get("colspan")))
        elif tag == "br" and self._open[-1].words is not None:
            self._open[-1].words.append("\n")

    def end(self, tag: str | bytes) -> None:
        """A tag ends."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._end_row(self._open[-1])
            self._done.append(self._open.pop())
        elif tag == "tr":
            self._end_row(self._open[-1])
        elif tag in ("td", "th"):
            self._end_cell(self._open[-1])

    def data(self, data: str | bytes) -> None:
        """Text between tags."""
        if self._open and self._open[-1].words is not None and not self._silent:
            self._open[-1].words.append(str(data))

    def comment(self, text: str | bytes) -> None:
        """Comments, which Excel's pages hold settings in, say nothing."""

    def close(self) -> None:
        """The page ends."""

    def finish(self) -> list[Grid]:
        """The grids in the order in which their tables begin."""
        while self._open:
            self.end("table")
        found = []
        for table in sorted(self._done, key=lambda one: one.number):
            if table.grid.rows:
                table.grid.finish()
                found.append(
                    Grid(
                        table.grid.path,
                        table.grid.columns,
                        table.grid.rows,
                        "html",
                        merged=tuple(table.merged),
                    )
                )
        if len(found) > 1:
            return [
                Grid(one.path, one.columns, one.rows, one.kind, f"表{number}", merged=one.merged)
                for number, one in enumerate(found, 1)
            ]
        return found

    def discard(self) -> None:
        """Take away what was written."""
        for table in (*self._open, *self._done):
            table.grid.discard()

    def _end_cell(self, table: _Table) -> None:
        if table.words is None:
            return
        text = _collapsed("".join(table.words))
        table.words = None
        self._pass_held(table)
        rows, columns = table.spans
        first = len(table.cells)
        if first + columns > self._limits.columns:
            raise refuse(
                "intake_columns_many",
                file=self._draft.name,
                found=str(first + columns),
                expected=str(self._limits.columns),
            )
        table.cells += [text or None, *[None] * (columns - 1)]
        if rows > 1:
            table.held.update(dict.fromkeys(range(first, first + columns), rows - 1))
        if rows > 1 or columns > 1:
            line = table.line + 1
            table.merged.append((line, first + 1, line + rows - 1, first + columns))

    def _pass_held(self, table: _Table) -> None:
        while (left := table.held.get(len(table.cells), 0)) > 0:
            table.held[len(table.cells)] = left - 1
            table.cells.append(None)

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if not table.in_row:
            return
        self._pass_held(table)
        for column in [column for column in table.held if column >= len(table.cells)]:
            table.held[column] -= 1
        table.held = {column: left for column, left in table.held.items() if left > 0}
        table.line += 1
        if any(cell is not None for cell in table.cells):
            table.grid.row(table.line, table.cells)
        table.cells, table.in_row = [], False


def _span(text: str | bytes | None) -> int:
    digits = str(text or "").strip()
    return min(int(digits), _SPAN_MOST) if digits.isascii() and digits.isdigit() and int(digits) else 1


def _collapsed(text: str) -> str:
    """Text as a page shows it: runs of white space are one space, ``<br>`` a line break; &nbsp; at the ends is nothing."""
    lines = (
        [" ".join(line.split()) for line in text.split("\n")] if "\n" in text else [" ".join(text.split())]
    )
    return "\n".join(lines).strip().encode("utf-8", "replace").decode()
