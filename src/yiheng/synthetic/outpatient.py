"""Outpatient care of a month: visits, settlements, refunds and the bills of their fee lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.bill import Bills
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_profile import OutpatientRule, PoolingRule
from yiheng.synthetic.fee_line_rows import fee_line_parts
from yiheng.synthetic.frame import Part, Settled
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.outpatient_draw import PooledPersons, Visits, draw_persons, draw_providers, free_days
from yiheng.synthetic.outpatient_plan import Sort, Volume, sorts
from yiheng.synthetic.people import RESIDENT
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import chosen, visit_numbers, visit_text
from yiheng.synthetic.rows import dayno, month_name, table_of
from yiheng.synthetic.settlement_rows import FIRST, REFUND, BookLines, Settlements, settlement_parts
from yiheng.synthetic.settlements import Payment, pay_from_accounts, returned_part
from yiheng.synthetic.stay_cost import Pots
from yiheng.synthetic.visit_anomalies import Batch, StaysSeen, equal_costs, plant_visits
from yiheng.synthetic.whole_split import part_of, split_whole, weights_of

LEAST_COST = 400
"""分 of the cheapest visit."""
PRESELF_PPM = 20_000
"""Of a visit's cost, what is paid first of class B items, where so much is outside the policy range."""
HOUR = 3_600


