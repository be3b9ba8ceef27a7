"""The cells of an export as text columns: the row's own columns, those of joined tables, and its children's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse
from yiheng.standards.table import Column
from yiheng.synthetic.national.delivery import Sheet
from yiheng.synthetic.national.layout import Children, Export, ExportColumn, Layouts
from yiheng.synthetic.national.number_text import is_number, text_of
from yiheng.synthetic.random_stream import Integers


@dataclass(frozen=True)
class Hanging:
    """The children of some rows: their table (none: no children), and for each the place of its row, in order."""

    rows: pa.Table | None
    places: Integers


def sheet_of(export: Export) -> Sheet:
    """Heads of an export's files: its columns, then its children's, numbered or packed."""
    heads = [column.head for column in export.columns]
    for child in export.children:
        for number in range(1, child.times + 1):
            heads += [column.head.format(n=number) for column in child.columns]
        if not child.times:
            heads += [column.head for column in child.columns]
    names = [column.column for column in export.columns]
    return Sheet(export.title, tuple(heads), names.index(export.control) if export.control else -1)


def declared(export: Export, column: ExportColumn) -> Column:
    """The contract's column behind a column of a file."""
    alias, _, name = column.column.rpartition(".")
    return contract().tables[export.joins[alias].table if alias else export.table].column(name)


def number_columns(export: Export) -> frozenset[int]:
    """Which columns of a workbook are numbers."""
    return frozenset(
        place
        for place, column in enumerate(export.columns)
        if column.column and is_number(declared(export, column), column.form)
    )


def cells_of(
    export: Export,
    rows: pa.Table,
    joined: Mapping[str, pa.Table],
    hanging: Mapping[str, Hanging],
    layouts: Layouts,
) -> pa.Table:
    """All cells of these rows, as text; nulls are empty cells."""
    columns: list[pa.Array] = []
    for column in export.columns:
        if not column.column:
            columns.append(pa.repeat(pa.scalar(column.text, pa.string()), rows.num_rows))
            continue
        alias, _, name = column.column.rpartition(".")
        values = (joined[alias] if alias else rows).column(name)
        columns.append(text_of(values, declared(export, column), column.form, layouts.names))
    for child in export.children:
        columns += _child_cells(child, hanging[child.table], rows.num_rows, layouts)
    return pa.Table.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])


def _child_cells(child: Children, hanging: Hanging, height: int, layouts: Layouts) -> list[pa.Array]:
    if hanging.rows is None:
        return [pa.nulls(height, pa.string())] * (len(child.columns) * max(child.times, 1))
    declared_columns = contract().tables[child.table]
    texts = [
        text_of(
            hanging.rows.column(column.column),
            declared_columns.column(column.column),
            column.form,
            layouts.names,
        )
        for column in child.columns
    ]
    starts = np.searchsorted(hanging.places, np.arange(height + 1)).astype(np.int64)
    if not child.times:
        return [_packed(text, starts, child.separator) for text in texts]
    most = int(np.diff(starts).max(initial=0))
    if most > child.times:
        raise refuse("export_too_wide", key=child.table, found=str(most), expected=str(child.times))
    cells = []
    for number in range(child.times):
        row = starts[:-1] + number
        index = pa.array(row, mask=row >= starts[1:])
        cells += [text.take(index) for text in texts]
    return cells


def _packed(text: pa.Array, starts: Integers, separator: str) -> pa.Array:
    """Each row's children in one cell, an empty piece for a null; without children a null."""
    lists = pa.ListArray.from_arrays(pa.array(starts, pa.int32()), text.fill_null(""))
    packed = pc.binary_join(lists, separator)
    return pc.if_else(pa.array(np.diff(starts) == 0), pa.scalar(None, pa.string()), packed)
