"""Verdicts on single relations: consistent, rounding, inconsistent, review — and where none can be given."""

from __future__ import annotations

import pytest
from stated import figure, figures, identity, related

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Verdict
from yiheng.metrics.relation import VERDICT_NAMES, bind, relate, relations

SUM = identity(
    "sum",
    {"metric": "total", "item": "none"},
    a={"metric": "part", "item": "a"},
    b={"metric": "part", "item": "b"},
)


@pytest.mark.parametrize(
    ("primitive", "claim", "operands", "verdict", "recomputed"),
    [
        ("sum", "245,774.82 万元", {"a": "153,129.63 万元", "b": "92,645.19 万元"}, "consistent", "245,774.82"),
        ("sum", "24.47 亿元", {"a": "23.02 亿元", "b": "6032 万元", "c": "7112 万元", "d": "1419 万元"}, "rounding", "24.4763"),
        ("sum", "1093 家", {"a": "110 家", "b": "453 家", "c": "15 家", "d": "658 家"}, "inconsistent", "1236"),
        ("difference", "8.54 亿元", {"minuend": "24.47 亿元", "subtrahend": "16.11 亿元"}, "inconsistent", "8.36"),
        ("difference", "5 个百分点", {"minuend": "95 %", "subtrahend": "88.56 %"}, "inconsistent", "6.44"),
        ("ratio", "87.54 %", {"numerator": "2.61 亿元", "denominator": "2.97 亿元"}, "inconsistent", "87.8788"),
        ("ratio", "96.58 %", {"numerator": "34307 万元", "denominator": "35524 万元"}, "rounding", "96.5741"),
        ("ratio", "42.9 %", {"numerator": "6 项", "denominator": "14 项"}, "consistent", "42.9"),
        ("product", "344 万元", {"factor1": "580 元/人", "factor2": "5932 人"}, "consistent", "344"),
        ("product", "38026 万元", {"factor1": "580 元/人", "factor2": "679151 人"}, "inconsistent", "39,390.76"),
        ("months", "4.45 个月", {"balance": "57,803.76 万元", "annual_expense": "134,323.08 万元"}, "inconsistent", "5.1640"),
        ("growth_by_delta", "-10.27 %", {"delta": "-34.11 万元", "current": "213 万元"}, "inconsistent", "-13.8036"),
        ("at_most", "248,528 人", {"limit": "42.79 万人"}, "consistent", "427900"),
        ("at_most", "2.55 万元", {"limit": "2.62 元"}, "inconsistent", "0.0003"),
        ("at_most", "42.79 万人", {"limit": "427,900 人"}, "consistent", "42.79"),
        ("at_most", "42.80 万人", {"limit": "427,950 人"}, "rounding", "42.795"),
        ("at_most", "42.80 万人", {"limit": "427,949 人"}, "inconsistent", "42.7949"),
    ],
)  # fmt: skip
def test_printed_numbers_against_each_other(primitive, claim, operands, verdict, recomputed):
    relation = related(primitive, claim, **operands)
    assert (relation.verdict.value, relation.recomputed) == (verdict, recomputed)


def test_parts_of_a_partial_list_are_a_question_not_an_error():
    parts = {"personal": "2.67 亿元", "subsidy": "4.80 亿元", "interest": "232 万元"}
    assert related("sum", "7.85 亿元", **parts).verdict is Verdict.INCONSISTENT
    assert related("sum", "7.85 亿元", complete=False, **parts).verdict is Verdict.REVIEW
    assert related("sum", "7.49 亿元", complete=False, **parts).verdict is Verdict.CONSISTENT
    assert related("sum", "7.50 亿元", complete=False, **parts).verdict is Verdict.ROUNDING


def test_a_target_is_exact_where_an_actual_of_the_same_digits_is_not():
    """99.4 of a target of exactly 100 is 99.4 %; of an actual printed 100 it may be 99.5 %."""
    rule = identity("ratio", "rate", numerator="done", denominator="asked")
    claim = figure("rate", "100.3 %")
    done = figure("done", "1,000,000 人")
    near = relate(rule, claim, {"numerator": done, "denominator": figure("asked", "100 万人")})
    exact = relate(
        rule, claim, {"numerator": done, "denominator": figure("asked", "100 万人", role="target")}
    )
    assert (near.verdict, exact.verdict) == (Verdict.ROUNDING, Verdict.INCONSISTENT)


