"""Dates: how long lies between two, which comes first, what was due, and when a report can have been signed."""

from datetime import date

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text
from yiheng.review.reading.calendar import chinese_date, days_of, lengths


def told(text: str) -> list[str]:
    """The words of all contradictions of dates."""
    return [one.relation.stated for one in review_text(text).of("inconsistent") if one.relation.rule == "R15"]


def found(text: str) -> list[str]:
    """The words of all that the readers accuse of dates."""
    return [one.stated for one in accusations(text) if one.rule == "R15"]


def test_dates_are_read_as_finely_as_they_are_told() -> None:
    days = days_of("2022年3月10日收到，4月2日下达；至2023年6月；2021年末", 2000)
    assert [(one.year, one.month, one.day) for one in days] == [
        (2022, 3, 10),
        (2022, 4, 2),
        (2023, 6, 0),
        (2021, 0, 0),
    ]
    assert set(lengths(days[0], days[1], "天")) == {23, 24}
    assert chinese_date("二〇二三年四月十二日") == date(2023, 4, 12)
    assert chinese_date("2023年2月") == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("资金于2022年3月8日收到，2022年3月30日下达，历时{}天。", "22", "32"),
        ("服务期{}年，自2019年1月1日起至2021年12月31日止。", "三", "四"),
        ("专项整治历时{}个月（2022年5月—9月）。", "5", "3"),
        ("试点于2018年4月启动，至2022年3月满{}年。", "四", "三"),
        ("建设周期{}个月：2021年7月开工，2022年12月竣工。", "18", "16"),
        ("2020年5月成立，至2025年5月挂牌已{}周年。", "5", "6"),
    ],
)
def test_a_length_is_that_between_its_dates(text: str, right: str, wrong: str) -> None:
    assert told(text.format(right)) == []
    assert found(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("验收时间为2023年9月18日，比合同约定的10月8日{}20天。", "提前", "推迟"),
        ("原定6月召开的培训会改至8月召开，推迟{}个月。", "2", "3"),
        ("计划完工日期为2023年10月31日，实际验收日期为2023年{}月20日，按期完成。", "9", "11"),
        ("拨付时限为每月25日前，2月因春节{}至28日。", "推迟", "提前"),
        ("评价期间：{}年1月1日至2021年12月31日。", "2021", "2022"),
        ("合同于2023年{}月签订，当年10月完成。", "8", "11"),
        ("第三季度（7—{}月）。", "9", "10"),
        ("一季度支出4.1亿元、二季度支出3.9亿元，{}累计支出8.0亿元。", "上半年", "前三季度"),
        ("截至2023年8月底，已执行{}个月。", "8", "9"),
        ("规划期为2021年至2025年，2023年是规划实施的第{}年。", "三", "二"),
        ("整改报告于6月{}日报送。", "28", "38"),
        ("发现7月一笔款项重复录入（已于{}月29日追回）。", "7", "6"),
        ("2021年12月印发的《医疗救助办法》（政办发〔{}〕58号）。", "2021", "2023"),
    ],
)
def test_what_was_due_done_and_named_fits_the_calendar(text: str, right: str, wrong: str) -> None:
    assert told(text.format(right)) == []
    assert found(text.format(wrong))


REPORT = "甲县医保局2022年度专项资金绩效自评报告\n一、项目情况\n资金已拨付。\n{}\n甲县医疗保障局\n{}\n"


def test_a_report_is_signed_after_its_period_and_plans_ahead() -> None:
    plan = "二、下一步打算\n力争{}年6月底前完成验收。"
    assert told(REPORT.format(plan.format(2023), "二〇二三年二月十日")) == []
    assert told(REPORT.format(plan.format(2023), "二〇二一年二月十日")) == ["二〇二一年二月十日"]
    assert told(REPORT.format(plan.format(2021), "2023年2月10日"))
    planned = "甲县2025年居民医保基金预算（草案）的说明\n收入安排1.2亿元。\n甲县医疗保障局\n2024年11月20日\n"
    assert told(planned) == []
    monitored = "甲县医保基金2024年1—9月绩效运行监控报告\n进度正常。\n甲县医疗保障局\n2024年{}月15日\n"
    assert told(monitored.format(10)) == []
    assert told(monitored.format(8))


