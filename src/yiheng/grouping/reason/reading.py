"""Grouping one case by reading the scheme as it stands: slow, plain, and what is meant.

MDCs in order behind their gates; inside an MDC rules in order; inside a rule branches in order. The first branch that
holds decides. A gate that opens onto nothing lets the search go on with the next MDC (01 §1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from yiheng.grouping.case import Case, Group, GroupStatus
from yiheng.grouping.case_check import Mode, checked, final_status
from yiheng.grouping.reason.holds import holds, matching
from yiheng.grouping.scheme.condition import All, Condition, Member
from yiheng.grouping.scheme.scheme import Branch, Mdc, Rule, Scheme


@dataclass(frozen=True, slots=True)
class Found:
    """Where the search ended: the rule that took the case, and its branch (None: the rule's own code is the DRG)."""

    mdc: Mdc
    rule: Rule
    branch: Branch | None


def group_case(case: Case, scheme: Scheme, mode: Mode = "peer") -> Group:
    """The group of one case: the reference for the compiled loop."""
    failed = checked(case, scheme, mode)
    if failed is not None:
        return Group(failed, *scheme.head.unchecked)
    tries = [case, *retries(case, scheme)]
    for attempt in tries:
        found = search(attempt, scheme)
        if found is not None:
            return _grouped(found, attempt, scheme)
    return _ungrouped(case, scheme, mode)


def retries(case: Case, scheme: Scheme) -> Iterator[Case]:
    """The case with each other procedure alone, where the scheme says so."""
    if scheme.head.retry_procedures and len(case.px) > 1:
        for code in case.px[1:]:
            yield replace(case, px=(code,))


def search(case: Case, scheme: Scheme) -> Found | None:
    """The first rule with a DRG, or None."""
    for mdc in scheme.mdcs:
        if not holds(mdc.condition, case, scheme):
            continue
        for rule in mdc.rules:
            if not holds(rule.condition, case, scheme):
                continue
            branch = next((one for one in rule.branches if holds(one.condition, case, scheme)), None)
            if branch is not None or rule.no_drg:
                return Found(mdc, rule, branch)
    return None


def _grouped(found: Found, case: Case, scheme: Scheme) -> Group:
    rule, branch = found.rule, found.branch
    return Group(
        status=GroupStatus.AMBIGUOUS if rule.ambiguous else GroupStatus.GROUPED,
        mdc=found.mdc.mdc,
        adrg=rule.adrg,
        drg=branch.drg if branch else rule.no_drg,
        severity=branch.severity if branch else 0,
        rule=rule.rule,
        branch=rule.branches.index(branch) + 1 if branch else 0,
        deciding_code=deciding_code(rule.condition, case, scheme),
    )


def deciding_code(condition: Condition, case: Case, scheme: Scheme) -> str:
    """The first code that the rule's condition asked for and found; empty where it asked for none.

    Procedures before diagnoses: where a rule reads both, the procedure set the case apart.
    """
    parts = condition.parts if isinstance(condition, All) else (condition,)
    members = [part for part in parts if isinstance(part, Member)]
    for member in sorted(members, key=lambda one: one.role.endswith("dx")):
        code = next(matching(member, case, scheme), "")
        if code:
            return code
    return ""


def _ungrouped(case: Case, scheme: Scheme, mode: Mode) -> Group:
    mdc, adrg, drg = scheme.head.ungrouped
    if mode == "peer":
        return Group(GroupStatus.UNGROUPED, mdc, adrg, drg)
    entered = next((one for one in scheme.mdcs if holds(one.condition, case, scheme)), None)
    status = final_status(entered is not None, bool(case.px))
    return Group(status, entered.mdc if entered else mdc, adrg, drg)
