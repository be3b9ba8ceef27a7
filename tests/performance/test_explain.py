"""Every number says why: an indicator's points, a metric's figures, down to the document and its line."""

import pytest
from evaluation_cases import bundled, leaf, one_result, subject

from yiheng.performance.explain import explain
from yiheng.standards.problem import Refused

EMPLOYEE = "panzhihua-2023-employee-fund"
REPORT = "《2023年职工基本医疗保险基金绩效自评报告》"


def lines(trace):
    """(label, value, source) of the whole tree."""
    return [(one.label, one.value, one.source) for _, one in trace.lines()]


def only(evaluation, what):
    found = explain(evaluation, what)
    assert len(found) == 1
    return found[0]


def test_an_award_by_its_rule_its_result_and_its_standard():
    trace = only(bundled(EMPLOYEE), "C1")
    assert (trace.label, trace.value, trace.unit) == ("产出·参保政策落实", "0", "分（满分 5）")
    assert trace.formula == "按差距的百分点扣分：低于标准 6.44 个百分点，扣 5 分"
    assert lines(trace)[1:] == [
        ("参保率·常住人口", "88.56%", f"{REPORT} 第 47 行"),
        ("标准值", "≥95%（标准）", "评分表"),
    ]


def test_an_award_against_a_budget_names_both_places():
    trace = only(bundled(EMPLOYEE), "C3.1")
    assert lines(trace)[1:] == [
        ("基金收入", "245,774.82万元", f"{REPORT} 第 18 行"),
        ("基金收入（预算）", "240,705.21万元", f"{REPORT} 第 16 行"),
    ]


def test_an_award_for_a_list_names_the_lines_of_its_items():
    trace = only(bundled(EMPLOYEE), "A1")
    assert [source for _, _, source in lines(trace)[1:]] == [f"{REPORT} 第 27 行"] * 2


def test_checked_items_stand_by_their_names():
    labels = [label for label, _, _ in lines(only(bundled(EMPLOYEE), "B1"))[1:]]
    assert labels == [
        "市级统筹、统收统支",
        "财政专户、收支两条线、核算合规",
        "财务、预算管理办法和内控制度健全",
    ]


def test_a_part_of_a_metric_stands_by_its_name():
    (rank,) = explain(bundled(EMPLOYEE), "supervision_rank/actual/employee/all/smart_recovery/2023")
    assert rank.label == "监管工作全省名次·智能监控追回"


def test_a_recomputed_award_leads_to_its_operands():
    trace = only(bundled("changji-2021-employee"), "B2")
    found = {label: (value, source) for label, value, source in lines(trace)}
    assert found["当期结余"][0] == "8.36"
    assert "原文 8.54亿元（不一致）" in found["当期结余"][1]
    assert found["基金收入"] == ("24.47亿元", "《昌吉州2021年度职工医疗保险支出绩效评价报告》 第 8 行")
    assert found["基金支出"] == ("16.11亿元", "《昌吉州2021年度职工医疗保险支出绩效评价报告》 第 8 行")


@pytest.mark.parametrize("name", [EMPLOYEE, "changji-2021-employee", "fengdu-2023-capacity"])
def test_every_number_of_an_indicator_leads_to_a_line(name):
    for result in bundled(name).results:
        if result.reading.figure is not None:
            assert any("第 " in source and " 行" in source for _, _, source in lines(result.trace())), (
                result.code
            )


@pytest.mark.parametrize(
    ("primitive", "evidence"),
    [
        ("DEDUCT_PER_FINDING", {"findings": 1, "line": 42}),
        ("QUAL3", {"attained": "达成", "line": 42}),
        ("QUAL5", {"level": "优", "line": 42}),
    ],
)
def test_evidence_of_every_kind_leads_to_its_line(primitive, evidence):
    result = one_result(subject(evidence={"X1": evidence}), leaf(primitive))
    assert any("第 42 行" in source for _, _, source in lines(result.trace()))


def test_a_metric_by_its_code_gives_all_its_figures():
    found = {trace.label: trace for trace in explain(bundled(EMPLOYEE), "fund_income")}
    assert set(found) == {"基金收入", "基金收入（预算）", "统筹基金·基金收入", "个人账户·基金收入"}
    assert found["基金收入"].source == f"{REPORT} 第 18 行"


def test_a_figure_shows_every_relation_that_recomputes_it():
    found = {trace.label: trace for trace in explain(bundled(EMPLOYEE), "fund_income")}
    by_account = found["基金收入"].inputs[0]
    assert by_account.value == "245,774.82"
    assert [(one.label, one.value) for one in by_account.inputs] == [
        ("统筹基金·基金收入", "153,129.63万元"),
        ("个人账户·基金收入", "92,645.19万元"),
    ]


def test_a_figure_by_its_id():
    figure = next(iter(bundled(EMPLOYEE).facts.figures))
    assert only(bundled(EMPLOYEE), figure.id).source == figure.place.text


def test_an_indicator_code_that_several_projects_share_is_explained_for_each():
    found = explain(bundled("fengdu-2023-projects"), "S1")
    assert len(found) == 8


def test_an_unknown_code_is_refused_with_the_nearest():
    with pytest.raises(Refused) as refusal:
        explain(bundled(EMPLOYEE), "fund_incme")
    assert refusal.value.problem.code == "trace_unknown"
    assert "fund_income" in refusal.value.problem.expected


def test_a_part_of_a_name_is_taken_where_only_one_name_holds_it():
    everyday = explain(bundled(EMPLOYEE), "可支付月数")
    assert everyday == explain(bundled(EMPLOYEE), "payable_months")
    assert "统筹基金·累计结余可支付月数" in [trace.label for trace in everyday]


def test_a_part_that_several_names_hold_is_refused_with_them():
    with pytest.raises(Refused) as refusal:
        explain(bundled(EMPLOYEE), "基金")
    assert refusal.value.problem.code == "trace_unknown"
    assert "fund_income" in refusal.value.problem.expected
