"""待补佐证 (03 §1f, §2): each rule that withholds an award, alone, and what it must spare.

A withheld award keeps its computed points; only the verified score waits for evidence.
"""

import pytest
from evaluation_cases import (
    INFERRED,
    actual,
    budget,
    bundled,
    by_code,
    evaluated,
    goal,
    leaf,
    one_result,
    profile,
    subject,
    target,
)

RATE = {"metric": "collection_rate"}


def waiting(result):
    """(computed, verified, the rule that withheld)."""
    return result.computed_e2, result.verified_e2, result.withholding.code if result.withholding else ""


def rated(done, wanted, **more):
    return one_result(subject(done, wanted), leaf("RATIO", actual=RATE, **more))


# A RESULT IN THE WORDS OF ITS GOAL


@pytest.mark.parametrize("word", [">=", ">"])
def test_a_result_with_an_operator_word_is_no_number(word):
    result = rated(actual("collection_rate", "97", "%", op=word), target("collection_rate", "95", "%"))
    assert waiting(result) == (100_00, 0, "withheld_operator_word")
    assert (
        result.withheld_reason == f"完成值“{'≥' if word == '>=' else '＞'}97%”只是目标的说法，没有实际完成数"
    )


def test_an_upper_bound_as_result_is_no_number():
    facts = subject(
        actual("payment_workdays", "25", "工作日", op="<="),
        target("payment_workdays", "25", "工作日", op="<="),
    )
    row = leaf("RATIO", actual={"metric": "payment_workdays"}, sense="at_most")
    assert waiting(one_result(facts, row)) == (100_00, 0, "withheld_operator_word")


def test_an_equals_sign_is_a_number():
    result = rated(
        actual("collection_rate", "97", "%", op="="), target("collection_rate", "95", "%", op=">=")
    )
    assert waiting(result) == (100_00, 100_00, "")


# DIGIT BY DIGIT


@pytest.mark.parametrize(
    ("done", "wanted", "withheld"),
    [
        (("18,806.55", "万元"), ("18,806.55", "万元"), True),
        (("18,806.55", "万元"), ("18806.55", "万元"), True),  # the comma is no difference
        (("18806.55", "万元"), ("18,806.55", "万元"), True),
        (("18,806.5", "万元"), ("18,806.50", "万元"), False),  # printed to another decimal: measured anew
        (("18,806.56", "万元"), ("18,806.55", "万元"), False),
        (
            ("1.880655", "亿元"),
            ("18,806.55", "万元"),
            False,
        ),  # the same amount in another unit: computed anew
        (("18,806.55", "亿元"), ("18,806.55", "万元"), False),  # the same digits of another amount
    ],
)
def test_a_result_equal_to_its_goal_by_digit(done, wanted, withheld):
    facts = subject(actual("current_surplus", *done), target("current_surplus", *wanted))
    result = one_result(facts, leaf("RATIO", actual={"metric": "current_surplus"}))
    assert (waiting(result)[2] == "withheld_equals_target") is withheld


@pytest.mark.parametrize(
    ("done", "wanted"),
    [
        (("９５", "%"), ("95", "%")),
        (("95", "％"), ("95", "%")),
        (("95", "%"), ("95", "％")),
        (("+95", "%"), ("95", "%")),
    ],
)
def test_another_spelling_of_the_same_digits_is_no_new_measurement(done, wanted):
    result = rated(actual("collection_rate", *done), target("collection_rate", *wanted))
    assert waiting(result) == (100_00, 0, "withheld_equals_target")


def test_a_fixed_standard_may_be_met_exactly():
    facts = subject(actual("petition_rate", "0", "%"), target("petition_rate", "0", "%"))
    row = leaf("RATIO", actual={"metric": "petition_rate"}, sense="at_most")
    assert waiting(one_result(facts, row)) == (100_00, 0, "withheld_equals_target")
    assert waiting(one_result(facts, row | {"fixed_standard": True})) == (100_00, 100_00, "")


def test_a_policy_standard_is_nobodys_back_filled_goal():
    row = leaf("RATIO", actual=RATE, standard={"value": "95", "unit": "%", "source": INFERRED})
    assert waiting(one_result(subject(actual("collection_rate", "95", "%")), row)) == (100_00, 100_00, "")


@pytest.mark.parametrize("primitive", ["BUDGET_EXEC", "DEVIATION", "COST_CONTROL"])
def test_a_budget_spent_to_the_fen_is_not_a_goal_repeated(primitive):
    facts = subject(actual("project_budget", "121", "万元"), budget("project_budget", "121", "万元"))
    result = one_result(facts, leaf(primitive, actual={"metric": "project_budget"}))
    assert waiting(result) == (100_00, 100_00, "")


def test_a_repeated_goal_that_was_missed_by_another_rule_has_nothing_to_withhold():
    facts = subject(actual("payable_months", "2", "个月"), target("payable_months", "2", "个月"))
    bands = {"bands": [{"from": "3", "points": "100"}, {"to": "3", "points": "0"}]}
    result = one_result(facts, leaf("BAND", actual={"metric": "payable_months"}, parameters=bands))
    assert waiting(result) == (0, 0, "")


