"""Fee lines of bills: priced by the catalogue, whole quantities, adding up to the bill's pots to the 分.

A bill's variable lines get a part of their pot each; the item is the dearest that is not dearer (or one or two steps
below), the quantity what comes nearest. What rounding leaves, some hundredths of the pot, is one line of an item that
is bought and priced one by one. Money is whole 分 throughout; floats only draw shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from yiheng.synthetic.bill import ANY_TIME, SAME_AS_DAILY, Bills
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.catalogue import STEP
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.stay import Flags
from yiheng.synthetic.whole_split import part_of

CHUNK_LINES = 250_000
"""Lines worked on at a time."""
DAILY = ("bed", "nursing", "consult")
DAILY_SECONDS = (21_600, 22_200, 30_600)
"""When daily charges fall on days after the first."""
DAY_START, DAY_LENGTH, STRIDE = 25_200, 46_800, 61
"""Lines of a day lie between 7:00 and 20:00; the stride has no factor in common with the length."""
LEAST_OPEN_PPM = 20_000
"""Of a pot, what rounding must leave."""


@dataclass(frozen=True)
class Lines:
    """Lines of some bills; one row a line, bills ascending. Prices in millionths of a 元, quantities in ten-thousandths."""

    bill: Integers
    item: Integers
    day: Integers
    second: Integers
    count: Integers
    price: Integers
    amount: Integers
    full_self: Integers
    over_limit: Integers
    preself: Integers
    sequence: Integers
    mark: Integers
    returned: Flags
    """Charged on top, and taken back by a line of its own."""


def chunks_of(bills: Bills, ordered_per_bill: int = 6) -> Iterator[tuple[int, int]]:
    """Ranges of bills of about ``CHUNK_LINES`` lines."""
    ends = np.cumsum(bills.lines + (3 * bills.days if bills.inpatient else 1) + ordered_per_bill)
    start = 0
    while start < bills.count:
        base = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, base + CHUNK_LINES)))
        yield start, min(stop, bills.count)
        start = min(stop, bills.count)


def fee_lines(city: CareCity, bills: Bills, start: int, stop: int, draw: np.random.Generator) -> Lines:
    """The lines of the bills from ``start`` to before ``stop``."""
    chunk = _Chunk(city, bills, start, stop, draw)
    fixed = chunk.daily()
    ordered = chunk.ordered()
    limited = chunk.limited()
    chunk.spend(fixed, ordered, limited)
    variable = chunk.variable()
    parts = [fixed, ordered, limited, variable, *chunk.open_lines(variable), chunk.returned()]
    return chunk.joined(parts)


@dataclass
class _Part:
    """Lines of one origin: bill (from 0 in the chunk), item, class pot, day, second, and money."""

    bill: Integers
    item: Integers
    pot: Integers
    day: Integers
    second: Integers
    count: Integers
    price: Integers
    """In 分 times 10⁴ / 10⁴: millionths of a 元."""
    amount: Integers
    over_limit: Integers
    preself: Integers
    mark: Integers
    extra: bool = False


def _part(
    bill: Integers, item: Integers, pot: Integers, day: Integers, count: Integers, price_fen: Integers
) -> _Part:
    nothing = np.zeros(len(bill), dtype=np.int64)
    return _Part(
        bill, item, pot, day, nothing + ANY_TIME, count * 10_000, price_fen * 10_000, count * price_fen, nothing,
        nothing.copy(), nothing - 1,
    )  # fmt: skip


class _Chunk:
    """The work on one range of bills: pots are spent part by part."""

    def __init__(self, city: CareCity, bills: Bills, start: int, stop: int, draw: np.random.Generator):
        self.city, self.bills, self.draw = city, bills, draw
        self.catalogue, self.rule = city.catalogue, city.profile.fee_lines
        self.rows = slice(start, stop)
        self.start, self.size = start, stop - start
        pots = bills.pots
        self.pots = np.stack([pots.class_a, pots.class_b, pots.full_self], axis=1)[self.rows].copy()
        self.preself = pots.preself[self.rows].copy()
        self.level = city.level_place[bills.provider[self.rows]]
        self.days = bills.days[self.rows]

    def daily(self) -> _Part:
        """Bed, nursing and consultation of every day; of an outpatient visit its fee, where the pot holds it."""
        if self.bills.inpatient:
            bill = np.repeat(np.arange(self.size), self.days * len(DAILY))
            starts = np.cumsum(self.days * len(DAILY)) - self.days * len(DAILY)
            place = np.arange(len(bill)) - starts[bill]
            day, which = np.divmod(place, len(DAILY))
            item = np.array([self.catalogue.number[name] for name in DAILY])[which]
        else:
            fee = self.catalogue.price[self.level, self.catalogue.number["visit"]]
            bill = np.flatnonzero((self.pots[:, 0] > fee + 100) & (not self.bills.self_paid))
            day, item = (
                np.zeros(len(bill), dtype=np.int64),
                np.full(len(bill), self.catalogue.number["visit"]),
            )
        ones = np.ones(len(bill), dtype=np.int64)
        part = _part(bill, item, ones * 0, day, ones, self.catalogue.price[self.level[bill], item])
        if self.bills.inpatient:
            opened = self.bills.open_second[self.rows][bill]
            part.second = np.where(day == 0, opened + 60 + 60 * which, np.array(DAILY_SECONDS)[which])
        return part

    def ordered(self) -> _Part:
        """The lines ordered for bills of this range."""
        bill, item, day, second, count, price, mark = self.bills.ordered.arrays()
        own = np.flatnonzero((bill >= self.start) & (bill < self.start + self.size))
        own = own[np.argsort(bill[own], kind="stable")]
        part = _part(bill[own] - self.start, item[own], own * 0, day[own], count[own], price[own])
        part.second, part.mark = second[own].copy(), mark[own]
        nursing = part.second == SAME_AS_DAILY
        opened = self.bills.open_second[self.rows][part.bill] + 120
        part.second[nursing] = np.where(part.day == 0, opened, DAILY_SECONDS[1])[nursing]
        return part

    def limited(self) -> _Part:
        """One item above its price limit for each bill that has such a cost: three times what is above it."""
        over = self.bills.pots.over_limit[self.rows]
        bill = np.flatnonzero(over)
        ones = np.ones(len(bill), dtype=np.int64)
        item = np.full(len(bill), self.catalogue.number["limited"])
        part = _part(bill, item, ones * 0, self._day(bill), ones, 3 * over[bill])
        part.over_limit = over[bill]
        return part

    def spend(self, *parts: _Part) -> None:
        """Take parts from the class A pot."""
        for part in parts:
            self.pots[:, 0] -= _sums(part.bill, part.amount, self.size)

    def _day(self, bill: Integers) -> Integers:
        """A day of the bill, not one of its idle days."""
        days = self.days[bill]
        if not len(self.bills.idle_days):
            return (self.draw.uniform(size=len(bill)) * days).astype(np.int64)
        idle, first = self.bills.idle_days[self.rows][bill], self.bills.idle_first[self.rows][bill]
        day = (self.draw.uniform(size=len(bill)) * (days - idle)).astype(np.int64)
        return day + np.where(day >= first, idle, 0)

    def variable(self) -> _Part:
        """The drawn lines: nearest quantities, and rounded down where a pot would not leave enough."""
        bill = np.repeat(np.arange(self.size), self.bills.lines[self.rows])
        place, pot, weight = self._shapes(bill)
        cell = bill * 3 + pot
        budget = part_of(np.maximum(self.pots, 0), 1_000_000 - self.rule.open_ppm).ravel()
        sums = np.bincount(cell, weights=weight, minlength=self.size * 3)
        wanted = weight * (budget / np.maximum(sums, 1e-9))[cell]
        item = self._items(place, pot, wanted, self.level[bill])
        price = self.catalogue.price[self.level[bill], np.maximum(item, 0)]
        exact = wanted / np.maximum(price, 1)
        count = np.where(item < 0, 0, np.rint(exact)).astype(np.int64)
        whole = np.maximum(self.pots, 0).ravel()
        tight = whole - _sums(cell, count * price, self.size * 3) < part_of(whole, LEAST_OPEN_PPM) + 1
        if tight.any():
            count = np.where(tight[cell] & (item >= 0), np.floor(exact).astype(np.int64), count)
        kept = np.flatnonzero(count > 0)
        part = _part(bill[kept], item[kept], pot[kept], self._day(bill[kept]), count[kept], price[kept])
        second = part.pot == 1
        part.preself[second] = part.amount[second] * self.city.profile.scope.preself_ppm // 1_000_000
        if self.bills.self_paid:
            part.preself[:] = 0
        return part

    def _shapes(self, bill: Integers) -> tuple[Integers, Integers, np.typing.NDArray[np.float64]]:
        """Ladder, pot and relative amount of each line."""
        chances, ladders, amounts = self.catalogue.parts
        mix = self.bills.mix[self.rows][bill]
        drawn = self.draw.uniform(size=len(bill))
        part = np.minimum(np.searchsorted(chances, mix + drawn, side="right"), len(chances) - 1)
        shares = np.maximum(self.pots, 0) / np.maximum(self.pots.clip(min=0).sum(axis=1, keepdims=True), 1)
        chance = self.draw.uniform(size=len(bill))
        pot = np.where(
            chance < shares[bill, 2], 2, np.where(chance < shares[bill, 2] + shares[bill, 1], 1, 0)
        ).astype(np.int64)
        weight = amounts[part] * (0.25 + self.draw.standard_exponential(len(bill)))
        return ladders[part], pot, weight

    def _items(
        self, ladder: Integers, pot: Integers, wanted: np.typing.NDArray[np.float64], level: Integers
    ) -> Integers:
        """The item on the ladder for an amount: the dearest within it, or one or two below, or the cheapest; −1 where
        the ladder has none of the class."""
        keys, items, firsts = self.catalogue.scale
        rung = ladder * 3 + pot
        factor = self.catalogue.service_factor[level, ladder]
        key = rung * STEP + np.clip(np.log(np.maximum(wanted, 1e-6)) - factor, 0, STEP - 1)
        place = np.searchsorted(keys, key, side="right") - 1
        first = firsts[rung]
        back = self.draw.integers(0, 3, len(place))
        chosen: Integers = items[np.minimum(np.maximum(place - back, first), len(items) - 1)]
        known = (first < len(keys)) & (keys[np.minimum(first, len(keys) - 1)] < (rung + 1) * STEP)
        return np.where((wanted < 1) | ~known, -1, chosen)

    def open_lines(self, variable: _Part) -> Iterator[_Part]:
        """What is left of each pot as one line of an item priced one by one."""
        left = self.pots - _sums(variable.bill * 3 + variable.pot, variable.amount, self.size * 3).reshape(
            -1, 3
        )
        first = self.preself - _sums(variable.bill, variable.preself, self.size)
        examined = self.bills.examined_only[self.rows] if len(self.bills.examined_only) else None
        for pot, name in enumerate(("open_a", "open_b", "open_c")):
            bill = np.flatnonzero(left[:, pot] > 0)
            item = np.full(len(bill), self.catalogue.number[name])
            if examined is not None:
                item[examined[bill]] = self.catalogue.number["open_exam_" + "abc"[pot]]
            amount = left[bill, pot]
            count = 1 + (self.draw.integers(0, 3, len(bill)) * (amount > 1_000))
            part = _part(bill, item, item * 0 + pot, self._day(bill), count, amount)
            part.amount = amount
            part.price = (amount * 10_000 + count // 2) // count
            part.preself = first[bill] if pot == 1 and not self.bills.self_paid else part.preself
            yield part

    def returned(self) -> _Part:
        """The line charged on top of the pots, where a refund takes it back."""
        amount = (
            self.bills.returned[self.rows]
            if len(self.bills.returned)
            else np.zeros(self.size, dtype=np.int64)
        )
        bill = np.flatnonzero(amount)
        item = np.full(len(bill), self.catalogue.number["extra"])
        part = _part(bill, item, item * 0, self._day(bill), item * 0 + 1, amount[bill])
        part.extra = True
        return part

    def joined(self, parts: list[_Part]) -> Lines:
        """All parts, bills ascending, numbered within each, with their times."""
        bill = np.concatenate([part.bill for part in parts])
        order = np.argsort(bill, kind="stable")
        extra = np.concatenate([np.full(len(part.bill), part.extra) for part in parts])[order]

        def column(name: str) -> Integers:
            """A column of all parts, in the order of the bills."""
            values: Integers = np.concatenate([getattr(part, name) for part in parts])[order]
            return values

        bill = bill[order]
        sequence = np.arange(len(bill)) - np.searchsorted(bill, np.arange(self.size))[bill] + 1
        day, amount, pot = column("day"), column("amount"), column("pot")
        all_self = (pot == 2) | self.bills.self_paid
        return Lines(
            bill=bill + self.start,
            item=column("item"),
            day=day,
            second=self._seconds(bill, day, column("second"), sequence),
            count=column("count"),
            price=column("price"),
            amount=amount,
            full_self=np.where(all_self, amount, 0),
            over_limit=column("over_limit"),
            preself=column("preself"),
            sequence=sequence,
            mark=column("mark"),
            returned=extra,
        )

    def _seconds(self, bill: Integers, day: Integers, given: Integers, sequence: Integers) -> Integers:
        """Times no two drawn lines of a bill share; on the first day not before it was opened."""
        opened = self.bills.open_second[self.rows][bill]
        closed = self.bills.close_second[self.rows][bill]
        first = opened + 300 + sequence * STRIDE % np.maximum(closed - opened - 300, 1)
        if not self.bills.inpatient:
            first = opened + sequence * STRIDE % np.maximum(closed - opened, 1)
        later = DAY_START + sequence * STRIDE % DAY_LENGTH
        seconds: Integers = np.where(given >= 0, given, np.where(day == 0, first, later))
        return seconds


def _sums(places: Integers, amounts: Integers, count: int) -> Integers:
    """Sums of whole amounts by place; exact, since all sums stay below 2⁵³."""
    return np.bincount(places, weights=amounts, minlength=count).astype(np.int64)
