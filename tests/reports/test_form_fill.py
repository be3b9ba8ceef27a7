import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlrd
from form_fill_samples import (
    NATIONAL_VALUES,
    national_xls,
    national_xlsx,
    number,
    sichuan_xlsx,
    value,
)

from yiheng.reports.form_fill import FormValue, NotPlaced, fill_form

Filled = tuple[dict[str, tuple[str, str]], dict[tuple[str, str], str], Path]


def fill(
    tmp_path: Path, form: bytes, values: tuple[FormValue, ...] | list[FormValue], name: str = "表.xlsx"
) -> Filled:
    """Fill a form: cell → (row, column) placed there, (row, column) → code of what was not, and the file."""
    source, out = tmp_path / f"空白{name}", tmp_path / f"已填{name}"
    source.write_bytes(form)
    placed, missed = fill_form(source, values, out)
    assert len(placed) + len(missed) == len(values)
    return (
        {item.cell: (item.row_name, item.column) for item in placed},
        {(item.row_name, item.column): item.code for item in missed},
        out,
    )


def shown(out: Path) -> dict[str, object]:
    """The contents of the first sheet by cell, formulas as such."""
    sheet = openpyxl.load_workbook(out).worksheets[0]
    return {
        cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
    }


def test_the_national_table_is_filled_in_its_own_cells(tmp_path: Path) -> None:
    placed, missed, out = fill(tmp_path, national_xlsx(), NATIONAL_VALUES)
    assert missed == {("年度资金总额", "rate"): "cell_formula"}
    assert {cell: content for cell, content in shown(out).items() if cell in placed} == {
        "D6": 38026,
        "E6": 38026,
        "F6": 37162.8,
        "I6": 9.77,
        "F13": 67.92,
        "H13": 10,
        "F14": "580元",
        "H14": 10,
        "F15": "74.82%",
        "H15": 20,
        "F16": "97.73%",
        "H16": 9.77,
        "I16": "省级补助跨年到位；已商请省级按季预拨。",
        "F17": "5.23个月",
        "H17": 26.15,
        "F18": "98%",
        "H18": 10,
    }


def test_nothing_but_the_filled_cells_changes(tmp_path: Path) -> None:
    placed, _, out = fill(tmp_path, national_xlsx(), NATIONAL_VALUES)
    before = shown(tmp_path / "空白表.xlsx")
    after = shown(out)
    assert {cell: text for cell, text in after.items() if cell not in placed} == {
        cell: text for cell, text in before.items() if cell not in placed
    }
    assert after["H6"] == "=IF(E6=0,0,F6/E6)"
    assert after["H19"] == "=SUM(H13:H18)+I6"


