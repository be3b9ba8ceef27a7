"""Changes in the words that reports use for them, and what is only some of a change or one of several rates."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused

from yiheng.review import review_text


def _wrong(text: str) -> int:
    return len(review_text(text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("住院次均费用由8420元降至7999元，降低421元，降幅为{}。", "5%", "8%"),
        ("来电量由50件下滑至40件，下滑{}。", "20%", "25%"),
        ("基金收入从2021年的5.0亿元攀升到2022年的6.0亿元，升幅达{}。", "20.0%", "25.0%"),
        ("参训人次较2022年的500人次增加{}人次，达到600人次。", "100", "150"),
        ("年末护理员86人，较年初70人净增{}人。", "16", "18"),
        ("保费单价由60元上浮至66元，上浮{}。", "10%", "15%"),
        ("补助对象较上年净增{}人（上年640人，本年768人）。", "128", "182"),
        ("专项年初安排3000万元，7月调整为3450万元，调增450万元，调增幅度{}。", "15%", "25%"),
        ("挂账金额1840万元，比年初的2300万元压降{}万元。", "460", "640"),
    ],
)
def test_many_verbs_tell_of_one_change(text: str, right: str, wrong: str):
    assert _wrong(text.format(right)) == 0
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "救助人次5000人次、资金800万元，较上年分别增长25%和60%，上年为4000人次、500万元。",
        "两年来机构由10家增至16家，其中2022年新增4家、2023年新增2家。",
        "2022年合计收入158.83亿元、支出130.45亿元，本年收入增加12.47亿元、增长7.85%，支出增加15.30亿元、增长11.73%。",
        "2022年人均补助610元，较2020年提高60元；2021年为580元。",
        "2019年为100万元，2021年为120万元，2022年为150万元，较2019年增长50%，较2021年增长25%。",
        "平均拨付周期由上年的18天缩至15天，再缩短2天即可达到13天的先进水平。",
        "年初库存120台，年内购入30台、报废10台，年末达140台。",
    ],
)
def test_a_part_of_a_change_other_years_and_other_flows_are_let_be(text: str):
    assert _wrong(text) == 0
