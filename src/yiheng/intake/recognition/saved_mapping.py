"""Mappings that a person has accepted, one file per sender in ``CITY/content/intake_mappings``.

The preview of a layout is shown once; accepted, it stands here, may be corrected by hand, and the same heads of the
same sender load without asking. A layout that differs is asked again, beside the one it resembles most.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from yiheng.engine.durable import write_durably
from yiheng.intake.recognition.alias import Form
from yiheng.intake.recognition.dictionary import Dictionary, Target
from yiheng.intake.recognition.layout import Layout, MappedColumn
from yiheng.intake.recognition.matching import with_missing
from yiheng.intake.recognition.unit_in_force import shown_unit
from yiheng.policy.content import Kind, one_entry
from yiheng.policy.provenance import ContentModel
from yiheng.policy.source_file import read_with_faults

FOLDER = "intake_mappings"
UNNAMED = "未注明单位"


class SavedColumn(ContentModel):
    """One head and the column it means; without a column it is not used."""

    head: str
    column: str = ""
    form: Form = ""
    unit: str = ""
    lines: int = -1
    place: int = 0


class SavedLayout(ContentModel):
    """One accepted layout of a sender: ``layout`` is its identity, ``unit`` what the sheet says above the head."""

    layout: str
    target: str
    head_rows: int = 1
    unit: str = ""
    columns: tuple[SavedColumn, ...]


class SenderMappings(ContentModel):
    """All accepted layouts of a sender."""

    sender: str
    layouts: tuple[SavedLayout, ...] = ()


INTAKE_MAPPINGS = Kind(FOLDER, "归集的已确认对应", SenderMappings, "sender")


@dataclass(frozen=True)
class Change:
    """How a layout differs from the accepted one that it resembles most: heads that are new, and gone; the unit above
    the heads before and now; and the heads whose numbers are read in another unit, by the unit before and now."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    moved: bool
    above: tuple[str, str] = ("", "")
    units: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def mapping_path(city_content: Path, sender: str) -> Path:
    """The file of a sender's mappings; whatever its name is, the file stays in its folder."""
    safe = re.sub(r"[^\w\-]+", "_", sender or UNNAMED).strip("_") or UNNAMED
    return city_content / FOLDER / f"{safe[:80]}.yaml"


def read_mappings(city_content: Path, senders: Iterable[str]) -> dict[str, SenderMappings]:
    """The saved mappings of these senders; a sender without a file has none. Refuses a file that is not sound."""
    found: dict[str, SenderMappings] = {}
    for sender in sorted(set(senders)):
        path = mapping_path(city_content, sender)
        if path.is_file():
            found[sender] = one_entry(INTAKE_MAPPINGS, *read_with_faults(path)).value
        else:
            found[sender] = SenderMappings(sender=sender)
    return found


def accepted(layout: Layout, mappings: SenderMappings, known: Dictionary) -> Layout | None:
    """The layout as the sender's saved mapping reads it; None where these heads were never accepted."""
    for saved in mappings.layouts:
        if saved.layout == layout.identity and saved.target in known.targets:
            return _as_saved(layout, saved, known)
    return None


def _as_saved(layout: Layout, saved: SavedLayout, known: Dictionary) -> Layout:
    held = {(one.head, place): one for place, one in _numbered(saved.columns)}
    seen: dict[str, int] = {}
    columns = []
    for column in layout.columns:
        place = seen[column.head] = seen.get(column.head, -1) + 1
        one = held.get((column.head, place))
        if one is None or not one.column:
            columns.append(MappedColumn(column.position, column.head, state="ignored"))
            continue
        columns.append(
            MappedColumn(
                column.position,
                column.head,
                one.column,
                one.form,
                one.unit,
                column.pattern if column.column == one.column else "",
                one.lines,
                one.place,
                "mapped",
            )  # fmt: skip
        )
    changed = replace(layout, target=saved.target, columns=tuple(columns))
    return with_missing(changed, known.target(saved.target))


