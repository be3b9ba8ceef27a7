"""The table of central transfer grants: funds by source, 资金管理情况, indicators; no scores (03 §1c)."""

from __future__ import annotations

from yiheng.reports.form import Form, FormRow
from yiheng.reports.form_blocks import closing, figures, goals, heading, indicator_tree, joined, money_names
from yiheng.reports.form_grid import Block, Grid, Part, as_grid, beside, row, stack

WIDTHS = (8, 10, 14, 29, 22, 22, 36)


def transfer(form: Form) -> Grid:
    """Columns: label, levels 1–3, target, actual, reason and measures."""
    width = len(WIDTHS)
    top = heading(form, width)
    blocks = [*top, row(("转移支付（项目）名称", 3, "label"), (form.project_name, width - 3, "text"))]
    if form.central_department:
        blocks.append(row(("中央主管部门", 3, "label"), (form.central_department, width - 3, "text")))
    blocks.append(
        row(
            ("地方主管部门", 3, "label"),
            (form.department, 1, "text"),
            ("资金使用单位", 1, "label"),
            (form.implementer, 2, "text"),
        )
    )
    if form.money_rows:
        blocks.append(_money(form))
    if form.management_rows:
        blocks.append(_management(form))
    blocks.append(goals(form, ("总体目标完成情况", 2, "label"), ("总体目标", "全年实际完成情况"), (3, 2)))
    header = len(blocks)
    blocks += [_indicators(form), *closing(form, width)]
    return as_grid(WIDTHS, tuple(blocks), header=header, frozen=len(top))


def _money(form: Form) -> Block:
    """资金投入情况: the year's total, then its sources."""
    sources = form.funds_by_source or form.money_rows[1:]
    lines = [
        row(
            ("", 2, "label"),
            ("全年预算数（A）", 1, "label"),
            ("全年执行数（B）", 1, "label"),
            ("预算执行率（B/A×100%）", 1, "label"),
        )
    ]
    for name, line in money_names((form.money_rows[0], *sources)):
        lines.append(
            row(
                (name, 2, "text"),
                *figures((line.budget_adjusted, line.executed), "figure"),
                (line.rate, 1, "figure"),
            )
        )
    return beside((f"资金投入情况\n（{form.money_unit}）", 2, "label"), stack(*lines))


def _management(form: Form) -> Block:
    header = row(("", 1, "label"), ("情况说明", 2, "label"), ("存在问题和改进措施", 2, "label"))
    lines = (
        row((line.name, 1, "level"), (line.description, 2, "text"), (line.problem_and_measure, 2, "text"))
        for line in form.management_rows
    )
    return beside(("资金管理情况", 2, "label"), stack(header, *lines))


def _indicators(form: Form) -> Block:
    header = row(
        ("一级指标", 1, "label"),
        ("二级指标", 1, "label"),
        ("三级指标", 1, "label"),
        ("指标值", 1, "label"),
        ("全年实际完成值", 1, "label"),
        ("未完成原因和改进措施", 1, "label"),
    )

    def leaf(line: FormRow) -> tuple[Part, ...]:
        """The cells of one indicator, right of its names."""
        return (
            (joined(line.target, line.nature, line.unit), 1, "centre"),
            (joined(line.actual, "", line.unit), 1, "centre"),
            (line.reason, 1, "text"),
        )

    return beside(("绩效指标", 1, "label"), stack(header, *indicator_tree(form.all_rows, leaf)))
