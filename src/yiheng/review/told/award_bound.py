"""R17, R1 on amounts that the form of the words binds to their operands: multiples, so many at so much each, rates by name, splits.

按骗取金额42.30万元的2倍罚款84.60万元; 一等2个各奖1万元，二等3个各奖0.6万元，共3.8万元; 对甲类给予1%的奖励……甲类保证金1,500万元，应奖励15万元;
支付95%，即315.40万元；质保金5%计16.60万元; 节约3.5万元，退回：县2.8万元，乡0.7万元. Any other amount that gives the claim settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.award_rule import fits, money, number, shown, told
from yiheng.review.rules.disclosed import untold

_SENTENCE = re.compile(r"[^。\n]+")
_LEAST, _NEAR, _HUNDRED, _FAR = 2, 24, 100, 600


def bound_award_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """All readings of this kind, line by line, of claims that nothing has accused; an operand may stand in another accusation."""
    yield from untold(context, found, _rules(context), claims_only=True)


def _rules(context: Context) -> Iterator[Relation]:
    for line in context.report.lines:
        text = line.text
        if "元" not in text or context.in_table(line.start):
            continue
        if "倍" in text:
            yield from _times(context, line)
        if "各" in text or "每" in text:
            yield from _each(context, line)
            yield from _priced(context, line)
            yield from _man_times(context, line)
        if "%" in text:
            yield from _named(context, line)
            yield from _complement(context, line)
        yield from _split(context, line)


def _amounts(text: str, low: int, high: int) -> list[re.Match[str]]:
    return list(word("aw_money").finditer(text, low, high))


def _times(context: Context, line: Line) -> Iterator[Relation]:
    """A penalty right after or before so many times, of any other amount of its sentence before it."""
    for sentence in _SENTENCE.finditer(line.text):
        for match in word("ab_times").finditer(line.text, *sentence.span()):
            claim = _claim_of(line.text, match, sentence.span())
            if claim is None or says(
                "ab_times_not", line.text[max(sentence.start(), match.start() - _NEAR) : match.end() + 2]
            ):
                continue
            bases = [
                one
                for one in _amounts(line.text, sentence.start(), claim.start())
                if one.end() <= claim.start()
            ]
            times = number(match["times"])
            if not bases or any(
                fits(money(one["number"], one["unit"]) * times, claim["number"], claim["unit"])
                for one in bases
            ):
                continue
            base = bases[-1]
            yield told(
                context, line, [base.span(), match.span(), claim.span()], "罚款",
                shown(money(base["number"], base["unit"]) * times, claim["number"], claim["unit"]),
                f"{claim['number']}{claim['unit']}", f"{base['number']}{base['unit']} × {match['times']}",
            )  # fmt: skip


def _claim_of(text: str, times: re.Match[str], span: tuple[int, int]) -> re.Match[str] | None:
    """The amount that is so many times another: right after as a penalty, or right before with the times in a bracket."""
    after = word("aw_money").search(text, times.end(), span[1])
    if after is not None and word("ab_times_claim").search(text[times.end() : after.start()]):
        return after
    before = _amounts(text, span[0], times.start())
    if before and word("ab_times_after").search(text[before[-1].end() : times.start()]):
        lead = text[max(span[0], before[-1].start() - _NEAR) : before[-1].start()]
        return before[-1] if word("ab_times_before").search(lead) else None
    return None


def _each(context: Context, line: Line) -> Iterator[Relation]:
    """一等2个各奖1万元，二等3个各奖0.6万元，……，共5.8万元: all that is told one after another."""
    run: list[re.Match[str]] = []
    for match in word("ab_each").finditer(line.text):
        if says("ab_each_not", match.group()):
            run = []
            continue
        beside = run and not re.search(r"[。\n\d]", line.text[run[-1].end() : match.start()])
        run = [*run, match] if beside else [match]
        total = word("ab_each_total").match(line.text[match.end() :])
        if total is None or len(run) < _LEAST:
            continue
        value = sum((number(one["count"]) * money(one["each"], one["money"]) for one in run), Fraction(0))
        if not fits(value, total["number"], total["unit"]):
            at = match.end() + total.start("number")
            yield told(
                context, line, [*(one.span() for one in run), (at, match.end() + total.end())], "合计",
                shown(value, total["number"], total["unit"]), f"{total['number']}{total['unit']}",
                " + ".join(f"{one['count']} × {one['each']}{one['money']}" for one in run),
            )  # fmt: skip


def _priced(context: Context, line: Line) -> Iterator[Relation]:
    """纪念品860份，每份20元，支17,200元."""
    for match in word("ab_priced").finditer(line.text):
        value = number(match["count"]) * money(match["each"], match["money"])
        if not fits(value, match["number"], match["total"]):
            yield told(
                context, line, [match.span()], "金额", shown(value, match["number"], match["total"]),
                f"{match['number']}{match['total']}", f"{match['count']} × {match['each']}{match['money']}",
            )  # fmt: skip


def _man_times(context: Context, line: Line) -> Iterator[Relation]:
    """每人每天800元，共480人月, where 480 times 800元 is an amount of the report: they are 人天."""
    for match in word("ab_man_time").finditer(line.text):
        per, unit = (one.replace("日", "天") for one in (match["per"], match["unit"]))
        value = number(match["price"]) * number(match["count"])
        if per != unit and any(
            fits(value, one["number"], one["unit"]) for one in _amounts(context.body, 0, len(context.body))
        ):
            yield told(
                context, line, [match.span()], f"人{match['unit']}", f"{match['count']}人{match['per']}",
                f"{match['count']}人{match['unit']}", f"每人每{match['per']}{match['price']}元",
            )  # fmt: skip


def _named(context: Context, line: Line) -> Iterator[Relation]:
    """对甲类机构扣减5%；对乙类扣减20%。……乙类机构保证金90万元，应扣减18万元: the rate of whom the clause of the amount names."""
    rules = {
        match["who"]: match
        for match in word("ab_rule").finditer(line.text)
        if not says("ab_rule_not", match["how"] + match["after"])
    }
    for match in word("ab_applied").finditer(line.text) if rules else ():
        lead = re.split(r"[。；;，,]", line.text[max(0, match.start() - _NEAR) : match.start()])[-1]
        own = [who for who in rules if re.match(rf"(?:其中)?{re.escape(who)}(?![A-Z])", lead.strip())]
        if len(own) != 1 or rules[own[0]].end() > match.start():
            continue
        rule = rules[own[0]]
        base, rate = money(match["base"], match["money"]), number(rule["rate"]) / _HUNDRED
        if not fits(base * rate, match["number"], match["unit"]) and not fits(
            base * (1 - rate), match["number"], match["unit"]
        ):
            yield told(
                context, line, [rule.span(), match.span()], own[0], shown(base * rate, match["number"], match["unit"]),
                f"{match['number']}{match['unit']}", f"{match['base']}{match['money']} × {rule['rate']}%",
            )  # fmt: skip


def _complement(context: Context, line: Line) -> Iterator[Relation]:
    """支付中标款的95%，即315.40万元；质保金5%计16.60万元: what makes 100 % together is of one amount, which the text tells."""
    for sentence in _SENTENCE.finditer(line.text):
        rated = list(word("ab_rated").finditer(line.text, *sentence.span()))
        for first, second in combinations(rated, 2):
            between = _amounts(line.text, first.end(), second.start())
            if between or number(first["rate"]) + number(second["rate"]) != _HUNDRED:
                continue
            low = max(context.report.start, line.start - _FAR)
            bases = _amounts(context.text, low, line.start + first.start())
            pairs = ((first, second), (second, first))
            for right, wrong in pairs:
                whole = next((one for one in bases if _is_of(one, right)), None)
                if whole is None or _is_of(whole, wrong):
                    continue
                value = money(whole["number"], whole["unit"]) * number(wrong["rate"]) / _HUNDRED
                if any(_is_of(one, wrong) for one in bases) and wrong is first:
                    break
                yield told(
                    context, line, [_within(whole, line), right.span(), wrong.span()], "金额", shown(value, wrong["number"], wrong["unit"]),
                    f"{wrong['number']}{wrong['unit']}", f"{whole['number']}{whole['unit']} × {wrong['rate']}%",
                )  # fmt: skip
                break


def _within(match: re.Match[str], line: Line) -> tuple[int, int]:
    """The place of a match in the whole text, counted from where a line begins."""
    return match.start() - line.start, match.end() - line.start


def _is_of(base: re.Match[str], rated: re.Match[str]) -> bool:
    value = money(base["number"], base["unit"]) * number(rated["rate"]) / _HUNDRED
    return fits(value, rated["number"], rated["unit"])


def _split(context: Context, line: Line) -> Iterator[Relation]:
    """节约3.5万元，按来源比例退回：退县财政2.8万元，退乡镇0.7万元."""
    for match in word("ab_split").finditer(line.text):
        stop = re.search(r"[。；;\n]|$", line.text[match.end() :])
        parts = _amounts(line.text, match.end(), match.end() + (stop.start() if stop else 0))
        if len(parts) < _LEAST:
            continue
        value = sum((money(one["number"], one["unit"]) for one in parts), Fraction(0))
        if value != money(match["whole"], match["money"]) and not fits(value, match["whole"], match["money"]):
            yield told(
                context, line, [match.span(), *(one.span() for one in parts)], "合计", shown(value, match["whole"], match["money"]),
                f"{match['whole']}{match['money']}", " + ".join(one.group() for one in parts),
            )  # fmt: skip
