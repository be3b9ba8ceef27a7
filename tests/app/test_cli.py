"""The command line as a user meets it: what each command writes, says and returns."""

import json
import sys

import openpyxl
import pytest

from yiheng.app.cli import main
from yiheng.reports.word import read_controls

EMPLOYEE = "panzhihua-2023-employee-fund"


@pytest.fixture
def run(monkeypatch, capsys):
    """Run ``yiheng`` in this process: (exit code, stdout, stderr)."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["yiheng", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
            raise SystemExit(0)
        captured = capsys.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return call


def test_help_names_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    for command in (
        "evaluate",
        "verify",
        "goals",
        "monitor",
        "apply",
        "trace",
        "subjects",
        "profiles",
        "demo",
        "content",
        "facts",
    ):
        assert command in out


def test_evaluation_on_the_screen_shows_three_totals_and_the_grade_without_bonus(run):
    code, out, _ = run("evaluate", EMPLOYEE)
    assert code == 0
    assert "自评得分" in out
    assert "优（不含加分为良）" in out
    assert "推定评分表，非官方" in out


def test_evaluation_as_json(run):
    code, out, _ = run("evaluate", "fengdu-2023-capacity", "--json")
    assert code == 0
    plain = json.loads(out)
    assert plain["totals"]["stated"] == 98
    assert plain["totals"]["computed"] == 98.33
    assert {"code", "name", "full", "stated", "computed", "verified", "reason", "trace"} <= set(
        plain["indicators"][0]
    )


def test_another_profile_may_be_asked_for(run):
    code, out, _ = run(
        "evaluate", "changji-2021-employee", "--profile", "fund-spending-2021-accuracy", "--json"
    )
    assert code == 0
    assert json.loads(out)["totals"]["computed"] == 96.59


def test_documents_are_written_and_are_the_same_bytes_twice(run, tmp_path):
    def write(folder):
        folder.mkdir()
        code, out, _ = run(
            "evaluate", EMPLOYEE, "--report", folder / "r.docx", "--table", folder / "t.xlsx",
            "--workpaper", folder / "w.xlsx", "--date", "2024-03-05",
        )  # fmt: skip
        assert code == 0
        assert out.count("已写出") == 3
        return [(folder / name).read_bytes() for name in ("r.docx", "t.xlsx", "w.xlsx")]

    assert write(tmp_path / "a") == write(tmp_path / "b")


def test_the_verified_score_is_in_the_working_paper_only(run, tmp_path):
    run(
        "evaluate", EMPLOYEE, "--report", tmp_path / "r.docx", "--table", tmp_path / "t.xlsx",
        "--workpaper", tmp_path / "w.xlsx",
    )  # fmt: skip
    controls = dict(read_controls(tmp_path / "r.docx"))
    assert controls["total/computed"] == "94"
    assert not any("verified" in tag for tag in controls)

    def words(name):
        book = openpyxl.load_workbook(tmp_path / name)
        return "".join(
            str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c
        )

    assert "待补佐证后得分" in words("w.xlsx")
    assert "待补佐证" not in words("t.xlsx")


def test_a_form_needs_a_table_to_be_saved_as(run, tmp_path):
    code, _, err = run("evaluate", EMPLOYEE, "--form", tmp_path / "form.xlsx")
    assert code == 2
    assert "--table" in err


def test_a_received_form_is_filled_and_what_could_not_be_placed_is_listed(run, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["项目支出绩效自评表"],
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ],
        ["产出指标", "数量指标", "1.住院就医人次", "88194人次", None, 5, None, None],
        ["产出指标", "数量指标", "2.享受生育津贴人数", "4862人", None, 5, None, None],
        ["总分", None, None, None, None, 100, None, None],
    ):
        sheet.append(row)
    book.save(tmp_path / "form.xlsx")
    code, out, _ = run(
        "evaluate",
        "changji-2021-employee",
        "--form",
        tmp_path / "form.xlsx",
        "--table",
        tmp_path / "filled.xlsx",
    )
    assert code == 0
    assert "未能填入" in out
    filled = openpyxl.load_workbook(tmp_path / "filled.xlsx").active
    assert filled["G4"].value == 4.14
    assert filled["G5"].value == 97.91


def test_findings_end_with_one_under_strict(run):
    assert run("goals", EMPLOYEE)[0] == 0
    assert run("goals", EMPLOYEE, "--strict")[0] == 1
    assert run("verify", EMPLOYEE, "--strict")[0] == 1


def test_a_wrong_suffix_and_a_missing_folder_are_refused_before_anything_is_written(run, tmp_path):
    assert run("evaluate", EMPLOYEE, "--report", tmp_path / "r.pdf")[0] == 2
    assert run("evaluate", EMPLOYEE, "--report", tmp_path / "no" / "r.docx")[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_trace_leads_to_the_line(run):
    code, out, _ = run("trace", EMPLOYEE, "C1")
    assert code == 0
    assert "第 47 行" in out
    code, _, err = run("trace", EMPLOYEE, "fund_incom")
    assert code == 2
    assert "fund_income" in err


def test_monitoring_and_application(run):
    code, out, _ = run("monitor", EMPLOYEE, "--months", "12", "--as-of", "2024-01-10")
    assert code == 0
    assert "2024年1月17日" in out
    assert run("monitor", EMPLOYEE, "--months", "13", "--as-of", "2024-01-10")[0] == 2
    code, out, _ = run("apply", EMPLOYEE, "--as-of", "2024-04-10")
    assert code == 0
    assert "不核减" in out


def test_an_application_says_by_how_much_the_budget_changes(run):
    _, out, _ = run("apply", "fengdu-2023-capacity", "--as-of", "2024-04-10")
    assert "本年预算 3,540,634.75元，下年建议 3,540,634.75元 至 3,717,666.49元（较本年预算 0% 至 +5%" in out


@pytest.mark.parametrize("command", ["evaluate", "verify", "goals"])
def test_an_object_and_a_city_are_not_evaluated_at_once(run, tmp_path, command):
    code, _, err = run(command, EMPLOYEE, "--city", tmp_path, "--year", 2023, "--profile", "p")
    assert code == 2
    assert f"既写了评价对象“{EMPLOYEE}”，又写了 --city" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("monitor", "--months", "12", "--as-of", "2022-01-01"), "日期 2022-01-01 早于 2023-12-31"),
        (("apply", "--as-of", "2020-01-01"), "日期 2020-01-01 早于 2023-12-31"),
        (("monitor", "--months", "6", "--as-of", "2023-07-10"), "不能当作截至 6 月的完成数"),
    ],
)
def test_figures_are_not_read_before_they_are_there(run, arguments, words):
    command, *rest = arguments
    code, _, err = run(command, EMPLOYEE, *rest)
    assert code == 2
    assert words in err


def test_content_check_passes_and_show_names_the_place(run):
    code, out, _ = run("content", "check")
    assert code == 0
    assert "没有发现问题" in out
    code, out, _ = run("content", "show", "national-four")
    assert code == 0
    assert "national/grades/national-four.yaml" in out


@pytest.mark.slow
def test_the_demo_writes_every_subject(run, tmp_path):
    code, out, _ = run("demo", "--out", tmp_path / "demo")
    assert code == 0
    assert len(list((tmp_path / "demo").glob("*.*"))) == 27
    assert "已发布快照 1" in out
    assert "政策范围内住院费用报销比例 = 88.66%" in out
    assert (tmp_path / "demo" / "city" / "snapshots" / "CURRENT").exists()


# WHAT IS TYPED WRONG


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["monitor", EMPLOYEE, "--months", "abc", "--as-of", "2024-01-10"], "参数 --months 的值“abc”不对，应是整数"),
        (["monitor", EMPLOYEE, "--months", "6"], "命令缺少 --as-of"),
        (["review"], "命令缺少 报告文件（report）"),
        (["run", "diff", "前", "--city", "城"], "命令缺少 后一次运行的编号（after）"),
        (["evaluat"], "没有命令“evaluat”"),
        (["facts", "nw"], "没有命令“nw”"),
        (["evaluate", EMPLOYEE, "--reprt", "r.docx"], "没有选项 --reprt"),
        (["evaluate", EMPLOYEE, "--profile"], "选项 --profile 后面缺少值"),
        (["evaluate", EMPLOYEE, "--json=1"], "选项 --json 不带值"),
        (["evaluate", EMPLOYEE, "extra"], "多出了参数“extra”"),
    ],
)  # fmt: skip
def test_a_command_typed_wrong_is_answered_in_one_chinese_sentence(run, arguments, words):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert "--help" in err


@pytest.mark.parametrize("arguments", [[], ["content"], ["facts"]])
def test_a_command_alone_shows_its_help(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2
    assert "命令:" in out + err
    assert "✗" not in err


# FILES


def test_a_folder_is_called_a_folder(run, tmp_path):
    code, _, err = run("evaluate", tmp_path)
    assert code == 2
    assert "这是文件夹，不是文件" in err


@pytest.mark.parametrize("option", ["--report", "--table", "--workpaper"])
def test_what_cannot_be_written_is_called_so(run, tmp_path, option):
    suffix = ".docx" if option == "--report" else ".xlsx"
    folder = tmp_path / f"a{suffix}"
    folder.mkdir()
    for place in (folder, tmp_path / f"{'长' * 300}{suffix}"):
        code, _, err = run("evaluate", EMPLOYEE, option, place)
        assert code == 2
        assert "无法写入" in err or "不能写到" in err


def test_a_received_form_that_cannot_be_read_is_not_called_unwritable(run, tmp_path):
    form = tmp_path / ("长" * 300 + ".xlsx")
    code, _, err = run("evaluate", EMPLOYEE, "--form", form, "--table", tmp_path / "t.xlsx")
    assert code == 2
    assert "无法写入" not in err
