"""Judging a delivery: every check over every staged row, then whole lines set aside, then the rest written to be published.

A source line is set aside as a whole, in every table that it feeds; so are the rows of one document (a case with its
diagnoses and operations, a settlement with its parts by fund), since half of one would be worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_check import RowCheck, any_bad, row_checks
from yiheng.engine.snapshot import Snapshot
from yiheng.engine.sql_text import literal, quoted
from yiheng.intake.quality.catalogue import checks_of, regional_contract
from yiheng.intake.quality.check import Check
from yiheng.intake.quality.check_sql import FOUND_MOST, code_sets, key_words
from yiheng.intake.quality.judged import Judged
from yiheng.intake.quality.original import write_problems
from yiheng.intake.quality.outcome import Outcome, check_version
from yiheng.intake.quality.relations import known_inputs, open_delivered, open_known, open_sets
from yiheng.intake.quality.repeated import repeated_rows
from yiheng.intake.quality.setting_aside import PROBLEM, create_problems, set_lines_aside, write_accepted
from yiheng.intake.quality.violations import Judging, Violations, check_inputs, prepare_sets, violations
from yiheng.intake.staged import PLACE, Staged
from yiheng.policy.content import Content
from yiheng.standards.table import Contract, Table

FINDINGS_MOST = 5_000
"""How many findings of one soft check are listed; outcomes count all of them."""
MEMORY_LIMIT = "1GB"
_PLACES = ", ".join(PLACE)

Progress = Callable[[str], None]
"""Told what is being judged: the name of a table or a check."""


def judge(
    staged: Staged,
    *,
    into: Path,
    contract: Contract,
    codes: Mapping[str, Collection[str]],
    content: Content,
    region: str,
    as_of: date,
    city: City | None = None,
    snapshot: Snapshot | None = None,
    progress: Progress = lambda _: None,
) -> Judged:
    """Judge a delivery against the contract and the region's catalogue; nothing but ``into`` is written.

    ``codes``: the valid codes by list. ``city`` and ``snapshot``: the published rows that references and duplicates are
    looked for in; without them only the delivery is known. Refuses ``intake_rows_lost`` where rows do not add up.
    """
    checks = {key: one for key, one in checks_of(content, region, as_of).items() if one.runs}
    declared = regional_contract(contract, checks_of(content, region, as_of))
    judging = Judging(contract, code_sets(content, region, as_of), as_of)
    into.mkdir(parents=True, exist_ok=True)
    with DuckDatabase(memory_limit=MEMORY_LIMIT, spill=into / "spill") as database:
        open_delivered(database, staged.tables, declared)
        open_sets(database, judging.sets)
        create_problems(database)
        for name in staged.tables:
            progress(declared.tables[name].name)
            _judge_contract(database, declared.tables[name], codes, checks)
        for name in staged.tables:
            repeated_rows(database, declared.tables[name])
        _open_published(database, checks, staged, declared, city, snapshot)
        outcomes = tuple(_judge_catalogue(database, checks, staged, judging, progress))
        set_lines_aside(database, declared, staged)
        tables, counts, sheets = write_accepted(database, declared, staged, into)
        set_aside, findings = write_problems(database, declared, staged, into)
    return Judged(tables, set_aside, findings, counts, sheets, outcomes)


def _judge_contract(
    database: DuckDatabase, table: Table, codes: Mapping[str, Collection[str]], checks: Mapping[str, Check]
) -> None:
    """The contract's own checks of single rows; a law that the catalogue has is judged there, with its words."""
    told = {check.law for check in checks.values() if table.table in check.tables and check.law}
    own = [
        one
        for one in row_checks(table, (), codes)
        if one.field not in told or one.code != "row_identity_broken"
    ]
    if not own:
        return
    wrong = database.table(f"SELECT count(*) AS wrong FROM {quoted(table.table)} WHERE {any_bad(own)}")
    if wrong.column("wrong")[0].as_py():
        for one in own:
            database.connection.execute(_contract_problems(table, one)).fetchall()


def _contract_problems(table: Table, one: RowCheck) -> str:
    return (
        f"INSERT INTO {PROBLEM} SELECT {literal(table.table)}, {_PLACES}, {literal(one.code)}, 'error', {literal(one.field)},"
        f" {key_words(table)}, left(coalesce({one.found}, ''), {FOUND_MOST}), {literal(one.expected)}"
        f" FROM {quoted(table.table)} WHERE coalesce({one.bad}, false)"
    )


def _open_published(
    database: DuckDatabase,
    checks: Mapping[str, Check],
    staged: Staged,
    declared: Contract,
    city: City | None,
    snapshot: Snapshot | None,
) -> None:
    asked = [one for one in checks.values() if not staged.tables.keys().isdisjoint(one.tables)]
    names = {name for one in asked for name in known_inputs(check_inputs(one))}
    open_known(database, sorted(names), declared, city, snapshot)


def _judge_catalogue(
    database: DuckDatabase, checks: Mapping[str, Check], staged: Staged, judging: Judging, progress: Progress
) -> Iterator[Outcome]:
    """Every check: those of one table by scalars in one scan, files one by one; failing rows are then listed."""
    by_table: dict[str, list[Violations]] = {}
    for _, check in sorted(checks.items()):
        if staged.tables.keys().isdisjoint(check.tables):
            continue
        for one in violations(check, judging):
            if one.table.table in staged.tables:
                by_table.setdefault(one.table.table, []).append(one)
    for name, listed in by_table.items():
        progress(judging.contract.tables[name].name)
        counted = _count(database, name, listed)
        for one, (looked_at, failed) in zip(listed, counted, strict=True):
            found = failed
            if not one.failed:
                progress(one.check.name)
                prepare_sets(database, one.check, judging.sets)
                found = _list(database, one)
            elif failed:
                _list(database, one)
            yield Outcome(one.check.id, name, looked_at, found, check_version(one.check))


def _count(database: DuckDatabase, name: str, listed: list[Violations]) -> list[tuple[int, int]]:
    """How many rows each check looks at, and how many fail it (0 for a file, which is run by itself)."""
    terms = [
        f"count(*) FILTER (WHERE coalesce({one.looked}, false)), count(*) FILTER (WHERE {one.failed or 'false'})"
        for one in listed
    ]
    row = database.connection.execute(f"SELECT {', '.join(terms)} FROM {quoted(name)}").fetchall()[0]
    return list(zip(row[::2], row[1::2], strict=True))


def _list(database: DuckDatabase, one: Violations) -> int:
    """Put failing rows among the problems; all of them where they are set aside, else the first; how many there are."""
    failing = "failing"
    database.create_table(failing, f"SELECT {_PLACES}, key, found FROM ({one.rows})")
    check = one.check
    most = "" if check.severity == "error" else f" ORDER BY {_PLACES} LIMIT {FINDINGS_MOST}"
    database.connection.execute(
        f"INSERT INTO {PROBLEM} SELECT {literal(one.table.table)}, {_PLACES}, {literal(check.id)}, {literal(check.severity)},"
        f" {literal(one.field)}, key, left(coalesce(found, ''), {FOUND_MOST}), {literal(check.expected_words)}"
        f" FROM {failing}{most}"
    ).fetchall()
    counted = database.connection.execute(f"SELECT count(*) FROM {failing}").fetchall()
    return int(counted[0][0])
