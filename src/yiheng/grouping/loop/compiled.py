"""A scheme compiled: conditions as decisions, codes as numbers, rules found by the codes that can trigger them.

A rule can only hold if each part of its conjunction does. One part that is a membership, the one with the shortest
list, is the rule's trigger: only cases with a code of that list try the rule. Rules are numbered in the order in which
they are tried (the rank), so that the smallest rank that holds is the answer; rules without a trigger are always tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yiheng.grouping.case import Group, GroupStatus
from yiheng.grouping.case_check import Mode, sex_gates
from yiheng.grouping.loop.arrays import (
    ANY_FIRST,
    ANY_LAST,
    CC_SHIFT,
    MCC_SHIFT,
    NUMBER,
    TABLE_MASK,
    TRIGGERS_ANYWHERE,
    VALID_DX,
    VALID_PX,
    Codes,
    Ints,
    Longs,
    Rules,
)
from yiheng.grouping.loop.byte_hash import slots_of
from yiheng.grouping.loop.code_table import CodeTable
from yiheng.grouping.loop.decision import ATTRIBUTES, ROLE_KINDS, Decisions
from yiheng.grouping.scheme.code_map import CodeMap, is_category
from yiheng.grouping.scheme.code_set import CodeSet, code_set
from yiheng.grouping.scheme.condition import All, Condition, Member, OneOf, all_of, atoms
from yiheng.grouping.scheme.scheme import Mdc, Rule, Scheme


@dataclass(frozen=True)
class Frozen:
    """The codes known so far, as the loop takes them and by number as text."""

    codes: Codes
    texts: pa.StringArray


class CompiledScheme:
    """A scheme ready to run. ``learn`` may be called between batches; everything else is fixed."""

    def __init__(self, scheme: Scheme, mode: Mode):
        self.scheme = scheme
        self.mode = mode
        self.vocabulary = _vocabulary(scheme)
        names = sorted({*scheme.exclusion.values()} - {""})
        self._tables = {name: number for number, name in enumerate(names, start=1)}
        self._columns: dict[object, int] = {}
        self._sets: list[CodeSet] = []
        self._decisions = Decisions(self._column, self._value_bits)
        self.outcomes: list[Group] = _first_outcomes(scheme, mode)
        self._triggers: list[tuple[int, Member | None]] = []
        self.rules = self._compile_rules()
        self.table = CodeTable(self._sets, [one for one in _code_maps(scheme) if isinstance(one, CodeMap)])
        self.table.add(_codes(scheme, self._sets))
        self.frozen = self._freeze()

    def learn(self, codes: Iterable[str]) -> None:
        """Take in codes of a batch that prefixes or ranges of the scheme hold; cheap where there are none new."""
        if self.table.learn(codes):
            self.frozen = self._freeze()

    def sex_bits(self, sexes: Iterable[str]) -> int:
        """A set of sexes as bits of the vocabulary."""
        return sum(1 << self.vocabulary["sex"].index(sex) for sex in sexes)

    def _column(self, member: Member) -> int:
        name: object = member.list_name or member.codes
        if name not in self._columns:
            self._columns[name] = len(self._columns)
            codes = code_set(member.codes) if member.codes else self.scheme.codes(member.list_name)
            self._sets.append(codes)
        return self._columns[name]

    def _value_bits(self, atom: OneOf) -> int:
        words = self.vocabulary[atom.attribute]
        return sum(1 << words.index(value) for value in dict.fromkeys(atom.values))

    def _compile_rules(self) -> Rules:
        rules: list[tuple[int, ...]] = []
        branches: list[tuple[int, int]] = []
        deciding: list[tuple[int, int]] = []
        pairs = [(mdc, rule) for mdc in self.scheme.mdcs for rule in mdc.rules]
        for rank, (mdc, rule) in enumerate(pairs):
            whole = all_of(mdc.condition, rule.condition)
            self._triggers.append((rank, _trigger(whole, self.scheme)))
            first_branch, first_deciding = len(branches), len(deciding)
            for number, branch in enumerate(rule.branches, start=1):
                branches.append((self._decisions.add(branch.condition), self._outcome(mdc, rule, number)))
            deciding += [(ROLE_KINDS[one.role], self._column(one)) for one in _members(rule.condition)]
            no_drg = self._outcome(mdc, rule, 0) if rule.no_drg else -1
            spans = (first_branch, len(branches), first_deciding, len(deciding))
            rules.append((self._decisions.add(whole), no_drg, *spans))
        gates = [self._decisions.add(mdc.condition) for mdc in self.scheme.mdcs]
        return Rules(
            nodes=self._decisions.array(),
            rules=_rows(rules, 6),
            branches=_rows(branches, 2),
            deciding=_rows(deciding, 2),
            free_ranks=_row([rank for rank, one in self._triggers if one is None]),
            gates=_row(gates),
        )

    def _outcome(self, mdc: Mdc, rule: Rule, branch: int) -> int:
        status = GroupStatus.AMBIGUOUS if rule.ambiguous else GroupStatus.GROUPED
        chosen = rule.branches[branch - 1] if branch else None
        drg, severity = (chosen.drg, chosen.severity) if chosen else (rule.no_drg, 0)
        self.outcomes.append(Group(status, mdc.mdc, rule.adrg, drg, severity, rule.rule, branch))
        return len(self.outcomes) - 1

    def _freeze(self) -> Frozen:
        pool, starts = self.table.bytes()
        spans, ranks = self._triggered()
        slots = slots_of(pool, starts, self._marks(spans))
        codes = Codes(slots, pool, starts, self.table.members(), self._facts(), spans, ranks)
        return Frozen(codes, pa.array(self.table.codes, pa.string()))

    def _marks(self, spans: Ints) -> Longs:
        """Each code's number with what the loop asks of nearly every code (``arrays.NUMBER``)."""
        scheme, table = self.scheme, self.table
        unlike = len(self._tables) + 1  # a table of no main diagnosis excludes nothing
        assert len(table.codes) <= NUMBER and unlike < TABLE_MASK  # noqa: S101 - the loop's own limits
        mcc, cc = (
            table.values(codes, lambda name: self._tables.get(name, unlike) + 1)
            for codes in (scheme.mcc, scheme.cc)
        )
        anywhere = np.where(spans[:, ANY_FIRST] < spans[:, ANY_LAST], TRIGGERS_ANYWHERE, 0)
        return np.arange(len(table.codes)) | anywhere | mcc << MCC_SHIFT | cc << CC_SHIFT

    def _facts(self) -> Longs:
        """What a code means beside its lists: columns EXCLUSION, SITES, SEXES, VALID."""
        scheme, table = self.scheme, self.table
        columns = (
            table.values(scheme.exclusion, lambda name: self._tables.get(name, 0)),
            table.values(scheme.sites, self._site_bits()),
            self._sexes(),
            table.valid(scheme.diagnoses, VALID_DX) | table.valid(scheme.procedures, VALID_PX),
        )
        return np.stack(columns, axis=1)

    def _triggered(self) -> tuple[Ints, Ints]:
        """For each code the ranks it triggers: spans, and the ranks of all codes."""
        by_place: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for rank, member in self._triggers:
            if member is not None:
                place = by_place[0 if member.role.startswith("main") else 1]
                place.setdefault(self._column(member), []).append(rank)
        wanted = [sum(1 << column for column in place) for place in by_place]
        known: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        spans, ranks = [], [0]
        for row in self.table.rows:
            bits = (row & wanted[0], row & wanted[1])
            if bits not in known:
                ends = [len(ranks)]
                for own, place in zip(bits, by_place, strict=True):
                    ranks += sorted(r for column, some in place.items() if own >> column & 1 for r in some)
                    ends.append(len(ranks))
                known[bits] = (ends[0], ends[1], ends[1], ends[2])
            spans.append(known[bits])
        return _rows(spans, 4), _row(ranks)

    def _site_bits(self) -> Callable[[frozenset[str]], int]:
        names = sorted({site for sites in self.scheme.sites.values() for site in sites})
        bits = {name: 1 << number for number, name in enumerate(names)}
        return lambda sites: sum(bits[site] for site in sites)

    def _sexes(self) -> Longs:
        """For each diagnosis the sexes to which at least one MDC that lists it is open; -1: every sex."""
        every = -1
        found = np.full(len(self.table.codes), every, dtype=np.int64)
        gates = [
            (self.scheme.codes(name), self.sex_bits(sexes) if sexes else every)
            for name, sexes in sex_gates(self.scheme)
        ]
        for listed in (one for one, bits in gates if bits != every):
            for number, code in enumerate(self.table.codes):
                if found[number] == every and code in listed:
                    found[number] = np.bitwise_or.reduce([bits for one, bits in gates if code in one])
        return found


