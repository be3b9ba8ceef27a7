"""谁没交、差多少: for every unit that owes a table in a month, what is published, what was stated, and what waits to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import literal, quoted
from yiheng.intake.register.duty import UNIT_COLUMNS, Duty
from yiheng.intake.register.record import DELIVERY, INTAKE_PROBLEM
from yiheng.metrics.scalar import bound
from yiheng.standards.table import Contract

State = Literal["missing", "awaited", "few", "set_aside", "unequal", "delivered"]
STATE_NAMES: Mapping[State, str] = {
    "missing": "未交",
    "awaited": "未到期",
    "few": "偏少",
    "set_aside": "有置出待更正",
    "unequal": "与交接单不符",
    "delivered": "已交",
}
NOBODY, WHOLE = "（尚无区划报过）", "全市"


@dataclass(frozen=True)
class DutyState:
    """One duty of one unit in one month. ``usual_rows``: the mean of the unit's months before, None where there are none.

    ``stated_rows`` by the hand-over sheets, None where there are none; ``open_rows`` are set aside and not yet mended.
    """

    duty: Duty
    unit: str
    unit_name: str
    month: str
    state: State
    rows: int
    amount_fen: int | None
    usual_rows: int | None
    stated_rows: int | None
    open_rows: int
    delivery_no: str
    received: datetime | None

    @property
    def lacking_rows(self) -> int | None:
        """How many rows are lacking: against what was stated, else against what is usual; None where neither is known."""
        measure = self.stated_rows if self.stated_rows is not None else self.usual_rows
        return None if measure is None else max(0, measure - self.rows)


@dataclass(frozen=True)
class _Found:
    rows: int = 0
    amount_fen: int | None = None


@dataclass(frozen=True)
class _Told:
    stated_rows: int | None = None
    accepted_rows: int = 0
    open_rows: int = 0
    delivery_no: str = ""
    received: datetime | None = None


def duty_states(
    facts: DuckDatabase, contract: Contract, duties: Iterable[Duty], month: str, as_of: date
) -> list[DutyState]:
    """The state of every active duty in a month (``2023-05``) as of a day; ``facts`` is the published city."""
    return [
        one for duty in duties if duty.active for one in _duty_states(facts, contract, duty, month, as_of)
    ]


def latest_month(facts: DuckDatabase) -> str:
    """The last month of which at least half as many tables came as of the fullest; empty where nothing came. A few late
    vouchers of a month that nobody else has begun do not make it the one to look at."""
    found = facts.connection.execute(
        f"SELECT max(month) FROM (SELECT month, count(DISTINCT target_table) AS tables FROM {DELIVERY}"
        " WHERE month IS NOT NULL GROUP BY month QUALIFY 2 * tables >= max(tables) OVER ())"
    ).fetchall()
    return str(found[0][0] or "")


def _duty_states(
    facts: DuckDatabase, contract: Contract, duty: Duty, month: str, as_of: date
) -> Iterator[DutyState]:
    by_month = _found(facts, contract, duty, month)
    told = _told(facts, duty, month)
    units = _units(facts, duty, {unit for unit, _ in by_month})
    for unit, name in sorted(units.items()):
        found = by_month.get((unit, month), _Found())
        before = [one.rows for (of, when), one in by_month.items() if of == unit and when != month]
        usual = sum(before) // len(before) if before else None
        said = told.get(unit, _Told())
        state = _state(duty, found, usual, said, month, as_of)
        yield DutyState(
            duty, unit, name, month, state, found.rows, found.amount_fen, usual, said.stated_rows, said.open_rows,
            said.delivery_no, said.received,
        )  # fmt: skip


def _state(duty: Duty, found: _Found, usual: int | None, said: _Told, month: str, as_of: date) -> State:
    if not found.rows and not said.delivery_no:
        return "awaited" if as_of <= due_day(month, duty.due_day) else "missing"
    if said.open_rows:
        return "set_aside"
    if said.stated_rows is not None and said.accepted_rows < said.stated_rows:
        return "unequal"
    if usual is not None and found.rows * 100 < usual * duty.usual_share_percent:
        return "few"
    return "delivered"


def due_day(month: str, day: int) -> date:
    """The day by which a month's data are due: in the month after."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, day)


def _units(facts: DuckDatabase, duty: Duty, seen: set[str]) -> dict[str, str]:
    """Who owes: providers that the duty chooses, areas that have sent before, and units that content names."""
    named = {unit: unit for unit in duty.units}
    if duty.by == "providers":
        where = bound(duty.where, duty.parameters) if duty.where else "true"
        rows = facts.connection.execute(
            f"SELECT fixmedins_code, fixmedins_name FROM provider WHERE {where}"
        ).fetchall()
        return dict(rows) | named
    return {unit: unit for unit in seen} | named or {"": NOBODY if duty.by == "areas" else WHOLE}


def _found(facts: DuckDatabase, contract: Contract, duty: Duty, month: str) -> dict[tuple[str, str], _Found]:
    """Published rows and amounts by unit and month, of the month asked for and those before."""
    table = contract.tables[duty.table]
    column, control = UNIT_COLUMNS[duty.by], table.control
    unit = quoted(column) if column else "''"
    first, last = _days(month)
    amount = f"CAST(sum({quoted(control)}) AS DECIMAL(38, 0))" if control else "NULL"
    rows = facts.connection.execute(
        f"SELECT {unit}, strftime(DATE '1970-01-01' + {quoted(table.partition)}, '%Y-%m') AS month, count(*), {amount}"
        f" FROM {quoted(duty.table)} WHERE {quoted(table.partition)} BETWEEN {first} AND {last} GROUP BY ALL"
    ).fetchall()
    return {
        (of, when): _Found(count, None if total is None else int(total)) for of, when, count, total in rows
    }


def _days(month: str) -> tuple[int, int]:
    """The first day of the months that tell what is usual, and the last of the month."""
    year, number = int(month[:4]), int(month[5:])
    following = date(year + number // 12, number % 12 + 1, 1)
    epoch = date(1970, 1, 1)
    return (date(year - 1, number, 1) - epoch).days, (following - epoch).days - 1


def _told(facts: DuckDatabase, duty: Duty, month: str) -> dict[str, _Told]:
    """What deliveries of the month say, by sender; a later delivery of the same content adds to an earlier."""
    chosen = f"target_table = {literal(duty.table)} AND month = {literal(month)}"
    waiting = (
        f"SELECT delivery_no, file_name, sheet_name, count(DISTINCT line_no) AS open_rows FROM {INTAKE_PROBLEM}"
        f" WHERE problem_severity = 'error' AND closed_no IS NULL AND target_table = {literal(duty.table)} AND problem_code <> 'row_copied'"
        " GROUP BY ALL"
    )
    rows = facts.connection.execute(
        "SELECT sender_no, sum(stated_rows), sum(accepted_rows), coalesce(sum(open_rows), 0), arg_max(delivery_no, received_time),"
        f" max(received_time) FROM {DELIVERY} LEFT JOIN ({waiting}) AS waiting USING (delivery_no, file_name, sheet_name)"
        f" WHERE {chosen} GROUP BY sender_no"
    ).fetchall()
    return {
        sender: _Told(None if stated is None else int(stated), int(accepted), int(waits), number, received)
        for sender, stated, accepted, waits, number, received in rows
    }
