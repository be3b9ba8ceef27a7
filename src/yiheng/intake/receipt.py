"""Receiving: the originals of a delivery are kept before anything is published, under a number made from what they hold.

The same files give the same number, so a delivery that was interrupted goes on where it was, with the time at which it
was first received, and publishes the same rows.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.durable import force_to_disk, writing_city
from yiheng.engine.snapshot import Snapshot
from yiheng.engine.sql_text import parquet
from yiheng.exact.content_hash import text_hash
from yiheng.intake.register.record import RECORD, delivery_folder, read_record
from yiheng.intake.sheet import SourceFile

ORIGINALS = "files"
_WORKING = ".working-"
_DELIVERY = "delivery"
_PROVIDER = "provider"


@contextmanager
def working_folder(city: City) -> Iterator[Path]:
    """A folder of this process inside the city's inbox; what a process that is gone left behind is swept away."""
    city.inbox.mkdir(parents=True, exist_ok=True)
    for left in city.inbox.glob(f"{_WORKING}*"):
        if not _alive(left.name.removeprefix(_WORKING).split("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_WORKING}{os.getpid()}-", dir=city.inbox))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def delivery_number(files: Sequence[SourceFile]) -> str:
    """The number of a delivery: made from the contents of its files, whatever their names and order."""
    return f"J{text_hash(sorted(one.sha256 for one in files))[:10]}"


def keep_originals(city: City, number: str, files: Sequence[SourceFile]) -> Path:
    """Copy the files as received into the inbox; a member of an archive is kept as it was taken out."""
    folder = delivery_folder(city, number) / ORIGINALS
    with writing_city(city.root):
        for one in files:
            path = folder / _safe(one.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.stat().st_size != one.size:
                part = path.with_name(path.name + ".part")
                shutil.copyfile(one.path, part)
                part.replace(path)
        folder.mkdir(parents=True, exist_ok=True)
        force_to_disk(folder)
    return folder


def _safe(name: str) -> str:
    """A path that stays inside its folder, whatever the file was called."""
    parts = [re.sub(r'[\x00-\x1f<>:"|?*\\]', "_", part) for part in PurePosixPath(name).parts]
    return "/".join(part for part in parts if part not in ("", "/", "..", ".")) or "file"


def first_received(city: City, number: str, now: datetime) -> datetime:
    """When a delivery was first received; now, where it never was."""
    folder = delivery_folder(city, number)
    return read_record(folder).received if (folder / RECORD).is_file() else now


def loaded_files(city: City, snapshot: Snapshot) -> dict[str, str]:
    """Hashes of the files whose rows are published already, with the number of their delivery."""
    chosen = "SELECT file_hash, min(delivery_no) FROM {scan} WHERE accepted_rows > 0 GROUP BY file_hash"
    return _published_pairs(city, snapshot, _DELIVERY, chosen)


def institutions(city: City, snapshot: Snapshot) -> dict[str, str]:
    """Codes of the published institutions by name; a name that several have is left out."""
    chosen = (
        "SELECT fixmedins_name, min(fixmedins_code) FROM {scan} GROUP BY fixmedins_name HAVING count(*) = 1"
    )
    return _published_pairs(city, snapshot, _PROVIDER, chosen)


def _published_pairs(city: City, snapshot: Snapshot, table: str, chosen: str) -> dict[str, str]:
    """What a SELECT of two columns over ``{scan}``, the parts of a published table, gives; nothing where there are none."""
    state = snapshot.tables.get(table)
    if state is None or not state.parts:
        return {}
    scan = parquet([city.root / part.file for part in state.parts])
    with DuckDatabase() as database:
        rows = database.connection.execute(chosen.replace("{scan}", scan)).fetchall()
    return {str(first): str(second) for first, second in rows}
