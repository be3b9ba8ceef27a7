"""What reading yields and recognition takes: raw grids of text, whatever the file was.

A CSV file, a worksheet, an HTML table and a node of a message (``4101/diseinfo``) all become one Parquet file of
text cells, so that recognition and conversion know no file format. Nothing is interpreted here: titles, headers and
total rows are still rows of the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LINE = "line"
"""The grid's first column: the row's line in its sheet, from 1, as a person sees it in an editor or in Excel."""

SheetKind = Literal["text", "excel", "html", "message", "template"]


@dataclass(frozen=True)
class SourceFile:
    """One file of a delivery as received; a member of an archive is a file of its own.

    ``name`` is what messages call it (``archive.zip/member.csv``); ``number`` identifies it within the delivery.
    ``medium`` says what it turned out to be by content (``CSV``, ``Excel``, ``JSON 4101`` …), ``encoding`` how its text
    was written (empty where it has none).
    """

    number: int
    name: str
    path: Path
    size: int
    sha256: str
    medium: str
    encoding: str = ""


@dataclass(frozen=True)
class Sheet:
    """One raw grid: ``path`` is Parquet with ``line`` (BIGINT) and ``c1`` … ``cN`` (VARCHAR, null = empty cell).

    ``name`` is the worksheet's name, ``4101/setlinfo`` for a node of a message, empty for a file of one grid. A node of
    a message has its field names as line 0, and ``parent`` names the column that ties child rows to their message.
    ``hidden`` marks a hidden worksheet: it is read, but used only when the user says so. ``merged`` are the merged
    areas of a worksheet as (first line, first column, last line, last column), columns from 1: the value stands in the
    top left cell alone, the others are null.

    Kind ``template`` is the contract's own form (a filled workbook of ``yiheng template``, a Parquet file with the columns
    of a contract table): line 0 holds the contract's column names, values are in the contract's units, and ``table`` is
    the table's name; heading rows, guide and code sheets are left out.
    """

    file: SourceFile
    name: str
    kind: SheetKind
    path: Path
    columns: int
    rows: int
    hidden: bool = False
    parent: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    table: str = ""
