"""Official results read from an agency's rows: found again by settlement, never guessed."""

import pytest
from tests.grouping.quality.test_weight_table import heads

from yiheng.grouping.compare.official import official_groups
from yiheng.grouping.table_heads import SheetRow, read_rows
from yiheng.policy.contract import contract

TABLE = contract().tables["case_group"]
HEAD = ("结算ID", "DRG分组编码", "DRG分组名称", "MDC", "ADRG", "分组方案", "分组状态")
CASES = {"S1": "C1", "S2": "C2", "S3": "C3", "S4": "C4", "S5": ""}


def read(*lines: tuple[str, ...], head: tuple[str, ...] = HEAD, scheme: str = ""):
    wanted = heads("official_group")
    found = list(read_rows(enumerate((head, *lines), 1), wanted, "下发.csv"))
    return official_groups((one for one in found if isinstance(one, SheetRow)), CASES, wanted, TABLE, scheme)


def test_a_row_becomes_the_official_group_of_its_case():
    done = read(("S2", "FM19", "经皮冠状动脉支架", "MDCF", "FM1", "2023版", "分组成功"))
    assert done.groups.to_pylist() == [
        {
            "case_id": "C2", "group_source": "official", "scheme": "2023版", "group_status": "分组成功",
            "mdc": "MDCF", "adrg": "FM1", "drg": "FM19", "severity": None, "rule": "", "branch": "", "deciding_code": "",
        }
    ]  # fmt: skip
    assert (done.read, done.repeated, done.refused, done.problems) == (1, 0, 0, ())


def test_what_is_not_told_stays_empty():
    done = read(("S1", "FM19"), head=("结算ID", "分组编码"), scheme="省平台")
    (row,) = done.groups.to_pylist()
    assert (row["mdc"], row["adrg"], row["scheme"]) == ("", "", "省平台")


@pytest.mark.parametrize(
    ("drg", "words", "status"),
    [
        ("FM19", "入组成功", "分组成功"),
        ("FM19", "", "分组成功"),
        ("0000", "", "无法入组"),
        ("", "", "无法入组"),
        ("FQY", "", "歧义病案"),
        ("FQY", "已入组", "歧义病案"),
        ("", "歧义病案", "歧义病案"),
        ("FM19", "分组不成功", "无法入组"),
        ("FM19", "未入组", "无法入组"),
        ("X", "校验不通过", "信息校验不通过"),
    ],
)
def test_a_status_is_read_from_code_and_words(drg, words, status):
    done = read(("S1", drg, "", "", "", "", words))
    assert done.groups.column("group_status").to_pylist() == [status]


def test_rows_that_fit_no_case_are_told_and_every_row_is_accounted_for():
    done = read(
        ("S9", "FM19", "", "", "", "", ""),  # no such settlement
        ("", "FM19", "", "", "", "", ""),
        ("S5", "FM19", "", "", "", "", ""),  # two case lists
        ("S1", "FM19FM19FM19", "", "", "", "", ""),
        ("S2", "FM19", "", "", "", "", ""),
        ("S2", "FM19", "", "", "", "", ""),  # the same again
        ("S3", "FM19", "", "", "", "", ""),
        ("S3", "FR21", "", "", "", "", ""),  # another
    )
    assert [(one.code, one.line, one.found) for one in done.problems] == [
        ("official_unmatched", 2, "S9"),
        ("official_without_settlement", 3, "FM19"),
        ("official_two_cases", 4, "S5"),
        ("official_too_long", 5, "FM19FM19FM19"),
        ("official_twice", 8, "S3"),
        ("official_twice", 9, "S3"),
    ]
    assert done.groups.column("case_id").to_pylist() == ["C2"]
    assert done.read == done.groups.num_rows + done.repeated + done.refused == 8


def test_every_row_of_a_clash_is_told_and_names_one_that_says_otherwise():
    done = read(*[("S1", drg, "", "", "", "", "") for drg in ("FM19", "FM19", "FR21", "FM19")])
    assert [(one.code, one.line, one.expected) for one in done.problems] == [
        ("official_twice", 2, "4"),
        ("official_twice", 3, "4"),
        ("official_twice", 4, "2"),
        ("official_twice", 5, "4"),
    ]
    assert (done.read, done.groups.num_rows, done.repeated, done.refused) == (4, 0, 0, 4)


@pytest.mark.parametrize("drg", ["FM19", "AA1", "BE1a", "CD1D", "SV15B", "LQY"])
def test_codes_as_cities_publish_them_are_taken(drg):
    assert read(("S1", drg, "", "", "", "", "")).groups.column("drg").to_pylist() == [drg]


@pytest.mark.parametrize("drg", ["XXXX", "心力衰竭", "J18.900", "12,345"])
def test_what_is_no_code_of_a_group_is_refused_and_told(drg):
    done = read(("S1", drg, "", "", "", "", "已入组"))
    assert [(one.code, one.field, one.found) for one in done.problems] == [
        ("official_not_a_group", "DRG分组编码", drg)
    ]


def test_a_code_left_blank_is_no_group_and_is_counted_where_nothing_says_so():
    done = read(
        ("S1", "", "", "", "", "", ""), ("S2", "", "", "", "", "", "未入组"), ("S3", "0000", "", "", "", "", ""),
        ("S4", "", "", "", "", "", "已入组"),
    )  # fmt: skip
    assert done.groups.column("group_status").to_pylist() == ["无法入组"] * 3
    assert done.silent == 1
    assert [(one.code, one.line, one.found) for one in done.problems] == [
        ("official_group_blank", 5, "已入组")
    ]
