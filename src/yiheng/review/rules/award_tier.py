"""R17 on rates by the band of a score, and on prices for one in one month: 80至90分留用40%，……82.4分，留用比例40%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.scale import Mark, marks_of
from yiheng.review.rules.award_rule import fits, money, number, shown, told
from yiheng.review.rules.disclosed import untold

_LEAST, _SHORT = 2, 8
_SENTENCE = re.compile(r"[^。\n]+")


def award_tier_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """All rates by bands, and all products of a price for one in one time, of numbers that nothing has accused."""
    yield from untold(context, found, _rules(context))


def _rules(context: Context) -> Iterator[Relation]:
    for line in context.report.lines:
        if "分" in line.text and "%" in line.text and word("aw_banded").search(line.text):
            yield from _tiers(context, line)
        if "每" in line.text:
            yield from _products(context, line)


_COUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){1,3}(?![\d.])|(?<![\d.,])\d{1,9}(?![\d.,])")


def _tiers(context: Context, line: Line) -> Iterator[Relation]:
    bands: list[tuple[Mark, str, int]] = []
    for mark in marks_of(line.text):
        rate = word("aw_band_rate").match(line.text, mark.end) if mark.kind == "span" else None
        if rate is not None:
            bands.append((mark, rate["rate"], rate.end()))
    if len(bands) < _LEAST:
        return
    for match in word("aw_scored_rate").finditer(line.text):
        if any(mark.start <= match.start() < end for mark, _, end in bands):
            continue
        score = number(match["score"])
        own = {rate for mark, rate, _ in bands if _within(mark, score)}
        if own and match["rate"] not in own and len(own) == 1:
            yield told(
                context, line, [match.span()], "比例", f"{own.pop()}%", f"{match['rate']}%", f"{match['score']}分",
            )  # fmt: skip


def _within(mark: Mark, score: Fraction) -> bool:
    above = mark.low is None or score >= mark.low
    return above and (mark.high is None or score <= mark.high)


def _products(context: Context, line: Line) -> Iterator[Relation]:
    """19人，每人每月400元，发放12个月，计9.12万元: the price by as many numbers as its words name units."""
    for sentence in _SENTENCE.finditer(line.text):
        if "每" not in sentence.group():
            continue
        for price in word("aw_price").finditer(line.text, *sentence.span()):
            total = word("aw_total").search(line.text, price.end(), sentence.end())
            if total is None or says("aw_product_not", line.text[price.start() : total.end()]):
                continue
            counts = [
                list(_counts(line.text, unit, sentence.start(), total.start(), price.span()))
                for unit in (price["one"], price["two"])
                if unit
            ]
            if not all(counts) or len(counts) < _LEAST:
                continue
            each = money(price["number"], price["unit"])
            made = [(each * number(a[0]) * number(b[0]), a, b) for a, b in product(*counts)]
            if any(fits(one, total["number"], total["unit"]) for one, _, _ in made):
                continue
            if any(fits(each * number(a[0]), total["number"], total["unit"]) for own in counts for a in own):
                continue
            more = [number(one) for one in _COUNT.findall(sentence.group())]
            if any(fits(one * by, total["number"], total["unit"]) for one, _, _ in made for by in more):
                continue  # 124个行政村，每个1名，每人每月1000元，12个月
            value, first, second = made[-1]
            between = line.text[max(price.end(), *(at[1] for _, at in (first, second))) : total.start()]
            if len(between) > _SHORT or re.search(r"\d", between):
                continue  # the total is of more than these
            yield told(
                context, line, [first[1], price.span(), second[1], total.span()], "合计",
                shown(value, total["number"], total["unit"]), f"{total['number']}{total['unit']}",
                f"{price['number']}{price['unit']} × {first[0]} × {second[0]}",
            )  # fmt: skip


def _counts(
    text: str, unit: str, low: int, high: int, price: tuple[int, int]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """The numbers of a sentence that are told in a unit of a price: 每生 of 23,850人, 每月 of 12个月."""
    kinds = (
        word("aw_person").pattern if word("aw_person").fullmatch(unit) else rf"[个张户家件]?{re.escape(unit)}"
    )
    form = re.compile(
        rf"(?<![\d.])(?!(?:19|20)\d\d\s?年)(\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}(?:\.\d{{1,4}})?)\s?(?:{kinds})"
    )
    for match in form.finditer(text, low, high):
        if not price[0] <= match.start() < price[1]:
            yield match[1], match.span()
