"""Days and years that a report's own year, documents and periods fix."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

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
