"""A raw scheme becomes a scheme of ours with nothing lost and nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.grouping.scheme.raw_folder import SETTINGS, TABLES, write_raw

from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.condition import condition_text
from yiheng.grouping.scheme.raw_import import import_raw
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.standards.problem import Refused


def imported(root: Path, **settings: object) -> Scheme:
    """The scheme of the small raw folder."""
    return build_scheme(import_raw(write_raw(root, {**SETTINGS, **settings})), "somewhere")


def test_rules_keep_the_order_of_the_steps(tmp_path: Path) -> None:
    scheme = imported(tmp_path)
    assert [rule.rule for rule in scheme.rules] == ["FM1", "FQY", "FR1"]
    assert [rule.ambiguous for rule in scheme.rules] == [False, True, False]


def test_a_rule_without_a_code_goes_on_and_one_with_it_gives_it(tmp_path: Path) -> None:
    scheme = imported(tmp_path)
    assert [rule.no_drg for rule in scheme.rules] == ["", "FQY", "FR1"]


def test_lists_are_named_by_the_rule_that_reads_them(tmp_path: Path) -> None:
    scheme = imported(tmp_path)
    assert condition_text(scheme.rules[0].condition) == (
        "主诊断 属于 FM1-诊断 且 任一手术 属于 FM1-手术 且 任一手术 属于 FM1-手术1"
    )
    assert condition_text(scheme.rules[0].branches[0].condition) == "主手术 属于 FM1附-手术"
    assert scheme.codes("FM1附-手术").entries == ("36.0600",)


def test_a_list_nobody_gives_is_there_and_empty(tmp_path: Path) -> None:
    assert not imported(tmp_path).codes("FM1-手术1")


def test_severity_comes_from_conditions_and_not_from_codes(tmp_path: Path) -> None:
    scheme = imported(tmp_path)
    assert [(one.drg, one.severity) for one in scheme.rules[0].branches] == [
        ("FM1X", 5), ("FM11", 1), ("FM13", 3), ("FM15", 5),
    ]  # fmt: skip
    assert scheme.rules[2].branches[0].severity == 9


def test_tags_are_parts_of_a_list(tmp_path: Path) -> None:
    assert imported(tmp_path).codes("FM1-手术#1").entries == ("36.0600",)


def test_the_switches_of_a_city(tmp_path: Path) -> None:
    head = imported(tmp_path, sex_check="loose", fail_drg="0000A", retry_each_other_procedure=True).head
    assert head.accepted_sex == ("1", "2", "男", "女")
    assert head.ungrouped == ("0000", "00", "0000A")
    assert head.unchecked == ("", "", "")
    assert head.retry_procedures


@pytest.mark.parametrize(
    ("table", "text", "code", "line"),
    [
        ("rule", TABLES["rule"].replace("main_dx:zd,FR1", "maindx:zd,FR1"), "scheme_condition", 3),
        ("step", TABLES["step"] + "MDCF,4,rule,ZZ9\n", "scheme_rule_unknown", 5),
        ("mdc", "ord,mdc,cond\n1,MDCA\n", "scheme_row_width", 2),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, table: str, text: str, code: str, line: int) -> None:
    folder = write_raw(tmp_path, tables={**TABLES, table: text})
    with pytest.raises(Refused) as refused:
        import_raw(folder)
    assert (refused.value.problem.code, refused.value.problem.line) == (code, line)


def test_a_folder_that_is_no_scheme_and_a_broken_table(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        import_raw(tmp_path)
    assert refused.value.problem.code == "scheme_raw_not_found"
    folder = write_raw(tmp_path)
    (folder / "rule.csv.gz").write_bytes(b"no gzip at all")
    with pytest.raises(Refused) as refused:
        import_raw(folder)
    assert refused.value.problem.code == "scheme_raw_broken"
    (folder / "rule.csv.gz").unlink()
    with pytest.raises(Refused) as refused:
        import_raw(folder)
    assert refused.value.problem.code == "file_unreadable"
