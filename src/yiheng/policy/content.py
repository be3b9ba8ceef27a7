"""Content in layers: national < region < bureau < what-if.

A *kind* of content (metrics, identities, profiles …) belongs to a room, which gives its pydantic model and the
check of its entries. This module reads all layers, resolves which entry holds for a region and a day, and hashes
the result: that hash is the policy version of a run. The upper layer replaces the whole value of an entry; two
values for one key and day in one layer are a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from yiheng.exact.content_hash import text_hash
from yiheng.policy.source_file import PathKey, SourceDocument, read_with_faults
from yiheng.standards.problem import Problem, Refused, refuse

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Kind(Generic[Model]):
    """One kind of content: its folder, its model, and how its entries stand in a file.

    ``list_key``: files hold many entries under this key; empty: one entry a file. ``key_field`` names the key.
    ``by_name``: users name entries, so one of another region may be asked for; otherwise a region has its own or none.
    ``prepare`` completes raw data before validation. ``check(entry, content)`` yields problems that only show
    beside other content (references, sums, examples) and is run by ``yiheng content check``.
    """

    name: str
    title: str
    model: type[Model]
    key_field: str
    list_key: str = ""
    by_name: bool = False
    prepare: Callable[[dict[str, Any]], dict[str, Any]] = lambda data: data
    check: Callable[[Entry[Model], Content], Iterable[Problem]] | None = None
    count_examples: Callable[[Model], int] = lambda _: 0


@dataclass(frozen=True)
class Layer:
    """One folder of content. ``region`` limits it to subjects whose region begins with these words."""

    name: str
    root: Path
    region: str = ""


@dataclass(frozen=True)
class Entry(Generic[Model]):
    """One value of policy with its place."""

    kind: str
    key: str
    value: Model
    layer: Layer
    document: SourceDocument
    path: PathKey

    @property
    def file(self) -> str:
        """The file it stands in."""
        return self.document.file

    def line(self, *path: str | int) -> int:
        """The line of the entry, or of a value inside it."""
        return self.document.line((*self.path, *path))

    def problem(self, code: str, *path: str | int, **values: str) -> Problem:
        """A problem at a place inside this entry."""
        location = ".".join(str(part) for part in path)
        values.setdefault("field", location)
        file = self.document.file_at((*self.path, *path))
        return Problem(code, file=file, line=self.line(*path), key=self.key, **values)  # type: ignore[arg-type]

    @property
    def valid(self) -> tuple[date, date]:
        """The half-open interval of days on which it holds; open ends where the model has none."""
        start = getattr(self.value, "valid_from", None) or date.min
        end = getattr(self.value, "valid_to", None) or date.max
        return start, end


@dataclass(frozen=True)
class Content:
    """All entries of all layers, lowest layer first."""

    entries: tuple[Entry[Any], ...]
    problems: tuple[Problem, ...] = ()
    _index: dict[tuple[str, str], list[Entry[Any]]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._index.setdefault((entry.kind, entry.key), []).append(entry)

    def sound(self) -> Content:
        """This content; refused with all its faults, so that no faulty entry falls back to the layer below in silence."""
        if self.problems:
            raise Refused(self.problems[0], self.problems[1:])
        return self

    def of(self, kind: Kind[Model], region: str = "", as_of: date | None = None) -> dict[str, Entry[Model]]:
        """What holds of a kind for a region on a day: key → entry, the upper layer winning."""
        found: dict[str, Entry[Model]] = {}
        for entry in self.entries:
            if entry.kind == kind.name and _applies(entry, region, as_of):
                found[entry.key] = _upper(found.get(entry.key), entry)
        return found

    def get(self, kind: Kind[Model], key: str, region: str = "", as_of: date | None = None) -> Entry[Model]:
        """The entry that holds; refused where there is none, with the nearest keys. Never a default."""
        candidates = self._index.get((kind.name, key), [])
        holding = [entry for entry in candidates if _applies(entry, region, as_of)]
        if holding:
            return reduce(_upper, holding)
        elsewhere = [
            entry for entry in candidates if as_of is None or entry.valid[0] <= as_of < entry.valid[1]
        ]
        if elsewhere and kind.by_name:
            return reduce(_upper, elsewhere)
        if candidates and not elsewhere:
            raise refuse("content_not_dated", key=key, field=kind.title, expected=str(as_of))
        raise refuse("content_unknown", key=key, field=kind.title, expected=nearest(key, self.names(kind)))

    def keys(self, kind: Kind[Any]) -> list[str]:
        """All keys of a kind, sorted."""
        return sorted({entry.key for entry in self.entries if entry.kind == kind.name})

    def names(self, kind: Kind[Any]) -> dict[str, str]:
        """All keys of a kind, sorted, each with the title or name that its entry has."""
        found = {entry.key: entry.value for entry in self.entries if entry.kind == kind.name}
        return {
            key: str(getattr(found[key], "title", "") or getattr(found[key], "name", ""))
            for key in sorted(found)
        }

    def version(self) -> str:
        """The policy version: a hash of every entry's value, its days, and its layer and region, in any order."""
        rows = [
            [
                entry.layer.name,
                entry.layer.region,
                entry.kind,
                entry.key,
                str(entry.valid[0]),
                text_hash(entry.value.model_dump(mode="json")),
            ]
            for entry in self.entries
        ]
        return text_hash(sorted(rows))[:12]


