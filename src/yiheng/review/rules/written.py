"""R1, R2, R11, R17 on sums that the report writes out itself: 49＋30＋10＋9.79＝98.79分.

Only figures joined by signs are read; a unit between them ends the reading. Addends may be rounded, so a sum may be off
by their last places; a product or quotient of rounded figures by a small part of itself. A result in 万元 or as a
percentage is the same figure with its point moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[()+×÷]|-")
_SIGNS = str.maketrans({"（": "(", "）": ")", "＋": "+", "－": "-", "−": "-", "＊": "×", "*": "×", "/": "÷"})
_SCALES = (Fraction(1), Fraction(100), Fraction(1, 10**4), Fraction(10**4), Fraction(1, 10**8))
_OF_ITSELF = Fraction(1, 500)
_LEAST = 2


def written_relations(context: Context) -> Iterator[Relation]:
    """Each written sum or product against its result."""
    for match in word("written_sum").finditer(context.body):
        sum_text = _balanced(match["sum"].translate(_SIGNS).strip())
        tokens = _TOKEN.findall(sum_text)
        if len("".join(tokens)) != len(re.sub(r"\s", "", sum_text)):
            continue
        value = _value(tokens)
        if value is None or (not match["equals"] and set("×÷-") & set(tokens)):
            continue
        stated = Fraction(match["result"].replace(",", ""))
        places = len(match["result"].partition(".")[2])
        fits = any(_close(value * scale, stated, places, tokens) for scale in _SCALES)
        low = context.report.start + match.start()
        told = min((value * scale for scale in _SCALES), key=lambda one: abs(one - stated))
        shown = decimal_text(told, max(places, 2))
        yield relation(
            context, _rule(tokens, match["unit"]), "consistent" if fits else "inconsistent", "review_identity",
            [context.quote(low, context.report.start + match.end())], subject="算式",
            expected=f"{shown}{match['unit']}", stated=f"{match['result']}{match['unit']}", formula=match["sum"].strip(),
        )  # fmt: skip


def _rule(tokens: list[str], unit: str) -> str:
    """The rule that a written sum is of: of points, a sum, a difference, a product."""
    if unit == "分":
        return "R11"
    signs = set("+-×÷") & set(tokens)
    return "R17" if signs & set("×÷") else "R2" if "-" in signs else "R1"


def _balanced(text: str) -> str:
    """A sum without the bracket that opens before it and closes after its result."""
    while text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:].lstrip()
    return text


def _close(value: Fraction, stated: Fraction, places: int, tokens: list[str]) -> bool:
    """Whether a result is the value, to its own decimals and to what rounding of the figures may move."""
    half = Fraction(1, 2 * 10**places)
    if {"×", "÷"} & set(tokens):
        return abs(value - stated) <= half + abs(value) * _OF_ITSELF
    numbers = [one for one in tokens if one[0].isdigit()]
    moved = sum(Fraction(1, 2 * 10 ** len(one.partition(".")[2])) for one in numbers if "." in one)
    return abs(value - stated) <= half * (stated != value) + moved / 2


def _value(tokens: list[str]) -> Fraction | None:
    """The value of a sum of at least two figures; None where its signs do not make one."""
    if sum(one[0].isdigit() for one in tokens) < _LEAST:
        return None
    rest = list(tokens)
    try:
        value = _sum(rest)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return value if not rest else None


def _sum(rest: list[str]) -> Fraction:
    value = _product(rest)
    while rest and rest[0] in "+-":
        sign = rest.pop(0)
        other = _product(rest)
        value = value + other if sign == "+" else value - other
    return value


def _product(rest: list[str]) -> Fraction:
    value = _figure(rest)
    while rest and rest[0] in "×÷":
        sign = rest.pop(0)
        other = _figure(rest)
        value = value * other if sign == "×" else value / other
    return value


def _figure(rest: list[str]) -> Fraction:
    first = rest.pop(0)
    if first != "(":
        return Fraction(first.replace(",", ""))
    value = _sum(rest)
    if rest.pop(0) != ")":
        raise ValueError(first)
    return value
