"""What ``yiheng intake`` shows: the progress with rate and time left, previews of new layouts, and what was loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from yiheng.app import screen
from yiheng.app.jobs.intake import Reason, set_aside_reasons
from yiheng.app.jobs.intake_status import delivery_checks
from yiheng.intake.delivery_load import Loaded, Watch
from yiheng.intake.quality.check import SEVERITY_NAMES
from yiheng.intake.quality.outcome import Judgement, percent_words
from yiheng.intake.recognition.layout import MappedColumn
from yiheng.intake.recognition.preview import Preview
from yiheng.policy.contract import contract

_STATES = {
    "mapped": ("对应", "green"),
    "guessed": ("推测", "yellow"),
    "ignored": ("不用", "dim"),
    "unmapped": ("未认出", "red"),
}
_FORMS = {"last_day": "末日，含当日", "duration": "天/时/分", "age": "岁或天"}
_SHOWN_SENDERS = 3
_SHOWN_PROBLEMS = 40
_SHOWN_REASONS = 15
_SEVERITIES = tuple(SEVERITY_NAMES)
"""The gravest first."""


class Meter:
    """A progress line: bytes read with rate and time left, then the step at work."""

    def __init__(self) -> None:
        console = screen.console(stderr=True)
        self._bytes = Progress(
            TextColumn("读取 {task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._steps = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True
        )
        self._reading: Any = None
        self._step: Any = None

    def __enter__(self) -> Meter:
        self._bytes.start()
        self._reading = self._bytes.add_task("", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._bytes.stop()
        self._steps.stop()

    @property
    def watch(self) -> Watch:
        """What the work tells this meter."""
        return Watch(self._read, self._doing)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Around a question on the same terminal."""
        self.__exit__()
        yield
        if self._step is not None:
            self._steps.start()

    def _read(self, done: int, whole: int, file: str) -> None:
        short = file if len(file) <= 40 else f"…{file[-39:]}"
        self._bytes.update(self._reading, completed=done, total=whole, description=short)

    def _doing(self, step: str, what: str) -> None:
        if self._step is None:
            self._bytes.stop()
            self._steps.start()
            self._step = self._steps.add_task("")
        self._steps.update(self._step, description=f"{step} {what}")


def show_previews(previews: Sequence[Preview], short: bool) -> None:
    """The columns of every layout that is read for the first time; ``short``: only those that call for a look."""
    out = screen.console()
    rows = [
        [
            one.title,
            _senders(one),
            f"{one.files:,}",
            *(str(sum(c.state == state for c in one.layout.columns)) for state in _STATES),
            "" if one.change is None else "与上次不同",
        ]
        for one in previews
    ]
    heads = ("归入", "报送单位", "文件", *(words for words, _ in _STATES.values()), "")
    out.print(screen.table(heads, rows, right=(2, 3, 4, 5, 6), title=f"第一次收到的表头 {len(previews)} 种"))
    for one in previews:
        _show_change(one)
        columns = [column for column in one.layout.columns if not short or one.calls_for_a_look(column)]
        if columns:
            shown = [_column_row(one, group) for group in _folded(columns)]
            out.print(
                screen.table(
                    ("列", "表头", "", "契约的列", "读法"),
                    shown,
                    title=f"{one.title} ← {one.example}",
                )
            )


def _senders(one: Preview) -> str:
    named = [sender or "（未注明）" for sender in one.senders[:_SHOWN_SENDERS]]
    return "、".join(named) + (f" 等 {len(one.senders)} 家" if len(one.senders) > _SHOWN_SENDERS else "")


def _show_change(one: Preview) -> None:
    if one.change is None:
        return
    pieces = []
    if one.change.new:
        pieces.append(f"多了 {'、'.join(one.change.new)}")
    if one.change.gone:
        pieces.append(f"少了 {'、'.join(one.change.gone)}")
    if one.change.moved:
        pieces.append("列的先后变了")
    for (before, now), heads in one.change.units.items():
        pieces.append(
            f"{'、'.join(heads)} 上次按{before or '列自己的单位'}读，这次按{now or '列自己的单位'}读"
        )
    if not pieces:
        before, now = (unit or "没有写" for unit in one.change.above)
        pieces.append(f"抬头的单位上次是“{before}”，这次是“{now}”")
    screen.console().print(f"{one.title}：表头与上次确认的不同，{'；'.join(pieces)}。", soft_wrap=True)


def _folded(columns: Sequence[MappedColumn]) -> list[list[MappedColumn]]:
    """Repeated columns (诊断编码1…40) as one group; every other column alone, in the order of the sheet."""
    groups: dict[object, list[MappedColumn]] = {}
    for column in columns:
        repeated = (column.lines, column.column, column.state) if column.lines >= 0 else column.position
        groups.setdefault(repeated, []).append(column)
    return list(groups.values())


