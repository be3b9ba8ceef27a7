"""The groups nearest to the one a case fell into, and what is missing for each: why not the neighbouring group.

Near is what lacks little: fewest parts of its conditions, then parts that the case nearly satisfies (a procedure that is
listed but is not the main one), then a place in the order close to the rule that decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from yiheng.grouping.case import Case
from yiheng.grouping.reason.fault import lists_main
from yiheng.grouping.reason.holds import holds
from yiheng.grouping.reason.judged import named, seen, unmet
from yiheng.grouping.reason.reading import Found
from yiheng.grouping.scheme.code_set import CodeSet
from yiheng.grouping.scheme.condition import (
    All,
    Any,
    Condition,
    Member,
    Not,
    all_of,
    atoms,
    condition_text,
)
from yiheng.grouping.scheme.scheme import Branch, Mdc, Rule, Scheme

NEIGHBOURS_SHOWN = 5
FAMILY_LETTERS = {"dx": 3, "px": 2}
"""A category: three characters of a diagnosis code, two of a procedure code."""
ELSEWHERE, VALUE, AKIN, UNLIKE = range(1, 5)
"""How far a missing part is: a listed code stands in another place; a value; a code of a listed category; nothing like it."""

Place = Literal["branch", "earlier", "later"]


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that would have to hold. ``found`` is what the case has; ``elsewhere`` codes of the case that the list
    holds but that stand in another place."""

    text: str
    found: str
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A group the case did not fall into.

    ``place``: another branch of the same rule, or a rule tried before or after the one that decided. Without
    ``missing`` its conditions hold too, and only the order keeps the case from it.
    """

    place: Place
    mdc: str
    rule: str
    drg: str
    name: str
    missing: tuple[Missing, ...]


def other_branches(case: Case, found: Found, scheme: Scheme) -> tuple[Neighbour, ...]:
    """The other branches of the rule that decided, in order."""
    rule = found.rule
    return tuple(
        _neighbour("branch", found.mdc, rule, branch, unmet(branch.condition, case, scheme), case, scheme)
        for branch in rule.branches
        if branch is not found.branch
    )


def nearest_rules(
    case: Case, found: Found | None, scheme: Scheme, limit: int = NEIGHBOURS_SHOWN
) -> tuple[Neighbour, ...]:
    """The nearest rules other than the one that decided, nearest first.

    Only rules of MDCs that are open to the case or list its main diagnosis, which lack at most two parts, and none
    that asks for a main diagnosis the case has nowhere. The 歧义 step is no group and so no neighbour.
    """
    places = {(rule.mdc, rule.rule): number for number, rule in enumerate(scheme.rules)}
    here = places[(found.rule.mdc, found.rule.rule)] if found else len(places)
    ranked = []
    for mdc, rule, missing in _candidates(case, found, scheme):
        at = places[(rule.mdc, rule.rule)]
        distance = max((_distance(one, case, scheme) for one in missing), default=0)
        if distance == UNLIKE and _holds_in_part(rule, case, scheme):
            distance = AKIN
        if distance == UNLIKE and not lists_main(mdc, case, scheme):
            continue  # a pre-MDC is open to every procedure: only one like its own is near
        foreign = found is not None and mdc is not found.mdc
        ranked.append(((len(missing), distance, foreign, abs(at - here), at), mdc, rule, missing))
    ranked.sort(key=lambda one: one[0])
    return tuple(
        _neighbour(
            "earlier" if rank[-1] < here else "later",
            mdc,
            rule,
            next((one for one in rule.branches if holds(one.condition, case, scheme)), None),
            missing,
            case,
            scheme,
        )
        for rank, mdc, rule, missing in ranked[:limit]
    )


PARTS_MISSING_MAX = 2


def _candidates(
    case: Case, found: Found | None, scheme: Scheme
) -> Iterator[tuple[Mdc, Rule, tuple[Condition, ...]]]:
    for mdc in scheme.mdcs:
        if not holds(mdc.condition, case, scheme) and not lists_main(mdc, case, scheme):
            continue
        for rule in mdc.rules:
            if rule.ambiguous or (found and rule is found.rule):
                continue
            missing = unmet(all_of(mdc.condition, rule.condition), case, scheme)
            if len(missing) > PARTS_MISSING_MAX or any(_another_main(one, case, scheme) for one in missing):
                continue
            if missing or not _leads_nowhere(rule, case, scheme):
                yield mdc, rule, missing


def _another_main(condition: Condition, case: Case, scheme: Scheme) -> bool:
    """Whether the part asks for a main diagnosis of another illness: that is no neighbour, only another patient."""
    return (
        isinstance(condition, Member)
        and condition.role == "main_dx"
        and not elsewhere(condition, case, scheme)
    )


def _leads_nowhere(rule: Rule, case: Case, scheme: Scheme) -> bool:
    """Whether the rule holds but has no DRG for the case: the search goes on there."""
    return not rule.no_drg and not any(holds(one.condition, case, scheme) for one in rule.branches)


def _holds_in_part(rule: Rule, case: Case, scheme: Scheme) -> bool:
    """Whether one of several lists that the rule reads has a code of the case where it is asked for."""
    members = [one for one in atoms(rule.condition) if isinstance(one, Member)]
    return any(holds(one, case, scheme) for one in members)


def _distance(condition: Condition, case: Case, scheme: Scheme) -> int:
    """How far a part is from holding."""
    match condition:
        case Member(role):
            if elsewhere(condition, case, scheme):
                return ELSEWHERE
            listed = scheme.codes(condition.list_name) if condition.list_name else None
            codes, kind = (case.dx, "dx") if role.endswith("dx") else (case.px, "px")
            akin = listed and any(_akin(code, listed, FAMILY_LETTERS[kind]) for code in codes)
            return AKIN if akin else UNLIKE
        case All() | Any() | Not():
            return UNLIKE
        case _:
            return VALUE


def _akin(code: str, listed: CodeSet, letters: int) -> bool:
    return any(entry.startswith(code[:letters]) for entry in listed.entries)


def elsewhere(member: Member, case: Case, scheme: Scheme) -> tuple[str, ...]:
    """Codes of the case that the list holds though they do not stand in the role that is asked for."""
    listed = member.codes or scheme.codes(member.list_name)
    codes = case.dx if member.role.endswith("dx") else case.px
    return tuple(dict.fromkeys(code for code in codes if code in listed))


def _neighbour(
    place: Place,
    mdc: Mdc,
    rule: Rule,
    branch: Branch | None,
    missing: tuple[Condition, ...],
    case: Case,
    scheme: Scheme,
) -> Neighbour:
    drg = branch.drg if branch else rule.no_drg
    name = (branch.name if branch else "") or rule.name
    parts = tuple(_missing(one, case, scheme) for one in missing)
    return Neighbour(place, mdc.mdc, rule.rule, drg, name, parts)


def _missing(condition: Condition, case: Case, scheme: Scheme) -> Missing:
    shown = "" if isinstance(condition, (All, Any, Not)) else seen(condition, case, scheme)
    listed = elsewhere(condition, case, scheme) if isinstance(condition, Member) else ()
    return Missing(condition_text(condition), shown, tuple(named(code, scheme) for code in listed))
