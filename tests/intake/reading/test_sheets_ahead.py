"""A large workbook is read by a process of its own while it is searched, and nobody can tell from what comes out."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from tests.intake.malformed import books
from tests.intake.reading.grids import read_one, rows_of

from yiheng.intake.reading import workbook, workers
from yiheng.intake.reading.workers import Lost, Workers
from yiheng.policy.contract import contract
from yiheng.reports.contract_words import dictionary
from yiheng.reports.contract_workbook import write_template


def read(raw: bytes, folder, name: str):
    """The grids of a workbook with their rows, and the problems."""
    folder = folder / name
    folder.mkdir()
    reading = read_one(raw, folder)
    return [
        (one.name, one.kind, one.hidden, one.merged, one.table, rows_of(one)) for one in reading.sheets
    ], reading.problems


@pytest.fixture
def both_ways(monkeypatch, tmp_path):
    """Reads a workbook here and ahead in a process, which must not differ; whether what was read ahead was taken."""

    def both(raw: bytes) -> list[bool]:
        here = read(raw, tmp_path, "here")
        taken = []
        take = workbook._taken
        monkeypatch.setattr(workers, "_cores", lambda: 2)
        monkeypatch.setattr(workbook, "_AHEAD_BYTES", 1)
        monkeypatch.setattr(workbook, "_taken", lambda *a, **k: taken.append(take(*a, **k)) or taken[-1])
        assert read(raw, tmp_path, "ahead") == here
        return taken

    return both


def several_sheets() -> bytes:
    def fill(made, sheet):
        books.rows(sheet)
        sheet.merge_range("D1:E2", "合并")
        made.add_worksheet("空表")
        hidden = made.add_worksheet("隐藏")
        hidden.write_row(3, 2, ["甲", 1.5, True])
        hidden.hide()

    return books.book(fill)


def test_all_sheets_are_read_ahead(both_ways):
    assert both_ways(several_sheets()) == [True]


def test_a_workbook_with_error_values_is_read_again(both_ways):
    assert both_ways(books.error_values()) == []


def test_a_template_is_read_again(both_ways, tmp_path, content):
    path = tmp_path / "award.xlsx"
    write_template(contract().tables["award"], dictionary(contract(), content), path)
    assert both_ways(path.read_bytes()) == [False]


@pytest.mark.parametrize("raw", [books.two_cells_at_opposite_corners, books.a_count_of_a_hundred_billion])
def test_a_search_that_refuses_ends_the_process(raw, both_ways, monkeypatch):
    closed = []
    close = Workers.close
    monkeypatch.setattr(Workers, "close", lambda self: closed.append(len(self._processes)) or close(self))
    assert both_ways(raw()) == []
    assert closed == [0, 1, 0]


def test_a_process_that_was_lost_is_not_missed(both_ways, monkeypatch):
    lost: Future = Future()
    lost.set_exception(Lost())
    monkeypatch.setattr(Workers, "beside", lambda *_: lost)
    assert both_ways(several_sheets()) == [False]
