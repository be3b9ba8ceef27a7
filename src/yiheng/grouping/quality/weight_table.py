"""The weight table of a year (病组权重表): what each group weighs and costs as published, read from a file's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.grouping.table_heads import SheetRow
from yiheng.standards.problem import Problem

FEN = {"元": Fraction(100), "万元": Fraction(1_000_000), "分": Fraction(1), "": Fraction(100)}
"""分 in one unit of money as a head names it; money without a unit is 元."""
RISK_CLASSES = range(5)


@dataclass(frozen=True, slots=True)
class GroupWeight:
    """One group as published. ``mean_cost_fen`` and ``mean_los_days`` are the references (标杆) of the indices,
    ``risk_class`` 0 to 4; None where the file does not say."""

    drg: str
    name: str
    weight: Fraction
    mean_cost_fen: Fraction | None = None
    mean_los_days: Fraction | None = None
    risk_class: int | None = None


def weight_table(rows: Iterable[SheetRow]) -> tuple[dict[str, GroupWeight], list[Problem]]:
    """The weights by group, and what is wrong with rows; of a group that stands twice with different numbers none
    is taken, since nobody could say which holds."""
    found: dict[str, GroupWeight] = {}
    problems: list[Problem] = []
    clashing: set[str] = set()
    for row in rows:
        weight, faults = _weight(row)
        problems.extend(faults)
        if weight is None:
            continue
        if found.setdefault(weight.drg, weight) != weight:
            clashing.add(weight.drg)
            problems.append(_problem("weight_twice", row, "drg", weight.drg))
    return {drg: weight for drg, weight in found.items() if drg not in clashing}, problems


def _weight(row: SheetRow) -> tuple[GroupWeight | None, list[Problem]]:
    drg = row.cells.get("drg", "")
    if not drg:
        return None, [_problem("weight_without_group", row, "drg", "")] if any(row.cells.values()) else []
    problems: list[Problem] = []
    weight = _number(row, "weight", problems)
    cost = _number(row, "mean_cost", problems, row.units.get("mean_cost", ""))
    los = _number(row, "mean_los", problems)
    risk = _number(row, "risk_class", problems)
    if risk is not None and risk not in RISK_CLASSES:
        problems.append(_problem("weight_risk_class", row, "risk_class", row.cells["risk_class"]))
    if weight is None and not problems:
        problems.append(_problem("weight_missing", row, "weight", drg))
    if problems or weight is None:
        return None, problems
    return GroupWeight(
        drg, row.cells.get("name", ""), weight, cost, los, None if risk is None else int(risk)
    ), []


def _number(row: SheetRow, field: str, problems: list[Problem], unit: str | None = None) -> Fraction | None:
    """A number ≥ 0 of a row (above zero but for a risk class); None where the cell is empty or wrong."""
    text = row.cells.get(field, "")
    if not text:
        return None
    try:
        value = Printed.parse(text).value
    except ExactError:
        value = Fraction(-1)
    if value < 0 or (value == 0 and field != "risk_class") or (unit is not None and unit not in FEN):
        problems.append(_problem("weight_number", row, field, text))
        return None
    return value * FEN[unit] if unit is not None else value


def _problem(code: str, row: SheetRow, field: str, found: str) -> Problem:
    return Problem(code, file=row.file, line=row.line, field=row.titles.get(field, field), found=found)


def unused_weights(weights: Mapping[str, GroupWeight], in_use: Iterable[str]) -> Iterator[str]:
    """Groups that the table defines and that no case of the year fell into, in order of code."""
    yield from sorted(set(weights) - set(in_use))
