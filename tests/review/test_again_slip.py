"""One number told twice with a slip between: under one heading or name, and in a series by years."""

import pytest
from tests.review.accusation import accused, contradicted

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "B包因考核扣款{}万元，实付2,121.7万元。\nB包扣款计算：应付538.5万元，低6分扣6%，计32.31万元。",
            "32.31",
            "23.31",
        ),
        (
            "参保人数48.62万人。\n附表：参保人数（万人） {}\n基金支出（亿元） 4.63\n基金收入（亿元） 4.88\n",
            "48.62",
            "46.82",
        ),
        ("基金收入3.21亿元（32,{}万元）。", "145.60", "415.60"),
        (
            "参战参试退役人员1,903人，领取补助。\n参战参试退役人员标准提高；按{}人、12个月测算。",
            "1,903",
            "1,930",
        ),
        (
            "县级配套到位186.27万元，县级配套执行率88.70%。\n指标	目标	完成\n县级配套支出进度	≥95%	{}%\n结算率	≥90%	93.8%\n",
            "88.70",
            "87.80",
        ),
        (
            "2023年统筹支出152.07亿元。\n2021年、2022年、2023年统筹支出分别为134.70亿元、140.50亿元、{}亿元。",
            "152.07",
            "152.70",
        ),
        (
            "2023年支出3,806.4万元。\n三年支出：2021年3,302.7万元、2022年3,541.2万元、2023年{}万元。",
            "3,806.4",
            "3,860.4",
        ),
        (
            "2022年决算3,894.2万元。\n2021年、2022年、2023年决算分别为3,702.5万元、{}万元、4,036.8万元。",
            "3,894.2",
            "3,849.2",
        ),
        (
            "线上备案33,490人次，线上备案率86.60%。\n年度目标：线上备案率85%以上（实际{}%，15分）。",
            "86.60",
            "88.60",
        ),
    ],
)
def test_a_number_is_told_the_same_way_again(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "2022年线上备案率85.60%。\n2023年线上备案率86.60%。",
        "收入12.60亿元，支出10.80亿元，当年结余1.80亿元。\n累计结余8.10亿元，备付期9.0个月。",
    ],
)
def test_numbers_that_merely_look_alike_are_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)
