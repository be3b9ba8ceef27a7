"""Rows that are not accepted: listed as problems with file, row, field, found and expected; never dropped in silence."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from yiheng.engine.delivery import ROW, Source
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.durable import force_to_disk
from yiheng.engine.row_check import MASK, RowCheck
from yiheng.engine.sql_text import literal, quoted
from yiheng.standards.message import message_text
from yiheng.standards.problem import Problem
from yiheng.standards.table import Table

HEADS = ("表", "文件", "行", "字段", "关键字", "实际", "应为", "说明")


def row_problems(
    database: DuckDatabase, table: Table, source: Source, checks: Sequence[RowCheck], limit: int = 0
) -> Iterator[Problem]:
    """The problems of a source's rows, check by check, in the order of rows; at most ``limit`` a check (0: all)."""
    pieces = [
        literal(MASK) if table.column(name).sensitive else f"coalesce(CAST({quoted(name)} AS VARCHAR), '空')"
        for name in table.key
    ]
    key = " || '|' || ".join(pieces)
    for check in checks:
        select = (
            f"SELECT {quoted(ROW)} AS line, {key} AS key, {check.found} AS found FROM ({source.numbered})"
            f" WHERE coalesce({check.bad}, false) ORDER BY line" + (f" LIMIT {limit}" if limit else "")
        )
        for batch in database.batches(select):
            for row in batch.to_pylist():
                yield Problem(
                    check.code,
                    file=source.name,
                    line=row["line"],
                    field=check.field,
                    key=row["key"],
                    found=(row["found"] or "")[:200],
                    expected=check.expected,
                )


def write_problems(path: Path, tables: Iterator[tuple[Table, Problem]]) -> None:
    """Keep problems as a CSV file that opens in Excel, one row a problem, and force it to disk."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        for table, problem in tables:
            words = message_text(
                problem.code,
                file=problem.file,
                line=str(problem.line),
                field=problem.field,
                key=problem.key,
                found=problem.found,
                expected=problem.expected,
            )
            shown = (problem.field, problem.key, problem.found, problem.expected, words)
            writer.writerow([table.table, problem.file, problem.line, *map(_harmless, shown)])
    force_to_disk(path)


def _harmless(text: str) -> str:
    """A text that Excel would run as a formula is shown as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
