"""How files of a city look, as content: columns of every export, nodes of messages, senders and their habits.

Three kinds: ``exports`` (a table's rows as a text file or workbook), ``export_messages`` (cases as interface
messages) and ``export_senders`` (who sends, in which encoding, with which lines above the head).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from yiheng.policy.code_list import CODE_LISTS, valid_codes
from yiheng.policy.content import Content, Kind, Layer, load
from yiheng.policy.provenance import ContentModel

Form = Literal[
    "", "text", "name", "yuan", "wan", "whole", "day", "day_slash", "day_plain", "last_day", "time", "month",
    "month_plain", "yes_no", "digit", "duration",
]  # fmt: skip
"""How a value is written; empty: as its type and unit have it (money in 元, days as 2023-01-05)."""

ALL_SENDERS = "*"


class ExportColumn(ContentModel):
    """One column of a file: its head, and the contract column (``alias.column`` of a join) or a fixed text."""

    head: str
    column: str = ""
    text: str = ""
    form: Form = ""


class Join(ContentModel):
    """Another table whose columns stand beside a row: found by the row's column ``on`` as that table's key."""

    table: str
    on: str


class Children(ContentModel):
    """Rows that hang on one row: in numbered columns (``times``), or packed into one cell by ``separator``."""

    table: str
    times: int = 0
    separator: str = "|"
    columns: tuple[ExportColumn, ...]


class Export(ContentModel):
    """One kind of file. Sent by institutions of ``kinds``, themselves or by their district; or by ``sender``."""

    export: str
    title: str
    table: str
    kinds: tuple[str, ...] = ()
    by: str = ""
    sender: str = ""
    medium: str = "平台导出"
    habit: str = "plain"
    where: Mapping[str, tuple[str, ...]] = {}
    period: str = ""
    workbook: bool = False
    control: str = ""
    joins: Mapping[str, Join] = {}
    children: tuple[Children, ...] = ()
    columns: tuple[ExportColumn, ...]

    @property
    def staged(self) -> bool:
        """Whether its rows need others that may come later, and wait until all have come."""
        return bool(self.joins or self.children)


class Habit(ContentModel):
    """A way of saving text files. ``sheet_rows``: lines a file holds, all counted, before the next part begins."""

    habit: str
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    delimiter: Literal[",", "\t"] = ","
    suffix: str = ".csv"
    titles: tuple[str, ...] = ()
    total: str = ""
    sheet_rows: int = 0


class SenderKind(ContentModel):
    """Institutions that send alike; the first kind that fits an institution takes it.

    ``nth``: of the institutions that fit, every n-th beginning with the k-th ([k, n], k from 0). ``habits`` go round
    among its senders. ``resends``: the first sender sends half of an earlier month's fee lines once more.
    """

    kind: str
    title: str
    fixmedins_type: tuple[str, ...] = ()
    hosp_lv: tuple[str, ...] = ()
    nth: tuple[int, int] = (0, 1)
    medium: str = "前置机"
    habits: tuple[str, ...] = ("plain",)
    resends: str = ""


class Senders(ContentModel):
    """All that is said about senders: kinds of institutions, the district offices, and habits."""

    senders: str
    district: SenderKind
    kinds: tuple[SenderKind, ...]
    habits: tuple[Habit, ...]
    summary: str


class Field(ContentModel):
    """A field of a message: from a column (``alias.column``) or a fixed value; ``number`` ones without quotes."""

    name: str
    column: str = ""
    text: str | None = None
    form: Form = ""
    number: bool = False


class Message(ContentModel):
    """A case as an interface message: single-row node ``setlinfo`` and the multi-row nodes, by name."""

    message: str
    title: str
    kinds: tuple[str, ...]
    medium: str
    array: bool
    envelope: tuple[Field, ...]
    setlinfo: tuple[Field, ...]
    nodes: Mapping[str, tuple[Field, ...]]
    listed: str


EXPORTS = Kind("exports", "导出文件", Export, "export", list_key="exports")
EXPORT_SENDERS = Kind("export_senders", "报送单位", Senders, "senders")
EXPORT_MESSAGES = Kind("export_messages", "接口报文", Message, "message")


@dataclass(frozen=True)
class Layouts:
    """Everything said about files, and the names of codes by list."""

    exports: tuple[Export, ...]
    messages: tuple[Message, ...]
    senders: Senders
    content: Content
    _names: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def names(self, code_list: str) -> Mapping[str, str]:
        """Code → name of a list, all days and layers."""
        if code_list not in self._names:
            self._names[code_list] = valid_codes(self.content, code_list, "", None)
        return self._names[code_list]

    def habit(self, name: str) -> Habit:
        """A habit by name."""
        return next(one for one in self.senders.habits if one.habit == name)


@cache
def layouts() -> Layouts:
    """The shipped layouts; refused with all their faults."""
    root = Path(str(files("yiheng"))) / "content"
    shipped = [Layer(path.name, path) for path in sorted(root.iterdir()) if path.is_dir()]
    content = load((EXPORTS, EXPORT_SENDERS, EXPORT_MESSAGES, CODE_LISTS), shipped).sound()
    exports = tuple(entry.value for entry in content.of(EXPORTS).values())
    messages = tuple(entry.value for entry in content.of(EXPORT_MESSAGES).values())
    return Layouts(exports, messages, content.get(EXPORT_SENDERS, "national").value, content)
