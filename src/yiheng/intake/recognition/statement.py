"""What a sender states about its files: the hand-over sheet's rows, totals of a summary. Compared with what was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import div_half_up
from yiheng.intake.recognition.grid_top import TopRow, top_rows
from yiheng.intake.recognition.layout import Recognised
from yiheng.standards.measure import measures

MOST_STATEMENTS = 10_000
_AMOUNT = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")


@dataclass(frozen=True)
class Statement:
    """One statement: ``file`` it is about (empty: the whole delivery), rows and amount in 分 (None: not stated).

    ``source`` and ``line`` say where it stands; ``content`` and ``nature`` are the sender's words (原报, 补传2023-11).
    """

    source: str
    line: int
    file: str = ""
    sender: str = ""
    sender_name: str = ""
    period: str = ""
    medium: str = ""
    content: str = ""
    nature: str = ""
    rows: int | None = None
    amount_fen: int | None = None


def statements_of(one: Recognised) -> Iterator[Statement]:
    """The statements that a recognised hand-over sheet or summary makes."""
    for row in top_rows(one.sheet, MOST_STATEMENTS):
        if row.line <= one.head_line or row.line in one.repeats or not any(row.cells):
            continue
        cells = dict(_cells(one, row))
        amount, unit = cells.get("amount", ("", ""))
        yield Statement(
            one.sheet.file.name,
            row.line,
            cells.get("file", ("", ""))[0],
            cells.get("sender", ("", ""))[0] or one.sender,
            cells.get("sender_name", ("", ""))[0],
            cells.get("period", ("", ""))[0] or one.hints.period,
            cells.get("medium", ("", ""))[0],
            cells.get("content", ("", ""))[0],
            cells.get("nature", ("", ""))[0],
            _count(cells.get("rows", ("", ""))[0]),
            fen_of(amount, unit or one.layout.unit or "元"),
        )


def _cells(one: Recognised, row: TopRow) -> Iterator[tuple[str, tuple[str, str]]]:
    for column in one.layout.columns:
        text = row.cells[column.position - 1] if column.position <= len(row.cells) else None
        if column.column and text:
            yield column.column, (text, column.unit)


def _count(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdigit() else None


def fen_of(text: str, unit: str) -> int | None:
    """An amount as printed, in 分 to the nearest; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    measure = measures().get(unit)
    if not _AMOUNT.match(plain) or measure is None:
        return None
    exact = Fraction(plain) * measure.unit.scale
    return div_half_up(exact.numerator, exact.denominator)


def by_file(statements: Sequence[Statement]) -> dict[str, Statement]:
    """Statements about single files, by the file's bare name."""
    return {one.file: one for one in statements if one.file}
