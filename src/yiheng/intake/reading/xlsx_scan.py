"""What calamine does not say of .xlsx and .xlsm: error values, formulas without a stored value, other workbooks, sheets
so wide and tall that they would fill the memory.

One pass over the XML of each sheet, by patterns over blocks of bytes; most blocks hold nothing of interest.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.package import FAULTS, chunks
from yiheng.standards.problem import Problem, refuse

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,12})(\d{1,12})"(?:[^>]*[^/>])?>')
_PLACE = re.compile(rb'\br="([A-Z]{1,4})(\d{1,8})"')
_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{1,2}\d{6})')
_COUNT = re.compile(rb'[cC]ount="(\d+)')
_HEAD = 4096
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>?([^<]*)")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b[^>]*>")
_SHOWN = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_OTHER_BOOK = re.compile(rb"\[\d+\]")
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KEPT = 1 << 16
"""How much of a block's end is looked at again with the next: one cell is rarely longer."""
_PLACES_MOST = 100_000


@dataclass
class SheetMarks:
    """What was found in one sheet; places are (row, column) from 0."""

    index: int
    name: str
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: list[str] = field(default_factory=list)
    other_books: list[str] = field(default_factory=list)


def scan_xlsx(
    package: zipfile.ZipFile, file: str, limits: Limits
) -> tuple[list[SheetMarks], list[Problem], bool]:
    """The marks of every worksheet, their problems, and whether the XML is written in an unusual way, so that the
    patterns here may have missed something. Refuses what is damaged, and ``intake_sheet_large``."""
    found = []
    unusual = False
    for index, name, member in worksheets(package, file, "xl/workbook.xml"):
        marks = SheetMarks(index, name)
        far = False
        for block in _blocks(chunks(package, member, file)):
            far = far or _FAR.search(block) is not None
            marked = b"'" in block  # a single byte is found ten times as fast as two
            unusual = unusual or (marked and b"='" in block) or b' ="' in block or b'= "' in block
            if (
                b'"e"' in block
                or (marked and b"'e'" in block)
                or b"<f" in block
                or (b"<c " not in block and b":c " in block)
            ):
                _mark(block, marks)
        if far:
            _weigh(package, member, file, name, limits)
        found.append(marks)
    for member in package.infolist():  # the rest of what calamine unpacks, whose sums have to be right too
        if member.filename.lower().endswith(("sharedstrings.xml", "styles.xml")):
            blocks = chunks(package, member, file)
            head = next(blocks, b"")[:_HEAD]
            counts = (int(count) for count in _COUNT.findall(head))
            unusual = unusual or max(counts, default=0) > member.file_size or b"='" in head or b' ="' in head
            for _ in blocks:
                pass
    return found, [problem for marks in found for problem in _problems(marks, file)], unusual


def _problems(marks: SheetMarks, file: str) -> Iterator[Problem]:
    for code, places in (
        ("intake_formula_empty", marks.without_value),
        ("intake_formula_other_book", marks.other_books),
    ):
        if places:
            shown = "、".join(dict.fromkeys(places[:5])) + ("……" if len(places) > 5 else "")
            yield Problem(
                code, severity="warning", file=file, key=marks.name, found=shown, expected=str(len(places))
            )


def _blocks(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that begin and end between cells, as far as can be told cheaply."""
    rest = b""
    for part in parts:
        block = rest + part
        cut = max(block.rfind(b"<c "), block.rfind(b":c "), 0)
        if len(block) - cut > _KEPT:
            cut = len(block)
        rest = block[cut:]
        yield block[:cut]
    yield rest


def _mark(block: bytes, marks: SheetMarks) -> None:
    for match in _CELL.finditer(block):
        head, body = match[1], match[2] or b""
        error = _ERROR.search(head)
        formula = _FORMULA.search(body) if b"f" in body else None
        if not error and not formula:
            continue
        place = _PLACE.search(head)
        if place is None or len(marks.errors) > _PLACES_MOST:
            continue
        name = (place[1] + place[2]).decode()
        if error:
            shown = _SHOWN.search(body)
            marks.errors[int(place[2]) - 1, column_of(place[1])] = (
                shown[1].decode("utf-8", "replace") if shown else "#ERR"
            )
        if formula and not _VALUE.search(body):
            marks.without_value.append(name)
        if formula and _OTHER_BOOK.search(formula[1]):
            marks.other_books.append(name)


def _weigh(package: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, sheet: str, limits: Limits) -> None:
    """Refuse a sheet whose filled cells span more than can be held: calamine keeps the whole rectangle."""
    columns, last = 1, 1
    for block in _blocks(chunks(package, member, file)):
        places = _FILLED.findall(block)
        if places:
            columns = max(columns, max(map(column_of, {letters for letters, _ in places})) + 1)
            last = max(last, *(int(row) for _, row in places))
    refuse_large(file, sheet, last, columns, limits)


def refuse_large(file: str, sheet: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that is too wide (``intake_columns_many``) or has too many cells (``intake_sheet_large``)."""
    if columns > limits.columns:
        raise refuse("intake_columns_many", file=file, found=str(columns), expected=str(limits.columns))
    if rows * columns > limits.cells:
        raise refuse("intake_sheet_large", file=file, key=sheet, found=str(rows), expected=str(columns))


def column_of(letters: bytes) -> int:
    """A column from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def worksheets(package: zipfile.ZipFile, file: str, book: str) -> Iterator[tuple[int, str, zipfile.ZipInfo]]:
    """Number from 0, name and part of every sheet, as the workbook lists them; a binary workbook's have no name."""
    parts = {one.filename.lower().lstrip("/"): one for one in package.infolist()}
    folder, _, last = book.rpartition("/")
    links = parts.get(f"{folder}/_rels/{last}.rels")
    if book not in parts or links is None:
        raise refuse("intake_file_damaged", file=file, found="缺少工作表的目录")
    targets = [
        (one.get("Id") or "", (one.get("Target") or "").lstrip("/"))
        for one in _xml(package, links, file).iter("{*}Relationship")
    ]
    if book.endswith(".xml"):
        listed = [
            (one.get("name") or "", one.get(_OFFICE))
            for one in _xml(package, parts[book], file).iter("{*}sheet")
        ]
    else:
        listed = [("", one) for one, target in targets if "sheets/" in target]
    by_id = dict(targets)
    for index, (name, link) in enumerate(listed):
        target = by_id.get(link or "", "").lower()
        member = parts.get(target) or parts.get(f"{folder}/{target}")
        if member is not None:
            yield index, name, member


def _xml(package: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(b"".join(chunks(package, member, file)), parser)
    except (etree.XMLSyntaxError, *FAULTS):
        raise refuse("intake_file_damaged", file=file, found="工作表的目录读不通") from None
