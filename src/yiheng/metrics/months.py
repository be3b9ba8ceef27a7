"""Months without rows in a table that has rows every month: what a sum over the year then leaves out.

A step says in its header of what every month should have some. Whether a month has any is asked of the whole book
(the vouchers of a fund), not of what a formula counts in it: a month without interest is nothing strange.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from yiheng.engine.database import Database
from yiheng.engine.step import Monthly
from yiheng.metrics.scalar import columns_used, parse
from yiheng.metrics.scan import BoundTerm, in_dialect
from yiheng.metrics.tables import readables
from yiheng.metrics.year import CityYear

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Months of a year without ``things``; ``counted`` months have some."""

    year: int
    months: tuple[int, ...]
    counted: int
    things: str

    @property
    def text(self) -> str:
        """Which months, and of what they have none: ``2023年6月、7月没有记账凭证``."""
        return f"{self.year}年{'、'.join(f'{month}月' for month in self.months)}没有{self.things}"


def monthly_gaps(
    database: Database, terms: Iterable[BoundTerm], year: CityYear
) -> Mapping[BoundTerm, tuple[Gap, ...]]:
    """The months without rows in the books that terms count over; a book without any row at all has none."""
    by_table: dict[str, list[BoundTerm]] = {}
    for term in terms:
        by_table.setdefault(term.table, []).append(term)
    found: dict[BoundTerm, tuple[Gap, ...]] = {}
    for table, asked in by_table.items():
        step = readables()[table].step
        if step is not None and step.monthly is not None:
            found |= _gaps_of(database, table, step.monthly, asked, year)
    return found


def _gaps_of(
    database: Database, table: str, monthly: Monthly, terms: Sequence[BoundTerm], year: CityYear
) -> dict[BoundTerm, tuple[Gap, ...]]:
    """One scan of a table: which days of which year each book has rows on."""
    books = {term: book_condition(term, monthly) for term in terms}
    columns = {book: f"c{number}" for number, book in enumerate(dict.fromkeys(books.values()))}
    flags = ", ".join(f"MAX(CASE WHEN {book} THEN 1 ELSE 0 END) AS {name}" for book, name in columns.items())
    query = f"SELECT {monthly.year} AS y, {monthly.day} AS d, {flags} FROM {table} GROUP BY {monthly.year}, {monthly.day}"
    rows = database.table(in_dialect(query, database.dialect)).to_pylist()
    gaps = {
        book: _gaps([(row["y"], row["d"]) for row in rows if row[name]], monthly.things, year)
        for book, name in columns.items()
    }
    return {term: gaps[book] for term, book in books.items()}


def book_condition(term: BoundTerm, monthly: Monthly) -> str:
    """Whose book a term counts in: those of its conditions that speak of nothing but the book and the year."""
    known = {monthly.year, *monthly.books}
    conjuncts = [part for text in (term.within, term.where) if text for part in _conjuncts(text)]
    told = [part for part in dict.fromkeys(conjuncts) if set(columns_used(part)) <= known]
    return " AND ".join(f"({part})" for part in told) or "1 = 1"


def _conjuncts(text: str) -> list[str]:
    tree = parse(text)
    if tree is None:
        raise ValueError(text)
    parts = tree.flatten() if isinstance(tree, exp.And) else [tree]
    return [part.sql("duckdb") for part in parts]


def _gaps(days: Iterable[tuple[int, int | None]], things: str, year: CityYear) -> tuple[Gap, ...]:
    present: dict[int, set[int]] = {}
    for fiscal_year, dayno in days:
        months = present.setdefault(fiscal_year, set())
        on = None if dayno is None else _EPOCH + timedelta(days=dayno)
        if on is not None and on.year == fiscal_year:
            months.add(on.month)
    found = []
    for fiscal_year, months in sorted(present.items()):
        asked = range(1, (year.months if fiscal_year == year.year else 12) + 1)
        missing = tuple(month for month in asked if month not in months)
        if missing:
            found.append(Gap(fiscal_year, missing, len(asked) - len(missing), things))
    return tuple(found)