# A BARE YES


@pytest.mark.parametrize(
    ("more", "verified"),
    [
        ({}, 0),
        ({"text": "程序合规完整"}, 0),  # words are no evidence
        ({"line": 27}, 0),
        ({"count": 5}, 100_00),
        ({"date": "2023-04"}, 100_00),
        ({"document": "攀医保〔2022〕7号"}, 100_00),
        ({"sample_size": 400}, 100_00),
    ],
)
def test_a_yes_needs_a_count_a_date_a_document_or_a_sample(more, verified):
    result = one_result(subject(evidence={"X1": {"met": True} | more}), leaf("YES_NO"))
    assert waiting(result) == (100_00, verified, "" if verified else "withheld_bare_yes")


def test_a_bare_yes_is_withheld_item_by_item():
    items = [
        {"id": name, "name": name, "points": points}
        for name, points in (("甲", "50"), ("乙", "30"), ("丙", "20"))
    ]
    answers = {"甲": {"met": True, "count": 5}, "乙": {"met": True, "text": "完整"}, "丙": {"met": False}}
    result = one_result(
        subject(evidence={"X1": {"items": answers}}), leaf("CHECKLIST", parameters={"items": items})
    )
    assert waiting(result) == (80_00, 50_00, "withheld_bare_yes")


def test_a_document_for_the_whole_list_does_not_prove_its_items():
    items = [{"id": "甲", "name": "甲", "points": "100"}]
    evidence = {"X1": {"document": "《报告》", "items": {"甲": {"met": True}}}}
    result = one_result(subject(evidence=evidence), leaf("CHECKLIST", parameters={"items": items}))
    assert waiting(result) == (100_00, 0, "withheld_bare_yes")


def test_thirds_of_a_list_leave_the_true_remainder():
    """Two of three met, one of them proven: 6.67 of 10, and 3.33 stand."""
    row = leaf("CHECKLIST", full="10", parameters={"items": [{"id": one, "name": one} for one in "abc"]})
    rest = {"code": "R", "name": "其余", "full": "90", "primitive": "YES_NO"}
    evidence = {"X1": {"items": {"a": {"met": True, "count": 1}, "b": {"met": True}}}}
    result = by_code(evaluated(subject(evidence=evidence), profile(row, rest)))["X1"]
    assert waiting(result)[:2] == (6_67, 3_33)


@pytest.mark.parametrize(
    ("primitive", "evidence"), [("QUAL3", {"attained": "达成"}), ("QUAL5", {"level": "优"})]
)
def test_a_word_without_a_fact_is_a_bare_yes(primitive, evidence):
    bare = one_result(subject(evidence={"X1": evidence}), leaf(primitive))
    proven = one_result(subject(evidence={"X1": evidence | {"count": 3}}), leaf(primitive))
    assert waiting(bare) == (100_00, 0, "withheld_bare_yes")
    assert waiting(proven) == (100_00, 100_00, "")


def test_no_findings_without_an_inspection_is_a_bare_yes():
    bare = one_result(subject(evidence={"X1": {"findings": 0}}), leaf("DEDUCT_PER_FINDING"))
    assert waiting(bare) == (100_00, 0, "withheld_bare_yes")


def test_no_findings_of_a_dated_inspection_stand():
    evidence = {"X1": {"findings": 0, "date": "2024-04"}}
    result = one_result(subject(evidence=evidence), leaf("DEDUCT_PER_FINDING"))
    assert waiting(result) == (100_00, 100_00, "")


# A SURVEY WITHOUT A SAMPLE


def surveyed(kind="survey", evidence=None, **more):
    facts = subject(actual("satisfaction", "98", "%", **more), evidence=evidence or {})
    return one_result(facts, leaf("SATISFACTION", actual={"metric": "satisfaction"}, evidence=kind))


def test_a_survey_needs_a_sample():
    assert waiting(surveyed()) == (100_00, 0, "withheld_no_sample")


def test_the_sample_may_stand_with_the_number_or_with_the_evidence():
    assert waiting(surveyed(sample_size=400))[1] == 100_00
    assert waiting(surveyed(evidence={"X1": {"sample_size": 400}}))[1] == 100_00


def test_a_rate_from_the_ledger_needs_no_sample():
    assert waiting(surveyed("ledger"))[1] == 100_00


def test_satisfaction_as_a_projects_goal_needs_a_sample_too():
    facts = subject(
        target("satisfaction", "80", "%"),
        actual("satisfaction", "85", "%"),
        profile="national-10-50-30-10",
        goals=[goal("S1", level1="满意度指标", metric="satisfaction", nature=">=")],
    )
    assert by_code(evaluated(facts))["S1"].withholding.code == "withheld_no_sample"


# ACCUSED BY A RELATION THAT DOES NOT HOLD

INCOME = actual("fund_income", "24.47", "亿元")
EXPENSE = actual("fund_expense", "16.11", "亿元")
SURPLUS = {"metric": "current_surplus"}
NONE_LOST = {"value": "0", "unit": "亿元", "source": INFERRED}


