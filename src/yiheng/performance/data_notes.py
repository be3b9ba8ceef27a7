"""What whoever reads an evaluation must know of its data: the months that figures from rows leave out, and whose points
rest on them.

The points stay: an account may have had nothing to book in a month, which the rows alone cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from yiheng.metrics.figure import Figure
from yiheng.metrics.measured import Measured
from yiheng.performance.evaluation import IndicatorResult
from yiheng.standards.message import message_text


def data_notes(measured: Measured, results: Sequence[IndicatorResult]) -> tuple[str, ...]:
    """One sentence for each set of months that figures leave out, without its stop."""
    found = []
    for gap, figures in measured.gaps.items():
        names = "、".join(_names(figures))
        said = message_text("months_missing", found=gap.text, expected=str(gap.counted), key=names)
        ids = {figure.id for figure in figures}
        scored = [result.code for result in results if ids & _read(result)]
        rests = message_text("months_missing_scored", found="、".join(scored)) if scored else ""
        found.append("；".join(filter(None, [said, rests])))
    return tuple(found)


def _names(figures: Sequence[Figure]) -> list[str]:
    """Each metric and role once: by its name where the whole fund's is among them, else with the account."""
    whole = {(one.metric, one.role) for one in figures if one.scope.account == "all"}
    return list(
        dict.fromkeys(
            one.full_name
            for one in figures
            if one.scope.account == "all" or (one.metric, one.role) not in whole
        )
    )


def _read(result: IndicatorResult) -> set[str]:
    reading = result.reading
    operands = reading.relation.operands if reading.relation is not None else ()
    figures = [reading.figure, reading.target, *(figure for _, figure in operands)]
    return {one.id for one in figures if one is not None}
