"""The table ``metric_value``: the figures of one run as rows, ratios as numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from yiheng.engine.schema import arrow_schema
from yiheng.metrics.figure import Figure
from yiheng.standards.table import Table


def value_rows(figures: Iterable[Figure], run_id: str, table: Table) -> pa.Table:
    """The figures that were computed from rows, in the contract's columns; each id once."""
    computed = {one.id: one for one in figures if one.exact_value is not None}
    rows = [_row(one, run_id) for _, one in sorted(computed.items())]
    return pa.Table.from_pylist(rows, schema=arrow_schema(table))


def _row(figure: Figure, run_id: str) -> dict[str, str | int]:
    value = figure.value
    return {
        "run_id": run_id,
        "figure_id": figure.id,
        "metric": figure.metric,
        "insurance": figure.scope.insurance,
        "account": figure.scope.account,
        "item": figure.scope.item,
        "period": figure.scope.period,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "unit": figure.unit,
        "text": figure.text,
    }