@dataclass
class Outpatient:
    """The outpatient care of a city, month after month."""

    city: CareCity
    quota: Quota
    occupied: Occupied
    seen: StaysSeen
    with_lines: bool

    def month(self, month: int, settled: Settled) -> Iterator[Part]:
        """All rows of a month."""
        place = month % 12
        for sort in sorts(self.city, month // 12):
            rule = self.city.profile.pooling if sort.rule is None else None
            weights = rule.month_weights if rule else self.city.profile.inpatient.month_weights
            volumes = list(sort.volume.split(self.city, list(weights)))
            before = sum(volume.visits for volume in volumes[:place])
            number = 0
            for batch, volume in enumerate(volumes[place].batches(self.city)):
                draw = self.city.frame.stream("care", "outpatient", sort.place, month, batch)
                visits = self._visits(sort, month, before + number, number, volume.visits, draw)
                if sort.rule is not None:
                    self._plant(sort.rule, sort.place, visits, month, number)
                yield from self._batch(sort, month, number, volume, visits, draw, settled)
                number += volume.visits

    def _plant(self, rule: OutpatientRule, place: int, visits: Visits, month: int, before: int) -> None:
        numbers = visit_numbers(month, 2 + place, 1 + before, visits.count)
        days = _first_and_last(month)
        plant_visits(
            Batch(self.city, rule, visits, numbers, self.quota, self.occupied, *days), self.seen, month
        )

    def _unavoidable(
        self, sort: Sort, month: int, before: int, rows: Integers, person: Integers, day: Integers
    ) -> None:
        """Who is in hospital all month and must have a visit has it during the stay: that is true, so it is said."""
        inside = self.occupied.begin(person[rows], day[rows] - 1, day[rows] - 1)
        after = self.occupied.begin(person[rows], day[rows] + 1, day[rows] + 1)
        for row in rows[(inside >= 0) & (inside == after)].tolist():
            key = visit_text(visit_numbers(month, 2 + sort.place, 1 + before + row, 1)).to_pylist()[0]
            self.quota.note("outpatient_during_stay", False, "visit", key, "整月住院的人仍有门诊")

    def _visits(
        self,
        sort: Sort,
        month: int,
        before: int,
        before_in_month: int,
        count: int,
        draw: np.random.Generator,
    ) -> Visits:
        first, last = _first_and_last(month)
        if sort.rule is None:
            group, person, movable = PooledPersons(self.city, month // 12).batch(before, count)
        else:
            group, person = draw_persons(self.city, sort.rule, month // 12, first, count, draw)
            movable = np.ones(count, dtype=np.bool_)
        day, busy = free_days(self.occupied, person, first, last, draw)
        for row in np.flatnonzero(busy & movable).tolist():
            same = np.flatnonzero((group == group[row]) & ~busy)
            if len(same):
                person[row], day[row], busy[row] = person[same[0]], day[same[0]], False
        self._unavoidable(sort, month, before_in_month, np.flatnonzero(busy), person, day)
        pharmacy = sort.rule is not None and sort.rule.pharmacy
        second = draw.integers(8 * HOUR, 17 * HOUR, count)
        return Visits(
            group, person, draw_providers(self.city, person, pharmacy, draw), day, second, day.copy(),
            np.zeros(count, dtype=np.bool_), movable,
        )  # fmt: skip

    def _batch(
        self, sort: Sort, month: int, first: int, volume: Volume, visits: Visits, draw: np.random.Generator,
        settled: Settled,
    ) -> Iterator[Part]:  # fmt: skip
        rule = sort.rule or self.city.profile.pooling
        pots, payment = self._money(rule, volume, visits, draw)
        payment = self._accounts(rule, visits, payment, draw)
        # Cancelled visits are copies of others, on top: they leave nothing behind.
        extra = np.flatnonzero(draw.uniform(size=visits.count) < rule.cancelled_ppm / 1e6)
        extra = extra[~visits.planted[extra]]
        rows = np.concatenate([np.arange(visits.count), extra])
        cancelled = np.arange(len(rows)) >= visits.count
        # Copies have numbers of their own after all others of the month.
        numbers = np.concatenate(
            [
                visit_numbers(month, 2 + sort.place, 1 + first, visits.count),
                visit_numbers(month, 2 + sort.place, 50_000_001 + first, len(extra)),
            ]
        )
        people = self.city.frame.people
        psn_no = people.psn_no(visits.person[rows])
        types = self._med_types(rule, numbers)
        yield self._visit_part(rule, month, visits, rows, numbers, psn_no, types)
        returned = self._returned(rule, visits, draw)[np.where(cancelled, 0, rows)] * ~cancelled
        yield from settlement_parts(
            self.city,
            self._settlements(rule, month, visits, rows, numbers, psn_no, types, payment.take(rows), cancelled, returned, draw),
            settled,
        )  # fmt: skip
        if self.with_lines:
            lines_draw = self.city.frame.stream("care", "visit lines", sort.place, month, first)
            bills = self._bills(rule, visits, rows, numbers, psn_no, pots, cancelled, returned, lines_draw)
            yield from fee_line_parts(self.city, bills, lines_draw, self.quota)

    def _money(
        self, rule: OutpatientRule | PoolingRule, volume: Volume, visits: Visits, draw: np.random.Generator
    ) -> tuple[Pots, Payment]:
        """Costs that sum to the volume, log-normal; policy range and fund payment likewise."""
        spread = rule.spread / 100
        shape = np.exp(spread * draw.standard_normal(visits.count))
        least = np.full(visits.count, min(LEAST_COST, volume.cost // max(visits.count, 1)), dtype=np.int64)
        cost = least + split_whole(volume.cost - int(least.sum()), weights_of(shape, 100_000))
        cost = equal_costs(cost, visits)
        scope = split_whole(volume.scope, cost)
        level = self.city.by_level({"02": 94, "03": 96, "05": 101, "06": 101, "11": 105, "": 100}, 100)
        hifp = split_whole(volume.fund, scope * level[visits.provider]) if volume.fund else scope * 0
        hifp = np.minimum(hifp, scope)
        outside = cost - scope
        preself = np.minimum(outside, part_of(cost, PRESELF_PPM)) if rule.in_scope_ppm else outside * 0
        class_b = np.minimum(
            preself * 1_000_000 // self.city.profile.scope.preself_ppm, cost - (outside - preself)
        )
        full_self = outside - preself
        pots = Pots(cost, cost - class_b - full_self, class_b, full_self, cost * 0, preself)
        nothing = np.zeros(visits.count, dtype=np.int64)
        payment = Payment(
            medfee_sumamt_fen=cost,
            fulamt_ownpay_amt_fen=full_self,
            overlmt_selfpay_fen=nothing,
            preselfpay_amt_fen=preself,
            inscp_scp_amt_fen=scope,
            act_pay_dedc_fen=nothing,
            hifp_pay_fen=hifp,
            cvlserv_pay_fen=nothing,
            hifmi_pay_fen=nothing,
            hifob_pay_fen=nothing,
            maf_pay_fen=nothing,
            acct_pay_fen=nothing,
            acct_mulaid_pay_fen=nothing,
        )
        return pots, payment

    def _accounts(
        self, rule: OutpatientRule | PoolingRule, visits: Visits, payment: Payment, draw: np.random.Generator
    ) -> Payment:
        """Personal accounts: all of a purchase, or a drawn part of what the person pays."""
        whole = rule.account_ppm == 1_000_000
        share = np.full(visits.count, 1.0) if whole else np.minimum(2 * draw.uniform(size=visits.count), 1.0)
        ppm = (rule.account_ppm * share).astype(np.int64)
        family = isinstance(rule, OutpatientRule) and rule.family
        nothing = np.zeros(visits.count, dtype=np.int64)
        return pay_from_accounts(payment, nothing if family else ppm, ppm if family else nothing)

    def _returned(
        self, rule: OutpatientRule | PoolingRule, visits: Visits, draw: np.random.Generator
    ) -> Integers:
        ppm = rule.partly_refunded_ppm if isinstance(rule, OutpatientRule) else 0
        chance = draw.uniform(size=visits.count)
        return np.where(
            (chance < ppm / 1e6) & ~visits.planted, 500 + draw.integers(0, 4_000, visits.count), 0
        )

    def _med_types(self, rule: OutpatientRule | PoolingRule, numbers: Integers) -> npt.NDArray[np.str_]:
        if isinstance(rule, PoolingRule):
            return np.full(len(numbers), rule.med_type)
        names, weights = list(rule.med_types), np.cumsum(list(rule.med_types.values()))
        share = numbers * 7919 % 1000 * int(weights[-1]) // 1000
        return np.array(names)[np.searchsorted(weights, share, side="right")]

    def _visit_part(
        self, rule: OutpatientRule | PoolingRule, month: int, visits: Visits, rows: Integers, numbers: Integers,
        psn_no: pa.Array, types: npt.NDArray[np.str_],
    ) -> Part:  # fmt: skip
        day, second = visits.day[rows], visits.second[rows]
        diseases = list(rule.diseases) if isinstance(rule, OutpatientRule) else []
        columns: dict[str, object] = {
            "mdtrt_id": visit_text(numbers),
            "psn_no": psn_no,
            "fixmedins_code": chosen(self.city.provider_codes, visits.provider[rows]),
            "insutype": chosen(["310", "390"], (visits.group[rows] == RESIDENT).astype(np.int64)),
            "med_type": types,
            "begin_time": (day * 86_400 + second).astype("datetime64[s]"),
            "end_time": (day * 86_400 + second + HOUR).astype("datetime64[s]"),
            "begin_dayno": day.astype(np.int32),
            "end_dayno": day.astype(np.int32),
        }
        if diseases:
            share = self.city.frame.field("care", "disease")(visits.person[rows]) ** 2
            columns["dise_no"] = chosen(diseases, (share * len(diseases)).astype(np.int64))
        return Part("visit", month_name(month), table_of("visit", columns))

    def _settlements(
        self, rule: OutpatientRule | PoolingRule, month: int, visits: Visits, rows: Integers, numbers: Integers,
        psn_no: pa.Array, types: npt.NDArray[np.str_], payment: Payment, cancelled: npt.NDArray[np.bool_],
        returned: Integers, draw: np.random.Generator,
    ) -> Settlements:  # fmt: skip
        """Settlements of all visits, then refunds of the cancelled and of those with a line taken back."""
        count = len(rows)
        group, person, provider = visits.group[rows], visits.person[rows], visits.provider[rows]
        year = month // 12
        whole, part = np.flatnonzero(cancelled), np.flatnonzero(returned)
        extra = returned_part(returned, 600_000, "hifp_pay_fen")
        taken = np.concatenate([np.arange(count), whole, part])
        end = dayno(year, 12, 31)
        later = visits.day[rows] + 1 + draw.integers(0, 25, count)
        day = visits.settled_day[rows]
        after = np.maximum(later if year + 1 in self.city.frame.years else np.minimum(later, end), day)
        people = self.city.frame.people
        kind = people.psn_type_as(person, group, people.age_years(person, dayno(year, month % 12 + 1, 1)))
        pharmacy = isinstance(rule, OutpatientRule) and rule.pharmacy
        line = rule.line_code if isinstance(rule, OutpatientRule) else "expense_benefit_outpatient"
        account = "expense_benefit_account_pharmacy" if pharmacy else "expense_benefit_account_outpatient"
        second = visits.second[rows] + HOUR
        by_head = types[:1].tolist()[0].startswith("14") if count else False
        return Settlements(
            number=numbers[taken],
            turn=np.where(np.arange(len(taken)) < count, FIRST, REFUND),
            person=person[taken],
            psn_no=psn_no.take(pa.array(taken)),
            psn_type=kind[taken],
            group=group[taken],
            provider=provider[taken],
            med_type=types[taken],
            clr_type="41" if pharmacy else "11",
            clr_way=np.full(len(taken), "60" if by_head else "1"),
            day=np.concatenate([day, after[whole], after[part]]),
            second=np.concatenate([second, second[whole] + 600, second[part] + 600]),
            payment=Payment.joined(
                [payment.plus(extra), payment.take(whole).negative(), extra.take(part).negative()]
            ),
            lines=BookLines(np.full(len(taken), line), account, "expense_benefit_aid_outpatient"),
        )

    def _bills(
        self, rule: OutpatientRule | PoolingRule, visits: Visits, rows: Integers, numbers: Integers,
        psn_no: pa.Array, pots: Pots, cancelled: npt.NDArray[np.bool_], returned: Integers, draw: np.random.Generator,
    ) -> Bills:  # fmt: skip
        count = len(rows)
        provider = visits.provider[rows]
        own = Pots(*(getattr(pots, name)[rows] for name in pots.__dataclass_fields__))
        self_paid = not rule.in_scope_ppm
        if self_paid:
            half = own.cost // 2
            own = replace(own, class_a=own.cost - half, class_b=half, full_self=own.full_self * 0)
        department = self.city.own_departments[0][provider]
        ones = np.ones(count, dtype=np.int64)
        opened = visits.second[rows]
        return Bills(
            number=numbers,
            turn=ones * FIRST,
            psn_no=psn_no,
            provider=provider,
            department=department,
            doctor=self.city.doctor(provider, department, draw.uniform(size=count)),
            begin=visits.day[rows],
            days=ones,
            open_second=opened,
            close_second=opened + HOUR,
            pots=own,
            mix=ones * self.city.catalogue.mix_number[rule.mix],
            lines=ones * rule.lines,
            inpatient=False,
            self_paid=self_paid,
            returned=returned,
            cancelled=cancelled,
        )


def _first_and_last(month: int) -> tuple[int, int]:
    """Day numbers of a month's first and last day."""
    following = month + 1
    return dayno(month // 12, month % 12 + 1, 1), dayno(following // 12, following % 12 + 1, 1) - 1
