"""What ``yiheng evaluate`` writes passes its own review, and a discrepancy is disclosed only where both values stand."""

from pathlib import Path

import pytest

from yiheng.app.jobs import evaluation as job
from yiheng.app.jobs.review import run
from yiheng.performance.library import library
from yiheng.performance.subject import SUBJECTS
from yiheng.review import review_text

TITLE = "甲市2023年度职工基本医疗保险基金绩效自评报告\n一、基金运行情况\n"
SURPLUS = "基金收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元。\n"


@pytest.mark.parametrize("subject", sorted(library(()).keys(SUBJECTS)))
def test_report_and_form_pass_their_own_review(subject: str, tmp_path: Path) -> None:
    done = job.run(subject, "", ())
    job.write_report(done, tmp_path / "report.docx", "")
    job.write_table(done, tmp_path / "table.xlsx", "")
    for name in ("report.docx", "table.xlsx"):
        assert [one.relation.message for one in run(tmp_path / name).of("inconsistent")] == []


def test_a_report_tells_what_its_own_figures_contradict(tmp_path: Path) -> None:
    """The subject states a surplus that income and expense do not give: the report says so where the figure stands."""
    job.write_report(job.run("changji-2021-employee", "", ()), tmp_path / "report.docx", "")
    review = run(tmp_path / "report.docx")
    assert (
        "当期结余填报8.54亿元，按基金收入24.47亿元、基金支出16.11亿元核算为8.36亿元，前后不一致，待核实。"
        in review.text
    )
    assert "R2" in [one.relation.rule for one in review.of("disclosure")]


@pytest.mark.parametrize(
    ("more", "verdicts"),
    [
        ("", ["inconsistent"]),
        ("当期结余经核算应为8.36亿元，与填报的8.54亿元不一致，待核实。", ["disclosure"]),
        ("填报8.54亿元，按收支核算为8.36亿元。", ["disclosure"]),
        ("上述结余待核实。", ["inconsistent"]),  # no value: the reader does not learn what is wrong
        ("当期结余经核算应为8.46亿元，与填报的8.54亿元不一致。", ["inconsistent"]),  # another wrong value
        ("参保率经核算应为88.36%，与填报的88.54%不一致。", ["inconsistent"]),  # of something else
    ],
)
def test_a_discrepancy_is_disclosed_by_both_values(more: str, verdicts: list[str]) -> None:
    findings = review_text(TITLE + SURPLUS + more).findings
    found = [one for one in findings if (one.relation.rule, one.relation.stated) == ("R2", "8.54亿元")]
    assert [one.verdict for one in found] == verdicts


def test_a_disclosure_hides_no_other_error() -> None:
    text = (
        TITLE
        + SURPLUS
        + "当期结余填报8.54亿元，核算为8.36亿元，待核实。参保率88.56%，低于95%标准值5个百分点。\n"
    )
    found = {
        one.relation.stated: one.verdict for one in review_text(text).findings if one.relation.rule == "R2"
    }
    assert found == {"8.54亿元": "disclosure", "5个百分点": "inconsistent"}


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        ("参保人员住院就医88194人次。", "inconsistent"),
        ("参保人员住院就医88194人次（与完成值逐位相同，设定时间待核实）。", "disclosure"),
        ("参保人员住院就医88194人次；门诊就医的目标待核实。", "inconsistent"),
    ],
)
def test_a_goal_is_disclosed_by_the_words_beside_it(goal: str, verdict: str) -> None:
    text = f"乙县2023年度医保绩效自评报告\n一、绩效目标\n{goal}\n二、绩效目标完成情况\n参保人员住院就医88194人次。\n"
    assert [one.verdict for one in review_text(text).findings if one.relation.rule == "R7"] == [verdict]
