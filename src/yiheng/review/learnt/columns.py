"""Which attributes together are a trait, and where the weights of each trait stand among all weights.

A trait of a claim has one weight for each form, one of an operand one for each form and each place that the operand may take in
it, one of all operands one for each form again. All weights are one array; its table (``odds.csv``) names them in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from yiheng.review.learnt.forms import FORMS
from yiheng.review.learnt.numbers import Codes
from yiheng.review.learnt.traits import OF_EACH, OPEN, VALUES

SLOTS = ("first", "second", "third")
COUNT, EACH = len(FORMS), len(FORMS) * len(SLOTS)
_TRAITS: dict[str, tuple[str, ...]] = {
    "operand": (
        "place", "rank/after", "place/rank", "apart/after", "kind/place/few", "role/change", "role/change/kind", "years",
        "years/place", "unit", "goal", "depth", "alike", "alike/place", "words", "any words/kind", "of kind", "of kind too",
        "whole/place", "whole/kind", "part/place", "part/kind", "own/place", "own/kind", "each/place", "of/place", "stem/place",
        "total/kind", "mark/after", "between/after", "kind/of kind", "alike/few/after", "own/few/after", "unit/place",
        "part/few", "whole/few", "side/own side", "name ends", "alike/any words/place",
        "role/own role", "own role/section/place", "digits/place", "alike/role/own role", "years/own role", "goal/own role",
        "goal/kind", "in/of table", "in/of table/alike", "in/of table/of kind", "name ends/place",
        "lead/place", "lead/kind", "lead/own lead", "dimension", "dimension/place", "dimension/kind",
    ),
    "operand words": ("piece",),
    "claim": ("", "ends", "says", "kind", "kind too", "unit", "kind/in", "bracket", "change",
              "own role", "section", "about", "digits", "own lead", "own lead/kind"),
    "all": (
        "place 1/few 1/place 2/few 2", "place 1/place 2/kind", "order/next", "order/kind/beside", "both alike",
        "both alike/place 1/place 2", "together", "both years", "size", "size/kind", "role 1/role 2", "role 1/role 2/kind",
        "own side/side 1/side 2", "own side/side 1/side 2/place 1/place 2", "own 1/own 2/part 1/whole 2",
        "part 1/whole 2/place 1/place 2", "own 1/own 2/place 1/place 2",
        "lead 1/lead 2", "inside", "around", "inside/around", "around/place 1/place 2", "inside/place 1/place 2", "around/kind",
    ),
    "three": ("few 1/few 2/few 3", "place 1/place 2/place 3"),
    "claim words": ("piece",),
}  # fmt: skip
"""Traits of a claim, of one operand beside it, of two operands together (the first two where there are three), of three; and
of every two characters of the words before a claim and before an operand."""


_NO_WORD = "(none)"
"""How the table names the code zero of words: none that is known, or none at all."""


@dataclass(frozen=True)
class Column:
    """One trait: its attributes with how many codes each has, and where its weights begin; each key has ``each`` of them."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    start: int
    each: int

    @property
    def length(self) -> int:
        """How many weights it has."""
        return prod(self.sizes) * self.each

    def places(self, attributes: Mapping[str, Any]) -> Any:
        """Where the weights of what the attributes are begin."""
        key: Any = 0
        for name, size in zip(self.names, self.sizes, strict=True):
            key = key * size + attributes[name]
        return self.start + key * self.each


@dataclass
class Spellings:
    """Codes of words that traits ask for; while they are ``learning``, unknown ones get the next."""

    learning: bool = False
    codes: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in OPEN})

    def of(self, attribute: str, value: str) -> int:
        """The code of one; zero where it is not known, and of none."""
        codes = self.codes[attribute]
        if value == _NO_WORD:
            return 0
        if self.learning and value not in codes and len(codes) + 1 < OPEN[attribute]:
            codes[value] = len(codes) + 1
        return codes.get(value, 0)


def padded(operands: Codes) -> Codes:
    """Combinations of operands, a row each, as rows of as many as a form may have: -1 where there are fewer."""
    found = np.full((len(operands), len(SLOTS)), -1)
    found[:, : operands.shape[1]] = operands
    return found


def claim_places(of: Mapping[str, Any], count: int) -> Codes:
    """Where the weights of the traits of so many claims begin, a row each; the form is added to each."""
    return _places("claim", of, count)


