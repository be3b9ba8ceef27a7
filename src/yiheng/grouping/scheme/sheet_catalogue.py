"""What published sheets say, taken together: ADRGs with their codes, DRG names, complications and exclusion tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yiheng.grouping.scheme.sheet_heads import Field, Head, LevelWords, SheetReading, SheetRows, find_head
from yiheng.standards.problem import refuse

_CARRIED: tuple[Field, ...] = ("mdc", "mdc_name", "adrg", "adrg_name", "table", "level")
"""Cells that catalogues merge over the rows of a group: an empty one means the one above."""
_OWN_NAME: Mapping[Field, Field] = {"mdc": "mdc_name", "adrg": "adrg_name"}
_GROUP_CODE = re.compile(r"[A-Z0-9]{1,6}(_\d+)?")


@dataclass
class Adrg:
    """An ADRG as a catalogue gives it: codes in order, each once."""

    code: str
    mdc: str
    name: str = ""
    dx: dict[str, None] = field(default_factory=dict)
    px: dict[str, None] = field(default_factory=dict)


@dataclass
class Catalogue:
    """Everything the sheets say. ``used`` tells for each sheet what it was taken for; ``unused`` are the others."""

    mdc_names: dict[str, str] = field(default_factory=dict)
    mdc_dx: dict[str, dict[str, None]] = field(default_factory=dict)
    adrgs: dict[str, Adrg] = field(default_factory=dict)
    drgs: dict[str, tuple[str, str]] = field(default_factory=dict)
    """DRG → its name, and its ADRG where the sheet says it."""
    complications: dict[tuple[str, str], str] = field(default_factory=dict)
    exclusion: dict[str, str] = field(default_factory=dict)
    valid: dict[str, None] = field(default_factory=dict)
    used: list[tuple[str, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    carried: int = 0
    guessed_mdcs: int = 0
    trimmed: int = 0


Cells = dict[str, str]


def read_catalogue(sheets: Sequence[SheetRows], reading: SheetReading) -> Catalogue:
    """All sheets as one catalogue. Refuses with file and line what cannot be understood, and sheets without any ADRG."""
    catalogue = Catalogue()
    for sheet in sheets:
        head = find_head(sheet, reading)
        kind = _kind(sheet, head, reading) if head is not None else ""
        title = f"{sheet.file} {sheet.name}".strip()
        if head is None or not kind:
            catalogue.unused.append(title)
            continue
        catalogue.used.append((title, kind))
        for line, cells in _rows(sheet, head, catalogue):
            _take(kind, catalogue, sheet, line, cells, reading)
    if not any(one.dx or one.px for one in catalogue.adrgs.values()):
        raise refuse("scheme_sheet_none", file=sheets[0].file if sheets else "")
    if not catalogue.drgs:
        raise refuse("scheme_sheet_drg_none", file=sheets[0].file)
    return catalogue


def _kind(sheet: SheetRows, head: Head, reading: SheetReading) -> str:
    """What a sheet is, by its columns; empty where it is nothing we know."""
    columns = set(head.columns)
    coded = columns & {"dx", "px", "code"}
    if "drg" in columns:
        return "drg"
    if columns & {"mcc", "cc"} or (
        coded and "adrg" not in columns and ("level" in columns or _level(sheet.name, reading))
    ):
        return "complication"
    if "adrg" in columns:
        return "adrg"
    if "table" in columns and coded:
        return "exclusion"
    if coded and any(word in sheet.name for word in reading.valid_words):
        return "valid"
    return "mdc" if "mdc" in columns else ""


def _rows(sheet: SheetRows, head: Head, catalogue: Catalogue) -> Iterator[tuple[int, Cells]]:
    """Rows as fields; cells that a group of rows shares are carried down."""
    above: Cells = {}
    for line, values in sheet.rows[head.body :]:
        cells: Cells = {}
        for name, column in head.columns.items():
            text = values[column] if column < len(values) else ""
            cells[name] = text.strip().strip("\ufeff")
            catalogue.trimmed += cells[name] != text and name in ("dx", "px", "code", "mcc", "cc")
        if not any(cells.values()):
            continue
        for name in _CARRIED:
            if name not in cells:
                continue
            if cells[name]:
                above[name] = cells[name]
                own = _OWN_NAME.get(name)
                if own is not None:
                    above[own] = cells.get(own, "")
            elif above.get(name):
                cells[name] = above[name]
                coded = any(cells.get(code) for code in ("dx", "px", "code"))
                catalogue.carried += coded and name in ("adrg", "table", "level")
        yield line, cells


def _take(
    kind: str, catalogue: Catalogue, sheet: SheetRows, line: int, cells: Cells, reading: SheetReading
) -> None:
    """One row of a sheet of a kind."""
    match kind:
        case "adrg":
            _take_adrg(catalogue, cells, reading)
        case "mdc":
            _take_mdc(catalogue, cells, reading)
        case "drg":
            _take_drg(catalogue, cells)
        case "complication":
            _take_complication(catalogue, sheet, line, cells, reading)
        case "exclusion":
            _take_exclusion(catalogue, cells)
        case _:
            _take_valid(catalogue, cells)


def _take_adrg(catalogue: Catalogue, cells: Cells, reading: SheetReading) -> None:
    code = cells["adrg"]
    if not _GROUP_CODE.fullmatch(code):
        return  # a note below the table
    adrg = catalogue.adrgs.get(code)
    if adrg is None:
        adrg = catalogue.adrgs[code] = Adrg(code, _mdc(catalogue, cells, code, reading))
    adrg.name = adrg.name or cells.get("adrg_name", "")
    procedure = any(word in cells.get("kind", "") for word in reading.procedure_words)
    for name, codes in (("dx", adrg.dx), ("px", adrg.px), ("code", adrg.px if procedure else adrg.dx)):
        if cells.get(name):
            codes[cells[name]] = None


def _mdc(catalogue: Catalogue, cells: Cells, adrg: str, reading: SheetReading) -> str:
    """The MDC of a row: as its cell says, else by the letter an ADRG begins with."""
    cell = cells.get("mdc", "")
    found = re.match(rf"(?:{reading.mdc_prefix})?([A-Z])(?![A-Z0-9])\s*(.*)", cell)
    if found is None:
        catalogue.guessed_mdcs += 1
        return reading.mdc_prefix + adrg[0]
    mdc = reading.mdc_prefix + found[1]
    name = cells.get("mdc_name") or found[2].strip(" -－—:：")
    if name:
        catalogue.mdc_names.setdefault(mdc, name)
    return mdc


def _take_mdc(catalogue: Catalogue, cells: Cells, reading: SheetReading) -> None:
    if not re.match(rf"(?:{reading.mdc_prefix})?[A-Z](?![A-Z0-9])", cells["mdc"]):
        return
    mdc = _mdc(catalogue, cells, "", reading)
    code = cells.get("dx") or cells.get("code")
    if code:
        catalogue.mdc_dx.setdefault(mdc, {})[code] = None


def _take_drg(catalogue: Catalogue, cells: Cells) -> None:
    code = cells["drg"]
    if _GROUP_CODE.fullmatch(code):
        adrg = cells.get("adrg", "")
        catalogue.drgs.setdefault(
            code, (cells.get("drg_name", ""), adrg if _GROUP_CODE.fullmatch(adrg) else "")
        )


def _take_complication(
    catalogue: Catalogue, sheet: SheetRows, line: int, cells: Cells, reading: SheetReading
) -> None:
    table = cells.get("table", "")
    for name, level in (("mcc", "MCC"), ("cc", "CC")):
        if cells.get(name):
            catalogue.complications[cells[name], level] = table
    code = cells.get("code") or cells.get("dx")
    if not code or not code[0].isascii():
        return
    words = cells.get("level") or sheet.name
    level = _level(words, reading)
    if not level:
        raise refuse("scheme_sheet_level", file=f"{sheet.file} {sheet.name}".strip(), line=line, found=words)
    catalogue.complications[code, level] = table


def _take_exclusion(catalogue: Catalogue, cells: Cells) -> None:
    code = cells.get("dx") or cells.get("code")
    if code and cells["table"] and code[0].isascii():
        catalogue.exclusion[code] = cells["table"]


def _take_valid(catalogue: Catalogue, cells: Cells) -> None:
    code = cells.get("px") or cells.get("code")
    if code and code[0].isascii():
        catalogue.valid[code] = None


def _level(text: str, reading: SheetReading) -> str:
    return level_of(text, reading.level_words)


def level_of(text: str, words: Sequence[LevelWords]) -> str:
    """The level a text speaks of: the first whose words occur in it; empty for none."""
    return next((one.level for one in words if any(word in text for word in one.words)), "")
