"""Who is to blame where a relation does not hold: the figures that nothing else supports."""

from __future__ import annotations

from stated import figure, figures, identity

from yiheng.metrics.relation import accused, relations

SURPLUS = identity("difference", "surplus", minuend="income", subtrahend="expense", name="收支结余")
INCOME = identity("sum", "income", premium="premium", subsidy="subsidy", name="收入构成")
EXPENSE = identity("sum", "expense", inpatient="inpatient", outpatient="outpatient", name="支出构成")
MONTHS = identity("months", "months", balance="balance", annual_expense="expense", name="可支付月数")
WITHIN = identity("at_most", "surplus", limit="income", name="结余不大于收入")

WRONG = [figure("income", "24.47 亿元"), figure("expense", "16.11 亿元"), figure("surplus", "8.54 亿元")]
INCOME_PARTS = [figure("premium", "23.02 亿元"), figure("subsidy", "1.45 亿元")]
EXPENSE_PARTS = [figure("inpatient", "10.11 亿元"), figure("outpatient", "6.00 亿元")]


def blamed(rules, *stated) -> dict[str, str]:
    """Metric (with @line for a restatement) → the name of the relation that accuses it."""
    known = figures(*stated)
    return {
        known.by_id(key).metric
        + (f"@{known.by_id(key).place.line}" if known.by_id(key).restated else ""): relation.name
        for key, relation in accused(relations(known, rules)).items()
    }


def test_income_and_expense_are_supported_so_the_surplus_is_accused():
    assert blamed([SURPLUS, INCOME, EXPENSE], *WRONG, *INCOME_PARTS, *EXPENSE_PARTS) == {
        "surplus": "收支结余"
    }


def test_one_side_supported_leaves_the_others_accused():
    assert blamed([SURPLUS, INCOME], *WRONG, *INCOME_PARTS) == {"expense": "收支结余", "surplus": "收支结余"}


def test_nothing_supported_accuses_all():
    assert set(blamed([SURPLUS], *WRONG)) == {"income", "expense", "surplus"}


def test_all_supported_accuses_all():
    """Three sums hold and contradict each other: no figure can be told from the others."""
    parts = identity("sum", "surplus", city="city", county="county", name="结余构成")
    more = [figure("city", "8.00 亿元"), figure("county", "0.54 亿元")]
    found = blamed([SURPLUS, INCOME, EXPENSE, parts], *WRONG, *INCOME_PARTS, *EXPENSE_PARTS, *more)
    assert found == {"income": "收支结余", "expense": "收支结余", "surplus": "收支结余"}


def test_a_second_statement_of_a_number_does_not_support_it():
    again = [
        figure("income", "24.47 亿元", restated=True, line=9),
        figure("expense", "16.11 亿元", restated=True, line=9),
    ]
    assert set(blamed([SURPLUS], *WRONG, *again)) == {"income", "expense", "surplus"}


def test_a_bound_that_holds_does_not_support():
    assert "surplus" in blamed([SURPLUS, INCOME, EXPENSE, WITHIN], *WRONG, *INCOME_PARTS, *EXPENSE_PARTS)
    assert set(blamed([SURPLUS, WITHIN], *WRONG)) == {"income", "expense", "surplus"}


def test_rounding_supports_and_is_never_accused():
    parts = [figure("premium", "23.02 亿元"), figure("subsidy", "1.4563 亿元")]  # 24.4763, printed as 24.47
    assert blamed([SURPLUS, INCOME, EXPENSE], *WRONG, *parts, *EXPENSE_PARTS) == {"surplus": "收支结余"}


def test_a_question_accuses_nobody_and_supports_nobody():
    partial = identity("sum", "income", premium="premium", subsidy="subsidy", complete=False)
    short = [figure("premium", "20.00 亿元"), figure("subsidy", "1.45 亿元")]
    assert set(blamed([SURPLUS, partial, EXPENSE], *WRONG, *short, *EXPENSE_PARTS)) == {"income", "surplus"}


def test_of_two_statements_that_differ_the_unsupported_one_is_accused():
    other = figure("income", "24.47 万元", restated=True, line=26)
    right = [figure("income", "24.47 亿元"), figure("expense", "16.11 亿元"), figure("surplus", "8.36 亿元")]
    assert blamed([SURPLUS], *right, other) == {"income@26": "income前后一致"}
    assert blamed([], right[0], other) == {"income": "income前后一致", "income@26": "income前后一致"}


def test_the_first_relation_that_accuses_a_figure_is_named():
    months = [figure("balance", "41.76 亿元"), figure("months", "4.45 个月")]
    found = blamed([SURPLUS, MONTHS], *WRONG, *months)
    assert found["expense"] == "收支结余"
    assert found["balance"] == found["months"] == "可支付月数"


def test_where_all_holds_nobody_is_accused():
    right = [figure("income", "24.47 亿元"), figure("expense", "16.11 亿元"), figure("surplus", "8.36 亿元")]
    assert blamed([SURPLUS, INCOME, EXPENSE], *right, *INCOME_PARTS, *EXPENSE_PARTS) == {}
