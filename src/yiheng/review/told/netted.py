"""R2 and R1 of small balances: 净增 = 新开 − 撤并, 年末 = 年初 + 新增 − 退出, 相差, two opposite parts of a whole, a series' ends.

The words bind the operands: what came in, what went out, what was there at the beginning; they stand in one sentence or
paragraph in one unit. A claim stands if any of the readings gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.series import Yearly, series_of
from yiheng.review.reading.slip import is_slip
from yiheng.review.rules.side import told_side

_BACK, _PAIR, _NEAR, _LONG, _SURE, _LABEL = 10, 2, 40, 90, 3, 10
_HUNDRED = 100
_RATES = ("%", "％")
Broken = tuple[str, Sequence[Figure], Fraction, str]
"""A rule, the operands with the claim last, what comes out, and how it was computed."""


def netted_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Balances that do not hold, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    figures = figures_of(context)
    for at in range(len(figures)):
        told = (
            _settled(context, figures, at)
            or _deducted(context, figures, at)
            or _net(figures, at)
            or _stock(figures, at)
            or _apart(context, figures, at)
            or _halves(context, figures, at)
            or _all_of(figures, at)
        )
        if told is not None and not {one.end for one in told[1]} & accused:
            accused |= {one.end for one in told[1]}
            yield _relation(context, *told)
    for told in _of_series(context):
        if not {one.end for one in told[1]} & accused:
            yield _relation(context, *told)
    yield from _ranks(context)


def _before(figures: Sequence[Figure], at: int, many: int = _BACK) -> list[Figure]:
    """The numbers before one in its paragraph, of its unit, in order."""
    claim = figures[at]
    return [
        one for one in figures[max(0, at - many) : at] if one.line == claim.line and one.unit == claim.unit
    ]


def _plain(one: Figure, name: str) -> bool:
    return says(name, one.lead) and not says("net_apart", one.lead)


def _net(figures: Sequence[Figure], at: int) -> Broken | None:
    """新开线路4条，优化调整21条，撤并2条，净增3条; 净减18户41人。新纳入37户71人，退出55户112人."""
    claim = figures[at]
    named = word("net_claim").search(claim.lead)
    if named is None and at and figures[at - 1].end == claim.start:
        named = word("net_claim").search(figures[at - 1].lead)  # 净减18户41人
    if named is None or not claim.unit:
        return None
    near = [
        one
        for one in figures[max(0, at - _BACK) : at + _BACK]
        if one.line == claim.line and one.unit == claim.unit
    ]
    told = [_flow_of(figures, one) for one in near]
    come = [one for one, how in zip(near, told, strict=True) if how == "in"]
    gone = [one for one, how in zip(near, told, strict=True) if how == "out"]
    if len(come) != 1 or len(gone) != 1 or claim in (*come, *gone):
        return None
    value = abs(come[0].value - gone[0].value)
    if value == claim.value or not _mended(
        (claim, come[0], gone[0]), claim.value, come[0].value - gone[0].value
    ):
        return None
    return "R2", (come[0], gone[0], claim), value, f"{come[0].shown} − {gone[0].shown}"


def _flow_of(figures: Sequence[Figure], one: Figure) -> str:
    """Whether a number came in or went out; a second number right behind another shares its words: 37户71人."""
    lead = one.lead
    if not lead:
        before = next((other for other in figures if other.end == one.start), None)
        lead = before.lead if before is not None else ""
    if says("net_apart", lead) or "净" in lead:
        return ""
    return "in" if says("net_in", lead) else "out" if says("net_out", lead) else ""


def _stock(figures: Sequence[Figure], at: int) -> Broken | None:
    """新增13,860人，年末持证102,420人，上年末88,560人: what was there, what came and went, and what is there."""
    last = figures[at]
    near = [one for one in [*_before(figures, at), last] if one.unit and one.start >= last.start - _LONG]
    opening = [one for one in near if _plain(one, "net_opening")]
    come = [one for one in near if _plain(one, "net_in") and one not in opening]
    gone = [one for one in near if _plain(one, "net_out") and one not in opening]
    if (
        len(opening) != 1
        or len(come) > 1
        or len(gone) > 1
        or not (come or gone)
        or last not in (*opening, *come, *gone)
    ):
        return _closing(figures, at, near, opening, come, gone)
    rest = [one for one in near if one not in (*opening, *come, *gone)]
    return _balance(rest, opening, come, gone)


def _closing(
    figures: Sequence[Figure], at: int, near: Sequence[Figure], opening: Sequence[Figure],
    come: Sequence[Figure], gone: Sequence[Figure],
) -> Broken | None:  # fmt: skip
    """The same where what is there at the end is told last."""
    last = figures[at]
    whole = len(opening) == 1 and len(come) <= 1 and len(gone) <= 1 and bool(come or gone)
    if not whole or last in (*opening, *come, *gone) or not says("net_closing", last.lead):
        return None
    return _balance([one for one in near if one not in (*opening, *come, *gone)], opening, come, gone)


def _balance(
    rest: Sequence[Figure], opening: Sequence[Figure], come: Sequence[Figure], gone: Sequence[Figure]
) -> Broken | None:
    value = opening[0].value + sum(one.value for one in come) - sum(one.value for one in gone)
    if any(one.value == value for one in rest):
        return None
    named = [one for one in rest if says("net_closing", one.lead)]
    for closing in named or [one for one in rest if len(one.digits) >= _SURE]:
        if _mended((closing, *opening, *come, *gone), closing.value, value):
            break
    else:
        return None
    operands = (*opening, *come, *gone, closing)
    low, high = min(one.start for one in operands), max(one.end for one in operands)
    if any(
        one is not closing
        and one.start < high
        and (one.start > low or one.said == opening[0].said[: len(one.said)])
        for one in rest
    ):
        return None  # 离岗8人、补入7人，期初36人、期末35人: what stands beside may have come or gone too
    shown = (
        opening[0].shown
        + "".join(f" + {one.shown}" for one in come)
        + "".join(f" − {one.shown}" for one in gone)
    )
    return "R2", operands, value, shown


def _settled(context: Context, figures: Sequence[Figure], at: int) -> Broken | None:
    """申报费用1,286万元，审减88万元，核定1,198万元: what was asked for, what was taken off or added, what came of it."""
    if at < _PAIR:
        return None
    asked, change, result = figures[at - _PAIR : at + 1]
    one = asked.line == change.line == result.line and asked.unit == change.unit == result.unit
    if not one or not asked.unit or asked.unit in ("分", *_RATES) or len(result.lead) > _LABEL:
        return None
    less, more = says("settled_less", change.lead), says("settled_more", change.lead)
    if (
        less == more
        or not says("settled_result", result.lead)
        or "。" in context.text[asked.end : result.start]
    ):
        return None
    value = asked.value - change.value if less else asked.value + change.value
    if value == result.value or not _mended((asked, change, result), result.value, value):
        return None
    sign = "−" if less else "+"
    return "R2", (asked, change, result), value, f"{asked.shown} {sign} {change.shown}"


def _deducted(context: Context, figures: Sequence[Figure], at: int) -> Broken | None:
    """保费收入5,001万元，扣除赔付4,577万元和管理费250万元后，结余174万元."""
    claim = figures[at]
    near = [
        one for one in _before(figures, at, _BACK // _PAIR) if "。" not in context.text[one.end : claim.start]
    ]
    first = next((n for n, one in enumerate(near) if n and says("deducted_from", one.lead)), 0)
    after = word("deducted_after").fullmatch(context.text, near[-1].end, claim.start) if first else None
    if (
        after is None
        or claim.unit in ("", "分", *_RATES)
        or figures[at - len(near) + first - 1 : at] != near[first - 1 :]
    ):
        return None
    whole, off = near[first - 1], near[first:]
    value = whole.value - sum(one.value for one in off)
    room = (
        sum((one.half for one in (whole, *off, claim)), Fraction(0))
        if claim.printed.decimals
        else Fraction(0)
    )
    if abs(abs(value) - claim.value) <= room:
        return None
    return "R2", (whole, *off, claim), value, whole.shown + "".join(f" − {one.shown}" for one in off)


def _mended(some: Sequence[Figure], told: Fraction, value: Fraction) -> bool:
    """Whether a slip in one of the numbers of a balance makes what comes out what is told."""
    gaps = (abs(told) - abs(value), abs(told) + abs(value))
    return any(
        is_slip(changed * one.printed.value / one.value, one.printed)
        for one in some
        for gap in gaps
        for changed in (one.value + gap, one.value - gap)
        if one.value and changed > 0
    )


def _apart(context: Context, figures: Sequence[Figure], at: int) -> Broken | None:
    """在职2,500元，退休3,500元，相差1,500元."""
    claim = figures[at]
    named = at >= _PAIR and word("apart_claim").fullmatch(claim.lead)
    if not named or claim.unit in ("", "分") or says("apart_not", claim.lead):
        return None
    if claim.unit == "个百分点" and "相差" not in claim.lead:
        return None  # 控制率目标62%，差0.1个百分点
    unit = claim.unit if claim.unit != "个百分点" else "%"
    near = [one for one in figures[max(0, at - _BACK) : at] if one.line == claim.line and one.unit == unit]
    near = [one for one in near if not re.search("[。]", context.text[one.end : claim.start])]
    first, second = (near[-_PAIR], near[-1]) if len(near) >= _PAIR else (None, None)
    if first is None or second is None or figures[at - _PAIR : at] != [first, second]:
        return None
    if not word("apart_between").fullmatch(context.text, first.end, second.start):
        return None
    halves = first.half + second.half + claim.half if claim.printed.decimals else Fraction(0)
    if any(
        abs(abs(a.value - b.value) - claim.value) <= halves for n, a in enumerate(near) for b in near[n + 1 :]
    ):
        return None
    value = abs(first.value - second.value)
    return "R2", (first, second, claim), value, f"{first.shown} − {second.shown}"


def _halves(context: Context, figures: Sequence[Figure], at: int) -> Broken | None:
    """365天中361天达标，达标率98.9%，超标6天; 申诉2,114例，支持1,263例、不予支持951例."""
    claim = figures[at]
    other = word("half_others").search(claim.lead)
    near = _before(figures, at, 4)
    if other is None or len(near) < _PAIR or claim.unit in ("", "分", *_RATES) or claim.money:
        return None
    whole, part = near[-_PAIR:]
    between = context.text[whole.end : claim.start]
    if re.search("[。\n]", between) or len(between) > _NEAR or says("net_apart", part.lead + claim.lead):
        return None
    if says("half_whole_not", whole.lead):
        return None  # 优秀9个，合格4个，不合格1个: one of three
    inside = word("half_whole_in").match(context.text[whole.end : part.start])
    named = word("half_pairs").search(part.lead) or word("half_pairs").search(
        context.text[part.end : part.end + 8].split("，")[0]
    )
    if not (inside or named) or part.value >= whole.value or part.value + claim.value == whole.value:
        return None
    if any(one.value == part.value + claim.value for one in near):
        return None
    value = whole.value - part.value
    if not is_slip(value, claim.printed) and not is_slip(whole.value - claim.value, part.printed):
        return None
    return "R2", (whole, part, claim), value, f"{whole.shown} − {part.shown}"


def _all_of(figures: Sequence[Figure], at: int) -> Broken | None:
    """全年12次，按时11次，按时率100%: what is all of a whole is the whole."""
    claim = figures[at]
    stem = word("all_of_rate").search(claim.lead)
    if stem is None or claim.unit not in _RATES or claim.printed.value != _HUNDRED:
        return None
    near = [
        one
        for one in figures[max(0, at - 4) : at]
        if one.line == claim.line and one.unit not in ("", "分", *_RATES)
    ]
    if len(near) < _PAIR or near[-1] is not figures[at - 1]:
        return None
    part = near[-1]
    wholes = [one for one in near[:-1] if one.unit == part.unit and one.value > part.value]
    if not wholes or len(near) != len([one for one in near if one.unit == part.unit]):
        return None
    of_it = stem["stem"][-_PAIR:] in part.lead and not part.money
    if not of_it or any(one.value == part.value for one in near[:-1]):
        return None
    if not is_slip(wholes[-1].printed.value, part.printed):
        return None
    return "R2", (wholes[-1], claim, part), wholes[-1].value, f"{wholes[-1].shown} × 100%"


# Series.


def _of_series(context: Context) -> Iterator[Broken]:
    """2021年、2022年、2023年分别为17,402人、17,088人、16,820人，三年减少682人."""
    runs: dict[int, list[Yearly]] = {}
    for one in series_of(context):
        runs.setdefault(one.run, []).append(one)
    figures = figures_of(context)
    for run in runs.values():
        last = run[-1].figure
        claim = next((one for one in figures if one.start > last.end), None)
        if claim is None or claim.line != last.line or claim.start - last.end > _NEAR:
            continue
        match = word("series_moved").fullmatch(context.text, last.end, claim.start)
        unit = "%" if claim.unit == "个百分点" else claim.unit
        if match is None or unit != last.unit or (claim.unit in _RATES and last.unit in _RATES):
            continue
        years = {one.year: one.figure for one in run}
        low = years.get(int(match["first"])) if match["first"] else run[0].figure
        high = years.get(int(match["last"])) if match["last"] else last
        if low is None or high is None or not (match["first"] or (match["span"] and len(run) > _PAIR)):
            continue
        value = abs(high.value - low.value)
        room = (high.half + low.half + claim.half) if claim.printed.decimals else Fraction(0)
        if abs(value - claim.value) > room:
            yield "R2", (low, high, claim), value, f"{high.shown} − {low.shown}"


def _ranks(context: Context) -> Iterator[Relation]:
    """全市排第6名，比2022年的第9名前进4名."""
    for match in word("rank_moved").finditer(context.body):
        now, prior, by = (int(match[name]) for name in ("now", "prior", "by"))
        up = says("rank_up", match["how"])
        if (prior - now if up else now - prior) != by:
            span = context.report.start + match.start(), context.report.start + match.end()
            yield told_side(context, [span], match.group(), f"相差{abs(prior - now)}名", "R2")


def _relation(
    context: Context, rule: str, facts: Sequence[Figure], value: Fraction, formula: str
) -> Relation:
    claim = facts[-1]
    scale = claim.value / claim.printed.value if claim.printed.value else Fraction(1)
    places = max(one.printed.decimals for one in facts)
    shown = decimal_text(value / scale, places) + claim.unit
    quotes = [context.quote(one.start, one.end) for one in facts]
    return relation(
        context, rule, "inconsistent", "review_difference", quotes, subject=claim.lead or claim.shown, expected=shown,
        stated=claim.shown, formula=formula, repairs=(f"{claim.shown}→{shown}",),
    )  # fmt: skip
