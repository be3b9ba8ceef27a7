"""Figures: stated numbers with their metric, role, scope and place, and the set of them that a subject states.

A figure keeps its printed text. Its value is exact (a Fraction in base units: 分 for money, 1 for ratios), and
its interval is what the printed decimals leave open (seed_checks §1): half a unit of the last place, except for
targets, counts and scores, which stand for themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from yiheng.exact.interval import Interval
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.catalogue import ACCOUNT_NAMES, INSURANCE_NAMES, ROLE_NAMES
from yiheng.standards.measure import Measure

TAG_LIMIT = 64
"""Word keeps at most 64 characters of a content control's tag, so figure ids are no longer."""

OPERATOR_TEXTS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": ""}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about beside its metric. ``item`` tells apart parts of one metric (a project, a tier)."""

    insurance: str
    account: str
    item: str
    period: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure was read. ``origin``: of one computed from rows, the same for readers who keep no formulas."""

    file: str
    line: int = 0
    origin: str = ""

    @property
    def text(self) -> str:
        """As shown: ``报告.txt 第 18 行``."""
        return f"{self.file} 第 {self.line} 行" if self.line else self.file

    @property
    def told(self) -> str:
        """As a form shows it: the line of the report, or the tables of the rows."""
        return self.origin or self.text


@dataclass(frozen=True, slots=True)
class Figure:
    """One stated number.

    ``operator`` is the printed operator word (≥ for 以上); an actual with one has no measured value.
    ``restated``: a second statement of a figure given above it, kept to be checked against it.
    ``ordinal``: which of the restatements on the same line (or all without a line) it is, from 1.
    ``lost``: the words that stand where the source lost the value; ``printed`` is then 0 and means nothing.
    ``item_name``: what its item is called, where the item is a code.
    ``exact_value``: of a figure computed from rows, its value in base units, of which ``printed`` is the rounding.
    """

    metric: str
    name: str
    role: str
    scope: Scope
    printed: Printed
    unit: str
    measure: Measure
    operator: str = ""
    caliber: str = ""
    status: str = ""
    place: Place = field(default_factory=lambda: Place(""))
    restated: bool = False
    ordinal: int = 1
    lost: str = ""
    sample_size: int = 0
    note: str = ""
    item_name: str = ""
    exact_value: Fraction | None = None

    @property
    def id(self) -> str:
        """Stable id: metric, role and scope; at most 64 characters."""
        scope = self.scope
        parts = [self.metric, self.role, scope.insurance, scope.account, scope.item or "-", scope.period]
        if self.restated:
            again = f".{self.ordinal}" if self.ordinal > 1 else ""
            parts.append(f"L{self.place.line}{again}")
        plain = "/".join(parts)
        if len(plain) <= TAG_LIMIT and plain.isascii():
            return plain
        digest = hashlib.sha256(plain.encode()).hexdigest()[:10]
        return f"{self.metric[:40]}/{self.role}/{digest}"

    @property
    def value(self) -> Fraction:
        """The value in base units: as computed from rows, else as printed."""
        if self.exact_value is not None:
            return self.exact_value
        return self.measure.unit.to_base(self.printed.value)

    @property
    def exact(self) -> bool:
        """Whether the number stands for itself: a target, a count, a score, a figure computed from rows."""
        return self.exact_value is not None or self.role == "target" or self.measure.exact

    @property
    def interval(self) -> Interval:
        """The values, in base units, for which the number may stand."""
        if self.exact_value is not None:
            return Interval(self.exact_value, self.exact_value)
        band = self.printed.interval(self.exact)
        unit = self.measure.unit
        return Interval(unit.to_base(band.low), unit.to_base(band.high))

    @property
    def text(self) -> str:
        """The number with operator and unit, as every page prints it: ``≥95%``, ``245,774.82万元``."""
        if self.lost:
            return self.lost
        return f"{OPERATOR_TEXTS.get(self.operator, self.operator)}{self.number}{unit_suffix(self.unit)}"

    @property
    def number(self) -> str:
        """The number alone, as every page prints it (:func:`number_text`)."""
        return number_text(self.printed, self.measure)

    @property
    def places(self) -> int:
        """The decimals of :attr:`number`."""
        return shown_places(self.printed, self.measure)

    @property
    def full_name(self) -> str:
        """Name with account and role: ``统筹基金·基金收入（预算）``."""
        account = ACCOUNT_NAMES.get(self.scope.account, self.scope.account)
        role = "" if self.role == "actual" else f"（{ROLE_NAMES[self.role]}）"
        item = self.item_name or ("" if self.scope.item.isascii() else self.scope.item)
        return f"{account + '·' if account else ''}{self.name}{'·' if item else ''}{item}{role}"

    @property
    def long_name(self) -> str:
        """The full name with the insurance, and a coded item, where figures of several stand together."""
        insurance = INSURANCE_NAMES.get(self.scope.insurance, self.scope.insurance)
        item = self.scope.item if self.scope.item.isascii() and not self.item_name else ""
        return f"{insurance}·{self.full_name}{f'［{item}］' if item else ''}"

    def in_unit(self, value: Fraction, decimals: int | None = None) -> str:
        """A base value as text in this figure's unit and with its decimals."""
        shown = self.measure.unit.from_base(value)
        places = self.places if decimals is None else decimals
        return decimal_text(shown, places, thousands=self.measure.family == "money")


