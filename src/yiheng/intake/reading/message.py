"""JSON as grids: interface messages (4101, 4101A, 2301, 2304 …) node by node, and arrays of flat objects.

A message is an envelope of single fields round ``input`` and ``output``, or bare nodes. Each node becomes one grid,
``4101/diseinfo``; ``#message`` ties its rows to their message, ``#seq`` keeps their order within it (06 §1.1–1.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from yiheng.intake.reading.field_rows import FieldRows
from yiheng.intake.reading.json_values import Value
from yiheng.standards.problem import refuse

MESSAGE = "#message"
SEQUENCE = "#seq"
ENVELOPE = "envelope"
_LEAD = 2
"""How many columns number the rows of a message."""
_SECTIONS = ("input", "output")
HEAD = "setlinfo"
_FIRST_VERSION = frozenset({"payinfo", "iteminfo"})
_NESTED, _ROW = {dict, list}, {dict}
"""What the parser makes of objects and arrays: never a subclass, so that the type alone tells."""


class Node(NamedTuple):
    """What rows belong to: a node of a transaction's messages; of rows not ``tied`` to a message, the wrapper's member."""

    kind: str
    name: str
    tied: bool

    @property
    def lead(self) -> tuple[str, str] | tuple[()]:
        """The columns that number its rows."""
        return (MESSAGE, SEQUENCE) if self.tied else ()

    @property
    def title(self) -> str:
        """What its grid is called."""
        return f"{self.kind}/{self.name}" if self.kind else self.name

    @property
    def parent(self) -> str:
        """The column that ties its rows to their message's; that of the message's own row does not."""
        return MESSAGE if self.tied and self.name != HEAD else ""


class Nodes:
    """The nodes of one file, or of a part of it, while its values are read; ``rows_of`` tells where a new node's rows go.
    ``messages``: how many there were so far.

    Refuses ``intake_columns_many`` for a node of more than ``columns``.
    """

    def __init__(self, rows_of: Callable[[Node], FieldRows], file: str, columns: int):
        self.messages = 0
        self.kinds: set[str] = set()
        self.rows: dict[tuple[str, str, bool], FieldRows] = {}
        self._rows_of = rows_of
        self._file = file
        self._columns = columns

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
        elif _NESTED.isdisjoint(map(type, value.values())):
            self._flat(found.line, found.member, value)
        else:
            wrapped = "" if _is_message(value) else _wrapped(value, found.alone)
            if wrapped:
                for one in value[wrapped]:
                    self.take(Value(found.line, one, wrapped))
                value = {name: inner for name, inner in value.items() if name != wrapped}
            if value:
                self._message(found.line, found.member, value)

    def _message(self, line: int, member: str, value: dict[str, Any]) -> None:
        self.messages += 1
        kind = _kind(value) or ("" if HEAD in value else member)
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
            self._rows(kind, node, True).extend(line, self.messages, rows)

    def _flat(self, line: int, name: str, fields: dict[str, Any]) -> None:
        self._rows("", name, False).extend(line, 0, [fields])

    def _rows(self, kind: str, name: str, tied: bool) -> FieldRows:
        rows = self.rows.get((kind, name, tied))
        if rows is None:
            node = Node(kind, name, tied)
            rows = self.rows[node] = self._rows_of(node)
        elif len(rows.fields) > self._columns - _LEAD * tied:
            found = str(len(rows.fields) + _LEAD * tied)
            raise refuse("intake_columns_many", file=self._file, found=found, expected=str(self._columns))
        return rows


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
    return isinstance(value, dict) and (HEAD in value or isinstance(value.get("input"), dict))


def _kind(value: Mapping[str, Any]) -> str:
    """The transaction: as the envelope says, else told by the nodes; nothing where neither does."""
    stated = value.get("infno")
    if isinstance(stated, str) and stated.strip():
        return stated.strip()
    inner = value.get("input")
    nodes = inner if isinstance(inner, dict) else value
    if HEAD not in nodes:
        return ""
    return "4101" if _FIRST_VERSION & nodes.keys() else "4101A"
