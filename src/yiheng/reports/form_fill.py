"""Filling the self-evaluation form (自评表) that a bureau was sent, cell by cell, and changing nothing else.

The form is read for its own labels; each value goes to the row of its name and the column of its field. What
has no certain place, or whose cell is locked, computed or already filled, is listed: nothing is guessed and
nothing overwritten.
Layouts that were read: 03 §1c and §1e; conventions of the table: 06 §3.4.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from yiheng.reports import workbook_xls, workbook_xlsx
from yiheng.reports.form_fill_labels import (
    EXECUTION_RATE,
    MONEY_FIELDS,
    MONEY_TOTAL,
    ROW_WORDS,
    is_empty,
    row_key,
    row_key_without_unit,
)
from yiheng.reports.form_fill_layout import Block, find_blocks
from yiheng.reports.workbook_biff import stream_version
from yiheng.reports.workbook_compound import MAGIC
from yiheng.reports.workbook_grid import (
    TEXT_FORMAT,
    TEXT_LIMIT,
    Area,
    Cell,
    CellEntry,
    Sheet,
    cell_name,
    text_units,
)
from yiheng.standards.problem import refuse

SIZE_LIMIT_BYTES = 50 * 1024 * 1024

_Read = Callable[[bytes, str], list[Sheet]]
_Write = Callable[[bytes, Sequence[CellEntry], str], bytes]
_Index = dict[str, list[tuple[Block, int]]]


@dataclass(frozen=True)
class FormValue:
    """One thing to place.

    ``row_name`` is an indicator's name or 年度资金总额, 预算执行率, 总分 …; ``aliases`` are its other names.
    ``column`` is the field: target, actual, full, score, reason, budget_initial, budget_adjusted, executed or
    rate. ``text`` is the value as displayed; ``number`` is what to write, in the form's unit, where it is a
    number. A ratio has the ratio itself as its number (93.18% → 0.9318). ``unit`` is written behind the text
    where the form has no column of units: then 88,194人次 and not a bare number.
    """

    row_name: str
    column: str
    text: str
    number: Fraction | None
    aliases: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Placed:
    """A value that now stands in the form; ``cell`` is its name there, such as ``F12``."""

    sheet: str
    cell: str
    row_name: str
    column: str
    text: str


@dataclass(frozen=True)
class NotPlaced:
    """A value that the form did not take, and why.

    ``code``: row_not_found, row_ambiguous (several rows of that name), column_not_found (the row's table has
    no such column, or several), cell_locked (protected), cell_formula, cell_occupied (it holds something
    else), cell_shared (merged over several rows) or text_too_long (over 32,767 characters).
    """

    row_name: str
    column: str
    text: str
    code: str


@dataclass(frozen=True)
class _Target:
    """The cell that a value belongs to."""

    block: Block
    row: int
    field: str


def fill_form(form: Path, values: Sequence[FormValue], out: Path) -> tuple[list[Placed], list[NotPlaced]]:
    """Write the values into a copy of the form, in the form's own format, and say where each one went.

    A cell that already says the same counts as placed. ``out`` is written at once or not at all; its name
    should end as the form's does, whose format it has. Refuses form_not_found, form_empty, form_too_large,
    form_not_a_workbook, form_encrypted, form_too_old, form_broken, form_no_table (no heading of a table of
    indicators) and form_not_writable.
    """
    content = _content(form)
    read_sheets, write_cells = _format(content, form.name)
    blocks = find_blocks(read_sheets(content, form.name))
    if all(block.is_money for block in blocks):
        raise refuse("form_no_table", file=form.name)
    filling = _Filling(blocks)
    placed: list[Placed] = []
    missed: list[NotPlaced] = []
    for value in values:
        outcome = filling.place(value)
        if isinstance(outcome, Placed):
            placed.append(outcome)
        else:
            missed.append(outcome)
    _store(write_cells(content, list(filling.entries.values()), form.name), out)
    return placed, missed


def _content(form: Path) -> bytes:
    if not form.is_file():
        raise refuse("form_not_found", file=str(form))
    size_bytes = form.stat().st_size
    if size_bytes == 0:
        raise refuse("form_empty", file=form.name)
    if size_bytes > SIZE_LIMIT_BYTES:
        raise refuse(
            "form_too_large",
            file=form.name,
            found=f"{-(-size_bytes // 1024 // 1024)} MB",
            expected=f"{SIZE_LIMIT_BYTES // 1024 // 1024} MB",
        )
    try:
        return form.read_bytes()
    except OSError:
        raise refuse("form_not_found", file=str(form)) from None


def _format(content: bytes, file: str) -> tuple[_Read, _Write]:
    """How to read and write the form: by what it is, whatever its name ends in."""
    if content.startswith(b"PK"):
        return workbook_xlsx.read_sheets, workbook_xlsx.write_cells
    if content.startswith(MAGIC):
        return workbook_xls.read_sheets, workbook_xls.write_cells
    if stream_version(content):
        raise refuse("form_too_old", file=file)
    raise refuse("form_not_a_workbook", file=file, found=_what_it_is(content))


def _what_it_is(content: bytes) -> str:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if start.startswith(b"%pdf"):
        return "PDF 文件"
    if start.startswith(b"<?xml"):
        return "XML 文件"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return "网页（HTML）"
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return "文本文件（CSV）"
    return "其他格式的文件"


def _store(content: bytes, out: Path) -> None:
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError:
        part.unlink(missing_ok=True)
        raise refuse("form_not_writable", file=str(out)) from None


class _Filling:
    """The state of one filling: the rows of the form by name, and what has been entered so far."""

    def __init__(self, blocks: Sequence[Block]):
        self.entries: dict[tuple[int, int, int], CellEntry] = {}
        self._texts: dict[tuple[int, int, int], str] = {}
        self._by_name = _index(blocks, row_key)
        self._by_bare_name = _index(blocks, row_key_without_unit)

    def place(self, value: FormValue) -> Placed | NotPlaced:
        """Enter a value, or say why not."""
        target = self._target(value)
        code = target if isinstance(target, str) else self._enter(target, value)
        if isinstance(target, str) or code:
            return NotPlaced(value.row_name, value.column, value.text, code)
        sheet = target.block.sheet
        area = sheet.area(target.row, target.block.columns[target.field].left)
        return Placed(sheet.name, cell_name(area.top, area.left), value.row_name, value.column, value.text)

    def _target(self, value: FormValue) -> _Target | str:
        for names, index in (
            ((value.row_name,), self._by_name),
            (value.aliases, self._by_name),
            ((value.row_name,), self._by_bare_name),
            (value.aliases, self._by_bare_name),
        ):
            key = row_key if index is self._by_name else row_key_without_unit
            rows = _unique(row for name in names for row in index.get(key(name), ()))
            rows = [row for row in rows if _may_hold(row[0], value.column)]
            if rows:
                return _only(rows, value.column)
        return self._target_by_meaning(value)

    def _target_by_meaning(self, value: FormValue) -> _Target | str:
        """The row that other forms call differently: 合计 for 总分; last, the money's row for the rate."""
        for words in ROW_WORDS:
            if row_key(value.row_name) in words.names:
                rows = _unique(
                    row
                    for name in words.names
                    for row in self._by_bare_name.get(name, ())
                    if row[0].is_money == words.is_money and _may_hold(row[0], value.column)
                )
                if rows:
                    return _only(rows, value.column)
        if row_key(value.row_name) in EXECUTION_RATE.names:
            column = "rate" if value.column == "actual" else value.column
            return self._target(FormValue(MONEY_TOTAL, column, value.text, value.number))
        return "row_not_found"

    def _enter(self, target: _Target, value: FormValue) -> str:
        """Enter a value in its cell; the code of the obstacle, empty where there is none."""
        sheet, column = target.block.sheet, target.block.columns[target.field]
        area = sheet.area(target.row, column.left)
        cell = sheet.cell(area.top, area.left)
        place = (sheet.index, area.top, area.left)
        unit_column = target.block.unit_column
        unit = sheet.cell(target.row, unit_column.left).text.strip() if unit_column else ""
        if value.unit and not unit:
            value = replace(value, text=f"{value.text}{value.unit}", number=None)
        if text_units(value.text) > TEXT_LIMIT:
            return "text_too_long"
        if place in self._texts:
            return "" if self._texts[place] == value.text else "cell_occupied"
        obstacle = _obstacle(target, area, cell)
        if obstacle == "cell_occupied" and _says_the_same(cell, value):
            return ""
        if obstacle:
            return obstacle
        is_percent = column.is_percent or (target.field == "actual" and unit in ("%", "％"))
        self._texts[place] = value.text
        self.entries[place] = CellEntry(*place, value.text, _stored_number(value, cell, is_percent))
        return ""


