"""The views of an evaluation: what :mod:`yiheng.performance.report_view` shows, made from what was evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.catalogue import ACCOUNT_NAMES
from yiheng.metrics.figure import OPERATOR_TEXTS, Figure, Scope, Selector, unit_suffix
from yiheng.metrics.relation import Relation
from yiheng.performance.coverage import coverage, line_budget
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.performance.grade import GradeBand
from yiheng.performance.report_view import (
    AnswerView,
    Bound,
    DiscrepancyView,
    EvaluationView,
    Figures,
    GoalView,
    GroupView,
    LineView,
    Part,
    ResultView,
    TopicView,
    tag,
)
from yiheng.performance.scheme import points_text
from yiheng.performance.subject import Goal

_LOW_EXECUTION = Fraction(9, 10)
_LOOSE_BLANK = re.compile(r"(?<=[^\x00-\x7f]) (?=[\x21-\x7e])|(?<=[\x21-\x7e]) (?=[^\x00-\x7f])")


def view(evaluation: Evaluation, prefix: str = "") -> EvaluationView:
    """The view of an evaluation; ``prefix`` keeps the ids of projects apart."""
    results = [_result(result, prefix) for result in evaluation.results]
    covered = coverage(evaluation)
    totals, subject = evaluation.totals, evaluation.subject
    full = sum(result.indicator.full_e2 for result in evaluation.results if not result.indicator.bonus)
    return EvaluationView(
        id=subject.subject,
        title=Bound(f"{prefix}title", subject.title),
        profile_title=Bound(f"{prefix}profile", evaluation.profile.title),
        profile_year=Bound(f"{prefix}profile/year", evaluation.other_year) if evaluation.other_year else None,
        scored=evaluation.scored,
        stated_total=None if totals.stated_e2 is None else _points(f"{prefix}total/stated", totals.stated_e2),
        computed_total=_points(f"{prefix}total/computed", totals.computed_e2),
        main_total=_points(f"{prefix}total/main", totals.main_e2),
        bonus_total=_points(f"{prefix}total/bonus", evaluation.bonus_e2),
        full_total=_points(f"{prefix}total/full", full),
        has_bonus=evaluation.bonus_e2 > 0,
        has_penalty=evaluation.bonus_e2 < 0,
        grade=evaluation.grade,
        grade_without_bonus=evaluation.grade_without_bonus,
        stated_grade=subject.stated.grade,
        grades=tuple(
            (band.name, Bound(f"{prefix}grade/{number}", _band(band)))
            for number, band in enumerate(evaluation.grades.bands, 1)
        ),
        groups=tuple(_groups(evaluation.results, results, prefix)),
        bonus=tuple(result for result in results if result.bonus),
        goals=tuple(_goal(goal, evaluation, prefix) for goal in subject.goals),
        money=_money(evaluation, prefix),
        lines=tuple(_lines(evaluation, prefix)),
        lines_total=_lines_total(evaluation, prefix),
        uncovered_share=Bound(f"{prefix}coverage/uncovered", f"{covered.uncovered_share_text}%")
        if covered and covered.uncovered_fen
        else None,
        discrepancies=tuple(_discrepancies(evaluation, prefix)),
        data_notes=tuple(
            Bound(f"{prefix}data/{number}", words) for number, words in enumerate(evaluation.data_notes, 1)
        ),
        answers=tuple(
            AnswerView(row.name, unstopped(subject.management.get(row.code, "")))
            for row in evaluation.profile.management_rows
        ),
        goal_expected=unstopped(subject.overall_goal.expected),
        goal_achieved=unstopped(subject.overall_goal.achieved),
        narrative=subject.narrative,
        figures=Figures(evaluation.facts, prefix),
        projects=tuple(view(project, f"p{number}/") for number, project in enumerate(evaluation.projects, 1)),
    )


def unstopped(text: str) -> str:
    """A text without the stop at its end, which the template sets."""
    return text.rstrip().rstrip("。；;.")


def _closed_up(text: str) -> str:
    """Words of a message as a document prints them: no blank between a number and a character, no stop."""
    return _LOOSE_BLANK.sub("", unstopped(text))


def _points(name: str, points: int) -> Bound:
    return Bound(name, points_text(points))


def _band(band: GradeBand) -> str:
    """``90分及以上``, ``80分及以上、90分以下``."""
    low = f"{band.lower}分及以上" if band.lower else ""
    high = f"{band.upper}分以下" if band.upper else ""
    return "、".join(filter(None, [low, high]))


def _result(result: IndicatorResult, prefix: str) -> ResultView:
    reading, code, evidence = result.reading, result.code, result.evidence
    return ResultView(
        code=code,
        title=Bound(tag(prefix, f"name/{code}"), result.indicator.name),
        levels=result.indicator.levels,
        full=_points(tag(prefix, f"full/{code}"), result.indicator.full_e2),
        score=_points(tag(prefix, f"score/{code}"), result.computed_e2),
        lost=_points(tag(prefix, f"lost/{code}"), result.lost_e2),
        reason=Bound(tag(prefix, f"reason/{code}"), _closed_up(result.reason)),
        target=_target(result, prefix),
        actual=Bound(tag(prefix, f"actual/{code}"), reading.actual_text) if reading.actual_text else None,
        measured=Bound(tag(prefix, f"measured/{code}"), result.measured) if result.measured else None,
        statement=_statement(result, prefix),
        completion=_completion(result, prefix),
        cause=unstopped(evidence.reason) if evidence else "",
        measure=unstopped(evidence.measure) if evidence else "",
        is_lost=result.lost_e2 > 0,
        no_result=result.award.code == "award_no_result",
        over=result.over,
        overspent=result.overspent,
        backfilled=result.backfilled,
        lost_target=bool(reading.lost_target),
        only_equal=is_only_equal(result),
        unmeasured=reading.figure is not None and bool(reading.figure.operator),
        in_words=reading.target is None and result.indicator.standard is None,
        of_budget=reading.target is not None
        and (reading.target.role == "budget" or bool(result.denominator)),
        basis=Bound(tag(prefix, f"basis/{code}"), result.denominator) if result.denominator else None,
        bonus=result.indicator.bonus,
    )


def _target(result: IndicatorResult, prefix: str) -> Bound | None:
    """The target or standard; what is only a lost target is none."""
    reading = result.reading
    if not reading.target_text or (reading.lost_target and result.indicator.standard is None):
        return None
    return Bound(tag(prefix, f"target/{result.code}"), reading.target_text)


def _statement(result: IndicatorResult, prefix: str) -> Bound | None:
    """What the evidence says, as a whole or item by item."""
    evidence = result.evidence
    if evidence is None:
        return None
    text = evidence.text or "；".join(unstopped(item.text) for item in evidence.items.values() if item.text)
    return Bound(tag(prefix, f"statement/{result.code}"), unstopped(text)) if text else None


def _completion(result: IndicatorResult, prefix: str) -> Bound | None:
    """The share of the target that was reached; of rates, standards and ≥ results it would say nothing."""
    reading = result.reading
    figure = reading.figure
    if figure is None or figure.operator or figure.measure.family == "ratio" or reading.from_standard:
        return None
    if reading.actual_value is None or not reading.target_value or result.indicator.sense == "at_most":
        return None
    share = reading.actual_value / reading.target_value * 100
    return Bound(tag(prefix, f"completion/{result.code}"), f"{decimal_text(share, 2)}%")


def is_only_equal(result: IndicatorResult) -> bool:
    """Whether the goal asks for more (or less) than its number and the result is just that number."""
    reading = result.reading
    strict = result.indicator.nature in (">", "<") or (
        reading.target is not None and reading.target.operator in (">", "<")
    )
    if not strict or reading.figure is None or reading.figure.operator or reading.actual_value is None:
        return False
    return reading.actual_value == reading.target_value


def _groups(
    sources: Sequence[IndicatorResult], views: Sequence[ResultView], prefix: str
) -> Iterator[GroupView]:
    """Results folded by their first two level names."""
    main = [pair for pair in zip(sources, views, strict=True) if not pair[1].bonus]
    for number, name in enumerate(dict.fromkeys(shown.levels[0] for _, shown in main), 1):
        inside = [(source, shown) for source, shown in main if shown.levels[0] == name]
        key = f"{prefix}group/{number}"
        yield GroupView(name, *_sums(key, inside), tuple(_topics(name, inside, key)))


def _topics(
    group: str, inside: Sequence[tuple[IndicatorResult, ResultView]], key: str
) -> Iterator[TopicView]:
    names = dict.fromkeys(_topic_name(shown) for _, shown in inside)
    for number, name in enumerate(names, 1):
        members = [(source, shown) for source, shown in inside if _topic_name(shown) == name]
        single = len(members) == 1 and len(members[0][1].levels) <= 2
        title = members[0][1].title if single else Bound(f"{key}.{number}/name", name)
        sums = _sums(f"{key}.{number}", members)
        yield TopicView(title, *sums, _part(group, name), single, tuple(shown for _, shown in members))


def _topic_name(shown: ResultView) -> str:
    """The level-2 name; an indicator that stands alone at the top is its own topic."""
    return shown.levels[1] if len(shown.levels) > 1 else shown.levels[0]


def _sums(key: str, members: Sequence[tuple[IndicatorResult, ResultView]]) -> tuple[Bound, Bound]:
    """Full marks and points of several indicators."""
    return (
        _points(f"{key}/full", sum(source.indicator.full_e2 for source, _ in members)),
        _points(f"{key}/score", sum(source.computed_e2 for source, _ in members)),
    )


def _part(group: str, topic: str) -> Part:
    """Which part of a project report a topic belongs to, by the words all systems use for their levels."""
    if "决策" in group:
        return "decision"
    if "管理" in group or "过程" in group:
        return "management"
    return "effect" if any(word in group + topic for word in ("效益", "满意")) else "output"


def _goal(goal: Goal, evaluation: Evaluation, prefix: str) -> GoalView:
    scope = evaluation.facts.scope
    own = Scope(goal.insurance or scope.insurance, goal.account, goal.item, scope.period)
    figure = None
    if goal.metric:
        figure = evaluation.facts.figures.find(Selector(goal.metric, "target").within(own))
    sign = OPERATOR_TEXTS.get(goal.nature, "")
    in_words = bool(goal.target_text) and (figure is None or goal.nature in ("定性", "range"))
    if in_words:
        text = goal.target_text
    elif figure is not None:
        text = "" if figure.lost else f"{'' if figure.operator else sign}{figure.text}"
    elif goal.standard is not None:
        text = f"{sign}{goal.standard.text}（标准）"
    else:
        text = ""
    return GoalView(
        title=Bound(tag(prefix, f"goal/{goal.code}/name"), goal.name),
        level1=goal.level1,
        target=Bound(tag(prefix, f"goal/{goal.code}/target"), text) if text else None,
        in_words=in_words,
        remark="" if in_words or figure is None else _remark(figure, evaluation.results),
    )


def _remark(target: Figure, results: Sequence[IndicatorResult]) -> str:
    """What the report says beside a target that the results put in doubt."""
    own = [result for result in results if result.reading.target == target]
    return next((words for words in map(doubt, own) if words), "")


def doubt(result: IndicatorResult) -> str:
    """What is to be verified about a target that its result puts in doubt; empty where nothing is."""
    if is_only_equal(result):
        return "完成值只等于目标值，目标方向待核实"
    return "与完成值逐位相同，设定时间待核实" if result.backfilled else ""


def _discrepancies(evaluation: Evaluation, prefix: str) -> Iterator[DiscrepancyView]:
    """The contradictions among the stated figures; a figure stated twice differently stands in the 《校核底稿》 only."""
    found = [
        one
        for one in evaluation.relations
        if one.verdict is Verdict.INCONSISTENT and one.identity is not None
    ]
    for number, relation in enumerate(found, 1):
        key, unit = f"{prefix}discrepancy/{number}", unit_suffix(relation.claim.unit)
        how, _, what = relation.name.rpartition("＝")
        account = ACCOUNT_NAMES.get(relation.claim.scope.account, "")
        yield DiscrepancyView(
            claim_id=relation.claim.id,
            title=Bound(f"{key}/name", f"{account}{what}" if how else relation.claim.name),
            stated=Bound(f"{key}/stated", relation.claim.text),
            how=Bound(f"{key}/how", _operands(relation, how or f"“{what}”")),
            recomputed=Bound(f"{key}/recomputed", f"{relation.recomputed}{unit}") if how else None,
        )


def _operands(relation: Relation, how: str) -> str:
    """What a figure was recomputed from: each operand under its name, or the formula where names repeat."""
    figures = [figure for _, figure in relation.operands]
    if relation.name.count("＝") and len({figure.full_name for figure in figures}) == len(figures):
        names = [figure.full_name.replace("基金·基金", "基金").replace("·", "") for figure in figures]
        return "、".join(f"{name}{figure.text}" for name, figure in zip(names, figures, strict=True))
    return f"{how}（{'、'.join(figure.text for figure in figures)}）"


def _lines(evaluation: Evaluation, prefix: str) -> Iterator[LineView]:
    for number, line in enumerate(evaluation.subject.budget_lines, 1):
        budget, executed = (line_budget(evaluation, line.item, role) for role in ("budget", "actual"))
        title = Bound(f"{prefix}line/{number}/name", line.name)
        rate_id = tag(prefix, f"rate/{line.item}")
        yield _line(title, budget, executed, rate_id, Figures(evaluation.facts, prefix), line.goal)


def _money(evaluation: Evaluation, prefix: str) -> LineView | None:
    """The year's money."""
    pair = _money_pair(evaluation)
    if pair is None:
        return None
    title = Bound(f"{prefix}money/name", "年度资金总额")
    return _line(title, *pair, f"{prefix}rate/money", Figures(evaluation.facts, prefix))