def _column_row(one: Preview, group: Sequence[MappedColumn]) -> list[Any]:
    first, last = group[0], group[-1]
    words, style = _STATES[first.state]
    many = len(group) > 1
    return [
        f"{first.position}—{last.position}" if many else str(first.position),
        f"{first.head}—{last.head}" if many else first.head,
        screen.styled((words, style)),
        _meaning(one, first) + (f" ×{len(group)}" if many else ""),
        "，".join(filter(None, [_FORMS.get(first.form, ""), one.units.get(first.position, first.unit)])),
    ]


def _meaning(one: Preview, column: MappedColumn) -> str:
    if not column.column:
        return ""
    tables = contract().tables
    table = tables.get(_table_of(one, column))
    own = table.column(column.column).title if table and column.column in table.names else ""
    title = own or one.extras.get(column.column, "")
    return f"{title}（{column.column}）" if title else column.column


def _table_of(one: Preview, column: MappedColumn) -> str:
    return one.lines[column.lines] if column.lines >= 0 else one.table


def show_loaded(done: Loaded, city: Path) -> None:
    """Rows read, accepted, set aside and superseded by table; files not taken; where the list of set-aside rows is."""
    out = screen.console()
    if done.unchanged:
        names = "、".join(done.unchanged[:5]) + ("…" if len(done.unchanged) > 5 else "")
        out.print(f"已经归集过、没有变化的文件 {len(done.unchanged):,} 个，不再归集：{names}", soft_wrap=True)
    if done.problems:
        screen.show_findings(done.problems[:_SHOWN_PROBLEMS])
        if len(done.problems) > _SHOWN_PROBLEMS:
            out.print(f"另有 {len(done.problems) - _SHOWN_PROBLEMS:,} 处没有列出。")
    if done.snapshot is None:
        out.print("没有新的数据，城市没有变化。")
        return
    _show_counts(done)
    aside = sum(one.set_aside for one in done.counts.values())
    folder = city / "inbox" / done.number
    out.print(f"原件、问题清单在 {folder}", soft_wrap=True)
    if aside:
        show_reasons(set_aside_reasons(city, done.number))
        out.print(
            f"置出 {aside:,} 行，逐行说明：uv run yiheng intake report {city} {done.number}", soft_wrap=True
        )
    _show_doubtful(done, city)


def _show_doubtful(done: Loaded, city: Path) -> None:
    """Checks that accepted rows fail more often than allowed: accepted is not the same as right."""
    doubtful = [
        one for one in delivery_checks(city, done.number) if not one.passed and one.check.severity != "error"
    ]
    if not doubtful:
        return
    doubtful.sort(key=lambda one: (_SEVERITIES.index(one.check.severity), -one.outcome.failed))
    out = screen.console()
    out.print(f"收下的行里还有 {len(doubtful)} 项检查超过允许的比例，请核对：")
    show_judgements(doubtful[:_SHOWN_REASONS])
    if len(doubtful) > _SHOWN_REASONS:
        out.print(f"另有 {len(doubtful) - _SHOWN_REASONS} 项没有列出。")
    out.print(
        f"全部检查：uv run yiheng intake checks {city} {done.number}；每一处在质量报告里：uv run yiheng intake report"
        f" {city} {done.number} --sender 单位编号",
        soft_wrap=True,
    )


def show_judgements(judged: Sequence[Judgement]) -> None:
    """What became of checks: how many rows each looked at, how many failed, and whether that is allowed."""
    rows: list[list[Any]] = [
        [
            SEVERITY_NAMES[one.check.severity],
            one.check.name,
            contract().tables[one.outcome.table].name,
            f"{one.outcome.looked_at:,}",
            f"{one.outcome.failed:,}",
            one.rate_words,
            percent_words(one.check.threshold_ppm),
            screen.styled(("合格", "green") if one.passed else ("超过允许", "red")),
        ]
        for one in judged
    ]
    heads = ("轻重", "检查", "表", "查了", "查出", "比例", "允许", "结论")
    screen.console().print(screen.table(heads, rows, right=(3, 4, 5, 6)))


def show_reasons(reasons: Sequence[Reason]) -> None:
    """Why rows were set aside, the most frequent first, each with one example."""
    rows = [[one.table, one.column, f"{one.rows:,}", one.words] for one in reasons[:_SHOWN_REASONS]]
    screen.console().print(screen.table(("表", "列", "行数", "问题（举一例）"), rows, right=(2,)))
    if len(reasons) > _SHOWN_REASONS:
        screen.console().print(f"另有 {len(reasons) - _SHOWN_REASONS} 种问题没有列出。")


def _show_counts(done: Loaded) -> None:
    assert done.snapshot is not None
    tables = contract().tables
    rows = []
    for name, one in sorted(done.counts.items()):
        again = done.repeated.get(name, 0)
        taken = done.snapshot.intake.get(name)
        rows.append(
            [
                tables[name].name,
                f"{one.read + again:,}",
                f"{one.accepted:,}",
                f"{one.set_aside:,}",
                f"{again:,}",
                f"{taken.superseded if taken else 0:,}",
            ]
        )
    heads = ("表", "读入", "收下", "置出", "同批重报", "取代旧行")
    title = f"交付 {done.number}，已发布快照 {done.snapshot.number}"
    screen.console().print(screen.table(heads, rows, right=(1, 2, 3, 4, 5), title=title))
