"""Opening: the same report in every kind of file gives the same words, the same findings, and quotes that can be found."""

from __future__ import annotations

import openpyxl
import pytest
import xlwt
from tests.review.made_files import (
    LINES,
    REPORT,
    ROWS,
    office,
    page_source,
    paragraph,
    pdf_file,
    table,
    word_file,
)

from yiheng.review.opening.file import open_report, open_with_attachments
from yiheng.review.opening.source import Source
from yiheng.review.review import review_source


def rules(source: Source) -> list[tuple[str, str]]:
    return [(one.relation.rule, one.verdict) for one in review_source(source).findings]


def check_quotes(source: Source) -> None:
    review = review_source(source)
    quotes = [quote for one in review.findings for quote in one.relation.quotes]
    assert quotes
    for quote in quotes:
        assert review.text[quote.start : quote.end] == quote.text
    for fact in review.facts:
        assert review.text[fact["start"] : fact["end"]] == fact["text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode(encoding))
    source = open_report(path)
    assert source.text == REPORT
    assert rules(source) == [("R2", "inconsistent")]
    check_quotes(source)


def test_big5_and_traditional_characters(tmp_path):
    path = tmp_path / "報告.txt"
    text = "甲市2023年度職工醫保基金績效自評報告\n一、基金運行情況\n基金收入24.47億元，基金支出16.11億元，當期結餘8.54億元。\n"
    path.write_bytes(text.encode("big5"))
    source = open_report(path)
    assert source.text == text
    assert rules(source) == [("R2", "inconsistent")]
    check_quotes(source)


def test_a_few_damaged_bytes_do_not_turn_utf8_into_rubbish(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode() * 20 + "基".encode()[:2])
    assert open_report(path).text.startswith(REPORT)


def test_line_ends_of_every_system_are_one(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.replace("\n", "\r\n").encode())
    assert open_report(path).text == REPORT
    path.write_bytes(REPORT.replace("\n", "\r").encode())
    assert open_report(path).text == REPORT


def test_a_web_page_is_read_as_it_is_seen(tmp_path):
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    body = "".join(f"<p>{line}</p>" for line in LINES)
    hidden = "<script>var 基金='9.99亿元'</script><div style='display: none'>基金支出1.00亿元。</div>"
    path = tmp_path / "报告.html"
    path.write_bytes(page_source(hidden + body, head).encode("gb18030"))
    source = open_report(path)
    assert source.text.split("\n") == list(LINES)
    check_quotes(source)


def test_a_web_page_with_an_xml_declaration_and_entities(tmp_path):
    path = tmp_path / "报告.htm"
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n{page_source("<p>收入&nbsp;24.47&yen;&#8805;90%</p>")}',
        encoding="utf-8",
    )
    assert open_report(path).text.replace("\u00a0", " ") == "收入 24.47¥≥90%"


def test_layout_tables_are_text_and_spanned_cells_keep_their_columns(tmp_path):
    inner = (
        "<table><tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr><tr><td>预算</td><td>执行</td></tr>"
        "<tr><td>住<br>院</td><td>1</td><td>2</td></tr></table>"
    )
    path = tmp_path / "报告.html"
    path.write_text(
        page_source(f"<table><tr><td><p>{LINES[0]}</p><p>{LINES[2]}</p>{inner}</td></tr></table>"),
        encoding="utf-8",
    )
    assert open_report(path).text.split("\n") == [
        LINES[0],
        LINES[2],
        "项目\t金额\t",
        "\t预算\t执行",
        "住院\t1\t2",
    ]


def test_a_web_archive(tmp_path):
    path = tmp_path / "报告.doc"
    body = page_source("".join(f"<p>{line}</p>" for line in LINES))
    path.write_bytes(
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + body.encode()
        + b"\r\n--b--\r\n"
    )
    assert open_report(path).text.split("\n") == list(LINES)


