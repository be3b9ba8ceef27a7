"""Reports of forms without points, and of facts files that say little."""

import re

import pytest
from evaluation_cases import subject
from report_cases import (
    BARE_GRANT,
    GRANT,
    SECTIONS,
    bound_spans,
    drafted,
    headings,
    paragraphs,
    prose,
    section,
    text_of,
)

from yiheng.reports.document import Heading


def test_a_form_without_points_gives_a_report_without_points():
    document = drafted(GRANT)
    assert "不计分、不评等次" in section(document, "评价得分")
    assert not re.search(r"得\d|扣\d|满分", prose(document))
    assert not [
        span for span in bound_spans(document) if span.figure_id.startswith(("score/", "total/", "full/"))
    ]


def test_without_points_each_result_is_held_against_its_goal():
    analysis = section(drafted(GRANT), "绩效评价指标分析")
    assert (
        "救助人次：目标值40000人次，实际完成30000人次，完成率75.00%。未完成指标值。主要原因：对象人数减少。"
        in analysis
    )
    assert "政策知晓率：目标值≥90%，实际完成≥90%。没有填报实际完成数。" in analysis
    assert "满意度：目标值≥95%。没有填报完成值。" in analysis


def test_the_questions_on_managing_the_money_are_answered_or_shown_open():
    answers = section(drafted(GRANT), "资金管理情况").splitlines()
    assert answers[:2] == ["分配科学性：按因素法分配。", "下达及时性：没有填报。"]


def test_the_table_without_points_gives_completion_and_the_drafters_words():
    table = drafted(GRANT).attachments[0].blocks[0]
    rows = [[text_of(cell.spans) for cell in row] for row in table.rows]
    assert rows[0][-2:] == ["完成率", "未完成原因和改进措施"]
    assert rows[1][-4:] == ["40000人次", "30000人次", "75.00%", "对象人数减少；加强排查"]
    assert len(rows) == 1 + 3


# --- facts files that say little


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_facts_file_without_words_still_gives_every_section(kind):
    document = drafted(subject(report_type=kind, profile="national-10-50-30-10", insurance="employee"))
    assert headings(document, 1) == SECTIONS[kind]
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if isinstance(block, Heading):
            assert following is not None
            assert not isinstance(following, Heading) or following.level > block.level, text_of(block.spans)
    for paragraph in paragraphs(document):
        assert paragraph.endswith("。") and not re.search(r"[。；，、：][。；，、：]|（）|None", paragraph), (
            paragraph
        )


def test_an_unscored_grant_without_goals_still_gives_a_report():
    assert headings(drafted(BARE_GRANT), 1) == SECTIONS["transfer_grant"]
