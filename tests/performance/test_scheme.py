"""From a profile to indicators: shared points, frames filled by goals, variants, and what is marked as inferred."""

from fractions import Fraction

import pytest
from evaluation_cases import evaluated, goal, leaf, profile, shipped, subject
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.performance.profile import LevelTwo, Node, Profile
from yiheng.performance.profile_check import PROFILES, resolved, walk
from yiheng.performance.scheme import indicators, points_e2, points_text
from yiheng.performance.subject import Goal
from yiheng.standards.problem import Refused

FRAME = "national-10-50-30-10"


def scheme(data, *goals):
    """Code → full marks in hundredths."""
    found = indicators(Profile.model_validate(data), [Goal.model_validate(one) for one in goals])
    return {indicator.code: indicator.full_e2 for indicator in found}


def framed(*goals):
    """The same for goals under the national frame."""
    found = indicators(resolved(shipped(), FRAME), [Goal.model_validate(one) for one in goals])
    return {indicator.code: indicator.full_e2 for indicator in found}


def group(code, *children, **more):
    return {"code": code, "name": code, "children": list(children)} | more


def yes(code, **more):
    return {"code": code, "name": code, "primitive": "YES_NO"} | more


# POINTS


@pytest.mark.parametrize(("text", "e2"), [("5", 500), ("2.5", 250), ("0.01", 1), ("11.11", 1111), ("0", 0)])
def test_points_are_whole_hundredths(text, e2):
    assert points_e2(text) == e2
    assert points_text(e2) == text


def test_points_with_three_decimals_are_refused():
    with pytest.raises(Refused) as refusal:
        points_e2("0.125")
    assert refusal.value.problem.code == "points_unfit"


@pytest.mark.parametrize(("count", "shares"), [(3, [333, 333, 334]), (7, [142] + [143] * 6)])
def test_equal_shares_by_largest_remainder(count, shares):
    """Ten points over three or seven indicators without points of their own."""
    rest = yes("R", full="90")
    found = scheme(profile(group("L", group("G", *map(yes, "abcdefg"[:count]), full="10"), rest, full="100")))
    assert sorted(points for code, points in found.items() if code != "R") == shares


def test_the_earlier_indicator_gets_the_larger_share():
    found = scheme(profile(group("L", yes("a"), yes("b"), yes("c"), full="100")))
    assert found == {"a": 3334, "b": 3333, "c": 3333}


def test_given_points_stand_and_the_others_share_the_rest():
    found = scheme(profile(group("L", yes("a", full="60"), yes("b"), yes("c"), full="100")))
    assert found == {"a": 6000, "b": 2000, "c": 2000}


def test_level_one_without_points_shares_what_is_left_of_100():
    found = scheme(profile(group("A", yes("a"), full="16"), group("B", yes("b")), group("C", yes("c"))))
    assert found == {"a": 1600, "b": 4200, "c": 4200}


@settings(max_examples=60)
@given(
    st.recursive(
        st.just(None), lambda children: st.lists(children, min_size=1, max_size=6), max_leaves=40
    ).filter(lambda tree: tree is not None)
)
def test_every_level_adds_up_to_its_parent_whatever_the_tree(tree):
    counter = iter(range(10_000))

    def node(shape):
        code = f"N{next(counter)}"
        return yes(code) if shape is None else group(code, *map(node, shape))

    found = scheme(
        profile(*(one if one.get("children") else group("W" + one["code"], one) for one in map(node, tree)))
    )
    assert sum(found.values()) == 100_00
    assert min(found.values()) >= 0


# FRAMES


def test_one_goal_in_every_part_takes_all_of_it():
    found = framed(goal("O"), goal("B", level1="效益指标"), goal("S", level1="满意度指标"))
    assert found == {"E1": 1000, "O": 5000, "B": 3000, "S": 1000}


@pytest.mark.parametrize(
    ("present", "shares"),
    [
        (("产出指标", "效益指标"), {"产出指标": 5625, "效益指标": 3375}),
        (("产出指标", "满意度指标"), {"产出指标": 7500, "满意度指标": 1500}),
        (("效益指标", "满意度指标"), {"效益指标": 6750, "满意度指标": 2250}),
        (("效益指标",), {"效益指标": 9000}),
    ],
)
def test_points_of_an_absent_part_go_to_the_others_in_proportion(present, shares):
    found = framed(*(goal(part, level1=part) for part in present))
    assert found == {"E1": 1000} | shares


