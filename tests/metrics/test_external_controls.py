"""Controls from public reports that are no subjects of ours: right sums that no checker may flag.

玉溪市医疗保障局《2022年玉溪市城乡居民基本医疗保险绩效评价报告》 (six relations, all consistent), and single sums of
遂宁, 大连, 霍山 and 稷山.
"""

from __future__ import annotations

import pytest
from stated import figure, figures, related

from yiheng.exact.interval import Verdict
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.metrics.relation import accused, recompute, relations


def resident(metric: str, text: str, **more):
    return figure(metric, text, insurance="resident", period="2022", **more)


YUXI = figures(
    resident("personal_premium_income", "61783.43 万元"),
    resident("fiscal_subsidy_income", "86741.53 万元"),
    resident("interest_income", "1313.26 万元"),
    resident("other_income", "1709.89 万元"),
    resident("fund_income", "151548.11 万元"),
    resident("benefit_expense", "131978.7 万元", item="inpatient"),
    resident("benefit_expense", "22895.34 万元", item="outpatient"),
    resident("benefit_expense", "154874.04 万元"),
    resident("major_illness_expense", "15000 万元"),
    resident("fund_expense", "169874.04 万元"),
    resident("current_surplus", "-18325.93 万元"),
    resident("cumulative_balance", "78027.17 万元", role="prior"),
    resident("cumulative_balance", "59701.24 万元"),
    resident("payable_months", "4.22 个月"),
)


@pytest.fixture(scope="module")
def identities(content):
    return [entry.value for entry in content.of(IDENTITIES).values()]


def test_six_relations_of_the_control_are_consistent(identities):
    found = {relation.identity.id: relation.verdict for relation in relations(YUXI, identities)}
    determined = {
        "resident_income_by_source", "benefit_expense_by_place", "resident_expense_by_use", "current_surplus",
        "cumulative_balance_carried", "payable_months_current_year",
    }  # fmt: skip
    assert determined <= set(found)
    assert set(found) - determined <= {"benefit_within_expense"}
    assert set(found.values()) == {Verdict.CONSISTENT}


def test_nobody_is_accused_in_the_control(identities):
    assert accused(relations(YUXI, identities)) == {}


def test_the_control_fixes_the_usual_caliber_of_payable_months(identities):
    claim = resident("payable_months", "4.22 个月")
    relation = recompute(claim, identities, YUXI)
    assert relation is not None
    assert (relation.caliber, relation.recomputed) == ("current_year", "4.22")


@pytest.mark.parametrize("wrong", ["61783.44", "61873.43", "6178.343"])
def test_one_digit_wrong_is_found(identities, wrong):
    changed = [
        resident("personal_premium_income", f"{wrong} 万元")
        if part.metric == "personal_premium_income"
        else part
        for part in YUXI
    ]
    verdicts = {
        relation.identity.id: relation.verdict
        for relation in relations(figures(*changed), identities)
        if relation.verdict is not Verdict.CONSISTENT
    }
    # income is a list of main sources: a gap is a question, a last place a matter of rounding
    expected = Verdict.ROUNDING if wrong == "61783.44" else Verdict.REVIEW
    assert verdicts == {"resident_income_by_source": expected}


@pytest.mark.parametrize(
    ("primitive", "claim", "operands"),
    [
        ("ratio", "81.80 %", {"numerator": "261.75 万元", "denominator": "320 万元"}),
        ("sum", "2469.3 万元", {"a": "1337 万元", "b": "1132.3 万元"}),
        ("sum", "1709.1 万元", {"a": "454.1 万元", "b": "670 万元", "c": "43 万元", "d": "542 万元"}),
        ("ratio", "69.21 %", {"numerator": "1709.1 万元", "denominator": "2469.3 万元"}),
        ("sum", "3359.62 万元", {"a": "829.3 万元", "b": "2530.32 万元"}),
        ("ratio", "220.8 %", {"numerator": "110406 人次", "denominator": "50000 人次"}),
        ("ratio", "99 %", {"numerator": "65.07 万元", "denominator": "65.66 万元"}),
    ],
)
def test_sums_and_rates_of_other_places(primitive, claim, operands):
    assert related(primitive, claim, **operands).verdict is Verdict.CONSISTENT


def test_printed_scores_that_do_not_add_up():
    parts = {
        "a": "9 得分",
        "b": "13 得分",
        "c": "15 得分",
        "d": "10 得分",
        "e": "10 得分",
        "f": "27 得分",
        "g": "9 得分",
    }
    relation = related("sum", "94 得分", **parts)
    assert (relation.verdict, relation.recomputed) == (Verdict.INCONSISTENT, "93")
