"""Deliveries on disk: the files of one sender and period, counted as they grow, and their hand-over sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import xlsxwriter

from yiheng.synthetic.national.layout import Habit
from yiheng.synthetic.random_stream import Integers

HANDOVER = "交接单.csv"
HANDOVER_HEADS = (
    "报送单位编号", "报送单位", "数据期间", "介质", "文件名", "内容", "性质", "笔数", "金额（元）",
)  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """Who sends: the folder of its deliveries, its name, and how it hands over and saves files."""

    folder: str
    name: str
    medium: str
    habit: Habit


@dataclass
class SentFile:
    """One file of a delivery: rows and control total in 分 so far; ``lines`` above the rows."""

    title: str
    path: Path
    nature: str = "原报"
    rows: int = 0
    fen: int = 0
    lines: int = 0


@dataclass(frozen=True)
class Sheet:
    """What stands in a file: its content's name, heads, and which column (if any) is summed."""

    title: str
    heads: tuple[str, ...]
    control: int = -1


@dataclass
class _Stem:
    """The numbered parts of one content of one delivery."""

    sender: Sender
    period: str
    sheet: Sheet
    files: list[SentFile] = field(default_factory=list)


class Deliveries:
    """All deliveries of a city under one folder: ``SENDER/PERIOD/…``."""

    def __init__(self, root: Path):
        self.root = root
        self._stems: dict[tuple[str, str, str], _Stem] = {}
        self._held: dict[tuple[str, str, str], tuple[_Stem, list[pa.Table], frozenset[int]]] = {}
        self._messages: dict[tuple[str, str, str], tuple[SentFile, bool]] = {}
        self._handovers: dict[tuple[str, str], tuple[Sender, list[SentFile]]] = {}

    def folder(self, sender: Sender, period: str) -> Path:
        """The folder of a delivery."""
        path = self.root / sender.folder / period
        path.mkdir(parents=True, exist_ok=True)
        return path

    def note(self, sender: Sender, period: str, file: SentFile) -> None:
        """Enter a file into the delivery's hand-over sheet."""
        self._handovers.setdefault((sender.folder, period), (sender, []))[1].append(file)

    def append(self, sender: Sender, period: str, sheet: Sheet, cells: pa.Table, fen: Integers) -> None:
        """Append rows of text to a text file, beginning a new part where the sender's sheets are full."""
        stem = self._stem(sender, period, sheet)
        start = 0
        while start < cells.num_rows:
            file = self._open(stem)
            limit = sender.habit.sheet_rows
            room = limit - file.lines - file.rows if limit else cells.num_rows
            if room <= 0:
                file = self._begin(stem)
                room = limit - file.lines
            taken = min(room, cells.num_rows - start)
            with file.path.open("ab") as out:
                out.write(encoded(cells.slice(start, taken), sender.habit))
            file.rows += taken
            file.fen += int(fen[start : start + taken].sum())
            start += taken

    def hold(
        self, sender: Sender, period: str, sheet: Sheet, cells: pa.Table, fen: int, numbers: frozenset[int]
    ) -> None:
        """Keep the rows of a small workbook until all have come; ``numbers``: the columns held as numbers."""
        stem, tables, _ = self._held.setdefault(
            (sender.folder, period, sheet.title), (_Stem(sender, period, sheet), [], numbers)
        )
        tables.append(cells)
        if not stem.files:
            path = self.folder(sender, period) / f"{sheet.title}_{period}.xlsx"
            stem.files.append(SentFile(sheet.title, path))
            self.note(sender, period, stem.files[0])
        stem.files[0].rows += cells.num_rows
        stem.files[0].fen += fen

    def append_messages(
        self, sender: Sender, period: str, title: str, array: bool, texts: Sequence[str], fen: int
    ) -> None:
        """Append JSON messages: one a line, or as one array."""
        key = (sender.folder, period, title)
        if key not in self._messages:
            suffix = ".json" if array else ".jsonl"
            file = SentFile(title, self.folder(sender, period) / f"{title}_{period}{suffix}")
            self._messages[key] = (file, array)
            self.note(sender, period, file)
        file, _ = self._messages[key]
        between = ",\n" if array else "\n"
        start = ("[\n" if array else "") if not file.rows else between
        with file.path.open("ab") as out:
            out.write((start + between.join(texts)).encode("utf-8"))
        file.rows += len(texts)
        file.fen += fen

    def send_again(self, sender: Sender, title: str) -> None:
        """Send the first half of the rows of the month before the last once more, with the last month's files."""
        periods = sorted(
            period for folder, period, name in self._stems if (folder, name) == (sender.folder, title)
        )
        if len(periods) < 2:
            return
        earlier, last = periods[-2:]
        stem = self._stems[sender.folder, earlier, title]
        half = (sum(file.rows for file in stem.files) + 1) // 2
        path = self.folder(sender, last) / f"{title}_{earlier}_补传{sender.habit.suffix}"
        again = SentFile(title, path, nature=f"补传{earlier}")
        with path.open("wb") as out:
            for file in stem.files:
                with file.path.open("rb") as source:
                    heads = list(islice(source, file.lines))
                    if not again.rows:
                        out.writelines(heads)
                    for line in islice(source, min(file.rows, half - again.rows)):
                        out.write(line)
                        again.rows += 1
                        again.fen += _control_fen(line, stem)
        self.note(sender, last, again)

    def close(self) -> None:
        """Write total rows, the ends of messages, workbooks and hand-over sheets."""
        for file, array in self._messages.values():
            with file.path.open("ab") as out:
                out.write(b"\n]\n" if array else b"\n")
        for stem in self._stems.values():
            _total_row(stem)
        for stem, tables, numbers in self._held.values():
            _workbook(stem, tables, numbers)
        for (_, period), (sender, files) in self._handovers.items():
            _handover(self.folder(sender, period) / HANDOVER, sender, period, files)

    def _stem(self, sender: Sender, period: str, sheet: Sheet) -> _Stem:
        key = (sender.folder, period, sheet.title)
        if key not in self._stems:
            self._stems[key] = _Stem(sender, period, sheet)
        return self._stems[key]

    def _open(self, stem: _Stem) -> SentFile:
        return stem.files[-1] if stem.files else self._begin(stem)

    def _begin(self, stem: _Stem) -> SentFile:
        """The next part of a content; parts are numbered only where a sender's sheets may be full."""
        habit = stem.sender.habit
        number = f"_{len(stem.files) + 1:03d}" if habit.sheet_rows else ""
        name = f"{stem.sheet.title}_{stem.period}{number}{habit.suffix}"
        file = SentFile(stem.sheet.title, self.folder(stem.sender, stem.period) / name)
        lines = [
            title.format(sender=stem.sender.name, period=stem.period, title=stem.sheet.title)
            for title in habit.titles
        ]
        lines.append(habit.delimiter.join(stem.sheet.heads))
        file.path.write_bytes("".join(f"{line}\n" for line in lines).encode(habit.encoding))
        file.lines = len(lines)
        stem.files.append(file)
        self.note(stem.sender, stem.period, file)
        return file


