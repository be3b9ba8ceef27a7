"""What a scheme says of single codes or of whole categories: complications, exclusions, trauma sites, names.

Published schemes write every code out; a scheme kept at category level writes ``I21%`` or ``I20~I25``. Either is looked
up by a case's code; the closest entry answers: the code itself, else its longest prefix, else its narrowest range.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import TypeVar

from yiheng.grouping.scheme.code_set import PREFIX, RANGE

Value = TypeVar("Value")


class CodeMap(Mapping[str, Value]):
    """A mapping by code whose entries may be categories. Iterating gives the entries as they are written."""

    def __init__(self, entries: Mapping[str, Value]):
        self._entries = dict(entries)
        self._prefixes = {entry.removesuffix(PREFIX): entry for entry in entries if entry.endswith(PREFIX)}
        self._lengths = sorted({len(prefix) for prefix in self._prefixes}, reverse=True)
        ranges = (entry.partition(RANGE) for entry in entries if RANGE in entry)
        ends = [(low.strip(), high.strip(), low + RANGE + high) for low, _, high in ranges]
        self._ranges = sorted(sorted(ends, key=itemgetter(1), reverse=True), key=itemgetter(0))
        self._lows = [low for low, _, _ in self._ranges]

    def __getitem__(self, code: str) -> Value:
        entry = self.entry_of(code)
        if not entry:
            raise KeyError(code)
        return self._entries[entry]

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and bool(self.entry_of(code))

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def entry_of(self, code: str) -> str:
        """The entry that answers for a code, as it is written; empty where there is none."""
        if code in self._entries:
            return code
        for length in self._lengths:
            entry = self._prefixes.get(code[:length])
            if entry is not None and len(code) >= length:
                return entry
        for place in range(
            bisect_right(self._lows, code) - 1, -1, -1
        ):  # the latest begin, then the earliest end
            _, high, entry = self._ranges[place]
            if code[: len(high)] <= high:
                return entry
        return ""


def code_map(pairs: Iterable[tuple[str, Value]]) -> Mapping[str, Value]:
    """The mapping of a table's rows: plain where every code is written out, which is fast, else by category."""
    entries = dict(pairs)
    return CodeMap(entries) if any(is_category(entry) for entry in entries) else entries


def is_category(entry: str) -> bool:
    """Whether an entry stands for more codes than itself."""
    return entry.endswith(PREFIX) or RANGE in entry
