"""Planted fee lines of stays, and lawful ones that look alike; ordered here, paid from the bill's class A pot.

What a stay must show anyway (blood gas and oxygen where respiratory failure is coded, a cannula of the brand the
hospital buys) is ordered here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.bill import SAME_AS_DAILY, Bills
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import visit_text
from yiheng.synthetic.stay import Flags, Stays

Order = tuple[str, int, int, int, int]
"""Item, day, quantity, price in ppm of the tariff, second of the day."""
TARIFF = 1_000_000
MORNING, AFTERNOON, UNTIMED = 32_400, 54_000, -1
IDLE, LEAVE = 4, 2
"""Days in bed without any care (挂床), and of an ordinary leave."""
CANNULA_PPM = 300_000
"""Stays with a cannula of the brand that the hospital buys."""


@dataclass(frozen=True)
class Plan:
    """How one kind is planted: which stays may bear it, and the lines (number of days of the stay given)."""

    kind: str
    decoy: bool
    note: str
    fits: Callable[[CareCity, Stays], Flags]
    orders: Callable[[int], list[Order]]


def _days(least: int, most: int = 40) -> Callable[[CareCity, Stays], Flags]:
    def fits(_: CareCity, stays: Stays) -> Flags:
        found: Flags = (stays.days >= least) & (stays.days <= most) & (stays.age >= 6)
        return found

    return fits


def _mother(city: CareCity, stays: Stays) -> Flags:
    found: Flags = (city.clinic.column("birth")[stays.kind] > 0) & (stays.days >= 2)
    return found


def _man(_: CareCity, stays: Stays) -> Flags:
    found: Flags = (stays.sex == 1) & (stays.age >= 18) & (stays.days >= 2)
    return found


def _adult(city: CareCity, stays: Stays) -> Flags:
    found: Flags = (stays.age >= 30) & (city.clinic.column("birth")[stays.kind] == 0) & (stays.days >= 2)
    return found


def _child(_: CareCity, stays: Stays) -> Flags:
    found: Flags = (stays.age < 6) & (stays.days >= 2)
    return found


def _each_day(item: str, quantity: int) -> Callable[[int], list[Order]]:
    return lambda days: [(item, day, quantity, TARIFF, UNTIMED) for day in range(days)]


PLANS = (
    Plan("duplicate_charge", False, "同一天同一时刻的护理费收了两次", _days(4), lambda _: [("nursing", 1, 1, TARIFF, SAME_AS_DAILY)]),
    Plan("duplicate_charge", True, "康复训练上下午各一次", _days(4), lambda _: [("session", 1, 1, TARIFF, MORNING), ("session", 1, 1, TARIFF, AFTERNOON)]),
    Plan("over_price", False, "单价为同级医院通行价的1.4倍", _days(3), lambda _: [("blood_gas", 1, 1, 1_400_000, UNTIMED)]),
    Plan("over_price", True, "六岁以下儿童加收两成，合规", _child, lambda _: [("child_infusion", 0, 1, 1_200_000, UNTIMED)]),
    Plan("sex_mismatch", False, "男性收取阴道分泌物检查", _man, lambda _: [("gynaecology", 0, 1, TARIFF, UNTIMED)]),
    Plan("sex_mismatch", True, "产妇卡上的新生男婴检查", _mother, lambda _: [("scrotum_scan", 1, 1, TARIFF, UNTIMED)]),
    Plan("age_mismatch", False, "成人收取新生儿听力筛查", _adult, lambda _: [("newborn_screen", 0, 1, TARIFF, UNTIMED)]),
    Plan("age_mismatch", True, "产妇卡上的新生儿听力筛查", _mother, lambda _: [("newborn_screen", 1, 1, TARIFF, UNTIMED)]),
    Plan("over_frequency", False, "一次住院三次糖化血红蛋白", _days(6), lambda _: [("glycated", day, 1, TARIFF, UNTIMED) for day in (0, 2, 4)]),
    Plan("over_frequency", True, "每日四次末梢血糖", _days(4, 12), _each_day("glucose", 4)),
    Plan("false_quantity", False, "心电监护小时数多于住院小时数", _days(3, 6), lambda days: [*_each_day("monitor_hour", 24)(days), ("monitor_hour", days - 1, 48, TARIFF, UNTIMED)]),
    Plan("false_quantity", True, "全程心电监护，每日二十四小时", _days(3, 6), _each_day("monitor_hour", 24)),
)  # fmt: skip


def plant_lines(city: CareCity, stays: Stays, bills: Bills, quota: Quota, draw: np.random.Generator) -> None:
    """Order what is due, what must show, and idle days; within what the bills' class A pots hold."""
    room = bills.pots.class_a - 3 * bills.pots.over_limit
    room = room - stays.days * city.catalogue.daily(city.level_place[stays.provider])
    room = room - bills.pots.class_a // 10
    _idle(city, stays, bills, quota)
    _supports(city, stays, bills, room)
    for plan in PLANS:
        _plant(city, stays, bills, quota, plan, room)
    _cannulas(city, stays, bills, room, draw)


