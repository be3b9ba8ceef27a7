"""Runs: what was computed from what. A run's manifest names its inputs exactly, so that it can be told apart and replayed.

``runs/<id>.json`` holds the job, its parameters, the snapshot and its hash, the versions of policy, code and
libraries, and for every output its rows and content hash; the tables stand beside it as Parquet. The id is derived
from the inputs: the same inputs give the same run, and a replay that gives other hashes has found a fault.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.table_hash import table_hash
from yiheng.exact.content_hash import text_hash
from yiheng.standards.problem import refuse

RUN_ID = "run_id"
"""The column of an output that names its run."""
ROWS_SHOWN = 20
"""How many differing rows of a table a comparison hands back."""


@dataclass(frozen=True)
class RunInputs:
    """All that decides a run's result. ``parameters`` are what the user asked for, as text."""

    job: str
    parameters: Mapping[str, str]
    snapshot: int
    snapshot_hash: str
    policy_version: str
    code_version: str
    library_version: str

    @property
    def run_id(self) -> str:
        """The job's name and ten digits of the hash of all inputs."""
        return f"{self.job}-{text_hash({**asdict(self), 'parameters': dict(self.parameters)})[:10]}"


@dataclass(frozen=True)
class Output:
    """One table of a run: its key, rows, content hash, and the file below the runs' folder."""

    key: tuple[str, ...]
    rows: int
    hash: str
    file: str


@dataclass(frozen=True)
class Run:
    """A run as recorded. ``recorded_at`` is told by the caller; it does not enter the id."""

    inputs: RunInputs
    outputs: Mapping[str, Output]
    recorded_at: str

    @property
    def run_id(self) -> str:
        """The id of its inputs."""
        return self.inputs.run_id


