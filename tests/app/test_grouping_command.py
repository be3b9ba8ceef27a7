"""`yiheng grouping`: quality, official results, differences and trials of a published city, as a user meets them."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from tests.grouping.small_schemes import head, heart_tables, rows
from typer.testing import CliRunner

from yiheng.app.cli import app
from yiheng.app.jobs import grouping, grouping_compare, grouping_quality
from yiheng.engine.city import create_city, open_city
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import current_number
from yiheng.grouping.compare.comparison import MOVED
from yiheng.grouping.schedule import EPOCH
from yiheng.grouping.scheme.folder_write import write_tables
from yiheng.grouping.scheme.tables import Tables
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused

NOTE = "模拟，非结算依据"
HEART, INFARCT, ELSEWHERE = "I50.000", "I21.000", "K35.900"


def case_row(number: int, dx: str, px: str, yuan: int, hospital: str) -> dict[str, object]:
    dayno = (date(2023, 1, 10) - EPOCH).days + number * 7
    return {
        "case_id": f"C{number:02d}", "mdtrt_id": f"M{number}", "setl_id": f"S{number:02d}", "psn_no": f"P{number}",
        "fixmedins_code": hospital, "insutype": "310", "adm_dayno": dayno - 3, "dscg_dayno": dayno, "gend": "1",
        "age_years": 60, "age_days": None, "weight_g": None, "dept": "03", "los_days": 3, "dscg_way": "1",
        "icu_hours": 0, "vent_hours": 0, "amount_fen": yuan * 100, "dx_codes": dx, "px_codes": px,
    }  # fmt: skip


def provider(code: str, name: str) -> dict[str, object]:
    return {
        "fixmedins_code": code, "fixmedins_name": name, "fixmedins_type": "1", "hosp_lv": None, "ownership": "1",
        "admdvs": "510402", "approved_beds": None,
    }  # fmt: skip


def published(root: Path) -> Path:
    """Twenty-four cases of three hospitals: eight infarcts with a catheter, twelve weak hearts, four of elsewhere."""
    hospitals = ("H51040200001", "H51040200002", "H51040200003")
    kinds = [(INFARCT, "36.0600", 30_000), (HEART, "", 5_000), (ELSEWHERE, "", 8_000)]
    cases = [
        case_row(n, *kinds[0 if n < 8 else 1 if n < 20 else 2][:2], kinds[0 if n < 8 else 1 if n < 20 else 2][2] + 10 * n, hospitals[n % 3])
        for n in range(24)
    ]  # fmt: skip
    tables = {
        "case_input": cases,
        "provider": [provider(code, f"虚构{n}院") for n, code in enumerate(hospitals, 1)],
    }
    made = create_city(root, region="四川省攀枝花市", name="虚构市")
    delivery = {
        name: pa.Table.from_pylist(some, schema=arrow_schema(contract().tables[name]))
        for name, some in tables.items()
    }
    publish(made, delivery, contract(), note="试验", as_of=date(2024, 2, 1), codes={})
    return made.root


@pytest.fixture(scope="module")
def schemes(tmp_path_factory) -> dict[str, str]:
    """The heart scheme, and the same without infarcts of their own: they become weak hearts."""
    folder = tmp_path_factory.mktemp("schemes")
    write_tables(Tables(head(title="心方案"), heart_tables()), folder / "心")
    coarse = heart_tables()
    coarse["rule"] = [row for row in coarse["rule"] if row.values[2] not in ("FM1", "FQY")]
    coarse["drg"] = [row for row in coarse["drg"] if row.values[0] != "FM1"]
    coarse["drg_name"] = rows(("FR15", "心力衰竭"))
    write_tables(Tables(head(title="粗方案", scheme="coarse"), coarse), folder / "粗")
    return {"fine": str(folder / "心"), "coarse": str(folder / "粗")}


@pytest.fixture(scope="module")
def city(tmp_path_factory, schemes) -> Path:
    """The city, grouped by this system, and with official results of all but two cases."""
    folder = tmp_path_factory.mktemp("city")
    root = published(folder / "城市")
    grouping.group_city(root, [schemes["fine"]], 2023, "peer", as_of=None)
    with (folder / "官方.csv").open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["2023年度DRG分组结果"])
        writer.writerow(["结算ID", "DRG编码", "DRG名称", "分组方案", "入组状态"])
        for n in range(22):
            drg = (
                "FM13" if n == 3 else "FM15" if n < 8 else "0000" if n == 9 else "FR15" if n < 20 else "GD29"
            )
            writer.writerow([f"S{n:02d}", drg, "", "官方2023", "未入组" if drg == "0000" else "已入组"])
        writer.writerow(["S99", "FR15", "", "", ""])
        writer.writerow(["S00", "FM15", "", "官方2023", "已入组"])
    done = grouping_compare.take_official(folder / "官方.csv", root)
    assert (done.read.read, done.read.groups.num_rows, done.read.repeated, done.read.refused) == (
        24,
        22,
        1,
        1,
    )
    return root


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["病组编码", "病组名称", "权重", "例均费用（万元）", "平均住院日（天）"])
    book.active.append(["FM15", "心肌梗死介入治疗", 3, 2.5, 3])
    book.active.append(["FR15", "心力衰竭", 0.5, 0.5, 6])
    book.active.append(["GD29", "阑尾切除", 0.9, 0.9, 5])
    path = tmp_path_factory.mktemp("weights") / "权重.xlsx"
    book.save(path)
    return path


def run(*words: object) -> tuple[int, str]:
    """Exit code and what the terminal shows; of a refusal its code."""
    result = CliRunner().invoke(app, ["grouping", *map(str, words)])
    if isinstance(result.exception, Refused):
        return 2, result.exception.problem.code
    return result.exit_code, result.output


def cells(path: Path, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=5)]


def test_quality_of_own_groups_says_it_is_a_simulation_everywhere(city, weights, tmp_path):
    out, html = tmp_path / "质量.xlsx", tmp_path / "质量.html"
    code, text = run(
        "quality", "--city", city, "--year", 2023, "--weights", weights, "--out", out, "--html", html
    )
    assert code == 0
    assert NOTE in text
    assert "83.33%" in text  # 20 of 24
    book = openpyxl.load_workbook(out)
    assert all(NOTE in (sheet.oddFooter.left.text or "") for sheet in book)
    assert NOTE in html.read_text(encoding="utf-8")
    whole = dict(zip(*cells(out, "机构")[:2], strict=True))
    assert (whole["出院病例"], whole["有效病例"], whole["入组率"], whole["DRG 组数"]) == (24, 20, 0.8333, 2)
    assert (whole["有权重病例"], whole["总权重"], whole["CMI"]) == (20, 30, 1.5)  # 8 · 3 + 12 · 0.5
    assert whole["时间消耗指数（病例加权）"] == 0.7  # (8 · 1 + 12 · 0.5) / 20
    assert whole["RW≥2 占比"] == 0.4
    unused = cells(out, "未用病组")
    assert unused[1:] == [["GD29", "阑尾切除", 0.9]]


def test_a_weight_table_without_some_groups_shows_the_cases_that_the_weight_is_over(city, tmp_path):
    table, out, html = tmp_path / "权重.csv", tmp_path / "质量.xlsx", tmp_path / "质量.html"
    table.write_text("病组编码,权重\nFM15,3\n", encoding="utf-8")
    code, text = run(
        "quality", "--city", city, "--year", 2023, "--weights", table, "--out", out, "--html", html
    )
    assert code == 0
    heads, *found = cells(out, "机构")
    for row in (dict(zip(heads, one, strict=True)) for one in found):
        if row["有权重病例"]:
            assert row["CMI"] == pytest.approx(row["总权重"] / row["有权重病例"])
    whole = dict(zip(heads, found[0], strict=True))
    assert (whole["有效病例"], whole["有权重病例"], whole["总权重"], whole["CMI"]) == (20, 8, 24, 3)
    for shown in (text, html.read_text(encoding="utf-8")):
        assert "有权重病例" in shown


def test_a_reader_of_the_documents_meets_no_option_and_a_group_is_one_page_wide(city, tmp_path):
    out, html = tmp_path / "质量.xlsx", tmp_path / "质量.html"
    assert run("quality", "--city", city, "--year", 2023, "--out", out, "--html", html)[0] == 0
    words = " ".join(str(cell) for row in cells(out, "概览") for cell in row)
    assert "没有给出病组权重表，权重类指标不计算" in words
    assert not re.search("--[a-z]", words)
    assert "（--" not in html.read_text(encoding="utf-8")
    assert openpyxl.load_workbook(out)["病组"].page_setup.fitToWidth in {None, 1}


def test_official_groups_bear_no_such_note(city, tmp_path):
    out = tmp_path / "质量.xlsx"
    code, text = run("quality", "--city", city, "--year", 2023, "--source", "官方", "--out", out)
    assert code == 0
    assert NOTE not in text
    assert "官方2023" in text
    assert "没有分组结果 2" in " ".join(str(cell) for row in cells(out, "概览") for cell in row)


def test_what_the_scheme_defines_and_what_is_in_use(city, schemes):
    done = grouping_quality.run(city, 2023, "computed", scheme=schemes["fine"])
    assert (done.quality.defined.drg_in_use, done.quality.defined.drg_defined) == (2, 2)
    assert "心力衰竭，不伴合并症" in str(done.analysis.tables[1].rows)


def test_a_shipped_scheme_names_its_groups_by_itself(tmp_path):
    root = published(tmp_path / "城市")
    grouping.group_city(root, ["demo"], 2023, "peer")
    done = grouping_quality.run(root, 2023, "computed")
    assert done.quality.defined.drg_defined > done.quality.defined.drg_in_use > 0
    names = {row[1] for row in done.analysis.tables[1].rows}
    assert "" not in names


def test_the_same_run_gives_the_same_bytes(city, weights, tmp_path):
    for name in ("一", "二"):
        run("quality", "--city", city, "--year", 2023, "--weights", weights, "--out", tmp_path / f"{name}.xlsx", "--html", tmp_path / f"{name}.html")  # fmt: skip
    for kind in ("xlsx", "html"):
        assert (tmp_path / f"一.{kind}").read_bytes() == (tmp_path / f"二.{kind}").read_bytes()


def test_differences_name_each_case_and_what_was_billed(city, tmp_path):
    out, listed = tmp_path / "差异.xlsx", tmp_path / "差异.csv"
    code, text = run("differences", "--city", city, "--year", 2023, "--out", out, "--list", listed)
    assert code == 0
    assert NOTE in text
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        rows_ = sorted(csv.reader(stream), key=lambda row: row[0])
    assert rows_[-1][-1] == "说明"
    found = {row[0]: (row[4], row[5], row[6], row[7], row[8]) for row in rows_[:-1]}
    assert found == {
        "C03": ("入组不同", "FM13", "FM15", "30030.00", NOTE),
        "C09": ("官方未入组", "无法入组", "FR15", "5090.00", NOTE),
        "C20": ("本系统模拟未入组", "GD29", "无法入组", "8200.00", NOTE),
        "C21": ("本系统模拟未入组", "GD29", "无法入组", "8210.00", NOTE),
        "C22": ("官方没有结果", "—", "无法入组", "8220.00", NOTE),
        "C23": ("官方没有结果", "—", "无法入组", "8230.00", NOTE),
    }
    assert cells(out, "流向")[1][3] == 2
    assert sum(row[2] for row in cells(out, "机构")[2:]) == cells(out, "机构")[1][2] == 4


def test_a_trial_says_what_moves_and_publishes_nothing(city, schemes, tmp_path):
    before = current_number(open_city(city))
    out, html = tmp_path / "模拟.xlsx", tmp_path / "模拟.html"
    code, text = run(
        "simulate", "--city", city, "--year", 2023, "--scheme", schemes["coarse"], "--against", schemes["fine"],
        "--out", out, "--html", html,
    )  # fmt: skip
    assert code == 0
    assert NOTE in text
    assert current_number(open_city(city)) == before
    assert cells(out, "流向")[1] == ["入组不同", "FM15", "FR15 心力衰竭", 8, 240_280, 30_035]
    fates = {row[0]: row[2] for row in cells(out, "病组")[1:]}
    assert fates == {"FM15": "不再有病例", "FR15": "病例改变"}
    assert NOTE in html.read_text(encoding="utf-8")


def test_a_trial_against_itself_moves_nothing(city, schemes):
    done = grouping_compare.try_scheme(city, 2023, [schemes["fine"]], [schemes["fine"]])
    assert done.simulation.comparison.count(*MOVED).cases == 0
    assert done.simulation.before == done.simulation.after
    assert (done.simulation.appeared, done.simulation.vanished) == ((), ())


def test_coarser_groups_explain_less(city, schemes):
    simulation = grouping_compare.try_scheme(city, 2023, [schemes["coarse"]], [schemes["fine"]]).simulation
    assert simulation.vanished == ("FM15",)
    assert simulation.after.before.riv == 0 < simulation.before.before.riv
    fine, coarse = simulation.common
    assert (fine.cases, coarse.cases, coarse.riv) == (20, 20, 0)
    assert fine.riv == simulation.before.before.riv


def test_only_cases_that_both_schemes_group_are_like_for_like(city, schemes, tmp_path):
    """A scheme without hearts groups eight cases only: its RIV is held against the other's on those eight."""
    narrow = heart_tables()
    narrow["rule"] = [row for row in narrow["rule"] if row.values[2] in ("AA1", "FM1")]
    narrow["drg"] = [row for row in narrow["drg"] if row.values[0] in ("AA1", "FM1")]
    narrow["drg_name"] = rows(("FM15", "心肌梗死"))
    write_tables(Tables(head(scheme="narrow"), narrow), tmp_path / "窄")
    simulation = grouping_compare.try_scheme(city, 2023, [str(tmp_path / "窄")], [schemes["fine"]]).simulation
    assert [side.cases for side in simulation.common] == [8, 8]
    assert simulation.before.before.cases == 20


