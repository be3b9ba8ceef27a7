"""The timeline of a report: the year it is of, its signature, its plans, and what comes after what."""

import pytest
from tests.review.accusation import accused, contradicted, quotes

PLAN = "\n三、下一步\n{}"
HEAD = "甲县{}医疗救助资金绩效自评报告\n一、资金情况\n"
BODY = "截至2023年12月31日，支出1,206万元。救助人次较2022年增加36人次。\n"


@pytest.mark.parametrize("text", [
    HEAD.format("{}年度") + BODY,
    "医疗救助项目支出绩效自评表\n（{}年度）\n一、资金\n2023年，财政安排资金300万元。\n二、计划\n2024年起按季度拨付。\n",
    "甲县医疗救助资金绩效自评报告\n评价年度：{}\n一、资金\n全年支出306万元，较2022年增加12万元。\n甲县医疗保障局\n2024年3月8日\n",
    "各位领导：\n回望{}年，全县救助困难群众1,206人次。\n一、资金\n支出306万元，较2022年增加12万元。\n甲县医疗保障局\n2024年2月28日\n",
])  # fmt: skip
def test_the_title_is_of_the_year_that_the_rest_speaks_of(text: str) -> None:
    assert not contradicted(text.format(2023))
    assert accused(text.format(2021))


@pytest.mark.parametrize("signature", [
    "甲县医疗保障局\n{}年2月6日", "甲县医疗保障局\n{} 年 2 月 6 日", "填报日期：{}年1月18日", "数据提取时间：{}年1月10日。",
    "日期：{}.02.11",
])  # fmt: skip
def test_a_report_is_signed_after_its_year(signature: str) -> None:
    text = HEAD.format("2023年度") + "支出1,206万元。\n二、结论\n自评为优。\n" + signature + "\n"
    assert not contradicted(text.format(2024))
    assert accused(text.format(2022))


@pytest.mark.parametrize("plan", [
    "尚未完成的两场宣讲推迟至{}年3月举行。", "结转资金力争{}年6月底前用完。", "{}年一季度起改为按月结算。", "余款列入{}年用款计划。",
])  # fmt: skip
def test_what_is_planned_lies_ahead(plan: str) -> None:
    text = HEAD.format("2023年度") + "支出1,206万元。" + PLAN.format(plan)
    assert not contradicted(text.format(2024))
    assert accused(text.format(2022))


@pytest.mark.parametrize(("text", "right", "wrong"), [
    ("系统改造合同于2023年5月签订，已于{}年10月完工。", "2023", "2022"),
    ("2021年得分为95分，{}年提高3分。", "2022", "2021"),
    ("建设工期{}个月，2021年9月开工、2023年8月完工。", "24", "36"),
    ("阶段性减征（2月至6月，{}个月），惠及企业1,184户。", "5", "6"),
    ("满意度由第三方于{}年11月电话调查，样本600户。", "2023", "2022"),
    ("整改：档案缺失问题已于{}年12月补齐。", "2023", "2022"),
])  # fmt: skip
def test_what_follows_comes_later(text: str, right: str, wrong: str) -> None:
    text = HEAD.format("2023年度") + text + "\n"
    assert not contradicted(text.format(right))
    assert accused(text.format(wrong))


def test_what_is_done_was_done_before_the_signature() -> None:
    letter = "关于自评结果的复函\n省财政厅：\n你厅《关于核实2023年自评数据的函》（2024年4月9日）收悉。\n经核对无误。\n甲市医疗保障局\n2024年4月{}日\n"
    assert not contradicted(letter.format(16))
    assert quotes(letter.format(6), "2024年4月6日")
    watch = (
        "甲市2023年1—9月医保基金运行监控报告\n目标10项，截至{}已完成6项。\n甲市医疗保障局\n2023年10月18日\n"
    )
    assert not contradicted(watch.format("9月30日"))
    assert quotes(watch.format("12月31日"), "12月31日")


def test_the_part_of_a_year_is_the_titles() -> None:
    watch = "2024年1—9月甲市居民医保基金监控报告\n按照要求，对2024年{}居民医保基金运行情况监控如下。\n一、收入\n收入20.14亿元。\n"
    assert not contradicted(watch.format("前三季度"))
    assert quotes(watch.format("上半年"), "上半年")


@pytest.mark.parametrize(
    "opening",
    [
        "我局对{}年度部门整体支出开展了绩效自评，现将情况报告如下。",
        "按照要求，现报告{}年度我局部门整体支出绩效。",
    ],
)
def test_the_year_is_named_once(opening: str) -> None:
    text = "甲县医疗保障局2023年度部门整体支出绩效自评报告\n" + opening + "\n一、概况\n内设4个股室。\n"
    assert not contradicted(text.format(2023))
    assert quotes(text.format(2022), "2022")


@pytest.mark.parametrize("text", [
    "中央资金于2022年11月提前下达，支出1,206万元。",
    "2021年7月起实施门诊共济，2022年12月制定实施细则，2023年支出1,206万元。",
    "上年审计指出的问题已于2022年12月整改到位，2023年支出1,206万元。",
    "截至2022年末累计结余30万元，2023年当年结余12万元，年末累计结余42万元。",
    "甲项目于2023年11月验收，乙项目于2023年3月签订合同。",
    "服务合同期2022年7月1日至2024年6月30日，2023年支付120万元。",
    "2022年10月至2023年2月集中征缴，参保31.2万人。",
    "2025年拟提高到每人95元，较2023年增加5元。",
    "2023年度资金中有30万元在2024年1月支付，2022年同期为12万元。",
    "政策自2023年1月起执行，2023年为首个完整年度。",
    "将2023年自评结果与2024年资金分配挂钩。",
    "平均办结24日，优于30日的承诺时限。",
    "2023年1月1日起实施门诊共济改革，自2023年7月1日异地直接结算启动以来，惠及24万人。",
    "2021年得分95分，2023年提高3分，2022年为96分。",
    "近三年支出分别为：2021年1,180万元、2022年1,226万元、2023年1,206万元，2020年为1,100万元。",
])  # fmt: skip
def test_dates_of_other_years_are_no_mistakes(text: str) -> None:
    assert not contradicted(HEAD.format("2023年度") + text + "\n甲县医疗保障局\n2024年3月8日\n")


@pytest.mark.parametrize("text", [
    "甲县2021—2023年建设项目绩效自评报告\n建设期三年。\n截至2022年12月31日，支出1,206万元。\n2024年起由医院自筹。\n",
    "甲县2024年部门预算绩效目标申报表\n填报日期：2023年10月20日\n预算300万元，较2023年增加12万元。\n",
    "关于2024年开展自评工作的情况\n2023年度支出306万元，较2022年增加12万元。\n甲县医疗保障局\n2024年3月8日\n",
    "甲县2023年上半年医保资金监控报告\n截至2023年6月末支出306万元。\n甲县医疗保障局\n2023年7月12日\n",
])  # fmt: skip
def test_reports_of_other_periods_keep_their_own_time(text: str) -> None:
    assert not contradicted(text)
