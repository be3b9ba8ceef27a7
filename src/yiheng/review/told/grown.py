"""Readings of a change that the words bind: what it is of, since when, and by how much, with the way it went.

较上年的98.4万元增加28.1万元，增长28.6% has its base beside it; 由31人减少到9人，下降71.0% both its ends; 7,860元，2022年8,086元，
下降2.8% tells the earlier one by its year. The numbers of its own sentence are tried for what it rose to, the nearest
first: the claim stands if any of them gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yiheng.review.reading.change import in_a_row, is_delta, is_gross, of_another_year, only_a_part
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import fall, fallen_by, gap, minus, ratio, rise, risen_by
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.told.reading import BOUND, LIKELY, TOLD, Reading, bracketed, name_pieces

_SENTENCE_MOST = 12
_BACK = 40
_TAIL = 10
_UP, _DOWN = 1, -1
_SEGMENT = re.compile("[；;]")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_RATES = ("%", "‰")
_PER_PERSON = {"money", "money_per_person"}


def grown_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a change by the numbers that its words bind."""
    clause = context.clause_before(claim)
    clause = without("grown_rate_is", clause)
    grows = says("bound_growth", clause[-_TAIL:]) or says("grown_than_new", clause)
    if not grows or says("bound_growth_not", clause) or says("grown_to_come", clause):
        return
    sign = _way_of(clause)
    percent = claim.quantity.unit in _RATES
    if not sign or not (percent or claim.quantity.unit == "个百分点" or is_delta(claim)):
        return
    before = _before(context, claim)
    delta = _delta_of(context, claim) if percent else None
    levels = [one for one in before if one is not delta and _is_level(one, claim, delta)]
    if only_a_part(context, levels[:1], claim) or in_a_row(context, claim) or is_gross(context, claim):
        return  # 其中2022年新增4家; 分别增长25%和60%
    own = name_pieces(_subject_of(claim.label)) or (
        name_pieces(_subject_of(delta.label)) if delta else frozenset()
    )
    levels = [one for one in levels if any(piece in one.label for piece in own)] or levels
    at = delta if delta is not None and delta.start < claim.start else claim
    yield from _of_two_years(claim, clause, levels, sign)
    bases = [
        (one, firm)
        for one, firm in _bases(context, at, claim, levels)
        if not of_another_year(clause, one) and not of_another_year(context.clause_before(at), one)
    ]
    for base, firm in bases:
        yield from _since(context, claim, base, levels, sign, firm, own)
        if delta is not None and firm and _alike(delta, base):
            shown = f"{delta.quantity.shown} ÷ {base.quantity.shown}"
            yield Reading("R4", claim, (delta, base), ratio, shown, BOUND)
    if delta is not None and not any(firm for _, firm in bases):
        yield from _by_delta(context, claim, delta, levels, sign)


def _of_two_years(claim: Fact, clause: str, levels: Sequence[Fact], sign: int) -> Iterator[Reading]:
    """2022年6,180万元、2023年6,600万元；2023年比2022年增长6.8%: the two years are named."""
    named = word("grown_two_years").search(clause)
    if named is None or claim.quantity.unit not in _RATES:
        return
    now, base = ([one for one in levels if one.year == int(named[name])] for name in ("now", "base"))
    alike = [(one, two) for one in now for two in base if _alike(one, two)]
    for number, (one, two) in enumerate(alike):
        yield _change(claim, one, two, sign, BOUND if number == 0 and len(alike) == 1 else LIKELY)


def _way_of(words: str) -> int:
    """+1 for a rise, −1 for a fall, by the word that stands last; 0 where there is none."""
    up = max((match.end() for match in word("bound_rise").finditer(words)), default=-1)
    down = max((match.end() for match in word("bound_fall").finditer(words)), default=-1)
    return 0 if up == down else _UP if up > down else _DOWN


def _before(context: Context, claim: Fact) -> list[Fact]:
    """The definite numbers of a claim's sentence before it, the nearest first."""
    found = []
    for one in reversed(context.facts[max(0, claim.index - _SENTENCE_MOST) : claim.index]):
        if one.sentence != claim.sentence:
            break
        if one.quantity.measured:
            found.append(one)
    return found


def _alike(first: Fact, second: Fact) -> bool:
    kinds = {first.quantity.dimension, second.quantity.dimension}
    return len(kinds) == 1 or kinds == _PER_PERSON  # 标准120元/人降为80元/人，降低40元


