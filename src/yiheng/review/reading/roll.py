"""A list of numbers with the names of its entries, and what of a name sets it apart from the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word

_STOP = re.compile(r"[。\n]")
_CLAUSE = re.compile(r"[，,；;。：:、（(]")
_NAME = re.compile(r"[^\u4e00-\u9fa5A-Z\d]")
_BETWEEN, _KEY = 30, 2


@dataclass(frozen=True)
class Item:
    """One entry of a list: its name and its number."""

    name: str
    fact: Fact


def named_roll(context: Context, line: Line, run: Sequence[Fact]) -> list[Item]:
    """A run of numbers with their names: told one by one, or all before them with 分别为."""
    lead = context.text[max(line.start, run[0].start - 80) : run[0].start]
    listed = word("rk_names").search(_STOP.split(lead)[-1])
    if listed is not None:
        names = re.split(r"[、和及与]", listed["names"])
        return (
            [Item(_NAME.sub("", name), fact) for name, fact in zip(names, run, strict=True)]
            if len(names) == len(run)
            else []
        )
    found = []
    low = max(line.start, run[0].start - _BETWEEN)
    for fact in run:
        words = _CLAUSE.split(context.text[low : fact.start])[-1]
        found.append(Item(_NAME.sub("", words), fact))
        low = fact.end
    names = [one.name for one in found]
    return found if len(set(names)) == len(names) and all(names) else []


def key_of(roll: Sequence[Item], one: Item) -> str:
    """What of a name sets it apart: the longest piece of it that no other name has, from its beginning."""
    others = "|".join(item.name for item in roll if item is not one)
    name = one.name
    for size in range(len(name), 0, -1):
        piece = name[:size]
        if piece not in others and (size == 1 or name[: size - 1] in others or size <= _KEY):
            return piece if len(piece) > 1 or not piece.isdigit() else ""
    return ""


_KEY = 2
