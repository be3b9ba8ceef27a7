"""R22 for sides that words name and the numbers beside them deny: 职工高于居民，分别为88.1%和90.4%; 西乡最高 of 97.1% among three;
有所减少，由8.2亿元增至8.9亿元; 收不抵支，当期结余1.2亿元; 超过一半（42.1%）; 翻了一番，由20家增至32家.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import digits_value
from yiheng.review.rules.disclosed import disclosed

_HALF, _PAIR = 50, 2
_NEAR_DOUBLE = Fraction(1, 10)
Told = tuple[re.Match[str], str]
"""What is said, and what is so."""


def sided_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Sides that numbers deny, of places that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    low = context.report.start
    for law in _LAWS:
        for match, expected in law(context):
            start, end = low + match.start(), low + match.end()
            if any(start < one <= end for one in accused):
                continue
            accused.add(end)
            told = relation(
                context, "R22", "inconsistent", "review_words", [context.quote(start, end)], subject="高低",
                expected=expected, stated=match.group(),
            )  # fmt: skip
            yield disclosed(context, told)


def _shown(match: re.Match[str], one: str, two: str) -> str:
    sign = "＞" if digits_value(match[one]) > digits_value(match[two]) else "＜"
    return f"{match[one]}{match['unit']} {sign} {match[two]}{match['unit']}"


def _compared(context: Context) -> Iterator[Told]:
    """职工满意度高于居民满意度，分别为88.1%和90.4%."""
    for name in ("sid_respectively", "sid_named"):
        for match in word(name).finditer(context.body):
            one, two = digits_value(match["one"]), digits_value(match["two"])
            if one != two and (one > two) != says("sid_above", match["how"]):
                yield match, _shown(match, "one", "two")


def _in_brackets(context: Context) -> Iterator[Told]:
    """低于全市平均水平（本县6,120元，全市5,980元）."""
    for match in word("sid_bracket").finditer(context.body):
        one, two = digits_value(match["one"]), digits_value(match["two"])
        second, first = (match[name][:_PAIR] in match["base"] and bool(match[name]) for name in ("b", "a"))
        if second and not first and one != two and (one > two) != says("sid_above", match["how"]):
            yield match, _shown(match, "one", "two")


def _extremes(context: Context) -> Iterator[Told]:
    """东乡、西乡、南乡执行率分别为98.2%、97.1%、99.3%，西乡最高."""
    for match in word("sid_extreme").finditer(context.body):
        names = match["names"].split("、")
        values = [digits_value(one) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", match["items"])]
        who = [
            n for n, name in enumerate(names) if name.startswith(match["who"]) or name.endswith(match["who"])
        ]
        if len(names) != len(values) or len(who) != 1:
            continue
        best = max(values) if match["side"] in "高多大快长" else min(values)
        if values[who[0]] != best:
            yield match, f"{names[values.index(best)]}最{match['side']}"


def _turns(context: Context) -> Iterator[Told]:
    """有所减少，由8.2亿元增至8.9亿元."""
    for match in word("sid_turn").finditer(context.body):
        if says("sid_up", match["how"]) != says("sid_up", match["turn"]):
            yield match, match["turn"]


def _short(context: Context) -> Iterator[Told]:
    """收不抵支，当期结余1.2亿元."""
    for match in word("sid_short").finditer(context.body):
        yield match, "收支相抵有结余" if match["amount"] else "收支相抵有缺口"


def _two_years(context: Context) -> Iterator[Told]:
    """2022年投诉12件，2021年9件，连续下降."""
    for match in word("sid_two_years").finditer(context.body):
        one, two = digits_value(match["one"]), digits_value(match["two"])
        of_it = not match["of"] or any(
            match["of"][n : n + _PAIR] in match["name"] for n in range(len(match["of"]) - 1)
        )
        if match["y1"] == match["y2"] or one == two or not of_it:
            continue  # 2022年投诉212件，2023年147件，满意度明显提高
        rose = (one > two) == (match["y1"] > match["y2"])
        if rose != says("sid_up", match["how"]):
            yield match, _shown(match, "one", "two")


def _halves(context: Context) -> Iterator[Told]:
    """超过一半（42.1%）; 翻了一番，由20家增至32家."""
    for match in word("sid_half").finditer(context.body):
        rate = digits_value(match["rate"])
        if (rate < _HALF) != says("sid_half_below", match["how"]):
            yield match, f"{match['rate']}%{'＜' if rate < _HALF else '≥'}50%"
    for match in word("sid_double").finditer(context.body):
        one, two = digits_value(match["one"]), digits_value(match["two"])
        times = 2 if match["times"] == "一" else 4
        if one and abs(two / one - times) > times * _NEAR_DOUBLE:
            yield match, f"{match['two']}{match['unit']}不是{match['one']}{match['unit']}的{times}倍"


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _compared,
    _in_brackets,
    _extremes,
    _turns,
    _short,
    _two_years,
    _halves,
)
