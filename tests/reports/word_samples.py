"""A small report with every kind of block, and readers of the parts of the Word file made of it."""

import zipfile
from dataclasses import replace

from lxml import etree

from yiheng.reports.document import (
    Attachment,
    Document,
    Heading,
    Paragraph,
    Span,
    Table,
    TableCell,
    numbered,
)
from yiheng.reports.word import write_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def cell(text, figure_id=None, **layout):
    return TableCell((Span(text, figure_id),), **layout)


INDICATORS = Table(
    column_widths=(2, 3, 1, 1),
    rows=(
        tuple(cell(name, header=True, align="center") for name in ("一级指标", "三级指标", "完成值", "得分")),
        (
            cell("产出", row_span=2),
            cell("参保率"),
            cell("88.56%", "rate"),
            cell("0", "score/1", align="right"),
        ),
        (cell("征缴率"), cell("98.89%", "collected"), cell("5", "score/2")),
        (cell("总分", column_span=3, align="center"), cell("94", "total")),
    ),
    unit_note="单位：分",
    landscape=True,
)
MONEY = replace(INDICATORS, landscape=False, caption="收支情况")

REPORT = Document(
    title="2023年职工医保基金\n绩效自评报告",
    addressee="省医疗保障局：",
    blocks=numbered(
        (
            Heading(1, (Span("预算执行情况"),)),
            Heading(2, (Span("收入"),)),
            Heading(3, (Span("总体"),)),
            Heading(4, (Span("统筹"),)),
            Paragraph(
                (Span("基金收入"), Span("245,774.82万元", "income/actual/employee"), Span("，“收支”平衡。"))
            ),
            Paragraph((Span("收入仍为"), Span("245,774.82万元", "income/actual/employee"))),
        )
    ),
    organisation="甲市医疗保障局",
    date_text="2024年3月5日",
    attachments=(
        Attachment("评价指标表", (INDICATORS,)),
        Attachment("材料目录", (Paragraph((Span("无"),)),)),
    ),
    banner="推定评分表，非官方",
    header_note="数据状态：决算　版本：1a2b",
    signatories=("制表：", "复核：", "负责人："),
)


def writer(folder):
    """Writes a document into the folder and gives its path."""

    def written(document, **options):
        path = folder / "report.docx"
        write_word(document, path, **options)
        return path

    return written


def part(path, name):
    with zipfile.ZipFile(path) as file:
        return etree.fromstring(file.read(f"word/{name}.xml"))


def value(element, path, attribute="val"):
    return element.find("/".join(W + step for step in path.split("/"))).get(W + attribute)


def text(element):
    return "".join(found.text for found in element.iter(W + "t"))


def style(path, style_id):
    styles = part(path, "styles").iter(W + "style")
    return next(found for found in styles if found.get(W + "styleId") == style_id)


def styled(path, style_id):
    """The texts of the body's paragraphs of a style."""
    paragraphs = part(path, "document").iter(W + "p")
    return [text(found) for found in paragraphs if value(found, "pPr/pStyle") == style_id]


def sections(path):
    return list(part(path, "document").iter(W + "sectPr"))
