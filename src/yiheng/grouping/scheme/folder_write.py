"""Writing a scheme folder: whole, or as a patch that says only what differs from a base. Same tables, same bytes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from yiheng.grouping.scheme.scheme import SchemeHead
from yiheng.grouping.scheme.tables import (
    CHANGE,
    HEAD_FILE,
    REMOVED,
    SHAPES,
    Row,
    Tables,
    TableShape,
    key_of,
)
from yiheng.standards.problem import refuse

Marked = tuple[tuple[str, ...], bool]
"""Values of a row, and whether it takes its key away."""


def write_tables(tables: Tables, folder: Path, base: Tables | None = None) -> None:
    """Write a scheme folder; with ``base`` only what differs from it, as a patch (``head.base`` must name it).

    Same tables, same bytes. The folder must be new or empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise refuse("scheme_folder_full", file=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    _write_head(tables.head, folder / HEAD_FILE)
    for name, shape in SHAPES.items():
        rows: Sequence[Marked]
        if base is None:
            rows = [(row.values, False) for row in tables.rows.get(name, ())]
        else:
            rows = _difference(shape, base.rows.get(name, ()), tables.rows.get(name, ()))
        if rows or (shape.required and base is None):
            _write_table(shape, rows, folder, marked=base is not None)


def _difference(shape: TableShape, base: Sequence[Row], own: Sequence[Row]) -> list[Marked]:
    """The patch that makes ``own`` out of ``base``."""
    if shape.together:
        return _difference_together(shape, base, own)
    before = {key_of(shape, row): row.values for row in base}
    after = {key_of(shape, row): row.values for row in own}
    gone = [(values, True) for key, values in before.items() if key not in after]
    come = [(values, False) for key, values in after.items() if before.get(key) != values]
    return gone + come


def _difference_together(shape: TableShape, base: Sequence[Row], own: Sequence[Row]) -> list[Marked]:
    before, after = _groups(shape, base), _groups(shape, own)
    width = len(shape.columns) - len(shape.together)
    gone = [((*group, *[""] * width), True) for group in before if group not in after]
    come = [(values, False) for group, rows in after.items() if before.get(group) != rows for values in rows]
    return gone + come


def _groups(shape: TableShape, rows: Sequence[Row]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    at = [shape.columns.index(name) for name in shape.together]
    for row in rows:
        found.setdefault(tuple(row.values[index] for index in at), []).append(row.values)
    return found


def _write_table(shape: TableShape, rows: Sequence[Marked], folder: Path, marked: bool) -> None:
    if not shape.folder:
        _write_csv(folder / f"{shape.name}.csv", shape, rows, marked)
        return
    (folder / shape.name).mkdir()
    files: dict[str, list[Marked]] = {}
    for row in rows:
        files.setdefault(row[0][0][:1], []).append(row)
    for first, part in sorted(files.items()):
        _write_csv(folder / shape.name / f"{first}.csv", shape, part, marked)


def _write_csv(path: Path, shape: TableShape, rows: Sequence[Marked], marked: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow((CHANGE, *shape.columns) if marked else shape.columns)
        writer.writerows(((REMOVED if gone else "", *values) if marked else values) for values, gone in rows)


def _write_head(head: SchemeHead, path: Path) -> None:
    import yaml

    plain = head.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")
