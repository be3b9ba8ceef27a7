"""``explain``: why a score, or where a number comes from."""

from __future__ import annotations

from yiheng.metrics.figure import Figure
from yiheng.metrics.relation import figure_trace
from yiheng.metrics.trace import Trace
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.policy.content import meant, nearest
from yiheng.standards.problem import refuse


def scored(evaluation: Evaluation, what: str) -> list[IndicatorResult]:
    """The results of an indicator, by its code or its name."""
    every = [evaluation, *evaluation.projects]
    return [result for one in every for result in one.results if what in (result.code, result.indicator.name)]


def _names(figure: Figure) -> tuple[str, str, str]:
    return figure.metric, figure.name, figure.full_name


def explain(evaluation: Evaluation, what: str) -> tuple[Trace, ...]:
    """Traces of an indicator by its code, of a metric's figures by its code, of either by its name, or of one figure by its id.

    A part of a name will do where only one holds it. A figure is traced to where it was read and to every identity that recomputes it.
    """
    every = [evaluation, *evaluation.projects]
    scores = scored(evaluation, what)
    if scores:
        return tuple(result.trace() for result in scores)
    traces = []
    for one in every:
        figures = [figure for figure in one.facts.figures if not figure.restated and what in _names(figure)]
        by_id = one.facts.figures.by_id(what)
        for figure in [by_id] if by_id is not None else figures:
            recomputed = [r.trace() for r in one.relations if r.claim.id == figure.id]
            leaf = figure_trace(figure)
            traces.append(Trace(leaf.label, leaf.value, source=leaf.source, inputs=tuple(recomputed)))
    if traces:
        return tuple(traces)
    known = {result.code: result.indicator.name for one in every for result in one.results}
    known |= {figure.metric: figure.name for one in every for figure in one.facts.figures}
    own = meant(what, known)
    if own:
        return explain(evaluation, own)
    raise refuse("trace_unknown", found=what, expected=nearest(what, known))