def _is_level(one: Fact, claim: Fact, delta: Fact | None) -> bool:
    """Whether a number may be what something rose to or from."""
    if is_delta(one) or one.role in ("target", "budget", "base"):
        return False
    if claim.quantity.unit == "个百分点":
        return one.quantity.unit == "%"
    if claim.quantity.unit in _RATES:
        return one.quantity.family in ("money", "count", "time") and (delta is None or _alike(one, delta))
    return _alike(one, claim)


def _delta_of(context: Context, claim: Fact) -> Fact | None:
    """The amount of a change whose rate is claimed, told right before the rate or right after it."""
    back = claim.index - 1
    while back > 0 and context.facts[back].depth > claim.depth:
        back -= 1  # 赔付增加687.20万元（2022年为10,900.00万元），增长6.3%
    for number in (back, claim.index + 1):
        one = context.facts[number] if 0 <= number < len(context.facts) else None
        if one is None or one.quantity.unit in (*_RATES, "个百分点") or not one.quantity.measured:
            continue
        if one.sentence == claim.sentence and context.same_segment(one, claim) and is_delta(one):
            low, high = sorted((one, claim), key=lambda fact: fact.start)
            if name_pieces(_subject_of(_BRACKET.sub("", context.text[low.end : high.at]))):
                continue  # 支出减少3万元，收入增长5%: of something else
            return one
    return None


def _bases(context: Context, at: Fact, claim: Fact, levels: Sequence[Fact]) -> list[tuple[Fact, bool]]:
    """What a change may start from, and whether its words bind it."""
    found: list[tuple[Fact, bool]] = []
    beside = context.facts[at.index - 1] if at.index else None
    if beside in levels and beside is not None and _than(context, beside, at):
        return [(beside, True)]
    inside = [
        one for one in bracketed(context, claim) or bracketed(context, at) if _is_level(one, claim, None)
    ]
    for one in inside:
        if _is_earlier(context, one, claim, inside) or (
            one is inside[0] and len(inside) > 1 and _moved(context, *inside[:2])
        ):
            return [(one, True)]
    after = context.facts[claim.index + 1] if claim.index + 1 < len(context.facts) else None
    if after is not None and _told_after(context, after, claim):
        return [(after, True)]
    if len(levels) > 1 and _moved(context, levels[1], levels[0]):
        return [(levels[1], levels[0].index == levels[1].index + 1)]
    earlier = [one for one in levels if _is_earlier(context, one, claim, levels)]
    found.extend(
        (one, number == 0 and context.same_segment(one, claim)) for number, one in enumerate(earlier)
    )
    return found


def _told_after(context: Context, after: Fact, claim: Fact) -> bool:
    """320家，同比增长60%，2022年为200家: whether a rate's base stands right after it."""
    beside = after.sentence == claim.sentence and after.depth == claim.depth and after.quantity.measured
    beside = beside and not _SEGMENT.search(context.text, claim.end, after.start)
    told = beside and claim.quantity.unit in _RATES and bool(word("told_prior").match(after.label))
    return told and _is_level(after, claim, None)


def _than(context: Context, base: Fact, at: Fact) -> bool:
    """较上年的98.4万元增加: whether a number stands between 较 and the word of the change."""
    clause = context.clause_before(base)
    return bool(
        (word("bound_than").search(clause) or word("grown_year_base").search(clause))
        and word("bound_than_delta").match(context.text[base.end : at.at])
    )


def _moved(context: Context, first: Fact, second: Fact) -> bool:
    """由31人减少到9人: whether a number moved to the next."""
    since = word("bound_since").search(context.clause_before(first))
    return bool(since and word("bound_until").match(context.text[first.end : second.at]))


def _is_earlier(context: Context, one: Fact, claim: Fact, levels: Sequence[Fact]) -> bool:
    """Whether a number is of an earlier time than the others: by its words or its year."""
    if one.role == "prior" or says("bound_prior", one.label):
        return True
    if one.year and one.year < claim.year:
        return True
    beside = [level for level in levels if level.index == one.index - 1]
    beside = [
        level for level in beside if "、" in context.text[level.end : one.at]
    ]  # 2022年收入158亿元、支出130亿元
    if not one.year or not any(says("bound_year_own", level.label) for level in (one, *beside)):
        return False
    if word("year_alone").fullmatch(one.label) and any(
        level.index == one.index - 1 and not level.year for level in levels
    ):
        return True  # 7,860元，2022年8,086元
    return one.year < max([context.report.year, *(level.year for level in levels if level is not one)])


def _told_now(context: Context, one: Fact, claim: Fact) -> bool:
    """Whether the words between say that it is this year again: 2022年收入158亿元，本年增加12亿元."""
    return bool(word("bound_now").search(context.text, one.end, max(one.end, claim.start)))


