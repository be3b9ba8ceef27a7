"""Lines that hang on a row, as a relation of their raw cells: from repeated columns, packed cells, or a message's node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yiheng.engine.sql_text import listed, literal, quoted
from yiheng.intake.recognition.alias import Lines
from yiheng.intake.recognition.layout import Layout, MappedColumn
from yiheng.intake.staged import PLACE

ORDER = "#seq"
UNEVEN = "#uneven"
"""Marks a row whose packed cells do not hold equally many values, so that nobody can tell which belong together."""

PACKED = 1000
"""Place of a column that packs all further lines into one cell (:class:`MappedColumn`); 0 is the first line's."""


def line_columns(layout: Layout, lines: int) -> dict[str, tuple[MappedColumn, ...]]:
    """The sheet's columns of some lines by the contract's column."""
    found: dict[str, list[MappedColumn]] = {}
    for one in layout.columns:
        if one.lines == lines and one.column:
            found.setdefault(one.column, []).append(one)
    return {name: tuple(columns) for name, columns in found.items()}


def lines_from_columns(base: str, layout: Layout, number: int, lines: Lines) -> str:
    """SELECT of place, order and raw cells (by the contract's column) of every line, first line first."""
    columns = line_columns(layout, number)
    names = list(columns)
    places = sorted({one.place for own in columns.values() for one in own})
    pieces = [
        _packed(columns, names, lines) if place == PACKED else _single(columns, names, place)
        for place in places
    ]
    uneven = _uneven(columns, lines) if PACKED in places else "false"
    every = f"list_concat({', '.join(pieces)})" if len(pieces) > 1 else pieces[0]
    filled = " OR ".join(f"coalesce(trim(l.{quoted(name)}), '') <> ''" for name in names)
    cells = ", ".join(f"one.{quoted(name)} AS {quoted(name)}" for name in names)
    return (
        f"SELECT {listed(PLACE)}, CAST(nth AS BIGINT) AS {quoted(ORDER)}, {quoted(UNEVEN)}, {cells} FROM ("
        f"SELECT {listed(PLACE)}, {quoted(UNEVEN)}, unnest(all_of) AS one, generate_subscripts(all_of, 1) AS nth FROM ("
        f"SELECT {listed(PLACE)}, {uneven} AS {quoted(UNEVEN)},"
        f" list_filter({every}, lambda l: {filled}) AS all_of FROM ({base})))"
    )


def _single(columns: Mapping[str, Sequence[MappedColumn]], names: Sequence[str], place: int) -> str:
    """A list of one line: the cells of one number."""
    return f"[{_struct({name: _raw(columns[name], place) for name in names})}]"


def _raw(own: Sequence[MappedColumn], place: int) -> str:
    found = next((one for one in own if one.place == place), None)
    return quoted(f"c{found.position}") if found else "CAST(NULL AS VARCHAR)"


def _struct(cells: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{literal(name)}: {sql}" for name, sql in cells.items()) + "}"


def _packed(columns: Mapping[str, Sequence[MappedColumn]], names: Sequence[str], lines: Lines) -> str:
    """The lines of packed cells: the n-th values of all cells are one line."""
    lists = [_split(_raw(columns[name], PACKED), lines) for name in names]
    if len(lists) == 1:
        return f"list_transform({lists[0]}, lambda z: {_struct({names[0]: 'z'})})"
    parts = {name: f"z[{at}]" for at, name in enumerate(names, 1)}
    return f"list_transform(list_zip({', '.join(lists)}), lambda z: {_struct(parts)})"


def _split(raw: str, lines: Lines) -> str:
    marks = "[" + "".join("\\" + mark if mark in "|^]\\-" else mark for mark in lines.separators) + "]"
    return f"CASE WHEN coalesce(trim({raw}), '') = '' THEN [] ELSE string_split_regex({raw}, {literal(marks)}) END"


def _uneven(columns: Mapping[str, Sequence[MappedColumn]], lines: Lines) -> str:
    """Whether packed cells of a row that hold anything hold different numbers of values."""
    counts = [f"len({_split(_raw(own, PACKED), lines)})" for own in columns.values() if _has_packed(own)]
    if len(counts) < 2:
        return "false"
    held = f"list_filter([{', '.join(counts)}], lambda n: n > 0)"
    return f"len(list_distinct({held})) > 1"


def _has_packed(own: Sequence[MappedColumn]) -> bool:
    return any(one.place == PACKED for one in own)