def test_a_side_may_have_two_versions_by_day_of_discharge(city, schemes, tmp_path):
    write_tables(Tables(head(scheme="上半年", valid_to="2023-03-01"), heart_tables()), tmp_path / "一")
    write_tables(Tables(head(scheme="下半年", valid_from="2023-03-01"), heart_tables()), tmp_path / "二")
    two = [str(tmp_path / "一"), str(tmp_path / "二")]
    simulation = grouping_compare.try_scheme(city, 2023, two, [schemes["fine"]]).simulation
    assert simulation.comparison.count(*MOVED).cases == 0
    assert simulation.comparison.second_schemes == ("上半年", "下半年")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["quality", "--year", 2019], "cases_none"),
        (["quality", "--year", 2023, "--source", "自报"], "groups_none"),
        (["quality", "--year", 2023, "--weights", "没有.xlsx"], "file_not_found"),
        (["differences", "--year", 2019], "groups_of_both_none"),
        (["simulate", "--year", 2019, "--scheme", "FINE", "--against", "FINE"], "cases_none"),
        (["simulate", "--year", 2023, "--scheme", "没有", "--against", "FINE"], "scheme_unknown"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(city, schemes, words, code):
    asked = [schemes["fine"] if word == "FINE" else word for word in words]
    assert run(*asked, "--city", city) == (2, code)


def test_what_was_not_used_is_listed_row_by_row_and_the_rest_counted_by_status(tmp_path):
    root = published(tmp_path / "城市")
    file, left = tmp_path / "官方.csv", tmp_path / "没有采用.csv"
    lines = ["结算ID,DRG编码", "S00,FM15", "S00,FR15", "S01,XXXX", "S02,", "S03,0000", "S04,FM15"]
    file.write_text("\n".join(lines), encoding="utf-8")
    code, text = run("official", file, "--into", root, "--out", left)
    with left.open(encoding="utf-8-sig", newline="") as stream:
        listed = [(row["行"], row["实际"]) for row in csv.DictReader(stream)]
    assert (code, listed) == (0, [("2", "S00"), ("3", "S00"), ("4", "XXXX")])
    assert "没有采用 3 行" in text
    assert (
        "采用的按状态：无法入组 2 例，分组成功 1 例；其中病组编码为空、也没有写状态，按无法入组记的 1 例。"
        in text
    )


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["姓名,年龄", "甲,3"], "grouping_heads_not_found"),
        (["结算ID,分组编码", "S77,FM15"], "official_none"),
    ],
)
def test_an_official_file_of_no_use_is_refused_and_changes_nothing(city, tmp_path, lines, code):
    before = current_number(open_city(city))
    file = tmp_path / "官方.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run("official", file, "--into", city) == (2, code)
    assert current_number(open_city(city)) == before
