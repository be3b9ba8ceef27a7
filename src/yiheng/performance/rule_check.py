"""What is wrong with one scoring rule, in a profile or in a goal: primitive, parameters, metrics, standard.

Problems come without file and line; whoever holds the document places them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from yiheng.exact.errors import ExactError
from yiheng.metrics.catalogue import Metric, metric_names
from yiheng.performance.award import AWARDS
from yiheng.performance.award_parameters import (
    FIVE_WORDS,
    BandParameters,
    ChecklistParameters,
    CostControlParameters,
    Qual5Parameters,
    RangeParameters,
    number,
    shown,
)
from yiheng.performance.profile import LeafRule, Standard
from yiheng.policy.content import expectation, nearest
from yiheng.standards.measure import comparable, measures
from yiheng.standards.problem import Problem


def rule_faults(
    rule: LeafRule, code: str, metrics: Mapping[str, Metric], full: Fraction | None = None
) -> Iterator[Problem]:
    """All faults of one rule. ``full``: the points it stands for, None where they are not known."""
    if rule.primitive not in AWARDS:
        yield Problem(
            "primitive_unknown", found=rule.primitive, expected=nearest(rule.primitive, list(AWARDS))
        )
        return
    for words in _parameter_faults(rule, full):
        yield Problem("parameters_unfit", found=rule.primitive, expected=words)
    if AWARDS[rule.primitive].numeric and rule.actual is None:
        yield Problem("actual_missing", found=code)
    for selector in (rule.actual, rule.target):
        if selector is not None:
            yield from metric_faults(selector.metric, metrics)
    if rule.standard is not None:
        yield from _standard_faults(rule.standard, metrics.get(rule.actual.metric) if rule.actual else None)


def metric_faults(metric: str, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A metric that the catalogue does not have."""
    if metric not in metrics:
        yield Problem("metric_unknown", found=metric, expected=nearest(metric, metric_names(metrics)))


def _standard_faults(standard: Standard, metric: Metric | None) -> Iterator[Problem]:
    """A standard is a number in a unit that the metric can be measured in."""
    try:
        number(standard.value)
    except ExactError:
        yield Problem("number_unreadable", found=standard.value)
    known = measures()
    if standard.unit not in known:
        yield Problem("unit_unknown", found=standard.unit, expected=nearest(standard.unit, list(known)))
    elif (
        metric is not None
        and metric.unit in known
        and not comparable(known[standard.unit], known[metric.unit])
    ):
        yield Problem("unit_unfit", found=standard.unit, expected=metric.unit)


_KEY_FAULTS = {"missing": "没有写", "extra_forbidden": "不是这种方法的参数"}


def _parameter_faults(rule: LeafRule, full: Fraction | None) -> Iterator[str]:
    """What is wrong with the parameters, in words: first their form, then what they would give."""
    model = AWARDS[rule.primitive].parameters
    try:
        parameters = model.model_validate(rule.parameters or {})
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        words = _KEY_FAULTS.get(fault["type"]) or expectation(fault["type"], fault.get("ctx") or {})
        yield f"{place} {words}".strip()
        return
    if model in _MEANINGS:
        yield from _MEANINGS[model](parameters, full)


def _checklist(parameters: ChecklistParameters, full: Fraction | None) -> Iterator[str]:
    items = parameters.items
    if not items:
        yield "items 没有检查项"
    if len({item.id for item in items}) < len(items):
        yield "items 中有检查项代码重复"
    given = [item.points for item in items if item.points]
    if given and len(given) < len(items):
        yield "检查项的分值应全部写明，或全部不写（平分）"
    elif given and full is not None and sum(map(number, given)) != full:
        yield f"检查项分值合计 {shown(sum(map(number, given), Fraction(0)))}，应为 {shown(full)}"


def _bands(parameters: BandParameters, full: Fraction | None) -> Iterator[str]:
    if not parameters.bands:
        yield "bands 没有档次"
    for band in parameters.bands:
        if full is not None and number(band.points) > full:
            yield f"bands 中的分值 {band.points} 超过满分 {shown(full)}"


def _steps(parameters: CostControlParameters, full: Fraction | None) -> Iterator[str]:
    del full  # the steps are shares of it
    for step in parameters.steps:
        if number(step.points) > number(parameters.out_of):
            yield f"steps 中的分值 {step.points} 超过 out_of（{parameters.out_of}）"


def _range(parameters: RangeParameters, full: Fraction | None) -> Iterator[str]:
    del full
    if number(parameters.low) > number(parameters.high):
        yield f"low（{parameters.low}）大于 high（{parameters.high}）"


def _five_words(parameters: Qual5Parameters, full: Fraction | None) -> Iterator[str]:
    del full  # the words are shares of it
    missing = [word for word in FIVE_WORDS if word not in parameters.points]
    if missing:
        yield f"points 缺少“{'、'.join(missing)}”"
    for word, share in parameters.points.items():
        if not 0 <= number(share) <= 1:
            yield f"points 中“{word}”为 {share}，应在 0 到 1 之间"


_MEANINGS: Mapping[type, Callable[[Any, Fraction | None], Iterator[str]]] = {
    ChecklistParameters: _checklist,
    BandParameters: _bands,
    CostControlParameters: _steps,
    RangeParameters: _range,
    Qual5Parameters: _five_words,
}
