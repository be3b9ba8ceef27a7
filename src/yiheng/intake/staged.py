"""What conversion yields and quality takes: typed rows of contract tables that know where they came from.

Every staged Parquet file has exactly the contract's columns of its table, typed (:mod:`yiheng.engine.schema`), and
the three columns below. A row that could not be converted is not in it: it stands in ``set_aside`` with its problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yiheng.intake.sheet import SourceFile

SOURCE_FILE = "src_file"
"""The number of the :class:`SourceFile` (INTEGER)."""
SOURCE_SHEET = "src_sheet"
"""The sheet's name (VARCHAR)."""
SOURCE_LINE = "src_line"
"""The row's line in that sheet (BIGINT)."""
PLACE = (SOURCE_FILE, SOURCE_SHEET, SOURCE_LINE)


@dataclass(frozen=True)
class Origin:
    """Where the rows of one table came from in one sheet: the grid with the original cells, and how it was read.

    ``heads``: the sheet's own heading of each grid column (``c1`` → 结算ID), each once. ``fields``: the headings that each
    column of the table was read from. ``unit``: what the lines above the heading say of money (万元), empty: nothing.
    """

    file: int
    sheet: str
    table: str
    grid: Path
    heads: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]
    unit: str = ""


@dataclass(frozen=True)
class Staged:
    """One delivery, converted. For each table: ``read = rows staged + rows set aside``, to the row.

    ``tables``: staged Parquet files by contract table. ``set_aside``: Parquet of rows not converted, one row a
    problem: the three columns of the place and ``target_table``, ``code``, ``severity``, ``field``, ``key``, ``found``,
    ``expected`` (VARCHAR), and ``row_text`` (the row's own cells as JSON, by header), so that it can be corrected.
    ``read``: data rows read, by table. ``origins``: where the original cells of a row are found; of a sheet without
    one, problems show the row as it was typed. ``lost_fen``: of the rows set aside, the control total as far as it could
    be read, by file, sheet and table.
    """

    files: tuple[SourceFile, ...]
    tables: Mapping[str, tuple[Path, ...]]
    set_aside: Path
    read: Mapping[str, int]
    origins: tuple[Origin, ...] = ()
    lost_fen: Mapping[tuple[int, str, str], int] = field(default_factory=dict)
