"""The screen shows a user's words as they are: brackets and colons are neither markup nor emoji."""

import io
from dataclasses import replace
from datetime import date

import pytest

from yiheng.app import screen
from yiheng.metrics.figure import Place
from yiheng.metrics.trace import Trace
from yiheng.performance.application import application
from yiheng.performance.library import evaluate, library, open_subject
from yiheng.performance.monitoring import MonitorRound, MonitorRow
from yiheng.reports.form_fill import NotPlaced
from yiheng.standards.problem import Problem

WORDS = "某[/项目]：[red]:car:"


@pytest.fixture(scope="module")
def evaluation():
    content = library()
    return evaluate(open_subject("panzhihua-2023-employee-fund", content), content)


def test_a_title(evaluation, capsys):
    titled = replace(evaluation, subject=evaluation.subject.model_copy(update={"title": WORDS}))
    screen.show_evaluation(titled, [])
    shown = capsys.readouterr().out
    assert f"{WORDS}　评分表" in shown
    screen.show_totals([titled])
    assert WORDS in capsys.readouterr().out.replace("\n", "")


def test_a_table_of_another_year_is_told_of(evaluation, capsys):
    screen.show_evaluation(evaluation, [])
    assert "年度的，评价的是" not in capsys.readouterr().out
    later = replace(evaluation, subject=evaluation.subject.model_copy(update={"period": "2024"}))
    screen.show_evaluation(later, [])
    assert "评分表是 2023 年度的，评价的是 2024 年度" in capsys.readouterr().out


def test_lost_points_are_explained_beside_missing_evidence(evaluation, capsys):
    """D3.2 lost one point of two for its months, and its result equals the goal digit by digit."""
    screen.show_evaluation(evaluation, [])
    shown = "".join(capsys.readouterr().out.split())
    assert "4.45个月，按“3—6个月”档计分；完成值“4.45个月”" in shown
    result = next(one for one in evaluation.results if one.code == "D3.2")
    assert result.remarks == "4.45个月，按“3—6个月”档计分；完成值“4.45个月”与目标值逐位相同"
    awarded = next(one for one in evaluation.results if one.code == "A1")
    assert awarded.remarks == awarded.withheld_reason


def test_relations(evaluation, capsys):
    screen.show_relations([replace(evaluation.relations[0], name=WORDS)])
    assert WORDS in capsys.readouterr().out


def test_a_relation_says_where_its_claim_stands(evaluation, capsys):
    """The line of the report; of a figure from rows their tables, since nothing was printed anywhere."""
    relation = next(one for one in evaluation.relations if one.claim.place.line)
    line = f"第 {relation.claim.place.line} 行"
    screen.show_relations([relation])
    assert f" {line}" in capsys.readouterr().out
    place = Place("表 会计分录，公式 national/formulas/fund.yaml", 98, "表 会计分录，按公式计算")
    claim = replace(relation.claim, place=place, exact_value=relation.claim.value)
    screen.show_relations([replace(relation, claim=claim)])
    shown = capsys.readouterr().out
    assert "表 会计分录，按公式计算" in shown
    assert "yaml" not in shown


def test_findings_and_refusals(capsys):
    problem = Problem("goal_vague", key="目标", file=WORDS, found=WORDS)
    screen.show_findings([problem])
    screen.show_refusal(problem)
    shown = capsys.readouterr()
    assert shown.out.count(WORDS) == 2
    assert shown.err.count(WORDS) == 2


def test_a_trace(capsys):
    inner = Trace(WORDS, "1", WORDS, WORDS, WORDS)
    screen.show_trace(Trace(WORDS, "1", inputs=(inner,)))
    assert capsys.readouterr().out.count(WORDS) == 5


def test_a_monitoring_round(capsys):
    row = MonitorRow("A", WORDS, "", "", None, None, "红", (WORDS,), "")
    screen.show_round(MonitorRound(6, 1, (row,)), {("红", "ahead"): (WORDS,)})
    assert f"红灯处置（执行快于时间进度）：{WORDS}" in capsys.readouterr().out


def test_an_application(evaluation, capsys):
    screen.show_application(replace(application(evaluation, date(2024, 4, 10), library()), decision=WORDS))
    assert WORDS in capsys.readouterr().out


def test_a_filled_form(capsys):
    screen.show_placements([], [NotPlaced(WORDS, "actual", WORDS, "row_not_found")], WORDS)
    assert f"存为 {WORDS}" in capsys.readouterr().out


def test_signals_and_verdicts_have_their_colours(evaluation, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    made = screen.console()
    made.file = io.StringIO()
    made.print(screen.styled(("红", "red"), "：[b]"))
    assert "\x1b[31m红\x1b[0m：[b]" in made.file.getvalue()
