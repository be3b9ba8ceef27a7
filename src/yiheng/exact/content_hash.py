"""Content hashes: equal content gives an equal hash, whatever the order of rows or the bytes of the file.

A table is hashed over a typed serialisation, in which ``"1"`` and ``1``, or nothing and empty text, differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from yiheng.exact.errors import ExactError

_TYPES: dict[str, type] = {"int": int, "str": str, "date": date, "bool": bool, "fraction": Fraction}


def content_hash(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]], key: Sequence[str]
) -> str:
    """SHA-256, as 64 hex digits, of a table: its columns with types, its key, and its rows sorted by key.

    ``columns`` are (name, type) with type int, str, date, bool or fraction; any value but those of the key
    may be None. Raises ExactError with code ``column_type_unknown``, ``column_duplicate``, ``key_unknown``,
    ``row_width``, ``float_refused``, ``value_type``, ``key_missing`` or ``key_duplicate``.
    """
    names = [name for name, _ in columns]
    _check_header(columns, names, key)
    places = [names.index(name) for name in key]
    keyed: dict[tuple[Any, ...], bytes] = {}
    for row in rows:
        serialised = _row(columns, row)
        row_key = tuple(row[place] for place in places)
        if None in row_key:
            raise ExactError("key_missing", found=row_key)
        if row_key in keyed:
            raise ExactError("key_duplicate", found=row_key)
        keyed[row_key] = serialised
    digest = hashlib.sha256(text_hash([[list(column) for column in columns], list(key)]).encode())
    for row_key in sorted(keyed):
        digest.update(keyed[row_key])
    return digest.hexdigest()


def text_hash(data: object) -> str:
    """SHA-256, as 64 hex digits, of nested plain data.

    Plain are dict with text keys, list or tuple, str, int, bool and None. The order of a dict's keys does not
    matter, that of a list does. Raises ExactError("float_refused"), ("value_type") and ("key_not_text").
    """
    canonical = json.dumps(_plain(data), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _check_header(columns: Sequence[tuple[str, str]], names: list[str], key: Sequence[str]) -> None:
    for name, kind in columns:
        if kind not in _TYPES:
            raise ExactError("column_type_unknown", column=name, found=kind)
        if names.count(name) > 1:
            raise ExactError("column_duplicate", column=name)
    for name in key:
        if name not in names:
            raise ExactError("key_unknown", column=name)


def _row(columns: Sequence[tuple[str, str]], row: Sequence[object]) -> bytes:
    if len(row) != len(columns):
        raise ExactError("row_width", found=len(row), expected=len(columns))
    typed = zip(columns, row, strict=True)
    return b"".join(_cell(name, kind, value) for (name, kind), value in typed)


def _cell(name: str, kind: str, value: object) -> bytes:
    """Type letter, length and text, so that no two rows run together into the same bytes."""
    if value is None:
        return b"n0:"
    if isinstance(value, float):
        raise ExactError("float_refused", column=name, found=value)
    if type(value) is not _TYPES[kind]:  # bool is an int and datetime a date, but not here
        raise ExactError("value_type", column=name, found=type(value).__name__, expected=kind)
    payload = (value.isoformat() if isinstance(value, date) else str(value)).encode("utf-8", "surrogatepass")
    return f"{kind[0]}{len(payload)}:".encode() + payload


def _plain(data: object) -> object:
    if data is None or isinstance(data, (str, int)):
        return data
    if isinstance(data, float):
        raise ExactError("float_refused", found=data)
    if isinstance(data, (list, tuple)):
        return [_plain(item) for item in data]
    if isinstance(data, dict):
        if any(not isinstance(name, str) for name in data):
            raise ExactError("key_not_text", found=data)
        return {name: _plain(item) for name, item in data.items()}
    raise ExactError("value_type", found=type(data).__name__)
