"""An analysis as plain data — key figures, tables, charts, sources — from which a workbook and a page are made.

It knows nothing of where its numbers come from. Money is in 分 and exact, a ratio is exact; both are rounded once,
here, the same way for Excel, the page and the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from yiheng.exact.rounding import decimal_text, round_half_up
from yiheng.reports.chart import Chart

Value = str | int | Fraction | None
"""What a cell holds; None is shown as a dash."""

ColumnKind = Literal["text", "code", "count", "yuan", "wan", "percent", "number"]
"""``yuan`` and ``wan`` show 分 as 元 and 万元; ``percent`` a ratio in percent; ``number`` is anything else."""

DASH = "—"
_FEN = {"yuan": 100, "wan": 1_000_000}
_USUAL_DECIMALS: dict[ColumnKind, int] = {"count": 0, "yuan": 2, "wan": 2, "percent": 2, "number": 4}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (with the unit, where there is one), how it is shown, and its width in characters."""

    title: str
    kind: ColumnKind = "text"
    width: int = 12
    places: int | None = None

    @property
    def decimals(self) -> int:
        """Decimals of its numbers."""
        return _USUAL_DECIMALS.get(self.kind, 0) if self.places is None else self.places

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers, which stand flush right."""
        return self.kind not in ("text", "code")


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``name`` is its sheet, ``title`` stands over it, ``note`` says the caliber. ``total_first``: the
    first row is that of the whole, and stands out. ``alarms`` are the rows (from 0) that call for attention."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    total_first: bool = False
    alarms: frozenset[int] = frozenset()
    left_out: int = 0
    """Rows that the table does not list; the note says where they are."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure in large: what it is, its text, and the caliber under it. ``verdict``: 合格, 不合格 or empty."""

    label: str
    text: str
    detail: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One analysis, whole. ``banner`` stands on every sheet and page (模拟，非结算依据); empty where none must."""

    title: str
    subtitle: str
    banner: str
    version: str
    key_figures: tuple[KeyFigure, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    sources: tuple[tuple[str, str], ...]
    """Caliber → where it comes from."""


def rounded(value: int | Fraction, column: Column) -> Fraction:
    """A number in the column's unit, rounded half up to its decimals."""
    unit = Fraction(value) / _FEN.get(column.kind, 1)
    places = column.decimals + (2 if column.kind == "percent" else 0)
    return Fraction(round_half_up(unit, places), 10**places)


def shown(value: Value, column: Column) -> str:
    """A cell as text: ``1,234.50``, ``98.99%``, ``—``."""
    if value is None:
        return DASH
    if isinstance(value, str):
        return value or DASH
    number = rounded(value, column)
    if column.kind == "percent":
        return decimal_text(number * 100, column.decimals) + "%"
    return decimal_text(number, column.decimals, thousands=True)
