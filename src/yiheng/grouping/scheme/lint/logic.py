"""When one condition implies others: the reasoning behind dead branches and shadowed rules, exact on every band.

A condition becomes alternatives of literals. A *box* says, for each thing that can vary (a measure, sex, department,
discharge mode, MCC, CC, membership in a list), which values are left. An alternative is covered where the boxes of
earlier conditions fill its own. Memberships are related through what the lists hold; whatever else is taken to vary
freely, so that "covered" is never claimed wrongly.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import product

from yiheng.grouping.scheme.condition import (
    All,
    Any,
    Compare,
    Complicated,
    Condition,
    Constant,
    Member,
    NoProcedure,
    Not,
    OneOf,
)

Literal = tuple[Condition, bool]
"""An atom, and whether it holds."""
Alternative = tuple[Literal, ...]
Box = Mapping[Hashable, frozenset[Hashable]]

_MOST_ALTERNATIVES = 512
_MOST_STEPS = 20_000
_MISSING = "?"
"""A measure that is not known: it satisfies no comparison."""
_ALWAYS_KNOWN = {"age_years", "trauma_sites"}
"""A record without age is not grouped; the number of sites is counted."""
_BOOLEAN = frozenset({True, False})


def alternatives(condition: Condition, holds: bool = True) -> tuple[Alternative, ...]:
    """The condition (or its contrary) as alternatives of literals; no alternative for a condition that never holds.

    A condition beyond 512 alternatives, which no coder writes, stays one literal: nothing is concluded from its inside.
    """
    match condition:
        case Constant(value):
            return ((),) if value is holds else ()
        case Not(part):
            return alternatives(part, not holds)
        case All(parts) | Any(parts):
            inner = [alternatives(part, holds) for part in parts]
            if isinstance(condition, All) is not holds:
                return tuple(dict.fromkeys(one for each in inner for one in each))
            size = 1
            for each in inner:
                size *= len(each)
            if size > _MOST_ALTERNATIVES:
                return (((condition, holds),),)
            return tuple(dict.fromkeys(_joined(chosen) for chosen in product(*inner)))
        case _:
            return (((condition, holds),),)


def _joined(parts: Iterable[Alternative]) -> Alternative:
    return tuple(dict.fromkeys(literal for part in parts for literal in part))


class Space:
    """The values that can vary in a question: bands cut at every number, and the attributes' values, that occur in it."""

    def __init__(self, questions: Iterable[Alternative]):
        cuts: dict[str, set[int]] = {}
        values: dict[str, set[Hashable]] = {}
        for atom, _ in (literal for one in questions for literal in one):
            if isinstance(atom, Compare):
                cuts.setdefault(atom.measure, set()).update(_edges(atom))
            elif isinstance(atom, OneOf):
                values.setdefault(atom.attribute, {_MISSING}).update(atom.values)
        self._starts = {measure: sorted({0, *edges}) for measure, edges in cuts.items()}
        self._values = {attribute: frozenset(found) for attribute, found in values.items()}

    def domain(self, dimension: Hashable) -> frozenset[Hashable]:
        """All values of what varies."""
        if isinstance(dimension, str) and dimension in self._starts:
            missing = set() if dimension in _ALWAYS_KNOWN else {_MISSING}
            return frozenset({*self._starts[dimension], *missing})
        if isinstance(dimension, str) and dimension in self._values:
            return self._values[dimension]
        return _BOOLEAN

    def allowed(self, literal: Literal) -> tuple[Hashable, frozenset[Hashable]]:
        """What varies in a literal, and the values with which it holds."""
        atom, holds = literal
        dimension: Hashable = atom
        right: frozenset[Hashable] = frozenset({True})
        if isinstance(atom, Compare):
            dimension = atom.measure
            right = frozenset(start for start in self._starts[atom.measure] if _compares(start, atom))
        elif isinstance(atom, OneOf):
            dimension, right = atom.attribute, frozenset(atom.values)
        elif isinstance(atom, Complicated):
            dimension = atom.level
        return dimension, right if holds else self.domain(dimension) - right

    def box(self, literals: Iterable[Literal]) -> Box | None:
        """The values left by all literals; None where they cannot hold together."""
        box: dict[Hashable, frozenset[Hashable]] = {}
        for literal in literals:
            if isinstance(literal[0], Constant):
                if literal[0].value is not literal[1]:
                    return None
                continue
            dimension, right = self.allowed(literal)
            left = box.get(dimension, self.domain(dimension)) & right
            if not left:
                return None
            box[dimension] = left
        return box

    def filled(self, target: Box, boxes: Sequence[Box]) -> bool:
        """Whether the boxes together fill the target. A question beyond any scheme's size is answered no."""
        budget = [_MOST_STEPS]
        return self._filled(dict(target), boxes, budget)

    def _filled(
        self, target: dict[Hashable, frozenset[Hashable]], boxes: Sequence[Box], budget: list[int]
    ) -> bool:
        budget[0] -= 1
        for number, box in enumerate(boxes):
            if budget[0] < 0:
                return False
            inside = {name: target.get(name, self.domain(name)) & values for name, values in box.items()}
            if not all(inside.values()):
                continue
            rest = dict(target)
            for (
                name,
                common,
            ) in inside.items():  # what lies outside the box in one thing must be filled by others
                outside = rest.get(name, self.domain(name)) - common
                if outside and not self._filled({**rest, name: outside}, boxes[number + 1 :], budget):
                    return False
                rest[name] = common
            return True
        return False


def _edges(atom: Compare) -> tuple[int, ...]:
    """The numbers at which a band begins."""
    if atom.comparison in ("<", ">="):
        return (atom.value,)
    return (atom.value + 1,) if atom.comparison in ("<=", ">") else (atom.value, atom.value + 1)


def _compares(start: int, atom: Compare) -> bool:
    """Whether a band that begins at ``start`` satisfies the comparison; no band crosses its value."""
    return {
        "<": start < atom.value,
        "<=": start <= atom.value,
        "=": start == atom.value,
        ">": start > atom.value,
        ">=": start >= atom.value,
    }[atom.comparison]


def without_procedure(alternative: Alternative) -> bool:
    """Whether a case without any procedure can satisfy it."""
    return not any(
        (isinstance(atom, Member) and atom.role.endswith("px") and holds)
        or (isinstance(atom, NoProcedure) and not holds)
        for atom, holds in alternative
    )
