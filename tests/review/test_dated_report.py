"""Days and years that a report's own year, documents and periods fix."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

from yiheng.review import review_text

_HEAD = "甲县2023年度城乡居民医保补助资金绩效自评报告\n一、基本情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("通过对{}年项目的自评，认识到应注重产出。", "2023", "2022"),
        ("对2023年1月1日至{}年12月31日期间医保基金开展了自评。", "2023", "2024"),
        ("根据《关于开展2023年度绩效自评工作的通知》（甲财绩〔{}〕3号）要求开展自评。", "2024", "2022"),
        ("依据《实施细则》（甲府办发〔2022〕18号），该细则自{}年1月1日起施行。", "2023", "2021"),
        ("根据{}年10月22日批准的《人员经费请示》（甲医保〔2018〕62号）发放。", "2018", "2015"),
        ("2024年5月审计发现余额3.27万元未及时划转，已于{}整改到位。", "2024年6月", "2024年4月"),
        (
            "2023年12月开展财务管理排查，除{}西区收入户2.06万元未及时划转外，无其他问题。",
            "2023年11月",
            "2024年11月",
        ),
        ("2023年5月完成{}年度清算。", "2022", "2023"),
        ("保险合同期为2021年1月至{}年12月。", "2023", "2022"),
        ("时点为2023年{}，九个月累计数。", "9月30日", "10月31日"),
        ("于2023年3月至{}的九个月间开展了稽核。", "11月", "12月"),
        ("我市自{}年7月起开展试点，到2023年12月底，制度运行满两年半。", "2021", "2022"),
        ("定量指标以季报表和{}年度决算数为准。", "2023", "2022"),
        ("{}年3月6日至3月24日，由医保局、财政局开展自评。", "2024", "2023"),
        ("{}年2月，县医保局会同县财政局组成5人评价小组。", "2024", "2023"),
        ("《实施细则》于2022年12月9日印发，{}年1月1日施行。", "2023", "2022"),
        ("合同期为2022年1月1日至2024年12月31日，共3年，2023年为第{}年。", "2", "3"),
    ],
)
def test_a_day_is_of_the_year_that_it_speaks_of(text: str, right: str, wrong: str) -> None:
    assert not contradicted(_HEAD + text.format(right))
    assert quotes(_HEAD + text.format(wrong), wrong)


def test_what_is_to_come_lies_after_the_year() -> None:
    plan = _HEAD + "四、下一步改进措施\n加快预算执行进度，{}年9月底前支出进度不低于75%。\n"
    assert not contradicted(plan.format("2024"))
    assert quotes(plan.format("2022"), "2022年9月底前")


def test_income_and_expenditure_are_of_the_year_of_the_report() -> None:
    text = "二、完成情况\n{}年基金支出1,205.30万元，完成全年预算的97.50%。\n"
    assert not contradicted(_HEAD + text.format("2023"))
    assert quotes(_HEAD + text.format("2022"), "2022年")


def test_what_was_due_is_done_by_its_day() -> None:
    text = (
        _HEAD
        + "（二）项目绩效目标。\n补助标准24元，2023年{}前进入财政专户，满意度≥85%。\n二、绩效目标完成情况\n补助资金已于2023年12月18日全额进入财政专户。\n"
    )
    assert not contradicted(text.format("12月30日"))
    assert quotes(text.format("11月30日"), "11月30日")


def test_what_is_asked_for_in_the_year_is_no_evaluation_of_it() -> None:
    assert not contradicted(_HEAD + "根据2023年3月印发的通知，我局开展了绩效自评。")
    assert not contradicted(_HEAD + "2023年8月开展了绩效监控，2024年2月开展自评。")


def test_of_several_days_the_nearest_two_are_a_stretch() -> None:
    text = "第一批于2022年12月提前下达，第二批于2023年6月18日到达县财政，我县于{}分配完毕，用时24日。"
    assert not contradicted(_HEAD + text.format("7月12日"))
    assert quotes(_HEAD + text.format("7月22日"), "7月22日")


def test_a_month_grown_together_with_its_year_is_asked_about() -> None:
    [finding] = review_text(_HEAD + "20243月4日成立自评小组。").findings
    assert (finding.verdict, finding.relation.code) == ("review", "review_glued")