def _numbered(columns: Sequence[SavedColumn]) -> Iterable[tuple[int, SavedColumn]]:
    seen: dict[str, int] = {}
    for one in columns:
        place = seen[one.head] = seen.get(one.head, -1) + 1
        yield place, one


def change(layout: Layout, mappings: SenderMappings, known: Dictionary) -> Change | None:
    """How the layout differs from the nearest accepted one of the same target, the last of them where several are as
    near; None where there is none."""
    heads = list(layout.heads)
    like: tuple[float, SavedLayout] | None = None
    for saved in mappings.layouts:
        if saved.target == layout.target:
            own = [column.head for column in saved.columns]
            ratio = SequenceMatcher(None, own, heads, autojunk=False).ratio()
            if like is None or ratio >= like[0]:
                like = (ratio, saved)
    if like is None:
        return None
    own = [column.head for column in like[1].columns]
    return Change(
        tuple(head for head in heads if head not in own),
        tuple(head for head in own if head not in heads),
        sorted(own) == sorted(heads) and own != heads,
        (like[1].unit, layout.unit),
        _other_units(layout, like[1], known.target(layout.target)),
    )


def _other_units(
    layout: Layout, saved: SavedLayout, target: Target
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Heads whose numbers are now read in another unit, by the unit before and now."""
    before = {
        one.column: shown_unit(target, one.column, one.unit, saved.unit)
        for one in saved.columns
        if one.column and one.lines < 0
    }
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in layout.columns:
        if one.column in before and one.lines < 0:
            units = before[one.column], shown_unit(target, one.column, one.unit, layout.unit)
            if units[0] != units[1]:
                found[units] = (*found.get(units, ()), one.head)
    return found


def save_mappings(city_content: Path, accepted_layouts: Mapping[str, Sequence[Layout]]) -> list[Path]:
    """Add layouts to the files of their senders; what stands there already stays as it is."""
    written = []
    for sender, layouts in sorted(accepted_layouts.items()):
        before = read_mappings(city_content, [sender])[sender]
        known = {one.layout for one in before.layouts}
        added = [_saved(layout) for layout in layouts if layout.identity not in known]
        if not added:
            continue
        path = mapping_path(city_content, sender)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, _yaml(sender, [*before.layouts, *added]).encode())
        written.append(path)
    return written


def _saved(layout: Layout) -> SavedLayout:
    columns = tuple(
        SavedColumn(
            head=one.head, column=one.column, form=one.form, unit=one.unit, lines=one.lines, place=one.place
        )
        for one in layout.columns
    )
    return SavedLayout(
        layout=layout.identity,
        target=layout.target,
        head_rows=layout.head_rows,
        unit=layout.unit,
        columns=columns,
    )


def _yaml(sender: str, layouts: Sequence[SavedLayout]) -> str:
    """Written by hand so that a person can read and correct it: one head a line."""
    lines = [
        "# 本单位来件的列名对应，确认后自动写下；column 是契约的列名，留空表示不用这一列。改正后下次归集即生效。",
        f"sender: {_text(sender)}",
        "layouts:",
    ]
    for one in layouts:
        lines.append(f"  - layout: {_text(one.layout)}")
        lines.append(f"    target: {one.target}")
        lines.append(f"    head_rows: {one.head_rows}")
        lines.append(f"    unit: {_text(one.unit)}")
        lines.append("    columns:")
        for column in one.columns:
            pieces = [f"head: {_text(column.head)}"]
            pieces += [f"column: {column.column}"] if column.column else []
            pieces += [f"form: {column.form}"] if column.form else []
            pieces += [f"unit: {_text(column.unit)}"] if column.unit else []
            pieces += [f"lines: {column.lines}, place: {column.place}"] if column.lines >= 0 else []
            lines.append(f"      - {{{', '.join(pieces)}}}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
