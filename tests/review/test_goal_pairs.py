"""Goals with their results in every layout: the same goal is read alike from rows, sentences, items and lists apart."""

import pytest

from yiheng.review import review_text
from yiheng.review.reading.goal_pair import pairs_of
from yiheng.review.reading.layout import reports_of

LAYOUTS = {
    "tabs": "指标\t目标值\t完成值\n满意度\t≥90%\t{}\n知晓率\t≥80%\t85%",
    "bars": "|指标|年度指标值|实际完成值|\n|---|---|---|\n|满意度|≥90%|{}|\n|知晓率|≥80%|85%|",
    "slashes": "│ 指标 ／ 目标 ／ 完成\n│ 满意度 ／ ≥90% ／ {}\n│ 知晓率 ／ ≥80% ／ 85%",
    "cells on lines": "\n指标\n目标值\n完成值\n满意度\n≥90%\n{}\n知晓率\n≥80%\n85%\n",
    "goal first": "满意度，目标90%以上，实际{}；",
    "result first": "满意度{}，目标为90%，完成。",
    "item": "目标一：满意度不低于90%。实际{}，完成。",
    "parallel": "绩效目标为培训不少于4次、满意度≥90%；实际培训5次、满意度{}。",
}


def rules(text: str, *verdicts: str) -> list[str]:
    review = review_text(text)
    return [
        one.relation.rule for verdict in verdicts or ("inconsistent", "review") for one in review.of(verdict)
    ]


def report(goals: str, results: str) -> str:
    return f"乙县2023年度医保绩效自评报告\n一、绩效目标\n{goals}\n二、绩效目标完成情况\n{results}\n"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_goal_and_its_result_are_one_pair(layout):
    text = layout.format("93.5%")
    pair = next(one for one in pairs_of(reports_of(text)[0]) if one.name == "满意度")
    assert (pair.goal.shown, pair.result.shown) == ("90%", "93.5%")
    assert pair.fits(pair.result)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_goal_missed_is_seen_and_a_goal_met_is_silent(layout):
    assert "R9" in rules(layout.format("83.5%"))
    assert rules(layout.format("93.5%")) == []


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("患者满意度93.5%，达标。", []),
        ("患者满意度83.5%，达标。", ["R9"]),
        ("患者满意度83.5%，未达到目标。", []),
    ],
)
def test_a_goal_of_a_list_is_held_against_its_result_elsewhere(result, expected):
    text = report("1.患者满意度90%以上；2.政策知晓率不低于80%。", f"{result}政策知晓率86%，达标。")
    assert rules(text) == expected


def test_a_goal_copied_from_the_result_is_seen_with_its_sign():
    assert "R7" in rules("检查机构，目标不少于3106家，实际3106家；")
    assert rules("检查机构，目标不少于3000家，实际3000家；") == []
    assert rules("系统可用率，目标不低于99.5%，实际99.50%；") == []


@pytest.mark.parametrize(
    "goal",
    ["办结率，目标≥，实际97%；", "办结率，目标以上，实际97%；", "投诉办结率，目标≥120%，实际97%；"]
    + ["审核时限，目标≥10个工作日，实际7个工作日；", "群众满意度，目标≤90%，实际85%；"],
)
def test_a_goal_that_cannot_be_meant_is_seen(goal):
    assert "R8" in rules(goal)


def test_more_than_all_may_be_a_goal_of_a_completion():
    assert rules("采购量完成率，目标不低于130%，实际131%；") == []


def test_a_goal_without_result_among_others_with_theirs():
    both = "目标一：参保率95%以上。实际96%，完成。\n目标二：知晓率80%以上。实际86%，完成。\n"
    assert rules(both + "目标三：宣传活动12场以上。") == ["R10"]
    assert rules(both + "目标三：宣传活动12场以上。实际14场，完成。") == []


def test_an_empty_cell_is_a_result_left_out():
    table = "指标\t目标值\t完成值\n参保率\t≥95%\t96%\n知晓率\t≥80%\t86%\n满意度\t≥90%\t{}"
    assert rules(table.format("")) == ["R10"]
    assert rules(table.format("92%")) == []


def test_a_date_after_the_day_it_was_due():
    table = "指标\t目标值\t完成值\t分值\t得分\n拨付时间\t12月31日前\t{}\t10\t10\n满意度\t≥90%\t92%\t10\t10"
    assert "R9" in rules(table.format("次年3月20日"))
    assert rules(table.format("12月20日")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("受理投诉213件，办结231件。", True),
        ("受理投诉231件，办结213件。", False),
        ("医院应开通64家，已开通68家。", True),
        ("医院应开通64家，已开通60家。", False),
        ("政策范围内报销比例72.66%，实际报销比例82.96%。", True),
        ("政策范围内报销比例82.66%，实际报销比例72.96%。", False),
    ],
)
def test_a_part_is_no_larger_than_its_whole(text, found):
    assert ("R16" in rules(text)) is found


def test_a_number_of_the_text_that_names_a_row_and_a_column():
    table = "项目\t预算（万元）\t支出（万元）\t执行率\n第三方审计\t65.00\t59.80\t92.00%\n系统改造\t120.00\t118.76\t98.97%\n"
    assert rules(table + "执行率最低的是第三方审计，为96.00%。") == ["R3", "R6"]
    assert rules(table + "执行率最低的是第三方审计，为92.00%。") == []


def test_a_goal_changed_in_the_year_is_no_goal_any_more():
    assert rules("年初目标培训12期，调整后为8期，实际完成9期。") == []
