"""Goal linter: what makes a goal useless, before 财政 sends it back (03 §3.1).

Every finding is a row with the goal's name, line and remedy. Limits and word lists are dated parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import OPERATOR_TEXTS, Figure, Scope, Selector
from yiheng.performance.award_parameters import number, shown
from yiheng.performance.coverage import coverage, execution_rates
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.performance.subject import Goal
from yiheng.policy.content import Content
from yiheng.policy.parameter import parameter
from yiheng.standards.problem import Problem


@dataclass(frozen=True)
class GoalRules:
    """The linter's limits, from the parameter ``goal_lint``."""

    deviation: Fraction
    execution: Fraction
    vague_words: tuple[str, ...]
    bounded_units: tuple[str, ...]


def goal_rules(content: Content, region: str, day: date) -> GoalRules:
    """The limits in force on a day."""
    value: Mapping[str, Any] = parameter(content, "goal_lint", region, day)
    return GoalRules(
        deviation=number(value["deviation_percent"]) / 100,
        execution=number(value["execution_percent"]) / 100,
        vague_words=tuple(value["vague_words"]),
        bounded_units=tuple(value["bounded_units"]),
    )


def lint(evaluation: Evaluation, rules: GoalRules) -> list[Problem]:
    """All findings on a subject's goals, indicators and budget lines, projects included."""
    found: list[Problem] = []
    for goal in evaluation.subject.goals:
        found.extend(_goal(goal, evaluation, rules))
    for result in evaluation.results:
        found.extend(_result(result, evaluation, rules))
    found.extend(_budget(evaluation, rules))
    found.extend(_unattributed(evaluation))
    for project in evaluation.projects:
        found.extend(lint(project, rules))
    return found


def _unattributed(evaluation: Evaluation) -> Iterator[Problem]:
    """Goals without a data source or an owner, counted: one row each, since most forms leave these columns out."""
    goals = evaluation.subject.goals
    for code, missing in (
        ("goal_without_source", [goal for goal in goals if not goal.data_source]),
        ("goal_without_owner", [goal for goal in goals if not goal.owner]),
    ):
        if missing:
            yield replace(_row(code, evaluation, "", found=str(len(missing))), severity="information")


def _row(code: str, evaluation: Evaluation, key: str, line: int = 0, **values: str) -> Problem:
    source = evaluation.subject.source
    return Problem(
        code,
        severity="warning",
        file=source.doc or source.file or evaluation.subject.subject,
        line=line,
        key=key,
        **values,
    )


def _pair(goal: Goal, evaluation: Evaluation) -> tuple[Figure | None, Figure | None]:
    """Target and actual of a goal; an actual that the source lost is none."""
    scope = evaluation.facts.scope
    base = Scope(goal.insurance or scope.insurance, goal.account, goal.item, scope.period)
    figures = evaluation.facts.figures
    target = figures.find(Selector(goal.metric, "target").within(base))
    actual = figures.find(Selector(goal.metric, "actual").within(base))
    return target, None if actual is not None and actual.lost else actual


def _goal(goal: Goal, evaluation: Evaluation, rules: GoalRules) -> Iterator[Problem]:
    words = goal.target_text
    for word in rules.vague_words:
        if word in words:
            yield _row("goal_vague", evaluation, goal.name, goal.line, found=words)
            break
    if goal.nature in ("定性", "range") or not goal.metric:
        return
    target, actual = _pair(goal, evaluation)
    if target is None:
        yield _row("goal_no_value", evaluation, goal.name, goal.line)
    elif target.lost:
        yield _row("goal_lost_value", evaluation, goal.name, target.place.line, found=target.lost)
    else:
        if not goal.nature:
            yield _row("goal_no_direction", evaluation, goal.name, goal.line, found=target.text)
        yield from _bounds(goal, target, evaluation, rules)
    if actual is None:
        yield _row("goal_no_result", evaluation, goal.name, goal.line)
    if target is None or actual is None or target.lost:
        return
    if target.measure.unit.dimension != actual.measure.unit.dimension:
        yield _row(
            "goal_unit_differs", evaluation, goal.name, goal.line, found=actual.unit, expected=target.unit
        )
    if goal.nature in (">", "<") and not actual.operator and actual.value == target.value:
        yield _row(
            "goal_strict_missed", evaluation, goal.name, goal.line, found=actual.text, expected=goal.nature
        )
    yield from _prior(goal, target, evaluation, rules)


