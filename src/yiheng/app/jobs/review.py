"""The review run: one report with its attachments, or a folder of reports in parallel."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from yiheng.review.finding import Review
from yiheng.review.open_file import READERS, open_with_attachments
from yiheng.review.review import review_source
from yiheng.standards.problem import Problem, Refused


@dataclass(frozen=True)
class Outcome:
    """What came of one file: its review, or why there is none."""

    path: Path
    review: Review | None = None
    problem: Problem | None = None


def run(path: Path, attachments: Sequence[Path] = ()) -> Review:
    """Review one report. Refuses what cannot be read."""
    source = open_with_attachments(path, attachments)
    return review_source(source, [other.stem for other in attachments])


def reports_in(folder: Path) -> list[Path]:
    """The files of a folder, and of those under it, that can be read."""
    known = {*READERS, ".doc", ".wps"}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() in known and not path.name.startswith(("~$", "."))
    )


def run_many(paths: Sequence[Path], workers: int = 0) -> Iterator[Outcome]:
    """Review many files in parallel, each outcome as it comes; a file that cannot be read stops nothing."""
    count = workers or min(os.cpu_count() or 1, max(len(paths), 1))
    if count == 1:
        yield from map(_one, paths)
        return
    with ProcessPoolExecutor(max_workers=count) as pool:
        pending = [pool.submit(_one, path) for path in paths]
        for done in as_completed(pending):
            yield done.result()


def _one(path: Path) -> Outcome:
    try:
        return Outcome(path, run(path))
    except Refused as refusal:
        return Outcome(path, problem=refusal.problem)
