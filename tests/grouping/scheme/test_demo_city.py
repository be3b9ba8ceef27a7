"""The demonstration scheme and the invented city fit: every kind of case has its group, in the MDC it is meant for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from yiheng.grouping.case import Case, GroupStatus
from yiheng.grouping.case_check import Mode
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.library import open_scheme
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.synthetic.case_mix import CASE_MIX, CaseKind, CaseMix
from yiheng.synthetic.profile_library import city_content

ELSEWHERE = {
    "vertigo": "D",
    "influenza": "E",
    "tuberculosis": "E",
    "long_ventilation": "E",
    "tracheostomy": "B",
    "multiple_trauma": "E",
}
"""Kinds whose diagnosis ICD-10 files under another system than the city's mix does, or whose operation is lacking."""


@cache
def scheme() -> Scheme:
    return open_scheme("demo")


@cache
def mix() -> CaseMix:
    content = city_content(kinds=(CASE_MIX,))
    return content.get(CASE_MIX, "invented").value


def cases_of(kind: CaseKind) -> Iterator[Case]:
    """Each main diagnosis of a kind with each of its procedures and with none, alone and with each comorbidity."""
    groups = [one for one in mix().comorbidities if one.group in kind.also]
    others = [(), *((code,) for one in groups for code in one.dx)]
    operations = [(), *(tuple(one.codes.split("+")) for one in kind.px)]
    sex = "2" if kind.male == 0 else "1"
    for main in kind.dx:
        for px in operations:
            for more in others:
                if kind.newborn:
                    yield Case("", sex, 0, 3, 3100, kind.days, dx=(main, *more), px=px)
                else:
                    yield Case("", sex, 40, los_days=kind.days, dx=(main, *more), px=px)


def grouped(case: Case, mode: Mode = "strict") -> tuple[GroupStatus, str]:
    found = group_case(case, scheme(), mode)
    return found.status, found.mdc.removeprefix("MDC")


def test_every_case_that_the_city_invents_is_grouped_under_strict_checking_too():
    left = [
        (kind.kind, case.dx, case.px)
        for kind in mix().case_kinds
        for case in cases_of(kind)
        if grouped(case)[0] != GroupStatus.GROUPED
    ]
    assert left == []


def test_a_kind_of_case_falls_into_the_mdc_it_is_meant_for():
    astray = {
        (kind.kind, grouped(case)[1])
        for kind in mix().case_kinds
        for case in cases_of(kind)
        if grouped(case)[1] != kind.mdc
    }
    assert {kind for kind, _ in astray} == set(ELSEWHERE)
    assert all(mdc in ELSEWHERE[kind] for kind, mdc in astray), astray


def test_all_26_mdcs_and_every_severity_have_cases_of_the_city():
    found = [group_case(case, scheme(), "strict") for kind in mix().case_kinds for case in cases_of(kind)]
    assert {one.mdc for one in found} == {mdc.mdc for mdc in scheme().mdcs}
    assert {one.severity for one in found} == {1, 3, 5, 9}
