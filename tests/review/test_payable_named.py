"""Months payable whose spending stands elsewhere: in another part, in a series by years, in a table, without a unit."""

import pytest
from tests.review.accusation import quotes

TITLE = "甲市2023年度职工医保基金绩效自评\n一、收支\n"
TABLE = "年度  基金收入(万元)  基金支出(万元)\n2022年  5,640.00  5,120.40\n2023年  6,460.00  6,012.00\n"


def accused(text: str, number: str) -> bool:
    return quotes(TITLE + text, number)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "全年基金总支出171,300万元，其中统筹基金支出102,000万元，个人账户支出69,300万元。\n二、结余\n"
            "统筹基金年末滚存结余85,000万元，按当年统筹基金月均支出测算可支付{}个月。",
            "10.0",
            "7.4",
        ),
        (
            "全年支出4.62亿元。\n二、结余\n当期结余0.25亿元，年末累计结余2.31亿元，可支付{}个月。",
            "6.0",
            "5.4",
        ),
        (
            "（金额单位：亿元）支出构成：统筹基金支出20.40，个人账户支出12.60。\n二、结余\n"
            "统筹基金累计结余30.60亿元，可支付{}个月；个人账户累计结余47.40亿元。",
            "18.0",
            "13.4",
        ),
        (TABLE + "二、结余\n2023年末累计结余2,505.0万元，按2023年月均支出计可支付{}个月。", "5.0", "3.4"),
        (
            "本年支出合计96,000万元。\n二、结余\n历年滚存结余64,000万元，以全年支出的月平均数计，备付能力为{}个月。",
            "8.0",
            "6.3",
        ),
        (
            "2023年支出143.88亿元，职工支出84.00亿元、居民支出59.88亿元。\n二、结余\n"
            "职工累计结余112.00亿元，按2023年职工支出可支付{}个月。",
            "16.0",
            "18.7",
        ),
    ],
)
def test_the_spending_is_found_by_its_name(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right), right)
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        # another caliber than the year's own spending gives it
        "全年支出4.80亿元，下年支出预算6.00亿元。\n二、结余\n年末累计结余3.00亿元，可支付6.0个月。",
        # the spending of a part of the fund is not the fund's
        "住院支出4.80亿元。\n二、结余\n年末累计结余3.00亿元，可支付6.0个月。",
        # the sum is written where the months are
        "统筹支出4.80亿元。\n二、结余\n累计结余3.00亿元，按统筹支出及其他支出合计6.00亿元计，可支付6.0个月。",
    ],
)
def test_what_other_amounts_give_is_no_contradiction(text: str) -> None:
    assert not accused(text, "6.0")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "支出。全年171,300万元。住院102,000万元，门诊69,300万元。\n"
            "结余。当期8,000万元，年末累计85,650万元。\n支付能力。以全年支出为基数，年末累计结余可付{}个月。",
            "6.0",
            "7.4",
        ),
        (
            "丙、支出。预算48.00亿元，决算46.20亿元。\n丁、结余。年末滚存23.10亿元。以本年支出计，可支付{}个月。",
            "6.0",
            "5.4",
        ),
        ("年末滚存1.80亿元，按统筹支出每月1,200万元算，够付{}个月。", "15", "18"),
        ("支出19,080万元。\n问：能撑几个月？\n答：每月1,590万元，9,540万元能付{}个月。", "6.0", "7.5"),
        (
            "年末累计结余30.60亿元，对应统筹支出20.40亿元，可支付18.0个月；若按总支出34.00亿元折算，为{}个月。",
            "10.8",
            "18.8",
        ),
    ],
)
def test_months_told_in_few_words(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right), right)
    assert accused(text.format(wrong), wrong)


def test_a_balance_above_may_be_another() -> None:
    text = (
        "2021年末累计结余52,110万元，2022年末累计结余58,231万元，2023年末累计结余62,487万元。\n"
        "答：按2023年月均支出1,301.5万元，年末累计结余可支付48.0个月。"
    )
    assert not accused(text, "48.0")
