"""A second, plain scoring of two published tables, written from 03 §1a and §1f apart from the engine.

It reads the subject's YAML itself, knows nothing of profiles, primitives or readings, and must give every
indicator the same hundredths — for the published year, and for years in which the figures came out otherwise.
"""

from copy import deepcopy
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import ceil

import yaml
from evaluation_cases import evaluated
from hypothesis import given, settings
from hypothesis import strategies as st

EMPLOYEE = "panzhihua-2023-employee-fund"
CHANGJI = ("changji-2021-employee", "changji-2021-resident")

IN_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
IN_ONES = {"人": 1, "万人": 10_000, "人次": 1, "万人次": 10_000}


@cache
def _typed_in(name):
    path = files("yiheng").joinpath("content", "subjects", f"{name}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def typed_in(name):
    """The subject as its file has it, to be changed at will."""
    return deepcopy(_typed_in(name))


def row_of(data, metric, role="actual", account="all", item=""):
    """The first statement of a number; None where it has none."""
    for row in data["facts"]:
        same = row["metric"] == metric and row.get("role", "actual") == role
        same = same and row.get("account", "all") == account and row.get("item", "") == item
        if same and not row.get("restated") and not row.get("lost"):
            return row
    return None


def value_of(data, *what, **where):
    """The number in yuan, in ones, or as printed."""
    row = row_of(data, *what, **where)
    if row is None:
        return None
    size = IN_YUAN.get(row["unit"]) or IN_ONES.get(row["unit"]) or 1
    return Fraction(row["value"].replace(",", "")) * size


def hundredths(points, full):
    """Kept within the indicator, rounded half up."""
    kept = min(max(Fraction(points), Fraction(0)), Fraction(full))
    return int(kept * 100 + Fraction(1, 2))


# EMPLOYEE FUND (03 §1a)

ITEMS = {
    "A1": {"basis": 3, "procedure": 2},
    "A2": dict.fromkeys(("drafts", "duties", "publication"), 1),
    "B1": dict.fromkeys(("unified_fund", "two_lines", "internal_control"), 1),
    "B2": dict.fromkeys(("statements", "execution", "submission", "adjustment"), 1),
    "B3": dict.fromkeys(("rules", "goals", "submission", "content", "publication"), 1),
    "B5.1": dict.fromkeys(("six_unified", "service", "information", "pooling"), 1),
    "B5.2": dict.fromkeys(("assessment", "agreement", "appraisal", "application"), Fraction(1, 2)),
}
SAID = {"B4": 3, "B7.2": 1, "C5": 5}


def share(done, goal, full):
    return full if done >= goal else full * done / goal


def accurate(done, planned, full):
    beyond = abs(done / planned * 100 - 100) - 5
    return full if beyond <= 0 else full - ceil(beyond)


def stairs(value, *steps):
    """The points of the first step that the value reaches."""
    return next((points for bound, points in steps if value >= Fraction(bound)), 0)


def employee_fund(data):
    """Indicator → hundredths."""
    evidence = data["evidence"]
    found = {
        code: hundredths(
            sum(points for item, points in items.items() if evidence[code]["items"][item]["met"]), 5
        )
        for code, items in ITEMS.items()
    }
    found |= {code: hundredths(full if evidence[code]["met"] else 0, full) for code, full in SAID.items()}
    share_of_methods = value_of(data, "non_ffs_payment_share")
    goal_of_methods = value_of(data, "non_ffs_payment_share", "target")
    found["B5.3"] = hundredths(share(share_of_methods, goal_of_methods, 2), 2)
    found["B6"] = hundredths(4 - evidence["B6"]["findings"], 4)
    supervision = value_of(data, "supervision_score")
    found["B7.1"] = hundredths(stairs(supervision, (90, 10), (80, 8), (70, 6), (60, 4)), 10)
    covered = value_of(data, "coverage_rate", item="resident_population")
    found["C1"] = hundredths(5 - max(ceil(95 - covered), 0), 5)
    found["C2.1"] = hundredths(share(value_of(data, "contribution_base_rate"), 100, 5), 5)
    found["C2.2"] = hundredths(share(value_of(data, "collection_rate"), 95, 5), 5)
    for code, metric in (("C3.1", "fund_income"), ("C3.2", "fund_expense")):
        found[code] = hundredths(accurate(value_of(data, metric), value_of(data, metric, "budget"), 4), 4)
    found["C4.1"] = hundredths(value_of(data, "premium_income_share") >= 95, 1)
    found["C4.2"] = hundredths(value_of(data, "benefit_expense_share") >= 95, 1)
    found["C4.3"] = hundredths(value_of(data, "other_expense_share") <= 5, 1)
    interest = value_of(data, "interest_yield")
    found["D1"] = hundredths(stairs(interest, ("1.10", 3), ("0.35", Fraction(3, 2))), 3)
    found["D2.1"] = hundredths(share(value_of(data, "inpatient_policy_reimbursement_rate"), 80, 5), 5)
    found["D2.2"] = hundredths(share(value_of(data, "outpatient_policy_reimbursement_rate"), 50, 5), 5)
    found["D3.1"] = hundredths(3 if value_of(data, "current_surplus", account="pooled") >= 0 else 0, 3)
    found["D3.2"] = hundredths(stairs(value_of(data, "payable_months", account="pooled"), (6, 2), (3, 1)), 2)
    content = value_of(data, "satisfaction", item="policy")
    found["D4"] = hundredths(5 - max(ceil((90 - content) / 5), 0), 5)
    found["E1"] = hundredths(5 if evidence["E1"]["met"] and evidence["E1"].get("document") else 0, 5)
    return found


def engine(data):
    return {result.code: result.computed_e2 for result in evaluated(data).results}


def test_the_employee_fund_scored_twice():
    data = typed_in(EMPLOYEE)
    assert engine(data) == employee_fund(data)
    assert sum(employee_fund(data).values()) == 94_00


def printed(low, high):
    """A number with two decimals, as reports print it."""
    return st.integers(low, high).map(
        lambda cents: (
            f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else f"-{-cents // 100}.{-cents % 100:02d}"
        )
    )


def with_values(data, values):
    """The subject with first statements of these numbers changed."""
    for (metric, role, account, item), value in values.items():
        row_of(data, metric, role, account, item)["value"] = value
    return data


def key(metric, role="actual", account="all", item=""):
    return (metric, role, account, item)


OTHER_EMPLOYEE_YEARS = st.fixed_dictionaries(
    {
        key("supervision_score"): printed(0, 100_00),
        key("coverage_rate", item="resident_population"): printed(80_00, 100_00),
        key("contribution_base_rate"): printed(0, 130_00),
        key("collection_rate"): printed(0, 100_00),
        key("fund_income"): printed(220_000_00, 265_000_00),
        key("fund_expense"): printed(190_000_00, 225_000_00),
        key("premium_income_share"): printed(94_00, 96_00),
        key("benefit_expense_share"): printed(94_00, 96_00),
        key("other_expense_share"): printed(4_00, 6_00),
        key("interest_yield"): printed(0, 3_00),
        key("inpatient_policy_reimbursement_rate"): printed(0, 100_00),
        key("outpatient_policy_reimbursement_rate"): printed(0, 100_00),
        key("current_surplus", account="pooled"): printed(-5_00, 5_00),
        key("payable_months", account="pooled"): printed(0, 12_00),
        key("satisfaction", item="policy"): printed(50_00, 100_00),
        key("non_ffs_payment_share"): printed(0, 100_00),
        key("non_ffs_payment_share", "target"): printed(1, 100_00),
    }
)


@settings(max_examples=20)
@given(OTHER_EMPLOYEE_YEARS, st.integers(0, 6), st.lists(st.booleans(), min_size=24, max_size=24))
def test_other_years_of_the_employee_fund_scored_twice(values, found, answers):
    data = with_values(typed_in(EMPLOYEE), values)
    data["evidence"]["B6"]["findings"] = found
    said = iter(answers)
    for code in ITEMS:
        for item in data["evidence"][code]["items"].values():
            item["met"] = next(said, True)
    assert engine(data) == employee_fund(data)


# CHANGJI (03 §1f)


def parts(points, count):
    """Hundredths shared equally, the earlier places a hundredth more."""
    each, left = divmod(points, count)
    return [each + (place < left) for place in range(count)]


def changji(data):
    """10 + 50 + 30 + 10: quantity 20, quality, timeliness and cost 10 each, two effects 15 each."""
    spent, planned = value_of(data, "fund_expense"), value_of(data, "fund_expense", "budget")
    found = {"E1": hundredths(min(spent / planned, Fraction(1)) * 10, 10)}
    goals = data["goals"]
    quantity = [one for one in goals if one.get("level2") == "数量指标"]
    for one, full_e2 in zip(quantity, parts(20_00, len(quantity)), strict=True):
        full = Fraction(full_e2, 100)
        done, goal = value_of(data, one["metric"]), value_of(data, one["metric"], "target")
        found[one["code"]] = hundredths(share(done, goal, full), full)
    for one in goals:
        done, goal = value_of(data, one["metric"]), value_of(data, one["metric"], "target")
        match one["level2"]:
            case "质量指标" | "服务对象满意度指标":
                found[one["code"]] = hundredths(share(done, goal, 10), 10)
            case "时效指标" | "成本指标":
                found[one["code"]] = hundredths(10 if done <= goal else 10 * goal / done, 10)
            case "社会效益指标":
                found[one["code"]] = hundredths(15 if done <= 0 else 0, 15)
            case "可持续影响指标":
                surplus = value_of(data, "fund_income") - value_of(data, "fund_expense")
                found[one["code"]] = hundredths(15 if surplus >= 0 else 0, 15)
    return found


def repeats_its_goal(data, one):
    """A result that is the goal's words, or its digits."""
    done, goal = row_of(data, one["metric"]), row_of(data, one["metric"], "target")
    if done.get("op"):
        return True
    same = goal and (done["value"].replace(",", ""), done["unit"]) == (
        goal["value"].replace(",", ""),
        goal["unit"],
    )
    return bool(same)


def test_changji_scored_twice():
    totals = []
    for name in CHANGJI:
        data = typed_in(name)
        assert engine(data) == changji(data)
        repeated = {one["code"] for one in data["goals"] if repeats_its_goal(data, one)}
        points = changji(data)
        totals.append((sum(points.values()), sum(e2 for code, e2 in points.items() if code not in repeated)))
    assert totals == [(97_91, 57_91), (99_86, 49_86)]


def test_changji_withheld_twice():
    for name in CHANGJI:
        data = typed_in(name)
        repeated = {one["code"] for one in data["goals"] if repeats_its_goal(data, one)}
        kept = {code: 0 if code in repeated else e2 for code, e2 in changji(data).items()}
        assert {result.code: result.verified_e2 for result in evaluated(data).results} == kept


COUNT = st.integers(1, 3_000_000).map(str)
OTHER_CHANGJI_YEARS = st.fixed_dictionaries(
    {
        key("inpatient_visits"): COUNT,
        key("outpatient_visits"): COUNT,
        key("maternity_medical_visits"): st.integers(1, 12_000).map(str),
        key("maternity_allowance_persons"): st.integers(1, 9_000).map(str),
        key("fund_expense"): printed(10_00, 30_00),
        key("fund_income"): printed(10_00, 30_00),
        key("payment_workdays"): st.integers(1, 60).map(str),
        key("first_payment_accuracy"): printed(50_00, 100_00),
        key("petition_rate"): st.sampled_from(["0", "0.00", "0.01", "2"]),
        key("satisfaction"): printed(50_00, 100_00),
    }
)


@settings(max_examples=20)
@given(OTHER_CHANGJI_YEARS)
def test_other_years_of_changji_scored_twice(values):
    data = with_values(typed_in(CHANGJI[0]), values)
    assert engine(data) == changji(data)
