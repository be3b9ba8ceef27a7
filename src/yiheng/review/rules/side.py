"""R22 WORDS on sides: higher or lower, more or less, faster or slower, against the two numbers that the words compare.

A gap (低于居民4332元, 缩短2.5个工作日) names its two numbers by its own size: they are those that lie so far apart. Which of them
is measured against the other the words tell: 上年, 预算, 由…到…, the names on either side. Only then is the side judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, one_of_several, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.side_far import far_relations, far_side, fraction_sides, limit_sides, ratio_sides
from yiheng.review.rules.side_pair import (
    BACK,
    alike,
    by_names,
    given,
    of_pair,
    ordered_pair,
    pairs_before,
    shared_run,
    so_far,
)

_CLAUSE = re.compile(r"[，,；;。：:（(]")
_STOP = re.compile(r"[。\n]")
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fa5A-Z]")
_REACH, _BESIDE = 160, 2


def side_relations(context: Context) -> Iterator[Relation]:
    """All rules on sides."""
    for line, facts in _by_line(context):
        for at in range(len(facts)):
            if line.section != "goal":
                yield from _gap(context, facts, at)
                if at + 1 < len(facts):
                    yield from _against(context, facts, at)
        yield from _named(context, line, facts)
        yield from _moved(context, facts)
        for spans, stated, expected in (
            *limit_sides(facts),
            *ratio_sides(context, facts),
            *fraction_sides(context, facts),
        ):
            yield _told_side(context, spans, stated, expected, "R16")


def _by_line(context: Context) -> list[tuple[Line, list[Fact]]]:
    """The facts of each paragraph, in order."""
    found: list[tuple[Line, list[Fact]]] = []
    for fact in context.facts:
        if found and found[-1][0] is fact.line:
            found[-1][1].append(fact)
        else:
            found.append((fact.line, [fact]))
    return found


def _told_side(
    context: Context,
    spans: Sequence[tuple[int, int]],
    stated: str,
    expected: str,
    rule: str = "R22",
    code: str = "review_side",
) -> Relation:
    """What the words say, and what the numbers say."""
    return relation(
        context, rule, "inconsistent", code, [context.quote(*one) for one in sorted(set(spans))],
        subject="文字与数字", expected=expected, stated=stated,
    )  # fmt: skip


def _span(fact: Fact) -> tuple[int, int]:
    return fact.start, fact.end


# A gap with its size.


def _of_flows(context: Context, claim: Fact, clause: str) -> bool:
    """Whether a gap lies between no two states: 新增1.26万人，退出0.31万人，净增0.95万人; 还需新增174家; 快30天, which is less."""
    lead = context.text[max(claim.line.start, claim.at - 40) : claim.at]
    flows = "净" in clause and word("sd_flow").search(lead) is not None
    faster = claim.quantity.family == "time" and re.search("[快慢]", clause) is not None
    return flows or faster or word("sd_gap_wanted").search(clause) is not None


def _up_or_down(clause: str, claim: Fact, before: Sequence[Fact]) -> tuple[bool, bool]:
    """Whether the words of a gap put the one number above or below the other; neither where they only judge."""
    up, down = word("sd_gap_up").search(clause), word("sd_gap_down").search(clause)
    sided = word("sd_side").fullmatch(clause.strip()) or word("sd_side_bare").fullmatch(clause.strip())
    if sided is None or up or down:
        return up is not None, down is not None
    falls = any(word("sd_falls").search(one.label) or one.quantity.operator == "<=" for one in before)
    if (falls or claim.quantity.family == "time") and word("sd_judging").fullmatch(sided["how"]):
        return False, False  # 优于 of what should fall
    less = word("sd_side_less").fullmatch(sided["how"]) is not None
    return not less, less


def _gap(context: Context, facts: Sequence[Fact], at: int) -> Iterator[Relation]:
    """比合同少20天, 缩短2.5个工作日, 低于居民4332元: the two numbers so far apart, and on which side the first lies."""
    claim = facts[at]
    low = facts[at - 1].end if at else claim.line.start
    words = context.text[max(low, claim.at - 30) : claim.at]
    clause = _CLAUSE.split(words)[-1]
    if at and clause.strip() in ("）", ")"):  # 慢于序时进度（75%）3.25个百分点
        lead = context.text[max(0, facts[at - 1].start - 60) : facts[at - 1].start]
        clause = _CLAUSE.split(lead.rstrip("（( ")[-30:])[-1]
    up, down = _up_or_down(clause, claim, facts[max(0, at - BACK) : at])
    if not claim.quantity.measured or not (up or down) or word("sd_gap_not").search(clause):
        return
    if _of_flows(context, claim, clause) or (claim.quantity.unit == "%" and len(clause.strip()) == 1):
        return  # 应付额比发生额低68.86万元，低0.18%: the names stand before the amount
    balance = word("sd_balance").search(clause)
    apart = []
    for first, second in pairs_before(facts, at):
        if "其中" in context.text[first.end : claim.at] or not of_pair(context, first, second, clause):
            continue  # of another thing, or of parts
        of_rates = claim.quantity.unit == "%" and first.quantity.family == "ratio"
        if of_rates and not word("owned_compared").search(clause):
            continue  # 出口增长14%、进口增长20.3%: a growth of its own, no gap between two
        if claim.quantity.unit == "%" and says("compared", clause) and given(first, second):
            continue  # 完成99552万元，占预算109466万元的90.9%，同比增长9.1%: of another year than the budget
        flows = word("sd_income").search(first.label) and word("sd_expense").search(second.label)
        how = so_far(first, second, claim)
        if how is not None and (flows or not balance):
            apart.append((how, first, second))
    firm = [one for one in apart if one[0] is Verdict.CONSISTENT]
    best = firm if firm or claim.quantity.unit == "%" else apart
    ordered = [
        (first, second) if balance else ordered_pair(context, first, second, clause)
        for _, first, second in best
    ]
    sides = [one and (one[0].quantity.value > one[1].quantity.value) == up for one in ordered]
    if not apart:
        away = far_side(context, facts, at, clause, above=up)
        for spans, stated, expected in far_relations(away, claim, clause):
            yield _told_side(context, spans, stated, expected)
    if ordered and not any(side or side is None for side in sides) and ordered[-1] is not None:
        own, other = ordered[-1]
        sign = "＞" if own.quantity.value > other.quantity.value else "＜"
        spans = [_span(own), _span(other), (context.text.rfind(clause, 0, claim.at), claim.end)]
        stated = clause.strip() + claim.quantity.shown
        shown = f"{own.quantity.shown} {sign} {other.quantity.shown}"
        code = "review_moved" if firm and _in_turn(context, own, other, claim) else "review_side"
        yield _told_side(context, spans, stated, shown, code=code)


def _in_turn(context: Context, own: Fact, other: Fact, claim: Fact) -> bool:
    """平均住院日8.3天，比2020年的9.6天缩短1.3天: whether nothing stands between a number, what it is measured against, and the gap."""
    beside = own.index + 2 == other.index + 1 == claim.index
    return beside and bool(word("sd_compared_with").search(context.text[own.end : other.at]))


# A side without its size.


@cache
def _side_and_noun() -> re.Pattern[str]:
    """What stands between a number and the one that it is above or below."""
    return re.compile(
        rf"{word('sd_fill').pattern}(?P<how>{word('sd_below').pattern}|{word('sd_above').pattern})(?P<noun>[^，。；\d]{{0,14}})"
    )


def _against(context: Context, facts: Sequence[Fact], at: int) -> Iterator[Relation]:
    """5.2个月，低于6个月的预警线: a number and the one that the words right after it name."""
    value, bound = facts[at], facts[at + 1]
    between = context.text[value.end : bound.at]
    if _STOP.search(between) or not value.quantity.measured or bound.quantity.approximate:
        return
    if bound.quantity.operator in ("<=", "<") or word("sd_met_by").search(between):
        return  # 占1.47%，未达到“超时率≤1%”; 多26.4万元，超出部分由年中追加40万元解决
    if word("sd_reached").fullmatch(between) and value.quantity.unit == bound.quantity.unit == "%":
        other = word("sd_other_noun").search(context.text[bound.end : bound.end + 4])
        if value.quantity.value < bound.quantity.value and not other:
            shown = f"{value.quantity.shown} ＜ {bound.quantity.shown}"
            yield _told_side(
                context, [(value.start, bound.end)], between.strip("，, ") + bound.quantity.shown, shown
            )
        return
    match = _side_and_noun().fullmatch(between)
    after = context.text[bound.end : bound.end + 8]
    if (
        match is None
        or value.quantity.dimension != bound.quantity.dimension
        or bound.quantity.upper is not None
    ):
        return
    if word("sd_other_noun").search(after) or value.quantity.unit == "个百分点" or value.role == "target":
        return
    if word("sd_counted").search(context.text[bound.end : bound.end + 3]) or _is_gap(bound):
        return
    if one_of_several(context, bound):
        return  # 7.2天、8.1天、9.4天，均低于上年的7.5天、8.6天、9.8天: one by one
    if _is_how_far(facts, at):
        return
    fast = value.quantity.family == "time" and word("sd_fast_or_slow").fullmatch(match["how"]) is not None
    if fast and match["noun"] and not word("sd_of_level").search(match["noun"]):
        return  # 快于目标3个工作日: by how much
    below = (word("sd_below").fullmatch(match["how"]) is not None) != fast  # 慢于15个工作日: slow is long
    strict = match["how"] not in ("未超", "未超过", "未突破", "没有超过")
    gap = value.quantity.value - bound.quantity.value
    wrong = (gap > 0 or (gap == 0 and strict)) if below else gap <= 0
    if wrong and below and match["noun"] and 2 * bound.quantity.value < value.quantity.value:
        return  # 低于标准2,272元: more likely by how much
    if wrong:
        sign = "＞" if gap > 0 else "＜" if gap < 0 else "＝"
        yield _told_side(
            context, [(value.start, bound.end)], between.strip("，,（( ") + bound.quantity.shown,
            f"{value.quantity.shown} {sign} {bound.quantity.shown}", "R16",
        )  # fmt: skip


def _is_how_far(facts: Sequence[Fact], at: int) -> bool:
    """27728元，低于标准2272元 of 30000元: how far from a number near by, not what it is held against."""
    value, bound = facts[at], facts[at + 1]
    others = [one for one in facts[max(0, at - BACK) : at + BACK] if one is not value and one is not bound]
    apart = [value.quantity.value + bound.quantity.value, value.quantity.value - bound.quantity.value]
    return any(
        one.quantity.dimension == value.quantity.dimension and one.quantity.value in apart for one in others
    )


def _is_gap(bound: Fact) -> bool:
    """Whether a bound is no bound but how far the value lies: 超出目标1.5个百分点, 超16家次."""
    return bound.quantity.unit in ("个百分点", "百分点")


def _named(context: Context, line: Line, facts: Sequence[Fact]) -> Iterator[Relation]:
    """门诊支出增速慢于住院支出: two names, and the numbers that were told of each."""
    if sum(one.quantity.measured for one in facts) < 2:
        return
    facts = _with_subjects(context, facts)
    for form in ("sd_side", "sd_side_by"):
        for match in word(form).finditer(line.text):
            at = line.start + match.start()
            before = [one for one in facts if at - _REACH < one.end <= at and one.quantity.measured][-BACK:]
            less = word("sd_side_less").fullmatch(match["how"]) or match["how"] in ("低", "少", "小", "慢")
            end = line.start + match.end()
            told = next((one for one in facts if end <= one.start <= end + _BESIDE), None)
            judged = []
            for first, second in combinations(before, 2):
                if not alike(first, second) or second not in before[-_BESIDE:]:
                    continue
                if told is not None and not (first.quantity.unit == "%" and _is_gap(told)):
                    continue  # 满意率低于最低标准85%: the number right after the name is what it is held against
                pair = by_names((first, second), match["x"], match["y"])
                if pair is not None and _bound(pair, match["x"], match["y"]):
                    judged.append((pair, (pair[0].quantity.value < pair[1].quantity.value) == bool(less)))
            if (
                judged
                and not any(one[1] for one in judged)
                and match["how"] not in ("优于", "好于", "落后于", "差于", "领先于")
            ):
                own, other = judged[-1][0]
                sign = "＞" if own.quantity.value > other.quantity.value else "＜"
                spans = [_span(own), _span(other), (at, line.start + match.end())]
                yield _told_side(
                    context, spans, match.group(), f"{own.quantity.shown} {sign} {other.quantity.shown}"
                )


def _with_subjects(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """基金收入较上年的……增长5.07%: rates of growth whose own words only say that something grew, with the name of what did."""
    found: list[Fact] = []
    for at, fact in enumerate(facts):
        named = fact
        if fact.quantity.unit == "%" and word("sd_grew").fullmatch(fact.label.strip("，, ")):
            own = [one for one in facts[max(0, at - _BESIDE) : at] if context.same_segment(one, fact)]
            subject = next(
                (one.label for one in own if not word("sd_grew").fullmatch(one.label.strip("，, "))), ""
            )
            named = replace(fact, label=subject + fact.label)
        found.append(named)
    return found


def _bound(pair: Sequence[Fact], x: str, y: str) -> bool:
    """Whether both names are those of the two numbers, two characters of each at least, or 前者 and 后者 right after them."""
    if "前者" in x + y:
        return True
    return all(
        shared_run(one.label, name) >= 2 and _all_said(one.label, name)
        for one, name in zip(pair, (x, y), strict=True)
    )


def _all_said(label: str, name: str) -> bool:
    """Whether the words before a number say all of a name, so that it is of no other metric: 职工人均筹资 is no 职工参保."""
    said = word("sd_name_plain").sub("", _NOT_CHINESE.sub("", name))
    return all(said[n : n + 2] in label for n in range(len(said) - 1))


def _moved(context: Context, facts: Sequence[Fact]) -> Iterator[Relation]:
    """由23人变为20人，……人数有所增长; 从66.4%一路走高，到61.3%: the two numbers, the later against the earlier."""
    for first, second in zip(facts, facts[1:], strict=False):
        if not alike(first, second) or first.quantity.unit != second.quantity.unit:
            continue
        between = context.text[first.end : second.at]
        after = _STOP.split(context.text[second.end : second.end + 40])[0]
        match = word("sd_trend").search(between)
        start = first.end
        if match is None and not re.search(r"\d", after.split("，")[0]):
            match, start = word("sd_trend_alone").search(after), second.end
        if (
            match is None
            or _STOP.search(between)
            or not (first.quantity.measured and second.quantity.measured)
        ):
            continue
        told = context.text[start + match.end() : second.at] if start == first.end else ""
        subject = context.text[start : start + match.start()]
        if start == first.end and not word("sd_trend_to").fullmatch(told):
            continue  # 逐年增加；实际用到的为298种
        if not _same_subject(context, first, subject) or word("sd_trend_not").search(subject + match.group()):
            continue
        if start == first.end:
            ordered: tuple[Fact, Fact] | None = (second, first)
        elif not subject.strip() and word("sd_compared_with").search(between):
            ordered = (first, second)  # 7.6个月，较上年末的7.2个月略有提高
        else:
            ordered = ordered_pair(context, first, second, "")
            ordered = ordered if ordered is not None and ordered[0] is second else None
        if ordered is None or min(one.quantity.value for one in ordered) < 0:
            continue
        now, before = ordered
        gap = now.quantity.value - before.quantity.value
        down = word("sd_trend_down").search(match["how"]) is not None
        if (gap > 0 and down) or (gap < 0 and not down):
            spans = [(first.start, max(start + match.end(), second.end)), _span(second)]
            yield _told_side(
                context,
                spans,
                match.group(),
                f"{now.quantity.shown} {'＞' if gap > 0 else '＜'} {before.quantity.shown}",
            )


def _same_subject(context: Context, first: Fact, subject: str) -> bool:
    """Whether the words before 有所增长 name nothing but what the numbers before them are of."""
    said = word("sd_name_plain").sub("", _NOT_CHINESE.sub("", subject))
    lead = context.text[max(first.line.start, first.start - 40) : first.start]
    return all(said[n : n + 2] in lead for n in range(max(len(said) - 1, bool(said))))
