"""Who sent a file: as the user says, as the hand-over sheet says, as the lines above the head say, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from yiheng.intake.recognition.grid_top import top_rows
from yiheng.intake.recognition.layout import Recognised
from yiheng.intake.register.handover import HandoverForm, Stated, read_handover
from yiheng.intake.sheet import SourceFile
from yiheng.standards.problem import Problem

MOST_FILES = 10_000
"""Rows of a hand-over sheet that are read."""

Handed = Mapping[tuple[str, str], Stated]
"""What is stated of single files, by the folder of the hand-over sheet and the file's bare name."""


def read_handovers(
    sheets: Iterable[Recognised], form: HandoverForm
) -> tuple[dict[tuple[str, str], Stated], list[Problem]]:
    """Statements by folder and file, since the same name stands in the deliveries of many senders; and what is unread."""
    handed: dict[tuple[str, str], Stated] = {}
    problems: list[Problem] = []
    for one in sheets:
        rows = [row.cells for row in top_rows(one.sheet, MOST_FILES) if row.line >= one.head_line]
        stated, unread = read_handover(rows, form, one.sheet.file.name)
        folder = folder_of(one.sheet.file)
        handed |= {(folder, statement.file): statement for statement in stated}
        problems += unread
    return handed, problems


def folder_of(file: SourceFile) -> str:
    """The folder, or archive, in which a file came."""
    named = str(PurePosixPath(file.name).parent)
    return f"{file.path.parent}|{named}"


def stated_of(file: SourceFile, handed: Handed) -> Stated | None:
    """What was stated of a file."""
    return handed.get((folder_of(file), Path(file.name).name))


def with_senders(found: Iterable[Recognised], handed: Handed, said: str) -> Iterator[Recognised]:
    """Each sheet with its sender, and with the period and kind of delivery where its title names none."""
    for one in found:
        stated = stated_of(one.sheet.file, handed)
        sender = said or (stated.sender_no or stated.sender if stated else "") or one.hints.sender
        period = one.hints.period or (stated.period if stated else "")
        nature = stated.kind if stated else ""
        yield replace(one, sender=sender, hints=replace(one.hints, period=period), nature=nature)


def by_code(found: Iterable[Recognised], codes: Mapping[str, str]) -> Iterator[Recognised]:
    """Senders who are institutions by their code, whatever name a title gives. ``codes``: of institutions by name."""
    for one in found:
        yield replace(one, sender=codes.get(one.sender, one.sender))
