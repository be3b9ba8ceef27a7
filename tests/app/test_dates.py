"""Years, months and dates as people type them: in every form in which the program prints them."""

from __future__ import annotations

from datetime import date

import pytest

from yiheng.app.dates import document_date, moment_words, read_date, read_month, read_year
from yiheng.standards.problem import Refused


@pytest.mark.parametrize(
    "text",
    ["2024-01-05", "2024年1月5日", "2024年01月05日", "２０２４－０１－０５", "2024/1/5", "2024.1.5", "20240105", " 2024-1-5 ", "2024年 1月 5日"],
)  # fmt: skip
def test_one_day(text):
    assert read_date(text) == date(2024, 1, 5)


@pytest.mark.parametrize("text", ["2023-05", "2023年5月", "202305", "２０２３年５月", "2023/5", "2023-5"])
def test_one_month(text):
    assert read_month(text) == "2023-05"


@pytest.mark.parametrize("text", ["2023", "２０２３", "2023年", " 2023 "])
def test_one_year(text):
    assert read_year(text) == 2023


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (read_date, "2024-02-30", "date_unreadable"),
        (read_date, "去年", "date_unreadable"),
        (read_date, "2024年1月", "date_unreadable"),
        (read_month, "2023-13", "month_unreadable"),
        (read_month, "5月", "month_unreadable"),
        (read_month, "2023-05-01", "month_unreadable"),
        (read_year, "23", "year_unreadable"),
        (read_year, "今年", "year_unreadable"),
    ],
)
def test_what_is_none_is_refused(read, text, code):
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.problem.code == code


def test_a_date_is_read_back_as_it_is_printed():
    assert read_date(document_date("2024-03-05")) == date(2024, 3, 5)
    assert moment_words("2026-11-30T22:12:42") == "2026-11-30 22:12"