def shown_places(printed: Printed, measure: Measure) -> int:
    """The decimals a page prints: those that were typed, since they say how exact the number is; 元 have 角 and 分 or neither."""
    typed = printed.decimals
    return max(typed, 2) if typed and measure.unit.name == "元" else typed


def number_text(printed: Printed, measure: Measure) -> str:
    """A stated number as every page prints it: the thousands of money set off however it was typed, the rest as typed."""
    if measure.family != "money":
        return printed.text
    return decimal_text(printed.value, shown_places(printed, measure), thousands=True)


def unit_suffix(unit: str) -> str:
    """How a unit follows its number: 比 and 得分 are not written, 分 of scores is."""
    return {"比": "", "得分": "分"}.get(unit, unit)


NO_ITEM = "none"
"""The item of a selector that means the whole, where an omitted one would be inherited or match any part."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Which figure: a metric, and the dimensions that matter; an empty one matches the given default."""

    metric: str
    role: str = ""
    insurance: str = ""
    account: str = ""
    item: str = ""
    period: str = ""

    def within(self, scope: Scope, role: str = "actual") -> Selector:
        """The selector with its empty dimensions taken from ``scope`` and ``role``."""
        return Selector(
            self.metric,
            self.role or role,
            self.insurance or scope.insurance,
            self.account or scope.account,
            "" if self.item == NO_ITEM else self.item or scope.item,
            self.period or scope.period,
        )


class FigureSet:
    """The figures of one subject, in the order stated; look-up by full selector gives the first statement."""

    def __init__(self, figures: tuple[Figure, ...]):
        self.figures = figures
        self._first: dict[Selector, Figure] = {}
        for figure in figures:
            if not figure.restated:
                self._first.setdefault(_key(figure), figure)
        self._by_id = {figure.id: figure for figure in figures}

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def find(self, selector: Selector) -> Figure | None:
        """The first statement under a full selector, or None."""
        return self._first.get(selector)

    def by_id(self, figure_id: str) -> Figure | None:
        """The figure with this id, or None."""
        return self._by_id.get(figure_id)

    def matching(self, selector: Selector) -> Iterator[Figure]:
        """All first statements that agree with the selector's non-empty dimensions."""
        for key, figure in self._first.items():
            if key.metric == selector.metric and _agrees(key, selector):
                yield figure

    def restatements(self, figure: Figure) -> list[Figure]:
        """Other statements of the same number."""
        key = _key(figure)
        return [other for other in self.figures if other.restated and _key(other) == key]


def _key(figure: Figure) -> Selector:
    scope = figure.scope
    return Selector(figure.metric, figure.role, scope.insurance, scope.account, scope.item, scope.period)


def agrees(figure: Figure, selector: Selector) -> bool:
    """Whether a figure has the selector's metric and non-empty dimensions."""
    return figure.metric == selector.metric and _agrees(_key(figure), selector)


def _agrees(key: Selector, selector: Selector) -> bool:
    if selector.item == NO_ITEM and key.item:
        return False
    item = "" if selector.item == NO_ITEM else selector.item
    wanted = (selector.role, selector.insurance, selector.account, item, selector.period)
    given = (key.role, key.insurance, key.account, key.item, key.period)
    return all(not want or want == have for want, have in zip(wanted, given, strict=True))