def test_a_workbook_names_its_cells(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    sheet["B1"] = "2023年度绩效自评表"
    sheet.merge_cells("B1:E1")
    for number, row in enumerate([*ROWS, ("合计", 150.5, 140.45, 0.9332)], 3):
        for column, value in enumerate(row, 2):
            sheet.cell(number, column, value)
    sheet["E6"].number_format = "0.00%"
    sheet["C6"].number_format = "#,##0.000"
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不可见"
    hidden.sheet_state = "hidden"
    path = tmp_path / "表.xlsx"
    book.save(path)
    source = open_report(path)
    lines = source.text.split("\n")
    assert lines[:2] == ["自评表", "2023年度绩效自评表"] and "不可见" not in source.text
    assert lines[-1] == "合计\t150.500\t140.45\t93.32%"
    assert source.place(source.text.index("93.32%")) == "自评表!E6"
    assert source.place(source.text.index("住院")) == "自评表!B4"


def test_an_old_workbook_reads_alike(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评表")
    percent = xlwt.easyxf(num_format_str="0.00%")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, (name, value) in enumerate((("预算", 8193.03523), ("支出", 0.1 + 0.2))):
        sheet.write(row, 0, name)
        sheet.write(row, 1, value)
    sheet.write(2, 0, "执行率")
    sheet.write(2, 1, 0.9921, percent)
    sheet.write(3, 0, "截止日")
    sheet.write(3, 1, 45291, day)
    path = tmp_path / "表.xls"
    book.save(str(path))
    source = open_report(path)
    assert source.text.split("\n")[1:] == [
        "预算\t8193.03523",
        "支出\t0.3",
        "执行率\t99.21%",
        "截止日\t2023-12-31",
    ]
    assert source.place(source.text.index("99.21")) == "自评表!B3"


def test_formulas_show_their_stored_results(tmp_path):
    import xlsxwriter

    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["住院", 3])
    sheet.write_row(1, 0, ["门诊", 4])
    sheet.write(2, 0, "合计")
    sheet.write_formula(2, 1, "=SUM(B1:B2)", None, 7)
    book.close()
    assert open_report(path).text.split("\n")[-1] == "合计\t7"


def test_formulas_without_a_result_are_told_of(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "自评表"
    for row in [("项目", "执行数（万元）"), ("住院", 2386.2), ("门诊", 412), ("合计", "=B2+B3")]:
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    assert open_report(tmp_path / "表.xlsx").note.startswith("自评表!B4 等 1 格的公式没有存结果")


def test_pdf_text_has_its_page_and_broken_lines_are_whole(tmp_path):
    long = "全市职工基本医疗保险基金收入24.47亿元，基金支出16.11亿元，比上年增加较多，"
    pages = (
        (LINES[0], LINES[1], long, "当期结余8.54亿元。", "- 1 -"),
        ("二、存在问题", "经办力量不足，有待加强管理。", "- 2 -"),
    )
    source = open_report(pdf_file(tmp_path / "报告.pdf", pages))
    assert source.text.split("\n") == [
        LINES[0],
        LINES[1],
        long + "当期结余8.54亿元。",
        "二、存在问题",
        "经办力量不足，有待加强管理。",
    ]
    check_quotes(source)
    assert {quote.place for one in review_source(source).findings for quote in one.relation.quotes} == {
        "第 1 页"
    }
    assert source.place(source.text.index("经办")) == "第 2 页"


@pytest.mark.parametrize("target", ["doc", "rtf", "odt"])
def test_old_office_files_through_libreoffice(tmp_path, target):
    path = office(word_file(tmp_path / "报告.docx", table(*ROWS) + paragraph("附注")), target)
    source = open_report(path)
    assert source.text.split("\n")[: len(LINES)] == list(LINES)
    assert "住院\t100.50\t90.45\t90.00%" in source.text
    check_quotes(source)
    if target == "doc":
        assert open_report(path.rename(tmp_path / "报告.wps")).text == source.text


def test_a_pdf_of_an_office_program(tmp_path):
    path = office(
        word_file(tmp_path / "报告.docx", paragraph("全市“两病”患者医保待遇享受率≥90%，实际95%。")), "pdf"
    )
    assert open_report(path).text.split("\n") == [*LINES, "全市“两病”患者医保待遇享受率≥90%，实际95%。"]


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".txt", ".pdf", ".dat", ""])
def test_content_decides_not_the_name(tmp_path, suffix):
    word = word_file(tmp_path / f"报告{suffix}")
    assert open_report(word).text == "\n".join(LINES)
    page = tmp_path / f"网页{suffix or '.xls'}"
    page.write_text(page_source(f"<p>{LINES[2]}</p>"), encoding="utf-8")
    assert open_report(page).text == LINES[2]


def test_attachments_follow_the_report_with_places_of_their_own(tmp_path):
    report, form = tmp_path / "报告.txt", tmp_path / "自评表.xlsx"
    report.write_text(REPORT, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.active.append(["指标", "得分"])
    book.active.append(["预算执行", 10])
    book.save(form)
    source = open_with_attachments(report, [form])
    assert source.text.startswith(REPORT)
    assert source.place(0) == ""
    assert source.place(source.text.index("预算执行")) == "自评表.xlsx 表!A2"


def test_full_width_digits_are_read_and_quoted_as_they_stand(tmp_path):
    wide = REPORT.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}).replace(".", "．")
    path = tmp_path / "报告.txt"
    path.write_text(wide, encoding="utf-8")
    source = open_report(path)
    assert rules(source) == [("R2", "inconsistent")]
    check_quotes(source)
    quoted = [quote.text for one in review_source(source).findings for quote in one.relation.quotes]
    assert any("８．５４亿元" in text for text in quoted)
