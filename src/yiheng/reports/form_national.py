"""The national table: execution 10 + output 50 + benefit 30 + satisfaction 10 (财预〔2020〕10号; 03 §1e)."""

from __future__ import annotations

from yiheng.reports.form import Form, FormRow
from yiheng.reports.form_blocks import (
    closing,
    figures,
    goals,
    heading,
    indicator_tree,
    joined,
    money_names,
    score_labels,
    scores,
    total_row,
)
from yiheng.reports.form_grid import Block, Grid, Part, as_grid, beside, row, stack


def national(form: Form) -> Grid:
    """Columns: label, levels 1–3, target, actual, full, (stated,) score, and two for the reason."""
    stated_width = (8,) if form.shows_stated else ()
    widths = (8, 10, 14, 26, 16, 16, 8, *stated_width, 8, 14, 18)
    width = len(widths)
    top = heading(form, width)
    blocks = [
        *top,
        row(("项目名称", 2, "label"), (form.project_name, width - 2, "text")),
        row(
            ("主管部门", 2, "label"),
            (form.department, 2, "text"),
            ("实施单位", 1, "label"),
            (form.implementer, width - 5, "text"),
        ),
    ]
    if form.money_rows:
        blocks.append(_money(form))
    blocks.append(goals(form, ("年度总体目标", 1, "label"), ("预期目标", "实际完成情况"), (4, width - 5)))
    header = len(blocks)
    blocks += [_indicators(form), total_row("总分", form, 6, 2), *closing(form, width)]
    return as_grid(widths, tuple(blocks), header=header, frozen=len(top))


def _money(form: Form) -> Block:
    """项目资金: a last column explains, where any line needs it; else the score is as wide as both."""
    explained = any(line.reason for line in form.money_rows)
    last = 1 if explained else 2
    labels = score_labels(form)
    reason_label: tuple[Part, ...] = (("原因说明", 1, "label"),) if explained else ()
    lines = [
        row(
            ("", 2, "label"),
            ("年初预算数", 1, "label"),
            ("全年预算数（A）", 1, "label"),
            ("全年执行数（B）", 1, "label"),
            ("分值", 1, "label"),
            ("执行率\n（B/A）", 1, "label"),
            *labels[:-1],
            (labels[-1][0], last, "label"),
            *reason_label,
        )
    ]
    for name, line in money_names(form.money_rows):
        earned = scores(form, line.stated, line.score)
        reason: tuple[Part, ...] = ((line.reason, 1, "text"),) if explained else ()
        lines.append(
            row(
                (name, 2, "text"),
                *figures((line.budget_initial, line.budget_adjusted, line.executed), "figure"),
                *figures((line.full, line.rate, *earned[:-1]), "figure"),
                (earned[-1], last, "figure"),
                *reason,
            )
        )
    return beside((f"项目资金\n（{form.money_unit}）", 1, "label"), stack(*lines))


def _indicators(form: Form) -> Block:
    header = row(
        ("一级指标", 1, "label"),
        ("二级指标", 1, "label"),
        ("三级指标", 1, "label"),
        ("年度指标值", 1, "label"),
        ("实际完成值", 1, "label"),
        ("分值", 1, "label"),
        *score_labels(form),
        ("偏差原因分析及改进措施", 2, "label"),
    )

    def leaf(line: FormRow) -> tuple[Part, ...]:
        """The cells of one indicator, right of its names."""
        return (
            (joined(line.target, line.nature, line.unit), 1, "centre"),
            (joined(line.actual, "", line.unit), 1, "centre"),
            *figures((line.full, *scores(form, line.stated, line.score)), "figure"),
            (line.reason, 2, "text"),
        )

    return beside(("绩效指标", 1, "label"), stack(header, *indicator_tree(form.all_rows, leaf)))
