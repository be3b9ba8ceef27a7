"""The region of a city: its full name, or its code; near ones where it is neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiheng.metrics.year import area_code, region_doubt, region_named
from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, Layer, load
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused


@pytest.fixture(scope="module")
def content() -> Content:
    return load((CODE_LISTS,), shipped_layers())


@pytest.mark.parametrize("said", ["四川省攀枝花市", "510400"])
def test_a_region_is_named_in_full_or_by_its_code(content, said):
    assert region_named(content, said) == "四川省攀枝花市"


def test_a_city_of_a_known_province_may_come_before_its_codes(content):
    assert region_named(content, "浙江省杭州市") == "浙江省杭州市"


@pytest.mark.parametrize(
    ("said", "like"),
    [
        ("四川省攀支花市", "四川省攀枝花市"),
        ("四川省攀枝市", "四川省攀枝花市"),
        ("四川省攀枝花市仁河区", "四川省攀枝花市仁和区"),
    ],
)
def test_a_city_whose_name_is_like_a_listed_one_is_doubted(content, said, like):
    assert region_named(content, said) == said
    doubt = region_doubt(content, said)
    assert (doubt.code, doubt.severity, doubt.found, doubt.expected) == ("region_like", "warning", said, like)
    assert sentence(doubt).startswith(f"区划表里没有“{said}”，只有相近的“{like}”")


@pytest.mark.parametrize("said", ["四川省攀枝花市", "四川省", "四川省成都市", "四川省示例市", "浙江省杭州市"])
def test_a_listed_city_or_one_like_no_other_is_not_doubted(content, said):
    assert region_doubt(content, said) is None


@pytest.mark.parametrize("said", ["攀枝花", "攀枝花市", "四川省攀枝花", "攀市", "999999"])
def test_a_word_that_is_no_region_is_refused_with_the_near_ones(content, said):
    with pytest.raises(Refused) as refused:
        region_named(content, said)
    assert refused.value.problem.code == "region_unknown"
    assert "攀枝花" not in said or "四川省攀枝花市" in refused.value.problem.expected.split("、")


def test_a_city_that_was_made_with_such_a_word_is_told_its_full_name(content):
    with pytest.raises(Refused) as refused:
        area_code(content, "攀枝花")
    assert "四川省攀枝花市" in refused.value.problem.expected.split("、")


def test_a_parent_above_itself_does_not_go_round_for_ever(content, tmp_path: Path):
    folder = tmp_path / "code_lists"
    folder.mkdir()
    folder.joinpath("own.yaml").write_text(
        "code_lists:\n  - list: admdvs\n    source: {doc: 试, status: inferred}\n"
        '    add: [{code: "990100", name: 环市, parent: "990100"}]\n',
        "utf-8",
    )
    circular = load((CODE_LISTS,), [*shipped_layers(), Layer("own", tmp_path)])
    assert region_named(circular, "990100") == "环市"
