"""Catalogues as cities publish them: heads in many wordings, merged cells, and what the convention adds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from yiheng.grouping.case import Case
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.scheme.sheet_heads import SCHEME_SHEETS, SheetRows, sheet_reading
from yiheng.grouping.scheme.sheet_import import import_sheets
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load
from yiheng.standards.problem import Refused

READING = sheet_reading(load([SCHEME_SHEETS], shipped_layers()))


def sheet(name: str, *lines: Sequence[str], file: str = "目录.xlsx") -> SheetRows:
    return SheetRows(file, name, list(enumerate(lines, start=1)))


CATALOGUE = sheet(
    "ADRG目录",
    ("示例市分组目录", "", "", "", ""),
    ("MDC", "ADRG编码", "ADRG名称", "主要诊断编码（医保2.0版）", "手术操作\n编码"),
    ("MDCF 循环系统疾病", "FR1", "心肌梗死", "I21.000", ""),
    ("", "", "", "I21.100 ", ""),
    ("MDCF 循环系统疾病", "FM1", "支架植入", "", "36.0600"),
    ("MDCA", "AA1", "心脏移植", "", "37.5100"),
    ("MDCM", "MA1", "男性肿瘤手术", "C61.x00", "60.5x00"),
    ("注：本目录自公布之日起施行。", "", "", "", ""),
)
NAMES = sheet(
    "DRG分组",
    ("序号", "DRG编码", "DRG名称"),
    ("1", "FR15", "心肌梗死，不伴并发症或合并症"),
    ("2", "FR11", "心肌梗死，伴严重并发症或合并症"),
    ("3", "FM11", "支架植入，伴严重并发症或合并症"),
    ("4", "FM13", "支架植入，伴一般并发症或合并症"),
    ("5", "FM15", "支架植入，不伴并发症或合并症"),
    ("6", "AA19", "心脏移植"),
    ("7", "MA19", "男性肿瘤手术"),
)
SEVERE = sheet(
    "MCC列表", ("诊断编码", "诊断名称", "排除表号"), ("J96.000", "呼吸衰竭", "7"), ("A41.900", "脓毒症", "8")
)
MILD = sheet("CC列表", ("诊断编码", "诊断名称", "排除表号"), ("E11.900", "糖尿病", "9"))
EXCLUDED = sheet("排除表", ("排除表号", "主要诊断编码"), ("7", "J96.900"), ("", "I21.100"))


def scheme_of_sheets(*sheets: SheetRows) -> Scheme:
    return build_scheme(import_sheets(sheets, READING, "demo_2024", "示例市"), "示例市")


SCHEME = scheme_of_sheets(CATALOGUE, NAMES, SEVERE, MILD, EXCLUDED)


def grouped(dx: tuple[str, ...], px: tuple[str, ...] = ()) -> str:
    return group_case(Case("1", "1", 60, None, dx=dx, px=px), SCHEME).drg


def test_mdcs_stand_in_the_order_of_the_convention_and_surgery_before_medicine() -> None:
    assert [mdc.mdc for mdc in SCHEME.mdcs] == ["MDCA", "MDCM", "MDCF"]
    assert [rule.rule for rule in SCHEME.mdcs[2].rules] == ["FM1", "FR1"]
    assert SCHEME.mdcs[2].name == "循环系统疾病"


@pytest.mark.parametrize(
    ("dx", "px", "drg"),
    [
        (("I21.000",), (), "FR15"),
        (("I21.100", "A41.900"), (), "FR11"),
        (("I21.100", "J96.000"), (), "FR15"),
        (("I21.000", "J96.000"), ("36.0600",), "FM11"),
        (("I21.000", "E11.900"), ("36.0600",), "FM13"),
        (("I21.000",), ("36.0600",), "FM15"),
        (("I21.000",), ("37.5100",), "AA19"),
        (("C61.x00",), ("60.5x00",), "MA19"),
        (("C61.x00",), (), "0000"),
    ],
)
def test_a_case_falls_where_the_catalogue_says(dx: tuple[str, ...], px: tuple[str, ...], drg: str) -> None:
    assert grouped(dx, px) == drg


def test_every_assumption_is_told() -> None:
    notes = "\n".join(SCHEME.head.notes)
    for words in (
        "按通行约定",
        "取上一行的",
        "去掉了首尾的空格",
        "没有有效手术的表",
        "要求主诊断和主手术都在列表中：MA1",
    ):
        assert words in notes
    assert SCHEME.head.source.doc == "目录.xlsx"


def test_merged_cells_and_footnotes() -> None:
    assert SCHEME.lists["FR1-诊断"].entries == ("I21.000", "I21.100")
    assert "注" not in "".join(SCHEME.lists)


def test_a_sheet_of_one_mdc_without_its_column_is_told_by_the_adrgs_letter() -> None:
    bare = sheet("循环系统", ("核心病组编码", "诊断代码"), ("FR1", "I21.000"))
    made = scheme_of_sheets(bare, NAMES)
    assert [mdc.mdc for mdc in made.mdcs] == ["MDCF"]
    assert any("首字母" in note for note in made.head.notes)


def test_a_column_of_kinds_tells_procedures_from_diagnoses() -> None:
    mixed = sheet(
        "目录", ("ADRG", "类型", "编码"), ("FM1", "手术操作", "36.0600"), ("FM1", "诊断", "I21.000")
    )
    made = scheme_of_sheets(mixed, NAMES)
    assert made.lists["FM1-手术"].entries == ("36.0600",)
    assert made.lists["FM1-诊断"].entries == ("I21.000",)


def test_names_that_say_nothing_are_taken_in_their_order_and_told() -> None:
    names = sheet("DRG", ("DRG编码", "DRG名称"), ("FR1A", "心梗甲"), ("FR1B", "心梗乙"), ("FR1C", "心梗丙"))
    made = scheme_of_sheets(CATALOGUE, names)
    rule = next(one for one in made.rules if one.rule == "FR1")
    assert [(one.drg, one.severity) for one in rule.branches] == [("FR1A", 1), ("FR1B", 3), ("FR1C", 5)]
    assert any("FR1A、FR1B、FR1C" in note for note in made.head.notes)


def test_a_level_column_and_two_columns_of_levels() -> None:
    one = sheet("并发症", ("编码", "级别"), ("J96.000", "MCC"), ("E11.900", "CC"))
    other = sheet("并发症", ("MCC编码", "CC编码"), ("J96.000", "E11.900"))
    for levels in (one, other):
        made = scheme_of_sheets(CATALOGUE, NAMES, levels)
        assert (set(made.mcc), set(made.cc)) == ({"J96.000"}, {"E11.900"})


@pytest.mark.parametrize(
    ("sheets", "code", "line"),
    [
        ((sheet("说明", ("编制说明",)),), "scheme_sheet_none", 0),
        ((CATALOGUE,), "scheme_sheet_drg_none", 0),
        ((CATALOGUE, NAMES, sheet("并发症", ("编码", "级别"), ("J96.000", "轻"))), "scheme_sheet_level", 2),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(
    sheets: tuple[SheetRows, ...], code: str, line: int
) -> None:
    with pytest.raises(Refused) as refused:
        import_sheets(sheets, READING, "x")
    assert (refused.value.problem.code, refused.value.problem.line) == (code, line)