def test_more_than_a_dozen_parts_are_added_up():
    parts = {f"row{number}": "1.4 万元" for number in range(40)}
    assert related("sum", "56.0 万元", **parts).verdict is Verdict.CONSISTENT
    assert (
        related("sum", "58.0 万元", **parts).verdict is Verdict.ROUNDING
    )  # forty times half a last place is 2.0
    assert related("sum", "58.2 万元", **parts).verdict is Verdict.INCONSISTENT


def test_more_than_a_dozen_subtrahends_are_taken_away():
    rest = {f"subtrahend{number}": "1.4 万元" for number in range(2, 30)}
    assert (
        related("difference", "59.4 万元", minuend="100.0 万元", subtrahend="1.4 万元", **rest).verdict
        is Verdict.CONSISTENT
    )


@pytest.mark.parametrize("primitive", ["ratio", "months", "growth", "growth_by_delta"])
def test_nothing_is_divided_by_nothing(primitive):
    operands = {
        "ratio": {"numerator": "1 元", "denominator": "0 元"},
        "months": {"balance": "1 元", "annual_expense": "0 元"},
        "growth": {"current": "1 元", "previous": "0 元"},
        "growth_by_delta": {"delta": "1 元", "current": "1 元"},
    }[primitive]
    with pytest.raises(ExactError) as caught:
        related(primitive, "1 %", **operands)
    assert caught.value.code == "division_by_zero"


TOTAL = figure("total", "3 元")
A, B = figure("part", "1 元", item="a"), figure("part", "2 元", item="b")


def test_an_identity_applies_where_claim_and_operands_are_stated():
    (relation,) = relations(figures(TOTAL, A, B), [SUM])
    assert relation.claim is TOTAL
    assert relation.operands == (("a", A), ("b", B))
    assert relation.figures == (TOTAL, A, B)
    assert relation.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    "stated",
    [
        (A, B),
        (TOTAL, A),
        (TOTAL, A, figure("part", "2 元", item="b", role="budget")),
        (TOTAL, A, figure("part", "2 元", item="b", insurance="resident")),
        (TOTAL, A, figure("part", "2 元", item="b", period="2022")),
        (TOTAL, A, figure("part", "2 元", item="b", operator=">=")),
        (TOTAL, A, figure("part", item="b", lost="≥金征缴")),
        (TOTAL, A, figure("part", "2 元", item="b", restated=True)),
        (figure("total", "3 元", operator=">="), A, B),
        (figure("total", lost="≥金征缴"), A, B),
        (figure("total", "3 元", item="city"), A, B),
    ],
)
def test_what_is_not_stated_not_measured_or_lost_makes_no_relation(stated):
    assert relations(figures(*stated), [SUM]) == []


def test_operands_follow_the_claim_through_roles_insurances_and_periods():
    rule = identity("difference", "surplus", minuend="income", subtrahend="expense")
    stated = [
        figure(metric, text, role=role, account=account, period=period)
        for role, account, period in [
            ("actual", "pooled", "2023"),
            ("budget", "all", "2023"),
            ("actual", "all", "2022"),
        ]
        for metric, text in [("surplus", "1 元"), ("income", "3 元"), ("expense", "2 元")]
    ]
    found = relations(figures(*stated), [rule])
    assert [relation.claim.id for relation in found] == [
        "surplus/actual/employee/pooled/-/2023",
        "surplus/budget/employee/all/-/2023",
        "surplus/actual/employee/all/-/2022",
    ]
    assert {relation.verdict for relation in found} == {Verdict.CONSISTENT}
    for relation in found:
        assert len({(part.role, part.scope) for part in relation.figures}) == 1


def test_an_optional_part_may_be_missing():
    rule = identity(
        "sum",
        {"metric": "total", "item": "none"},
        a={"metric": "part", "item": "a"},
        b={"metric": "part", "item": "b", "optional": True},
    )
    assert bind(rule, TOTAL, figures(TOTAL, A, B)) == {"a": A, "b": B}
    assert bind(rule, TOTAL, figures(TOTAL, A)) == {"a": A}
    assert bind(rule, TOTAL, figures(TOTAL, B)) is None


