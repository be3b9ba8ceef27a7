"""What may speak for or against a number being computed from others: places, order, names, roles and kinds of words.

Each attribute is a code, worked out as an array over the numbers around a claim, since every combination of them is asked;
which attributes together are a trait is said in :mod:`yiheng.review.learnt.columns`. None holds a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from yiheng.review.learnt.numbers import Codes, Numbers, Values
from yiheng.review.learnt.words import KINDS, NAMES, SIDES, WORDS, told_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.mending import significant_digits
from yiheng.review.told.reading import name_pieces

BACK, AHEAD = 60, 8
"""How many numbers of the text before and after a claim may be its operands."""
_NAMED, _WITHIN, _COLUMN, _TABLE = 12, 300, 24, 2000
"""How many numbers of tables for one of the text, or the other way round, by their names, within how many numbers; how many cells of a
column, within how many."""
_END = 6
_RANKS, _FEW, _APART, _ALIKE, _LEAST = (
    (0, 1, 2, 3, 5, 9, 16),
    (0, 1, 3, 9),
    (1, 2, 3, 5, 9, 20),
    (0, 1, 3),
    (0, 1),
)
_INSIDE = (0, 1, 2, 4)
_SHARES, _SIZES, _NEXT, _LENGTHS = (
    (0.0, 0.3, 0.7),
    (0.01, 0.1, 0.5, 0.9, 1.1, 2, 10, 100),
    (1, 2, 4),
    (0, 2, 4, 8),
)
_MOST_OF = 0.6
_MOST_DIGITS = 5
_LONG_LABEL = 0.1
"""How much less a shared name says for each two characters of a longer label."""
_CHINESE = re.compile(r"[^\u4e00-\u9fa5]+")
_WORDLESS = re.compile(r"[\u4e00-\u9fa5A-Za-z\s]+")
_LARGE = "万亿千百十"
_FAMILIES = ("money", "count", "ratio", "time", "score")
_CLAUSE, _SEGMENT, _SENTENCE, _LINE, _CHAPTER, _FAR, _OF_ROW, _OF_COLUMN, _OF_TABLE = range(9)


def _steps(steps: Sequence[float]) -> tuple[str, ...]:
    return (*(f"≤{one}" for one in steps), "more")


_KIND = ("-", *KINDS)
_PLACES = ("clause", "segment", "sentence", "line", "chapter", "far", "row", "column", "table")
_SIDE = ("-", *(name for name, _ in SIDES))
_CLOSEST = ("-", "none", "less", "less whole", "less of several", "less of several whole", "most", "most whole",
            "most of several", "most of several whole")  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "kind": _KIND, "kind too": _KIND, "in": ("text", "table"), "bracket": ("-", "yes"), "change": ("-", "yes"),
    "own side": _SIDE, "place": tuple(f"{one}{side}" for one in _PLACES for side in "<>"), "rank": _steps(_RANKS),
    "few": _steps(_FEW), "apart": _steps(_APART), "after": ("<", ">"), "years": ("?", "=", "<", ">"), "goal": ("-", "yes"),
    "depth": ("=", "deeper", "less deep"), "alike": _steps(_ALIKE), "words": _steps(_ALIKE), "any words": _steps(_LEAST),
    "of kind": _KIND, "of kind too": _KIND, "side": _SIDE, "whole": _CLOSEST, "part": _CLOSEST, "own": _CLOSEST,
    "each": ("-", "no", "yes"), "of": ("-", *_steps(_SHARES)), "stem": ("-", "no", "end", "yes", "yes and end"),
    "total": ("-", "yes"), "between": ("-", *_steps(_LENGTHS)), "order": ("in order", "turned"), "next": _steps(_NEXT),
    "beside": ("-", "yes"), "both alike": _steps(_ALIKE), "together": ("apart", "line", "sentence"),
    "both years": ("?", "=", "<", ">"), "about": ("-", "yes"), "dimension": ("=", "kin", "other"), "of table": ("-", "yes"), "digits": ("0", "1", "2", "3", "4", "more"), "size": _steps(_SIZES), "inside": _steps(_INSIDE), "around": ("-", "before", "after", "both"),
}  # fmt: skip
"""What each attribute may be, in the order of its codes."""
OPEN = {
    "ends": 512,
    "lead": 128,
    "own lead": 128,
    "own role": 16,
    "section": 16,
    "says": 4096,
    "unit": 128,
    "role": 16,
    "mark": 256,
    "name ends": 4096,
    "piece": 6144,
}
"""Attributes that are words of the text, and how many of them may be known: code zero is of those that are not."""
OF_EACH = ("lead", "place", "few", "role", "own", "part", "whole", "side")
"""Attributes of an operand that are asked together with another's, whose number is added to the name."""


