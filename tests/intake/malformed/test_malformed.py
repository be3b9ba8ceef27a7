"""Every kind of malformed input ends in grids and problems or one clear sentence: no traceback, no lost row, nothing
written outside the staging folder."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from tests.intake.malformed import archives, books, messages, texts
from tests.intake.malformed.case import Malformed, cases_of

from yiheng.intake.reading.read import read_files
from yiheng.standards.message import sentence


@pytest.mark.parametrize("case", cases_of(texts, books, messages, archives), ids=lambda case: case.name)
def test_a_malformed_file_is_read_or_refused_in_a_sentence(case: Malformed, tmp_path):
    given = tmp_path / "given"
    given.mkdir()
    path = given / "报送.csv"
    path.write_bytes(case.build())
    staging = tmp_path / "staging"

    reading = read_files([path], staging)

    assert tuple(sorted(problem.code for problem in reading.problems)) == case.codes
    cells = [row for sheet in reading.sheets for row in pq.read_table(sheet.path).to_pylist()]
    rows = [row for row in cells if row["line"] > 0]
    assert len(rows) == case.rows
    found = {text for row in rows for name, text in row.items() if name != "line"}
    assert set(case.holds) <= found
    if case.lines:
        assert tuple(row["line"] for row in rows)[: len(case.lines)] == case.lines
    for problem in reading.problems:
        assert sentence(problem).endswith("。")
        assert "Error" not in sentence(problem)
    assert {one.name for one in tmp_path.iterdir()} == {"given", "staging"}
    assert [one.name for one in given.iterdir()] == ["报送.csv"]
    assert not any(one.suffix in (".utf8", ".form") or "block" in one.suffix for one in staging.rglob("*"))
