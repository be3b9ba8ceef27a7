"""Masking: head and tail are shown, and never so much that nothing is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.intake.person.mask import MASKS, Masking, masked
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load


@pytest.fixture(scope="module")
def masking() -> Masking:
    return Masking.of(load((MASKS,), shipped_layers()), "四川省")


@pytest.mark.parametrize(
    ("head", "text", "shown"),
    [
        ("姓名", "张三丰", "张**"),
        ("身份证号", "11010519491231002X", "110105***********X"),
        ("联系电话", "13800000000", "138****0000"),
        ("现住址", "虚构市东区某某路1号", "虚构市东区某****"),
        ("姓 名", "张", "**"),
        ("结算ID", "S1", "S1"),
    ],
)
def test_cells_are_masked_by_their_heading(masking, head, text, shown):
    assert masking.row({head: text}) == {head: shown}


def test_every_sensitive_column_of_the_contract_has_a_mask_or_none_of_its_values_is_shown(masking):
    assert {"psn_name", "certno", "medcasno"} <= set(masking.by_column)


@given(st.text(min_size=1, max_size=30))
def test_something_is_always_hidden(masking, text):
    for mask in masking.by_column.values():
        shown = masked(text, mask)
        assert "*" in shown
        assert len(shown.replace("*", "")) < len(text) or "*" in text
