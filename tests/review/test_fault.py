"""Faults: one entry for findings that accuse the same place, on the page, the screen and the letter; JSON keeps each."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from yiheng.app.jobs import review as job
from yiheng.app.review_command import review as command
from yiheng.review import review_text
from yiheng.review.finding import SEVERITIES, Quote, Relation, Review, findings_of
from yiheng.review.output.as_json import as_plain
from yiheng.review.output.fault import count_of, faults_of, merged
from yiheng.review.output.folder_page import folder_page
from yiheng.review.output.letter import letter
from yiheng.review.output.page import page

TEXT = (
    "甲市2023年度职工医保基金绩效自评报告\n一、基金运行情况\n"
    "全年预算200万元，执行180万元，执行率为95%。\n二、项目\n项目\t预算数\t执行数\t执行率\n"
    "甲\t100\t90\t90%\n乙\t100\t90\t90%\n合计\t200\t180\t90%\n"
)
RATE = TEXT.index("执行率为95%")


def relation(
    verdict: str, rule: str, stated: str, start: int, end: int, code: str = "review_ratio"
) -> Relation:
    return Relation(
        rule, verdict, (Quote(TEXT[start:end], start, end),), code,
        subject="执行率", expected="90%", stated=stated, formula="180万元 ÷ 200万元", repairs=(f"{stated}→90%",),
    )  # fmt: skip


def reviewed(*relations: Relation) -> Review:
    return Review("a.txt", TEXT, relations=relations, findings=findings_of(relations))


THREE = reviewed(
    relation("inconsistent", "R3", "95%", RATE, RATE + 7),
    relation("inconsistent", "R6", "95%", RATE + 4, RATE + 7, "review_same"),
    relation("review", "R9", "95%", RATE, RATE + 7, "review_missed"),
    relation("inconsistent", "R2", "180万元", RATE - 6, RATE - 1),
    relation("disclosure", "R9", "95%", RATE, RATE + 7, "review_over"),
)

_VERDICTS = ("consistent", *SEVERITIES)
_RELATIONS = st.lists(
    st.builds(
        lambda verdict, rule, start, length: relation(verdict, rule, TEXT[start + length - 1], start, start + length),
        st.sampled_from(_VERDICTS),
        st.sampled_from(["R1", "R3", "R9"]),
        st.integers(0, 40),
        st.integers(1, 5),
    ),
    max_size=20,
)  # fmt: skip


@given(_RELATIONS)
def test_every_finding_is_of_one_fault_and_their_order_stays(relations):
    found = findings_of(tuple(relations))
    faults = faults_of(found)
    told = [one for fault in faults for one in fault.findings]
    places = {one.id: place for place, one in enumerate(found)}
    assert sorted(told, key=lambda one: one.id) == sorted(found, key=lambda one: one.id)
    assert [places[fault.told.id] for fault in faults] == sorted(places[fault.told.id] for fault in faults)
    for fault in faults:
        assert [places[one.id] for one in fault.findings] == sorted(places[one.id] for one in fault.findings)
        assert fault.verdict == min((one.verdict for one in fault.findings), key=list(SEVERITIES).index)
        assert sum(len(some) for _, some in fault.others) == len(fault.findings) - 1
    assert sum(count_of(faults, verdict) for verdict in SEVERITIES) == len(faults)


@given(_RELATIONS)
def test_faults_are_those_of_one_end_and_the_same_findings_give_the_same(relations):
    found = findings_of(tuple(relations))
    faults = faults_of(found)
    ends = [{one.relation.accused.end for one in fault.findings} for fault in faults]
    assert all(len(some) == 1 for some in ends)
    several = [end for fault, (end,) in zip(faults, ends, strict=True) if fault.told.verdict != "disclosure"]
    assert len(several) == len(set(several))
    assert faults_of(found) == faults


@given(_RELATIONS)
def test_the_page_is_the_same_bytes_and_shows_every_finding(relations):
    made = reviewed(*relations)
    assert page(made) == page(made)
    assert all(f"{one.id} · " in page(made) for one in made.findings)


def test_recomputations_stand_apart_from_what_else_is_said_here():
    other, first, shown = faults_of(THREE.findings)
    assert [one.relation.rule for one in first.findings] == ["R3", "R6", "R9"]
    assert [(word, [one.relation.rule for one in some]) for word, some in first.others] == [
        ("亦可由此看出", ["R6"]),
        ("此处还有", ["R9"]),
    ]
    assert first.repairs == ("95%→90%",)
    assert [one.told.relation.rule for one in (other, shown)] == ["R2", "R9"] and not other.others
    assert merged(THREE, faults_of(THREE.findings)) == "5 条发现并为 3 处"
    assert merged(reviewed(), ()) == ""


def test_the_page_counts_places_and_lists_each_once():
    shown = page(THREE)
    assert ">不一致 2<" in shown and ">请说明 0<" in shown and "5 条发现并为 3 处" in shown
    assert shown.count('<a class="finding') == 3
    assert re.findall(r'<a id="at-(F\d+)"', shown) == ["F001", "F002", "F004", "F005", "F003"]


def test_json_keeps_every_finding():
    assert [one["id"] for one in as_plain(THREE)["findings"]] == [f"F{number:03d}" for number in range(1, 6)]


def test_the_letter_has_one_row_a_fault_and_the_rest_below_it():
    table = letter(THREE).blocks[1]
    cells = ["".join(span.text for span in cell.spans) for cell in table.rows[2]]
    assert len(table.rows) == 3
    assert "亦可由此看出：“执行率”前后不一" in cells[3] and "\n此处还有：" in cells[3]
    assert "发现不一致 2 处，需要说明 0 处" in letter(THREE).blocks[0].spans[0].text


def test_the_letter_gives_room_to_other_faults_first():
    many = [
        relation("inconsistent", rule, TEXT[start], start, start + 1)
        for start in range(RATE, RATE + 12)
        for rule in ("R3", "R4", "R5")
    ]
    rows = letter(reviewed(*many)).blocks[1].rows
    texts = ["".join(span.text for span in row[3].spans) for row in rows[1:]]
    assert len(texts) >= 3 and all("同一处另有 2 条发现" in text or "亦可由此看出" in text for text in texts)


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """The command's output over the made review."""
    monkeypatch.setattr(job, "run", lambda path, attachments=(): THREE)
    app = typer.Typer()
    app.command()(command)
    (tmp_path / "甲.txt").write_text(TEXT, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, [str(tmp_path / words[0]), *words[1:]]).stdout


