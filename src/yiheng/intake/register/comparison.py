"""Stated and found: control totals of a delivery against its hand-over sheet, missing files and parts, cut sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import parquet, quoted
from yiheng.exact.money import YUAN, money_text
from yiheng.intake.quality.judged import Judged
from yiheng.intake.register.handover import Stated
from yiheng.intake.register.parts import cut_files, missing_parts
from yiheng.intake.register.record import FileSender, stated_of
from yiheng.intake.staged import Staged
from yiheng.standards.problem import Problem
from yiheng.standards.table import Contract

Totals = Mapping[tuple[int, str, str], int]


def found_totals(staged: Staged, contract: Contract) -> dict[tuple[int, str, str], int]:
    """Control totals by file, sheet and table of every row whose amount could be read, set aside or not: as a sender
    counts them."""
    found = dict(staged.lost_fen)
    with DuckDatabase() as database:
        for name, paths in staged.tables.items():
            control = contract.tables[name].control
            if not control:
                continue
            rows = database.connection.execute(
                f"SELECT src_file, src_sheet, sum({quoted(control)}) FROM {parquet(paths)} GROUP BY ALL"
            ).fetchall()
            for file, sheet, total in rows:
                found[file, sheet, name] = found.get((file, sheet, name), 0) + int(total or 0)
    return found


def register_problems(
    stated: Sequence[Stated],
    staged: Staged,
    judged: Judged,
    found_fen: Totals,
    sheet_rows: Sequence[tuple[str, str, int]] = (),
    of_file: Mapping[int, FileSender] | None = None,
) -> Iterator[Problem]:
    """What does not agree: rows and amounts, files stated and not come, parts missing, sheets that look cut.

    ``sheet_rows``: file, sheet and rows of every grid as read, headings included. ``of_file``: whose a file is.
    """
    met: list[Stated] = []
    for source in staged.files:
        sender = (of_file or {}).get(source.number, FileSender("", ""))
        said = stated_of(stated, source.name, sender.sender_no, sender.month)
        if said is not None:
            met.append(said)
            yield from _differences(said, source.name, source.number, judged, found_fen)
    for said in stated:
        if said not in met:
            rows = "—" if said.rows is None else str(said.rows)
            yield Problem("delivery_file_missing", "warning", file=said.file, found=rows)
    names = [source.name for source in staged.files]
    yield from missing_parts(names)
    yield from cut_files(sheet_rows, names)


def _differences(
    said: Stated, name: str, number: int, judged: Judged, found_fen: Totals
) -> Iterator[Problem]:
    """Of a file that feeds several tables the one that has as many rows as stated is meant, else the largest."""
    read: dict[str, int] = {}
    for one in judged.sheets:
        if one.file == number:
            read[one.table] = read.get(one.table, 0) + one.read
    if not read:
        return
    table = next(
        (one for one, rows in read.items() if rows == said.rows), max(read, key=lambda one: (read[one], one))
    )
    if said.rows is not None and read[table] != said.rows:
        yield Problem(
            "delivery_rows_differ",
            "warning",
            file=name,
            key=table,
            found=str(read[table]),
            expected=str(said.rows),
        )
    totals = [total for (file, _, of), total in found_fen.items() if file == number and of == table]
    if said.fen is not None and totals and sum(totals) != said.fen:
        yield Problem(
            "delivery_amount_differs", "warning", file=name, key=table,
            found=money_text(sum(totals), YUAN), expected=money_text(said.fen, YUAN),
        )  # fmt: skip
