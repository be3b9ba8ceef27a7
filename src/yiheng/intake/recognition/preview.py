"""What is shown before a layout is read for the first time: mapped, guessed, ignored, unmapped; and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yiheng.intake.recognition.dictionary import Dictionary, Target
from yiheng.intake.recognition.layout import Layout, MappedColumn, Recognised
from yiheng.intake.recognition.saved_mapping import Change, SenderMappings, accepted, change
from yiheng.intake.recognition.unit_in_force import YUAN, shown_unit
from yiheng.standards.measure import measures


@dataclass(frozen=True)
class Preview:
    """One layout that nobody has accepted yet, for the senders who use it; ``example`` is one of its files; ``units``:
    in which unit the numbers of a column are read, by its position; ``extras``: titles of columns beside the contract's."""

    layout: Layout
    title: str
    table: str
    lines: tuple[str, ...]
    senders: tuple[str, ...]
    files: int
    example: str
    rivals: tuple[str, ...] = ()
    change: Change | None = None
    units: Mapping[int, str] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def certain(self) -> bool:
        """Whether every head is known and none is guessed."""
        return not self.rivals and all(one.state in ("mapped", "ignored") for one in self.layout.columns)

    def calls_for_a_look(self, column: MappedColumn) -> bool:
        """Whether a column is not certain, or its money is in another unit than the usual."""
        unit = self.units.get(column.position, YUAN)
        measure = measures().get(unit)
        usual = unit == YUAN or measure is None or measure.unit.dimension != "money"
        return column.state in ("guessed", "unmapped") or not usual


def with_saved(
    found: Iterable[Recognised], saved: Mapping[str, SenderMappings], known: Dictionary
) -> tuple[list[Recognised], list[Recognised]]:
    """Sheets read as their senders' accepted mappings say, and sheets whose layout was never accepted.

    Messages and filled templates say themselves what their fields are and need no acceptance.
    """
    settled: list[Recognised] = []
    asked: list[Recognised] = []
    for one in found:
        if one.sheet.kind in ("message", "template"):
            settled.append(one)
            continue
        layout = accepted(one.layout, saved[one.sender], known)
        if layout is None:
            asked.append(one)
        else:
            settled.append(replace(one, layout=layout, rivals=()))
    return settled, asked


def previews(
    asked: Sequence[Recognised], saved: Mapping[str, SenderMappings], known: Dictionary
) -> tuple[Preview, ...]:
    """One preview a layout, in the order in which layouts first come."""
    groups: dict[Layout, list[Recognised]] = {}
    for one in asked:
        groups.setdefault(one.layout, []).append(one)
    found = []
    for layout, own in groups.items():
        target = known.target(layout.target)
        senders = tuple(dict.fromkeys(one.sender for one in own))
        rivals = tuple(dict.fromkeys(name for one in own for name in one.rivals))
        changes = (change(layout, saved[sender], known) for sender in senders)
        found.append(
            Preview(
                layout,
                target.title,
                target.table.table if target.table else "",
                tuple(one.table for one in target.lines),
                senders,
                len(own),
                own[0].sheet.file.name,
                rivals,
                next((one for one in changes if one is not None), None),
                _units(layout, target),
                {one.name: one.title for one in target.extras},
            )
        )
    return tuple(found)


def _units(layout: Layout, target: Target) -> dict[int, str]:
    return {
        one.position: shown_unit(target, one.column, one.unit, layout.unit) if one.lines < 0 else one.unit
        for one in layout.columns
        if one.column
    }
