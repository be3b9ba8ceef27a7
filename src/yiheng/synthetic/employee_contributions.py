"""Employees' contributions: every employer's and window's month, arrears of the debtors, refunds.

The year's receipts by district and month are the books'. Employers share them by heads and wage level; debtors
(the largest of each district) fall short by the year's shortfall and pay off what they owe from before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from yiheng.synthetic.calibration import split
from yiheng.synthetic.frame import Frame
from yiheng.synthetic.fund_plan import YearPlan, year_plan
from yiheng.synthetic.people import ACTIVE
from yiheng.synthetic.profile_books import MILLION
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.receipts import Columns, Receipts, half_up, split_long
from yiheng.synthetic.rows import dayno

EMPLOYER_LINE = ("income_premium_employer", "pooled")
PERSONAL_LINE = ("income_premium_employee", "personal")
FLEXIBLE_LINE = ("income_premium_flexible", "pooled")
BATCH_DAYS = (10, 20)
FLEXIBLE_DAY, ARREARS_DAY, REFUND_DAY = 15, 16, 18
REFUND_MONTH = 6
WAGE_STEPS = 1_000
"""Wage levels are weighed in thousandths."""


@dataclass
class Target:
    """Where rows and receipts go."""

    due: Columns
    received: Columns
    receipts: Receipts
    bases: Counter[str] = field(default_factory=Counter)
    """Sums of the year over employers: ``base`` in 分, ``heads`` in person-months."""


class EmployeePayers:
    """Heads, weights and debtors of the employers and windows of a city."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self.employers = frame.people.employers
        self.book = next(book for book in frame.profile.books if book.insurance == "employee")
        self.admdvs = [district.code for district in frame.districts]
        self._numbers = self.employers.numbers

    def heads(self, year: int) -> tuple[Integers, Integers]:
        """Active persons at the year's end by employer, and the flexibly employed by district."""
        people, day = self.frame.people, dayno(year, 12, 31)
        by_employer = np.zeros(self.employers.count, dtype=np.int64)
        alone = np.zeros(len(self.admdvs), dtype=np.int64)
        for persons in people.chunks():
            here = persons[people.covered(persons, day) == ACTIVE]
            district = people.district(here).astype(np.int64)
            employer = self.employers.of(district, here)
            by_employer += np.bincount(employer[employer >= 0], minlength=self.employers.count)
            alone += np.bincount(district[employer < 0], minlength=len(self.admdvs))
        return by_employer, alone

    @cached_property
    def debtors(self) -> Integers:
        """Employer numbers of the debtors: the largest of the city, who together make out the declared share."""
        largest = np.argsort(-self.employers.size, kind="stable")
        reach = np.cumsum(self.employers.size[largest]) / self.employers.size.sum()
        wanted = 1 + int(np.searchsorted(reach, self.frame.profile.employers.debtors_ppm / MILLION))
        found: Integers = np.sort(largest[:wanted])
        return found

    def weights(self, heads: Integers) -> Integers:
        """What employers' shares of a district's premiums are in proportion to; debtors and one a district have some."""
        least = np.zeros(self.employers.count, dtype=np.int64)
        least[self.debtors] = 1
        least[self.employers.starts[:-1][np.array(self.employers.per_district) > 0]] = 1
        wage = np.maximum(1, (self.employers.wage * WAGE_STEPS).astype(np.int64))
        weights: Integers = np.maximum(heads, least) * wage
        return weights

    def numbers(self, which: Integers) -> npt.NDArray[np.str_]:
        """Payer numbers of employers."""
        return self._numbers[which]


def employee_rows(payers: EmployeePayers, year: int, target: Target) -> Iterator[None]:
    """All rows of a year, a stretch at a time; the receipts are the books' to the 分."""
    frame, rule = payers.frame, payers.frame.profile.employers
    plan = year_plan(frame, payers.book, year)
    heads, alone = payers.heads(year)
    weights = payers.weights(heads)
    debt = weights[payers.debtors]
    # Debtors of every district share the shortfall and the repayments as they share the dues.
    shortfall = split(frame.figure(rule.shortfall, year), debt.tolist())
    recovered = split(frame.figure(rule.recovered, year), debt.tolist())
    if year == frame.years[0]:
        _old_arrears(payers, year, debt, target)
    target.bases.clear()
    for place in range(len(payers.admdvs)):
        own = payers.employers.district[payers.debtors] == place
        yield from _district(
            payers, plan, place, heads, weights,
            dict(zip(payers.debtors[own].tolist(), np.array(shortfall)[own].tolist(), strict=True)),
            dict(zip(payers.debtors[own].tolist(), np.array(recovered)[own].tolist(), strict=True)),
            target,
        )  # fmt: skip
        _windows(payers, plan, place, int(alone[place]), target)


