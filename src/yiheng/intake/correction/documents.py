"""Which documents lines are of once their correction counts: a voucher number that was filled in names the voucher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yiheng.intake.correction.aside_line import AsideLine, AsideProblem, Place, ReadSheet
from yiheng.intake.quality.setting_aside import DOCUMENTS

Document = tuple[str, ...]
Reads = Mapping[tuple[int, str, str], ReadSheet]
"""How sheets were read, by file, sheet and table."""
Known = Mapping[tuple[str, str], str]
"""What texts under the head of a key column were read as, by column and text."""

UNREAD = "空"
"""Stands in the key of a row for a column that was not read."""
_KEYS = {table: document.key for document in DOCUMENTS for table in document.tables}


def is_known(document: Document) -> bool:
    """Whether every part of a document's key is known."""
    return UNREAD not in document and "" not in document


def known_keys(originals: Mapping[Place, AsideLine], reads: Reads) -> Known:
    """What the cells of key columns were read as in lines that were set aside."""
    found: dict[tuple[str, str], str] = {}
    for line in originals.values():
        for _, problem, fields in _parts(line, reads):
            assert problem.document is not None
            pairs = zip(_KEYS[problem.table], problem.document[1:], strict=False)
            for column, piece in pairs:
                text = _text(fields.get(column, ()), line.cells)
                if text and piece not in ("", UNREAD):
                    found.setdefault((column, text), piece)
    return found


def documents_after(
    line: AsideLine, cells: Mapping[str, str | None], changed: tuple[str, ...], reads: Reads, known: Known
) -> frozenset[Document]:
    """The documents of a line whose cells came back so: parts of a key that were changed are read anew."""
    found = set()
    for name, problem, fields in _parts(line, reads):
        assert problem.document is not None
        pieces = list(problem.document[1:])
        for place, column in enumerate(_KEYS[problem.table][: len(pieces)]):
            heads = fields.get(column, ())
            if any(head in changed for head in heads):
                text = _text(heads, cells)
                pieces[place] = known.get((column, text), text)
        found.add((name, *pieces))
    return frozenset(found)


def _parts(
    line: AsideLine, reads: Reads
) -> Iterator[tuple[str, AsideProblem, Mapping[str, tuple[str, ...]]]]:
    """The document, the problem and the heads by column of each row that came of a line."""
    for problem in line.problems:
        if problem.document is not None:
            read = reads.get((line.file, line.sheet, problem.table))
            yield problem.document[0], problem, read.fields if read else {}


def _text(heads: tuple[str, ...], cells: Mapping[str, str | None]) -> str:
    return next((text for head in heads if (text := (cells.get(head) or "").strip())), "")
