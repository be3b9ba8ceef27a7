import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree
from word_samples import INDICATORS, REPORT, R, W, part, sections, style, styled, text, value, writer

from yiheng.reports.document import Document, Paragraph, Span


@pytest.fixture
def write(tmp_path):
    return writer(tmp_path)


def test_paper_margins_and_grid_are_those_of_the_standard(write):
    section = docx.Document(str(write(REPORT))).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.05)
    margins = (
        section.top_margin.mm,
        section.right_margin.mm,
        section.bottom_margin.mm,
        section.left_margin.mm,
    )
    assert margins == pytest.approx((37, 26, 35, 28), abs=0.05)
    grid = sections(write(REPORT))[0].find(W + "docGrid")
    assert grid.get(W + "type") == "linesAndChars"
    line, character = int(grid.get(W + "linePitch")), 16 + int(grid.get(W + "charSpace")) / 4096
    height = section.page_height.pt - section.top_margin.pt - section.bottom_margin.pt
    assert 22 * line / 20 <= height < 23 * line / 20
    assert 28 * character <= text_width(section) < 29 * character


def text_width(section):
    return section.page_width.pt - section.left_margin.pt - section.right_margin.pt


def test_body_and_headings_set_28_characters_a_line_without_help_of_the_grid(write):
    path = write(REPORT)
    width = text_width(docx.Document(str(path)).sections[0])
    for style_id in ("Body", "Heading1", "Heading4"):
        character = 16 + int(value(style(path, style_id), "rPr/spacing")) / 20
        assert 28 * character <= width < 29 * character
        assert value(style(path, style_id), "pPr/snapToGrid") == "0"