def operand_places(of: Mapping[str, Any], count: int) -> Codes:
    """The same of so many operands, a row each; the form and the place in it (:data:`EACH`) are added."""
    return _places("operand", of, count)


def all_places(of: Mapping[str, Any], operands: int, count: int) -> Codes:
    """The same of so many combinations of some operands, a row each; the form is added."""
    if operands == 1:
        return np.zeros((count, 0), np.int64)
    found = _places("all", of, count)
    if operands < len(SLOTS):
        return found
    return np.concatenate([found, _places("three", of, count)], axis=1)


def word_places(pieces: Codes, of: str) -> Codes:
    """The same of the words before a claim or operands; those that are not known begin at zero, where nothing stands."""
    [column] = COLUMNS[of]
    return np.where(pieces > 0, column.places({"piece": pieces}), 0)


def named(weights: Codes, spellings: Spellings) -> Iterator[tuple[str, str, str, int]]:
    """The weights that are not zero: form, part, trait and weight."""
    words = {name: (_NO_WORD, *codes) for name, codes in spellings.codes.items()}
    for of, columns in COLUMNS.items():
        for column in columns:
            part = weights[column.start : column.start + column.length]
            for place in np.flatnonzero(part):
                key, rest = divmod(int(place), column.each)
                slot, form = divmod(rest, COUNT)
                whose = of.replace("operand", SLOTS[slot])
                yield FORMS[form].name, whose, _trait(column, key, words), int(part[place])


def place_of(form: str, whose: str, trait: str, spellings: Spellings) -> int:
    """Where the weight of a row of the table stands; words that it names are known from then on."""
    slot, of = next(
        ((at, whose.replace(name, "operand")) for at, name in enumerate(SLOTS) if whose.startswith(name)),
        (0, whose),
    )
    values = dict(one.split("=", 1) for one in trait.split(" & ")) if trait else {}
    column = _BY_NAMES[of, tuple(values)]
    codes = {
        name: spellings.of(_bare(name), value) if _bare(name) in OPEN else _CODES[_bare(name)][value]
        for name, value in values.items()
    }
    return int(column.places(codes)) + slot * COUNT + _FORMS[form]


def _trait(column: Column, key: int, words: Mapping[str, tuple[str, ...]]) -> str:
    known = {**VALUES, **words}
    values = []
    for name, size in zip(reversed(column.names), reversed(column.sizes), strict=True):
        key, code = divmod(key, size)
        values.append(f"{name}={known[_bare(name)][code]}")
    return " & ".join(reversed(values))


def _bare(name: str) -> str:
    """An attribute without the number of the operand that has it: place 1."""
    bare = name.rstrip("123 ")
    return bare if bare in OF_EACH else name


def _columns() -> dict[str, tuple[Column, ...]]:
    found: dict[str, tuple[Column, ...]] = {}
    start = EACH  # those of operands come first, so that the weights of each key are rows of EACH or of COUNT
    for of, traits in _TRAITS.items():
        each = EACH if of.startswith("operand") else COUNT
        columns = []
        for trait in traits:
            names = tuple(trait.split("/")) if trait else ()
            sizes = tuple(OPEN.get(_bare(name)) or len(VALUES[_bare(name)]) for name in names)
            columns.append(Column(names, sizes, start, each))
            start += columns[-1].length
        found[of] = tuple(columns)
    return found


def _places(group: str, of: Mapping[str, Any], count: int) -> Codes:
    """Where the weights of all traits of a group begin: a row for each of so many, a column for each trait."""
    columns = COLUMNS[group]
    found = np.empty((len(columns), count), np.int64)
    for at, column in enumerate(columns):
        found[at] = column.places(of)
    return found.T


COLUMNS = _columns()
"""Traits by whose they are. The places below :data:`EACH` are of none, whatever form is added."""
WEIGHTS = max(one.start + one.length for columns in COLUMNS.values() for one in columns)
"""How many weights there are."""
OPERANDS = max(one.start + one.length for of in ("operand", "operand words") for one in COLUMNS[of])
"""How many weights there are of operands, which come first."""
_BY_NAMES = {(of, one.names): one for of, columns in COLUMNS.items() for one in columns}
_CODES = {name: {value: code for code, value in enumerate(values)} for name, values in VALUES.items()}
_FORMS = {form.name: at for at, form in enumerate(FORMS)}