def _plant(city: CareCity, stays: Stays, bills: Bills, quota: Quota, plan: Plan, room: Integers) -> None:
    fits = plan.fits(city, stays) & ~stays.planted & ~stays.day_case
    fitting = _shuffled(np.flatnonzero(fits))
    for row in fitting.tolist():
        if quota.due(plan.kind, plan.decoy) <= 0:
            return
        level = int(city.level_place[stays.provider[row]])
        lines = [
            (city.catalogue.number[item], day, count, int(city.catalogue.price[level, city.catalogue.number[item]]) * ppm // TARIFF, second)
            for item, day, count, ppm, second in plan.orders(int(stays.days[row]))
        ]  # fmt: skip
        cost = sum(count * price for _, _, count, price, _ in lines)
        if cost > room[row]:
            continue
        room[row] -= cost
        bills.marks.append((plan.kind, plan.decoy, plan.note))
        for item, day, count, price, second in lines:
            bills.ordered.add(row, item, day, count, price, second, len(bills.marks) - 1)
        stays.planted[row] = True
        quota.spend(plan.kind, plan.decoy)


def _shuffled(rows: Integers) -> Integers:
    return rows[np.argsort(rows * 7919 % 10007, kind="stable")]


def _idle(city: CareCity, stays: Stays, bills: Bills, quota: Quota) -> None:
    """Days with a bed charge and nothing done: four in a row, or a leave of two."""
    ordinary = city.clinic.column("bed_day")[stays.kind] == 0
    bills.idle_first, bills.idle_days = (
        np.zeros(stays.count, dtype=np.int64),
        np.zeros(stays.count, dtype=np.int64),
    )
    for decoy, idle, note in (
        (False, IDLE, "连续四天只有床位、护理和诊察"),
        (True, LEAVE, "请假两天，少于判定天数"),
    ):
        fits = ordinary & (stays.days >= 8) & (stays.days <= 30) & ~stays.planted & ~stays.supported
        for row in quota.take("bed_hanging", decoy, _shuffled(np.flatnonzero(fits))).tolist():
            bills.idle_first[row], bills.idle_days[row] = 3, idle
            stays.planted[row] = True
            visit = visit_text(stays.number[[row]]).to_pylist()[0]
            first = int(stays.admitted[row]) + 3
            quota.plant("bed_hanging", decoy, "visit", f"{visit}:{first}-{first + idle - 1}", note)


def _supports(city: CareCity, stays: Stays, bills: Bills, room: Integers) -> None:
    """Blood gas once and oxygen on the first days, where respiratory failure is coded and treated."""
    gas, oxygen = city.catalogue.number["blood_gas"], city.catalogue.number["oxygen_hour"]
    for row in np.flatnonzero(stays.supported).tolist():
        prices = city.catalogue.price[int(city.level_place[stays.provider[row]])]
        hours = 8 * min(int(stays.days[row]), 3)
        cost = int(prices[gas] + hours * prices[oxygen])
        if cost > room[row]:
            hours, cost = 1, int(prices[gas] + prices[oxygen])
        room[row] -= cost
        bills.ordered.add(row, gas, 0, 1, int(prices[gas]))
        bills.ordered.add(row, oxygen, 0, hours, int(prices[oxygen]))


def _cannulas(city: CareCity, stays: Stays, bills: Bills, room: Integers, draw: np.random.Generator) -> None:
    """A cannula in many stays. From its month on one hospital bills the dear brand for the cheap (串换), another
    changes to the brand of central procurement."""
    usual, dear, procured = (city.catalogue.number[name] for name in ("old_brand", "new_brand", "bid_brand"))
    brand = np.full(city.frame.providers.count, usual)
    for provider, decoy in swaps(city, stays.month):
        brand[provider] = procured if decoy else dear
    drawn = draw.uniform(size=stays.count) < CANNULA_PPM / 1e6
    for row in np.flatnonzero(drawn & ~stays.examined_only & ~stays.planted).tolist():
        item = int(brand[stays.provider[row]])
        price = int(city.catalogue.price[0, item])
        if price <= room[row]:
            room[row] -= price
            bills.ordered.add(row, item, 0, 1, price)


def swaps(city: CareCity, month: int) -> Iterator[tuple[int, bool]]:
    """Hospitals whose brand of cannula differs from the usual in a month, and whether that is lawful."""
    for provider, since, decoy in year_swaps(city, month // 12):
        if month >= since:
            yield provider, decoy


def year_swaps(city: CareCity, year: int) -> list[tuple[int, int, bool]]:
    """Hospitals of a year whose brand changes: number, month from which, lawful or not."""
    large = np.flatnonzero(
        (city.frame.providers.kind != "pharmacy") & (city.frame.providers.share_ppm >= 20_000)
    )
    cases = city.frame.figure(city.profile.inpatient.cases, year)
    rate = city.profile.anomalies.get("substitution")
    if rate is None or not len(large):
        return []
    draw = city.frame.stream("care", "brand", year)
    order = draw.permutation(large).tolist()
    found = []
    for decoy, per in ((False, rate.per_100k), (True, rate.decoys)):
        for _ in range(min(max(1, cases * per // 100_000), len(large) // 3) if per else 0):
            found.append((int(order.pop()), year * 12 + int(draw.integers(2, 7)), decoy))
    return found


def note_swaps(city: CareCity, year: int, quota: Quota) -> None:
    """The year's changes of brand in the truth."""
    items = city.catalogue.items
    for provider, since, decoy in year_swaps(city, year):
        item = items[city.catalogue.number["bid_brand" if decoy else "new_brand"]]
        keys = f"{city.frame.providers.code[provider]}:{item.code}:{since // 12:04d}-{since % 12 + 1:02d}"
        note = "集采中选产品替换，价格下降" if decoy else "原用普通留置针，自该月起全部按进口留置针收费"
        quota.note("substitution", decoy, "fee_line", keys, note)
