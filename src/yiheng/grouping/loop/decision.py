"""Conditions compiled to decisions: each atom is one node that says where to go on if it holds and if not.

``且``, ``或`` and ``非`` cost nothing at run time: they only wire the nodes. A condition is entered at one node and left at
``HOLDS`` or ``FAILS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from yiheng.grouping.scheme.condition import (
    All,
    Any,
    Atom,
    Compare,
    Complicated,
    Condition,
    Constant,
    Member,
    NoProcedure,
    Not,
    OneOf,
    Role,
)

HOLDS, FAILS = -1, -2

MAIN_DX, OTHER_DX, ANY_DX, MAIN_PX, OTHER_PX, ANY_PX = range(6)
COMPARE, ATTRIBUTE, COMPLICATED, NO_PROCEDURE = range(6, 10)
ROLE_KINDS: dict[Role, int] = {
    "main_dx": MAIN_DX,
    "other_dx": OTHER_DX,
    "any_dx": ANY_DX,
    "main_px": MAIN_PX,
    "other_px": OTHER_PX,
    "any_px": ANY_PX,
}
LESS, LESS_EQUAL, EQUAL, GREATER, GREATER_EQUAL = range(5)
COMPARISONS = {"<": LESS, "<=": LESS_EQUAL, "=": EQUAL, ">": GREATER, ">=": GREATER_EQUAL}
MEASURES = ("age_years", "age_days", "weight_g", "los_days", "icu_hours", "trauma_sites")
TRAUMA_SITES = MEASURES.index("trauma_sites")
ATTRIBUTES = ("sex", "dept", "leave")
LEVELS = ("MCC", "CC")

KIND, SUBJECT, OPERATION, VALUE, YES, NO = range(6)
"""Columns of a node: its kind; list column, measure, attribute or level; comparison; value or set of values; the node
to go to if it holds; the node to go to if not."""


@dataclass
class Decisions:
    """All nodes of a scheme. ``column_of`` gives a list's column in the table of codes of its kind."""

    column_of: Callable[[Member], int]
    value_bits: Callable[[OneOf], int]
    nodes: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)

    def add(self, condition: Condition, yes: int = HOLDS, no: int = FAILS) -> int:
        """Compile a condition; the node at which it is entered."""
        match condition:
            case All(parts):
                for part in reversed(parts):
                    yes = self.add(part, yes, no)
                return yes
            case Any(parts):
                for part in reversed(parts):
                    no = self.add(part, yes, no)
                return no
            case Not(part):
                return self.add(part, no, yes)
            case Constant(value):
                return yes if value else no
            case _:
                self.nodes.append((*self._test(condition), yes, no))
                return len(self.nodes) - 1

    def array(self) -> npt.NDArray[np.int64]:
        """The nodes as rows of whole numbers."""
        return np.array(self.nodes or [(NO_PROCEDURE, 0, 0, 0, FAILS, FAILS)], dtype=np.int64)

    def _test(self, atom: Atom) -> tuple[int, int, int, int]:
        match atom:
            case Member(role):
                return ROLE_KINDS[role], self.column_of(atom), 0, 0
            case Compare(measure, comparison, value):
                return COMPARE, MEASURES.index(measure), COMPARISONS[comparison], value
            case OneOf(attribute):
                return ATTRIBUTE, ATTRIBUTES.index(attribute), 0, self.value_bits(atom)
            case Complicated(level):
                return COMPLICATED, LEVELS.index(level), 0, 0
            case NoProcedure():
                return NO_PROCEDURE, 0, 0, 0
            case _:
                raise TypeError(atom)
