"""The review run: one report with its attachments, or a folder of reports in parallel.

Of a folder only what its table, page or JSON shows comes back from the processes, in the order of the paths and a few
files ahead at most: memory does not grow with the reports' lengths.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from yiheng.review.finding import Review
from yiheng.review.opening.file import SUFFIXES, open_with_attachments
from yiheng.review.output.as_json import as_plain
from yiheng.review.output.fault import Fault, count_of, faults_of
from yiheng.review.output.folder_page import FolderLine, FolderRow
from yiheng.review.output.place import places_of
from yiheng.review.review import review_source
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused

_ALONE = 40
"""Up to so many files are reviewed in this process: starting others would take longer."""
_AHEAD = 4


@dataclass(frozen=True)
class Outcome:
    """What came of one file: its row of the summary, and its whole review as JSON where that was asked for."""

    path: Path
    row: FolderRow
    plain: str = ""


def run(path: Path, attachments: Sequence[Path] = ()) -> Review:
    """Review one report. Refuses what cannot be read."""
    source = open_with_attachments(path, attachments)
    return review_source(source, [other.stem for other in attachments])


def reports_in(folder: Path) -> list[Path]:
    """The files of a folder, and of those under it, that can be read; broken links are among them, to be told of."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and not path.is_dir() and not path.name.startswith(("~$", "."))
    )


def run_many(
    folder: Path, paths: Sequence[Path], with_json: bool = False, workers: int = 0
) -> Iterator[Outcome]:
    """Review many files of a folder in parallel, in their order; a file that cannot be read stops nothing."""
    count = workers or min(os.cpu_count() or 1, len(paths))
    if count <= 1 or (len(paths) <= _ALONE and not workers):
        yield from (_one(folder, path, with_json) for path in paths)
        return
    waiting = deque(paths)
    while waiting:
        yield from _parallel(folder, waiting, with_json, count)


def _parallel(folder: Path, waiting: deque[Path], with_json: bool, count: int) -> Iterator[Outcome]:
    """Outcomes until all are done or a process dies; then that file is told of and ``waiting`` holds the rest."""
    running: deque[tuple[Path, Future[Outcome]]] = deque()
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context(_beginning())) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < _AHEAD * count:
                    running.append((waiting[0], pool.submit(_one, folder, waiting[0], with_json)))
                    waiting.popleft()
                yield running[0][1].result()
                running.popleft()
        except BrokenProcessPool:
            if running:
                dead, _ = running.popleft()
                waiting.extendleft(path for path, _ in reversed(running))
            else:
                dead = waiting.popleft()
            yield _refused(folder, dead, _fault(dead, "程序中止，可能是内存不足"), with_json)


def _beginning() -> str:
    """How processes begin: as copies of this one, which has read its words already, where no other thread could hold a lock
    that the copy would wait for; else from nothing."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _one(folder: Path, path: Path, with_json: bool = False) -> Outcome:
    try:
        review = run(path)
    except Refused as refusal:
        return _refused(folder, path, refusal.problem, with_json)
    except Exception as error:  # one report must not end the run of a thousand
        return _refused(folder, path, _fault(path, f"程序出错（{type(error).__name__}）"), with_json)
    faults, places, name = faults_of(review.findings), places_of(review), str(path.relative_to(folder))
    row = FolderRow(
        name,
        count_of(faults, "inconsistent"),
        count_of(faults, "review"),
        sum(1 for one in review.relations if one.verdict == "consistent"),
        review.note,
        tuple(_line(fault, places.get(fault.told.id, "")) for fault in faults),
    )
    return Outcome(path, row, _json(as_plain(review) | {"file": name}) if with_json else "")


def _line(fault: Fault, place: str) -> FolderLine:
    told = fault.told.relation
    others = tuple((word, tuple(one.relation.message for one in some)) for word, some in fault.others)
    return FolderLine(fault.verdict, told.rule, place, told.message, others)


def _refused(folder: Path, path: Path, problem: Problem, with_json: bool) -> Outcome:
    name = str(path.relative_to(folder))
    told = sentence(replace(problem, file=""))
    row = FolderRow(name, note=told, refused=True)
    return Outcome(path, row, _json({"file": name, "refused": told}) if with_json else "")


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _fault(path: Path, found: str) -> Problem:
    remedy = "请单独复核这一份；仍然出错时请把这份文件和出错信息交给维护人员"
    return Problem("file_unreadable", file=str(path), found=found, remedy=remedy)
