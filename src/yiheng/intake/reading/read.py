"""From files as received to grids: the entry of reading. One file that cannot be read is one problem; the others go on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.text_scan import TextScanError
from yiheng.intake.reading import encoding as encodings
from yiheng.intake.reading.archive import ARCHIVE, ignored, members
from yiheng.intake.reading.json_file import read_json
from yiheng.intake.reading.kind import HEAD_BYTES, Kind, kind_of
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.parquet import read_parquet
from yiheng.intake.reading.sheet_xml import read_sheet_xml
from yiheng.intake.reading.source import Draft
from yiheng.intake.reading.text_grid import write_text_grid
from yiheng.intake.reading.web import read_web
from yiheng.intake.reading.workbook import read_old_workbook, read_package
from yiheng.intake.reading.workers import Workers
from yiheng.intake.sheet import Sheet, SourceFile
from yiheng.standards.problem import Problem, Refused, refuse

Progress = Callable[[int, int, str], None]
"""Told the bytes done, the bytes in all, and the file at work."""


@dataclass(frozen=True)
class Reading:
    """All that was read: files in order, their grids, and what is wrong (errors: a file or part of it is not read)."""

    files: tuple[SourceFile, ...]
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def read_files(
    paths: Sequence[Path], staging: Path, *, progress: Progress | None = None, limits: Limits | None = None
) -> Reading:
    """Read files, and all files in folders, into grids under ``staging``; nothing is written elsewhere.

    Never raises for what a file holds: each file ends as sheets, problems, or both. The same files give the same grids.
    """
    staging.mkdir(parents=True, exist_ok=True)
    with (
        ThreadPoolExecutor(1) as hashing,
        Workers() as workers,
        DuckDatabase(spill=staging / "spill") as database,
    ):
        session = _Session(staging, limits or Limits(), progress, hashing, workers, database)
        session.read(list(_walk(paths)))
    files = sorted(session.files, key=lambda file: file.number)  # an archive is done after its members
    return Reading(tuple(files), tuple(session.sheets), tuple(session.problems))


def _walk(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Files with the names messages call them by; folders in the order of names, without what systems leave there."""
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and not ignored(inside.relative_to(path).as_posix()):
                yield inside, f"{path.name}/{inside.relative_to(path).as_posix()}"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    for block in encodings.blocks(path):
        digest.update(block)
    return digest.hexdigest()