@pytest.mark.parametrize(
    "text",
    [
        "集中缴费期为2022年10月至2023年2月，征收资金计入2023年收入。",
        "平均25个工作日办结，自受理到办结的自然日平均为34天。",
        "项目2021年立项，2023年完成，资金分两年拨付（2022年、2023年各60万元）。",
        "收到资金后30日内下达，于3月10日收到，4月2日下达，未超过30天。",
        "2023年自评引用财社〔2020〕66号文，该文件现行有效。",
        "到2025年底的三年总目标，2024年度已完成六成。",
        "试点自2021年7月1日起，至2024年12月31日已满3年6个月。",
        "9月执行率73.5%、10月82.0%、11月91.2%。",
        "该法自2011年7月1日起施行，我市2012年3月出台细则，运行已逾十年。",
        "项目分三期：一期2021年3月至12月，二期2022年全年，三期2023年1月至6月，共计28个月。",
        "2022年末累计结余12.5亿元，2023年末13.1亿元，连续三年正增长。",
    ],
)
def test_other_lengths_and_years_are_left_alone(text: str) -> None:
    assert told(text) == []


_HEAD = (
    "某县2022年医疗救助资金绩效自评报告\n"
    "一、资金情况。2022年安排资金320.00万元，支出300.80万元，执行率94.0%，较2021年增加12.40万元。\n"
)
HONEST = (
    "二、合同约定2022年10月底完工，后因材料短缺推迟至2022年12月。",
    "二、服务自2022年4月1日开始，至年末共运行9个月。",
    "二、网点2022年7月中旬营业，到12月底营业5个月，办件600件。",
    "二、系统自2021年4月1日运行，到2022年12月31日已满21个月。",
    "二、合同2022年5月10日签订，应在60天内交货，即2022年7月9日前。",
    "二、全县住院人次：2022年8,120人次，2021年7,900人次，同比增加220人次。",
    "二、2022年5月，我局参与修订了全市绩效自评办法。",
    "二、检查组于9月5日进驻，9月8日结束。",
    "二、甲项目2022年8月竣工，乙项目2022年11月开工。",
    "二、2021年末滚存结余80.0万元，2021年末参保2.1万人，2022年末滚存结余99.2万元。",
    "二、核查发现2021年重复救助3人，已于2022年11月追回。",
    "二、工期18个月，即一年零六个月。",
    "二、评价时点为2023年3月31日。",
    "二、每年10—12月为集中缴费期，共3个月。",
    "二、2021年末结余80.00万元；2022年初结余80.00万元。",
    "二、职工2021年末结余80.00万元；居民2022年初结余85.00万元。",
    "|事项|计划时间|实际时间|是否按期|\n|招标|2022年3月|2022年3月|按期|\n|完工|2022年9月|2022年8月|提前|",
    "二、尾款12万元计划于2023年6月支付。\n某县医疗保障局\n2023年2月20日",
    "二、一期2022年6月验收，二期2022年3月开工。",
    "二、截至2022年12月末，累计支出300.80万元。",
    "二、截至2023年3月末，尾款已付清。",
    "二、2021年支出288.40万元，比2020年少3.00万元。",
    "三、建议\n对2023年6月底前未接入的药店暂停拨付。",
    "三、建议\n2021年底前已接入的药店不再检查。",
    "发布时间：2023-04-11\n二、2022年12月末在职33人。",
    "二、项目周期为2022年3月至2022年12月，共9个月。",
)


@pytest.mark.parametrize("passage", HONEST)
def test_dates_that_can_be(passage: str) -> None:
    found = review_text(f"{_HEAD}{passage}\n").of("inconsistent")
    assert not [one for one in found if one.relation.quotes[-1].start >= len(_HEAD)]


def test_documents_may_be_of_the_year_of_the_signature() -> None:
    head, rest = _HEAD.split("\n", 1)
    assert not told(f"{head}\n某医保函〔2023〕17号\n{rest}二、支出均已入账。\n")
    assert not told(f"{_HEAD}二、依据某财绩〔2023〕3号文开展。\n某县医疗保障局\n2023年3月9日\n")
