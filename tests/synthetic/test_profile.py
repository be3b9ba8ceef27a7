"""Profiles that cannot meet their own figures are named, with the line, and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import yiheng
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused
from yiheng.synthetic.profile_check import profile_problems
from yiheng.synthetic.profile_library import city_content, open_profile

SHIPPED = Path(yiheng.__file__).parent / "content" / "sichuan" / "city_profiles" / "panzhihua.yaml"


def changed(folder: Path, old: str, new: str):
    """The shipped profile under another name with one place changed."""
    text = SHIPPED.read_text(encoding="utf-8").replace("city_profile: panzhihua", "city_profile: elsewhere")
    assert text.count(old) >= 1
    path = folder / "city_profiles" / "elsewhere.yaml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return city_content((folder,))


def test_the_shipped_profile_meets_its_figures(entry):
    assert list(profile_problems(entry)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            'value: "138,155.51"',
            'value: "138,155.52"',
            "city_control",
        ),  # a line of the books by one hundredth of 万元
        (
            'value: "57,803.76", unit: 万元, source: {doc',
            'value: "57,903.76", unit: 万元, source: {doc',
            "city_control",
        ),
        ('value: "22.52"', 'value: "22.00"', "city_control"),
        ('measure: income}, value: "97.77"', 'measure: income}, value: "97.97"', "city_control"),
        ("low: 75, high: 97, share_ppm: 70000", "low: 75, high: 97, share_ppm: 80000", "city_shares"),
        ("beds: 1300, share_ppm: 360000", "beds: 1300, share_ppm: 350000", "city_shares"),
        ("series: active_insured\n", "series: active\n", "city_reference"),
        ("months: quarterly", "months: weekly", "city_reference"),
        ("    leaving_ppm: 3000", "    leaving_ppm: 3000", ""),
        ("{name: 收入预算, year: 2023", "{name: 收入预算, year: 2022", "city_reference"),
        ("to_resident_ppm: 4000", "to_resident_ppm: 400000", "city_people"),
        ("asked: 1000, positive: 957", "asked: 1000, positive: 1957", "city_above"),
        ('score: "75"', 'score: "175"', "city_above"),
        ('account: "400102"', 'account: "400101"', "city_account"),
        ('account: "500101"', 'account: "400199"', "city_account"),
        ("float_ppm: 60000", "float_ppm: 6000000", "value_unfit"),
        ("first_year: 2019", "first_year: 2010", "city_balance"),
    ],
)
def test_a_contradiction_is_named_with_its_line(tmp_path, old, new, code):
    content = changed(tmp_path, old, new)
    if not code:
        open_profile(content, "elsewhere")
        return
    with pytest.raises(Refused) as refusal:
        open_profile(content, "elsewhere")
    problem = refusal.value.problem
    assert problem.code == code
    assert problem.file.endswith("elsewhere.yaml") and problem.line > 1
    assert "elsewhere" in sentence(problem)


def test_an_unknown_profile_is_refused(content):
    with pytest.raises(Refused) as refusal:
        open_profile(content, "nowhere")
    assert refusal.value.problem.code == "content_unknown"


def test_a_series_between_two_anchors_is_a_straight_line(profile):
    resident = profile.series["resident_insured"]
    assert [resident.grown(year) for year in (2020, 2021, 2022, 2023)] == [686_100, 679_151, 665_841, 652_532]


def test_nothing_before_a_policy_began(profile):
    assert profile.series["outpatient_pooling_visits"].grown(2022) == 0
    assert profile.series["outpatient_pooling_visits"].grown(2023) == 1_851_145


def test_published_series_of_care(frame):
    assert frame.figure("inpatient_cases", 2019) == 223_151
    assert frame.figure("inpatient_cost", 2019) == 14_957_012 * 10_000