class _Session:
    """One call of :func:`read_files`: numbers the files, leads each to its reader and keeps what came of it."""

    def __init__(
        self,
        staging: Path,
        limits: Limits,
        progress: Progress | None,
        hashing: ThreadPoolExecutor,
        workers: Workers,
        database: DuckDatabase,
    ):
        self.files: list[SourceFile] = []
        self.sheets: list[Sheet] = []
        self.problems: list[Problem] = []
        self._staging = staging
        self._limits = limits
        self._progress = progress
        self._hashing = hashing
        self._workers = workers
        self._database = database
        self._done = 0
        self._all = 0
        self._number = 0
        self._room = limits.packed

    def read(self, entries: Sequence[tuple[Path, str]]) -> None:
        """All files, in order."""
        sizes = [path.stat().st_size if path.is_file() else 0 for path, _ in entries]
        self._all = sum(sizes)
        for (path, name), size in zip(entries, sizes, strict=True):
            before = self._done
            try:
                self._one(path, name, size, 0)
            except Refused as refusal:
                self.problems.append(refusal.problem)
            except OSError as error:
                self.problems.append(Problem("intake_file_unreadable", file=name, found=error.strerror or ""))
            self._report(before + size, name)

    def _report(self, done: int, name: str) -> None:
        self._done = min(done, self._all)
        if self._progress:
            self._progress(self._done, self._all, name)

    def _one(self, path: Path, name: str, size: int, depth: int) -> None:
        """One file; ``size`` is its share of the progress, none for a member of an archive."""
        if not path.is_file():
            raise refuse("intake_file_missing", file=name)
        last = self._done + size
        self._number += 1

        def advance(count: int) -> None:
            self._report(min(self._done + count, last), name)

        draft = Draft(path, name, self._number, self._staging, advance)
        digest = self._hashing.submit(sha256_of, path)
        try:
            self._by_kind(draft, depth)
            if not draft.grids and not draft.problems and draft.medium != ARCHIVE:
                raise refuse("intake_nothing", file=draft.name)
        except Refused as refusal:
            draft.problems.append(refusal.problem)
        finally:
            self._keep(draft, digest)

    def _keep(self, draft: Draft, digest: Future[str]) -> None:
        file = SourceFile(
            draft.number,
            draft.name,
            draft.path,
            draft.path.stat().st_size,
            digest.result(),
            draft.medium,
            draft.encoding,
        )
        self.files.append(file)
        self.sheets += [
            Sheet(
                file=file,
                name=grid.name,
                kind=grid.kind,
                path=grid.path,
                columns=grid.columns,
                rows=grid.rows,
                hidden=grid.hidden,
                parent=grid.parent,
                merged=grid.merged,
                table=grid.table,
            )
            for grid in draft.grids
        ]
        self.problems += draft.problems

    def _by_kind(self, draft: Draft, depth: int) -> None:
        kind = kind_of(draft.path, draft.name)
        if kind == Kind.ARCHIVE:
            self._archive(draft, depth)
            return
        if kind == Kind.WORKBOOK:
            read_package(draft, self._limits, self._workers)
        elif kind == Kind.PARQUET:
            read_parquet(draft, self._limits)
        elif kind == Kind.OLD_WORKBOOK:
            read_old_workbook(draft, self._limits)
        else:
            self._text(draft, kind)

    def _archive(self, draft: Draft, depth: int) -> None:
        if depth > self._limits.nested:
            raise refuse("intake_archive_nested", file=draft.name)
        for member in members(draft, self._limits, self._room):
            self._room -= member.path.stat().st_size
            self._one(member.path, member.name, 0, depth + 1)
            draft.advance(member.packed)

    def _text(self, draft: Draft, kind: Kind) -> None:
        """A file of text, as UTF-8; one whose beginning deceived about its encoding is read again."""
        with draft.path.open("rb") as stream:
            encoding = encodings.probable(stream.read(HEAD_BYTES))
        try:
            self._encoded(draft, kind, encoding)
        except TextScanError as error:
            if not error.not_utf8:
                raise
            draft.grids.clear()
            draft.problems.clear()
            self._encoded(draft, kind, encodings.BY_LINE)

    def _encoded(self, draft: Draft, kind: Kind, encoding: encodings.Encoding) -> None:
        draft.encoding = encoding.label
        if encoding.plain:
            self._as_utf8(draft, kind, draft.path, encoding.mark)
            return
        text = draft.scratch("utf8")
        try:
            written = encodings.as_utf8(draft.path, encoding, text, lambda count: draft.advance(count // 2))
            draft.encoding = written.label
            if written.replaced:
                draft.problems.append(
                    Problem(
                        "intake_text_damaged",
                        severity="warning",
                        file=draft.name,
                        line=written.line,
                        found=str(written.replaced),
                    )
                )
            self._as_utf8(draft, kind, text, 0)
        finally:
            text.unlink(missing_ok=True)

    def _as_utf8(self, draft: Draft, kind: Kind, path: Path, mark: int) -> None:
        if kind == Kind.TEXT:
            draft.medium = "CSV"
            draft.grids.append(write_text_grid(self._database, draft, path, self._limits, mark))
            return
        try:
            if kind == Kind.JSON:
                read_json(draft, path, self._limits, self._workers)
            elif kind == Kind.WEB:
                read_web(draft, path, self._limits)
            else:
                read_sheet_xml(draft, path, self._limits)
        except UnicodeDecodeError as error:
            raise TextScanError(str(error), not_utf8=True) from error
