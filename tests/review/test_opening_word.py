"""Opening .docx: what a reader sees in Word is what is reviewed."""

from __future__ import annotations

from tests.review.made_files import LINES, paragraph, table, word_file

from yiheng.review.opening.file import open_report


def lines(path) -> list[str]:
    """What stands after the report's own lines."""
    read = open_report(path).text.split("\n")
    assert read[: len(LINES)] == list(LINES)
    return read[len(LINES) :]


def test_tables_with_merged_cells_keep_their_columns(tmp_path):
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("金额") + "</w:tc>"
    begun = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("项目") + "</w:tc>"
    on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    plain = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("1.5", "2"))
    body = f"<w:tbl><w:tr>{begun}{wide}</w:tr><w:tr>{on}{plain}</w:tr></w:tbl>"
    source = open_report(word_file(tmp_path / "a.docx", body))
    assert source.text.endswith("\n项目\t金额\t\n\t1.5\t2")
    assert source.place(source.text.index("1.5")) == "表 1 第 2 行第 2 列"


def test_nested_tables_follow_the_table_around_them(tmp_path):
    inner = table(("住院", "1"), ("门诊", "2"))
    body = table(("名称", "明细"), ("支出", f"<w:p/>{inner}".replace("<w:p/><w:tbl>", "<w:tbl>")))
    assert lines(word_file(tmp_path / "a.docx", body))[:4] == ["名称\t明细", "支出\t", "住院\t1", "门诊\t2"]


def test_a_table_that_frames_text_is_text(tmp_path):
    framed = paragraph("（一）收入") + paragraph("收入1.5亿元。")
    assert lines(word_file(tmp_path / "a.docx", table((framed,))))[:2] == ["（一）收入", "收入1.5亿元。"]


def test_tracked_changes_show_the_final_text(tmp_path):
    body = (
        '<w:p><w:r><w:t>支出</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>1.0</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>2.0</w:t></w:r></w:ins><w:r><w:t>亿元</w:t></w:r>'
        '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>（含利息）</w:t></w:r></w:moveFrom></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="4" w:author="a"/></w:rPr></w:pPr><w:r><w:t>收入</w:t></w:r></w:p>'
        + paragraph("3.0亿元")
    )
    assert lines(word_file(tmp_path / "a.docx", body)) == ["支出2.0亿元", "收入3.0亿元"]


def test_deleted_rows_are_gone(tmp_path):
    gone = f'<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr><w:tc>{paragraph("旧")}</w:tc><w:tc>{paragraph("9")}</w:tc></w:tr>'
    body = table(("项目", "数"), ("新", "1")).replace("</w:tbl>", gone + "</w:tbl>")
    assert lines(word_file(tmp_path / "a.docx", body))[:2] == ["项目\t数", "新\t1"]


def test_notes_stand_at_the_end_and_name_themselves(tmp_path):
    path = word_file(
        tmp_path / "a.docx",
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("含利息1.2亿元。")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{paragraph("数据来自决算。")}</w:endnote>',
    )
    source = open_report(path)
    assert lines(path) == ["含利息1.2亿元。", "数据来自决算。"]
    assert source.place(source.text.index("1.2")) == "脚注 1"
    assert source.place(source.text.index("决算")) == "尾注 1"


def test_text_boxes_are_read_once_after_their_paragraph(tmp_path):
    box = f"<w:txbxContent>{paragraph('框内2.5亿元')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
    )
    assert lines(word_file(tmp_path / "a.docx", body)) == ["前后", "框内2.5亿元"]


def test_automatic_numbers_are_what_the_reader_sees(tmp_path):
    def numbered(text: str, level: int) -> str:
        marks = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{marks}<w:r><w:t>{text}</w:t></w:r></w:p>"

    def level(number: int, shape: str) -> str:
        return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="{shape}"/></w:lvl>'

    body = "".join(
        [
            numbered("概况", 0),
            numbered("收入", 1),
            numbered("支出", 1),
            numbered("目标", 0),
            numbered("数量", 1),
        ]
    )
    path = word_file(
        tmp_path / "a.docx",
        body,
        numbering=f'<w:abstractNum w:abstractNumId="0">{level(0, "%1、")}{level(1, "（%2）")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    assert lines(path) == ["一、概况", "（一）收入", "（二）支出", "二、目标", "（一）数量"]


def test_hidden_text_contents_and_field_codes_are_left_out(tmp_path):
    body = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('一、概况 3')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏9亿元</w:t></w:r><w:r><w:instrText>PAGE 7</w:instrText></w:r>"
        "<w:r><w:t>可见1亿元</w:t></w:r></w:p>"
    )
    assert lines(word_file(tmp_path / "a.docx", body)) == ["可见1亿元"]


def test_breaks_part_lines_after_a_sentence_and_are_blanks_within(tmp_path):
    body = "<w:p><w:r><w:t>一句。</w:t><w:br/><w:t>二句前</w:t><w:br/><w:t>二句后。</w:t></w:r></w:p>"
    assert lines(word_file(tmp_path / "a.docx", body)) == ["一句。", "二句前 二句后。"]
