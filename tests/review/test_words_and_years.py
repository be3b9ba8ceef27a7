"""Parts of scores in any style, reasons of lost points, words against numbers, years, units and attachments."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "甲市2023年度医保项目绩效自评报告\n"


def found(text: str, *verdicts: str) -> set[str]:
    review = review_text(TITLE + text)
    wanted = verdicts or ("inconsistent", "review")
    return {one.relation.rule for verdict in wanted for one in review.of(verdict)}


PARTS = [
    "投入20分，得20分；过程20分，得{}分（迟报五天，未及时对账）；产出60分，得60分。四项相加99分。",
    "投入20分（得20分）；过程20分（得{}分）；产出60分（得60分）。合计得99分，失去的1分是因为报表迟报。",
    "投入（20分）20分；过程（20分）{}分；产出（60分）60分。自评总分99分，过程扣1分因报表迟报。",
    "各部分得分：投入20/20，过程{}/20，产出60/60，合计99/100。过程扣1分，因报表迟报。",
    "投入20分、过程20分、产出60分，满分100分。自评：投入20分，过程{}分，产出60分，总计99分。扣1分因报表迟报。",
    "自评99分，其中投入20分、过程{}分、产出60分。扣1分因报表迟报。",
]


@pytest.mark.parametrize("text", PARTS)
def test_parts_of_a_score_make_its_total_in_every_style(text: str):
    assert "R11" not in found(text.format(19))
    assert "R11" in found(text.format(17), "inconsistent")


@pytest.mark.parametrize("reason", ["满意度未达标扣5分", "扣5分，原因是满意度偏低"])
def test_a_short_reason_is_one(reason):
    text = f"某县2022年度绩效自评报告\n一、自评结果\n自评得分95分。扣分原因：{reason}。"
    assert not review_text(text).findings
    assert review_text(text.replace(reason, "扣5分")).findings


def test_lost_points_need_a_reason():
    bare = "投入20分，得20分；过程20分，得19分；产出60分，得60分。总得分99分。"
    assert "R13" in found(bare)
    assert "R13" not in found(bare + "过程扣1分，因财务报表未按时报送。")


def test_points_under_a_heading_make_its_own():
    assert "R11" in found(
        "总得分98分。过程扣2分：一是台账缺签字，扣1分；二是报表迟报，扣2分。", "inconsistent"
    )
    assert "R11" not in found("总得分98分。过程扣2分：一是台账缺签字，扣1分；二是报表迟报，扣1分。")


@pytest.mark.parametrize(
    "text",
    [
        "补助资金全部到位，到位率91.5%。",
        "各批次均已落地，其中两个批次尚未启动。",
        "年末尚有300万元未收回，全额收回。",
        "应收清算资金1.34亿元，实收1.31亿元，已全部收回。",
        "基金可支付15.4个月，未达到9个月的目标。",
        "规范率94.98%，目标95%，超额圆满完成。",
        "村民满意度高于目标1.5个百分点，扣1.5分。",
        "收入比预算减少1900.00万元，超收主要来自保费。",
    ],
)
def test_words_that_the_numbers_beside_them_refute(text: str):
    assert "R22" in found("二、完成情况\n" + text, "inconsistent")


@pytest.mark.parametrize(
    "text",
    [
        "补助资金全部到位，到位率100%。",
        "全部定点机构中接入率91.5%。",
        "应收清算资金1.34亿元，实收1.34亿元，已全部收回。",
        "平均办理时间高于目标2天，扣1分。",
        "基金可支付15.4个月，高于9个月的目标。",
        "收入比预算增加1900.00万元，超收主要来自保费。",
    ],
)
def test_words_that_the_numbers_bear_out(text: str):
    assert "R22" not in found("二、完成情况\n" + text)


def test_the_lowest_of_a_table_is_the_lowest():
    table = "项目\t预算\t支出\t执行率\n培训宣传\t100\t90\t90.00%\n信息系统\t100\t80\t80.00%\n监督检查\t100\t95\t95.00%\n"
    assert "R22" not in found(table + "信息系统执行率最低，为80.00%。")
    assert "R22" in found(table + "培训宣传执行率最低，为90.00%。")


def test_years_count_from_the_start():
    assert "R15" in found("改革自2022年1月启动，2025年是第二个完整年度。", "inconsistent")
    assert "R15" not in found("改革自2022年1月启动，2023年是第二个完整年度。")


@pytest.mark.parametrize(
    "text",
    [
        "平台2026年11月上线，运行平稳。",
        "二、完成情况\n系统改造于2021年11月28日通过验收。",
        "2023年共安排资金。\n截至2021年12月31日，尚有34.04万元未支出。",
        "《办法》（甲医保〔2023〕9号），2021年2月20日印发。",
        "《关于开展2024年绩效评价工作的通知》（甲财绩〔2022〕4号）。",
    ],
)
def test_years_that_cannot_be(text: str):
    assert "R15" in found(text)


def test_an_amount_takes_the_unit_of_its_difference():
    text = "基金收入61,283.40万元，支出48,916.75{}，收支差额12,366.65万元。"
    assert "R14" in found(text.format("元"), "inconsistent")
    assert "R14" not in found(text.format("万元"))


def test_a_fund_of_some_yuan_is_asked_about():
    assert "R14" in found("共支出120万元。\n财政安排专项补助资金350.00元。")
    assert "R14" not in found("共支出120万元。\n财政人均补助标准350.00元。")


def test_months_told_twice_are_one_number():
    assert "R20" in {
        one.rule for one in accusations(TITLE + "累计结余相当于月均支出的7.33倍，即可支付1.33个月。")
    }


def test_what_is_left_after_a_table_is_a_difference_of_its_totals():
    table = "单位：万元\n县区\t下达\t已支出\t支出率\n东区\t500.00\t480.00\t96.00\n西区\t300.00\t290.00\t96.67\n合计\t800.00\t770.00\t96.25\n"
    assert "R2" not in found(table + "截至年末，尚有30.00万元未支出。")
    assert "R2" in {one.rule for one in accusations(TITLE + table + "截至年末，尚有40.00万元未支出。")}


def test_totals_over_two_reports_of_one_text():
    first = "甲市2023年度职工基本医疗保险基金绩效自评报告\n一、基本情况\n参保人数18.60万人。\n"
    second = "甲市2023年度城乡居民基本医疗保险基金绩效自评报告\n一、基本情况\n参保人数49.20万人。\n两项医保合计参保人数{}万人。\n"
    rules = [one.relation.rule for one in review_text(first + second.format("67.80")).findings]
    assert "R19" not in rules
    rules = [one.relation.rule for one in review_text(first + second.format("76.80")).findings]
    assert "R19" in rules


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("第一部分 概况\n内容。\n第三部分 目标\n内容。", "R18"),
        ("（1）数量。\n（2）质量。\n（4）时效。", "R18"),
        ("目标为：（一）参保；（三）宣传；（三）满意。", "R18"),
        ("新增模型6个。。", "R18"),
        ("推行即申即享服务推行即申即享服务，效果良好。", "R18"),
        ("经公开招标采购（填写采购方式、中标单位等内容）。", "R18"),
        ("救助对象满意度较高（详见附件3）。", "R21"),
    ],
)
def test_slips_of_the_form(text: str, rule: str):
    assert rule in found(text)


@pytest.mark.parametrize("told", ["2.11", "2.11:1", "2.11∶1", "2.11比1"])
def test_a_ratio_of_workers_to_retired_in_every_notation(told: str) -> None:
    text = "年末在职312600人、退休148200人，供养比为{}。"
    assert not found(text.format(told))
    assert found(text.format(told.replace("2.11", "2.21"))) == {"R3"}


def test_a_figure_of_last_year_in_brackets_is_no_wrong_year():
    text = "截至2023年底，参保率97.2%，较上年提高0.4个百分点（2022年为96.8%）。2023年运行平稳。"
    assert "R15" not in found(text)
    assert "R15" in found("（2022年1—12月）\n2023年参保率97.2%。2023年运行平稳。")


def test_a_wrong_year_is_quoted_from_its_first_word():
    text = TITLE + "2023年运行平稳。\n截至2022年12月31日，本年度预算已执行98.6%，支出1,187.5万元。"
    [told] = [one.relation for one in review_text(text).findings if one.relation.code == "review_year"]
    assert told.quotes[0].text.startswith("截至")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("享受门诊统筹人次由2022年的128万人次增至2023年的163万人次，增长37.3%。", "享受门诊统筹人次"),
        ("门诊次均费用由186元降至172元，下降5.7%。", "门诊次均费用"),
        ("1—9月支出10.1亿元，占全年预算13.9亿元的77.2%。", "1—9月支出"),
    ],
)
def test_a_message_names_what_its_numbers_are_of(text: str, subject: str):
    assert [one.relation.subject for one in review_text(TITLE + text).findings] == [subject]
