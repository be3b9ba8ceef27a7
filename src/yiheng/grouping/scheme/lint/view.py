"""The scheme as the checks look at it: rows by what they say, lists by what they cover, memberships by what follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from yiheng.grouping.scheme.code_map import is_category
from yiheng.grouping.scheme.code_set import code_set
from yiheng.grouping.scheme.condition import (
    VALID_PROCEDURES,
    Condition,
    Member,
    NoProcedure,
    atoms,
    list_names,
)
from yiheng.grouping.scheme.lint.extent import Extent, Span, extent, union
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.logic import Alternative, Literal
from yiheng.grouping.scheme.scheme import Branch, Mdc, Rule, Scheme
from yiheng.grouping.scheme.tables import SHAPES, Row, Tables
from yiheng.standards.problem import Problem

Key = tuple[Member, "str | Span"]
"""One code (or stretch) of a membership, taken as given."""
_NO_ROW = Row(())


class View:
    """One scheme with its rows. ``rows`` of a table, ``row_of`` a rule, branch or MDC, ``extent`` of a list."""

    def __init__(self, tables: Tables, scheme: Scheme):
        self.tables = tables
        self.scheme = scheme
        self._extents: dict[tuple[str, str], Extent] = {}
        self._within: dict[tuple[Member, Member], bool] = {}
        self._meets: dict[tuple[Member, Member], bool] = {}

    # -- rows -----------------------------------------------------------------------------------------------

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, in order."""
        return self.tables.rows.get(table, [])

    @cached_property
    def _rules(self) -> dict[str, Row]:
        return {row.values[2]: row for row in self.rows("rule")}

    @cached_property
    def _mdcs(self) -> dict[str, Row]:
        return {row.values[1]: row for row in self.rows("mdc")}

    @cached_property
    def _branches(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows("drg"):
            found.setdefault(row.values[0], []).append(row)
        return {rule: sorted(rows, key=lambda row: int(row.values[1])) for rule, rows in found.items()}

    @cached_property
    def _entries(self) -> dict[tuple[str, str], Row]:
        found: dict[tuple[str, str], Row] = {}
        for row in self.rows("list"):
            found.setdefault((row.values[0], row.values[1]), row)
        return found

    def rule_row(self, rule: Rule) -> Row:
        """The row of a rule."""
        return self._rules[rule.rule]

    def mdc_row(self, mdc: Mdc) -> Row:
        """The row of an MDC."""
        return self._mdcs[mdc.mdc]

    def branch_row(self, rule: Rule, branch: Branch) -> Row:
        """The row of a branch of a rule."""
        return self._branches[rule.rule][rule.branches.index(branch)]

    def entry_row(self, list_name: str, entry: str = "") -> Row:
        """The row of a list that holds an entry as it is written; the list's first row for none."""
        if entry and (list_name, entry) in self._entries:
            return self._entries[list_name, entry]
        return next((row for row in self.rows("list") if row.values[0] == list_name), _NO_ROW)

    def finding(
        self,
        check: str,
        row: Row,
        table: str,
        key: str,
        *,
        found: str = "",
        expected: str = "",
        mdc: str = "",
        rule: str = "",
        list_name: str = "",
        code: str = "",
    ) -> Finding:
        """A finding at a row of a table."""
        shape = SHAPES[table]
        file = row.file or (f"{table}/" if shape.folder else f"{table}.csv")
        problem = Problem(check, file=file, line=row.line, key=key, found=found, expected=expected)
        known = self.scheme.diagnoses.get(code) or self.scheme.procedures.get(code)
        return Finding(check, problem, mdc, rule, list_name, code, known.name if known else "")

    # -- conditions and lists -------------------------------------------------------------------------------

    @cached_property
    def conditions(self) -> tuple[tuple[str, Row, str, Condition, Mdc, Rule | None], ...]:
        """Every condition with its table, row, subject, MDC and rule."""
        found: list[tuple[str, Row, str, Condition, Mdc, Rule | None]] = []
        for mdc in self.scheme.mdcs:
            found.append(("mdc", self.mdc_row(mdc), mdc.mdc, mdc.condition, mdc, None))
            for rule in mdc.rules:
                found.append(("rule", self.rule_row(rule), rule.rule, rule.condition, mdc, rule))
                found += [
                    ("drg", self.branch_row(rule, one), one.drg, one.condition, mdc, rule)
                    for one in rule.branches
                ]
        return tuple(found)

    @cached_property
    def list_kinds(self) -> dict[str, str]:
        """``dx`` or ``px`` for every list that a condition reads, by the role it is read in (the first counts)."""
        kinds: dict[str, str] = {}
        for _, _, _, condition, _, _ in self.conditions:
            for atom in atoms(condition):
                if isinstance(atom, Member) and atom.list_name:
                    kinds.setdefault(base_name(atom.list_name), atom.role[-2:])
        return kinds

    @cached_property
    def read_lists(self) -> frozenset[str]:
        """Lists that some condition reads."""
        names = (name for _, _, _, condition, _, _ in self.conditions for name in list_names(condition))
        return frozenset(base_name(name) for name in names)

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """The code tables in order; a table with categories does not say which codes there are."""
        tables = {"dx": self.scheme.diagnoses, "px": self.scheme.procedures}
        return {
            kind: [] if any(is_category(code) for code in codes) else sorted(codes)
            for kind, codes in tables.items()
        }

    def extent(self, list_name: str, kind: str) -> Extent:
        """What a list covers, as diagnoses (``dx``) or procedures (``px``)."""
        key = (list_name, kind)
        if key not in self._extents:
            self._extents[key] = extent(self.scheme.codes(list_name), self._known[kind])
        return self._extents[key]

    def member_extent(self, member: Member) -> Extent:
        """What a membership asks for."""
        if member.codes:
            return Extent(frozenset(member.codes))
        return self.extent(member.list_name, member.role[-2:])

    def entries_extent(self, entries: Iterable[str], kind: str) -> Extent:
        """What some entries of a table cover."""
        return extent(code_set(entries), self._known[kind])

    @property
    def valid(self) -> Extent:
        """Procedures that count as operations."""
        return self.extent(VALID_PROCEDURES, "px")

    def main_extent(self, alternative: Alternative, kind: str) -> Extent | None:
        """The main codes with which an alternative can hold; None where it asks for none."""
        role = f"main_{kind}"
        asked = [
            self.member_extent(atom)
            for atom, holds in alternative
            if holds and isinstance(atom, Member) and atom.role == role
        ]
        found = asked[0] if asked else None
        for one in asked[1:]:
            assert found is not None
            found = found.common(one)
        return found

    # -- what follows from what -----------------------------------------------------------------------------

    def _is_within(self, inner: Member, outer: Member) -> bool:
        key = (inner, outer)
        if key not in self._within:
            self._within[key] = inner == outer or self.member_extent(inner).within(self.member_extent(outer))
        return self._within[key]

    def _do_meet(self, one: Member, other: Member) -> bool:
        key = (one, other)
        if key not in self._meets:
            self._meets[key] = self.member_extent(one).meets(self.member_extent(other))
        return self._meets[key]

    def settled(self, literal: Literal, given: Alternative, key: Key | None = None) -> bool | None:
        """Whether a literal on codes follows from what is given (True), is excluded by it (False), or is free (None)."""
        atom, holds = literal
        if isinstance(atom, NoProcedure):
            known = next((not yes for one, yes in given if _asks_procedure(one) and yes), None)
            return None if known is None else known is holds
        if not isinstance(atom, Member):
            return None
        value = self._member(atom, given, key)
        return None if value is None else value is holds

    def _member(self, atom: Member, given: Alternative, key: Key | None) -> bool | None:
        if key is not None and role_implies(key[0].role, atom.role):
            inside = self.member_extent(atom).has(key[1])
            if inside or (atom.role == key[0].role and atom.role.startswith("main") and _single(key[1])):
                return inside
        for one, holds in given:
            if isinstance(one, NoProcedure) and holds and atom.role.endswith("px"):
                return False
            if not isinstance(one, Member):
                continue
            if holds and role_implies(one.role, atom.role) and self._is_within(one, atom):
                return True
            if (
                holds
                and one.role == atom.role
                and one.role.startswith("main")
                and not self._do_meet(one, atom)
            ):
                return False
            if not holds and role_implies(atom.role, one.role) and self._is_within(atom, one):
                return False
        return None


def _asks_procedure(atom: Condition) -> bool:
    return isinstance(atom, Member) and atom.role.endswith("px")


def _single(entry: str | Span) -> bool:
    return isinstance(entry, str)


def role_implies(one: str, other: str) -> bool:
    """Whether a code in one role is in the other too: the main diagnosis is one of all diagnoses."""
    return one == other or (one[-2:] == other[-2:] and other.startswith("any"))


def base_name(list_name: str) -> str:
    """The list of ``LIST#tag``."""
    return list_name.partition("#")[0]


def gate_members(mdc: Mdc, kind: str) -> list[Member]:
    """The memberships in a role of a kind at an MDC's gate."""
    return [atom for atom in atoms(mdc.condition) if isinstance(atom, Member) and atom.role.endswith(kind)]


def first(names: Iterable[str], most: int = 3) -> str:
    """The first few of some names, and how many there are in all."""
    every: Sequence[str] = list(dict.fromkeys(names))
    shown = "、".join(every[:most])
    return shown if len(every) <= most else f"{shown} 等 {len(every)} 个"


def union_of(view: View, members: Iterable[Member]) -> Extent:
    """Everything that some of the memberships ask for."""
    return union([view.member_extent(one) for one in members])
