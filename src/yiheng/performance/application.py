"""结果应用: what an evaluation means for the next budget, the next goals and the feedback letter (03 §3.4–3.5).

Suggestions only; the decision is 财政's. Money of statutory benefits is never cut: there the result goes to
management, goals and agency assessment. Which money that is, the parameter says by report type and insurance:
a grant for benefits is, a grant for capacity (能力提升) is money for work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from yiheng.metrics.figure import Figure
from yiheng.performance.award import AWARDS
from yiheng.performance.award_parameters import number, shown
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.policy.content import Content
from yiheng.policy.parameter import parameter


@dataclass(frozen=True)
class GoalSuggestion:
    """What to do with one goal of the next year; this year's target and result beside it."""

    code: str
    name: str
    target_text: str
    actual_text: str
    suggestion: str


@dataclass(frozen=True)
class Application:
    """Suggestions from one evaluation. Percent bounds are of the budget; amounts in 分, None where unknown."""

    grade: str
    decision: str
    statutory: bool
    low_percent: Fraction
    high_percent: Fraction
    budget: Figure | None
    goals: tuple[GoalSuggestion, ...]
    notice_by: date
    measures_by: date

    @property
    def percent_text(self) -> str:
        """By how much the suggestion differs from this year's budget: ``0% 至 +5%``, ``-10%``."""
        low, high = (
            f"{'+' if one > 0 else ''}{shown(one)}%" for one in (self.low_percent, self.high_percent)
        )
        return low if low == high else f"{low} 至 {high}"

    def amount_text(self, percent: Fraction) -> str:
        """The budget changed by a percentage, in the budget's own unit."""
        if self.budget is None:
            return ""
        return self.budget.in_unit(self.budget.value * (100 + percent) / 100, 2) + self.budget.unit


def application(evaluation: Evaluation, as_of: date, content: Content) -> Application:
    """The suggestions; ``as_of`` is the day the result was fixed."""
    region = evaluation.subject.region
    rules: Mapping[str, Any] = parameter(content, "application", region, as_of)
    clock: Mapping[str, Any] = parameter(content, "feedback", region, as_of)
    rung = rules["ladder"].get(
        evaluation.grade, {"decision": "未评等次", "low_percent": "0", "high_percent": "0"}
    )
    subject = evaluation.subject
    statutory = subject.insurance in rules["statutory"].get(subject.report_type, ())
    notice_by = as_of + timedelta(days=int(clock["notice_days"]))
    return Application(
        grade=evaluation.grade,
        decision="法定待遇资金不核减，结果用于完善管理和目标" if statutory else str(rung["decision"]),
        statutory=statutory,
        low_percent=Fraction(0) if statutory else number(rung["low_percent"]),
        high_percent=Fraction(0) if statutory else number(rung["high_percent"]),
        budget=_budget(evaluation),
        goals=tuple(_goal_suggestions(evaluation)),
        notice_by=notice_by,
        measures_by=notice_by + timedelta(days=int(clock["measures_days"])),
    )


def _budget(evaluation: Evaluation) -> Figure | None:
    """The budget that a result was held against: by execution, accuracy or saving."""
    for result in evaluation.results:
        if AWARDS[result.indicator.primitive].budget and result.reading.target is not None:
            return result.reading.target
    return None


def _goal_suggestions(evaluation: Evaluation) -> Iterator[GoalSuggestion]:
    for result in evaluation.results:
        words = _suggestion(result)
        if words:
            yield GoalSuggestion(
                result.code, result.indicator.name, result.reading.target_text, result.actual_text, words
            )


def _suggestion(result: IndicatorResult) -> str:
    """One sentence for the next year's goal form; empty where the goal can stand."""
    reading = result.reading
    if reading.lost_target:
        return "补填目标值后重新报送"
    if reading.figure is not None and reading.figure.operator:
        return "明确统计口径和取数来源，下年填报实际完成数"
    if result.backfilled:
        return "目标应在年初按测算确定，不以完成数回填"
    if result.over:
        return "目标偏低，下年按本年实绩测算后提高"
    if result.award.code == "award_no_result":
        return "落实责任科室和佐证，或调整为可考核的指标"
    if result.overspent:
        return "说明超支的原因和资金来源，下年预算按实际需要测算"
    if result.lost_e2:
        return "分析未达标原因，下年目标与整改措施同时报送"
    return ""
