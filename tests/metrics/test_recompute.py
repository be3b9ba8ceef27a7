"""Recomputing a figure from others: under the caliber asked for, and only where the identities determine it."""

from __future__ import annotations

import pytest
from stated import figure, figures, identity

from yiheng.exact.errors import ExactError
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.metrics.relation import recompute

BALANCE = figure("cumulative_balance", "57,803.76 万元", account="pooled")
EXPENSE = figure("fund_expense", "134,323.08 万元", account="pooled")
NEXT_BUDGET = figure("next_year_expense_budget", "155,875 万元", account="pooled")
FREE = figure("free_balance", "54,203.76 万元", account="pooled")
MONTHS = figure("payable_months", "4.45 个月", account="pooled")


@pytest.fixture(scope="module")
def identities(content):
    return [entry.value for entry in content.of(IDENTITIES).values()]


@pytest.mark.parametrize(
    ("caliber", "months", "given"),
    [
        ("", "5.1640", "current_year"),
        ("current_year", "5.1640", "current_year"),
        ("next_budget", "4.45", "next_budget"),
        ("free", "4.8424", "free"),
    ],
)
def test_the_same_balance_lasts_as_long_as_the_caliber_says(identities, caliber, months, given):
    relation = recompute(MONTHS, identities, figures(BALANCE, EXPENSE, NEXT_BUDGET, FREE, MONTHS), caliber)
    assert relation is not None
    assert (relation.recomputed, relation.caliber) == (months, given)


@pytest.mark.parametrize("caliber", ["trailing_12", "next_budget", "free", "moon"])
def test_a_caliber_whose_figures_are_not_stated_gives_nothing(identities, caliber):
    assert recompute(MONTHS, identities, figures(BALANCE, EXPENSE, MONTHS), caliber) is None


def test_a_claim_that_nobody_stated_can_be_computed():
    rule = identity("difference", "surplus", minuend="income", subtrahend="expense")
    blank = figure("surplus", "0.00 亿元")
    relation = recompute(
        blank, [rule], figures(figure("income", "24.47 亿元"), figure("expense", "16.11 亿元"))
    )
    assert relation is not None
    assert relation.recomputed == "8.36"
    assert recompute(blank, [rule], figures(figure("income", "24.47 亿元"))) is None


def test_neither_bounds_nor_partial_lists_determine_a_figure():
    bound = identity("at_most", "part", limit="whole")
    partial = identity("sum", "part", a="whole", complete=False)
    assert recompute(figure("part", "1 元"), [bound, partial], figures(figure("whole", "2 元"))) is None


def test_the_first_identity_that_can_be_bound_decides():
    one = identity("sum", "total", a="a", name="一")
    two = identity("sum", "total", b="b", name="二")
    stated = figures(figure("a", "1 元"), figure("b", "2 元"))
    assert recompute(figure("total", "0 元"), [one, two], stated).name == "一"
    assert recompute(figure("total", "0 元"), [two, one], stated).name == "二"
    assert recompute(figure("total", "0 元"), [one, two], figures(figure("b", "2 元"))).name == "二"


@pytest.mark.parametrize(
    ("claim", "applies"),
    [
        (figure("total", "0 元"), True),
        (figure("total", "0 元", role="budget"), False),
        (figure("total", "0 元", insurance="resident"), False),
        (figure("total", "0 元", account="pooled"), False),
        (figure("total", "0 元", item="city"), False),
        (figure("other", "0 元"), False),
    ],
)
def test_an_identity_recomputes_only_the_claims_it_is_about(claim, applies):
    dimensions = {"role": "actual", "insurance": "employee", "account": "all"}
    rule = identity(
        "sum",
        {"metric": "total", "item": "none"} | dimensions,
        a={"metric": "a", "item": "none"} | dimensions,
    )
    relation = recompute(claim, [rule], figures(figure("a", "1 元")))
    assert (relation is not None) is applies


def test_the_whole_of_visits_is_recomputed_from_its_parts(identities):
    """The claim says ``item: none``: it is about the whole, and the whole has no item."""
    parts = figures(
        figure("inpatient_visits", "46284 人次", item="active"),
        figure("inpatient_visits", "41910 人次", item="retired"),
    )
    relation = recompute(figure("inpatient_visits", "0 人次"), identities, parts)
    assert relation is not None
    assert relation.recomputed == "88194"


def test_a_month_of_no_expense_is_said_with_its_code(identities):
    """A user who typed 0 reads a sentence, not a traceback."""
    nothing = figure("fund_expense", "0 万元", account="pooled")
    with pytest.raises(ExactError) as caught:
        recompute(MONTHS, identities, figures(BALANCE, nothing, MONTHS))
    assert caught.value.code == "division_by_zero"
