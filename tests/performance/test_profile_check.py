"""What the check of content finds in a profile: points that do not add up, rules that cannot work, wrong references."""

import pytest
from evaluation_cases import faults, leaf, profile, shipped, with_profiles

from yiheng.performance.profile_check import PROFILES
from yiheng.policy.content import check
from yiheng.standards.message import sentence


def yes(code, full="", **more):
    return {"code": code, "name": code, "primitive": "YES_NO"} | ({"full": full} if full else {}) | more


def group(code, *children, **more):
    return {"code": code, "name": code, "children": list(children)} | more


RATE = {"metric": "satisfaction"}


def test_the_shipped_profiles_have_no_fault():
    assert check(shipped(), [PROFILES]) == []


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (profile(yes("a", "60"), yes("b", "30")), ("points_unequal", "90")),
        (profile(group("A", yes("a", "60"), yes("b", "30"), full="100")), ("points_unequal", "90")),
        (profile(yes("a", "60"), yes("b", "40.001")), ("points_unfit", "case")),
        (profile(yes("a", "60"), yes("b", "四十")), ("points_unfit", "case")),
        (profile(group("A", yes("a", "50"), yes("a", "50"), full="100")), ("indicator_duplicate", "a")),
        (profile(leaf("RATIOS")), ("primitive_unknown", "RATIOS")),
        (profile(leaf("RATIO")), ("actual_missing", "X1")),
        (profile(leaf("RATIO", actual={"metric": "satisfation"})), ("metric_unknown", "satisfation")),
        (profile(leaf("RATIO", actual=RATE, target={"metric": "goal"})), ("metric_unknown", "goal")),
        (profile(leaf("RANGE", actual=RATE, parameters={"low": "6"})), ("parameters_unfit", "RANGE")),
        (profile(leaf("RATIO", actual=RATE, parameters={"cap": "1"})), ("parameters_unfit", "RATIO")),
        (
            profile(leaf("EQUAL", actual=RATE, parameters={"otherwise": "half"})),
            ("parameters_unfit", "EQUAL"),
        ),
        (
            profile(
                leaf(
                    "RATIO",
                    actual=RATE,
                    standard={"value": "5", "unit": "块", "source": {"status": "inferred"}},
                )
            ),
            ("unit_unknown", "块"),
        ),
        (profile(group("A", yes("a", "100", children=[yes("b")]), full="100")), ("node_unfit", "a")),
        (profile(group("A", {"code": "b", "name": "空"}, full="100")), ("node_unfit", "b")),
        (profile(yes("a", "100"), grades="five-stars"), ("content_unknown", "five-stars")),
        (profile(yes("a", "100"), replace={"z": {"name": "改"}}), ("indicator_unknown", "z")),
    ],
)
def test_a_fault_of_a_profile(data, fault):
    assert fault in faults(data)


def test_a_profile_without_faults():
    assert faults(profile(yes("a", "60"), yes("b", "40"))) == []


def test_levels_without_points_need_not_add_up():
    assert faults(profile(group("A", yes("a", "60"), yes("b"), full="100"))) == []


def test_an_unscored_form_needs_no_points():
    assert faults(profile(yes("a", "1"), yes("b", "2"), unscored=True)) == []


def test_a_bonus_stands_outside_the_hundred():
    bonus = group("加", yes("c", "5"), full="5", bonus=True)
    assert faults(profile(yes("a", "100"), bonus, bonus_cap="5")) == []


def test_a_scenario_replaces_known_indicators_only():
    one = {"id": "s", "name": "另一口径", "replace": {"z": {"name": "改"}}}
    assert ("indicator_unknown", "z") in faults(profile(yes("a", "100"), scenarios=[one]))


def test_circles_are_found_however_long():
    ring = [
        profile(key=key, extends=base) | {"tree": []} for key, base in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    assert {code for code, _ in faults(*ring)} == {"profile_circular"}


# FAULTS BEYOND A SINGLE KEY


@pytest.mark.parametrize(
    "node",
    [
        leaf("CHECKLIST", parameters={"items": [{"id": "a", "name": "甲", "points": "30"}]}),
        leaf("CHECKLIST", parameters={"items": []}),
        leaf(
            "CHECKLIST",
            parameters={"items": [{"id": "a", "name": "甲", "points": "90"}, {"id": "b", "name": "乙"}]},
        ),
        leaf("BAND", actual=RATE, parameters={"bands": [{"from": "九十", "points": "100"}]}),
        leaf("BAND", actual=RATE, parameters={"bands": [{"points": "120"}]}),
        leaf("DEDUCT_PER_POINT", actual=RATE, parameters={"per_point": "一"}),
        leaf("QUAL5", parameters={"points": {"优": "1"}}),
        leaf("RATIO", actual=RATE, standard={"value": "高", "unit": "%", "source": {"status": "inferred"}}),
        leaf("RATIO", actual=RATE, standard={"value": "5", "unit": "元", "source": {"status": "inferred"}}),
    ],
)
def test_a_rule_that_cannot_give_its_points(node):
    assert faults(profile(node))


@pytest.mark.parametrize("more", [{"remove": ["ZZ"]}, {"add": [{"under": "ZZ", "node": yes("n")}]}])
def test_a_variant_of_nodes_that_are_not_there(more):
    variant = {**profile(), "tree": [], "extends": "sc-employee-fund-2023"} | more
    assert "ZZ" in {found for _, found in faults(variant)}


def test_a_bonus_needs_its_cap():
    assert faults(profile(yes("a", "100"), group("加", yes("c", "5"), full="5", bonus=True)))


def test_a_scenario_names_a_known_caliber():
    one = {"id": "s", "name": "另一口径", "calibers": {"payable_months": "last_year"}}
    assert faults(profile(yes("a", "100"), scenarios=[one]))


def test_a_variant_of_a_profile_that_is_not_there():
    variant = {**profile(), "tree": [], "extends": "没有"}
    problem = next(p for p in check(with_profiles(variant), [PROFILES]) if p.key == "case")
    assert "“没有”" in sentence(problem)
