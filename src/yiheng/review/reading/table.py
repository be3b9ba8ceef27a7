"""Tables of a text: rows of tab-, bar- or blank-separated cells, and tables whose cells stand one on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity, units
from yiheng.review.reading.table_even import (
    BLOCK_LEAST,
    EVEN,
    FIGURE,
    NUMBER,
    PARTING,
    ROW_LIMIT,
    even_run,
    figure_columns,
)
from yiheng.standards.measure import measures

_DASH = re.compile(r"[-—/]+")
_SINGLE = re.compile(r" +")
_YEAR_HEAD = re.compile(r"(?:19|20)\d{2}年?[度末]?")
_CELL_LIMIT, _TWO = 40, 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and span, and its number where it is one."""

    text: str
    start: int
    end: int
    quantity: Quantity | None = None

    @property
    def bare(self) -> str:
        """Its text without blanks."""
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Table:
    """Header cells and rows; every row has as many cells as the header."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int

    def column(self, pattern: re.Pattern[str]) -> int:
        """The first column after the names whose head has these words, or -1."""
        return next((n for n, cell in enumerate(self.header) if n and pattern.search(cell.text)), -1)


def tables_of(text: str, lines: tuple[Line, ...]) -> list[Table]:
    """All tables of a report, in order."""
    found: list[Table] = []
    index = 0
    while index < len(lines):
        run, kind = _run(lines, index)
        if len(run) >= 2:
            rows = _rows(run, kind) if kind != "none" else []
            table = _table(text, rows, run[0].start) if rows else None
            if kind in ("tab", "bar"):
                found.extend(_narrower(text, rows))
            if table is not None:
                found.append(table)
                index += len(run)
                continue
            index += len(run)
            continue
        index += 1
    return found


def _run(lines: tuple[Line, ...], index: int) -> tuple[list[Line], str]:
    """The stretch of lines from ``index`` that may be one table, and how its cells are parted."""
    for kind, fits in (("tab", _has_tabs), ("bar", _has_bars), ("blank", _has_gaps)):
        run = []
        for number in range(index, len(lines)):
            line = lines[number]
            if not fits(line.text):
                break
            run.append(line)
        if len(run) >= 2:
            return run, kind
    for kind in EVEN:
        run = even_run(lines, index, kind)
        if run:
            return run, kind
    if not lines[index].text.strip() or not _iscell_of(lines[index].text):
        return [], "lines"
    run = []
    for number in range(index, len(lines)):
        line = lines[number]
        if not _iscell_of(line.text) or _has_bars(line.text) or (run and _parted(lines, number)):
            break
        run.append(line)
    numeric = sum(1 for line in run if NUMBER.fullmatch(line.text.strip().rstrip("%")))
    return run, "lines" if numeric >= 3 else "none"


def _parted(lines: tuple[Line, ...], number: int) -> bool:
    """Whether the cells of a line stand side by side."""
    text = lines[number].text
    return _has_tabs(text) or _has_gaps(text) or any(even_run(lines, number, one) for one in EVEN)


def _has_tabs(text: str) -> bool:
    return text.strip().count("\t") >= 1


def _has_bars(text: str) -> bool:
    bars = text.count("|")
    return bars >= 2 or (bars == 1 and len(text) < ROW_LIMIT and "。" not in text)


def _has_gaps(text: str) -> bool:
    return (
        "  " in text and len(text) < 200 and len(re.split(r" {2,}", text.strip())) >= 3 and "。" not in text
    )


def _iscell_of(text: str) -> bool:
    shown = text.strip()
    return (
        len(shown) <= _CELL_LIMIT
        and not re.search(r"[。；！？]|[，,](?!\d)", shown)
        and not re.match(r"[一二三四五六七八九十]+、", shown)
    )


def _rows(run: list[Line], kind: str) -> list[list[Cell]]:
    if kind == "lines":
        return _stacked(run)
    parting = PARTING[kind]
    rows = [list(_split(line, parting, kind)) for line in run]
    if kind == "blank":
        rows = _filled(run, rows)
    if kind == "space":
        rows = [*rows[:-1], _aligned(rows[-1], rows[:-1])]
    if kind == "tab" and len({len(row) for row in rows}) > 1:
        rows = _evened([list(_split(line, re.compile(r"\t+"), kind)) for line in run]) or rows
    return [row for row in rows if row and not all(re.fullmatch(r"[-:\s]*", cell.text) for cell in row)]


def _filled(run: list[Line], rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows parted by two blanks or more; a name that one blank parts from its figure is parted there."""
    width = max(len(row) for row in rows)
    found: list[list[Cell]] = []
    for line, row in zip(run, rows, strict=True):
        if len(row) < width:
            again = list(_split(line, _SINGLE, "blank"))
            figures = not found or all(FIGURE.fullmatch(cell.text) for cell in again[1:])
            found.append(again if len(again) == width and figures else row)
        else:
            found.append(row)
    return found