def _first_outcomes(scheme: Scheme, mode: Mode) -> list[Group]:
    """Outcomes without a group: one for each status, and for strict results one for each MDC and status."""
    ungrouped, unchecked = scheme.head.ungrouped, scheme.head.unchecked
    plain = [Group(status, *(ungrouped if status in _NO_GROUP else unchecked)) for status in GroupStatus]
    if mode == "peer":
        return plain
    kept = [
        Group(status, mdc.mdc, *ungrouped[1:])
        for mdc in scheme.mdcs
        for status in (GroupStatus.UNGROUPED, GroupStatus.PX_UNFIT)
    ]
    return plain + kept


_NO_GROUP = (GroupStatus.UNGROUPED, GroupStatus.DX_NOWHERE, GroupStatus.PX_UNFIT)
MDC_OUTCOMES = len(GroupStatus)
"""Number of the first outcome that keeps an MDC: two for each MDC, without and with procedures."""


def _vocabulary(scheme: Scheme) -> Mapping[str, list[str]]:
    """The values of sex, department and discharge mode that conditions name; each becomes one bit."""
    found: dict[str, dict[str, None]] = {name: {} for name in ATTRIBUTES}
    found["sex"].update(dict.fromkeys(scheme.head.accepted_sex))
    for condition in _conditions(scheme):
        for atom in atoms(condition):
            if isinstance(atom, OneOf):
                found[atom.attribute].update(dict.fromkeys(atom.values))
    return {name: list(values) for name, values in found.items()}


