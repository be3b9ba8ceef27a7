"""An evaluation as a filled 自评表: the plain :class:`yiheng.reports.form.Form` that every layout prints.

得分 is the computed score; where the source printed its own, 自评得分 stands beside it. The verified score is not
here, nor anywhere a form could show it.
"""

from __future__ import annotations

from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import OPERATOR_TEXTS, Figure, Selector, unit_suffix
from yiheng.performance.award import AWARDS
from yiheng.performance.evaluation import Evaluation, IndicatorResult, primitive_name
from yiheng.performance.reading import direction
from yiheng.performance.report import INFERRED_BANNER
from yiheng.performance.report_making import doubt, is_only_equal
from yiheng.performance.report_view import Figures
from yiheng.performance.scheme import points_text
from yiheng.reports.form import NO_FIGURE, FigureNote, FigureText, Form, FormRow, ManagementRow, MoneyRow
from yiheng.reports.text_template import filled
from yiheng.standards.measure import measures

_STYLES = {"money": "money", "ratio": "score", "count": "count", "time": "score", "score": "score"}
"""Cell styles by family; a ratio stands as printed beside its own unit column, so it is no percent cell."""


def form(evaluation: Evaluation, version: str = "") -> Form:
    """The form of one evaluation; of a composite subject, its own part."""
    subject, profile = evaluation.subject, evaluation.profile
    money = [result for result in evaluation.results if _is_money_row(result, evaluation)]
    rows = [result for result in evaluation.results if result not in money and not result.indicator.bonus]
    bonus = [result for result in evaluation.results if result.indicator.bonus]
    full = sum(result.indicator.full_e2 for result in evaluation.results if not result.indicator.bonus)
    totals = evaluation.totals
    return Form(
        title=profile.heading,
        project_name=subject.title,
        department=subject.department or subject.organisation,
        implementer=subject.organisation,
        period=f"{subject.period}年度",
        money_unit=subject.money_unit,
        rows=tuple(_row(result, evaluation) for result in rows),
        bonus_rows=tuple(_row(result, evaluation) for result in bonus),
        total_full=score_figure("total/full", full, evaluation),
        total_score=score_figure("total/computed", totals.computed_e2, evaluation),
        total_stated=FigureText(
            points_text(totals.stated_e2),
            "total/stated",
            Fraction(totals.stated_e2, 100),
            _places(totals.stated_e2),
            "score",
        )
        if totals.stated_e2 is not None
        else None,
        money_rows=tuple(_money_rows(evaluation, money)),
        goal_expected=_words(subject.overall_goal.expected, evaluation),
        goal_achieved=_words(subject.overall_goal.achieved, evaluation),
        conclusion=_conclusion(evaluation),
        problems="；".join(_problems(evaluation)),
        measures="；".join(_words(text, evaluation) for text in subject.narrative.measures),
        management_rows=tuple(
            ManagementRow(row.name, subject.management.get(row.code, ""), "")
            for row in profile.management_rows
        ),
        banner=INFERRED_BANNER if evaluation.inferred else "",
        data_status=subject.data_status,
        version=version,
        organisation=subject.organisation,
        figure_notes=tuple(_notes(evaluation)),
        filters=(
            ("评价对象", subject.subject),
            ("评分表", f"{profile.profile} {profile.version}"),
            ("期间", subject.period),
        ),
    )


def score_figure(figure_id: str, points: int, evaluation: Evaluation) -> FigureText:
    """Points as a figure; a dash on an unscored form."""
    if not evaluation.scored:
        return NO_FIGURE
    return FigureText(points_text(points), figure_id, Fraction(points, 100), _places(points), "score")


def _places(points: int) -> int:
    text = points_text(points)
    return len(text.partition(".")[2])


def _words(text: str, evaluation: Evaluation) -> str:
    """A person's text with its figures filled in."""
    return filled(text, Figures(evaluation.facts), evaluation.subject.subject) if text else ""


