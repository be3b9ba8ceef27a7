"""From budget to goal to indicator to result: which links of the chain are missing (03 §6 R10).

A budget line with no goal, a goal with no indicator or no result, an indicator with no evidence: each is money or
a promise that the evaluation does not reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import Figure, Selector
from yiheng.performance.evaluation import Evaluation


@dataclass(frozen=True)
class Coverage:
    """Budget lines with and without goals, and their budgets in 分."""

    lines: int
    uncovered: tuple[tuple[str, Figure | None], ...]
    budget_fen: Fraction
    uncovered_fen: Fraction

    @property
    def uncovered_share_text(self) -> str:
        """Share of the budget without goals, in percent with one decimal."""
        if not self.budget_fen:
            return "0.0"
        return decimal_text(self.uncovered_fen / self.budget_fen * 100, 1)


def coverage(evaluation: Evaluation) -> Coverage | None:
    """The coverage of a subject's budget lines by goals; None where it lists no budget."""
    lines = evaluation.subject.budget_lines
    if not lines:
        return None
    amounts = {line.item: line_budget(evaluation, line.item) for line in lines}
    uncovered = tuple((line.name, amounts[line.item]) for line in lines if not line.goal)
    total = sum((figure.value for figure in amounts.values() if figure is not None), Fraction(0))
    missed = sum((figure.value for _, figure in uncovered if figure is not None), Fraction(0))
    return Coverage(len(lines), uncovered, total, missed)


def line_budget(evaluation: Evaluation, item: str, role: str = "budget") -> Figure | None:
    """The amount of one budget line."""
    scope = evaluation.facts.scope
    for figure in evaluation.facts.figures.matching(
        Selector("project_budget", role, "", "", item, scope.period)
    ):
        return figure
    return None


def execution_rates(evaluation: Evaluation) -> Iterator[tuple[str, Fraction]]:
    """Name and execution rate of every budget line that has both amounts."""
    for line in evaluation.subject.budget_lines:
        budget = line_budget(evaluation, line.item)
        executed = line_budget(evaluation, line.item, "actual")
        if budget is not None and executed is not None and budget.value:
            yield line.name, executed.value / budget.value
