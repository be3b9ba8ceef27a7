"""Reading a corrected workbook: which rows were changed, whole documents only, merged with their original cells."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.engine.city import City
from yiheng.intake.correction.aside_line import AsideLine, Place, aside_lines, read_origins
from yiheng.intake.correction.documents import (
    Document,
    Reads,
    documents_after,
    is_known,
    known_keys,
)
from yiheng.intake.correction.mark import (
    ACTION_HEAD,
    LINE_HEAD,
    WITHDRAWN,
    Mark,
    MarkedSheet,
    correction_mark,
)
from yiheng.intake.person.mask import Masking
from yiheng.intake.register.record import SET_ASIDE, delivery_folder
from yiheng.intake.sheet import LINE, Sheet, SourceFile
from yiheng.standards.problem import Problem, refuse

MEDIUM = "更正工作簿"


@dataclass(frozen=True)
class CorrectedRow:
    """One line as it came back. ``row``: its line in the workbook; ``cells``: all original cells, changed ones replaced."""

    place: Place
    row: int
    cells: Mapping[str, str | None]
    changed: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True)
class Corrected:
    """A corrected workbook, read.

    ``sheets``: one grid for each original sheet with its headings in line 1 and the rows to load, by recognition as if
    the sender had sent them again. ``closes``: the places whose problems the correction closes. ``unchanged``: lines
    that still wait. ``held``: changed lines that wait for another line of their document.
    """

    mark: Mark
    file: SourceFile
    sheets: tuple[Sheet, ...]
    closes: tuple[Place, ...]
    unchanged: int
    held: tuple[Problem, ...]


def corrected_sheets(
    path: Path, city: City, staging: Path, masking: Masking, whole: Collection[str] = (), number: int = 1
) -> Corrected:
    """Read a corrected workbook of one of the city's deliveries. Refuses one that is none, or of an unknown delivery.

    ``whole``: the checks whose fault lies in a document as a whole. ``number``: of the file in the new delivery. Grids are written below ``staging``.
    """
    mark = correction_mark(path)
    if mark is None:
        raise refuse("correction_unmarked", file=path.name)
    kept = delivery_folder(city, mark.delivery_no) / SET_ASIDE
    if not kept.is_file():
        raise refuse("correction_delivery_unknown", file=path.name, found=mark.delivery_no)
    originals = {one.place: one for one in aside_lines(kept)}
    rows = [*_rows(path, mark, originals, masking)]
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    file = SourceFile(number, path.name, path, path.stat().st_size, digest, MEDIUM)
    touched = {one.place: one for one in rows if one.changed or one.withdrawn}
    documents = _documents(touched, originals, read_origins(kept.parent))
    waiting = _Waiting(originals, documents, whole)
    loaded, held = _whole_documents(touched, {one.place: one for one in rows}, waiting, path.name)
    sheets = tuple(
        _sheet(file, one, loaded, staging, index) for index, one in enumerate(mark.sheets) if _of(one, loaded)
    )
    withdrawn = [place for place, one in touched.items() if one.withdrawn]
    closes = tuple(sorted({*(one.place for one in loaded), *withdrawn}))
    return Corrected(mark, file, sheets, closes, len(originals) - len(closes), held)


def _rows(
    path: Path, mark: Mark, originals: Mapping[Place, AsideLine], masking: Masking
) -> Iterator[CorrectedRow]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for one in mark.sheets:
            if one.title in book.sheetnames:
                yield from _sheet_rows(book[one.title].iter_rows(values_only=True), one, originals, masking)
    finally:
        book.close()


def _sheet_rows(
    rows: Iterator[tuple[Any, ...]], one: MarkedSheet, originals: Mapping[Place, AsideLine], masking: Masking
) -> Iterator[CorrectedRow]:
    """The rows below the headings; a row whose line number is none of ours was added by somebody and is not ours."""
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        texts = [_text(cell) for cell in row]
        if not columns:
            columns = _columns(texts, one)
            continue
        line = texts[columns[LINE_HEAD]] or ""
        original = originals.get((one.file, one.sheet, int(line))) if line.isdigit() else None
        if original is not None:
            yield _merged(original, number, texts, columns, masking)


def _columns(texts: Sequence[str | None], one: MarkedSheet) -> dict[str, int]:
    """Where the headings stand, if this row has them all: the place columns first, then the sheet's own."""
    if LINE_HEAD not in texts or ACTION_HEAD not in texts:
        return {}
    first = texts.index(ACTION_HEAD) + 1
    if tuple(text or "" for text in texts[first : first + len(one.heads)]) != one.heads:
        return {}
    own = {head: first + index for index, head in enumerate(one.heads)}
    return own | {LINE_HEAD: texts.index(LINE_HEAD), ACTION_HEAD: texts.index(ACTION_HEAD)}


