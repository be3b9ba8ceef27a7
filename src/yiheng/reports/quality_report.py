"""The quality report of one delivery as data: what its workbook and its page show. Where the figures came from is not known here."""

from __future__ import annotations

from dataclasses import dataclass

from yiheng.exact.content_hash import text_hash


@dataclass(frozen=True)
class FileLine:
    """What one file (sheet) gave to one table; empty text where the hand-over sheet says nothing."""

    file: str
    table: str
    read: int
    accepted: int
    set_aside: int
    stated_rows: str = ""
    stated_yuan: str = ""
    found_yuan: str = ""
    note: str = ""


@dataclass(frozen=True)
class ProblemPlace:
    """One place where a check failed: file, line, key in words, what was found, and the sheet where the file has several."""

    file: str
    line: int
    key: str
    found: str
    sheet: str = ""

    @property
    def source(self) -> str:
        """File and sheet, as people write them."""
        return f"{self.file} · {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True)
class ProblemGroup:
    """All failures of one check. ``severity`` and ``family`` in Chinese; ``anchor`` names its paragraph on the page.

    ``rate`` is the share of the rows looked at, ``limit`` the share allowed, both as printed; empty where not counted.
    """

    code: str
    name: str
    family: str
    severity: str
    count: int
    table: str
    expected: str
    why: str
    remedy: str
    rate: str
    limit: str
    places: tuple[ProblemPlace, ...]

    @property
    def anchor(self) -> str:
        """Where the page explains it."""
        return f"check-{self.code}-{self.table}-{text_hash(self.expected)[:8]}"


@dataclass(frozen=True)
class AsideRow:
    """One set-aside line: its number, its cells as they may be shown, what is wrong by heading (empty: the whole row), and
    the cells by which it is found again (凭证号 12，分录号 3)."""

    line: int
    cells: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    follows: bool = False
    key: str = ""


@dataclass(frozen=True)
class AsideSheet:
    """The set-aside lines of one received sheet, under its own headings. ``editable``: they may be mended here; a message
    of the interface is mended where it was made."""

    title: str
    file: str
    sheet: str
    tables: str
    heads: tuple[str, ...]
    rows: tuple[AsideRow, ...]
    left_out: int = 0
    editable: bool = True

    @property
    def source(self) -> str:
        """File and sheet, as people write them."""
        return f"{self.file} · {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True)
class QualityReport:
    """The report of one delivery to one sender. ``mark`` and the words of the place columns are the reader's business."""

    delivery_no: str
    sender: str
    period: str
    received: str
    files: tuple[FileLine, ...]
    register: tuple[str, ...]
    groups: tuple[ProblemGroup, ...]
    sheets: tuple[AsideSheet, ...]
    mark_sheet: str = ""
    mark: str = ""
    line_head: str = ""
    action_head: str = ""
    withdrawn: str = ""

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(one.read for one in self.files)

    @property
    def accepted(self) -> int:
        """Rows accepted."""
        return sum(one.accepted for one in self.files)

    @property
    def set_aside(self) -> int:
        """Rows set aside."""
        return sum(one.set_aside for one in self.files)
