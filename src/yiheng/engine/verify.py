"""Proving a snapshot: every part is there and holds, to the last bit, the rows that were published."""

from __future__ import annotations

from collections.abc import Callable

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.part import content_problems, part_problem
from yiheng.engine.snapshot import Part, read_snapshot
from yiheng.standards.problem import Problem
from yiheng.standards.table import Contract


def verify_snapshot(
    city: City, number: int, contract: Contract, progress: Callable[[Part], None] = lambda _part: None
) -> list[Problem]:
    """Everything that is wrong with a published snapshot: parts missing or altered, tables unknown to the contract.

    Refuses where the manifest itself is missing, altered or of a newer version.
    """
    snapshot = read_snapshot(city, number)
    problems: list[Problem] = []
    with DuckDatabase() as database:
        database.connection.execute(
            "SET preserve_insertion_order = true"
        )  # the hash is over rows in their order
        for part in snapshot.parts:
            progress(part)
            fault = part_problem(city, part)
            if fault is not None:
                problems.append(fault)
            elif part.table in contract.tables:
                problems += content_problems(database, city, contract.tables[part.table], part)
            else:
                problems.append(Problem("snapshot_table_unknown", file=part.file, found=part.table))
    return problems
