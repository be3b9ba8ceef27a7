"""Citizen id numbers: the oracles of 05 §3.5 and what python-stdnum does with them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from yiheng.exact.id_number import FEMALE, MALE, check_id, mask_id

AS_OF = date(2024, 1, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(body: str) -> str:
    """GB 11643 as the standard writes it: seventeen weights, modulo 11."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@pytest.mark.parametrize(
    ("text", "normalised", "valid", "codes", "birth", "upgraded"),
    [
        ("11010519491231002X", "11010519491231002X", True, (), date(1949, 12, 31), False),
        ("440524188001010014", "440524188001010014", True, ("id_age_over_120",), date(1880, 1, 1), False),
        ("110105491231002", "11010519491231002X", True, (), date(1949, 12, 31), True),
        ("510402199002291231", "510402199002291231", False, ("id_birth_date",), None, False),
        ("510402199202291236", "510402199202291236", True, (), date(1992, 2, 29), False),
        ("510404198506150019", "510404198506150019", True, ("id_area_unknown",), date(1985, 6, 15), False),
        ("11010519491231002x", "11010519491231002X", True, (), date(1949, 12, 31), False),
    ],
)
def test_oracles(
    text: str, normalised: str, valid: bool, codes: tuple[str, ...], birth: date | None, upgraded: bool
) -> None:
    found = check_id(text, AS_OF)
    assert (found.normalised, found.valid, found.codes) == (normalised, valid, codes)
    assert (found.birth, found.upgraded) == (birth, upgraded)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ("id_length",)),
        ("1101051949123100", ("id_length",)),
        ("11010519491231002XX", ("id_length",)),
        ("1101054912310Z2", ("id_length",)),
        ("X10105194912310021", ("id_format",)),
        ("11010519491231A02X", ("id_format",)),
        ("110105194912310021", ("id_check_digit",)),
        ("510404199002291231", ("id_area_unknown", "id_birth_date", "id_check_digit")),
        ("510404198506150010", ("id_area_unknown", "id_check_digit")),
    ],
)
def test_every_fault_is_named(text: str, codes: tuple[str, ...]) -> None:
    found = check_id(text, AS_OF)
    assert (found.valid, found.codes) == (False, codes)


@pytest.mark.parametrize(
    "text", ["１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002x\u3000", "11010519491231002ｘ\t"]
)
def test_width_spaces_and_case_do_not_matter(text: str) -> None:
    assert check_id(text, AS_OF).normalised == "11010519491231002X"
    assert check_id(text, AS_OF).valid


def test_sex_is_the_parity_of_the_seventeenth_digit() -> None:
    assert check_id("11010519491231002X", AS_OF).sex == FEMALE
    assert check_id("510402199202291236", AS_OF).sex == MALE
    assert check_id("1101051949123100", AS_OF).sex is None


def test_age_and_future_are_as_of_a_day() -> None:
    number = "11010519491231002X"
    assert check_id(number, date(2070, 12, 30)).codes == ()
    assert check_id(number, date(2070, 12, 31)).codes == ("id_age_over_120",)
    assert check_id(number, date(1949, 12, 31)).codes == ()
    born_later = check_id(number, date(1949, 12, 30))
    assert (born_later.valid, born_later.codes) == (False, ("id_birth_future",))


def test_fifteen_digits_of_a_centenarian_go_back_a_century() -> None:
    assert check_id("110105891231996", AS_OF).birth == date(1889, 12, 31)
    assert check_id("110105891231995", AS_OF).birth == date(1989, 12, 31)


@pytest.mark.parametrize(
    "area", ["510402", "510403", "510411", "510421", "510422", "710000", "810000", "830000"]
)
def test_areas_of_the_table_and_of_residence_permits_are_known(area: str) -> None:
    body = area + "19500615" + "001"
    assert check_id(body + check_digit(body), AS_OF).codes == ()


def test_a_district_younger_than_its_residents_is_no_fault() -> None:
    """Why ``ric.validate`` is not used: 510402 was founded in 1983, its residents were born long before."""
    body = "510402" + "19500615" + "001"
    with pytest.raises(InvalidComponent):
        ric.validate(body + check_digit(body))
    with pytest.raises(KeyError):
        ric.validate("510404198506150019")
    assert check_id(body + check_digit(body), AS_OF).valid


@given(st.dates(date(1905, 1, 1), AS_OF), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_digit_wrong_never_stays_unnoticed(birth: date, sequence: int, place: int, shift: int) -> None:
    body = f"510411{birth:%Y%m%d}{sequence:03d}"
    number = body + check_digit(body)
    assert check_id(number, AS_OF).codes == ()
    wrong = str((int(number[place]) + shift) % 10)
    assert "id_check_digit" in check_id(number[:place] + wrong + number[place + 1 :], AS_OF).codes


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("11010519491231002x", "110105********002X"),
        ("110105491231002", "110105******002"),
        ("H12345678", "*********"),
        ("", ""),
    ],
)
def test_masking_hides_birth(text: str, masked: str) -> None:
    assert mask_id(text) == masked
