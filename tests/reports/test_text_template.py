from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yiheng.policy.content import Layer, check, load
from yiheng.policy.source_file import parse_document
from yiheng.reports.document import Heading, Paragraph, Span, Table, TableCell, figure_ids, loose_digits
from yiheng.reports.text_template import REPORT_TEMPLATES, ReportTemplate, cn_join, ordinal, render
from yiheng.standards.problem import Refused


@dataclass(frozen=True)
class PrintedFigure:
    id: str
    text: str
    value: int = 0


class Figures:
    """Figures by metric; a role is asked for by a further word."""

    def __init__(self, *figures):
        self.figures = {figure.id: figure for figure in figures}

    def find(self, key, role="actual"):
        return self.figures.get(f"{key}/{role}")


NO_FIGURES = Figures()
FIGURES = Figures(
    PrintedFigure("income/actual", "245,774.82万元"),
    PrintedFigure("income/budget", "240,705.21万元"),
    PrintedFigure("rate/actual", "102.11%"),
    PrintedFigure("months/actual", "4.45个月", 4),
)
STAMPS = {"organisation": "", "date_text": "", "banner": "", "header_note": ""}

FUND_REPORT = """
report: fund
title: "{{ year }}年职工医保基金\\n绩效自评报告"
addressee: 省医疗保障局：
signatories: ["制表：{{ prepared_by }}", "复核：", "负责人："]
sections:
  - paragraphs:
      - 现将{{ city }}{{ year }}年基金绩效自评情况报告如下。
  - heading: 预算执行情况
    paragraphs:
      - 基金收入{{ fig('income') }}，完成预算的{{ fig('rate') }}。统筹基金可支付月数不少于6个月。
      - text: 可支付{{ fig('months') }}，低于安全线。
        when: has('months') and fig('months').figure.value < 6
      - text: 超过{{ fig('surplus') }}。
        when: has('surplus')
      - table: money
  - heading: 指标完成情况
    sections:
      - each: groups
        as: group
        heading: "{{ group.name }}指标"
        sections:
          - each: group.rows
            as: row
            heading: "{{ row.name }}。"
            paragraphs:
              - "{{ row.text }}此项自评得{{ fig(row.score) }}。"
  - heading: 存在的问题
    paragraphs:
      - each: problems
        as: problem
        text: "{{ ordinal(index) }}{{ problem }}。"
attachments:
  - title: "{{ year }}年指标表"
    sections:
      - heading: 说明
        paragraphs: ["{{ narrative }}"]
"""

MONEY = Table(column_widths=(1,), rows=((TableCell((Span("收入"),)),),))

CONTEXT = {
    **STAMPS,
    "year": 2023,
    "city": "甲市",
    "prepared_by": "张某",
    "money": MONEY,
    "groups": [
        {
            "name": "决策",
            "rows": [
                {"name": "政策制定", "text": "程序合规。", "score": PrintedFigure("score/A1", "5分")},
                {"name": "决策过程", "text": "程序完整。", "score": PrintedFigure("score/A2", "3分")},
            ],
        },
        {
            "name": "过程",
            "rows": [{"name": "管理制度", "text": "", "score": PrintedFigure("score/B1", "3分")}],
        },
    ],
    "problems": ["供养比下降", "异地就医增加"],
    "narrative": "第一段。\n第二段。",
}


def template(text, **other):
    body = {"report": "x", "title": "报告", "sections": [{"paragraphs": [text]}], **other}
    return ReportTemplate.model_validate(body)


def paragraphs(text, figures=FIGURES, **context):
    return [block.spans for block in render(template(text), {**STAMPS, **context}, figures).blocks]


def refusal(made, context=None, figures=FIGURES):
    with pytest.raises(Refused) as caught:
        render(made, {**STAMPS, **(context or {})}, figures)
    return caught.value.problem


def outline(blocks):
    return [
        (block.number if isinstance(block, Heading) else "") + "".join(span.text for span in block.spans)
        for block in blocks
        if not isinstance(block, Table)
    ]


def fund_report():
    made = ReportTemplate.model_validate(parse_document(FUND_REPORT, "fund.yaml").data)
    return render(made, CONTEXT, FIGURES)


def test_a_report_is_filled_with_its_headings_numbered():
    assert outline(fund_report().blocks) == [
        "现将甲市2023年基金绩效自评情况报告如下。",
        "一、预算执行情况",
        "基金收入245,774.82万元，完成预算的102.11%。统筹基金可支付月数不少于6个月。",
        "可支付4.45个月，低于安全线。",
        "二、指标完成情况",
        "（一）决策指标",
        "1.政策制定。",
        "程序合规。此项自评得5分。",
        "2.决策过程。",
        "程序完整。此项自评得3分。",
        "（二）过程指标",
        "1.管理制度。",
        "此项自评得3分。",
        "三、存在的问题",
        "一是供养比下降。",
        "二是异地就医增加。",
    ]


