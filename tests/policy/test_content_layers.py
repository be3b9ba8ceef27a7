"""Layers: national < region < bureau; what holds for a region on a day, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from layers import LIMITS, layer, limits, read, values

from yiheng.policy.content import one_entry
from yiheng.policy.source_file import parse_document
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused

DAY = date(2023, 6, 30)


def test_the_upper_layer_replaces_the_whole_value(tmp_path):
    national = layer(
        tmp_path, "national", a=limits("code: cap, value: 全国, count: 7", "code: floor, value: 全国")
    )
    bureau = layer(tmp_path, "bureau", a=limits("code: cap, value: 本市"))
    content = read(national, bureau)
    assert content.problems == ()
    assert values(content) == {"cap": "本市", "floor": "全国"}
    assert content.get(LIMITS, "cap").value.count == 0  # not the 7 of the layer below
    assert content.get(LIMITS, "cap").layer is bureau


def test_the_order_of_layers_decides_not_their_names(tmp_path):
    upper = layer(tmp_path, "a-upper", a=limits("code: cap, value: 上"))
    lower = layer(tmp_path, "z-lower", a=limits("code: cap, value: 下"))
    assert values(read(lower, upper)) == {"cap": "上"}
    assert values(read(upper, lower)) == {"cap": "下"}


def test_a_region_layer_holds_only_for_its_region(tmp_path):
    national = layer(tmp_path, "national", a=limits("code: cap, value: 全国"))
    region = layer(
        tmp_path, "sichuan", "四川省", a=limits("code: cap, value: 四川", "code: own, value: 四川")
    )
    content = read(national, region)
    assert values(content, "四川省攀枝花市") == {"cap": "四川", "own": "四川"}
    assert values(content, "重庆市丰都县") == {"cap": "全国"}
    assert values(content) == {"cap": "全国"}
    assert content.get(LIMITS, "cap", "重庆市丰都县").value.value == "全国"
    assert content.get(LIMITS, "cap", "四川省攀枝花市").value.value == "四川"


def test_what_only_another_region_has_is_found_by_those_who_name_it(tmp_path):
    """Who names a provincial table for a subject elsewhere means it; a value that code asks for has its own region."""
    content = read(layer(tmp_path, "sichuan", "四川省", a=limits("code: own, value: 四川")))
    named = replace(LIMITS, by_name=True)
    assert content.get(named, "own", "重庆市丰都县").value.value == "四川"
    with pytest.raises(Refused) as refused:
        content.get(LIMITS, "own", "重庆市丰都县")
    assert refused.value.problem.code == "content_unknown"


DATED = limits(
    "code: cap, value: 旧, valid_from: 2020-01-01, valid_to: 2023-01-01",
    "code: cap, value: 新, valid_from: 2023-01-01",
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2020, 1, 1), "旧"),
        (date(2022, 12, 31), "旧"),
        (date(2023, 1, 1), "新"),
        (date(2030, 1, 1), "新"),
    ],
)
def test_a_value_holds_from_its_first_day_up_to_the_day_before_its_end(tmp_path, day, value):
    content = read(layer(tmp_path, "national", a=DATED))
    assert content.problems == ()
    assert content.get(LIMITS, "cap", as_of=day).value.value == value
    assert values(content, as_of=day) == {"cap": value}


def test_a_day_without_value_is_refused_not_guessed(tmp_path):
    content = read(layer(tmp_path, "national", a=DATED))
    assert values(content, as_of=date(2019, 12, 31)) == {}
    with pytest.raises(Refused) as caught:
        content.get(LIMITS, "cap", as_of=date(2019, 12, 31))
    assert caught.value.problem.code == "content_not_dated"
    assert sentence(caught.value.problem) == (
        "字段 限额：限额“cap”在 2019-12-31 没有有效的值（请补充该日期的政策值）。"
    )


def test_a_value_no_longer_holds_on_the_day_of_its_end(tmp_path):
    content = read(layer(tmp_path, "national", a=limits("code: cap, value: 旧, valid_to: 2023-01-01")))
    assert values(content, as_of=date(2022, 12, 31)) == {"cap": "旧"}
    assert values(content, as_of=date(2023, 1, 1)) == {}
    with pytest.raises(Refused) as caught:
        content.get(LIMITS, "cap", as_of=date(2023, 1, 1))
    assert caught.value.problem.code == "content_not_dated"


def test_an_upper_value_that_does_not_hold_yet_leaves_the_lower_one(tmp_path):
    national = layer(tmp_path, "national", a=limits("code: cap, value: 全国"))
    bureau = layer(tmp_path, "bureau", a=limits("code: cap, value: 本市, valid_from: 2024-01-01"))
    content = read(national, bureau)
    assert content.get(LIMITS, "cap", as_of=DAY).value.value == "全国"
    assert content.get(LIMITS, "cap", as_of=date(2024, 1, 1)).value.value == "本市"


def test_two_values_for_one_day_in_one_layer_name_both_places(tmp_path):
    content = read(
        layer(
            tmp_path,
            "national",
            a=limits("code: cap, value: 甲"),
            b=limits("code: x, value: 一", "code: cap, value: 乙"),
        )
    )
    (problem,) = content.problems
    assert (problem.code, problem.file, problem.line, problem.key) == (
        "content_overlap", "national/limits/b.yaml", 3, "cap",
    )  # fmt: skip
    assert problem.found == "national/limits/a.yaml 第 2 行"


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("valid_to: 2023-01-01", "valid_from: 2023-01-01", False),
        ("valid_to: 2023-01-02", "valid_from: 2023-01-01", True),
        ("valid_from: 2020-01-01, valid_to: 2021-01-01", "valid_from: 2022-01-01", False),
        ("valid_from: 2020-01-01", "valid_from: 2022-01-01, valid_to: 2023-01-01", True),
    ],
)
def test_days_overlap_or_meet(tmp_path, first, second, clash):
    rows = limits(f"code: cap, value: 甲, {first}", f"code: cap, value: 乙, {second}")
    problems = read(layer(tmp_path, "national", a=rows)).problems
    assert [problem.code for problem in problems] == ["content_overlap"] * clash


def test_the_same_key_in_two_layers_or_kinds_is_no_clash(tmp_path):
    national = layer(tmp_path, "national", a=limits("code: cap, value: 甲"))
    bureau = layer(tmp_path, "bureau", a=limits("code: cap, value: 乙"))
    (bureau.root / "sheets").mkdir()
    (bureau.root / "sheets" / "cap.yaml").write_text("code: cap\nvalue: 丙\n", encoding="utf-8")
    assert read(national, bureau).problems == ()


def test_an_unknown_key_is_refused_with_the_nearest(tmp_path):
    content = read(
        layer(tmp_path, "national", a=limits("code: fund_income, value: x", "code: zzz, value: x"))
    )
    with pytest.raises(Refused) as caught:
        content.get(LIMITS, "fund_incone")
    problem = caught.value.problem
    assert (problem.code, problem.key, problem.expected) == ("content_unknown", "fund_incone", "fund_income")


def test_without_any_content_there_is_nothing_near(tmp_path):
    with pytest.raises(Refused) as caught:
        read(layer(tmp_path, "national")).get(LIMITS, "cap")
    assert caught.value.problem.expected == "（无）"


def test_keys_are_sorted_and_of_one_kind(tmp_path):
    national = layer(tmp_path, "national", a=limits("code: b, value: x", "code: a, value: x"))
    (national.root / "sheets").mkdir()
    (national.root / "sheets" / "s.yaml").write_text("code: s\nvalue: x\n", encoding="utf-8")
    assert read(national).keys(LIMITS) == ["a", "b"]


def test_a_file_from_outside_the_layers_is_one_entry():
    entry = one_entry(LIMITS, parse_document(limits("code: cap, value: 甲"), "own.yaml"))
    assert (entry.key, entry.file, entry.line()) == ("cap", "own.yaml", 2)
    with pytest.raises(Refused) as caught:
        one_entry(LIMITS, parse_document(limits("code: cap"), "own.yaml"))
    assert caught.value.problem.code == "key_missing"
    with pytest.raises(Refused) as caught:
        one_entry(LIMITS, parse_document("limits: []\n", "own.yaml"))
    assert caught.value.problem.code == "file_empty"


def test_a_layer_without_folder_is_empty(tmp_path):
    assert read(layer(tmp_path, "national")).entries == ()
