"""R11 on sheets of points whose rows or words no other rule has read: the awards make the total told below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.score_parts import FULL_MARKS
from yiheng.review.reading.score_sheet import Sheet, sheets_of
from yiheng.review.rules.score import shown_points


def sheet_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every sheet with a total that is still to be told."""
    told = ends_of([one for one in found if one.rule == "R11" or one.verdict == "inconsistent"])
    for sheet in sheets_of(context.report):
        if sheet.total is None or sheet.span is None or told & {sheet.span[1], sheet.span[1] + 1}:
            continue
        between = context.text[sheet.parts[0].span[0] : sheet.span[0]]
        if not says("sheet_open", between):
            yield _summed(context, sheet, sheet.total)


def _summed(context: Context, sheet: Sheet, total: Fraction) -> Relation:
    value = sheet.awarded
    wrong = "review" if total == FULL_MARKS else "inconsistent"  # 总分100: what could be reached
    spans = [sheet.span, *(one.span for one in sheet.parts)]
    return relation(
        context, "R11", "consistent" if value == total else wrong, "review_score_total",
        [context.quote(*span) for span in spans if span is not None], subject="各项得分之和",
        expected=f"{shown_points(value)}分", stated=f"{shown_points(total)}分",
        formula=" + ".join(shown_points(one.award) for one in sheet.parts),
    )  # fmt: skip
