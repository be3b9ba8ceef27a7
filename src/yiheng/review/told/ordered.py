"""R16, R22, R1 for what words say of an order: 级别越高次均越低 of figures that rise, 其次 above 最多, 其中 above its whole, a row's sign
against its two numbers, 略降 of a number that rose, 198加15等于231.

The figures are those that the words stand beside. A rate whose present value stands elsewhere is read by the one amount of the
report, of that name, that gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of, digits_value
from yiheng.review.rules.disclosed import disclosed

_LEVELS = ("村级", "基层", "乡镇", "乡级", "一级", "二级", "县级", "三级", "市级", "省级")
_LEAST, _ROWS, _LONG, _AFTER, _NAME = 3, 2, 3, 24, 2
_RATES = ("%", "％", "个百分点", "‰")
Told = tuple[list[tuple[int, int]], str, str]
"""The places, what is said there, and what is so."""


def ordered_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Orders that the figures beside them deny, of places that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        for spans, stated, expected in law(context):
            ends = {end for _, end in spans}
            if ends & accused:
                continue
            accused |= ends
            quotes = [context.quote(*one) for one in sorted(set(spans))]
            yield disclosed(
                context,
                relation(
                    context, "R22", "inconsistent", "review_words", quotes, subject="高低", expected=expected, stated=stated
                ),
            )  # fmt: skip


def _the_more(context: Context) -> Iterator[Told]:
    """一级168.0元，二级219.7元，三级319.2元，级别越高次均越低."""
    for match in word("ord_the_more").finditer(context.body):
        low = max(context.body.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        levels = list(word("ord_level").finditer(context.body, low, match.start()))
        run = [one for one in levels if one["unit"] == levels[-1]["unit"]][-_LEAST:]
        named = {one["level"] for one in run}
        if len(named) < _LEAST:
            continue
        values = [
            digits_value(one["number"]) for one in sorted(run, key=lambda one: _LEVELS.index(one["level"]))
        ]
        rises = (match["rank"] == "高") == says("ord_up", match["side"])
        if not all((b > a) if rises else (b < a) for a, b in pairwise(values)):
            shown = "、".join(one.group() for one in run)
            yield (
                [context.span(run[-1]), context.span(run[-2]), context.span(match)],
                match.group(),
                shown,
            )


def _most(context: Context) -> Iterator[Told]:
    """亏损最多的是重症科，亏146万元，其次是血液科，亏189万元."""
    for match in word("ord_most").finditer(context.body):
        high = match["side"] in "多高大长重快"
        if match["end"] and (match["end"] in "多高大长") == high:
            continue
        one, two = digits_value(match["one"]), digits_value(match["two"])
        if (two > one) == high and two != one and not says("ord_most_not", match.group()):
            shown = (
                f"{match['two']}{match['unit']} {'＞' if two > one else '＜'} {match['one']}{match['unit']}"
            )
            yield [context.span(match)], match.group(), shown


def _within(context: Context) -> Iterator[Told]:
    """还欠41.7万元，其中一家破产企业欠42.5万元."""
    for one, two in pairwise(figures_of(context)):
        between = context.text[one.end : two.start]
        if one.line != two.line or one.unit in ("", *_RATES) or not word("ord_within").match(between):
            continue
        alike = ((one.money and two.money) or one.unit == two.unit) and two.lead[-1:] in one.lead
        names = one.lead[-_AFTER:] + between
        if alike and two.value - two.half > one.value + one.half and not says("ord_within_not", names):
            spans = [(one.start, one.end), (two.start, two.end)]
            yield (
                spans,
                f"其中{two.lead}{two.shown}".replace("其中其中", "其中"),
                f"{two.shown} ＞ {one.shown}",
            )


def _signs(context: Context) -> Iterator[Told]:
    """个人负担率 31.6% 29.4% +2.2个百分点, among rows whose signs fit."""
    block: list[tuple[re.Match[str], int, bool, bool]] = []
    for line in [*context.report.lines, None]:
        matches = list(word("ord_row").finditer(line.text)) if line is not None else []
        if len(matches) == 1 and line is not None:
            match = matches[0]
            prior, now, change = (digits_value(match[name]) for name in ("prior", "now", "change"))
            signed = -change if match["sign"] in ("-", "−", "－") else change
            block.append((match, line.start, now - prior == signed, now - prior == -signed and change != 0))
            continue
        fits = sum(one[2] for one in block)
        wrong = [one for one in block if one[3]]
        if fits >= _ROWS and len(wrong) == 1:
            match, start, _, _ = wrong[0]
            span = start + match.start("sign"), start + match.end("change")
            sign = "+" if digits_value(match["now"]) > digits_value(match["prior"]) else "-"
            shown = f"{match['now']} − {match['prior']} = {sign}{match['change']}"
            yield [span], match["sign"] + match["change"], shown
        block = []


def _moved(context: Context) -> Iterator[Told]:
    """可支付10.0个月；上年末为9.6个月，支付能力略降."""
    for one, two in pairwise(figures_of(context)):
        if one.line != two.line or one.unit != two.unit or one.printed.value == two.printed.value:
            continue
        said = word("ord_moved_said").match(context.text[two.end : two.end + _AFTER])
        if said is None:
            continue
        prior = says("ord_moved_prior", two.lead) and not says("ord_moved_prior", one.lead)
        if prior and "。" not in context.text[one.end : two.start]:
            rose = one.value > two.value
            if rose != says("ord_moved_up", said["how"]):
                span = two.end + said.start("how"), two.end + said.end("how")
                sign = "＞" if rose else "＜"
                spans = [(one.start, one.end), (two.start, two.end), span]
                yield spans, said.group().strip("，,"), f"{one.shown} {sign} {two.shown}"


def _rate_alone(context: Context) -> Iterator[Told]:
    """2020年支出29.40亿元，2021年下降8.16%, where 实际支出31.80亿元 stands elsewhere."""
    for base in figures_of(context):
        said = word("ord_rate_alone").match(context.text[base.end : base.end + _AFTER * 2])
        if said is None or len(base.digits) < _LONG or not base.value or not base.unit:
            continue
        rate, up = digits_value(said["rate"]), says("ord_rate_up", said["how"])
        places = len(said["rate"].partition(".")[2])
        now = [
            one for one in context.once(_by_name).get((base.unit, base.lead[-_NAME:]), ()) if one is not base
        ]
        fits = {one.value > base.value for one in now if _gives(one, base, rate, places)}
        if fits == {not up}:
            other = next(one for one in now if _gives(one, base, rate, places))
            sign = "＞" if other.value > base.value else "＜"
            span = base.end + said.start("how"), base.end + said.end("rate") + 1
            spans = [(base.start, base.end), (other.start, other.end), span]
            yield spans, f"{said['how']}{said['rate']}%", f"{other.shown} {sign} {base.shown}"


def _by_name(context: Context) -> dict[tuple[str, str], list[Figure]]:
    """The longer numbers by their unit and the end of their name."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for one in figures_of(context):
        if len(one.digits) >= _LONG and len(one.lead) >= _NAME:
            found.setdefault((one.unit, one.lead[-_NAME:]), []).append(one)
    return found


