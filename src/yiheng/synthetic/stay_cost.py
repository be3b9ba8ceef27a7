"""What stays cost and what of it is covered: shapes are drawn, 分 are split from the month's total to the unit.

A stay's cost falls into four pots (05 §5.2, step 1): outside the catalogue (丙), above a price limit, class B with what
is paid first of it (乙), and the rest (甲). Fee lines fill the same pots, so that they add up without being needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.people import RESIDENT
from yiheng.synthetic.random_stream import Integers, Shares
from yiheng.synthetic.stay import Stays
from yiheng.synthetic.whole_split import part_of, split_whole, weights_of

MARGIN = 1_000
"""分 beside the daily charges that are left for whatever else is in class A."""


@dataclass(frozen=True)
class Pots:
    """Parts of the cost of bills, in 分; ``cost`` = ``class_a`` + ``class_b`` + ``full_self``."""

    cost: Integers
    class_a: Integers
    class_b: Integers
    full_self: Integers
    over_limit: Integers
    """Inside ``class_a``."""
    preself: Integers
    """Inside ``class_b``."""

    @property
    def in_scope(self) -> Integers:
        """符合政策范围金额."""
        return self.cost - self.full_self - self.over_limit - self.preself


def stay_pots(city: CareCity, stays: Stays, total: int, draw: np.random.Generator) -> Pots:
    """The pots of stays that cost ``total`` 分 together."""
    cost = _costs(city, stays, total, draw)
    daily = stays.days * city.catalogue.daily(city.level_place[stays.provider])
    room = np.maximum(cost - daily - MARGIN, 0)
    full_self = part_of(room, _share(_full_self(city, stays), 2.0, draw, 550_000))
    class_b = part_of(room - full_self, _around(_class_b(city, stays), draw))
    limited = draw.uniform(size=stays.count) < city.profile.scope.over_limit_ppm / 1e6
    over = part_of(
        room - full_self - class_b, np.where(limited, draw.integers(40_000, 250_000, stays.count), 0)
    )
    over = np.where(stays.examined_only, 0, over)
    preself = part_of(class_b, city.profile.scope.preself_ppm)
    return Pots(cost, cost - full_self - class_b, class_b, full_self, over, preself)


def _costs(city: CareCity, stays: Stays, total: int, draw: np.random.Generator) -> Integers:
    """Log-normal by kind and level, more for longer stays; at least so much a day."""
    clinic, inpatient = city.clinic, city.profile.inpatient
    level = city.by_level(inpatient.level_cost_ppm, 1_000_000)[stays.provider]
    least = part_of(stays.days * inpatient.least_per_day.base, level)
    spread = clinic.column("spread")[stays.kind] / 100
    shape = np.exp(spread * draw.standard_normal(stays.count) - spread**2 / 2)
    length = np.sqrt(stays.days / np.maximum(clinic.column("days")[stays.kind], 1))
    heavy = 1.0 + 0.35 * (stays.supported | stays.unsupported) + 0.5 * stays.dead
    weight = clinic.column("cost")[stays.kind] * (level / 1e6) * shape * length * heavy
    floor = int(least.sum())
    if floor >= total:
        return split_whole(total, least)
    return least + split_whole(total - floor, weights_of(weight))


def _full_self(city: CareCity, stays: Stays) -> Integers:
    scope = city.profile.scope
    return np.where(stays.group == RESIDENT, scope.resident.full_self_ppm, scope.employee.full_self_ppm)


def _class_b(city: CareCity, stays: Stays) -> Integers:
    scope = city.profile.scope
    return np.where(stays.group == RESIDENT, scope.resident.class_b_ppm, scope.employee.class_b_ppm)


def _share(mean: Integers, form: float, draw: np.random.Generator, most: int) -> Integers:
    drawn: Shares = draw.standard_gamma(form, len(mean)) / form
    return np.minimum((mean * drawn).astype(np.int64), most)


def _around(mean: Integers, draw: np.random.Generator) -> Integers:
    drawn = mean * (1 + 0.25 * draw.standard_normal(len(mean)))
    return np.clip(drawn.astype(np.int64), 50_000, 850_000)
