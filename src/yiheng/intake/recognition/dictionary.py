"""The dictionary of one region, compiled: for each target the columns that a head can mean, in order of preference.

A target is what a sheet can be: a contract table, a message's ``setlinfo``, or a statement of control totals. The
contract's own names and titles are heads without being written down; aliases of content come first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from yiheng.intake.recognition.alias import (
    FLAGS,
    INTAKE_ALIASES,
    INTAKE_VALUES,
    NOTES,
    NULLS,
    TOTALS,
    Derivation,
    Form,
    HeadAlias,
    Lines,
    Lookup,
    NodeSum,
    Standing,
    Summarised,
    TableAlias,
)
from yiheng.intake.recognition.head_text import NUMBER, Head, head_key, head_of
from yiheng.policy.code_list import CODE_LISTS, code_list
from yiheng.policy.content import Content
from yiheng.standards.table import Column, Contract, Table


@dataclass(frozen=True)
class Use:
    """What a head can mean: a column (of the lines with number ``lines``, -1: of the row itself) and how to read it.

    ``rank``: the lower, the surer; heads of aliases before the contract's titles. ``number``: of a repeated column.
    """

    column: str
    form: Form = ""
    unit: str = ""
    guess: bool = False
    pattern: str = ""
    lines: int = -1
    main: bool = False
    rank: int = 0
    number: int = 0


@dataclass(frozen=True)
class Target:
    """What a sheet can be. ``table`` is None for a statement; ``columns`` are the contract's and the extras."""

    name: str
    title: str
    table: Table | None
    message: str = ""
    statement: str = ""
    titles: tuple[str, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    extras: tuple[Column, ...] = ()
    heads: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    derive: tuple[Derivation, ...] = ()
    lines: tuple[Lines, ...] = ()
    sums: tuple[NodeSum, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    summarises: Summarised | None = None
    standing: tuple[Standing, ...] = ()

    def uses(self, head: Head) -> tuple[Use, ...]:
        """What a head can mean here, surest first; a bracket that is no unit only counts as part of a known head."""
        found = list(self.heads.get(head.key, ()))
        if head.base != head.key:
            found += self.heads.get(head.base, ())
        if NUMBER in head.numbered:
            found += [replace(use, number=head.number) for use in self.heads.get(head.numbered, ())]
        return tuple(found)

    def required(self) -> Iterator[str]:
        """Columns that every row must have a value in."""
        if self.table is not None:
            yield from (c.name for c in self.table.columns if not c.optional and not c.blank)


@dataclass(frozen=True)
class CodeWords:
    """A code list as a reader of cells needs it: its codes, and the code of each key of another word and of each name."""

    name: str
    codes: tuple[str, ...]
    words: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Dictionary:
    """Everything recognition and conversion know of a region's words."""

    contract: Contract
    targets: Mapping[str, Target]
    codes: Mapping[str, CodeWords]
    flags: Mapping[str, str]
    nulls: tuple[str, ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...]

    def target(self, name: str) -> Target:
        """A target by name; KeyError where there is none."""
        return self.targets[name]


def dictionary(content: Content, contract: Contract, region: str) -> Dictionary:
    """Compile the aliases and words of a region."""
    aliases = [entry.value for entry in content.of(INTAKE_ALIASES, region).values()]
    words: dict[str, dict[str, str]] = {}
    for entry in content.of(INTAKE_VALUES, region).values():
        words.setdefault(entry.value.list, {}).update(
            {head_key(word): code for word, code in entry.value.words.items()}
        )
    targets: dict[str, Target] = {}
    for table in contract.tables.values():
        if table.is_fact:
            own = [one for one in aliases if one.table == table.table and not one.message]
            targets[table.table] = _target(table.table, table, own)
    for one in aliases:
        if one.message or one.statement:
            targets[one.alias] = _target(one.alias, contract.tables.get(one.table), [one])
    return Dictionary(
        contract,
        targets,
        _codes(content, region, contract, words),
        dict(words.get(FLAGS, {})),
        tuple(sorted({*words.get(NULLS, {}), *_as_written(content, region, NULLS)})),
        tuple(sorted(words.get(TOTALS, {}))),
        tuple(sorted(words.get(NOTES, {}))),
    )


def _as_written(content: Content, region: str, name: str) -> set[str]:
    """Words of a list as content has them, which cells are compared with before anything is made of them."""
    entries = content.of(INTAKE_VALUES, region).values()
    return {word for entry in entries if entry.value.list == name for word in entry.value.words}


def _target(name: str, table: Table | None, aliases: Collection[TableAlias]) -> Target:
    """One target from all that is said about it; later layers' entries come first."""
    said = list(reversed(list(aliases)))
    extras = tuple(column for one in said for column in one.extras)
    columns = {column.name: column for column in (*(table.columns if table else ()), *extras)}
    first = said[0] if said else None
    heads: dict[str, list[Use]] = {}
    for one in said:
        _add_heads(heads, one.columns, -1)
        for number, lines in enumerate(one.lines):
            _add_heads(heads, lines.columns, number)
    message = first.message if first else ""
    statement = first.statement if first else ""
    if not message and not statement and table is not None:
        _add_own_heads(heads, table)
    return Target(
        name,
        (first.title if first and first.title else "") or (table.name if table else name),
        table,
        message,
        statement,
        tuple(head_key(word) for one in said for word in one.titles)
        + ((head_key(table.name),) if table else ()),
        columns,
        extras,
        {key: tuple(uses) for key, uses in heads.items()},
        frozenset(head_key(head) for one in said for head in one.ignored),
        tuple(rule for one in said for rule in one.derive),
        tuple(lines for one in said for lines in one.lines),
        tuple(rule for one in said for rule in one.sums),
        tuple(rule for one in said for rule in one.lookups),
        first.summarises if first else None,
        _standing(said),
    )


def _standing(said: Collection[TableAlias]) -> tuple[Standing, ...]:
    """What is said about each column; a layer above replaces what is below it."""
    found: dict[tuple[str, bool], Standing] = {}
    for one in said:
        for rule in one.standing:
            found.setdefault((rule.column, rule.begins), rule)
    return tuple(found.values())


def _add_heads(heads: dict[str, list[Use]], aliases: Iterable[HeadAlias], lines: int) -> None:
    for alias in aliases:
        for rank, head in enumerate(alias.heads):
            key = head_key(head).replace("{n}", NUMBER)
            use = Use(
                alias.column, alias.form, alias.unit, alias.guess, alias.pattern, lines, alias.main, rank
            )
            heads.setdefault(key, []).append(use)


def _add_own_heads(heads: dict[str, list[Use]], table: Table) -> None:
    """A column's name in the contract (its unit is the stored one), the interface's name before the unit, its title."""
    for column in table.columns:
        stored = column.unit if column.everyday_name != column.name else ""
        _prefer(heads, head_key(column.name), Use(column.name, unit=stored, rank=100))
        if stored:
            _prefer(heads, head_key(column.everyday_name), Use(column.name, rank=101))
        title = head_of(column.title)
        _prefer(heads, title.key, Use(column.name, rank=102))


def _prefer(heads: dict[str, list[Use]], key: str, use: Use) -> None:
    """Add what the contract itself says, unless an alias already says what the head means."""
    if not any(one.column == use.column for one in heads.get(key, ())):
        heads.setdefault(key, []).append(use)


def _codes(
    content: Content, region: str, contract: Contract, words: Mapping[str, Mapping[str, str]]
) -> dict[str, CodeWords]:
    """Every list that a column of the contract names and that content has."""
    named = {column.codes for table in contract.tables.values() for column in table.columns if column.codes}
    names = named & set(content.keys(CODE_LISTS))
    return {name: code_words(content, name, region, words.get(name, {})) for name in sorted(names)}


def code_words(content: Content, name: str, region: str, words: Mapping[str, str]) -> CodeWords:
    """A region's list: names that only one code has, codes without their leading zeros where only one fits."""
    dated = code_list(content, name, region)
    codes = tuple(sorted({one.code for one in dated}))
    readings: dict[str, set[str]] = {}
    for one in dated:
        readings.setdefault(head_key(one.name), set()).add(one.code)
        readings.setdefault(head_key(one.code), set()).add(one.code)
        bare = one.code.lstrip("0")
        if bare and bare != one.code and bare not in codes:
            readings.setdefault(head_key(bare), set()).add(one.code)
    found = {
        word: next(iter(meant)) for word, meant in readings.items() if len(meant) == 1 and word not in codes
    }
    found |= {word: code for word, code in words.items() if word not in codes}
    names = {one.name: found[key] for one in dated if (key := head_key(one.name)) in found}
    return CodeWords(name, codes, found, names)
