"""A weight table as published: its heads, its units, and rows that nobody could use."""

from fractions import Fraction

from yiheng.grouping.quality.weight_table import GroupWeight, unused_weights, weight_table
from yiheng.grouping.table_heads import GROUPING_HEADS, SheetRow, TableHeads, heads_of, read_rows
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load
from yiheng.standards.problem import Problem


def heads(table: str) -> TableHeads:
    content = load((GROUPING_HEADS,), shipped_layers())
    assert content.problems == ()
    return heads_of(content, table, "四川省")


def rows(*lines: tuple[str | None, ...]) -> list[SheetRow | Problem]:
    return list(read_rows(enumerate(lines, 1), heads("group_weight"), "权重.xlsx"))


def read(*lines: tuple[str | None, ...]):
    found = rows(*lines)
    return weight_table(one for one in found if isinstance(one, SheetRow))


HEAD = ("序号", "DRG 编码", "DRG名称", "权重", "例均费用（万元）", "平均住院日", "风险等级")


def test_heads_stand_under_a_title_and_carry_units():
    table, problems = read(
        ("2023年度DRG病组权重表", None, None),
        HEAD,
        ("1", "ES25", "呼吸系统感染", "0.8125", "0.52", "7.5", "2"),
        ("2", "FM19", "冠脉支架", "3.5", "3.1", "", ""),
        (None,) * 7,
    )
    assert problems == []
    assert table == {
        "ES25": GroupWeight(
            "ES25", "呼吸系统感染", Fraction("0.8125"), Fraction(520_000), Fraction("7.5"), 2
        ),
        "FM19": GroupWeight("FM19", "冠脉支架", Fraction("3.5"), Fraction(3_100_000)),
    }


def test_money_without_a_unit_is_yuan():
    table, _ = read(("DRG编码", "RW", "次均费用"), ("ES25", "0.8", "5,200.55"))
    assert table["ES25"].mean_cost_fen == 520_055


def test_of_two_heads_for_one_field_the_more_usual_is_read():
    table, _ = read(("RW", "权重", "DRG编码"), ("9", "0.8", "ES25"))
    assert table["ES25"].weight == Fraction("0.8")


def test_rows_that_cannot_be_used_say_why():
    table, problems = read(
        HEAD,
        ("1", "ES25", "", "零点八", "", "", ""),
        ("2", "ES29", "", "-1", "", "", ""),
        ("3", "ES31", "", "", "", "", ""),
        ("4", "ES33", "", "0.5", "", "", "7"),
        ("5", "", "合计", "9", "", "", ""),
        ("6", "ES35", "", "0", "", "", ""),
    )
    assert table == {}
    assert [(one.code, one.line, one.field, one.found) for one in problems] == [
        ("weight_number", 2, "权重", "零点八"),
        ("weight_number", 3, "权重", "-1"),
        ("weight_missing", 4, "权重", "ES31"),
        ("weight_risk_class", 5, "风险等级", "7"),
        ("weight_without_group", 6, "DRG 编码", ""),
        ("weight_number", 7, "权重", "0"),
    ]


def test_a_group_given_twice_is_taken_only_where_both_say_the_same():
    table, problems = read(("DRG编码", "权重"), ("A", "1"), ("A", "1.0"), ("B", "1"), ("B", "2"))
    assert list(table) == ["A"]
    assert [(one.code, one.line) for one in problems] == [("weight_twice", 5)]


def test_a_sheet_without_the_heads_says_which_are_needed():
    (problem,) = rows(("姓名", "年龄"), ("甲", "3"))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.found, problem.expected) == (
        "grouping_heads_not_found",
        "姓名、年龄",
        "DRG编码、权重",
    )


def test_what_is_defined_and_not_in_use():
    table, _ = read(("DRG编码", "权重"), ("A", "1"), ("B", "1"), ("C", "1"))
    assert list(unused_weights(table, ["B"])) == ["A", "C"]
