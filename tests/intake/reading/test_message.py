"""JSON messages: every node a grid, every row tied to its message, numbers as they are written."""

from __future__ import annotations

import json

import pytest
from tests.intake.malformed.messages import lines, message
from tests.intake.reading.grids import read_one, rows_of


def test_nodes_become_grids_tied_to_their_message(tmp_path):
    reading = read_one(lines(message(1), message(2)), tmp_path)
    sheets = {sheet.name: sheet for sheet in reading.sheets}
    assert set(sheets) == {"4101/envelope", "4101/setlinfo", "4101/diseinfo"}
    assert reading.files[0].medium == "JSON 4101"
    assert rows_of(sheets["4101/diseinfo"]) == [
        (0, ("#message", "#seq", "diag_code")),
        (1, ("1", "1", "K35.800")),
        (1, ("1", "2", "I10.x00")),
        (2, ("2", "1", "K35.800")),
        (2, ("2", "2", "I10.x00")),
    ]
    assert (sheets["4101/setlinfo"].parent, sheets["4101/diseinfo"].parent) == ("", "#message")


def test_single_fields_of_input_and_output_are_nodes_too(tmp_path):
    value = message(1) | {"output": {"setl_list_id": "B1"}}
    sheets = {sheet.name: rows_of(sheet) for sheet in read_one(lines(value), tmp_path).sheets}
    assert sheets["4101/output"] == [(0, ("#message", "#seq", "setl_list_id")), (1, ("1", "1", "B1"))]


@pytest.mark.parametrize(
    ("nodes", "kind"), [({"payinfo": [{"a": 1}]}, "4101"), ({"bldinfo": [{"a": 1}]}, "4101A"), ({}, "4101A")]
)
def test_a_bare_message_is_known_by_its_nodes(tmp_path, nodes, kind):
    names = {
        sheet.name for sheet in read_one(lines({"setlinfo": {"setl_id": "S1"}} | nodes), tmp_path).sheets
    }
    assert names == {f"{kind}/setlinfo", *(f"{kind}/{node}" for node in nodes)}


def test_the_line_of_a_message_is_where_it_begins(tmp_path):
    raw = ("\n" + json.dumps(message(1), indent=1) + "\n\n" + json.dumps(message(2))).encode()
    (rows,) = (rows_of(sheet) for sheet in read_one(raw, tmp_path).sheets if sheet.name == "4101/setlinfo")
    text = raw.decode().split("\n")
    assert [line for line, _ in rows[1:]] == [2, len(text)]


def test_a_broken_message_is_named_with_its_place(tmp_path):
    broken = lines(message(2)).replace(b'"J2"', b'"J"2"')
    (problem,) = read_one(lines(message(1)) + broken + lines(message(3)), tmp_path).problems
    assert (problem.line, problem.expected) == (2, "3")


def test_fields_come_in_the_order_in_which_they_are_met(tmp_path):
    (sheet,) = read_one(b'[{"a":1,"b":2},{"c":3,"a":4}]', tmp_path).sheets
    assert rows_of(sheet) == [(0, ("a", "b", "c")), (1, ("1", "2", None)), (1, ("4", None, "3"))]


def test_a_field_met_late_widens_the_grid_and_loses_no_row(tmp_path):
    rows = [{"a": number, "b": "x" * 10} for number in range(20_000)] + [{"a": "末", "late": "晚"}]
    (sheet,) = read_one(lines(*rows), tmp_path).sheets
    found = rows_of(sheet)
    assert found[0] == (0, ("a", "b", "late"))
    assert found[1] == (1, ("0", "x" * 10, None))
    assert found[-1] == (20_001, ("末", None, "晚"))
    assert len(found) == 20_002


def test_a_wrapper_reads_alike_whether_short_or_long(tmp_path):
    names = []
    for count in (2, 30_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        value = {"code": 0, "data": [{"setl_id": f"S{number}", "memo": "x" * 60} for number in range(count)]}
        reading = read_one(json.dumps(value).encode(), folder)
        sheets = {sheet.name: rows_of(sheet) for sheet in reading.sheets}
        assert len(sheets["data"]) == count + 1
        assert sheets["data"][0] == (0, ("setl_id", "memo"))
        names.append({name: rows[0] for name, rows in sheets.items()})
    assert names[0] == names[1]


def test_an_object_within_a_row_becomes_fields_of_its_own(tmp_path):
    """Whatever the rows around it look like: its fields are never left out."""
    rows = [
        {"diag_code": "K35.800", "doctor": {"name": "甲", "dept": {"code": "A03"}}},
        {"diag_code": "I10.x00"},
    ]
    for nested in (rows, rows[:1], rows[::-1]):
        sheets = read_one(lines({"setlinfo": {"setl_id": "S1"}, "diseinfo": nested}), tmp_path).sheets
        found = next(rows_of(sheet) for sheet in sheets if sheet.name.endswith("/diseinfo"))
        head = found[0][1]
        assert set(head) == {"#message", "#seq", "diag_code", "doctor.name", "doctor.dept.code"}
        cells = [dict(zip(head, row, strict=True)) for _, row in found[1:]]
        assert [one["diag_code"] for one in cells] == [one["diag_code"] for one in nested]
        deep = [one for one in cells if one["diag_code"] == "K35.800"]
        assert [(one["doctor.name"], one["doctor.dept.code"]) for one in deep] == [("甲", "A03")]