def _lines_total(evaluation: Evaluation, prefix: str) -> LineView | None:
    """The year's money as the total of its lines, where they add up to it."""
    pair, covered = _money_pair(evaluation), coverage(evaluation)
    if pair is None or covered is None or covered.lines < 2 or covered.budget_fen != pair[0].value:
        return None
    title = Bound(f"{prefix}lines/name", "合计")
    return _line(title, *pair, f"{prefix}rate/money", Figures(evaluation.facts, prefix))


def _money_pair(evaluation: Evaluation) -> tuple[Figure, Figure] | None:
    """Budget and execution that an indicator is scored on, or what the subject states where none is."""
    figures, scope = evaluation.facts.figures, evaluation.facts.scope
    pairs: list[tuple[Figure | None, Figure | None]] = [
        (result.reading.target, result.reading.figure)
        for result in evaluation.results
        if result.indicator.primitive == "BUDGET_EXEC" or "执行率" in result.indicator.name
    ]
    pairs += [
        (figures.find(Selector(metric, "budget").within(scope)), figures.find(Selector(metric).within(scope)))
        for metric in ("project_budget", "fund_expense")
    ]
    for budget, executed in pairs:
        if budget is None or executed is None or budget.role != "budget":
            continue
        if budget.measure.family == "money":
            return budget, executed
    return None


def _line(
    title: Bound,
    budget: Figure | None,
    executed: Figure | None,
    rate_id: str,
    figures: Figures,
    has_goal: bool = True,
) -> LineView:
    """A line of money with its execution rate, where both amounts are there."""
    rate = executed.value / budget.value if budget and executed and budget.value else None
    return LineView(
        title=title,
        budget=figures.bound(budget) if budget else None,
        executed=figures.bound(executed) if executed else None,
        rate=None if rate is None else Bound(rate_id, f"{decimal_text(rate * 100, 2)}%"),
        is_low=rate is not None and rate < _LOW_EXECUTION,
        has_goal=has_goal,
    )
