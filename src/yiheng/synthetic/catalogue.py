"""Items of charge as arrays: prices by level of hospital, and ladders from the cheap to the dear of one class."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pyarrow as pa

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.case_mix import CaseMix
from yiheng.synthetic.random_stream import Integers, Shares

CLASSES = ("01", "02", "03")
"""甲, 乙, 丙."""
STEP = 100.0
"""Apart from each other on the one scale that all ladders share; logarithms of prices are below it."""


class Catalogue:
    """The items in their order; prices in 分."""

    def __init__(self, mix: CaseMix, service_ppm: Mapping[str, int]):
        self.items = mix.charge_items
        self.levels = list(service_ppm)
        self.mixes = mix.charge_mixes
        self.number = {item.item: place for place, item in enumerate(self.items)}
        self.ladders = sorted({item.ladder for item in self.items if item.ladder})
        self.price: Integers = np.array(
            [
                [
                    0
                    if item.price is None
                    else max(1, div_half_up(int(item.price * 100) * (service_ppm[level] if item.service else 10**6), 10**6))
                    for item in self.items
                ]
                for level in self.levels
            ],
            dtype=np.int64,
        )  # fmt: skip
        self._order = sorted(
            (place for place, item in enumerate(self.items) if item.ladder),
            key=self._key,
        )

    def _key(self, place: int) -> float:
        item = self.items[place]
        rung = self.ladders.index(item.ladder) * 3 + CLASSES.index(item.level)
        return rung * STEP + float(np.log(float((item.price or 1) * 100)))

    @cached_property
    def texts(self) -> dict[str, pa.Array]:
        """Codes of the items by what they say: national and own code, kind in the catalogue, of charge, class."""
        own = [f"{item.code}-{item.item}" for item in self.items]
        return {"own_code": pa.array(own)} | {
            name: pa.array([getattr(item, name) for item in self.items])
            for name in ("code", "list_type", "charge", "level")
        }

    @cached_property
    def scale(self) -> tuple[Shares, Integers, Integers]:
        """The common scale of all ladders: keys ascending, items on them, first place of each ladder and class."""
        keys = np.array([self._key(place) for place in self._order])
        rungs = np.arange(len(self.ladders) * 3) * STEP
        return keys, np.array(self._order, dtype=np.int64), np.searchsorted(keys, rungs).astype(np.int64)

    @cached_property
    def service_factor(self) -> Shares:
        """Logarithm of the price factor by level and ladder."""
        factors = np.zeros((len(self.levels), len(self.ladders)))
        for item_place in self._order:
            item = self.items[item_place]
            for level in range(len(self.levels)):
                full = float((item.price or 1) * 100)
                factors[level, self.ladders.index(item.ladder)] = max(
                    factors[level, self.ladders.index(item.ladder)],
                    np.log(self.price[level, item_place] / full),
                )
        return factors

    @cached_property
    def mix_number(self) -> dict[str, int]:
        """Places of the mixes by name."""
        return {mix.mix: place for place, mix in enumerate(self.mixes)}

    @cached_property
    def parts(self) -> tuple[Shares, Integers, Shares]:
        """The parts of all mixes on one scale: place + cumulated chance, the ladder, the relative amount."""
        chances, ladders, amounts = [], [], []
        for place, mix in enumerate(self.mixes):
            total = sum(part.lines for part in mix.parts)
            so_far = 0
            for part in mix.parts:
                so_far += part.lines
                chances.append(place + so_far / total)
                ladders.append(self.ladders.index(part.ladder))
                amounts.append(float(part.amount))
            chances[-1] = place + 1.0
        return np.array(chances), np.array(ladders, dtype=np.int64), np.array(amounts)

    def daily(self, level: Integers) -> Integers:
        """What a day in bed costs before anything is done: bed, nursing, consultation."""
        names = ("bed", "nursing", "consult")
        whole: Integers = self.price[:, [self.number[name] for name in names]].sum(axis=1)[level]
        return whole
