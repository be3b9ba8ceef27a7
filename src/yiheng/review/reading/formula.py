"""The formulas by which one number follows from others: exact for fractions, and good enough in floats for a quick no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Formula = Callable[[Sequence[Fraction]], Fraction]


def total(values: Sequence[Fraction]) -> Fraction:
    """The sum."""
    return sum(values[1:], values[0]) if values else Fraction(0)


@dataclass(frozen=True)
class Linear:
    """A formula that only adds and takes away, each operand once: it is off by what its operands are off, together."""

    function: Formula

    def __call__(self, values: Sequence[Fraction]) -> Fraction:
        """The value."""
        return self.function(values)


def is_linear(function: Formula) -> bool:
    """Whether a formula only adds and takes away."""
    return function in (total, minus, gap) or isinstance(function, Linear)


def minus(values: Sequence[Fraction]) -> Fraction:
    """The first less the second."""
    return values[0] - values[1]


def gap(values: Sequence[Fraction]) -> Fraction:
    """By how much the second exceeds the first."""
    return values[1] - values[0]


def times(values: Sequence[Fraction]) -> Fraction:
    """The product of two."""
    return values[0] * values[1]


def ratio(values: Sequence[Fraction]) -> Fraction:
    """First over second."""
    return values[0] / values[1]


def rise(values: Sequence[Fraction]) -> Fraction:
    """By what part of the second the first is more: of what is now and what was."""
    return values[0] / values[1] - 1


def fall(values: Sequence[Fraction]) -> Fraction:
    """By what part of the second the first is less: of what is now and what was."""
    return 1 - values[0] / values[1]


def shortfall(values: Sequence[Fraction]) -> Fraction:
    """By what part of the first the second is less."""
    return (values[0] - values[1]) / values[0]


def risen_by(values: Sequence[Fraction]) -> Fraction:
    """An increase over what was before it: of the increase and what is now."""
    return values[0] / (values[1] - values[0])


def fallen_by(values: Sequence[Fraction]) -> Fraction:
    """A decrease over what was before it: of the decrease and what is now."""
    return values[0] / (values[1] + values[0])


def over_sum(at: int) -> Formula:
    """One of several over their sum."""
    return lambda values: values[at] / total(values)
