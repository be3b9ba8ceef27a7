"""Importing a scheme: the raw interchange layout, or sheets as cities publish them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from yiheng.app.jobs.scheme import RAW_HEAD
from yiheng.grouping.scheme.raw_import import import_raw
from yiheng.grouping.scheme.sheet_heads import SCHEME_SHEETS, SheetRows, sheet_reading
from yiheng.grouping.scheme.sheet_import import import_sheets
from yiheng.grouping.scheme.tables import Tables
from yiheng.intake.sheet import LINE, Sheet
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import Layer, load
from yiheng.standards.problem import Refused, refuse


def import_tables(
    sources: Sequence[Path], scheme: str, title: str = "", layers: Sequence[Path] = (), region: str = ""
) -> Tables:
    """The tables of a raw folder, or of published files and folders of them. Refuses what is neither."""
    for source in sources:
        if not source.exists():
            raise refuse("file_not_found", file=str(source))
    if len(sources) == 1 and (sources[0] / RAW_HEAD).is_file():
        tables = import_raw(sources[0])
        given = {"scheme": scheme, "title": title or scheme} if scheme else {}
        return Tables(tables.head.model_copy(update=given), tables.rows)
    content = load(
        [SCHEME_SHEETS], [*shipped_layers(), *(Layer(f"bureau:{one.name}", one) for one in layers)]
    )
    name = scheme or sources[0].stem
    return import_sheets(read_sheets(sources), sheet_reading(content.sound(), region), name, title)


def read_sheets(sources: Sequence[Path]) -> list[SheetRows]:
    """All sheets of the files as text: workbooks old and new, CSV in any usual encoding. The first that cannot be read refuses."""
    from yiheng.intake.reading.read import read_files

    with tempfile.TemporaryDirectory() as staging:
        reading = read_files(sources, Path(staging))
        faults = [one for one in reading.problems if one.severity == "error"]
        if faults:
            raise Refused(faults[0])
        return [
            SheetRows(sheet.file.name, sheet.name, list(_rows(sheet)))
            for sheet in reading.sheets
            if not sheet.hidden
        ]


def _rows(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(sheet.path).iter_batches():
        columns = [batch.column(at).to_pylist() for at in range(batch.num_columns)]
        at = batch.schema.get_field_index(LINE)
        cells = columns[:at] + columns[at + 1 :]
        for number, line in enumerate(columns[at]):
            yield line, tuple(column[number] or "" for column in cells)
