"""The published schemes: import, folder and back; a patch on the national base; the defects that are known of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.grouping.published import SCHEMES, needs_schemes, scheme_names
from tests.grouping.scheme.sound_scheme import shipped_checks

from yiheng.app.jobs.scheme import write_scheme
from yiheng.grouping.scheme.build import build_scheme, tables_hash
from yiheng.grouping.scheme.diff import diff
from yiheng.grouping.scheme.folder_read import read_tables
from yiheng.grouping.scheme.lint.finding import Lint
from yiheng.grouping.scheme.lint.lint import lint
from yiheng.grouping.scheme.raw_import import import_raw

BASE = "chs_drg_11"

KNOWN: dict[str, dict[str, int]] = {
    "chs_drg_10": {"lint_shadowed_rule": 14},
    "chs_drg_11": {
        "lint_px_not_valid": 1097,
        "lint_valid_px_unlisted": 1735,
        "lint_dx_in_two_mdcs": 1007,
        "lint_dx_without_mdc": 4271,
    },
    "liaocheng_2022": {"lint_dead_branch": 155, "lint_rule_without_drg": 8, "lint_name_without_drg": 19},
    "changzhou_2022": {"lint_dead_branch": 33, "lint_rule_without_drg": 6, "lint_mdc_without_gate": 1},
    "zhejiang_2022": {"lint_dead_branch": 15, "lint_empty_list": 2, "lint_goes_on": 1},
    "foshan_2022": {"lint_dead_branch": 10},
    "beijing_2022": {"lint_dead_branch": 4, "lint_adrg_as_drg": 3},
    "hefei_2023": {"lint_dead_branch": 1, "lint_empty_list": 34},
    "wuxi_2022": {"lint_rule_without_drg": 19, "lint_goes_on": 23},
    "fuzhou_2022": {"lint_rule_without_drg": 50, "lint_adrg_as_drg": 51},
    "qingdao_2023": {"lint_rule_without_drg": 4, "lint_adrg_as_drg": 4},
    "wlmq_2022": {"lint_shadowed_branch": 1, "lint_name_without_drg": 1},
}
"""Known defects of published schemes and in how many rows they show (01 §6)."""

pytestmark = [pytest.mark.slow, needs_schemes]


@cache
def linted(name: str) -> Lint:
    tables = import_raw(SCHEMES / name)
    return lint(tables, build_scheme(tables, name), shipped_checks())


@pytest.mark.parametrize("name", scheme_names())
def test_an_imported_scheme_is_written_and_read_back(name: str, tmp_path: Path) -> None:
    tables = import_raw(SCHEMES / name)
    write_scheme(tables, tmp_path / name)
    assert tables_hash(read_tables(tmp_path / name)) == tables_hash(tables)


@pytest.mark.parametrize("name", [name for name in scheme_names() if name != BASE])
def test_a_patch_on_the_national_base_means_the_whole(name: str, tmp_path: Path) -> None:
    write_scheme(import_raw(SCHEMES / BASE), tmp_path / BASE)
    whole = import_raw(SCHEMES / name)
    patched = write_scheme(whole, tmp_path / name, str(tmp_path / BASE))
    assert diff(build_scheme(whole, name), patched) == ()


@pytest.mark.parametrize(("name", "check"), [(name, check) for name in KNOWN for check in KNOWN[name]])
def test_a_known_defect_is_found_in_every_row(name: str, check: str) -> None:
    assert len(linted(name).found.get(check, ())) == KNOWN[name][check]


def test_rules_unreachable_behind_a_category_without_gate_are_named() -> None:
    found = {one.rule for one in linted("changzhou_2022").found["lint_shadowed_rule"]}
    assert found >= {"TB1", "WJ1", "XJ1"}
