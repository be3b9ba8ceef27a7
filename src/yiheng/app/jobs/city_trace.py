"""The way from a figure of a city down to its rows: the formula's tree, and one page of the rows behind one term."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yiheng.app.jobs.city_evaluation import city_content, published
from yiheng.engine.city import open_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.metrics.catalogue import METRICS
from yiheng.metrics.measured import Measured, figures
from yiheng.metrics.rows import Descent, RowPage, descend, row_page
from yiheng.metrics.year import CityYear, city_year
from yiheng.performance.city_evidence import goal_rows, targets
from yiheng.policy.content import Content
from yiheng.standards.problem import refuse


@dataclass(frozen=True)
class CityTrace:
    """The trees of what was asked for, and a page of the rows of one of their terms (None: none rests on rows)."""

    descent: Descent
    page: RowPage | None
    snapshot: int


def run(
    root: Path, year: int, what: str, page: int = 1, term: int = 1, extra: tuple[Path, ...] = ()
) -> CityTrace:
    """Trace a figure by its id, or a metric's figures by its code. ``term``: which numbered term's rows are shown.

    Refuses what is not known, a figure that could not be computed (with the reason), and a page or term not there.
    """
    city = open_city(root)
    content = city_content(city, extra)
    when = city_year(content, city.settings.region, year)
    with published(city) as (database, snapshot):
        descent = descend(measured(database, content, when, what), what)
        if not descent.leaves:
            return CityTrace(descent, None, snapshot)
        if not 1 <= term <= len(descent.leaves):
            raise refuse("trace_term", found=str(term), expected=str(len(descent.leaves)))
        return CityTrace(descent, row_page(database, descent.leaves[term - 1], page), snapshot)


def measured(database: DuckDatabase, content: Content, year: CityYear, what: str) -> Measured:
    """The figures of the metric that an id or a code names, and what they rest on; nothing else is computed."""
    metrics = {code: entry.value for code, entry in content.of(METRICS, year.region).items()}
    given = targets(goal_rows(database, year), year, metrics)
    code = what.split("/", maxsplit=1)[0]
    only = [code] if code in metrics else []  # of a long id the code may be cut short
    return figures(database, content, year, "", given, only)
