"""Why a case fell into its group: the path from MDC to DRG, what counted, and what was nearly the case.

Everything is computed by the plain reading of the scheme (:mod:`..reading`), which is the reference that the compiled
loop is tested against; the group explained is the group that :func:`..reading.group_case` gives.
"""

from __future__ import annotations

from dataclasses import dataclass

from yiheng.grouping.case import Case, Group
from yiheng.grouping.case_check import Mode, checked
from yiheng.grouping.reason.complication import OtherDiagnosis, main_table, other_diagnoses
from yiheng.grouping.reason.fault import group_reasons, lists_main, record_faults
from yiheng.grouping.reason.holds import holds
from yiheng.grouping.reason.judged import Judged, judged
from yiheng.grouping.reason.neighbour import Neighbour, nearest_rules, other_branches
from yiheng.grouping.reason.reading import Found, group_case, retries, search
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.standards.problem import Problem


@dataclass(frozen=True, slots=True)
class GateStep:
    """An MDC on the way: its gate judged. ``open`` gates before the one that decided led to no rule (``tried``)."""

    mdc: str
    name: str
    gate: Judged
    open: bool
    tried: int


@dataclass(frozen=True, slots=True)
class RuleStep:
    """The rule that took the case: its place among the rules of its MDC (from 1), its condition judged.

    ``ambiguous``: it is the 歧义 step. ``line``: its line in ``rule.csv``.
    """

    rule: str
    adrg: str
    name: str
    place: int
    condition: Judged
    ambiguous: bool
    line: int


@dataclass(frozen=True, slots=True)
class BranchStep:
    """One branch of the rule in order. ``taken`` is the first that holds; later ones were not tried."""

    number: int
    drg: str
    name: str
    condition: Judged
    taken: bool
    tried: bool


@dataclass(frozen=True)
class Explanation:
    """Why one case ended as it did under one scheme.

    ``attempt`` is the case as it was grouped (with one procedure alone where the scheme retries). ``gates`` are the MDCs that
    list the main diagnosis or were open, up to the one that decided, which is the last; ``rule`` and ``branches`` are
    None and empty where no rule took it. ``faults`` keep the record from being grouped, ``reasons`` say why it has no
    group, ``strict`` what strict checking finds in a record grouped in the manner of the peer.
    """

    case: Case
    attempt: Case
    scheme: Scheme
    mode: Mode
    group: Group
    gates: tuple[GateStep, ...]
    rule: RuleStep | None
    branches: tuple[BranchStep, ...]
    main_table: str
    other_diagnoses: tuple[OtherDiagnosis, ...]
    faults: tuple[Problem, ...]
    reasons: tuple[Problem, ...]
    strict: tuple[Problem, ...]
    neighbours: tuple[Neighbour, ...]

    @property
    def retried(self) -> bool:
        """Whether the group was found with another procedure alone."""
        return self.attempt is not self.case


def explain(case: Case, scheme: Scheme, mode: Mode = "peer") -> Explanation:
    """Explain one case. The ``group`` of the answer always equals ``group_case(case, scheme, mode)``."""
    group = group_case(case, scheme, mode)
    sound = checked(case, scheme, mode) is None
    attempt, found = _found(case, scheme) if sound else (case, None)
    return Explanation(
        case=case,
        attempt=attempt,
        scheme=scheme,
        mode=mode,
        group=group,
        gates=_gates(attempt, found, scheme) if sound else (),
        rule=_rule_step(attempt, found, scheme) if found else None,
        branches=_branch_steps(attempt, found, scheme) if found else (),
        main_table=main_table(attempt, scheme),
        other_diagnoses=other_diagnoses(attempt, scheme),
        faults=record_faults(case, scheme, mode),
        reasons=group_reasons(attempt, group, scheme) if sound else (),
        strict=record_faults(case, scheme, "strict") if mode == "peer" and sound else (),
        neighbours=_neighbours(attempt, found, scheme) if sound else (),
    )


def _found(case: Case, scheme: Scheme) -> tuple[Case, Found | None]:
    """The case as it was grouped, and where the search ended."""
    for attempt in (case, *retries(case, scheme)):
        found = search(attempt, scheme)
        if found is not None:
            return attempt, found
    return case, None


def _gates(case: Case, found: Found | None, scheme: Scheme) -> tuple[GateStep, ...]:
    steps = []
    for mdc in scheme.mdcs:
        decided = found is not None and mdc is found.mdc
        opened = holds(mdc.condition, case, scheme)
        if opened or lists_main(mdc, case, scheme):
            tried = len(mdc.rules) if opened and not decided else 0
            steps.append(GateStep(mdc.mdc, mdc.name, judged(mdc.condition, case, scheme), opened, tried))
        if decided:
            break
    return tuple(steps)


def _rule_step(case: Case, found: Found, scheme: Scheme) -> RuleStep:
    rule = found.rule
    place = found.mdc.rules.index(rule) + 1
    condition = judged(rule.condition, case, scheme)
    return RuleStep(rule.rule, rule.adrg, rule.name, place, condition, rule.ambiguous, rule.line)


def _branch_steps(case: Case, found: Found, scheme: Scheme) -> tuple[BranchStep, ...]:
    steps, tried = [], True
    for number, branch in enumerate(found.rule.branches, start=1):
        taken = branch is found.branch
        condition = judged(branch.condition, case, scheme)
        steps.append(BranchStep(number, branch.drg, branch.name, condition, taken, tried))
        tried = tried and not taken
    return tuple(steps)


def _neighbours(case: Case, found: Found | None, scheme: Scheme) -> tuple[Neighbour, ...]:
    branches = other_branches(case, found, scheme) if found else ()
    return (*branches, *nearest_rules(case, found, scheme))
