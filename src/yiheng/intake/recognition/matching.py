"""Choosing what a sheet is, and which column is which: by its heads, then by its title; a tie is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from yiheng.intake.recognition.dictionary import Dictionary, Target, Use
from yiheng.intake.recognition.head_text import head_key
from yiheng.intake.recognition.header import HeadColumn, HeadPlace
from yiheng.intake.recognition.layout import Layout, MappedColumn

LEAST_SHARE = 3
"""At least one head in three is known, else the sheet is something else."""


@dataclass(frozen=True)
class Match:
    """A layout for one target, and how many heads it explains."""

    target: Target
    layout: Layout
    mapped: int

    @property
    def strength(self) -> tuple[bool, int]:
        """What is compared: whether no required column is missing, then the number of heads explained."""
        return not self.layout.missing, self.mapped


def best_matches(place: HeadPlace, known: Dictionary, unit: str) -> tuple[Match, ...]:
    """The targets that a head fits best; more than one where it fits them equally."""
    targets = (target for target in known.targets.values() if not target.message)
    matches = [found for target in targets if (found := match_target(place, target, unit)) is not None]
    top = max((one.strength for one in matches), default=None)
    return tuple(one for one in matches if one.strength == top)


def chosen_by_words(matches: Sequence[Match], words: str) -> tuple[Match, tuple[str, ...]]:
    """One of equal matches, and the names of the others, which must be asked unless the words name just one.

    ``words``: title, sheet and file name.
    """
    said = head_key(words)
    named = [one for one in matches if any(title and title in said for title in one.target.titles)]
    if len(matches) > 1 and len(named) == 1:
        return named[0], ()
    chosen = (named or list(matches))[0]
    return chosen, tuple(one.target.name for one in (named or matches) if one is not chosen)


def match_target(place: HeadPlace, target: Target, unit: str) -> Match | None:
    """How a head reads as one target; None where it says too little for it."""
    taken: dict[tuple[str, int, int], Use] = {}
    columns = tuple(_assigned(place.columns, target, taken))
    mapped = sum(column.state in ("mapped", "guessed") for column in columns)
    if mapped < 2 or mapped * LEAST_SHARE < len(columns):
        return None
    given = {use.column for use in taken.values() if use.lines < 0}
    missing = tuple(missing_columns(target, given, {use.lines for use in taken.values()}))
    return Match(target, Layout(target.name, columns, place.rows, unit, missing), mapped)


def _assigned(
    columns: tuple[HeadColumn, ...], target: Target, taken: dict[tuple[str, int, int], Use]
) -> Iterator[MappedColumn]:
    """A column for each head. A column that two heads mean goes to the surer one; the other is shown as not used."""
    wanted: dict[int, Use] = {}
    for one in columns:
        for use in one.uses(target):
            place = (use.column, use.lines, -1 if use.main else use.number)
            holder = taken.get(place)
            if holder is None or use.rank < holder.rank:
                if holder is not None:
                    loser = next(at for at, held in wanted.items() if held is holder)
                    del wanted[loser]
                taken[place] = use
                wanted[one.position] = use
                break
    for one in columns:
        head = one.texts[0] if len(one.texts) == 1 else one.texts[-1]
        found = wanted.get(one.position)
        if found is None:
            known = any(head.key in target.ignored for head in one.heads)
            yield MappedColumn(one.position, head, state="ignored" if known else "unmapped")
            continue
        yield MappedColumn(
            one.position,
            head,
            found.column,
            found.form,
            one.unit() or found.unit,
            found.pattern,
            found.lines,
            (0 if found.main else 1) * 1000 + found.number if found.lines >= 0 else 0,
            "guessed" if found.guess else "mapped",
        )


def missing_columns(target: Target, given: set[str], lines: set[int]) -> Iterator[str]:
    """Required columns that are neither given nor follow from what is given, is hung on the row, or looked up."""
    held = set(given)
    held |= {
        column
        for number, one in enumerate(target.lines)
        for column in one.packed
        if number in lines or (one.node and not one.required)
    }
    held |= {one.column for one in target.sums} | {name for one in target.lookups for name in one.take}
    grown = True
    while grown:
        more = {
            rule.column
            for rule in target.derive
            if (any if rule.by == "first_of" else all)(name in held for name in rule.of)
        } - held
        grown = bool(more)
        held |= more
    yield from (name for name in target.required() if name not in held)


def with_missing(layout: Layout, target: Target) -> Layout:
    """A layout whose columns were changed by hand, with what it now lacks."""
    used = [column for column in layout.columns if column.column]
    given = {column.column for column in used if column.lines < 0}
    return replace(layout, missing=tuple(missing_columns(target, given, {column.lines for column in used})))