def _is_money_row(result: IndicatorResult, evaluation: Evaluation) -> bool:
    """Budget execution that is a level of its own stands in the money block, not among the indicators."""
    if not AWARDS[result.indicator.primitive].budget or result.indicator.primitive == "COST_CONTROL":
        return False
    level = result.indicator.levels[0]
    return sum(other.indicator.levels[0] == level for other in evaluation.results) == 1


def _money_rows(evaluation: Evaluation, scored: list[IndicatorResult]) -> list[MoneyRow]:
    """The year's total with its execution and score; what the subject states where no indicator scores it."""
    if scored:
        result = scored[0]
        return [_money_row(evaluation, result.reading.target, result.reading.figure, result)]
    scope, figures = evaluation.facts.scope, evaluation.facts.figures
    for metric in ("project_budget", "fund_expense"):
        budget = figures.find(Selector(metric, "budget").within(scope))
        executed = figures.find(Selector(metric, "actual").within(scope))
        if budget is not None and executed is not None:
            return [_money_row(evaluation, budget, executed, None)]
    return []


def _money_row(
    evaluation: Evaluation, budget: Figure | None, executed: Figure | None, result: IndicatorResult | None
) -> MoneyRow:
    rate = NO_FIGURE
    if budget is not None and executed is not None and budget.value:
        share = executed.value / budget.value
        rate = FigureText(f"{decimal_text(share * 100, 2)}%", "budget/rate", share, 2, "percent")
    return MoneyRow(
        name="年度资金总额",
        budget_adjusted=_money(budget, evaluation),
        executed=_money(executed, evaluation),
        rate=rate,
        full=score_figure(f"full/{result.code}", result.indicator.full_e2, evaluation)
        if result
        else NO_FIGURE,
        score=score_figure(f"score/{result.code}", result.computed_e2, evaluation) if result else NO_FIGURE,
        reason=_reason(result) if result else "",
        stated=_stated(result) if result else None,
    )


def _money(figure: Figure | None, evaluation: Evaluation) -> FigureText:
    """An amount in the form's unit: as it stands everywhere else where that is its own, else with two decimals.

    The number behind the text stays exact.
    """
    if figure is None:
        return NO_FIGURE
    unit = measures()[evaluation.subject.money_unit].unit
    value = unit.from_base(figure.value)
    if figure.measure.unit == unit:
        return FigureText(figure.number, figure.id, value, figure.places, "money")
    return FigureText(decimal_text(value, 2, thousands=True), figure.id, value, 2, "money")


def _row(result: IndicatorResult, evaluation: Evaluation) -> FormRow:
    levels = result.indicator.levels
    numeric = AWARDS[result.indicator.primitive].numeric
    return FormRow(
        code=result.code,
        level1=levels[0],
        level2=levels[1] if len(levels) > 1 else levels[0],
        level3="·".join(levels[2:]) or result.measured or levels[-1],
        nature=_nature(result, numeric),
        target=_target(result),
        unit=_unit(result),
        actual=_actual(result),
        full=score_figure(f"full/{result.code}", result.indicator.full_e2, evaluation),
        score=score_figure(f"score/{result.code}", result.computed_e2, evaluation),
        reason=_reason(result),
        inferred=result.indicator.inferred,
        stated=_stated(result),
        backfilled=result.backfilled,
    )


def _nature(result: IndicatorResult, numeric: bool) -> str:
    """The direction of the target as it was set; none where nobody set one."""
    if not numeric:
        return "定性"
    sign = direction(result.indicator, result.reading.target)
    return sign or ("=" if result.indicator.nature == "=" else "")


def _unit(result: IndicatorResult) -> str:
    """The unit of both sides; none where they differ, since each side then carries its own."""
    reading = result.reading
    if reading.figure is None or _units_differ(result):
        return ""
    return unit_suffix(reading.figure.unit)


def _units_differ(result: IndicatorResult) -> bool:
    figure = result.reading.figure
    other = _target_unit(result)
    return figure is not None and bool(other) and figure.unit != other


