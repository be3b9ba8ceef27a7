"""The register: rows of each file, stated against found; who has not sent; versions of a row and the runs that used them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from tests.intake.staged_rows import (
    AS_OF,
    HOSPITAL,
    OTHER_HOSPITAL,
    REGION,
    case,
    diagnosis,
    on_lines,
    settlement,
    staged,
)  # fmt: skip

from yiheng.engine.city import City, create_city
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import publish
from yiheng.engine.run import RunInputs, record_run
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import current_snapshot
from yiheng.intake.quality.catalogue import QUALITY_CHECKS
from yiheng.intake.quality.judge import judge
from yiheng.intake.register.comparison import found_totals, register_problems
from yiheng.intake.register.duty import DELIVERY_DUTIES, Duty
from yiheng.intake.register.handover import Stated
from yiheng.intake.register.history import received, versions
from yiheng.intake.register.record import (
    DeliveryRecord,
    keep_judgement,
    published,
    read_record,
    read_records,
    register_rows,
    write_record,
)  # fmt: skip
from yiheng.intake.register.state import due_day, duty_states, latest_month
from yiheng.intake.staged import Staged
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import Content, load
from yiheng.policy.contract import contract
from yiheng.policy.parameter import PARAMETERS
from yiheng.standards.problem import Refused


@pytest.fixture(scope="module")
def content() -> Content:
    return load((PARAMETERS, QUALITY_CHECKS, DELIVERY_DUTIES), shipped_layers())


@pytest.fixture
def city(tmp_path) -> City:
    made = create_city(tmp_path / "city", region=REGION)
    hospitals = [
        {"fixmedins_code": code, "fixmedins_name": f"虚构医院{code[-1]}", "fixmedins_type": "1", "hosp_lv": "02",
         "ownership": "public", "admdvs": "510402", "approved_beds": 10}
        for code in (HOSPITAL, OTHER_HOSPITAL)
    ]  # fmt: skip
    rows = pa.Table.from_pylist(hospitals, schema=arrow_schema(contract().tables["provider"]))
    publish(made, {"provider": rows}, contract(), note="机构", as_of=AS_OF)
    return made


def record(number: str, month: str = "2023-05", **other) -> DeliveryRecord:
    at = datetime(2023, 6, 5, 9, 0, int(number[-1]))
    return DeliveryRecord(number, HOSPITAL, "虚构医院1", at, "U盘", month, **other)


def load_delivery(
    city: City, one: DeliveryRecord, delivery: Staged, folder: Path, content: Content
) -> DeliveryRecord:
    """What the loading of one delivery does after conversion."""
    write_record(city, one)
    judged = judge(
        delivery, into=folder / "judged", contract=contract(), codes={}, content=content, region=REGION, as_of=AS_OF,
        city=city, snapshot=current_snapshot(city),
    )  # fmt: skip
    keep_judgement(city, one, judged, delivery.files, delivery.origins)
    rows = register_rows(one, delivery, judged, contract(), found_totals(delivery, contract()))
    snapshot = publish(city, {**judged.accepted, **rows}, contract(), note=one.number, as_of=AS_OF)
    return published(city, one, snapshot.number)


def states(city: City, content: Content, month: str, as_of: date) -> dict[str, str]:
    duty = content.get(DELIVERY_DUTIES, "hospital_settlement").value
    with open_facts(city, current_snapshot(city), contract()) as facts:
        return {one.unit: one.state for one in duty_states(facts, contract(), [duty], month, as_of)}


def test_who_has_not_sent_is_told_once_it_is_due(city, content, tmp_path):
    load_delivery(
        city,
        record("2023-001"),
        staged(tmp_path / "a", {"settlement": on_lines(settlement("S1"))}),
        tmp_path,
        content,
    )
    assert states(city, content, "2023-05", date(2023, 6, 10)) == {
        HOSPITAL: "delivered",
        OTHER_HOSPITAL: "awaited",
    }
    assert states(city, content, "2023-05", date(2023, 6, 11)) == {
        HOSPITAL: "delivered",
        OTHER_HOSPITAL: "missing",
    }
    assert due_day("2023-12", 10) == date(2024, 1, 10)


def test_the_month_to_look_at_is_the_last_that_came_in_the_main(city, content, tmp_path):
    whole = {
        "settlement": on_lines(settlement("S1")),
        "case_input": on_lines(case("B1"), file=2),
        "case_dx": on_lines(diagnosis("B1"), file=2),
    }
    load_delivery(city, record("2023-001"), staged(tmp_path / "a", whole), tmp_path / "a", content)
    late = {"settlement": on_lines(settlement("S2", on="2023-08-01"))}
    load_delivery(city, record("2023-002", "2023-08"), staged(tmp_path / "b", late), tmp_path / "b", content)
    with open_facts(city, current_snapshot(city), contract()) as facts:
        assert latest_month(facts) == "2023-05"


def test_few_rows_unequal_totals_and_open_rows_are_told(city, content, tmp_path):
    many = [settlement(f"S{number}", on="2023-04-10") for number in range(1, 11)]
    load_delivery(
        city,
        record("2023-001", "2023-04"),
        staged(tmp_path / "a", {"settlement": on_lines(*many)}),
        tmp_path / "a",
        content,
    )
    few = staged(tmp_path / "b", {"settlement": on_lines(settlement("S21"))})
    load_delivery(city, record("2023-002"), few, tmp_path / "b", content)
    assert states(city, content, "2023-05", date(2023, 7, 1))[HOSPITAL] == "few"
    stated = (Stated("文件1.csv", 2, 200_000),)
    load_delivery(
        city,
        record("2023-003", stated=stated),
        staged(tmp_path / "c", {"settlement": on_lines(settlement("S22"))}),
        tmp_path / "c",
        content,
    )
    assert (
        states(city, content, "2023-05", date(2023, 7, 1))[HOSPITAL] == "few"
    )  # 2 of 2 stated rows came, in two deliveries
    wrong = staged(tmp_path / "d", {"settlement": on_lines(settlement("S23", psn_cash_pay_fen=1))})
    load_delivery(city, record("2023-004"), wrong, tmp_path / "d", content)
    assert states(city, content, "2023-05", date(2023, 7, 1))[HOSPITAL] == "set_aside"


def test_stated_and_found_are_compared(content, tmp_path):
    delivery = staged(
        tmp_path, {"settlement": on_lines(settlement("S1"), settlement("S2", psn_cash_pay_fen=1))}
    )
    judged = judge(
        delivery,
        into=tmp_path / "judged",
        contract=contract(),
        codes={},
        content=content,
        region=REGION,
        as_of=AS_OF,
    )
    found = found_totals(delivery, contract())
    assert found == {(1, "", "settlement"): 200_000}
    right = (Stated("文件1.csv", 2, 200_000),)
    assert list(register_problems(right, delivery, judged, found)) == []
    wrong = (Stated("文件1.csv", 3, 200_001), Stated("文件2.csv", 9))
    problems = {
        one.code: (one.found, one.expected) for one in register_problems(wrong, delivery, judged, found)
    }
    assert problems == {
        "delivery_rows_differ": ("2", "3"),
        "delivery_amount_differs": ("2,000.00", "2,000.01"),
        "delivery_file_missing": ("9", ""),
    }


def test_the_register_has_a_row_for_every_file_and_every_problem(city, content, tmp_path):
    delivery = staged(
        tmp_path, {"settlement": on_lines(settlement("S1"), settlement("S2", psn_cash_pay_fen=1))}
    )
    done = load_delivery(city, record("2023-001"), delivery, tmp_path, content)
    assert read_record(city.inbox / "2023-001") == done
    assert read_records(city) == [done]
    with open_facts(city, current_snapshot(city), contract()) as facts:
        [one] = received(facts)
        assert (one.number, one.read, one.accepted, one.set_aside) == ("2023-001", 2, 1, 1)
        [problem] = facts.table("SELECT * FROM intake_problem WHERE problem_severity = 'error'").to_pylist()
    assert (problem["problem_code"], problem["line_no"], problem["row_key"]) == (
        "settlement_person_parts",
        3,
        "S2",
    )


def test_both_versions_of_a_row_are_visible_with_the_runs_that_used_them(city, content, tmp_path):
    first = staged(tmp_path / "a", {"settlement": on_lines(settlement("S1", total_fen=100_000))})
    load_delivery(city, record("2023-001"), first, tmp_path / "a", content)
    inputs = RunInputs("evaluate", {}, current_snapshot(city).number, "", "", "", "")
    run = record_run(city.runs, inputs, {}, "2023-07-01")
    second = staged(
        tmp_path / "b", {"settlement": on_lines(settlement("S1", total_fen=90_000), settlement("S2"))}
    )
    load_delivery(city, record("2023-002"), second, tmp_path / "b", content)
    old, new = versions(city, contract().tables["settlement"], "S1")
    assert (old.delivery_no, old.values["medfee_sumamt_fen"], old.runs) == (
        "2023-001",
        "1000.00",
        (run.run_id,),
    )
    assert (new.delivery_no, new.values["medfee_sumamt_fen"], new.runs) == ("2023-002", "900.00", ())
    with pytest.raises(Refused) as refusal:
        versions(city, contract().tables["settlement"], "S9")
    assert refusal.value.problem.code == "key_unknown_in_city"


def test_a_duty_names_a_table_with_its_unit(content):
    duty = content.get(DELIVERY_DUTIES, "hospital_settlement").value
    assert isinstance(duty, Duty)
    assert all(entry.value.table in contract().tables for entry in content.of(DELIVERY_DUTIES).values())