def _aligned(row: list[Cell], above: list[list[Cell]]) -> list[Cell]:
    """A row of totals under columns of plain numbers: where its blanks put it, else where there are as many."""
    width = len(above[0])
    told = [cell for cell in row if cell.text]
    if len(told) == width:
        return row
    plain = [
        n
        for n in figure_columns([[cell.text for cell in one] for one in above[1:]])
        if all(NUMBER.fullmatch(one[n].text) for one in above[1:])
    ]
    for places in ([n for n, cell in enumerate(row) if n and cell.text], plain):
        if len(places) == len(told) - 1 and set(places) <= set(plain):
            blank = Cell("", told[0].end, told[0].end)
            own = dict(zip((0, *places), told, strict=True))
            return [own.get(n, blank) for n in range(width)]
    return row


def _evened(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows whose cells are set apart by one tab or more, a row of totals filled up: before its figures, or after them where the last
    columns are of words (备注); empty where they still differ."""
    width = len(rows[0])
    full = [row for row in rows[1:] if len(row) == width]
    even = []
    for row in rows:
        lacks = width - len(row)
        if not (2 <= len(row) < width and word("row_total").match(row[0].bare)):
            even.append(row)
        elif _are_words(full, lacks):
            even.append([*row, *[Cell("", row[-1].end, row[-1].end)] * lacks])
        else:
            even.append([row[0], *[Cell("", row[1].start, row[1].start)] * lacks, *row[1:]])
    return even if width > 2 and all(len(row) == width for row in even) else []


def _are_words(rows: list[list[Cell]], count: int) -> bool:
    """Whether the last so many columns hold words in most rows."""
    words = sum(not any(FIGURE.fullmatch(cell.text) for cell in row[-count:]) for row in rows)
    return 2 * words > len(rows)


def _split(line: Line, parting: re.Pattern[str], kind: str) -> Iterator[Cell]:
    begin, bounds = 0, []
    if kind in ("blank", "space"):  # an indented row has no empty cell before its name
        begin = len(line.text) - len(line.text.lstrip())
    for match in parting.finditer(line.text, begin):
        bounds.append((begin, match.start()))
        begin = match.end()
    bounds.append((begin, len(line.text)))
    if kind == "bar":
        bounds = [
            (low, high) for low, high in bounds if line.text[low:high].strip() or 0 < low < len(line.text) - 1
        ]
    for low, high in bounds:
        yield cell_of(line.start + low, line.text[low:high])


def cell_of(start: int, raw: str) -> Cell:
    """A cell as it stands in a line from an offset on, without the blanks around it."""
    lead = len(raw) - len(raw.lstrip())
    shown = raw.strip()
    return Cell(shown, start + lead, start + lead + len(shown))


def _stacked(run: list[Line]) -> list[list[Cell]]:
    """One cell a line: rows parted by blank lines, or as wide as the header before the first number."""
    groups: list[list[Cell]] = [[]]
    for line in run:
        if line.text.strip():
            groups[-1].append(cell_of(line.start, line.text))
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    sizes = [len(group) for group in groups]
    width = max(set(sizes), key=sizes.count, default=0)
    if width >= 2 and sizes.count(width) >= 3:
        first = next(n for n, size in enumerate(sizes) if size == width)
        head = groups[first - 1][-width:] if first and sizes[first - 1] > width else None
        rows = [group for group in groups[first:] if len(group) == width]
        return [head, *rows] if head else rows
    cells = [cell for group in groups for cell in group]
    number = next((n for n, cell in enumerate(cells) if _is_number(cell)), 0)
    figures = sum(1 for _ in takewhile(_is_number, cells[number:]))
    above = number - _TWO - figures  # a title and a line of its unit
    for first in (0, above):
        wide = number - 1 - first
        if first < 0 or wide < _TWO:
            continue
        body = [cells[n : n + wide] for n in range(first, len(cells) - wide + 1, wide)]
        plain = all(not NUMBER.fullmatch(row[0].text) and all(map(_is_number, row[1:])) for row in body[1:])
        if plain and len(body) > (_TWO if first else 1):
            return body
    return []


def _is_number(cell: Cell) -> bool:
    return NUMBER.fullmatch(cell.text.rstrip("%")) is not None


def _table(text: str, rows: list[list[Cell]], start: int) -> Table | None:
    width = max(len(row) for row in rows)
    rows = _joined_heads([row for row in _cornered(rows, width) if len(row) == width])
    head = next(
        (n for n, row in enumerate(rows) if not any(NUMBER.fullmatch(c.text.rstrip("%")) for c in row[1:])),
        -1,
    )
    if head < 0 or width < 2 or len(rows) < head + 2:
        return None
    note = word("table_unit_line").search(text, max(0, start - 80), rows[head][0].start + 1)
    header = tuple(rows[head])
    unit = note[1] if note else _unit_above(text, header[0])
    unit_of = _units_of(header, unit)
    body = tuple(
        tuple(_with_number(cell, unit_of[column], rows_unit) for column, cell in enumerate(row))
        for row in rows[head + 1 :]
        for rows_unit in (_row_unit(row[0].text),)
    )
    return Table(header, body, rows[0][0].start, rows[-1][-1].end)


def _joined_heads(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, a head of two levels as one: 金额（万元） over 预算 and 支出, beside heads that reach over both."""
    if len(rows) <= _TWO:
        return rows
    upper, lower, *body = rows
    names = not any(NUMBER.fullmatch(cell.text.rstrip("%")) for cell in (*upper, *lower))
    parted = [not above.text and bool(below.text) for above, below in zip(upper, lower, strict=True)]
    if lower[0].text or not names or not any(parted):
        return rows
    heads, group = [], upper[0]
    for above, below in zip(upper, lower, strict=True):
        group = above if above.text else group
        told = f"{group.text}{below.text}" if below.text else above.text
        heads.append(Cell(told, below.start, below.end) if below.text else above)
    return [heads, *body]


def _unit_above(text: str, corner: Cell) -> str:
    """The unit that a table's corner tells, or the end of its title on the line above: 资金情况（万元）."""
    low = text.rfind("\n", 0, corner.start)
    title = text[max(0, text.rfind("\n", 0, max(low, 0)), low - _CELL_LIMIT) : max(low, 0)].rstrip()
    at_end = re.search(r"[（(][^（）()]*[）)]$", title)
    return _unit_in(corner.text) or (_unit_in(at_end.group()) if at_end else "")


def _cornered(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """The rows, a first one of heads alone that lacks its corner given an empty one: ``      职工  居民  合计``."""
    head, *body = rows
    bare = (
        len(head) == width - 1
        and len(head) > 1
        and not any(re.search(r"\d", _YEAR_HEAD.sub("", cell.text)) for cell in head)
    )
    plain = bare and all(
        len(row) == width
        and all(NUMBER.fullmatch(c.text.rstrip("%")) or _DASH.fullmatch(c.text) for c in row[1:])
        for row in body
    )
    return [[Cell("", head[0].start, head[0].start), *head], *body] if plain and body else rows


def _narrower(text: str, rows: list[list[Cell]]) -> Iterator[Table]:
    """Tables of fewer columns that stand one below the other with the widest: forms of several blocks."""
    widest = max(map(len, rows), default=0)
    block: list[list[Cell]] = []
    for row in [*rows, []]:
        if block and len(row) != len(block[0]):
            if len(block) >= BLOCK_LEAST and 2 < len(block[0]) < widest and _heads_rates(block[0]):
                table = _table(text, block, block[0][0].start)
                if table is not None:
                    yield table
            block = []
        if row:
            block.append(row)


def _heads_rates(row: list[Cell]) -> bool:
    """Whether a row is the head of a block that gives amounts and the rates between them, and no scores."""
    heads = [cell.text for cell in row]
    return (
        not any(NUMBER.fullmatch(one) or word("table_score_head").search(one) for one in heads)
        and any(word("head_rate").search(one) for one in heads)
        and any(word("head_budget").search(one) for one in heads)
    )


def _units_of(header: Sequence[Cell], default: str) -> list[str]:
    """The unit of each column: of its head, of its table, or of the other amounts where its head tells an amount of none (增减额)."""
    own = [_head_unit(cell.text) for cell in header]
    money = {unit for unit in own if unit in units() and units()[unit].family == "money"}
    amount = money.pop() if len(money) == 1 else ""
    return [
        unit or default or (amount if says("table_amount_head", cell.text) else "")
        for cell, unit in zip(header, own, strict=True)
    ]


def _head_unit(head: str) -> str:
    named = _unit_in(head)
    if named:
        return named
    if word("table_months").search(head):
        return "个月"
    if word("table_rate_head").search(head):
        return "%"
    if word("table_score_head").search(head):
        return "分"
    counted = word("table_count_head").search(head)
    return next(one for one in (*counted.groups(), "个") if one) if counted else ""


def _unit_in(name: str) -> str:
    """The unit that a name has in brackets or behind a stroke: 数量（件）, 金额/万元."""
    for match in word("table_unit_in_head").finditer(name):
        unit = next(one for one in match.groups() if one).replace("％", "%")
        if unit in units():
            return unit
    return ""


def _row_unit(name: str) -> str:
    """The unit that a row's name tells for all its cells."""
    return _unit_in(name) or ("个月" if word("table_months_row").fullmatch(name.strip()) else "")


def _with_number(cell: Cell, unit: str, row_unit: str) -> Cell:
    shown = cell.text.replace(" ", "")
    match = re.fullmatch(rf"({NUMBER.pattern})\s*(%|[\u4e00-\u9fa5/·]*)", shown)
    if not match:
        return cell
    name = match[2] or (unit if unit in ("分", "%") else "") or row_unit or unit or "项"
    if name not in units() and name not in measures():
        return cell
    try:
        printed = Printed.parse(match[1])
    except ExactError:
        return cell
    measure = units().get(name) or measures()[name]
    quantity = Quantity(cell.start, cell.end, cell.start, printed, name, measure)
    return Cell(cell.text, cell.start, cell.end, quantity)
