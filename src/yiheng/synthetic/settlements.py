"""Who pays what: the pooled fund by deductible and rate, supplements, assistance, and the person (05 §5.2).

The pooled fund follows the rule of the level of hospital to the 分. The supplement (职工大额, 居民大病) then pays as much
of what is left as makes the ratio of fund payment to policy range the profile's, over the rows given.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.stay import Flags
from yiheng.synthetic.stay_cost import Pots
from yiheng.synthetic.whole_split import part_of, split_whole

MILLION = 1_000_000


@dataclass(frozen=True)
class Payment:
    """The money columns of settlements in 分, one row each; what is not here is zero in this city."""

    medfee_sumamt_fen: Integers
    fulamt_ownpay_amt_fen: Integers
    overlmt_selfpay_fen: Integers
    preselfpay_amt_fen: Integers
    inscp_scp_amt_fen: Integers
    act_pay_dedc_fen: Integers
    hifp_pay_fen: Integers
    cvlserv_pay_fen: Integers
    hifmi_pay_fen: Integers
    hifob_pay_fen: Integers
    maf_pay_fen: Integers
    acct_pay_fen: Integers
    acct_mulaid_pay_fen: Integers

    @property
    def fund(self) -> Integers:
        """基金支付总额."""
        return (
            self.hifp_pay_fen
            + self.cvlserv_pay_fen
            + self.hifmi_pay_fen
            + self.hifob_pay_fen
            + self.maf_pay_fen
        )

    @property
    def person(self) -> Integers:
        """个人负担总金额."""
        return self.medfee_sumamt_fen - self.fund

    def columns(self) -> dict[str, Integers]:
        """All money columns of the contract's settlement."""
        nothing = np.zeros(len(self.medfee_sumamt_fen), dtype=np.int64)
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        zero = ("hifes_pay_fen", "hifdm_pay_fen", "oth_pay_fen", "hosp_part_amt_fen")
        return given | dict.fromkeys(zero, nothing) | {
            "fund_pay_sumamt_fen": self.fund,
            "psn_part_amt_fen": self.person,
            "psn_cash_pay_fen": self.person - self.acct_pay_fen,
        }  # fmt: skip

    def take(self, rows: Integers) -> Self:
        """Some rows."""
        return type(self)(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})

    def negative(self) -> Self:
        """The same amounts given back."""
        return type(self)(**{one.name: -getattr(self, one.name) for one in fields(self)})

    def plus(self, other: Self) -> Self:
        """Amounts added row by row."""
        return type(self)(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Rows after one another."""
        return cls(
            **{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)}
        )


@dataclass(frozen=True)
class Rule:
    """How the funds pay for some rows: arrays by row, and the ratio that all of them together must print."""

    deductible: Integers
    rate_ppm: Integers
    civil_ppm: Integers
    """Civil servants' supplement (公务员补助), of what is left."""
    aid_ppm: Integers
    """Medical assistance, of what is left; a row has one of the two at most."""
    supplement: str
    """hifob or hifmi."""
    ratio_ppm: int


def payment_of(pots: Pots, rule: Rule) -> Payment:
    """The split of every row; 基金支付 ÷ 政策范围内 of all rows is the rule's ratio to the 分 where that can be."""
    scope = pots.in_scope
    target = (int(scope.sum()) * rule.ratio_ppm + MILLION // 2) // MILLION
    deductible = np.minimum(rule.deductible, scope)
    pooled = part_of(scope - deductible, np.minimum(rule.rate_ppm, MILLION))
    left = scope - pooled
    topped = rule.civil_ppm + rule.aid_ppm
    share = _share(target - int(pooled.sum()), left, topped)
    pooled = _lowered(pooled, target) if share < 0 else pooled
    left = scope - pooled
    supplement = part_of(left, max(share, 0))
    supplement, civil, aid = _exact(target - int(pooled.sum()), left, supplement, rule)
    nothing = np.zeros(len(scope), dtype=np.int64)
    return Payment(
        medfee_sumamt_fen=pots.cost,
        fulamt_ownpay_amt_fen=pots.full_self,
        overlmt_selfpay_fen=pots.over_limit,
        preselfpay_amt_fen=pots.preself,
        inscp_scp_amt_fen=scope,
        act_pay_dedc_fen=deductible,
        hifp_pay_fen=pooled,
        cvlserv_pay_fen=civil,
        hifmi_pay_fen=supplement if rule.supplement == "hifmi" else nothing,
        hifob_pay_fen=supplement if rule.supplement == "hifob" else nothing,
        maf_pay_fen=aid,
        acct_pay_fen=nothing,
        acct_mulaid_pay_fen=nothing,
    )


def _share(missing: int, left: Integers, topped: Integers) -> int:
    """Millionths of what is left that the supplement must pay, before rounding; below 0 where too much is paid."""
    others = int(part_of(left, topped).sum())
    weight = int((left * (MILLION - topped)).sum()) // MILLION
    if not weight:
        return 0
    return max(min((missing - others) * MILLION // weight, MILLION), -1 if missing < others else 0)


def _lowered(pooled: Integers, target: int) -> Integers:
    """The pooled fund's payments brought down so far that even the others fit; for a few small bills at most."""
    excess = int(pooled.sum()) - target * 97 // 100
    if excess <= 0:
        return pooled
    return pooled - np.minimum(split_whole(excess, pooled), pooled)


def _exact(
    missing: int, left: Integers, supplement: Integers, rule: Rule
) -> tuple[Integers, Integers, Integers]:
    """Supplement, civil servants' supplement and assistance that sum to ``missing``: the last 分 go to the supplement."""
    for _ in range(4):
        rest = left - supplement
        civil, aid = part_of(rest, rule.civil_ppm), part_of(rest, rule.aid_ppm)
        off = missing - int((supplement + civil + aid).sum())
        free = np.where(rule.civil_ppm + rule.aid_ppm == 0, rest if off > 0 else supplement, 0)
        if not off or not int(free.sum()):
            break
        step = min(abs(off), int(free.sum()))
        supplement = supplement + np.sign(off) * split_whole(step, free)
    return supplement, civil, aid


def pay_from_accounts(payment: Payment, own_ppm: Integers, family_ppm: Integers) -> Payment:
    """The person's part paid from the own personal account or from a relative's (家庭共济)."""
    family = part_of(payment.person, family_ppm)
    own = part_of(payment.person - family, own_ppm)
    return replace(payment, acct_pay_fen=own + family, acct_mulaid_pay_fen=family)


def returned_part(amount: Integers, ratio_ppm: Integers | int, fund: str) -> Payment:
    """What a line of ``amount`` 分 in full policy range adds to a bill, and its refund takes away again."""
    nothing = np.zeros(len(amount), dtype=np.int64)
    parts = {one.name: nothing for one in fields(Payment)}
    paid = part_of(amount, ratio_ppm)
    return Payment(**(parts | {"medfee_sumamt_fen": amount, "inscp_scp_amt_fen": amount, fund: paid}))


def chosen_for(cost: Integers, order: Integers, limit: int) -> Flags:
    """Rows in an order whose costs together do not exceed a limit."""
    taken = np.zeros(len(cost), dtype=np.bool_)
    taken[order] = np.cumsum(cost[order]) <= limit
    return taken
