"""How likely a number is computed from which others, before it is asked whether it is what they give.

A claim is computed from one combination of the numbers around it, or from none. Every combination that a form allows has a
score, the sum of its traits' weights; none has the score zero; how likely each is, is its share of all (a mixture, whose weights
are learnt from clean reports, where what is meant holds). Claims that stand near each other are worked out together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from yiheng.review.learnt.around import Around
from yiheng.review.learnt.columns import (
    COUNT,
    EACH,
    SLOTS,
    all_places,
    claim_places,
    operand_places,
    padded,
    word_places,
)
from yiheng.review.learnt.forms import FORMS, given, kind_of, of_kind, rows_given
from yiheng.review.learnt.numbers import Codes, Marks, Numbers, Values, numbers_of
from yiheng.review.learnt.table import THOUSANDTHS, Weights, table
from yiheng.review.learnt.traits import Near, Traits
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, says
from yiheng.review.reading.mending import significant_digits

_TOGETHER = 64
"""How many claims are worked out together."""
_NEAREST, _AHEAD_COSTS = 11, 2.5
"""Of how many numbers three are tried together; operands mostly stand before what is computed from them."""
_ROW_MOST = 40
"""Numbers of a row that may be told of something by the words before it."""
_DIGITS, _AFTER = 2, 6
_HOPELESS = -7 * THOUSANDTHS
"""Below which score before the traits of all operands together a combination is passed over."""


@dataclass(frozen=True)
class Combinations:
    """What claims may be computed from, a row each in the order of the claims: the claim, a form, the places of its operands (three, -1
    where it has fewer), the value that they give, and how likely it is meant; ``none`` is how likely each number of the report is
    computed from none (one where nothing is near)."""

    claim: Codes
    form: Codes
    operands: Codes
    values: Values
    chance: Values
    none: Values


_Scored = tuple[Codes, Codes, Codes, Values, Weights]
"""Combinations: their claims, forms, operands, values and scores."""


def traits_of(context: Context) -> Traits:
    """The traits of a report's numbers, worked out once."""
    return context.once(_traits)


def _traits(context: Context) -> Traits:
    return Traits(context, numbers_of(context), table().spellings)


def claims_of(context: Context, numbers: Numbers) -> Codes:
    """The places of the numbers that may be computed from others; those of long rows without a word are data."""
    data = _of_long_rows(context, numbers)
    told = [may_be_claim(context, fact) for fact in numbers.facts]
    return np.flatnonzero(np.array(told, dtype=np.bool_) & ~data)


def _of_long_rows(context: Context, numbers: Numbers) -> Marks:
    """Which numbers stand in a row of many that no word parts: 12.3万元、45.6万元、…"""
    facts = numbers.facts
    parted = [True, *(chinese_of(context.text[one.end : two.at]) != "" for one, two in pairwise(facts))]
    row = np.cumsum(np.array(parted[: len(facts)], dtype=np.int64))
    return np.bincount(row, minlength=1)[row] > _ROW_MOST


def may_be_claim(context: Context, fact: Fact) -> bool:
    """Whether a number may be computed from others: no goal and no standard, of some digits, of no scope
    of its own."""
    if fact.quantity.operator not in ("", "=") or fact.quantity.upper is not None:
        return False
    if _is_goal(context, fact):
        return False
    if fact.quantity.family in ("count", "money", "time") and significant_digits(fact) < _DIGITS:
        return False
    if says("odds_not", context.clause_before(fact)):
        return False
    return not says("odds_of_rule", context.text[fact.end :][:_AFTER])


def _is_goal(context: Context, fact: Fact) -> bool:
    """Whether a number is a goal itself, and neither a rate of one (完成38万人目标的101.64%), a gap to one (超过目标10.01个百分点)
    nor a result told beside it."""
    if fact.quantity.family == "ratio" and says("odds_rate_of", context.clause_before(fact)):
        return False
    beside = says("odds_goal_done", fact.line.path[-1] if fact.line.path else "")
    told_as_goal = fact.role == "target" and not is_delta(fact) and fact.quantity.unit != "个百分点"
    return (fact.line.section == "goal" and not beside) or told_as_goal


