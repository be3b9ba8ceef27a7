"""Invented clinical content: kinds of cases, comorbidities, items of charge and what bills are made of.

Content kind ``case_mix``. :class:`ClinicalTables` holds it as arrays, so that a month of cases is drawn at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel
from yiheng.standards.problem import Problem
from yiheng.synthetic.random_stream import Integers, Shares

AGE_BANDS = 8
AGE_EDGES = (1, 6, 18, 35, 50, 65, 80)
"""Completed years at which the next band begins."""
SEASONS: dict[str, tuple[int, ...]] = {
    "even": (10,) * 12,
    "winter": (17, 14, 11, 9, 7, 6, 6, 6, 7, 9, 13, 18),
    "cold": (13, 12, 11, 10, 9, 8, 8, 8, 9, 10, 11, 13),
    "warm": (8, 8, 10, 11, 12, 12, 12, 12, 11, 10, 9, 8),
    "summer": (6, 6, 8, 10, 12, 14, 16, 15, 12, 9, 7, 6),
}
"""Weights of the months."""
RESPIRATORY_FAILURE = "J96.000"
"""The other diagnosis that must show in treatment: blood gas and oxygen."""

Where = Literal["any", "hospital", "large", "top", "women", "tcm", "psychiatric"]


class Procedures(ContentModel):
    """Procedures that come together, joined by ``+``, and how often."""

    codes: str
    percent: int

    @property
    def joined(self) -> str:
        """As in ``case_input``."""
        return self.codes.replace("+", "|")


class CaseKind(ContentModel):
    """One kind of case."""

    kind: str
    name: str
    mdc: str = Field(pattern="^[A-Z]$")
    dx: tuple[str, ...]
    rate: int
    ages: tuple[int, ...] = Field(min_length=AGE_BANDS, max_length=AGE_BANDS)
    male: int = Field(ge=0, le=100)
    season: Literal["even", "winter", "cold", "warm", "summer"]
    days: int
    cost: int
    spread: int
    mix: str
    dept: str
    at: Where
    fatal: int = 0
    emergency: int = 12
    day: int = 0
    """Percent done as day surgery."""
    injury: bool = False
    birth: bool = False
    newborn: bool = False
    cycle: bool = False
    """That patients come back in cycles."""
    bed_day: bool = False
    support: int = 0
    """Percent with respiratory failure as another diagnosis, and with its treatment."""
    also: tuple[str, ...] = ()
    px: tuple[Procedures, ...] = ()


class Comorbidity(ContentModel):
    """A group of other diagnoses; percent at sixty."""

    group: str
    dx: tuple[str, ...]
    percent: int
    sexes: Mapping[str, int] = {}
    """Diagnoses of one sex only: 1 male, 2 female."""


class ChargeItem(ContentModel):
    """One item of charge; prices in 元."""

    item: str
    name: str
    ladder: str = ""
    code: str
    list_type: str
    charge: str
    service: bool
    level: Literal["01", "02", "03"]
    price: Decimal | None = None


class MixPart(ContentModel):
    """A ladder of items in a bill: weight of its lines, relative size of an amount."""

    ladder: str
    lines: int
    amount: int


class ChargeMix(ContentModel):
    """What the variable lines of a bill are."""

    mix: str
    parts: tuple[MixPart, ...]


class CaseMix(ContentModel):
    """The whole of it."""

    case_mix: str
    case_kinds: tuple[CaseKind, ...]
    comorbidities: tuple[Comorbidity, ...]
    charge_items: tuple[ChargeItem, ...]
    charge_mixes: tuple[ChargeMix, ...]


def _check(entry: Entry[CaseMix], content: Content) -> Iterable[Problem]:
    del content
    mix = entry.value
    mixes = {one.mix for one in mix.charge_mixes}
    groups = {one.group for one in mix.comorbidities}
    ladders = {one.ladder for one in mix.charge_items}
    for place, kind in enumerate(mix.case_kinds):
        if kind.mix not in mixes:
            yield entry.problem("city_reference", "case_kinds", place, "mix", found=kind.mix)
        for group in set(kind.also) - groups:
            yield entry.problem("city_reference", "case_kinds", place, "also", found=group)
        if sum(one.percent for one in kind.px) > 100:
            yield entry.problem(
                "city_shares", "case_kinds", place, "px", found=str(sum(one.percent for one in kind.px)), expected="≤ 100"
            )  # fmt: skip
    for place, one in enumerate(mix.charge_mixes):
        for part in one.parts:
            if part.ladder not in ladders:
                yield entry.problem("city_reference", "charge_mixes", place, found=part.ladder)


CASE_MIX = Kind("case_mix", "虚构病例构成", CaseMix, "case_mix", by_name=True, check=_check)


@dataclass(frozen=True)
class ClinicalTables:
    """A case mix as arrays over the number of a kind."""

    mix: CaseMix

    @property
    def kinds(self) -> Sequence[CaseKind]:
        """The kinds in their order."""
        return self.mix.case_kinds

    def column(self, name: str) -> Integers:
        """A whole-number or flag field of the kinds."""
        return np.array([int(getattr(kind, name)) for kind in self.kinds], dtype=np.int64)

    def where(self, **wanted: object) -> Integers:
        """Numbers of the kinds whose fields are as asked."""
        return np.array(
            [n for n, kind in enumerate(self.kinds) if all(getattr(kind, k) == v for k, v in wanted.items())],
            dtype=np.int64,
        )

    def number(self, kind: str) -> int:
        """The number of a kind by name."""
        return next(n for n, one in enumerate(self.kinds) if one.kind == kind)

    @cached_property
    def weights(self) -> npt.NDArray[np.float64]:
        """Weights by month, sex (0 male, 1 female), age band and kind; newborn kinds have none here."""
        rate = self.column("rate").astype(float) * (1 - self.column("newborn"))
        ages = np.array([kind.ages for kind in self.kinds], dtype=float).T
        male = self.column("male") / 100.0
        sexes = np.stack([male, 1 - male])
        season = np.array([SEASONS[kind.season] for kind in self.kinds], dtype=float).T / 10
        weights: Shares = season[:, None, None, :] * sexes[None, :, None, :] * ages[None, None, :, :] * rate
        return weights

    def chances(self, month: int) -> Shares:
        """Cumulated chances of the kinds in a month (1–12), by sex and age band."""
        weights = self.weights[month - 1]
        cumulated: Shares = np.cumsum(weights, axis=-1)
        cumulated /= np.maximum(cumulated[..., -1:], 1e-12)
        return cumulated


def age_band(years: Integers) -> Integers:
    """The number of the age band."""
    return np.searchsorted(np.array(AGE_EDGES), years, side="right").astype(np.int64)


def rough_band(born: npt.NDArray[np.int32], day: int) -> Integers:
    """The number of the age band to a day or so: for chances, where the birthday itself does not matter."""
    return age_band(np.maximum((day - born.astype(np.int64)) * 4 // 1461, 0))


def draw_from(cumulated: Shares, rows: Integers, generator: np.random.Generator) -> Integers:
    """For each row number of a table of cumulated chances, a column drawn by its chance."""
    width = cumulated.shape[-1]
    scale = (cumulated + np.arange(len(cumulated))[:, None]).ravel()
    places = np.searchsorted(scale, rows + generator.uniform(size=len(rows)))
    columns: Integers = np.clip(places - rows * width, 0, width - 1).astype(np.int64)
    return columns
