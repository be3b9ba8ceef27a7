"""Official and own groups side by side: every case of the year is in just one kind of difference."""

import pytest
from tests.grouping.compare.made_city import database, group, listed

from yiheng.grouping.compare.comparison import DIFFERENCES, NOTHING, Count, Pair, compare, differing_cases

CASES = [listed(n, f"P{n}", "2023-03-01", "2023-03-08", n * 100_000, fixmedins_code="H1" if n < 6 else "H2") for n in range(1, 10)]  # fmt: skip
GROUPS = [
    group(1, "FM19"), group(1, "FM19", "computed"),
    group(2, "FM19"), group(2, "FR21", "computed"),
    group(3, "FM19"), group(3, "0000", "computed", "无法入组"),
    group(4, "0000", status="歧义病案"), group(4, "FM19", "computed"),
    group(5, "0000", status="歧义病案"), group(5, "0000", "computed", "无法入组"),
    group(6, "FM19"),
    group(7, "FR21", "computed"),
    group(8, "0000", status="无法入组"), group(8, "0000", "computed", "无法入组"),
]  # fmt: skip


@pytest.fixture(scope="module")
def compared():
    with database(case_input=CASES, case_group=GROUPS) as session:
        return compare(session, 2023, "official", "computed"), list(differing_cases(session))


def test_each_kind_of_difference_with_what_was_billed(compared):
    found, _ = compared
    assert {kind: found.count(kind) for kind in DIFFERENCES} == {
        "different": Count(1, 200_000),
        "second_ungrouped": Count(1, 300_000),
        "first_ungrouped": Count(1, 400_000),
        "both_ungrouped": Count(1, 500_000),
        "second_missing": Count(1, 600_000),
        "first_missing": Count(1, 700_000),
    }
    assert found.count("same") == Count(1, 100_000)
    assert found.count("neither") == Count(1, 900_000)


def test_every_case_of_the_year_is_counted_once(compared):
    found, _ = compared
    everything = sum((pair.count for pair in found.pairs), NOTHING)
    by_hospital = sum((one for kinds in found.hospitals.values() for one in kinds.values()), NOTHING)
    assert everything == by_hospital == Count(9, 4_500_000)


def test_pairs_say_from_where_to_where(compared):
    found, _ = compared
    assert Pair("different", "FM19", "FR21", Count(1, 200_000)) in found.differing()
    assert Pair("first_ungrouped", "歧义病案", "FM19", Count(1, 400_000)) in found.differing()
    assert not {"same", "same_ungrouped", "neither"} & {pair.difference for pair in found.differing()}
    assert (found.first_schemes, found.second_schemes) == (("official",), ("computed",))


def test_the_list_has_each_differing_case_once_by_hospital(compared):
    _, rows = compared
    assert [row["case_id"] for row in rows] == ["C2", "C3", "C4", "C5", "C6", "C7"]
    assert rows[0] == {
        "case_id": "C2", "setl_id": "S2", "fixmedins_code": "H1", "dscg_dayno": CASES[0]["dscg_dayno"],
        "cost_fen": 200_000, "difference": "different", "first_status": "分组成功", "first_drg": "FM19",
        "second_status": "分组成功", "second_drg": "FR21",
    }  # fmt: skip


def test_a_source_compared_with_itself_differs_nowhere():
    with database(case_input=CASES, case_group=GROUPS) as session:
        assert compare(session, 2023, "official", "official").differing() == ()
