"""What a report may say of an evaluation: every number as a bound figure, every judgement as a word or a flag.

Templates (content, kind ``report_templates``) see these views and nothing else. The verified score is not among
them: it belongs to the 《校核底稿》 alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import Figure, Selector
from yiheng.performance.coverage import coverage, execution_rates
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.performance.scheme import points_text
from yiheng.performance.subject import Goal
from yiheng.performance.verification import same_digits


@dataclass(frozen=True)
class Bound:
    """A number or statement bound to an id, as a content control needs it."""

    id: str
    text: str


@dataclass(frozen=True)
class ResultView:
    """One indicator in a report."""

    code: str
    name: str
    levels: tuple[str, ...]
    full: Bound
    score: Bound
    lost: Bound
    is_lost: bool
    is_full: bool
    over: bool
    no_result: bool
    actual: Bound | None
    target: Bound | None
    statement: Bound | None
    completion: Bound | None
    reason: Bound
    cause: str
    measure: str
    guidance: str
    bonus: bool


@dataclass(frozen=True)
class GroupView:
    """A node of the tree above the indicators: its name, points, full marks, sub-groups and results."""

    name: str
    full: Bound
    score: Bound
    groups: tuple[GroupView, ...] = ()
    results: tuple[ResultView, ...] = ()

    @property
    def all_results(self) -> tuple[ResultView, ...]:
        """All indicators below."""
        return self.results + tuple(result for group in self.groups for result in group.all_results)


@dataclass(frozen=True)
class GoalView:
    """One goal of the goal form with its result."""

    name: str
    level1: str
    level2: str
    target: Bound | None
    actual: Bound | None


@dataclass(frozen=True)
class LineView:
    """One budget line."""

    name: str
    budget: Bound | None
    executed: Bound | None
    rate: Bound | None
    has_goal: bool


@dataclass(frozen=True)
class EvaluationView:
    """One evaluation for a template."""

    id: str
    title: str
    profile_title: str
    scored: bool
    stated_total: Bound | None
    computed_total: Bound
    main_total: Bound
    bonus_total: Bound
    full_total: Bound
    has_bonus: bool
    grade: str
    grade_without_bonus: str
    stated_grade: str
    groups: tuple[GroupView, ...]
    bonus: tuple[ResultView, ...]
    goals: tuple[GoalView, ...]
    lines: tuple[LineView, ...]
    uncovered: tuple[LineView, ...]
    uncovered_share: Bound | None
    low_execution: tuple[LineView, ...]
    goal_expected: str
    goal_achieved: str
    projects: tuple[EvaluationView, ...] = field(default=())

    @property
    def results(self) -> tuple[ResultView, ...]:
        """All indicators, bonus last."""
        return tuple(result for group in self.groups for result in group.all_results) + self.bonus

    @property
    def losses(self) -> tuple[ResultView, ...]:
        """Indicators that lost points."""
        return tuple(result for result in self.results if result.is_lost)

    @property
    def overs(self) -> tuple[ResultView, ...]:
        """Indicators far above their targets."""
        return tuple(result for result in self.results if result.over)

    @property
    def unproven(self) -> tuple[ResultView, ...]:
        """Indicators without a result."""
        return tuple(result for result in self.results if result.no_result)


def view(evaluation: Evaluation, prefix: str = "") -> EvaluationView:
    """The view of an evaluation; ``prefix`` keeps the ids of projects apart."""
    results = [_result(result, prefix) for result in evaluation.results]
    lines = tuple(_lines(evaluation, prefix))
    covered = coverage(evaluation)
    totals = evaluation.totals
    full = sum(result.indicator.full_e2 for result in evaluation.results if not result.indicator.bonus)
    return EvaluationView(
        id=evaluation.subject.subject,
        title=evaluation.subject.title,
        profile_title=evaluation.profile.title,
        scored=evaluation.scored,
        stated_total=Bound(f"{prefix}total/stated", points_text(totals.stated_e2))
        if totals.stated_e2 is not None
        else None,
        computed_total=Bound(f"{prefix}total/computed", points_text(totals.computed_e2)),
        main_total=Bound(f"{prefix}total/main", points_text(totals.main_e2)),
        bonus_total=Bound(f"{prefix}total/bonus", points_text(evaluation.bonus_e2)),
        full_total=Bound(f"{prefix}total/full", points_text(full)),
        has_bonus=evaluation.bonus_e2 != 0,
        grade=evaluation.grade,
        grade_without_bonus=evaluation.grade_without_bonus,
        stated_grade=evaluation.subject.stated.grade,
        groups=_groups(evaluation.results, results, prefix),
        bonus=tuple(result for result in results if result.bonus),
        goals=tuple(_goals(evaluation, prefix)),
        lines=lines,
        uncovered=tuple(line for line in lines if not line.has_goal),
        uncovered_share=Bound(f"{prefix}coverage/uncovered", f"{covered.uncovered_share_text}%")
        if covered and covered.uncovered
        else None,
        low_execution=tuple(_low_execution(evaluation, lines)),
        goal_expected=evaluation.subject.overall_goal.expected,
        goal_achieved=evaluation.subject.overall_goal.achieved,
        projects=tuple(view(project, f"p{number}/") for number, project in enumerate(evaluation.projects, 1)),
    )


def bound(figure: Figure, prefix: str = "") -> Bound:
    """A stated figure with its printed text."""
    return Bound(f"{prefix}{figure.id}"[:64] if prefix else figure.id, figure.text)


def _result(result: IndicatorResult, prefix: str) -> ResultView:
    reading, code = result.reading, result.code
    evidence = result.evidence
    statement = evidence.text if evidence and evidence.text else ""
    if not statement and evidence:
        statement = "；".join(item.text for item in evidence.items.values() if item.text)
    return ResultView(
        code=code,
        name=result.indicator.name,
        levels=result.indicator.levels,
        full=Bound(f"{prefix}full/{code}", points_text(result.indicator.full_e2)),
        score=Bound(f"{prefix}score/{code}", points_text(result.computed_e2)),
        lost=Bound(f"{prefix}lost/{code}", points_text(result.lost_e2)),
        is_lost=result.lost_e2 > 0,
        is_full=result.lost_e2 == 0,
        over=result.over,
        no_result=result.award.code == "award_no_result",
        actual=Bound(f"{prefix}actual/{code}", reading.actual_text) if reading.actual_text else None,
        target=Bound(f"{prefix}target/{code}", reading.target_text) if reading.target_text else None,
        statement=Bound(f"{prefix}statement/{code}", statement) if statement else None,
        completion=_completion(result, prefix),
        reason=Bound(f"{prefix}reason/{code}", result.reason),
        cause=evidence.reason if evidence else "",
        measure=evidence.measure if evidence else "",
        guidance=result.indicator.guidance,
        bonus=result.indicator.bonus,
    )


def _completion(result: IndicatorResult, prefix: str) -> Bound | None:
    reading = result.reading
    if reading.actual_value is None or not reading.target_value or result.indicator.sense == "at_most":
        return None
    share = reading.actual_value / reading.target_value * 100
    return Bound(f"{prefix}completion/{result.code}", f"{decimal_text(share, 2)}%")


def _groups(
    sources: Sequence[IndicatorResult], views: Sequence[ResultView], prefix: str, depth: int = 0
) -> tuple[GroupView, ...]:
    """Results folded by their level names; an indicator stands where its own name is next."""
    found: list[GroupView] = []
    names = list(dict.fromkeys(v.levels[depth] for v in views if len(v.levels) > depth + 1 and not v.bonus))
    for number, name in enumerate(names, 1):
        inside = [
            (source, shown)
            for source, shown in zip(sources, views, strict=True)
            if len(shown.levels) > depth + 1 and shown.levels[depth] == name and not shown.bonus
        ]
        key = f"{prefix}group/{depth}.{number}"
        found.append(
            GroupView(
                name,
                Bound(f"{key}/full", points_text(sum(source.indicator.full_e2 for source, _ in inside))),
                Bound(f"{key}/score", points_text(sum(source.computed_e2 for source, _ in inside))),
                _groups([s for s, _ in inside], [v for _, v in inside], f"{key}/", depth + 1),
                tuple(shown for _, shown in inside if len(shown.levels) == depth + 2),
            )
        )
    return tuple(found)


def _goals(evaluation: Evaluation, prefix: str) -> Iterator[GoalView]:
    for goal in evaluation.subject.goals:
        yield _goal(goal, evaluation, prefix)


def _goal(goal: Goal, evaluation: Evaluation, prefix: str) -> GoalView:
    scope = evaluation.facts.scope
    sides: dict[str, Bound | None] = {}
    for role in ("target", "actual"):
        selector = Selector(goal.metric, role, goal.insurance, goal.account, goal.item).within(scope)
        figure = evaluation.facts.figures.find(selector) if goal.metric else None
        text = "" if figure is None else figure.text
        if role == "target" and figure is None:
            text = goal.target_text
        elif role == "target" and figure is not None and not figure.operator and not figure.lost:
            text = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}.get(goal.nature, "") + text
        sides[role] = Bound(f"{prefix}goal/{goal.code}/{role}", text) if text else None
    return GoalView(goal.name, goal.level1, goal.level2, sides["target"], sides["actual"])


def _lines(evaluation: Evaluation, prefix: str) -> Iterator[LineView]:
    scope, figures = evaluation.facts.scope, evaluation.facts.figures
    rates = dict(execution_rates(evaluation))
    for line in evaluation.subject.budget_lines:
        amounts = {
            role: next(
                iter(figures.matching(Selector("project_budget", role, "", "", line.item, scope.period))),
                None,
            )
            for role in ("budget", "actual")
        }
        rate = rates.get(line.name)
        yield LineView(
            line.name,
            bound(amounts["budget"], prefix) if amounts["budget"] else None,
            bound(amounts["actual"], prefix) if amounts["actual"] else None,
            Bound(f"{prefix}rate/{line.item}", f"{decimal_text(rate * 100, 2)}%")
            if rate is not None
            else None,
            line.goal,
        )


def _low_execution(evaluation: Evaluation, lines: Sequence[LineView]) -> Iterator[LineView]:
    rates = dict(execution_rates(evaluation))
    for line in lines:
        if rates.get(line.name, Fraction(1)) < Fraction(9, 10):
            yield line


def backfilled(evaluation: Evaluation) -> tuple[str, ...]:
    """Names of indicators whose target repeats the result."""
    return tuple(
        result.indicator.name
        for result in evaluation.results
        if result.reading.figure is not None
        and not result.reading.figure.operator
        and not result.indicator.fixed_standard
        and same_digits(result.reading.figure, result.reading.target)
    )
