"""Payers of employees' contributions: employers known by number only, and windows for the flexibly employed."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic import random_stream
from yiheng.synthetic.calibration import Figures, shares_of, split
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.profile_books import MILLION
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.rows import table_of

FLEXIBLE = -1
"""The employer number of somebody who pays alone."""


class Employers:
    """All employers: district, type, size and wage level by number. A person's employer follows from hashed shares."""

    def __init__(self, profile: CityProfile, figures: Figures, seed: int):
        self.profile = profile
        self._seed = seed
        codes = [district.code for district in profile.districts]
        weights = shares_of(profile.district_weights[profile.people.groups["active"].districts], codes)
        least = [int(weight > 0) for weight in weights]  # where premiums are paid there is somebody who pays
        more = max(figures.scaled(profile.employers.employers) - sum(least), 0)
        self.per_district = [one + part for one, part in zip(least, split(more, weights), strict=True)]
        self.starts = np.concatenate([[0], np.cumsum(self.per_district)]).astype(np.int64)
        self.count = int(self.starts[-1])
        self.district = np.repeat(np.arange(len(codes), dtype=np.int8), self.per_district)
        draw = random_stream.stream(seed, profile.city_profile, "employers")
        rule = profile.employers
        self.size = draw.lognormal(0.0, rule.size_spread_ppm / MILLION, self.count)
        self.wage = draw.lognormal(0.0, rule.wage_spread_ppm / MILLION, self.count)
        names = list(rule.types)
        chances = np.array(list(rule.types.values()), dtype=np.float64)
        self.type: npt.NDArray[np.str_] = np.array(names)[
            draw.choice(len(names), self.count, p=chances / chances.sum())
        ]

    @cached_property
    def numbers(self) -> npt.NDArray[np.str_]:
        """Employer numbers as text: district and serial with a letter no real register uses."""
        codes = np.array([district.code for district in self.profile.districts])[self.district]
        serials = np.char.zfill((np.arange(self.count) + 1).astype("U8"), 8)
        return np.char.add(np.char.add(codes, "X"), serials)

    @cached_property
    def names(self) -> pa.Array:
        """The same as an Arrow array, to be taken from."""
        return pa.array(self.numbers.tolist(), pa.string())

    @cached_property
    def _reach(self) -> list[npt.NDArray[np.float64]]:
        found = []
        for start, end in zip(self.starts[:-1], self.starts[1:], strict=True):
            sums = np.cumsum(self.size[start:end])
            found.append(sums / sums[-1] if len(sums) else sums)
        return found

    def of(self, district: Integers, persons: Integers) -> Integers:
        """The employer of each person by district and person number; ``FLEXIBLE`` for who has none."""
        place = random_stream.field(self._seed, self.profile.city_profile, "employer")(persons)
        alone = random_stream.field(self._seed, self.profile.city_profile, "flexible")(persons)
        found = np.full(len(persons), FLEXIBLE, dtype=np.int64)
        for number, reach in enumerate(self._reach):
            here = district == number
            if len(reach):
                found[here] = self.starts[number] + np.searchsorted(reach, place[here], side="right")
        found[alone < self.profile.employers.flexible_ppm / MILLION] = FLEXIBLE
        return found

    def table(self) -> pa.Table:
        """The table ``employer``."""
        codes = np.array([district.code for district in self.profile.districts])[self.district]
        return table_of("employer", {"emp_no": self.numbers, "emp_type": self.type, "admdvs": codes})
