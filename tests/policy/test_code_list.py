"""Code lists: dated codes of the nation, changed by a region only by adding and removing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.metrics.tables import steps
from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS, Code, CodeList, Removal, regional_list, valid_codes
from yiheng.policy.content import Content, Entry, Layer, check, load
from yiheng.policy.contract import contract
from yiheng.policy.provenance import Source, Status
from yiheng.policy.source_file import SourceDocument
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused

SOURCE = "source: {doc: 字典, status: to_confirm}"
WHOLE = f"""\
code_lists:
  - list: kind
    name: 类别
    pattern: "[0-9]{{2}}"
    {SOURCE}
    codes:
      - {{code: "11", name: 门诊}}
      - {{code: "21", name: 住院}}
      - {{code: "28", name: 日间手术, parent: "21", valid_from: 2021-07-01}}
"""


def change(*lines: str, name: str = "kind") -> str:
    """A region's file: the keys ``add`` and ``remove`` as given."""
    return (
        "\n".join(["code_lists:", f"  - list: {name}", f"    {SOURCE}", *(f"    {line}" for line in lines)])
        + "\n"
    )


def layers(root: Path, *texts: str) -> Content:
    """The nation's file, then the region's, then the bureau's."""
    made = []
    for name, region, text in zip(("national", "region", "bureau"), ("", "四川省", ""), texts, strict=False):
        folder = root / name / "code_lists"
        folder.mkdir(parents=True)
        (folder / "kind.yaml").write_text(text, encoding="utf-8")
        made.append(Layer(name, root / name, region))
    return load([CODE_LISTS], made)


def problems(content: Content) -> list[Problem]:
    return check(content, [CODE_LISTS])


def codes(content: Content, region: str = "四川省攀枝花市", as_of: date | None = None) -> dict[str, str]:
    return valid_codes(content, "kind", region, as_of)


def test_a_code_holds_from_its_first_day_to_before_its_last(tmp_path):
    content = layers(
        tmp_path, WHOLE.replace("valid_from: 2021-07-01", "valid_from: 2021-07-01, valid_to: 2023-01-01")
    )
    assert "28" not in codes(content, as_of=date(2021, 6, 30))
    assert "28" in codes(content, as_of=date(2021, 7, 1))
    assert "28" in codes(content, as_of=date(2022, 12, 31))
    assert "28" not in codes(content, as_of=date(2023, 1, 1))


def test_a_region_adds_and_removes_for_itself_alone(tmp_path):
    content = layers(tmp_path, WHOLE, change('add: [{code: "99", name: 地方类别}]', 'remove: [{code: "11"}]'))
    assert problems(content) == []
    assert codes(content) == {"21": "住院", "28": "日间手术", "99": "地方类别"}
    assert codes(content, "云南省") == {"11": "门诊", "21": "住院", "28": "日间手术"}


def test_a_code_removed_from_a_day_on_held_before_it(tmp_path):
    content = layers(tmp_path, WHOLE, change('remove: [{code: "11", valid_from: 2024-01-01}]'))
    assert "11" in codes(content, as_of=date(2023, 12, 31))
    assert "11" not in codes(content, as_of=date(2024, 1, 1))


def test_a_removed_code_may_come_back_under_another_name(tmp_path):
    text = change(
        'remove: [{code: "11", valid_from: 2024-01-01}]',
        'add: [{code: "11", name: 门急诊, valid_from: 2024-01-01}]',
    )
    content = layers(tmp_path, WHOLE, text)
    assert problems(content) == []
    assert codes(content, as_of=date(2023, 1, 1))["11"] == "门诊"
    assert codes(content, as_of=date(2024, 1, 1))["11"] == "门急诊"


