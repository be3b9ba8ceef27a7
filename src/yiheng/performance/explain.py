"""``explain``: why a score, or where a number comes from."""

from __future__ import annotations

from yiheng.metrics.figure import Selector
from yiheng.metrics.relation import figure_trace
from yiheng.metrics.trace import Trace
from yiheng.performance.evaluation import Evaluation
from yiheng.policy.content import nearest
from yiheng.standards.problem import refuse


def explain(evaluation: Evaluation, what: str) -> tuple[Trace, ...]:
    """Traces of an indicator by its code, of a metric's figures by its code, or of one figure by its id.

    A figure is traced to where it was read and to every identity that recomputes it.
    """
    every = [evaluation, *evaluation.projects]
    scores = [result.trace() for one in every for result in one.results if result.code == what]
    if scores:
        return tuple(scores)
    traces = []
    for one in every:
        figures = list(one.facts.figures.matching(Selector(what)))
        by_id = one.facts.figures.by_id(what)
        for figure in [by_id] if by_id is not None else figures:
            recomputed = [r.trace() for r in one.relations if r.claim.id == figure.id]
            leaf = figure_trace(figure)
            traces.append(Trace(leaf.label, leaf.value, source=leaf.source, inputs=tuple(recomputed)))
    if traces:
        return tuple(traces)
    known = [result.code for one in every for result in one.results]
    known += sorted({figure.metric for one in every for figure in one.facts.figures})
    raise refuse("trace_unknown", found=what, expected=nearest(what, known))
