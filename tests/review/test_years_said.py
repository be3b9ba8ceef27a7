"""Years and lengths of time against the words around them: comparisons, counts from a start, two ends of a length."""

import pytest
from tests.review.accusation import accused

TITLE = "甲市2022年度专项资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("检查机构243家，比{}年的198家多45家。", "2021", "2022"),
        ("次均费用由{}年的9,871元降为9,436元，下降4.41%。", "2021", "2022"),
        ("二次配送率91.2%，较{}年提高3.5个百分点。", "2021", "2022"),
        ("与2021年比：举报线索增加16条（{}年47条），查实减少3条（2021年25条）。", "2021", "2022"),
        ("州内就医率83.6%，较{}年（即上年）的82.1%提高1.5个百分点。", "2021", "2020"),
        ("中央186万元（文号：岭财社〔{}〕164号，提前下达150万元）。", "2021", "2023"),
        ("清算时间为次年4月30日前，2022年度清算于{}年4月18日完成。", "2023", "2021"),
        ("平台于{}年11月上线，2022年为运维第2个完整年度。", "2020", "2018"),
        ("2022年是执行集采的第{}个年头。累计（2019年至2022年）落地药品412个。", "四", "六"),
        ("集中征缴期历时4个月，后又延长2个月至次年2月底，前后共{}个月。", "6", "5"),
        ("合同约定质保期36个月，自2022年6月20日起至{}年6月19日止。", "2025", "2024"),
        ("第三合同年度（2022.7—{}.6）应付246.6万元。", "2023", "2024"),
        ("体育馆于2022年1月1日至{}日检修闭馆，全年开放天数已扣除该17天。", "17", "27"),
        ("要求11月30日前9个县市开通。截至11月18日，9个县市全部开通，提前{}天完成。", "12", "18"),
        ("交付时限目标11月底前，云梯车{}月20日交付，未达到。", "12", "11"),
        ("2021年支出8,136.4万元，{}年多支出770.9万元。", "2022", "2021"),
    ],
)
def test_years_and_lengths_are_those_that_the_words_mean(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "2023年将比2022年增加投入120万元。",
        "比2022年年初预算增加120万元。",
        "闭馆自1月1日至27日，其中工作日共19天。",
        "较2022年初的198家多45家。",
        "质保期24个月；验收款自2022年6月1日起至2022年9月30日支付。",
        "与2020年比：线索增加16条，其中2022年一季度集中受理47条。",
    ],
)
def test_other_years_may_be_meant(text: str) -> None:
    assert not accused(TITLE + text)


def test_a_report_is_signed_by_who_filled_it_in_after_its_year() -> None:
    text = "甲市2022年度专项资金绩效自评报告\n一、完成情况\n全年支出120万元，截至2022年12月31日全部拨付。\n经办：生育科  {}-03-07"
    assert not accused(text.format(2023))
    assert accused(text.format(2022))
