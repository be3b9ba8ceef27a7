"""One award: a primitive on given sides, and what is kept of its points."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from yiheng.performance.award import AWARDS, Case

SCORE_BANDS = [
    {"from": "90", "points": "10"},
    {"from": "80", "to": "90", "points": "8"},
    {"from": "70", "to": "80", "points": "6"},
    {"from": "60", "to": "70", "points": "4"},
    {"to": "60", "points": "0"},
]


def exact(text):
    return None if text is None else Fraction(text)


def award(primitive, case, **parameters):
    rule = AWARDS[primitive]
    return rule.score(case, rule.parameters.model_validate(parameters))


def clipped(points, full):
    return min(max(points, Fraction(0)), full)


def points(primitive, full, actual_, target_=None, at_most=False, **parameters):
    """Clipped and rounded to hundredths, by another arithmetic than the engine's."""
    whole = Fraction(full)
    found = clipped(
        award(primitive, Case(whole, exact(actual_), exact(target_), at_most), **parameters).points, whole
    )
    return str(
        (Decimal(found.numerator) / Decimal(found.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    )


def judged(primitive, full, evidence, **parameters):
    """The award on evidence alone."""
    return award(primitive, Case(Fraction(full), evidence=evidence), **parameters)


BAND = {"bands": SCORE_BANDS}
NUMERIC = {
    "RATIO": {},
    "THRESHOLD": {},
    "EQUAL": {},
    "BUDGET_EXEC": {},
    "DEVIATION": {},
    "DEDUCT_PER_POINT": {},
    "COST_CONTROL": {},
    "BAND": BAND,
    "RANK": BAND,
    "RANGE": {"low": "6", "high": "9"},
    "SATISFACTION": {},
}
AGAINST_TARGET = (
    "RATIO",
    "THRESHOLD",
    "EQUAL",
    "BUDGET_EXEC",
    "DEVIATION",
    "DEDUCT_PER_POINT",
    "COST_CONTROL",
)
