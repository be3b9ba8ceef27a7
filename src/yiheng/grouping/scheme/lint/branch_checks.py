"""Branches of a rule: dead ones, shadowed ones, conditions that never hold, and cases left without a DRG."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.grouping.scheme.condition import ALWAYS, Complicated, Condition, Member, all_of, condition_text
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.logic import alternatives
from yiheng.grouping.scheme.lint.reach import Reach, branch_alternatives, takers_of
from yiheng.grouping.scheme.lint.view import View, first
from yiheng.grouping.scheme.scheme import Branch, Mdc, Rule


def branch_findings(view: View, reach: Reach) -> Iterator[Finding]:
    """Everything that is wrong within one rule."""
    for mdc in view.scheme.mdcs:
        for rule in mdc.rules:
            yield from _dead(view, mdc, rule)
            yield from _shadowed(view, reach, mdc, rule)
            yield from _heavier_late(view, mdc, rule)
            yield from _without_drg(view, reach, mdc, rule)
    yield from _never(view, reach)


def _always_at(rule: Rule) -> int:
    """The place of the first unconditional branch; behind the last where there is none."""
    return next((at for at, one in enumerate(rule.branches) if one.condition == ALWAYS), len(rule.branches))


def _branch(
    view: View, check: str, mdc: Mdc, rule: Rule, branch: Branch, found: str = "", expected: str = ""
) -> Finding:
    row = view.branch_row(rule, branch)
    return view.finding(
        check, row, "drg", branch.drg, found=found, expected=expected, mdc=mdc.mdc, rule=rule.rule
    )


def _dead(view: View, mdc: Mdc, rule: Rule) -> Iterator[Finding]:
    at = _always_at(rule)
    for branch in rule.branches[at + 1 :]:
        yield _branch(
            view,
            "lint_dead_branch",
            mdc,
            rule,
            branch,
            condition_text(branch.condition),
            rule.branches[at].drg,
        )


def _shadowed(view: View, reach: Reach, mdc: Mdc, rule: Rule) -> Iterator[Finding]:
    """Branches before the unconditional one that others before them take wholly."""
    for at, branch in enumerate(rule.branches[: _always_at(rule) + 1]):
        if at == 0:
            continue
        targets = [one for one in branch_alternatives(mdc, rule, branch) if reach.possible(one)]
        takers = [
            taker for earlier in rule.branches[:at] for taker in takers_of(earlier.drg, earlier.condition)
        ]
        covers = [reach.covered(target, takers) for target in targets]
        if targets and all(one is not None for one in covers):
            names = first(name for one in covers if one is not None for name in one)
            yield _branch(
                view, "lint_shadowed_branch", mdc, rule, branch, condition_text(branch.condition), names
            )


def _heavier_late(view: View, mdc: Mdc, rule: Rule) -> Iterator[Finding]:
    """A branch asking for an MCC behind one that asks for a CC alone: who has both gets the lighter group."""
    lighter: list[tuple[Branch, frozenset[object]]] = []
    for branch in rule.branches:
        for one in alternatives(branch.condition):
            levels = {atom.level for atom, holds in one if holds and isinstance(atom, Complicated)}
            denied = {atom.level for atom, holds in one if not holds and isinstance(atom, Complicated)}
            rest = frozenset(literal for literal in one if not isinstance(literal[0], Complicated))
            if levels == {"CC"} and "MCC" not in denied:
                lighter.append((branch, rest))
            elif levels == {"MCC"}:
                before = next((each for each, other in lighter if other <= rest and each is not branch), None)
                if before is not None:
                    yield _branch(view, "lint_heavier_late", mdc, rule, branch, "", before.drg)
                    break


def _without_drg(view: View, reach: Reach, mdc: Mdc, rule: Rule) -> Iterator[Finding]:
    row = view.rule_row(rule)
    if rule.ambiguous:
        return
    place = {"mdc": mdc.mdc, "rule": rule.rule}
    if not rule.branches:
        yield view.finding(
            "lint_rule_without_drg", row, "rule", rule.rule, found=rule.name or rule.adrg, **place
        )
    if rule.rule not in reach.exhaustive:
        conditions = first((condition_text(one.condition) for one in rule.branches), 4) or "无"
        if rule.no_drg:
            yield view.finding(
                "lint_adrg_as_drg", row, "rule", rule.rule, found=rule.no_drg, expected=conditions, **place
            )
        else:
            yield view.finding("lint_goes_on", row, "rule", rule.rule, found=conditions, **place)
    for branch in rule.branches:
        if branch.drg == rule.adrg:
            yield _branch(
                view, "lint_adrg_as_drg", mdc, rule, branch, branch.drg, condition_text(branch.condition)
            )


def _never(view: View, reach: Reach) -> Iterator[Finding]:
    """Conditions that no case can satisfy, other than those that read an empty list: they have a class of their own."""
    for table, row, subject, condition, mdc, rule in view.conditions:
        outer = (
            () if rule is None else (mdc.condition,) if table == "rule" else (mdc.condition, rule.condition)
        )
        if any(_reads_empty(view, one) for one in (*outer, condition)) or _impossible(reach, all_of(*outer)):
            continue
        if _impossible(reach, all_of(*outer, condition)) and not (
            table == "rule" and _lists_apart(view, mdc, condition)
        ):
            yield view.finding(
                "lint_never_true",
                row,
                table,
                subject,
                found=condition_text(condition),
                mdc=mdc.mdc,
                rule=rule.rule if rule else "",
            )


def _impossible(reach: Reach, condition: Condition) -> bool:
    return not any(reach.possible(one) for one in alternatives(condition))


def _reads_empty(view: View, condition: Condition) -> bool:
    members = [
        atom for one in alternatives(condition) for atom, holds in one if holds and isinstance(atom, Member)
    ]
    return any(not view.member_extent(atom) for atom in members)


def _lists_apart(view: View, mdc: Mdc, condition: Condition) -> bool:
    """Whether gate and rule ask for main codes that no list shares: said by the checks of gates."""
    for one in alternatives(condition):
        for gate in alternatives(mdc.condition):
            for kind in ("dx", "px"):
                inner, outer = view.main_extent(one, kind), view.main_extent(gate, kind)
                if inner and outer and not inner.meets(outer):
                    return True
    return False
