"""Changes whose numbers stand in other places: what it came to, a run of years, two years told after it."""

from __future__ import annotations

import pytest

from yiheng.review import review_text


def _wrong(text: str) -> int:
    return len(review_text(text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("2022年安排补助1500万元，2023年在此基础上增长12%，达到{}万元。", "1680", "1860"),
        ("上年末结余3.25亿元，本年又增加0.42亿元，达到{}亿元。", "3.67", "3.97"),
        ("年初在册企业420家，年内净增35家，增至{}家。", "455", "445"),
        ("上年报销比例72.5%，今年提高1.8个百分点，达到{}%。", "74.3", "75.3"),
        ("2021年、2022年、2023年接诊人数分别为200人、250人、300人，后两年分别增长{}和20%。", "25%", "35%"),
        ("2021年120件、2022年150件、2023年135件，各年举办活动，同比无变化。本年{}。", "如常", "如常"),
        ("2023年较2022年增加{}万元，分别为860万元和745万元。", "115", "151"),
        ("覆盖面方面，2022年比2021年提高{}个百分点，分别为88.6%和83.2%。", "5.4", "6.4"),
    ],
)
def test_a_change_told_elsewhere_is_recomputed(text: str, right: str, wrong: str):
    assert _wrong(text.format(right)) == 0
    assert _wrong(text.format(wrong)) == (right != wrong)


@pytest.mark.parametrize(
    "text",
    [
        "上年末结余3.25亿元，本年收入增加0.42亿元，达到8.10亿元。",
        "2021年投入1500万元，年均增长12%，达到2116万元。",
        "年初420家，增长5%，签约医师达到960人。",
        "两年支出分别为300万元、360万元，参保人数、缴费人数分别增长4%和5%。",
        "2020年、2021年、2022年支出依次为100万元、120万元、150万元，同比分别增长8%、20%和25%。",
        "平均办理由上年的18天缩至15天，再缩短2天即可达到13天。",
    ],
)
def test_what_is_of_something_else_is_let_be(text: str):
    assert _wrong(text) == 0


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
