"""Units of measure in use, from ``units.csv``: their size in base units, and whether a count is exact.

Base units: money 分, ratios 1, every counted thing itself (人, 人次, 家 …). A unit also says to which family
it belongs, so that 人 and 人次 can be set side by side with a warning while 元 and 人 cannot.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from yiheng.exact.unit import Unit


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit with what evaluation needs to know of it.

    ``exact``: a printed number of this unit stands for itself (persons, institutions, points), not for an
    interval of half its last place (amounts, rates, 万人).
    """

    unit: Unit
    family: str
    exact: bool


def comparable(one: Measure, other: Measure) -> bool:
    """Whether two units measure the same thing: 元 and 亿元, not 元 and 元/人; 人 and 人次 pass, with a warning elsewhere."""
    if one.family == "count" == other.family:
        return True
    return one.family == other.family and one.unit.dimension == other.unit.dimension


@cache
def measures() -> Mapping[str, Measure]:
    """All units by name and by alias."""
    found: dict[str, Measure] = {}
    with files("yiheng.standards").joinpath("units.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            unit = Unit(row["name"], row["dimension"], Fraction(row["scale"]))
            measure = Measure(unit, row["family"], row["exact"] == "true")
            for name in [row["name"], *filter(None, row["alias"].split("|"))]:
                found[name] = measure
    return found
