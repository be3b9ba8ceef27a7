"""R11 on books of points: parts whose full marks make the whole are the totals told before and after them.

The full mark of a part may be told, or be what it got and lost. Only where the full marks make 100, or what the total tells as
its own, is the book known to be complete; a total that its parts then do not make is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Quote, Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.points_book import Book, Told, books
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points

_LEAST, _FAR = 2, 20
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?")


def book_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every book whose total is still to be told."""
    accused = ends_of([one for one in found if one.rule in ("R6", "R11", "R13")], "inconsistent")
    for book in context.once(books):
        low, high = book.span
        if len(book.parts) < _LEAST or says("bk_not_plain", context.text[low:high]):
            continue
        quotes = [context.quote(*one.shown.span) for one in book.parts]
        if {one.end for one in quotes} & accused:
            continue
        for one in _of_total(context, book, quotes):
            if not one.ends & accused:
                accused |= one.ends
                yield one
    for one in _inside(context):
        if not one.ends & accused:
            yield one


def _inside(context: Context) -> Iterator[Relation]:
    """自评结果为96分（决策20、过程19、产出38、效益19）: a bracket of nothing but what each part got."""
    for match in word("bk_inside").finditer(context.body):
        numbers = list(_NUMBER.finditer(match["parts"]))
        got, total = [Fraction(one.group()) for one in numbers], Fraction(match["total"])
        value = sum(got, Fraction(0))
        apart = value not in (total, FULL_MARKS) and total < FULL_MARKS and abs(value - total) < _FAR
        if apart and total > FULL_MARKS / 2 and not says("bk_inside_not", match["parts"]):
            low, start = context.report.start + match.start("parts"), context.report.start
            quotes = [context.quote(low + one.start(), low + one.end()) for one in numbers]
            span = start + match.start("total"), start + match.end("total")
            told = Told(total, len(match["total"].partition(".")[2]), span)
            yield _told(context, [*quotes, context.quote(*span)], value, told, got)


def _of_total(context: Context, book: Book, quotes: Sequence[Quote]) -> Iterator[Relation]:
    """自评96分，其中产出50分得49分，效益40分得37分，……: the totals before and after against the parts."""
    found = next(
        (one for one in _readings(book) if one[0] == (book.whole.value if book.whole else FULL_MARKS)), None
    )
    if found is None:
        yield from _full(context, book)
        return
    got = found[1]
    if got not in (0, FULL_MARKS) and _alike(book):
        for total in (book.before, book.after):
            if total is not None and _apart(got, total):
                yield _told(context, [*quotes, context.quote(*total.span)], got, total, found[2])


def _readings(book: Book) -> Iterator[tuple[Fraction, Fraction, list[Fraction]]]:
    """What the parts could get and got together, and each got: numbers alone as what was kept, and as full marks of which some was lost."""
    for kept in (True, False):
        ends = [one.ends(kept=kept) for one in book.parts]
        losing = sum(bool(one.lost) or one.award is not None for one in book.parts)
        if kept or 2 * losing > len(book.parts):
            got = [one for _, one in ends]
            yield sum((one for one, _ in ends), Fraction(0)), sum(got, Fraction(0)), got


def _alike(book: Book) -> bool:
    """Whether all parts tell what they got of what, or none does: of a mixture the one list may stand beside the other."""
    return all(one.award or one.full or one.lost for one in book.parts) or not any(
        one.award for one in book.parts
    )


def _full(context: Context, book: Book) -> Iterator[Relation]:
    """小计：分值50 得分58, of parts that could get 60 and got 58."""
    most, got, _ = next(_readings(book))
    paired = len(book.parts) > _LEAST and all(one.award or one.full for one in book.parts)
    if (
        paired
        and book.whole is not None
        and book.after is not None
        and got == book.after.value
        and got < most
    ):
        spans = [one.first.span for one in book.parts] + [book.whole.span]
        yield _told(
            context,
            [context.quote(*span) for span in spans],
            most,
            book.whole,
            [one.ends(kept=True)[0] for one in book.parts],
        )


def _apart(got: Fraction, total: Told) -> bool:
    """Whether a total is not what awards make, to its last place; 100 is what could be reached."""
    off = abs(got - total.value)
    return total.value != FULL_MARKS and Fraction(1, 2) <= off * 10**total.decimals and off < _FAR


def _told(
    context: Context, quotes: Sequence[Quote], value: Fraction, total: Told, parts: Sequence[Fraction]
) -> Relation:
    return relation(
        context, "R11", "inconsistent", "review_score_total", quotes, subject="各项得分之和",
        expected=f"{shown_points(value)}分", stated=f"{shown_points(total.value)}分",
        formula=" + ".join(map(shown_points, parts)),
    )  # fmt: skip
