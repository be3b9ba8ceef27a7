"""Changes in the words that reports use for them, and what is only some of a change or one of several rates."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, quotes

from yiheng.review import review_text


def _wrong(text: str) -> int:
    return len(review_text(text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("住院次均费用由8420元降至7999元，降低421元，降幅为{}。", "5%", "8%"),
        ("来电量由50件下滑至40件，下滑{}。", "20%", "25%"),
        ("基金收入从2021年的5.0亿元攀升到2022年的6.0亿元，升幅达{}。", "20.0%", "25.0%"),
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


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("上年末结余3.25亿元，本年又增加0.42亿元，达到{}亿元。", "3.67", "3.97"),
        ("年初在册企业420家，年内净增35家，增至{}家。", "455", "445"),
        ("上年报销比例72.5%，今年提高1.8个百分点，达到{}%。", "74.3", "75.3"),
        ("2023年较2022年增加{}万元，分别为860万元和745万元。", "115", "151"),
    ],
)
def test_a_change_told_elsewhere_is_recomputed(text: str, right: str, wrong: str):
    assert _wrong(text.format(right)) == 0
    assert _wrong(text.format(wrong)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "上年末结余3.25亿元，本年收入增加0.42亿元，达到8.10亿元。",
        "2021年投入1500万元，年均增长12%，达到2116万元。",
        "年初420家，增长5%，签约医师达到960人。",
        "两年支出分别为300万元、360万元，参保人数、缴费人数分别增长4%和5%。",
        "2020年、2021年、2022年支出依次为100万元、120万元、150万元，同比分别增长8%、20%和25%。",
        "平均办理由上年的18天缩至15天，再缩短2天即可达到13天。",
        "2021年120件、2022年150件、2023年135件，各年举办活动，同比无变化。本年如常。",
        "支出：2021年512.6万元，2022年1,164.3万元。2022年门诊人次较2021年增长17.1%。",
        "收入：2021年600万元，2022年650万元。支出：2021年512.6万元，2022年564.3万元。2022年支出较2021年增长10.1%。",
    ],
)
def test_what_is_of_something_else_is_let_be(text: str):
    assert _wrong(text) == 0


_NAMED = "支出：2021年512.6万元，2022年1,164.3万元，2023年706.7万元，三年累计2,383.6万元。2022年支出较2021年增长{}，2023年较2022年下降39.30%。\n"
_OVER = "近三年支出：2019年118.20万元、2020年126.35万元、2021年142.85万元，两年累计增长{}。\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"), [(_NAMED, "127.14%", "117.14%"), (_OVER, "20.9%", "29.0%")]
)
def test_a_growth_is_between_the_years_of_its_words(text: str, right: str, wrong: str):
    assert _wrong(text.format(right)) == 0
    assert quotes(text.format(wrong), wrong)


SINCE = (
    "2023年医疗保障基金运行报告\n\n1—9月，居民医保基金累计收入52416.30万元，累计支出43120.55万元。\n\n"
    "2022年1—9月收入50400.29万元、支出42000.00万元。2023年同期收入增长{}，支出增长2.67%。"
)
"""This year's figures stand in one paragraph, last year's in another beside the rate."""


def test_last_year_is_told_in_the_sentence_before_a_rate_and_this_year_above():
    assert _wrong(SINCE.format("4.00%")) == 0
    assert _wrong(SINCE.format("5.00%")) == 1


YEARS = "2022年末共有12家，2023年末15家。较2021年增加{}家；2022年为12家。"


def test_a_change_since_another_year_is_not_measured_from_the_last():
    assert _wrong(YEARS.format(6)) == 0