@pytest.mark.parametrize(
    ("groups", "shares"),
    [
        (("数量指标", "质量指标", "时效指标", "成本指标"), (2000, 1000, 1000, 1000)),
        (("数量指标", "质量指标"), (3333, 1667)),
        (("质量指标", "成本指标"), (2500, 2500)),
        (("成本指标",), (5000,)),
    ],
)
def test_level_two_shares_by_its_weights(groups, shares):
    """20, 10, 10, 10 of the 50 points of output; the groups a project has share all 50."""
    goals = [goal(f"O{number}", level2=name) for number, name in enumerate(groups)]
    found = framed(*goals, goal("B", level1="效益指标"), goal("S", level1="满意度指标"))
    assert tuple(found[f"O{number}"] for number in range(len(groups))) == shares


def test_goals_share_equally_within_their_group():
    quantity = [goal(f"Q{number}", level2="数量指标") for number in range(3)]
    found = framed(
        *quantity,
        goal("K", level2="质量指标"),
        goal("B", level1="效益指标"),
        goal("S", level1="满意度指标"),
    )
    assert [found["Q0"], found["Q1"], found["Q2"], found["K"]] == [1111, 1111, 1111, 1667]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
            st.sampled_from(["", "数量指标", "成本指标", "甲", "乙"]),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_a_frame_always_adds_up_to_100(places):
    goals = [goal(f"G{number}", level1=one, level2=two) for number, (one, two) in enumerate(places)]
    found = framed(*goals)
    assert sum(found.values()) == 100_00
    assert found["E1"] == 1000
    assert len(found) == 1 + len(places)


def test_a_goal_is_scored_by_its_nature():
    natures = {">=": "RATIO", ">": "RATIO", "<=": "RATIO", "<": "RATIO", "=": "EQUAL", "定性": "QUAL3"}
    goals = [
        Goal.model_validate(goal(f"G{number}", nature=nature, metric="activity_count"))
        for number, nature in enumerate(natures)
    ]
    found = [one for one in indicators(resolved(shipped(), FRAME), goals) if one.code.startswith("G")]
    assert [one.primitive for one in found] == list(natures.values())
    assert [one.sense for one in found[:4]] == ["at_least", "at_least", "at_most", "at_most"]


def test_a_qualitative_goal_takes_the_frames_own_rule():
    goals = [Goal.model_validate(goal("G", nature="定性"))]
    found = indicators(resolved(shipped(), "sc-project-2023"), goals)
    assert {one.code: one.primitive for one in found} == {"E1": "BUDGET_EXEC", "G": "QUAL5"}


# VARIANTS

BASE = profile(
    group("A", yes("a", full="40"), yes("b", full="20"), full="60"),
    group("B", yes("c", full="40"), full="40"),
    key="base",
    bonus_cap="3",
    grades="national-four",
)


def variant(**more):
    return {**profile(key="variant"), "tree": [], "extends": "base"} | more


def codes(*profiles):
    return {
        result.code: (result.indicator.full_e2, result.indicator.primitive)
        for result in evaluated(subject(profile="variant"), *profiles).results
    }


def test_a_variant_replaces_only_the_keys_it_names():
    found = codes(BASE, variant(replace={"b": {"name": "改名", "primitive": "QUAL3"}}))
    assert found == {"a": (4000, "YES_NO"), "b": (2000, "QUAL3"), "c": (4000, "YES_NO")}


def test_a_variant_removes_and_adds():
    node = yes("d", full="20")
    found = codes(BASE, variant(remove=["b"], add=[{"under": "A", "node": node}]))
    assert found == {"a": (4000, "YES_NO"), "d": (2000, "YES_NO"), "c": (4000, "YES_NO")}


def test_a_variant_keeps_the_settings_it_does_not_name():
    one = evaluated(subject(profile="variant"), BASE, variant(bonus_cap="5")).profile
    other = evaluated(subject(profile="variant"), BASE, variant()).profile
    assert (one.bonus_cap, other.bonus_cap) == ("5", "3")


