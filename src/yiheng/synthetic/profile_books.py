"""Figures and books of a city's profile: published figures under their years, and what is declared between.

Every published figure stands under its own year with its source. A series has one or more such anchors and says, in
words beside the number, how the other years follow from them. Controls are published sums and ratios that the
series must meet; :mod:`yiheng.synthetic.profile_check` names the first that they do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import div_half_up
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.measure import measures

MILLION = 1_000_000
"""Shares and rates are whole millionths (ppm)."""

InsuranceCode = Literal["employee", "resident", "assistance"]


class Amount(ContentModel):
    """A number as printed, in a unit of ``units.csv``."""

    value: str
    unit: str

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.unit not in measures():
            raise ValueError("应是已登记的单位")
        if self._in_base.denominator != 1:
            raise ValueError("折成基本单位（比率为百万分之一）应是整数")
        return self

    @property
    def _in_base(self) -> Fraction:
        unit = measures()[self.unit].unit
        value = unit.to_base(Printed.parse(self.value).value)
        return value * MILLION if unit.dimension == "ratio" else value

    @property
    def base(self) -> int:
        """In base units: 分, 人, 例; a ratio in millionths."""
        return self._in_base.numerator


class Anchor(Amount):
    """A published (or, with its status, an assumed) figure of one year."""

    year: int
    source: Source


class Between(ContentModel):
    """How the years without an anchor follow. Between two anchors: a straight line, rounded half away from zero.

    Outside them: ``growth_ppm`` a year from the nearest anchor; nothing before ``none_before``; or ``heads`` × ``standard`` × ``share_ppm``, both
    series of the profile. ``how`` says it in words.
    """

    growth_ppm: int = 0
    none_before: int = 0
    heads: str = ""
    standard: str = ""
    share_ppm: int = 0
    how: str


class Series(ContentModel):
    """One figure over the years."""

    name: str
    anchors: tuple[Anchor, ...] = ()
    between: Between

    @cached_property
    def anchored(self) -> Mapping[int, int]:
        """The anchors' values in base units by year."""
        return {anchor.year: anchor.base for anchor in self.anchors}

    def grown(self, year: int) -> int:
        """The value of a year from the anchors alone: itself, on the line between two, or grown from the nearest."""
        if year in self.anchored:
            return self.anchored[year]
        if year < self.between.none_before:
            return 0
        before = max((known for known in self.anchored if known < year), default=None)
        after = min((known for known in self.anchored if known > year), default=None)
        if before is not None and after is not None:
            rise = (self.anchored[after] - self.anchored[before]) * (year - before)
            return self.anchored[before] + div_half_up(rise, after - before)
        nearest = before if before is not None else after
        if nearest is None:
            raise ValueError(self.name)
        factor = Fraction(MILLION + self.between.growth_ppm, MILLION) ** (year - nearest)
        value = self.anchored[nearest] * factor
        return div_half_up(value.numerator, value.denominator)


class District(ContentModel):
    """A county, a district, or the city's own level, by its administrative code."""

    code: str = Field(pattern=r"^[0-9]{6}$")
    name: str


class Payment(ContentModel):
    """One arrival of a year's subsidy: its share of the year, and its day."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)
    share_ppm: int


class Subsidy(ContentModel):
    """That a line is fiscal money: level, arrivals, and an offset of earlier years inside the anchored amount."""

    level: Literal["central", "provincial", "city", "county"]
    payments: tuple[Payment, ...]
    document: str
    offsets: tuple[Anchor, ...] = ()


class BookLine(ContentModel):
    """One line of income or expense of one sub-fund.

    ``path``: how the money moves (05 §1.3). ``months`` and ``districts`` name shapes of the profile. ``settled``:
    the rows of care say how much; ``balancing``: takes what settlements leave open of the year's benefits.
    """

    line_code: str = Field(pattern=r"^(income|expense)_[a-z_]+$")
    sub_fund: Literal["pooled", "personal"] = "pooled"
    account: str
    name: str
    path: Literal["tax", "prepaid", "counter", "fiscal", "interest", "from_fund", "pay"]
    months: str
    districts: str
    settled: bool = False
    balancing: bool = False
    subsidy: Subsidy | None = None
    figures: Series

    @property
    def key(self) -> tuple[str, str]:
        """Line code and sub-fund: no two lines of a book share them."""
        return self.line_code, self.sub_fund

    @property
    def side(self) -> Literal["income", "expense"]:
        """Income or expense."""
        return "income" if self.line_code.startswith("income_") else "expense"


class Repayment(ContentModel):
    """A debt of the pooled fund to the personal accounts: recognised on a day, repaid in stages without cash."""

    recognised: Anchor
    recognised_day: int = Field(ge=1, le=28)
    recognised_month: int = Field(ge=1, le=12)
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)
    stages: tuple[Anchor, ...]


class Closing(ContentModel):
    """The balance of a sub-fund at the end of a year; the others roll forward and back from it."""

    sub_fund: Literal["pooled", "personal"]
    balance: Anchor


class Book(ContentModel):
    """The books of one fund."""

    fund_type: str
    insurance: InsuranceCode
    name: str
    districts: str
    float_ppm: int = Field(ge=0, lt=MILLION)
    closings: tuple[Closing, ...]
    repayment: Repayment | None = None
    lines: tuple[BookLine, ...]

    @property
    def sub_funds(self) -> tuple[str, ...]:
        """The sub-funds that have a closing balance, in order."""
        return tuple(closing.sub_fund for closing in self.closings)


class Term(ContentModel):
    """A figure that the profile implies: a sum of series, or a measure of a book."""

    series: tuple[str, ...] = ()
    fund_type: str = ""
    measure: Literal["", "income", "expense", "surplus", "opening", "closing", "average", "budget"] = ""
    sub_fund: Literal["", "pooled", "personal"] = ""
    part: str = ""


class Control(ContentModel):
    """A published figure that must come out: a value to the last unit, or a ratio to its printed decimals."""

    name: str
    year: int
    of: Term
    over: Term | None = None
    value: str
    unit: str
    source: Source


class BudgetSum(Amount):
    """The budget of a line, or of what is left of a side and sub-fund: split as the actual amounts are."""

    side: Literal["income", "expense"]
    line_code: str = ""
    sub_fund: Literal["pooled", "personal"] = "pooled"


class Budget(ContentModel):
    """One version of a fund's budget for a year."""

    fund_type: str
    year: int
    version: Literal["initial", "adjusted"]
    sums: tuple[BudgetSum, ...]
    approved: str
    document: str
    source: Source


class BudgetRule(ContentModel):
    """How budgets of years without a published one follow from what was executed."""

    fund_type: str
    income_ppm: int
    expense_ppm: int
    approved: str
    document: str
    how: str
