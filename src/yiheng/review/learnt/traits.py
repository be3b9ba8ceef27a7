"""What may speak for or against a number being computed from others: places, order, names, roles and kinds of words.

Each attribute is a code, worked out as an array over the numbers around a claim, since every combination of them is asked;
which attributes together are a trait is said in :mod:`yiheng.review.learnt.columns`. None holds a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from yiheng.review.learnt.around import Around, around_of
from yiheng.review.learnt.names import Beside, Names
from yiheng.review.learnt.numbers import Codes, Numbers, Values
from yiheng.review.learnt.words import KINDS, NAMES, SIDES, WORDS, told_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.mending import significant_digits
from yiheng.review.told.reading import name_pieces

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
_SAID = "words"
"""The name that all words before a claim are."""
_STEM_END = 4
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
        facts = numbers.facts
        self._told = [
            told_of(context, fact, in_cell=bool(table >= 0))
            for fact, table in zip(facts, numbers.table, strict=True)
        ]
        tables = numbers.table >= 0
        self._claims = {
            name: _codes(codes)
            for name, codes in {
                "ends": (spelt.of("ends", told.words[-1:]) for told in self._told),
                "own lead": (spelt.of("own lead", told.lead) for told in self._told),
                "says": (spelt.of("says", told.words[-2:]) for told in self._told),
                "kind": (_KIND.index(told.kind(0)) for told in self._told),
                "kind too": (_KIND.index(told.kind(1)) for told in self._told),
                "own side": (_SIDE.index(told.side) for told in self._told),
                "unit": (spelt.of("unit", fact.quantity.unit.lstrip(_LARGE)) for fact in facts),
                "in": tables,
                "bracket": (fact.depth > 0 for fact in facts),
                "change": numbers.change,
                "own role": (spelt.of("own role", fact.role) for fact in facts),
                "section": (spelt.of("section", fact.line.section) for fact in facts),
                "about": (fact.quantity.approximate for fact in facts),
                "digits": (min(significant_digits(fact), _MOST_DIGITS) for fact in facts),
            }.items()
        }
        self.pieces = np.zeros((len(facts), WORDS - 1), np.int64)
        for at, told in enumerate(self._told):
            for place in range(len(told.words) - 1):
                self.pieces[at, place] = spelt.of("piece", told.words[place : place + 2])
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
        self.names = Names(
            [told.pieces for told in self._told],
            [told.names | {_SAID: name_pieces(told.words)} for told in self._told],
            (*NAMES, _SAID),
        )
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

    def near(self, claims: Codes) -> Near:
        """The numbers around some claims."""
        around = around_of(self.numbers, [told.pieces for told in self._told], claims)
        names = self.names.beside(around)
        return Near(self, around, names, self._of_operands(around, names))

    def of_claims(self, claims: Codes) -> dict[str, Codes]:
        """The attributes of claims themselves."""
        return {name: codes[claims] for name, codes in self._claims.items()}

    def _of_operands(self, around: Around, names: Beside) -> dict[str, Codes]:
        """The attributes of the numbers around some claims."""
        numbers, pool, claim = self.numbers, around.pool, around.claim
        after = (pool > claim).astype(np.int64)
        last = np.maximum(pool, claim)
        rank = self._rank(claim, pool)
        words = names.asked_of(_SAID, around.owner, pool)
        beside = np.abs(pool - claim) == 1
        deeper, less = self._depth[pool] > self._depth[claim], self._depth[pool] < self._depth[claim]
        return {
            **self.of_claims(claim),
            "place": 2 * self._place(claim, pool) + after, "after": after, "rank": _binned(rank, _RANKS), "few": _binned(rank, _FEW),
            "apart": _binned(np.abs(pool - claim), _APART), "role": self._role[pool], "unit": self._claims["unit"][pool],
            "change": numbers.change[pool].astype(np.int64), "years": self._years(pool, claim), "goal": self._goal[pool],
            "lead": self._lead[pool], "dimension": self._dimension(claim, pool), "depth": deeper + 2 * less,
            "alike": _binned(names.shared(pool, claim), _ALIKE), "words": _binned(words, _ALIKE), "any words": _binned(words, _LEAST),
            "of kind": self._claims["kind"][pool], "of kind too": self._claims["kind too"][pool], "side": self._claims["own side"][pool],
            "total": self._total[pool], "name ends": self._name_ends[pool], "mark": np.where(beside, self._mark[last], 0),
            "between": np.where(beside, self._between[last], 0),
            **{name: self._closest(around, names, name) for name in NAMES},
            **self._asked(around, names),
            "of table": (numbers.table[pool] >= 0).astype(np.int64),
        }  # fmt: skip

    def of_all(self, near: Near, operands: Codes) -> dict[str, Codes]:
        """The attributes of combinations: see :meth:`Near.of_all`."""
        around, of = near.around, near.of
        found = {name: of[name][operands[:, 0]] for name in ("kind", "own side")}
        for slot in range(operands.shape[1]):
            found |= {f"{name} {slot + 1}": of[name][operands[:, slot]] for name in OF_EACH}
        if operands.shape[1] == 1:
            return found
        one, two = around.pool[operands[:, 0]], around.pool[operands[:, 1]]
        apart = np.abs(one - two)
        same = self._sentence[one] == self._sentence[two]
        return found | {
            "order": (one > two).astype(np.int64), "next": _binned(apart, _NEXT), "beside": (apart == 1).astype(np.int64),
            "both alike": _binned(near.names.shared(one, two), _ALIKE),
            "both years": self._years(one, two),
            "together": np.where(same, 2, (self._line[one] == self._line[two]).astype(np.int64)),
            "size": _binned(self.numbers.size[one] / self.numbers.size[two], _SIZES),
            **self._beside(around.claim[operands[:, 0]], around.pool[operands]),
        }  # fmt: skip

    def _beside(self, claim: Codes, members: Codes) -> dict[str, Codes]:
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

    def _place(self, claim: Codes, pool: Codes) -> Codes:
        """Whether in the clause, segment, sentence, paragraph or chapter of the claim."""
        first, last = np.minimum(pool, claim), np.maximum(pool, claim)
        apart = self._segment[0][last] > self._segment[1][first]
        parted = self._clause[0][last] > self._clause[1][first]
        near = np.where(parted, np.where(apart, _SENTENCE, _SEGMENT), _CLAUSE)
        wide = np.where(self._chapter[pool] == self._chapter[claim], _CHAPTER, _FAR)
        wide = np.where(self._line[pool] == self._line[claim], _LINE, wide)
        found = np.where(self._sentence[pool] == self._sentence[claim], near, wide)
        numbers = self.numbers
        inside = np.where(numbers.column[pool] == numbers.column[claim], _OF_COLUMN, _OF_TABLE)
        inside = np.where(numbers.row[pool] == numbers.row[claim], _OF_ROW, inside)
        same = (numbers.table[claim] >= 0) & (numbers.table[pool] == numbers.table[claim])
        return np.where(same, inside, found)

    def _dimension(self, claim: Codes, pool: Codes) -> Codes:
        """Whether of the claim's dimension, of a kin one or of another."""
        numbers = self.numbers
        same = numbers.dimension[pool] == numbers.dimension[claim]
        return np.where(same, 0, np.where(numbers.kin[pool] == numbers.kin[claim], 1, 2))

    def _rank(self, claim: Codes, pool: Codes) -> Codes:
        """How many numbers of an operand's dimension stand between it and the claim."""
        among = self._among[pool]
        upto, here = self._before[among, pool], self._before[among, claim]
        own = among == self._among[claim]
        return np.where(pool > claim, upto - here - own, here - upto - 1)

    def _years(self, one: Codes, other: Codes) -> Codes:
        first, second = self._year[one], self._year[other]
        order = 1 + (first < second) + 2 * (first > second)
        return np.where((first > 0) & (second > 0), order, 0)

    def _asked(self, around: Around, names: Beside) -> dict[str, Codes]:
        """Of what a mean is, of what a rate is, and how much of the name of the whole an operand has."""
        each, stem = np.zeros((2, len(around.pool)), np.int64)
        for number, claim in enumerate(around.claims):
            told, rows = self._told[claim], slice(around.starts[number], around.starts[number + 1])
            others = around.pool[rows]
            if told.each:
                each[rows] = 1 + _codes(self._is_of(told.each[0], at) for at in others)
            if told.stem:
                stem[rows] = _codes(_has_stem(told.stem, self._told[at].core) for at in others)
        asked = self.names.asked_lengths["whole"][around.claim]
        shared = names.asked_of("whole", around.owner, around.pool)
        whole = np.where(asked > 0, 1 + _binned(shared / np.maximum(asked, 1), _SHARES), 0)
        return {"each": each, "stem": stem, "of": whole}

    def _is_of(self, each: str, at: int) -> bool:
        """Whether a number counts what a mean is of."""
        return each in self.numbers.facts[at].quantity.unit or each in self._told[at].core[-_END:]

    def _closest(self, around: Around, names: Beside, name: str) -> Codes:
        """Whether an operand's label has more of a name that the claim asks for than any other near number's of its family."""
        pool = around.pool
        asked = self.names.asked_lengths[name][around.claim]
        shared = names.asked_of(name, around.owner, pool)
        fit = np.round(shared / (1 + _LONG_LABEL * self.names.lengths[pool]), 6)
        family = len(_FAMILIES) * around.owner + self._family[pool]
        best = np.zeros(len(_FAMILIES) * len(around.claims))
        np.maximum.at(best, family, fit)
        most = fit >= best[family]
        several = np.bincount(family[most], minlength=len(best))[family] > 1
        found = np.where(fit > 0, 2 + 4 * most + 2 * several + (shared >= _MOST_OF * asked), 1)
        return np.where(asked > 0, found, 0)


@dataclass(frozen=True)
class Near:
    """The numbers around some claims of a report, with their names, and the attributes of each row."""

    traits: Traits
    around: Around
    names: Beside
    of: Mapping[str, Codes]

    @property
    def numbers(self) -> Numbers:
        """All numbers of the report."""
        return self.traits.numbers

    def of_all(self, operands: Codes) -> dict[str, Codes]:
        """The attributes of combinations; each row of ``operands`` holds the rows of its numbers among those around the claims."""
        return self.traits.of_all(self, operands)


def _has_stem(stem: str, core: str) -> int:
    """Whether a name has the stem of a rate, and whether it ends like it."""
    return 1 + 2 * (stem in core) + (stem[-1] in core[-_STEM_END:])


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
