"""The parts that the printed layouts share: headings, money names, the indicator tree, closing rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from yiheng.reports.form import NO_FIGURE, NOT_APPLICABLE, FigureText, Form, FormRow, MoneyRow
from yiheng.reports.form_grid import Block, Part, StyleName, beside, row, stack

INFERRED_MARK = "※"
INFERRED_NOTE = f"{INFERRED_MARK} 该指标的分值或评分规则为推定，非官方公布。"
BACKFILLED = "目标值与完成值逐位相同、需核实目标设定时间的指标："
QUALITATIVE = "定性"

Leaf = Callable[[FormRow], tuple[Part, ...]]


def heading(form: Form, width: int) -> list[Block]:
    """Form number, title, warning, period, and who reports in which unit."""
    blocks = []
    if form.form_code:
        blocks.append(row((f"报表编号：{form.form_code}", width, "caption_left")))
    blocks.append(row((form.title, width, "title")))
    if form.banner:
        blocks.append(row((form.banner, width, "banner")))
    blocks.append(row((f"（{form.period}）", width, "subtitle")))
    left = width // 2
    organisation = f"填报单位：{form.organisation}" if form.organisation else ""
    blocks.append(
        row(
            (organisation, left, "caption_left"),
            (f"金额单位：{form.money_unit}", width - left, "caption_right"),
        )
    )
    return blocks


def money_names(rows: tuple[MoneyRow, ...]) -> Iterator[tuple[str, MoneyRow]]:
    """Printed names of the money lines: the first line is the total, the next begins with 其中：."""
    prefixes = {0: "", 1: "其中："}
    for number, line in enumerate(rows):
        yield prefixes.get(number, "　　　") + line.name.removeprefix("其中：").removeprefix("其中:"), line


def score_labels(form: Form) -> tuple[Part, ...]:
    """Head cells of the score columns: 得分 alone, or the unit's own score beside ours."""
    if form.shows_stated:
        return (("自评得分", 1, "label"), ("系统复算得分", 1, "label"))
    return (("得分", 1, "label"),)


def scores(form: Form, stated: FigureText | None, score: FigureText) -> tuple[FigureText, ...]:
    """The scores that stand under :func:`score_labels`."""
    return (stated or NO_FIGURE, score) if form.shows_stated else (score,)


def marked_name(line: FormRow, name: str) -> str:
    """Name of an indicator, marked when its points or rule are inferred."""
    return name + INFERRED_MARK if line.inferred else name


def joined(figure: FigureText, nature: str, unit: str) -> FigureText:
    """Operator, value and unit in one cell, for layouts that have no columns of their own for them.

    A bare value stays a number (95.80 and % → 95.80% = 0.958); a bound such as ≥95% is text.
    The unit is only added behind a digit: 90以上 and 已完成 stay as they are.
    """
    operator = "" if nature in ("", QUALITATIVE, NOT_APPLICABLE) else nature
    suffix = unit if figure.text[-1:].isdigit() and unit not in (NOT_APPLICABLE, "/") else ""
    text = operator + figure.text + suffix
    if operator or figure.number is None:
        return FigureText(text, figure.figure_id)
    if suffix == "%":
        return replace(figure, text=text, number=figure.number / Fraction(100), style="percent")
    return replace(figure, text=text)


def indicator_tree(rows: tuple[FormRow, ...], leaf: Leaf) -> list[Block]:
    """Merge neighbouring rows of one level-1 (and within it one level-2) name.

    The names take three columns, ``leaf`` gives the others. A level-2 indicator without level 3, and a
    level-3 indicator without level 2, take both columns.
    """
    return [
        beside((level1, 1, "level"), stack(*_level2_blocks(tuple(members), leaf)))
        for level1, members in groupby(rows, key=lambda line: line.level1)
    ]


def _level2_blocks(rows: tuple[FormRow, ...], leaf: Leaf) -> Iterator[Block]:
    for level2, group in groupby(rows, key=lambda line: line.level2):
        members = tuple(group)
        first = members[0]
        if len(members) == 1 and not first.level3:
            yield row((marked_name(first, level2), 2, "level"), *leaf(first))
        elif not level2:
            yield stack(*(row((marked_name(line, line.level3), 2, "text"), *leaf(line)) for line in members))
        else:
            lines = (row((marked_name(line, line.level3), 1, "text"), *leaf(line)) for line in members)
            yield beside((level2, 1, "level"), stack(*lines))


def figures(texts: Iterable[FigureText], style: StyleName) -> tuple[Part, ...]:
    """One cell of one column for each figure."""
    return tuple((text, 1, style) for text in texts)


def goals(form: Form, label: Part, names: tuple[str, str], spans: tuple[int, int]) -> Block:
    """年度总体目标: what was expected beside what was reached."""
    return beside(
        label,
        stack(
            row((names[0], spans[0], "label"), (names[1], spans[1], "label")),
            row((form.goal_expected, spans[0], "text"), (form.goal_achieved, spans[1], "text")),
        ),
    )


def total_row(name: str, form: Form, name_span: int, reason_span: int) -> Block:
    """The line of full marks and total score under the indicators; with bonus rows it says what they are part of.

    The points of a bonus stand in its row and count in the score, but the full marks are without them.
    """
    totals = (form.total_full, *scores(form, form.total_stated, form.total_score))
    extra = "加减分项" if any((line.score.number or 0) < 0 for line in form.bonus_rows) else "加分项"
    remark = f"分值合计不含{extra}，得分合计含{extra}" if form.bonus_rows else ""
    return row((name, name_span, "label"), *figures(totals, "total"), (remark, reason_span, "text"))


def closing(form: Form, width: int) -> list[Block]:
    """Who made, checked and answers for the form, then the notes."""
    third = width // 3
    blocks = [
        row(
            (f"制表：{form.prepared_by}", third, "caption_left"),
            (f"复核：{form.reviewed_by}", third, "caption_left"),
            (f"负责人：{form.responsible}", width - 2 * third, "caption_left"),
        )
    ]
    blocks.extend(notes(form, width))
    return blocks


def notes(form: Form, width: int) -> list[Block]:
    """The form's own note, targets that are their results to the last digit, and the legend of the mark when any indicator bears it."""
    texts = [f"说明：{form.note}"] if form.note else []
    backfilled = [line.level3 for line in form.all_rows if line.backfilled]
    if backfilled:
        texts.append(f"{BACKFILLED}{'；'.join(backfilled)}。")
    if any(line.inferred for line in form.all_rows):
        texts.append(INFERRED_NOTE)
    return [row((text, width, "plain")) for text in texts]
