"""The part of a city's profile that says how totals become care: cases, benefits, outpatient care, planted things.

Content kind ``care_profiles``; a city profile names its own by ``care``. Shares are whole millionths, money as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field

from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem
from yiheng.synthetic.case_mix import AGE_BANDS, CASE_MIX
from yiheng.synthetic.profile_books import Amount, Anchor

Ppm = Mapping[str, int]
GroupName = Literal["active", "retired", "resident"]
InsuranceName = Literal["employee", "resident"]

ANOMALY_KINDS = (
    "duplicate_charge",
    "over_price",
    "split_stay",
    "bed_hanging",
    "sex_mismatch",
    "age_mismatch",
    "over_frequency",
    "false_quantity",
    "upcoding",
    "low_indication",
    "substitution",
    "cluster_admission",
    "outpatient_during_stay",
    "after_death",
    "card_cluster",
)
"""Kinds of planted things (04 §3.3, §3.5: R classes of charging and X01–X18, X22)."""


class InpatientRule(ContentModel):
    """Inpatient cases: series of the city profile, and how they spread over people, months and institutions."""

    cases: str
    cost: str
    month_weights: tuple[int, ...] = Field(min_length=12, max_length=12)
    group_weights: Mapping[GroupName, int]
    newborn_ppm: int
    mover_ppm: int
    death_ppm: int
    """Of those who die while insured, the part that dies in hospital."""
    age_rates: tuple[int, ...] = Field(min_length=AGE_BANDS, max_length=AGE_BANDS)
    level_cost_ppm: Ppm
    level_days_ppm: Ppm
    home_weight: int = Field(ge=1)
    least_per_day: Amount
    late_settlement_ppm: int
    project_ppm: int
    """The part of the cost paid by item."""
    single_disease_ppm: int
    resettled_ppm: int
    partly_refunded_ppm: int


class ScopeShare(ContentModel):
    """Mean shares of a stay's cost outside the catalogue and in class B (乙类)."""

    full_self_ppm: int
    class_b_ppm: int


class ScopeRule(ContentModel):
    """What is outside the policy range."""

    employee: ScopeShare
    resident: ScopeShare
    preself_ppm: int
    """What the insured pay first of class B items."""
    over_limit_ppm: int
    """Cases with an item above its price limit."""


class InsuranceBenefit(ContentModel):
    """Deductible in 元 and rate of the pooled fund by level of hospital; which supplement pays on top."""

    deductible: Mapping[str, Decimal]
    rate_ppm: Ppm
    retired_plus_ppm: int
    supplement: Literal["hifob", "hifmi"]


class BenefitRule(ContentModel):
    """Who pays what of a stay."""

    employee: InsuranceBenefit
    resident: InsuranceBenefit
    civil_servant_ppm: int
    aid_ppm: int
    account_ppm: int
    family_ppm: int


class RateSeries(ContentModel):
    """A ratio that the year's settlements print, by year; a year without one takes the nearest earlier."""

    employee: tuple[Anchor, ...]
    resident: tuple[Anchor, ...]

    def ppm(self, insurance: InsuranceName, year: int) -> int:
        """Millionths; before the first anchor the first holds."""
        anchors = sorted(getattr(self, insurance), key=lambda anchor: anchor.year)
        before = [anchor for anchor in anchors if anchor.year <= year]
        return int((before[-1] if before else anchors[0]).base)


class PoolingRule(ContentModel):
    """Pooled outpatient care of employees (门诊共济): published visits, persons, retirees and cost."""

    visits: str
    persons: str
    retirees: str
    cost: str
    med_type: str
    retiree_weight: int
    active_weight: int
    in_scope_ppm: int
    fund_ppm: int
    account_ppm: int
    spread: int
    lines: int
    mix: str
    month_weights: tuple[int, ...] = Field(min_length=12, max_length=12)
    cancelled_ppm: int


class OutpatientRule(ContentModel):
    """One sort of outpatient care, as large as a part of the book line that pays it."""

    care: str
    groups: Mapping[GroupName, int]
    med_types: Mapping[str, int]
    line_code: str
    plan_ppm: int = Field(ge=0, le=1_000_000)
    mean: Amount
    in_scope_ppm: int
    fund_ppm: int = 0
    calibrated: bool = False
    """That it takes the part of fund payment which makes the insurance's outpatient ratio as published."""
    lines: int
    spread: int
    mix: str
    diseases: tuple[str, ...] = ()
    age_rates: tuple[int, ...] = Field(min_length=AGE_BANDS, max_length=AGE_BANDS)
    enrolled_ppm: int
    account_ppm: int
    family: bool = False
    """Paid from a relative's personal account (家庭共济)."""
    partly_refunded_ppm: int
    cancelled_ppm: int

    @property
    def pharmacy(self) -> bool:
        """Bought at a pharmacy from the personal account."""
        return "41" in self.med_types


class FeeLineRule(ContentModel):
    """How many lines a stay has, and what part is left to items priced one by one."""

    per_stay: int
    drawn_ppm: int
    """Lines drawn for each that is wanted: some come out below the cheapest item and are left out."""
    least: int
    open_ppm: int
    service_level_ppm: Ppm


class PlantedRate(ContentModel):
    """How many of one kind to plant for 100,000 inpatient cases, and how many lawful ones that look alike."""

    per_100k: int
    decoys: int


class RulingRate(ContentModel):
    """How many rulings for 100,000 inpatient cases."""

    per_100k: int


class RulingRule(ContentModel):
    """Rulings on violations and on special cases."""

    violations: RulingRate
    special_cases: RulingRate
    approved_ppm: int


class CareProfile(ContentModel):
    """One city's care."""

    care_profile: str
    case_mix: str
    source: Source
    inpatient: InpatientRule
    scope: ScopeRule
    benefit: BenefitRule
    inpatient_rate: RateSeries
    outpatient_rate: RateSeries
    pooling: PoolingRule
    outpatient: tuple[OutpatientRule, ...] = Field(max_length=7)
    """At most seven: the sort is one digit of a visit's number."""
    fee_lines: FeeLineRule
    anomalies: Mapping[str, PlantedRate]
    rulings: RulingRule


def _check(entry: Entry[CareProfile], content: Content) -> Iterable[Problem]:
    profile = entry.value
    known = {one.key for one in content.entries if one.kind == CASE_MIX.name}
    if profile.case_mix not in known:
        yield entry.problem("city_reference", "case_mix", found=profile.case_mix)
        return
    mixes = {mix.mix for mix in content.get(CASE_MIX, profile.case_mix).value.charge_mixes}
    for place, care in enumerate(profile.outpatient):
        if care.mix not in mixes:
            yield entry.problem("city_reference", "outpatient", place, "mix", found=care.mix)
    for kind in profile.anomalies:
        if kind not in ANOMALY_KINDS:
            yield entry.problem("city_reference", "anomalies", kind, found=kind)


CARE_PROFILES = Kind(
    "care_profiles", "虚构城市的就医", CareProfile, "care_profile", by_name=True, check=_check
)
