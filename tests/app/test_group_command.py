"""`yiheng group`: a file of cases, and the year of a published city under one scheme or two."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.grouping.loop.vignettes import VIGNETTES
from tests.grouping.small_schemes import head, heart_tables
from typer.testing import CliRunner

from yiheng.app.cli import app
from yiheng.app.jobs import grouping as job
from yiheng.engine.city import create_city, open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import current_snapshot
from yiheng.grouping.loop.batch import case_batch
from yiheng.grouping.schedule import EPOCH
from yiheng.grouping.scheme.folder_write import write_tables
from yiheng.grouping.scheme.tables import Tables
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused

CASE = contract().tables["case_input"]


def scheme_folder(path: Path, **changes: object) -> str:
    """The heart scheme as a folder."""
    write_tables(Tables(head(**changes), heart_tables()), path)
    return str(path)


def case_row(case_id: str, day: date, dx: str, px: str = "", **changes: object) -> dict[str, object]:
    """One row of case_input; what a test does not name is ordinary."""
    dayno = (day - EPOCH).days
    return {
        "case_id": case_id, "mdtrt_id": case_id, "setl_id": case_id, "psn_no": "P1", "fixmedins_code": "H51040000001",
        "insutype": "310", "adm_dayno": dayno - 3, "dscg_dayno": dayno, "gend": "1", "age_years": 60, "age_days": None,
        "weight_g": None, "dept": "03", "los_days": 3, "dscg_way": "1", "icu_hours": 0, "vent_hours": 0,
        "amount_fen": 100_00, "dx_codes": dx, "px_codes": px, **changes,
    }  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A city with a few cases of 2023 and one of 2024."""
    rows = [
        case_row("C1", date(2023, 3, 1), "I21.000|A41.900", "36.0600"),
        case_row("C2", date(2023, 6, 30), "I50.000"),
        case_row("C3", date(2023, 7, 1), "I50.000", age_years=None, age_days=20, weight_g=3000),
        case_row("C4", date(2023, 12, 31), "K35.900"),
        case_row("C5", date(2024, 1, 1), "I50.000"),
    ]
    made = create_city(tmp_path / "城市", region="四川省攀枝花市")
    table = pa.Table.from_pylist(rows, schema=arrow_schema(CASE))
    publish(made, {"case_input": table}, contract(), note="试验", as_of=date(2024, 2, 1))
    return made.root


def groups_of(root: Path) -> list[dict[str, object]]:
    """The rows of case_group, by case."""
    opened = open_city(root)
    with open_facts(opened, current_snapshot(opened), contract()) as database:
        return database.table("SELECT * FROM case_group ORDER BY case_id").to_pylist()


def run(*words: str) -> tuple[int, str]:
    """Exit code and what the terminal shows."""
    result = CliRunner().invoke(app, list(words))
    if isinstance(result.exception, Refused):
        return 2, result.exception.problem.code
    return result.exit_code, result.output


def test_a_file_is_grouped_and_the_result_says_it_is_a_simulation(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.Table.from_batches([case_batch([case for case, _ in VIGNETTES])]), cases)
    code, text = run("group", str(cases), "--scheme", scheme_folder(tmp_path / "心"), "--out", str(out))
    assert code == 0
    assert "病例 11 例" in text
    assert "模拟，非结算依据" in text
    assert pq.read_table(out).column("drg").to_pylist() == [drg for _, drg in VIGNETTES]


def test_the_year_of_a_city_becomes_rows_of_the_contract(tmp_path: Path, city: Path) -> None:
    code, text = run(
        "group", "--city", str(city), "--year", "2023", "--scheme", scheme_folder(tmp_path / "心")
    )
    assert code == 0
    assert "病例 4 例" in text
    rows = groups_of(city)
    assert [(row["case_id"], row["group_status"], row["drg"]) for row in rows] == [
        ("C1", "分组成功", "FM11"),
        ("C2", "分组成功", "FR15"),
        ("C3", "分组成功", "FR14"),
        ("C4", "无法入组", "0000"),
    ]
    assert {row["group_source"] for row in rows} == {"computed"}
    assert rows[0]["deciding_code"] == "36.0600"


def test_a_second_run_replaces_the_first_and_keeps_official_groups(tmp_path: Path, city: Path) -> None:
    scheme = scheme_folder(tmp_path / "心")
    official = {
        "case_id": "C1", "group_source": "official", "scheme": "官方", "group_status": "分组成功", "mdc": "", "adrg": "",
        "drg": "FM15", "severity": None, "rule": "", "branch": "", "deciding_code": "",
    }  # fmt: skip
    table = pa.Table.from_pylist([official], schema=arrow_schema(contract().tables["case_group"]))
    publish(open_city(city), {"case_group": table}, contract(), note="官方", as_of=date(2024, 2, 2))
    first = job.group_city(city, [scheme], 2023, "peer").snapshot
    again = job.group_city(city, [scheme], 2023, "strict").snapshot
    rows = groups_of(city)
    assert [(row["case_id"], row["group_source"]) for row in rows if row["case_id"] == "C1"] == [
        ("C1", "computed"),
        ("C1", "official"),
    ]
    assert again.number == first.number + 1
    assert [one.note for one in (first, again)] == [
        "2023年病例分组（模拟，peer 校验）：test",
        "2023年病例分组（模拟，strict 校验）：test",
    ]
    assert [row["group_status"] for row in rows if row["case_id"] == "C4"] == ["主诊断不在任何MDC中"]


def test_the_same_cases_and_scheme_give_the_same_content(tmp_path: Path, city: Path) -> None:
    scheme = scheme_folder(tmp_path / "心")
    one = job.group_city(city, [scheme], 2023, "peer").snapshot
    other = job.group_city(city, [scheme], 2023, "peer").snapshot
    assert one.tables["case_group"].hash == other.tables["case_group"].hash
    assert any(name == "scheme:test" for name in one.versions)


def test_two_schemes_of_a_year_each_take_their_days(tmp_path: Path, city: Path) -> None:
    old = scheme_folder(tmp_path / "旧", scheme="旧", valid_to="2023-07-01")
    new = scheme_folder(tmp_path / "新", scheme="新", valid_from="2023-07-01")
    code, _ = run("group", "--city", str(city), "--year", "2023", "--scheme", new, "--scheme", old)
    assert code == 0
    assert [(row["case_id"], row["scheme"]) for row in groups_of(city)] == [
        ("C1", "旧"), ("C2", "旧"), ("C3", "新"), ("C4", "新"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "group_what"),
        (["cases.parquet"], "group_needs_out"),
        (["cases.parquet", "--out", "x.parquet", "--scheme", "demo"], "group_one_scheme"),
        (["--city", "CITY"], "group_needs_year"),
        (["--city", "CITY", "--year", "2019"], "cases_none"),
        (["cases.parquet", "--city", "CITY"], "group_what"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(
    tmp_path: Path, city: Path, words: list[str], code: str
) -> None:
    asked = [str(city) if word == "CITY" else word for word in words]
    assert run("group", "--scheme", scheme_folder(tmp_path / "心"), *asked) == (2, code)


def test_nothing_is_left_in_the_city_after_a_refusal(tmp_path: Path, city: Path) -> None:
    before = sorted(path.name for path in city.iterdir())
    only_june = scheme_folder(tmp_path / "心", valid_from="2023-06-01", valid_to="2023-07-01")
    with pytest.raises(Refused) as refused:
        job.group_city(city, [only_june], 2023, "peer")
    assert refused.value.problem.code == "scheme_day_uncovered"
    assert sorted(path.name for path in city.iterdir()) == before
