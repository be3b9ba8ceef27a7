"""The numbers of a report with the words right before them, those without a unit too: 统筹基金支出20.46.

Facts are numbers with a unit; a report that names its unit once, at the head of a part, writes the others bare.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.context import Context
from yiheng.review.reading.quantity import masked, measure_of, units

_DIGITS = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,12})?|\d{1,18}(?:\.\d{1,12})?"
_BREAK = re.compile(r"[，,；;。\n：:|\t（(）)、！？]")
_STOP = re.compile(r"[。！？；;]")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_LEAD, _UNIT_LEAD = 40, 14
_ALSO = ("％",)
"""How some write %."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: ``start``–``end`` span digits and unit, ``lead`` are the words of its clause, ``said`` those of its sentence
    before it; ``line`` is where its paragraph begins."""

    start: int
    end: int
    printed: Printed
    unit: str
    lead: str
    said: str
    line: int

    @property
    def shown(self) -> str:
        """Number and unit."""
        return self.printed.text + self.unit

    @property
    def value(self) -> Fraction:
        """An amount in 分; of another unit or none the number itself."""
        return self.printed.value * self._scale

    @property
    def half(self) -> Fraction:
        """Half its last place."""
        return self.printed.half_unit * self._scale

    @property
    def money(self) -> bool:
        """Whether its unit is one of money."""
        measure = measure_of(self.unit)
        return measure is not None and measure.unit.dimension == "money"

    @property
    def _scale(self) -> Fraction:
        measure = measure_of(self.unit)
        return measure.unit.scale if measure is not None and self.money else Fraction(1)

    @property
    def digits(self) -> str:
        """Its digits, without point and commas."""
        return self.printed.text.replace(".", "").replace(",", "")


def figures_of(context: Context) -> list[Figure]:
    """Every number of a report's text and tables, in order."""
    return context.once(_figures)


def figures_in(context: Context, low: int, high: int) -> list[Figure]:
    """Those that begin between two offsets."""
    found = figures_of(context)
    first = bisect_left(found, low, key=_start)
    return found[first : bisect_left(found, high, first, key=_start)]


@cache
def _number() -> re.Pattern[str]:
    """A number with its unit, where it has one."""
    names = "|".join(re.escape(name) for name in sorted({*units(), *_ALSO}, key=len, reverse=True))
    return compiled(
        rf"(?<![\dA-Za-z#.,])(?P<number>{_DIGITS})(?![\d#]|\.\d)(?:\s?(?P<unit>{names}|[万亿](?=[，。；、）)])))?"
    )


@cache
def _named_unit() -> re.Pattern[str]:
    """A unit in brackets right before a number: 参保人数（万人） 48.62."""
    names = "|".join(re.escape(name) for name in sorted({*units(), *_ALSO}, key=len, reverse=True))
    return re.compile(rf"[（(](?P<unit>{names})[）)][：:\s|]{{0,4}}$")


def _start(one: Figure) -> int:
    return one.start


def _figures(context: Context) -> list[Figure]:
    found: list[Figure] = []
    for line in context.report.lines:
        text = masked(line.text)
        begins = [0, *(match.end() for match in _STOP.finditer(text))]
        last = 0
        for match in _number().finditer(text):
            try:
                printed = Printed.parse(match["number"])
            except ExactError:
                continue
            begin = begins[bisect_right(begins, match.start()) - 1]
            words = _BRACKET.sub("", line.text[max(last, match.start() - _LEAD) : match.start()])
            lead = _BREAK.split(words)[-1].strip()
            named = (
                None
                if match["unit"]
                else _named_unit().search(line.text[max(0, match.start() - _UNIT_LEAD) : match.start()])
            )
            unit = match["unit"] or (named["unit"] if named else "")
            found.append(
                Figure(
                    line.start + match.start(), line.start + match.end(), printed, unit, lead,
                    line.text[begin : match.start()], line.start,
                )
            )  # fmt: skip
            last = match.end()
    return found
