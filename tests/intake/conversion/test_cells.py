"""Single cells: every form that senders write, read exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.deliveries import words

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import literal
from yiheng.intake.conversion.cell import cell
from yiheng.intake.conversion.session import conversion_session
from yiheng.policy.contract import contract
from yiheng.standards.table import Column


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDatabase]:
    with conversion_session(tmp_path_factory.mktemp("cells")) as database:
        yield database


def read(
    session: DuckDatabase,
    text: str,
    kind: str,
    unit: str = "",
    head: str = "",
    form: str = "",
    codes: str = "",
) -> Any:
    """The value of a cell by both readings, which never disagree."""
    column = Column(name="some_id" if kind == "text" else "x", title="x", type=kind, unit=unit, codes=codes)  # type: ignore[arg-type]
    made = cell(column, None, "raw", form, head, words())  # type: ignore[arg-type]
    sql = f"SELECT {made.quick}, {made.slow} FROM (SELECT CAST({literal(text)} AS VARCHAR) AS raw)"
    quick, slow = session.connection.execute(sql).fetchall()[0]
    assert quick is None or quick == slow
    return slow


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-05", "2023/1/5", "2023/01/05", "20230105", "2023.1.5", "2023-01-05 00:00:00", "2023-1-5 8:30",
        "2023-01-05T08:30:00", "44931", "44931.5", "2023年1月5日", "２０２３年１月５日", "二〇二三年一月五日",
        "二零二三年一月五日", " 2023-01-05 ", "'2023-01-05", "20230105083000",
    ],
)  # fmt: skip
def test_one_day_in_all_its_forms(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "day") == (date(2023, 1, 5) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "day"),
    [("二〇二三年十一月二十三日", date(2023, 11, 23)), ("二〇二〇年十二月三十一日", date(2020, 12, 31)),
     ("二〇二三年十月十日", date(2023, 10, 10)), ("二〇二四年二月廿九日", date(2024, 2, 29))],
)  # fmt: skip
def test_days_in_chinese_numerals(session: DuckDatabase, text: str, day: date) -> None:
    assert read(session, text, "day") == (day - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "text",
    [
        "23/1/5",
        "5/1/2023",
        "2023-02-30",
        "2023-13-01",
        "20231301",
        "2023",
        "昨天",
        "2023-01-05 起",
        "123",
        "0",
    ],
)
def test_what_is_no_day_or_more_than_one(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "day") is None


def test_a_last_day_is_followed_by_the_contracts_end(session: DuckDatabase) -> None:
    assert read(session, "2023-12-31", "day", form="last_day") == (date(2024, 1, 1) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "text",
    ["2023-01-05 08:30:00", "2023/1/5 8:30:00", "20230105083000", "2023-01-05T08:30:00", "2023-01-05 08:30", "44931.354166667",
     "2023-01-05 08:30:00.000", "2023-01-05T08:30:00+08:00", "2023年1月5日 8:30:00"],
)  # fmt: skip
def test_one_moment_in_all_its_forms(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "time") == datetime(2023, 1, 5, 8, 30)


@pytest.mark.parametrize(
    "text", ["2023-01-05T08:30:00Z", "2023-01-05 25:00:00", "08:30:00", "2023-01-05 08:30:00.5"]
)
def test_another_clock_or_half_a_second_is_no_moment(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "time") is None


@pytest.mark.parametrize(
    "text",
    ["2023-05", "202305", "2023-5", "2023/05", "2023年5月", "二〇二三年五月", "2023-05-01", "2023年05月份"],
)
def test_one_month_in_all_its_forms(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "month") == "2023-05"


@pytest.mark.parametrize("text", ["2023-13", "202300", "2023-05-15", "5月", "2023"])
def test_what_is_no_month(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "month") is None


@pytest.mark.parametrize(
    ("text", "head", "fen"),
    [
        ("1234.56", "", 123_456), ("1,234.56", "", 123_456), ("１２３４．５６", "", 123_456), ("￥1,234.56", "", 123_456),
        ("(1,234.56)", "", -123_456), ("-1234.56", "", -123_456), ("+5", "", 500), ("0", "", 0), ("0.1", "", 10),
        ("12.30元", "", 1_230), ("1234.500000", "", 123_450), (".5", "", 50), ("12.345678", "万元", 12_345_678),
        ("1.23456789", "亿元", 12_345_678_900), ("100", "万元", 100_000_000), ("12345", "分", 12_345),
        ("90071992547409.93", "", 9_007_199_254_740_993),
    ],
)  # fmt: skip
def test_money_is_exact(session: DuckDatabase, text: str, head: str, fen: int) -> None:
    assert read(session, text, "integer", "分", head) == fen


@pytest.mark.parametrize(
    ("text", "head"),
    [("12.345", ""), ("1.2E+7", ""), ("1,23,456", ""), ("12..5", ""), ("十二元", ""), ("12.5万元", ""), ("3元", "万元"),
     ("1.2345678", "万元"), ("0.5", "分"), ("99999999999999999999", ""), ("12-", ""), ("#REF!", "")],
)  # fmt: skip
def test_money_that_cannot_be_read_exactly_is_not_read(session: DuckDatabase, text: str, head: str) -> None:
    assert read(session, text, "integer", "分", head) is None


@given(fen=st.integers(-(10**15), 10**15), places=st.sampled_from([("元", 2), ("万元", 6), ("亿元", 10)]))
def test_money_of_any_size_in_any_unit(session: DuckDatabase, fen: int, places: tuple[str, int]) -> None:
    unit, digits = places
    whole, rest = divmod(abs(fen), 10**digits)
    text = f"{'-' if fen < 0 else ''}{whole}.{rest:0{digits}d}"
    assert read(session, text, "integer", "分", unit) == fen


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("1.5", "万分之一", 15_000), ("-2", "万分之一", -20_000), ("0.0123", "百万分之一元", 12_300), ("28.800000", "百万分之一元", 28_800_000),
     ("88.5", "百分之一分", 8_850), ("1,851,145", "人次", 1_851_145), ("45岁", "岁", 45), ("5天", "天", 5), ("28.0", "岁", 28)],
)  # fmt: skip
def test_numbers_in_the_contracts_units(session: DuckDatabase, text: str, unit: str, value: int) -> None:
    assert read(session, text, "integer", unit) == value


@pytest.mark.parametrize(
    ("text", "head", "value"),
    [("28.8", "元", 28_800_000), ("0.00288", "万元", 28_800_000), ("2880", "分", 28_800_000), ("0.0000000288", "亿元", 2_880_000)],
)  # fmt: skip
def test_a_price_follows_its_unit_as_amounts_do(
    session: DuckDatabase, text: str, head: str, value: int
) -> None:
    assert read(session, text, "integer", "百万分之一元", head) == value


@pytest.mark.parametrize("unit", ["年", "序", "人次", "万分之一", "百万分之一"])
def test_no_count_year_or_coefficient_is_of_money(session: DuckDatabase, unit: str) -> None:
    assert read(session, "2024", "integer", unit, "万元") is None


def test_persons_under_a_head_in_ten_thousands(session: DuckDatabase) -> None:
    assert read(session, "78.3", "integer", "人", "万人") == 783_000


@pytest.mark.parametrize(("text", "value"), [("95.2%", 952_000), ("95.2", 952_000)])
def test_a_percentage_under_a_head_in_percent(session: DuckDatabase, text: str, value: int) -> None:
    assert read(session, text, "integer", "百万分之一", "%") == value


@pytest.mark.parametrize(
    ("text", "hours"),
    [("1/6/0", 30), ("0/0/0", 0), ("2天3小时", 51), ("30", 30), ("51小时", 51), ("0/5/59", 5)],
)
def test_durations_are_completed_hours(session: DuckDatabase, text: str, hours: int) -> None:
    assert read(session, text, "integer", "小时", form="duration") == hours


@pytest.mark.parametrize("text", ["0/24/0", "1/2", "0/0/60", "-1/0/0", "长"])
def test_what_is_no_duration(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "integer", "小时", form="duration") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("510402000123456789012345", "510402000123456789012345"), ("'0012", "0012"), ("\t0012", "0012"), ("００１２", "0012"),
     ("12\n34", "1234"), ("S12E+5", "S12E+5"), ("-", None), ("—", None), ("NULL", None), ("  ", None)],
)  # fmt: skip
def test_ids_keep_every_digit(session: DuckDatabase, text: str, value: str | None) -> None:
    assert read(session, text, "text") == value


@pytest.mark.parametrize("text", ["1.23456789012346E+17", "5.10402E+23", "1E+05", "1.23e+17"])
def test_an_id_that_lost_its_digits_is_never_repaired(session: DuckDatabase, text: str) -> None:
    assert read(session, text, "text") is None


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [("gend", "男", "1"), ("gend", "女性", "2"), ("gend", " 1 ", "1"), ("gend", "Ｆ", "2"), ("insutype", "310", "310"),
     ("chrgitm_lv", "1", "01"), ("hosp_lv", "2", "02"), ("gend", "3", None), ("insutype", "3.1E+2", None)],
)  # fmt: skip
def test_codes_by_code_name_or_another_word(
    session: DuckDatabase, codes: str, text: str, code: str | None
) -> None:
    assert read(session, text, "code", codes=codes) == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是", True),
        ("否", False),
        ("1", True),
        ("0", False),
        ("Y", True),
        ("ＮＯ", False),
        ("√", True),
        ("也许", None),
    ],
)
def test_flags(session: DuckDatabase, text: str, value: bool | None) -> None:
    assert read(session, text, "flag") is value


def test_every_column_of_the_contract_has_a_reading(session: DuckDatabase, tmp_path: Path) -> None:
    known = words()
    readings = {  # many columns are read alike
        cell(column, table, "raw", "", "", known)
        for table in contract().tables.values()
        for column in table.columns
    }
    for made in sorted(readings, key=lambda one: one.quick):
        session.connection.execute(
            f"SELECT {made.quick}, {made.slow}, {made.problem} FROM (SELECT CAST(NULL AS VARCHAR) AS raw)"
        ).fetchall()