def record_run(
    folder: Path, inputs: RunInputs, tables: Mapping[str, tuple[pa.Table, tuple[str, ...]]], recorded_at: str
) -> Run:
    """Write a run's tables (each with its key) and manifest; the manifest comes last and at once."""
    run_id = inputs.run_id
    (folder / run_id).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for name, (table, key) in sorted(tables.items()):
        ordered = table.sort_by([(column, "ascending") for column in key])
        file = folder / run_id / f"{name}.parquet"
        _write_at_once(file, partial(pq.write_table, ordered, compression="zstd"))
        outputs[name] = Output(key, table.num_rows, output_hash(table, key), f"{run_id}/{name}.parquet")
    run = Run(inputs, outputs, recorded_at)
    text = json.dumps(_plain(run), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    _write_at_once(folder / f"{run_id}.json", lambda path: path.write_text(text, encoding="utf-8"))
    return run


def output_hash(table: pa.Table, key: tuple[str, ...]) -> str:
    """The content hash of an output; the run's own id is no content, so that equal results of two runs are equal."""
    kept = [name for name in table.column_names if name != RUN_ID]
    return table_hash(table.select(kept), key)


def read_run(folder: Path, run_id: str) -> Run:
    """The run of an id, or of the only id that begins with what is given."""
    found = [path.stem for path in sorted(folder.glob("*.json")) if path.stem.startswith(run_id)]
    if run_id in found:
        found = [run_id]
    if len(found) != 1:
        raise refuse("run_unknown" if not found else "run_ambiguous", key=run_id, found="、".join(found))
    try:
        plain = json.loads((folder / f"{found[0]}.json").read_text(encoding="utf-8"))
        outputs = {
            name: Output(tuple(one["key"]), one["rows"], one["hash"], one["file"])
            for name, one in plain["outputs"].items()
        }
        return Run(RunInputs(**plain["inputs"]), outputs, plain["recorded_at"])
    except (ValueError, KeyError, TypeError):
        raise refuse("run_unreadable", file=str(folder / f"{found[0]}.json")) from None


def list_runs(folder: Path) -> list[Run]:
    """All runs, the latest recorded first."""
    runs = [read_run(folder, path.stem) for path in folder.glob("*.json")]
    return sorted(runs, key=lambda run: (run.recorded_at, run.run_id), reverse=True)


@dataclass(frozen=True)
class TableDifference:
    """How one output differs between two runs; ``examples`` are rows of (key, column, before, after)."""

    name: str
    only_before: int
    only_after: int
    changed: int
    examples: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class RunDifference:
    """What differs between two runs: (input, before, after), and the tables whose content differs."""

    inputs: tuple[tuple[str, str, str], ...]
    tables: tuple[TableDifference, ...]


def diff_runs(folder: Path, before: Run, after: Run) -> RunDifference:
    """Compare inputs, and row by row (by key) every output whose hash differs."""
    first, second = _inputs(before), _inputs(after)
    names = sorted(first.keys() | second.keys())
    inputs = tuple(
        (name, first.get(name, ""), second.get(name, ""))
        for name in names
        if first.get(name) != second.get(name)
    )
    tables = []
    for name in sorted(before.outputs.keys() | after.outputs.keys()):
        old, new = before.outputs.get(name), after.outputs.get(name)
        if old and new and old.hash == new.hash:
            continue
        tables.append(_table_difference(folder, name, old, new))
    return RunDifference(inputs, tuple(tables))


def _inputs(run: Run) -> dict[str, str]:
    plain = asdict(run.inputs)
    parameters = plain.pop("parameters")
    return {**{name: str(value) for name, value in plain.items()}, **parameters}


def _table_difference(folder: Path, name: str, old: Output | None, new: Output | None) -> TableDifference:
    if old is None or new is None:
        return TableDifference(name, old.rows if old else 0, new.rows if new else 0, 0, ())
    before, after = (pq.read_table(folder / one.file) for one in (old, new))
    columns = [column for column in before.column_names if column in after.column_names and column != RUN_ID]
    key = list(new.key)
    others = [column for column in columns if column not in key]
    joined = " AND ".join(f"b.{one} IS NOT DISTINCT FROM a.{one}" for one in key)
    changed = " OR ".join(f"b.{one} IS DISTINCT FROM a.{one}" for one in others) or "false"
    with DuckDatabase() as database:
        database.register("b", before)
        database.register("a", after)
        gone = _count(database, f"SELECT count(*) AS n FROM b ANTI JOIN a ON {joined}")
        come = _count(database, f"SELECT count(*) AS n FROM a ANTI JOIN b ON {joined}")
        both = f"FROM b JOIN a ON {joined} WHERE {changed}"
        count = _count(database, f"SELECT count(*) AS n {both}")
        pairs = ", ".join(f"b.{one} AS b_{one}, a.{one} AS a_{one}" for one in columns)
        order = ", ".join(f"b.{one}" for one in key)
        rows = _rows(database, f"SELECT {pairs} {both} ORDER BY {order} LIMIT {ROWS_SHOWN}")
    examples = tuple(
        (
            " ".join(str(row[f"b_{one}"]) for one in key),
            column,
            str(row[f"b_{column}"]),
            str(row[f"a_{column}"]),
        )
        for row in rows
        for column in others
        if row[f"b_{column}"] != row[f"a_{column}"]
    )
    return TableDifference(name, gone, come, count, examples)


def _rows(database: DuckDatabase, sql: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = database.table(sql).to_pylist()
    return rows


def _count(database: DuckDatabase, sql: str) -> int:
    return int(database.table(sql).column("n")[0].as_py())


@cache
def code_version() -> str:
    """A hash of the package's own Python, SQL and contract: what "the same code" means."""
    root = Path(str(files("yiheng")))
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix in {".py", ".sql", ".csv", ".yaml"} and inside.parts[0] != "content":
            digest.update(str(inside).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def library_version() -> str:
    """A hash of the installed libraries' names and versions."""
    listed = sorted({f"{one.name}=={one.version}" for one in distributions()})
    return text_hash(listed)[:16]


def _plain(run: Run) -> dict[str, object]:
    return {
        "run_id": run.run_id,
        "inputs": {**asdict(run.inputs), "parameters": dict(run.inputs.parameters)},
        "outputs": {name: asdict(one) for name, one in run.outputs.items()},
        "recorded_at": run.recorded_at,
    }


def _write_at_once(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the place, then rename: a reader sees all of a file or none of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    write(beside)
    beside.replace(path)
