"""Readings of a rate whose whole stands apart, told of the same item in another role: 县应补738万元……县到位700万元，到位率94.85%.

The part stands right before the rate. What is left of its words without the rate's own word and without what any amount
has is its item; the whole is told of that item, as due, given or counted. A part without an item has its whole in the
sentences before it. Any number of the report that gives the rate settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, lexicon, says, word
from yiheng.review.told.named import named_by
from yiheng.review.told.own_slip import near_or_slipped
from yiheng.review.told.reading import BOUND, LIKELY, Reading, quotient
from yiheng.review.told.turns import may_be_part

_BACK = 240
_DEEPER = 4
_SENTENCES = 2
_SUMMED = 4
_NEAR = Fraction(1, 4)
_DIGITS = 4


def kindred_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """The rate by the whole of its part's item, and by every other number that gives it."""
    if claim.quantity.unit != "%" or claim.role == "target" or claim.quantity.value == 1:
        return
    stem = _stem(context.clause_before(claim))
    part = _part(context, claim) if stem else None
    if part is None or not _done(stem, part) or _of_several(context, stem, part):
        return
    wholes = [
        one
        for one in reversed(context.facts[max(0, part.index - _BACK) : part.index])
        if may_be_part(one) and one.quantity.dimension == part.quantity.dimension and one.quantity.value
    ]
    bound = _bound(context, claim, stem, part, wholes)
    if bound is None:
        return
    for one in wholes:
        if one is not bound:
            yield quotient(claim, part, one, LIKELY)
    given = [one for one in wholes if one.line is part.line and _is_whole(stem, one)][:_SUMMED]
    if len(given) > 1:
        yield Reading("R3", claim, (part, *given), _over_all, part.quantity.shown, LIKELY)
    yield quotient(claim, part, bound, BOUND)


def _stem(clause: str) -> str:
    """The name of a rate without 率; of those of opinion too, which are of what a questionnaire counts."""
    named = named_by(clause)
    opinion = word("kindred_opinion").search(clause)
    return opinion["stem"] if opinion is not None else named.stem if named is not None else ""


def _of_several(context: Context, stem: str, part: Fact) -> bool:
    """非常满意180份，基本满意60份: whether a sentence tells more than one number that a rate of opinion may count."""
    if not says("kindred_opinion", f"{stem}率"):
        return False
    alike = [
        one
        for one in context.facts[max(0, part.index - _DEEPER) : part.index + _DEEPER]
        if one.sentence == part.sentence and one.quantity.dimension == part.quantity.dimension
    ]
    return sum(word("kindred_opinion_told").search(one.label) is not None for one in alike) > 1


def _over_all(values: Sequence[Fraction]) -> Fraction:
    return values[0] / sum(values[1:], Fraction(0))


def _part(context: Context, claim: Fact) -> Fact | None:
    """The number right before a rate, in its sentence; what stands deeper in brackets between them is passed over."""
    for one in reversed(context.facts[max(0, claim.index - _DEEPER) : claim.index]):
        if one.sentence != claim.sentence:
            return None
        if one.depth <= claim.depth:
            return one if may_be_part(one) else None
    return None


def _done(stem: str, part: Fact) -> bool:
    """Whether a number is told as done in a rate's own sense: 支付 of 执行率, 赔付 of 赔付率."""
    own = word("kindred_stem_noise").sub("", stem)
    if says("negated", part.label) or says("due", part.label):
        return False
    lead = word("share_far_lead").match(part.line.text)
    said = f"{lead[1] if lead else ''}{part.label}"
    return own in said or bool(_done_words(own) and re.search(_done_words(own), said))


@cache
def _done_words(stem: str) -> str:
    """The words of what a rate tells as done."""
    found = [words for name, words in lexicon().rate_kin.items() if name in stem]
    found += [one.numerator for one in lexicon().rates if re.search(one.rate, f"{stem}率")]
    return "|".join(found)


@cache
def _whole_words(stem: str) -> str:
    """The words of what a rate is of."""
    return "|".join(one.denominator for one in lexicon().rates if re.search(one.rate, f"{stem}率"))


def _item(stem: str, words: str) -> str:
    """What some words tell of, without the rate's own word and without what any amount has."""
    own = word("kindred_stem_noise").sub("", stem)
    bare = words.replace(own, "")
    if _done_words(own):
        bare = re.sub(_done_words(own), "", bare)
    return chinese_of(word("kindred_noise").sub("", bare))


def _bound(context: Context, claim: Fact, stem: str, part: Fact, wholes: Sequence[Fact]) -> Fact | None:
    """The whole of the part's item; None where there is none, or several of the same place."""
    item = _item(stem, part.label)
    told = [
        one
        for one in wholes
        if _is_whole(stem, one) and (not one.year or not part.year or one.year == part.year)
    ]
    if item:
        told = [one for one in told if _of_item(context, stem, item, one)]
    else:
        told = [one for one in told if one.line is part.line and not _item(stem, one.label)]
        told = [one for one in told if _sentences_between(context, one, part) <= _SENTENCES]
    if not told:
        return None
    nearest = [one for one in told if one.line is told[0].line]
    values = {one.quantity.value for one in (nearest if item else told[:1])}
    return (
        told[0]
        if len(values) == 1 and near_or_slipped(quotient(claim, part, told[0], BOUND), _NEAR, _DIGITS)
        else None
    )


def _is_whole(stem: str, one: Fact) -> bool:
    """Whether a number is told as what was due, given or counted."""
    own = _whole_words(word("kindred_stem_noise").sub("", stem))
    said = one.label
    return says("due", said) or says("kindred_given", said) or bool(own and re.search(own, said))


def _of_item(context: Context, stem: str, item: str, one: Fact) -> bool:
    """Whether a number is told of an item, in its label or, where that names none, in its clause: 西片50万人、保费4,280万元."""
    own = _item(stem, one.label)
    whole = _whole_words(word("kindred_stem_noise").sub("", stem))
    bare = word("kindred_given").sub("", re.sub(whole, "", own) if whole else own)
    if bare:
        return bare == item
    return item in chinese_of(context.clause_before(one))


def _sentences_between(context: Context, first: Fact, second: Fact) -> int:
    """How many ends of sentences stand between two numbers."""
    return len(word("kindred_sentence_end").findall(context.text[first.end : second.start]))
