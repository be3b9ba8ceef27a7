"""The command ``yiheng review``: one report, attachments, a folder, refusals."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from yiheng.app.jobs import review as job
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


@pytest.mark.parametrize("option", ["--letter", "--html"])
def test_a_report_is_never_overwritten(app, tmp_path, option):
    path = tmp_path / ("报告.docx" if option == "--letter" else "报告.html")
    path.write_text(REPORT, encoding="utf-8")
    done = CliRunner().invoke(app, [str(path), option, str(tmp_path / "." / path.name)])
    assert isinstance(done.exception, Refused) and done.exception.problem.code == "out_is_input"
    assert path.read_text(encoding="utf-8") == REPORT


def test_strict_ends_with_one(app, report):
    assert CliRunner().invoke(app, [str(report), "--strict"]).exit_code == 1


def test_an_attachment_that_is_given_is_not_asked_for(app, report, tmp_path):
    form = tmp_path / "绩效自评表.txt"
    form.write_text("指标\t分值\t得分\n预算执行\t10\t10\n参保扩面\t20\t20\n合计\t30\t30\n", encoding="utf-8")
    done = CliRunner().invoke(app, [str(report), str(form), "--json"])
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["R2"]


@pytest.fixture
def folder(tmp_path):
    """Three reports, one of them sound, and a broken one."""
    (tmp_path / "县").mkdir()
    (tmp_path / "甲.txt").write_text(REPORT.replace("8.54", "8.36"), encoding="utf-8")
    (tmp_path / "县" / "乙.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "丙.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "丁.txt").write_text("工作总结\n", encoding="utf-8")
    (tmp_path / "照片.jpg").write_bytes(b"1")
    return tmp_path


def test_a_folder_is_one_table_with_the_worst_first(app, folder):
    done = CliRunner().invoke(app, [str(folder)])
    names = [line.split()[0] for line in done.stdout.split("\n") if "." in line and line.strip()]
    assert done.exit_code == 0
    assert [Path(name).name for name in names] == ["乙.txt", "丁.txt", "甲.txt", "丙.docx"]
    assert "共 4 份：1 份有不一致，0 份有需要说明的，1 份无法读取" in done.stdout
    assert "文件已损坏" in done.stdout and "全文没有可以核对的数字" in done.stdout


def test_a_folder_as_json_in_the_order_of_its_paths(app, folder):
    done = CliRunner().invoke(app, [str(folder), "--json"])
    plain = json.loads(done.stdout)
    assert [Path(one["file"]).name for one in plain] == ["丁.txt", "丙.docx", "乙.txt", "甲.txt"]
    assert "已损坏" in plain[1]["refused"] and plain[2]["findings"][0]["rule"] == "R2"
    assert CliRunner().invoke(app, [str(folder), "--json", "--strict"]).exit_code == 1


def test_a_folder_as_a_page_without_network(app, folder):
    path = folder / "汇总.html"
    assert CliRunner().invoke(app, [str(folder), "--html", str(path)]).exit_code == 0
    page = path.read_text(encoding="utf-8")
    assert "当期结余" in page and "http" not in page
    refused = CliRunner().invoke(app, [str(folder), "--letter", str(folder / "单.docx")])
    assert refused.exception.problem.code == "review_folder_alone"


def test_many_files_in_processes_come_in_order_and_lose_none(folder):
    paths = []
    for number in range(12):
        path = folder / f"{number:02}.txt"
        path.write_text(REPORT, encoding="utf-8")
        paths.append(path)
    outcomes = list(job.run_many(folder, paths, workers=2))
    assert [one.path for one in outcomes] == paths
    assert {one.row.inconsistent for one in outcomes} == {1}


def test_a_fault_in_one_report_ends_no_run(folder, monkeypatch):
    monkeypatch.setattr(job, "run", lambda path: 1 // 0)
    (outcome,) = job.run_many(folder, [folder / "甲.txt"])
    assert outcome.row.refused and "ZeroDivisionError" in outcome.row.note


def test_offsets_of_the_json_point_into_its_text(app, report):
    plain = json.loads(CliRunner().invoke(app, [str(report), "--json"]).stdout)
    quotes = [quote for one in plain["findings"] for quote in one["quotes"]]
    assert plain["text"] == REPORT and quotes
    assert all(plain["text"][quote["start"] : quote["end"]] == quote["text"] for quote in quotes)


def test_what_cannot_be_read_is_refused(app, tmp_path):
    done = CliRunner().invoke(app, [str(tmp_path / "没有.txt")])
    assert isinstance(done.exception, Refused) and done.exception.problem.code == "file_not_found"
