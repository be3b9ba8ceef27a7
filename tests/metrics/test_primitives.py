"""The arithmetic of identities: each primitive against numbers of published reports, and what operands it needs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.rounding import decimal_text
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.metrics.primitives import PRIMITIVES

ORACLES = [
    # primitive, operands, decimals, recomputed — the ids are those of the checked relations
    ("sum", {"pooled": "153129.63", "personal": "92645.19"}, "245774.82"),  # C000-05
    ("sum", {"a": "23.02", "b": "0.6032", "c": "0.7112", "d": "0.1419"}, "24.4763"),  # C003-02
    ("difference", {"minuend": "240705.21", "subtrahend": "207611.34"}, "33093.87"),  # C000-04
    ("difference", {"minuend": "151548.11", "subtrahend": "169874.04"}, "-18325.93"),  # a deficit
    ("difference", {"minuend": "100", "subtrahend": "1", "subtrahend2": "4", "subtrahend3": "5"}, "90"),
    ("ratio", {"numerator": "22.52", "denominator": "20.27"}, "1.111"),  # C000-02
    ("ratio", {"numerator": "2.61", "denominator": "2.97"}, "0.878788"),  # C000-20
    ("product", {"factor1": "580", "factor2": "679151"}, "393907580"),  # C004a-08, 39390.758 万元
    ("product", {"factor1": "120", "factor2": "3"}, "360"),  # C002-19
    ("growth_by_delta", {"delta": "6.12", "current": "24.47"}, "0.333515"),  # C003-05
    ("growth_by_delta", {"delta": "-34.11", "current": "213"}, "-0.138036"),  # C002-14
    ("growth", {"current": "24.47", "previous": "18.35"}, "0.333515"),
    ("months", {"balance": "57803.76", "annual_expense": "134323.08"}, "5.164"),  # C000-14
    ("months", {"balance": "34232", "annual_expense": "63329"}, "6.4865"),  # C004a-12
    ("months", {"balance": "59701.24", "annual_expense": "169874.04"}, "4.217"),  # the control
    ("yield", {"interest": "0.6032", "opening": "33.22", "closing": "41.76"}, "0.016090"),
    (
        "inverse_sum",
        {"amount1": "153129.63", "rate1": "1.0105", "amount2": "92645.19", "rate2": "1.0390"},
        "240706.1276",
    ),  # C000-09
    (
        "procurement_saving",
        {"amount1": "5368.35", "cut1": "0.52", "amount2": "1502.78", "cut2": "0.80"},
        "11826.8325",
    ),  # C001-21
    ("at_most", {"limit": "2.62"}, "2.62"),
]


@pytest.mark.parametrize(("name", "operands", "expected"), ORACLES)
def test_oracles(name, operands, expected):
    point = PRIMITIVES[name].compute({key: Fraction(value) for key, value in operands.items()})
    assert decimal_text(point, len(expected.partition(".")[2])) == expected


def test_every_primitive_has_an_oracle_and_its_operands_are_complete():
    assert {name for name, _, _ in ORACLES} == set(PRIMITIVES)
    for name, operands, _ in ORACLES:
        assert PRIMITIVES[name].missing(frozenset(operands)) == []


@pytest.mark.parametrize("name", sorted(PRIMITIVES))
def test_every_primitive_shows_its_formula_in_chinese(name):
    formula = PRIMITIVES[name].formula
    assert not any(letter.isascii() and letter.isalpha() for letter in formula)
    assert any("一" <= letter <= "鿿" for letter in formula)


@pytest.mark.parametrize(
    ("name", "given_names", "missing"),
    [
        ("ratio", {"numerator"}, ["denominator"]),
        ("ratio", {"numerator", "denominater"}, ["denominater", "denominator"]),
        ("ratio", {"numerator", "denominator", "denominator2"}, ["denominator2"]),
        ("difference", {"minuend"}, ["subtrahend"]),
        ("difference", {"minuend", "subtrahend", "subtrahend2"}, []),
        ("difference", {"minuend", "minuend2", "subtrahend"}, ["minuend2"]),
        ("difference", {"minuend", "subtrahend", "minus"}, ["minus"]),
        ("months", {"balance", "expense"}, ["annual_expense", "expense"]),
        ("yield", {"interest", "opening"}, ["closing"]),
        ("at_most", set(), ["limit"]),
        ("sum", {"whatever", "name", "统筹"}, []),
        ("product", {"factor1", "factor2", "factor3"}, []),
        ("product", {"factor1", "faktor2"}, ["faktor"]),
        ("product", set(), ["factor"]),
        ("inverse_sum", {"amount1", "amount2"}, ["rate"]),
        ("inverse_sum", {"amount1", "rate1", "cut1"}, ["cut"]),
        ("inverse_sum", {"amount1", "rate1", "amount2"}, ["rate2"]),
        ("procurement_saving", {"amount1", "cut2"}, ["amount2", "cut1"]),
    ],
)
def test_operands_that_are_missing_or_unknown_are_named(name, given_names, missing):
    assert PRIMITIVES[name].missing(frozenset(given_names)) == missing


def test_only_a_bound_does_not_determine_its_claim():
    assert [name for name, primitive in PRIMITIVES.items() if primitive.bound] == ["at_most"]


AMOUNTS = st.decimals(min_value=1, max_value=10**9, places=2).map(Fraction)


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_a_sum_is_the_difference_that_gives_its_first_operand_back(parts):
    total = PRIMITIVES["sum"].compute({f"part{number}": part for number, part in enumerate(parts)})
    rest = {
        f"subtrahend{number}" if number > 1 else "subtrahend": part
        for number, part in enumerate(parts[1:], 1)
    }
    assert PRIMITIVES["difference"].compute({"minuend": total, **rest}) == parts[0]


@given(AMOUNTS, AMOUNTS)
def test_growth_by_delta_is_growth(current, previous):
    by_delta = PRIMITIVES["growth_by_delta"].compute({"delta": current - previous, "current": current})
    assert by_delta == PRIMITIVES["growth"].compute({"current": current, "previous": previous})


@given(AMOUNTS, AMOUNTS)
def test_months_of_an_expense_last_as_long_as_they_say(balance, expense):
    months = PRIMITIVES["months"].compute({"balance": balance, "annual_expense": expense})
    assert PRIMITIVES["product"].compute({"factor1": months, "factor2": expense / 12}) == balance


@given(AMOUNTS, AMOUNTS)
def test_a_completion_rate_gives_its_budget_back(amount, budget):
    rate = PRIMITIVES["ratio"].compute({"numerator": amount, "denominator": budget})
    assert PRIMITIVES["inverse_sum"].compute({"amount1": amount, "rate1": rate}) == budget


@given(AMOUNTS, st.integers(1, 99))
def test_a_saving_is_the_old_price_less_the_new(amount, percent):
    cut = Fraction(percent, 100)
    saving = PRIMITIVES["procurement_saving"].compute({"amount1": amount, "cut1": cut})
    assert (saving + amount) * cut == saving


def test_shipped_identities_leave_open_only_what_a_sum_can_do_without(content):
    """A ratio without its denominator is no ratio: only parts of a sum may be optional, and not all of them."""
    for key, entry in content.of(IDENTITIES).items():
        optional = [name for name, selector in entry.value.operands.items() if selector.optional]
        assert not optional or PRIMITIVES[entry.value.primitive].free, key
        assert len(optional) < len(entry.value.operands), key
