"""Typed codes become the scheme's own: given a line and what the scheme knows, the codes that are meant."""

from __future__ import annotations

import pytest
from tests.grouping.small_schemes import heart_tables, rows, scheme_of

from yiheng.grouping.scheme.spelling import typed_codes

CODES = ("I21.000", "A41.900", "I10.x00x002", "M50.101+G55.1*", "X40.x00", "36.0600x004")
SCHEME = scheme_of({**heart_tables(), "diagnosis": rows(*[(code, "某病", "") for code in CODES])})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("I21.000|A41.900", ("I21.000", "A41.900")),
        ("Ｉ２１．０００　、a41.900", ("I21.000", "A41.900")),
        ("i10.X00X002；m50.101＋g55.1＊", ("I10.x00x002", "M50.101+G55.1*")),
        ("x40.X00，36.0600X004", ("X40.x00", "36.0600x004")),
        (" ；| ", ()),
        ("", ()),
    ],
)
def test_marks_widths_and_letters_do_not_matter(typed: str, meant: tuple[str, ...]) -> None:
    assert typed_codes(typed, SCHEME) == meant


def test_a_code_that_the_scheme_does_not_know_stays_as_typed() -> None:
    assert typed_codes("q99.x09 I21.000", SCHEME) == ("q99.x09", "I21.000")


def test_a_code_that_the_scheme_writes_otherwise_is_not_changed() -> None:
    scheme = scheme_of({**heart_tables(), "diagnosis": rows(("I10.X00", "高血压", ""))})
    assert typed_codes("I10.X00", scheme) == ("I10.X00",)
