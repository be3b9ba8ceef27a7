"""Ids of figures: stable, short enough for Word's tags, and one for each figure."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from stated import figure

from yiheng.metrics.catalogue import INSURANCE_NAMES, METRICS, ROLE_NAMES
from yiheng.metrics.figure import TAG_LIMIT
from yiheng.performance.library import open_subject
from yiheng.performance.subject import SUBJECTS, figure_set

CODES = st.from_regex(r"[a-z]{1,12}(_[a-z0-9]{1,12}){0,4}", fullmatch=True)
ITEMS = st.one_of(st.just(""), CODES, st.text("东西南北区县项目甲乙丙0123456789", min_size=1, max_size=40))
DIMENSIONS = st.tuples(
    CODES,
    st.sampled_from(sorted(ROLE_NAMES)),
    st.sampled_from(sorted(INSURANCE_NAMES)),
    st.sampled_from(["all", "pooled", "personal"]),
    ITEMS,
    st.sampled_from(["2021", "2023", "2023-11", "2023-Q1", "2023-01~11"]),
    st.one_of(st.none(), st.integers(1, 5000)),
)


def built(metric, role, insurance, account, item, period, restated_line):
    return figure(
        metric, "1 元", role=role, insurance=insurance, account=account, item=item, period=period,
        line=restated_line or 1, restated=restated_line is not None,
    )  # fmt: skip


@given(DIMENSIONS)
def test_an_id_fits_into_a_tag_and_stays(dimensions):
    name = built(*dimensions).id
    assert len(name) <= TAG_LIMIT == 64
    assert re.fullmatch(r"[!-~]+", name)
    assert name == built(*dimensions).id


@settings(max_examples=40)
@given(st.sets(DIMENSIONS, min_size=2, max_size=6))
def test_other_dimensions_another_id(dimensions):
    assert len({built(*each).id for each in dimensions}) == len(dimensions)


def test_an_id_says_what_it_is_of_where_that_fits():
    assert figure("fund_income", "1 元").id == "fund_income/actual/employee/all/-/2023"
    assert (
        figure("fund_income", "1 元", restated=True, line=51).id
        == "fund_income/actual/employee/all/-/2023/L51"
    )


def test_a_long_id_keeps_metric_and_role_and_the_hash_of_all():
    """The hash is part of published documents: it may never change."""
    assert (
        figure("inpatient_policy_reimbursement_rate", "1 %", item="resident_population").id
        == "inpatient_policy_reimbursement_rate/actual/f3584d3769"
    )


def test_an_id_knows_nothing_of_value_unit_and_place():
    assert figure("fund_income", "1 元", line=3).id == figure("fund_income", "2.50 万元", line=9, note="x").id


def test_all_figures_of_all_subjects_have_their_own_id(content):
    for key in content.keys(SUBJECTS):
        entry = open_subject(key, content)
        stated = figure_set(entry.value, entry.document, entry.path, content)
        assert len({each.id for each in stated}) == len(stated) > 0
        assert all(stated.by_id(each.id) is each for each in stated)


def test_catalogue_codes_leave_room_for_role_and_hash(content):
    assert all(
        len(f"{code[:40]}/{max(ROLE_NAMES, key=len)}/") + 10 <= TAG_LIMIT for code in content.keys(METRICS)
    )
