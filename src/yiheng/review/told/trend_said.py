"""R16 ORDER of trends and goals: 逐年增加 after numbers that fall, 增速加快 of two growths, 比目标高1.2个百分点 of a result below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.goal_pair import Pair, pairs_of
from yiheng.review.reading.lexicon import chinese_of, says, word
from yiheng.review.reading.series import Yearly, series_of
from yiheng.review.rules.side import told_side

_PAIR, _AFTER, _NAME = 2, 30, 3
Told = tuple[list[tuple[int, int]], str, str]


def trend_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Trends and sides that the numbers deny, where none is accused already."""
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        for spans, stated, expected in law(context):
            if not {end for _, end in spans} & accused:
                accused |= {end for _, end in spans}
                yield told_side(context, spans, stated, expected, "R16")


def _series(context: Context) -> Iterator[Told]:
    """2021年221种、2022年275种、2023年346种，逐年减少."""
    runs: dict[int, list[Yearly]] = {}
    for one in series_of(context):
        runs.setdefault(one.run, []).append(one)
    for run in runs.values():
        last = run[-1].figure
        match = word("trd_after").match(context.text, last.end, last.end + _AFTER)
        if match is None or not (match["each"] or match["trend"]) or says("trd_not", match.group()):
            continue
        up = says("trd_up", match["how"])
        values = [one.figure.printed.value for one in run]
        steps = list(zip(values, values[1:], strict=False))
        right = [(high > low) == up or high == low for low, high in steps]
        if all(right) or (not match["each"] and (values[-1] > values[0]) == up):
            continue
        shown = "、".join(one.figure.shown for one in run)
        yield [(run[0].figure.start, match.end())], match.group().strip("，,；;（( "), shown


def _pace(context: Context) -> Iterator[Told]:
    """2022年增长14.53%，2023年增长10.84%，增速加快."""
    start = context.report.start
    for match in word("trd_pace").finditer(context.body):
        first, second = Fraction(match["a"]), Fraction(match["b"])
        if int(match["second"]) != int(match["first"]) + 1 or first == second:
            continue
        if (second > first) != says("trd_faster", match["how"]):
            sign = "＞" if first > second else "＜"
            yield (
                [(start + match.start(), start + match.end())],
                f"增速{match['how']}",
                f"{match['a']}% {sign} {match['b']}%",
            )


def _goals(context: Context) -> Iterator[Told]:
    """一站式结算率比目标高1.2个百分点, of the row with the goal ≥95% and the result 93.8%."""
    claims = list(word("trd_goal").finditer(context.body))
    pairs = pairs_of(context.report) if claims else ()
    for match in claims:
        name = chinese_of(match["name"])
        near = [one for one in pairs if one.goal is not None and one.result is not None and _alike(name, one)]
        by = Fraction(match["by"].replace(",", ""))
        apart = [one for one in near if abs(_gap(one)) == by and by]
        above = says("trd_above", match["how"] or match["side"])
        if apart and all((_gap(one) > 0) != above for one in apart):
            start = context.report.start
            spans = [(start + match.start(), start + match.end()), *apart[0].spans[-_PAIR:]]
            result, goal = apart[0].result, apart[0].goal
            assert result is not None and goal is not None
            sign = "＞" if _gap(apart[0]) > 0 else "＜"
            yield spans, match.group(), f"{result.shown} {sign} {goal.shown}"


def _alike(name: str, pair: Pair) -> bool:
    own = chinese_of(pair.name)
    return len(own) >= _NAME and (own in name or (len(name) >= _NAME and name in own))


def _gap(pair: Pair) -> Fraction:
    """How far a result lies above its goal, as printed; nothing where they are of two units."""
    goal, result = pair.goal, pair.result
    if goal is None or result is None or goal.unit != result.unit:
        return Fraction(0)
    return result.printed.value - goal.printed.value


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (_series, _pace, _goals)
