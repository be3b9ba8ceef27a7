"""A city's year evaluated from its tables alone: figures, goals, evidence and awards, under an unchanged profile."""

from __future__ import annotations

import pytest
from tests.metrics.city_rows import city_2023, city_content, city_tables, day, open_rows

from yiheng.exact.interval import Verdict
from yiheng.metrics.figure import Selector
from yiheng.performance.city_subject import area_name, evaluate_city
from yiheng.performance.evaluation_json import as_plain
from yiheng.performance.explain import explain
from yiheng.performance.goal_lint import goal_rules, lint
from yiheng.performance.report import report
from yiheng.performance.self_evaluation_form import form
from yiheng.performance.sensitivity import outcomes
from yiheng.reports.form_layouts import grid
from yiheng.reports.word import write_word
from yiheng.standards.problem import Refused

CONTENT = city_content()
YEAR = city_2023(CONTENT)
PROFILE = "sc-employee-fund-2023"


def evidence(indicator, item="-", met=True, **more):
    return {
        "insurance": "employee", "year": 2023, "profile": PROFILE, "indicator": indicator, "item": item,
        "met_flag": met, "text": f"{indicator}{item}已做", **more,
    }  # fmt: skip


def goal(metric, text, unit, operator=">=", account="all", item="-", insurance="employee"):
    return {
        "insurance": insurance, "year": 2023, "metric": metric, "account": account, "item": item,
        "goal_operator": operator, "goal_text": text, "goal_unit": unit, "document_no": "某财社〔2023〕1号",
    }  # fmt: skip


EVIDENCE = [
    evidence("A1", "basis", evidence_count=5),
    evidence("A1", "procedure"),  # a bare yes
    evidence("A2", "drafts", document="会议纪要"),
    evidence("A2", "duties", met=False),
    evidence("B4", document="声明"),
    evidence("B6", "sweep", met=False, evidence_dayno=day("2023-05-08")),
    evidence("B6", "ledger", met=True),
    evidence("B7.2", evidence_dayno=day("2023-12-01")),
    evidence("C5"),
]

GOALS = [
    goal("collection_rate", "91", "%"),
    goal("insured_persons", "4", "人", operator="="),
    goal("non_ffs_payment_share", "75", "%"),
    goal("inpatient_policy_reimbursement_rate", "≥保人政", "%"),
    goal("policy_awareness", "稳步提高", "", operator="qualitative"),
    goal("coverage_rate", "79", "%", insurance="all", item="resident_population"),
]

AWARD = {
    "award_no": "1", "insurance": "all", "year": 2023, "award_level": "provincial", "title": "先进集体",
    "issuer": "省人民政府", "document_no": "某府函〔2023〕9号",
}  # fmt: skip


def tables(**changes):
    """The small city with goals and evidence, and without money from above, which no identity knows."""
    found = city_tables()
    found["ledger_entry"] = [row for row in found["ledger_entry"] if row["voucher_no"] != "V8"]
    return found | {"evidence": EVIDENCE, "goal": GOALS, "award": [AWARD]} | changes


def evaluate(insurance="", profile=PROFILE, **changes):
    with open_rows(tables(**changes)) as database:
        return evaluate_city(database, CONTENT, YEAR, profile, insurance)


@pytest.fixture(scope="module")
def done():
    return evaluate()


def result(done, code):
    return next(one for one in done.evaluation.results if one.code == code)


@pytest.mark.parametrize(
    ("code", "points", "verified"),
    [
        ("A1", 500, 300),  # the bare yes waits for its evidence
        ("A2", 100, 100),
        ("B1", 0, 0),
        ("B4", 300, 300),
        ("B5.3", 200, 200),  # 76.19 % of 75 %
        ("B6", 300, 300),  # one finding
        ("B7.1", 600, 600),
        ("B7.2", 100, 100),
        ("C1", 500, 500),  # the city's own goal takes precedence over the standard
        ("C2.1", 500, 500),
        ("C2.2", 500, 500),  # 91.33 % of 91 %
        ("C3.1", 400, 400),
        ("C5", 500, 0),
        ("D1", 300, 300),
        ("D2.1", 500, 500),
        ("D2.2", 500, 500),
        ("D3.1", 300, 300),
        ("D3.2", 200, 200),
        ("D4", 500, 500),  # the survey brings its sample
        ("E1", 500, 500),
    ],
)
def test_points_follow_from_rows(done, code, points, verified):
    one = result(done, code)
    assert (one.computed_e2, one.verified_e2) == (points, verified), one.reason


def test_nothing_is_typed_in(done):
    subject = done.evaluation.subject
    assert subject.facts == ()
    assert subject.stated.total == ""
    assert done.evaluation.totals.stated_e2 is None
    assert done.evaluation.totals.computed_e2 == sum(one.computed_e2 for one in done.evaluation.results)


def test_the_subject_is_the_city(done):
    subject = done.evaluation.subject
    assert area_name(CONTENT, YEAR) == "攀枝花市"
    assert (subject.subject, subject.title) == ("510400-2023-employee", "攀枝花市2023年职工医保基金")
    assert (subject.insurance, subject.period, subject.report_type) == ("employee", "2023", "fund")