def _old_arrears(payers: EmployeePayers, year: int, debt: Integers, target: Target) -> None:
    """What was owed as the first year began: one due row a debtor, of the December before."""
    rule = payers.frame.profile.employers
    owed = np.array(split(payers.frame.figure(rule.arrears, year - 1), debt.tolist()), dtype=np.int64)
    personal = _personal_part(payers, year, owed)
    target.due.add(
        len(owed),
        payer_no=payers.numbers(payers.debtors),
        payer_type="employer",
        insutype=payers.book.fund_type,
        period=f"{year - 1}-12",
        admdvs=np.array(payers.admdvs)[payers.employers.district[payers.debtors]],
        due_dayno=np.full(len(owed), dayno(year - 1, 12, 31), dtype=np.int32),
        insured_persons=np.zeros(len(owed), dtype=np.int64),
        base_fen=half_up(owed * MILLION, rule.rate_ppm),
        due_pooled_fen=owed - personal,
        due_personal_fen=personal,
        due_fen=owed,
    )


def _personal_part(payers: EmployeePayers, year: int, amounts: Integers) -> Integers:
    """The part of contributions that belongs to the personal accounts, as in the year's books."""
    lines = payers.frame.figures.book_year(payers.book, year).lines
    pooled, personal = lines[EMPLOYER_LINE], lines[PERSONAL_LINE]
    share = personal * MILLION // (pooled + personal)
    parts: Integers = amounts * share // MILLION
    return parts


def _district(
    payers: EmployeePayers,
    plan: YearPlan,
    place: int,
    heads: Integers,
    weights: Integers,
    shortfall: dict[int, int],
    recovered: dict[int, int],
    target: Target,
) -> Iterator[None]:
    """One district's employers, month by month."""
    start, end = payers.employers.starts[place], payers.employers.starts[place + 1]
    which = np.arange(start, end)[weights[start:end] > 0]
    if not len(which):
        return
    debtors = np.array(sorted(shortfall), dtype=np.int64)
    short = np.array([split(shortfall[one], [1] * 12) for one in debtors.tolist()]).reshape(-1, 12)
    back = np.array([split(recovered[one], [1] * 12) for one in debtors.tolist()]).reshape(-1, 12)
    for month in range(1, 13):
        cells = {line: int(plan.cells[line][place, month - 1]) for line in (EMPLOYER_LINE, PERSONAL_LINE)}
        repaid = back[:, month - 1].astype(np.int64) if len(debtors) else np.empty(0, dtype=np.int64)
        repaid_personal = _personal_part(payers, plan.year, repaid)
        missing = short[:, month - 1].astype(np.int64) if len(debtors) else np.empty(0, dtype=np.int64)
        missing_personal = _personal_part(payers, plan.year, missing)
        refund = _refund(payers, cells[EMPLOYER_LINE], month)
        due_pooled = split_long(
            cells[EMPLOYER_LINE] - int((repaid - repaid_personal).sum())
            + int((missing - missing_personal).sum()),
            weights[which],
        )  # fmt: skip
        due_personal = split_long(
            cells[PERSONAL_LINE] - int(repaid_personal.sum()) + int(missing_personal.sum()), weights[which]
        )
        paid_pooled, paid_personal = due_pooled.copy(), due_personal.copy()
        spots = np.searchsorted(which, debtors)
        np.subtract.at(paid_pooled, spots, missing - missing_personal)
        np.subtract.at(paid_personal, spots, missing_personal)
        if refund:  # what is paid back had been paid in excess
            paid_pooled[0] += refund
        _due_rows(payers, plan.year, month, place, which, heads[which], due_pooled, due_personal, target)
        _paid_rows(payers, plan.year, month, place, which, paid_pooled, paid_personal, target)
        _arrears_rows(payers, plan.year, month, place, debtors, repaid, repaid_personal, target)
        if refund:
            _refund_row(payers, plan.year, place, int(which[0]), refund, target)
        yield


def _refund(payers: EmployeePayers, cell: int, month: int) -> int:
    return cell * payers.frame.profile.employers.refund_ppm // MILLION if month == REFUND_MONTH else 0


def _due_rows(
    payers: EmployeePayers, year: int, month: int, place: int, which: Integers, heads: Integers,
    pooled: Integers, personal: Integers, target: Target,
) -> None:  # fmt: skip
    whole = pooled + personal
    bases = half_up(whole * MILLION, payers.frame.profile.employers.rate_ppm)
    target.bases.update(base=int(bases.sum()), heads=int(heads.sum()))
    target.due.add(
        len(which),
        payer_no=payers.numbers(which),
        payer_type="employer",
        insutype=payers.book.fund_type,
        period=f"{year}-{month:02d}",
        admdvs=payers.admdvs[place],
        due_dayno=np.full(len(which), dayno(year, month, BATCH_DAYS[-1]), dtype=np.int32),
        insured_persons=heads,
        base_fen=bases,
        due_pooled_fen=pooled,
        due_personal_fen=personal,
        due_fen=whole,
    )


