"""Sensitivity: what the total would be under other readings of the same year.

Two sources: the scenarios that the profile declares, and every caliber under which an indicator's metric can be
recomputed from what the subject states (可支付月数 by this year's monthly spend, say). Nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.metrics.relation import accused
from yiheng.performance.evaluation import Evaluation, score, totals
from yiheng.performance.profile import LeafChange
from yiheng.performance.scheme import changed, indicators


@dataclass(frozen=True)
class Outcome:
    """One other reading: the total, its grade, and which indicators moved (code, points before, points after)."""

    id: str
    name: str
    computed_e2: int
    grade: str
    moved: tuple[tuple[str, int, int], ...]


def outcomes(evaluation: Evaluation) -> tuple[Outcome, ...]:
    """The profile's scenarios, then the calibers that change or confirm an indicator."""
    if not evaluation.scored:
        return ()
    declared = [
        outcome(evaluation, scenario.id, scenario.name, scenario.replace, scenario.calibers)
        for scenario in evaluation.profile.scenarios
    ]
    return (*declared, *_calibers(evaluation))


def _calibers(evaluation: Evaluation) -> Iterator[Outcome]:
    seen = {(metric, caliber) for s in evaluation.profile.scenarios for metric, caliber in s.calibers.items()}
    for result in evaluation.results:
        selector = result.indicator.actual
        metric = evaluation.facts.metrics.get(selector.metric) if selector is not None else None
        if metric is None:
            continue
        for caliber in metric.calibers:
            if (metric.code, caliber.id) in seen or not _can_recompute(evaluation, metric.code, caliber.id):
                continue
            seen.add((metric.code, caliber.id))
            name = f"{metric.name}按“{caliber.name}”复算"
            yield outcome(evaluation, f"{metric.code}:{caliber.id}", name, {}, {metric.code: caliber.id})


def _can_recompute(evaluation: Evaluation, metric: str, caliber: str) -> bool:
    return any(
        relation.claim.metric == metric and relation.caliber == caliber for relation in evaluation.relations
    )


def outcome(
    evaluation: Evaluation,
    scenario_id: str,
    name: str,
    changes: Mapping[str, LeafChange],
    calibers: Mapping[str, str],
) -> Outcome:
    """Score again with some rules replaced or some metrics recomputed."""
    profile = evaluation.profile.model_copy(update={"tree": changed(evaluation.profile.tree, dict(changes))})
    facts = replace(evaluation.facts, calibers={**evaluation.facts.calibers, **calibers})
    scheme = indicators(profile, evaluation.subject.goals)
    results = score(scheme, facts, evaluation.subject.evidence, profile, accused(evaluation.relations))
    total = totals(results, evaluation.subject, profile).computed_e2
    before = {result.code: result.computed_e2 for result in evaluation.results}
    moved = tuple(
        (result.code, before.get(result.code, 0), result.computed_e2)
        for result in results
        if before.get(result.code) != result.computed_e2
    )
    return Outcome(scenario_id, name, total, evaluation.grades.grade(Fraction(total, 100)), moved)