def _upper(one: Entry[Model] | None, other: Entry[Model]) -> Entry[Model]:
    """Of two entries in the order of layers the one that holds: the upper layer's, in one layer the later day's."""
    if one is not None and one.layer == other.layer and one.valid[0] > other.valid[0]:
        return one
    return other


def _applies(entry: Entry[Any], region: str, as_of: date | None) -> bool:
    if entry.layer.region and not region.startswith(entry.layer.region):
        return False
    start, end = entry.valid
    return as_of is None or start <= as_of < end


_FEW = 6
_LIKE = 0.6


def nearest(word: str, known: Collection[str] | Mapping[str, str]) -> str:
    """Up to three known words like the given one, for a message; none where none is like it, all where all are few.

    A mapping gives each word its name: either may be like, or hold the given one, and both are shown.
    """
    names: Mapping[str, str] = known if isinstance(known, Mapping) else {}
    likeness = {one: max(_likeness(word, one), _likeness(word, names.get(one, ""))) for one in known}
    close = sorted((one for one in known if likeness[one] >= _LIKE), key=lambda one: -likeness[one])[:3]
    shown = close or (list(known) if len(known) <= _FEW else [])
    return "、".join(f"{one}（{names[one]}）" if names.get(one) else one for one in shown) or "（无）"


def meant(word: str, names: Mapping[str, str]) -> str:
    """The one code whose name holds the given word (可支付月数 for 累计结余可支付月数); none where none does, or several."""
    holding = [code for code, name in names.items() if len(word) > 1 and word in name]
    return holding[0] if len(holding) == 1 else ""


def _likeness(word: str, known: str) -> float:
    from difflib import SequenceMatcher

    if len(word) > 1 and word in known:
        return 0.9 + 0.1 * len(word) / len(known)
    return SequenceMatcher(None, known, word).ratio()


def load(kinds: Sequence[Kind[Any]], layers: Sequence[Layer]) -> Content:
    """Read every layer; faulty entries become problems, sound ones entries.

    All faults of a file are told, by line. Of a file whose keys are faulty no entry is taken.
    """
    entries: list[Entry[Any]] = []
    problems: list[Problem] = []
    for layer in layers:
        for kind in kinds:
            for path in sorted(layer.root.joinpath(kind.name).glob("*.yaml")):
                try:
                    document, faults = read_with_faults(path, f"{layer.name}/{kind.name}/{path.name}")
                except Refused as refusal:
                    problems.append(refusal.problem)
                    continue
                found, unfit = _parted(_entries(kind, layer, document))
                entries.extend([] if faults else found)
                problems.extend(sorted([*faults, *unfit], key=lambda fault: fault.line))
    problems.extend(_clashes(entries))
    return Content(tuple(entries), tuple(problems))


def _parted(items: Iterable[Entry[Any] | Problem]) -> tuple[list[Entry[Any]], list[Problem]]:
    """The entries and the faults of a file."""
    entries: list[Entry[Any]] = []
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            entries.append(item)
    return entries, problems


def _entries(kind: Kind[Any], layer: Layer, document: SourceDocument) -> Iterator[Entry[Any] | Problem]:
    if not isinstance(document.data, dict):
        yield Problem(
            "content_not_mapping", file=document.file, line=1, field=kind.list_key or kind.key_field
        )
        return
    if not kind.list_key:
        yield from _entry(kind, layer, document, document.data, ())
        return
    listed = document.data.get(kind.list_key)
    others = [key for key in document.data if key != kind.list_key]
    if not isinstance(listed, list) or others:
        line = document.line((*others[:1],))
        yield Problem("content_not_list", file=document.file, line=line, field=kind.list_key)
    if not isinstance(listed, list):
        return
    for index, item in enumerate(listed):
        yield from _entry(kind, layer, document, item, (kind.list_key, index))


