"""Tables of a report: the indicator table of its attachment and the budget execution table."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.performance.report_view import EvaluationView, LineView, ResultView
from yiheng.reports.document import Align, Span, Table, TableCell
from yiheng.reports.text_marks import BoundFigure

_LEVEL_HEADS = ("一级指标", "二级指标", "三级指标")
_SCORED_HEADS = (*_LEVEL_HEADS, "目标值", "完成值", "分值", "得分", "评分说明")
_SCORED_WIDTHS = (8, 10, 16, 13, 22, 6, 6, 19)
_UNSCORED_HEADS = (*_LEVEL_HEADS, "指标值", "全年完成值", "完成率", "未完成原因和改进措施")
_UNSCORED_WIDTHS = (9, 13, 18, 16, 22, 9, 13)
_BUDGET_HEADS = ("预算项目", "全年（调整）预算数", "全年执行数", "执行率", "绩效目标")
_NONE = "—"


def _cell(
    value: BoundFigure | str | None, align: Align = "left", rows: int = 1, columns: int = 1
) -> TableCell:
    return TableCell((_span(value),), align, rows, columns)


def _span(value: BoundFigure | str | None) -> Span:
    if value is None or isinstance(value, str):
        return Span(value or _NONE, fixed=True)
    return Span(value.text, value.id)


def _heads(texts: tuple[str, ...]) -> tuple[TableCell, ...]:
    return tuple(TableCell((Span(text, fixed=True),), "center", header=True) for text in texts)


def indicator_table(shown: EvaluationView) -> Table:
    """All indicators with merged level cells, the bonus items and the total; without points on an unscored form."""
    heads, widths = (_SCORED_HEADS, _SCORED_WIDTHS) if shown.scored else (_UNSCORED_HEADS, _UNSCORED_WIDTHS)
    rows = [_heads(heads), *_indicator_rows(shown)]
    if shown.scored:
        rows.append(_total_row(shown))
    return Table(
        column_widths=widths,
        rows=tuple(rows),
        landscape=True,
        unit_note="单位：分" if shown.scored else "",
    )


def _indicator_rows(shown: EvaluationView) -> Iterator[tuple[TableCell, ...]]:
    for index, result in enumerate(shown.results):
        outcome = (_cell(result.target), _cell(result.actual or result.statement))
        yield (*_level_cells(shown.results, index), *outcome, *_judgement(result, shown.scored))


def _level_cells(results: tuple[ResultView, ...], index: int) -> Iterator[TableCell]:
    """The level names that begin in a row; an indicator's own name fills the columns of the levels it lacks.

    What the result of a level-2 indicator measures, where its name does not say it, stands on level 3.
    """
    levels = results[index].levels
    before = results[index - 1].levels if index else ()
    if len(levels) > 1 and levels[:1] != before[:1]:
        yield _cell(levels[0], "center", rows=_run(results, index, 1))
    if len(levels) > 2 and levels[:2] != before[:2]:
        yield _cell(levels[1], rows=_run(results, index, 2))
    if len(levels) == 2 and results[index].measured is not None:
        yield _cell(levels[1])
        yield _cell(results[index].measured)
        return
    yield _cell("·".join(levels[2:]) or levels[-1], columns=max(4 - len(levels), 1))


def _judgement(result: ResultView, scored: bool) -> tuple[TableCell, ...]:
    """What was made of the result: points and their reason, or completion and the drafter's words."""
    if scored:
        return _cell(result.full, "center"), _cell(result.score, "center"), _cell(result.reason)
    words = TableCell((Span(result.words),)) if result.words else _cell(None)
    return _cell(result.completion, "center"), words


def _run(results: tuple[ResultView, ...], start: int, depth: int) -> int:
    """How many rows from ``start`` stand under the same first ``depth`` level names."""
    key = results[start].levels[:depth]
    length = 0
    for result in results[start:]:
        if result.levels[:depth] != key or len(result.levels) <= depth:
            break
        length += 1
    return length


def _total_row(shown: EvaluationView) -> tuple[TableCell, ...]:
    notes = [Span("含加分", fixed=True)] if shown.has_bonus else []
    if shown.stated_total is not None:
        words = "，原自评得分" if notes else "原自评得分"
        notes += [Span(words, fixed=True), _span(shown.stated_total), Span("分", fixed=True)]
    return (
        _cell("合计", "center", columns=5),
        _cell(shown.full_total, "center"),
        _cell(shown.computed_total, "center"),
        TableCell(tuple(notes) or (Span(_NONE, fixed=True),), "left"),
    )


def budget_table(shown: EvaluationView) -> Table | None:
    """Budget lines with execution rates and their total; None where the subject lists none."""
    if not shown.lines:
        return None
    rows = [
        _heads(_BUDGET_HEADS),
        *(_budget_row(line, "有" if line.has_goal else "无") for line in shown.lines),
    ]
    if shown.lines_total is not None:
        rows.append(_budget_row(shown.lines_total, _NONE))
    return Table(column_widths=(21, 28, 28, 16, 15), rows=tuple(rows), caption="预算执行情况表")


def _budget_row(line: LineView, goal: str) -> tuple[TableCell, ...]:
    return (
        _cell(line.title),
        _cell(line.budget, "right"),
        _cell(line.executed, "right"),
        _cell(line.rate, "center"),
        _cell(goal, "center"),
    )
