"""The numbers of a report as amounts of text and tables alike: what a claim may rest on need not stand in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.printed import Printed
from yiheng.review.finding import Quote
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.quantity import Quantity

_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the words that name it, in a sentence or in a cell (row name and head of the column).

    ``row`` is the name of its row, empty in a text; ``at`` where that row begins.
    """

    quantity: Quantity
    label: str
    start: int
    end: int
    fact: Fact | None = None
    row: str = ""
    at: int = -1

    def quoted(self, context: Context) -> Quote:
        """Its words in the report."""
        if self.fact is not None:
            return context.quote_facts(self.fact)[0]
        return context.quote(self.start, self.end)


def slip_between(quantity: Quantity, meant: Fraction) -> str:
    """``swapped`` digits or one ``replaced``, where such a slip leads from a base value to what is printed; else empty.

    The value must have no more decimals than are printed.
    """
    inside = quantity.measure.unit.from_base(meant) * 10**quantity.printed.decimals
    if inside.denominator != 1 or inside <= 0:
        return ""
    before, after = str(inside.numerator), _digits(quantity.printed)
    if len(before) != len(after) or before == after:
        return ""
    apart = sum(one != two for one, two in zip(before, after, strict=True))
    if apart == 1:
        return "replaced"
    return "swapped" if apart == 2 and sorted(before) == sorted(after) else ""


def _digits(printed: Printed) -> str:
    return _DIGIT.sub("", printed.text).lstrip("0") or "0"


def digits_of(quantity: Quantity) -> int:
    """How many digits are printed from the first that is not nothing; zeros that end a whole number say little."""
    text = _digits(quantity.printed)
    return len(text if quantity.printed.decimals else text.rstrip("0")) or 1
