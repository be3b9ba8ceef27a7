"""Shares that stand in turn: A 7,800.84万元，占45%；B 4,333.80万元，占25%；……: all of one whole, told or not.

The whole that most of the pairs agree on is theirs: a number of the report, or the sum of the parts; the one pair that
does not agree is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.context import Context, over, plus
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.reading import LIKELY, TOLD, Reading
from yiheng.review.told.turns import turn_runs

_PAIRS_LEAST, _PAIRS_MOST = 2, 12
_MOST = 40
_APART, _APART_MOST = 2, 6

Pair = tuple[Fact, Fact]


def share_runs(context: Context) -> list[list[Pair]]:
    """Runs of an amount and its share in one sentence, or in paragraphs one after another under one heading."""
    runs: list[list[Pair]] = []
    for share in context.facts:
        part = context.facts[share.index - 1] if share.index else None
        if (
            part is None
            or share.quantity.unit != "%"
            or not share.quantity.measured
            or not part.quantity.measured
        ):
            continue
        if part.quantity.family not in ("money", "count") or part.sentence != share.sentence:
            continue
        between = context.text[part.end : share.at]
        bracket = share.depth == part.depth + 1 and word("share_bracket").fullmatch(between)
        if not (
            bracket or word("told_share_bare").fullmatch(between) or word("share_blank").fullmatch(between)
        ):
            continue
        last = runs[-1][-1] if runs else None
        beside = (
            last is not None
            and len(runs[-1]) < _PAIRS_MOST
            and (last[0].sentence == part.sentence or _next_row(context, last, part))
            and last[0].quantity.dimension == part.quantity.dimension
            and part.index - last[1].index <= _APART
            and _one_base(context, runs[-1][0], (part, share))
        )
        if beside:
            runs[-1].append((part, share))
        else:
            runs.append([(part, share)])
    return [run for run in runs if len(run) >= _PAIRS_LEAST]


def _one_base(context: Context, first: Pair, pair: Pair) -> bool:
    """Whether a share names no other whole than the first of its run does: 占41.7%，……占甲镇的140% are of two."""
    own, named = (word("told_share_base").search(context.text, a.end, b.at) for a, b in (first, pair))
    return (
        named is None
        or says("share_whole", named["base"])
        or (own is not None and own["base"] == named["base"])
    )


def _next_row(context: Context, last: Pair, part: Fact) -> bool:
    """Whether a share stands in the line right below another, each alone in its line."""
    between = context.text[last[1].end : part.start - len(part.label)]
    return between.count("\n") == 1 and word("share_row_end").fullmatch(between) is not None


def closes(run: Sequence[Reading]) -> bool:
    """Whether the parts of a run together are the whole that its shares are of."""
    wholes = {one.operands[-1].quantity.value for one in run}
    parts = sum((one.operands[0].quantity.value for one in run), Fraction(0))
    return len(run[0].operands) == _PAIRS_LEAST and wholes == {parts}


def run_readings(context: Context) -> Iterator[list[Reading]]:
    """For each run the readings of its shares by the whole that most of them agree on; none where too few do."""
    for run in (*share_runs(context), *turn_runs(context)):
        wholes = _wholes(context, run)
        best: list[Reading] = []
        fitting = 0
        for whole in wholes:
            told = [_by(whole, part, share) for part, share in run]
            count = sum(one.fits for one in told)
            if count > fitting:
                best, fitting = told, count
        summed = [_by_sum(run, at) for at in range(len(run))]
        if sum(one.fits for one in summed) > fitting:
            best, fitting = summed, sum(one.fits for one in summed)
        if any(_answered(context, run, one) for one in best if not one.fits):
            continue
        if best and (fitting == len(run) or (fitting == len(run) - 1 and len(run) >= _PAIRS_LEAST)):
            yield best


def _answered(context: Context, run: Sequence[Pair], one: Reading) -> bool:
    """Whether another number before a run gives the one share that its own part does not."""
    first, part, whole = run[0][0].index, one.operands[0], one.operands[-1]
    used = {part.start for part, _ in run}
    return len(one.operands) == _PAIRS_LEAST and any(
        other.quantity.measured
        and other.quantity.dimension == part.quantity.dimension
        and other.line is part.line
        and other.start not in used
        and _by(whole, other, one.claim).fits
        for other in context.facts[max(0, first - _APART_MOST) : run[-1][1].index]
    )


def _wholes(context: Context, run: Sequence[Pair]) -> list[Fact]:
    first = run[0][0]
    used = {part.start for part, _ in run}
    return [
        one
        for one in reversed(context.facts[max(0, first.index - _MOST) : run[-1][1].index])
        if one.quantity.measured and one.quantity.dimension == first.quantity.dimension and one.start not in used
        and one.quantity.value
    ]  # fmt: skip


def _by(whole: Fact, part: Fact, share: Fact) -> Reading:
    shown = over(part.quantity, whole.quantity)
    return Reading("R3", share, (part, whole), ratio, shown, TOLD)


def _by_sum(run: Sequence[Pair], at: int) -> Reading:
    parts = tuple(part for part, _ in run)
    shown = f"{parts[at].quantity.shown} ÷（{plus(one.quantity for one in parts)}）"
    return Reading("R3", run[at][1], parts, lambda v: v[at] / sum(v, Fraction(0)), shown, LIKELY)


def of_the_sum(context: Context, claim: Fact) -> Iterator[Reading]:
    """结余医院29家，超支医院13家，结余医院占69%: one of several numbers in turn, of all of them."""
    told = word("told_share_alone").search(context.clause_before(claim))
    if told is None:
        return
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, claim.index - _MOST) : claim.index]):
        alike = (
            one.quantity.measured
            and not says("told_standard", one.label)
            and (not run or one.quantity.unit == run[0].quantity.unit)
        )
        if one.sentence != claim.sentence or not alike or one.quantity.family not in ("money", "count"):
            break
        run.insert(0, one)
    named = [at for at, one in enumerate(run) if told["name"] and told["name"][-4:] in one.label]
    if len(run) < _PAIRS_LEAST or len(named) != 1:
        return
    at = named[0]
    shown = f"{run[at].quantity.shown} ÷（{plus(one.quantity for one in run)}）"
    yield Reading("R3", claim, tuple(run), lambda v: v[at] / sum(v, Fraction(0)), shown, LIKELY)
