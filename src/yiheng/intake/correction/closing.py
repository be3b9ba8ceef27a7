"""Closing what a correction mends: the problems of its lines, published again with the number of the correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.schema import arrow_schema
from yiheng.engine.sql_text import listed, literal
from yiheng.intake.correction.aside_line import Place
from yiheng.intake.register.record import INTAKE_PROBLEM
from yiheng.standards.table import Contract


def closing_rows(
    facts: DuckDatabase,
    contract: Contract,
    delivery_no: str,
    closed_no: str,
    places: Sequence[Place],
    files: Mapping[int, str],
) -> pa.Table:
    """The rows of ``intake_problem`` of a delivery that are closed by ``closed_no``, as they are to be published.

    ``files``: the names of the delivery's files by number, as the register has them.
    """
    table = contract.tables[INTAKE_PROBLEM]
    closed = pa.Table.from_pylist(
        [{"file_name": files[file], "sheet_name": sheet, "line_no": line} for file, sheet, line in places],
        schema=pa.schema([("file_name", pa.string()), ("sheet_name", pa.string()), ("line_no", pa.int64())]),
    )
    facts.register("closed_place", closed)
    columns = listed(name for name in table.names if name != "closed_no")
    found = facts.table(
        f"SELECT {columns}, {literal(closed_no)} AS closed_no FROM {INTAKE_PROBLEM} SEMI JOIN closed_place"
        f" USING (file_name, sheet_name, line_no) WHERE delivery_no = {literal(delivery_no)} ORDER BY problem_no"
    )
    return found.select(list(table.names)).cast(arrow_schema(table))
