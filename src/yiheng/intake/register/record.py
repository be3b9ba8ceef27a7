"""The record of one delivery: kept beside the originals in the inbox, and published as rows of ``delivery`` and ``intake_problem``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.engine.city import City
from yiheng.engine.schema import arrow_schema
from yiheng.intake.correction.aside_line import write_origins
from yiheng.intake.quality.judged import Judged
from yiheng.intake.quality.outcome import write_outcomes
from yiheng.intake.register.handover import FIRST, Stated
from yiheng.intake.sheet import SourceFile
from yiheng.intake.staged import Origin, Staged
from yiheng.standards.table import Contract

RECORD, SET_ASIDE, FINDINGS, OUTCOMES = (
    "delivery.json",
    "set_aside.parquet",
    "findings.parquet",
    "outcomes.jsonl",
)
FILES = "files.json"
DELIVERY, INTAKE_PROBLEM = "delivery", "intake_problem"


@dataclass(frozen=True)
class FileMonths:
    """A file that states no month: the first and last of its rows' dates (``2023-05``), empty where no row has one."""

    file: str
    first: str = ""
    last: str = ""

    @property
    def month(self) -> str:
        """The month of all its rows; empty where they are of several."""
        return self.first if self.first == self.last else ""

    @property
    def words(self) -> str:
        """The period as people read it."""
        return self.month or (f"{self.first} 至 {self.last}" if self.first else "")


@dataclass(frozen=True)
class DeliveryRecord:
    """One delivery as registered. ``received`` and ``number`` are fixed when the originals are kept, so that loading
    again gives the same rows. ``corrects`` is the delivery that a correction mends. ``snapshot``: what it published
    (0: not yet). ``row_months``: of the files whose month, if they have one, is derived from their rows."""

    number: str
    sender_no: str
    sender: str
    received: datetime
    medium: str = ""
    month: str = ""
    kind: str = FIRST
    note: str = ""
    corrects: str = ""
    snapshot: int = 0
    stated: tuple[Stated, ...] = ()
    row_months: tuple[FileMonths, ...] = ()


@dataclass(frozen=True)
class FileSender:
    """Whose one file is, where a delivery brings files of several senders or months."""

    sender_no: str
    sender: str
    month: str = ""
    medium: str = ""
    kind: str = FIRST


def delivery_folder(city: City, number: str) -> Path:
    """Where a delivery's originals and what was found of them are kept."""
    return city.inbox / number


def write_record(city: City, record: DeliveryRecord) -> None:
    """Keep the record beside the originals."""
    folder = delivery_folder(city, record.number)
    folder.mkdir(parents=True, exist_ok=True)
    plain = asdict(record) | {"received": record.received.isoformat()}
    folder.joinpath(RECORD).write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")


def read_record(folder: Path) -> DeliveryRecord:
    """The record of one delivery's folder."""
    plain = json.loads(folder.joinpath(RECORD).read_text("utf-8"))
    plain["received"] = datetime.fromisoformat(plain["received"])
    plain["stated"] = tuple(Stated(**one) for one in plain["stated"])
    plain["row_months"] = tuple(FileMonths(**one) for one in plain.get("row_months", ()))
    return DeliveryRecord(**plain)


def read_records(city: City) -> list[DeliveryRecord]:
    """All deliveries of a city, by number."""
    return [read_record(path.parent) for path in sorted(city.inbox.glob(f"*/{RECORD}"))]


