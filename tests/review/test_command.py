"""The command ``yiheng review``: one report, attachments, a folder, refusals."""

import json

import pytest
import typer
from typer.testing import CliRunner

from yiheng.app.review_command import review
from yiheng.standards.problem import Refused

REPORT = "甲市2023年度职工医保基金绩效自评报告\n一、基金运行情况\n基金收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元。\n附件：绩效自评表\n"


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(review)
    return made


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_json_page_and_letter_are_written(app, report, tmp_path):
    page, letter = tmp_path / "a.html", tmp_path / "a.docx"
    done = CliRunner().invoke(app, [str(report), "--json", "--html", str(page), "--letter", str(letter)])
    assert done.exit_code == 0
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["R2", "R21"]
    assert page.stat().st_size and letter.stat().st_size


def test_strict_ends_with_one(app, report):
    assert CliRunner().invoke(app, [str(report), "--strict"]).exit_code == 1


def test_an_attachment_that_is_given_is_not_asked_for(app, report, tmp_path):
    form = tmp_path / "绩效自评表.txt"
    form.write_text("指标\t分值\t得分\n预算执行\t10\t10\n参保扩面\t20\t20\n合计\t30\t30\n", encoding="utf-8")
    done = CliRunner().invoke(app, [str(report), str(form), "--json"])
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["R2"]


def test_a_folder_is_reviewed_as_a_table(app, report, tmp_path):
    done = CliRunner().invoke(app, [str(tmp_path)])
    assert done.exit_code == 0 and "报告.txt" in done.stdout


def test_what_cannot_be_read_is_refused(app, tmp_path):
    done = CliRunner().invoke(app, [str(tmp_path / "没有.txt")])
    assert isinstance(done.exception, Refused) and done.exception.problem.code == "file_not_found"
