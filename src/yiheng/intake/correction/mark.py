"""The mark of a correction workbook: a hidden sheet that says whose rows it holds and where each came from."""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

MARK_SHEET = "_医衡"
_LIST_MOST = 1_000_000
LINE_HEAD = "行号"
ACTION_HEAD = "处理"
WITHDRAWN = "作废"
"""What stands under :data:`ACTION_HEAD` where the row is not to be sent again."""


@dataclass(frozen=True)
class MarkedSheet:
    """One sheet of the workbook: its title, the file and sheet that its rows came from, and their unit of money."""

    title: str
    file: int
    sheet: str
    heads: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet says: whose rows of which delivery and month, and the sheets."""

    delivery_no: str
    sender_no: str
    sender: str
    month: str
    sheets: tuple[MarkedSheet, ...]


def mark_text(mark: Mark) -> str:
    """The mark of a workbook, as the text of its hidden cell."""
    return json.dumps(asdict(mark), ensure_ascii=False)


def parse_mark(text: str) -> Mark | None:
    """The mark of a hidden cell's text; None where it is none of ours."""
    try:
        plain = json.loads(text)
        sheets = tuple(
            MarkedSheet(one["title"], int(one["file"]), one["sheet"], tuple(one["heads"]), one["unit"])
            for one in plain["sheets"]
        )
        number, sender_no, sender, month = (
            str(plain[name]) for name in ("delivery_no", "sender_no", "sender", "month")
        )
        return Mark(number, sender_no, sender, month, sheets)
    except (ValueError, KeyError, TypeError):
        return None


def is_marked(path: Path) -> bool:
    """Whether a file is a workbook with our hidden sheet; told from the list of its sheets, without opening it."""
    try:
        with zipfile.ZipFile(path) as package:
            return MARK_SHEET.encode() in package.open("xl/workbook.xml").read(_LIST_MOST)
    except (KeyError, OSError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False


def correction_mark(path: Path) -> Mark | None:
    """The mark of a workbook on disk; None for every other file, whatever it is."""
    if not is_marked(path):
        return None
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        return None
    try:
        pieces = [str(row[0]) for row in book[MARK_SHEET].iter_rows(values_only=True) if row and row[0]]
        return parse_mark("".join(pieces))
    except KeyError:
        return None
    finally:
        book.close()
