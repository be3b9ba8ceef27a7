"""The six report templates: what holds of every report, and what the templates themselves may say."""

import re

import pytest
from evaluation_cases import bundled, shipped
from report_cases import SECTIONS, bound_spans, headings, made, paragraphs, prose, text_of

from yiheng.performance.report import report, report_type
from yiheng.performance.scheme import points_text
from yiheng.performance.subject import SUBJECTS
from yiheng.reports.document import Heading, Table, loose_digits
from yiheng.reports.text_template import REPORT_TEMPLATES
from yiheng.reports.word import read_controls, write_word

BUNDLED = sorted(shipped().keys(SUBJECTS))
OTHER_PROFILES = [
    ("fengdu-2023-capacity", "sc-project-2023"),
    ("fengdu-2023-capacity", "national-10-50-30-10-accuracy"),
    ("changji-2021-employee", "fund-spending-2021-accuracy"),
    ("changji-2021-resident", "transfer-2024"),
]
CASES = [(name, "") for name in BUNDLED] + OTHER_PROFILES


# --- every report


@pytest.mark.parametrize(("name", "under"), CASES)
def test_every_number_of_a_report_has_an_origin(name, under):
    assert loose_digits(made(name, under)) == []


@pytest.mark.parametrize(("name", "under"), CASES)
def test_an_id_stands_for_one_text_and_fits_a_content_control(name, under):
    texts = {}
    for span in bound_spans(made(name, under)):
        assert len(span.figure_id) <= 64
        assert texts.setdefault(span.figure_id, span.text) == span.text


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_verified_score_stays_in_the_working_paper(name, under):
    document = made(name, under)
    assert not [span for span in bound_spans(document) if "verified" in span.figure_id]
    assert "待补佐证后" not in prose(document)


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_punctuation_is_that_of_a_finished_text(name, under):
    for paragraph in paragraphs(made(name, under)):
        assert paragraph.endswith("。"), paragraph
        assert not re.search(
            r"[。；，、：][。；，、：]|（[\s，；]*）|《》|“”|None|\{|\s{2}|^[。；，、：]", paragraph
        ), paragraph


@pytest.mark.parametrize(("name", "under"), CASES)
def test_no_heading_stands_over_nothing(name, under):
    document = made(name, under)
    for blocks in (document.blocks, *(attachment.blocks for attachment in document.attachments)):
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            if isinstance(block, Heading):
                assert following is not None, text_of(block.spans)
                assert not isinstance(following, Heading) or following.level > block.level, text_of(
                    block.spans
                )


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_sections_stand_in_the_order_of_their_type(name, under):
    evaluation = bundled(name, under)
    assert headings(report(evaluation, shipped()), 1) == SECTIONS[report_type(evaluation)]


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_banner_stands_where_the_profile_is_inferred(name, under):
    evaluation = bundled(name, under)
    assert bool(report(evaluation, shipped()).banner) == (evaluation.profile.basis == "inferred")


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_controls_in_word_hold_the_numbers_of_the_evaluation(name, under, tmp_path):
    evaluation = bundled(name, under)
    write_word(report(evaluation, shipped()), tmp_path / "报告.docx")
    controls = dict(read_controls(tmp_path / "报告.docx"))
    scored = [(prefix, one) for prefix, one in _with_projects(evaluation) if one.scored]
    for prefix, one in scored:
        assert controls[f"{prefix}total/computed"] == points_text(one.totals.computed_e2)
        for result in one.results:
            assert controls[f"{prefix}score/{result.code}"] == points_text(result.computed_e2)
            assert controls[f"{prefix}full/{result.code}"] == points_text(result.indicator.full_e2)
    for figure in evaluation.facts.figures:
        assert controls.get(figure.id, figure.text) == figure.text


def _with_projects(evaluation):
    return [("", evaluation), *((f"p{n}/", one) for n, one in enumerate(evaluation.projects, 1))]


@pytest.mark.parametrize(("name", "under"), CASES)
def test_there_is_an_indicator_table_for_the_whole_and_for_each_project(name, under):
    evaluation = bundled(name, under)
    tables = [
        block
        for attachment in report(evaluation, shipped()).attachments
        for block in attachment.blocks
        if isinstance(block, Table)
    ]
    assert len(tables) == 1 + len(evaluation.projects)
    assert all(table.landscape for table in tables)


# --- what the templates themselves may say


EXPRESSIONS = {"report", "when", "each", "as_", "table", "level"}


def template_texts(value):
    """The fixed words of a template, without what it calls."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in EXPRESSIONS:
                yield from template_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from template_texts(inner)
    elif isinstance(value, str):
        yield re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", value, flags=re.DOTALL)


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_template_holds_no_number_and_no_praise(kind):
    words = "".join(template_texts(shipped().get(REPORT_TEMPLATES, kind).value.model_dump()))
    assert re.findall(r"\d+", words) in ([], ["1"])  # a ratio of active to retired members is …:1
    assert not re.search("圆满|显著|优异|卓有成效|高度重视|全面完成", words)
