"""R1, R2, R6 for numbers told in turn: 一季度至四季度支出分别为 of three amounts, 近三年 with four years, 5.1→7.2，增加1.2, parts in
brackets that are not their whole, 在检查的65家机构中 of 56 that were checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import figures_in
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of, digits_value
from yiheng.review.rules.disclosed import disclosed

_NEAR, _BACK = 3, 6000
Told = tuple[str, list[tuple[int, int]], str, str, str]
"""The rule, the places, what is said, what it should be and how that is worked out."""


def in_turn_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Numbers told in turn that do not fit each other, of places that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        for rule, spans, stated, expected, formula in law(context):
            ends = {end for _, end in spans}
            if ends & accused:
                continue
            accused |= ends
            code = {"R1": "review_sum", "R2": "review_difference"}.get(rule, "review_counted")
            quotes = [context.quote(*one) for one in sorted(set(spans))]
            told = relation(
                context,
                rule,
                "inconsistent",
                code,
                quotes,
                subject=stated,
                expected=expected,
                stated=stated,
                formula=formula,
            )
            yield disclosed(context, told)


def _ranges(context: Context) -> Iterator[Told]:
    """一季度至四季度支出分别为60万元、70万元、80万元; 2019—2022年分别为 of three."""
    for name, unit in (("itu_quarters", "个季度"), ("itu_years", "年")):
        for match in word(name).finditer(context.body):
            low, high = (count_of(match[one]) for one in ("low", "high"))
            many, count = high - low + 1, len(word("itu_item").findall(match["items"]))
            if many > 1 and count != many and abs(count - many) <= _NEAR:
                yield "R6", [context.span(match)], f"{count}个数", f"{many}{unit}", ""


def _some_years(context: Context) -> Iterator[Told]:
    """近三年（2020年、2021年、2022年、2023年）."""
    for match in word("itu_some_years").finditer(context.body):
        many = len(re.findall(r"20\d\d", match["items"]))
        if many != count_of(match["count"]):
            yield "R6", [context.span(match)], f"{match['count']}年", f"{many}年", ""


def _arrows(context: Context) -> Iterator[Told]:
    """墨渠5.1→7.2，增加1.2个月."""
    for match in word("itu_arrow").finditer(context.body):
        one, two, gap = (digits_value(match[name]) for name in ("one", "two", "gap"))
        places = [len(match[name].partition(".")[2]) for name in ("one", "two", "gap")]
        if abs(abs(two - one) - gap) <= Fraction(1, 10 ** (min(places) + 1)) * 2 and (two < one) == says(
            "itu_down", match["how"]
        ):
            continue
        if match["unit"] not in ("", "%", match["of"]) or places[2] < max(places[:2]):
            continue
        shown = f"{decimal_text(abs(two - one), places[2])}{match['of']}"
        how = "减少" if two < one else "增加"
        spans = [context.span(match, name) for name in ("one", "two", "gap")]
        yield (
            "R2",
            spans,
            f"{match['how']}{match['gap']}{match['of']}",
            f"{how}{shown}",
            f"{match['two']} − {match['one']}",
        )


def _bracketed(context: Context) -> Iterator[Told]:
    """以上5条意见中，接受的2条（第3、5条），说明的3条（第1、2、4条），无误的1条（第6条）."""
    for match in word("itu_bracketed").finditer(context.body):
        parts = [int(one["count"]) for one in word("itu_bracketed_part").finditer(match["parts"])]
        total = sum(parts)
        if total != count_of(match["count"]) and abs(total - count_of(match["count"])) <= _NEAR:
            spans = [context.span(match, "count"), context.span(match, "parts")]
            stated = match["count"] + match["unit"]
            yield "R1", spans, stated, f"{total}{match['unit']}", " + ".join(map(str, parts))


def _referred(context: Context) -> Iterator[Told]:
    """检查机构56家……在检查的65家机构中，有3家违规."""
    low = context.report.start
    for match in word("itu_referred").finditer(context.body):
        count, unit, verb = int(match["count"]), match["unit"], match["verb"]
        before = [
            one
            for one in figures_in(context, max(low, low + match.start() - _BACK), low + match.start())
            if one.unit == unit and verb in one.lead and not one.printed.decimals
        ]
        values = {int(one.printed.value) for one in before}
        if len(values) == 1 and count not in values:
            told = before[-1]
            yield "R6", [(told.start, told.end), context.span(match)], match.group(), told.shown, ""


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _ranges,
    _some_years,
    _arrows,
    _bracketed,
    _referred,
)
