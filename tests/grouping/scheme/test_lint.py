"""The linter: a sound scheme is left alone, and each class of defect is found in the scheme that has it, at its row."""

from __future__ import annotations

import pytest
from tests.grouping.scheme.sound_scheme import (
    Edit,
    add,
    both,
    change,
    drop,
    linted,
    shipped_checks,
    sound_tables,
)
from tests.grouping.small_schemes import head

from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.lint.lint import lint
from yiheng.grouping.scheme.tables import Tables
from yiheng.standards.message import sentence

FAULTS: dict[str, tuple[Edit, list[str]]] = {
    "lint_dead_branch": (
        both(add("drg", ("FM1", 4, "FM17", 9, "住院天数 < 5")), add("drg_name", ("FM17", "短住院"))),
        ["FM17"],
    ),
    "lint_shadowed_branch": (
        both(
            change("drg", "FM11", 4, "有MCC 或 有CC"),
            change("drg", "FM13", 4, "有MCC"),
        ),
        ["FM13"],
    ),
    "lint_heavier_late": (
        both(change("drg", "FM11", 4, "有CC"), change("drg", "FM13", 4, "有MCC")),
        ["FM13"],
    ),
    "lint_never_true": (change("drg", "FN14", 4, "年龄 < 17 且 年龄 > 30"), ["FN14"]),
    "lint_rule_without_drg": (drop("drg", "FR2"), ["FR2"]),
    "lint_goes_on": (change("drg", "FN16", 4, "年龄 >= 17 且 离院方式 属于 {2}"), ["FN1"]),
    "lint_adrg_as_drg": (both(drop("drg", "FR29"), change("rule", "FR2", 7, "FR2")), ["FR2"]),
    "lint_shadowed_rule": (add("list", ("FR1-诊断", "I50.900", "")), ["FR2"]),
    "lint_lost_list": (change("rule", "PS1", 6, "日龄 <= 28"), ["PS1"]),
    "lint_catch_all": (change("rule", "FR2", 6, "任意"), ["FR2"]),
    "lint_qy_unreachable": (
        both(
            change("rule", "FN1", 6, "主手术 属于 有效手术"),
            add("rule", ("MDCF", 9, "FQY", "QY", "", "歧义", "主手术 属于 有效手术", "FQY")),
        ),
        ["FQY"],
    ),
    "lint_qy_partial": (
        add("rule", ("MDCF", 9, "FQY", "QY", "", "歧义", "任一手术 属于 有效手术", "FQY")),
        ["MDCP", "MDCM"],
    ),
    "lint_band_gap": (change("drg", "FN16", 4, "年龄 > 17"), ["FN14、FN16"]),
    "lint_band_overlap": (
        both(change("drg", "FN16", 4, "年龄 >= 10"), change("drg", "FN14", 4, "年龄 <= 16")),
        ["FN14、FN16"],
    ),
    "lint_empty_list": (both(drop("list", "FR2-诊断"), add("list", ("FR2-诊断", "", ""))), ["FR2"]),
    "lint_unread_list": (add("list", ("FZ9-诊断", "I21.000", "")), ["FZ9-诊断"]),
    "lint_row_repeated": (add("list", ("FR2-诊断", "I50.900", "")), ["FR2-诊断 I50.900"]),
    "lint_mdc_without_gate": (change("mdc", "MDCM", 3, "任意"), ["MDCM"]),
    "lint_list_cut_off": (drop("valid_procedure", "37.5100"), ["AA1"]),
    "lint_dx_outside_gate": (add("list", ("FR1-诊断", "P22.000", "")), ["P22.000"]),
    "lint_px_outside_gate": (
        both(
            add("list", ("AA1-手术", "37.9900", "")), add("procedure", ("37.9900", "其他心脏手术", "37.9900"))
        ),
        ["37.9900"],
    ),
    "lint_dx_without_medical": (
        change("rule", "FR2", 6, "主诊断 属于 FR2-诊断 且 任一手术 属于 有效手术"),
        ["I50.900"],
    ),
    "lint_dx_in_two_mdcs": (add("list", ("MDCM-诊断", "I50.900", "")), ["I50.900"]),
    "lint_dx_in_two_adrgs": (add("list", ("FR2-诊断", "I21.100", "")), ["I21.100"]),
    "lint_px_in_two_adrgs": (
        both(
            change("rule", "FM1", 6, "主手术 属于 FM1-造影"),
            add(
                "list", ("FM1-造影", "36.0600", ""), ("FM1-手术", "88.5500", ""), ("FM1-手术", "60.5x00", "")
            ),
        ),
        ["36.0600", "88.5500"],
    ),
    "lint_dx_without_mdc": (add("diagnosis", ("R99.x00", "原因不明", "R99.x00")), ["R99.x00"]),
    "lint_px_not_valid": (drop("valid_procedure", "88.5500"), ["88.5500"]),
    "lint_valid_px_unlisted": (
        both(add("valid_procedure", ("45.2300",)), add("procedure", ("45.2300", "肠镜", "45.2300"))),
        ["45.2300"],
    ),
    "lint_exclusion_table_unknown": (change("complication", "I21.000", 2, "999"), ["I21.000"]),
    "lint_exclusion_table_empty": (change("complication", "I21.000", 2, ""), ["I21.000"]),
    "lint_exclusion_table_unused": (add("exclusion", ("P22.000", "77")), ["77"]),
    "lint_mcc_and_cc": (add("complication", ("I21.000", "CC", "1")), ["I21.000"]),
    "lint_drg_without_name": (drop("drg_name", "FM13"), ["FM13"]),
    "lint_name_without_drg": (add("drg_name", ("BE1a", "没有分支")), ["BE1a"]),
    "lint_code_invisible": (add("complication", ("\ufeffI21.100", "MCC", "1")), ["I21.100"]),
    "lint_code_case": (add("list", ("FR1-诊断", "i21.000", "")), ["i21.000"]),
    "lint_code_unknown": (add("list", ("FM1-造影", "88.5699", "")), ["88.5699"]),
    "lint_conversion_target_unknown": (change("diagnosis", "I21.100", 2, "I21.101"), ["I21.100"]),
    "lint_conversion_chain": (
        both(change("diagnosis", "I21.100", 2, "I50.900"), change("diagnosis", "I21.000", 2, "I21.100")),
        ["I21.000"],
    ),
    "lint_conversion_cycle": (
        both(change("diagnosis", "I21.100", 2, "I21.000"), change("diagnosis", "I21.000", 2, "I21.100")),
        ["I21.000"],
    ),
}


