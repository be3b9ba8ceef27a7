"""A pipeline: steps in the order of what they read, run on one database, each output checked as its header says.

In production only the tables asked for are computed; a step used by several others is computed once, and one used
by one other is a view of it. In a database that keeps (debug mode: a DuckDB file) every step's table is kept and
checked, so that a wrong figure can be followed table by table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yiheng.engine.database import Database
from yiheng.engine.step import Check, Parameter, Step
from yiheng.engine.step_lint import lint_step
from yiheng.standards.problem import Refused, refuse


@dataclass(frozen=True)
class StepResult:
    """What became of one step: whether its table is kept, and its rows (−1 for a view)."""

    name: str
    kept: bool
    rows: int


def ordered(steps: Iterable[Step], wanted: Sequence[str] = ()) -> list[Step]:
    """The steps that ``wanted`` tables need (all, if none are named), each after those it reads.

    Refuses two steps of one name, a name that is no step, and a cycle.
    """
    by_name: dict[str, Step] = {}
    for step in steps:
        if step.name in by_name:
            raise refuse("step_name_twice", file=step.file, key=step.name)
        by_name[step.name] = step
    order: list[Step] = []
    state: dict[str, str] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        """Put a step after its inputs into ``order``; ``path`` leads to it. Refuses ``step_cycle``."""
        if state.get(name) == "done":
            return
        if name in path:
            chain = " → ".join([*path[path.index(name) :], name])
            raise refuse("step_cycle", file=by_name[name].file, key=name, found=chain)
        for one in by_name[name].inputs:
            if one in by_name:
                visit(one, (*path, name))
        state[name] = "done"
        order.append(by_name[name])

    for name in wanted or list(by_name):
        if name not in by_name:
            raise refuse("step_unknown", key=name)
        visit(name, ())
    return order


def run_pipeline(
    steps: Iterable[Step],
    database: Database,
    parameters: Mapping[str, Parameter],
    wanted: Sequence[str] = (),
) -> list[StepResult]:
    """Lint, then run what is needed for ``wanted``; the tables stand in the database under the steps' names.

    Raises Refused with the first fault of a step's text, and with the first check that its table fails: a table
    that breaks its own header is not handed on.
    """
    order = ordered(steps, wanted)
    for problem in (one for step in order for one in lint_step(step)):
        raise Refused(problem)
    readers = Counter(name for step in order for name in step.inputs)
    results = []
    for step in order:
        kept = (
            database.keeps or step.name in wanted or not wanted or readers[step.name] > 1 or bool(step.checks)
        )
        sql = step.sql(parameters, database.dialect)
        if kept:
            database.create_table(step.name, sql)
        else:
            database.create_view(step.name, sql)
        results.append(_checked(step, database, kept))
    return results


def _checked(step: Step, database: Database, kept: bool) -> StepResult:
    if not kept:
        return StepResult(step.name, kept, -1)
    for check in step.checks:
        found = _violations(step.name, check, database)
        if found:
            raise refuse(
                "step_check_failed", file=step.file, line=check.line, key=step.name,
                found=f"{found}{_first_key(step, check, database)}",
                expected=f"{check.kind} {check.text}",
            )  # fmt: skip
    return StepResult(step.name, kept, _count(database, f"SELECT count(*) AS n FROM {step.name}"))


def _first_key(step: Step, check: Check, database: Database) -> str:
    """The key of the first row that breaks a check, by which the row can be found where it came from; empty where the
    step states no key."""
    key = next((one.columns for one in step.checks if one.kind == "unique"), ())
    if not key or check.kind == "unique":
        return ""
    names = ", ".join(key)
    rows = database.table(
        f"SELECT {names} FROM {step.name} WHERE {_broken(check)} ORDER BY {names} LIMIT 1"
    ).to_pylist()
    return f"（第一处：{'|'.join(str(value) for value in rows[0].values())}）"


def _broken(check: Check) -> str:
    """The condition of the rows that break a check of rows."""
    if check.kind == "present":
        return " OR ".join(f"{name} IS NULL" for name in check.columns)
    return check.text


def _violations(table: str, check: Check, database: Database) -> int:
    """How many rows (or keys) of a table break a check."""
    if check.kind == "unique":
        key = ", ".join(check.columns)
        return _count(
            database,
            f"SELECT count(*) AS n FROM (SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1) AS twice",
        )
    return _count(database, f"SELECT count(*) AS n FROM {table} WHERE {_broken(check)}")


def _count(database: Database, sql: str) -> int:
    return int(database.table(sql).column("n")[0].as_py())
