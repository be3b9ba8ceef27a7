"""How likely a number is computed from which others: the sums of the table's weights, as shares of all."""

from __future__ import annotations

import csv
from importlib.resources import files
from math import log

import numpy as np
import pytest

from yiheng.review.learnt.chances import (
    Combinations,
    claims_of,
    combinations_of,
    traits_of,
)
from yiheng.review.learnt.columns import (
    COUNT,
    EACH,
    WEIGHTS,
    all_places,
    claim_places,
    named,
    operand_places,
    word_places,
)
from yiheng.review.learnt.forms import FORMS
from yiheng.review.learnt.table import PATH, THOUSANDTHS, table
from yiheng.review.opening.source import Source
from yiheng.review.reading.context import Context
from yiheng.review.review import contexts_of

_TEXT = (
    "丁县2023年度农田灌溉补助资金绩效自评报告\n一、实施情况\n"
    "全年培训1,246人。批复投资38,290万元，其中中央24,110万元、省级9,980万元、市县4,200万元，"
    "实际完成36,180万元，投资完成率94.49%。\n"
)


def _context() -> Context:
    [context] = contexts_of(Source("", _TEXT))
    return context


def _of(claim_shown: str) -> tuple[Context, int, Combinations]:
    context = _context()
    numbers = traits_of(context).numbers
    [claim] = [at for at in claims_of(context, numbers) if numbers.facts[at].quantity.shown == claim_shown]
    return context, int(claim), combinations_of(traits_of(context), np.array([claim]))


@pytest.mark.parametrize("shown", ["94.49%", "38,290万元", "36,180万元"])
def test_the_chances_of_all_and_of_none_make_one(shown: str) -> None:
    _, claim, found = _of(shown)
    assert found.chance.sum() + found.none[claim] == pytest.approx(1)


def test_claims_worked_out_together_are_as_each_by_itself() -> None:
    context = _context()
    traits = traits_of(context)
    claims = claims_of(context, traits.numbers)
    together = combinations_of(traits, claims)
    for claim in claims:
        alone, own = combinations_of(traits, np.array([claim])), together.claim == claim
        assert together.none[claim] == pytest.approx(alone.none[claim])
        assert together.chance[own] == pytest.approx(alone.chance)
        assert together.operands[own].tolist() == alone.operands.tolist()


@pytest.mark.parametrize(
    ("shown", "form", "operands"),
    [
        ("94.49%", "share", ["36,180万元", "38,290万元"]),
        ("38,290万元", "row", ["24,110万元", "9,980万元", "4,200万元"]),
    ],
)
def test_what_is_meant_is_the_likeliest_that_holds(shown: str, form: str, operands: list[str]) -> None:
    context, claim, found = _of(shown)
    known = traits_of(context).numbers
    holds = np.abs(found.values - known.size[claim]) <= known.reach[claim]
    at = int((found.chance * holds).argmax())
    best = FORMS[int(found.form[at])]
    numbers = tuple(known.facts[one] for one in best.members(known, found.operands[at]))
    assert (best.name, [one.quantity.shown for one in numbers]) == (form, operands)


def test_a_chance_is_the_sum_of_the_rows_of_its_traits() -> None:
    """The same by a plain reading of the table: a row for each trait in words."""
    context, claim, found = _of("94.49%")
    traits = traits_of(context)
    near = traits.near(np.array([claim]))
    pool = near.around.pool
    with files("yiheng").joinpath(PATH).open(encoding="utf-8") as stream:
        rows = {
            (row["form"], row["of"], row["trait"]): int(row["weight_thousandths"])
            for row in csv.DictReader(line for line in stream if not line.startswith("#"))
        }
    for at in found.chance.argsort()[-20:]:
        form = int(found.form[at])
        operands = np.searchsorted(pool, found.operands[at, : FORMS[form].count])
        places = [
            *claim_places(traits.of_claims(near.around.claims), 1)[0],
            *word_places(traits.pieces[claim], "claim words"),
        ]
        each = np.concatenate(
            [operand_places(near.of, len(pool)), word_places(traits.pieces[pool], "operand words")], axis=1
        )
        for slot, operand in enumerate(operands):
            places += [place + slot * COUNT for place in each[operand] if place >= EACH]
        places += list(all_places(near.of_all(operands[None, :]), len(operands), 1)[0])
        weight = rows["", "claim", ""]
        for place in places:
            if place >= EACH:
                one = np.zeros(WEIGHTS, np.int64)
                one[place + form] = 1
                [(name, whose, trait, _)] = named(one, table().spellings)
                weight += rows.get((name, whose, trait), 0)
        assert log(found.chance[at] / found.none[claim]) == pytest.approx(weight / THOUSANDTHS)
