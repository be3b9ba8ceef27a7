"""Scoring primitives: how one indicator's points come from its actual, its target and its evidence (03 §2).

Each primitive is a pure function of a :class:`Case` and its typed parameters. It returns the exact points and the
code of what decided, never prose; points are clipped to the indicator's and rounded half-up to hundredths by the
caller. A profile names a primitive; a new one is a function here with an oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from yiheng.metrics.figure import unit_suffix
from yiheng.performance.award_parameters import (
    BandParameters,
    ChecklistParameters,
    CostControlParameters,
    DeductPerFindingParameters,
    DeductPerPointParameters,
    DeviationParameters,
    EqualParameters,
    NoParameters,
    Qual5Parameters,
    RangeParameters,
    SatisfactionParameters,
    number,
    shown,
    shown_in,
)
from yiheng.performance.subject import Evidence
from yiheng.policy.provenance import ContentModel


@dataclass(frozen=True)
class Case:
    """What one indicator is scored on. ``actual`` and ``target`` are in ``unit``, the metric's usual one."""

    full: Fraction
    actual: Fraction | None = None
    target: Fraction | None = None
    at_most: bool = False
    evidence: Evidence | None = None
    unit: str = "%"


@dataclass(frozen=True)
class Award:
    """Points, the message code of what decided them, and the words of that message.

    ``substantiated``: the part of the points that has more than a bare yes behind it.
    """

    points: Fraction
    code: str
    found: str = ""
    expected: str = ""
    unsubstantiated: Fraction = field(default_factory=lambda: Fraction(0))


NO_RESULT = Award(Fraction(0), "award_no_result")
NO_TARGET = Award(Fraction(0), "award_no_target")


