"""An evaluation as values to place in a form that the user was sent."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.performance.evaluation import Evaluation
from yiheng.performance.self_evaluation_form import form
from yiheng.reports.form import NO_FIGURE, FigureText, FormRow, MoneyRow
from yiheng.reports.form_fill import FormValue


def form_values(evaluation: Evaluation) -> tuple[FormValue, ...]:
    """Actuals, scores and reasons by indicator; money, rate and score; the total."""
    filled = form(evaluation)
    values: list[FormValue] = []
    for money in filled.money_rows:
        values.extend(_money_values(money))
    for row in (*filled.rows, *filled.bonus_rows):
        values.extend(_row_values(row))
    if evaluation.scored:
        values.append(_value("总分", "score", filled.total_score, ("合计", "总计", "自评总分")))
    return tuple(values)


def _value(name: str, column: str, figure: FigureText, aliases: tuple[str, ...] = ()) -> FormValue:
    return FormValue(name, column, figure.text, figure.number, aliases)


def _money_values(money: MoneyRow) -> Iterator[FormValue]:
    aliases = ("年度资金总额", "资金总额", "预算执行率", "合计")
    for column, figure in (
        ("budget_adjusted", money.budget_adjusted),
        ("executed", money.executed),
        ("rate", money.rate),
        ("score", money.score),
    ):
        if figure != NO_FIGURE:
            yield _value(money.name, column, figure, aliases)


def _row_values(row: FormRow) -> Iterator[FormValue]:
    aliases = (row.level2,)
    if row.actual.text != "—":
        yield _actual(row, aliases)
    yield _value(row.level3, "score", row.score, aliases)
    if row.reason:
        yield FormValue(row.level3, "reason", row.reason, None, aliases)


def _actual(row: FormRow, aliases: tuple[str, ...]) -> FormValue:
    """The result; a percentage goes as its ratio, anything else with its unit beside it."""
    actual = row.actual
    if row.unit == "%":
        ratio = actual.number / 100 if actual.number is not None else None
        return FormValue(row.level3, "actual", f"{actual.text}%", ratio, aliases)
    return FormValue(row.level3, "actual", actual.text, actual.number, aliases, row.unit)