def test_a_bureau_may_remove_what_its_region_added(tmp_path):
    content = layers(
        tmp_path, WHOLE, change('add: [{code: "99", name: 地方类别}]'), change('remove: [{code: "99"}]')
    )
    assert problems(content) == []
    assert "99" not in codes(content)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field", "found"),
    [
        ('"21", name', '"11", name', "code_overlap", 8, "codes.1.code", "11"),
        ('"21", name', '"1", name', "code_form", 8, "codes.1.code", "1"),
        ("valid_from: 2021-07-01", "valid_from: 2021-07-01, valid_to: 2021-07-01", "code_dates_reversed", 9, "codes.2.valid_to", "2021-07-01—2021-07-01"),
        ('parent: "21"', 'parent: "22"', "code_parent_unknown", 9, "codes.2.parent", "22"),
        ('parent: "21"', 'parent: "28"', "code_parent_unknown", 9, "codes.2.parent", "28"),
    ],
)  # fmt: skip
def test_a_fault_of_a_whole_list_is_told_with_its_line(tmp_path, old, new, code, line, field, found):
    told = problems(layers(tmp_path, WHOLE.replace(old, new, 1)))
    problem = next(one for one in told if one.code == code)
    assert (problem.file, problem.line, problem.field, problem.found) == (
        "national/code_lists/kind.yaml", line, field, found,
    )  # fmt: skip
    assert "找不到" not in sentence(problem)


@pytest.mark.parametrize(
    ("text", "code", "line", "found"),
    [
        (change('remove: [{code: "12"}]'), "code_not_there", 4, "12"),
        (change('remove: [{code: "11"}, {code: "11"}]'), "code_removed_twice", 4, "11"),
        (change('add: [{code: "21", name: 住院治疗}]'), "code_overlap", 4, "21"),
        (change('add: [{code: "9", name: 其他}]'), "code_form", 4, "9"),
        (change('add: [{code: "99", name: 其他}, {code: "99", name: 别的}]'), "code_overlap", 4, "99"),
        (change('add: [{code: "91", name: 其他, parent: "90"}]'), "code_parent_unknown", 4, "90"),
        (change('add: [{code: "99", name: 其他}]', name="kinds"), "code_list_without_base", 2, ""),
        (WHOLE.replace("{2}", "{2,}"), "code_list_replaced", 6, "national/code_lists/kind.yaml 第 2 行"),
    ],
)
def test_a_fault_of_a_change_is_told_with_its_line(tmp_path, text, code, line, found):
    told = problems(layers(tmp_path, WHOLE, text))
    problem = next(one for one in told if one.code == code)
    assert (problem.file, problem.line, problem.found) == ("region/code_lists/kind.yaml", line, found)


def test_overlapping_days_name_the_other_place(tmp_path):
    text = WHOLE + '      - {code: "28", name: 日间病房, valid_from: 2020-01-01, valid_to: 2021-07-02}\n'
    (problem,) = problems(layers(tmp_path, text))
    assert (problem.code, problem.line, problem.expected) == (
        "code_overlap", 10, "national/code_lists/kind.yaml 第 9 行",
    )  # fmt: skip


def test_one_code_may_mean_two_things_one_after_the_other(tmp_path):
    text = WHOLE + '      - {code: "28", name: 日间病房, valid_from: 2020-01-01, valid_to: 2021-07-01}\n'
    content = layers(tmp_path, text)
    assert problems(content) == []
    assert codes(content, as_of=date(2021, 6, 30))["28"] == "日间病房"


@pytest.mark.parametrize(
    "text",
    [
        change(),
        WHOLE + '    remove: [{code: "11"}]\n',
        WHOLE.replace("    name: 类别\n", ""),
        WHOLE.replace("[0-9]{2}", "[0-9"),
    ],
)
def test_a_list_is_whole_or_a_change_with_a_name_and_a_regular_pattern(tmp_path, text):
    (problem,) = layers(tmp_path, text).problems
    assert problem.code == "value_unfit"


def test_a_list_that_is_not_there_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(Refused) as caught:
        valid_codes(layers(tmp_path, WHOLE), "kinds", "", None)
    assert (caught.value.problem.code, caught.value.problem.expected) == ("content_unknown", "kind")


DAYS = [date(2020, 1, 1) + timedelta(days=number) for number in range(6)]
spans = st.tuples(st.sampled_from(DAYS), st.sampled_from([*DAYS, None]))


@st.composite
def whole_lists(draw) -> list[Code]:
    made = []
    for code in draw(st.lists(st.sampled_from("abc"), min_size=1, unique=True)):
        start, end = draw(spans)
        made.append(Code(code=code, name=f"{code}1", valid_from=start, valid_to=end))
    return made


