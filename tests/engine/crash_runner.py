"""Run by test_crash.py in a process of its own: publishes small deliveries in forked children that it kills.

A child is killed with SIGKILL either after a random time, or at its n-th change of the file system, which an audit
hook of the interpreter sees; the program itself has no part in it. After each kill every published part is compared
with its checksum, and the next child goes on from the snapshot in force. In the end another child verifies every
snapshot's content against a plain second reckoning. This process holds no engine, whose threads a fork would lose.

    python -m tests.engine.crash_runner FOLDER random SEED KILLS
    python -m tests.engine.crash_runner FOLDER steps
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
from tests.engine.cities import AS_OF, CODES, CONTRACT, LINE, STAY, files_of, line, lines, new_city, stays

from yiheng.engine.city import City, open_city
from yiheng.engine.part import part_problem
from yiheng.engine.publish import publish
from yiheng.engine.row_check import row_checks
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import current_number, current_snapshot, read_snapshot
from yiheng.engine.table_hash import joined_hash, table_hash
from yiheng.engine.verify import verify_snapshot
from yiheng.standards.table import Table

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
FIRST_SECONDS = 0.3


def delivery(number: int) -> dict[str, pa.Table]:
    """The delivery that makes snapshot ``number``: rows that are new, superseded, and moved between months."""
    rows = [
        line(f"S{number % 4}", n, f"2023-0{5 + (number + n) % 3}-10", 100 * number + n + 1) for n in range(3)
    ]
    return {"line": lines(*rows)} | ({"stay": stays(f"S{number}")} if number % 3 == 1 else {})


def publish_from(city: City, number: int, last: int) -> None:
    """Publish the deliveries after a snapshot."""
    for following in range(number + 1, last + 1):
        publish(city, delivery(following), CONTRACT, note="试", as_of=AS_OF, codes=CODES)


def in_child(action: Callable[[], None]) -> int:
    """Start an action in a child process; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        action()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a child: its exit code, negative for the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def done(action: Callable[[], None]) -> None:
    """Run an action in a child and demand that it succeeds."""
    if ended(in_child(action)) != 0:
        raise SystemExit("a child failed")


def die_at(change: int, root: Path, number: int) -> Callable[[], None]:
    """One publish that is killed at its n-th change of the city's files."""
    counter = itertools.count(1)

    def reached() -> None:
        if next(counter) == change:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        writes = (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if event in CHANGES or writes:
            reached()

    def action() -> None:
        real = os.fsync

        def fsync(handle: int) -> None:
            reached()
            real(handle)

        os.fsync = fsync
        sys.addaudithook(hook)
        publish_from(open_city(root), number, number + 1)

    return action


def whole(root: Path) -> int:
    """The number of the snapshot in force, all of whose parts are what was published."""
    city = open_city(root)
    snapshot = current_snapshot(city)
    faults = [fault for part in snapshot.parts if (fault := part_problem(city, part)) is not None]
    assert faults == [], faults
    return snapshot.number


def reckoned(last: int) -> Iterator[str]:
    """The hashes of snapshots 1 to ``last``, from a plain dictionary of rows: the last row of every key."""
    held: dict[str, dict[tuple[object, ...], dict[str, object]]] = {"line": {}, "stay": {}}
    for number in range(1, last + 1):
        for name, table in delivery(number).items():
            for row in table.to_pylist():
                held[name][tuple(row[key] for key in CONTRACT.tables[name].key)] = row
        yield joined_hash({"line": _state(LINE, held["line"]), "stay": _state(STAY, held["stay"])})


def _state(table: Table, rows: dict[tuple[object, ...], dict[str, object]]) -> str:
    parts: dict[str, list[dict[str, object]]] = {}
    for row in rows.values():
        month = date(1970, 1, 1) + timedelta(days=int(str(row.get("fee_dayno", 0))))
        parts.setdefault(f"{month:%Y-%m}" if table.partition else "all", []).append(row)
    schema = arrow_schema(table)
    hashes = {
        name: table_hash(pa.Table.from_pylist(found, schema), table.key) for name, found in parts.items()
    }
    return joined_hash(hashes)


def judge(root: Path) -> None:
    """After the last kill a rerun completes; every snapshot holds what it should, and no orphan is left."""
    city = open_city(root)
    last = current_number(city) + 1
    publish_from(city, last - 1, last)
    for number, right in enumerate(reckoned(last), 1):
        assert read_snapshot(city, number).hash == right, f"snapshot {number}"
    for number in {1, last // 2 + 1, last}:
        assert verify_snapshot(city, number, CONTRACT) == []
    named = {part.file for number in range(1, last + 1) for part in read_snapshot(city, number).parts}
    kept = named | {file.removesuffix("parquet") + "keys" for file in named}
    kept |= {f"snapshots/{number}.json" for number in range(1, last + 1)} | {"snapshots/CURRENT", "city.yaml"}
    assert files_of(city) == kept, "an orphan is left"


def main(root: Path, mode: str, *numbers: int) -> None:
    """Says how many children were killed, and how many snapshots were published in spite of it."""
    row_checks(LINE, (), CODES)  # what a child would have to import and parse anew each time
    done(lambda: publish_from(new_city(root.parent), 0, 1))
    killed = 0
    if mode == "random":
        seed, kills = numbers
        chance, span = random.Random(seed), FIRST_SECONDS
        for _ in range(kills):
            before, start = whole(root), time.monotonic()
            child = in_child(lambda number=before: publish_from(open_city(root), number, number + 50))
            time.sleep(chance.random() * 2 * span)
            os.kill(child, signal.SIGKILL)
            killed += ended(child) == -signal.SIGKILL
            made = whole(root) - before  # as long as one publish takes on this machine, now
            span = max((time.monotonic() - start) / made if made else span * 1.2, 0.02)
    else:
        for change in itertools.count(1):
            before = whole(root)
            if ended(in_child(die_at(change, root, before))) == 0:
                break
            killed += 1
            assert whole(root) in (before, before + 1)
    published = whole(root)
    done(lambda: judge(root))
    sys.stdout.write(json.dumps({"killed": killed, "published": published}))


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "city", sys.argv[2], *map(int, sys.argv[3:]))
