"""The plain loader: a folder of contract-shaped files becomes a published snapshot; the commands say so in Chinese."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.engine.cities import AS_OF, CODES, CONTRACT, line, lines, new_city, post, published, stays
from typer.testing import CliRunner

from yiheng.app.city_command import city_app
from yiheng.engine.delivery import DeliveryRefused
from yiheng.engine.load import find_delivery
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS, valid_codes
from yiheng.policy.content import load as load_content
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused

HEAD = "stay_id,line_no,fee_dayno,fee_time,item_type,period,cnt_e4,amount_fen,fund_fen,self_fen,refund_flag,note,item\n"
GOOD = "A,1,2023-05-10,2023-05-10 08:30:00,01,2023-05,10000,1000,990,10,false,,\n"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding)
    return path


def load(city, path: Path, **options):
    return post(city, [path], **options)


def refusal(city, path: Path) -> tuple[str, int]:
    with pytest.raises(DeliveryRefused) as caught:
        load(city, path)
    return caught.value.problems[0].code, caught.value.problems[0].line


# --- the folder


def test_tables_come_as_files_or_as_folders_of_files(tmp_path):
    write(tmp_path / "stay.csv", "x")
    write(tmp_path / "line" / "2.parquet", "x")
    write(tmp_path / "line" / "1.csv", "x")
    write(tmp_path / "说明.txt", "x")
    found = find_delivery(tmp_path, CONTRACT)
    assert {name: [path.name for path in paths] for name, paths in found.items()} == {
        "line": ["1.csv", "2.parquet"], "stay": ["stay.csv"],
    }  # fmt: skip


def test_a_misspelt_table_is_refused_and_not_left_out(tmp_path):
    write(tmp_path / "stay.csv", "x")
    write(tmp_path / "lines.csv", "x")
    with pytest.raises(DeliveryRefused) as caught:
        find_delivery(tmp_path, CONTRACT)
    [problem] = caught.value.problems
    assert (problem.code, problem.found, problem.expected) == (
        "delivery_table_unknown",
        "lines",
        "line（明细）",
    )


def test_a_folder_without_tables_is_refused(tmp_path):
    for folder, code in ((tmp_path, "delivery_empty"), (tmp_path / "none", "folder_not_found")):
        with pytest.raises(Refused) as caught:
            find_delivery(folder, CONTRACT)
        assert caught.value.problem.code == code


# --- CSV


def test_csv_gives_the_rows_that_arrow_gives(tmp_path):
    path = write(
        tmp_path / "line.csv",
        HEAD + GOOD + '"A","2",19487,2023-05-10T08:30:00,01,2023-05,10000,1000,990,10,0,"甲,""乙""",\n',
        "utf-8-sig",
    )
    read = load(new_city(tmp_path / "csv"), path)
    given = lines(line("A", 1), line("A", 2, note='甲,"乙"'))
    assert read.hash == post(new_city(tmp_path / "arrow"), given).hash


def test_an_empty_cell_is_null_and_quoted_nothing_is_empty_text(tmp_path):
    city = new_city(tmp_path)
    snapshot = load(
        city,
        write(
            tmp_path / "line.csv", HEAD + GOOD + GOOD.replace("A,1", "A,2").replace("false,,", 'false,"",')
        ),
    )
    assert [row["note"] for row in published(city, snapshot)] == [None, ""]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("line_no", "1.5", "row_unreadable"),
        ("line_no", "一", "row_unreadable"),
        ("line_no", "99999999999999999999", "row_unreadable"),
        ("fee_dayno", "2023-02-30", "row_unreadable"),
        ("fee_dayno", "2023/5/1", "row_unreadable"),
        ("fee_dayno", "", "row_empty"),
        ("fee_time", "2023-05-10 08:30:00+08", "row_unreadable"),
        ("fee_time", "2023-05-10", "row_unreadable"),
        ("refund_flag", "也许", "row_unreadable"),
        ("stay_id", '""', "row_blank"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_line(tmp_path, column, value, code):
    cells = dict(zip(HEAD.strip().split(","), GOOD.rstrip("\n").split(","), strict=True)) | {column: value}
    path = write(tmp_path / "line.csv", HEAD + GOOD + ",".join(cells.values()) + "\n")
    assert refusal(new_city(tmp_path), path) == (code, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + GOOD + "A,2\n", "delivery_csv_broken"),
        (HEAD.replace("note", "amount_fen"), "delivery_column_twice"),
        (HEAD.replace(",note", ""), "delivery_column_missing"),
        ("", "file_empty"),
    ],
)
def test_a_csv_file_of_the_wrong_shape_is_named(tmp_path, text, code):
    assert refusal(new_city(tmp_path), write(tmp_path / "line.csv", text))[0] == code


