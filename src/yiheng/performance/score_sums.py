"""Do the printed scores add up? Group scores against their parts, the total against all, deductions against loss.

These are relations like any other (03 §6 R11): figures of the metrics ``indicator_score`` and ``total_score`` with
the indicator's code as item. They hold for what the source printed; computed scores add up by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.exact.printed import Printed
from yiheng.metrics.figure import Figure, Place, Scope
from yiheng.metrics.relation import Relation
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.performance.profile import Node
from yiheng.performance.profile_check import walk
from yiheng.performance.scheme import points_text
from yiheng.standards.measure import measures

SCORE_UNIT = "得分"


def score_relations(evaluation: Evaluation) -> tuple[Relation, ...]:
    """All sums of printed scores that can be formed; none where the source printed no parts."""
    by_code = {result.code: result for result in evaluation.results}
    return (*_groups(evaluation, by_code), *_deductions(evaluation), *_total(evaluation))


def _figure(evaluation: Evaluation, metric: str, name: str, item: str, text: str, line: int) -> Figure:
    subject = evaluation.subject
    return Figure(
        metric,
        name,
        "actual",
        Scope(subject.insurance, "all", item, subject.period),
        Printed.parse(text),
        SCORE_UNIT,
        measures()[SCORE_UNIT],
        place=Place(subject.source.doc or subject.subject, line),
    )


def _stated(evaluation: Evaluation, result: IndicatorResult) -> Figure:
    evidence = result.evidence
    return _figure(
        evaluation,
        "indicator_score",
        f"{result.indicator.name}得分",
        result.code,
        points_text(result.stated_e2 or 0),
        evidence.line if evidence else 0,
    )


def _sum(name: str, claim: Figure, parts: list[Figure]) -> Relation:
    point = sum((part.value for part in parts), Fraction(0))
    verdict = Verdict.CONSISTENT if point == claim.value else Verdict.INCONSISTENT
    return Relation(
        name, "各项得分之和", claim, tuple((part.scope.item, part) for part in parts), point, verdict
    )


def _groups(evaluation: Evaluation, by_code: dict[str, IndicatorResult]) -> Iterator[Relation]:
    """Scores printed for an inner node of the tree against those of its leaves."""
    for node in walk(evaluation.profile.tree):
        evidence = evaluation.subject.evidence.get(node.code)
        if node.is_leaf or evidence is None or not evidence.stated:
            continue
        leaves = [by_code[leaf.code] for leaf in _leaves(node) if leaf.code in by_code]
        if leaves and all(leaf.stated_e2 is not None for leaf in leaves):
            name = f"{node.name}得分合计"
            claim = _figure(evaluation, "indicator_score", name, node.code, evidence.stated, evidence.line)
            yield _sum(name, claim, [_stated(evaluation, leaf) for leaf in leaves])


def _leaves(node: Node) -> Iterator[Node]:
    return (child for child in walk([node]) if child.is_leaf)


def _deductions(evaluation: Evaluation) -> Iterator[Relation]:
    """A printed award and its printed deduction make the full marks."""
    for result in evaluation.results:
        evidence = result.evidence
        if evidence is None or not evidence.deduction or result.stated_e2 is None:
            continue
        claim = _figure(
            evaluation,
            "indicator_score",
            f"{result.indicator.name}满分",
            f"{result.code}.full",
            points_text(result.indicator.full_e2),
            evidence.line,
        )
        lost = _figure(
            evaluation,
            "indicator_deduction",
            f"{result.indicator.name}扣分",
            result.code,
            evidence.deduction,
            evidence.line,
        )
        yield _sum(f"{result.indicator.name}得分与扣分", claim, [_stated(evaluation, result), lost])


def _total(evaluation: Evaluation) -> Iterator[Relation]:
    """The printed total against all printed awards, where every indicator has one."""
    stated = evaluation.subject.stated
    if not stated.total or not evaluation.results:
        return
    if any(result.stated_e2 is None for result in evaluation.results):
        return
    claim = _figure(evaluation, "total_score", "自评总分", "", stated.total, stated.line)
    yield _sum("自评得分合计", claim, [_stated(evaluation, result) for result in evaluation.results])