def test_a_sound_scheme_has_no_findings() -> None:
    assert linted(sound_tables()) == ()


@pytest.mark.parametrize("check", FAULTS)
def test_a_defect_is_found_at_its_row(check: str) -> None:
    edit, keys = FAULTS[check]
    tables = sound_tables()
    edit(tables)
    found = [one for one in linted(tables) if one.check == check]
    assert [one.problem.key for one in found] == keys
    assert all(one.problem.line > 0 and one.problem.file == "测试.csv" for one in found)
    assert all(one.problem.severity == shipped_checks()[check].severity for one in found)
    assert all(sentence(one.problem).endswith("。") for one in found)


def test_every_class_of_the_content_is_tried_here() -> None:
    assert set(FAULTS) == set(shipped_checks())


def test_a_region_switches_a_class_off_and_gives_another_severity() -> None:
    tables = sound_tables()
    both(FAULTS["lint_catch_all"][0], FAULTS["lint_drg_without_name"][0])(tables)
    checks = shipped_checks()
    checks["lint_catch_all"] = checks["lint_catch_all"].model_copy(update={"severity": "error"})
    checks["lint_drg_without_name"] = checks["lint_drg_without_name"].model_copy(update={"active": False})
    made = Tables(head(), tables)
    found = lint(made, build_scheme(made, "测试"), checks)
    assert "lint_drg_without_name" not in found.found
    assert found.count("error") == len(found.found["lint_catch_all"]) == 1


def test_what_covers_a_rule_is_named() -> None:
    """Two earlier lists take the codes of a third together."""
    tables = sound_tables()
    add("rule", ("MDCF", 8, "FS1", "FS1", "", "", "主诊断 属于 FS1-诊断", ""))(tables)
    add("drg", ("FS1", 1, "FS19", 9, "任意"))(tables)
    add("list", ("FS1-诊断", "I21.100", ""), ("FS1-诊断", "I50.900", ""))(tables)
    found = next(one for one in linted(tables) if one.check == "lint_shadowed_rule")
    assert (found.problem.key, found.problem.expected) == ("FS1", "FR1、FR2")


def test_bands_of_earlier_rules_cover_a_later_one_together() -> None:
    tables = sound_tables()
    change("rule", "FN1", 6, "主诊断 属于 FR1-诊断 且 年龄 < 60")(tables)
    change("rule", "FM1", 6, "主诊断 属于 FR1-诊断 且 年龄 >= 60")(tables)
    found = [one.problem.key for one in linted(tables) if one.check == "lint_shadowed_rule"]
    assert found == ["FR1"]
    change("rule", "FM1", 6, "主诊断 属于 FR1-诊断 且 年龄 > 60")(tables)
    assert [one for one in linted(tables) if one.check == "lint_shadowed_rule"] == []


def test_a_rule_that_lets_the_search_go_on_shadows_only_what_its_branches_take() -> None:
    tables = sound_tables()
    add("list", ("FR1-诊断", "I50.900", ""))(tables)
    change("drg", "FR19", 4, "有MCC")(tables)
    assert [one for one in linted(tables) if one.check == "lint_shadowed_rule"] == []


def test_a_rule_that_needs_a_second_diagnosis_takes_no_main_diagnosis_by_itself() -> None:
    tables = sound_tables()
    change("rule", "FR2", 6, "其他诊断 属于 FR2-诊断")(tables)
    found = [one.problem.key for one in linted(tables) if one.check == "lint_dx_without_medical"]
    assert found == ["I50.900"]


def test_categories_count_as_what_they_hold() -> None:
    """A scheme at the level of categories, without a code table: ranges that join cover a wider one."""
    tables = sound_tables()
    tables["diagnosis"], tables["complication"], tables["exclusion"] = [], [], []
    tables["list"] = [
        row for row in tables["list"] if row.values[0] not in ("MDCF-诊断", "FR1-诊断", "FR2-诊断")
    ]
    add("list", ("MDCF-诊断", "I20~I50", ""), ("FR1-诊断", "I20~I29", ""), ("FR2-诊断", "I30~I49", ""))(
        tables
    )
    found = [one for one in linted(tables) if one.check == "lint_dx_without_medical"]
    assert [one.problem.key for one in found] == ["I50%"]
    add("list", ("FR2-诊断", "I50%", ""))(tables)
    assert [one.check for one in linted(tables)] == []
