"""Reading and filling .xlsx and .xlsm workbooks so that nothing but the filled cells changes.

The package is a zip of XML parts (ECMA-376 parts 1 and 2). A filled cell is patched in the XML of its sheet;
every other part is stored with the bytes it had, in the same order and with the same times, so that images,
validations, macros and print set-up cannot be lost. Where the book has formulas, ``workbook.xml`` asks for a
full calculation. Reading and writing walk the same tree: a library that loads and saves the whole book drops
what it does not know, and refuses to read some sound forms of other office programs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from yiheng.reports.workbook_grid import (
    TEXT_FORMAT,
    Area,
    Cell,
    CellEntry,
    Sheet,
    cell_name,
    cell_text,
    column_of_letters,
    stored_double,
)
from yiheng.reports.workbook_package import (
    DAMAGE,
    local_name,
    open_package,
    relationships,
    repacked,
    serialized,
    tag,
    tree,
)
from yiheng.standards.problem import refuse

_BUILT_IN_FORMATS = {9: "0%", 10: "0.00%", 49: TEXT_FORMAT}
_CALC_FOLLOWERS = (
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
"""What may follow ``calcPr`` in a workbook (ECMA-376 part 1, 18.2.27)."""
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")


@dataclass(frozen=True)
class _Book:
    """The parts of a package that matter here: sheet parts by position, and the trees that describe cells."""

    package: zipfile.ZipFile
    workbook_part: str
    workbook: etree._Element
    sheet_parts: Sequence[tuple[str, str, bool]]
    """Name, part and whether it is hidden, for each worksheet in the order of its tab."""
    strings: Sequence[str]
    styles: Sequence[Cell]
    """For each style index, an empty cell with its lock and number format."""


def read_sheets(content: bytes, file: str) -> list[Sheet]:
    """Read the visible worksheets of a package.

    Refuses form_broken, form_encrypted, form_too_large (300 MB unpacked) and form_not_a_workbook; ``file`` is
    how messages call it.
    """
    try:
        book = _open(content, file)
        return [
            _read_sheet(book, index)
            for index, (_, _, is_hidden) in enumerate(book.sheet_parts)
            if not is_hidden
        ]
    except DAMAGE:
        raise refuse("form_broken", file=file) from None


def write_cells(content: bytes, entries: Sequence[CellEntry], file: str) -> bytes:
    """The package with the entries in their cells; no entry, no change. Refuses as :func:`read_sheets`."""
    if not entries:
        return content
    try:
        book = _open(content, file)
        changed: dict[str, bytes] = {}
        has_formula = False
        for index, (_, part, _) in enumerate(book.sheet_parts):
            root = tree(book.package, part)
            has_formula = has_formula or next(root.iter(tag(root, "f")), None) is not None
            mine = [entry for entry in entries if entry.sheet_index == index]
            if mine:
                _fill(root, mine)
                _forget_results(root)
                changed[part] = serialized(root)
        if has_formula:
            _ask_for_calculation(book.workbook)
            changed[book.workbook_part] = serialized(book.workbook)
        return repacked(book.package, changed)
    except DAMAGE:
        raise refuse("form_broken", file=file) from None


def _open(content: bytes, file: str) -> _Book:
    package = open_package(content, file)
    roots = relationships(package, "")
    workbook_part = next((part for kind, part in roots.values() if kind == "officeDocument"), "")
    if workbook_part.endswith(".bin"):
        raise refuse("form_not_a_workbook", file=file, found="二进制工作簿（.xlsb）")
    workbook = tree(package, workbook_part) if workbook_part else None
    if workbook is None or local_name(workbook) != "workbook":
        raise refuse("form_not_a_workbook", file=file, found="其他格式的文件或压缩包")
    related = relationships(package, workbook_part)
    parts = dict(related.values())
    return _Book(
        package=package,
        workbook_part=workbook_part,
        workbook=workbook,
        sheet_parts=_sheet_parts(workbook, related),
        strings=_strings(package, parts.get("sharedStrings")),
        styles=_styles(package, parts.get("styles")),
    )


def _sheet_parts(
    workbook: etree._Element, related: Mapping[str, tuple[str, str]]
) -> list[tuple[str, str, bool]]:
    parts = []
    for element in workbook.iter(tag(workbook, "sheet")):
        key = next((value for name, value in element.attrib.items() if str(name).endswith("}id")), "")
        kind, part = related.get(str(key), ("", ""))
        if kind == "worksheet":
            is_hidden = element.get("state", "visible") != "visible"
            parts.append((element.get("name", ""), part, is_hidden))
    return parts


def _strings(package: zipfile.ZipFile, part: str | None) -> list[str]:
    if part is None:
        return []
    root = tree(package, part)
    return [_plain_text(item) for item in root.iterchildren(tag(root, "si"))]


def _plain_text(item: etree._Element) -> str:
    """The text of a string item without its phonetic guides."""
    runs = (t for t in item.iter(tag(item, "t")) if local_name(t.getparent()) != "rPh")
    return "".join(t.text or "" for t in runs)


def _styles(package: zipfile.ZipFile, part: str | None) -> list[Cell]:
    if part is None:
        return []
    root = tree(package, part)
    formats = dict(_BUILT_IN_FORMATS)
    for element in root.iter(tag(root, "numFmt")):
        formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    styles = []
    for group in root.iterchildren(tag(root, "cellXfs")):
        for xf in group.iterchildren(tag(root, "xf")):
            protection = xf.find(tag(root, "protection"))
            is_locked = protection is None or protection.get("locked", "1") not in ("0", "false")
            styles.append(
                Cell(is_locked=is_locked, number_format=formats.get(int(xf.get("numFmtId", "0")), ""))
            )
    return styles


def _read_sheet(book: _Book, index: int) -> Sheet:
    name, part, _ = book.sheet_parts[index]
    root = tree(book.package, part)
    cells: dict[tuple[int, int], Cell] = {}
    row_styles: dict[int, Cell] = {}
    computed_areas: list[Area] = []
    for row, row_element in _rows(root):
        if row_element.get("customFormat", "0") in ("1", "true"):
            row_styles[row] = _style(book, row_element.get("s"))
        for column, element in _row_cells(row_element):
            formula = element.find(tag(root, "f"))
            if formula is not None and ":" in formula.get("ref", "") and formula.get("t") != "shared":
                computed_areas.append(_area(formula.get("ref", "")))
            cells[row, column] = _cell(book, element, formula is not None)
    for area in computed_areas:
        for place, cell in cells.items():
            if area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right:
                cells[place] = Cell(cell.text, cell.number, True, cell.is_locked, cell.number_format)
    protection = root.find(tag(root, "sheetProtection"))
    return Sheet(
        index=index,
        name=name,
        cells=cells,
        merges=[_area(element.get("ref", "")) for element in root.iter(tag(root, "mergeCell"))],
        is_protected=protection is not None and protection.get("sheet", "0") in ("1", "true"),
        row_styles=row_styles,
        column_styles=_column_styles(book, root),
    )


def _column_styles(book: _Book, root: etree._Element) -> dict[int, Cell]:
    styles = {}
    for element in root.iter(tag(root, "col")):
        if element.get("style"):
            for column in range(int(element.get("min", "1")) - 1, int(element.get("max", "1"))):
                styles[column] = _style(book, element.get("style"))
    return styles


def _style(book: _Book, index: str | None) -> Cell:
    position = int(index or "0")
    return book.styles[position] if position < len(book.styles) else Cell()


def _cell(book: _Book, element: etree._Element, is_formula: bool) -> Cell:
    style = _style(book, element.get("s"))
    kind = element.get("t", "n")
    stored = element.findtext(tag(element, "v")) or ""
    number = None
    if kind == "inlineStr":
        item = element.find(tag(element, "is"))
        text = "" if item is None else _plain_text(item)
    elif kind == "s":
        text = book.strings[int(stored)] if stored else ""
    else:
        text = stored
        if kind == "n" and stored.strip():
            number = Fraction(repr(float(stored)))  # the file stores a double; a huge exponent must stay one
    return Cell(text, number, is_formula, style.is_locked, style.number_format)


def _rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Rows with their position; a row without a number follows the one before."""
    row = -1
    for data in root.iterchildren(tag(root, "sheetData")):
        for element in data.iterchildren(tag(root, "row")):
            row = int(element.get("r", str(row + 2))) - 1
            yield row, element