def _obstacle(target: _Target, area: Area, cell: Cell) -> str:
    """What keeps a value out of a cell: it is of several rows, computed, filled or locked."""
    sheet, names_by_row = target.block.sheet, target.block.names_by_row
    is_of_others = not target.block.is_money and any(
        row in names_by_row for row in range(target.row + 1, area.bottom + 1)
    )
    is_shared = area.top != target.row or area.left < target.block.columns[target.field].left or is_of_others
    checks = {
        "cell_shared": is_shared,
        "cell_formula": cell.is_formula,
        "cell_occupied": not is_empty(cell.text),
        "cell_locked": sheet.is_protected and cell.is_locked,
    }
    return next((code for code, holds in checks.items() if holds), "")


def _index(blocks: Sequence[Block], key: Callable[[str], str]) -> _Index:
    index: _Index = {}
    for block in blocks:
        for row, names in block.names_by_row.items():
            for name in names:
                index.setdefault(key(name), []).append((block, row))
    return index


def _unique(rows: Iterable[tuple[Block, int]]) -> list[tuple[Block, int]]:
    """Each row once, however many of its names were asked for."""
    return list({(id(block), row): (block, row) for block, row in rows}.values())


def _only(rows: Sequence[tuple[Block, int]], column: str) -> _Target | str:
    """The one row whose table has the column; why there is none."""
    targets = [_Target(block, row, column) for block, row in rows if column in block.columns]
    if len(targets) > 1:
        return "row_ambiguous"
    return targets[0] if targets else "column_not_found"


def _may_hold(block: Block, column: str) -> bool:
    """Whether a field can belong to this kind of block at all."""
    if column in MONEY_FIELDS:
        return block.is_money
    return not block.is_money or column not in ("target", "actual")


def _says_the_same(cell: Cell, value: FormValue) -> bool:
    if cell.number is not None and value.number is not None:
        return cell.number == value.number
    return bool(value.text) and _one_width(cell.text) == _one_width(value.text)


def _one_width(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _stored_number(value: FormValue, cell: Cell, is_percent: bool) -> Fraction | None:
    """The number to write, or None for the text.

    A cell of text keeps the text. A ratio is the ratio itself only where the cell's style shows per cent, and
    its hundredfold where the form prints the sign beside the cell: elsewhere 0.9318 is not read as 93.18%.
    """
    if value.number is None or cell.number_format == TEXT_FORMAT:
        return None
    if value.text.rstrip().endswith(("%", "％")) and not cell.shows_percent:
        return value.number * 100 if is_percent else None
    return value.number
