"""``yiheng explain`` as a hospital's coder meets it: from a file, a case file, a city, or codes typed."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.grouping.patients import PATIENTS
from typer.testing import CliRunner

from yiheng.app.cli import app
from yiheng.app.jobs.grouping import group_city
from yiheng.engine.city import create_city
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.grouping.loop.batch import case_batch
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused

CASE = {
    "case_id": "病例一",
    "sex": "1",
    "age": 72,
    "los": 9,
    "dx": ["J18.900", "A41.900", "J15.900"],
    "sx": [],
}


def run(*words: object) -> tuple[int, str]:
    """Exit code and what the terminal shows; of a refusal the code of its problem."""
    result = CliRunner().invoke(app, ["explain", *map(str, words)])
    if isinstance(result.exception, Refused):
        return 2, result.exception.problem.code
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "病例.json"
    path.write_text(json.dumps(CASE, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_case_of_a_json_file_is_explained_on_the_terminal(case_file: Path):
    code, text = run("--case", case_file, "--scheme", "demo")
    assert code == 0
    for words in (
        "分组成功", "ES21", "肺炎，伴严重并发症或合并症", "病例一", "男，72 岁，住院 9 天", "MDCE",
        "排除表“败血症”与主要诊断不同，计入", "同属排除表“肺炎与下呼吸道感染”，被排除", "未再比较",
        "为什么不是相邻的病组", "改动一处编码会怎样", "示范方案，不是任何统筹区的付费方案", "模拟，非结算依据",
    ):  # fmt: skip
        assert words in text.replace("\n", ""), words


def test_codes_may_be_typed():
    code, text = run("--dx", "N40.x00", "--sex", "2", "--age", 60, "--scheme", "demo")
    assert code == 0
    assert "无法入组" in text and "性别 属于 {1}”不成立" in text


@pytest.mark.parametrize(
    "typed",
    [
        "J18.900、J96.000",
        "J18.900；J96.000",
        "J18.900｜J96.000",
        " j18.900  J96.000 ",
        "Ｊ１８．９００，j96.000;",
    ],
)
def test_codes_are_typed_with_any_mark_width_and_letters(typed: str):
    code, text = run("--dx", typed, "--sex", "男", "--age", 66, "--scheme", "demo", "--json")
    plain = json.loads(text)
    assert (code, plain["group"]["drg"], plain["case"]["sex"]) == (0, "ES21", "1")
    assert [one["code"] for one in plain["case"]["dx"]] == ["J18.900", "J96.000"]


def test_procedures_are_typed_as_diagnoses_are():
    _, text = run(
        "--dx",
        "k80.100",
        "--px",
        "51.2300、00.6600",
        "--sex",
        "１",
        "--age",
        60,
        "--scheme",
        "demo",
        "--json",
    )
    assert [one["code"] for one in json.loads(text)["case"]["sx"]] == ["51.2300", "00.6600"]


def test_what_is_not_typed_is_not_known_and_not_filled_in():
    code, text = run("--dx", "N40.x00", "--scheme", "demo")
    assert code == 0
    assert "信息校验不通过" in text and "没有性别" in text and "没有年龄" in text


def test_a_case_of_a_case_file_is_found_by_its_id(tmp_path: Path):
    cases = tmp_path / "cases.parquet"
    pq.write_table(pa.Table.from_batches([case_batch([one.case for one in PATIENTS])]), cases)
    for one in PATIENTS[::8]:
        code, text = run("--case", one.story, "--cases", cases, "--scheme", "demo", "--json")
        assert (code, json.loads(text)["group"]["drg"]) == (0, one.drg)
    assert run("--case", "没有的", "--cases", cases, "--scheme", "demo") == (2, "case_not_found")


def test_a_published_case_is_shown_with_the_groups_its_city_published(tmp_path: Path):
    dayno = (date(2023, 3, 1) - date(1970, 1, 1)).days
    row = {
        "case_id": "B1", "mdtrt_id": "J1", "setl_id": "S1", "psn_no": "P1", "fixmedins_code": "H51040000001",
        "insutype": "310", "adm_dayno": dayno - 3, "dscg_dayno": dayno, "gend": "1", "age_years": None, "age_days": 5,
        "weight_g": 3000, "dept": "A07", "los_days": 3, "dscg_way": "1", "icu_hours": 0, "vent_hours": 0,
        "amount_fen": 1, "dx_codes": "P59.900", "px_codes": "",
    }  # fmt: skip
    city = create_city(tmp_path / "城市", region="四川省攀枝花市")
    table = pa.Table.from_pylist([row], schema=arrow_schema(contract().tables["case_input"]))
    publish(city, {"case_input": table}, contract(), note="试验", as_of=datetime(2024, 2, 1))
    group_city(city.root, ["demo"], 2023, "peer")
    code, text = run("--case", "B1", "--city", city.root, "--scheme", "demo", "--json")
    plain = json.loads(text)
    assert (code, plain["group"]["drg"], plain["case"]["age_day"]) == (0, "PT15", 5)
    assert [(one["source"], one["drg"]) for one in plain["published"]] == [("computed", "PT15")]
    code, text = run("--case", "B1", "--city", city.root, "--scheme", "demo")
    assert "已发布的分组：本系统模拟　demo　分组成功　PT15" in text and "与本次模拟不同" not in text
    official = {
        "case_id": "B1", "group_source": "official", "scheme": "官方方案", "group_status": "分组成功", "mdc": "MDCP",
        "adrg": "PU1", "drg": "PU19", "severity": None, "rule": "", "branch": "", "deciding_code": "",
    }  # fmt: skip
    groups = pa.Table.from_pylist([official], schema=arrow_schema(contract().tables["case_group"]))
    publish(city, {"case_group": groups}, contract(), note="官方", as_of=datetime(2024, 3, 1))
    page = tmp_path / "说明.html"
    code, text = run("--case", "B1", "--city", city.root, "--scheme", "demo", "--html", page)
    for shown in (text, re.sub("<[^>]+>", "", page.read_text(encoding="utf-8"))):
        assert "官方　官方方案　分组成功　PU19　与本次模拟不同" in shown
    assert run("--case", "B2", "--city", city.root, "--scheme", "demo") == (2, "case_not_found")


def test_json_carries_path_complications_neighbours_and_changes(case_file: Path):
    _, text = run("--case", case_file, "--scheme", "demo", "--json")
    plain = json.loads(text)
    assert plain["group"] == {
        "status": "分组成功", "mdc": "MDCE", "adrg": "ES2", "drg": "ES21", "name": "肺炎，伴严重并发症或合并症",
        "severity": 1, "rule": "ES2", "branch": 1, "deciding_code": "J18.900",
    }  # fmt: skip
    assert [one["use"] for one in plain["other_diagnoses"]] == ["counted", "excluded"]
    assert [one["taken"] for one in plain["branches"]] == [True, False, False]
    assert {one["kind"] for one in plain["changes"]} >= {"dx_removed", "dx_first", "mcc_added", "cc_added"}
    assert plain["neighbours"] and plain["trace"]["value"].startswith("ES21")


def test_the_page_says_the_same_and_that_it_settles_nothing(case_file: Path, tmp_path: Path):
    page = tmp_path / "说明.html"
    code, text = run("--case", case_file, "--scheme", "demo", "--html", page)
    assert code == 0 and f"已写出 {page}" in text.replace("\n", "")
    html = page.read_text(encoding="utf-8")
    for words in ("模拟，非结算依据", "ES21", "肺炎，伴严重并发症或合并症", "被排除，不计", "未再比较"):
        assert words in html
    assert "http" not in html


def test_a_page_of_a_case_without_group_escapes_what_the_file_says(tmp_path: Path):
    file, page = tmp_path / "病例.json", tmp_path / "说明.html"
    file.write_text(json.dumps({"case_id": "<b>x</b>", "dx": "<script>"}), encoding="utf-8")
    code, _ = run("--case", file, "--scheme", "demo", "--html", page)
    html = page.read_text(encoding="utf-8")
    assert code == 0 and "信息校验不通过" in html
    assert "<script>" not in html and "&lt;b&gt;x" in html


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--scheme", "demo"), "explain_what"),
        (("--scheme", "demo", "--case", "B1"), "explain_where"),
        (("--scheme", "demo", "--case", "没有.json"), "file_not_found"),
        (("--scheme", "demo", "--case", "B1", "--dx", "I10.x00"), "explain_both"),
        (("--scheme", "demo", "--case", "B1", "--cases", "a.parquet", "--city", "b"), "explain_both"),
        (("--scheme", "demo", "--case", "B1", "--cases", "没有.parquet"), "file_not_found"),
        (("--scheme", "dema", "--dx", "I10.x00"), "scheme_unknown"),
        (("--scheme", "demo", "--dx", "I10.x00", "--html", "a.pdf"), "out_suffix"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_one_sentence(words, code):
    assert run(*words) == (2, code)


def test_a_file_that_is_no_case_file_is_refused(tmp_path: Path):
    file = tmp_path / "cases.parquet"
    file.write_text("不是", encoding="utf-8")
    assert run("--case", "B1", "--cases", file, "--scheme", "demo") == (2, "case_file_unreadable")