def _ratio(case: Case, _: NoParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    if case.target is None:
        return NO_TARGET
    met = case.actual <= case.target if case.at_most else case.actual >= case.target
    if met:
        return Award(case.full, "award_met")
    part, whole = (case.target, case.actual) if case.at_most else (case.actual, case.target)
    if part <= 0 or whole <= 0:  # no proportion of nothing, nor of less
        return Award(Fraction(0), "award_not_met")
    share = part / whole
    return Award(case.full * share, "award_proportional", found=shown(share * 100))


def _threshold(case: Case, _: NoParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    if case.target is None:
        return NO_TARGET
    met = case.actual <= case.target if case.at_most else case.actual >= case.target
    return Award(case.full, "award_met") if met else Award(Fraction(0), "award_not_met")


def _equal(case: Case, parameters: EqualParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    if case.target is None:
        return NO_TARGET
    if case.actual == case.target:
        return Award(case.full, "award_met")
    if parameters.otherwise == "zero" or case.target == 0:
        return Award(Fraction(0), "award_not_met")
    off = abs(case.actual - case.target) / abs(case.target)
    return Award(case.full * (1 - off), "award_unequal", found=shown(off * 100))


def _budget_execution(case: Case, _: NoParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    if not case.target:
        return NO_TARGET
    percent = case.actual / case.target * 100
    beyond = percent - 100
    if shown(beyond) == "0":
        return Award(case.full * min(Fraction(1), percent / 100), "award_executed")
    if beyond > 0:
        return Award(case.full, "award_overspent", found=shown(percent), expected=shown(beyond))
    return Award(case.full * percent / 100, "award_execution", found=shown(percent))


def _band(case: Case, parameters: BandParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    value, unit = case.actual, case.unit
    if parameters.measure != "actual":
        if not case.target:
            return NO_TARGET
        value, unit = case.actual / case.target * 100, "%"
    found = shown_in(value, unit)
    for band in parameters.bands:
        if band.holds(value):
            return Award(
                number(band.points), "award_band", found=found, expected=band.text(unit_suffix(unit))
            )
    return Award(Fraction(0), "award_no_band", found=found)


_COUNTS: Mapping[str, Callable[[Fraction], Fraction]] = {
    "ceil": lambda value: Fraction(ceil(value)),
    "floor": lambda value: Fraction(floor(value)),
    "exact": lambda value: value,
}


def _deduct_per_point(case: Case, parameters: DeductPerPointParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    if case.target is None:
        return NO_TARGET
    short = case.actual - case.target if case.at_most else case.target - case.actual
    if short <= 0:
        return Award(case.full, "award_met")
    lost = _COUNTS[parameters.count](short) * number(parameters.per_point)
    return _short(case, short, lost)


def _short(case: Case, short: Fraction, lost: Fraction) -> Award:
    """Points lost for what is missing to the standard, or beyond a limit, in the unit it is measured in."""
    code = "award_excess" if case.at_most else "award_short"
    found = f"{shown(short)} 个百分点" if case.unit == "%" else shown_in(short, case.unit)
    return Award(case.full - lost, code, found=found, expected=shown(min(lost, case.full)))


def _deviation(case: Case, parameters: DeviationParameters) -> Award:
    """预算准确性: more than the budget is as inaccurate as less."""
    if case.actual is None:
        return NO_RESULT
    if not case.target:
        return NO_TARGET
    off = abs(case.actual / case.target * 100 - 100)
    beyond = off - number(parameters.tolerance)
    if beyond <= 0:
        return Award(case.full, "award_accurate", found=shown(off), expected=parameters.tolerance)
    lost = _COUNTS[parameters.count](beyond) * number(parameters.per_point)
    return Award(case.full - lost, "award_inaccurate", found=shown(off), expected=shown(min(lost, case.full)))


def _deduct_per_finding(case: Case, parameters: DeductPerFindingParameters) -> Award:
    if case.evidence is None or case.evidence.findings is None:
        return NO_RESULT
    findings = case.evidence.findings
    if not findings:
        bare = Fraction(0) if case.evidence.substantiated else case.full
        return Award(case.full, "award_no_finding", unsubstantiated=bare)
    lost = findings * number(parameters.per_finding)
    return Award(
        case.full - lost, "award_findings", found=str(findings), expected=shown(min(lost, case.full))
    )


def _range(case: Case, parameters: RangeParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    low, high = number(parameters.low), number(parameters.high)
    distance = max(low - case.actual, case.actual - high, Fraction(0))
    found = shown_in(case.actual, case.unit)
    if not distance:
        return Award(case.full, "award_in_range", found=found)
    lost = _COUNTS[parameters.count](distance) * number(parameters.per_unit)
    return Award(
        case.full - lost,
        "award_out_of_range",
        found=found,
        expected=f"{parameters.low}—{parameters.high}{unit_suffix(case.unit)}",
    )


def _cost_control(case: Case, parameters: CostControlParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    if not case.target:
        return NO_TARGET
    rate = (case.target - case.actual) / case.target * 100
    for step in parameters.steps:
        if abs(rate) <= number(step.up_to):
            share = number(step.points) / number(parameters.out_of)
            return Award(case.full * share, "award_cost", found=shown(rate))
    return Award(Fraction(0), "award_cost", found=shown(rate))


def _satisfaction(case: Case, parameters: SatisfactionParameters) -> Award:
    if case.actual is None:
        return NO_RESULT
    short = number(parameters.full_from) - case.actual
    if short <= 0:
        return Award(case.full, "award_met")
    lost = ceil(short / number(parameters.step)) * number(parameters.per_step)
    return _short(case, short, lost)


def _yes_no(case: Case, _: NoParameters) -> Award:
    evidence = case.evidence
    if evidence is None or evidence.met is None:
        return NO_RESULT
    if not evidence.met:
        return Award(Fraction(0), "award_not_met")
    bare = Fraction(0) if evidence.substantiated else case.full
    return Award(case.full, "award_yes", unsubstantiated=bare)


def checklist_points(parameters: ChecklistParameters, full: Fraction) -> dict[str, Fraction]:
    """Points of each item: as given, or equal shares."""
    items = parameters.items
    return {item.id: number(item.points) if item.points else full / len(items) for item in items}


def _checklist(case: Case, parameters: ChecklistParameters) -> Award:
    if case.evidence is None or not case.evidence.items:
        return NO_RESULT
    points = checklist_points(parameters, case.full)
    won, bare, missed = Fraction(0), Fraction(0), []
    for item in parameters.items:
        given = case.evidence.items.get(item.id)
        if given is None or not given.met:
            missed.append(item.name)
            continue
        won += points[item.id]
        if not given.substantiated:
            bare += points[item.id]
    code = "award_checklist_part" if missed else "award_checklist"
    return Award(won, code, found="、".join(missed), unsubstantiated=bare)


_QUAL3_RANGES = {"达成": (80, 100), "部分达成": (60, 80), "未达成": (0, 60)}


def _qual3(case: Case, _: NoParameters) -> Award:
    """The drafter picks a value inside the band of the word; without one, the top of the band (未达成: 0)."""
    evidence = case.evidence
    if evidence is None or not evidence.attained:
        return NO_RESULT
    low, high = _QUAL3_RANGES[evidence.attained]
    top = 0 if evidence.attained == "未达成" else high
    share = number(evidence.percent) if evidence.percent else Fraction(top)
    share = min(max(share, Fraction(low)), Fraction(high))
    points = case.full * share / 100
    bare = Fraction(0) if evidence.substantiated else points
    return Award(
        points, "award_qualitative", found=evidence.attained, expected=shown(share), unsubstantiated=bare
    )


def _qual5(case: Case, parameters: Qual5Parameters) -> Award:
    evidence = case.evidence
    level = evidence.level if evidence else ""
    if evidence is not None and not level and evidence.attained:  # a three-word result on a five-word form
        level = {"达成": "优", "部分达成": "中", "未达成": "差"}[evidence.attained]  # type: ignore[assignment]
    if evidence is None or not level:
        return NO_RESULT
    points = case.full * number(parameters.points[level])
    bare = Fraction(0) if evidence.substantiated else points
    return Award(
        points, "award_qualitative", found=level, expected=parameters.points[level], unsubstantiated=bare
    )


def _bonus(case: Case, _: NoParameters) -> Award:
    evidence = case.evidence
    if evidence is None or not evidence.met:
        return Award(Fraction(0), "award_no_bonus")
    if not evidence.substantiated:
        return Award(Fraction(0), "award_bonus_unproven")
    return Award(case.full, "award_bonus", found=evidence.document or evidence.text)


def _penalty(case: Case, parameters: DeductPerFindingParameters) -> Award:
    findings = case.evidence.findings if case.evidence is not None else None
    if not findings:
        return Award(Fraction(0), "award_no_penalty")
    lost = min(findings * number(parameters.per_finding), case.full)
    return Award(-lost, "award_penalty", found=str(findings), expected=shown(lost))


@dataclass(frozen=True)
class Primitive:
    """A scoring primitive: its parameters' model, its function, and what it reads."""

    parameters: type[ContentModel]
    score: Callable[[Case, Any], Award]
    numeric: bool = True
    budget: bool = False


AWARDS: dict[str, Primitive] = {
    "RATIO": Primitive(NoParameters, _ratio),
    "THRESHOLD": Primitive(NoParameters, _threshold),
    "EQUAL": Primitive(EqualParameters, _equal),
    "BUDGET_EXEC": Primitive(NoParameters, _budget_execution, budget=True),
    "BAND": Primitive(BandParameters, _band),
    "DEDUCT_PER_POINT": Primitive(DeductPerPointParameters, _deduct_per_point),
    "DEVIATION": Primitive(DeviationParameters, _deviation, budget=True),
    "DEDUCT_PER_FINDING": Primitive(DeductPerFindingParameters, _deduct_per_finding, numeric=False),
    "RANGE": Primitive(RangeParameters, _range),
    "COST_CONTROL": Primitive(CostControlParameters, _cost_control, budget=True),
    "SATISFACTION": Primitive(SatisfactionParameters, _satisfaction),
    "YES_NO": Primitive(NoParameters, _yes_no, numeric=False),
    "CHECKLIST": Primitive(ChecklistParameters, _checklist, numeric=False),
    "QUAL3": Primitive(NoParameters, _qual3, numeric=False),
    "QUAL5": Primitive(Qual5Parameters, _qual5, numeric=False),
    "RANK": Primitive(BandParameters, _band),
    "BONUS": Primitive(NoParameters, _bonus, numeric=False),
    "PENALTY": Primitive(DeductPerFindingParameters, _penalty, numeric=False),
}
"""OVER and EXEC_CAP of 03 §2 act across indicators and stand in :mod:`yiheng.performance.evaluation`."""
