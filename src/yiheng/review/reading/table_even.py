"""Rows of as many cells each below a head without figures: 县级医院,4,1120.35 or names and figures apart by one wide blank."""

from __future__ import annotations

import re

from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word

NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
FIGURE = re.compile(r"[≥≤><]?[-+]?\d[\d.,]*(?:%|[\u4e00-\u9fa5]{1,4})?|[-—/]*")
PARTING = {
    "tab": re.compile(r"\t"),
    "bar": re.compile(r"\|"),
    "blank": re.compile(r" {2,}"),
    "comma": re.compile(r","),
    "space": re.compile(r"[ \u3000]"),
    "slash": re.compile(r"/"),
}
EVEN = ("comma", "space", "slash")
ROW_LIMIT = 120
BLOCK_LEAST, _FIGURES_LEAST = 3, 2


def even_run(lines: tuple[Line, ...], index: int, kind: str) -> list[Line]:
    """Lines of a head without figures and of rows with figures, all of as many cells: ``县级医院,4,1120.35``."""
    mark = PARTING[kind]
    head = _cells_in(lines[index].text, mark)
    if len(head) <= 2 or any(re.match(r"\d+(?:\.\d+)?%?$", cell) for cell in head) or "" in head:
        return []
    run, rows = [lines[index]], []
    for line in lines[index + 1 :]:
        cells = _cells_in(line.text, mark)
        if len(cells) != len(head) or "" in cells:
            break
        run.append(line)
        rows.append(cells)
    plain = next((n for n, row in enumerate(rows) if not all(map(FIGURE.fullmatch, row[2:]))), len(rows))
    figures = figure_columns(rows)
    if kind == "comma" or len(figures) < _FIGURES_LEAST:
        run, rows = run[: plain + 1], rows[:plain]
    elif len(run) > BLOCK_LEAST and kind == "space":
        run.extend(_total_below(lines, index + len(run), len(head)))
    numeric = any(NUMBER.match(cell) for row in rows for cell in row[1:])
    return run if len(rows) >= BLOCK_LEAST and numeric else []


def figure_columns(rows: list[list[str]]) -> list[int]:
    """The columns after the names in which every row has a figure, and some of them digits."""
    return [
        n
        for n in range(1, len(rows[0]) if rows else 0)
        if all(FIGURE.fullmatch(row[n]) for row in rows) and any(NUMBER.match(row[n]) for row in rows)
    ]


def _total_below(lines: tuple[Line, ...], at: int, width: int) -> list[Line]:
    """The row of totals below even rows, which leaves cells empty: 合计　　1,930.00　1,857.10."""
    if at >= len(lines) or "。" in lines[at].text:
        return []
    cells = lines[at].text.split()
    total = 2 <= len(cells) < width and word("row_total").match(cells[0])
    return [lines[at]] if total and all(map(NUMBER.fullmatch, cells[1:])) else []


def _cells_in(text: str, mark: re.Pattern[str]) -> list[str]:
    shown = text.strip()
    return (
        []
        if len(shown) > ROW_LIMIT or "。" in shown or "；" in shown
        else [cell.strip() for cell in mark.split(shown)]
    )
