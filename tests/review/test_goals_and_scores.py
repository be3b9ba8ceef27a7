"""Goals against results, scores, grades, words against numbers."""

from yiheng.review import review_text


def rules(text: str, verdict: str = "inconsistent") -> list[str]:
    return [one.relation.rule for one in review_text(text).of(verdict)]


def report(goals: str, results: str, end: str = "自评得分100分。") -> str:
    return f"乙县2023年度医保绩效自评报告\n一、绩效目标\n{goals}\n二、绩效目标完成情况\n{results}\n三、评价结果\n{end}\n"


def test_a_goal_that_is_met_is_silent():
    assert rules(report("救助对象满意度≥90%。", "救助对象满意度93%。")) == []


def test_a_goal_missed_under_full_marks_is_a_contradiction():
    assert rules(report("救助对象满意度≥90%。", "救助对象满意度83%。")) == ["R9"]


def test_a_result_right_after_its_goal_is_the_goals_own():
    goals = "参保率目标95%以上，实际97.3%；住院率目标控制在18%以内，实际{}；满意度目标90%以上，实际92.8%。"
    assert (
        rules(
            report(
                goals.format("16.4%"),
                "全年工作平稳推进，各项任务按时完成，群众反映良好，社会效益明显，基金运行安全。",
            )
        )
        == []
    )
    assert rules(report(goals.format("19.4%"), "各项绩效目标均已完成。")) == ["R9"]


def test_a_draft_of_a_budget_has_goals_and_no_results():
    draft = (
        "关于乙市2025年职工医保基金预算（草案）的说明\n一、收入\n2024年收入14.59亿元，完成预算的103.3%，总体运行平稳，各项指标完成较好，"
        "征缴、待遇、监管等工作按计划推进，群众反映良好。\n二、绩效目标\n1.跨省直接结算率≥78%；\n2.满意度≥93%。\n2024年目标全部完成。\n"
    )
    assert rules(draft) == []


def test_a_goal_missed_and_admitted_is_silent():
    text = report("救助对象满意度≥90%。", "救助对象满意度83%，未达到目标。", "自评得分97分，满意度扣3分。")
    assert rules(text) == []


def test_strictly_more_than_is_not_reached_by_the_same_number():
    assert rules(report("参保人数大于81人。", "参保人数81人。")) == ["R8"]


def test_a_lost_and_an_impossible_goal_are_seen():
    assert rules(report("报销比例≥保人政；举报查实率大于100%。", "报销比例88%。")) == ["R8", "R8"]


def test_a_goal_copied_from_the_result_is_seen():
    assert "R7" in rules(report("参保人员住院就医88194人次。", "参保人员住院就医88194人次。"))


def test_a_goal_without_result_is_seen_under_full_marks():
    found = rules(
        report(
            "召开市级新闻发布会1次及以上；群众满意度≥80%。",
            "群众满意度95%，各项工作有序推进，" + "按计划完成年度任务，" * 8 + "。",
        )
    )
    assert found == ["R10"]


def test_bands_must_leave_no_gap():
    text = "甲市医疗救助绩效自评报告\n评价等次：合格60-70分，良好71-80分，优秀90分以上。自评得分95分，扣5分。"
    assert "R12" in rules(text)


def test_a_grade_must_fit_its_score():
    assert rules("甲市绩效自评报告\n自评得分85分，自评等次为优。管理扣15分。") == ["R12"]


def test_a_grade_that_stands_on_bonus_points_is_disclosed():
    text = "甲市绩效自评报告\n自评得分94分，自评等次为优秀。管理扣11分，此项自评加5分。"
    assert rules(text) == []
    assert rules(text, "disclosure") == ["R12"]


def test_points_lost_need_a_reason_where_the_report_promises_one():
    text = "甲市绩效自评报告\n一、扣分情况\n绩效评价得分99分。"
    assert rules(text, "review") == ["R13"]
    assert rules(text + "各项目标全部完成。") == ["R13"]


def test_points_lost_are_no_question_where_nothing_promises_a_reason():
    assert rules("甲市绩效自评报告\n绩效评价得分99分。", "review") == []


def test_words_against_words():
    text = "甲市2023年绩效自评报告\n会计核算规范，无违反《社保基金财务制度》情况。收入户1.53万元未在月底及时划入财政专户。"
    assert "R22" in rules(text)


def test_a_figure_under_another_year_is_seen():
    text = "乙州2021年职工医保基金绩效报告\n一、情况\n2021年基金支出16.11亿元。\n2020年基金支出16.11亿元，运行平稳。\n"
    assert rules(text) == ["R15"]
