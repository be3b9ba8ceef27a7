"""Code lists: which codes a column may hold, dated and by region.

The national layer gives a list its codes. A layer above changes it only by ``add`` and ``remove``, so that what
a region has of its own stays visible, and a code dropped by the nation does not live on in a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.policy.provenance import ContentModel, Pattern, Source
from yiheng.standards.problem import Problem, refuse

Words = Annotated[str, StringConstraints(min_length=1)]


class Code(ContentModel):
    """One code: it holds from ``valid_from`` to before ``valid_to``, without them always. ``parent`` is its group."""

    code: Words
    name: Words
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


class Removal(ContentModel):
    """A code of a lower layer that does not hold here: from ``valid_from`` on, without it never."""

    code: Words
    valid_from: date | None = None


class CodeList(ContentModel):
    """A whole list (``codes``), or what a layer above adds to it and removes from it.

    ``pattern``: the regular expression of the whole code. ``source``: of the list, or of the change.
    """

    list: Words
    name: str = ""
    pattern: Pattern = ""
    source: Source
    codes: tuple[Code, ...] = ()
    add: tuple[Code, ...] = ()
    remove: tuple[Removal, ...] = ()

    @model_validator(mode="after")
    def _whole_or_change(self) -> Self:
        if bool(self.codes) == bool(self.add or self.remove):
            raise ValueError("应只写 codes（全表），或者只写 add、remove（增减）")
        if self.codes and not self.name:
            raise ValueError("代码表应写 name")
        return self

    @property
    def given(self) -> dict[str, tuple[Code, ...]]:
        """The codes it brings, by the key they stand under."""
        return {"codes": self.codes, "add": self.add}


@dataclass(frozen=True, slots=True)
class DatedCode:
    """A code with the half-open interval of days on which it holds, and where that is written."""

    code: str
    name: str
    parent: str
    start: date
    end: date
    note: str
    place: str

    def holds(self, as_of: date | None) -> bool:
        """Whether it holds on that day; without a day, whether on any."""
        return as_of is None or self.start <= as_of < self.end


def _dated(code: Code, entry: Entry[CodeList], *path: str | int) -> DatedCode:
    start, end = code.valid_from or date.min, code.valid_to or date.max
    place = f"{entry.file} 第 {entry.line(*path)} 行"
    return DatedCode(code.code, code.name, code.parent, start, end, code.note, place)


def _changed(codes: Iterable[DatedCode], entry: Entry[CodeList]) -> list[DatedCode]:
    """The codes of the layers below after one more layer: its removals first, then what it brings."""
    removed = {removal.code: removal.valid_from or date.min for removal in entry.value.remove}
    kept = [_ending(one, removed.get(one.code, date.max)) for one in codes]
    brought = [
        _dated(code, entry, key, index)
        for key, listed in entry.value.given.items()
        for index, code in enumerate(listed)
    ]
    return [one for one in kept if one.start < one.end] + brought


def _ending(code: DatedCode, end: date) -> DatedCode:
    if end >= code.end:
        return code
    return DatedCode(code.code, code.name, code.parent, code.start, end, code.note, code.place)


@dataclass(frozen=True, slots=True)
class RegionalList:
    """A code list as it is in one region: all codes it ever had, in the order of the layers, and the documents."""

    list: str
    name: str
    sources: tuple[Source, ...]
    codes: tuple[DatedCode, ...]


def regional_list(content: Content, name: str, region: str = "") -> RegionalList:
    """The list of a region, its layers folded; refuses ``content_unknown`` where no layer has the whole list."""
    entries = [
        entry
        for entry in content.entries
        if entry.kind == CODE_LISTS.name and entry.key == name and region.startswith(entry.layer.region)
    ]
    base = next((entry.value for entry in entries if entry.value.codes), None)
    if base is None:
        known = nearest(name, content.keys(CODE_LISTS))
        raise refuse("content_unknown", key=name, field=CODE_LISTS.title, expected=known)
    codes: list[DatedCode] = []
    for entry in entries:
        codes = _changed(codes, entry)
    return RegionalList(name, base.name, tuple(entry.value.source for entry in entries), tuple(codes))


def code_list(content: Content, name: str, region: str = "") -> tuple[DatedCode, ...]:
    """All codes that a region's list ever had; refuses ``content_unknown``."""
    return regional_list(content, name, region).codes


