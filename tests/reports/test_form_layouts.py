"""The three printed layouts: their places, their merges, and that they are whole tables."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

import pytest
from form_samples import count, form, percent, score, stated_form
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.reports.form import FigureText, FormRow, MoneyRow
from yiheng.reports.form_blocks import INFERRED_NOTE, joined
from yiheng.reports.form_grid import as_grid, before, beside, row, stack
from yiheng.reports.form_layouts import grid
from yiheng.reports.form_measure import fit_rows
from yiheng.standards.problem import Refused

BONUS_APART = "分值合计不含加分项，得分合计含加分项"
LAYOUTS = ("national", "sichuan", "transfer")


def texts(table):
    return [cell.text for cell in table.cells]


def cell_of(table, text):
    found = [cell for cell in table.cells if cell.text == text]
    assert len(found) == 1, f"{text}: {len(found)} cells"
    return found[0]


def row_texts(table, text):
    """Texts of all cells that begin in the row of the one cell that reads ``text``, from left to right."""
    line = cell_of(table, text).row
    cells = [cell for cell in table.cells if cell.row == line]
    return [cell.text for cell in sorted(cells, key=lambda cell: cell.column)]


names = st.sampled_from(["产出指标", "效益指标", "满意度指标"])
indicator = st.builds(
    FormRow,
    code=st.just("1"),
    level1=names,
    level2=st.sampled_from(["数量指标", "质量指标", ""]),
    level3=st.sampled_from(["参保率", "住院人次", ""]),
    nature=st.sampled_from(["≥", "定性", ""]),
    target=st.just(score("95")),
    unit=st.just("%"),
    actual=st.just(score("95.8")),
    full=st.just(score("5")),
    score=st.just(score("5")),
    reason=st.sampled_from(["", "基金运行平稳，" * 40]),
    inferred=st.booleans(),
    stated=st.sampled_from([None, score("4")]),
)


@settings(deadline=None)
@given(
    st.lists(indicator, min_size=1, max_size=12),
    st.sampled_from(LAYOUTS),
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
)
def test_every_place_is_covered_once(rows, layout, money_lines, explained, warned):
    money = tuple(MoneyRow(name=f"来源{n}", reason="追加" if explained else "") for n in range(money_lines))
    sample = form(
        rows=tuple(rows),
        money_rows=money,
        funds_by_source=money[:1],
        bonus_rows=(),
        banner="推定" if warned else "",
        management_rows=form().management_rows if warned else (),
    )
    table = grid(sample, layout)
    for laid_out in (table, fit_rows(table)[0]):
        covered = Counter(place for cell in laid_out.cells for place in cell.positions)
        everywhere = {
            (line, column) for line in range(laid_out.height) for column in range(len(laid_out.column_widths))
        }
        assert set(covered) == everywhere
        assert set(covered.values()) == {1}


@settings(deadline=None)
@given(st.lists(indicator, min_size=1, max_size=12), st.sampled_from(LAYOUTS))
def test_merged_level_cells_equal_the_tree(rows, layout):
    rows = [replace(line, inferred=False, level2=line.level2 or "数量指标") for line in rows]
    table = grid(form(rows=tuple(rows), bonus_rows=()), layout)
    first = table.header_row + 1
    column1 = [cell for cell in table.cells if cell.column == 1 and first <= cell.row < first + len(rows)]
    printed = [(cell.text, cell.row_span) for cell in sorted(column1, key=lambda cell: cell.row)]
    assert printed == [(name, len(list(group))) for name, group in groupby(line.level1 for line in rows)]
    column2 = [cell for cell in table.cells if cell.column == 2 and first <= cell.row < first + len(rows)]
    printed = [(cell.text, cell.row_span) for cell in sorted(column2, key=lambda cell: cell.row)]
    pairs = [(line.level1, line.level2) for line in rows]
    assert printed == [(name, len(list(group))) for (_, name), group in groupby(pairs)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_repeated_row_is_the_head_of_the_indicators(layout):
    table = grid(form(), layout)
    heads = [cell.text for cell in table.cells if cell.row == table.header_row]
    assert heads[:4] == ["绩效指标", "一级指标", "二级指标", "三级指标"]
    assert 0 < table.frozen_rows < table.header_row


def test_national_money_block():
    table = grid(form(), "national")
    assert row_texts(table, "年初预算数") == [
        *("项目资金\n（万元）", "", "年初预算数", "全年预算数（A）", "全年执行数（B）"),
        *("分值", "执行率\n（B/A）", "得分", "原因说明"),
    ]
    assert row_texts(table, "年度资金总额") == [
        *("年度资金总额", "245,774.82", "251,889.10", "246,178.06", "10", "97.73%", "9.77"),
        "年中按实际参保人数追加中央补助。",
    ]
    assert row_texts(table, "其中：当年财政拨款")[0] == "其中：当年财政拨款"
    assert "　　　上年结转资金" in texts(table)
    assert cell_of(table, "项目资金\n（万元）").row_span == 5


def test_national_money_block_has_no_reason_column_when_nothing_needs_one():
    plain = tuple(replace(line, reason="") for line in form().money_rows)
    table = grid(form(money_rows=plain), "national")
    assert "原因说明" not in texts(table)
    assert cell_of(table, "9.77").column_span == 2


def test_national_goals_stand_side_by_side():
    table = grid(form(), "national")
    label = cell_of(table, "年度总体目标")
    assert (label.row_span, label.column) == (2, 0)
    assert row_texts(table, "预期目标") == ["年度总体目标", "预期目标", "实际完成情况"]
    assert row_texts(table, form().goal_expected) == [form().goal_expected, form().goal_achieved]


def test_national_indicator_and_total():
    table = grid(form(), "national")
    assert row_texts(table, "按病组（DRG）付费的住院医疗费用占统筹地区内住院医疗费用的比例")[1:] == [
        *("≥95.00%", "95.80%", "4", "4", ""),
    ]
    assert row_texts(table, "总分") == ["总分", "100", "98.27", BONUS_APART]
    assert row_texts(table, "制表：张三") == ["制表：张三", "复核：李四", "负责人：王五"]


@pytest.mark.parametrize(("layout", "total"), [("national", "总分"), ("sichuan", "合计")])
def test_own_score_stands_beside_the_recomputed_one(layout, total):
    table = grid(stated_form(), layout)
    heads = [cell.text for cell in table.cells if cell.row == table.header_row]
    place = heads.index("自评得分")
    assert heads[place + 1] == "系统复算得分"
    assert "得分" not in heads
    assert row_texts(table, total) == [total, "100", "99", "98.27", BONUS_APART]
    assert row_texts(table, "次均住院费用增幅")[-4:-1] == ["4", "4", "4"]


def test_own_score_that_the_source_leaves_out_is_a_dash():
    table = grid(stated_form(), "national")
    assert row_texts(table, "年度资金总额")[5:8] == ["97.73%", "—", "9.77"]


def test_sichuan_has_nature_and_unit_in_columns_of_their_own():
    table = grid(form(form_code="510000_0013zp"), "sichuan")
    assert texts(table)[0] == "报表编号：510000_0013zp"
    assert row_texts(table, "次均住院费用增幅")[-8:] == [
        "次均住院费用增幅",
        "≥",
        "95.00",
        "%",
        "95.80",
        "4",
        "4",
        "",
    ]
    assert cell_of(table, "预算执行情况\n（10分）").row_span == 5
    for name, text in (("评价结论", form().conclusion), ("存在问题", form().problems)):
        assert row_texts(table, name)[-1] == text
    assert row_texts(table, "项目负责人：王五")[1] == "财务负责人："


def test_sichuan_prints_its_rules_and_the_reasons_of_the_sources_beside_them():
    lines = (form().money_rows[0], replace(form().money_rows[1], reason="年中追加"))
    table = grid(form(money_rows=lines), "sichuan")
    rules = next(cell for cell in table.cells if "预算执行率=预算执行数/调整后预算数" in cell.text)
    assert rules.text.endswith("\n当年财政拨款：年中追加")
    assert (rules.row_span, rules.row) == (1, cell_of(table, "其中：当年财政拨款").row)


def test_transfer_prints_funds_by_source_and_their_management_but_no_score():
    table = grid(form(), "transfer")
    assert row_texts(table, "其中：中央财政资金") == [
        "其中：中央财政资金",
        "148,302.00",
        "148,302.00",
        "100.00%",
    ]
    assert "　　　彩票公益金用于医疗救助" in texts(table)
    assert row_texts(table, "支出责任履行情况")[-1] == "无"
    assert cell_of(table, "资金管理情况").row_span == 8
    assert row_texts(table, "地方主管部门")[2:] == ["资金使用单位", "某市医疗保障事务中心"]
    assert row_texts(table, "次均住院费用增幅")[-4:] == ["次均住院费用增幅", "≥95.00%", "95.80%", ""]
    assert not {"得分", "分值", "98.27", "总分"} & set(texts(table))


def test_transfer_without_sources_prints_the_split_of_the_money_rows():
    table = grid(form(funds_by_source=()), "transfer")
    assert row_texts(table, "其中：当年财政拨款")[1:] == ["246,114.28", "240,403.24", "97.68%"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_warning_stands_under_the_title_and_inferred_indicators_are_marked(layout):
    table = grid(form(), layout)
    title, warning = cell_of(table, form().title), cell_of(table, "推定评分表，非官方")
    assert (warning.row, warning.style) == (title.row + 1, "banner")
    assert "零星报销办结及时率※" in texts(table)
    assert texts(table)[-1] == INFERRED_NOTE
    official = grid(
        form(banner="", rows=tuple(replace(line, inferred=False) for line in form().rows)), layout
    )
    assert "推定" not in "".join(texts(official))


def test_indicator_without_a_level_takes_both_columns():
    one = form().rows[0]
    table = grid(
        form(rows=(replace(one, level2="财务管理", level3=""), replace(one, level2="", level3="满意度"))),
        "national",
    )
    for name in ("财务管理", "满意度"):
        cell = cell_of(table, name)
        assert (cell.column, cell.column_span) == (2, 2)


@pytest.mark.parametrize(
    ("figure", "nature", "unit", "text", "number"),
    [
        (score("95.8"), "", "%", "95.8%", Fraction(958, 1000)),
        (score("95.8"), "≥", "%", "≥95.8%", None),
        (count("5,341"), "", "人", "5,341人", Fraction(5341)),
        (percent("97.73%"), "", "%", "97.73%", Fraction(9773, 10000)),
        (FigureText("90以上", "a"), "", "%", "90以上", None),
        (FigureText("≥60", "a"), "", "%", "≥60%", None),
        (FigureText("持续完善"), "定性", "—", "持续完善", None),
        (score("3"), "", "/", "3", Fraction(3)),
    ],
)
def test_operator_value_and_unit_in_one_cell(figure, nature, unit, text, number):
    shown = joined(figure, nature, unit)
    assert (shown.text, shown.number, shown.figure_id) == (text, number, figure.figure_id)


def test_unknown_layout_and_empty_form_are_refused():
    with pytest.raises(Refused) as refused:
        grid(form(), "provincial")
    assert refused.value.problem.code == "layout_unknown"
    assert refused.value.problem.expected == "national、sichuan、transfer"
    with pytest.raises(Refused) as refused:
        grid(form(rows=()), "national")
    assert refused.value.problem.code == "form_without_indicators"


def test_blocks_that_do_not_fit_are_not_put_together():
    one, two = row(("甲", 1, "text")), row(("乙", 2, "text"))
    with pytest.raises(ValueError, match="different width"):
        stack(one, two)
    with pytest.raises(ValueError, match="2 columns laid out, 3 widths"):
        as_grid((8, 8, 8), (two,), header=-1, frozen=0)


def test_before_and_beside_put_a_cell_as_high_as_the_block():
    block = before(beside(("左", 1, "label"), stack(*[row(("中", 1, "text"))] * 3)), ("右", 2, "text"))
    assert (block.width, block.height) == (4, 3)
    assert [(cell.text, cell.column, cell.row_span) for cell in (block.cells[0], block.cells[-1])] == [
        ("左", 0, 3),
        ("右", 2, 3),
    ]


@pytest.mark.parametrize(("layout", "name"), [("national", "总分"), ("sichuan", "合计")])
def test_the_total_says_whether_the_bonus_is_in_it(layout, name):
    """Rows of 100 and a bonus of 5: the column adds up to 105, the total says 100."""
    assert BONUS_APART in row_texts(grid(form(), layout), name)
    assert row_texts(grid(form(bonus_rows=()), layout), name)[-1] == ""
    penalty = tuple(replace(line, score=score("-2")) for line in form().bonus_rows)
    assert "分值合计不含加减分项，得分合计含加减分项" in row_texts(
        grid(form(bonus_rows=penalty), layout), name
    )
