"""A dirty hospital delivery: loaded, reported, mended in Excel as its instructions say, sent back: nothing stays set aside."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from tests.intake.staged_rows import HOSPITAL, REGION, Row, refund, settlement
from typer.testing import CliRunner

from yiheng.app.cli import app
from yiheng.app.jobs import intake
from yiheng.app.jobs.intake_report import report_delivery
from yiheng.engine.city import open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import current_snapshot
from yiheng.intake.correction.mark import ACTION_HEAD, WITHDRAWN, correction_mark
from yiheng.policy.contract import contract
from yiheng.reports.quality_workbook import PROBLEMS_SHEET, SUMMARY_SHEET
from yiheng.standards.problem import Refused

_SOME = {
    "text": "1",
    "code": "1",
    "month": "2023-05",
    "integer": 1,
    "day": 0,
    "time": datetime(2023, 1, 1),
    "flag": False,
}
"""A value of each type, for columns that do not matter."""
NOW = datetime(2023, 6, 5, 9, 0)
RED = "FFFDE3E1"


def printed(row: Row) -> dict[str, str]:
    """A settlement as the interface prints it: 元 with two decimals, no day beside the time."""
    cells = {}
    for name, value in row.items():
        if name.endswith("_fen"):
            cells[name.removesuffix("_fen")] = f"{int(value) / 100:.2f}"  # type: ignore[call-overload]
        elif name == "refd_setl_flag":
            cells[name] = "1" if value else "0"
        elif name != "setl_dayno":
            cells[name] = "" if value is None else str(value)
    return cells


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def right() -> list[dict[str, str]]:
    first = settlement("S1")
    others = [settlement(f"S{number}", total_fen=1000 * number) for number in range(2, 6)]
    return [printed(row) for row in (first, *others, refund("S6", first, (1, 2)))]


@pytest.fixture(scope="module")
def built(tmp_path_factory, right) -> Path:
    """A city with the dirty delivery of one hospital in it."""
    folder = tmp_path_factory.mktemp("dirty")
    dirty = [dict(row) for row in right]
    dirty[1]["psn_cash_pay"] = "0.01"
    dirty[2]["setl_time"] = "2023-13-45 10:00:00"
    dirty[3]["psn_no"] = "5.10402E+21"
    dirty[4]["insutype"] = "职工险"
    write(folder / "结算.csv", dirty)
    done = load(folder / "结算.csv", folder / "city")
    assert (done.counts["settlement"].read, done.counts["settlement"].set_aside) == (6, 4)
    return folder / "city"


@pytest.fixture
def city(built, tmp_path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "city"))


def load(path: Path, root: Path):
    return intake.run([path], root, lambda _: True, region=REGION, asked=intake.Asked(HOSPITAL), now=NOW)


def report_of(city: Path, folder: Path) -> Path:
    [number] = [path.parent.name for path in city.joinpath("inbox").glob("*/delivery.json")]
    workbook, _page = report_delivery(city, number, folder)
    return workbook


def mend(workbook: Path, right: list[dict[str, str]], only: set[int] | None = None) -> None:
    """What the instructions say: red cells get their right values; the workbook is saved as it is."""
    book = openpyxl.load_workbook(workbook)
    for sheet in book:
        if sheet.title in (SUMMARY_SHEET, PROBLEMS_SHEET) or sheet.sheet_state != "visible":
            continue
        heads = [cell.value for cell in sheet[4]]
        for row in sheet.iter_rows(min_row=5):
            line = int(row[0].value)
            for head, cell in zip(heads, row, strict=True):
                if cell.fill.fgColor.rgb == RED and (only is None or line in only):
                    cell.value = right[line - 2][head]
    book.save(workbook)


def facts(city: Path, sql: str) -> list[dict]:
    opened = open_city(city)
    with open_facts(opened, current_snapshot(opened), contract()) as database:
        return database.table(sql).to_pylist()


def open_problems(city: Path) -> int:
    [row] = facts(
        city,
        "SELECT count(*) AS n FROM intake_problem WHERE problem_severity = 'error' AND closed_no IS NULL",
    )
    return row["n"]


def test_mended_as_the_report_says_nothing_stays_set_aside(city, right, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    assert open_problems(city) >= 4
    mend(workbook, right)
    done = load(workbook, city)
    assert (done.counts["settlement"].read, done.counts["settlement"].set_aside) == (4, 0)
    assert open_problems(city) == 0
    assert len(facts(city, "SELECT setl_id FROM settlement")) == 6
    kinds = facts(city, "SELECT delivery_kind, sender_no FROM delivery WHERE file_name LIKE '%.xlsx'")
    assert kinds == [{"delivery_kind": "correction", "sender_no": HOSPITAL}]


def test_the_corrected_rows_equal_those_of_a_clean_delivery(city, right, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    mend(workbook, right)
    load(workbook, city)
    write(tmp_path / "干净.csv", right)
    clean = tmp_path / "clean"
    load(tmp_path / "干净.csv", clean)
    states = [current_snapshot(open_city(root)).tables["settlement"].hash for root in (city, clean)]
    assert states[0] == states[1]


def test_the_same_workbook_twice_changes_nothing(city, right, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    mend(workbook, right)
    load(workbook, city)
    before = current_snapshot(open_city(city)).hash
    again = load(workbook, city)
    assert again.snapshot is None
    assert current_snapshot(open_city(city)).hash == before


def test_rows_that_were_not_touched_wait(city, right, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    mend(workbook, right, only={3, 4})
    done = load(workbook, city)
    assert done.counts["settlement"].read == 2
    assert [(one.code, one.found) for one in done.problems if one.code == "correction_waiting"] == [
        ("correction_waiting", "2")
    ]
    assert {
        row["line_no"]
        for row in facts(
            city, "SELECT line_no FROM intake_problem WHERE closed_no IS NULL AND problem_severity = 'error'"
        )
    } == {5, 6}


def test_a_withdrawn_row_is_closed_and_not_loaded(city, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[2]
    column = [cell.value for cell in sheet[4]].index(ACTION_HEAD) + 1
    sheet.cell(5, column).value = WITHDRAWN
    book.save(workbook)
    done = load(workbook, city)
    assert done.snapshot is not None
    assert done.counts == {}
    assert len(facts(city, "SELECT setl_id FROM settlement")) == 2
    closed = facts(city, "SELECT DISTINCT line_no FROM intake_problem WHERE closed_no IS NOT NULL")
    assert closed == [{"line_no": 3}]


def test_a_plain_resubmission_closes_what_it_mends(city, right, tmp_path):
    write(tmp_path / "重报.csv", right[1:4])
    load(tmp_path / "重报.csv", city)
    waiting = facts(
        city,
        "SELECT DISTINCT line_no FROM intake_problem WHERE closed_no IS NULL AND problem_severity = 'error'",
    )
    assert waiting == [{"line_no": 6}]


def test_the_workbook_locks_places_and_hides_its_mark(city, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    mark = correction_mark(workbook)
    assert mark is not None
    assert (mark.sender_no, [one.title for one in mark.sheets]) == (HOSPITAL, ["1.结算"])
    book = openpyxl.load_workbook(workbook)
    sheet = book["1.结算"]
    assert sheet.protection.sheet
    assert [sheet.cell(5, column).protection.locked for column in (1, 2, 3, 4, 5)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert book.worksheets[-1].sheet_state == "veryHidden"
    heads = [cell.value for cell in sheet[4]]
    red = sheet.cell(5, heads.index("psn_cash_pay") + 1)
    assert red.fill.fgColor.rgb == RED
    assert "个人负担" in red.comment.text


def test_each_wrong_cell_is_told_once_under_what_it_should_have_been(city, tmp_path):
    sheet = openpyxl.load_workbook(report_of(city, tmp_path))[PROBLEMS_SHEET]
    told = [
        (row[5].value, row[8].value)
        for row in sheet.iter_rows(min_row=2)
        if row[1].value.endswith("读不懂，应为" + row[5].value)
    ]
    assert told == [
        ("时间，如 2023-05-31 08:30:00", "结算.csv 第 4 行 结算ID S3：结算时间 2023-13-45 10:00:00")
    ]
    words = "\n".join(str(cell.value) for row in sheet for cell in row)
    assert "结算日期" not in words


def test_the_amount_read_is_that_of_all_rows_read(city, right, tmp_path):
    sheet = openpyxl.load_workbook(report_of(city, tmp_path))[SUMMARY_SHEET]
    [line] = [row for row in sheet.iter_rows(values_only=True) if row[0] == "结算.csv"]
    whole = sum(Decimal(row["medfee_sumamt"]) for row in right)
    assert (line[2], Decimal(line[6].replace(",", ""))) == (len(right), whole)


def test_a_sender_known_only_by_its_code_is_named_by_the_directory(city, tmp_path):
    named = {"fixmedins_code": HOSPITAL, "fixmedins_name": "虚构第一医院"}
    columns = contract().tables["provider"].columns
    row = {one.name: named.get(one.name, _SOME[one.type]) for one in columns if not one.optional}
    rows = pa.Table.from_pylist([row], schema=arrow_schema(contract().tables["provider"]))
    publish(open_city(city), {"provider": rows}, contract(), note="", as_of=NOW)
    sheet = openpyxl.load_workbook(report_of(city, tmp_path))[SUMMARY_SHEET]
    assert sheet["A2"].value.startswith(
        f"报送单位：虚构第一医院（{HOSPITAL}）　　数据期间：2023-05（来文没有写明，按各行日期推算）"
    )


def test_printed_rows_have_the_head_their_number_key_and_file_on_every_page(city, tmp_path):
    sheet = openpyxl.load_workbook(report_of(city, tmp_path)).worksheets[2]
    assert [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4, max_row=6)] == [
        ("行号", "关键字"),
        ("3", "setl_id S2"),
        ("4", "setl_id S3"),
    ]
    number = next(path.parent.name for path in city.joinpath("inbox").glob("*/delivery.json"))
    assert sheet.oddHeader.left.text == f"结算.csv　{HOSPITAL}　交付编号 {number}"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$4:$4", "$A:$B")


def test_the_same_report_gives_the_same_bytes(city, tmp_path):
    files = [report_of(city, tmp_path / name).read_bytes() for name in ("a", "b")]
    assert files[0] == files[1]


def test_a_marked_workbook_beside_other_files_is_refused(city, tmp_path):
    workbook = report_of(city, tmp_path / "out")
    tmp_path.joinpath("别的.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(Refused) as refusal:
        intake.run([workbook, tmp_path / "别的.csv"], city, lambda _: True, now=NOW)
    assert refusal.value.problem.code == "correction_alone"


def test_commands_of_the_register_show_the_delivery(city, tmp_path):
    run = CliRunner()
    history = run.invoke(app, ["intake", "history", str(city)])
    assert HOSPITAL in history.output
    number = next(path.parent.name for path in city.joinpath("inbox").glob("*/delivery.json"))
    checks = run.invoke(app, ["intake", "checks", str(city), number])
    assert "个人负担不等于个人账户与现金之和" in checks.output
    assert "超过允许" in checks.output
    status = run.invoke(
        app, ["intake", "status", str(city), "--month", "2023-05", "--out", str(tmp_path / "s.xlsx")]
    )
    assert "应报" in status.output
    listed = openpyxl.load_workbook(tmp_path / "s.xlsx").active
    assert listed["A1"].value == "报送单位"
    assert {type(row[0].value) for row in listed.iter_rows(min_row=2, min_col=6, max_col=6)} == {int}
    asked = run.invoke(
        app, ["intake", "status", str(city), "--month", "２０２３年５月", "--as-of", "2024年1月10日"]
    )
    assert (asked.exit_code, "2023-05" in asked.output) == (0, True)
    versions = run.invoke(app, ["intake", "versions", str(city), "结算", "S1"])
    assert "1 个版本" in versions.output
    assert "2023-06-05 09:00" in versions.output
    assert "T09" not in versions.output + run.invoke(app, ["city", "status", str(city)]).output
