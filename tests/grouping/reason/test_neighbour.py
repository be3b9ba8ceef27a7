"""Why not the neighbouring group: other branches first, then the rules that lack least, with what is missing."""

from __future__ import annotations

from functools import cache

from yiheng.grouping.case import Case
from yiheng.grouping.reason.explanation import explain
from yiheng.grouping.reason.neighbour import Neighbour
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.reason.wording import neighbour_words
from yiheng.grouping.scheme.library import open_scheme
from yiheng.grouping.scheme.scheme import Scheme


@cache
def scheme() -> Scheme:
    return open_scheme("demo")


def neighbours(dx: str, px: str = "", sex: str = "1") -> tuple[Neighbour, ...]:
    return explain(Case("", sex, 60, dx=tuple(dx.split()), px=tuple(px.split())), scheme()).neighbours


def test_the_other_branches_of_the_rule_come_first_in_their_order():
    found = neighbours("I63.900 I48.900")
    assert [(one.place, one.drg) for one in found[:2]] == [("branch", "BR21"), ("branch", "BR25")]
    assert [part.text for part in found[0].missing] == ["有MCC"]
    assert found[1].missing == ()
    assert neighbour_words(found[1]) == "条件也成立，但排在已取的细分组之后"


def test_a_rule_that_holds_too_is_nearer_than_one_that_lacks_something():
    found = [one for one in neighbours("K35.800", "47.0100") if one.place != "branch"]
    assert (found[0].place, found[0].rule, found[0].missing) == ("later", "GW1", ())
    assert neighbour_words(found[0]) == "条件也成立，但次序排在后面"
    assert all(one.missing for one in found[1:])


def test_a_listed_procedure_that_is_not_the_main_one_is_named():
    found = neighbours("K80.100", "88.7600 51.2300")
    nearest = next(one for one in found if one.rule == "HC1")
    assert (nearest.place, nearest.missing[0].elsewhere) == ("earlier", ("51.2300 腹腔镜下胆囊切除术",))
    assert "51.2300 腹腔镜下胆囊切除术 在此列表中" in neighbour_words(nearest)
    assert [one.rule for one in found if one.place != "branch"][0] == "HC1"


def test_a_listed_diagnosis_that_is_not_the_main_one_is_named():
    found = neighbours("I20.000 I50.900")
    failure = next(one for one in found if one.rule == "FR1")
    assert failure.missing[0].elsewhere == ("I50.900 心力衰竭",)


def test_a_rule_for_another_illness_is_no_neighbour():
    rules = {one.rule for one in neighbours("J18.900")}
    assert rules.isdisjoint({"ES1", "ET1", "EU1", "ER1"})


def test_transplants_are_no_neighbours_of_a_tracheostomy_but_long_ventilation_is():
    """The pre-MDC is open to every procedure of its list; near is only what the case has a part of."""
    rules = [one.rule for one in neighbours("J18.900", "31.1x00")]
    assert "AH1" in rules
    assert {"AA1", "AB1", "AE1", "AF1"}.isdisjoint(rules)


def test_an_mdc_closed_to_the_case_is_a_neighbour_by_what_its_gate_lacks():
    found = neighbours("N40.x00", sex="2")
    assert (found[0].rule, [part.text for part in found[0].missing]) == ("MS1", ["性别 属于 {1}"])


def test_what_is_missing_for_a_neighbour_puts_the_case_there_when_it_is_given():
    case = Case("", "1", 60, dx=("K80.100",), px=("88.7600", "51.2300"))
    assert group_case(case, scheme()).rule == "HV1"
    swapped = Case("", "1", 60, dx=case.dx, px=("51.2300", "88.7600"))
    assert group_case(swapped, scheme()).rule == "HC1"
