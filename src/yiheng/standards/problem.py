"""Problems are rows: one shape for everything that can be wrong with what a user gives us.

Set-asides, checks, lint findings and refusals all share it, so that a list of problems can be printed,
counted, exported and tested like any other table. Code raises codes and values; the Chinese sentence of a
code stands in ``messages.csv`` (see :mod:`yiheng.standards.message`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its place and the values a reader needs to mend it.

    ``code`` names the sentence in ``messages.csv``; ``remedy`` overrides the remedy that stands there.
    ``line`` is 1-based, 0 where the place has no line.
    """

    code: str
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    field: str = ""
    key: str = ""
    found: str = ""
    expected: str = ""
    remedy: str = ""


class Refused(Exception):  # noqa: N818 - it is a verdict on the input, not a fault of the program
    """The input cannot be worked with: the one exception that reaches the user, as one sentence.

    ``details`` are the other faults beside it, or the single ones where the sentence only says how many there are.
    """

    def __init__(self, problem: Problem, details: Iterable[Problem] = ()):
        super().__init__(problem.code)
        self.problem = problem
        self.details = tuple(details)

    def __reduce__(self) -> tuple[type[Refused], tuple[Problem, tuple[Problem, ...]]]:
        """So that it comes whole out of another process."""
        return type(self), (self.problem, self.details)


def refuse(code: str, **values: str | int) -> Refused:
    """Build the exception for ``code`` with the given :class:`Problem` fields: ``raise refuse("…", file=…)``."""
    return Refused(Problem(code, **values))  # type: ignore[arg-type]
