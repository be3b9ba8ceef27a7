"""The provincial table of 2023: nature and unit in own columns, money 10, indicators 90 (03 §1e)."""

from __future__ import annotations

from yiheng.reports.form import Form, FormRow, MoneyRow
from yiheng.reports.form_blocks import (
    figures,
    goals,
    heading,
    indicator_tree,
    money_names,
    notes,
    score_labels,
    scores,
    total_row,
)
from yiheng.reports.form_grid import Block, Grid, Part, as_grid, before, beside, row, stack

MONEY_RULES = (
    "1.预算执行率=预算执行数/调整后预算数，预算执行率未达到90%的需说明原因（100字以内）；"
    "2.年中发生预算调整的（追加或调减），应单独说明理由；"
    "3.其他资金包括：社会投入资金、银行贷款。"
)


def sichuan(form: Form) -> Grid:
    """Columns: label, levels 1–3, nature, target, unit, actual, full, (stated,) score, two for the reason."""
    stated_width = (8,) if form.shows_stated else ()
    widths = (8, 10, 14, 26, 8, 12, 8, 12, 10, *stated_width, 8, 11, 27)
    width = len(widths)
    top = heading(form, width)
    blocks = [
        *top,
        row(("项目名称", 2, "label"), (form.project_name, width - 2, "text")),
        row(
            ("主管部门", 2, "label"),
            (form.department, 2, "text"),
            ("实施单位（盖章）", 2, "label"),
            (form.implementer, width - 6, "text"),
        ),
        _goals(form, width),
    ]
    if form.money_rows:
        blocks.append(_money(form))
    header = len(blocks)
    blocks += [_indicators(form), total_row("合计", form, 8, 2)]
    for name, text in (
        ("评价结论", form.conclusion),
        ("存在问题", form.problems),
        ("改进措施", form.measures),
    ):
        blocks.append(row((name, 2, "label"), (text, width - 2, "text")))
    blocks += _closing(form, width)
    return as_grid(widths, tuple(blocks), header=header, frozen=len(top))


def _goals(form: Form, width: int) -> Block:
    label: Part = ("1.项目年度目标完成情况", 2, "label")
    reached = goals(form, label, ("项目年度目标", "年度目标完成情况"), (4, width - 7))
    process = row(("2.项目实施内容及过程概述", 2, "label"), (form.process, width - 3, "text"))
    return beside(("项目基本情况", 1, "label"), stack(reached, process))


def _money(form: Form) -> Block:
    """预算执行情况: beside the total its reason; beside its sources the printed rules and their reasons."""
    header = row(
        (f"年度预算数（{form.money_unit}）", 2, "label"),
        ("年初预算", 1, "label"),
        ("调整后预算数", 2, "label"),
        ("预算执行数", 2, "label"),
        ("预算执行率", 1, "label"),
        ("权重", 1, "label"),
        *score_labels(form),
        ("原因", 1, "label"),
    )

    def amounts(name: str, line: MoneyRow) -> Block:
        """One source of money under its printed name, as far as the reason."""
        return row(
            (name, 2, "text"),
            (line.budget_initial, 1, "figure"),
            (line.budget_adjusted, 2, "figure"),
            (line.executed, 2, "figure"),
            *figures((line.rate, line.full, *scores(form, line.stated, line.score)), "figure"),
        )

    total, *sources = money_names(form.money_rows)
    blocks = [header, before(amounts(*total), (total[1].reason, 1, "text"))]
    if sources:
        reasons = [MONEY_RULES, *(f"{line.name}：{line.reason}" for _, line in sources if line.reason)]
        below = stack(*(amounts(name, line) for name, line in sources))
        blocks.append(before(below, ("\n".join(reasons), 1, "text")))
    label = f"预算执行情况\n（{form.money_rows[0].full.text}分）"
    return beside((label, 1, "label"), stack(*blocks))


def _indicators(form: Form) -> Block:
    header = row(
        ("一级指标", 1, "label"),
        ("二级指标", 1, "label"),
        ("三级指标", 1, "label"),
        ("指标性质", 1, "label"),
        ("指标值", 1, "label"),
        ("度量单位", 1, "label"),
        ("完成值", 1, "label"),
        ("权重", 1, "label"),
        *score_labels(form),
        ("未完成原因分析", 2, "label"),
    )

    def leaf(line: FormRow) -> tuple[Part, ...]:
        """The cells of one indicator, right of its names."""
        return (
            (line.nature, 1, "centre"),
            (line.target, 1, "centre"),
            (line.unit, 1, "centre"),
            (line.actual, 1, "centre"),
            *figures((line.full, *scores(form, line.stated, line.score)), "figure"),
            (line.reason, 2, "text"),
        )

    return beside(("绩效指标", 1, "label"), stack(header, *indicator_tree(form.all_rows, leaf)))


def _closing(form: Form, width: int) -> list[Block]:
    """The table's own signatures inside the frame, ours below it."""
    left = width // 2
    return [
        row(
            (f"项目负责人：{form.responsible}", left, "text"),
            (f"财务负责人：{form.finance_officer}", width - left, "text"),
        ),
        row(
            (f"制表：{form.prepared_by}", left, "caption_left"),
            (f"复核：{form.reviewed_by}", width - left, "caption_left"),
        ),
        *notes(form, width),
    ]
