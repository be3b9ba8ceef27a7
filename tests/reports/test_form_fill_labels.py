import pytest

from yiheng.reports.form_fill_labels import (
    heading_field,
    is_empty,
    is_percent_heading,
    row_key,
    row_key_without_unit,
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("年度指标值", "target"),
        ("指标值\n（A）", "target"),
        ("实际完成值", "actual"),
        ("全年实际\n完成值", "actual"),
        ("实际完成指标值", "actual"),
        ("分值（100分）", "full"),
        ("权　重", "full"),
        ("得分", "score"),
        ("自评得分（Ｂ）", "score"),
        ("自评分值", "score"),
        ("偏差原因分析及改进措施", "reason"),
        ("未完成原因和改进措施", "reason"),
        ("扣分原因", "reason"),
        ("年初预算数（万元）", "budget_initial"),
        ("全年预算数（A）", "budget_adjusted"),
        ("调整后预算数", "budget_adjusted"),
        ("全年执行数(B)", "executed"),
        ("预算执行数", "executed"),
        ("执行率（B/A）", "rate"),
        ("预算执行率（B/A×100%）", "rate"),
    ],
)
def test_a_heading_names_its_field_in_the_words_of_any_layout(heading: str, field: str) -> None:
    assert heading_field([heading]) == field


@pytest.mark.parametrize(
    "heading",
    [
        "财政复核得分",
        "主管部门评分",
        "上年完成值",
        "1-6月完成值",
        "全年预计完成情况",
        "一级指标",
        "改进措施",
        "备注",
        "得分率",
    ],
)
def test_a_heading_of_another_hand_or_period_is_no_field(heading: str) -> None:
    assert heading_field([heading]) is None


@pytest.mark.parametrize(
    ("lower", "upper", "field"),
    [
        ("自评", "得分", "score"),
        ("年初", "预算数（万元）", "budget_initial"),
        ("调整后", "预算数", "budget_adjusted"),
        ("实际值", "完成情况", "actual"),
        ("复核", "得分", None),
        ("得分", "财政评价", None),
    ],
)
def test_two_headings_are_read_together(lower: str, upper: str, field: str | None) -> None:
    assert heading_field([lower, upper]) == field


@pytest.mark.parametrize(
    "label",
    ["参保人数", "1.参保人数", "1、参保人数", "（1）参保人数", "(一)参保人数", "①参保人数", "指标1：参保人数"]
    + [
        "一、参保\n人数",
        "１．　参保 人数",
        "指标2:（3）参保人数",
        "1.1 参保人数",
        "其中：参保人数",
        "【参保人数】",
        "“参保人数”",
    ],
)
def test_a_row_is_known_without_its_number_spaces_and_marks(label: str) -> None:
    assert row_key(label) == "参保人数"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("参保率（户籍）", "参保率（常住）"),
        ("30日内下达率", "日内下达率"),
        ("1.5倍以上病例占比", "2.5倍以上病例占比"),
        ("三级医院占比", "级医院占比"),
    ],
)
def test_what_belongs_to_the_name_is_kept(one: str, other: str) -> None:
    assert row_key(one) != row_key(other)
    assert row_key_without_unit(one) != row_key_without_unit(other)


@pytest.mark.parametrize(
    "label", ["参保率（%）", "参保率(≥95%)", "参保率（单位：％）", "参保率（10分）", "1.参保率（A）"]
)
def test_a_bracket_with_only_a_unit_a_bound_or_points_can_be_left_out(label: str) -> None:
    assert row_key_without_unit(label) == "参保率"


def test_a_bracket_that_says_more_than_a_unit_is_not_left_out() -> None:
    assert row_key_without_unit("参保率（户籍人口）") == "参保率户籍人口"
    assert row_key_without_unit("参保人数（2021年）") == "参保人数2021年"


@pytest.mark.parametrize("text", ["", " ", "　", "\n", "-", "—", "——", "－", "/", "／", "\\", "____"])
def test_blanks_dashes_and_slashes_wait_to_be_filled(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text", ["（请填写）", "(填写实际完成值)", "【请输入】", "（不超过200字）", "（ 简要\n说明 ）"]
)
def test_a_prompt_in_brackets_waits_to_be_filled(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text", ["0", "95%", "无", "（3.5）", "（一）已说明。（二）", "（1）按时填报（2）及时下达", "*", "请填写"]
)
def test_anything_else_is_content(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("heading", "holds"),
    [("执行率（%）", True), ("执行率％", True), ("执行率（B/A×100%）", False), ("执行率", False)],
)
def test_only_a_unit_makes_a_column_of_per_cent(heading: str, holds: bool) -> None:
    assert is_percent_heading(heading) is holds
