"""From raw grids to recognised sheets: heads found, targets chosen, senders known, statements collected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.grid_top import TopRow, top_rows
from yiheng.intake.recognition.head_text import head_key, head_of
from yiheng.intake.recognition.header import HeadPlace, HeadReader, find_head, with_meant
from yiheng.intake.recognition.hints import hints_of
from yiheng.intake.recognition.layout import Hints, Layout, MappedColumn, Recognised
from yiheng.intake.recognition.matching import (
    Match,
    best_matches,
    chosen_by_words,
    match_target,
    missing_columns,
)
from yiheng.intake.recognition.senders import Handed, read_handovers, with_senders
from yiheng.intake.register.handover import HandoverForm
from yiheng.intake.sheet import Sheet
from yiheng.standards.problem import Problem, refuse

HANDOVER, SUMMARY = "handover", "summary"
SETLINFO = "setlinfo"
"""The single-row node of a message, on which the other nodes hang."""

_Read = dict[tuple[object, ...], tuple[Match, ...]]
"""What heads fit, remembered: the same heads stand over thousands of files."""


@dataclass(frozen=True)
class Recognition:
    """Sheets that carry rows, messages with their nodes by target, what hand-over sheets and summaries state,
    and what is not understood."""

    sheets: tuple[Recognised, ...]
    nodes: Mapping[str, Mapping[str, tuple[Sheet, ...]]]
    handed: Handed
    summaries: tuple[Recognised, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Asked:
    """What the user has said: the sender of all files, the target of sheets whose heads fit several, and what heads
    stand for that the dictionary does not know (head as printed → head that it knows)."""

    sender: str = ""
    target: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)


NOTHING_SAID = Asked()


def recognise(
    sheets: Sequence[Sheet], known: Dictionary, form: HandoverForm, asked: Asked = NOTHING_SAID
) -> Recognition:
    """Recognise every sheet; one that is not understood is one problem, and the others go on.

    Refuses ``intake_map_unknown`` where the user names a head that the dictionary does not know either.
    """
    meant = _meant(asked.heads, known)
    found: list[Recognised] = []
    problems: list[Problem] = []
    nodes: dict[str, dict[str, list[Sheet]]] = {}
    read: _Read = {}
    reader = HeadReader(known)
    for sheet in sheets:
        if sheet.kind == "message" and "/" in sheet.name:
            problem = _message_node(sheet, known, nodes, found)
        elif sheet.hidden:
            problem = Problem("intake_sheet_hidden", "information", file=sheet.file.name, key=sheet.name)
        else:
            problem = _grid(sheet, known, reader, asked.target, meant, read, found)
        if problem is not None:
            problems.append(problem)
    stating = {target.name: target.statement for target in known.targets.values()}
    handed, unread = read_handovers(_of(found, stating, HANDOVER), form)
    return Recognition(
        tuple(with_senders(_of(found, stating, ""), handed, asked.sender)),
        {target: {name: tuple(own) for name, own in each.items()} for target, each in nodes.items()},
        handed,
        tuple(with_senders(_of(found, stating, SUMMARY), handed, asked.sender)),
        (*_beside_others(problems, found), *unread),
    )


def _meant(heads: Mapping[str, str], known: Dictionary) -> dict[str, str]:
    for title in heads.values():
        if not any(target.uses(head_of(title)) for target in known.targets.values()):
            raise refuse("intake_map_unknown", found=title)
    return {head_key(head): title for head, title in heads.items()}


def _beside_others(problems: Sequence[Problem], found: Sequence[Recognised]) -> list[Problem]:
    """A sheet of notes beside sheets that are known is no fault of its file."""
    known = {one.sheet.file.name for one in found}
    return [
        replace(one, severity="warning") if one.code == "intake_head_not_found" and one.file in known else one
        for one in problems
    ]


def _of(found: Sequence[Recognised], stating: Mapping[str, str], statement: str) -> list[Recognised]:
    return [one for one in found if stating[one.layout.target] == statement]


def _grid(
    sheet: Sheet,
    known: Dictionary,
    reader: HeadReader,
    target: str,
    meant: Mapping[str, str],
    read: _Read,
    found: list[Recognised],
) -> Problem | None:
    rows = top_rows(sheet)
    if not any(any(row.cells) for row in rows):
        return Problem("intake_sheet_empty", file=sheet.file.name, key=sheet.name)
    place = find_head(rows, reader)
    if place is None:
        return Problem(
            "intake_head_not_found", file=sheet.file.name, key=sheet.name, found=_shown(rows), expected=""
        )
    place = with_meant(place, meant)
    hints = hints_of([row for row in rows if row.line < place.line][: max(0, _before(rows, place))])
    key = (place.columns, place.rows, hints.unit, sheet.table)
    if key not in read:
        read[key] = _matches(place, known, hints.unit, sheet.table or target)
    matches = read[key]
    if not matches:
        heads = "、".join(column.texts[0] for column in place.columns[:8])
        return Problem(
            "intake_table_unknown", file=sheet.file.name, line=place.line, key=sheet.name, found=heads
        )
    words = " ".join([hints.title, sheet.name, Path(sheet.file.name).stem])
    chosen, rivals = chosen_by_words(matches, words)
    twice = _twice(chosen.layout)
    if twice:
        return Problem(
            "intake_head_twice", file=sheet.file.name, line=place.line, key=sheet.name, field=twice
        )
    found.append(Recognised(sheet, chosen.layout, place.line, hints, rivals=rivals))
    return None


def _matches(place: HeadPlace, known: Dictionary, unit: str, target: str) -> tuple[Match, ...]:
    if not target:
        return best_matches(place, known, unit)
    match = match_target(place, known.target(target), unit)
    return (match,) if match is not None else ()


def _before(rows: Sequence[TopRow], place: HeadPlace) -> int:
    """How many rows stand above the first row of the head."""
    last = next(at for at, row in enumerate(rows) if row.line == place.line)
    return last - place.rows + 1


def _twice(layout: Layout) -> str:
    """A head that stands twice and of which one is used: nobody can know which is meant."""
    counts = Counter(column.head for column in layout.columns)
    used = {column.head for column in layout.columns if column.column}
    return next((head for head, times in counts.items() if times > 1 and head in used), "")


def _shown(rows: Sequence[TopRow]) -> str:
    first = next((row.cells for row in rows if any(row.cells)), ())
    return "、".join(cell for cell in first[:6] if cell)[:80]


def _message_node(
    sheet: Sheet, known: Dictionary, nodes: dict[str, dict[str, list[Sheet]]], found: list[Recognised]
) -> Problem | None:
    number, _, node = sheet.name.partition("/")
    target = next((one for one in known.targets.values() if one.message == number), None)
    if target is None:
        return Problem("intake_message_unknown", file=sheet.file.name, found=number)
    if node != SETLINFO:
        nodes.setdefault(target.name, {}).setdefault(node, []).append(sheet)
        return None
    heads = message_heads(sheet)
    columns = tuple(
        MappedColumn(position, head, use.column, use.form, use.unit, use.pattern, state="mapped")
        if (use := next(iter(target.uses(head_of(head))), None)) is not None
        else MappedColumn(position, head, state="ignored")
        for position, head in heads.items()
    )
    given = {column.column for column in columns if column.column}
    missing = tuple(missing_columns(target, given, set(range(len(target.lines)))))
    found.append(Recognised(sheet, Layout(target.name, columns, 1, "", missing), 0, Hints()))
    return None


def message_heads(sheet: Sheet) -> dict[int, str]:
    """Field names of a message's node by position: its line 0."""
    rows = top_rows(sheet, 1)
    return {place + 1: cell for place, cell in enumerate(rows[0].cells) if cell} if rows else {}