def test_a_claim_is_not_its_own_operand():
    rule = identity("sum", "total", a={"metric": "total"})
    assert relations(figures(TOTAL), [rule]) == []


def test_a_rate_over_nothing_says_nothing_about_its_figures():
    rule = identity("ratio", "rate", numerator="income", denominator="expense")
    stated = figures(figure("rate", "100 %"), figure("income", "0 元"), figure("expense", "0 元"))
    assert relations(stated, [rule]) == []


def restated(first, other):
    found = relations(figures(first, other), [])
    assert [relation.identity for relation in found] == [None] * len(found)
    return [relation.verdict.value for relation in found]


@pytest.mark.parametrize(
    ("first", "other", "verdict"),
    [
        ("245,774.82 万元", "245774.82 万元", "consistent"),
        ("82584982.3 元", "8258.5 万元", "consistent"),
        ("81930352.3 元", "8193.03 万元", "rounding"),  # 8193.0352, cut off
        ("2630.85 万元", "2680.85 万元", "inconsistent"),
        ("17.29 亿元", "17.29 万元", "inconsistent"),
        ("99.21 %", "99.26 %", "inconsistent"),
        ("8258.5 万元", "82584982.3 元", "rounding"),
        ("40000 人次", "4 万人次", "consistent"),
        ("5 万元", "5 人", "inconsistent"),
    ],
)
def test_two_statements_of_one_number(first, other, verdict):
    assert restated(figure("m", first), figure("m", other, restated=True)) == [verdict]


@pytest.mark.parametrize(
    ("bound", "measured", "verdict"),
    [
        (">= 60", "55.77", "inconsistent"), (">= 60", "60", "consistent"), ("> 60", "60", "inconsistent"),
        ("<= 60", "60", "consistent"), ("< 60", "60", "inconsistent"), ("< 60", "59.99", "consistent"),
        (">= 60", "77", "consistent"),
    ],
)  # fmt: skip
def test_a_bound_and_a_measured_value_of_one_number(bound, measured, verdict):
    operator, text = bound.split()
    said, found = figure("m", f"{text} %", operator=operator), f"{measured} %"
    assert restated(said, figure("m", found, restated=True)) == [verdict]
    again = figure("m", f"{text} %", operator=operator, restated=True)
    assert restated(figure("m", found), again) == [verdict]


def test_a_lost_value_contradicts_nothing():
    assert restated(figure("m", lost="≥保人政"), figure("m", "70 %", restated=True)) == []
    assert restated(figure("m", "70 %"), figure("m", lost="≥保人政", restated=True)) == []


def test_a_relation_is_traced_to_the_lines_of_its_figures():
    relation = related("difference", "8.54 亿元", minuend="24.47 亿元", subtrahend="16.11 亿元")
    trace = relation.trace()
    assert (trace.label, trace.value, trace.unit) == ("claim", "8.36", "亿元")
    assert trace.formula == "关系：被减数 − 减数"
    assert trace.source == "原文 8.54亿元（不一致）"
    assert [(depth, part.label, part.value, part.source) for depth, part in trace.lines()][1:] == [
        (1, "minuend", "24.47亿元", "《报告》 第 1 行"),
        (1, "subtrahend", "16.11亿元", "《报告》 第 1 行"),
    ]
    assert trace.as_dict()["inputs"] == [
        {"label": "minuend", "value": "24.47亿元", "source": "《报告》 第 1 行"},
        {"label": "subtrahend", "value": "16.11亿元", "source": "《报告》 第 1 行"},
    ]


def test_where_it_disagrees_the_recomputed_value_shows_why():
    """87.5 % against 87.88 % needs the decimals; 1093 against 1236 does not."""
    assert related("ratio", "87.5 %", numerator="2.61 亿元", denominator="2.97 亿元").recomputed == "87.879"
    assert related("sum", "3 家", a="1 家", b="1 家").recomputed == "2"
    assert related("ratio", "50 %", numerator="1 家", denominator="2 家").recomputed == "50"
    assert related("ratio", "51 %", numerator="1 家", denominator="2 家").recomputed == "50"
    assert related("sum", "3.0 亿元", a="1.25 亿元", b="1.25 亿元").recomputed == "2.5"


def test_every_verdict_has_a_word():
    assert set(VERDICT_NAMES) == set(Verdict)
