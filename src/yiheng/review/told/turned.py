"""R16 ORDER in one breath: two words of direction for one change, or a word of direction and the two numbers it lies between.

减少238.3万元，上升8.07%: an amount and its rate go one way. 由486公斤下降到547公斤: the second number is larger. 改革前3.86亿元，
改革后2.17亿元，增加1.69亿元: the two lie just so far apart, and their words say which was first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.figure import Figure, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.side import told_side

_NEAR, _BACK = 60, 6
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_RATES = ("%", "％")
Told = tuple[list[tuple[int, int]], str, str]


def turned_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Directions that do not agree, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    figures = figures_of(context)
    for at, one in enumerate(figures):
        told = (
            _by_next(context, figures, at)
            or _from_to(context, figures, at)
            or _by_values(context, figures, at)
        )
        if told is not None and one.end not in accused:
            accused |= {end for _, end in told[0]}
            yield told_side(context, *told, "R16")


def _up(how: str) -> bool:
    return says("turn_up", how) or how in ("增", "升")


def _signed(text: str, at: int) -> bool:
    return text[at - 1 : at] in ("-", "－", "−")


# Two words of direction.


def _by_next(context: Context, figures: Sequence[Figure], at: int) -> Told | None:
    """减少238.3万元，上升8.07%; 低于上年86.2分，提高2.4分."""
    if at + 1 >= len(figures):
        return None
    one, then = figures[at], figures[at + 1]
    if then.line != one.line or then.start - one.end > _NEAR // 2:
        return None
    match = word("turn_then").fullmatch(context.text, one.end, then.start)
    if match is None or _signed(context.text, then.start) or _signed(context.text, one.start):
        return None
    side, lead = word("turn_side").search(one.lead), word("turn_lead").search(one.lead)
    if side is not None:
        said, up = side["side"], says("turn_side_up", side["side"])
    elif lead is not None and _of_one_change(
        one, then, lead, context.text[match.start() : match.start("how")]
    ):
        said, up = lead["how"], _up(lead["how"])
    else:
        return None
    if up == _up(match["how"]):
        return None
    span = context.text.rfind(said, 0, one.start), then.end
    return [span], context.text[slice(*span)], f"{said}与{match['how']}方向相反"


def _of_one_change(one: Figure, then: Figure, lead: re.Match[str], between: str) -> bool:
    """Whether an amount and what follows tell one change: its rate, or by how much it came to what it is now."""
    reached = lead.group().endswith(("至", "到"))
    if reached:
        return one.unit == then.unit or then.unit in (*_RATES, "个百分点")
    if says("turn_compared", between) and not (
        says("turn_last_year", between) and says("turn_last_year", one.said)
    ):
        return False  # 比上年增加5万元，比2019年减少3%
    return (one.unit in _RATES) != (then.unit in _RATES) and "个百分点" not in (one.unit, then.unit)


# A word of direction between two numbers.


def _from_to(context: Context, figures: Sequence[Figure], at: int) -> Told | None:
    """由建设前的486公斤下降到547公斤."""
    if at + 1 >= len(figures):
        return None
    one, then = figures[at], figures[at + 1]
    if then.line != one.line or then.start - one.end > _NEAR // 2:
        return None
    start = context.text.rfind("\n", 0, one.start) + 1
    lead = word("turn_from").search(context.text[max(start, one.start - _NEAR // 2) : one.start])
    low = one.end - len(one.unit)
    match = word("turn_to").fullmatch(context.text, low, then.start) if lead else None
    if match is None or lead is None or _signed(context.text, one.start) or _signed(context.text, then.start):
        return None
    unit = match["unit"].strip()
    if says("turn_grades", unit):
        return None  # 由4.6等提升到4.2等
    if (
        not context.text.startswith(unit, then.end - len(then.unit))
        or one.printed.value == then.printed.value
    ):
        return None
    if (then.printed.value > one.printed.value) == _up(match["how"]):
        return None
    span = one.start - len(lead.group()), then.end
    sign = "＞" if then.printed.value > one.printed.value else "＜"
    return [span], context.text[slice(*span)], f"{then.printed.text} {sign} {one.printed.text}"


# A word of direction after two numbers.


def _by_values(context: Context, figures: Sequence[Figure], at: int) -> Told | None:
    """6月30.2%；10月71.9%，较6月下降41.7个百分点: the numbers that lie just so far apart, by the order that words give them."""
    claim = figures[at]
    how = word("turn_lead").search(claim.lead)
    if how is None or how.group().endswith(("至", "到", "为")) or says("turn_apart", claim.lead):
        return None
    near = [one for one in figures[max(0, at - _BACK) : at] if one.line == claim.line and _like(one, claim)]
    pairs = [
        (base, now)
        for n, one in enumerate(near)
        for other in near[n + 1 :]
        if abs(one.value - other.value) == claim.value != 0
        and (ordered := _ordered(context, one, other, claim.lead[: how.start("how")])) is not None
        for base, now in (ordered,)
    ]
    if not pairs or any((now.value > base.value) == _up(how["how"]) for base, now in pairs):
        return None
    base, now = pairs[-1]
    sign = "＞" if now.value > base.value else "＜"
    spans = [(base.start, base.end), (now.start, now.end), (claim.start - len(how["how"]), claim.end)]
    stated = context.text[claim.start - len(claim.lead) : claim.end].strip()
    return spans, stated, f"{now.shown} {sign} {base.shown}"


def _like(one: Figure, claim: Figure) -> bool:
    """Whether a number may be one of the two that a change lies between."""
    unit = "个百分点" if one.unit in _RATES else one.unit
    return (unit == claim.unit or (one.money and claim.money)) and not word("turn_lead").search(one.lead)


def _ordered(context: Context, one: Figure, other: Figure, lead: str) -> tuple[Figure, Figure] | None:
    """Which of two numbers was there first, by their years, by 上年 and 本年, by the name of the base; None where nothing says."""
    words = [context.text[max(each.line, each.start - _NEAR) : each.start] for each in (one, other)]
    clauses = [re.split(r"[，。；;]", each)[-1] for each in words]
    named = word("turn_base").search(lead)
    if named is not None and not says("turn_before", named["base"]):
        at = context.text.rfind(named["base"].strip(), one.line, other.end)
        base = next((each for each in (one, other) if each.start > at >= 0), None)
        return None if base is None else (one, other) if base is one else (other, one)
    years = [_YEAR.findall(clause) for clause in clauses]
    if all(years) and years[0][-1] != years[1][-1]:
        return (one, other) if years[0][-1] < years[1][-1] else (other, one)
    past = [any(int(year) < context.report.year for year in told) for told in years]
    if past[0] != past[1]:
        return (one, other) if past[0] else (other, one)
    compared = [says("turn_compared", clause) for clause in clauses]
    if compared[0] != compared[1]:
        return (one, other) if compared[0] else (other, one)  # 930元，比2021年的860元降低70元
    before = [says("turn_before", clause) for clause in clauses]
    after = [says("turn_after", clause) for clause in clauses]
    if before[0] != before[1]:
        return (one, other) if before[0] else (other, one)
    if after[0] != after[1]:
        return (one, other) if after[1] else (other, one)
    return None
