"""The cascade: equal numbers decide, whole identities decide when alone, everything else is for people."""

from __future__ import annotations

from datetime import date

import pytest

from yiheng.intake.person.matching import Match, match_records, repeated_persons
from yiheng.intake.person.person_record import PersonRecord, comparable, comparable_name

AS_OF = date(2024, 1, 1)
SAMPLE = "11010519491231002X"  # the sample of GB 11643
SAMPLE_15 = "110105491231002"
WRONG_DIGIT = "11010519491231012X"
BIRTH = date(1949, 12, 31)
REGION = "四川省攀枝花市"


@pytest.fixture
def match(content):
    def one(record: PersonRecord, *known: PersonRecord) -> Match:
        [found] = match_records(
            comparable(iter([record]), AS_OF), comparable(iter(known), AS_OF), content, REGION, AS_OF
        )
        return found

    return one


def test_an_equal_number_decides(match):
    found = match(
        PersonRecord("r", "甲某", SAMPLE.lower()),
        PersonRecord("P1", "甲某", SAMPLE),
        PersonRecord("P2", "乙某"),
    )
    assert (found.decision, found.person, found.pairs[0].level) == ("same", "P1", "id")


def test_fifteen_digits_are_the_same_number(match):
    found = match(PersonRecord("r", "甲某", SAMPLE_15), PersonRecord("P1", "甲某", SAMPLE))
    assert (found.decision, found.pairs[0].level) == ("same", "id_upgraded")


def test_an_equal_number_under_another_name_is_for_people(match):
    found = match(PersonRecord("r", "甲某", SAMPLE), PersonRecord("P1", "乙某", SAMPLE))
    assert found.decision == "review"
    assert found.pairs[0].contradictions == ("name",)


def test_one_number_of_two_persons_is_for_people(match):
    found = match(
        PersonRecord("r", "甲某", SAMPLE),
        PersonRecord("P1", "甲某", SAMPLE),
        PersonRecord("P2", "甲某", SAMPLE),
    )
    assert found.decision == "review"
    assert [one.known for one in found.pairs] == ["P1", "P2"]


def test_a_whole_identity_decides_only_when_alone_and_undisputed(match):
    asked = PersonRecord("r", "甲·某", "", BIRTH, "2", contact="13800000000")
    same = PersonRecord("P1", "甲某", "", BIRTH, "2", contact="13800000000")
    assert match(asked, same).person == "P1"
    assert (
        match(asked, same, PersonRecord("P2", "甲某", "", BIRTH, "2", contact="13800000000")).decision
        == "review"
    )
    assert (
        match(asked, PersonRecord("P1", "甲某", "", BIRTH, "2", contact="另一处")).decision == "review"
    )  # likeness only


def test_one_wrong_digit_is_for_people(match):
    found = match(PersonRecord("r", "甲某", WRONG_DIGIT), PersonRecord("P1", "甲某", SAMPLE))
    assert (found.decision, found.pairs[0].level) == ("review", "id_near")


def test_the_same_name_alone_is_nothing(match):
    found = match(
        PersonRecord("r", "甲某", "", date(1990, 1, 1), "1"),
        PersonRecord("P1", "甲某", "", date(1991, 1, 1), "1"),
    )
    assert found == Match("r", "unknown")


def test_likeness_without_number_is_ordered_by_what_agrees(match):
    asked = PersonRecord("r", "甲某", "", BIRTH, "2", area="510402")
    found = match(
        asked,
        PersonRecord("P1", "甲某", "", BIRTH, "1", area="510403"),
        PersonRecord("P2", "甲某", "", BIRTH, "2", area="510402"),
    )
    assert found.decision == "review"
    assert [one.known for one in found.pairs] == ["P2", "P1"]


def test_pairs_within_one_list_are_found_once_and_never_decided(content):
    persons = comparable(
        iter(
            [
                PersonRecord("P1", "甲某", SAMPLE),
                PersonRecord("P2", "甲某", SAMPLE_15),
                PersonRecord("P3", "丙某"),
            ]
        ),
        AS_OF,
    )
    [pair] = repeated_persons(persons, content, REGION, AS_OF)
    assert (pair.record, pair.known, pair.level) == ("P1", "P2", "id_upgraded")


@pytest.mark.parametrize("written", ["买买提·艾力", "买买提•艾力", "买买提 艾力", "买买提．艾力"])
def test_dots_in_names_are_written_in_many_ways(written):
    assert comparable_name(written) == "买买提艾力"
