"""The register's runs: who has not sent what, what was received, versions of a row, outcomes of checks, persons to review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from yiheng.app.jobs.contract import table_named
from yiheng.app.jobs.intake_content import intake_content
from yiheng.engine.city import open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.snapshot import current_snapshot
from yiheng.intake.person.mask import Masking, masked
from yiheng.intake.person.matching import Pair, repeated_persons
from yiheng.intake.person.person_record import PersonRecord, comparable
from yiheng.intake.quality.catalogue import checks_of
from yiheng.intake.quality.check import SEVERITY_NAMES
from yiheng.intake.quality.outcome import Judgement, judge_thresholds, read_outcomes
from yiheng.intake.register.duty import DELIVERY_DUTIES
from yiheng.intake.register.history import Received, Version, received, versions
from yiheng.intake.register.record import OUTCOMES, delivery_folder
from yiheng.intake.register.state import STATE_NAMES, DutyState, duty_states, latest_month
from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse
from yiheng.standards.table import Table

STATUS_HEADS = (
    "报送单位", "名称", "应报", "状态", "月份", "行数", "金额（元）", "交接单笔数", "往月平均", "还差", "置出待更正", "最近交付",
)  # fmt: skip


def month_states(root: Path, month: str, as_of: date) -> list[DutyState]:
    """The state of every duty of a city in a month (``2023-05``); without one, the last that was delivered in the main."""
    city = open_city(root)
    snapshot = current_snapshot(city)
    content = intake_content(city)
    duties = [one.value for one in content.of(DELIVERY_DUTIES, city.settings.region, as_of).values()]
    with open_facts(city, snapshot, contract()) as facts:
        asked = month or latest_month(facts) or f"{as_of.replace(day=1) - timedelta(days=1):%Y-%m}"
        return duty_states(facts, contract(), duties, asked, as_of)


SUMMARY_HEADS = ("应报", "月份", "单位", *STATE_NAMES.values())


def summary(states: Sequence[DutyState]) -> list[list[str]]:
    """For each duty how many units are in which state."""
    found = []
    for name, month in dict.fromkeys((one.duty.name, one.month) for one in states):
        own = [one.state for one in states if one.duty.name == name]
        counts = [str(own.count(state)) if state in own else "" for state in STATE_NAMES]
        found.append([name, month, str(len(own)), *counts])
    return found


Cell = str | int | Decimal
"""What stands in a list: numbers as such, so that a workbook can sum them; amounts in 元."""


def cell_words(cell: Cell) -> str:
    """A cell as printed."""
    return cell if isinstance(cell, str) else f"{cell:,}"


def status_row(one: DutyState) -> list[Cell]:
    """One duty's state."""
    return [
        one.unit,
        one.unit_name,
        one.duty.name,
        STATE_NAMES[one.state],
        one.month,
        one.rows,
        "" if one.amount_fen is None else Decimal(one.amount_fen).scaleb(-2),
        "" if one.stated_rows is None else one.stated_rows,
        "" if one.usual_rows is None else one.usual_rows,
        one.lacking_rows or "",
        one.open_rows or "",
        one.delivery_no,
    ]


def deliveries(root: Path) -> list[Received]:
    """The deliveries of a city, the last first."""
    city = open_city(root)
    with open_facts(city, current_snapshot(city), contract()) as facts:
        return received(facts)


def row_versions(root: Path, table: str, key: str) -> tuple[Table, list[Version]]:
    """The versions of one row; the table by its name or its Chinese name."""
    declared = table_named(table, contract())
    return declared, versions(open_city(root), declared, key)


def delivery_checks(root: Path, number: str) -> list[Judgement]:
    """The outcomes of a delivery's checks under the thresholds that hold now; no row is read again."""
    city = open_city(root)
    path = delivery_folder(city, number) / OUTCOMES
    if not path.is_file():
        known = "、".join(sorted(one.parent.name for one in city.inbox.glob(f"*/{OUTCOMES}"))[-6:])
        raise refuse("delivery_unknown", found=number, expected=known or "（无）")
    checks = checks_of(intake_content(city), city.settings.region)
    return judge_thresholds(read_outcomes(path), checks)


CATALOGUE_HEADS = ("编号", "检查", "轻重", "类别", "允许（百万分之）", "表")


def catalogue_rows(root: Path) -> list[list[str]]:
    """The checks that run in a city, as printed."""
    city = open_city(root)
    tables = contract().tables
    return [
        [
            one.id,
            one.name,
            SEVERITY_NAMES[one.severity],
            one.family,
            f"{one.threshold_ppm:,}",
            "、".join(tables[name].name for name in one.tables),
        ]
        for one in checks_of(intake_content(city), city.settings.region).values()
        if one.runs
    ]


@dataclass(frozen=True)
class PersonPair:
    """Two persons who may be one, masked for people to review."""

    pair: Pair
    one: Mapping[str, str]
    other: Mapping[str, str]


def person_pairs(root: Path, as_of: date, limit: int) -> tuple[int, list[PersonPair]]:
    """How many pairs of persons may be one, and the first of them, the surest first; nothing is merged."""
    city = open_city(root)
    content, region = intake_content(city), city.settings.region
    with open_facts(city, current_snapshot(city), contract()) as facts:
        rows = facts.table(
            "SELECT psn_no, psn_name, certno, brdy_dayno, gend, admdvs FROM person ORDER BY psn_no"
        ).to_pylist()
    records = {row["psn_no"]: _record(row) for row in rows}
    pairs = repeated_persons(comparable(iter(records.values()), as_of), content, region, as_of)
    masking = Masking.of(content, region)
    shown = [
        PersonPair(pair, _masked(records[pair.record], masking), _masked(records[pair.known], masking))
        for pair in pairs[:limit]
    ]
    return len(pairs), shown


def _record(row: Mapping[str, str | int | None]) -> PersonRecord:
    day = row["brdy_dayno"]
    birth = None if not isinstance(day, int) else date(1970, 1, 1) + timedelta(days=day)
    text = {name: str(row[name] or "") for name in ("psn_no", "psn_name", "certno", "gend", "admdvs")}
    return PersonRecord(text["psn_no"], text["psn_name"], text["certno"], birth, text["gend"], text["admdvs"])


def _masked(one: PersonRecord, masking: Masking) -> dict[str, str]:
    return {
        "psn_no": one.number,
        "psn_name": masked(one.name, masking.by_column["psn_name"]),
        "certno": masked(one.certificate, masking.by_column["certno"]),
    }


def write_rows(path: Path, title: str, heads: Sequence[str], rows: Iterator[Sequence[Cell]]) -> None:
    """Keep a printed table as a workbook of one sheet. Refuses ``file_not_writable``."""
    from yiheng.reports.quality_workbook import write_list

    write_list(path, title, heads, rows)
