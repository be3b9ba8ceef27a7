"""The check of formulas: metrics, tables, columns and codes are known, scopes are said, and no metric rests on itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yiheng.metrics.catalogue import METRICS, Metric, metric_names
from yiheng.metrics.formula import CODE_SETS, FORMULAS, Formula, Term
from yiheng.metrics.scalar import faults, names_used
from yiheng.metrics.tables import Readable, readables
from yiheng.policy.content import Content, Entry, nearest
from yiheng.policy.parameter import PARAMETERS
from yiheng.standards.measure import comparable, measures
from yiheng.standards.problem import Problem
from yiheng.standards.table import Column

PARAMETER_NAMES = frozenset(
    [
        "year",
        "first_dayno",
        "last_dayno",
        "first_month",
        "last_month",
        "months",
        "admdvs",
        "insurance",
        "account",
        "item",
    ]
)
"""What every condition may name beside the sets of codes."""

SCOPE_SETS = frozenset(["insutypes", "sub_funds"])
"""The sets that follow the scope: the codes of its insurance, and of its account."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Surroundings:
    """What stands beside a formula in its region: metrics, the other formulas, and the names of sets."""

    metrics: Mapping[str, Metric]
    formulas: Mapping[str, Entry[Formula]]
    sets: frozenset[str]

    @staticmethod
    def of(content: Content, region: str) -> Surroundings:
        """Those of a region."""
        metrics = {code: entry.value for code, entry in content.of(METRICS, region).items()}
        return Surroundings(metrics, content.of(FORMULAS, region), SCOPE_SETS | code_sets_of(content))


def formula_problems(
    entry: Entry[Formula], content: Content, surroundings: Surroundings | None = None
) -> Iterator[Problem]:
    """Everything that is wrong with one formula, each with its line. ``surroundings``: where they are known already."""
    beside = surroundings or Surroundings.of(content, entry.layer.region)
    yield from _measure_problems(entry, beside)
    for part, terms in entry.value.parts.items():
        for index, term in enumerate(terms):
            if term.table:
                yield from _table_problems(entry, beside, (part, index), term)
            else:
                yield from _metric_problems(entry, beside, (part, index), term)
    yield from _twice(entry, beside)
    yield from _circle(entry, beside)


def _measure_problems(entry: Entry[Formula], beside: Surroundings) -> Iterator[Problem]:
    formula = entry.value
    metric = beside.metrics.get(formula.metric)
    if metric is None:
        near = nearest(formula.metric, metric_names(beside.metrics))
        yield entry.problem("metric_unknown", "metric", found=formula.metric, expected=near)
        return
    calibers = [one.id for one in metric.calibers]
    if formula.caliber and formula.caliber not in calibers:
        yield entry.problem(
            "formula_caliber_unknown",
            "caliber",
            found=formula.caliber,
            expected="、".join(calibers) or "（无）",
        )
    if formula.unit and formula.unit not in measures():
        yield entry.problem(
            "unit_unknown", "unit", found=formula.unit, expected=nearest(formula.unit, list(measures()))
        )
    elif formula.unit and not comparable(measures()[formula.unit], measures()[metric.unit]):
        yield entry.problem("unit_unfit", "unit", found=formula.unit, expected=metric.unit)


def _table_problems(
    entry: Entry[Formula], beside: Surroundings, place: Place, term: Term
) -> Iterator[Problem]:
    table = readables().get(term.table)
    if table is None:
        names = sorted(readables())
        yield entry.problem(
            "table_unknown", *place, "from", found=term.table, expected=nearest(term.table, names)
        )
        return
    for key, text in term.scalars.items():
        for code, found, expected in faults(text, table.columns, PARAMETER_NAMES, beside.sets):
            yield entry.problem(code, *place, key, found=found, expected=expected)
    yield from _kind_problems(entry, place, term, table)
    used = frozenset().union(*(names_used(text) for text in term.scalars.values()))
    if table.scoped and not used & {"insutypes", "insurance"}:
        yield entry.problem("formula_unscoped", *place, "where", found=term.table)
    if "within" in term.scalars and not term.where:
        yield entry.problem("formula_within_alone", *place, "within", found=term.within)


def _kind_problems(entry: Entry[Formula], place: Place, term: Term, table: Readable) -> Iterator[Problem]:
    """What is summed must be a whole number where the contract says what it is."""
    column = table.columns.get(term.expression)
    if term.aggregate in ("sum", "only") and isinstance(column, Column) and column.type != "integer":
        yield entry.problem(
            "formula_sum_of_text", *place, term.aggregate, found=term.expression, expected=column.title
        )


def _metric_problems(
    entry: Entry[Formula], beside: Surroundings, place: Place, term: Term
) -> Iterator[Problem]:
    if term.metric not in beside.metrics:
        near = nearest(term.metric, metric_names(beside.metrics))
        yield entry.problem("metric_unknown", *place, "metric", found=term.metric, expected=near)
    elif term.role != "target" and term.metric not in {one.value.metric for one in beside.formulas.values()}:
        yield entry.problem("formula_missing", *place, "metric", found=term.metric)


def code_sets_of(content: Content) -> frozenset[str]:
    """The named sets of codes of any layer."""
    names: set[str] = set()
    for entry in content.entries:
        if entry.kind == PARAMETERS.name and entry.key.startswith(CODE_SETS):
            value: Mapping[str, Any] = entry.value.value
            names |= set(value.get("sets", {}))
    return frozenset(names)


Claim = tuple[str, str, str, str, str]


def claims(formula: Formula) -> Iterator[Claim]:
    """The figures it gives: metric, role, insurance, account, item."""
    for insurance, account, item in formula.scopes:
        yield formula.metric, formula.role, insurance, account, item


def _twice(entry: Entry[Formula], beside: Surroundings) -> Iterator[Problem]:
    """Two formulas of one region for one figure: none would know which holds."""
    mine = set(claims(entry.value))
    for other in beside.formulas.values():
        if other.key < entry.key and mine & set(claims(other.value)):
            yield entry.problem(
                "formula_twice", found=f"{other.file} 第 {other.line()} 行", expected=entry.value.metric
            )


def _circle(entry: Entry[Formula], beside: Surroundings) -> Iterator[Problem]:
    """A metric that rests on itself through metric terms."""
    needs: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for other in beside.formulas.values():
        formula = other.value
        operands = needs.setdefault((formula.metric, formula.role), set())
        for terms in formula.parts.values():
            operands |= {(term.metric, term.role or formula.role) for term in terms if term.metric}
    start = (entry.value.metric, entry.value.role)
    seen: set[tuple[str, str]] = set()
    stack = list(needs.get(start, ()))
    while stack:
        one = stack.pop()
        if one == start:
            yield entry.problem("formula_circular", "metric", found=entry.value.metric)
            return
        if one not in seen:
            seen.add(one)
            stack.extend(needs.get(one, ()))