@dataclass(frozen=True)
class Scores:
    """What the traits of claims come to by themselves, by claim and form, and those of each number around them, by its place in a form,
    the form and its row."""

    of_claim: Weights
    of_each: Weights

    def only(self, forms: Codes) -> Scores:
        """Those of some forms."""
        return Scores(self.of_claim[:, forms], self.of_each[:, forms])

    def hopeful(self, number: int, rows: Codes, count: int) -> tuple[Codes, Codes]:
        """The combinations of some numbers around a claim that are not hopeless: the form and the rows of each."""
        grid = self.of_claim[number].reshape(-1, *[1] * count)
        for slot, each in enumerate(self.of_each[:count, :, rows]):
            shape = (len(rows) if axis == slot else 1 for axis in range(count))
            grid = grid + each.reshape(len(each), *shape)
        form, *places = np.unravel_index(np.flatnonzero(grid > _HOPELESS), grid.shape)
        return form, rows[np.column_stack(places)]

    def of(self, number: Codes, form: Codes | int, operands: Codes) -> Weights:
        """The scores of some combinations of claims, a row of operands each."""
        each = [self.of_each[slot, form, operands[:, slot]] for slot in range(operands.shape[1])]
        return np.asarray(self.of_claim[number, form] + sum(each))


def allowed(
    numbers: Numbers, around: Around, chosen: Sequence[int], scores: Scores | None = None
) -> Iterator[tuple[int, Codes, Values]]:
    """Each form of some of the claims, all of one kind: its place among those of its kind, the operands of all combinations that it
    allows, as rows of the numbers around, and what they give; where ``scores`` are known, without those that have no hope."""
    kind = kind_of(numbers.facts[around.claims[chosen[0]]])
    forms = of_kind(kind)
    for count in range(1, len(SLOTS) + 1):
        own = np.array(
            [at for at, form in enumerate(forms) if FORMS[form].count == count and not FORMS[form].row],
            dtype=np.int64,
        )
        if not len(own):
            continue
        form_of, operands = _tried(numbers, around, chosen, own, count, scores)
        claims = around.claim[operands[:, 0]]
        for at in own:
            rows = np.flatnonzero(form_of == at)
            values, kept = given(FORMS[forms[at]], numbers, claims[rows], around.pool[operands[rows]])
            if len(values):
                yield int(at), operands[rows[kept]], values
    for at, form in enumerate(forms):
        if FORMS[form].row:
            values, operands = _rows_of_claims(numbers, around, chosen)
            if scores:
                hopeful = scores.of(around.owner[operands[:, 0]], at, operands) > _HOPELESS
                values, operands = values[hopeful], operands[hopeful]
            if len(values):
                yield at, operands, values


def _tried(
    numbers: Numbers, around: Around, chosen: Sequence[int], forms: Codes, count: int, scores: Scores | None
) -> tuple[Codes, Codes]:
    """The combinations of so many numbers that are tried for some claims: the form and the operands of each."""
    own = scores.only(forms) if scores else None
    found = []
    for number in chosen:
        rows = around.rows_of(number)
        if count == len(SLOTS):
            rows = rows[_nearest(numbers, int(around.claims[number]), around.pool[rows])]
        found.append(own.hopeful(number, rows, count) if own else _all_of(rows, count, len(forms)))
    form, operands = zip(*found, strict=True)
    return forms[np.concatenate(form)], np.concatenate(operands)


def _all_of(rows: Codes, count: int, forms: int) -> tuple[Codes, Codes]:
    """All combinations of some numbers, for each of so many forms again."""
    every = np.stack(np.meshgrid(*[rows] * count, indexing="ij"), axis=-1).reshape(-1, count)
    return np.repeat(np.arange(forms), len(every)), np.tile(every, (forms, 1))


def _rows_of_claims(numbers: Numbers, around: Around, chosen: Sequence[int]) -> tuple[Values, Codes]:
    """The sums of rows of numbers before or after some claims, and the first and last of each."""
    sums, ends = [], []
    for number in chosen:
        rows = around.rows_of(number)
        values, operands = rows_given(numbers, int(around.claims[number]), around.pool[rows])
        sums.append(values)
        ends.append(rows[operands])
    return np.concatenate(sums), np.concatenate(ends)