class Spelt(Protocol):
    """Codes of words."""

    def of(self, attribute: str, value: str) -> int:
        """The code of one."""


class Traits:
    """The attributes of the numbers of one report."""

    def __init__(self, context: Context, numbers: Numbers, spelt: Spelt) -> None:
        self.numbers = numbers
        self._weighed: dict[str, Codes] = {}
        facts = numbers.facts
        self._told = [
            told_of(context, fact, in_cell=bool(table >= 0))
            for fact, table in zip(facts, numbers.table, strict=True)
        ]
        self._claims = [
            {
                "ends": spelt.of("ends", told.words[-1:]), "own lead": spelt.of("own lead", told.lead), "says": spelt.of("says", told.words[-2:]),
                "kind": _KIND.index(told.kind(0)), "kind too": _KIND.index(told.kind(1)),
                "unit": spelt.of("unit", fact.quantity.unit.lstrip(_LARGE)), "in": int(table >= 0),
                "bracket": int(fact.depth > 0), "change": int(change), "own side": _SIDE.index(told.side),
                "own role": spelt.of("own role", fact.role), "section": spelt.of("section", fact.line.section), "about": int(fact.quantity.approximate),
                "digits": min(significant_digits(fact), _MOST_DIGITS),
            }
            for told, fact, change, table in zip(self._told, facts, numbers.change, numbers.table, strict=True)
        ]  # fmt: skip
        self.pieces = np.zeros((len(facts), WORDS - 1), np.int64)
        for at, told in enumerate(self._told):
            for place in range(len(told.words) - 1):
                self.pieces[at, place] = spelt.of("piece", told.words[place : place + 2])
        self._own = {
            name: _codes(one[name] for one in self._claims)
            for name in ("kind", "kind too", "unit", "own side")
        }
        self._role = _codes(spelt.of("role", one.role) for one in facts)
        self._lead = _codes(spelt.of("lead", one.lead) for one in self._told)
        self._name_ends = _codes(spelt.of("name ends", told.core[-2:]) for told in self._told)
        self._year = _codes(one.year or 0 for one in facts)
        self._depth = _codes(one.depth for one in facts)
        self._goal = _codes(one.quantity.operator not in ("", "=") for one in facts)
        self._total = _codes(says("odds_whole", told.core[-_END:]) for told in self._told)
        self._family = _codes(
            _FAMILIES.index(one.quantity.family) if one.quantity.family in _FAMILIES else 1 for one in facts
        )
        self._sentence = _numbered(id(one.sentence) for one in facts)
        self._line = _numbered(id(one.line) for one in facts)
        self._chapter = _numbered(one.line.path[:2] for one in facts)
        self._clause = _marks_before(context, numbers, "odds_clause")
        self._segment = _marks_before(context, numbers, "odds_segment")
        self._set_beside(context, spelt)
        self._set_names()
        self._among = 2 * numbers.dimension + (numbers.table >= 0)
        alike = self._among[None, :] == np.arange(self._among.max(initial=0) + 1)[:, None]
        self._before = np.concatenate([np.zeros((len(alike), 1), np.int64), alike.cumsum(axis=1)], axis=1)

    def _set_beside(self, context: Context, spelt: Spelt) -> None:
        """What stands between each number and the one before it."""
        facts = self.numbers.facts
        self._mark, self._between = np.zeros(len(facts), np.int64), np.zeros(len(facts), np.int64)
        for at, (one, next_one) in enumerate(zip(facts, facts[1:], strict=False), 1):
            between = context.text[one.end : next_one.at]
            self._mark[at] = spelt.of("mark", _WORDLESS.sub("", between)[:2])
            self._between[at] = 1 + int(_binned(len(_CHINESE.sub("", between)), _LENGTHS))

    def _set_names(self) -> None:
        """The pieces of each number's name, as codes."""
        pieces = [told.pieces for told in self._told]
        self._length = _codes(len(one) for one in pieces)
        known: dict[str, int] = {}
        self._names = [
            np.array(sorted(known.setdefault(one, len(known)) for one in own), dtype=np.int64)
            for own in pieces
        ]

    def once_by_words(self, kind: str, weigh: Callable[[str, Codes], Codes]) -> Codes:
        """What the words before each number come to for a kind of claims, by some weights; worked out once."""
        if kind not in self._weighed:
            self._weighed[kind] = weigh(kind, self.pieces)
        return self._weighed[kind]

    def pool_of(self, claim: int) -> Codes:
        """The places of the numbers that may be operands of one: near ones of the text, cells of its row and column, and of the
        others those that share its name."""
        numbers = self.numbers
        here, cells = numbers.in_text, numbers.cells
        at = int(np.searchsorted(here, claim))
        if numbers.table[claim] < 0:
            near = here[max(0, at - BACK) : at + 1 + AHEAD]
            found = np.concatenate([near, self._named_alike(claim, cells)]) if len(cells) else near
        else:
            first, last = np.searchsorted(cells, (claim - _TABLE, claim + _TABLE))
            own = cells[first:last]
            own = own[numbers.table[own] == numbers.table[claim]]
            row = own[numbers.row[own] == numbers.row[claim]]
            column = own[numbers.column[own] == numbers.column[claim]]
            near = column[np.argsort(np.abs(column - claim), kind="stable")[:_COLUMN]]
            found = np.unique(np.concatenate([row, near, self._named_alike(claim, here)]))
        found = np.sort(found)
        return found[(found != claim) & numbers.usable[found]]

    def _named_alike(self, claim: int, places: Codes) -> Codes:
        """Of some numbers those that share most of the name of one, within reach."""
        first, last = np.searchsorted(places, (claim - _WITHIN, claim + _WITHIN))
        near, name = places[first:last], self._told[claim].pieces
        shared = self._sharing(name, near)
        best = np.lexsort((np.abs(near - claim), -shared))[:_NAMED]
        return near[best[shared[best] > 0]]

    def of_claim(self, claim: int) -> dict[str, int]:
        """Its own attributes."""
        return self._claims[claim]

    def of_operands(self, claim: int, pool: Codes) -> dict[str, Any]:
        """The attributes of the numbers around a claim, of which ``pool`` holds the places."""
        numbers = self.numbers
        after = (pool > claim).astype(np.int64)
        last = np.maximum(pool, claim)
        rank = self._rank(claim, pool)
        words = self._sharing(name_pieces(self._told[claim].words), pool)
        shared = self._shared(np.append(pool, claim))
        alike = _binned(shared[:-1, -1], _ALIKE)
        beside = np.abs(pool - claim) == 1
        deeper, less = self._depth[pool] > self._depth[claim], self._depth[pool] < self._depth[claim]
        return {
            **self._claims[claim],
            "place": 2 * self._place(claim, pool) + after, "after": after, "rank": _binned(rank, _RANKS), "few": _binned(rank, _FEW),
            "apart": _binned(np.abs(pool - claim), _APART), "role": self._role[pool], "unit": self._own["unit"][pool],
            "change": numbers.change[pool].astype(np.int64), "years": self._years(pool, claim), "goal": self._goal[pool],
            "lead": self._lead[pool], "dimension": self._dimension(claim, pool),
            "depth": deeper + 2 * less, "alike": alike, "words": _binned(words, _ALIKE), "any words": _binned(words, _LEAST),
            "of kind": self._own["kind"][pool], "of kind too": self._own["kind too"][pool], "side": self._own["own side"][pool],
            "total": self._total[pool], "name ends": self._name_ends[pool], "mark": np.where(beside, self._mark[last], 0),
            "between": np.where(beside, self._between[last], 0),
            **{name: self._closest(claim, pool, name) for name in NAMES},
            **self._asked(claim, pool),
            "of table": (numbers.table[pool] >= 0).astype(np.int64), "shared": shared,
        }  # fmt: skip

    def of_all(self, claim: int, of: Mapping[str, Any], pool: Codes, operands: Codes) -> dict[str, Any]:
        """The attributes of combinations of a claim; each row of ``operands`` holds the places of its numbers in the pool, of whose
        attributes ``of`` tells."""
        found = {"kind": of["kind"], "own side": of["own side"]}
        for slot in range(operands.shape[1]):
            found |= {f"{name} {slot + 1}": of[name][operands[:, slot]] for name in OF_EACH}
        if operands.shape[1] == 1:
            return found
        one, two = pool[operands[:, 0]], pool[operands[:, 1]]
        apart = np.abs(one - two)
        same = self._sentence[one] == self._sentence[two]
        return found | {
            "order": (one > two).astype(np.int64), "next": _binned(apart, _NEXT), "beside": (apart == 1).astype(np.int64),
            "both alike": _binned(of["shared"][operands[:, 0], operands[:, 1]], _ALIKE),
            "both years": self._years(one, two),
            "together": np.where(same, 2, (self._line[one] == self._line[two]).astype(np.int64)),
            "size": _binned(self.numbers.size[one] / self.numbers.size[two], _SIZES), **self._beside(claim, pool[operands]),
        }  # fmt: skip

    def _beside(self, claim: int, members: Codes) -> dict[str, Codes]:
        """How many numbers like the first of a combination stand between its numbers, and whether one stands right before or after
        them in the sentence: a part that is left out."""
        first, last = np.minimum(members.min(axis=1), claim), np.maximum(members.max(axis=1), claim)
        among = self._among[members[:, 0]]
        own = (self._among[members] == among[:, None]).sum(axis=1) + (self._among[claim] == among)
        inside = self._before[among, last + 1] - self._before[among, first] - own
        before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(self._among) - 1)
        lead = (
            (before < first)
            & (self._among[before] == among)
            & (self._sentence[before] == self._sentence[first])
        )
        more = (
            (after > last) & (self._among[after] == among) & (self._sentence[after] == self._sentence[last])
        )
        return {"inside": _binned(inside, _INSIDE), "around": lead + 2 * more}

    def _place(self, claim: int, pool: Codes) -> Codes:
        """Whether in the clause, segment, sentence, paragraph or chapter of the claim."""
        first, last = np.minimum(pool, claim), np.maximum(pool, claim)
        apart = self._segment[0][last] > self._segment[1][first]
        parted = self._clause[0][last] > self._clause[1][first]
        near = np.where(parted, np.where(apart, _SENTENCE, _SEGMENT), _CLAUSE)
        wide = np.where(self._chapter[pool] == self._chapter[claim], _CHAPTER, _FAR)
        wide = np.where(self._line[pool] == self._line[claim], _LINE, wide)
        found = np.where(self._sentence[pool] == self._sentence[claim], near, wide)
        numbers = self.numbers
        if numbers.table[claim] < 0:
            return found
        inside = np.where(numbers.column[pool] == numbers.column[claim], _OF_COLUMN, _OF_TABLE)
        inside = np.where(numbers.row[pool] == numbers.row[claim], _OF_ROW, inside)
        return np.where(numbers.table[pool] == numbers.table[claim], inside, found)

    def _dimension(self, claim: int, pool: Codes) -> Codes:
        """Whether of the claim's dimension, of a kin one or of another."""
        numbers = self.numbers
        same = numbers.dimension[pool] == numbers.dimension[claim]
        return np.where(same, 0, np.where(numbers.kin[pool] == numbers.kin[claim], 1, 2))

    def _rank(self, claim: int, pool: Codes) -> Codes:
        """How many numbers of an operand's dimension stand between it and the claim."""
        among = self._among[pool]
        upto, here = self._before[among, pool], self._before[among, claim]
        own = among == self._among[claim]
        return np.where(pool > claim, upto - here - own, here - upto - 1)

    def _years(self, one: Codes, other: Any) -> Codes:
        first, second = self._year[one], self._year[other]
        order = 1 + (first < second) + 2 * (first > second)
        return np.where((first > 0) & (second > 0), order, 0)

    def _shared(self, places: Codes) -> Codes:
        """How many pieces of their names some numbers share with each other."""
        names = [self._names[at] for at in places]
        rows = np.repeat(np.arange(len(names)), [len(one) for one in names])
        known, codes = np.unique(np.concatenate(names), return_inverse=True)
        has = np.zeros((len(names), 64 * (len(known) // 64 + 1)), np.bool_)
        has[rows, codes] = True
        bits = np.packbits(has, axis=1).view(np.uint64)
        return np.asarray(np.bitwise_count(bits[:, None] & bits[None, :]).sum(axis=2, dtype=np.int64))

    def _sharing(self, name: frozenset[str], pool: Codes) -> Codes:
        """How many pieces of a name the labels around a claim have."""
        return _codes(len(name & self._told[at].pieces) for at in pool)

    def _asked(self, claim: int, pool: Codes) -> dict[str, Codes]:
        """Of what a mean is, of what a rate is, and how much of the name of the whole an operand has."""
        told, others = self._told[claim], [self._told[at] for at in pool]
        none = np.zeros(len(pool), np.int64)
        found = {"each": none, "stem": none, "of": none}
        if told.each:
            mark, facts = told.each[0], self.numbers.facts
            found["each"] = 1 + _codes(
                mark in facts[at].quantity.unit or mark in one.core[-_END:]
                for at, one in zip(pool, others, strict=True)
            )
        if told.stem:
            found["stem"] = _codes(
                1 + 2 * (told.stem in one.core) + (told.stem[-1] in one.core[-4:]) for one in others
            )
        whole = told.names["whole"]
        if whole:
            found["of"] = 1 + _binned(self._sharing(whole, pool) / len(whole), _SHARES)
        return found

    def _closest(self, claim: int, pool: Codes, name: str) -> Codes:
        """Whether an operand's label has more of a name that the claim asks for than any other near number's of its family."""
        asked = self._told[claim].names[name]
        if not asked:
            return np.zeros(len(pool), np.int64)
        shared = self._sharing(asked, pool)
        fit = np.round(shared / (1 + _LONG_LABEL * self._length[pool]), 6)
        family = self._family[pool]
        best = np.zeros(len(_FAMILIES))
        np.maximum.at(best, family, fit)
        most = fit >= best[family]
        several = np.bincount(family[most], minlength=len(_FAMILIES))[family] > 1
        return np.where(fit > 0, 2 + 4 * most + 2 * several + (shared >= _MOST_OF * len(asked)), 1)


def _marks_before(context: Context, numbers: Numbers, words: str) -> tuple[Codes, Codes]:
    """How many marks stand before the start and the end of each number, those within numbers left out."""
    starts, ends = _codes(one.start for one in numbers.facts), _codes(one.end for one in numbers.facts)
    if not len(starts):
        return starts, ends
    found = word(words).finditer(context.text, int(starts[0]), int(ends[-1]))
    places = _codes(one.start() for one in found)
    places = places[places >= ends[np.searchsorted(starts, places, side="right") - 1]]
    return np.searchsorted(places, starts), np.searchsorted(places, ends)


def _codes(values: Iterable[Any]) -> Codes:
    return np.array(list(values), dtype=np.int64)


def _numbered(values: Iterable[Any]) -> Codes:
    places: dict[Any, int] = {}
    return _codes(places.setdefault(one, len(places)) for one in values)


def _binned(values: Values | Codes | int, steps: Sequence[float]) -> Codes:
    """For each value the place of the first step that it does not exceed."""
    return np.searchsorted(np.array(steps), values, side="left")
