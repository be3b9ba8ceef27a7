"""What a contradiction of free wording weighs, and which columns a column of rates is of."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, quotes

TABLE = "单位：万元\n项目\t预算数\t到位数\t支出数\t执行率\n甲项\t1500.00\t1500.00\t1462.35\t{}\n乙项\t1200.00\t1200.00\t1188.72\t99.06%\n丙项\t900.00\t900.00\t806.13\t89.57%\n"


def test_rates_are_of_the_columns_that_the_rows_bear_out() -> None:
    assert not accused(TABLE.format("97.49%"))
    assert quotes(TABLE.format("94.79%"), "94.79%")


def test_a_table_whose_rows_bear_out_no_two_columns_accuses_nothing() -> None:
    text = "单位：万元\n项目\t预算数\t支出数\t执行率\n甲\t180\t120\t91.3%\n乙\t150\t90\t95.2%\n丙\t70\t40\t88.7%\n"
    assert not accused(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023年末参保81.98万人，比2022年末的803,251人有所增加，完成年度参保目标81.20万人的100.96%。",
        "县域内住院41,305人次、县域外9,218人次，县域内住院率81.75%。",
    ],
)
def test_a_number_that_others_before_it_give_is_no_contradiction(text: str) -> None:
    assert not accused(text)