@given(
    whole_lists(),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([*DAYS, None])), unique_by=lambda one: one[0]),
    st.lists(st.tuples(st.sampled_from("de"), spans), unique_by=lambda one: one[0]),
    st.sampled_from(DAYS),
)
def test_what_holds_on_a_day_is_what_a_reader_of_both_layers_would_say(base, removed, added, day):
    source = Source(doc="字典", status=Status.TO_CONFIRM)
    values = [CodeList(list="kind", name="类别", source=source, codes=tuple(base))]
    if removed or added:
        values.append(
            CodeList(
                list="kind",
                source=source,
                add=tuple(Code(code=c, name=f"{c}2", valid_from=a, valid_to=b) for c, (a, b) in added),
                remove=tuple(Removal(code=c, valid_from=d) for c, d in removed),
            )
        )
    document = SourceDocument("kind.yaml", {}, {})
    entries = tuple(
        Entry("code_lists", "kind", value, Layer(f"层{number}", Path()), document, ())
        for number, value in enumerate(values)
    )

    def on(start, end):
        return (start is None or start <= day) and (end is None or day < end)

    gone = {code for code, since in removed if on(since, None)}
    expected = {
        one.code: one.name for one in base if on(one.valid_from, one.valid_to) and one.code not in gone
    }
    expected |= {code: f"{code}2" for code, (start, end) in added if on(start, end)}
    assert valid_codes(Content(entries), "kind", "", day) == expected


@pytest.fixture(scope="module")
def shipped() -> Content:
    return load([CODE_LISTS], shipped_layers())


def test_the_shipped_lists_have_no_problem(shipped):
    assert [sentence(problem) for problem in problems(shipped)] == []


def test_every_list_is_named_by_a_column_and_every_column_has_its_list(shipped):
    named = {column.codes for table in contract().tables.values() for column in table.columns if column.codes}
    named |= {column.codes for step in steps() for column in step.columns if column.codes}
    assert named == set(shipped.keys(CODE_LISTS))


@pytest.mark.parametrize(
    ("name", "code", "meaning"),
    [  # 06 §1.3
        ("gend", "2", "女"),
        ("insutype", "310", "职工基本医疗保险"),
        ("insutype", "390", "城乡居民基本医疗保险"),
        ("psn_type", "1201", "职工退休"),
        ("med_type", "28", "日间手术"),
        ("dscg_way", "5", "死亡"),
        ("clr_way", "40", "按疾病诊断相关分组（DRG）"),
        ("fund_pay_type", "610100", "医疗救助基金"),
        ("chrgitm_lv", "02", "乙类"),
        ("adm_cond_type", "4", "无"),
    ],
)
def test_national_codes_mean_what_the_interface_says(shipped, name, code, meaning):
    assert valid_codes(shipped, name, "", date(2023, 12, 31))[code] == meaning


def test_districts_belong_to_their_region(shipped):
    def districts(region: str) -> set[str]:
        return set(valid_codes(shipped, "admdvs", region, None))

    assert districts("四川省攀枝花市") - districts("") == {
        "510400", "510402", "510403", "510411", "510421", "510422", "510499",
    }  # fmt: skip
    assert "510000" in districts("新疆维吾尔自治区昌吉回族自治州")


def test_each_line_of_the_books_stands_under_the_group_its_code_begins_with(shipped):
    lines = regional_list(shipped, "fund_line").codes
    tops = {one.code for one in lines if not one.parent}
    assert tops == set(valid_codes(shipped, "account_kind", "", None))
    assert all(one.code.startswith(f"{one.parent}_") for one in lines if one.parent)


def test_the_lines_of_the_account_tree_are_there(shipped):
    """05 §1.2: what reports print of a fund."""
    names = valid_codes(shipped, "fund_line", "", None)
    assert names["income_premium"] == "社会保险费收入"
    assert {
        "income_subsidy_central",
        "income_interest",
        "income_transfer",
        "income_from_upper",
        "income_other",
    } <= set(names)
    assert {"expense_benefit_inpatient", "expense_critical", "expense_transfer", "expense_other"} <= set(
        names
    )
    assert {"asset_income_account", "asset_expense_account", "asset_fiscal_account", "asset_treasury"} <= set(
        names
    )
    assert {"net_pooled", "net_personal", "liability_prepaid_premium"} <= set(names)
