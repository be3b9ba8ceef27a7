"""The text of a workbook: each visible sheet as its name and its rows, every cell as the sheet shows it.

Formulas show the result that was stored with them. Cells are named as the office programs do: 自评表!C7.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.reports.workbook_grid import Cell, Sheet, cell_name
from yiheng.reports.workbook_xls import read_sheets as read_xls
from yiheng.reports.workbook_xlsx import read_sheets as read_xlsx
from yiheng.review.opening.source import Draft, Source
from yiheng.review.opening.text import one_line
from yiheng.standards.problem import Refused, refuse

_SIGNIFICANT = 15
_DAY_ZERO = date(1899, 12, 30)
_LAST_DAY = 2_958_465
_BUILT_IN_DATES = frozenset({"yyyy/m/d", "m/d/yy"})
_CODE_OF = {
    "form_encrypted": "review_file_encrypted",
    "form_too_large": "review_file_large",
    "form_not_a_workbook": "review_file_kind",
}
TOO_OLD = "form_too_old"


def workbook_source(raw: bytes, name: str, old: bool) -> Source:
    """The visible sheets; ``old`` for .xls. Refuses review_file_encrypted, _large, _kind, _damaged; passes on form_too_old."""
    try:
        sheets = read_xls(raw, name) if old else read_xlsx(raw, name)
    except Refused as refusal:
        problem = refusal.problem
        if problem.code == TOO_OLD:
            raise
        code = _CODE_OF.get(problem.code, "review_file_damaged")
        raise refuse(code, file=name, found=problem.found, expected=problem.expected or ".xlsx") from None
    draft, uncomputed = Draft(), []
    for sheet in sheets:
        uncomputed += [
            f"{sheet.name}!{cell_name(*place)}"
            for place, cell in sorted(sheet.cells.items())
            if cell.is_formula and cell.number is None and not cell.text
        ]
        rows = _rows(sheet)
        if rows:
            draft.line(sheet.name)
            _write(sheet, rows, draft)
    return draft.source(name, _told(uncomputed))


def _told(uncomputed: Sequence[str]) -> str:
    """What formulas without a stored result have kept from being read."""
    if not uncomputed:
        return ""
    return (
        f"{uncomputed[0]} 等 {len(uncomputed)} 格的公式没有存结果，没有复核；请用表格软件打开、保存后再复核"
    )


def _rows(sheet: Sheet) -> dict[int, dict[int, str]]:
    """The texts that the rows show, without what a merged area hides."""
    found: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        text = one_line(shown(cell))
        area = sheet.area(row, column) if text else None
        if area is not None and (area.top, area.left) == (row, column):
            found.setdefault(row, {})[column] = text
    return found


def _write(sheet: Sheet, rows: dict[int, dict[int, str]], draft: Draft) -> None:
    """Rows of several cells as wide as the widest; a row with one cell is a line."""
    tabular = [cells for cells in rows.values() if len(cells) > 1]
    first = min((min(cells) for cells in tabular), default=0)
    last = max((max(cells) for cells in tabular), default=0)
    before = -1
    for row, cells in rows.items():
        if 0 <= before < row - 1:
            draft.line("")
        before = row
        if len(cells) == 1:
            ((column, text),) = cells.items()
            draft.line(text, f"{sheet.name}!{cell_name(row, column)}")
            continue
        texts: Sequence[str] = [cells.get(column, "") for column in range(first, last + 1)]
        draft.row(texts, lambda place, row=row: f"{sheet.name}!{cell_name(row, first + place)}")  # type: ignore[misc]


def shown(cell: Cell) -> str:
    """A cell as its number format shows it: 93.21%, 1,234.50, 2023-12-31; plain numbers without noise of doubles."""
    if cell.number is None:
        return cell.text
    code = re.sub(r"\[[^\]]*\]|_.|\*.|\\", "", cell.number_format.split(";")[0])
    words = "".join(re.findall(r'"([^"]*)"', code))
    bare = re.sub(r'"[^"]*"', "", code)
    if bare in _BUILT_IN_DATES or re.search(r"[yd年月日]", bare, re.IGNORECASE):
        return _day(cell.number)
    match = re.fullmatch(r"[¥￥$\s]*([#,0?]*[#0])(?:\.(0+))?(%?)\s*", bare)
    if not match:
        return _general(cell.number)
    value = cell.number * 100 if match[3] else cell.number
    text = decimal_text(value, len(match[2] or ""))
    return (_grouped(text) if "," in match[1] else text) + match[3] + words


def _general(number: Fraction) -> str:
    whole = len(str(abs(int(number))))
    text = decimal_text(number, max(_SIGNIFICANT - whole, 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, dot, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{dot}{rest}"


def _day(number: Fraction) -> str:
    if not 0 < number <= _LAST_DAY:
        return _general(number)
    return (_DAY_ZERO + timedelta(days=int(number))).isoformat()
