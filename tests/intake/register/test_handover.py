"""The hand-over sheet is known by its headings, and states rows and amounts of each file."""

from __future__ import annotations

import pytest

from yiheng.intake.register.handover import (
    HANDOVER_FORMS,
    HandoverForm,
    handover_form,
    is_handover,
    read_handover,
)
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load

HEADS = ["报送单位编号", "报送单位", "数据期间", "介质", "文件名", "内容", "性质", "笔数", "金额（元）"]


@pytest.fixture(scope="module")
def form() -> HandoverForm:
    return handover_form(load((HANDOVER_FORMS,), shipped_layers()), "四川省")


def test_what_is_stated_of_each_file_is_read(form):
    rows = [
        HEADS,
        ["H51040290001", "虚构医院", "2023-05", "U盘", "结算.csv", "结算", "补报", "1,025", "19,048.23"],
        ["", "合计", "", "", None, "", "", "1025", "19048.23"],
    ]
    [one], problems = read_handover(rows, form)
    assert (one.file, one.rows, one.fen, one.kind, one.sender_no) == (
        "结算.csv",
        1025,
        1_904_823,
        "addition",
        "H51040290001",
    )
    assert problems == []


def test_short_headings_will_do(form):
    [one], _ = read_handover([["文件", "笔 数"], ["a.csv", "3"]], form)
    assert (one.rows, one.fen, one.kind) == (3, None, "first")


def test_a_settlement_list_is_no_handover(form):
    assert not is_handover(["结算ID", "金额", "人员编号"], form)
    assert is_handover(HEADS, form)


def test_a_number_that_nobody_can_read_is_told(form):
    [one], [rows, yuan] = read_handover([["文件", "笔数", "金额"], ["a.csv", "三", "1.001"]], form)
    assert (one.rows, one.fen) == (None, None)
    assert (rows.code, rows.line, yuan.found) == ("handover_number", 2, "1.001")
