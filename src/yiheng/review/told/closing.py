"""R1 and R3 for percentages that are all there is: 三项之和100%; 县外占34.7%，县内就诊率65.3%; and R3 for a share of a sum.

The words claim that shares close: by a count of them with 构成全部 or 100%, or by two names that together are all there
are. A share of a sum (占两级资金之和的60%) is of the numbers right before it, as many as its words count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import over_sum
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import chinese_value
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.named import named_by
from yiheng.review.told.reading import EXACT, Reading, name_pieces

_BACK, _MOST, _PAIR, _NAME = 10, 6, 2, 2
_LEAST_CLOSING, _MOST_CLOSING = Fraction(4, 5), Fraction(5, 4)
_TWO_SIDES = (("county", "away"), ("man", "woman"), ("up", "down"), ("work", "rest"))


def closing_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Shares that the words claim to be all there is and that are more or less, where none is accused already."""
    wrong = {one.end for each in found if each.verdict in ("inconsistent", DISCLOSURE) for one in each.quotes}
    for shares in (*_counted(context), *_opposite(context)):
        total = sum((one.quantity.value for one in shares), Fraction(0))
        ends = {one.end for one in shares}
        if ends & wrong or _closes(shares, total) or not _LEAST_CLOSING <= total <= _MOST_CLOSING:
            continue
        wrong |= ends
        yield disclosed(context, _relation(context, shares, total))


def _counted(context: Context) -> Iterator[list[Fact]]:
    """The shares before words that say that so many of them are all."""
    for match in word("shares_close").finditer(context.text, context.report.start, context.report.end):
        near = [
            one
            for one in context.facts_in(context.report.line_at(match.start()).start, match.start())
            if one.sentence.start <= match.start() < one.sentence.end
            and one.end <= match.start()
            and one.quantity.unit == "%"
            and one.quantity.measured
        ]
        count = chinese_value(match["count"] or "") or len(near)
        shares = near[-count:]
        told = context.text[shares[0].sentence.start : match.start()] if shares else ""
        if _PAIR <= count == len(shares) and says("shares_are", told):
            yield shares


def _opposite(context: Context) -> Iterator[list[Fact]]:
    """Two shares that follow one another and whose names together are all there are: 县内 and 县外."""
    shares = [one for one in context.facts if one.quantity.unit == "%" and one.quantity.measured]
    for first, second in zip(shares, shares[1:], strict=False):
        if first.sentence != second.sentence or second.index - first.index > _PAIR:
            continue
        if is_delta(first) or is_delta(second):
            continue
        if not all(says("shares_are", context.clause_before(one)) for one in (first, second)):
            continue
        if not _of_one_whole(context, first, second):
            continue
        sides = {_side(context, first), _side(context, second)}
        if any(sides == set(two) for two in _TWO_SIDES):
            yield [first, second]


def _of_one_whole(context: Context, first: Fact, second: Fact) -> bool:
    """Whether two sides are shares of one thing: their clauses differ by the side alone, and no third side follows."""
    after = context.text[second.end : second.sentence.end]
    clauses = [context.clause_before(one) for one in (first, second)]
    if says("only_others", after) or says("share_of_a_part", clauses[1]):
        return False
    if any(word("caliber_in_brackets").match(context.text, one.end) for one in (first, second)):
        return False
    told_before = not all(word("shares_opposite").search(one) for one in clauses)
    return told_before or _noun(clauses[1]) in ("", _noun(clauses[0]))


def _noun(clause: str) -> str:
    """What a share is of by its clause, without its side and the words of sharing."""
    return without("share_noun_noise", word("shares_opposite").sub("", clause))


def _side(context: Context, share: Fact) -> str:
    """Which of two sides a share is of: by its own clause, or by the number right before it."""
    own = word("shares_opposite").search(context.clause_before(share))
    if own is None and share.index:
        before = context.facts[share.index - 1]
        if before.sentence == share.sentence and before.quantity.unit != "%":
            own = word("shares_opposite").search(before.label)
    return (own.lastgroup or "") if own else ""


def _closes(shares: Sequence[Fact], total: Fraction) -> bool:
    """Whether shares make up all, to the rounding of each."""
    slack = sum((one.quantity.printed.half_unit for one in shares), Fraction(0)) / 100
    return abs(total - 1) <= slack


def _relation(context: Context, shares: Sequence[Fact], total: Fraction) -> Relation:
    shown = shares[-1].quantity.text_of(total, 2)
    return relation(
        context, "R1", "inconsistent", "review_sum", context.quote_facts(*shares), subject=shares[0].name,
        expected=shown, stated="100%", formula=plus(one.quantity for one in shares),
        repairs=("占比之和应为100%",),
    )  # fmt: skip


def sum_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """A share of the sum of the numbers right before it: 中央1,320万元、省级880万元，中央占两级之和的60%."""
    named = named_by(context.clause_before(claim)) if claim.quantity.unit == "%" else None
    told = word("share_of_sum").search(named.base) if named is not None else None
    if named is None or told is None:
        return
    run = _run_before(context, claim)
    count = chinese_value(told["count"] or "") or len(run)
    run = run[-count:]
    if not _PAIR <= count == len(run):
        return
    at = _in_turn(run, named.subject)
    if at is not None:
        shown = f"{run[at].quantity.shown} ÷（{plus(one.quantity for one in run)}）"
        yield Reading("R3", claim, tuple(run), over_sum(at), shown, EXACT)


def _run_before(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of one dimension that stand in turn before a claim, in its paragraph."""
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, claim.index - _BACK) : claim.index]):
        alike = not run or one.quantity.dimension == run[0].quantity.dimension
        plain = one.quantity.measured and one.quantity.family in ("money", "count") and not is_delta(one)
        if one.line is not claim.line or not (alike and plain) or len(run) == _MOST:
            break
        run.insert(0, one)
    return run


def _in_turn(run: Sequence[Fact], subject: str) -> int | None:
    """Which of some numbers a share is of: by its name, or by the turn of its name (门诊与住院分别为……)."""
    head = name_pieces(subject[:_NAME])
    pieces = head or name_pieces(subject) or {subject}
    first = run[0]
    if says("share_in_turn", first.label):
        names = word("share_names_apart").split(word("share_in_turn").split(first.label)[0])
        labels = names if len(names) == len(run) else []
    else:
        labels = [one.label for one in run]
    hits = [sum(piece in label for piece in pieces) for label in labels]
    best = max(hits, default=0)
    return hits.index(best) if best and hits.count(best) == 1 else None