def test_a_variant_of_a_variant():
    top = {**profile(key="top"), "tree": [], "extends": "variant", "replace": {"a": {"full": "30"}}}
    middle = variant(replace={"b": {"full": "30"}})
    results = evaluated(subject(profile="top"), BASE, middle, top).results
    assert [result.indicator.full_e2 for result in results] == [3000, 3000, 4000]


def test_a_profile_that_extends_itself_is_refused():
    with pytest.raises(Refused) as refusal:
        evaluated(subject(profile="variant"), variant(extends="variant"))
    assert refusal.value.problem.code == "profile_circular"


def test_the_accuracy_variants_change_nothing_but_the_money():
    for plain in (FRAME, "fund-spending-2021"):
        before, after = (
            {node.code: node for node in walk(resolved(shipped(), key).tree)}
            for key in (plain, f"{plain}-accuracy")
        )
        assert {code for code in before if before[code] != after[code]} == {"E", "E1"}
        assert after["E1"].primitive == "DEVIATION"
        assert after["E1"].full == "10"


# WHAT IS INFERRED


def test_shared_points_and_goals_are_inferred_and_stated_points_are_not():
    data = profile(
        group("A", yes("a", full="60", basis="stated"), full="60"),
        group("B", yes("b", basis="stated"), full="40"),
    )
    found = {one.code: one.inferred for one in indicators(Profile.model_validate(data), [])}
    assert found == {"a": False, "b": True}
    assert all(
        one.inferred
        for one in indicators(resolved(shipped(), FRAME), [Goal(code="G", name="目标", level1="产出指标")])[
            1:
        ]
    )


def test_stated_points_stay_stated_beside_a_sister_without_points():
    data = profile(group("A", yes("a", full="60", basis="stated"), yes("b"), full="100"))
    found = {one.code: one.inferred for one in indicators(Profile.model_validate(data), [])}
    assert found == {"a": False, "b": True}


def test_every_shipped_profile_adds_up_to_100():
    for key in shipped().keys(PROFILES):
        tree = resolved(shipped(), key).tree
        frames = [node for node in walk(tree) if node.from_goals]
        goals = [goal(f"G{number}", level1=node.name) for number, node in enumerate(frames)]
        found = indicators(resolved(shipped(), key), [Goal.model_validate(one) for one in goals])
        assert sum(one.full_e2 for one in found if not one.bonus) == 100_00, key


def test_a_checklists_items_add_up_to_the_indicator_in_every_shipped_profile():
    checked = 0
    for key in shipped().keys(PROFILES):
        tree = resolved(shipped(), key)
        full = {one.code: one.full_e2 for one in indicators(tree, [])}
        for node in walk(tree.tree):
            if node.primitive == "CHECKLIST":
                items = node.parameters["items"]
                assert sum(Fraction(item["points"]) for item in items) * 100 == full[node.code], (
                    key,
                    node.code,
                )
                checked += 1
    assert checked > 10


def test_no_band_of_a_shipped_profile_gives_more_than_its_indicator():
    for key in shipped().keys(PROFILES):
        tree = resolved(shipped(), key)
        full = {one.code: one.full_e2 for one in indicators(tree, [])}
        for node in walk(tree.tree):
            if node.primitive in ("BAND", "RANK"):
                highest = max(Fraction(band["points"]) for band in node.parameters["bands"])
                assert highest * 100 == full[node.code], (key, node.code)


def test_weights_of_level_two_need_not_be_whole():
    node = Node(
        code="O",
        name="产出指标",
        full="100",
        from_goals=True,
        level2=(LevelTwo(name="甲", weight="0.5"), LevelTwo(name="乙", weight="1.5")),
    )
    data = Profile.model_validate({**profile(), "tree": [node.model_dump()]})
    goals = [Goal.model_validate(goal(code, level2=name)) for code, name in (("a", "甲"), ("b", "乙"))]
    assert {one.code: one.full_e2 for one in indicators(data, goals)} == {"a": 2500, "b": 7500}


def test_a_goal_under_an_unknown_level_one_is_refused():
    with pytest.raises(Refused):
        evaluated(subject(profile=FRAME, goals=[goal("A", level1="产出"), goal("B", level1="效益指标")]))


def test_a_leaf_builder_gives_what_it_says():
    """The cases above rest on it: one indicator, all points."""
    assert scheme(profile(leaf("YES_NO"))) == {"X1": 10000}