def _entry(
    kind: Kind[Any], layer: Layer, document: SourceDocument, data: Any, path: PathKey
) -> Iterator[Entry[Any] | Problem]:
    try:
        value = kind.model.model_validate(kind.prepare(data) if isinstance(data, dict) else data)
    except ValidationError as error:
        yield from validation_problems(error, document, path)
        return
    yield Entry(kind.name, str(getattr(value, kind.key_field)), value, layer, document, path)


def one_entry(kind: Kind[Model], document: SourceDocument, faults: Sequence[Problem] = ()) -> Entry[Model]:
    """A single document from outside the layers (a user's file); refused with all its faults.

    ``faults``: those that were found when it was read.
    """
    layer = Layer("file", Path(document.file).parent)
    entries, unfit = _parted(_entries(kind, layer, document))
    problems = sorted([*faults, *unfit], key=lambda fault: fault.line)
    if problems:
        raise Refused(problems[0], problems[1:])
    if not entries:
        raise refuse("file_empty", file=document.file)
    return entries[0]


def validation_problems(
    error: ValidationError, document: SourceDocument, path: PathKey = ()
) -> Iterator[Problem]:
    """Pydantic's faults as problems with file, line and field."""
    for fault in error.errors():
        location = _location(fault["loc"], document.data, path)
        place = (*path, *location)
        yield Problem(
            _FAULT_CODES.get(fault["type"], "value_unfit"),
            file=document.file_at(place),
            line=document.line(place),
            field=".".join(str(part) for part in location),
            found="" if fault["type"] == "missing" else _short(fault.get("input")),
            expected=expectation(fault["type"], fault.get("ctx") or {}),
        )


def _location(parts: tuple[str | int, ...], data: Any, path: PathKey) -> PathKey:
    """Pydantic's place without the class names it puts in: only what the document has, and a missing last key."""
    value: Any = data
    for step in path:
        value = value[step]
    found: list[str | int] = []
    for number, part in enumerate(parts):
        if _holds(value, part):
            value = value[part]
        elif number < len(parts) - 1:
            continue
        found.append(part)
    return tuple(found)


def _holds(value: Any, part: str | int) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


_EXPECTATIONS = {
    "int": "应是整数",
    "string": "应是文字",
    "bool": "应是 true 或 false",
    "tuple": "应是列表",
    "list": "应是列表",
    "dict": "应是“键: 值”",
    "model": "应是“键: 值”",
    "date": "应是 2024-03-05 样子的日期",
}


def expectation(fault: str, context: dict[str, Any]) -> str:
    """What would have fitted instead of a value that pydantic refused, in Chinese; by its type of fault."""
    if fault == "literal_error":
        words = re.findall(r"'([^']*)'", str(context["expected"]))
        return "应是 " + "、".join(f"“{word}”" for word in words)
    if "error" in context and not fault.startswith("date"):
        return str(context["error"])
    return next(
        (words for start, words in _EXPECTATIONS.items() if fault.startswith(start)), "见 docs/content.md"
    )


_FAULT_CODES = {"missing": "key_missing", "extra_forbidden": "key_unknown"}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _clashes(entries: Iterable[Entry[Any]]) -> Iterator[Problem]:
    """Two values of one layer, kind and key that hold on the same day."""
    seen: dict[tuple[str, str, str], list[Entry[Any]]] = {}
    for entry in entries:
        others = seen.setdefault((entry.layer.name, entry.kind, entry.key), [])
        for other in others:
            if entry.valid[0] < other.valid[1] and other.valid[0] < entry.valid[1]:
                yield entry.problem("content_overlap", found=f"{other.file} 第 {other.line()} 行")
        others.append(entry)


def check(content: Content, kinds: Sequence[Kind[Any]]) -> list[Problem]:
    """All that is wrong with the content: what could not be read, then each kind's own check."""
    problems = list(content.problems)
    for kind in kinds:
        for entry in content.entries:
            if entry.kind == kind.name and kind.check is not None:
                problems.extend(kind.check(entry, content))
    return problems
