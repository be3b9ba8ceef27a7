"""Printed numbers: the text as it stands in a document, its exact value and its decimals.

The decimals matter as much as the value: a number printed with *d* decimals stands for every value within
half a unit of its last place (seed_checks §1), so ``4.80`` says more than ``4.8``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Interval

# Full-width forms that Chinese documents mix with the half-width ones; U+2212 is the typographic minus.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，＋－\N{MINUS SIGN}", "0123456789.,+--")
LENGTH_LIMIT = 60
"""No amount, count or rate is longer; Python itself refuses integers of thousands of digits."""
_NUMBER = re.compile(r"([+-]?)(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: ``text`` without surrounding spaces, its ``value``, its count of ``decimals``."""

    text: str
    value: Fraction
    decimals: int

    @classmethod
    def parse(cls, text: str) -> Printed:
        """Read a plain decimal number, half or full width, with or without correctly grouped thousands.

        Raises ExactError("number_unreadable", found=…) for anything else: ``1e5``, ``1,23``, ``007``.
        """
        shown = text.strip()
        match = _NUMBER.fullmatch(shown.translate(_HALF_WIDTH)) if len(shown) <= LENGTH_LIMIT else None
        if match is None:
            raise ExactError("number_unreadable", found=text)
        sign, whole, part = match[1], match[2].replace(",", ""), match[3] or ""
        magnitude = Fraction(int(whole + part), 10 ** len(part))
        return cls(shown, -magnitude if sign == "-" else magnitude, len(part))

    def __hash__(self) -> int:
        return hash((self.text, self.decimals))

    @property
    def half_unit(self) -> Fraction:
        """Half a unit of the last printed place."""
        return Fraction(1, 2 * 10**self.decimals)

    def interval(self, exact: bool = False) -> Interval:
        """The values it may stand for; only itself where ``exact`` (targets, counts, scores)."""
        half = Fraction(0) if exact else self.half_unit
        return Interval(self.value - half, self.value + half)
