"""R22, R16 on directions told in one breath: 高于……，下降; 亏损多于盈余，净盈余; 19个村中，有21个; 处于6—12个月的区间.

Everything needed stands in the matched words, or in figures that the report has by the names they use.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.goal_grid import rows_of
from yiheng.review.reading.goal_item import values_in
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.side import told_side

_LEAD = 24


def direction_word_relations(context: Context) -> Iterator[Relation]:
    """All rules on directions told in one breath."""
    for match in word("dw_among").finditer(context.body):
        if count_of(match["some"]) > count_of(match["all"]) > 0:
            yield _told(context, match, f"{match['some']}＞{match['all']}")
    for match in word("dw_turned").finditer(context.body):
        if says("dw_above", match["side"]) == says("dir_down", match["how"]):
            yield _told(context, match, f"{match['side']}与{match['how']}方向相反")
    for match in word("dw_net").finditer(context.body):
        loss, gain, net = (Fraction(match[one].replace(",", "")) for one in ("loss", "gain", "net"))
        if abs(gain - loss) == net and says("dw_loss", match["how"]) != (loss > gain):
            sign = "＞" if loss > gain else "＜"
            yield _told(context, match, f"亏损{match['loss']} {sign} 盈余{match['gain']}")
    yield from _rates_said(context)
    yield from _in_range(context)
    yield from _each_beyond(context)
    yield from _by_heads(context)
    yield from _remarks(context)
    yield from _flows(context)


def _rates_said(context: Context) -> Iterator[Relation]:
    """降幅127%; 88.33%，低于75%的序时进度; 0.61亿元，较7月0.44亿元下降38.6%; 扣3分（……达标）."""
    for match in word("dw_moved_then").finditer(context.body):
        if says("dw_down", match["side"]) != says("dw_down", match["how"]):
            yield _told(context, match, f"{match['side']}与{match['how']}方向相反")
    for match in word("dw_fall").finditer(context.body):
        if not says("dw_balance", match["lead"]):
            yield _told(context, match, "降幅不会超过100%")
    for match in word("dw_side_of").finditer(context.body):
        value, bound = Fraction(match["value"]), Fraction(match["bound"])
        if value != bound and (value > bound) != says("dw_above", match["side"]):
            yield _told(
                context, match, f"{match['value']}% {'＞' if value > bound else '＜'} {match['bound']}%"
            )
    for match in word("dw_rate_of").finditer(context.body):
        now, prior = (Fraction(match[one].replace(",", "")) for one in ("now", "prior"))
        change = (now - prior) / prior * 100 if prior else Fraction(0)
        near = abs(abs(change) - Fraction(match["rate"])) * 20 <= abs(change)
        if near and change and (change < 0) != says("dir_down", match["how"]):
            yield _told(context, match, f"{match['now']} {'＞' if change > 0 else '＜'} {match['prior']}")
    for match in word("dw_lost_for").finditer(context.body):
        if not says("dw_lost_not", match["reason"]):
            yield _told(context, match, "扣分的原因应是未达标")


def _told(context: Context, match: re.Match[str], expected: str) -> Relation:
    start = context.report.start
    return told_side(context, [(start + match.start(), start + match.end())], match.group().strip(), expected)


def _in_range(context: Context) -> Iterator[Relation]:
    """可支付10.3个月，处于12—18个月的合理区间."""
    for match in word("dw_range").finditer(context.body):
        at = context.report.start + match.start()
        near = bisect_left(context.facts, at, key=lambda one: one.start) - 1
        fact = context.facts[near] if near >= 0 else None
        if fact is None or fact.quantity.unit != match["unit"] or not fact.quantity.measured:
            continue
        between = context.text[fact.end : at]
        low, high = Fraction(match["low"]), Fraction(match["high"])
        if not word("dw_range_lead").fullmatch(between):
            continue  # of something else: 当期3.2个月，累计可支付月数处于
        if not low <= fact.quantity.printed.value <= high:
            yield told_side(
                context,
                [(fact.start, fact.end), (at, at + len(match.group()))],
                match.group(),
                fact.quantity.shown,
            )


def _each_beyond(context: Context) -> Iterator[Relation]:
    """18.5%、41.2%、68.9%、98.4%，均达到或超过要求的18%、40%、68%、95%: one by one."""
    for match in word("dw_each").finditer(context.body):
        start = context.report.start
        line = context.report.line_at(start + match.start())
        facts = [one for one in context.facts_in(line.start, line.end) if one.quantity.unit == "%"]
        bounds = _row([one for one in facts if one.start >= start + match.end() - 1])
        before = [one for one in facts if one.end <= start + match.start() + 1][-len(bounds) :]
        if len(bounds) < 2 or len(before) != len(bounds) or start + match.start() - before[-1].end > 2:
            continue
        under = [
            pair
            for pair in zip(before, bounds, strict=True)
            if pair[0].quantity.value < pair[1].quantity.value
        ]
        for own, bound in under:
            spans = [(own.start, own.end), (bound.start, bound.end)]
            yield told_side(context, spans, match.group(), f"{own.quantity.shown}＜{bound.quantity.shown}")


def _row(facts: list[Fact]) -> list[Fact]:
    """The numbers that follow one another with nothing but a comma between."""
    found = facts[:1]
    for one in facts[1:]:
        if one.start - found[-1].end > 1:
            break
        found.append(one)
    return found


def _by_heads(context: Context) -> Iterator[Relation]:
    """调整预算比年初预算减少66.90万元, of a table with a column of each: by the row whose two cells lie so far apart."""
    for fact in context.facts:
        if fact.quantity.family not in ("money", "count"):
            continue
        lead = context.text[max(fact.sentence.start, fact.start - 2 * _LEAD) : fact.start]
        match = word("dw_by_heads").search(lead)
        if match is None:
            continue
        for table in context.tables:
            cells = _apart(table, match["x"], match["y"], fact)
            if cells is None or cells[0].quantity is None or cells[1].quantity is None:
                continue
            fell = cells[0].quantity.value < cells[1].quantity.value
            if fell != says("dir_down", match["how"]):
                spans = [
                    (fact.start - len(lead) + match.start(), fact.end),
                    *((one.start, one.end) for one in cells),
                ]
                sign = "＜" if fell else "＞"
                yield told_side(
                    context,
                    spans,
                    match.group() + fact.quantity.shown,
                    f"{cells[0].text} {sign} {cells[1].text}",
                )


def _apart(table: Table, one: str, other: str, claim: Fact) -> tuple[Cell, Cell] | None:
    """The cells of two named columns in the one row where they lie as far apart as is claimed."""
    heads = [re.sub(r"\s", "", cell.text) for cell in table.header]
    first = [n for n, head in enumerate(heads) if n and head.startswith(one)]
    second = [n for n, head in enumerate(heads) if n and head.startswith(other)]
    if len(first) != 1 or len(second) != 1 or first == second:
        return None
    rows = [
        (row[first[0]], row[second[0]])
        for row in table.rows
        if (a := row[first[0]].quantity)
        and (b := row[second[0]].quantity)
        and abs(a.value - b.value) == claim.quantity.value
    ]
    return rows[0] if len(rows) == 1 else None


def _remarks(context: Context) -> Iterator[Relation]:
    """目标≤5%  完成3.7%  高1.3个百分点: the side that the remark of a row tells."""
    for row in rows_of(context.report.lines)[0]:
        cell = row.remark or row.reason
        match = word("dw_remark").match(cell.text) if cell is not None else None
        goal, result = values_in(row.goal.text), values_in(row.result.text)
        if (
            cell is None
            or match is None
            or len(goal) != 1
            or len(result) != 1
            or goal[0].dimension != result[0].dimension
        ):
            continue
        if says("dw_judging", match["how"]) and (goal[0].operator in ("<=", "<") or goal[0].family == "time"):
            continue  # 差2天 of a limit is above it
        gap = abs(result[0].printed.value - goal[0].printed.value)
        less = says("dw_remark_less", match["how"])
        if gap == Fraction(match["by"]) and gap and (result[0].value < goal[0].value) != less:
            spans = [(one.start, one.end) for one in (row.goal, row.result, cell)]
            yield told_side(context, spans, match.group(), f"{row.result.text}、目标{row.goal.text}")


def _flows(context: Context) -> Iterator[Relation]:
    """支出小于收入111.8万元, of an income and a spending told elsewhere that lie so far apart."""
    for match in word("dw_flows").finditer(context.body):
        at = context.report.start + match.end()
        near = bisect_left(context.facts, at, key=lambda one: one.start)
        claim = context.facts[near] if near < len(context.facts) else None
        if claim is None or claim.start - at > 1 or claim.quantity.family != "money":
            continue
        first, second = (
            [
                one
                for one in context.facts
                if one.quantity.family == "money" and one.label.rstrip("为是").endswith(name)
            ]
            for name in (match["x"], match["y"])
        )
        pairs = [
            (one, other)
            for one in first
            for other in second
            if abs(one.quantity.value - other.quantity.value) == claim.quantity.value
        ]
        above = says("dw_above", match["how"])
        if pairs and all((one.quantity.value > other.quantity.value) != above for one, other in pairs):
            one, other = pairs[0]
            spans = [(at - len(match.group()), claim.end), (one.start, one.end), (other.start, other.end)]
            sign = "＞" if one.quantity.value > other.quantity.value else "＜"
            yield told_side(
                context,
                spans,
                match.group() + claim.quantity.shown,
                f"{one.quantity.shown} {sign} {other.quantity.shown}",
            )