def keep_judgement(
    city: City,
    record: DeliveryRecord,
    judged: Judged,
    files: Sequence[SourceFile] = (),
    origins: Sequence[Origin] = (),
) -> None:
    """Keep what was set aside, found and counted: the report and corrections are made from it."""
    folder = delivery_folder(city, record.number)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(judged.set_aside, folder / SET_ASIDE)
    shutil.copyfile(judged.findings, folder / FINDINGS)
    write_outcomes(folder / OUTCOMES, judged.outcomes)
    names = {str(one.number): one.name for one in files}
    folder.joinpath(FILES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    write_origins(folder, origins)


def file_names(folder: Path) -> dict[int, str]:
    """The names of a delivery's files by number, as problems name them."""
    plain = json.loads(folder.joinpath(FILES).read_text("utf-8"))
    return {int(number): name for number, name in plain.items()}


def published(city: City, record: DeliveryRecord, snapshot: int) -> DeliveryRecord:
    """Note which snapshot a delivery published."""
    done = replace(record, snapshot=snapshot)
    write_record(city, done)
    return done


def register_rows(
    record: DeliveryRecord,
    staged: Staged,
    judged: Judged,
    contract: Contract,
    found_fen: Mapping[tuple[int, str, str], int],
    of_file: Mapping[int, FileSender] | None = None,
) -> dict[str, pa.Table]:
    """The rows of ``delivery`` and ``intake_problem`` of one delivery; they are published with its rows.

    ``found_fen``: control totals found by file, sheet and table (:func:`yiheng.intake.register.comparison.found_totals`).
    ``of_file``: the sender of a file by its number, where it is not the record's own.
    """
    register = _Register(record, {one.name: one for one in staged.files}, of_file or {})
    files = [*_file_rows(register, judged, found_fen)]
    problems = _problem_rows(record, staged, judged)
    known = {(row["file_name"], row["sheet_name"], row["target_table"]) for row in files}
    for row in problems:  # a sheet of which no row came through still has its row in the register
        place = (row["file_name"], row["sheet_name"], row["target_table"])
        if place not in known:
            known.add(place)
            files.append(register.row(*place))
    return {
        DELIVERY: pa.Table.from_pylist(files, schema=arrow_schema(contract.tables[DELIVERY])),
        INTAKE_PROBLEM: pa.Table.from_pylist(problems, schema=arrow_schema(contract.tables[INTAKE_PROBLEM])),
    }


@dataclass(frozen=True)
class _Register:
    """What every row of the register is made from: the record, the files by name, and whose a file is by its number."""

    record: DeliveryRecord
    files: Mapping[str, SourceFile]
    of_file: Mapping[int, FileSender]

    def row(self, file: str, sheet: str, table: str) -> dict[str, Any]:
        """The row of one file, sheet and table, of which nothing was read yet."""
        source, record = self.files[file], self.record
        own = FileSender(record.sender_no, record.sender, record.month, record.medium, record.kind)
        sender = self.of_file.get(source.number, own)
        unnamed = sender.sender in ("", sender.sender_no) and sender.sender_no == record.sender_no
        stated = stated_of(record.stated, file, sender.sender_no, sender.month)
        return {
            "delivery_no": record.number,
            "file_name": file,
            "sheet_name": sheet,
            "target_table": table,
            "file_hash": source.sha256,
            "sender_no": sender.sender_no,
            "sender": record.sender if unnamed else sender.sender,
            "medium": sender.medium or source.medium,
            "delivery_kind": stated.kind if stated and sender.kind == FIRST else sender.kind,
            "received_time": record.received,
            "month": sender.month or None,
            "read_rows": 0,
            "accepted_rows": 0,
            "set_aside_rows": 0,
            "stated_rows": stated.rows if stated else None,
            "stated_fen": stated.fen if stated else None,
            "found_fen": None,
        }


def _file_rows(
    register: _Register, judged: Judged, found_fen: Mapping[tuple[int, str, str], int]
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    names = {one.number: name for name, one in register.files.items()}
    for one in judged.sheets:
        counts = {"read_rows": one.read, "accepted_rows": one.accepted, "set_aside_rows": one.set_aside}
        found = {"found_fen": found_fen.get((one.file, one.sheet, one.table))}
        rows.append(register.row(names[one.file], one.sheet, one.table) | counts | found)
    told = {row["file_name"] for row in rows}
    return rows + [register.row(name, "", "") for name in register.files if name not in told]


def stated_of(stated: Sequence[Stated], file: str, sender_no: str = "", month: str = "") -> Stated | None:
    """What the hand-over sheets state of a file; names are compared without folders, as people write them.

    Two senders may give a file the same name: then sender and period decide, where both are written.
    """
    last = file.rsplit("/", 1)[-1]
    named = [one for one in stated if one.file in (file, last)]
    close = [one for one in named if one.sender_no in ("", sender_no) and one.period in ("", month)]
    return next(iter(close or named), None)


def _problem_rows(record: DeliveryRecord, staged: Staged, judged: Judged) -> list[dict[str, Any]]:
    names = {one.number: one.name for one in staged.files}
    rows: list[dict[str, Any]] = []
    for path in (judged.set_aside, judged.findings):
        for batch in pq.ParquetFile(path).iter_batches():
            for row in batch.to_pylist():
                rows.append(
                    {
                        "delivery_no": record.number,
                        "problem_no": len(rows) + 1,
                        "file_name": names[row["src_file"]],
                        "sheet_name": row["src_sheet"],
                        "line_no": row["src_line"],
                        "target_table": row["target_table"] or "",
                        "column_name": (row["field"] or "")[:200] or None,
                        "row_key": (row["key"] or "")[:200] or None,
                        "problem_code": row["code"],
                        "problem_severity": row["severity"],
                        "found": (row["found"] or "")[:200] or None,
                        "expected": (row["expected"] or "")[:200] or None,
                        "closed_no": None,
                    }
                )
    return rows
