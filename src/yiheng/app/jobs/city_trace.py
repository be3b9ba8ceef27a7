"""The way from a score or a figure of a city down to its rows: the tree, and one page of the rows behind one term."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yiheng.app.jobs.city_evaluation import city_content, evaluate_published, published
from yiheng.engine.city import open_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.metrics.catalogue import METRICS, Metric, metric_names
from yiheng.metrics.measured import Measured, figures
from yiheng.metrics.rows import Descent, RowPage, descend, descend_each, row_page
from yiheng.metrics.trace import Trace
from yiheng.metrics.year import CityYear, city_year
from yiheng.performance.city_evidence import goal_rows, targets
from yiheng.performance.city_subject import CityEvaluation
from yiheng.performance.explain import scored
from yiheng.policy.content import Content, meant, nearest
from yiheng.standards.problem import refuse


@dataclass(frozen=True)
class CityTrace:
    """The trees of what was asked for, and a page of the rows of one of their terms (None: none rests on rows).

    ``scores``: where an indicator was asked for, how its points came about; the descent is then of its figures.
    """

    descent: Descent
    page: RowPage | None
    snapshot: int
    scores: tuple[Trace, ...] = ()


def run(
    root: Path,
    year: int,
    what: str,
    page: int = 1,
    term: int = 1,
    extra: tuple[Path, ...] = (),
    *,
    profile: str = "",
    insurance: str = "",
) -> CityTrace:
    """Trace a figure by its id, a metric's figures by its code or name, or, under a profile, an indicator's score.

    ``term``: which numbered term's rows are shown. Refuses what is not known, a figure that could not be computed
    (with the reason), and a page or term not there.
    """
    city = open_city(root)
    content = city_content(city, extra)
    when = city_year(content, city.settings.region, year)
    metrics = {code: entry.value for code, entry in content.of(METRICS, when.region).items()}
    with published(city) as (database, snapshot):
        scores: tuple[Trace, ...] = ()
        done = evaluate_published(database, content, city, year, profile, insurance) if profile else None
        if done is not None and scored(done.evaluation, what):
            scores = tuple(one.trace() for one in scored(done.evaluation, what))
            descent = descend_each(done.measured, _figures_of(done, what))
        else:
            known = _code(what, metrics)
            if not known:
                names = metric_names(metrics)
                raise refuse("city_trace_unknown", found=what, expected=nearest(what, names))
            descent = descend(measured(database, content, when, known, metrics), known)
        if not descent.leaves:
            return CityTrace(descent, None, snapshot, scores)
        if not 1 <= term <= len(descent.leaves):
            raise refuse("trace_term", found=str(term), expected=str(len(descent.leaves)))
        return CityTrace(descent, row_page(database, descent.leaves[term - 1], page), snapshot, scores)


def _code(what: str, metrics: dict[str, Metric]) -> str:
    """The metric's code for its code, its name, a figure's full name or the only name that holds the word.

    An id stays as it is; empty where no metric is meant.
    """
    if what in metrics or "/" in what:
        return what
    by_name = {metric.name: code for code, metric in metrics.items()}
    parts = [part.partition("（")[0] for part in what.split("·")]
    known = next((by_name[one] for one in (what, *parts) if one in by_name), "")
    return known or meant(what, metric_names(metrics))


def _figures_of(done: CityEvaluation, what: str) -> list[str]:
    """The ids of the figures that an indicator was read from."""
    found = []
    for result in scored(done.evaluation, what):
        reading = result.reading
        for figure in (reading.figure, reading.target):
            if figure is not None and figure.id not in found:
                found.append(figure.id)
    return found


def measured(
    database: DuckDatabase, content: Content, year: CityYear, what: str, metrics: dict[str, Metric]
) -> Measured:
    """The figures of the metric that an id or a code names, and what they rest on; nothing else is computed."""
    given = targets(goal_rows(database, year), year, metrics)
    code = what.split("/", maxsplit=1)[0]
    only = [code] if code in metrics else []  # of a long id the code may be cut short
    return figures(database, content, year, "", given, only)
