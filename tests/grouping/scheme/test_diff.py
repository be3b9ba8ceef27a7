"""The comparison of schemes: nothing against itself, and each kind of change said once and rightly."""

from __future__ import annotations

from hypothesis import given, settings
from tests.grouping.scheme.sound_scheme import Edit, add, both, change, drop, sound_tables
from tests.grouping.small_schemes import head, rows, schemes

from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.diff import Change, diff
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.scheme.tables import Tables


def scheme_with(edit: Edit | None = None, **changes: object) -> Scheme:
    """The sound scheme, changed."""
    tables = sound_tables()
    if edit is not None:
        edit(tables)
    return build_scheme(Tables(head(**changes), tables), "测试方案")


def changes_of(edit: Edit | None = None, **changes: object) -> list[Change]:
    """What a change of the sound scheme is told as."""
    return list(diff(scheme_with(), scheme_with(edit, **changes)))


@given(schemes())
@settings(max_examples=30)
def test_a_scheme_does_not_differ_from_itself(scheme: Scheme) -> None:
    assert diff(scheme, scheme) == ()


def test_switches_of_the_head() -> None:
    assert changes_of(retry_procedures=True, title="另一个名称") == [
        Change("head", "changed", "retry_procedures", "retry_procedures", before="否", after="是")
    ]


def test_a_gate_and_a_rules_condition_with_old_and_new_text() -> None:
    found = changes_of(
        both(
            change("mdc", "MDCM", 3, "主诊断 属于 MDCM-诊断"),
            change("rule", "FR2", 6, "主诊断 属于 FR2-诊断 且 年龄 >= 18"),
        )
    )
    assert [(one.section, one.subject, one.before, one.after) for one in found] == [
        ("mdc", "MDCM", "主诊断 属于 MDCM-诊断 且 性别 属于 {1}", "主诊断 属于 MDCM-诊断"),
        ("rule", "FR2", "主诊断 属于 FR2-诊断", "主诊断 属于 FR2-诊断 且 年龄 >= 18"),
    ]


def test_rules_added_removed_and_moved() -> None:
    edit = both(
        drop("rule", "FM1"),
        drop("drg", "FM1"),
        drop("drg_name", "FM11", "FM13", "FM15"),
        add("rule", ("MDCF", 9, "FZ1", "FZ1", "其他", "", "任意", "")),
        change("rule", "FR1", 1, "8"),
    )
    found = [
        (one.kind, one.subject, one.before, one.after) for one in changes_of(edit) if one.section == "rule"
    ]
    assert found == [
        ("removed", "FM1", "主手术 属于 FM1-手术 且 任一手术 属于 FM1-造影", ""),
        ("added", "FZ1", "", "任意"),
        ("moved", "FR1", "FN1", "FR2"),
    ]


def test_lists_by_the_codes_that_came_and_went() -> None:
    edit = both(
        add("list", ("FR1-诊断", "I22.000", ""), ("FR1-诊断", "I23.000", "")), drop("list", "I21.100")
    )
    found = {one.subject: (one.added, one.removed) for one in changes_of(edit) if one.section == "list"}
    assert found == {
        "MDCF-诊断": ((), ("I21.100",)),
        "FR1-诊断": (("I22.000", "I23.000"), ("I21.100",)),
    }


def test_a_tag_is_part_of_an_entry() -> None:
    found = changes_of(both(drop("list", "88.5500"), add("list", ("FM1-造影", "88.5500", "2"))))
    assert [(one.added, one.removed) for one in found] == [(("88.5500#2",), ("88.5500",))]


def test_branches_are_told_whole() -> None:
    found = changes_of(change("drg", "FN16", 4, "任意"))
    assert [(one.section, one.subject, one.after) for one in found] == [
        ("branch", "FN1", "FN14 年龄 < 17（9）；FN16 任意（9）")
    ]


def test_complications_exclusions_names_and_code_tables() -> None:
    edit = both(
        change("complication", "I50.900", 1, "MCC"),
        change("exclusion", "I21.100", 1, "8"),
        change("drg_name", "FR19", 1, "改了名称"),
        change("diagnosis", "C61.x00", 2, "I21.000"),
        drop("procedure", "88.5500"),
        drop("valid_procedure", "88.5500"),
        add("site", ("I21.000", "躯干")),
    )
    found = [(one.section, one.subject, one.field, one.added, one.removed) for one in changes_of(edit)]
    assert found == [
        ("drg_name", "FR19", "name", (), ()),
        ("complication", "MCC", "code", ("I50.900",), ()),
        ("complication", "CC", "code", (), ("I50.900",)),
        ("exclusion", "", "table", ("I21.100=8",), ("I21.100=1",)),
        ("valid_procedure", "", "code", (), ("88.5500",)),
        ("site", "", "code", ("I21.000=躯干",), ()),
        ("diagnosis", "", "maps_to", ("C61.x00=I21.000",), ("C61.x00=C61.x00",)),
        ("procedure", "", "code", (), ("88.5500",)),
    ]


def test_an_mdc_that_came() -> None:
    edit = both(
        add("mdc", (0, "MDCQ", "血液", "主诊断 属于 MDCF-诊断")),
        lambda tables: tables.update(
            rule=[*tables["rule"], *rows(("MDCQ", 1, "QR1", "QR1", "", "", "任意", ""))]
        ),
    )
    found = [(one.section, one.kind, one.subject) for one in changes_of(edit)]
    assert found == [("mdc", "added", "MDCQ"), ("rule", "added", "QR1")]
