"""Conditions are text a coder reads, and the same condition when read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.grouping.small_schemes import conditions

from yiheng.grouping.scheme.condition import (
    All,
    Any,
    Compare,
    Complicated,
    Condition,
    ConditionFault,
    Member,
    Not,
    OneOf,
    condition_text,
    parse,
)
from yiheng.grouping.scheme.raw_condition import raw_condition


@given(conditions())
@settings(max_examples=300)
def test_what_is_written_is_read_back(condition: Condition) -> None:
    assert parse(condition_text(condition)) == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("主诊断 属于 FM1-诊断", Member("main_dx", "FM1-诊断")),
        ("任一手术 属于 {96.0400, 96.7201}", Member("any_px", codes=("96.0400", "96.7201"))),
        ("日龄≤28", Compare("age_days", "<=", 28)),
        ("性别 属于 {2}", OneOf("sex", ("2",))),
        ("有MCC 或 有CC", Any((Complicated("MCC"), Complicated("CC")))),
        (
            "非 （主手术 属于 有效手术）且 年龄 < 17",
            All((Not(Member("main_px", "有效手术")), Compare("age_years", "<", 17))),
        ),
    ],
)
def test_a_coders_way_of_writing(text: str, condition: Condition) -> None:
    assert parse(text) == condition


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("", "", "条件"),
        ("主诊断 在 甲", "在", "属于"),
        ("主诊断 属于", "", "列表名"),
        ("年龄 约 17", "约", "<"),
        ("年龄 < 十七", "十七", "整数"),
        ("有MCC 有CC", "有CC", "且"),
        ("（有MCC", "", ")"),
        ("性别 属于 {}", "{}", "{值"),
        ("体温 > 37", "体温", "主诊断"),
        ("主诊断 属于 {A00", "{A00", "条件"),
    ],
)
def test_what_is_no_condition_is_named(text: str, found: str, expected: str) -> None:
    with pytest.raises(ConditionFault) as fault:
        parse(text)
    assert fault.value.found == found
    assert expected in fault.value.expected


@pytest.mark.parametrize(
    ("raw", "ours"),
    [
        (
            "main_dx:zd & or(no_sx|not(main_sx:VALID))",
            "主诊断 属于 X-zd 且 (无手术 或 非 主手术 属于 有效手术)",
        ),
        ("or(tag:1|tag:2&tag:3)", "任一手术 属于 X-ss#1 或 任一手术 属于 X-ss#2 且 任一手术 属于 X-ss#3"),
        ("any_dx:zd & weight_given & weight<1500", "任一诊断 属于 X-zd 且 体重 > 0 且 体重 < 1500"),
        ("icu_hours>=1&icu_hours<=120", "重症小时 >= 1 且 重症小时 <= 120"),
        ("los<5 & leave:{2 5}", "住院天数 < 5 且 离院方式 属于 {2, 5}"),
        (
            "or(main_sx:VALID|main_sx:{96.0400 96.7201})",
            "主手术 属于 有效手术 或 主手术 属于 {96.0400, 96.7201}",
        ),
        ("main_dx:mdc & trauma_sites>=2", "主诊断 属于 X-mdc 且 创伤部位数 >= 2"),
        ("age<17 & or(mcc|cc)", "年龄 < 17 且 (有MCC 或 有CC)"),
        ("dept=ICU", "科室 属于 {ICU}"),
        ("never", "从不"),
    ],
)
def test_raw_conditions_read_as_ours(raw: str, ours: str) -> None:
    condition = raw_condition(raw, lambda slot: f"X-{slot}")
    assert condition_text(condition) == ours
    assert parse(ours) == condition


@pytest.mark.parametrize("raw", ["main_dx", "mcc &", "or(mcc", "los~5", "mcc) & cc", "colour=red"])
def test_a_raw_text_beyond_the_layout_is_refused(raw: str) -> None:
    with pytest.raises(ConditionFault):
        raw_condition(raw, lambda slot: slot)
