"""Formulas: how a metric is computed from the published tables, as content (kind ``formulas``).

A formula gives the value of one metric in one or several scopes: a ``value``, or a ``numerator`` over a
``denominator``, each a sum of terms. A term aggregates a table (or a step's table) by an SQL scalar under a condition,
or takes another metric. Scalars keep to an allow-list (:mod:`yiheng.metrics.scalar`); what is long or shared by many
formulas is a step in ``metrics/steps``. Codes that differ from place to place are named sets (parameter ``code_sets``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from yiheng.metrics.catalogue import Account, Insurance, Role
from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.measure import Measure
from yiheng.standards.problem import Problem

Aggregate = Literal["sum", "count", "count_distinct", "only"]
AGGREGATES: tuple[Aggregate, ...] = ("sum", "count", "count_distinct", "only")
AGGREGATE_WORDS: dict[str, str] = {
    "sum": "合计",
    "count": "计数",
    "count_distinct": "去重计数",
    "only": "取唯一一行",
    "metric": "取指标",
}
CODE_SETS = "code_sets"
"""The parameter with the named sets of codes that conditions may use; longer keys that begin so bring further sets."""


class Term(ContentModel):
    """One summand: an aggregate over the rows of a table, or another metric in the same scope unless it says so.

    ``where``: which rows count. ``within``: which rows must be there for a nought to be a result (a line of the ledger
    without entries is 0 in a year that has books, and unknown in one that has none); without it, those of ``where``.
    ``only``: the value of the one row; two rows give none. ``times`` and ``over`` scale the term, ``sign`` takes it off;
    ``per_month`` divides it by the months of the year that are counted, 12 in a whole one.
    """

    name: str = ""
    table: str = Field("", alias="from")
    sum: str = ""
    count: str = ""
    count_distinct: str = ""
    only: str = ""
    where: str = ""
    within: str = ""
    metric: str = ""
    role: Role | Literal[""] = ""
    insurance: Insurance | Literal[""] = ""
    account: Account | Literal[""] = ""
    item: str | None = None
    sign: Literal["+", "-"] = "+"
    times: int = Field(1, ge=1)
    over: int = Field(1, ge=1)
    per_month: bool = False

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        aggregates = [one for one in AGGREGATES if getattr(self, one)]
        if bool(self.table) == bool(self.metric) or len(aggregates) != bool(self.table):
            raise ValueError("应写 from 和 sum、count、count_distinct、only 之一，或者只写 metric")
        if self.metric and (self.where or self.within):
            raise ValueError("取指标的项没有 where、within")
        return self

    @property
    def aggregate(self) -> Aggregate:
        """How a table's rows become a number."""
        return next(one for one in AGGREGATES if getattr(self, one))

    @property
    def expression(self) -> str:
        """The scalar that is aggregated."""
        return str(getattr(self, self.aggregate))

    @property
    def scalars(self) -> dict[str, str]:
        """Its SQL scalars by the key they stand under."""
        if not self.table:
            return {}
        given = {self.aggregate: self.expression, "where": self.where, "within": self.within}
        return {key: text for key, text in given.items() if text}


class Rung(ContentModel):
    """One rung of a ladder: values from ``from`` (included) to ``to`` (excluded) become ``gives``."""

    lower: str = Field("", alias="from")
    upper: str = Field("", alias="to")
    gives: str


class Formula(ContentModel):
    """One formula for every combination of its ``insurance``, ``accounts`` and ``items``.

    ``unit`` and ``decimals``: as printed; by default the metric's usual unit. ``sample``: how many were asked.
    ``ladder``: the computed value, in base units, is looked up and what its rung gives is the figure.
    ``whole_year``: it means something, or has its rows, only for a whole year.
    """

    formula: str
    metric: str
    role: Role = "actual"
    insurance: tuple[Insurance, ...] = Field(min_length=1)
    accounts: tuple[Account, ...] = ("all",)
    items: tuple[str, ...] = ("",)
    caliber: str = ""
    unit: str = ""
    decimals: int | None = Field(None, ge=0, le=6)
    value: tuple[Term, ...] = ()
    numerator: tuple[Term, ...] = ()
    denominator: tuple[Term, ...] = ()
    sample: tuple[Term, ...] = ()
    ladder: tuple[Rung, ...] = ()
    whole_year: bool = False
    source: Source

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.value) == bool(self.numerator) or bool(self.numerator) != bool(self.denominator):
            raise ValueError("应只写 value，或者只写 numerator 和 denominator")
        return self

    @property
    def parts(self) -> dict[str, tuple[Term, ...]]:
        """Its terms by the part they stand in."""
        given = {
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "sample": self.sample,
        }
        return {part: terms for part, terms in given.items() if terms}

    @property
    def scopes(self) -> Iterator[tuple[Insurance, Account, str]]:
        """Every scope it gives a figure for."""
        for insurance in self.insurance:
            for account in self.accounts:
                for item in self.items:
                    yield insurance, account, item


def usual_decimals(measure: Measure) -> int:
    """Whole numbers for what is counted one by one, two decimals for money, rates, months and counts by 万."""
    return 0 if measure.family == "count" and measure.unit.scale == 1 else 2


def _check(entry: Entry[Formula], content: Content) -> Iterable[Problem]:
    from yiheng.metrics.formula_check import formula_problems  # reads SQL, which loads slowly

    return formula_problems(entry, content)


FORMULAS = Kind("formulas", "指标公式", Formula, "formula", list_key="formulas", check=_check)
