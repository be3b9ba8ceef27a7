"""The scheme folder: written and read back, whole or as a patch; every fault with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.grouping.scheme.raw_folder import write_raw
from tests.grouping.small_schemes import head, heart_tables, rows, scheme_of

from yiheng.grouping.case import Case
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.build import read_scheme, tables_hash
from yiheng.grouping.scheme.folder_read import read_tables
from yiheng.grouping.scheme.folder_write import write_tables
from yiheng.grouping.scheme.raw_import import import_raw
from yiheng.grouping.scheme.tables import SchemeRefused, Tables
from yiheng.standards.problem import Problem, Refused


def written(folder: Path, **changes: object) -> Path:
    """The heart scheme as a folder."""
    write_tables(Tables(head(**changes), heart_tables()), folder)
    return folder


def faults(folder: Path) -> list[Problem]:
    """What is wrong with a folder."""
    with pytest.raises(SchemeRefused) as refused:
        read_scheme(folder)
    return list(refused.value.problems)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    scheme, again = scheme_of(heart_tables()), read_scheme(written(tmp_path / "心"))
    assert [rule.condition for rule in scheme.rules] == [rule.condition for rule in again.rules]
    assert scheme.lists == again.lists
    assert scheme.content_hash == again.content_hash


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = written(tmp_path / "一"), written(tmp_path / "二")
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files
    assert all((one / file).read_bytes() == (other / file).read_bytes() for file in files)


def test_a_patch_holds_only_what_differs_and_gives_the_whole(tmp_path: Path) -> None:
    base = written(tmp_path / "国家")
    tables = heart_tables()
    tables["rule"] = [row for row in tables["rule"] if row.values[2] != "FQY"]
    tables["drg"] = [row for row in tables["drg"] if row.values[0] != "FR1"] + rows(
        ("FR1", 1, "FR19", 9, "任意")
    )
    tables["list"] = [row for row in tables["list"] if row.values[1] != "I21.001"] + rows(
        ("F-梗死", "I22.000", "")
    )
    own = Tables(head(scheme="city", base="../国家"), tables)
    write_tables(own, tmp_path / "城市", read_tables(base))
    assert (tmp_path / "城市" / "list" / "F.csv").read_text(encoding="utf-8").splitlines() == [
        "change,list,code,tag", "删,F-梗死,I21.001,", ",F-梗死,I22.000,",
    ]  # fmt: skip
    assert not (tmp_path / "城市" / "mdc.csv").exists()
    city = read_scheme(tmp_path / "城市")
    assert [rule.rule for rule in city.rules] == ["AA1", "FM1", "FR1"]
    assert [one.drg for one in city.rules[2].branches] == ["FR19"]
    assert city.codes("F-梗死").entries == ("I21.000", "I22.000")
    assert group_case(Case("1", "1", 60, dx=("I50.000",), px=("37.2200",)), city).drg == "FR19"


def test_a_change_that_is_only_order_still_comes_through(tmp_path: Path) -> None:
    base = written(tmp_path / "国家")
    tables = heart_tables()
    tables["rule"] = rows(
        *(
            [*r.values[:1], {"1": 3, "3": 1}.get(r.values[1], r.values[1]), *r.values[2:]]
            if r.values[0] == "MDCF"
            else r.values
            for r in tables["rule"]
        )
    )
    write_tables(Tables(head(base="../国家"), tables), tmp_path / "城市", read_tables(base))
    assert [rule.rule for rule in read_scheme(tmp_path / "城市").rules] == ["AA1", "FR1", "FQY", "FM1"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line"),
    [
        ("rule.csv", "且 日龄", "并且 日龄", "scheme_condition", 2),
        ("rule.csv", "F-介入", "F-介入术", "scheme_list_missing", 3),
        ("rule.csv", "MDCF,2", "MDCF,二", "scheme_whole_number", 4),
        ("rule.csv", "FQY,QY", "FR1,QY", "scheme_key_repeated", 5),
        ("rule.csv", "MDCA,1", "MDCQ,1", "scheme_mdc_unknown", 2),
        ("rule.csv", "歧义", "待定", "scheme_rule_kind", 4),
        ("drg.csv", "FM1,3", "FZ9,3", "scheme_rule_unknown", 5),
        ("drg.csv", "FM1,2", "FM1,1", "scheme_key_repeated", 4),
        ("drg.csv", "rule,order,drg", "规则,次序,病组", "scheme_header", 1),
        ("drg.csv", "FM13,3", "FM13", "scheme_row_width", 4),
        ("complication.csv", "MCC,1", "MMC,1", "scheme_level", 2),
        ("list/F.csv", "F-梗死,I21.000,", "F#梗死,I21.000,", "scheme_list_name", 4),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int
) -> None:
    folder = written(tmp_path / "心")
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = [(one.code, Path(one.file).name, one.line) for one in faults(folder)]
    assert (code, Path(file).name, line) in found


def test_a_cycle_of_bases_a_missing_table_and_foreign_bytes(tmp_path: Path) -> None:
    written(tmp_path / "甲", base="../乙")
    written(tmp_path / "乙", base="../甲")
    with pytest.raises(Refused) as refused:
        read_scheme(tmp_path / "甲")
    assert refused.value.problem.code == "scheme_base_cycle"
    assert refused.value.problem.found == "甲 → 乙 → 甲"
    folder = written(tmp_path / "心")
    (folder / "rule.csv").write_bytes("rule,规则\n".encode("gb18030"))
    assert [one.code for one in faults(folder)] == ["encoding_not_utf8"]
    (folder / "rule.csv").unlink()
    assert [one.code for one in faults(folder)] == ["scheme_table_missing"]
    with pytest.raises(Refused) as refused:
        read_scheme(tmp_path)
    assert refused.value.problem.code == "scheme_folder_empty"


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path: Path) -> None:
    folder = written(tmp_path / "心")
    with pytest.raises(Refused) as refused:
        written(folder)
    assert refused.value.problem.code == "scheme_folder_full"


def test_an_import_written_and_read_is_the_import(tmp_path: Path) -> None:
    tables = import_raw(write_raw(tmp_path))
    write_tables(tables, tmp_path / "方案")
    again = read_tables(tmp_path / "方案")
    for name, before in tables.rows.items():
        assert sorted(row.values for row in again.rows[name]) == sorted(row.values for row in before)
    assert tables_hash(again) == tables_hash(tables)