def test_a_report_binds_its_figures_and_leaves_no_digit_loose():
    document = fund_report()
    assert figure_ids(document) == (
        "income/actual",
        "rate/actual",
        "months/actual",
        "score/A1",
        "score/A2",
        "score/B1",
    )
    assert loose_digits(document) == []


def test_title_addressee_attachments_and_signatories_are_filled():
    document = fund_report()
    assert document.title == "2023年职工医保基金\n绩效自评报告"
    assert document.addressee == "省医疗保障局："
    assert document.signatories == ("制表：张某", "复核：", "负责人：")
    (attachment,) = document.attachments
    assert attachment.title == "2023年指标表"
    assert outline(attachment.blocks) == ["一、说明", "第一段。", "第二段。"]


def test_a_table_of_the_context_stands_where_the_template_wants_it():
    assert MONEY in fund_report().blocks


def test_spans_tell_figure_variable_and_template_apart():
    (spans,) = paragraphs("不少于6个月，{{ who }}达到{{ fig('rate') }}。", who="本市")
    assert spans == (
        Span("不少于6个月，", fixed=True),
        Span("本市"),
        Span("达到", fixed=True),
        Span("102.11%", "rate/actual"),
        Span("。", fixed=True),
    )


def test_a_number_smuggled_in_by_a_variable_is_loose():
    made = template("增长不超过5%。{{ narrative }}")
    document = render(made, {**STAMPS, "narrative": "2023年增长12.3%。"}, FIGURES)
    assert loose_digits(document) == ["12.3%"]


def test_a_figure_taken_apart_is_a_loose_number_too():
    document = render(template("{{ fig('rate').figure.text }}"), STAMPS, FIGURES)
    assert loose_digits(document) == ["102.11%"]


def test_a_figure_stays_bound_through_joining():
    (spans,) = paragraphs("{{ cn_join([fig('rate'), fig('months')]) }}")
    assert [span.figure_id for span in spans] == ["rate/actual", None, "months/actual"]


def test_further_words_choose_among_figures_of_one_key():
    (spans,) = paragraphs(
        "{{ fig('income', role='budget') }}{% if has('rate', role='budget') %}有{% endif %}"
    )
    assert spans == (Span("240,705.21万元", "income/budget"),)
    problem = refusal(template("{{ fig('rate', role='budget') }}"))
    assert (problem.code, problem.key) == ("figure_missing", "rate，budget")


def test_a_persons_text_may_call_figures_and_its_other_digits_are_loose():
    text = "增支{{ fig('income') }}，增长7.3%。\n其余正常。"
    document = render(template("{{ narrate(n) }}"), {**STAMPS, "n": text}, FIGURES)
    assert [figure_ids(document), loose_digits(document)] == [("income/actual",), ["7.3%"]]
    assert outline(document.blocks) == ["增支245,774.82万元，增长7.3%。", "其余正常。"]


def test_a_persons_text_sees_nothing_but_figures():
    problem = refusal(template("{{ narrate('{{ secret }}') }}"), {"secret": "x"})
    assert (problem.code, problem.found) == ("template_undefined", "secret")


@given(st.text(alphabet="甲乙\n \U000f0000\U000f0001\U00100000\U00100001 15%", max_size=30))
def test_no_narrative_passes_for_template_text(narrative):
    fixed = [span for spans in paragraphs("{{ n }}", n=narrative) for span in spans if span.fixed]
    assert fixed == []


def test_rare_characters_of_names_survive():
    assert paragraphs("{{ name }}", name="张\ue863") == [(Span("张\ue863"),)]


def test_a_single_line_break_only_breaks_the_source_and_an_empty_line_begins_a_paragraph():
    made = "甲。\n  乙。\n{% if yes %}\n丙。\n{% endif %}\n\n丁。\n"
    assert ["".join(span.text for span in spans) for spans in paragraphs(made, yes=True)] == [
        "甲。乙。丙。",
        "丁。",
    ]


def test_every_line_of_a_narrative_is_a_paragraph_and_blank_ones_vanish():
    lines = paragraphs("{{ n }}", n="　　甲。\r\n\r\n　　乙。\n")
    assert lines == [(Span("甲。"),), (Span("乙。"),)]


def test_nothing_is_made_of_an_empty_text():
    assert paragraphs("{{ n }}", n="  ") == []


