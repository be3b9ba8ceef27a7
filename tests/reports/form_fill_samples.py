"""Blank self-evaluation forms as 财政 sends them, built for the tests: the national and the Sichuan layout."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from yiheng.reports.form_fill import FormValue

NATIONAL_COLUMNS = 9
NATIONAL_MERGES = [
    "A1:I1",
    "A2:I2",
    "B3:I3",
    "B4:D4",
    "F4:I4",
    "A5:A9",
    "B5:C5",
    "B6:C6",
    "B7:C7",
    "B8:C8",
    "B9:C9",
    "A10:A11",
    "B10:D10",
    "E10:I10",
    "B11:D11",
    "E11:I11",
    "A12:A18",
    "B13:B16",
    "C13:C14",
    "B17:B17",
    "A19:F19",
]
NATIONAL_ROWS: Sequence[Sequence[object]] = (
    ("项目支出绩效自评表",),
    ("（2023年度）",),
    ("项目名称", "城乡居民基本医疗保险补助资金"),
    ("主管部门", "某市医疗保障局", None, None, "实施单位", "某市医疗保障事务中心"),
    (
        "项目资金\n（万元）",
        None,
        None,
        "年初预算数",
        "全年预算数\n（A）",
        "全年执行数\n（B）",
        "分值",
        "执行率\n（B/A）",
        "得分",
    ),
    (None, "年度资金总额", None, None, None, None, 10, None, None),
    (None, "其中：当年财政拨款", None, None, None, None, "—", None, "—"),
    (None, "      上年结转资金", None, None, None, None, "—", None, "—"),
    (None, "      其他资金", None, None, None, None, "—", None, "—"),
    ("年度总体目标", "预期目标", None, None, "实际完成情况"),
    (None, "按政策足额补助。", None, None, "（请填写实际完成情况）"),
    (
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析\n及改进措施",
    ),
    (None, "产出指标\n（50分）", "数量指标", "指标1：参保人数（万人）", "≥67.5", None, 10, None, None),
    (None, None, None, "指标2：财政补助标准", "≥550元", "（请填写）", 10, None, "/"),
    (None, None, "质量指标", "1. 政策范围内住院费用\n报销比例", "≥70%", "　", 20, None, None),
    (None, None, "时效指标", "（1）补助资金到位率", "100%", None, 10, None, None),
    (None, "效益指标", "可持续影响", "①基金滚存结余可支付月数", "6—9个月", None, 30, None, None),
    (None, "满意度指标", "服务对象", "参保对象满意度", "≥95%", None, 10, None, None),
    ("总分",),
)


def number(text: str) -> Fraction:
    """``"97.73"`` → 97.73 exactly."""
    return Fraction(text)


def value(row_name: str, column: str, text: str, stored: str | None = None) -> FormValue:
    """A value; ``stored`` is its number where it is one."""
    return FormValue(row_name, column, text, None if stored is None else number(stored))


NATIONAL_VALUES = (
    value("年度资金总额", "budget_initial", "38,026.00", "38026"),
    value("年度资金总额", "budget_adjusted", "38,026.00", "38026"),
    value("年度资金总额", "executed", "37,162.80", "37162.80"),
    value("年度资金总额", "rate", "97.73%", "0.9773"),
    value("年度资金总额", "score", "9.77", "9.77"),
    value("参保人数", "actual", "67.92", "67.92"),
    value("参保人数", "score", "10", "10"),
    value("财政补助标准", "actual", "580元"),
    value("财政补助标准", "score", "10", "10"),
    value("政策范围内住院费用报销比例", "actual", "74.82%", "0.7482"),
    value("政策范围内住院费用报销比例", "score", "20", "20"),
    value("补助资金到位率", "actual", "97.73%", "0.9773"),
    value("补助资金到位率", "score", "9.77", "9.77"),
    value("补助资金到位率", "reason", "省级补助跨年到位；已商请省级按季预拨。"),
    value("基金滚存结余可支付月数", "actual", "5.23个月"),
    value("基金滚存结余可支付月数", "score", "26.15", "26.15"),
    value("参保对象满意度", "actual", "98%", "0.98"),
    value("参保对象满意度", "score", "10", "10"),
)


def national_xlsx(with_formulas: bool = True, is_protected: bool = False) -> bytes:
    """The national layout with styles, validations, print set-up and names; optionally protected as 财政 does."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "项目支出绩效自评表"
    thin = Side(style="thin")
    for row, texts in enumerate(NATIONAL_ROWS, 1):
        for column in range(1, NATIONAL_COLUMNS + 1):
            cell = sheet.cell(row, column)
            cell.value = texts[column - 1] if column <= len(texts) else None  # type: ignore[assignment]
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if row > 2:
                cell.border = Border(thin, thin, thin, thin)
    sheet["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    sheet["A12"].fill = PatternFill("solid", fgColor="DDEBF7")
    if with_formulas:
        sheet["H6"] = "=IF(E6=0,0,F6/E6)"
        sheet["H6"].number_format = "0.00%"
        sheet["G19"] = "=SUM(G13:G18)+G6"
        sheet["H19"] = "=SUM(H13:H18)+I6"
    for area in NATIONAL_MERGES:
        sheet.merge_cells(area)
    for row in range(3, len(NATIONAL_ROWS) + 1):
        sheet.row_dimensions[row].height = 32
    for column, width in zip("ABCDEFGHI", (10, 12, 12, 28, 14, 16, 8, 10, 30), strict=True):
        sheet.column_dimensions[column].width = width
    scores = DataValidation(type="decimal", operator="between", formula1="0", formula2="100")
    scores.add("H13:H18")
    sheet.add_data_validation(scores)
    sheet.print_title_rows = "12:12"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.defined_names["得分区"] = DefinedName("得分区", attr_text="项目支出绩效自评表!$H$13:$H$18")
    if is_protected:
        sheet.protection.sheet = True
        for area in ("F13:F18", "H13:I18", "D6:F9"):
            for cells in sheet[area]:
                for cell in cells:
                    cell.protection = Protection(locked=False)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sichuan_xlsx() -> bytes:
    """The Sichuan 2023 layout: nature and unit columns, weights, money by source, and remarks below."""
    rows: Sequence[Sequence[object]] = (
        ("项目支出绩效自评表", *[None] * 10),
        (
            "预算执行情况\n（10分）",
            "预算年度",
            None,
            "年初预算",
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
        )
        + ("得分", "原因", None),
        (None, "总额", None, None, None, None, None, 10, None, None, None),
        (None, "其中：财政资金", None, None, None, None, None, "/", "/", None, None),
        (None, "财政专户管理资金", None, None, None, None, None, "/", "/", None, None),
        (None, "单位资金", None, None, None, None, None, "/", "/", None, None),
        (None, "其他资金（非财政资金）", None, None, None, None, None, "/", "/", None, None),
        (
            "绩效指标\n（90分）",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
        )
        + ("得分", "未完成原因分析"),
        (None, "产出指标", "数量指标", "参保人数", "≥", 67.5, "万人", None, 20, None, None),
        (None, None, "质量指标", "政策范围内住院报销比例", "≥", 70, "%", None, 30, None, None),
        (None, "效益指标", "社会效益指标", "减轻群众负担", "定性", "优良中低差", None, None, 30, None, None),
        (None, "满意度指标", "服务对象满意度指标", "参保对象满意度", "≥", 95, "%", None, 10, None, None),
        ("合计", None, None, None, None, None, None, None, 100, None, None),
        ("评价结论", "（不超过200字）", *[None] * 9),
        ("存在问题", None, *[None] * 9),
    )
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "510000_0013zp"
    thin = Side(style="thin")
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            cell.value = text  # type: ignore[assignment]
            cell.border = Border(thin, thin, thin, thin)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for area in ("A1:K1", "A2:A7", *[f"B{row}:C{row}" for row in range(2, 8)]):
        sheet.merge_cells(area)
    for area in (
        *[f"J{row}:K{row}" for row in range(2, 8)],
        "A8:A12",
        "B9:B10",
        "A13:H13",
        "B14:K14",
        "B15:K15",
    ):
        sheet.merge_cells(area)
    for column in "ABCDEFGHIJK":
        sheet.column_dimensions[column].width = 16
    for row in range(1, len(rows) + 1):
        sheet.row_dimensions[row].height = 32
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def national_xls(is_protected: bool = False) -> bytes:
    """The national layout as a workbook of 2003, written by an old program in GBK, with formulas and borders."""
    book = xlwt.Workbook(encoding="gbk")
    sheet = book.add_sheet("自评表")
    border = (
        "borders: left thin, right thin, top thin, bottom thin; align: wrap on, vert centre, horiz centre"
    )
    style, open_style = xlwt.easyxf(border), xlwt.easyxf(f"{border}; protection: cell_locked false")
    percent = xlwt.easyxf(border, num_format_str="0.00%")
    open_places = {(row, column) for row in range(12, 18) for column in (5, 7, 8)}
    covered: set[tuple[int, int]] = set()
    for area in NATIONAL_MERGES:
        (left, top), (right, bottom) = (
            (ord(corner[0]) - ord("A"), int(corner[1:]) - 1) for corner in area.split(":")
        )
        texts = NATIONAL_ROWS[top]
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        sheet.write_merge(top, bottom, left, right, texts[left] if left < len(texts) else None, style)
    for row, texts in enumerate(NATIONAL_ROWS):
        for column in range(NATIONAL_COLUMNS):
            if (row, column) not in covered:
                cell_style = open_style if (row, column) in open_places else style
                if (row, column) in ((18, 6), (18, 7)):
                    letter = "GH"[column - 6]
                    formula = xlwt.Formula(f"SUM({letter}13:{letter}18)+{'G6' if letter == 'G' else 'I6'}")
                    sheet.write(row, column, formula, cell_style)
                elif (row, column) == (5, 7):
                    sheet.write(row, column, xlwt.Formula("IF(E6=0,0,F6/E6)"), percent)
                else:
                    sheet.write(row, column, texts[column] if column < len(texts) else None, cell_style)
    for column, width in enumerate((10, 12, 12, 28, 14, 16, 8, 10, 30)):
        sheet.col(column).width = width * 256
    for row in range(2, len(NATIONAL_ROWS)):
        sheet.row(row).height_mismatch = True
        sheet.row(row).height = 32 * 20
    sheet.portrait = False
    sheet.fit_num_pages = 1
    if is_protected:
        sheet.protect = True
        sheet.password = "czj"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