def _paid_rows(
    payers: EmployeePayers, year: int, month: int, place: int, which: Integers,
    pooled: Integers, personal: Integers, target: Target,
) -> None:  # fmt: skip
    """Receipts of the month's dues in two batches; who pays nothing has no row."""
    for batch, day in enumerate(BATCH_DAYS):
        chosen = (which % len(BATCH_DAYS) == batch) & (pooled + personal > 0)
        _receipt_rows(
            payers, (year, month, day), place, payers.numbers(which[chosen]), "current",
            f"{year}-{month:02d}", pooled[chosen], personal[chosen], target,
        )  # fmt: skip


def _arrears_rows(
    payers: EmployeePayers, year: int, month: int, place: int, debtors: Integers,
    amounts: Integers, personal: Integers, target: Target,
) -> None:  # fmt: skip
    chosen = amounts > 0
    _receipt_rows(
        payers, (year, month, ARREARS_DAY), place, payers.numbers(debtors[chosen]), "arrears",
        f"{payers.frame.years[0] - 1}-12", (amounts - personal)[chosen], personal[chosen], target,
    )  # fmt: skip


def _refund_row(payers: EmployeePayers, year: int, place: int, payer: int, fen: int, target: Target) -> None:
    when = (year, REFUND_MONTH, REFUND_DAY)
    amount = np.array([-fen], dtype=np.int64)
    _receipt_rows(
        payers, when, place, payers.numbers(np.array([payer])), "refund",
        f"{year}-{REFUND_MONTH - 1:02d}", amount, np.zeros(1, dtype=np.int64), target,
    )  # fmt: skip


def _receipt_rows(
    payers: EmployeePayers, when: tuple[int, int, int], place: int, numbers: npt.NDArray[np.str_],
    kind: str, period: str, pooled: Integers, personal: Integers, target: Target,
    payer_type: str = "employer",
) -> None:  # fmt: skip
    """Rows of one day, one district and one kind, and their sums for the books."""
    year, month, day = when
    admdvs, count = payers.admdvs[place], len(numbers)
    if not count:
        return
    serials = np.char.zfill(np.arange(1, count + 1).astype("U7"), 7)
    mark = {"current": "A", "arrears": "B", "refund": "C"}[kind] if payer_type == "employer" else "D"
    target.received.add(
        count,
        tax_voucher_no=np.char.add(f"{year}{month:02d}{day:02d}{admdvs}{mark}", serials),
        line_no=np.ones(count, dtype=np.int64),
        payer_no=numbers,
        payer_type=payer_type,
        insutype=payers.book.fund_type,
        period=period,
        admdvs=admdvs,
        received_dayno=np.full(count, dayno(*when), dtype=np.int32),
        receipt_kind=kind,
        pooled_fen=pooled,
        personal_fen=personal,
        amount_fen=pooled + personal,
    )
    lines = (FLEXIBLE_LINE,) if payer_type == "flexible" else (EMPLOYER_LINE, PERSONAL_LINE)
    for line, fen in zip(lines, (int(pooled.sum()), int(personal.sum())), strict=False):
        target.receipts.add(payers.book.fund_type, admdvs, when, line, fen)


def _windows(payers: EmployeePayers, plan: YearPlan, place: int, heads: int, target: Target) -> None:
    """The flexibly employed of a district pay at windows, into the pooled fund alone."""
    rule = payers.frame.profile.employers
    if not plan.cells[FLEXIBLE_LINE][place].any():
        return
    count = max(1, rule.flexible_windows // len(payers.admdvs))
    each = np.array(split(heads, [1] * count), dtype=np.int64)
    numbers = np.array([f"{payers.admdvs[place]}F{number:06d}" for number in range(1, count + 1)])
    nothing = np.zeros(count, dtype=np.int64)
    for month in range(1, 13):
        cell = int(plan.cells[FLEXIBLE_LINE][place, month - 1])
        due = split_long(cell, each if heads else np.ones(count, dtype=np.int64))
        target.due.add(
            count,
            payer_no=numbers,
            payer_type="flexible",
            insutype=payers.book.fund_type,
            period=f"{plan.year}-{month:02d}",
            admdvs=payers.admdvs[place],
            due_dayno=np.full(count, dayno(plan.year, month, FLEXIBLE_DAY), dtype=np.int32),
            insured_persons=each,
            base_fen=half_up(due * MILLION, rule.flexible_rate_ppm),
            due_pooled_fen=due,
            due_personal_fen=nothing,
            due_fen=due,
        )
        paid = due > 0
        _receipt_rows(
            payers, (plan.year, month, FLEXIBLE_DAY), place, numbers[paid], "current",
            f"{plan.year}-{month:02d}", due[paid], nothing[paid], target, payer_type="flexible",
        )  # fmt: skip
