"""Slips of the pen: the numbers that one mistake of a typist turns into the number that is printed.

A relation that fails and would hold if one digit were another, two were swapped or the unit were another is hardly
an accident, the less so the more digits it has. :mod:`yiheng.review.learnt.mends` weighs such relations.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from yiheng.exact.printed import Printed

_SHORT = 4
_MAGNITUDES = (10, 100, 1000, 10_000, 100_000_000)
_BESIDE, _ONE, _APART, _POINT, _LENGTH, _UNIT = 0.3, 0.4, 0.05, 0.05, 0.05, 0.05
"""About which share of all slips swap two digits side by side, write one digit for another, swap two that are apart, move the
point by a place, leave a digit out or write one too many, write 万 too many or too few (元, 万元, 亿元)."""
_UNITS = 10_000


def slips(printed: Printed) -> Iterator[Fraction]:
    """Every value from which one slip leads to the printed one: a digit, two digits swapped, one left out, the unit."""
    scale = 10**printed.decimals
    digits = str(abs(int(printed.value * scale)))
    sign = -1 if printed.value < 0 else 1
    for text in {*_replaced(digits), *_swapped(digits), *_missing(digits)}:
        yield Fraction(sign * int(text), scale)
    for magnitude in _MAGNITUDES:
        yield printed.value * magnitude
        yield printed.value / magnitude


@lru_cache(maxsize=4096)
def likely_slips(printed: Printed) -> dict[float, float]:
    """The values from which the commonest slips lead to a printed number, each with the share of all slips that would do that."""
    scale = 10**printed.decimals
    whole = abs(int(printed.value * scale))
    digits = str(whole)
    swapped = frozenset(_swapped(digits))
    beside = frozenset(one for one in swapped if _first_apart(one, digits) + 1 == _last_apart(one, digits))
    found: dict[str, float] = {}
    for texts, share in ((swapped - beside, _APART), (beside, _BESIDE), (frozenset(_replaced(digits)), _ONE)):
        found |= {text: share / len(texts) for text in texts}
    values = {int(text) / scale: share for text, share in sorted(found.items())}
    for by, share in ((10, _POINT), (_UNITS, _UNIT)):
        values.setdefault(whole * by / scale, share / 2)
        values.setdefault(whole / (scale * by), share / 2)
    lengths = frozenset(_missing(digits))
    for text in sorted(lengths):
        values.setdefault(int(text) / scale, _LENGTH / len(lengths))
    return values


def _first_apart(one: str, other: str) -> int:
    return next(at for at, (first, second) in enumerate(zip(one, other, strict=True)) if first != second)


def _last_apart(one: str, other: str) -> int:
    return len(one) - 1 - _first_apart(one[::-1], other[::-1])


def is_slip(before: Fraction, printed: Printed) -> bool:
    """Whether one slip leads from a value to the printed one."""
    scale = 10**printed.decimals
    whole, rest = divmod(before.numerator * scale, before.denominator)
    if not rest and whole in _whole_slips(int(printed.value * scale)):
        return True
    one, two = before.numerator * printed.value.denominator, printed.value.numerator * before.denominator
    return any(one == two * by or one * by == two for by in _MAGNITUDES)


def is_slip_of_digits(before: int, printed: int, step: int) -> bool:
    """The same of two whole numbers, of which one of the last place printed is ``step``."""
    if not before % step and before // step in _whole_slips(printed // step):
        return True
    return any(before == printed * by or before * by == printed for by in _MAGNITUDES)


@lru_cache(maxsize=8192)
def _whole_slips(printed: int) -> frozenset[int]:
    """The digits that one slip turns into those printed, as whole numbers."""
    digits, sign = str(abs(printed)), -1 if printed < 0 else 1
    return frozenset(sign * int(text) for text in (*_replaced(digits), *_swapped(digits), *_missing(digits)))


def _replaced(digits: str) -> Iterator[str]:
    for place, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit and not (place == 0 and other == "0" and len(digits) > 1):
                yield digits[:place] + other + digits[place + 1 :]


def _swapped(digits: str) -> Iterator[str]:
    for first, second in combinations(range(len(digits)), 2):
        if digits[first] != digits[second] and not (first == 0 and digits[second] == "0"):
            changed = list(digits)
            changed[first], changed[second] = changed[second], changed[first]
            yield "".join(changed)


def _missing(digits: str) -> Iterator[str]:
    """A digit left out, or one too many; of a short number that would be another number altogether."""
    if len(digits) < _SHORT:
        return
    for place in range(len(digits)):
        yield digits[:place] + digits[place + 1 :]
    for place in range(len(digits) + 1):
        for extra in "0123456789":
            if not (place == 0 and extra == "0"):
                yield digits[:place] + extra + digits[place:]
