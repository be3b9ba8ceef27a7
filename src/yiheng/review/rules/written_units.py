"""R17 on products that the report writes out with percentages and units: 438×50%×60%＝131.4万元, 9,460人×280元＝264.88万元.

What :mod:`yiheng.review.rules.written` leaves because a unit stands between the figures. A factor without a unit may be told in
the unit of the result, so magnitudes of 万 and 亿 are left open; rounded factors leave their own room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word

_PIECE = re.compile(
    r"\s*(?P<sign>[×xX*＊÷])?\s*[（(]?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>[^\d×xX*＊÷]*)"
)
_LARGE = {"万": 10**4, "亿": 10**8}
_SCALES = tuple(Fraction(10) ** power for power in (0, 4, -4, 8, -8))
_FAR = Fraction(1, 2)
_ABOUT = 2
"""Under ≈ the last place may be off by so many halves."""


def written_unit_relations(context: Context) -> Iterator[Relation]:
    """Each written product with units against its result."""
    for match in word("written_product").finditer(context.text, context.report.start, context.report.end):
        if not word("written_unit").search(match["product"]):
            continue  # plain figures are read elsewhere
        read = _value(match["product"])
        if read is None:
            continue
        value, share = read
        try:
            stated = Printed.parse(match["result"])
        except ExactError:
            continue
        unit = match["unit"]
        size = (
            Fraction(_LARGE.get(unit[:1], 1))
            if unit not in ("%", "‰")
            else Fraction(1, 100 if unit == "%" else 1000)
        )
        shown = stated.value * size
        room = stated.half_unit * size * (_ABOUT if match["equals"] == "≈" else 1)
        gaps = [(abs(value * scale - shown), value * scale) for scale in _SCALES]
        fits = any(gap <= room + share * meant for gap, meant in gaps)
        gap, meant = min(gaps)
        if not fits and gap > _FAR * shown:
            continue  # no slip: the figures are others
        expected = f"{decimal_text(meant / size, max(stated.decimals, 2))}{unit}"
        yield relation(
            context, "R17", "consistent" if fits else "inconsistent", "review_identity",
            [context.quote(match.start("product"), match.end())], subject="算式", expected=expected,
            stated=f"{match['result']}{unit}", formula=match["product"].strip(),
        )  # fmt: skip


def _value(product: str) -> tuple[Fraction, Fraction] | None:
    """The value of a product or quotient, and the share that its rounded figures may be off."""
    value, share, end = Fraction(1), Fraction(0), 0
    for piece in _PIECE.finditer(product):
        try:
            printed = Printed.parse(piece["number"])
        except ExactError:
            return None
        figure, unit = printed.value, piece["unit"].strip("）) ")
        if not figure:
            return None
        if printed.decimals:
            share += printed.half_unit / figure
        figure *= Fraction(1, 100) if unit.startswith("%") else Fraction(_LARGE.get(unit[:1], 1))
        value = value / figure if piece["sign"] == "÷" else value * figure
        end = piece.end()
    return (value, share) if end else None
