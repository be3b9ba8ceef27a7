"""The calibers of grouping quality: every threshold and choice of method as dated content with its source (02 §2.3, §8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.grouping.quality.moments import SdKind
from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem

TrimMethod = Literal["none", "iqr", "sigma3", "ln_sigma3", "ratio", "middle"]


def _exact(text: str) -> str:
    try:
        Printed.parse(text)
    except ExactError:
        raise ValueError("应是数字，如 0.8") from None
    return text


ExactText = Annotated[str, AfterValidator(_exact)]
"""A number kept as typed, so that it is exact."""
OpenText = Annotated[str, AfterValidator(lambda text: _exact(text) if text else text)]
"""The same, or empty."""


def exact(text: str) -> Fraction:
    """The value of a number in content."""
    return Printed.parse(text).value


class RatioBand(ContentModel):
    """Costs above ``times`` the group's mean are cut, for groups whose mean is up to ``to`` percent of the mean of
    all cases; without ``to``, for all others."""

    to: OpenText = ""
    times: ExactText


class Trim(ContentModel):
    """How extreme costs are cut off before a group is measured (02 §2.3).

    ``iqr``: beyond Q1 − k·IQR and Q3 + k·IQR, quartiles by linear interpolation (type 7). ``sigma3``: beyond μ ± k·σ;
    ``ln_sigma3``: the same of ln(cost). ``ratio``: above ``upper`` times the mean or below ``lower`` times it.
    ``middle``: outside the percentiles ``share`` and 1 − ``share``. ``k`` is each method's own.
    """

    method: TrimMethod
    k: ExactText = "1.5"
    sd_kind: SdKind = "population"
    upper: tuple[RatioBand, ...] = ()
    lower: ExactText = "0.4"
    share: ExactText = "0.05"

    @model_validator(mode="after")
    def _whole(self) -> Trim:
        if self.method == "ratio" and not self.upper:
            raise ValueError("按倍数裁剪须写 upper：各段上限的倍数")
        return self


class Exclusion(ContentModel):
    """Cases left out of the 入组率: longer than ``los_days_over``, or cheaper than ``cost_fen_below``; 0 = no limit."""

    los_days_over: int = Field(ge=0)
    cost_fen_below: int = Field(ge=0)


class Acceptance(ContentModel):
    """When a group's CV and the grouping's RIV are good enough; ``cv_strict``: below, not at, the limit.

    Groups with no more than ``cases_over`` cases are not judged: a CV of a handful of cases says nothing.
    """

    cv_max: ExactText
    cv_strict: bool
    riv_min: ExactText
    cases_over: int = Field(ge=0)


class LowRisk(ContentModel):
    """Risk classes of groups by ln of their mortality: cuts at μ − σ, μ and μ + σ over groups with deaths.

    ``low_class`` is the class whose mortality is reported. ``at_cut``: a group exactly at a cut belongs to the class
    above it, or below. ``death_ways`` are the codes of leaving (离院方式) that mean death.
    """

    sd_kind: SdKind
    at_cut: Literal["above", "below"]
    low_class: int = Field(ge=0, le=4)
    death_ways: tuple[str, ...]


class Readmission(ContentModel):
    """Readmission within each of ``days`` after discharge; to the same hospital only, or to any."""

    days: tuple[Annotated[int, Field(ge=1, le=366)], ...]
    same_hospital: bool


class QualityRules(ContentModel):
    """All calibers of grouping quality in force from a day on."""

    key: str
    name: str
    valid_from: date
    valid_to: date | None = None
    exclusion: Exclusion
    sd_kind: SdKind
    trim: Trim
    acceptance: Acceptance
    low_risk: LowRisk
    readmission: Readmission
    heavy_weight: ExactText
    near_ratio: tuple[ExactText, ExactText]
    drug_types: tuple[str, ...]
    material_types: tuple[str, ...]
    source: Source
    sources: dict[str, Source] = Field(default_factory=dict)
    """Where single calibers come from, by their field."""

    def source_of(self, field: str) -> Source:
        """The source of one caliber: its own where it has one, else that of the whole."""
        return self.sources.get(field, self.source)


def _check(entry: Entry[QualityRules], content: Content) -> Iterable[Problem]:
    del content
    rules = entry.value
    if rules.valid_to is not None and rules.valid_to <= rules.valid_from:
        yield entry.problem("dates_reversed", "valid_to", found=str(rules.valid_to))
    for field in rules.sources:
        if field not in QualityRules.model_fields:
            yield entry.problem("key_unknown", "sources", found=field)


GROUPING_QUALITY = Kind(
    "grouping_quality", "分组质量口径", QualityRules, "key", list_key="grouping_quality", check=_check
)
RULES_KEY = "grouping_quality"


def rules_in_force(content: Content, region: str, day: date) -> QualityRules:
    """The calibers of a region on a day; refused where none holds."""
    return content.get(GROUPING_QUALITY, RULES_KEY, region, day).value
