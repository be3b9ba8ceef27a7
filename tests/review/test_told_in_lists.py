"""Lists that part an amount, shares that make a hundred, rests, bases by their name, counts told again, gaps to goals told elsewhere."""

from __future__ import annotations

import pytest
from tests.review.accusation import accusations, contradicted, quotes

from yiheng.review import review_text

_HEAD = "甲市2023年度医疗救助补助资金绩效自评报告\n一、基本情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "该项目全年资金130万元。\n资金分配。县医保局58万元，县医保中心{}万元，乡镇服务站49万元。",
            "23",
            "32",
        ),
        (
            "实际支出57.36万元。支出内容为：审计费36.00万元，举报奖励{}万元，宣传费8.50万元，差旅费11.00万元。",
            "1.86",
            "1.16",
        ),
        (
            "基金支出5.91亿元，由住院待遇3.76亿元、门诊待遇1.34亿元、大病保险0.71亿元、其他支出{}万元组成。",
            "1000",
            "1800",
        ),
        (
            "追回资金268.45万元，其中自查退回{}万元、检查追回138.57万元、监控扣回33.56万元，三项之外无其他来源。",
            "96.32",
            "93.62",
        ),
        ("处理机构87家，占检查机构数的29.19%：约谈41家、通报批评34家、暂停协议9家、解除协议{}家。", "3", "8"),
        ("共下达我市3025.00万元，将其中1362.75万元分配至三个区，其余{}万元直达两县。", "1662.25", "1626.25"),
        ("建设费按合同签订后支付60%（57.60万元）、验收后支付40%（{}万元）。", "38.40", "34.80"),
        ("固定资产原值128.46万元，净值45.29万元。其中通用设备原值86.32万元，占{}的67.20%。", "原值", "净值"),
        ("安排各类补助，共计{}专项。\n2023年上述8个专项预算6257.12万元。", "8个", "10个"),
        ("救助对象为特困人员、低保对象、低保边缘家庭、监测对象以及其他特殊困难人员，共{}。", "五类", "四类"),
        ("2023年重点抓{}件事：其一，参保；其二，监管；其三，服务。", "三", "四"),
        ("执行率仅85.01%，在8个专项中最{}；总执行率99.28%。", "低", "高"),
        ("赔付差错申诉27件，核实更正{}件。", "8", "38"),
        ("参保18.62{}，较上年末18.35万人增加0.27万人。", "万人", "万元"),
        ("救助后综合报销比例达到{}%。", "93.0", "103.0"),
        ("管理费用目标为90%，实际为88.4%，低于目标{}个百分点。", "1.6", "1.9"),
        ("可支付7.6个月，较2022年末的7.2个月略有{}。", "提高", "下降"),
    ],
)
def test_what_words_bind_is_recomputed(text: str, right: str, wrong: str) -> None:
    assert not contradicted(_HEAD + text.format(right))
    told = [
        quote.text
        for one in review_text(_HEAD + text.format(wrong)).findings
        if one.verdict in ("inconsistent", "review")
        for quote in one.relation.quotes
    ]
    assert any(wrong in words for words in told)


def test_the_rows_of_a_table_make_a_total_that_alone_tells_the_unit() -> None:
    table = "资金情况\t计划数\t使用数\n财政专项\t118\t118\n公用经费\t16\t16\n合计（万元）\t134\t{}\n"
    assert not contradicted(_HEAD + table.format(134))
    assert quotes(_HEAD + table.format(118), "118")


def test_how_a_result_stands_to_a_goal_told_elsewhere() -> None:
    text = (
        _HEAD
        + "（二）绩效目标。\n1.报送信息不少于30篇；2.群众满意度≥90%。\n二、完成情况\n报送信息41篇，超目标{}篇。群众满意度93.4%，比目标高{}个百分点。\n"
    )
    assert not contradicted(text.format(11, "3.4"))
    assert quotes(text.format(21, "3.4"), "21篇")


def test_groups_of_indicators_make_their_number() -> None:
    text = _HEAD + (
        "2.具体绩效指标（共{}项）。\n数量指标2项：①发布会≥1次；②培训≥2次。\n质量指标3项：①合格率≥90%；②运行率≥95%；③覆盖率100%。\n"
        "满意度指标1项：参保人员满意度≥85%。\n"
    )
    assert not contradicted(text.format(6))
    assert quotes(text.format(7), "共7项")


def test_tables_and_attachments_that_are_named_are_there() -> None:
    table = _HEAD + "各项得分见{}。\n表1　得分表\n指标\t满分\t得分\n产出\t60\t58\n效益\t40\t40\n"
    assert not contradicted(table.format("表1"))
    assert quotes(table.format("表3"), "见表3")


def test_a_speech_is_read_as_a_report_is_written() -> None:
    text = "同志们：\n职工医保这本账，收进来31.46亿元，花出去26.75亿元。收入比前年的29.30亿元增长{}%，支出比前年的25.12亿元增长6.5%。"
    assert not contradicted(text.format("7.4"))
    assert quotes(text.format("8.7"), "8.7%")


def test_numbers_of_one_list_are_no_difference_of_each_other() -> None:
    text = "全州定点医药机构1312家，接入平台1268家，占比96.65%；接入机构按业务分为住院结算118家、普通门诊结算467家、慢性病结算19家、药店664家。"
    assert not [one for one in accusations(text) if one.rule in ("R1", "R2")]
