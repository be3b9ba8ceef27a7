"""The mark of a correction workbook: a hidden sheet that says whose rows it holds and where each came from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yiheng.intake.correction.aside_line import Group

MARK_SHEET = "_医衡"
LINE_HEAD = "行号"
ACTION_HEAD = "处理"
WITHDRAWN = "作废"
"""What stands under :data:`ACTION_HEAD` where the row is not to be sent again."""


@dataclass(frozen=True)
class MarkedSheet:
    """One sheet of the workbook: its title, and the file and sheet that its rows came from."""

    title: str
    file: int
    sheet: str
    heads: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet says."""

    delivery_no: str
    sheets: tuple[MarkedSheet, ...]


def mark_text(delivery_no: str, titled: Sequence[tuple[str, Group]]) -> str:
    """The mark of a workbook, as the text of its hidden cell."""
    sheets = [
        {"title": title, "file": one.file, "sheet": one.sheet, "heads": list(one.heads)}
        for title, one in titled
    ]
    return json.dumps({"delivery_no": delivery_no, "sheets": sheets}, ensure_ascii=False)


def parse_mark(text: str) -> Mark | None:
    """The mark of a hidden cell's text; None where it is none of ours."""
    try:
        plain = json.loads(text)
        sheets = tuple(
            MarkedSheet(one["title"], int(one["file"]), one["sheet"], tuple(one["heads"]))
            for one in plain["sheets"]
        )
        return Mark(str(plain["delivery_no"]), sheets)
    except (ValueError, KeyError, TypeError):
        return None


def correction_mark(path: Path) -> Mark | None:
    """The mark of a workbook on disk; None for every other file, whatever it is."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return None
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        return None
    try:
        if MARK_SHEET not in book.sheetnames:
            return None
        pieces = [str(row[0]) for row in book[MARK_SHEET].iter_rows(values_only=True) if row and row[0]]
        return parse_mark("".join(pieces))
    finally:
        book.close()
