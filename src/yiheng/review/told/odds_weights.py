"""How likely a number is computed from others by a form: the weights of traits, learnt from clean reports.

The table is content (``national/review/odds.csv``): a form, which of its numbers has a trait, the trait, and its weight in
thousandths of a natural logarithm of odds. ``python -m tests.review.learn_odds`` learns it anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from math import exp

from yiheng.review.told.odds_traits import Traits

_THOUSANDTHS = 1000
_SLOTS = ("first", "second", "third")
_NONE: dict[str, int] = {}


def chance_of(traits: Traits, form: str, claim: int, operands: Sequence[int]) -> float:
    """How likely a form of some operands is what a claim says, whether or not it holds; places are those of the report."""
    weights = _weights()
    table = weights[form]
    found = weights[""]["claim"]["base"] + _of_claim(traits, form, claim)
    for slot, at in zip(_SLOTS, operands, strict=False):
        found += _of_operand(traits, form, slot, claim, at)
    of = table.get("all", _NONE)
    found += sum([of.get(trait, 0) for trait in traits.of_all(claim, operands)])
    return 1 / (1 + exp(-found / _THOUSANDTHS))


def _of_claim(traits: Traits, form: str, claim: int) -> int:
    """What a claim's own traits weigh; asked again for all that it may be computed from."""
    key = (form, "claim", claim, claim)
    if key not in traits.weighed:
        of = _weights()[form].get("claim", _NONE)
        traits.weighed[key] = sum([of.get(trait, 0) for trait in traits.of_claim(claim)])
    return traits.weighed[key]


def _of_operand(traits: Traits, form: str, slot: str, claim: int, at: int) -> int:
    key = (form, slot, claim, at)
    if key not in traits.weighed:
        of = _weights()[form].get(slot, _NONE)
        traits.weighed[key] = sum([of.get(trait, 0) for trait in traits.of_operand(claim, at)])
    return traits.weighed[key]


def all_traits(traits: Traits, claim: int, operands: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Every trait of a claim with some operands, and which number has it."""
    for trait in traits.of_claim(claim):
        yield "claim", trait
    for slot, at in zip(_SLOTS, operands, strict=False):
        for trait in traits.of_operand(claim, at):
            yield slot, trait
    for trait in traits.of_all(claim, operands):
        yield "all", trait


@cache
def _weights() -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    with files("yiheng").joinpath("content/national/review/odds.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(line for line in stream if not line.startswith("#")):
            of = found.setdefault(row["form"], {}).setdefault(row["of"], {})
            of[row["trait"]] = int(row["weight_thousandths"])
    return found
