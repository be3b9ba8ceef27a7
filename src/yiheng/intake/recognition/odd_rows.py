"""Rows inside the data that are none: totals, heads printed again on every page, notes at the foot.

One pass over the first columns of all sheets of a layout finds the few that could be one; words of content decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import literal, parquet, quoted
from yiheng.intake.recognition.head_text import head_key
from yiheng.intake.recognition.layout import Recognised, Total
from yiheng.intake.sheet import LINE

LOOKED_AT = 4
"""Columns in which the word of a total row may stand."""

_SIGN = "计"
_ODD = "odd_line"
"""The engine's table of lines that could be odd: few, so that only their cells are read whole."""


def with_odd_rows(
    database: DuckDatabase, sheets: Sequence[Recognised], totals: tuple[str, ...], notes: tuple[str, ...]
) -> Iterator[Recognised]:
    """Each sheet of one layout with its total rows and the lines of repeated heads and notes."""
    by_path = {str(one.sheet.path): one for one in sheets}
    width = min(one.sheet.columns for one in sheets)
    looked = [quoted(f"c{place}") for place in range(1, min(width, LOOKED_AT) + 1)]
    head = sheets[0].layout.heads[0]
    first = sheets[0].layout.columns[0].position
    signs = [_SIGN, *(word[:2] for word in notes)]
    found = " OR ".join(
        [f"contains({cell}, {literal(sign)})" for cell in looked for sign in dict.fromkeys(signs)]
        + [f"{quoted(f'c{first}')} = {literal(head)}"]
    )
    scan = f"{parquet([one.sheet.path for one in sheets]).removesuffix(')')}, filename = true)"
    database.create_table(_ODD, f"SELECT filename, {LINE} FROM {scan} WHERE {found}")
    cells = ", ".join(quoted(f"c{place}") for place in range(1, width + 1))
    rows = database.connection.execute(
        f"SELECT filename, {LINE}, [{cells}] FROM {scan} SEMI JOIN {_ODD} USING (filename, {LINE}) ORDER BY ALL"
    )
    odd: dict[str, tuple[list[Total], list[int]]] = {path: ([], []) for path in by_path}
    while batch := rows.fetchmany(1024):
        for path, line, texts in batch:
            one = by_path[path]
            if line <= one.head_line:
                continue
            kept_totals, kept_lines = odd[path]
            label = _label(texts[:LOOKED_AT], totals)
            if label:
                kept_totals.append(Total(line, label, _total_cells(one, texts)))
            elif _repeats(one, texts) or _is_note(texts, notes):
                kept_lines.append(line)
    for path, one in by_path.items():
        yield replace(one, totals=tuple(odd[path][0]), repeats=tuple(odd[path][1]))


def _label(texts: Sequence[str | None], totals: tuple[str, ...]) -> str:
    """The word that makes a row a total row; empty where it is none."""
    for text in texts:
        key = head_key(text or "")
        if key and (key in totals or any(key.startswith((f"{word}:", f"{word}(")) for word in totals)):
            return key
    return ""


def _total_cells(one: Recognised, texts: Sequence[str | None]) -> dict[int, str]:
    return {
        column.position: text.strip()
        for column in one.layout.columns
        if column.column and column.position <= len(texts) and (text := texts[column.position - 1])
    }


def _repeats(one: Recognised, texts: Sequence[str | None]) -> bool:
    """Whether the row is the head once more."""
    own = [(column.position, head_key(column.head)) for column in one.layout.columns]
    same = sum(position <= len(texts) and head_key(texts[position - 1] or "") == key for position, key in own)
    return same * 2 > len(own)


def _is_note(texts: Sequence[str | None], notes: tuple[str, ...]) -> bool:
    """Whether the row is a note: few cells, the first of which begins with a word of notes and a colon."""
    held = [head_key(text) for text in texts if text and text.strip()]
    return 0 < len(held) <= 3 and any(held[0].startswith((f"{word}:", f"{word}。")) for word in notes)
