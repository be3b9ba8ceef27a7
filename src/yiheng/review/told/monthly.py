"""R17 for means by the month whose period the words name: 1—9月支出7,560万元，月均630万元; 运行4个月，处理1,960笔，月均640笔;
每月28万元，每季78万元; 86.40万元，每月7.2万元，按10个月计.

A mean is held against the amount told right before it, over the months that the same sentence names, or, where the report is of a
part of a year, over those; a twelfth of nine months' spending is a mean of nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of, measure_of
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.payable import months_of

_YEAR, _QUARTER, _HALF, _THREE = 12, 3, 6, 9
_FAR, _LEAST, _PLACES = 5, 2, 4


def monthly_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Means by the month that their amounts do not give, of numbers that nothing accuses."""
    accused = ends_of(found, "inconsistent")
    for quotes, stated, expected, formula in (*_means(context), *_quarters(context), *_products(context)):
        ends = {end for _, end in quotes}
        if not ends & accused:
            accused |= ends
            told = relation(
                context, "R17", "inconsistent", "review_ratio", [context.quote(*one) for one in quotes],
                subject="月均", expected=expected, stated=stated, formula=formula,
            )  # fmt: skip
            yield disclosed(context, told)


Told = tuple[list[tuple[int, int]], str, str, str]
"""The places, what is stated, what it should be, and by which division."""


def _means(context: Context) -> Iterator[Told]:
    for claim in figures_of(context):
        if (
            not claim.unit
            or not says("mon_mean", claim.lead)
            or says("mon_mean_not", claim.lead)
            or not claim.value
        ):
            continue
        sentence = claim.start - len(claim.said)
        before = [one for one in figures_in(context, claim.line, claim.start) if _alike(one, claim)]
        totals = [one for one in before if not says("mon_total_not", one.lead)]
        told = {n for n in _months(claim.said) if 0 < n <= _YEAR}
        part = months_of(context)
        months = told or ({part} if 0 < part < _YEAR else set())
        if not totals or not months or any(_fits(one, n, claim) for one in before for n in months):
            continue
        total = totals[-1]
        beside = total.start >= sentence and word("mon_beside").match(context.text[total.end : claim.start])
        twelfth = _YEAR not in told and any(_fits(one, _YEAR, claim) for one in totals)
        sure = len(months) == 1 and (twelfth or (beside is not None and len(told) == 1))
        near = claim.value * min(months) < total.value * _FAR and total.value < claim.value * _FAR * max(
            months
        )
        if sure and near:
            if twelfth:
                total = next(one for one in totals[::-1] if _fits(one, _YEAR, claim))
            yield _told(total, months.pop(), claim)


def _alike(one: Figure, claim: Figure) -> bool:
    return one.unit == claim.unit or (one.money and claim.money)


def _fits(total: Figure, months: int, claim: Figure) -> bool:
    return abs(total.value / months - claim.value) <= claim.half + total.half / months


def _told(total: Figure, months: int, claim: Figure) -> Told:
    scale = claim.value / claim.printed.value
    shown = _short(total.value / months / scale, min(claim.printed.decimals + _LEAST, _PLACES)) + claim.unit
    spans = [(total.start, total.end), (claim.start, claim.end)]
    return spans, claim.lead + claim.shown, shown, f"{total.shown} ÷ {months}"


def _short(value: Fraction, places: int) -> str:
    """A number to so many places, without zeros at the end."""
    text = decimal_text(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _months(text: str) -> Iterator[int]:
    """Of how many months the parts of a year are that some words name."""
    for match in word("mon_range").finditer(text):
        if match["low"]:
            low, high = int(match["low"]), int(match["high"])
            yield high - low + 1
        elif match["count"]:
            yield count_of(match["count"])
        else:
            yield (
                _HALF
                if match["half"]
                else _THREE
                if match["three"]
                else _QUARTER
                if match["quarter"]
                else _YEAR
            )


def _quarters(context: Context) -> Iterator[Told]:
    """每月服务费28万元，按季支付，每季78万元."""
    for match in word("mon_quarter").finditer(context.body):
        month, quarter = (Fraction(match[name].replace(",", "")) for name in ("month", "quarter"))
        if month and quarter != _QUARTER * month:
            low = context.report.start
            spans = [(low + match.start(name), low + match.end(name)) for name in ("month", "quarter")]
            shown = f"{match['quarter']}{match['unit']} ÷ 3"
            value = _short(quarter / _QUARTER, _LEAST)
            yield spans, f"每月{match['month']}{match['unit']}", f"{value}{match['unit']}", shown


def _products(context: Context) -> Iterator[Told]:
    """86.40万元，每月7.2万元，按10个月计."""
    for match in word("mon_product").finditer(context.body):
        total, each = (Fraction(match[name].replace(",", "")) for name in ("total", "each"))
        measures = [measure_of(match[name]) for name in ("unit", "unit2")]
        scales = [one.unit.scale for one in measures if one is not None]
        count = count_of(match["count"])
        half = Fraction(1, 2 * 10 ** len(match["total"].partition(".")[2]))
        if len(scales) != _LEAST or not each or not count:
            continue
        right = each * count * scales[1] / scales[0]
        if abs(right - total) > half:
            low = context.report.start
            spans = [(low + match.start(name), low + match.end(name)) for name in ("total", "each", "count")]
            value = _short(total * scales[0] / scales[1] / each, _LEAST)
            shown = f"{match['total']}{match['unit']} ÷ {match['each']}{match['unit2']}"
            yield spans, f"{match['count']}个月", f"{value}个月", shown