@pytest.mark.parametrize(
    ("style_id", "font", "half_points"),
    [
        ("Title", "方正小标宋简体", "44"),
        ("Body", "仿宋_GB2312", "32"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Heading4", "仿宋_GB2312", "32"),
        ("AttachmentMark", "黑体", "32"),
        ("TableText", "宋体", "21"),
        ("TableTextLarge", "宋体", "24"),
    ],
)
def test_fonts_and_sizes_are_those_of_the_standard(write, style_id, font, half_points):
    found = style(write(REPORT), style_id)
    assert value(found, "rPr/rFonts", "eastAsia") == font
    assert value(found, "rPr/rFonts", "ascii") == "Times New Roman"
    assert value(found, "rPr/sz") == half_points


def test_body_text_has_fixed_lines_and_is_indented_by_two_characters(write):
    body = style(write(REPORT), "Body")
    assert value(body, "pPr/spacing", "line") == "560"
    assert value(body, "pPr/spacing", "lineRule") == "exact"
    assert value(body, "pPr/ind", "firstLineChars") == "200"


def test_digits_and_characters_stand_as_close_beside_a_control_as_elsewhere(write):
    body = style(write(REPORT), "Body")
    assert (value(body, "pPr/autoSpaceDE"), value(body, "pPr/autoSpaceDN")) == ("0", "0")


def test_fonts_are_named_with_what_may_stand_for_them_and_not_embedded(write):
    fonts = part(write(REPORT), "fontTable")
    names = {font.get(W + "name"): value(font, "altName") for font in fonts}
    assert names["仿宋_GB2312"] == "仿宋"
    assert not list(fonts.iter(W + "embedRegular"))


def test_quotation_marks_are_set_in_the_chinese_font(write):
    runs = [run for run in part(write(REPORT), "document").iter(W + "r") if "“" in text(run)]
    assert [value(run, "rPr/rFonts", "hint") for run in runs] == ["eastAsia"]


def test_headings_are_printed_with_their_numbers_in_outline_styles(write):
    path = write(REPORT)
    assert [styled(path, f"Heading{level}") for level in (1, 2, 3, 4)] == [
        ["一、预算执行情况"],
        ["（一）收入"],
        ["1.总体"],
        ["（1）统筹"],
    ]
    assert [value(style(path, f"Heading{level}"), "pPr/outlineLvl") for level in (1, 2)] == ["0", "1"]


def test_the_title_is_broken_where_the_document_says(write):
    title = next(part(write(REPORT), "document").iter(W + "p"))
    assert text(title) == "2023年职工医保基金绩效自评报告"
    assert len(list(title.iter(W + "br"))) == 1


def headers(path, kind, tag="headerReference"):
    """The header or footer of a kind in each section, as XML."""
    with zipfile.ZipFile(path) as file:
        relations = etree.fromstring(file.read("word/_rels/document.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target") for relation in relations}
        return [
            etree.fromstring(file.read("word/" + targets[reference.get(R + "id")]))
            for section in sections(path)
            for reference in section.iter(W + tag)
            if reference.get(W + "type") == kind
        ]


@pytest.mark.parametrize("kind", ["default", "even"])
def test_banner_stamp_and_page_count_stand_on_every_page_of_every_section(write, kind):
    path = write(REPORT)
    found = headers(path, kind)
    assert len(found) == len(sections(path)) == 3
    for header in found:
        assert text(header) == "推定评分表，非官方" + "数据状态：决算　版本：1a2b" + "第1页　共1页"
        fields = [field.get(W + "instr").strip() for field in header.iter(W + "fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]


def test_without_a_banner_no_line_is_left_for_it(write):
    (header, *_) = headers(write(replace(REPORT, banner="")), "default")
    assert len(header) == 1


@pytest.mark.parametrize(("kind", "side"), [("default", "right"), ("even", "left")])
def test_page_numbers_stand_outside_one_character_in(write, kind, side):
    path = write(REPORT)
    for footer in headers(path, kind, "footerReference"):
        assert text(footer) == "— 1 —"
        assert value(footer, "p/pPr/jc") == side
        assert value(footer, "p/pPr/ind", f"{side}Chars") == "100"
    assert part(path, "settings").find(W + "evenAndOddHeaders") is not None
    assert value(style(path, "Footer"), "rPr/sz") == "28"


def test_each_attachment_begins_a_page_and_a_wide_table_turns_it(write):
    pages = [found.find(W + "pgSz").get(W + "orient", "portrait") for found in sections(write(REPORT))]
    assert pages == ["portrait", "landscape", "portrait"]
    assert styled(write(REPORT), "AttachmentMark") == ["附件1", "附件2"]


def test_the_title_of_an_attachment_stands_on_the_third_line_of_an_upright_page(write):
    body = list(part(write(REPORT), "document").iter(W + "p"))
    lines = [text(found) for found in body]
    assert lines[lines.index("附件2") :] == ["附件2", "", "材料目录", "", "无"]
    assert lines[lines.index("附件1") + 1] == "评价指标表"


def test_the_end_of_the_text_goes_with_the_signature_to_its_page(write):
    body = list(part(write(REPORT), "document").iter(W + "p"))
    lines = [text(found) for found in body]
    last, date = lines.index("收入仍为245,774.82万元"), lines.index("2024年3月5日")
    kept = [found.find(f"{W}pPr/{W}keepNext") is not None for found in body[last - 1 : date + 1]]
    assert kept == [False, *[True] * (date - last), False]


def test_a_single_attachment_has_no_number(write):
    document = replace(REPORT, attachments=REPORT.attachments[:1])
    path = write(document)
    assert styled(path, "AttachmentMark") == ["附件"]
    assert "附件：评价指标表" in styled(path, "Normal")


def test_a_wide_table_of_the_body_stands_on_a_turned_page_between_upright_ones(write):
    after = (Paragraph((Span("以上。"),)),)
    path = write(replace(REPORT, blocks=(*REPORT.blocks, INDICATORS, *after), attachments=()))
    pages = [found.find(W + "pgSz").get(W + "orient", "portrait") for found in sections(path)]
    assert pages == ["portrait", "landscape", "portrait"]


def test_a_signature_after_a_wide_table_stands_on_an_upright_page(write):
    path = write(replace(REPORT, blocks=(INDICATORS,), attachments=()))
    assert sections(path)[-1].find(W + "pgSz").get(W + "orient", "portrait") == "portrait"


def test_sections_end_in_a_paragraph_that_has_text_or_follows_a_table(write):
    endings = [section.getparent().getparent() for section in sections(write(REPORT))[:-1]]
    assert [text(ending) for ending in endings] == ["2024年3月5日", "制表：复核：负责人："]


@pytest.mark.parametrize(
    ("organisation", "organisation_chars", "date_chars"),
    [
        ("甲市医保局", 450, 400),
        ("甲市医疗保障局", 350, 400),
        ("甲市医疗保障事务服务中心", 200, 500),
    ],
)
def test_organisation_and_date_are_centred_over_each_other_at_the_right(
    write, organisation, organisation_chars, date_chars
):
    body = part(write(replace(REPORT, organisation=organisation)), "document")
    closing = [found for found in body.iter(W + "p") if value(found, "pPr/pStyle") == "Closing"]
    assert [text(found) for found in closing] == [organisation, "2024年3月5日"]
    indents = [int(value(found, "pPr/ind", "rightChars")) for found in closing]
    assert indents == [organisation_chars, date_chars]


def test_a_report_without_signature_and_attachments_just_ends(write):
    bare = Document(title="报告", blocks=(Paragraph((Span("正文。"),)),))
    assert styled(write(bare), "Closing") == []
    assert styled(write(bare), "Body") == ["正文。"]
