"""Closing what is mended: open problems are published again with the number of the delivery that mended them.

A correction closes the lines that it brought back or withdrew. Any other delivery closes the lines of which it brings a
row with the same key that is accepted: who sends a message again after mending it in the hospital's own system has
corrected it as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.facts import open_facts
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import Snapshot
from yiheng.engine.sql_text import listed, literal, parquet
from yiheng.intake.correction.aside_line import Place
from yiheng.intake.quality.check_sql import key_words
from yiheng.intake.register.record import INTAKE_PROBLEM
from yiheng.standards.table import Contract

_CLOSED = "closed_place"
_PLACE = "delivery_no, file_name, sheet_name, line_no"


def closing_rows(
    facts: DuckDatabase,
    contract: Contract,
    delivery_no: str,
    closed_no: str,
    places: Sequence[Place],
    files: Mapping[int, str],
) -> pa.Table:
    """The problems at some places of a delivery, closed by ``closed_no``, as they are to be published.

    ``files``: the names of the delivery's files by number, as the register has them.
    """
    rows = [
        {"delivery_no": delivery_no, "file_name": files[file], "sheet_name": sheet, "line_no": line}
        for file, sheet, line in places
    ]
    schema = pa.schema(
        [
            ("delivery_no", pa.string()),
            ("file_name", pa.string()),
            ("sheet_name", pa.string()),
            ("line_no", pa.int64()),
        ]
    )
    facts.register(_CLOSED, pa.Table.from_pylist(rows, schema=schema))
    return _closed(facts, contract, closed_no, f"SELECT {_PLACE} FROM {_CLOSED}")


def closed_by_rows(
    city: City, before: Snapshot, contract: Contract, accepted: Mapping[str, Sequence[Path]], closed_no: str
) -> pa.Table:
    """The open problems of lines of which an accepted row has the key, closed by its delivery ``closed_no``."""
    with open_facts(city, before, contract) as facts:
        waiting = facts.table(
            f"SELECT DISTINCT target_table FROM {INTAKE_PROBLEM} WHERE problem_severity = 'error' AND closed_no IS NULL"
            f" AND delivery_no <> {literal(closed_no)}"
        )
        names = sorted(set(waiting.column("target_table").to_pylist()) & accepted.keys())
        places = " UNION ".join(_mended(contract, name, accepted[name], closed_no) for name in names)
        if not places:
            return pa.Table.from_pylist([], schema=arrow_schema(contract.tables[INTAKE_PROBLEM]))
        return _closed(facts, contract, closed_no, places)


def _mended(contract: Contract, name: str, files: Sequence[Path], closed_no: str) -> str:
    keys = f"SELECT {key_words(contract.tables[name])} AS row_key FROM {parquet(files)}"
    return (
        f"SELECT {_PLACE} FROM {INTAKE_PROBLEM} SEMI JOIN ({keys}) AS kept USING (row_key) WHERE target_table = {literal(name)}"
        f" AND problem_severity = 'error' AND closed_no IS NULL AND delivery_no <> {literal(closed_no)}"
    )


def _closed(facts: DuckDatabase, contract: Contract, closed_no: str, places: str) -> pa.Table:
    table = contract.tables[INTAKE_PROBLEM]
    columns = listed(name for name in table.names if name != "closed_no")
    found = facts.table(
        f"SELECT {columns}, {literal(closed_no)} AS closed_no FROM {INTAKE_PROBLEM} SEMI JOIN ({places}) AS closed"
        f" USING ({_PLACE}) WHERE closed_no IS NULL ORDER BY delivery_no, problem_no"
    )
    return found.select(list(table.names)).cast(arrow_schema(table))


def with_closed(own: pa.Table, *closed: pa.Table | None) -> pa.Table:
    """A delivery's own problems and those that it closes; a problem that is closed twice stands once."""
    rows = [row for table in closed if table is not None for row in table.to_pylist()]
    by_key = {(row["delivery_no"], row["problem_no"]): row for row in rows}
    return pa.concat_tables([own, pa.Table.from_pylist(list(by_key.values()), schema=own.schema)])
