"""A code list of a scheme: single codes, categories written as prefixes, and ranges of categories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PREFIX = "%"
"""``I21%``: every code that begins with I21; an asterisk belongs to codes (``G01*``)."""
RANGE = "~"
"""``I20~I25.9``: every code from I20 to I25.9, each end with all that begins with it."""


@dataclass(frozen=True)
class CodeSet:
    """The codes of a list. ``code in codes`` compares letter by letter: case and blanks count."""

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    ranges: tuple[tuple[str, str], ...] = ()

    def __contains__(self, code: str) -> bool:
        return (
            code in self.exact
            or any(code.startswith(prefix) for prefix in self.prefixes)
            or any(low <= code and code[: len(high)] <= high for low, high in self.ranges)
        )

    def __bool__(self) -> bool:
        return bool(self.exact or self.prefixes or self.ranges)

    @property
    def open(self) -> bool:
        """Whether codes that are not written out may belong to it."""
        return bool(self.prefixes or self.ranges)

    @property
    def entries(self) -> tuple[str, ...]:
        """What stands in the list's file, sorted."""
        whole = [prefix + PREFIX for prefix in self.prefixes]
        return tuple(sorted([*self.exact, *whole, *(RANGE.join(ends) for ends in self.ranges)]))


def code_set(entries: Iterable[str]) -> CodeSet:
    """The set of the entries of a list's file: ``I21.000``, ``I21%``, ``I20~I25.9``."""
    exact, prefixes, ranges = set(), [], []
    for entry in entries:
        low, tilde, high = entry.partition(RANGE)
        if tilde:
            ranges.append((low.strip(), high.strip()))
        elif entry.endswith(PREFIX):
            prefixes.append(entry.removesuffix(PREFIX))
        else:
            exact.add(entry)
    return CodeSet(frozenset(exact), tuple(sorted(set(prefixes))), tuple(sorted(set(ranges))))
