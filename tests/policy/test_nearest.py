"""The words that a message offers instead of one that is not known: like it, or none."""

import pytest

from yiheng.policy.content import nearest

METRICS = {
    "active_insured": "在职参保人数", "arrears_recovered": "清欠金额", "fund_income": "基金收入", "fund_expense": "基金支出",
    "premium_income": "保险费收入", "satisfaction": "满意度", "payable_months": "累计结余可支付月数",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("fund_incom", "fund_income（基金收入）"),
        ("基金收人", "fund_income（基金收入）"),
        ("可支付月数", "payable_months（累计结余可支付月数）"),  # a part of a name
        ("C1", "（无）"),
        ("医院", "（无）"),
    ],
)
def test_near_by_code_or_by_name_or_none(word, expected):
    assert nearest(word, METRICS).split("、")[0] == expected


def test_the_nearest_stands_first_and_three_are_enough():
    found = nearest("fund_income", ["fund_incomes", "fund_in", "fund_outcome", "fund_incomer", "a", "b", "c"])
    assert found == "fund_incomes、fund_incomer、fund_outcome"


def test_of_few_all_are_shown():
    assert nearest("xyz", ["year", "first_dayno"]) == "year、first_dayno"
    assert nearest("xyz", []) == "（无）"
