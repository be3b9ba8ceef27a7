"""An evaluation as plain data for programs: ``yiheng evaluate … --json``.

Scores are JSON numbers with at most two decimals, made from hundredths only here, at the border.
"""

from __future__ import annotations

from yiheng.metrics.relation import VERDICT_NAMES, Relation
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.performance.sensitivity import outcomes


def score_number(points: int | None) -> int | float | None:
    """Hundredths as a JSON number: 9833 → 98.33, 9400 → 94."""
    if points is None:
        return None
    return points // 100 if points % 100 == 0 else points / 100


def as_plain(evaluation: Evaluation) -> dict[str, object]:
    """The evaluation with its indicators, relations, sensitivity and projects."""
    totals = evaluation.totals
    scored = evaluation.scored
    plain: dict[str, object] = {
        "subject": evaluation.subject.subject,
        "title": evaluation.subject.title,
        "profile": evaluation.profile.profile,
        "profile_version": evaluation.profile.version,
        "inferred": evaluation.inferred,
        "totals": {
            "stated": score_number(totals.stated_e2),
            "computed": score_number(totals.computed_e2) if scored else None,
            "verified": score_number(totals.verified_e2) if scored else None,
        },
        "stated_grade": evaluation.subject.stated.grade,
        "grade": evaluation.grade,
        "grade_without_bonus": evaluation.grade_without_bonus,
        "total_without_bonus": score_number(totals.main_e2) if scored else None,
        "data_notes": list(evaluation.data_notes),
        "indicators": [_indicator(result) for result in evaluation.results],
        "sensitivity": [
            {
                "id": other.id,
                "name": other.name,
                "total": score_number(other.computed_e2),
                "grade": other.grade,
            }
            for other in outcomes(evaluation)
        ],
        "relations": [_relation(relation) for relation in evaluation.relations],
    }
    if evaluation.projects:
        plain["projects"] = [as_plain(project) for project in evaluation.projects]
    return plain


def _indicator(result: IndicatorResult) -> dict[str, object]:
    return {
        "code": result.code,
        "name": result.indicator.name,
        "levels": list(result.indicator.levels),
        "full": score_number(result.indicator.full_e2),
        "stated": score_number(result.stated_e2),
        "computed": score_number(result.computed_e2),
        "verified": score_number(result.verified_e2),
        "target": result.reading.target_text,
        "actual": result.actual_text,
        "inferred": result.indicator.inferred,
        "over_target": result.over,
        "reason": result.reason,
        "withheld": result.withheld_reason,
        "trace": result.trace().as_dict(),
    }


def _relation(relation: Relation) -> dict[str, object]:
    return {
        "name": relation.name,
        "formula": relation.formula,
        "claim": relation.claim.text,
        "recomputed": relation.recomputed,
        "unit": relation.claim.unit,
        "verdict": relation.verdict.value,
        "verdict_name": VERDICT_NAMES[relation.verdict],
        "caliber": relation.caliber,
        "figures": [figure.id for figure in relation.figures],
    }
