"""Headings in two rows, tables side by side, and the choice between columns of one field."""

import pytest

from yiheng.reports.form_fill_layout import find_blocks
from yiheng.reports.workbook_grid import Area, Cell, Sheet, column_of_letters


def sheet(rows: list[str], *merges: str) -> Sheet:
    """Rows written as ``a|b||d``; merges as ``A1:B2``."""
    cells = {
        (row, column): Cell(text)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
        if text
    }
    areas = []
    for merge in merges:
        (left, top), (right, bottom) = (
            (column_of_letters(corner[0]), int(corner[1:]) - 1) for corner in merge.split(":")
        )
        areas.append(Area(top, left, bottom, right))
    return Sheet(0, "表", cells, areas, False, {}, {})


def columns(form: Sheet) -> list[dict[str, int]]:
    """For each block, the first column of each field."""
    return [{field: column.left for field, column in block.columns.items()} for block in find_blocks([form])]


ONE_ROW = {"target": 1, "actual": 2, "full": 3, "score": 4}


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        (["三级指标|指标值|完成值|分值|得分", "参保人数"], ()),
        (
            ["三级指标|指标值||分值|得分", "|年初目标值|实际完成值", "参保人数"],
            ("A1:A2", "B1:C1", "D1:D2", "E1:E2"),
        ),
        (
            ["三级指标|指标完成||分值|得分", "|目标值|实际值", "参保人数"],
            ("B1:C1", "A1:A2", "D1:D2", "E1:E2"),
        ),
        (["三级指标|年度指标||分值|得分", "|目标值|实际值", "参保人数"], ("B1:C1",)),
        (["绩效指标|完成情况||分值|得分", "三级指标|指标值|实际值", "参保人数"], ("B1:C1", "D1:D2", "E1:E2")),
    ],
    ids=["one row", "merged names", "group without a field", "unmerged names", "names in the lower row"],
)
def test_headings_may_take_two_rows(rows: list[str], merges: tuple[str, ...]) -> None:
    form = sheet(rows, *merges)
    assert columns(form) == [ONE_ROW]
    assert list(find_blocks([form])[0].names_by_row.values()) == [["参保人数"]]


def test_the_units_own_score_is_told_from_the_reviewers() -> None:
    form = sheet(
        ["三级指标|指标值|完成值|得分||", "|||自评|复核|", "参保人数|1|"], "A1:A2", "B1:B2", "C1:C2", "D1:E1"
    )
    assert columns(form) == [{"target": 1, "actual": 2, "score": 3}]


def test_of_two_plain_scores_none_is_chosen() -> None:
    assert columns(sheet(["三级指标|指标值|完成值|得分|得分", "参保人数"])) == [{"target": 1, "actual": 2}]


def test_of_a_score_and_the_units_own_score_the_own_is_chosen() -> None:
    assert columns(sheet(["三级指标|指标值|得分|自评得分", "参保人数"])) == [{"target": 1, "score": 3}]


def test_tables_side_by_side_keep_their_own_columns() -> None:
    form = sheet(["三级指标|完成值|得分|三级指标|完成值|得分", "参保人数|||住院人次"])
    assert columns(form) == [{"actual": 1, "score": 2}, {"actual": 4, "score": 5}]
    assert [list(block.names_by_row.values()) for block in find_blocks([form])] == [
        [["参保人数"]],
        [["住院人次"]],
    ]


def test_a_row_of_one_table_is_no_row_of_the_table_beside_it() -> None:
    form = sheet(["三级指标|完成值|得分|三级指标|完成值|得分", "参保人数", "|||住院人次"])
    assert [block.names_by_row for block in find_blocks([form])] == [{1: ["参保人数"]}, {2: ["住院人次"]}]


def test_a_block_ends_where_the_next_begins() -> None:
    form = sheet(
        [
            "项目资金|年初预算数|全年预算数|全年执行数|执行率|得分",
            "年度资金总额",
            "三级指标|指标值|完成值|得分",
            "参保人数",
            "三级指标|指标值|完成值|得分",
            "住院人次",
        ]
    )
    blocks = find_blocks([form])
    assert [block.is_money for block in blocks] == [True, False, False]
    assert [list(block.names_by_row.values()) for block in blocks] == [
        [["年度资金总额"]],
        [["参保人数"]],
        [["住院人次"]],
    ]


def test_the_side_label_of_a_block_is_not_the_heading_of_names() -> None:
    form = sheet(
        ["绩效指标|一级指标|三级指标|指标值|完成值", "|产出指标|参保人数", "||住院人次"], "A1:A3", "B2:B3"
    )
    assert list(find_blocks([form])[0].names_by_row.values()) == [["参保人数"], ["住院人次"]]


def test_a_total_is_found_left_of_the_fields() -> None:
    form = sheet(["一级指标|三级指标|指标值|得分", "产出|参保人数", "总分"], "A3:C3")
    assert list(find_blocks([form])[0].names_by_row.values()) == [["参保人数"], ["总分"]]


@pytest.mark.parametrize(
    "rows",
    [
        ["科目|年初预算数|全年预算数|全年执行数"],
        ["三级指标|备注", "参保人数"],
        ["姓名|得分|完成值", "某人"],
        ["指标说明：三级指标由单位填写"],
    ],
)
def test_what_is_no_table_of_indicators_is_none(rows: list[str]) -> None:
    assert [block for block in find_blocks([sheet(rows)]) if not block.is_money] == []