def _bounds(goal: Goal, target: Figure, evaluation: Evaluation, rules: GoalRules) -> Iterator[Problem]:
    """A share of a whole cannot exceed it: ``>100%`` is impossible, ``≥100%`` means ``=100%``."""
    if target.unit not in rules.bounded_units or target.printed.value < 100:
        return
    metric = evaluation.facts.metrics.get(goal.metric)
    if metric is None or not metric.bounded:
        return
    if goal.nature == ">" or target.printed.value > 100:
        yield _row("goal_impossible", evaluation, goal.name, goal.line, found=_signed(goal, target))
    elif goal.nature == ">=":
        yield _row(
            "goal_bound_as_floor",
            evaluation,
            goal.name,
            goal.line,
            found=_signed(goal, target),
        )


def _signed(goal: Goal, target: Figure) -> str:
    """The target with its direction, written once."""
    return target.text if target.operator else f"{OPERATOR_TEXTS.get(goal.nature, '')}{target.text}"


def _prior(goal: Goal, target: Figure, evaluation: Evaluation, rules: GoalRules) -> Iterator[Problem]:
    """Against last year's result: repeated to the digit, or far off."""
    scope = evaluation.facts.scope
    base = Scope(goal.insurance or scope.insurance, goal.account, goal.item, scope.period)
    prior = evaluation.facts.figures.find(Selector(goal.metric, "prior").within(base))
    if prior is None or not prior.value:
        return
    if prior.value == target.value:
        yield _row("goal_repeats_prior", evaluation, goal.name, goal.line, found=target.text)
    elif abs(target.value / prior.value - 1) >= rules.deviation:
        yield _row(
            "goal_far_from_prior", evaluation, goal.name, goal.line, found=target.text, expected=prior.text
        )


def _result(result: IndicatorResult, evaluation: Evaluation, rules: GoalRules) -> Iterator[Problem]:
    """What 财政 sends back: back-filled goals, unexplained deviations, indicators without evidence."""
    name = result.indicator.name
    reading = result.reading
    target, figure = reading.target, reading.figure
    explained = bool(result.evidence and result.evidence.reason)
    line = figure.place.line if figure else (result.evidence.line if result.evidence else 0)
    if figure is not None and figure.operator:
        yield _row("goal_result_is_words", evaluation, name, line, found=figure.text)
    elif figure is not None and result.backfilled:
        yield _row("goal_backfilled", evaluation, name, line, found=figure.text)
    if result.award.code == "award_no_result":
        yield _row("indicator_no_evidence", evaluation, name, line)
    if (
        figure is not None
        and target is not None
        and target.role == "target"
        and reading.actual_value is not None
        and reading.target_value
        and not figure.operator
        and not explained
    ):
        deviation = reading.actual_value / reading.target_value - 1
        better = deviation < 0 and result.indicator.sense == "at_most"  # fewer complaints need no excuse
        if abs(deviation) >= rules.deviation and not better:
            yield _row(
                "deviation_unexplained",
                evaluation,
                name,
                line,
                found=decimal_text(deviation * 100, 2),
                expected=shown(rules.deviation * 100),
            )
    if result.indicator.primitive == "BUDGET_EXEC" and not explained:
        yield from _execution(result, evaluation, rules, line)


def _execution(
    result: IndicatorResult, evaluation: Evaluation, rules: GoalRules, line: int
) -> Iterator[Problem]:
    reading = result.reading
    if reading.actual_value is None or not reading.target_value:
        return
    rate = reading.actual_value / reading.target_value
    if rate < rules.execution:
        yield _row(
            "execution_unexplained",
            evaluation,
            result.indicator.name,
            line,
            found=decimal_text(rate * 100, 2),
            expected=shown(rules.execution * 100),
        )


def _budget(evaluation: Evaluation, rules: GoalRules) -> Iterator[Problem]:
    covered = coverage(evaluation)
    if covered is None:
        return
    for name, budget in covered.uncovered:
        yield _row(
            "budget_without_goal",
            evaluation,
            name,
            budget.place.line if budget else 0,
            found=budget.text if budget else "",
        )
    explained = {line.name for line in evaluation.subject.budget_lines if line.reason}
    for name, rate in execution_rates(evaluation):
        if rate < rules.execution and name not in explained:
            yield _row(
                "execution_unexplained",
                evaluation,
                name,
                found=decimal_text(rate * 100, 2),
                expected=shown(rules.execution * 100),
            )