def balanced(surplus, **more):
    facts = subject(INCOME, EXPENSE, actual("current_surplus", surplus, "亿元"))
    return one_result(facts, leaf("THRESHOLD", actual=SURPLUS, standard=NONE_LOST, **more))


def test_a_figure_that_contradicts_others_proves_nothing():
    result = balanced("8.54")  # 24.47 − 16.11 = 8.36
    assert waiting(result) == (100_00, 0, "withheld_inconsistent")
    assert result.withholding.found == "基金收入－基金支出＝当期结余"


def test_a_figure_that_agrees_with_others_stands():
    assert waiting(balanced("8.36")) == (100_00, 100_00, "")


def test_a_difference_of_rounding_accuses_nobody():
    assert waiting(balanced("8.37")) == (100_00, 100_00, "")


def test_two_statements_of_one_number_that_differ_accuse_it():
    facts = subject(
        target("collection_rate", "90", "%"),
        actual("collection_rate", "98", "%", line=10),
        actual("collection_rate", "89", "%", line=20, restated=True),
    )
    result = one_result(facts, leaf("RATIO", actual=RATE))
    assert waiting(result) == (100_00, 0, "withheld_inconsistent")


def test_a_figure_that_another_relation_supports_is_not_the_suspect():
    """Income and expense close with the surplus: of a wrong rate, the rate and the budget are to blame."""
    facts = subject(
        INCOME,
        EXPENSE,
        actual("current_surplus", "8.36", "亿元"),
        budget("fund_expense", "17.29", "亿元"),
        actual("fund_expense_completion", "99", "%"),
    )
    limit = {"value": "20", "unit": "亿元", "source": INFERRED}
    floor = {"value": "90", "unit": "%", "source": INFERRED}
    rate = {"metric": "fund_expense_completion"}
    rows = profile(
        leaf(
            "RATIO", full="40", code="A", actual={"metric": "fund_expense"}, sense="at_most", standard=limit
        ),
        leaf("RATIO", full="40", code="B", actual=rate, standard=floor),
        leaf("BUDGET_EXEC", full="20", code="C", actual={"metric": "fund_expense"}),
    )
    found = by_code(evaluated(facts, rows))
    assert found["A"].withholding is None
    assert found["B"].withholding.code == found["C"].withholding.code == "withheld_inconsistent"


# A RECOMPUTED ACTUAL RESTS ON ITS OPERANDS


def test_a_recomputed_actual_does_not_answer_for_the_statement_it_replaces():
    facts = subject(INCOME, EXPENSE, actual("current_surplus", "8.54", "亿元"))
    row = leaf("THRESHOLD", actual=SURPLUS, standard=NONE_LOST, recompute=True)
    # the one false relation is that very statement; nothing else speaks for or against its operands
    assert by_code(bundled("changji-2021-employee"))["B2"].withholding is None
    assert one_result(facts, row).reading.actual_text == "8.36亿元"


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        (actual("current_surplus", "0", "亿元", op=">"), target("current_surplus", "1", "亿元")),
        (actual("current_surplus", "8.00", "亿元"), target("current_surplus", "8.00", "亿元")),
    ],
)
def test_a_recomputed_actual_is_not_withheld_for_the_statements_words(stated, wanted):
    operands = [
        actual("fund_income", "24.47", "亿元"),
        actual("fund_expense", "16.11", "亿元"),
        actual("interest_income", "1", "亿元"),
    ]
    result = one_result(subject(*operands, stated, wanted), leaf("RATIO", actual=SURPLUS, recompute=True))
    assert waiting(result)[2] not in ("withheld_operator_word", "withheld_equals_target")


def test_operands_in_words_are_no_operands():
    facts = subject(
        actual("fund_income", "24.47", "亿元", op=">="), EXPENSE, actual("current_surplus", "8.54", "亿元")
    )
    result = one_result(facts, leaf("THRESHOLD", actual=SURPLUS, standard=NONE_LOST, recompute=True))
    assert result.reading.actual_text == "8.54亿元"


# THE PUBLISHED EMPLOYEE FUND: what of its 94 points has something behind it


def test_the_employee_funds_withheld_points():
    found = {
        result.code: (result.computed_e2 - result.verified_e2, result.withholding.code)
        for result in bundled("panzhihua-2023-employee-fund").results
        if result.withholding
    }
    bare, equal = "withheld_bare_yes", "withheld_equals_target"
    assert found == {
        "A1": (200, bare),  # five documents are listed; 程序合规完整 is only said
        "A2": (300, bare),
        "B1": (200, bare),  # the two internal rules are named
        "B2": (400, bare),
        "B3": (500, bare),
        "B4": (300, bare),
        "B5.1": (300, bare),  # 六统一 are counted
        "B5.3": (200, equal),
        "B7.2": (100, bare),
        "C5": (500, bare),
        "D3.1": (300, equal),
        "D3.2": (100, equal),
        "D4": (500, "withheld_no_sample"),
    }
