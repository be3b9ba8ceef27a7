"""How published catalogues are read, as content: the names of their columns, and the convention for what they leave out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from yiheng.policy.content import Content, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.table import Name, Words

Field = Literal[
    "mdc", "mdc_name", "adrg", "adrg_name", "drg", "drg_name", "dx", "dx_name", "px", "px_name", "code", "code_name",
    "kind", "level", "mcc", "cc", "table",
]  # fmt: skip
HEAD_ROWS = 20
"""A head is looked for among so many first rows: titles and notes stand above it."""


class LevelWords(ContentModel):
    """Words that speak of a level of complications; ``NONE`` for their absence."""

    level: Literal["MCC", "CC", "NONE"]
    words: tuple[Words, ...]


class SheetReading(ContentModel):
    """One way to read catalogues. See ``content/national/scheme_sheets`` for what each key means."""

    id: Name
    name: Words
    heads: dict[Field, tuple[Words, ...]]
    procedure_words: tuple[Words, ...]
    valid_words: tuple[Words, ...]
    level_words: tuple[LevelWords, ...]
    branch_words: tuple[LevelWords, ...]
    mdc_prefix: str
    mdc_order: tuple[str, ...]
    gates: dict[str, Words]
    source: Source


SCHEME_SHEETS: Kind[SheetReading] = Kind(
    "scheme_sheets", "分组目录的读法", SheetReading, "id", list_key="sheets"
)


def sheet_reading(content: Content, region: str = "") -> SheetReading:
    """The reading that holds for a region."""
    return next(iter(content.of(SCHEME_SHEETS, region, None).values())).value


@dataclass(frozen=True)
class SheetRows:
    """One sheet as text: ``file`` and ``name`` for messages, rows with their line; empty cells are empty texts."""

    file: str
    name: str
    rows: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Head:
    """The head of a sheet: which column holds which field, and where its rows begin."""

    columns: Mapping[Field, int]
    body: int


def plain(text: str) -> str:
    """A head without blanks, width, case and what stands in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_]|\(.*?\)|\[.*?\]|【.*?】", "", folded)


def find_head(sheet: SheetRows, reading: SheetReading) -> Head | None:
    """The row among the first that has the most known column names; None where no row has any."""
    known = {plain(name): field for field, names in reading.heads.items() for name in names}
    best: Head | None = None
    for at, (_, cells) in enumerate(sheet.rows[:HEAD_ROWS]):
        columns: dict[Field, int] = {}
        for column, cell in enumerate(cells):
            field = known.get(plain(cell))
            if field is not None:
                columns.setdefault(field, column)
        if columns and (best is None or len(columns) > len(best.columns)):
            best = Head(columns, at + 1)
    return best
