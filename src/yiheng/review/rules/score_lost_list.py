"""R11, R13 on points said to be lost and the list of what they are: 扣4分，为……扣2分、……扣1分; 失分四分：……; 各25分，……扣3分得22分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.point import LOST, points_told
from yiheng.review.reading.quantity import chinese_value
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.rules.score import total_scores

_LEAST = 2
_NOT = ("pt_partial", "list_lost_not", "list_not_plain", "list_lost_claim_not")
_END = re.compile(r"[。\n]|$")


def lost_list_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every list of lost points that is still to be told."""
    told = ends_of([one for one in found if one.rule in ("R11", "R13")], "inconsistent")
    totals = {one.value for one in context.once(total_scores)}
    missing = FULL_MARKS - totals.pop() if len(totals) == 1 else None
    for line in context.report.lines:
        if not re.search("[扣失丢]", line.text) or context.in_table(line.start):
            continue
        for one in (*_claimed(context, line, missing), *_of_each(context, line)):
            if not one.ends & told:
                told |= one.ends
                yield one


def _claimed(context: Context, line: Line, missing: Fraction | None) -> Iterator[Relation]:
    """What is said to be lost, against the deductions listed right after it."""
    for claim in word("list_lost_claim").finditer(line.text):
        stop = _END.search(line.text, claim.end())
        end = stop.start() if stop else len(line.text)
        words = line.text[claim.start() : end]
        every = list(word("list_lost_each").finditer(line.text, claim.end(), end))
        if len(every) < _LEAST or any(says(one, words) for one in _NOT):
            continue
        lost = sum((Fraction(one["points"]) for one in every), Fraction(0))
        stated = _number(claim["points"])
        before = {
            p.value for p in points_told(line) if p.role == LOST and p.end <= line.start + claim.start()
        }
        if lost == stated or (lost == missing and stated in before):
            continue
        spans = [claim.span(), *(one.span() for one in every)]
        yield relation(
            context, "R13", "inconsistent", "review_score_sum",
            [context.quote(line.start + low, line.start + high) for low, high in spans], subject="各项扣分",
            expected=f"{shown_points(lost)}分", stated=f"{shown_points(stated)}分",
            formula=" + ".join(one["points"] for one in every),
        )  # fmt: skip


def _number(text: str) -> Fraction:
    return Fraction(text) if text[0].isdigit() else Fraction(chinese_value(text) or 0)


def _of_each(context: Context, line: Line) -> Iterator[Relation]:
    """四项指标各25分，第一项扣3分得22分."""
    for full in word("list_each_full").finditer(line.text):
        stop = _END.search(line.text, full.end())
        end = stop.start() if stop else len(line.text)
        for item in word("list_each_item").finditer(line.text, full.end(), end):
            value = Fraction(full["full"]) - Fraction(item["lost"])
            between = points_told(line)
            own = [p for p in between if full.end() < p.start - line.start < item.start()]
            if value != Fraction(item["award"]) and not own:
                yield relation(
                    context, "R13", "inconsistent", "review_score_sum",
                    [context.quote(line.start + one.start(), line.start + one.end()) for one in (full, item)],
                    subject="得分", expected=f"{shown_points(value)}分", stated=f"{item['award']}分",
                    formula=f"{full['full']} − {item['lost']}",
                )  # fmt: skip
