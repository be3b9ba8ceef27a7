"""Parameters of the scoring primitives: what a profile may write under ``parameters``, with the defaults."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

from pydantic import Field

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import unit_suffix
from yiheng.performance.number_text import NumberText, OpenNumberText, PositiveText
from yiheng.policy.provenance import ContentModel
from yiheng.standards.measure import measures


def number(text: str) -> Fraction:
    """A number as written in content."""
    return Printed.parse(text).value


def shown(value: Fraction) -> str:
    """A number for a message: two decimals, without idle zeros."""
    return idle_free(decimal_text(value, 2))


def idle_free(text: str) -> str:
    """A number's text without idle zeros after the point."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_in(value: Fraction, unit: str) -> str:
    """A number for a message with its unit, the thousands of money set off: ``18,806.55万元``."""
    money = measures()[unit].family == "money"
    return f"{idle_free(decimal_text(value, 2, thousands=money))}{unit_suffix(unit)}"


class NoParameters(ContentModel):
    """For primitives that take none."""


class EqualParameters(ContentModel):
    """``otherwise``: what an unequal result gets."""

    otherwise: Literal["proportional", "zero"] = "proportional"


class Band(ContentModel):
    """Values from ``from`` (included) to ``to`` (excluded) get ``points``."""

    lower: OpenNumberText = Field("", alias="from")
    upper: OpenNumberText = Field("", alias="to")
    points: NumberText

    def holds(self, value: Fraction) -> bool:
        """Whether the value is in the band."""
        return (not self.lower or number(self.lower) <= value) and (
            not self.upper or value < number(self.upper)
        )

    def text(self, unit: str = "") -> str:
        """As shown, with the unit: ``80—90分``, ``1.10%及以上``, ``低于 3个月``."""
        if self.lower and self.upper:
            return f"{self.lower}—{self.upper}{unit}"
        return f"{self.lower}{unit or ' '}及以上" if self.lower else f"低于 {self.upper}{unit}"


class BandParameters(ContentModel):
    """Which number is looked up in which bands: the actual itself, or its share of the target in percent."""

    measure: Literal["actual", "completion"] = "actual"
    bands: tuple[Band, ...]


class DeductPerPointParameters(ContentModel):
    """Points lost for each point short of the standard; a started point counts as ``count`` says."""

    per_point: NumberText = "1"
    count: Literal["ceil", "floor", "exact"] = "ceil"


class DeviationParameters(ContentModel):
    """Points lost for each point by which completion is off 100 percent, on either side, beyond the tolerance."""

    tolerance: NumberText = "5"
    per_point: NumberText = "1"
    count: Literal["ceil", "floor", "exact"] = "ceil"


class DeductPerFindingParameters(ContentModel):
    """Points lost for each finding."""

    per_finding: NumberText = "1"


class RangeParameters(ContentModel):
    """Full points inside [low, high]; outside, ``per_unit`` lost for each unit of distance."""

    low: NumberText
    high: NumberText
    per_unit: NumberText = "1"
    count: Literal["ceil", "floor", "exact"] = "ceil"


class Step(ContentModel):
    """Values up to and including ``up_to`` get ``points``."""

    up_to: NumberText
    points: NumberText


class CostControlParameters(ContentModel):
    """Share of the points by |budget − actual| / budget in percent; the default is a provincial table out of 5."""

    steps: tuple[Step, ...] = (
        Step(up_to="10", points="5"),
        Step(up_to="15", points="3"),
        Step(up_to="20", points="1"),
    )
    out_of: PositiveText = "5"


class SatisfactionParameters(ContentModel):
    """Full from ``full_from`` percent; each started ``step`` points lower loses ``per_step``."""

    full_from: NumberText = "90"
    step: PositiveText = "5"
    per_step: NumberText = "1"


class ChecklistItem(ContentModel):
    """One yes/no item and its points; without points the items share equally."""

    id: str
    name: str
    points: OpenNumberText = ""


class ChecklistParameters(ContentModel):
    """The items of a checklist."""

    items: tuple[ChecklistItem, ...]


FiveWord = Literal["优", "良", "中", "低", "差"]
FIVE_WORDS: tuple[str, ...] = get_args(FiveWord)


class Qual5Parameters(ContentModel):
    """Share of the points for each of the five words."""

    points: dict[FiveWord, NumberText] = {
        "优": "1",
        "良": "0.9",
        "中": "0.7",
        "低": "0.5",
        "差": "0",
    }
