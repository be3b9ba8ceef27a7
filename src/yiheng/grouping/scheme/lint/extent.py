"""What a code list covers, so that lists can be compared: single codes and stretches of codes.

Letters and digits are compared as text, so a category ``I21%`` is the stretch of all texts that begin with I21. Where
the scheme has a code table, stretches become the codes of the table, and every comparison is exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from yiheng.grouping.scheme.code_set import PREFIX, RANGE, CodeSet

_LAST = chr(0x10FFFF)
"""After every letter: ``I21`` with it is the end of the category I21."""

Span = tuple[str, str]
"""First and last text of a stretch."""


@dataclass(frozen=True)
class Extent:
    """Codes and stretches of a list; a code inside a stretch is not listed again."""

    codes: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.codes or self.spans)

    @cached_property
    def joined(self) -> tuple[Span, ...]:
        """The stretches with neighbours joined: I20% and I21% are one."""
        found: list[Span] = []
        for low, high in sorted(self.spans):
            if found and low <= _after(found[-1][1]):
                found[-1] = (found[-1][0], max(high, found[-1][1]))
            else:
                found.append((low, high))
        return tuple(found)

    def has(self, one: str | Span) -> bool:
        """Whether a code, or a whole stretch, lies inside."""
        if isinstance(one, str):
            return one in self.codes or any(low <= one <= high for low, high in self.spans)
        return any(low <= one[0] and one[1] <= high for low, high in self.joined)

    def touches(self, one: str | Span) -> bool:
        """Whether a code, or some part of a stretch, lies inside."""
        return self.has(one) if isinstance(one, str) else self.meets(Extent(spans=(one,)))

    def leaves(self, one: str | Span) -> Iterator[str | Span]:
        """What of a code or stretch does not lie inside; single codes inside a stretch are not cut out of it."""
        if isinstance(one, str):
            if not self.has(one):
                yield one
            return
        at = one[0]
        for low, high in self.joined:
            if high < at or low > one[1]:
                continue
            if at < low:
                yield at, _before(low)
            at = _after(high)
        if at <= one[1]:
            yield at, one[1]

    def within(self, other: Extent) -> bool:
        """Whether everything here lies inside the other."""
        if not other.spans:
            return not self.spans and self.codes <= other.codes
        return all(other.has(one) for one in self)

    def meets(self, other: Extent) -> bool:
        """Whether the two have a code in common."""
        return (
            not self.codes.isdisjoint(other.codes)
            or any(other.has(code) for code in (self.codes if other.spans else ()))
            or any(self.has(code) for code in (other.codes if self.spans else ()))
            or any(max(a[0], b[0]) <= min(a[1], b[1]) for a in self.spans for b in other.spans)
        )

    def common(self, other: Extent) -> Extent:
        """What the two have in common."""
        codes = set(self.codes & other.codes)
        codes.update(code for code in (self.codes if other.spans else ()) if other.has(code))
        codes.update(code for code in (other.codes if self.spans else ()) if self.has(code))
        pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in self.spans for b in other.spans)
        return Extent(frozenset(codes), tuple(sorted({pair for pair in pairs if pair[0] <= pair[1]})))

    def __iter__(self) -> Iterator[str | Span]:
        yield from sorted(self.codes)
        yield from self.spans


def _after(high: str) -> str:
    """The first code behind a stretch: after I29 comes I30, after 01.9 comes 02.0, after A99 comes B00."""
    return _moved(high.removesuffix(_LAST), 1)


def _before(low: str) -> str:
    """The last text before a stretch begins."""
    return _moved(low, -1) + _LAST


def _moved(code: str, step: int) -> str:
    """The neighbouring code of the same length, carried over digits and, at the head, over the letter."""
    chars = list(code)
    wrapped, to = ("9", "0") if step > 0 else ("0", "9")
    for at in range(len(chars) - 1, -1, -1):
        if chars[at] == wrapped:
            chars[at] = to
        elif chars[at].isalnum():
            chars[at] = chr(ord(chars[at]) + step)
            break
    return "".join(chars)


def extent(codes: CodeSet, known: Sequence[str] = ()) -> Extent:
    """What a list covers; ``known`` is the code table, sorted. A stretch without a code of the table stays one."""
    found, spans = set(codes.exact), []
    for low, high in _spans(codes):
        inside = known[bisect_left(known, low) : bisect_right(known, high)]
        if inside:
            found.update(inside)
        else:
            spans.append((low, high))
    loose = (code for code in found if not any(low <= code <= high for low, high in spans))
    return Extent(frozenset(loose), tuple(sorted(spans)))


def _spans(codes: CodeSet) -> Iterator[Span]:
    for prefix in codes.prefixes:
        yield prefix, prefix + _LAST
    for low, high in codes.ranges:
        yield low, high + _LAST


def union(extents: Collection[Extent]) -> Extent:
    """Everything that lies in one of them."""
    spans = tuple(sorted({span for one in extents for span in one.spans}))
    return Extent(frozenset().union(*(one.codes for one in extents)), spans)


def entry_text(one: str | Span) -> str:
    """A code or a stretch as a list's file writes it."""
    if isinstance(one, str):
        return one
    low, high = one[0], one[1].removesuffix(_LAST)
    return f"{low}{PREFIX}" if low == high else f"{low}{RANGE}{high}"