def test_exact_figures_agree_with_every_identity(done):
    found = done.evaluation.relations
    assert len(found) >= 15
    assert [one.name for one in found if one.verdict is not Verdict.CONSISTENT] == []


def test_goals_are_targets_as_approved(done):
    figures = done.evaluation.facts.figures
    target = figures.find(Selector("collection_rate", "target", "employee", "all", "", "2023"))
    assert (target.text, target.place.text) == ("≥91%", "表 goal（employee/2023/collection_rate/all）")
    lost = figures.find(
        Selector("inpatient_policy_reimbursement_rate", "target", "employee", "all", "", "2023")
    )
    assert lost.lost == "≥保人政"
    completion = figures.find(Selector("insured_completion", "actual", "employee", "all", "", "2023"))
    assert completion.text == "75.00%"  # 3 of 4


def test_a_lost_goal_falls_back_to_the_standard(done):
    reading = result(done, "D2.1").reading
    assert reading.lost_target == "≥保人政"
    assert "原目标缺失" in reading.target_text


def test_goals_stand_under_the_levels_of_the_indicator_that_reads_them(done):
    goals = {one.metric or one.target_text: one for one in done.evaluation.subject.goals}
    assert (goals["collection_rate"].level1, goals["collection_rate"].level2) == ("产出", "缴费政策落实")
    assert goals["稳步提高"].nature == "定性"
    assert goals["coverage_rate"].level1 == "产出"


def test_findings_may_be_counted_by_the_whole_row():
    for rows, points in [
        ([evidence("B6", met=False, evidence_count=3)], 100),
        ([evidence("B6", met=False)], 300),
        ([evidence("B6", met=True, document="检查结论")], 400),
    ]:
        assert result(evaluate(evidence=rows), "B6").computed_e2 == points


def test_an_award_of_a_lower_level_or_another_year_is_no_bonus():
    for change in ({"award_level": "city"}, {"year": 2022}, {"insurance": "resident"}):
        assert result(evaluate(award=[AWARD | change]), "E1").computed_e2 == 0


def test_evidence_of_a_bonus_goes_before_the_awards():
    done = evaluate(evidence=[*EVIDENCE, evidence("E1", met=False)])
    assert result(done, "E1").computed_e2 == 0


def test_without_a_survey_there_are_no_points_for_it():
    done = evaluate(survey=[])
    one = result(done, "D4")
    assert (one.computed_e2, one.award.code) == (0, "award_no_result")
    assert any(problem.code == "figure_no_rows" for problem in done.measured.problems)


def test_the_insurance_is_that_of_the_evidence():
    assert evaluate().evaluation.subject.insurance == "employee"
    two = [*EVIDENCE, evidence("A1", "basis") | {"insurance": "resident"}]
    for rows, found in ((two, "employee、resident"), ([], "（无）")):
        with pytest.raises(Refused) as refused:
            evaluate(evidence=rows)
        assert (refused.value.problem.code, refused.value.problem.found) == ("insurance_unclear", found)
    assert evaluate("employee", evidence=two).evaluation.subject.insurance == "employee"


@pytest.mark.parametrize(
    ("changes", "code", "found"),
    [
        ({"evidence": [*EVIDENCE, evidence("A9")]}, "indicator_unknown", "A9"),
        ({"evidence": [*EVIDENCE, evidence("A1", "basics")]}, "item_unknown", "basics"),
        ({"goal": [goal("colection_rate", "1", "%")]}, "metric_unknown", "colection_rate"),
        ({"goal": [goal("collection_rate", "1", "万元")]}, "unit_unfit", "万元"),
    ],
)
def test_what_the_profile_or_the_catalogue_does_not_know_is_refused(changes, code, found):
    with pytest.raises(Refused) as refused:
        evaluate(**changes)
    problem = refused.value.problem
    assert (problem.code, problem.found) == (code, found)
    assert problem.file.startswith(("表 evidence", "表 goal"))


def test_an_unknown_insurance_and_an_unknown_profile_are_refused():
    for arguments, code in (
        (("worker", PROFILE), "insurance_unknown"),
        (("", "no-such-profile"), "content_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            evaluate(*arguments)
        assert refused.value.problem.code == code


def test_report_form_json_and_explanation_work_as_for_a_facts_file(done, tmp_path):
    evaluation = done.evaluation
    write_word(report(evaluation, CONTENT, "", "版本"), tmp_path / "report.docx")
    assert (tmp_path / "report.docx").stat().st_size > 10_000
    filled = form(evaluation, "版本")
    assert grid(filled, "national").cells
    assert as_plain(evaluation)["totals"]["stated"] is None
    assert outcomes(evaluation)
    (tree,) = explain(evaluation, "C3.1")
    assert tree.inputs[0].source.startswith("表 会计科目、会计分录，公式 national/formulas/fund.yaml 第 ")
    codes = {problem.code for problem in lint(evaluation, goal_rules(CONTENT, YEAR.region, YEAR.last_day))}
    assert "goal_lost_value" in codes


def test_another_insurance_is_evaluated_from_the_same_tables():
    done = evaluate("resident", evidence=[])
    figures = done.evaluation.facts.figures
    assert figures.find(Selector("insured_persons", "actual", "resident", "all", "", "2023")).value == 2
    assert figures.find(Selector("fund_income", "actual", "resident", "all", "", "2023")) is None