def test_every_other_part_of_the_package_keeps_its_bytes_order_and_time(tmp_path: Path) -> None:
    form = with_part(national_xlsx(), "xl/media/image1.png", b"\x89PNG\r\n not read by anyone")
    _, _, out = fill(tmp_path, form, NATIONAL_VALUES)
    before, after = zipfile.ZipFile(io.BytesIO(form)), zipfile.ZipFile(out)
    changed = {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert [(i.filename, i.date_time) for i in before.infolist()] == [
        (i.filename, i.date_time) for i in after.infolist()
    ]
    assert {name for name in before.namelist() if before.read(name) != after.read(name)} == changed


def test_validations_names_merges_and_print_set_up_stay(tmp_path: Path) -> None:
    form = national_xlsx()
    _, _, out = fill(tmp_path, form, NATIONAL_VALUES)
    before, after = openpyxl.load_workbook(io.BytesIO(form)), openpyxl.load_workbook(out)
    for one, other in zip(before.worksheets, after.worksheets, strict=True):
        assert {str(area) for area in one.merged_cells.ranges} == {
            str(area) for area in other.merged_cells.ranges
        }
        assert [str(item.sqref) for item in one.data_validations.dataValidation] == [
            str(item.sqref) for item in other.data_validations.dataValidation
        ]
        assert other.page_setup.orientation == "landscape"
        assert one.print_title_rows == other.print_title_rows == "$12:$12"
        assert {cell.coordinate: cell.style_id for row in one.iter_rows() for cell in row} == {
            cell.coordinate: cell.style_id for row in other.iter_rows() for cell in row
        }
    assert after.defined_names["得分区"].attr_text == before.defined_names["得分区"].attr_text


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    _, _, out = fill(tmp_path, national_xlsx(), NATIONAL_VALUES)
    first = out.read_bytes()
    fill_form(tmp_path / "空白表.xlsx", NATIONAL_VALUES, out)
    assert out.read_bytes() == first


def test_filling_a_filled_form_again_finds_everything_in_place(tmp_path: Path) -> None:
    placed, missed, out = fill(tmp_path, national_xlsx(), NATIONAL_VALUES)
    again, missed_again, out_again = fill(tmp_path, out.read_bytes(), NATIONAL_VALUES, name="再.xlsx")
    assert (again, missed_again) == (placed, missed)
    assert out_again.read_bytes() == out.read_bytes()


def test_without_a_value_the_form_is_copied_as_it_is(tmp_path: Path) -> None:
    for name, form in (("表.xlsx", national_xlsx()), ("表.xls", national_xls())):
        assert fill(tmp_path, form, [], name=name)[2].read_bytes() == form


@pytest.mark.parametrize(("name", "form"), [("表.xlsx", national_xlsx), ("表.xls", national_xls)])
def test_on_a_protected_sheet_only_unlocked_cells_are_filled(tmp_path: Path, name: str, form) -> None:  # type: ignore[no-untyped-def]
    blank = form(is_protected=True)
    placed, missed, _ = fill(tmp_path, blank, NATIONAL_VALUES, name=name)
    assert missed["年度资金总额", "rate"] == "cell_formula"
    assert missed["年度资金总额", "score"] == "cell_locked"
    assert set(missed.values()) == {"cell_formula", "cell_locked"}
    assert {cell for cell in placed if int(cell[1:]) >= 13} == {
        *("F13", "F14", "F15", "F16", "F17", "F18"),
        *("H13", "H14", "H15", "H16", "H17", "H18", "I16"),
    }


def test_the_sichuan_table_takes_numbers_beside_its_units(tmp_path: Path) -> None:
    values = [
        value("年度资金总额", "budget_adjusted", "38,026.00", "38026"),
        value("当年财政拨款", "executed", "37,162.80", "37162.8"),
        value("预算执行率", "actual", "97.73%", "0.9773"),
        value("预算执行率", "score", "9.77", "9.77"),
        value("预算执行率", "reason", "省级补助跨年到位"),
        value("参保人数", "actual", "67.92", "67.92"),
        value("政策范围内住院报销比例", "actual", "74.82%", "0.7482"),
        value("减轻群众负担", "actual", "优"),
        value("减轻群众负担", "reason", "—"),
        value("总分", "score", "99.77", "99.77"),
    ]
    placed, missed, out = fill(tmp_path, sichuan_xlsx(), values)
    assert missed == {}
    assert {cell: content for cell, content in shown(out).items() if cell in placed} == {
        "E3": 38026,
        "F4": 37162.8,
        "G3": "97.73%",
        "I3": 9.77,
        "J3": "省级补助跨年到位",
        "H9": 67.92,
        "H10": 74.82,
        "H11": "优",
        "K11": "—",
        "J13": 99.77,
    }


def test_a_form_of_2003_is_filled_as_a_workbook_of_2003(tmp_path: Path) -> None:
    placed, missed, out = fill(tmp_path, national_xls(), NATIONAL_VALUES, name="表.xls")
    assert missed == {("年度资金总额", "rate"): "cell_formula"}
    sheet = xlrd.open_workbook(out, formatting_info=True).sheet_by_index(0)
    assert sheet.cell_value(5, 3) == 38026.0
    assert sheet.cell_value(12, 5) == 67.92
    assert sheet.cell_value(14, 5) == "74.82%"
    assert sheet.cell_value(15, 8) == "省级补助跨年到位；已商请省级按季预拨。"
    assert sheet.cell_value(16, 3) == "①基金滚存结余可支付月数"
    assert len(placed) == len(NATIONAL_VALUES) - 1


def test_what_has_no_place_is_listed_with_its_reason(tmp_path: Path) -> None:
    values = [
        value("异地就医直接结算率", "actual", "90%"),
        value("年度资金总额", "reason", "无偏差"),
        value("参保人数", "full", "20", "20"),
        value("总分", "score", "95.69", "95.69"),
    ]
    _, missed, _ = fill(tmp_path, national_xlsx(), values)
    assert missed == {
        ("异地就医直接结算率", "actual"): "row_not_found",
        ("年度资金总额", "reason"): "column_not_found",
        ("参保人数", "full"): "cell_occupied",
        ("总分", "score"): "cell_formula",
    }


def test_a_value_that_the_form_already_states_is_in_place(tmp_path: Path) -> None:
    values = [value("参保人数", "full", "10", "10"), value("财政补助标准", "target", "≥550元")]
    placed, missed, out = fill(tmp_path, national_xlsx(), values)
    assert (set(placed), missed) == ({"G13", "E14"}, {})
    assert out.read_bytes() == (tmp_path / "空白表.xlsx").read_bytes()


@pytest.mark.parametrize(("stated", "text"), [("9.5", "95"), ("≥95", "95"), ("12", "1.2")])
def test_a_value_that_differs_by_a_mark_does_not_count_as_stated(
    tmp_path: Path, stated: str, text: str
) -> None:
    form = edited(national_xlsx(), {"F13": stated})
    _, missed, out = fill(tmp_path, form, [value("参保人数", "actual", text)])
    assert missed == {("参保人数", "actual"): "cell_occupied"}
    assert shown(out)["F13"] == stated


def test_two_values_for_one_cell_do_not_overwrite_each_other(tmp_path: Path) -> None:
    values = [value("参保人数", "actual", "67.92", "67.92"), value("指标1：参保人数", "actual", "68", "68")]
    _, missed, out = fill(tmp_path, national_xlsx(), values)
    assert missed == {("指标1：参保人数", "actual"): "cell_occupied"}
    assert shown(out)["F13"] == 67.92


def test_a_row_is_found_by_another_of_its_names(tmp_path: Path) -> None:
    values = [
        FormValue("政策范围内住院报销比例", "score", "20", number("20"), ("政策范围内住院费用报销比例",))
    ]
    placed, _, _ = fill(tmp_path, national_xlsx(), values)
    assert placed == {"H15": ("政策范围内住院报销比例", "score")}


@pytest.mark.parametrize(
    ("other_row", "outcome"),
    [("2.参保人数（人）", "row_ambiguous"), ("2.参保人数", "F14"), ("2.住院人次", "F13")],
)
def test_a_name_that_stands_in_two_rows_is_not_guessed(tmp_path: Path, other_row: str, outcome: str) -> None:
    form = edited(national_xlsx(), {"D14": other_row, "F14": None})
    placed, missed, _ = fill(tmp_path, form, [value("参保人数", "actual", "67.92", "67.92")])
    assert [*placed, *missed.values()] == [outcome]


def test_a_name_in_two_tables_belongs_to_the_one_that_has_the_field(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(national_xlsx()))
    monitored = book.create_sheet("监控表")
    monitored.append(["三级指标", "年度指标值", "完成值"])
    monitored.append(["参保人数", "≥67.5", None])
    values = [value("参保人数", "score", "10", "10"), value("参保对象满意度", "actual", "98%")]
    placed, _, _ = fill(tmp_path, edited(saved(book), {"D13": "参保人数"}), values)
    assert set(placed) == {"H13", "F18"}


def test_a_score_merged_over_several_indicators_belongs_to_none(tmp_path: Path) -> None:
    form = edited(national_xlsx(), {}, merged=["H13:H14"])
    values = [value("参保人数", "score", "10", "10"), value("财政补助标准", "score", "10", "10")]
    assert set(fill(tmp_path, form, values)[1].values()) == {"cell_shared"}


def test_a_ratio_is_a_number_only_where_the_form_shows_per_cent(tmp_path: Path) -> None:
    form = edited(national_xlsx(with_formulas=False), {}, formats={"H6": "0.00%", "F15": "@", "H15": "@"})
    values = [
        value("年度资金总额", "rate", "97.73%", "0.9773"),
        value("政策范围内住院费用报销比例", "actual", "74.82%", "0.7482"),
        value("政策范围内住院费用报销比例", "score", "20.00", "20"),
        value("补助资金到位率", "actual", "97.73%", "0.9773"),
    ]
    _, _, out = fill(tmp_path, form, values)
    cells = shown(out)
    assert (cells["H6"], cells["F15"], cells["H15"], cells["F16"]) == (0.9773, "74.82%", "20.00", "97.73%")


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    for name, form in (("表.xlsx", national_xlsx()), ("表.xls", national_xls())):
        _, _, out = fill(tmp_path, form, [value("参保人数", "reason", "=HYPERLINK(1)")], name=name)
        if name.endswith("xlsx"):
            cell = openpyxl.load_workbook(out).worksheets[0]["I13"]
            assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")
        else:
            assert xlrd.open_workbook(out).sheet_by_index(0).cell(12, 8).ctype == xlrd.XL_CELL_TEXT


def test_a_text_that_no_cell_can_hold_is_not_cut(tmp_path: Path) -> None:
    values = [value("参保人数", "reason", "因" * 32768), value("补助资金到位率", "reason", "因" * 32767)]
    assert fill(tmp_path, national_xlsx(), values)[1] == {("参保人数", "reason"): "text_too_long"}


@pytest.mark.parametrize(("name", "form"), [("表.xlsx", national_xlsx), ("表.xls", national_xls)])
def test_characters_that_no_cell_can_hold_are_left_out(tmp_path: Path, name: str, form) -> None:  # type: ignore[no-untyped-def]
    _, _, out = fill(tmp_path, form(), [value("参保人数", "reason", "一\r\n二\x0b三\x00\ud800四")], name=name)
    cells = (
        shown(out)["I13"]
        if name == "表.xlsx"
        else xlrd.open_workbook(out).sheet_by_index(0).cell_value(12, 8)
    )
    assert cells == "一\n二三四"


def test_hidden_sheets_are_neither_read_nor_filled(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(national_xlsx()))
    copy = book.copy_worksheet(book.worksheets[0])
    copy.sheet_state = "hidden"
    placed, _, _ = fill(tmp_path, saved(book), [value("参保人数", "actual", "67.92", "67.92")])
    assert placed == {"F13": ("参保人数", "actual")}


def test_each_sheet_of_a_book_is_a_form_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(national_xlsx()))
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title, copy["D13"] = "能力提升", "监督检查覆盖率"
    source, out = tmp_path / "两表.xlsx", tmp_path / "已填.xlsx"
    source.write_bytes(saved(book))
    values = [value("监督检查覆盖率", "actual", "100%"), value("参保对象满意度", "actual", "98%")]
    placed, missed = fill_form(source, values, out)
    assert [(item.sheet, item.cell) for item in placed] == [("能力提升", "F13")]
    assert missed == [NotPlaced("参保对象满意度", "actual", "98%", "row_ambiguous")]


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(package)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2021, 3, 5, 8, 0, 0)), content)
    return stream.getvalue()


def edited(
    form: bytes,
    cells: dict[str, object],
    merged: list[str] | None = None,
    formats: dict[str, str] | None = None,
) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.worksheets[0]
    for cell, content in cells.items():
        sheet[cell] = content
    for area in merged or []:
        sheet.merge_cells(area)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_count_carries_its_unit_where_the_form_has_no_column_of_units(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["三级指标", "年度指标值", "实际完成值", "得分"])
    sheet.append(["住院人次", "88194人次", None, None])
    stream = io.BytesIO()
    book.save(stream)
    visits = FormValue("住院人次", "actual", "88,190", number("88190"), unit="人次")
    _, missed, out = fill(tmp_path, stream.getvalue(), [visits])
    assert not missed
    assert shown(out)["C2"] == "88,190人次"
    sheet.insert_cols(3)
    sheet["C1"], sheet["C2"] = "度量单位", "人次"
    stream = io.BytesIO()
    book.save(stream)
    _, missed, out = fill(tmp_path, stream.getvalue(), [visits], "有单位栏.xlsx")
    assert not missed
    assert shown(out)["D2"] == 88190