def test_a_section_may_skip_a_level_but_not_go_up():
    deep = {"heading": "甲", "sections": [{"heading": "乙", "level": 3}]}
    assert outline(render(template("", sections=[deep]), STAMPS, NO_FIGURES).blocks) == ["一、甲", "1.乙"]
    deep["sections"][0]["level"] = 1
    problem = refusal(template("", sections=[deep]))
    assert (problem.code, problem.found, problem.expected) == ("template_heading_depth", "1", "2")


def test_five_levels_are_too_many():
    section = {"heading": "五"}
    for _ in range(4):
        section = {"heading": "上", "sections": [section]}
    assert refusal(template("", sections=[section])).code == "template_heading_depth"


def test_when_is_asked_of_each_item():
    rows = [{"n": "甲", "ok": False}, {"n": "乙", "ok": True}]
    made = template({"each": "rows", "as": "row", "when": "row.ok", "text": "{{ index }}{{ row.n }}"})
    assert outline(render(made, {**STAMPS, "rows": rows}, NO_FIGURES).blocks) == ["2乙"]


@pytest.mark.parametrize(
    ("text", "code", "key_or_found"),
    [
        ("{{ fig('surplus') }}", "figure_missing", "surplus"),
        ("{{ who }}", "template_undefined", "who"),
        ("{{ row.name }}", "template_undefined", "name"),
        ("{{ nothing }}", "template_undefined", "None"),
        ("{{ who", "template_syntax", ""),
        ("{{ 1 // 0 }}", "template_failed", "ZeroDivisionError"),
        ("{{ ''.__class__.__mro__ }}", "template_failed", "SecurityError"),
        ("{{ ordinal(100) }}", "template_failed", "ValueError"),
        ({"text": "甲", "when": "who == 1"}, "template_undefined", "who"),
        ({"text": "甲", "each": "who", "as": "w"}, "template_undefined", "who"),
        ({"text": "甲", "each": "nothing", "as": "w"}, "template_list_expected", "NoneType"),
        ({"text": "甲", "each": "'甲乙'", "as": "w"}, "template_list_expected", "str"),
        ({"table": "who"}, "template_undefined", "who"),
        ({"table": "row"}, "template_table_expected", "dict"),
    ],
)
def test_what_a_template_cannot_do_is_refused(text, code, key_or_found):
    problem = refusal(template(text), {"row": {}, "nothing": None})
    assert problem.code == code
    assert key_or_found in (problem.key, problem.found.split(":")[0]) or code == "template_syntax"
    assert problem.file == "x"
    assert problem.field.startswith("sections.0.paragraphs.0.")


@pytest.mark.parametrize(
    "item",
    [
        {"text": "甲", "table": "money"},
        {"when": "true"},
        {"text": "甲", "each": "rows"},
        {"text": "甲", "as": "row"},
        {"text": "甲", "each": "rows", "as": "两字"},
        {"text": "甲", "colour": "red"},
        7.5,
    ],
)
def test_a_paragraph_is_one_thing_and_each_needs_a_name(item):
    with pytest.raises(ValidationError):
        template(item)


def test_ordinals_and_lists_in_words():
    assert [ordinal(number) for number in (1, 2, 10)] == ["一是", "二是", "十是"]
    assert cn_join(["甲", "乙", "丙"]) == "甲、乙、丙"


def content_of(folder, text):
    kind = folder / "report_templates"
    kind.mkdir()
    (kind / "fund.yaml").write_text(text, encoding="utf-8")
    return load([REPORT_TEMPLATES], [Layer("bureau", folder)])


def test_a_refusal_names_file_and_line_of_the_template(tmp_path):
    entry = content_of(tmp_path, FUND_REPORT).get(REPORT_TEMPLATES, "fund")
    with pytest.raises(Refused) as caught:
        render(entry.value, CONTEXT, NO_FIGURES, entry)
    problem = caught.value.problem
    assert (problem.code, problem.key) == ("figure_missing", "income")
    assert problem.file == "bureau/report_templates/fund.yaml"
    assert problem.field == "sections.1.paragraphs.0.text"
    assert FUND_REPORT.splitlines()[problem.line - 1].strip().startswith("- 基金收入")


def test_content_check_finds_broken_texts_and_expressions_without_rendering(tmp_path):
    broken = FUND_REPORT.replace("has('surplus')", "has('surplus'").replace("{{ problem }}", "{{ problem }")
    problems = check(content_of(tmp_path, broken), [REPORT_TEMPLATES])
    assert {(problem.code, problem.field) for problem in problems} == {
        ("template_syntax", "sections.1.paragraphs.2.when"),
        ("template_syntax", "sections.3.paragraphs.0.text"),
    }
    assert all(problem.line > 1 for problem in problems)


def test_the_same_inputs_give_the_same_document():
    assert fund_report() == fund_report()
    assert isinstance(fund_report().blocks[0], Paragraph)
