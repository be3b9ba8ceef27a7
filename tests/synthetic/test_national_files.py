"""A city's national files give back the rows they were made from, and look as senders leave them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.synthetic.national_care import care, many_fee_lines
from tests.synthetic.national_reader import encoding_of, exports, lines_of, read_city, table_lines

from yiheng.policy.calendar import calendar_of
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused
from yiheng.synthetic.build import frame_of, parts
from yiheng.synthetic.frame import Part
from yiheng.synthetic.national.delivery import HANDOVER, HANDOVER_HEADS
from yiheng.synthetic.national.national_files import NationalFiles
from yiheng.synthetic.profile_library import city_content, open_profile
from yiheng.synthetic.rows import table_of_rows

City = tuple[Path, dict[str, list[dict[str, Any]]]]


def city_parts() -> list[Part]:
    content = city_content()
    profile = open_profile(content, "panzhihua").value
    return list(parts(frame_of(profile, [2023], Fraction(1, 500), 7, calendar_of(content)), care))


@pytest.fixture(scope="module")
def made() -> list[Part]:
    return city_parts()


def write(made: list[Part], folder: Path) -> Path:
    writer = NationalFiles(folder)
    for part in made:
        writer.take(part)
    writer.close()
    return folder


@pytest.fixture(scope="module")
def city(made, tmp_path_factory) -> City:
    folder = write(made, tmp_path_factory.mktemp("national"))
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in made:
        rows[part.table] += part.rows.to_pylist()
    return folder, rows


@pytest.fixture(scope="module")
def read(city) -> dict[str, list[dict[str, Any]]]:
    return read_city(city[0])


TABLES = sorted({part.table for part in city_parts()})


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_read_back_as_it_was(city, read, table):
    names = contract().tables[table].names
    key = contract().tables[table].key

    def ordered(rows):
        return sorted(({name: row[name] for name in names} for row in rows), key=lambda row: [str(row[one]) for one in key])  # fmt: skip

    assert ordered(read[table]) == ordered(city[1][table])


def test_all_tables_of_care_are_in_the_files(read):
    assert {"visit", "settlement", "settlement_fund", "fee_line", "case_input", "case_dx", "case_px"} <= set(
        read
    )


def test_every_fact_table_has_an_export_or_a_message():
    held = {export["table"] for listed in exports().values() for export in listed}
    facts = {name for name, table in contract().tables.items() if table.is_fact}
    assert facts - held == {"case_dx", "case_px"}  # they hang on their case


def test_hospitals_send_in_three_shapes(city):
    kinds = Counter(path.suffix for path in city[0].rglob("结算清单4101*"))
    assert set(kinds) == {".json", ".jsonl"} and min(kinds.values()) > 5
    assert list(city[0].rglob("病案首页清单*")) and list(city[0].rglob("出院病例清单*"))


def test_some_senders_write_gb18030_with_titles_and_totals(city):
    files = list(city[0].rglob("结算明细_*.csv"))
    assert {encoding_of(path) for path in files} == {"utf-8", "gb18030"}
    firsts = {lines_of(path)[0][0] for path in files}
    assert {"结算ID", "结算明细"} <= firsts
    totals = [lines_of(path)[-1] for path in files if lines_of(path)[-1][0] == "合计"]
    assert totals


def test_a_total_row_is_the_sum_above_it(city):
    checked = 0
    for path in city[0].rglob("结算明细_*.csv"):
        last = lines_of(path)[-1]
        if last[0] == "合计":
            rows = [line for _, line in table_lines(path)]
            heads = list(rows[0])
            assert Decimal(last[heads.index("总费用")]) == sum(Decimal(row["总费用"]) for row in rows)
            checked += 1
    assert checked


def test_fee_lines_stand_under_interface_names_and_under_chinese_heads(city):
    interface = next(city[0].rglob("费用明细2301_*.csv"))
    assert {"feedetl_sn", "det_item_fee_sumamt", "cnt", "pric"} <= set(lines_of(interface)[0])
    district = next(path for path in city[0].rglob("费用明细_*.csv"))
    assert any("医疗目录编码" in line for line in lines_of(district)[:3])


def test_budgets_are_workbooks_in_ten_thousand_yuan(city):
    (path,) = city[0].rglob("基金预算_2023.xlsx")
    heads, *rows = lines_of(path)
    place = heads.index("预算数（万元）")
    total = sum(row["amount_fen"] for row in city[1]["budget_line"] if row["fiscal_year"] == 2023)
    assert sum(Decimal(row[place]) for row in rows) * 1_000_000 == total


def test_the_summary_agrees_with_the_settlements(city):
    """In 万元 with two decimals: half a hundredth off at most for each line."""
    stated: Counter[str] = Counter()
    for path in city[0].rglob("月结算汇总_*.xlsx"):
        heads, *rows = lines_of(path)
        assert heads[3].endswith("（万元）")
        for row in rows:
            stated["rows"] += int(row[2])
            stated["fen"] += int(Decimal(row[3]) * 1_000_000)
            stated["lines"] += 1
    settled = city[1]["settlement"]
    assert stated["rows"] == len(settled)
    off = abs(stated["fen"] - sum(row["medfee_sumamt_fen"] for row in settled))
    assert off <= stated["lines"] * 5_000


def test_handover_sheets_count_every_file(city):
    files = {path for path in city[0].rglob("*") if path.is_file() and path.name != HANDOVER}
    named = set()
    for path in city[0].rglob(HANDOVER):
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                file = path.parent / row["文件名"]
                named.add(file)
                assert tuple(row) == HANDOVER_HEADS
                assert (row["报送单位编号"], row["数据期间"]) == path.parts[-3:-1]
                if file.suffix in (".csv", ".txt"):
                    assert int(row["笔数"]) == sum(1 for _ in table_lines(file))
    assert named == files


def test_handover_amounts_are_the_amounts_of_the_rows(city):
    stated = Decimal(0)
    for path in city[0].rglob(HANDOVER):
        with path.open(encoding="utf-8", newline="") as text:
            stated += sum(
                Decimal(row["金额（元）"])
                for row in csv.DictReader(text)
                if row["内容"].startswith("费用") and row["性质"] == "原报"
            )
    assert stated * 100 == sum(row["det_item_fee_sumamt_fen"] for row in city[1]["fee_line"])


def test_one_hospital_sends_half_of_a_month_again(city):
    (again,) = city[0].rglob("*_补传.csv")
    period = again.name.split("_")[1]
    assert period < again.parent.name
    (first,) = (again.parents[1] / period).glob("费用明细2301_*.csv")
    sent, repeated = ([line for _, line in table_lines(path)] for path in (first, again))
    assert repeated == sent[: (len(sent) + 1) // 2]


def test_equal_parts_give_equal_bytes(city, made, tmp_path):
    second = write(made, tmp_path)
    files = {path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()}
    assert files == {
        path.relative_to(city[0]): path.read_bytes() for path in city[0].rglob("*") if path.is_file()
    }


def test_nothing_but_deliveries_is_left(city):
    assert [path.name for path in city[0].iterdir()] == ["deliveries"]


def providers(made: list[Part]) -> Part:
    return next(part for part in made if part.table == "provider")


def test_full_sheets_go_on_in_numbered_parts(made, tmp_path):
    """65,536 lines with the head; 150,000 rows make three files."""
    code = sorted(
        row["fixmedins_code"] for row in providers(made).rows.to_pylist() if row["hosp_lv"] in ("02", "03")
    )[1]
    lines = many_fee_lines(code, 150_000)
    write(
        [providers(made), Part("fee_line", "2023-02", lines.slice(0, 100_000)), Part("fee_line", "2023-02", lines.slice(100_000))],
        tmp_path,
    )  # fmt: skip
    files = sorted(tmp_path.rglob("费用明细2301_*.csv"))
    assert [path.name for path in files] == [f"费用明细2301_2023-02_{part:03d}.csv" for part in (1, 2, 3)]
    assert [len(path.read_bytes().splitlines()) for path in files] == [65_536, 65_536, 150_003 - 2 * 65_536]
    assert {row["feedetl_sn"] for path in files for _, row in table_lines(path)} == {
        f"{number:07d}" for number in range(150_000)
    }


def test_parts_may_come_in_any_order_after_the_institutions(city, made, tmp_path):
    """Only the order of rows inside files follows the order of parts."""
    turned = [providers(made), *(part for part in reversed(made) if part.table != "provider")]
    again = read_city(write(turned, tmp_path))
    assert {table: len(rows) for table, rows in again.items()} == {
        table: len(rows) for table, rows in city[1].items()
    }


def refused(made: list[Part], folder: Path) -> str:
    with pytest.raises(Refused) as caught:
        write(made, folder)
    return caught.value.problem.code


def test_rows_without_a_sender_are_refused(made, tmp_path):
    fees = Part("fee_line", "2023-02", many_fee_lines("H99999999999", 2))
    assert refused([fees], tmp_path / "a") == "export_provider_late"
    assert refused([providers(made), fees], tmp_path / "b") == "export_provider_unknown"


def test_an_institution_of_no_kind_is_refused(made, tmp_path):
    rows = providers(made).rows.to_pylist()[:1]
    odd = table_of_rows("provider", [{**rows[0], "fixmedins_type": "9"}])
    assert refused([Part("provider", "all", odd)], tmp_path) == "export_sender_missing"


def test_a_table_without_a_file_is_refused(tmp_path):
    assert refused([Part("case_points", "2023-01", pa.table({"x": [1]}))], tmp_path) == "export_table_missing"


def test_rows_of_no_file_are_refused(made, tmp_path):
    """A bank account of a kind that no file is for."""
    line = next(part for part in made if part.table == "bank_line")
    row = line.rows.to_pylist()[0] | {"bank_account_kind": "unheard_of"}
    odd = Part("bank_line", line.month, table_of_rows("bank_line", [row]))
    assert refused([odd], tmp_path) == "export_rows_open"


def test_more_diagnoses_than_columns_are_refused(made, tmp_path):
    listed = [row for row in providers(made).rows.to_pylist() if row["hosp_lv"] in ("05", "06", "07")]
    code = sorted(row["fixmedins_code"] for row in listed)[1]
    case = next(part for part in made if part.table == "case_input").rows.to_pylist()[0]
    case |= {"case_id": "C1", "fixmedins_code": code}
    dx = {
        "case_id": "C1",
        "dscg_dayno": case["dscg_dayno"],
        "dx_code": "A",
        "diag_type": "1",
        "main_dx_code": "A",
    }
    month = next(part.month for part in made if part.table == "case_input")
    wide = [
        providers(made),
        Part("case_input", month, table_of_rows("case_input", [case])),
        Part("case_dx", month, table_of_rows("case_dx", [{**dx, "seq": seq} for seq in range(1, 42)])),
    ]
    assert refused(wide, tmp_path) == "export_too_wide"
