"""What the reports of bundled subjects say: results, problems, tables, attachments, and bound names."""

from evaluation_cases import actual, budget, bundled, evaluated, leaf, profile, shipped, subject
from report_cases import bound_spans, made, section, text_of

from yiheng.performance.report import report, report_type
from yiheng.reports.document import Span, Table


def test_the_employee_fund_is_94_and_only_good_without_its_bonus():
    result = section(made("panzhihua-2023-employee-fund"), "评价结果")
    assert "系统复算得分为94分（满分100分，含加分5分），等次为优。不含加分得89分，等次为良。" in result
    assert "原自评得分为94分，原自评等次为优秀。" in result


def test_a_total_that_differs_from_the_printed_one_stands_beside_it():
    conclusion = section(made("panzhihua-2021-medical-assistance"), "评价得分")
    assert "系统复算得分为84.53分（满分100分），等次为良。原自评得分为100分。" in conclusion


def test_a_printed_grade_without_points_is_named_as_such():
    conclusion = section(made("panzhihua-center-2020-department"), "自评结论")
    assert "系统复算得分为63分（满分100分），等次为中。原自评等次为良好，没有写明得分。" in conclusion


def test_each_scored_indicator_ends_with_its_points():
    analysis = section(made("panzhihua-2023-employee-fund"), "过程指标").splitlines()
    single = next(line for line in analysis if line.startswith("回头看"))
    assert "发现1项问题，扣1分。" in single
    assert single.endswith("此项得3分（满分4分）。")
    assert analysis[-1] == "过程指标合计得33分（满分38分）。"


def test_a_result_without_a_target_says_what_it_is_of():
    document = made("panzhihua-2023-employee-fund")
    assert section(document, "经济效益").startswith("利息收益率实际为1.41%。")
    assert section(document, "满意度").startswith("满意度实际为98%。")
    table = next(block for block in document.attachments[0].blocks if isinstance(block, Table))
    row = next(row for row in table.rows if text_of(row[0].spans) == "效益")
    assert [text_of(cell.spans) for cell in row[1:5]] == ["经济效益", "利息收益率", "—", "1.41%"]


def test_a_lost_target_is_reported_and_never_printed_as_a_target():
    document = made("panzhihua-2023-employee-fund")
    assert "基金征缴率（目标值缺失）" in section(document, "具体绩效指标")
    assert "保人政" not in section(document, "具体绩效指标")
    assert "目标值缺失的绩效目标：政策范围内住院费用报销比例；基金征缴率。" in section(document, "存在的问题")
    assert "对目标值缺失的绩效目标，补填目标值后重新报送。" in section(document, "下一步改进措施")


def test_more_spent_than_the_budget_is_a_problem_under_the_name_of_its_denominator():
    document = made("panzhihua-2021-medical-assistance")
    told = "医疗救助补助资金·中央和省级2,630.85万元，实际3,392.95万元，执行率128.97%"
    assert f"预算执行率：{told}。此项得4分" in section(document, "绩效评价指标分析")
    assert f"支出超出预算的指标：预算执行率（{told}，没有填报超支原因，待补充）。" in section(
        document, "存在的问题"
    )
    assert "说明超支的原因和超出部分的资金来源" in section(document, "有关建议")


def test_the_cause_that_a_drafter_gives_stands_beside_what_was_overspent():
    facts_of = subject(
        budget("fund_expense", "16.11", "亿元"),
        actual("fund_expense", "17.29", "亿元"),
        report_type="fund",
        evidence={"X1": {"reason": "待遇提高。"}},
    )
    row = leaf("BUDGET_EXEC", actual={"metric": "fund_expense"})
    document = report(evaluated(facts_of, profile(row)), shipped())
    assert "执行率107.32%；超支原因：待遇提高）。" in section(document, "偏离绩效目标的原因")


def test_budget_lines_spent_too_little_or_without_goals_are_problems():
    problems = section(made("fengdu-2023-projects"), "资金使用方面的问题")
    assert "医疗服务与保障能力提升（83.29%）；城乡居民基本医疗保险工作费（79.44%）" in problems
    assert "城乡居民医保市级补助，占预算的52.2%。" in problems


def test_a_project_and_the_whole_keep_their_own_money():
    controls = {span.figure_id: span.text for span in bound_spans(made("fengdu-2023-projects"))}
    executed = "project_budget/actual/department/all/-/2023"
    assert controls[executed] == "81,930,352.30元"
    assert controls[f"p1/{executed}"] == "2,949,004.75元"


def test_a_result_that_only_equals_a_strict_goal_is_a_problem():
    problems = section(made("fengdu-2023-projects"), "项目绩效方面的问题")
    assert (
        "完成值只等于目标值的指标：七类人群资助参保：民政城乡低保对象参加居民医保人数；边缘易致贫人数。"
        in problems
    )
    assert "医疗保险举报投诉奖励：举报查实率。" in problems


def test_the_budget_table_ends_with_the_total_only_where_the_lines_add_up():
    last_rows = {}
    for name in ("fengdu-2023-projects", "panzhihua-center-2020-department"):
        table = next(block for block in made(name).blocks if isinstance(block, Table))
        last_rows[name] = text_of(table.rows[-1][0].spans)
    assert last_rows == {
        "fengdu-2023-projects": "合计",
        "panzhihua-center-2020-department": "疾病诊断相关分组与点数法付费方式改革",
    }


def test_money_from_above_has_its_own_section_in_a_departments_report():
    above = section(made("panzhihua-center-2020-department"), "上级专项（项目）资金绩效目标完成情况")
    assert "年度预算8万元，执行8万元，执行率100.00%。" in above
    assert "110万元" not in above


def test_a_departments_projects_have_their_reports_attached():
    titles = [attachment.title for attachment in made("panzhihua-center-2020-department").attachments]
    assert titles[-3:] == [
        "业务运行费及追加工作经费项目\n支出绩效自评报告",
        "DRG医保付费方式改革项目\n支出绩效自评报告",
        "中央财政医疗服务与保障能力提升补助资金项目\n支出绩效自评报告",
    ]


def test_a_name_with_a_number_in_it_is_bound():
    spans = bound_spans(made("panzhihua-2021-medical-assistance"))
    assert Span("30日内分配下达", "name/B1.2") in spans


def test_a_penalty_is_not_called_a_bonus():
    penalty = {"code": "P", "name": "扣减项", "bonus": True, "full": "5", "primitive": "PENALTY"}
    table = profile(leaf("YES_NO", code="Y"), bonus_cap="5")
    facts = subject(evidence={"Y": {"met": True, "count": 1}, "P": {"findings": 2}})
    document = report(evaluated(facts, table | {"tree": [*table["tree"], penalty]}), shipped())
    assert "系统复算得分为98分（满分100分，含加减分-2分），等次为优。" in section(document, "评价结果")


def test_a_subject_keeps_its_type_of_report_whatever_its_profile_is_made_for():
    assert report_type(bundled("fengdu-2023-projects")) == "department_work"
    assert report_type(bundled("changji-2021-resident", "transfer-2024")) == "transfer_grant"


def test_the_head_of_a_page_names_a_unit_that_holds():
    facts_of = subject(
        actual("fund_income", "9.2", "亿元"), profile="national-10-50-30-10", money_unit="万元"
    )
    assert "单位：万元（另注单位的除外）" in report(evaluated(facts_of), shipped()).header_note
    assert made("panzhihua-2021-medical-assistance").header_note.endswith("单位：万元")