def _target_unit(result: IndicatorResult) -> str:
    if result.reading.target is not None:
        return result.reading.target.unit
    standard = result.indicator.standard
    return standard.unit if standard is not None else ""


def _target(result: IndicatorResult) -> FigureText:
    """The target without operator and unit; words where it has no number."""
    reading, figure_id = result.reading, f"target/{result.code}"
    suffix = unit_suffix(_target_unit(result)) if _units_differ(result) else ""
    if reading.target is not None:
        return (
            FigureText(f"{reading.target.number}{suffix}", figure_id)
            if suffix
            else _number(reading.target, figure_id)
        )
    if result.indicator.standard is not None:
        return FigureText(f"{result.indicator.standard.number}{suffix}", figure_id)
    return FigureText(reading.target_text or "—", figure_id)


def _actual(result: IndicatorResult) -> FigureText:
    reading = result.reading
    if reading.figure is None:
        return FigureText(result.actual_text or "—", f"actual/{result.code}")
    if _units_differ(result):
        return FigureText(reading.actual_text, f"actual/{result.code}")
    if reading.relation is not None:
        return FigureText(reading.figure.in_unit(reading.relation.point), f"actual/{result.code}")
    if reading.figure.operator:
        sign = OPERATOR_TEXTS[reading.figure.operator]
        return FigureText(f"{sign}{reading.figure.number}", reading.figure.id)
    return _number(reading.figure, reading.figure.id)


def _number(figure: Figure, figure_id: str) -> FigureText:
    family = figure.measure.family
    style = _STYLES.get(family, "text")
    return FigureText(figure.number, figure_id, figure.printed.value, figure.places, style)  # type: ignore[arg-type]


def _stated(result: IndicatorResult) -> FigureText | None:
    if result.stated_e2 is None:
        return None
    return FigureText(
        points_text(result.stated_e2),
        f"stated/{result.code}",
        Fraction(result.stated_e2, 100),
        _places(result.stated_e2),
        "score",
    )


def _reason(result: IndicatorResult) -> str:
    """偏差原因分析及改进措施: the bureau's own words first, then what the rules say."""
    parts: list[str] = []
    if result.evidence is not None:
        parts.extend(filter(None, [result.evidence.reason, result.evidence.measure]))
    if result.lost_e2 or result.overspent:
        parts.append(result.reason)
    if is_only_equal(result):
        parts.append(doubt(result))
    if result.over:
        parts.append("完成值超过目标三成以上，目标偏低，应说明原因")
    return "；".join(part.rstrip("。；") for part in parts)


def _conclusion(evaluation: Evaluation) -> str:
    if not evaluation.scored:
        return ""
    words = f"系统复算得分{points_text(evaluation.totals.computed_e2)}分，等次为{evaluation.grade}"
    if evaluation.bonus_e2:
        words += (
            f"（不含加分{points_text(evaluation.totals.main_e2)}分，等次为{evaluation.grade_without_bonus}）"
        )
    return words + "。"


def _problems(evaluation: Evaluation) -> list[str]:
    return [
        f"{result.indicator.name}：{result.reason}"
        for result in evaluation.results
        if result.lost_e2 and result.indicator.full_e2
    ]


def _notes(evaluation: Evaluation) -> list[FigureNote]:
    """What each figure id on the form means and where it was read."""
    found: dict[str, FigureNote] = {}
    for result in evaluation.results:
        found[f"score/{result.code}"] = FigureNote(
            f"score/{result.code}",
            f"{result.indicator.name}得分",
            f"{primitive_name(result.indicator.primitive)}：{result.indicator.guidance or result.reason}",
            "系统复算",
        )
        for figure in (result.reading.figure, result.reading.target):
            if figure is not None:
                metric = evaluation.facts.metrics[figure.metric]
                found[figure.id] = FigureNote(
                    figure.id, figure.full_name, metric.definition, figure.place.told
                )
    found["total/computed"] = FigureNote(
        "total/computed", "系统复算得分", "各指标得分之和（含加分）", "系统复算"
    )
    return list(found.values())
