"""The command ``yiheng intake`` as typed: preview, confirmation, exit codes, and the sentences a user reads."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.intake.deliveries import fund_rows, sheet

from yiheng.app.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; exit code, output and error output."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["yiheng", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return call


def test_a_delivery_from_preview_to_nothing_new(run: Run, tmp_path: Path) -> None:
    city, file = tmp_path / "city", tmp_path / "五月.csv"
    file.write_text(fund_rows({}, {3: "坏"}), "utf-8")
    asked = ("intake", file, "--into", city, "--region", "四川省攀枝花市", "--sender", "甲医院")

    code, out, error = run(*asked)
    assert code == 2
    assert "基金支付金额（fund_payamt_fen）" in out
    assert "加 --accept 再运行一次" in error

    code, out, _ = run(*asked, "--accept", "--strict")
    assert code == 1
    assert "“坏”读不懂" in out
    assert "置出 1 行" in out

    code, out, _ = run(*asked)
    assert code == 0
    assert "没有新的数据，城市没有变化。" in out


def test_the_unit_of_money_is_shown_and_from_what_it_changed(run: Run, tmp_path: Path) -> None:
    city, first, second = tmp_path / "city", tmp_path / "四月.csv", tmp_path / "五月.csv"
    first.write_text(fund_rows({}), "utf-8")
    second.write_text("结算基金分项,单位：万元,,\n" + fund_rows({0: "S2", 3: "1.23"}), "utf-8")
    asked = ("--into", city, "--region", "四川省攀枝花市", "--sender", "甲医院")

    _, out, _ = run("intake", first, *asked)
    [money] = [line for line in out.splitlines() if "fund_payamt_fen" in line]
    assert money.rstrip(" │").endswith("元")
    assert run("intake", first, *asked, "--accept")[0] == 0

    for accept in ((), ("--accept",)):
        _, out, _ = run("intake", second, *asked, *accept)
        assert "基金支付金额 上次按元读，这次按万元读" in out
        [money] = [line for line in out.splitlines() if "fund_payamt_fen" in line]
        assert money.rstrip(" │").endswith("万元")


def test_nothing_is_taken_in_under_a_citys_faulty_content(run: Run, tmp_path: Path) -> None:
    """A faulty entry does not fall back to the shipped one in silence; all faults of the file are told."""
    city, file = tmp_path / "city", tmp_path / "五月.csv"
    file.write_text(fund_rows({}, {}), "utf-8")
    asked = ("intake", file, "--into", city, "--region", "四川省攀枝花市", "--sender", "甲医院", "--accept")
    assert run(*asked)[0] == 0
    own = city / "content" / "intake_values" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("intake_values:\n  - {list: gend, list: sex}\n  - {words: 无}\n", "utf-8")

    code, _, error = run(*asked, "--again")
    assert code == 2
    lines = error.strip().splitlines()
    assert [line.partition("own.yaml 第 ")[2][:1] for line in lines] == ["2", "2", "2", "3", "3", "3"], error
    assert "“list”写了两次" in error


def test_a_new_citys_region_that_is_like_a_listed_one_is_told(run: Run, tmp_path: Path) -> None:
    city, file = tmp_path / "city", tmp_path / "五月.csv"
    file.write_text(fund_rows({}), "utf-8")
    asked = ("intake", file, "--into", city, "--sender", "甲医院", "--accept")
    code, out, _ = run(*asked, "--region", "四川省攀支花市")
    assert code == 0
    assert "区划表里没有“四川省攀支花市”，只有相近的“四川省攀枝花市”" in out
    assert "相近的" not in run(*asked, "--again")[1]


def test_a_head_of_another_name_is_told_what_it_stands_for_once(run: Run, tmp_path: Path) -> None:
    city, file, later = tmp_path / "city", tmp_path / "五月.csv", tmp_path / "六月.csv"
    head, *rows = fund_rows({}, {}).splitlines()
    own = head.replace("结算ID", "流水号")
    assert own != head
    file.write_text("\n".join([own, *rows]), "utf-8")
    asked = ("intake", file, "--into", city, "--region", "四川省攀枝花市", "--sender", "甲医院")

    code, out, _ = run(*asked, "--accept", "--strict")
    assert code == 1
    assert "字段 流水号：认作“结算基金分项”，但缺少必填列：结算ID；这些表头没有认出" in out
    code, _, error = run(*asked, "--map", "流水号")
    assert (code, "--map 写成了“流水号”" in error) == (2, True)
    code, _, error = run(*asked, "--map", "流水号=没有的列")
    assert (code, "没有叫“没有的列”的列" in error) == (2, True)

    code, out, _ = run(*asked, "--map", "流水号=结算ID", "--accept", "--strict")
    assert code == 0
    later.write_text("\n".join([own, *(row.replace("S", "T") for row in rows)]), "utf-8")
    code, out, _ = run("intake", later, "--into", city, "--sender", "甲医院", "--strict")
    assert (code, "置出" in out) == (0, True)


def test_what_is_not_recognised_is_named_and_the_table_may_be_said(run: Run, tmp_path: Path) -> None:
    city, file = tmp_path / "city", tmp_path / "a.csv"
    file.write_text(sheet("甲,乙", "1,2"), "utf-8")
    code, out, _ = run(
        "intake", file, tmp_path / "没有.csv", "--into", city, "--region", "四川省攀枝花市", "--strict"
    )
    assert code == 1
    assert "没有.csv：找不到这个文件" in out
    assert "a.csv：前 40 行里找不到认得的表头" in out
    assert not city.exists()
    code, _, error = run("intake", file, "--into", city, "--table", "setlement")
    assert code == 2
    assert "settlement" in error


LEDGER_HEADS = "基金（险种）,区划,凭证号,分录号,会计年度,记账日期,科目编码,统筹或个账,借方金额,贷方金额,摘要,业务单号,制单,复核"


def test_a_region_that_is_none_is_refused_before_a_city_is_made(run: Run, tmp_path: Path) -> None:
    city, file = tmp_path / "city", tmp_path / "五月.csv"
    file.write_text(fund_rows({}), "utf-8")
    code, _, error = run("intake", file, "--into", city, "--region", "攀枝花", "--accept")
    assert (code, city.exists()) == (2, False)
    assert "区划表里没有“攀枝花”" in error
    assert "四川省攀枝花市" in error


def test_doubtful_rows_that_were_accepted_are_told_at_the_end(run: Run, tmp_path: Path) -> None:
    city, file = tmp_path / "city", tmp_path / "凭证.csv"
    rows = [
        f"310,510402,2023-1,{number},2023,2023-05-31,{account},{fund},{debit},{credit},利息,,甲,乙"
        for number, account, fund, debit, credit in (
            (1, "1004", "统筹基金", "1.00", "0.00"),
            (2, "4001", "个人账户", "0.00", "1.00"),
        )
    ]
    file.write_text(sheet(LEDGER_HEADS, *rows), "utf-8")
    asked = ("intake", file, "--into", city, "--region", "四川省攀枝花市", "--sender", "财务科")
    code, out, _ = run(*asked, "--accept", "--strict")
    assert code == 0
    assert "收下的行里还有 1 项检查超过允许的比例，请核对" in out
    assert "凭证在统筹与个人账户之间不平" in out
    assert "uv run yiheng intake checks" in out


def test_commands_of_the_register_stand_beside_files(run: Run) -> None:
    code, out, _ = run("intake", "--help")
    assert code == 0
    for command in ("load", "status", "history", "versions", "checks", "report"):
        assert command in out