def _merged(
    original: AsideLine,
    number: int,
    texts: Sequence[str | None],
    columns: Mapping[str, int],
    masking: Masking,
) -> CorrectedRow:
    """A cell that shows what was written out is the original's, masked ones too; every other is the sender's new one."""
    shown = masking.row(original.cells)
    cells = dict(original.cells)
    changed = []
    for head in original.cells:
        new = texts[columns[head]] if columns[head] < len(texts) else None
        if (new or "") != shown[head].strip():
            cells[head] = new
            changed.append(head)
    action = texts[columns[ACTION_HEAD]] if columns[ACTION_HEAD] < len(texts) else None
    return CorrectedRow(original.place, number, cells, tuple(changed), action == WITHDRAWN)


def _text(cell: object) -> str | None:
    """A cell as text: a number typed into Excel loses nothing that its cell still has."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return (
            f"{cell:%Y-%m-%d}"
            if (cell.hour, cell.minute, cell.second) == (0, 0, 0)
            else f"{cell:%Y-%m-%d %H:%M:%S}"
        )
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < 10**15 else repr(cell).upper()
    return str(cell).strip() or None


@dataclass(frozen=True)
class _Waiting:
    """The lines that were set aside, and the documents that each is of as it reads now; ``whole``: the checks whose
    fault lies in a document as a whole."""

    originals: Mapping[Place, AsideLine]
    documents: Mapping[Place, frozenset[Document]]
    whole: Collection[str]


def _documents(
    touched: Mapping[Place, CorrectedRow], originals: Mapping[Place, AsideLine], reads: Reads
) -> dict[Place, frozenset[Document]]:
    """The documents of every line, of touched ones by their corrected cells; one of an unknown key is of none."""
    known = known_keys(originals, reads)
    found = {}
    for place, one in originals.items():
        row = touched.get(place)
        now = documents_after(one, row.cells, row.changed, reads, known) if row else one.documents
        found[place] = frozenset(filter(is_known, now))
    return found


def _whole_documents(
    touched: Mapping[Place, CorrectedRow], rows: Mapping[Place, CorrectedRow], lines: _Waiting, file: str
) -> tuple[list[CorrectedRow], tuple[Problem, ...]]:
    """The rows to load: changed ones, and those that were set aside only for the sake of a changed one: of a document
    that it is of now, or was of before.

    A document with a line that is still wrong waits as a whole: loaded without that line it would be another document.
    """
    originals, documents = lines.originals, lines.documents
    waiting = {
        place: one for place, one in originals.items() if one.wrong(lines.whole) and place not in touched
    }
    blocked = {document: one for place, one in waiting.items() for document in documents[place]}
    mended = {document for place in touched for document in documents[place] | originals[place].documents}
    loaded: list[CorrectedRow] = []
    held: list[Problem] = []
    for place, row in touched.items():
        if row.withdrawn:
            continue
        stopped = next((blocked[one] for one in documents[place] if one in blocked), None)
        if stopped is None:
            loaded.append(row)
        else:
            held.append(
                Problem(
                    "correction_held",
                    "warning",
                    file=file,
                    line=row.row,
                    found=str(stopped.line),
                    key=stopped.sheet,
                )
            )
    for place, one in originals.items():
        follows = place in rows and place not in touched and not one.wrong(lines.whole)
        if follows and documents[place] & mended and not documents[place] & set(blocked):
            loaded.append(rows[place])
    return sorted(loaded, key=lambda one: one.place), tuple(held)


def _of(one: MarkedSheet, rows: Sequence[CorrectedRow]) -> list[CorrectedRow]:
    return [row for row in rows if row.place[:2] == (one.file, one.sheet) and tuple(row.cells) == one.heads]


def _sheet(
    file: SourceFile, one: MarkedSheet, rows: Sequence[CorrectedRow], staging: Path, index: int
) -> Sheet:
    """The grid of one original sheet: its unit and headings first, then each row at its line in the workbook."""
    members = sorted(_of(one, rows), key=lambda row: row.row)
    names = [f"c{number}" for number in range(1, len(one.heads) + 1)]
    above = [(f"单位：{one.unit}", *(None for _ in names[1:]))] if one.unit else []
    first = [*range(1, len(above) + 1), len(above) + 1]
    lines = [*first, *(row.row for row in members)]
    cells = [
        *above,
        _own_heads(one.heads),
        *(tuple(row.cells[head] for head in one.heads) for row in members),
    ]
    columns = [pa.array([row[number] for row in cells], pa.string()) for number in range(len(names))]
    path = staging / f"correction-{file.number}-{index}.parquet"
    staging.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table([pa.array(lines, pa.int64()), *columns], names=[LINE, *names]), path)
    return Sheet(file, one.title, "excel", path, len(names), len(lines))


def _own_heads(heads: tuple[str, ...]) -> tuple[str, ...]:
    """The headings as the sender wrote them: one that stands twice was numbered to tell its cells apart."""
    seen: dict[str, int] = {}
    own = []
    for head in heads:
        base, _, number = head.removesuffix("）").rpartition("（")
        numbered = head.endswith("）") and base in seen and number == str(seen[base] + 1)
        written = base if numbered else head
        seen[written] = seen.get(written, 0) + 1
        own.append(written)
    return tuple(own)
