"""The frame that every table of the city hangs in: profile, years, scale, chance, people, institutions, and what
care settled. Whoever adds tables (cases, fee lines, files) receives this and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from yiheng.exact.workday import WorkCalendar
from yiheng.synthetic import random_stream
from yiheng.synthetic.calibration import Figures, split
from yiheng.synthetic.people import People
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.profile_books import District
from yiheng.synthetic.provider_network import Providers
from yiheng.synthetic.random_stream import Integers


class Part(NamedTuple):
    """Some rows of one table: of one month (``2023-01``), or ``all`` where the table has no partition."""

    table: str
    month: str
    rows: pa.Table


class SettledKey(NamedTuple):
    """What settlements paid: fund, the person's district, sub-fund, report line, month of settlement."""

    fund_type: str
    admdvs: str
    sub_fund: str
    line_code: str
    month: str


@dataclass
class Settled:
    """Sums of settlements by fund, district, sub-fund, line and month, in 分; the books take them over."""

    districts: Sequence[District]
    sums: Counter[SettledKey] = field(default_factory=Counter)

    def add(self, fund_type: str, admdvs: str, sub_fund: str, line_code: str, month: str, fen: int) -> None:
        """Add an amount; refunds are negative."""
        self.sums[SettledKey(fund_type, admdvs, sub_fund, line_code, month)] += fen

    def add_arrays(
        self,
        fund_type: str,
        sub_fund: str,
        line_code: str,
        district: Integers,
        month: Integers,
        fen: Integers,
    ) -> None:
        """Add many amounts: district numbers, months as year × 12 + month − 1, and 分."""
        cells, places = np.unique(district.astype(np.int64) * 100_000 + month, return_inverse=True)
        sums = np.zeros(len(cells), dtype=np.int64)
        np.add.at(sums, places, fen)
        for cell, amount in zip(cells.tolist(), sums.tolist(), strict=True):
            number, when = divmod(cell, 100_000)
            name = f"{when // 12:04d}-{when % 12 + 1:02d}"
            self.add(fund_type, self.districts[number].code, sub_fund, line_code, name, amount)


@dataclass(frozen=True)
class Frame:
    """One city to be built: everything in it is a function of these."""

    profile: CityProfile
    years: tuple[int, ...]
    scale: Fraction
    seed: int
    calendar: WorkCalendar

    def stream(self, *names: str | int) -> np.random.Generator:
        """The generator of one purpose."""
        return random_stream.stream(self.seed, self.profile.city_profile, *names)

    def field(self, *names: str | int) -> random_stream.Field:
        """A fixed share in [0, 1) for every row number, of one purpose."""
        return random_stream.field(self.seed, self.profile.city_profile, *names)

    @cached_property
    def figures(self) -> Figures:
        """All figures of the profile at this scale."""
        return Figures(self.profile, self.scale)

    @cached_property
    def people(self) -> People:
        """The insured."""
        return People(self.profile, self.figures, self.seed)

    @cached_property
    def providers(self) -> Providers:
        """The institutions."""
        return Providers(self.profile, self.figures, self.seed)

    @property
    def districts(self) -> tuple[District, ...]:
        """The districts; arrays hold their place in this order."""
        return self.profile.districts

    def scaled(self, amount: int) -> int:
        """An amount or count at this scale."""
        return self.figures.scaled(amount)

    def split(self, total: int, weights: Sequence[int]) -> list[int]:
        """Parts that sum to ``total``, by largest remainder."""
        return split(total, weights)

    def figure(self, name: str, year: int) -> int:
        """A series of the profile at this scale, in base units (分, 人, 例 …)."""
        return self.figures.figure(name, year)

    def ceiling(self, fund_type: str, sub_fund: str, line_code: str, year: int) -> int:
        """What the profile plans for one line of expense in a year, in 分: settlements should not exceed it."""
        return self.figures.book_year(self.profile.book(fund_type), year).lines[line_code, sub_fund]

    def planted(self) -> list[dict[str, str]]:
        """What was put into these tables on purpose for somebody to find."""
        from yiheng.synthetic.planted import planted  # it reads the frame

        return planted(self)


def last_day(years: Sequence[int]) -> date:
    """The last day of the years asked for."""
    return date(max(years), 12, 31)
