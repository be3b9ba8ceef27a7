"""How long a stock lasts: months payable and days in store by the stock and the flow that the words mean, in prose and tables."""

import pytest
from tests.review.accusation import quotes

from yiheng.review import review_text

TITLE = "甲市2023年度医疗保障基金绩效自评报告\n一、基金运行\n"


def accused(text: str, number: str, title: str = TITLE) -> bool:
    """Whether a contradiction quotes a number."""
    return quotes(title + text, number)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("年末滚存结余27.6亿元，按下年支出预算36.8亿元推算，可支付{}。", "9个月", "12个月"),
        ("期末结存4.2亿元，尚可维持{}正常支付（全年支出6.3亿元）。", "8个月", "5个月"),
        ("以31.5亿元为次年支出预算，期末结余18.9亿元，可支付月数{}。", "7.2个月", "9.2个月"),
        ("结余12800万元。照月均支出1600万元推算，还能支撑{}。", "8个月", "6个月"),
        ("专户余额7200万元；本年拨付9600万元，相当于{}的拨付量。", "9个月", "6个月"),
        ("口罩库存96万只，日均消耗6万只，可保障{}。", "16天", "26天"),
        ("基金结余52,300万元，按近六个月平均支出6,537.5万元/月计，备付时间约{}。", "8个月", "10.5个月"),
        ("1—9月基金支出7.2亿元，9月末累计结余4.8亿元，可支付{}。", "6个月", "8个月"),
        ("结余18.6亿元，月均支出1.24亿元，支付能力为{}。", "15个月", "18个月"),
    ],
)
def test_a_stock_lasts_as_long_as_its_flow_lets_it(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right), right)
    assert accused(text.format(wrong), wrong)


def test_each_claim_has_the_stock_told_since_the_claim_before() -> None:
    text = "月均支出0.45亿元。若不调整待遇，结余3.6亿元，可支付8个月；若调整待遇，结余2.7亿元，可支付{}个月。"
    assert not accused(text.format(6), "6个月")
    assert accused(text.format(8), "2.7亿元")


TABLE = (
    "险种\t累计结余（万元）\t月均支出（万元）\t可支付月数\n甲保险\t15600\t2600\t{}\n乙保险\t48000\t4000\t12\n"
)
TURNED = (
    "                甲保险      乙保险      合计\n  支出          118.07      27.68      145.75\n"
    "  累计结余      236.90      19.77      256.67\n  可支付月数    24.1        {}        21.1\n"
)


def test_nine_months_are_no_year() -> None:
    text = "月均支出2.68亿元，1—9月支出24.15亿元。\n二、结余\n9月末累计结余46.72亿元，按前9个月月均支出测算，可支付{}个月。"
    title = "甲市2023年1—9月基金绩效监控报告\n一、支出\n"
    assert not accused(text.format("17.4"), "17.4", title)
    assert accused(text.format("14.7"), "14.7", title)


@pytest.mark.parametrize(
    "text",
    [
        "累计结余7.1亿元，其中可用活期及到期存款3.5亿元；月均支出0.7亿元，累计结余可支付10.1个月，即期可用资金可支付5个月。",
        "累计结余可支付4.45个月（按次年预算支出测算），若按当年实际支出测算则为5.2个月。",
        "年初目标为可支付6—9个月，年末实际为8.2个月，与年初目标一致。",
        "至年末已运行30个月。年末累计结余2594.35万元，全年支出2769.09万元，可支付11.2个月。",
        "全年基金支出2769.09万元，其中待遇支出2645.35万元。年末累计结余2594.35万元，可支付11.2个月。",
        "累计结余中定期存款3.20亿元、活期存款0.80亿元，按当年支出8.00亿元计，可支付6个月。",
        "合同款120万元，年末结余20万元，待验收后支付，质保期24个月。",
        "累计结余5.31亿元，当年支出7.08亿元，可支付9.0个月，高于6个月的警戒线。",
    ],
)
def test_other_months_and_other_calibers_are_left_alone(text: str) -> None:
    assert review_text(TITLE + text).of("inconsistent") == ()


def test_a_mean_of_a_head_is_no_spending_that_a_stock_lasts_for() -> None:
    text = (
        "三项合计支出8.40亿元。累计结余25.6亿元，可支付月数36.6个月。参保人数41.2万人，人均基金支出2039元。"
    )
    assert not [one for one in review_text(TITLE + text).findings if one.relation.rule == "R20"]