def test_a_csv_file_in_gbk_is_named(tmp_path):
    path = write(tmp_path / "line.csv", HEAD.replace("note", "备注"), "gbk")
    assert refusal(new_city(tmp_path), path)[0] == "encoding_not_utf8"


def test_paths_with_signs_of_patterns_and_quotes_are_only_paths(tmp_path):
    folder = tmp_path / "甲's [2023]*"
    city = new_city(folder)
    pq.write_table(lines(line("A", 1)), folder / "line.parquet")
    csv = write(folder / "more" / "line.csv", HEAD + GOOD.replace("A,1", "A,2"))
    snapshot = post(city, [folder / "line.parquet", csv])
    assert snapshot.tables["line"].rows == 2
    assert post(city, lines(line("A", 3))).tables["line"].rows == 3


# --- the commands


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(city_app, [str(one) for one in arguments])
    if isinstance(result.exception, Refused):
        return 2, result.output + result.exception.problem.code
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_load_status_verify(tmp_path):
    files, city = tmp_path / "files", tmp_path / "city"
    table = contract().tables["opening_balance"]
    held = load_content((CODE_LISTS,), shipped_layers())
    plain = {"integer": 12_345_678, "day": 19_000, "flag": False, "month": "2023-01"}
    row = {
        column.name: next(iter(valid_codes(held, column.codes, "", None)))
        if column.type == "code"
        else plain.get(column.type, "甲")
        for column in table.columns
    }
    files.mkdir()
    pq.write_table(pa.Table.from_pylist([row], arrow_schema(table)), files / "opening_balance.parquet")
    code, words = run("load", files, "--into", city)
    assert (code, "city_needs_region" in words, city.exists()) == (2, True, False)
    code, words = run("load", files, "--into", city, "--region", "四川省攀枝花市")
    assert code == 0, words
    assert "已发布快照 1" in words
    code, words = run("status", city)
    assert code == 0
    assert "四川省攀枝花市" in words
    assert "123,456.78" in words
    assert run("verify", city)[0] == 0
    [part] = (city / "parts").glob("*/*/*.parquet")
    part.unlink()
    code, words = run("verify", city)
    assert code == 1
    assert "不见了" in words


def test_a_refused_load_lists_its_problems_and_changes_nothing(tmp_path):
    files = tmp_path / "files"
    write(files / "opening_balance.csv", "account,amount\n1,2\n")
    code, words = run("load", files, "--into", tmp_path / "city", "--region", "四川省攀枝花市")
    assert code == 2
    assert "没有 account 这一列" in words
    assert words.endswith("delivery_refused")
    assert not (tmp_path / "city").exists()


def test_a_new_version_of_a_city_stops_every_command(tmp_path):
    city = new_city(tmp_path)
    publish(city, {"stay": stays("A")}, CONTRACT, note="", as_of=AS_OF, codes=CODES)
    (city.root / "city.yaml").write_text("format: 99\nregion: 某市\n", encoding="utf-8")
    for command in ("status", "verify"):
        code, words = run(command, city.root)
        assert (code, words.endswith("city_newer")) == (2, True)
