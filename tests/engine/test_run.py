"""Runs: inputs decide the id, tables are kept whole, and two runs are compared row by row."""

import json

import pyarrow as pa
import pytest

from yiheng.engine.run import (
    RunInputs,
    code_version,
    diff_runs,
    library_version,
    list_runs,
    read_run,
    record_run,
)
from yiheng.standards.problem import Refused

KEY = ("metric", "year")


def inputs(**changed):
    base = {
        "job": "evaluate", "parameters": {"year": "2023", "profile": "p"}, "snapshot": 3, "snapshot_hash": "abc",
        "policy_version": "p1", "code_version": "c1", "library_version": "l1",
    }  # fmt: skip
    return RunInputs(**{**base, **changed})


def values(*rows):
    return pa.table(
        {"metric": [r[0] for r in rows], "year": [r[1] for r in rows], "fen": [r[2] for r in rows]}
    )


INCOME = values(("income", 2023, 500), ("expense", 2023, 300))


def test_the_same_inputs_give_the_same_run_and_any_other_input_another():
    first = inputs().run_id
    assert first == inputs().run_id
    assert first.startswith("evaluate-")
    for changed in (
        {"parameters": {"year": "2022", "profile": "p"}},
        {"snapshot_hash": "abd"},
        {"policy_version": "p2"},
        {"code_version": "c2"},
    ):
        assert inputs(**changed).run_id != first


def test_a_run_is_read_back_as_recorded_and_found_by_the_start_of_its_id(tmp_path):
    run = record_run(tmp_path, inputs(), {"value": (INCOME, KEY)}, "2026-01-05")
    assert read_run(tmp_path, run.run_id) == run
    assert read_run(tmp_path, run.run_id[:12]) == run
    assert run.outputs["value"].rows == 2
    assert list_runs(tmp_path) == [run]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        f"{run.run_id}.json",
        "value.parquet",
    ]


def test_the_order_of_rows_does_not_matter_their_content_does(tmp_path):
    turned = values(("expense", 2023, 300), ("income", 2023, 500))
    first = record_run(tmp_path, inputs(), {"value": (INCOME, KEY)}, "2026-01-05")
    again = record_run(tmp_path, inputs(), {"value": (turned, KEY)}, "2026-01-06")
    other = record_run(
        tmp_path,
        inputs(),
        {"value": (values(("income", 2023, 501), ("expense", 2023, 300)), KEY)},
        "2026-01-07",
    )
    assert first.outputs["value"].hash == again.outputs["value"].hash != other.outputs["value"].hash


def test_two_runs_are_compared_by_input_and_by_row(tmp_path):
    before = record_run(tmp_path, inputs(), {"value": (INCOME, KEY), "gone": (INCOME, KEY)}, "2026-01-05")
    later = values(("income", 2023, 520), ("balance", 2023, 220))
    after = record_run(tmp_path, inputs(policy_version="p2"), {"value": (later, KEY)}, "2026-01-06")
    difference = diff_runs(tmp_path, before, after)
    assert difference.inputs == (("policy_version", "p1", "p2"),)
    gone, value = difference.tables
    assert (gone.name, gone.only_before) == ("gone", 2)
    assert (value.only_before, value.only_after, value.changed) == (1, 1, 1)
    assert value.examples == (("income 2023", "fen", "500", "520"),)


def test_an_unknown_an_ambiguous_and_a_damaged_run_are_refused(tmp_path):
    record_run(tmp_path, inputs(), {}, "2026-01-05")
    run = record_run(tmp_path, inputs(snapshot=4), {}, "2026-01-05")
    (tmp_path / f"{run.run_id}.json").write_text(json.dumps({"inputs": {}}), encoding="utf-8")
    for asked, code in (
        ("nothing", "run_unknown"),
        ("evaluate", "run_ambiguous"),
        (run.run_id, "run_unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            read_run(tmp_path, asked)
        assert refused.value.problem.code == code


def test_versions_of_code_and_libraries_are_hashes_that_stay():
    assert code_version() == code_version()
    assert len(code_version()) == len(library_version()) == 16