def _row_cells(row_element: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = -1
    for element in row_element.iterchildren(tag(row_element, "c")):
        reference = _REFERENCE.fullmatch(element.get("r", ""))
        column = column_of_letters(reference[1]) if reference else column + 1
        yield column, element


def _area(reference: str) -> Area:
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    places = [(int(corner[2]) - 1, column_of_letters(corner[1])) for corner in corners if corner]
    return Area(*places[0], *places[-1])


def _fill(root: etree._Element, entries: Sequence[CellEntry]) -> None:
    for row, row_element in _rows(root):
        row_element.set("r", str(row + 1))
    by_row: dict[int, list[CellEntry]] = {}
    for entry in entries:
        by_row.setdefault(entry.row, []).append(entry)
    rows = dict(_rows(root))
    data = next(root.iterchildren(tag(root, "sheetData")))
    for row in sorted(by_row):
        if row not in rows:
            rows[row] = etree.Element(tag(root, "row"), r=str(row + 1))
            data.insert(sum(other < row for other in rows if other != row), rows[row])
        cells = dict(_row_cells(rows[row]))
        for column, element in cells.items():
            element.set("r", cell_name(row, column))
        for entry in by_row[row]:
            if entry.column not in cells:
                cells[entry.column] = _new_cell(root, rows[row], cells, entry)
            _set_content(cells[entry.column], entry)


def _new_cell(
    root: etree._Element,
    row_element: etree._Element,
    cells: Mapping[int, etree._Element],
    entry: CellEntry,
) -> etree._Element:
    """Insert a cell in its order, with the style that the empty place showed: of its row, else its column."""
    element = etree.Element(tag(root, "c"), r=cell_name(entry.row, entry.column))
    style = row_element.get("s") if row_element.get("customFormat", "0") in ("1", "true") else None
    if style is None:
        for column in root.iter(tag(root, "col")):
            if int(column.get("min", "1")) <= entry.column + 1 <= int(column.get("max", "1")):
                style = column.get("style")
    if style is not None:
        element.set("s", style)
    row_element.attrib.pop("spans", "")
    row_element.insert(sum(column < entry.column for column in cells), element)
    return element


def _set_content(element: etree._Element, entry: CellEntry) -> None:
    for name in ("t", "cm", "vm"):
        element.attrib.pop(name, "")
    for child in list(element):
        element.remove(child)
    if entry.number is not None:
        stored = repr(stored_double(entry.number)).removesuffix(".0")
        etree.SubElement(element, tag(element, "v")).text = stored
        return
    element.set("t", "inlineStr")
    item = etree.SubElement(element, tag(element, "is"))
    text = etree.SubElement(item, tag(element, "t"))
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = cell_text(entry.text)


def _forget_results(root: etree._Element) -> None:
    """Take the stored results from the formulas of a filled sheet: programs that trust them show old totals.

    The formulas stay; a program that opens the file computes them.
    """
    for formula in root.iter(tag(root, "f")):
        element = formula.getparent()
        stored = None if element is None else element.find(tag(root, "v"))
        if element is not None and stored is not None:
            element.remove(stored)
            element.attrib.pop("t", "")


def _ask_for_calculation(workbook: etree._Element) -> None:
    calculation = workbook.find(tag(workbook, "calcPr"))
    if calculation is None:
        calculation = etree.Element(tag(workbook, "calcPr"))
        followers = [child for child in workbook if local_name(child) in _CALC_FOLLOWERS]
        workbook.insert(workbook.index(followers[0]) if followers else len(workbook), calculation)
    calculation.set("fullCalcOnLoad", "1")
