"""JSON as grids: interface messages (4101, 4101A, 2301, 2304 …) node by node, and arrays of flat objects.

A message is an envelope of single fields round ``input`` and ``output``, or bare nodes. Each node becomes one grid,
``4101/diseinfo``; ``#message`` ties its rows to their message, ``#seq`` keeps their order within it (06 §1.1–1.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from yiheng.intake.reading.field_grid import FieldGrid
from yiheng.intake.reading.grid import Grid
from yiheng.intake.reading.json_values import Broken, Value, json_values
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.source import Draft
from yiheng.standards.problem import Problem, refuse

MESSAGE = "#message"
SEQUENCE = "#seq"
ENVELOPE = "envelope"
_SECTIONS = ("input", "output")
_HEAD = "setlinfo"
_FIRST_VERSION = frozenset({"payinfo", "iteminfo"})
_BROKEN_MOST = 100
_NESTED, _ROW = {dict, list}, {dict}
"""What the parser makes of objects and arrays: never a subclass, so that the type alone tells."""


def read_json(draft: Draft, path: Path, limits: Limits) -> None:
    """All messages and rows of a UTF-8 file; broken ones are problems, with their place, and the others are read."""
    draft.medium = "JSON"
    nodes = _Nodes(draft, limits)
    broken = 0
    try:
        for found in json_values(path, limits.message, draft.advance):
            if isinstance(found, Value):
                nodes.take(found)
                continue
            broken += 1
            if broken <= _BROKEN_MOST:
                draft.problems.append(_problem(found, draft.name, nodes.messages))
    except BaseException:
        nodes.discard()
        raise
    if broken > _BROKEN_MOST:
        draft.problems.append(Problem("intake_json_broken_many", file=draft.name, found=str(broken)))
    draft.grids += nodes.finish()
    if nodes.kinds:
        draft.medium = "JSON " + "、".join(sorted(nodes.kinds))


def _problem(broken: Broken, name: str, read: int) -> Problem:
    code = "intake_json_broken"
    if broken.large:
        code = "intake_json_large"
    elif broken.cut:
        code = "intake_json_cut"
    elif not broken.resumed:
        code = "intake_json_rest"
    return Problem(
        code,
        file=name,
        line=broken.line,
        found=str(broken.column),
        expected=str(broken.resumed),
        key=str(read),
    )


class _Nodes:
    """The grids of one file while its messages are read."""

    def __init__(self, draft: Draft, limits: Limits):
        self.messages = 0
        self.kinds: set[str] = set()
        self._draft = draft
        self._limits = limits
        self._grids: dict[tuple[str, str, tuple[str, ...]], FieldGrid] = {}

    def take(self, found: Value) -> None:
        """One value of the file: a message, a wrapper of messages or rows, or a flat row."""
        value = found.value
        if isinstance(value, list):
            for one in value:
                self.take(Value(found.line, one, found.member))
        elif not isinstance(value, dict):
            self._flat(found.line, found.member, {"value": value})
        elif not value:
            return
        elif not any(isinstance(inner, dict | list) for inner in value.values()):
            self._flat(found.line, found.member, value)
        else:
            wrapped = "" if _is_message(value) else _wrapped(value, found.alone)
            if wrapped:
                for one in value[wrapped]:
                    self.take(Value(found.line, one, wrapped))
                value = {name: inner for name, inner in value.items() if name != wrapped}
            if value:
                self._message(found.line, found.member, value)

    def finish(self) -> Iterator[Grid]:
        """The grids that have rows."""
        for (kind, node, lead), grid in self._grids.items():
            grid.finish()
            name = f"{kind}/{node}" if kind else node
            parent = MESSAGE if lead and node != _HEAD else ""
            yield Grid(grid.path, grid.columns, grid.rows + 1, "message", name, parent=parent)

    def discard(self) -> None:
        """Take away what was written."""
        for grid in self._grids.values():
            grid.discard()

    def _message(self, line: int, member: str, value: dict[str, Any]) -> None:
        self.messages += 1
        kind = _kind(value) or ("" if _HEAD in value else member)
        if kind:
            self.kinds.add(kind)
        single: dict[str, Any] = {}
        for name, inner in value.items():
            if type(inner) not in _NESTED:
                single[name] = inner
            elif name in _SECTIONS and type(inner) is dict:
                own: dict[str, Any] = {}
                for key, one in inner.items():
                    if type(one) in _NESTED:
                        self._node(line, kind, key, one)
                    else:
                        own[key] = one
                if own:
                    self._node(line, kind, name, own)
            else:
                self._node(line, kind, name, inner)
        if single:
            self._node(line, kind, ENVELOPE, single)

    def _node(self, line: int, kind: str, node: str, value: dict[str, Any] | list[Any]) -> None:
        if value:
            rows = [value] if isinstance(value, dict) else value
            if set(map(type, rows)) != _ROW:
                rows = [row if isinstance(row, dict) else {"value": row} for row in rows]
            self._grid(kind, node, (MESSAGE, SEQUENCE)).extend(line, self.messages, rows)

    def _flat(self, line: int, name: str, fields: dict[str, Any]) -> None:
        self._grid("", name, ()).extend(line, 0, [fields])

    def _grid(self, kind: str, node: str, lead: tuple[str, str] | tuple[()]) -> FieldGrid:
        key = (kind, node, lead)
        grid = self._grids.get(key)
        if grid is None:
            grid = FieldGrid(self._draft.grid_path(len(self._grids)), lead)
            self._grids[key] = grid
        elif grid.columns > self._limits.columns:
            raise refuse(
                "intake_columns_many",
                file=self._draft.name,
                found=str(grid.columns),
                expected=str(self._limits.columns),
            )
        return grid


def _wrapped(value: Mapping[str, Any], alone: bool) -> str:
    """The member of a wrapper such as ``{"code": 0, "data": […]}`` that holds its messages, or, where the file holds
    nothing else, its rows; nothing if the object is no wrapper."""
    lists = [
        name for name, one in value.items() if isinstance(one, list) and one and isinstance(one[0], dict)
    ]
    if len(lists) == 1 and (alone or any(_is_message(one) for one in value[lists[0]])):
        return lists[0]
    return ""


def _is_message(value: Any) -> bool:
    return isinstance(value, dict) and (_HEAD in value or isinstance(value.get("input"), dict))


def _kind(value: Mapping[str, Any]) -> str:
    """The transaction: as the envelope says, else told by the nodes; nothing where neither does."""
    stated = value.get("infno")
    if isinstance(stated, str) and stated.strip():
        return stated.strip()
    inner = value.get("input")
    nodes = inner if isinstance(inner, dict) else value
    if _HEAD not in nodes:
        return ""
    return "4101" if _FIRST_VERSION & nodes.keys() else "4101A"