def full_names(content: Content, name: str) -> dict[str, str]:
    """The name of every code of every region after those of its parents, as a city is called in full: province and city."""
    entries = (one.value for one in content.entries if (one.kind, one.key) == (CODE_LISTS.name, name))
    listed = {code.code: code for one in entries for codes in one.given.values() for code in codes}
    return {code: "".join(_line_of(code, listed)) for code in listed}


def _line_of(code: str, listed: Mapping[str, Code]) -> list[str]:
    """The names of a code and its parents, the uppermost first; a parent that is above itself is named once."""
    names: list[str] = []
    seen: set[str] = set()
    while code in listed and code not in seen:
        seen.add(code)
        names.insert(0, listed[code].name)
        code = listed[code].parent
    return names


def valid_codes(content: Content, list_name: str, region: str, as_of: date | None) -> dict[str, str]:
    """The codes of a list that hold for a region on a day (without a day: on any), with their names."""
    return {one.code: one.name for one in code_list(content, list_name, region) if one.holds(as_of)}


def _below(entry: Entry[CodeList], content: Content) -> list[Entry[CodeList]]:
    """The entries of the same list in layers under this one whose regions share subjects with its own."""
    found: list[Entry[CodeList]] = []
    for other in content.entries:
        if other.layer == entry.layer:
            break
        mine, theirs = entry.layer.region, other.layer.region
        if (other.kind, other.key) == (entry.kind, entry.key) and (
            mine.startswith(theirs) or theirs.startswith(mine)
        ):
            found.append(other)
    return found


def _check(entry: Entry[CodeList], content: Content) -> Iterator[Problem]:
    below = _below(entry, content)
    base = next((other for other in below if other.value.codes), None)
    if entry.value.codes and base is not None:
        yield entry.problem("code_list_replaced", "codes", found=f"{base.file} 第 {base.line()} 行")
        return
    if not entry.value.codes and base is None:
        yield entry.problem("code_list_without_base", expected=nearest(entry.key, _whole_lists(content)))
        return
    held: list[DatedCode] = []
    for other in below:
        held = _changed(held, other)
    yield from _removal_problems(entry, held)
    yield from _code_problems(entry, held, (base or entry).value.pattern)


def _whole_lists(content: Content) -> Sequence[str]:
    return [entry.key for entry in content.entries if entry.kind == CODE_LISTS.name and entry.value.codes]


def _removal_problems(entry: Entry[CodeList], held: Sequence[DatedCode]) -> Iterator[Problem]:
    known = {one.code for one in held}
    seen: set[str] = set()
    for index, removal in enumerate(entry.value.remove):
        if removal.code not in known:
            yield entry.problem(
                "code_not_there",
                "remove",
                index,
                "code",
                found=removal.code,
                expected=nearest(removal.code, sorted(known)),
            )
        elif removal.code in seen:
            yield entry.problem("code_removed_twice", "remove", index, "code", found=removal.code)
        seen.add(removal.code)


def _code_problems(entry: Entry[CodeList], held: Sequence[DatedCode], pattern: str) -> Iterator[Problem]:
    """Of each code that an entry brings: its days, its form, its group, and that no other has its days."""
    removed = {removal.code: removal.valid_from or date.min for removal in entry.value.remove}
    others = [
        one for one in (_ending(one, removed.get(one.code, date.max)) for one in held) if one.start < one.end
    ]
    groups = {one.code for one in others} | {
        code.code for listed in entry.value.given.values() for code in listed
    }
    for key, listed in entry.value.given.items():
        for index, code in enumerate(listed):
            one = _dated(code, entry, key, index)
            if one.start >= one.end:
                yield entry.problem(
                    "code_dates_reversed", key, index, "valid_to", found=f"{one.start}—{one.end}"
                )
            if pattern and not re.fullmatch(pattern, code.code):
                yield entry.problem("code_form", key, index, "code", found=code.code, expected=pattern)
            if code.parent and code.parent not in groups - {code.code}:
                yield entry.problem("code_parent_unknown", key, index, "parent", found=code.parent)
            for other in others:
                if other.code == one.code and one.start < other.end and other.start < one.end:
                    yield entry.problem(
                        "code_overlap", key, index, "code", found=code.code, expected=other.place
                    )
            others.append(one)


CODE_LISTS = Kind("code_lists", "代码表", CodeList, "list", list_key="code_lists", check=_check)
