"""Who sends which rows: institutions by kind, themselves or by their district's office, and offices by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.standards.problem import refuse
from yiheng.synthetic.national.delivery import Sender
from yiheng.synthetic.national.layout import ALL_SENDERS, Export, Layouts, SenderKind
from yiheng.synthetic.random_stream import Integers

DISTRICT = "district"


@dataclass(frozen=True)
class Institution:
    """An institution: its kind of sender, itself as sender, and its district's office."""

    code: str
    kind: str
    own: Sender
    office: Sender
    resends: str = ""

    def sender(self, by: str) -> Sender:
        """Who sends its rows."""
        return self.office if by == DISTRICT else self.own


class Institutions:
    """All institutions in the order of their codes; rows find theirs by ``fixmedins_code``."""

    def __init__(self, providers: pa.Table, layouts: Layouts):
        self._layouts = layouts
        rows = sorted(providers.to_pylist(), key=lambda row: str(row["fixmedins_code"]))
        self.table = pa.Table.from_pylist(rows, schema=providers.schema)
        offices = self._offices(sorted({str(row["admdvs"]) for row in rows}))
        self.all: list[Institution] = []
        fitting: dict[str, int] = {}
        taken: dict[str, int] = {}
        for row in rows:
            kind = self._kind(row, fitting)
            rank = taken[kind.kind] = taken.get(kind.kind, -1) + 1
            code = str(row["fixmedins_code"])
            own = self._sender(kind, code, str(row["fixmedins_name"]), rank)
            office = offices[str(row["admdvs"])]
            self.all.append(Institution(code, kind.kind, own, office, "" if rank else kind.resends))
        self._codes = pa.array([one.code for one in self.all], pa.string())

    def _offices(self, districts: Sequence[str]) -> Mapping[str, Sender]:
        kind = self._layouts.senders.district
        return {
            code: self._sender(kind, f"{code}-{kind.title}", f"{code}{kind.title}", rank)
            for rank, code in enumerate(districts)
        }

    def _sender(self, kind: SenderKind, folder: str, name: str, rank: int) -> Sender:
        habit = kind.habits[rank % len(kind.habits)]
        return Sender(folder, name, kind.medium, self._layouts.habit(habit))

    def _kind(self, row: Mapping[str, object], fitting: dict[str, int]) -> SenderKind:
        """The first kind that fits; ``fitting`` counts for each kind the institutions that reached it."""
        for kind in self._layouts.senders.kinds:
            fits = (not kind.fixmedins_type or row["fixmedins_type"] in kind.fixmedins_type) and (
                not kind.hosp_lv or row["hosp_lv"] in kind.hosp_lv
            )
            if fits:
                number = fitting[kind.kind] = fitting.get(kind.kind, -1) + 1
                first, every = kind.nth
                if number % every == first:
                    return kind
        raise refuse("export_sender_missing", key=str(row["fixmedins_code"]))

    def places(self, codes: pa.ChunkedArray) -> Integers:
        """The place of each row's institution in ``all``. Refuses ``export_provider_unknown``."""
        index = pc.index_in(codes.combine_chunks(), value_set=self._codes)
        if index.null_count:
            row = index.is_null().index(True).as_py()
            raise refuse("export_provider_unknown", found=str(codes[row].as_py()))
        places: Integers = index.to_numpy().astype(np.int64)
        return places

    def of_kinds(self, kinds: Sequence[str]) -> list[int]:
        """The places of the institutions of these kinds."""
        return [place for place, one in enumerate(self.all) if one.kind in kinds or ALL_SENDERS in kinds]

    def split(
        self, rows: pa.Table, places: Integers, kinds: Sequence[str], by: str
    ) -> tuple[pa.Table, list[tuple[Sender, int, int]]]:
        """Rows of these kinds of institutions, those of a sender together, with each sender's first and end row."""
        wanted = self.of_kinds(kinds)
        senders = [self.all[place].sender(by) for place in wanted]
        folders = sorted({sender.folder for sender in senders})
        rank_of = np.full(len(self.all), -1, dtype=np.int64)
        rank_of[wanted] = [folders.index(sender.folder) for sender in senders]
        known = {sender.folder: sender for sender in senders}
        ranks = rank_of[places]
        chosen = np.flatnonzero(ranks >= 0)
        order = chosen[np.argsort(ranks[chosen], kind="stable")]
        sorted_ranks = ranks[order]
        present, starts = np.unique(sorted_ranks, return_index=True)
        ends = [*starts[1:].tolist(), len(order)][: len(starts)]
        stretches = [
            (known[folders[rank]], start, end)
            for rank, start, end in zip(present.tolist(), starts.tolist(), ends, strict=True)
        ]
        return rows.take(pa.array(order)), stretches


def chosen_rows(rows: pa.Table, export: Export) -> pa.Table:
    """The rows that an export is for."""
    for column, values in export.where.items():
        rows = rows.filter(pc.is_in(rows.column(column), value_set=pa.array(values, pa.string())))
    return rows


def by_values(rows: pa.Table, columns: Sequence[str]) -> Iterator[tuple[tuple[str, ...], pa.Table]]:
    """Rows that have the same values in these columns, as text; in order of the values, rows in their order."""
    if not columns:
        yield (), rows
        return
    texts = [rows.column(column).cast(pa.string()).combine_chunks().dictionary_encode() for column in columns]
    words = [text.dictionary.to_pylist() for text in texts]
    code = np.zeros(rows.num_rows, dtype=np.int64)
    for text in texts:
        code = code * (len(text.dictionary) or 1) + text.indices.to_numpy(zero_copy_only=False)
    found = []
    for value in np.unique(code).tolist():
        rest, names = value, []
        for dictionary in reversed(words):
            rest, place = divmod(rest, len(dictionary) or 1)
            names.append(str(dictionary[place]))
        found.append((tuple(reversed(names)), value))
    for names_of, value in sorted(found):
        yield names_of, rows.filter(pa.array(code == value))
