"""The shipped profile and its calendar, a whole city at a hundredth, and the money of the true scale."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import duckdb
import pyarrow as pa
import pytest

from yiheng.policy.calendar import calendar_of
from yiheng.synthetic.build import build, frame_of
from yiheng.synthetic.profile_library import city_content, open_profile

YEARS = (2019, 2020, 2021, 2022, 2023)


def collected(parts) -> dict[str, pa.Table]:
    """All rows by table."""
    found = defaultdict(list)
    for part in parts:
        found[part.table].append(part.rows)
    return {table: pa.concat_tables(rows) for table, rows in found.items()}


class Rows:
    """Tables that can be asked in SQL."""

    def __init__(self, tables: dict[str, pa.Table]):
        self.tables = tables
        self._engine = duckdb.connect()
        for name, rows in tables.items():
            self._engine.register(name, rows)

    def all(self, query: str) -> list[tuple]:
        return self._engine.sql(query).fetchall()

    def one(self, query: str):
        return self.all(query)[0][0]


@pytest.fixture(scope="session")
def content():
    return city_content()


@pytest.fixture(scope="session")
def calendar(content):
    return calendar_of(content)


@pytest.fixture(scope="session")
def entry(content):
    return open_profile(content, "panzhihua")


@pytest.fixture(scope="session")
def profile(entry):
    return entry.value


@pytest.fixture(scope="session")
def frame(profile, calendar):
    """The true scale: nothing of it is drawn until it is asked for."""
    return frame_of(profile, YEARS, Fraction(1), 7, calendar)


@pytest.fixture(scope="session")
def hundredth(profile, calendar) -> Rows:
    """All tables of five years at a hundredth."""
    return Rows(collected(build(profile, YEARS, Fraction(1, 100), 7, calendar)))
