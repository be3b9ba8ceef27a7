"""Raw names: every name under which a number was first typed leads to one code of the catalogue."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest
import yaml

METRICS = files("yiheng") / "content" / "national" / "metrics"
UNITS = files("yiheng") / "standards" / "units.csv"

CODES_LIMIT = 200
RAW_NAMES = 613
"""Distinct names in the register of facts read from public self-evaluation reports."""

ROLES = {"target", "actual", "budget", "prior", "standard"}
INSURANCES = {
    "employee", "resident", "maternity", "assistance", "ltc", "civil_servant", "retired_cadre", "capacity",
    "department", "all",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, Any]]:
    """Metrics by code, read as plain YAML so that the content is tested apart from the engine."""
    found: list[dict[str, Any]] = []
    for path in sorted(METRICS.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yaml"):
            found += yaml.safe_load(path.read_text(encoding="utf-8"))["metrics"]
    repeated = [code for code, times in Counter(metric["code"] for metric in found).items() if times > 1]
    assert repeated == []
    return {metric["code"]: metric for metric in found}


@pytest.fixture(scope="module")
def raw_names() -> list[dict[str, str]]:
    with (METRICS / "raw_names.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_catalogue_stays_small(catalogue):
    assert len(catalogue) <= CODES_LIMIT


def test_each_raw_name_has_exactly_one_row(raw_names):
    names = [row["raw_name"] for row in raw_names]
    assert len(names) == len(set(names)) == RAW_NAMES


def test_every_raw_name_leads_to_a_code(raw_names, catalogue):
    assert [row["raw_name"] for row in raw_names if row["code"] not in catalogue] == []


def test_every_code_is_used_or_marked_derived(raw_names, catalogue):
    used = {row["code"] for row in raw_names}
    unused = {code for code in catalogue if code not in used}
    assert unused == {code for code, metric in catalogue.items() if metric.get("derived")}


def test_role_and_scope_never_stand_in_a_code(catalogue):
    marks = ("_target", "pooled_income", "pooled_expense", "personal_account", "employee_", "resident_")
    assert [code for code in catalogue if any(mark in code for mark in marks)] == []


def test_dimensions_are_known_words(raw_names):
    assert {row["role"] for row in raw_names} <= ROLES | {""}
    assert {row["insurance"] for row in raw_names} <= INSURANCES | {""}
    assert {row["account"] for row in raw_names} <= {"", "pooled", "personal"}


def test_a_row_without_role_says_why(raw_names):
    """One raw name may have served targets and results alike; then the note tells the typist to look."""
    assert [row["raw_name"] for row in raw_names if not row["role"] and "多种角色" not in row["note"]] == []


def test_calibers_are_declared_by_their_metric(raw_names, catalogue):
    for row in raw_names:
        if row["caliber"]:
            declared = {caliber["id"] for caliber in catalogue[row["code"]]["calibers"]}
            assert row["caliber"] in declared, row["raw_name"]


def test_coverage_rates_of_different_base_never_share_a_scope(raw_names):
    """户籍 98.92% and 常住 97.2% of one year are two figures, so the caliber must also show in the item."""
    for row in raw_names:
        if row["code"] == "coverage_rate":
            assert row["item"], row["raw_name"]
            assert row["caliber"] in {row["item"], "priority_group"}, row["raw_name"]


def test_units_are_known_and_ratio_sides_exist(catalogue):
    with UNITS.open(encoding="utf-8") as stream:
        units = {row["name"] for row in csv.DictReader(stream)}
    for metric in catalogue.values():
        assert metric["unit"] in units, metric["code"]
        for side in ("numerator", "denominator"):
            assert metric.get(side) is None or metric[side] in catalogue, metric["code"]


@pytest.mark.parametrize(
    ("raw", "code", "role", "account", "item"),
    [
        ("fund_income", "fund_income", "actual", "", ""),
        ("pooled_income", "fund_income", "actual", "pooled", ""),
        ("personal_account_expense", "fund_expense", "actual", "personal", ""),
        ("pooled_payable_months_target", "payable_months", "target", "pooled", ""),
        ("fund_expense_budget", "fund_expense", "budget", "", ""),
        ("executed_capacity", "project_budget", "actual", "", "capacity"),
        ("safe_months_threshold", "payable_months", "standard", "pooled", ""),
        ("subsidy_standard_prev", "subsidy_standard", "prior", "", ""),
    ],
)
def test_role_account_and_item_take_over_from_the_raw_name(raw_names, raw, code, role, account, item):
    row = next(row for row in raw_names if row["raw_name"] == raw)
    assert (row["code"], row["role"], row["account"], row["item"]) == (code, role, account, item)
