"""What speaks for and against one number being computed from others: place, order, names, roles and kinds of words.

For :mod:`yiheng.review.told.odds`: each trait has a weight, which is learnt from clean reports and stands in the content. A
trait says how a claim is told, how an operand stands to it, or how the operands stand together; none holds a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.odds_forms import Numbers, numbers_of
from yiheng.review.told.reading import name_pieces

BACK, AHEAD = 60, 8
"""How many numbers before and after a claim may be its operands."""
_WORDS, _NAME, _END = 12, 14, 6
_KINDS = (
    "quotient", "growth_up", "growth_down", "odds_mean", "odds_left", "odds_product", "odds_of_rate", "odds_monthly",
    "odds_difference", "odds_closing", "odds_prior", "odds_together", "odds_standard", "level", "difference",
    "rate_of_rule", "share_mark",
)  # fmt: skip
_SIDES = (
    ("in", "sd_income"),
    ("out", "sd_expense"),
    ("end", "odds_closing"),
    ("left", "odds_left"),
    ("all", "odds_whole"),
)
_RANKS, _FEW_RANKS, _APART, _ALIKE = (0, 1, 2, 3, 5, 9, 16), (0, 1, 3, 9), (1, 2, 3, 5, 9, 20), (0, 1, 3)
_SHARES, _SIZES = (0.0, 0.3, 0.7), (0.01, 0.1, 0.5, 0.9, 1.1, 2, 10, 100)
_NEXT, _LENGTHS, _MOST_OF = (1, 2, 4), (0, 2, 4, 8), 0.6
_LONG_LABEL = 0.1
"""How much less a shared name says for each two characters of a longer label."""
_CHINESE = re.compile(r"[^\u4e00-\u9fa5]+")
_WORDLESS = re.compile(r"[\u4e00-\u9fa5A-Za-z\s]+")
_LARGE = "万亿千百十"


@dataclass(frozen=True)
class Told:
    """How one number is told. ``words`` right before it, without fillers; ``kinds`` of them; ``names`` that it asks for:
    of the whole it is a share of, of what is a share, and its own."""

    words: str
    kinds: tuple[str, ...]
    core: str
    pieces: frozenset[str]
    each: str
    stem: str
    names: dict[str, frozenset[str]]
    sides: str

    @property
    def kind(self) -> str:
        """The first kind of its words."""
        return self.kinds[0] if self.kinds else "-"


@dataclass
class Traits:
    """The traits of the numbers of one report, each worked out when it is first asked for; ``weighed`` is what they came to, by
    form, part, claim and operand."""

    context: Context
    numbers: Numbers
    weighed: dict[tuple[str, str, int, int], int] = field(default_factory=dict)
    _told: dict[int, Told] = field(default_factory=dict)
    _nearest: dict[tuple[int, str], dict[str, tuple[float, int]]] = field(default_factory=dict)
    _operands: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)

    def told(self, at: int) -> Told:
        """How a number is told."""
        if at not in self._told:
            self._told[at] = _read(self.context, self.numbers.facts[at])
        return self._told[at]

    def of_claim(self, claim: int) -> Iterator[str]:
        """How a claim is told; first the trait that all have, by which forms are more or less common."""
        told, fact = self.told(claim), self.numbers.facts[claim]
        yield "form"
        yield f"ends {told.words[-1:]}"
        yield f"says {told.words[-2:]}"
        for kind in told.kinds:
            yield f"kind {kind}"
        yield f"unit {_unit(fact)}"
        yield f"{told.kind} {'table' if self.context.in_table(fact.start) else 'text'}"
        if fact.depth:
            yield "bracket"
        if self.numbers.change[claim]:
            yield "change"

    def of_operand(self, claim: int, at: int) -> tuple[str, ...]:
        """How an operand stands to a claim."""
        key = claim, at
        if key not in self._operands:
            self._operands[key] = (
                *self._placed(claim, at),
                *self._named(claim, at),
                *self._beside(claim, at),
            )
        return self._operands[key]

    def of_all(self, claim: int, operands: Sequence[int]) -> Iterator[str]:
        """How the operands of a claim stand to each other."""
        told, facts = self.told(claim), self.numbers.facts
        places = "/".join(self.place(claim, one) for one in operands)
        ranks = "/".join(
            f"{self.place(claim, one)}{_step(self.rank(claim, one), _FEW_RANKS)}" for one in operands
        )
        if len(operands) == 1:
            yield f"one {ranks} {told.kind}"
            return
        yield f"ranks {ranks}"
        yield f"places {places}"
        yield f"places {places} {told.kind}"
        first, second = operands[:2]
        one, other = facts[first], facts[second]
        order = "in order" if first < second else "turned"
        yield f"{order} {_step(abs(first - second), _NEXT)}"
        yield f"{order} {told.kind} {abs(first - second) == 1}"
        shared = _step(len(self.told(first).pieces & self.told(second).pieces), _ALIKE)
        yield f"alike {shared}"
        yield f"alike {shared} {places}"
        yield f"sentence {one.sentence == other.sentence} {one.line is other.line}"
        yield f"years {_years(one, other)}"
        size = _step(float(self.numbers.size[first] / self.numbers.size[second]), _SIZES)
        yield f"size {size}"
        yield f"size {size} {told.kind}"
        roles = f"{one.role or '-'}/{other.role or '-'}"
        yield f"roles {roles}"
        yield f"roles {roles} {told.kind}"
        sides = "/".join(self.told(at).sides for at in (claim, first, second))
        yield f"sides {sides}"
        yield f"sides {sides} {places}"
        own = [self._closest(claim, at, "own") for at in (first, second)]
        part, whole = self._closest(claim, first, "part"), self._closest(claim, second, "whole")
        yield f"named {'/'.join(own)} {part}/{whole}"
        yield f"part and whole {part}/{whole} {places}"
        yield f"own names {'/'.join(own)} {places}"

    def rank(self, claim: int, at: int) -> int:
        """How many numbers of an operand's dimension stand between it and the claim."""
        low, high = (at + 1, claim) if at < claim else (claim + 1, at)
        dimension = self.numbers.dimension
        return int((dimension[low:high] == dimension[at]).sum())

    def place(self, claim: int, at: int) -> str:
        """Where an operand stands: in the clause, segment, sentence, paragraph or chapter of the claim, before or after it."""
        one, own = self.numbers.facts[at], self.numbers.facts[claim]
        side = ">" if at > claim else "<"
        if one.sentence == own.sentence:
            between = self.context.text[min(one.end, own.end) : max(one.start, own.start)]
            if not word("odds_clause").search(between):
                return f"clause{side}"
            return f"sentence{side}" if not word("odds_segment").search(between) else f"segment{side}"
        if one.line is own.line:
            return f"line{side}"
        return f"chapter{side}" if one.line.path[:2] == own.line.path[:2] else f"far{side}"

    def _placed(self, claim: int, at: int) -> Iterator[str]:
        told, one, own = self.told(claim), self.numbers.facts[at], self.numbers.facts[claim]
        place, side, rank = self.place(claim, at), ">" if at > claim else "<", self.rank(claim, at)
        yield f"place {place}"
        yield f"rank {_step(rank, _RANKS)}{side}"
        yield f"place {place} rank {_step(rank, _RANKS)}"
        yield f"apart {_step(abs(at - claim), _APART)}{side}"
        yield f"{told.kind} {place} {_step(rank, _FEW_RANKS)}"
        role = f"{one.role or '-'}{'+' if self.numbers.change[at] else ''}"
        yield f"role {role}"
        yield f"role {role} {told.kind}"
        years = _years(one, own)
        yield f"years {years}"
        yield f"years {years} {place}"
        yield f"unit {_unit(one)}"
        if one.quantity.operator not in ("", "="):
            yield "goal"
        if one.depth != own.depth:
            yield "deeper" if one.depth > own.depth else "less deep"

    def _named(self, claim: int, at: int) -> Iterator[str]:
        told, other = self.told(claim), self.told(at)
        place = self.place(claim, at)
        shared = _step(len(told.pieces & other.pieces), _ALIKE)
        yield f"alike {shared}"
        yield f"alike {shared} {place}"
        own = len(name_pieces(told.words) & other.pieces)
        yield f"words {_step(own, _ALIKE)}"
        yield f"words {_step(own, (0, 1))} {told.kind}"
        for kind in other.kinds:
            yield f"kind {kind}"
        for name in ("whole", "part", "own"):
            closest = self._closest(claim, at, name)
            if closest:
                yield f"{name} {closest}"
                yield f"{name} {closest} {place}"
                yield f"{name} {closest} {told.kind}"
        if told.each:
            unit = self.numbers.facts[at].quantity.unit
            fits = told.each[0] in unit or told.each[0] in other.core[-_END:]
            yield f"each {fits} {place}"
        if told.names["whole"]:
            part = len(told.names["whole"] & other.pieces) / len(told.names["whole"])
            yield f"of {_step(part, _SHARES)}"
            yield f"of {_step(part, _SHARES)} {place}"
        if told.stem:
            stem = f"{told.stem in other.core} {told.stem[-1] in other.core[-4:]}"
            yield f"stem {stem}"
            yield f"stem {stem} {place}"
        if says("odds_whole", other.core[-_END:]):
            yield f"total {told.kind}"

    def _beside(self, claim: int, at: int) -> Iterator[str]:
        """What stands between neighbours."""
        if abs(at - claim) != 1:
            return
        one, own = self.numbers.facts[at], self.numbers.facts[claim]
        side = ">" if at > claim else "<"
        between = self.context.text[one.end : own.at] if at < claim else self.context.text[own.end : one.at]
        yield f"mark{side} {_WORDLESS.sub('', between)[:2]}"
        yield f"words between{side} {_step(min(len(_CHINESE.sub('', between)), _WORDS), _LENGTHS)}"

    def _closest(self, claim: int, at: int, name: str) -> str:
        """Whether an operand's label has more of a name that the claim asks for than any other near number's; empty where it
        asks for none."""
        asked = self.told(claim).names[name]
        if not asked:
            return ""
        key, family = (claim, name), self.numbers.facts[at].quantity.family
        if key not in self._nearest:
            self._nearest[key] = self._best(claim, asked)
        pieces = self.told(at).pieces
        fit = _fit(asked, pieces)
        if not fit:
            return "none"
        best, count = self._nearest[key].get(family, (0.0, 0))
        found = ("most" if fit >= best else "less") + ("" if count == 1 else " of several")
        return f"{found} whole" if len(asked & pieces) >= _MOST_OF * len(asked) else found

    def _best(self, claim: int, asked: frozenset[str]) -> dict[str, tuple[float, int]]:
        """The best fit of a name among the numbers around a claim, by family, and how many have it."""
        found: dict[str, tuple[float, int]] = {}
        for at in range(max(0, claim - BACK), min(len(self.numbers.facts), claim + 1 + AHEAD)):
            fit = _fit(asked, self.told(at).pieces) if at != claim else 0.0
            family = self.numbers.facts[at].quantity.family
            best, count = found.get(family, (0.0, 0))
            if fit > best:
                found[family] = (fit, 1)
            elif fit and fit == best:
                found[family] = (fit, count + 1)
        return found


