"""The year of a profile: a form prints the evaluated year once, and a table of another year is told of."""

import pytest
from evaluation_cases import bundled, shipped
from report_cases import prose

from yiheng.performance.profile_check import PROFILES
from yiheng.performance.report import report
from yiheng.performance.self_evaluation_form import form

CAPACITY = "fengdu-2023-capacity"


@pytest.mark.parametrize(
    ("profile_id", "year", "heading"),
    [
        ("sc-employee-fund-2023", "2023", "四川省职工基本医疗保险基金预算绩效指标表"),
        ("fund-spending-2021-accuracy", "2021", "医疗保险基金支出绩效自评表（预算准确性）"),
        ("sc-project-2017", "", "四川省项目支出绩效评价指标体系（2017年版）"),
        ("national-10-50-30-10", "", "项目支出绩效自评表（10＋50＋30＋10）"),
    ],
)
def test_a_title_without_its_year(profile_id, year, heading):
    profile = shipped().get(PROFILES, profile_id).value
    assert (profile.year, profile.heading) == (year, heading)


def test_a_form_carries_the_evaluated_year_alone():
    for evaluation in (bundled("panzhihua-2023-employee-fund"), bundled(CAPACITY, "transfer-2024")):
        filled = form(evaluation)
        assert "年度" not in filled.title
        assert filled.period == "2023年度"


def test_a_table_of_another_year_is_told_of_in_the_report():
    own, other = bundled("panzhihua-2023-employee-fund"), bundled(CAPACITY, "transfer-2024")
    assert (own.other_year, other.other_year) == ("", "2024")
    told = "（该评分表用于2024年度，本次评价2023年度，待确认有无本年度的评分表）"
    assert told in prose(report(other, shipped()))
    assert "（该评分表用于" not in prose(report(own, shipped()))
