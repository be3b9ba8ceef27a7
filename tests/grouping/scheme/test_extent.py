"""Extents of lists: categories and ranges compared as a coder would compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.grouping.scheme.code_set import code_set
from yiheng.grouping.scheme.lint.extent import entry_text, extent, union

KNOWN = ["I20.000", "I21.000", "I21.100", "I25.900", "J18.900"]
ENTRIES = st.lists(
    st.sampled_from(["I20%", "I21%", "I2%", "I20~I21", "I21~I25", "I21.000", "J18.900", "J%", "A00~B99"]),
    max_size=4,
)
CODES = st.sampled_from([*KNOWN, "I19.900", "I22.000", "A01", "B99.9", "C00"])


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        (["I21.000"], ["I21%"], True),
        (["I21%"], ["I20~I25"], True),
        (["I20~I25"], ["I20%", "I21%", "I22~I25"], True),
        (["I29~I30"], ["I29%", "I30%"], True),
        (["A99~B00"], ["A99%", "B00%"], True),
        (["01.9~02.0"], ["01%", "02%"], True),
        (["I20~I25"], ["I20%", "I22~I25"], False),
        (["I21%"], ["I21.000"], False),
        (["I21.0%"], ["I21%"], True),
    ],
)
def test_a_list_within_another(inner: list[str], outer: list[str], within: bool) -> None:
    assert extent(code_set(inner)).within(extent(code_set(outer))) is within


def test_with_a_code_table_a_category_is_its_codes() -> None:
    assert extent(code_set(["I21%"]), KNOWN) == extent(code_set(["I21.000", "I21.100"]))
    assert extent(code_set(["I21%"]), KNOWN).within(extent(code_set(["I21.000", "I21.100", "I25.900"])))
    assert [entry_text(one) for one in extent(code_set(["K%"]), KNOWN)] == ["K%"]


def test_what_is_left_of_a_range() -> None:
    rest = extent(code_set(["I21%", "I23~I24"])).leaves(next(iter(extent(code_set(["I20~I25"])))))
    assert [entry_text(one) for one in rest] == ["I20%", "I22%", "I25%"]


@given(ENTRIES, ENTRIES, CODES)
def test_sets_and_extents_agree_on_every_code(one: list[str], other: list[str], code: str) -> None:
    first, second = extent(code_set(one)), extent(code_set(other))
    assert first.has(code) is (code in code_set(one))
    assert first.common(second).has(code) is (first.has(code) and second.has(code))
    assert union([first, second]).has(code) is (first.has(code) or second.has(code))
    if first.within(second) and first.has(code):
        assert second.has(code)
    if first.has(code) and second.has(code):
        assert first.meets(second)
