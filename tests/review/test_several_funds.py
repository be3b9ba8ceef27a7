"""Reports that tell of several funds, of the whole country, or with narrow pauses: each number is of the fund last named."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

_TWO_FUNDS = (
    "企业职工养老保险基金收入31.20亿元，支出29.10亿元，本年收支结余2.10亿元，年末滚存结余15.60亿元。\n"
    "失业保险基金收入2.40亿元，支出1.90亿元，本年收支结余0.50亿元，年末滚存结余3.30亿元。\n"
    "职工医保基金收入8.75亿元，支出7.05亿元，本年收支结余{}亿元，年末滚存结余9.40亿元。\n"
)


def test_funds_told_in_turn_have_their_own_figures():
    assert not contradicted(_TWO_FUNDS.format("1.70"))


def test_a_balance_is_held_against_the_fund_it_is_of():
    assert accused(_TWO_FUNDS.format("1.07"))


def test_a_near_sum_of_one_fund_is_not_undone_by_another():
    assert not contradicted(
        "企业职工养老保险基金收入21,512亿元，支出19,166亿元，本年收支结余2,347亿元。"
        "城乡居民养老保险基金收入2,318亿元，支出1,560亿元，本年收支结余758亿元。"
    )


def test_a_list_that_names_two_funds_names_neither():
    assert not contradicted(
        "职工医保基金收入9.10亿元，居民医保基金收入7.40亿元；职工医保基金支出8.00亿元，居民医保基金支出7.10亿元。前者当期结余1.10亿元。"
    )


@pytest.mark.parametrize("count", ["97,210万人"])
def test_the_whole_country_has_more_persons_than_a_province(count):
    assert not contradicted(f"全部参保{count}，其中职工参保37,010万人，居民参保96,000余万人。")


def test_one_count_beyond_all_others_has_a_wrong_unit():
    assert accused("长护险参保41,236万人，其中享受待遇1,204人。")


def test_narrow_pauses_part_clauses_as_wide_ones_do():
    assert not contradicted(
        "税务部门完成48,210万元,占任务数的93.4%,同比增长17.2%;财政部门完成51,630万元,占任务数的83.4%,同比增长1.8%。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "核定编制83人，在岗教师77人，其中副高级职称9人，中级31人。",
        "孕产妇死亡率降至11.6/10万。",
        "每千人口医师由2.85人提高到3.31人。",
    ],
)
def test_words_that_only_look_like_a_relation(text):
    assert not contradicted(text)


_BY_HEADING = (
    "甲市2024年职工医保基金绩效自评报告\n一、总数\n基金收入150.96亿元，基金支出134.32亿元，当期结余16.64亿元。\n"
    "二、统筹基金\n收入98.64亿元，支出87.42亿元，当期结余{}亿元。\n三、个人账户\n收入52.32亿元，支出46.90亿元，当期结余5.42亿元。\n"
)


@pytest.mark.parametrize(("left", "wrong"), [("11.22", False), ("12.12", True)])
def test_amounts_under_a_heading_of_one_account_are_of_that_account(left: str, wrong: bool) -> None:
    assert contradicted(_BY_HEADING.format(left)) == wrong
