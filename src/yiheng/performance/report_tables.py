"""Tables of a report: the indicator table of its attachment and the budget execution table."""

from __future__ import annotations

from yiheng.performance.report_view import Bound, EvaluationView, LineView, ResultView
from yiheng.reports.document import Span, Table, TableCell

_INDICATOR_HEADS = ("一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分", "评分说明")
_INDICATOR_WIDTHS = (8, 11, 16, 14, 20, 6, 6, 19)


def _cell(value: Bound | str | None, align: str = "left", rows: int = 1, columns: int = 1) -> TableCell:
    span = Span(value.text, value.id) if isinstance(value, Bound) else Span(value or "—", fixed=True)
    return TableCell((span,), align, rows, columns)  # type: ignore[arg-type]


def _head(text: str) -> TableCell:
    return TableCell((Span(text, fixed=True),), "center", header=True)


def indicator_table(shown: EvaluationView) -> Table:
    """All indicators with merged level cells, the bonus items and the total."""
    rows = [tuple(_head(text) for text in _INDICATOR_HEADS)]
    results = shown.results
    for index, result in enumerate(results):
        first, second, third = _levels(result)
        before = _levels(results[index - 1]) if index else ("", "", "")
        cells: list[TableCell] = []
        if first != before[0]:
            cells.append(_cell(first, "center", rows=_run(results, index, 1)))
        if (first, second) != before[:2]:
            cells.append(_cell(second, rows=_run(results, index, 2)))
        cells.append(_cell(third))
        cells.extend(
            [
                _cell(result.target),
                _cell(result.actual or result.statement),
                _cell(result.full, "center"),
                _cell(result.score, "center"),
                _cell(result.reason),
            ]
        )
        rows.append(tuple(cells))
    rows.append(
        (
            _cell("合计", "center", columns=5),
            _cell(shown.full_total, "center"),
            _cell(shown.computed_total, "center"),
            _cell("含加分" if shown.has_bonus else ""),
        )
    )
    return Table(column_widths=_INDICATOR_WIDTHS, rows=tuple(rows), landscape=True, unit_note="单位：分")


def _levels(result: ResultView) -> tuple[str, str, str]:
    """Three level names; an indicator on level 2 stands in both columns' place."""
    names = result.levels
    if len(names) == 2:
        return names[0], names[1], "—"
    return names[0], names[1], "·".join(names[2:])


def _run(results: tuple[ResultView, ...], start: int, depth: int) -> int:
    """How many rows from ``start`` share the first ``depth`` level names."""
    key = _levels(results[start])[:depth]
    length = 0
    for result in results[start:]:
        if _levels(result)[:depth] != key:
            break
        length += 1
    return length


def budget_table(shown: EvaluationView) -> Table | None:
    """Budget lines with execution rates; None where the subject lists none."""
    if not shown.lines:
        return None
    rows = [
        tuple(_head(text) for text in ("预算项目", "全年（调整）预算数", "全年执行数", "执行率", "绩效目标"))
    ]
    rows.extend(_budget_row(line) for line in shown.lines)
    return Table(column_widths=(30, 20, 20, 12, 12), rows=tuple(rows))


def _budget_row(line: LineView) -> tuple[TableCell, ...]:
    return (
        _cell(line.name),
        _cell(line.budget, "right"),
        _cell(line.executed, "right"),
        _cell(line.rate, "center"),
        _cell("有" if line.has_goal else "无", "center"),
    )