def encoded(cells: pa.Table, habit: Habit) -> bytes:
    """Rows as the bytes of a text file; values are quoted only where one of them has a mark of the format in it."""
    payload = b""
    for style in ("none", "needed"):
        sink = io.BytesIO()
        options = pyarrow.csv.WriteOptions(
            include_header=False, delimiter=habit.delimiter, quoting_style=style, batch_size=65_536
        )
        try:
            pyarrow.csv.write_csv(cells, sink, options)
        except pa.ArrowInvalid:
            if style == "needed":
                raise
            continue
        payload = sink.getvalue()
        break
    if habit.encoding == "utf-8" or payload.isascii():
        return payload
    return payload.decode("utf-8").encode(habit.encoding)


def _control_fen(line: bytes, stem: _Stem) -> int:
    """The control amount of a written row, in 分."""
    if stem.sheet.control < 0:
        return 0
    habit = stem.sender.habit
    cells = next(csv.reader([line.decode(habit.encoding)], delimiter=habit.delimiter))
    return int(cells[stem.sheet.control].replace(".", ""))


def yuan(fen: int) -> str:
    """分 as 元 with two decimals."""
    sign, rest = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def _total_row(stem: _Stem) -> None:
    """The total row that some senders leave inside the data, under the last part."""
    habit, control = stem.sender.habit, stem.sheet.control
    if not habit.total or not stem.files or control < 0:
        return
    cells = [""] * len(stem.sheet.heads)
    cells[0], cells[control] = habit.total, yuan(sum(file.fen for file in stem.files))
    with stem.files[-1].path.open("ab") as out:
        out.write((habit.delimiter.join(cells) + "\n").encode(habit.encoding))


def _workbook(stem: _Stem, tables: Sequence[pa.Table], numbers: frozenset[int]) -> None:
    """A small table as a workbook of one sheet; ids and days are text, amounts numbers."""
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(stem.files[0].path), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        sheet = book.add_worksheet(stem.sheet.title[:31])
        for column, head in enumerate(stem.sheet.heads):
            sheet.write_string(0, column, head)
        for row, values in enumerate(_rows(tables), 1):
            for column, value in enumerate(values):
                if value is None:
                    continue
                if column in numbers:
                    sheet.write_number(row, column, _number(value))
                else:
                    sheet.write_string(row, column, value)


def _rows(tables: Sequence[pa.Table]) -> Iterator[tuple[str | None, ...]]:
    for table in tables:
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)


def _number(text: str) -> int | float:
    """The cell value: a workbook knows only binary numbers; 16 digits hold every amount to the 分."""
    return float(text) if "." in text else int(text)


def _handover(path: Path, sender: Sender, period: str, files: Sequence[SentFile]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HANDOVER_HEADS)
        for file in sorted(files, key=lambda one: one.path.name):
            writer.writerow(
                [
                    sender.folder,
                    sender.name,
                    period,
                    sender.medium,
                    file.path.name,
                    file.title,
                    file.nature,
                    file.rows,
                    yuan(file.fen),
                ]
            )
