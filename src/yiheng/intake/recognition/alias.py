"""The alias dictionary as content: what senders call the columns of the contract, and what follows from others.

Kind ``intake_aliases``: for a table (or a message, or a statement that only carries control totals) the heads of its
columns, most specific first, what is derived where a head is lacking, lines that hang on a row, and what is looked up
elsewhere. A layer above adds an entry of its own for the same table; an entry of the same name replaces. Kind
``intake_values``: other words for the codes of a list. The contract's own names and titles need no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import StringConstraints, field_validator

from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.policy.contract import contract
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem
from yiheng.standards.table import Column, Name, Words

Form = Literal["", "last_day", "duration", "age"]
"""How a cell is read beyond its column's type. ``last_day``: the last day itself is given, the contract has the day
after it; ``duration``: days/hours/minutes; ``age``: 3岁, 15天, one column for years and days."""

Way = Literal[
    "day_of", "time_of", "first_of", "value", "sum_of", "days_between", "years_between", "infant_days"
]
"""How a column is derived from others (``of``) of the same row; ``value`` is a fixed text, read as a cell."""

NodeWay = Literal["sum_hours", "sum_fen", "text"]
"""How the rows of a message's node come together in one column: durations as whole hours, amounts in 分, one id."""

FLAGS = "flag"
"""The list under which words for 是 and 否 stand (codes ``true`` and ``false``)."""

NULLS = "null"
"""The list under which words for an empty cell stand."""

TOTALS = "total"
"""The list under which words of total rows stand."""

NOTES = "note"
"""The list under which words stand with which a note at the foot of a sheet begins."""


