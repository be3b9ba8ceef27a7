"""The table ``indicator_score``: what each indicator of an evaluation was awarded, as rows of one run."""

from __future__ import annotations

import pyarrow as pa

from yiheng.engine.schema import arrow_schema
from yiheng.performance.evaluation import Evaluation, IndicatorResult
from yiheng.standards.table import Table


def score_rows(evaluation: Evaluation, run_id: str, table: Table) -> pa.Table:
    """The indicators of an evaluation in the contract's columns, in the order of the profile."""
    rows = [_row(one, evaluation, run_id) for one in evaluation.results]
    return pa.Table.from_pylist(rows, schema=arrow_schema(table))


def _row(result: IndicatorResult, evaluation: Evaluation, run_id: str) -> dict[str, str | int | None]:
    figure = result.reading.figure
    return {
        "run_id": run_id,
        "subject": evaluation.subject.subject,
        "indicator": result.code,
        "indicator_name": result.indicator.name,
        "profile": evaluation.profile.profile,
        "period": evaluation.subject.period,
        "primitive": result.indicator.primitive,
        "award": result.award.code,
        "full_e2": result.indicator.full_e2,
        "stated_e2": result.stated_e2,
        "computed_e2": result.computed_e2,
        "verified_e2": result.verified_e2,
        "figure_id": figure.id if figure is not None else None,
    }
