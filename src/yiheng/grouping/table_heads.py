"""Tables that others send in their own words — weight tables, official results — read by the heads they use.

Which words head which field is content (``grouping_heads``). Rows come as text, from whatever file; values are judged
by the table's own reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from yiheng.policy.content import Content, Kind
from yiheng.policy.provenance import ContentModel, Pattern, Source
from yiheng.standards.problem import Problem

HEAD_ROWS_MOST = 40
"""Titles and notes may stand above the heads, but not more rows of them."""
_UNIT = re.compile(r"[(\[](元|万元|分|天|日|%|例)[)\]]$")
_NOISE = re.compile(r"[\s_\-*:]+")


class HeadField(ContentModel):
    """One field of a table: the heads it may stand under, the most usual first, and whether a table needs it.

    ``words``: what cells of the field may say, by what it means; ``*`` stands for anything. ``pattern``: what any other
    cell looks like from end to end.
    """

    field: str
    heads: tuple[str, ...]
    required: bool = False
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    pattern: Pattern = ""


class TableHeads(ContentModel):
    """One kind of table that others send."""

    table: str
    name: str
    fields: tuple[HeadField, ...]
    source: Source

    def field(self, name: str) -> HeadField:
        """A field by name. Raises KeyError for one the table does not have."""
        return {one.field: one for one in self.fields}[name]


GROUPING_HEADS = Kind("grouping_heads", "外来分组表的表头", TableHeads, "table", list_key="grouping_heads")


@dataclass(frozen=True)
class SheetRow:
    """One row of a table: the cells by field, with the head (``titles``) and the unit that each field stands under."""

    file: str
    line: int
    cells: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundHeads:
    """The row of heads: which column (from 0) holds which field, under which head and unit."""

    line: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    units: Mapping[str, str]


def heads_of(content: Content, table: str, region: str) -> TableHeads:
    """The heads of a table in a region."""
    return content.get(GROUPING_HEADS, table, region).value


Raw = tuple[int, Sequence[str | None]]
"""A row as a file has it: its line, and its cells."""


def read_rows(rows: Iterable[Raw], wanted: TableHeads, file: str) -> Iterator[SheetRow | Problem]:
    """The rows under the heads; one problem where the first rows show no heads that have all that is needed."""
    found: FoundHeads | None = None
    seen: list[str] = []
    for number, (line, cells) in enumerate(rows):
        if found is None:
            found = find_heads(line, cells, wanted)
            seen = seen or [cell for cell in cells if cell]
            if found is None and number >= HEAD_ROWS_MOST:
                break
            continue
        texts = {name: _cell(cells, column) for name, column in found.columns.items()}
        if any(texts.values()):
            yield SheetRow(file, line, texts, found.titles, found.units)
    if found is None:
        yield Problem(
            "grouping_heads_not_found",
            file=file,
            key=wanted.name,
            found="、".join(seen[:8]),
            expected="、".join(one.heads[0] for one in wanted.fields if one.required),
        )


def find_heads(line: int, cells: Sequence[str | None], wanted: TableHeads) -> FoundHeads | None:
    """The heads, if this row has one for every required field; a field that two heads could be is the first's."""
    words = [head_words(cell or "") for cell in cells]
    columns: dict[str, int] = {}
    for one in wanted.fields:
        known = [head_words(head)[0] for head in one.heads]
        ranked = [(known.index(word), place) for place, (word, _) in enumerate(words) if word in known]
        free = [(rank, place) for rank, place in ranked if place not in columns.values()]
        if free:
            columns[one.field] = min(free)[1]
        elif one.required:
            return None
    titles = {name: (cells[place] or "").strip() for name, place in columns.items()}
    return FoundHeads(line, columns, titles, {name: words[place][1] for name, place in columns.items()})


def head_words(text: str) -> tuple[str, str]:
    """A head without spaces, width and case, and the unit in brackets at its end."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    unit = _UNIT.search(plain)
    return (plain[: unit.start()], unit[1]) if unit else (plain, "")


def cell_words(text: str) -> str:
    """The words of a cell for comparing: without width, case and spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _cell(cells: Sequence[str | None], column: int) -> str:
    return (cells[column] or "").strip() if column < len(cells) else ""
