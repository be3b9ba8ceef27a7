"""A city's year as formulas and steps see it: its days and months, the city's own code, and the sets of codes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from yiheng.engine.step import Parameter
from yiheng.metrics.figure import Selector
from yiheng.metrics.formula import CODE_SETS
from yiheng.metrics.scalar import Value
from yiheng.policy.code_list import full_names, regional_list
from yiheng.policy.content import Content, nearest
from yiheng.policy.parameter import PARAMETERS, parameter
from yiheng.standards.problem import Problem, refuse

AREAS = "admdvs"
_NEAR_MOST = 3
_EPOCH = date(1970, 1, 1)


def dayno(day: date) -> int:
    """Days since 1970-01-01, as ``*_dayno`` columns hold them."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class CityYear:
    """One calendar year of one city, or its first ``months``. ``admdvs``: the code of the whole city."""

    year: int
    region: str
    admdvs: str
    data_status: str = "决算"
    months: int = 12

    @property
    def period(self) -> str:
        """As a figure's scope has it."""
        return str(self.year)

    @property
    def last_day(self) -> date:
        """The last day counted; policy is read as it held then."""
        return date(self.year, self.months, monthrange(self.year, self.months)[1])

    @cached_property
    def step_parameters(self) -> dict[str, Parameter]:
        """The parameters of steps; ``month_end_1`` … ``month_end_12`` are days."""
        ends = {
            f"month_end_{month}": dayno(date(self.year, month, monthrange(self.year, month)[1]))
            for month in range(1, 13)
        }
        return {
            "year": self.year,
            "first_dayno": dayno(date(self.year, 1, 1)),
            "last_dayno": dayno(self.last_day),
            "first_month": f"{self.year:04d}-01",
            "last_month": f"{self.year:04d}-{self.months:02d}",
            "months": self.months,
            "admdvs": self.admdvs,
            **ends,
        }


def city_year(content: Content, region: str, year: int, months: int = 12) -> CityYear:
    """The year of the city that a region names, or its first months; refuses a region that the list of areas lacks."""
    if not 1 <= months <= 12:
        raise refuse("months_unfit", field="--months", found=str(months))
    status = "决算" if months == 12 else "月报"
    return CityYear(year, region, area_code(content, region), status, months)


def area_code(content: Content, region: str) -> str:
    """The code of the area whose name after those of its parents is the region: 省名 + 市名."""
    listed = {one.code: one for one in regional_list(content, AREAS, region).codes}
    for code, one in listed.items():
        words, parent = one.name, one.parent
        while parent in listed:
            words, parent = listed[parent].name + words, listed[parent].parent
        if words == region:
            return code
    raise refuse(
        "area_unknown", found=region, expected=near_regions(region, full_names(content, AREAS).values())
    )


def region_named(content: Content, said: str) -> str:
    """The full name of the region that a user names by it or by its code. A city of a province that content knows may
    yet have to be added to the list of areas; anything else is refused with the nearest."""
    names = full_names(content, AREAS)
    if said in names:
        return names[said]
    provinces = [name for code, name in names.items() if code.endswith("0000")]
    near = [name for name in names.values() if said in name or name.startswith(said)]
    if said in names.values() or (not near and any(said.startswith(one) for one in provinces)):
        return said
    raise refuse("region_unknown", found=said, expected=near_regions(said, names.values()))


def region_doubt(content: Content, region: str) -> Problem | None:
    """A warning where a region that the list of areas lacks is like one of the same province that it has: perhaps a
    slip of the pen. None where it is listed, or like none."""
    names = set(full_names(content, AREAS).values())
    provinces = [name for name in names if region.startswith(name) and region != name]
    if region in names or not provinces:
        return None
    province = min(provinces, key=len)
    towns = [name.removeprefix(province) for name in names if name.startswith(province) and name != province]
    like = get_close_matches(region.removeprefix(province), towns, n=1)
    return (
        Problem("region_like", severity="warning", found=region, expected=province + like[0])
        if like
        else None
    )


def near_regions(said: str, names: Iterable[str]) -> str:
    """Up to three regions for which a word may stand: those whose name holds it, the shortest first, else the likest."""
    known = sorted(names, key=len)
    holding = [name for name in known if said and said in name]
    return "、".join(holding[:_NEAR_MOST]) or nearest(said, known)


def scope_values(content: Content, year: CityYear, scope: Selector) -> Mapping[str, Value]:
    """What the conditions of a formula may name, in the scope of one figure."""
    table = code_sets(content, year)
    values: dict[str, Value] = dict(year.step_parameters)
    values |= {name: tuple(codes) for name, codes in table["sets"].items()}
    values |= {
        "insurance": scope.insurance,
        "account": scope.account,
        "item": scope.item,
        "insutypes": _codes(table["insurance"], scope.insurance),
        "sub_funds": _codes(table["account"], scope.account),
    }
    return values


def code_sets(content: Content, year: CityYear) -> dict[str, dict[str, Any]]:
    """The sets of codes in force at the year's end: by insurance, by account, and named."""
    found: dict[str, dict[str, Any]] = {"insurance": {}, "account": {}, "sets": {}}
    for key in content.keys(PARAMETERS):
        if key.startswith(CODE_SETS):
            for part, sets in parameter(content, key, year.region, year.last_day).items():
                found[part] |= sets
    return found


def _codes(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    if key not in table:
        raise refuse("code_set_missing", key=CODE_SETS, found=key, expected="、".join(table))
    return tuple(table[key])
