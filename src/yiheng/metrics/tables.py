"""What a formula may read: the published tables of the contract, and the steps that derive from them.

A step's columns keep the contract's names where they are the contract's, so that titles and the marks of what is
sensitive carry over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from yiheng.engine.step import Step, StepColumn, read_steps
from yiheng.policy.contract import contract
from yiheng.standards.table import Column

SCOPE_CODES = "insutype"
"""The code list of the columns that tell one insurance's rows from another's."""


@dataclass(frozen=True)
class Readable:
    """One table or step: its Chinese title, its key, and its columns (None: derived by the step, and not named)."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: Mapping[str, Column | StepColumn | None]
    step: Step | None = None

    @property
    def scoped(self) -> bool:
        """Whether rows of several insurances lie in it, so that a formula must say whose it means."""
        return any(
            name == "insurance" or (column is not None and column.codes == SCOPE_CODES)
            for name, column in self.columns.items()
        )

    def heading(self, name: str) -> str:
        """A column's title; the name of one that only the step knows."""
        column = self.columns.get(name)
        return column.title if column is not None else name

    def sensitive(self, name: str) -> bool:
        """Whether a column's values are masked."""
        column = self.columns.get(name)
        return isinstance(column, Column) and column.sensitive

    def code_list(self, name: str) -> str:
        """The code list of a column's values; empty where it has none."""
        column = self.columns.get(name)
        return (column.codes or "") if column is not None else ""


def step_folder() -> Path:
    """The folder of the steps that formulas read."""
    return Path(str(files("yiheng.metrics"))) / "steps"


@cache
def steps() -> tuple[Step, ...]:
    """All steps that formulas may read."""
    return tuple(read_steps(step_folder()))


@cache
def readables() -> Mapping[str, Readable]:
    """Every table and step by name."""
    tables = {
        name: Readable(name, table.name, table.key, {one.name: one for one in table.columns})
        for name, table in contract().tables.items()
    }
    return tables | {step.name: _of_step(step) for step in steps()}


def _of_step(step: Step) -> Readable:
    known: dict[str, Column | StepColumn] = {}
    for name in published_inputs([step.name]):
        known |= {one.name: one for one in contract().tables[name].columns}
    known |= {one.name: one for one in step.columns}
    columns = {name: known.get(name) for name in step.select.named_selects}
    key = next((check.columns for check in step.checks if check.kind == "unique"), [])
    title = re.split("[：，]", step.purpose)[0]
    return Readable(step.name, title, tuple(key), columns, step)


def published_inputs(names: Iterable[str]) -> frozenset[str]:
    """The published tables that tables and steps rest on."""
    by_name = {step.name: step for step in steps()}
    found: set[str] = set()
    open_names = list(names)
    while open_names:
        name = open_names.pop()
        if name in by_name:
            open_names.extend(by_name[name].inputs)
        else:
            found.add(name)
    return frozenset(found)
