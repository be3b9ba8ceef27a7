"""The evaluation run of a city: a year's published tables in; report, self-evaluation table and working paper out.

The facts come from the snapshot in force; policy from the shipped content, the city's own layer, and layers asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yiheng.app.jobs.evaluation import Run
from yiheng.engine.city import City, open_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.facts import open_facts
from yiheng.engine.snapshot import current_snapshot, read_snapshot
from yiheng.metrics.measured import Measured
from yiheng.metrics.year import city_year
from yiheng.performance.city_subject import CityEvaluation, evaluate_city
from yiheng.performance.library import library
from yiheng.policy.content import Content
from yiheng.policy.contract import contract


@dataclass(frozen=True)
class CityRun(Run):
    """One evaluation of a city, with how its figures came out and the snapshot they came from."""

    measured: Measured
    snapshot: int


def run(
    root: Path,
    year: int,
    profile: str,
    insurance: str = "",
    extra: tuple[Path, ...] = (),
    *,
    snapshot: int = 0,
    keep: Path | None = None,
    months: int = 12,
) -> CityRun:
    """Evaluate a city's year, or its first ``months``, under a profile, from its published tables.

    ``snapshot``: an earlier one, by its number.
    """
    city = open_city(root)
    content = city_content(city, extra)
    with published(city, snapshot, keep) as (database, number):
        done = evaluate_published(database, content, city, year, profile, insurance, months)
    return CityRun(done.evaluation, content, done.measured, number)


def city_content(city: City, extra: tuple[Path, ...] = ()) -> Content:
    """The content in force in a city; refused with all its faults."""
    return library((*city.content_layers, *extra)).sound()


@contextmanager
def published(city: City, number: int = 0, keep: Path | None = None) -> Iterator[tuple[DuckDatabase, int]]:
    """A session over a snapshot (without a number: the one in force), and its number; closed at the end.

    ``keep``: a DuckDB file that keeps the table of every step (debug mode).
    """
    snapshot = read_snapshot(city, number) if number else current_snapshot(city)
    with open_facts(city, snapshot, contract(), file=keep) as database:
        yield database, snapshot.number


def evaluate_published(
    database: DuckDatabase,
    content: Content,
    city: City,
    year: int,
    profile: str,
    insurance: str,
    months: int = 12,
) -> CityEvaluation:
    """The evaluation over an open session."""
    settings = city.settings
    when = city_year(content, settings.region, year, months)
    return evaluate_city(database, content, when, profile, insurance, settings.name)