def _gives(one: Figure, base: Figure, rate: Fraction, places: int) -> bool:
    change = abs(one.value - base.value) * 100 / base.value
    return rate != 0 and abs(change - rate) <= Fraction(1, 2 * 10**places) + Fraction(1, 1000)


def _said_sum(context: Context) -> Iterator[Told]:
    """198加15等于参与机构总数231."""
    for match in word("ord_said_sum").finditer(context.body):
        one, two, three = (digits_value(match[name]) for name in ("one", "two", "three"))
        sign = match["sign"][0]
        if sign == "除" and not two:
            continue
        right = {"加": one + two, "减": one - two, "乘": one * two}.get(sign) if sign != "除" else one / two
        assert right is not None
        places = len(match["three"].partition(".")[2])
        scaled = any(
            abs(right * by - three) <= Fraction(1, 2 * 10**places)
            for by in (1, Fraction(1, 10_000), 10_000, 100)
        )
        if not scaled:
            yield [context.span(match, "three")], match.group(), decimal_text(right, max(places, 0))


def _sum_side(context: Context) -> Iterator[Told]:
    """总数28.40万人，其中高血压19.88万人、糖尿病11.36万人……故两类相加小于总人数."""
    for match in word("ord_sum_side").finditer(context.body):
        low, high = context.span(match)
        line = context.report.line_at(low)
        begin = max(
            [line.start + one.end() for one in re.finditer("。", line.text[: low - line.start])]
            or [line.start]
        )
        many = count_of(match["many"])
        told = figures_in(context, begin, low)
        alike = [one for one in told if one.unit == told[0].unit]
        if len(alike) <= many or "其中" not in context.text[alike[0].end : alike[1].start]:
            continue
        whole, parts = alike[0], alike[1 : many + 1]
        total = sum((one.value for one in parts), Fraction(0))
        side = "小于" if total < whole.value else "大于" if total > whole.value else "等于"
        said = "等于" if match["how"] == "等于" else "小于" if match["how"][0] in "小少低" else "大于"
        if side != said:
            spans = [(one.start, one.end) for one in (whole, *parts)] + [(low, high)]
            formula = " + ".join(one.shown for one in parts)
            yield spans, match.group(), f"{formula} {side}{whole.shown}"


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _the_more,
    _most,
    _within,
    _signs,
    _moved,
    _rate_alone,
    _said_sum,
    _sum_side,
)
