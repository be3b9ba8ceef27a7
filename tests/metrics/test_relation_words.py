"""What a reader sees of a relation: of which figure it speaks, its value with its unit, and a limit as a limit."""

from __future__ import annotations

import pytest
from stated import figure, figures, identity

from yiheng.metrics.relation import relations

SURPLUS = identity("difference", "current_surplus", minuend="fund_income", subtrahend="fund_expense")


def told(rule, *stated):
    return [(one.title, one.recomputed_text) for one in relations(figures(*stated), [rule])]


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ({}, ""),
        ({"account": "pooled"}, "：统筹基金·current_surplus"),
        ({"account": "personal", "role": "budget"}, "：个人账户·current_surplus（预算）"),
    ],
)
def test_the_title_says_of_which_figure(scope, name):
    stated = [
        figure("current_surplus", "1,000.00 万元", **scope),
        figure("fund_income", "3,000.00 万元", **scope),
        figure("fund_expense", "2,000.00 万元", **scope),
    ]
    assert told(SURPLUS, *stated) == [(f"{SURPLUS.name}{name}", "1,000.00万元")]


@pytest.mark.parametrize(
    ("part", "whole", "limit"),
    [
        ("248528 人", "42.79 万人", "≤42.79万人"),  # in the limit's own unit, with its own decimals
        ("89000 万元", "149570.12 万元", "≤149,570.12万元"),
        ("2.55 万元", "2.62 元", "≤2.62元"),
        ("1243 人", "2140 人", "≤2,140人"),
    ],
)
def test_a_bound_shows_the_limit_and_no_recomputation(part, whole, limit):
    found = told(identity("at_most", "part", limit="whole"), figure("part", part), figure("whole", whole))
    assert [text for _, text in found] == [limit]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("75 得分", "100 得分", "25 得分"), "75分"),
        (("1.11 比", "2.22 比", "1.11 比"), "1.11"),
        (("2140 人", "3140 人", "1000 人"), "2,140人"),
        (("5.16 个月", "10 个月", "4.836 个月"), "5.16个月"),
    ],
)
def test_a_unit_is_written_as_beside_the_statement(amounts, expected):
    rule = identity("difference", "rest", minuend="whole", subtrahend="taken")
    names = ("rest", "whole", "taken")
    stated = [figure(name, amount) for name, amount in zip(names, amounts, strict=True)]
    assert [text for _, text in told(rule, *stated)] == [expected]
