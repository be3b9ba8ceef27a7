"""The arithmetic an identity may name: each primitive computes a claim from named operands.

Operands and results are exact Fractions in base units. A primitive says which operands it needs; an identity in
content picks one by name and binds figures to those operands. A new primitive is a function here with an oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Primitive:
    """A formula: ``compute`` for the point, ``formula`` as shown to users, and the operands it needs.

    ``numbered``: stems that repeat with a number (``amount1``, ``amount2`` …), in step with each other; a single one
    may go without. ``free``: any operand names. ``bound``: the claim is only limited (≤), not determined. ``linear``:
    every operand counts once, those under ``numbered`` with a minus.
    """

    compute: Callable[[Values], Fraction]
    formula: str
    operands: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    free: bool = False
    bound: bool = False
    linear: bool = False

    def missing(self, given: frozenset[str]) -> list[str]:
        """Operand names that are needed and not given, or given and not known."""
        wrong = set(self.operands) - given
        if self.free:
            return sorted(wrong)
        numbers: dict[str, set[str]] = {stem: set() for stem in self.numbered}
        for name in given - set(self.operands):
            stem = name.rstrip("0123456789")
            if stem in numbers:
                numbers[stem].add(name.removeprefix(stem))
            else:
                wrong.add(name if stem in self.operands else stem)
        wrong |= {stem for stem, used in numbers.items() if not used}
        pairs = set().union(*numbers.values())
        wrong |= {f"{stem}{number}" for stem, used in numbers.items() if used for number in pairs - used}
        return sorted(wrong)


def _sum(values: Values) -> Fraction:
    return sum(values.values(), Fraction(0))


def _difference(values: Values) -> Fraction:
    taken = [value for name, value in values.items() if name != "minuend"]
    return values["minuend"] - sum(taken[1:], taken[0]) if taken else values["minuend"]


def _product(values: Values) -> Fraction:
    result = Fraction(1)
    for value in values.values():
        result *= value
    return result


def _pairs(values: Values, first: str, second: str) -> list[tuple[Fraction, Fraction]]:
    numbers = sorted(name.removeprefix(first) for name in values if name.startswith(first))
    return [(values[first + number], values[second + number]) for number in numbers]


def _inverse_sum(values: Values) -> Fraction:
    return sum((amount / rate for amount, rate in _pairs(values, "amount", "rate")), Fraction(0))


def _procurement_saving(values: Values) -> Fraction:
    return sum((amount * cut / (1 - cut) for amount, cut in _pairs(values, "amount", "cut")), Fraction(0))


PRIMITIVES: dict[str, Primitive] = {
    "sum": Primitive(_sum, "各项之和", free=True, linear=True),
    "difference": Primitive(
        _difference, "被减数 − 减数", operands=("minuend",), numbered=("subtrahend",), linear=True
    ),
    "ratio": Primitive(
        lambda v: v["numerator"] / v["denominator"], "分子 ÷ 分母", operands=("numerator", "denominator")
    ),
    "product": Primitive(_product, "各因数之积", numbered=("factor",)),
    "growth_by_delta": Primitive(
        lambda v: v["delta"] / (v["current"] - v["delta"]),
        "增量 ÷（本期 − 增量）",
        operands=("delta", "current"),
    ),
    "growth": Primitive(
        lambda v: (v["current"] - v["previous"]) / v["previous"],
        "（本期 − 上期）÷ 上期",
        operands=("current", "previous"),
    ),
    "months": Primitive(
        lambda v: v["balance"] / (v["annual_expense"] / 12),
        "结余 ÷（年支出 ÷ 12）",
        operands=("balance", "annual_expense"),
    ),
    "yield": Primitive(
        lambda v: v["interest"] / ((v["opening"] + v["closing"]) / 2),
        "利息 ÷（（年初 + 年末）÷ 2）",
        operands=("interest", "opening", "closing"),
    ),
    "inverse_sum": Primitive(_inverse_sum, "Σ（完成额 ÷ 完成率）", numbered=("amount", "rate")),
    "procurement_saving": Primitive(
        _procurement_saving, "Σ 采购额 × 降幅 ÷（1 − 降幅）", numbered=("amount", "cut")
    ),
    "at_most": Primitive(lambda v: v["limit"], "不大于", operands=("limit",), bound=True),
}
