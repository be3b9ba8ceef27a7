"""The figures of the small city, or of its rows changed: what the tests of values and of missing figures ask."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from tests.metrics.city_rows import city_2023, city_content, city_tables, open_rows

from yiheng.exact.printed import Printed
from yiheng.metrics.figure import Figure, Scope, Selector
from yiheng.metrics.measured import Measured, figures
from yiheng.standards.measure import measures

CONTENT = city_content()
YEAR = city_2023(CONTENT)
TARGET = Figure(
    "insured_persons", "参保人数", "target", Scope("employee", "all", "", "2023"), Printed.parse("4"), "人",
    measures()["人"],
)  # fmt: skip


def measure(tables=None, insurance="employee", **more) -> Measured:
    with open_rows(city_tables() if tables is None else tables) as database:
        return figures(database, CONTENT, YEAR, insurance, **more)


@cache
def whole(insurance="employee") -> Measured:
    return measure(insurance=insurance, given=(TARGET,))


def value(metric, *, account="all", item="", role="actual", insurance="employee", of=None) -> Fraction:
    found = (of or whole(insurance)).figures.find(
        Selector(metric, role, insurance, account, item, "2023")
    ) or (of or whole(insurance)).figures.find(Selector(metric, role, "all", account, item, "2023"))
    assert found is not None, metric
    return found.value
