"""How a number stands on every page: thousands of money set off, decimals as typed, 元 with 角 and 分 or neither."""

import pytest
from stated import figure


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("3540634.75 元", "3,540,634.75元"),
        ("3,540,634.75 元", "3,540,634.75元"),
        ("82584982.3 元", "82,584,982.30元"),
        ("23960000 元", "23,960,000元"),
        ("-1234.5 元", "-1,234.50元"),
        ("100000 万元", "100,000万元"),
        ("475.8 万元", "475.8万元"),  # typed to a thousand 元, and no more is claimed
        ("9.2 亿元", "9.2亿元"),
        ("53733 人次", "53733人次"),
        ("580 元/人", "580元/人"),
        ("1.410 %", "1.410%"),
    ],
)
def test_an_amount_stands_alike_however_it_was_typed(typed, shown):
    assert figure("amount", typed).text == shown


def test_the_number_alone_has_the_decimals_that_are_shown():
    amount = figure("amount", "82584982.3 元")
    assert (amount.number, amount.places, amount.printed.decimals) == ("82,584,982.30", 2, 1)


def test_what_is_recomputed_stands_like_what_was_stated():
    stated = figure("amount", "82584982.3 元")
    assert stated.in_unit(stated.value) == stated.number


def test_a_lost_number_stays_as_its_source_lost_it():
    assert figure("amount", "0 元", lost="保人政").text == "保人政"
