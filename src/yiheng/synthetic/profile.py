"""The profile of an invented city, as content (``city_profiles``): people, institutions, money and evidence.

The figures and books are in :mod:`yiheng.synthetic.profile_books`. No city stands in code: a profile is a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem
from yiheng.synthetic.profile_books import (
    MILLION,
    Amount,
    Book,
    Budget,
    BudgetRule,
    Control,
    District,
    Series,
)

Weights = Mapping[str, int]


class AgeBand(ContentModel):
    """Persons of completed years ``low`` to ``high`` (both included) and their share."""

    low: int = Field(ge=0, le=110)
    high: int = Field(ge=0, le=110)
    share_ppm: int


class GroupRule(ContentModel):
    """A group of insured: its series of year-end counts, its structure, and yearly movements in ppm of the group."""

    series: str
    districts: str
    male_ppm: int
    ages: tuple[AgeBand, ...]
    """Ages at the end of the last year of the profile; retirement ages are the legal ones."""
    deaths_ppm: int
    leaving_ppm: int


class YearlyMove(ContentModel):
    """A movement of one year that a document counts: so many persons of a kind leave or are doubled."""

    kind: Literal["student_home", "duplicate"]
    year: int
    persons: Amount
    source: Source


class PeopleRule(ContentModel):
    """Who is insured."""

    groups: Mapping[Literal["active", "retired", "resident", "suspended"], GroupRule]
    student_home_ppm: int
    to_resident_ppm: int
    to_active_ppm: int
    newborn_ppm: int
    moves: tuple[YearlyMove, ...]
    aid_kinds: Weights
    """Shares of the kinds of people whose premium assistance pays."""
    aid_series: str


class Institutions(ContentModel):
    """Institutions of one level and kind in one district; ``share_ppm`` of the city's inpatient volume together."""

    district: str
    level: str = ""
    kind: Literal["general", "tcm", "maternal", "psychiatric", "township", "pharmacy"]
    ownership: Literal["public", "private", "other"]
    title: str
    count: int = Field(ge=1)
    beds: int = Field(ge=0)
    share_ppm: int = Field(ge=0)


class ProviderRule(ContentModel):
    """The network: institutions by district, level and kind, and its staff."""

    institutions: tuple[Institutions, ...]
    since: str
    physicians_per_100_beds: int
    nurses_per_100_beds: int
    technicians_per_100_beds: int
    pharmacists_per_pharmacy: int
    departments: Mapping[str, tuple[str, ...]]


class EmployerRule(ContentModel):
    """Payers of employees' contributions."""

    employers: int
    flexible_windows: int
    flexible_ppm: int
    types: Weights
    rate_ppm: int
    flexible_rate_ppm: int
    size_spread_ppm: int
    wage_spread_ppm: int
    debtors_ppm: int
    arrears: str
    recovered: str
    shortfall: str
    refund_ppm: int
    villages: int
    source: Source


class Deposit(ContentModel):
    """Money paid in at the counter after the sweep of the month's last working day."""

    district: str
    time: str
    amount: Amount


class UnsweptEvent(ContentModel):
    """An income account that was not empty at the end of a month, shortly after the last year of the profile."""

    fund_type: str
    line_code: str
    swept: str
    deposits: tuple[Deposit, ...]
    returned: str
    source: Source


class PopulationFigure(ContentModel):
    """Population of the city by a caliber, as a series."""

    caliber: Literal["registered", "resident"]
    series: str
    districts: str
    document: str


class WageRule(ContentModel):
    """The average wage follows from the employers' bases: ``base_ratio`` is their ratio to it, a series of ratios."""

    base_ratio: str
    document: str
    source: Source


class SurveyRule(ContentModel):
    """One question of one survey: how many were asked and how many answered yes."""

    insurance: str
    year: int
    question: str
    asked: int = Field(ge=1)
    positive: int = Field(ge=0)
    source: Source


class AwardRow(ContentModel):
    """One award."""

    insurance: str
    year: int
    level: str
    title: str
    issuer: str
    document: str = ""


class ScoreRow(ContentModel):
    """One score that somebody above gave."""

    assessment: str
    year: int
    object_code: str
    item: str = ""
    full: str
    score: str
    ranking: int | None = None
    document: str = ""


class EvidenceRow(ContentModel):
    """One point of the evidence for one indicator of one scoring profile."""

    insurance: str
    year: int
    profile: str
    indicator: str
    item: str = ""
    met: bool
    count: int | None = None
    day: str = ""
    document: str = ""
    text: str


class GoalRow(ContentModel):
    """One goal as approved: operator and text as printed."""

    insurance: str
    year: int
    metric: str
    account: Literal["all", "pooled", "personal"] = "all"
    item: str = ""
    operator: str = "="
    text: str
    unit: str = ""
    approved: str = ""
    document: str = ""


class CityProfile(ContentModel):
    """One invented city. ``first_year`` to ``last_year`` is its time line; a build may ask for a part of it."""

    city_profile: str
    name: str
    region: str
    city_code: str
    first_year: int
    last_year: int
    care: str = ""
    note: str
    districts: tuple[District, ...]
    district_weights: Mapping[str, Weights]
    month_shapes: Mapping[str, tuple[int, ...]]
    series: Mapping[str, Series]
    people: PeopleRule
    providers: ProviderRule
    employers: EmployerRule
    books: tuple[Book, ...]
    budgets: tuple[Budget, ...]
    budget_rules: tuple[BudgetRule, ...]
    unswept: UnsweptEvent | None = None
    population: tuple[PopulationFigure, ...]
    average_wage: WageRule
    surveys: tuple[SurveyRule, ...]
    awards: tuple[AwardRow, ...]
    scores: tuple[ScoreRow, ...]
    evidence: tuple[EvidenceRow, ...]
    goals: tuple[GoalRow, ...]
    controls: tuple[Control, ...]

    @model_validator(mode="after")
    def _shapes(self) -> Self:
        for name, shape in self.month_shapes.items():
            if len(shape) != 12 or min(shape) < 0 or sum(shape) == 0:
                raise ValueError(f"月份分布 {name} 应有十二个不小于零的数")
        return self

    def book(self, fund_type: str) -> Book:
        """The books of one fund; KeyError where the profile has none."""
        for book in self.books:
            if book.fund_type == fund_type:
                return book
        raise KeyError(fund_type)

    @property
    def years(self) -> tuple[int, ...]:
        """The whole time line."""
        return tuple(range(self.first_year, self.last_year + 1))


def _check(entry: Entry[CityProfile], content: Content) -> Iterable[Problem]:
    from yiheng.synthetic.profile_check import (
        profile_problems,
    )  # it calibrates, and this module is read first

    del content
    return profile_problems(entry)


CITY_PROFILES = Kind("city_profiles", "虚构城市", CityProfile, "city_profile", by_name=True, check=_check)

__all__ = ["CITY_PROFILES", "MILLION", "CityProfile"]
