"""What comes back in a workbook: only what was changed, whole documents, and never a masked cell instead of its content."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.intake.staged_rows import REGION

from yiheng.engine.city import City, create_city
from yiheng.intake.correction.aside_line import write_origins
from yiheng.intake.correction.corrected import Corrected, corrected_sheets
from yiheng.intake.correction.mark import (
    ACTION_HEAD,
    LINE_HEAD,
    MARK_SHEET,
    WITHDRAWN,
    Mark,
    MarkedSheet,
    correction_mark,
    is_marked,
    mark_text,
)  # fmt: skip
from yiheng.intake.person.mask import MASKS, Masking
from yiheng.intake.quality.original import PROBLEM_COLUMNS
from yiheng.intake.register.record import SET_ASIDE
from yiheng.intake.staged import Origin
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load
from yiheng.standards.problem import Refused

HEADS = ("病例号", "姓名", "金额", "诊断")
Cells = Sequence[object]


@pytest.fixture(scope="module")
def masking() -> Masking:
    return Masking.of(load((MASKS,), shipped_layers()), REGION)


@pytest.fixture
def city(tmp_path) -> City:
    return create_city(tmp_path / "city", region=REGION)


def aside(city: City, *rows: tuple[int, str, str, Cells], table: str = "case_input") -> None:
    """Set-aside rows of delivery J1: line, code, key, cells under HEADS."""
    folder = city.inbox / "J1"
    folder.mkdir()
    plain = [
        {
            "src_file": 1, "src_sheet": "", "src_line": line, "target_table": table, "code": code, "severity": "error",
            "field": "", "key": key, "found": "", "expected": "",
            "row_text": json.dumps(dict(zip(HEADS, cells, strict=True)), ensure_ascii=False),
        }
        for line, code, key, cells in rows
    ]  # fmt: skip
    types = {"src_file": pa.int32(), "src_line": pa.int64()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in PROBLEM_COLUMNS])
    pq.write_table(pa.Table.from_pylist(plain, schema=schema), folder / SET_ASIDE)


def workbook(
    path: Path,
    lines: Mapping[object, Cells],
    heads: Cells = HEADS,
    actions: Mapping[object, str] | None = None,
    unit: str = "",
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "1.清单"
    sheet.append(["说明"])
    sheet.append([LINE_HEAD, "问题", ACTION_HEAD, *heads])
    for line, cells in lines.items():
        sheet.append([line, "…", (actions or {}).get(line), *cells])
    hidden = book.create_sheet(MARK_SHEET)
    hidden["A1"] = mark_text(
        Mark("J1", "H1", "虚构医院", "2023-05", (MarkedSheet("1.清单", 1, "", HEADS, unit),))
    )
    book.save(path)
    return path


def read(path: Path, city: City, tmp_path: Path, masking: Masking, whole: Sequence[str] = ()) -> Corrected:
    return corrected_sheets(path, city, tmp_path / "staging", masking, whole)


def grid(one: Corrected) -> list[list[object]]:
    [sheet] = one.sheets
    return [list(row.values()) for row in pq.read_table(sheet.path).to_pylist()]


A, B = ("B1", "张三丰", "1.00", None), ("B2", "李四光", "2.00", "I10")


def test_only_changed_rows_come_with_their_other_cells_from_the_original(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A), (3, "row_empty", "B2", B))
    path = workbook(
        tmp_path / "a.xlsx", {"2": ("B1", "张**", "1.00", "I63.900"), "3": ("B2", "李**", "2.00", "I10")}
    )
    one = read(path, city, tmp_path, masking)
    assert grid(one) == [[1, *HEADS], [3, "B1", "张三丰", "1.00", "I63.900"]]
    assert (one.closes, one.unchanged, one.held) == (((1, "", 2),), 1, ())


def test_a_masked_cell_that_was_retyped_is_taken_as_typed(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A))
    one = read(workbook(tmp_path / "a.xlsx", {"2": ("B1", "张三峰", "1.00", None)}), city, tmp_path, masking)
    assert grid(one)[1] == [3, "B1", "张三峰", "1.00", None]


def test_numbers_and_dates_typed_into_cells_become_text(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A))
    typed = ("B1", "张**", 12.5, datetime(2023, 5, 1))
    one = read(workbook(tmp_path / "a.xlsx", {2: typed}), city, tmp_path, masking)
    assert grid(one)[1] == [3, "B1", "张三丰", "12.5", "2023-05-01"]


def test_a_withdrawn_row_is_closed_and_not_loaded(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A))
    path = workbook(tmp_path / "a.xlsx", {"2": ("B1", "张**", "9.00", None)}, actions={"2": WITHDRAWN})
    one = read(path, city, tmp_path, masking)
    assert (one.sheets, one.closes, one.unchanged) == ((), ((1, "", 2),), 0)


def test_a_document_waits_until_all_its_wrong_lines_are_mended(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1|1", A), (3, "row_empty", "B1|2", A), table="case_dx")
    path = workbook(
        tmp_path / "a.xlsx", {"2": ("B1", "张**", "9.00", None), "3": ("B1", "张**", "1.00", None)}
    )
    one = read(path, city, tmp_path, masking)
    assert (one.sheets, one.closes, one.unchanged) == ((), (), 2)
    assert [(problem.code, problem.line, problem.found) for problem in one.held] == [
        ("correction_held", 3, "3")
    ]


def test_lines_that_only_follow_come_with_their_document(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1|1", A), (3, "row_follows", "B1|2", B), table="case_dx")
    path = workbook(
        tmp_path / "a.xlsx", {"2": ("B1", "张**", "9.00", None), "3": ("B2", "李**", "2.00", "I10")}
    )
    one = read(path, city, tmp_path, masking)
    assert [row[0] for row in grid(one)] == [1, 3, 4]
    assert one.unchanged == 0


def test_a_voucher_that_does_not_balance_is_mended_by_one_of_its_lines(city, tmp_path, masking):
    first, second = ("1", "张三丰", "1.00", None), ("1", "张三丰", "2.00", None)
    wrong = [
        (2, "voucher_unbalanced", "310|510402|1|1", first),
        (3, "voucher_unbalanced", "310|510402|1|2", second),
    ]
    aside(city, *wrong, (4, "voucher_unbalanced", "310|510402|2|1", first), table="ledger_entry")
    path = workbook(tmp_path / "a.xlsx", {"2": ("1", "张**", "2.00", None), "3": ("1", "张**", "2.00", None)})
    one = read(path, city, tmp_path, masking, ["voucher_unbalanced"])
    assert [place[2] for place in one.closes] == [2, 3]
    assert (one.unchanged, one.held) == (1, ())


def test_a_line_whose_voucher_number_is_filled_in_comes_with_the_rest_of_its_voucher(city, tmp_path, masking):
    missing, rest = (None, "张三丰", "1.00", None), ("记-7", "张三丰", "1.00", "职工")
    other = ("记-8", "张三丰", "1.00", "职工")
    aside(
        city,
        (2, "row_empty", "空|510402|空|1", missing),
        (3, "voucher_unbalanced", "310|510402|记-7|2", rest),
        (4, "row_empty", "空|510402|空|1", missing),
        (5, "voucher_unbalanced", "310|510402|记-8|2", other),
        table="ledger_entry",
    )
    heads = {"voucher_no": ("病例号",), "fund_type": ("诊断",)}
    write_origins(city.inbox / "J1", [Origin(1, "", "ledger_entry", tmp_path / "grid.parquet", {}, heads)])
    filled = ("张**", "1.00", "职工")
    lines = {
        "2": ("记-7", *filled),
        "3": ("记-7", *filled),
        "4": (None, "张**", "1.00", None),
        "5": ("记-8", *filled),
    }
    one = read(workbook(tmp_path / "a.xlsx", lines), city, tmp_path, masking, ["voucher_unbalanced"])
    assert [place[2] for place in one.closes] == [2, 3]
    assert (one.unchanged, one.held) == (2, ())


def test_rows_that_somebody_added_are_none_of_ours(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A))
    lines = {
        "2": ("B1", "张**", "9.00", None),
        "77": ("B7", "王五", "1.00", "I10"),
        "合计": ("", "", "10.00", ""),
    }
    one = read(workbook(tmp_path / "a.xlsx", lines), city, tmp_path, masking)
    assert len(grid(one)) == 2


def test_headings_that_were_changed_leave_everything_waiting(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A))
    path = workbook(
        tmp_path / "a.xlsx", {"2": ("B1", "张**", "9.00", None)}, heads=("病例号", "名", "金额", "诊断")
    )
    one = read(path, city, tmp_path, masking)
    assert (one.sheets, one.unchanged) == ((), 1)


def test_the_unit_of_the_original_sheet_stands_above_again(city, tmp_path, masking):
    aside(city, (2, "row_empty", "B1", A))
    path = workbook(tmp_path / "a.xlsx", {"2": ("B1", "张**", "9.00", None)}, unit="万元")
    assert grid(read(path, city, tmp_path, masking))[0] == [1, "单位：万元", None, None, None]


def test_a_workbook_without_mark_or_of_another_city_is_refused(city, tmp_path, masking):
    plain = openpyxl.Workbook()
    plain.save(tmp_path / "plain.xlsx")
    assert not is_marked(tmp_path / "plain.xlsx")
    with pytest.raises(Refused) as refusal:
        read(tmp_path / "plain.xlsx", city, tmp_path, masking)
    assert refusal.value.problem.code == "correction_unmarked"
    with pytest.raises(Refused) as refusal:
        read(workbook(tmp_path / "a.xlsx", {}), city, tmp_path, masking)
    assert refusal.value.problem.code == "correction_delivery_unknown"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook", b"PK\x05\x06" + bytes(18)])
def test_no_file_whatever_it_is_breaks_the_search_for_a_mark(tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert correction_mark(path) is None


def test_a_mark_that_was_tampered_with_is_none(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet(MARK_SHEET)["A1"] = '{"delivery_no": 3}'
    book.save(tmp_path / "a.xlsx")
    assert is_marked(tmp_path / "a.xlsx")
    assert correction_mark(tmp_path / "a.xlsx") is None
