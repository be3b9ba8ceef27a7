"""The cases of a published city grouped: rows of the contract's ``case_group``, marked as this system's simulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa

from yiheng.engine.schema import arrow_schema
from yiheng.engine.step import Step, read_step
from yiheng.grouping.loop.batch import ID_COLUMN, PX_COLUMN
from yiheng.grouping.schedule import Scheduled, chosen
from yiheng.standards.table import Table

CASE_STEP = "case_to_group"
DAY_COLUMN = "dscg_dayno"
OFFICIAL, SIMULATED = "official", "computed"
"""Codes of ``group_source``: groups handed down by the agency, and groups computed here (本系统模拟)."""
SIMULATED_NOTE = "模拟，非结算依据"
"""Stands wherever a group computed here is shown: only the agency's own groups settle."""

_CONTRACT_NAMES = {"status": "group_status"}


def case_step() -> Step:
    """The step that gives the cases of a year in the columns of a case file."""
    return read_step(Path(str(files("yiheng.grouping"))) / "steps" / f"{CASE_STEP}.sql")


def case_groups(
    batches: Iterable[pa.RecordBatch], held: Sequence[Scheduled], table: Table
) -> Iterator[pa.Table]:
    """Rows of ``case_group`` for batches of :data:`CASE_STEP`, each case under the scheme of its day of discharge."""
    for batch in batches:
        which = chosen(batch.column(DAY_COLUMN).to_numpy(), held)
        for number in np.unique(which):
            part = batch.filter(pa.array(which == number))
            groups = held[number].grouper.group(_packed(part))
            yield _contract_rows(groups, held[number].grouper.scheme.head.scheme, table)


def _packed(cases: pa.RecordBatch) -> pa.RecordBatch:
    """The columns the grouper reads; a case without procedures has an empty cell."""
    kept = [name for name in cases.schema.names if name != DAY_COLUMN]
    return cases.select([*dict.fromkeys([ID_COLUMN, *kept, PX_COLUMN])])


def _contract_rows(groups: pa.RecordBatch, scheme: str, table: Table) -> pa.Table:
    given: Mapping[str, pa.Array] = {
        **{_CONTRACT_NAMES.get(name, name): groups.column(at) for at, name in enumerate(groups.schema.names)},
        "group_source": pa.repeat(SIMULATED, groups.num_rows),
        "scheme": pa.repeat(scheme, groups.num_rows),
    }
    schema = arrow_schema(table)
    columns = [given[field.name].cast(field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)