def _conditions(scheme: Scheme) -> Iterator[Condition]:
    for mdc in scheme.mdcs:
        yield mdc.condition
        for rule in mdc.rules:
            yield rule.condition
            yield from (branch.condition for branch in rule.branches)


def _conjuncts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def _trigger(condition: Condition, scheme: Scheme) -> Member | None:
    """The membership of a conjunction with the shortest list; None where there is none."""
    members = [part for part in _conjuncts(condition) if isinstance(part, Member)]
    return min(members, key=lambda one: _width(one, scheme), default=None)


def _width(member: Member, scheme: Scheme) -> float:
    if member.codes:
        return len(member.codes)
    listed = scheme.codes(member.list_name)
    return len(listed.exact) + 1000 * (len(listed.prefixes) + len(listed.ranges))


def _members(condition: Condition) -> list[Member]:
    """Memberships in the order in which the deciding code is looked for: procedures before diagnoses."""
    members = [part for part in _conjuncts(condition) if isinstance(part, Member)]
    return sorted(members, key=lambda one: one.role.endswith("dx"))


def _codes(scheme: Scheme, lists: Iterable[CodeSet]) -> Iterator[str]:
    """Every code that is written out anywhere in the scheme."""
    for part in _code_maps(scheme):
        yield from (entry for entry in part if not is_category(entry))
    for listed in lists:
        yield from sorted(listed.exact)


def _code_maps(scheme: Scheme) -> tuple[Mapping[str, object], ...]:
    """The tables that say something of a code."""
    return (
        scheme.diagnoses,
        scheme.procedures,
        scheme.mcc,
        scheme.cc,
        scheme.exclusion,
        scheme.sites,
    )


def _row(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int32)


def _rows(values: Sequence[Sequence[int]], width: int) -> Ints:
    return np.array(values, dtype=np.int32).reshape(len(values), width)
