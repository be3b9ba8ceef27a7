"""What would change the group: each change of one code, and the group the plain reading gives then."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from yiheng.grouping.case import Case, GroupStatus
from yiheng.grouping.reason.explanation import explain
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.reason.what_if import addable, changes, what_if
from yiheng.grouping.reason.wording import change_words
from yiheng.grouping.scheme.library import open_scheme
from yiheng.grouping.scheme.scheme import Scheme


@cache
def scheme() -> Scheme:
    return open_scheme("demo")


def patient(dx: str, px: str = "") -> Case:
    return Case("", "1", 60, dx=tuple(dx.split()), px=tuple(px.split()))


def moves(case: Case) -> dict[tuple[str, str], str]:
    return {(one.kind, one.code): one.after.drg for one in what_if(case, scheme()) if one.moves}


def test_each_code_is_taken_away_and_each_other_one_made_the_main_one():
    case = patient("K80.100 K85.900 N18.900", "51.2300 51.8800")
    assert [(kind, code) for kind, code, _ in changes(case, scheme())] == [
        ("dx_removed", "K80.100"),
        ("dx_removed", "K85.900"),
        ("dx_removed", "N18.900"),
        ("dx_first", "K85.900"),
        ("dx_first", "N18.900"),
        ("px_removed", "51.2300"),
        ("px_removed", "51.8800"),
        ("px_first", "51.8800"),
        ("mcc_added", addable("MCC", case, scheme())),
        ("cc_added", addable("CC", case, scheme())),
        ("complications_removed", ""),
    ]


def test_the_changed_cases_are_what_their_names_say():
    case = patient("K80.100 K85.900 K85.900", "51.2300 51.8800")
    by_name = {(kind, code): changed for kind, code, changed in changes(case, scheme())}
    assert by_name["dx_removed", "K85.900"].dx == ("K80.100", "K85.900")
    assert by_name["dx_first", "K85.900"].dx == ("K85.900", "K80.100", "K85.900")
    assert by_name["px_first", "51.8800"].px == ("51.8800", "51.2300")
    assert by_name["complications_removed", ""].dx == ("K80.100",)


def test_a_stroke_with_fibrillation_moves_up_down_and_away():
    found = moves(patient("I63.900 I48.900"))
    mcc = addable("MCC", patient("I63.900"), scheme())
    assert found == {
        ("dx_removed", "I63.900"): "FT15",
        ("dx_removed", "I48.900"): "BR25",
        ("dx_first", "I48.900"): "FT13",
        ("mcc_added", mcc): "BR21",
    }


def test_an_added_complication_is_one_that_counts():
    for main in ("A41.900", "J96.000", "I21.000", "K72.900", "A17.000"):
        case = patient(main)
        for level in ("MCC", "CC"):
            code = addable(level, case, scheme())
            assert code and scheme().complications(level)[code] != scheme().exclusion.get(main)


def test_where_every_complication_is_excluded_or_there_there_is_none_to_add():
    alone = replace(scheme(), mcc={"J96.000": "呼吸衰竭"})
    assert addable("MCC", patient("J96.900"), alone) == ""
    assert addable("MCC", patient("I10.x00 J96.000"), alone) == ""
    assert addable("MCC", patient("I10.x00"), alone) == "J96.000"


def test_a_case_that_may_not_be_grouped_stays_so_whatever_is_changed():
    case = replace(patient("I63.900 I48.900"), sex=None)
    assert {one.after.status for one in what_if(case, scheme())} == {GroupStatus.UNCHECKED}
    assert not any(one.moves for one in what_if(case, scheme()))


def test_a_case_of_no_codes_has_nothing_to_change():
    assert what_if(patient(""), scheme()) == ()


def test_every_group_after_is_that_of_the_changed_case():
    case = patient("J18.900 A41.900 I48.900", "33.2700x001 32.4100")
    expected = [group_case(changed, scheme()) for _, _, changed in changes(case, scheme())]
    assert [one.after for one in what_if(case, scheme())] == expected


def test_a_change_is_told_in_words():
    case = patient("I63.900 I48.900")
    told = explain(case, scheme())
    words = [change_words(one, told) for one in what_if(case, scheme())]
    assert words[:3] == [
        "去掉主要诊断 I63.900 脑梗死，次位诊断成为主要诊断",
        "去掉诊断 I48.900 心房纤颤和心房扑动",
        "以 I48.900 心房纤颤和心房扑动 为主要诊断",
    ]