def _since(
    context: Context,
    claim: Fact,
    base: Fact,
    levels: Sequence[Fact],
    sign: int,
    firm: bool,
    own: frozenset[str],
) -> Iterator[Reading]:
    """The change from a base to each number that it may have come to."""
    beside = bracketed(context, claim)
    inside = len(beside) > 1 and base in beside  # 较上年净减192人（上年960人，本年1152人）
    if inside:
        levels = [one for one in beside if _is_level(one, claim, None)]
    now = [one for one in levels if one is not base and one.quantity.dimension == base.quantity.dimension]
    now = [one for one in now if not _is_earlier(context, one, base, levels)]
    for number, one in enumerate(now):
        of_it = inside or not own or any(piece in one.label + base.label for piece in own)
        bound = firm and number == 0 and of_it
        yield _change(claim, one, base, sign, BOUND if bound else LIKELY)
    if now or not firm:
        return
    named = _named_before(context, claim, base)
    sole = len({one.quantity.value for one in named}) == 1
    for one in named:
        yield _change(claim, one, base, sign, TOLD if sole else LIKELY)


def _named_before(context: Context, claim: Fact, base: Fact) -> list[Fact]:
    """What stands in the sentences before it, in the words of a base or a claim."""
    clause = context.text[max(claim.sentence.start, base.start - _BACK) : base.start] + claim.label
    pieces = name_pieces(_subject_of(clause))
    return [
        one
        for one in reversed(context.facts[max(0, claim.index - _BACK) : claim.index])
        if one.line is claim.line and one.sentence != claim.sentence and one.quantity.measured
        and _alike(one, base) and not is_delta(one) and one.role == "actual"
        and any(piece in one.label for piece in pieces)
    ]  # fmt: skip


def _subject_of(words: str) -> str:
    """What is left of some words besides those that tell of a change and of whom: the name of what changed."""
    return word("bound_subject_noise").sub("", word("grown_verb").sub("", words))


def _by_delta(
    context: Context, claim: Fact, delta: Fact, levels: Sequence[Fact], sign: int
) -> Iterator[Reading]:
    """8.43万人，比上年增加0.33万人，增长4.07%: the base is what the number was before the change."""
    way = _way_of(context.clause_before(delta)[-_TAIL:]) or sign
    if way != sign:
        return
    own = name_pieces(_subject_of(delta.label))
    levels = of_one_flow(delta, levels) or _year_before(context, claim, delta)
    for number, one in enumerate(levels):
        bound = number == 0 and (not own or any(piece in one.label for piece in own))
        earlier = _is_earlier(context, one, claim, levels)
        if earlier or _told_now(context, one, claim):
            shown = f"{delta.quantity.shown} ÷ {one.quantity.shown}"
            yield Reading("R4", claim, (delta, one), ratio, shown, BOUND if bound else LIKELY)
        if earlier:
            continue
        mark = "−" if sign > 0 else "+"
        shown = f"{delta.quantity.shown} ÷（{one.quantity.shown} {mark} {delta.quantity.shown}）"
        yield Reading(
            "R4", claim, (delta, one), risen_by if sign > 0 else fallen_by, shown, BOUND if bound else LIKELY
        )


def of_one_flow(claim: Fact, levels: Sequence[Fact]) -> list[Fact]:
    """The levels of income where an income is said to grow, of expenditure where expenditure is: the others are no bases."""
    own = word("flow_noun").findall(claim.label)[-1:]
    nouns = [word("flow_noun").findall(one.label)[-1:] for one in levels]
    return [
        one
        for one, noun in zip(levels, nouns, strict=True)
        if not own or noun == own or not (noun or own in nouns)
    ]


def _year_before(context: Context, claim: Fact, delta: Fact) -> list[Fact]:
    """2023年资助13,648人。2024年人数增加671人，增长4.9%: the only such number of the year before, a sentence before."""
    found = [
        one
        for one in context.facts[max(0, claim.index - _SENTENCE_MOST) : claim.index]
        if one.line is claim.line and one.sentence != claim.sentence and one.quantity.measured
        and one.quantity.unit == delta.quantity.unit and one.year == claim.year - 1 and not is_delta(one)
    ]  # fmt: skip
    return found if len(found) == 1 else []


def _change(claim: Fact, now: Fact, base: Fact, sign: int, strength: int) -> Reading:
    high, low = now.quantity.shown, base.quantity.shown
    if claim.quantity.unit in _RATES:
        shown = f"（{high} − {low}）÷ {low}"
        return Reading("R4", claim, (now, base), rise if sign > 0 else fall, shown, strength)
    shown = f"{high} − {low}" if sign > 0 else f"{low} − {high}"
    return Reading("R2", claim, (now, base), minus if sign > 0 else gap, shown, strength)