class HeadAlias(ContentModel):
    """Heads of one column, most specific first. ``{n}`` in a head stands for a number (lines in repeated columns).

    ``unit``: of the numbers under these heads where neither head nor sheet says one (money: 元). ``guess``: the head
    says too little, so that the preview marks it. ``pattern``: what a value must look like. ``main``: of lines in
    repeated columns, these come first.
    """

    column: Name
    heads: tuple[Words, ...]
    form: Form = ""
    unit: str = ""
    guess: bool = False
    pattern: str = ""
    main: bool = False

    @field_validator("pattern")
    @classmethod
    def _regular(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error:
            raise ValueError("应是正则表达式") from None
        return pattern


class Derivation(ContentModel):
    """A column that the sheet lacks, from others of its row; the first whose sources are there is used."""

    column: Name
    by: Way
    of: tuple[Name, ...] = ()
    value: str = ""


class Lines(ContentModel):
    """Lines of another table that hang on a row: in repeated columns, packed into cells, or a message's node.

    ``separators``: characters between packed values. ``carry``: the line's column ← the row's. ``first``: the line's
    column ← a column of the first line. ``packed``: the row's column ← a column of all lines, joined by a bar.
    """

    table: Name
    node: str = ""
    separators: str = "|;；，、\n"
    columns: tuple[HeadAlias, ...]
    order: Name = "seq"
    carry: Mapping[Name, Name] = {}
    first: Mapping[Name, Name] = {}
    packed: Mapping[Name, Name] = {}
    required: bool = False


class NodeSum(ContentModel):
    """A column of the row from all rows of a node: how their field comes together."""

    column: Name
    node: str
    field: Name
    by: NodeWay


class Lookup(ContentModel):
    """Columns that stand in another table, of this delivery or published: by one column of equal meaning.

    ``take``: this row's column ← the other table's (or one of its ``extras``). ``refunds``: a column of the other table
    that names the row which is refunded; amounts are then net of such rows.
    """

    table: Name
    on: Name
    take: Mapping[Name, Name]
    refunds: str = ""


class Summarised(ContentModel):
    """What a summary adds up: the rows of a table by columns of codes.

    ``by``: the summary's column ← the table's; ``count``: the summary's column of how many rows; ``totals``: the summary's
    column ← the table's column of money.
    """

    table: Name
    by: Mapping[Name, Name]
    count: Name
    totals: Mapping[Name, Name] = {}


class Standing(ContentModel):
    """A column that says whether a row counts at all: a voucher that is void, or not posted yet, is none of the books.

    ``counts``, ``void``, ``pending``: the words of rows that count, that never will, that may later. A row without a word
    counts; one with any other word is asked about. ``begins``: the words stand at the beginning of a text that says other
    things too, and a text that begins otherwise counts.
    """

    column: Name
    counts: tuple[Words, ...] = ()
    void: tuple[Words, ...] = ()
    pending: tuple[Words, ...] = ()
    begins: bool = False


class TableAlias(ContentModel):
    """What is said about one table, message or statement.

    ``titles``: words in title rows, sheet or file names that speak for it where heads fit several tables. ``extras``:
    columns that the contract does not keep but lookups use. ``ignored``: heads known and not needed.
    """

    alias: Name
    table: str = ""
    message: str = ""
    statement: Literal["", "handover", "summary"] = ""
    title: str = ""
    titles: tuple[Words, ...] = ()
    columns: tuple[HeadAlias, ...] = ()
    extras: tuple[Column, ...] = ()
    ignored: tuple[Words, ...] = ()
    derive: tuple[Derivation, ...] = ()
    lines: tuple[Lines, ...] = ()
    sums: tuple[NodeSum, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    summarises: Summarised | None = None
    standing: tuple[Standing, ...] = ()
    source: Source


class ValueAliases(ContentModel):
    """Other words for codes: ``words`` maps a word to its code."""

    list: Annotated[str, StringConstraints(min_length=1)]
    words: Mapping[str, str]
    source: Source


def _check_aliases(entry: Entry[TableAlias], _content: Content) -> Iterator[Problem]:
    """Tables and columns that the dictionary names are those of the contract, or its own extras."""
    tables, one = contract().tables, entry.value
    if one.table and one.table not in tables:
        yield entry.problem(
            "alias_table_unknown", "table", found=one.table, expected=nearest(one.table, list(tables))
        )
        return
    own = {column.name for column in one.extras}
    known = own | (set(tables[one.table].names) if one.table else set())
    uses: list[tuple[tuple[str | int, ...], str, set[str]]] = [
        *((("columns", place, "column"), use.column, known) for place, use in enumerate(one.columns)),
        *((("derive", place, "column"), use.column, known) for place, use in enumerate(one.derive)),
        *((("standing", place, "column"), use.column, known) for place, use in enumerate(one.standing)),
        *((("sums", place, "column"), use.column, known) for place, use in enumerate(one.sums)),
    ]
    for number, lines in enumerate(one.lines):
        if lines.table not in tables:
            yield entry.problem(
                "alias_table_unknown", "lines", number, "table",
                found=lines.table, expected=nearest(lines.table, list(tables)),
            )  # fmt: skip
            continue
        names = set(tables[lines.table].names)
        uses += [
            (("lines", number, "columns", place, "column"), use.column, names)
            for place, use in enumerate(lines.columns)
        ]
    if one.summarises:
        if one.summarises.table not in tables:
            yield entry.problem(
                "alias_table_unknown", "summarises", "table",
                found=one.summarises.table, expected=nearest(one.summarises.table, list(tables)),
            )  # fmt: skip
            return
        theirs = set(tables[one.summarises.table].names)
        uses.append((("summarises", "count"), one.summarises.count, own))
        for key, pairs in (("by", one.summarises.by), ("totals", one.summarises.totals)):
            for ours, column in pairs.items():
                uses += [(("summarises", key), ours, own), (("summarises", key, ours), column, theirs)]
    for path, name, names in uses:
        if name not in names:
            yield entry.problem(
                "alias_column_unknown", *path, found=name, expected=nearest(name, sorted(names))
            )


def _check_values(entry: Entry[ValueAliases], content: Content) -> Iterator[Problem]:
    """Every word stands for a code that the list has."""
    from yiheng.policy.code_list import code_list

    name = entry.value.list
    if name in (FLAGS, NULLS, TOTALS, NOTES):
        return
    if name not in content.keys(CODE_LISTS):
        yield entry.problem(
            "alias_list_unknown", "list", found=name, expected=nearest(name, content.keys(CODE_LISTS))
        )
        return
    codes = {code.code for code in code_list(content, name, entry.layer.region)}
    for word, code in entry.value.words.items():
        if code not in codes:
            yield entry.problem(
                "alias_code_unknown", "words", word, found=code, expected=nearest(code, sorted(codes))
            )


INTAKE_ALIASES = Kind(
    "intake_aliases", "归集别名", TableAlias, "alias", list_key="intake_aliases", check=_check_aliases
)
INTAKE_VALUES = Kind(
    "intake_values", "归集代码的别的写法", ValueAliases, "list", list_key="intake_values", check=_check_values
)
