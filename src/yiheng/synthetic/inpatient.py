"""Inpatient care of a month: stays, what they cost, who pays, refunds, rows, and the bills of their fee lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.bill import Bills
from yiheng.synthetic.care_city import GROUPS, CareCity
from yiheng.synthetic.case_rows import Coded, Coding, case_parts, code_stays, visit_part
from yiheng.synthetic.fee_line_rows import fee_line_parts
from yiheng.synthetic.frame import Part, Settled
from yiheng.synthetic.line_anomalies import plant_lines
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.people import RESIDENT, RETIRED
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import settlement_text, visit_numbers
from yiheng.synthetic.rows import dayno
from yiheng.synthetic.rulings import SpecialCases
from yiheng.synthetic.settlement_rows import AGAIN, FIRST, REFUND, BookLines, Settlements, settlement_parts
from yiheng.synthetic.settlements import (
    Payment,
    Rule,
    chosen_for,
    pay_from_accounts,
    payment_of,
    returned_part,
)
from yiheng.synthetic.stay import Flags, Stays
from yiheng.synthetic.stay_anomalies import plant_stays
from yiheng.synthetic.stay_cost import Pots, stay_pots
from yiheng.synthetic.stay_draw import StayDraw
from yiheng.synthetic.visit_anomalies import StaysSeen
from yiheng.synthetic.whole_split import split_evenly, split_whole

BATCH = 10_000
"""Stays worked on at a time."""
SORT = 1
"""Visit numbers of inpatient care."""
BY_ITEM, SINGLE_DISEASE, DRG, BED_DAY = "1", "20", "40", "50"


@dataclass
class Inpatient:
    """The inpatient care of a city, month after month."""

    city: CareCity
    quota: Quota
    occupied: Occupied
    special: SpecialCases
    seen: StaysSeen
    with_lines: bool
    by_item: dict[int, int] = field(default_factory=dict)
    """By insurance, what of the cost to be paid by item is still open."""

    def year(self, year: int) -> Iterator[tuple[int, StayDraw, list[tuple[int, int]]]]:
        """Each month with its batches: number of cases and total cost."""
        frame, rule = self.city.frame, self.city.profile.inpatient
        cases = frame.split(frame.figure(rule.cases, year), rule.month_weights)
        costs = frame.split(frame.figure(rule.cost, year), cases)
        draws = StayDraw(self.city, year, self.occupied)
        for place in range(12):
            if cases[place]:
                sizes = split_evenly(cases[place], -(-cases[place] // BATCH))
                totals = frame.split(costs[place], sizes)
                yield year * 12 + place, draws, list(zip(sizes, totals, strict=True))

    def month(
        self, month: int, draws: StayDraw, batches: list[tuple[int, int]], coding: Coding, settled: Settled
    ) -> Iterator[Part]:
        """All rows of a month."""
        first = 1
        weights = self.city.profile.inpatient.group_weights
        for batch, (cases, total) in enumerate(batches):
            sizes = self.city.frame.split(cases, list(weights.values()))
            counts = {GROUPS[name]: size for name, size in zip(weights, sizes, strict=True)}
            stays = draws.month(month, batch, len(batches), counts)
            stays.number = visit_numbers(month, SORT, first, stays.count)
            first += stays.count
            last = dayno((month + 1) // 12, (month + 1) % 12 + 1, 1) - 1
            plant_stays(self.city, stays, self.quota, self.occupied, last)
            yield from self._batch(stays, total, batch, coding, settled)

    def _batch(
        self, stays: Stays, total: int, batch: int, coding: Coding, settled: Settled
    ) -> Iterator[Part]:
        draw = self.city.frame.stream("care", "inpatient", stays.month, batch)
        coded = code_stays(self.city, coding, stays, draw)
        pots = stay_pots(self.city, stays, total, draw)
        payment = self._pay(stays, pots, draw)
        psn_no = self.city.frame.people.psn_no(stays.person)
        seconds = self._seconds(stays, draw)
        refunds = self._refunds(stays, draw)
        med_type = self._med_type(stays)
        yield visit_part(self.city, stays, coding, coded, med_type, psn_no, seconds)
        rows = self._settlements(stays, pots, payment, psn_no, med_type, seconds[1], refunds, draw)
        yield from settlement_parts(self.city, rows, settled)
        standing = np.where(refunds.again, AGAIN, FIRST)
        setl_id = settlement_text(stays.number, standing)
        yield from case_parts(self.city, stays, coding, coded, psn_no, setl_id, pots.cost)
        self.special.look_at(stays, pots.cost, setl_id)
        self.seen.look_at(stays)
        if self.with_lines:
            bills = self._bills(stays, coded, pots, psn_no, seconds, standing, refunds)
            lines_draw = self.city.frame.stream("care", "lines", stays.month, batch)
            plant_lines(self.city, stays, bills, self.quota, lines_draw)
            yield from fee_line_parts(self.city, bills, lines_draw, self.quota)

    def _pay(self, stays: Stays, pots: Pots, draw: np.random.Generator) -> Payment:
        """The payers' split, employees and residents each to their published ratio."""
        profile, city = self.city.profile, self.city
        rows, parts = [], []
        for name, own in (("employee", stays.group != RESIDENT), ("resident", stays.group == RESIDENT)):
            place = np.flatnonzero(own)
            benefit = getattr(profile.benefit, name)
            deductible = {level: int(amount * 100) for level, amount in benefit.deductible.items()}
            provider = stays.provider[place]
            rate = city.by_level(benefit.rate_ppm)[provider]
            civil, aid = self._topped(stays, place, name)
            rule = Rule(
                deductible=city.by_level(deductible)[provider],
                rate_ppm=rate + np.where(stays.group[place] == RETIRED, benefit.retired_plus_ppm, 0),
                civil_ppm=civil,
                aid_ppm=aid,
                supplement=benefit.supplement,
                ratio_ppm=profile.inpatient_rate.ppm(name, stays.month // 12),  # type: ignore[arg-type]
            )
            rows.append(place)
            parts.append(payment_of(_taken(pots, place), rule))
        order = np.argsort(np.concatenate(rows), kind="stable")
        payment = Payment.joined(parts).take(order)
        share = draw.uniform(size=stays.count)
        own_ppm = np.where(
            stays.group == RESIDENT, 0, (2 * profile.benefit.account_ppm * share).astype(np.int64)
        )
        family = (stays.group == RESIDENT) & (share < profile.benefit.family_ppm / 1e6)
        return pay_from_accounts(payment, own_ppm, np.where(family, 400_000, 0))

    def _topped(self, stays: Stays, place: Integers, name: str) -> tuple[Integers, Integers]:
        people, benefit = self.city.frame.people, self.city.profile.benefit
        nothing = np.zeros(len(place), dtype=np.int64)
        person = stays.person[place]
        if name == "resident":
            return nothing, np.where(self.city.is_aided(person), benefit.aid_ppm, 0)
        kind = people.psn_type_as(person, stays.group[place], stays.age[place])
        return np.where(np.isin(kind, ("1102", "1202")), benefit.civil_servant_ppm, 0), nothing

    def _seconds(self, stays: Stays, draw: np.random.Generator) -> tuple[Integers, Integers]:
        """Seconds of the days of admission and of discharge; those of the same day end in the evening."""
        begin = draw.integers(7 * 3600, 17 * 3600, stays.count)
        end = draw.integers(8 * 3600, 17 * 3600, stays.count)
        same = stays.admitted == stays.discharged
        return np.where(same, np.minimum(begin, 12 * 3600), begin), np.where(same, 18 * 3600, end)

    def _med_type(self, stays: Stays) -> npt.NDArray[np.str_]:
        clinic = self.city.clinic
        birth, injury = (clinic.column(name)[stays.kind] > 0 for name in ("birth", "injury"))
        return np.select(
            [stays.day_case, birth, injury, stays.emergency & (stays.number % 3 == 0)],
            ["28", "52", "22", "24"],
            "21",
        )

    def _clr_way(self, stays: Stays, cost: Integers, draw: np.random.Generator) -> npt.NDArray[np.str_]:
        """Bed-days for psychiatric care, some cases by item until the profile's part of the cost, the rest by group."""
        rule = self.city.profile.inpatient
        bed_day = self.city.clinic.column("bed_day")[stays.kind] > 0
        order = draw.permutation(stays.count)
        by_item = np.zeros(stays.count, dtype=np.bool_)
        for insurance in (0, 1):
            own = (stays.group == RESIDENT) == (insurance == 1)
            limit = self.by_item.get(insurance, 0) + int(cost[own].sum()) * rule.project_ppm
            chosen = order[(own & ~bed_day)[order]]
            taken = chosen_for(cost, chosen, max(limit, 0) // 1_000_000)
            by_item |= taken
            self.by_item[insurance] = limit - int(cost[taken].sum()) * 1_000_000
        single = draw.uniform(size=stays.count) < rule.single_disease_ppm / 1e6
        return np.select([bed_day, by_item, single], [BED_DAY, BY_ITEM, SINGLE_DISEASE], DRG)

    def _refunds(self, stays: Stays, draw: np.random.Generator) -> Refunds:
        """Bills settled anew after a full refund, and those with one line taken back; at least one of each a batch
        where there are enough stays, and in December one taken back in the next year, if that is built."""
        rule = self.city.profile.inpatient
        chance = np.where(stays.examined_only, 0.5, draw.uniform(size=stays.count))
        first, last = int(np.argmin(chance)), int(np.argmax(chance))
        again = chance < rule.resettled_ppm / 1e6
        again[first] = True
        partly = (chance > 1 - rule.partly_refunded_ppm / 1e6) & ~again
        partly[last] = first != last
        amount = np.where(partly, 1_000 + draw.integers(0, 9_000, stays.count), 0)
        end = dayno(stays.month // 12, 12, 31)
        later = stays.discharged + 3 + draw.integers(0, 30, stays.count)
        if stays.month % 12 == 11:
            later[last] = max(int(later[last]), end + 5)
        crossing = partly & (stays.month // 12 + 1 in self.city.frame.years)
        return Refunds(again, partly, amount, np.where(crossing, later, np.minimum(later, end)))

    def _settlements(
        self,
        stays: Stays,
        pots: Pots,
        payment: Payment,
        psn_no: pa.Array,
        med_type: npt.NDArray[np.str_],
        second: Integers,
        refunds: Refunds,
        draw: np.random.Generator,
    ) -> Settlements:
        """First settlements, refunds, and those settled anew."""
        count = stays.count
        ratio = np.where(
            stays.group == RESIDENT,
            self.city.profile.inpatient_rate.ppm("resident", stays.month // 12),
            self.city.profile.inpatient_rate.ppm("employee", stays.month // 12),
        )
        extra = returned_part(refunds.amount, ratio, "hifp_pay_fen")
        end = dayno(stays.month // 12, 12, 31)
        late = draw.uniform(size=count) < self.city.profile.inpatient.late_settlement_ppm / 1e6
        day = np.where(
            late, np.minimum(stays.discharged + draw.integers(1, 10, count), end), stays.discharged
        )
        back, again = np.flatnonzero(refunds.again), np.flatnonzero(refunds.partly)
        taken = np.concatenate([np.arange(count), back, again, back])
        turn = np.concatenate(
            [np.full(count, FIRST), np.full(len(back) + len(again), REFUND), np.full(len(back), AGAIN)]
        )
        after = np.maximum(refunds.day, day)
        whole = payment.take(back)
        money = Payment.joined([payment.plus(extra), whole.negative(), extra.take(again).negative(), whole])
        days = np.concatenate([day, after[back], after[again], after[back]])
        seconds = np.concatenate(
            [np.minimum(second + 600, 86_000), second[back], second[again], second[back] + 900]
        )
        seconds = np.where((turn > FIRST) & (days == day[taken]), second[taken] + 600 * turn, seconds)
        people = self.city.frame.people
        birth = (self.city.clinic.column("birth")[stays.kind] > 0) & (stays.group != RESIDENT)
        line = np.where(birth, "expense_benefit_maternity_medical", "expense_benefit_inpatient")
        return Settlements(
            number=stays.number[taken],
            turn=turn,
            person=stays.person[taken],
            psn_no=psn_no.take(pa.array(taken)),
            psn_type=people.psn_type_as(stays.person, stays.group, stays.age)[taken],
            group=stays.group[taken],
            provider=stays.provider[taken],
            med_type=med_type[taken],
            clr_type="21",
            clr_way=self._clr_way(stays, pots.cost, draw)[taken],
            day=days,
            second=seconds,
            payment=money,
            lines=BookLines(
                line[taken], "expense_benefit_account_inpatient", "expense_benefit_aid_inpatient"
            ),
        )

    def _bills(
        self,
        stays: Stays,
        coded: Coded,
        pots: Pots,
        psn_no: pa.Array,
        seconds: tuple[Integers, Integers],
        standing: Integers,
        refunds: Refunds,
    ) -> Bills:
        catalogue = self.city.catalogue
        mixes = np.array([catalogue.mix_number[kind.mix] for kind in self.city.clinic.kinds], dtype=np.int64)
        mix = np.where(stays.examined_only, catalogue.mix_number["examination"], mixes[stays.kind])
        same = stays.admitted == stays.discharged
        return Bills(
            number=stays.number,
            turn=standing,
            psn_no=psn_no,
            provider=stays.provider,
            department=coded.department,
            doctor=coded.doctor,
            begin=stays.admitted,
            days=stays.days,
            open_second=seconds[0],
            close_second=np.where(same, seconds[1], 86_000),
            pots=pots,
            mix=mix,
            lines=self._line_counts(stays, pots),
            inpatient=True,
            returned=refunds.amount,
            examined_only=stays.examined_only,
        )

    def _line_counts(self, stays: Stays, pots: Pots) -> Integers:
        """Variable lines: as many as make the profile's mean of all lines, by the root of cost and days."""
        rule = self.city.profile.fee_lines
        weight = np.sqrt(pots.cost.astype(float)) * np.sqrt(stays.days)
        daily = int(stays.days.sum()) * 3
        wanted = max((rule.per_stay - 3) * stays.count - daily, rule.least * stays.count)
        wanted = wanted * rule.drawn_ppm // 1_000_000
        shares = np.maximum((weight * 1_000).astype(np.int64), 1)
        return np.maximum(split_whole(wanted, shares), rule.least)


@dataclass(frozen=True)
class Refunds:
    """Which stays are settled anew, which have a line taken back, how much, and when."""

    again: Flags
    partly: Flags
    amount: Integers
    day: Integers


def _taken(pots: Pots, rows: Integers) -> Pots:
    return replace(pots, **{name: getattr(pots, name)[rows] for name in pots.__dataclass_fields__})
