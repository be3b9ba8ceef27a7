"""A file in, a file out: in order, in any number of batches, and never half a result."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.grouping.loop.vignettes import VIGNETTES
from tests.grouping.small_schemes import heart_tables, scheme_of

from yiheng.grouping.case import Group, GroupStatus
from yiheng.grouping.loop import group_file as room
from yiheng.grouping.loop.batch import Grouper, case_batch
from yiheng.grouping.loop.group_file import group_file
from yiheng.standards.problem import Refused


def write_cases(path: Path, times: int = 1) -> Path:
    """The vignettes as a case file, many times over."""
    batch = case_batch([case for case, _ in VIGNETTES] * times)
    pq.write_table(pa.Table.from_batches([batch]), path)
    return path


@pytest.fixture(scope="module")
def grouper() -> Grouper:
    """The heart scheme, compiled."""
    return Grouper(scheme_of(heart_tables()))


def test_each_vignette_has_its_group(tmp_path: Path, grouper: Grouper) -> None:
    tally = group_file(write_cases(tmp_path / "cases.parquet"), grouper, tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["case_id"], row["drg"]) for row in rows] == [(case.case_id, drg) for case, drg in VIGNETTES]
    assert tally.by_status == {"分组成功": 7, "歧义病案": 1, "无法入组": 2, "信息校验不通过": 1}


def test_the_file_holds_plain_text_and_says_what_decided(tmp_path: Path, grouper: Grouper) -> None:
    group_file(write_cases(tmp_path / "cases.parquet"), grouper, tmp_path / "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet")
    assert [str(field.type) for field in out.schema] == ["string"] * 5 + [
        "int32",
        "string",
        "int32",
        "string",
    ]
    assert out.slice(0, 1).to_pylist() == [
        {
            "case_id": "1", "status": "分组成功", "mdc": "MDCF", "adrg": "FM1", "drg": "FM11", "severity": 1,
            "rule": "FM1", "branch": 1, "deciding_code": "36.0600",
        }
    ]  # fmt: skip


def test_many_batches_come_out_in_order(
    tmp_path: Path, grouper: Grouper, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = write_cases(tmp_path / "cases.parquet", times=40)
    group_file(cases, grouper, tmp_path / "whole.parquet")
    monkeypatch.setattr(room, "BATCH_ROWS", 7)
    done: list[tuple[int, int]] = []
    group_file(cases, grouper, tmp_path / "parts.parquet", lambda *one: done.append(one))
    assert pq.read_table(tmp_path / "parts.parquet").equals(pq.read_table(tmp_path / "whole.parquet"))
    assert done[-1] == (40 * len(VIGNETTES), 40 * len(VIGNETTES))


def test_one_case_at_a_time(grouper: Grouper) -> None:
    case, _ = VIGNETTES[0]
    assert grouper.group_one(case) == Group(
        GroupStatus.GROUPED, "MDCF", "FM1", "FM11", 1, "FM1", 1, "36.0600"
    )


def test_columns_of_other_widths_and_missing_ones(tmp_path: Path, grouper: Grouper) -> None:
    table = pa.table(
        {
            "case_id": pa.array([7], pa.int64()),
            "sex": pa.array([1], pa.int8()),
            "age": pa.array([60], pa.int64()),
            "dx": pa.array(["I21.000,A41.900"], pa.large_string()),
            "sx": pa.array(["36.0600"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "cases.parquet")
    group_file(tmp_path / "cases.parquet", grouper, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").select(["case_id", "drg"]).to_pylist() == [
        {"case_id": 7, "drg": "FM11"}
    ]


def _without(name: str) -> pa.Table:
    return pa.Table.from_batches([case_batch([VIGNETTES[0][0]])]).drop_columns([name])


@pytest.mark.parametrize(
    ("table", "code", "field"),
    [
        (_without("dx"), "case_column_missing", "dx"),
        (_without("age"), "case_column_missing", "age"),
        (_without("age").append_column("age", pa.array(["六十"])), "case_column_kind", "age"),
        (_without("age").append_column("age", pa.array([60.5])), "case_column_kind", "age"),
        (_without("dx").append_column("dx", pa.array([["I21"]])), "case_column_kind", "dx"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_column(
    tmp_path: Path, grouper: Grouper, table: pa.Table, code: str, field: str
) -> None:
    pq.write_table(table, tmp_path / "cases.parquet")
    with pytest.raises(Refused) as refused:
        group_file(tmp_path / "cases.parquet", grouper, tmp_path / "out.parquet")
    assert (refused.value.problem.code, refused.value.problem.field) == (code, field)
    assert not (tmp_path / "out.parquet").exists()


def test_no_file_no_parquet_and_no_place_for_the_result(tmp_path: Path, grouper: Grouper) -> None:
    def refusal(cases: Path, out: Path) -> str:
        with pytest.raises(Refused) as refused:
            group_file(cases, grouper, out)
        return refused.value.problem.code

    (tmp_path / "text.parquet").write_text("不是 Parquet", encoding="utf-8")
    assert refusal(tmp_path / "none.parquet", tmp_path / "out.parquet") == "file_not_found"
    assert refusal(tmp_path / "text.parquet", tmp_path / "out.parquet") == "case_file_unreadable"
    cases = write_cases(tmp_path / "cases.parquet")
    assert refusal(cases, tmp_path / "nowhere" / "out.parquet") == "file_not_writable"
    assert refusal(cases, cases) == "group_out_is_cases"


def test_a_file_broken_in_the_middle_leaves_no_result(tmp_path: Path, grouper: Grouper) -> None:
    cases = write_cases(tmp_path / "cases.parquet", times=400)
    whole = bytearray(cases.read_bytes())
    whole[200:2000] = bytes(1800)
    cases.write_bytes(whole)
    with pytest.raises(Refused) as refused:
        group_file(cases, grouper, tmp_path / "out.parquet")
    assert refused.value.problem.code == "case_file_unreadable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.parquet"]


def test_a_number_out_of_range_is_no_group_in_silence(tmp_path: Path, grouper: Grouper) -> None:
    table = _without("age").append_column("age", pa.array([2**40], pa.int64()))
    pq.write_table(table, tmp_path / "cases.parquet")
    with pytest.raises(Refused) as refused:
        group_file(tmp_path / "cases.parquet", grouper, tmp_path / "out.parquet")
    assert refused.value.problem.code == "case_value_range"
    assert not (tmp_path / "out.parquet").exists()
