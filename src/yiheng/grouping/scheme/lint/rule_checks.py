"""Rules in their order: rules that nothing reaches, rules that have lost their lists, and the 歧义 step."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.grouping.scheme.condition import Compare, Measure, Member, all_of, atoms, condition_text
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.logic import alternatives
from yiheng.grouping.scheme.lint.reach import Reach, Taker
from yiheng.grouping.scheme.lint.view import View, first
from yiheng.grouping.scheme.scheme import Mdc, Rule


def rule_findings(view: View, reach: Reach) -> Iterator[Finding]:
    """Everything that is wrong with the order of rules."""
    yield from _shadowed(view, reach)
    for mdc in view.scheme.mdcs:
        yield from _lost_lists(view, mdc)
    yield from _ambiguous_steps(view)


def _shadowed(view: View, reach: Reach) -> Iterator[Finding]:
    """Rules all of whose cases are taken before them, in their own MDC or in an earlier one."""
    earlier: list[Taker] = []
    for mdc in view.scheme.mdcs:
        for rule in mdc.rules:
            whole = alternatives(all_of(mdc.condition, rule.condition))
            targets = [one for one in whole if reach.possible(one)]
            covers = [reach.covered(target, earlier) for target in targets]
            if targets and all(one is not None for one in covers):
                names = first((name for one in covers if one is not None for name in one), 4)
                yield view.finding(
                    "lint_qy_unreachable" if rule.ambiguous else "lint_shadowed_rule",
                    view.rule_row(rule),
                    "rule",
                    rule.rule,
                    found=condition_text(rule.condition),
                    expected=names,
                    mdc=mdc.mdc,
                    rule=rule.rule,
                )
            earlier.extend(reach.rule_takers[rule.rule])


def _reads_list(rule: Rule) -> bool:
    return any(isinstance(atom, Member) for atom in atoms(rule.condition))


def _measures(rule: Rule) -> set[Measure]:
    """The measures a rule asks for; the age in days is the newborn period, not a band among others."""
    found: set[Measure] = {atom.measure for atom in atoms(rule.condition) if isinstance(atom, Compare)}
    return found - {"age_days"}


def _lost_lists(view: View, mdc: Mdc) -> Iterator[Finding]:
    """A rule without any list among rules that have one takes whatever comes; only the last may be meant so.

    Bands alone can make a rule (weights of the newborn) where no rule with a band of that measure has a list.
    """
    rules = [rule for rule in mdc.rules if not rule.ambiguous]
    if len(rules) < 2:  # the MDC is one ADRG: its gate says all
        return
    listed = {measure for rule in rules if _reads_list(rule) for measure in _measures(rule)}
    for rule in rules:
        if not _reads_list(rule) and _measures(rule) <= listed:
            last = rule is mdc.rules[-1]
            yield view.finding(
                "lint_catch_all" if last else "lint_lost_list",
                view.rule_row(rule),
                "rule",
                rule.rule,
                found=condition_text(rule.condition),
                expected=first(one.rule for one in mdc.rules[mdc.rules.index(rule) + 1 :]),
                mdc=mdc.mdc,
                rule=rule.rule,
            )


def _ambiguous_steps(view: View) -> Iterator[Finding]:
    """歧义 steps in some MDCs and not in others: the same case is 歧义 in one and a medical group in the next.

    MDCs without a gate on diagnoses (the pre-MDC) and those without medical rules behind need none.
    """
    steps = {mdc.mdc for mdc in view.scheme.mdcs for rule in mdc.rules if rule.ambiguous}
    if not steps:
        return
    for mdc in view.scheme.mdcs:
        gated = any(isinstance(atom, Member) and atom.role.endswith("dx") for atom in atoms(mdc.condition))
        if gated and mdc.mdc not in steps:
            yield view.finding(
                "lint_qy_partial",
                view.mdc_row(mdc),
                "mdc",
                mdc.mdc,
                found=str(len(steps)),
                expected=str(len(view.scheme.mdcs)),
                mdc=mdc.mdc,
            )
