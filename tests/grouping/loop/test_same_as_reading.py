"""The compiled loop says what the plain reading says: on drawn schemes and cases, for every atom, in both modes."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.grouping.small_schemes import cases, conditions, rows, scheme_of, schemes

from yiheng.grouping.case import Case, Group
from yiheng.grouping.case_check import Mode
from yiheng.grouping.case_row import case_of_row
from yiheng.grouping.loop.batch import Grouper, case_batch
from yiheng.grouping.reason.holds import holds
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.condition import Condition, condition_text
from yiheng.grouping.scheme.scheme import Scheme


def by_loop(some: list[Case], scheme: Scheme, mode: Mode) -> list[Group]:
    """The groups of the compiled loop."""
    grouper = Grouper(scheme, mode)
    return [grouper.group_one(case) for case in some]


@given(
    scheme=schemes(),
    some=st.lists(cases(), min_size=1, max_size=12),
    mode=st.sampled_from(("peer", "strict")),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_loop_and_reading_agree(scheme: Scheme, some: list[Case], mode: Mode) -> None:
    assert by_loop(some, scheme, mode) == [group_case(case, scheme, mode) for case in some]


@given(condition=conditions(), some=st.lists(cases(), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_condition_alone_decides_alike(condition: Condition, some: list[Case]) -> None:
    listed = [(name, code, "") for name in ("诊断甲", "诊断乙", "诊断丙") for code in ("I21%", "S72.000")]
    scheme = scheme_of(
        {
            "mdc": rows((1, "MDCX", "", condition_text(condition))),
            "rule": rows(("MDCX", 1, "X", "X", "", "", "任意", "X")),
            "list": rows(
                *listed, ("手术甲", "36.0600", ""), ("手术乙", "37.2200", "1"), ("手术乙", "36.0600", "")
            ),
            "site": rows(("S06.000", "头"), ("S72.000", "腿")),
            "complication": rows(("A41.900", "MCC", "1"), ("J18.900", "CC", "2")),
            "exclusion": rows(("I21.000", "1")),
            "valid_procedure": rows(("36.0600",)),
        },
        accepted_sex=["1", "2", "男", "9"],
    )
    grouper = Grouper(scheme)
    for case in some:
        group = grouper.group_one(case)
        if group.status.words != "信息校验不通过":
            assert (group.drg == "X") == holds(condition, case, scheme)


def test_a_batch_is_its_cases_one_by_one() -> None:
    from tests.grouping.small_schemes import heart_tables

    scheme = scheme_of(heart_tables())
    some = [
        Case(
            str(number), "1", 60, dx=("I21.000", *["J18.900"] * (number % 3)), px=("36.0600",) * (number % 2)
        )
        for number in range(50)
    ]
    grouper = Grouper(scheme)
    whole = grouper.group(case_batch(some)).to_pylist()
    assert [row["drg"] for row in whole] == [group_case(case, scheme).drg for case in some]
    assert [row["case_id"] for row in whole] == [case.case_id for case in some]


@pytest.mark.parametrize("mark", ["|", ",", ";", "；", "｜", "，", "、", "\n"])
def test_every_mark_between_codes_parts_them(mark: str) -> None:
    from tests.grouping.small_schemes import heart_tables

    scheme = scheme_of(heart_tables())
    row = {
        "case_id": "1", "sex": "1", "age": 60, "dx": f"I21.000{mark}A41.900", "sx": f"37.2200{mark}36.0600",
    }  # fmt: skip
    plain = {**row, "dx": "I21.000", "sx": "36.0600"}
    batch = pa.RecordBatch.from_pylist([plain, row, {**plain, "dx": None}])
    found = Grouper(scheme).group(batch.slice(1)).to_pylist()
    assert case_of_row(row).dx == ("I21.000", "A41.900") and case_of_row(row).px == ("37.2200", "36.0600")
    assert [one["drg"] for one in found] == ["FM11", "0000"]


@pytest.mark.parametrize("rows_before", [0, 1, 7])
def test_a_slice_of_a_batch_keeps_its_place(rows_before: int) -> None:
    from tests.grouping.small_schemes import heart_tables

    grouper = Grouper(scheme_of(heart_tables()))
    some = [
        Case(str(n), "1", 60, dx=("I50.000",) if n % 2 else ("I21.000",), px=("36.0600",)) for n in range(12)
    ]
    batch = case_batch(some)
    assert (
        grouper.group(batch.slice(rows_before)).to_pylist() == grouper.group(batch).to_pylist()[rows_before:]
    )
