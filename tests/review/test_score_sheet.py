"""Sheets of points in any layout, and goals missed in silence whose part of the score got every point."""

import pytest
from tests.review.accusation import contradicted, quotes

TITLE = "辛县2023年度城乡医疗救助资金绩效自评报告\n"
SHEETS = {
    "without 分": "一、得分\n执行10分得9.5；产出50分得49（培训扣1）；效益30分得30；满意度10分得10。总分{}。\n",
    "rows by blanks": "一、得分\n指标　　　权重　得分\n资金执行　　10　　9.5\n产出　　　　50　　49\n效益　　　　30　　30\n满意度　　　10　　10\n合计　　　　100　{}\n",
    "slashes": "一、指标得分表（分值/得分）\n资金执行　10 / 9.5　执行率95%\n产出指标　50 / 49\n效益指标　30 / 30\n满意度　　10 / 10\n合计　　100 / {}\n",
    "bars": "一、得分\n指标｜分值｜得分\n资金执行｜10｜9.5\n产出｜50｜49\n效益｜30｜30\n满意度｜10｜10\n合计｜100｜{}\n",
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_the_awards_of_a_sheet_make_its_total(sheet: str) -> None:
    assert not contradicted(TITLE + sheet.format("98.5"))
    assert quotes(TITLE + sheet.format("99.5"), "99.5")


def test_a_total_with_points_added_is_not_the_sum_of_its_sheet() -> None:
    assert not contradicted(
        TITLE + "一、得分\n执行10分得9；产出50分得49；效益30分得30；满意度10分得10。另加分项1分，总分99。\n"
    )


GOALS = "一、目标完成\n（一）产出\n培训不少于5期，实际{}期。\n检查覆盖率目标100%，实际100%。\n（二）满意度\n群众满意度目标≥90%，实际{}%。\n"
FULL = "二、得分\n资金执行10分，得9分；产出50分，得{}分；效益30分，得30分；满意度10分，得{}分。\n"


def test_a_goal_missed_in_silence_gets_no_full_marks() -> None:
    assert not contradicted(TITLE + GOALS.format(5, 92) + FULL.format(50, 10))
    assert quotes(TITLE + GOALS.format(3, 92) + FULL.format(50, 10), "3期")
    assert quotes(TITLE + GOALS.format(5, 85) + FULL.format(50, 10), "85%")


def test_points_lost_or_owned_words_settle_a_goal_missed() -> None:
    assert not contradicted(TITLE + GOALS.format(3, 92) + FULL.format(48, 10))
    assert not contradicted(TITLE + GOALS.format(5, 85) + FULL.format(50, 9))
    owned = "三、问题\n培训场次不足，未达到目标。\n"
    assert not contradicted(TITLE + GOALS.format(3, 92) + FULL.format(50, 10) + owned)


def test_a_row_with_all_its_points_missed_nothing() -> None:
    rows = "一、指标得分表（分值/得分）\n恢复时长　10 / 10　目标≤2小时，实际最长{}小时\n可用率　80 / 80　目标≥99%，实际99.5%\n满意度　10 / 9　目标≥95%，实际94%\n合计　100 / 99\n"
    assert not contradicted(TITLE + rows.format("1.5"))
    assert quotes(TITLE + rows.format("2.5"), "2.5小时")


def test_a_day_after_it_was_due_gets_no_full_marks() -> None:
    text = "一、目标完成\n（一）产出\n资金拨付：目标3月底前，实际{}。\n"
    assert not contradicted(TITLE + text.format("3月20日") + FULL.format(50, 10))
    assert quotes(TITLE + text.format("5月20日") + FULL.format(50, 10), "5月20日")


GRID = "一、绩效目标\n编号  指标  目标  实际  结果\nA1  参保人数（万人）  ≥92.00  92.34  完成\nA2  收支平衡  ≥0  -21.0  未完成\nA3  住院占比  ≥75%  73.8%  {}\nA4  可支付月数  6—9  6.1  完成\n四项中完成{}项。\n"


def test_the_result_column_of_a_grid_judges_its_row_and_is_counted() -> None:
    assert not contradicted(TITLE + GRID.format("未完成", "两"))
    assert quotes(TITLE + GRID.format("完成", "三"), "73.8%")
    assert quotes(TITLE + GRID.format("未完成", "三"), "四项中完成三项")


def test_a_forecast_is_what_the_judgement_is_of() -> None:
    grid = "一、监控\n序号｜指标｜全年目标｜1—9月完成｜预计全年｜研判\n1｜参保人数（万人）｜≥48.00｜40.10｜{}｜能完成\n2｜结算率｜≥70%｜66%｜71%｜能完成\n"
    assert not contradicted(TITLE + grid.format("48.20"))
    assert quotes(TITLE + grid.format("47.20"), "47.20")


def test_a_goal_told_again_after_its_result_and_the_longest_of_several() -> None:
    again = "一、目标\n（一）欠费清理：清理率{}%；目标清理率60%以上，已完成。\n"
    assert not contradicted(TITLE + again.format("61.3"))
    assert quotes(TITLE + again.format("57.3"), "57.3%")
    longest = "一、目标\n目标1 探视不少于60人次，实际64人次。\n目标2 报销周期不超过30天，实际平均24天，最长{}天。\n二、结论\n两项目标全部完成。\n"
    assert not contradicted(TITLE + longest.format(29))
    assert quotes(TITLE + longest.format(35), "35")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "共性指标（满分40分）得38分：编制8分得8分，执行12分得12分，管理20分得18分。个性指标（满分60分）得57分：A项30分得30分，B项30分得27分。两项相加{}分。",
            "95",
            "96",
        ),
        (
            "数量指标　发放≥3800　完成3916　满分20　得20\n质量指标　准确率≥99%　完成99.8%　满分50　得49\n满意度　≥92%　完成92.6%　满分30　得29\n合计　满分100　得{}\n",
            "98",
            "97",
        ),
        (
            "执行10分得10分，产出60分得58分，效益30分得30分。总评98分。2021年得分为95分，2022年提高{}分。",
            "3",
            "5",
        ),
        (
            "执行10分得10分，产出60分得55分，效益30分得30分，加总95分。扣掉的{}分，2分在培训，3分在宣传。",
            "5",
            "4",
        ),
        ("基础分93分，加分项2分（上限3分），减分项1分，最终得分{}分。", "94", "95"),
    ],
)
def test_totals_of_any_kind(text: str, right: str, wrong: str) -> None:
    head = TITLE + "一、得分\n"
    assert not contradicted(head + text.format(right))
    assert quotes(head + text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("得分96分。95分以上为A，85—95分（不含95）为B，70—85分（不含85）为C，其余为D。等次为{}。", "A", "B"),
        ("得分93分，等级“{}”（优：≥90；良：75~89；中：60~74；差：＜60，得分取整）。", "优", "良"),
        ("合计：分值100，得分98.9\n评级：{}。标准：优≥90，良80-89，中60-79，差＜60。", "优", "良"),
    ],
)
def test_grades_of_any_scale(text: str, right: str, wrong: str) -> None:
    head = TITLE + "一、得分\n"
    assert not contradicted(head + text.format(right))
    assert quotes(head + text.format(wrong), wrong)


def test_counts_of_grades_and_parts_of_a_score_are_no_grade_of_the_report() -> None:
    assert not contradicted(
        TITLE + "一、得分\n甲市97分、乙市86分，平均91.5分；其中90分以上1个为优，80至90分1个为良。\n"
    )
    assert not contradicted(
        TITLE
        + "一、得分\n四个方面得分：重点58.4分（60分）、党建19.6分（20分）、法治9.5分（10分）、评价9.2分（10分），累计96.7分，排第6名；等次为优秀（90分以上）。\n"
    )
