"""R1, R6, R11 on what closes a list of points: 小计 in a table, 共97分 after the awards, the text's total and the table's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.point import BARE, FULL, points_told
from yiheng.review.reading.score_parts import (
    FULL_MARKS,
    POINTS,
    Award,
    awards_of,
    hundred,
    of_whole,
    shown_points,
)
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.score import points, total_scores


def close_relations(context: Context) -> Iterator[Relation]:
    """All closing totals of points, and awards against their full marks."""
    yield from _level_sums(context)
    yield from _awards_within_full(context)
    for table in context.tables:
        for column in range(1, len(table.header)):
            yield from _subtotals(context, table, column)
    yield from _after_awards(context)
    yield from _of_text_and_table(context)


def _named(row: tuple[Cell, ...], name: str) -> bool:
    return any(word(name).search(cell.bare) for cell in row[:2])


def _subtotals(context: Context, table: Table, column: int) -> Iterator[Relation]:
    """Each 小计 against the rows since the one before it; told where all the others are such sums."""
    groups: list[tuple[Cell, list[Cell]]] = []
    rows: list[Cell] = []
    for row in table.rows:
        cell = row[column]
        if _named(row, "row_subtotal"):
            groups.append((cell, rows))
            rows = []
        elif not _named(row, "row_total"):
            rows.append(cell)
    judged = [(whole, parts, _sum(parts)) for whole, parts in groups if whole.quantity is not None]
    wrong = [
        (whole, parts, value)
        for whole, parts, value in judged
        if value is None or value != whole.quantity.printed.value  # type: ignore[union-attr]
    ]
    if len(judged) < 2 or len(wrong) != 1:
        return
    whole, parts, value = wrong[0]
    if value is not None and whole.quantity is not None and whole.quantity.family == "score":
        yield relation(
            context, "R11", "inconsistent", "review_score_sum",
            [context.quote(cell.start, cell.end) for cell in (whole, *parts)], subject="小计",
            expected=shown_points(value), stated=whole.text, formula=" + ".join(cell.text for cell in parts),
        )  # fmt: skip


def _sum(cells: list[Cell]) -> Fraction | None:
    """The sum of cells that are all numbers; None where one is not, or there are none."""
    numbers = [cell.quantity.printed.value for cell in cells if cell.quantity is not None]
    return sum(numbers, Fraction(0)) if numbers and len(numbers) == len(cells) else None


def _after_awards(context: Context) -> Iterator[Relation]:
    """完成率30分得30分，追回率30分得28分……，共97分: awards whose full marks make 100, and what they make together."""
    for line in context.report.lines:
        parts = hundred(awards_of(line))
        if not parts:
            continue
        closing = points("score_closing").match(context.text, parts[-1].end)
        if closing is None:
            continue
        expected = sum((one.given for one in parts), Fraction(0))
        stated = Fraction(closing[1])
        if stated == FULL_MARKS:
            continue  # 总分100分: what could be reached
        quotes = [
            context.quote(low, high) for low, high in (closing.span(), *((p.start, p.end) for p in parts))
        ]
        yield relation(
            context, "R11", "consistent" if expected == stated else "inconsistent", "review_score_total", quotes,
            subject="各项得分之和", expected=f"{shown_points(expected)}分", stated=f"{shown_points(stated)}分",
            formula=" + ".join(shown_points(one.given) for one in parts),
        )  # fmt: skip


def _of_text_and_table(context: Context) -> Iterator[Relation]:
    """The one total of the text against the one total of the table of awards, where neither is told otherwise."""
    totals = []
    for table in context.tables:
        full, award = table.column(word("head_full")), table.column(word("head_award"))
        for row in table.rows:
            most, given = (row[at].quantity if at >= 0 else None for at in (full, award))
            whole = most is not None and most.printed.value == FULL_MARKS
            if whole and given is not None and _named(row, "row_total"):
                totals.append((given.printed.value, row[award]))
    told = context.once(total_scores)
    if (
        len(totals) != 1
        or len({one.value for one in told}) != 1
        or points("score_bonus").search(context.body)
    ):
        return
    value, cell = totals[0]
    again = re.search(rf"(?<![\d.]){re.escape(cell.text)}\s?分", context.body)
    if again or FULL_MARKS in (value, told[0].value) or told[0].value == value:
        return
    yield relation(
        context, "R6", "inconsistent", "review_same", [told[0].quote, context.quote(cell.start, cell.end)],
        subject="自评得分", expected=f"{cell.text}分", stated=f"{shown_points(told[0].value)}分",
    )  # fmt: skip


def _level_sums(context: Context) -> Iterator[Relation]:
    """A得4分，B得2分，C得2分，共计得8分."""
    for line in context.report.lines:
        for match in points("award_sum").finditer(line.text):
            begin = max(line.text.rfind("。", 0, match.start()), 0)
            pieces = [
                Fraction(one[1]) for one in points("award_piece").finditer(line.text, begin, match.start())
            ]
            if len(pieces) < 2 or word("pt_partial").search(line.text, begin, match.start()):
                continue
            total, claimed = sum(pieces, Fraction(0)), Fraction(match[1])
            others = {Fraction(one) for one in re.findall(POINTS, line.text[begin : match.start()])}
            if claimed - total in others:
                continue  # 三类满分30分: a part that got all of it
            quote = context.quote(line.start + begin, line.start + match.end())
            yield relation(
                context, "R11", "consistent" if total == claimed else "inconsistent", "review_score_sum", [quote],
                subject="分项得分", expected=f"{shown_points(total)}分", stated=f"{match[1]}分",
                formula=" + ".join(shown_points(piece) for piece in pieces),
            )  # fmt: skip


def _awards_within_full(context: Context) -> Iterator[Relation]:
    for line in context.report.lines:
        for one in awards_of(line):
            if (
                one.given > one.full
                and not _turned(context, line, one)
                and not of_whole(line, one)
                and not _of_list(line, one)
            ):
                yield relation(
                    context, "R11", "review", "review_award_above", [context.quote(one.start, one.end)],
                    subject="得分", expected=f"{shown_points(one.full)}分", stated=f"{shown_points(one.given)}分",
                )  # fmt: skip


def _turned(context: Context, line: Line, one: Award) -> bool:
    """Whether a slash may set the full mark first (过程20/19): no other of its line sets the award first, or several do not."""
    slashed = [
        other for other in awards_of(line) if re.search("[/／]", context.text[other.start : other.end])
    ]
    if one not in slashed:
        return False
    above = sum(other.given > other.full for other in slashed)
    return above > 1 or all(other.given >= other.full for other in slashed)


def _of_list(line: Line, one: Award) -> bool:
    """Whether the full mark is the last of a list, so that the award is of all of it: 编制10分、执行20分，自评28分."""
    told = points_told(line)
    at = next((n for n, point in enumerate(told) if one.start <= point.start < one.end), 0)
    return at > 0 and told[at - 1].role in (FULL, BARE) and told[at].lead.startswith(("、", "和", "及"))
