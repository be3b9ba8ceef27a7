"""The .xls format of 1997–2003: read with xlrd, written record by record."""

import io
import struct
from fractions import Fraction
from typing import Any

import pytest
import xlrd
import xlwt
from form_fill_samples import national_xls
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.reports.workbook_biff import (
    ARRAY,
    BOF,
    BOUNDSHEET,
    CONTINUE,
    DBCELL,
    EOF,
    EXTSST,
    FORMULA,
    INDEX,
    LABEL,
    LABELSST,
    MULBLANK,
    NUMBER,
    RECALCID,
    ROW,
    SST,
    STRING,
    UNCALCED,
    BiffDamagedError,
    Book,
    NewCell,
    Record,
    assembled,
    formula_places,
    parse_book,
    with_cells,
)
from yiheng.reports.workbook_compound import parse_compound, with_stream
from yiheng.reports.workbook_grid import CellEntry
from yiheng.reports.workbook_xls import read_sheets, write_cells


def workbook_stream(content: bytes) -> bytes:
    file = parse_compound(content)
    return file.stream(file.root_streams["Workbook"])


def saved(book: xlwt.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def grid(rows: list[list[Any]], formulas: dict[tuple[int, int], str] | None = None) -> bytes:
    """A sheet of values with borders; None gives a blank record, "-" no record at all."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    style = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if (row, column) in (formulas or {}):
                sheet.write(row, column, xlwt.Formula((formulas or {})[row, column]), style)
            elif value != "-":
                sheet.write(row, column, value, style)
    return saved(book)


def values(content: bytes) -> list[list[Any]]:
    sheet = xlrd.open_workbook(file_contents=content).sheet_by_index(0)
    return [sheet.row_values(row) for row in range(sheet.nrows)]


def test_only_the_records_of_filled_cells_change() -> None:
    form = national_xls()
    entries = [CellEntry(0, 12, 5, "67.92", Fraction("67.92")), CellEntry(0, 15, 8, "省级补助跨年到位")]
    before, after = (
        parse_book(workbook_stream(content)) for content in (form, write_cells(form, entries, "表"))
    )
    added = [record for record in after.parts[0] if record not in before.parts[0]]
    removed = [record for record in before.parts[0] if record not in after.parts[0]]
    assert {record.kind for record in removed} <= {MULBLANK, 0x0201, INDEX, DBCELL}
    assert [record.kind for record in added if record.kind not in (MULBLANK, 0x0201)] == [
        UNCALCED,
        NUMBER,
        LABELSST,
    ]
    formulas = [record for record in before.parts[0] if record.kind == FORMULA]
    assert len(formulas) == 3
    assert formulas == [record for record in after.parts[0] if record.kind == FORMULA]
    changed = {record.kind for record in after.globals if record not in before.globals}
    assert changed <= {SST, CONTINUE, BOUNDSHEET}


def test_styles_merges_and_protection_stay() -> None:
    form = national_xls(is_protected=True)
    filled = write_cells(form, [CellEntry(0, 12, 5, "67.92", Fraction("67.92"))], "表")
    before, after = (
        xlrd.open_workbook(file_contents=content, formatting_info=True).sheet_by_index(0)
        for content in (form, filled)
    )
    assert before.merged_cells == after.merged_cells
    assert [[before.cell_xf_index(r, c) for c in range(9)] for r in range(19)] == [
        [after.cell_xf_index(r, c) for c in range(9)] for r in range(19)
    ]
    sheet = read_sheets(filled, "表")[0]
    assert sheet.is_protected
    assert (sheet.cell(12, 5).is_locked, sheet.cell(12, 4).is_locked) == (False, True)
    assert sheet.cell(5, 7).number_format == "0.00%"
    assert sheet.cell(18, 7).is_formula and not sheet.cell(18, 5).is_formula


def test_a_run_of_blanks_is_split_around_the_filled_cell() -> None:
    for column in range(4):
        filled = write_cells(
            grid([["甲", None, None, None, None]]), [CellEntry(0, 0, column + 1, "乙")], "表"
        )
        assert values(filled) == [["甲", *[""] * column, "乙"]]
        sheet = read_sheets(filled, "表")[0]
        assert sorted(sheet.cells) == [(0, at) for at in range(5)]


def test_a_cell_without_a_record_is_inserted_in_order() -> None:
    form = grid([["甲", "-", "-", 3, "-"], ["乙", "-", "-", "-", "-"]], {(0, 3): '"长"&"文"'})
    entries = [CellEntry(0, 0, 4, "后"), CellEntry(0, 0, 1, "前"), CellEntry(0, 1, 2, "中")]
    filled = write_cells(form, entries, "表")
    part = parse_book(workbook_stream(filled)).parts[0]
    places = [
        struct.unpack_from("<2H", record.payload) for record in part if record.kind in (FORMULA, LABELSST)
    ]
    assert places == [(0, 0), (0, 1), (0, 3), (0, 4), (1, 0), (1, 2)]
    spans = {
        struct.unpack_from("<H", r.payload)[0]: struct.unpack_from("<2H", r.payload, 2)
        for r in part
        if r.kind == ROW
    }
    assert spans == {0: (0, 5), 1: (0, 3)}


def test_what_belongs_to_a_formula_is_not_torn_from_it() -> None:
    part = [
        Record(BOF, b"", 1),
        Record(FORMULA, struct.pack("<3H", 0, 0, 15) + bytes(16), 1),
        Record(STRING, b"", 1),
        Record(CONTINUE, b"", 1),
        Record(LABELSST, struct.pack("<3HL", 1, 0, 15, 0), 1),
        Record(EOF, b"", 1),
    ]
    filled = with_cells(part, {(0, 1): NewCell(NUMBER, bytes(8), 15)})
    assert [record.kind for record in filled] == [BOF, FORMULA, STRING, CONTINUE, NUMBER, LABELSST, EOF]


def test_cells_of_an_embedded_chart_are_no_cells_of_the_sheet() -> None:
    blank = struct.pack("<3H", 0, 1, 15)
    part = [
        Record(BOF, b"", 1),
        Record(LABELSST, struct.pack("<3HL", 0, 0, 15, 0), 1),
        Record(BOF, b"", 2),
        Record(0x0201, blank, 2),
        Record(EOF, b"", 2),
        Record(EOF, b"", 1),
    ]
    filled = with_cells(part, {(0, 1): NewCell(NUMBER, bytes(8), 15)})
    assert [(record.kind, record.depth) for record in filled] == [
        *((BOF, 1), (LABELSST, 1), (NUMBER, 1), (BOF, 2), (0x0201, 2), (EOF, 2), (EOF, 1))
    ]


def test_the_range_of_an_array_formula_is_computed() -> None:
    part = [
        Record(FORMULA, struct.pack("<3H", 2, 1, 15), 1),
        Record(ARRAY, struct.pack("<2H2B", 2, 3, 1, 2), 1),
        Record(FORMULA, struct.pack("<3H", 9, 9, 15), 2),
    ]
    assert formula_places(part) == {(2, 1), (2, 2), (3, 1), (3, 2)}


def test_the_places_of_later_sheets_move_with_the_stream() -> None:
    book = xlwt.Workbook()
    for name in ("一", "二", "三"):
        sheet = book.add_sheet(name)
        sheet.write(0, 0, name)
        sheet.write_merge(1, 1, 0, 3, None)
        sheet.write(2, 0, xlwt.Formula("1+1"))
    entries = [CellEntry(index, 1, 0, f"内容{index}" * 40) for index in range(3)]
    reading = xlrd.open_workbook(file_contents=write_cells(saved(book), entries, "表"))
    assert [sheet.cell_value(0, 0) for sheet in reading.sheets()] == ["一", "二", "三"]
    assert [sheet.cell_value(1, 0) for sheet in reading.sheets()] == [
        f"内容{index}" * 40 for index in range(3)
    ]


@pytest.mark.parametrize("length", [1, 255, 256, 4000, 4107, 4108, 4109, 9000, 32767])
def test_a_text_of_any_length_that_a_cell_holds(length: int) -> None:
    texts = [("原因" * length)[:length], "尾"]
    entries = [CellEntry(0, 0, column + 1, text) for column, text in enumerate(texts)]
    filled = write_cells(grid([["甲", None, None]]), entries, "表")
    assert values(filled) == [["甲", texts[0], "尾"]]


@pytest.mark.parametrize("before", range(4100, 4112))
def test_a_character_of_two_halves_stays_in_one_record(before: int) -> None:
    text = "原" * before + "𠮷" * 3
    filled = write_cells(grid([["甲", None]]), [CellEntry(0, 0, 1, text)], "表")
    assert values(filled) == [["甲", text]]


def test_a_stream_that_places_its_strings_loses_only_the_index_of_them() -> None:
    stream = parse_book(workbook_stream(grid([["甲", None]])))
    first, *rest = stream.globals
    extra = [Record(RECALCID, struct.pack("<2HL", RECALCID, 0, 191029), 1), Record(EXTSST, bytes(10), 1)]
    part = [stream.parts[0][0], Record(INDEX, bytes(20), 1), *stream.parts[0][1:]]
    form = rebuilt(
        grid([["甲", None]]), Book([first, *extra, *rest], [part], stream.part_of_sheet, stream.tail)
    )
    filled = write_cells(form, [CellEntry(0, 0, 1, "乙")], "表")
    book = parse_book(workbook_stream(filled))
    assert values(filled) == [["甲", "乙"]]
    assert {record.kind for record in [*book.globals, *book.parts[0]]}.isdisjoint({INDEX, DBCELL, EXTSST})
    recalc = next(record for record in book.globals if record.kind == RECALCID)
    assert struct.unpack("<2HL", recalc.payload) == (RECALCID, 0, 0)


def test_a_book_that_keeps_its_texts_in_the_cells_gets_its_shared_strings() -> None:
    form = grid([["甲", None]])
    book = parse_book(workbook_stream(form))
    label = Record(LABEL, struct.pack("<3HHB", 0, 0, 15, 1, 1) + "甲".encode("utf-16-le"), 1)
    part = [label if record.kind == LABELSST else record for record in book.parts[0]]
    without_sst = [record for record in book.globals if record.kind not in (SST, CONTINUE, EXTSST)]
    form = rebuilt(form, Book(without_sst, [part], book.part_of_sheet, book.tail))
    assert values(write_cells(form, [CellEntry(0, 0, 1, "乙")], "表")) == [["甲", "乙"]]


def rebuilt(form: bytes, book: Book) -> bytes:
    """The form with another workbook stream; records that our writer would drop are kept in place."""
    sizes = [sum(4 + len(record.payload) for record in part) for part in (book.globals, *book.parts)]
    stream = b""
    for record in [record for part in (book.globals, *book.parts) for record in part]:
        payload = record.payload
        if record.kind == BOUNDSHEET:
            payload = struct.pack("<L", sizes[0]) + payload[4:]
        stream += struct.pack("<2H", record.kind, len(payload)) + payload
    file = parse_compound(form)
    return with_stream(file, file.root_streams["Workbook"], stream)


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack("<2H", BOF, 100) + bytes(20),
        struct.pack("<2H", BOF, 0),
        struct.pack("<4H", BOF, 0, BOUNDSHEET, 2) + bytes(2) + struct.pack("<2H", EOF, 0),
        struct.pack("<4H", BOF, 0, BOUNDSHEET, 8) + bytes([9] * 8) + struct.pack("<2H", EOF, 0),
        b"",
    ],
    ids=["record too long", "no end", "short sheet record", "sheet beside the records", "nothing"],
)
def test_a_damaged_stream_is_known(stream: bytes) -> None:
    with pytest.raises(BiffDamagedError):
        parse_book(stream)


def test_the_stream_is_put_together_as_it_was() -> None:
    stream = workbook_stream(national_xls())
    book = parse_book(stream)
    assert (
        assembled(book)
        == b"".join(
            struct.pack("<2H", record.kind, len(record.payload)) + record.payload
            for part in (book.globals, *book.parts)
            for record in part
            if record.kind not in (INDEX, DBCELL, EXTSST)
        )
        + book.tail
    )


CELL = st.sampled_from([None, "-", "文", 3, 2.5])


@given(
    rows=st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=6),
    wanted=st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 8)),
        st.one_of(
            st.decimals(-(10**6), 10**6, places=2).map(Fraction),
            st.text(
                st.characters(codec="utf-16", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20
            ),
        ),
        max_size=10,
    ),
)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_and_the_rest_is_as_before(
    rows: list[list[Any]], wanted: dict[tuple[int, int], Fraction | str]
) -> None:
    rows = [["名称", *row] for row in rows]
    form = grid(rows)
    before = read_sheets(form, "表")[0].cells
    free = {
        place: content
        for place, content in wanted.items()
        if place[0] < len(rows) and (place not in before or not before[place].text)
    }
    entries = [
        CellEntry(
            0,
            row,
            column,
            "" if isinstance(content, Fraction) else content,
            content if isinstance(content, Fraction) else None,
        )
        for (row, column), content in free.items()
    ]
    after = read_sheets(write_cells(form, entries, "表"), "表")[0].cells
    for place, cell in after.items():
        expected = free.get(place)
        if isinstance(expected, Fraction):
            assert cell.number is not None and abs(cell.number - expected) < Fraction(1, 10**9)
        elif expected is not None:
            assert cell.text == expected
        else:
            assert cell.text == (before[place].text if place in before else "")
    assert set(free) <= set(after)
