"""A built city as its senders would send it: the writer of the form ``national``.

Parts come in any order. Rows whose file needs nothing else are appended to it at once; settlements, visits and
cases wait on disk until all has come, and are joined a month at a time. ``DIR/deliveries/SENDER/PERIOD/…``.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse
from yiheng.synthetic.frame import Part
from yiheng.synthetic.national.delivery import Deliveries, Sender
from yiheng.synthetic.national.export_cells import Hanging, cells_of, number_columns, sheet_of
from yiheng.synthetic.national.form_4101 import (
    ALIASES,
    ITEM_TABLE,
    NODE_TABLES,
    charges_of,
    item_sums,
    messages_of,
)
from yiheng.synthetic.national.layout import Export, Layouts, Message, layouts
from yiheng.synthetic.national.routing import Institutions, by_values, chosen_rows
from yiheng.synthetic.national.settlement_summary import SettlementSummary
from yiheng.synthetic.national.staging import Staging, months_near
from yiheng.synthetic.random_stream import Integers

DELIVERIES = "deliveries"
_STAGED = ".staged"
_FEES = "fee_line"


class NationalFiles:
    """Writes deliveries under a folder; a ``CityWriter``. ``provider`` must come before rows that name one."""

    def __init__(self, folder: Path):
        self._layouts: Layouts = layouts()
        self._deliveries = Deliveries(folder / DELIVERIES)
        self._staging = Staging(folder / _STAGED)
        self._institutions: Institutions | None = None
        self._summary = SettlementSummary(self._layouts.senders.summary)
        self._exports: dict[str, list[Export]] = {}
        for export in self._layouts.exports:
            self._exports.setdefault(export.table, []).append(export)
        self._waiting = _waiting_tables(self._layouts)
        self._open: Counter[str] = Counter()
        self._messaged = tuple(
            kind for one in self._layouts.messages if "iteminfo" in one.nodes for kind in one.kinds
        )

    def take(self, part: Part) -> None:
        """Append the rows to their files, or set them down until the others have come."""
        if part.table == "provider":
            self._institutions = Institutions(part.rows, self._layouts)
        if part.table in self._waiting:
            self._staging.put(part.table, part.month, part.rows)
        self._open[part.table] += part.rows.num_rows
        exports = self._exports.get(part.table, [])
        if not exports and part.table not in self._waiting:
            raise refuse("export_table_missing", key=part.table)
        for export in exports:
            if not export.staged:
                self._open[part.table] -= self._write(export, part)
        if part.table == _FEES and self._messaged:
            self._sum_items(part)

    def close(self) -> None:
        """Write what waited, then totals, workbooks, what is sent twice, and hand-over sheets."""
        for export in self._layouts.exports:
            if export.staged:
                self._write_waiting(export)
        for message in self._layouts.messages:
            self._write_messages(message)
        self._check_all_sent()
        self._summary.write(self._deliveries)
        self._send_again()
        self._deliveries.close()
        shutil.rmtree(self._staging.folder, ignore_errors=True)

    @property
    def institutions(self) -> Institutions:
        """Who sends; refuses ``export_provider_late`` where none are known yet."""
        if self._institutions is None:
            raise refuse("export_provider_late")
        return self._institutions

    def _check_all_sent(self) -> None:
        """Every row stands in exactly one file; what hangs on a case goes with it. Refuses ``export_rows_open``."""
        hung = {child.table for export in self._layouts.exports for child in export.children}
        for table, rows in self._open.items():
            if rows and (table in self._exports or table == "case_input") and table not in hung:
                raise refuse("export_rows_open", key=table, found=str(rows))

    def _write(self, export: Export, part: Part) -> int:
        """Append rows to one export's files; returns how many."""
        rows = chosen_rows(part.rows, export)
        if export.kinds:
            places = self.institutions.places(rows.column("fixmedins_code"))
            rows, stretches = self.institutions.split(rows, places, export.kinds, export.by)
            if not rows.num_rows:
                return 0
            cells = cells_of(export, rows, {}, {}, self._layouts)
            self._append(export, part.month, rows, cells, stretches)
            return int(rows.num_rows)
        columns = [name for name in (export.by, export.period) if name]
        for values, group in by_values(rows, columns):
            named = dict(zip(columns, values, strict=True))
            sender = self._office(export, named.get(export.by, ""))
            cells = cells_of(export, group, {}, {}, self._layouts)
            period = named.get(export.period, part.month)
            stretch = [(sender, 0, group.num_rows)]
            self._append(export, period, group, cells, stretch)
        return int(rows.num_rows)

    def _office(self, export: Export, value: str) -> Sender:
        folder = export.sender.format(by=value)
        return Sender(folder, folder, export.medium, self._layouts.habit(export.habit))

    def _append(
        self,
        export: Export,
        period: str,
        rows: pa.Table,
        cells: pa.Table,
        stretches: Iterable[tuple[Sender, int, int]],
    ) -> None:
        sheet = sheet_of(export)
        fen = _control(export.control, rows)
        for sender, start, end in stretches:
            own, amounts = cells.slice(start, end - start), fen[start:end]
            if export.workbook:
                numbers = number_columns(export)
                self._deliveries.hold(sender, period, sheet, own, int(amounts.sum()), numbers)
            else:
                self._deliveries.append(sender, period, sheet, own, amounts)

    def _sum_items(self, part: Part) -> None:
        """Set down the sums by class of charges of the institutions whose messages carry them."""
        places = self.institutions.places(part.rows.column("fixmedins_code"))
        wanted = np.isin(places, self.institutions.of_kinds(self._messaged))
        if wanted.any():
            self._staging.put(ITEM_TABLE, part.month, item_sums(part.rows.filter(pa.array(wanted))))

    def _write_waiting(self, export: Export) -> None:
        for month in self._staging.months(export.table):
            for chunk in self._staging.chunks(export.table, [month]):
                places = self.institutions.places(chunk.column("fixmedins_code"))
                rows, stretches = self.institutions.split(chunk, places, export.kinds, export.by)
                if not rows.num_rows:
                    continue
                joins = {alias: (join.table, join.on) for alias, join in export.joins.items()}
                joined = self._joined(rows, joins, month)
                hanging = {
                    child.table: self._hanging(child.table, "case_id", rows, "case_id", [month])
                    for child in export.children
                }
                cells = cells_of(export, rows, joined, hanging, self._layouts)
                self._append(export, month, rows, cells, stretches)
                self._open[export.table] -= rows.num_rows
                if export.table == "settlement":
                    self._summary.add(rows, month, stretches)

    def _joined(
        self, rows: pa.Table, joins: Mapping[str, tuple[str, str]], month: str
    ) -> dict[str, pa.Table]:
        found = {}
        for alias, (table, on) in joins.items():
            declared = contract().tables[table]
            near = months_near(month, self._staging.months(table))
            wanted = rows.column(on).combine_chunks()
            found[alias] = self._staging.rows_of(table, declared.key[0], wanted, near, declared.names)
        return found

    def _hanging(self, table: str, key: str, rows: pa.Table, on: str, months: Iterable[str]) -> Hanging:
        """Children in the order of their rows, and of their own keys."""
        found, places = self._staging.children_of(table, key, rows.column(on).combine_chunks(), months)
        if found is None:
            return Hanging(None, places)
        declared = contract().tables.get(table)
        second = declared.key[-1] if declared else "med_chrgitm_type"
        placed = found.append_column("place", pa.array(places))
        ordered = placed.sort_by([("place", "ascending"), (second, "ascending")])
        return Hanging(ordered, ordered.column("place").to_numpy().astype(np.int64))

    def _write_messages(self, message: Message) -> None:
        for month in self._staging.months("case_input"):
            for chunk in self._staging.chunks("case_input", [month]):
                places = self.institutions.places(chunk.column("fixmedins_code"))
                cases, stretches = self.institutions.split(chunk, places, message.kinds, "")
                if not cases.num_rows:
                    continue
                self._open["case_input"] -= cases.num_rows
                texts = self._messages(message, cases, month)
                fen = _control("amount_fen", cases)
                for sender, start, end in stretches:
                    self._append_messages(message, sender, month, texts[start:end], int(fen[start:end].sum()))

    def _messages(self, message: Message, cases: pa.Table, month: str) -> list[str]:
        joins = {
            "visit": ("visit", "mdtrt_id"),
            "settlement": ("settlement", "setl_id"),
            "provider": ("provider", "fixmedins_code"),
            "person": ("person", "psn_no"),
        }
        joined = self._joined(cases, joins, month)
        stays = self._staging.months(ITEM_TABLE)
        nodes = {name: self._node(name, cases, joined, month, stays) for name in NODE_TABLES}
        return messages_of(message, cases, joined, nodes, self._layouts)

    def _node(
        self, name: str, cases: pa.Table, joined: Mapping[str, pa.Table], month: str, stays: list[str]
    ) -> Hanging:
        table = NODE_TABLES[name]
        if name == "payinfo":
            settled = joined["settlement"].column("setl_dayno").cast(pa.int32()).drop_null()
            return self._hanging(table, "setl_id", cases, "setl_id", _months_between(settled, settled))
        if name == "iteminfo":
            billed = [
                one
                for one in stays
                if one in _months_between(cases.column("adm_dayno"), cases.column("dscg_dayno"))
            ]
            items = self._hanging(table, "mdtrt_id", cases, "mdtrt_id", billed)
            return charges_of(items, cases.column("amount_fen").combine_chunks())
        return self._hanging(table, "case_id", cases, "case_id", [month])

    def _append_messages(
        self, message: Message, sender: Sender, month: str, texts: list[str], fen: int
    ) -> None:
        self._deliveries.append_messages(sender, month, message.title, message.array, texts, fen)

    def _send_again(self) -> None:
        """The sender that does so sends half of the month before with the last month once more."""
        if self._institutions is None:
            return
        for one in self._institutions.all:
            if one.resends:
                self._deliveries.send_again(one.own, one.resends)


def _control(column: str, rows: pa.Table) -> Integers:
    """What a row adds to the control total, in 分."""
    if not column:
        return np.zeros(rows.num_rows, dtype=np.int64)
    values: Integers = rows.column(column).to_numpy().astype(np.int64)
    return values


def _months_between(first: pa.ChunkedArray, last: pa.ChunkedArray) -> list[str]:
    """The names of all months from the earliest first to the latest last day."""
    if not len(first):
        return []
    low, high = int(first.to_numpy().min()), int(last.to_numpy().max())
    months = np.arange(
        np.datetime64(low, "D").astype("datetime64[M]"), np.datetime64(high, "D").astype("datetime64[M]") + 1
    )
    return [str(month) for month in months]


def _waiting_tables(said: Layouts) -> frozenset[str]:
    """The tables whose rows other files need."""
    found: set[str] = set()
    for export in said.exports:
        if export.staged:
            found |= {export.table, *(join.table for join in export.joins.values())}
            found |= {child.table for child in export.children}
    if said.messages:
        found |= {*ALIASES.values(), *NODE_TABLES.values()} - {ITEM_TABLE}
    return frozenset(found)