def combinations_of(traits: Traits, claims: Codes) -> Combinations:
    """What some claims of a report may be computed from."""
    found: list[_Scored] = []
    for first in range(0, len(claims), _TOGETHER):
        near = traits.near(claims[first : first + _TOGETHER])
        kinds: dict[str, list[int]] = {}
        for number, claim in enumerate(near.around.claims):
            kinds.setdefault(kind_of(traits.numbers.facts[claim]), []).append(number)
        keys = operand_places(near.of, len(near.around.pool)) // EACH
        for kind, chosen in kinds.items():
            scores = Scores(_claim_scores(near, kind), _operand_scores(near, keys, chosen, kind))
            found.extend(_scored(near, chosen, scores, kind))
    return _weighed(len(traits.numbers.facts), found)


def _scored(near: Near, chosen: Sequence[int], scores: Scores, kind: str) -> Iterator[_Scored]:
    """The combinations of some claims, all of one kind, with the scores of all their traits."""
    around, known = near.around, table().of_others[kind]
    by_count: dict[int, list[tuple[Codes, Codes, Values]]] = {}
    for form, operands, values in allowed(near.numbers, around, chosen, scores):
        by_count.setdefault(operands.shape[1], []).append((np.full(len(values), form), operands, values))
    for count, parts in by_count.items():
        form_of, operands, values = (np.concatenate(column) for column in zip(*parts, strict=True))
        owner = around.owner[operands[:, 0]]
        score = scores.of(owner, form_of, operands)
        if count > 1:
            places = all_places(near.of_all(operands), count, len(operands))
            score = score + known.rows[known.row_of[places // COUNT], form_of[:, None]].sum(axis=1)
        yield around.claims[owner], of_kind(kind)[form_of], padded(around.pool[operands]), values, score


def _weighed(numbers: int, found: Sequence[_Scored]) -> Combinations:
    """Combinations with how likely each is, in the order of their claims."""
    nothing = np.zeros(0, np.int64)
    parts = [(nothing, nothing, np.zeros((0, len(SLOTS)), np.int64), np.zeros(0), nothing), *found]
    claim, form, operands, values, score = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(claim, kind="stable")
    claim, odds = claim[order], np.exp(score[order] / THOUSANDTHS)
    whole = 1 + np.bincount(claim, odds, numbers)
    return Combinations(claim, form[order], operands[order], values[order], odds / whole[claim], 1 / whole)


def _claim_scores(near: Near, kind: str) -> Weights:
    """What the traits and words of claims come to, by form."""
    claims, traits = near.around.claims, near.traits
    own = claim_places(traits.of_claims(claims), len(claims))
    words = word_places(traits.pieces[claims], "claim words")
    found = table().of_others[kind].of(np.concatenate([own, words], axis=1) // COUNT)
    return table().base + found.sum(axis=1, dtype=np.int32)


def _operand_scores(near: Near, keys: Codes, chosen: Sequence[int], kind: str) -> Weights:
    """What the traits and words of each number around some claims come to, by its place in a form, the form and its row."""
    around, known = near.around, table().of_operands[kind]
    rows = np.flatnonzero(np.isin(around.owner, chosen))
    places, place = np.unique(around.pool[rows], return_inverse=True)
    words = known.of(word_places(near.traits.pieces[places], "operand words") // EACH).sum(
        axis=1, dtype=np.int32
    )
    own = known.of(keys[rows]).sum(axis=1, dtype=np.int32)
    found = np.zeros((len(SLOTS), len(of_kind(kind)), len(keys)), np.int32)
    found[:, :, rows] = (own + words[place]).transpose(1, 2, 0)
    return found


def _nearest(numbers: Numbers, claim: int, pool: Codes) -> Codes:
    """The places in the pool of the nearest numbers that three operands may be."""
    percent = kind_of(numbers.facts[claim]) == "percent"
    own = numbers.counted[pool] if percent else numbers.kin[pool] == numbers.kin[claim]
    alike = np.flatnonzero(own)
    far = np.where(pool[alike] < claim, claim - pool[alike], _AHEAD_COSTS * (pool[alike] - claim))
    return np.sort(alike[np.argsort(far, kind="stable")[:_NEAREST]])
