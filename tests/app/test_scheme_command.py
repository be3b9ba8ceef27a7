"""``yiheng scheme`` as a coder meets it: import, lint, diff and show, their files, exit codes and refusals."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.grouping.scheme.raw_folder import write_raw
from tests.grouping.scheme.sound_scheme import Edit, add, both, change, sound_tables
from tests.grouping.small_schemes import head

from yiheng.app.cli import main
from yiheng.grouping.scheme.folder_write import write_tables
from yiheng.grouping.scheme.tables import Tables

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``yiheng scheme`` in this process: exit code, output, errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["yiheng", "scheme", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    return call


def written(folder: Path, edit: Edit | None = None, **changes: object) -> Path:
    """The sound scheme as a folder, changed."""
    tables = sound_tables()
    if edit is not None:
        edit(tables)
    write_tables(Tables(head(**changes), tables), folder)
    return folder


FAULTY = both(
    add("drg", ("FM1", 4, "FM17", 9, "住院天数 < 5")),
    add("drg_name", ("FM17", "短住院")),
    change("rule", "FR2", 6, "任意"),
)


def catalogue(path: Path) -> Path:
    """A small published catalogue with merged cells."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(("示例市DRG分组目录",))
    page.append(("MDC", "ADRG编码", "ADRG名称", "主要诊断编码", "手术操作编码"))
    page.append(("MDCF", "FR1", "心梗", "I21.000", None))
    page.append((None, None, None, "I21.100", None))
    page.append(("MDCF", "FM1", "支架", None, "36.0600"))
    page.merge_cells("B3:B4")
    names = book.create_sheet("DRG目录")
    names.append(("DRG编码", "DRG名称"))
    names.append(("FR19", "心梗"))
    names.append(("FM19", "支架"))
    book.save(path)
    return path


def test_lint_names_rows_and_the_strict_one_fails_on_errors_only(run: Run, tmp_path: Path) -> None:
    sound, faulty = written(tmp_path / "好"), written(tmp_path / "坏", FAULTY)
    code, out, _ = run("lint", sound, "--strict")
    assert code == 0
    assert "没有发现" in out
    code, out, _ = run("lint", faulty, "--strict")
    assert code == 1
    assert "分支 FM17（住院天数 < 5）排在无条件的 FM15 之后，永远分不到" in out
    assert "drg.csv 第 15 行" in out
    assert run("lint", faulty)[0] == 0
    assert run("lint", written(tmp_path / "提示", change("rule", "FR2", 6, "任意")), "--strict")[0] == 0


def test_lint_as_files_and_json(run: Run, tmp_path: Path) -> None:
    faulty = written(tmp_path / "坏", FAULTY)
    for name in ("发现.csv", "发现.xlsx", "表.md"):
        run("lint", faulty, "--table" if name.endswith("md") else "--out", tmp_path / name)
    with (tmp_path / "发现.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert {(line["类别"], line["规则"]) for line in lines} >= {
        ("无条件分支之后的分支", "FM1"),
        ("兜底规则", "FR2"),
    }
    book = openpyxl.load_workbook(tmp_path / "发现.xlsx")
    assert book.sheetnames == ["合计", "test"]
    assert len(list(book["test"].iter_rows(min_row=4))) == len(lines)
    assert "| test | 1 |" in (tmp_path / "表.md").read_text(encoding="utf-8")
    plain = json.loads(run("lint", faulty, "--json")[1])
    assert plain[0]["errors"] == 1
    assert {one["check"] for one in plain[0]["classes"]} == {
        "lint_dead_branch",
        "lint_catch_all",
        "lint_unread_list",
    }


def test_the_table_keeps_the_words_before_it(run: Run, tmp_path: Path) -> None:
    faulty, page = written(tmp_path / "坏", FAULTY), tmp_path / "表.md"
    run("lint", faulty, "--table", page)
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("# 分组方案体检\n", "# 我们的体检\n\n说明。\n"), encoding="utf-8")
    run("lint", faulty, "--table", page)
    again = page.read_text(encoding="utf-8")
    assert again.startswith("# 我们的体检\n\n说明。\n")
    assert again.partition("<!--")[2] == text.partition("<!--")[2]