def traits_of(context: Context) -> Traits:
    """The traits of a report's numbers."""
    return context.once(_traits)


def _traits(context: Context) -> Traits:
    return Traits(context, numbers_of(context))


def words_before(context: Context, fact: Fact) -> str:
    """The words right before a number: of its clause, after the number before it, without what stands in brackets."""
    clause = word("odds_aside").sub("", context.clause_before(fact))
    return word("odds_number").split(clause)[-1]


def _read(context: Context, fact: Fact) -> Told:
    clause = words_before(context, fact)
    words = _bare(clause)[-_WORDS:]
    core = _bare(fact.label)[-_NAME:]
    each = word("odds_of_each").search(words)
    stem = word("odds_stem").search(words)
    whole, part = word("odds_base").search(words), word("odds_part").search(words)
    pieces = name_pieces(fact.label)
    return Told(
        words,
        tuple(kind for kind in _KINDS if says(kind, clause[-_NAME:])),
        core,
        pieces,
        next((one for one in each.groups() if one), "") if each else "",
        stem["stem"][-2:] if stem else "",
        {
            "whole": name_pieces(whole["name"]) if whole else frozenset(),
            "part": name_pieces(part["name"]) if part else frozenset(),
            "own": pieces,
        },
        "".join(name for name, words_of in _SIDES if says(words_of, core)),
    )


def _bare(words: str) -> str:
    return _CHINESE.sub("", word("odds_filler").sub("", words))


def _fit(asked: frozenset[str], pieces: frozenset[str]) -> float:
    return round(len(asked & pieces) / (1 + _LONG_LABEL * len(pieces)), 9)


def _unit(fact: Fact) -> str:
    return fact.quantity.unit.lstrip(_LARGE)


def _years(one: Fact, other: Fact) -> str:
    if not one.year or not other.year:
        return "?"
    return "=" if one.year == other.year else "<" if one.year < other.year else ">"


def _step(value: float, steps: Sequence[float]) -> str:
    """The first of some steps that a value does not exceed."""
    return next((str(step) for step in steps if value <= step), "+")
