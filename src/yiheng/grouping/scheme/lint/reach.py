"""Which rules and branches a case can still reach, once all that stands before them has had its turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from yiheng.grouping.scheme.condition import Condition, Constant, Member, all_of
from yiheng.grouping.scheme.lint.logic import Alternative, Box, Literal, Space, alternatives
from yiheng.grouping.scheme.lint.view import Key, View
from yiheng.grouping.scheme.scheme import Branch, Mdc, Rule

_MOST_KEYS = 20_000
"""Codes of one list tried one by one; no published list is longer."""


@dataclass(frozen=True, slots=True)
class Taker:
    """An alternative that takes every case it fits, and what it belongs to (a rule, a branch)."""

    name: str
    alternative: Alternative


class Reach:
    """Questions of reach over one scheme, answered by :mod:`~yiheng.grouping.scheme.lint.logic`."""

    def __init__(self, view: View):
        self.view = view

    @cached_property
    def exhaustive(self) -> frozenset[str]:
        """Rules whose branches leave no case of the rule without a DRG."""
        return frozenset(
            rule.rule for mdc in self.view.scheme.mdcs for rule in mdc.rules if self._all(mdc, rule)
        )

    def _all(self, mdc: Mdc, rule: Rule) -> bool:
        if any(branch.condition == Constant(True) for branch in rule.branches):
            return True
        if not rule.branches:
            return False
        takers = [one for branch in rule.branches for one in takers_of(branch.drg, branch.condition)]
        whole = alternatives(all_of(mdc.condition, rule.condition))
        return all(self.covered(target, takers) is not None for target in whole)

    @cached_property
    def rule_takers(self) -> dict[str, tuple[Taker, ...]]:
        """For each rule, the alternatives with which it ends the search: with its branches where they leave cases out."""
        found = {}
        for mdc in self.view.scheme.mdcs:
            for rule in mdc.rules:
                whole = all_of(mdc.condition, rule.condition)
                if rule.no_drg or rule.rule in self.exhaustive:
                    found[rule.rule] = tuple(takers_of(rule.rule, whole))
                else:
                    found[rule.rule] = tuple(
                        taker
                        for branch in rule.branches
                        for taker in takers_of(rule.rule, all_of(whole, branch.condition))
                    )
        return found

    def possible(self, target: Alternative) -> bool:
        """Whether the literals can hold together, by themselves and by what the lists hold."""
        if Space([target]).box(target) is None:
            return False
        for at, literal in enumerate(target):
            atom, holds = literal
            if holds and isinstance(atom, Member) and not self.view.member_extent(atom):
                return False
            if self.view.settled(literal, target[:at] + target[at + 1 :]) is False:
                return False
        for kind in ("dx", "px"):
            found = self.view.main_extent(target, kind)
            if found is not None and not found:
                return False
        return True

    def covered(self, target: Alternative, earlier: Sequence[Taker]) -> tuple[str, ...] | None:
        """The names of what covers the target altogether; None where some case is left to it.

        Where no box does, each code of a list the target asks for is tried: then earlier lists cover it together.
        """
        near = [
            (taker, rest) for taker in earlier if (rest := self._rest(taker.alternative, target)) is not None
        ]
        whole = next((taker.name for taker, rest in near if not rest), None)
        if whole is not None:
            return (whole,)
        if self._filled(target, [rest for _, rest in near]):
            return tuple(dict.fromkeys(taker.name for taker, _ in near))
        for member in _keys(target):
            names = self._covered_by_code(target, member, near)
            if names is not None:
                return names
        return None

    def _rest(self, other: Alternative, given: Alternative, key: Key | None = None) -> Alternative | None:
        """The literals of another alternative that do not follow from what is given; None where it is excluded."""
        rest: list[Literal] = []
        for literal in other:
            if literal in given:
                continue
            settled = self.view.settled(literal, given, key)
            if settled is False:
                return None
            if settled is None:
                rest.append(literal)
        return tuple(rest)

    def _filled(self, target: Alternative, others: Sequence[Alternative]) -> bool:
        if not others:
            return False
        space = Space([target, *others])
        box = space.box(target)
        boxes: list[Box] = [made for one in others if (made := space.box(one)) is not None]
        return box is not None and space.filled(box, boxes)

    def _covered_by_code(
        self, target: Alternative, member: Member, near: Sequence[tuple[Taker, Alternative]]
    ) -> tuple[str, ...] | None:
        main = self.view.main_extent(target, member.role[-2:]) if member.role.startswith("main") else None
        extent = main if main is not None else self.view.member_extent(member)
        if not extent or len(extent.codes) > _MOST_KEYS:
            return None
        names: dict[str, None] = {}
        answers: dict[tuple[int, ...], bool] = {}
        for entry in extent:
            fits = [
                (number, rest)
                for number, (_, literals) in enumerate(near)
                if (rest := self._rest(literals, target, (member, entry))) is not None
                and not any(_is_member(one) for one in rest)
            ]
            numbers = tuple(number for number, _ in fits)
            if numbers not in answers:
                answers[numbers] = self._filled(target, [rest for _, rest in fits])
            if not answers[numbers]:
                return None
            whole = [number for number, rest in fits if not rest]
            names.update({near[number][0].name: None for number in (whole[:1] or numbers)})
        return tuple(names)


def _keys(target: Alternative) -> Iterator[Member]:
    """The memberships of a target by whose codes it may be covered, procedures first."""
    members = [atom for atom, holds in target if holds and isinstance(atom, Member)]
    yield from sorted(dict.fromkeys(members), key=lambda one: (one.role.endswith("dx"), one.role))


def _is_member(literal: Literal) -> bool:
    return isinstance(literal[0], Member)


def takers_of(name: str, condition: Condition) -> Iterator[Taker]:
    """A condition as takers of one name."""
    return (Taker(name, one) for one in alternatives(condition))


def branch_alternatives(mdc: Mdc, rule: Rule, branch: Branch) -> tuple[Alternative, ...]:
    """What a case must be to come into a branch at all, regardless of what stands before it."""
    return alternatives(all_of(mdc.condition, rule.condition, branch.condition))