def test_lint_twice_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    faulty = written(tmp_path / "坏", FAULTY)
    for name in ("一.xlsx", "二.xlsx"):
        run("lint", faulty, "--out", tmp_path / name)
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_diff_in_words_and_as_a_workbook(run: Run, tmp_path: Path) -> None:
    one, other = written(tmp_path / "国家"), written(tmp_path / "城市", FAULTY, title="示例市方案")
    _, out, _ = run("diff", one, other, "--out", tmp_path / "差异.xlsx")
    assert "条件：主诊断 属于 FR2-诊断 → 任意" in out
    book = openpyxl.load_workbook(tmp_path / "差异.xlsx")
    assert book.sheetnames == ["改动", "编码"]
    assert "两个方案完全相同" in run("diff", one, one)[1]
    assert json.loads(run("diff", one, one, "--json")[1]) == []
    assert run("diff", one, other, "--out", tmp_path / "差异.csv")[0] == 2


def test_show_a_scheme_a_rule_a_list_and_a_code(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "方案")
    assert "MDC 4　ADRG 9　DRG 13" in run("show", folder)[1]
    assert "有MCC 或 有CC" in run("show", folder, "FM1")[1]
    assert "男性" in run("show", folder, "MDCM")[1]
    assert "I21.100" in run("show", folder, "FR1-诊断", "--all")[1]
    assert "作主诊断时的排除表　1" in run("show", folder, "I21.100")[1]
    code, _, err = run("show", folder, "FM99")
    assert code == 2
    assert "FM99" in err


def test_a_published_catalogue_becomes_a_scheme(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(
        "import", catalogue(tmp_path / "目录.xlsx"), "--out", tmp_path / "方案", "--name", "demo_2024"
    )
    assert code == 0
    assert "ADRG 2，DRG 2" in out
    assert "1 行的 ADRG（或排除表、级别）为空，取上一行的" in out
    assert (tmp_path / "方案" / "list" / "F.csv").read_text(encoding="utf-8").splitlines() == [
        "list,code,tag",
        "FR1-诊断,I21.000,",
        "FR1-诊断,I21.100,",
        "FM1-手术,36.0600,",
    ]
    assert run("lint", tmp_path / "方案", "--strict")[0] == 0


def test_a_catalogue_as_gbk_text(run: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "目录.csv", tmp_path / "名称.csv"
    one.write_bytes("ADRG编码,主要诊断编码\nFR1,I21.000\n".encode("gb18030"))
    other.write_bytes("DRG编码,DRG名称\nFR19,心肌梗死\n".encode("gb18030"))
    assert run("import", one, other, "--out", tmp_path / "方案")[0] == 0
    assert "心肌梗死" in run("show", tmp_path / "方案", "FR1")[1]


def test_a_patch_of_a_base_says_only_what_differs_and_means_the_same(run: Run, tmp_path: Path) -> None:
    raw = write_raw(tmp_path)
    assert run("import", raw, "--out", tmp_path / "国家")[0] == 0
    assert (
        run("import", raw, "--out", tmp_path / "城市", "--base", tmp_path / "国家", "--name", "city_2024")[0]
        == 0
    )
    assert [path.name for path in (tmp_path / "城市").iterdir()] == ["scheme.yaml"]
    assert "两个方案完全相同" in run("diff", tmp_path / "国家", tmp_path / "城市")[1]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("rule.csv", "且 年龄", "并且 年龄", "rule.csv 第 3 行"),
        ("drg.csv", "FM1,2", "FM1,二", "“二”不是整数"),
        ("mdc.csv", "order,mdc", "次序,mdc", "表头"),
    ],
)
def test_a_faulty_folder_is_refused_with_every_line(
    run: Run, tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    folder = written(tmp_path / "方案", change("rule", "PS1", 6, "主诊断 属于 PS1-诊断 且 年龄 = 0"))
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, _, err = run("lint", folder)
    assert code == 2
    assert words in err.replace("\n", "")


def test_what_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("lint", tmp_path / "没有")[0] == 2
    assert run("import", tmp_path / "没有.xlsx", "--out", tmp_path / "方案")[0] == 2
    assert not (tmp_path / "方案").exists()
    assert run("lint", written(tmp_path / "好"), "--out", tmp_path / "发现.txt")[0] == 2
