"""Who sent a file: as the user says, as the hand-over sheet says, as the lines above the head say, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from yiheng.intake.recognition.layout import Recognised
from yiheng.intake.recognition.statement import Statement
from yiheng.intake.sheet import SourceFile

Handed = Mapping[tuple[Path, str], Statement]
"""Statements about single files, by the folder of the hand-over sheet and the file's bare name."""


def handed_over(statements: Sequence[tuple[SourceFile, Statement]]) -> dict[tuple[Path, str], Statement]:
    """Statements by folder and file: the same name stands in the deliveries of many senders."""
    return {(file.path.parent, one.file): one for file, one in statements if one.file}


def statement_of(file: SourceFile, handed: Handed) -> Statement | None:
    """What was stated about a file."""
    return handed.get((file.path.parent, Path(file.name).name))


def with_senders(found: Iterable[Recognised], handed: Handed, said: str) -> Iterator[Recognised]:
    """Each sheet with its sender and, where its title names none, its period."""
    for one in found:
        stated = statement_of(one.sheet.file, handed)
        sender = said or (stated.sender if stated else "") or one.hints.sender
        period = one.hints.period or (stated.period if stated else "")
        nature = stated.nature if stated else ""
        yield replace(one, sender=sender, hints=replace(one.hints, period=period), nature=nature)