def test_the_screen_shows_faults_with_the_numbers_of_all(shown):
    told = shown("甲.txt")
    assert "不一致 2，请说明 0；5 条发现并为 3 处" in told
    assert all(f"F00{number}" in told for number in range(1, 6)) and told.count("亦可由此看出：") == 1
    assert len(json.loads(shown("甲.txt", "--json"))["findings"]) == 5


def test_a_folder_counts_as_the_single_report_does(tmp_path, monkeypatch):
    monkeypatch.setattr(job, "run", lambda path: THREE)
    (outcome,) = job.run_many(tmp_path, [tmp_path / "甲.txt"])
    assert (outcome.row.inconsistent, outcome.row.review, len(outcome.row.lines)) == (2, 0, 3)
    assert "亦可由此看出：</small>“执行率”前后不一" in folder_page("甲", [outcome.row])


def test_a_number_told_by_several_rules_is_one_fault():
    found = review_text(TEXT.replace("执行率为95%", "执行率为99%"), "a.txt")
    [fault] = [one for one in faults_of(found.findings) if one.verdict == "inconsistent"]
    assert {one.relation.rule for one in fault.findings} == {"R3", "R6"}


def test_one_sentence_of_one_place_is_told_once_though_its_quotes_differ():
    first = relation("inconsistent", "R3", "95%", RATE, RATE + 7)
    again = relation("inconsistent", "R3", "95%", RATE + 4, RATE + 7)
    assert len(reviewed(first, again).findings) == 1
    assert len(reviewed(first, replace(again, subject="到位率")).findings) == 2


def test_a_change_told_already_is_neither_repeated_nor_undone():
    rate = relation("inconsistent", "R3", "95%", RATE, RATE + 7)
    same = relation("inconsistent", "R6", "95%", RATE, RATE + 7, "review_same")
    both = replace(same, repairs=("正文 95%→90%", "表 90%→95%", "更正某一行"))
    [fault] = faults_of(reviewed(rate, both).findings)
    assert fault.repairs == ("95%→90%", "更正某一行")
    [alone] = faults_of(reviewed(both).findings)
    assert alone.repairs == both.repairs


def test_a_cell_is_accused_by_its_bare_number():
    cells = [Quote(text, at, at + len(text)) for at, text in enumerate(("100", "90", "180"))]
    told = replace(relation("inconsistent", "R1", "180万元", 0, 3), quotes=tuple(cells))
    assert told.accused == cells[2]
    assert replace(told, stated="1805万元").accused == cells[0]
