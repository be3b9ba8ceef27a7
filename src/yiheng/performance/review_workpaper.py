"""An evaluation as a 《校核底稿》: the only paper on which the verified score stands. Internal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.metrics.relation import VERDICT_NAMES, Relation
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.performance.report import INFERRED_BANNER
from yiheng.performance.scheme import points_text
from yiheng.performance.self_evaluation_form import score_figure
from yiheng.performance.sensitivity import outcomes
from yiheng.reports.form import NO_FIGURE, FigureText
from yiheng.reports.workpaper import (
    GoalFinding,
    GradeLine,
    RelationLine,
    Scenario,
    ScoreLine,
    ScoreTotals,
    Workpaper,
)
from yiheng.standards.message import messages, sentence
from yiheng.standards.problem import Problem

_SEVERITIES = {"error": "须改", "warning": "提示", "information": "说明"}


def workpaper(evaluation: Evaluation, findings: Sequence[Problem], version: str = "") -> Workpaper:
    """The working paper of one evaluation with its goal findings."""
    subject, profile, totals = evaluation.subject, evaluation.profile, evaluation.totals
    full = sum(result.indicator.full_e2 for result in evaluation.results if not result.indicator.bonus)
    stated = FigureText("—") if totals.stated_e2 is None else _figure(totals.stated_e2)
    verified_grade = evaluation.grades.grade(Fraction(totals.verified_e2, 100)) if evaluation.scored else ""
    return Workpaper(
        title="绩效自评校核底稿",
        subject=subject.title,
        profile=f"{profile.title}（{profile.version}）",
        rows=tuple(_line(result) for result in evaluation.results),
        totals=ScoreTotals(
            full=score_figure("total/full", full, evaluation),
            stated=stated,
            computed=score_figure("total/computed", totals.computed_e2, evaluation),
            verified=score_figure("total/verified", totals.verified_e2, evaluation),
            stated_grade=subject.stated.grade,
            computed_grade=_computed_grade(evaluation),
            verified_grade=verified_grade,
        ),
        relations=tuple(_relation(relation) for relation in _ordered(evaluation.relations)),
        goal_findings=tuple(_finding(problem) for problem in findings),
        scenarios=tuple(_scenarios(evaluation)),
        grade_lines=tuple(
            GradeLine(band.name, _range(band.lower, band.upper)) for band in evaluation.grades.bands
        ),
        banner=INFERRED_BANNER if evaluation.inferred else "",
        data_status=subject.data_status,
        version=version,
    )


def _computed_grade(evaluation: Evaluation) -> str:
    if evaluation.bonus_e2 and evaluation.grade_without_bonus != evaluation.grade:
        main = points_text(evaluation.totals.main_e2)
        return f"{evaluation.grade}（不含加分 {main} 分，为{evaluation.grade_without_bonus}）"
    return evaluation.grade


def _figure(points: int) -> FigureText:
    text = points_text(points)
    return FigureText(text, "", Fraction(points, 100), len(text.partition(".")[2]), "score")


def _line(result: IndicatorResult) -> ScoreLine:
    figure = result.reading.figure
    return ScoreLine(
        code=result.code,
        name="·".join(result.indicator.levels),
        full=_figure(result.indicator.full_e2),
        computed=_figure(result.computed_e2),
        verified=_figure(result.verified_e2),
        stated=NO_FIGURE if result.stated_e2 is None else _figure(result.stated_e2),
        withheld_reason=result.withheld_reason,
        score_reason=result.reason,
        target_text=result.reading.target_text,
        actual_text=result.actual_text,
        source=figure.place.told if figure is not None else _evidence_place(result),
    )


def _evidence_place(result: IndicatorResult) -> str:
    line = result.evidence.line if result.evidence is not None else 0
    return f"原文第 {line} 行" if line else ""


_WEIGHT = {Verdict.INCONSISTENT: 0, Verdict.REVIEW: 1, Verdict.ROUNDING: 2}


def _ordered(relations: Sequence[Relation]) -> list[Relation]:
    """Contradictions first, then questions, then the rest as found."""
    return sorted(relations, key=lambda relation: _WEIGHT.get(relation.verdict, 3))


def _relation(relation: Relation) -> RelationLine:
    operands = "，".join(f"{figure.full_name} {figure.text}" for _, figure in relation.operands)
    return RelationLine(
        name=relation.title,
        claimed=FigureText(relation.claim.text),
        recomputed=FigureText(relation.recomputed_text),
        verdict=VERDICT_NAMES[relation.verdict],
        note=f"{relation.formula}：{operands}（{relation.claim.place.told}）",
        contradicts=relation.verdict is Verdict.INCONSISTENT,
    )


def _finding(problem: Problem) -> GoalFinding:
    remedy = messages()[problem.code].remedy
    words = sentence(problem)
    return GoalFinding(problem.key, words, _SEVERITIES[problem.severity], remedy)


def _scenarios(evaluation: Evaluation) -> Iterator[Scenario]:
    if not evaluation.scored:
        return
    yield Scenario("本表所用口径", _figure(evaluation.totals.computed_e2), evaluation.grade)
    if evaluation.bonus_e2:
        yield Scenario("不含加分", _figure(evaluation.totals.main_e2), evaluation.grade_without_bonus)
    for other in outcomes(evaluation):
        moved = "、".join(f"{code} {points_text(a)}→{points_text(b)}" for code, a, b in other.moved)
        yield Scenario(
            f"{other.name}{f'（{moved}）' if moved else ''}", _figure(other.computed_e2), other.grade
        )


def _range(low: str, high: str) -> str:
    if low and high:
        return f"{low}—{high}（不含）"
    return f"{low} 及以上" if low else f"{high} 以下"
