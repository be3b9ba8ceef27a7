"""A scheme from published sheets: what they leave out is built by the plain CHS-DRG convention, and every assumption told.

Sheets say which codes belong to an ADRG and what DRGs are called. They do not say in which order rules are tried, which
procedure counts, or when a branch holds. The convention (content ``scheme_sheets``): surgical rules before medical
ones, each in the order of the sheet; the main procedure and the main diagnosis decide; branches with MCC, with CC and
without by the words of the DRG's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yiheng.grouping.scheme.raw_import import (
    SEVERITY_CC,
    SEVERITY_MCC,
    SEVERITY_NONE,
    SEVERITY_WHOLE,
    list_name,
)
from yiheng.grouping.scheme.scheme import SchemeHead
from yiheng.grouping.scheme.sheet_catalogue import Adrg, Catalogue, level_of, read_catalogue
from yiheng.grouping.scheme.sheet_heads import SheetReading, SheetRows
from yiheng.grouping.scheme.tables import Row, Tables
from yiheng.policy.provenance import Source, Status
from yiheng.standards.message import message_text

_CONDITIONS = {"MCC": "有MCC", "CC": "有MCC 或 有CC", "NONE": "任意", "NEVER": "从不"}
_SEVERITY = {"MCC": SEVERITY_MCC, "CC": SEVERITY_CC, "NONE": SEVERITY_NONE, "NEVER": 0}
_SHOWN = 10
_ADRG_LETTERS = 3
"""An ADRG's code in CHS-DRG: MDC, kind of treatment, number."""


def import_sheets(sheets: Sequence[SheetRows], reading: SheetReading, scheme: str, title: str = "") -> Tables:
    """The tables of a scheme from published sheets; ``head.notes`` bears every assumption. Refuses as ``read_catalogue``."""
    catalogue = read_catalogue(sheets, reading)
    built = _Built(catalogue, reading)
    return Tables(built.head(scheme, title), built.rows())


@dataclass(frozen=True)
class _Branch:
    drg: str
    level: str


class _Built:
    """One catalogue becoming tables, and the notes on how."""

    def __init__(self, catalogue: Catalogue, reading: SheetReading):
        self.catalogue = catalogue
        self.reading = reading
        self.members = self._members()

    def head(self, scheme: str, title: str) -> SchemeHead:
        """The head, with every assumption as a note."""
        files = "、".join(dict.fromkeys(file.partition(" ")[0] for file, _ in self.catalogue.used))
        return SchemeHead(
            scheme=scheme,
            title=title or scheme,
            version=scheme.rpartition("_")[2],
            source=Source(doc=files, status=Status.TO_CONFIRM),
            notes=tuple(self._all_notes()),
        )

    def rows(self) -> dict[str, list[Row]]:
        """All tables."""
        catalogue = self.catalogue
        mdcs = self._mdcs()
        valid = catalogue.valid or {code: None for one in catalogue.adrgs.values() for code in one.px}
        return {
            "mdc": [
                Row((str(at), mdc, catalogue.mdc_names.get(mdc, ""), self._gate(mdc)))
                for at, mdc in enumerate(mdcs, start=1)
            ],
            "rule": [row for mdc in mdcs for row in self._rules(mdc)],
            "drg": [
                row for adrg in catalogue.adrgs.values() if self._listed(adrg) for row in self._branches(adrg)
            ],
            "drg_name": [Row((drg, name)) for drg, (name, _) in catalogue.drgs.items()],
            "list": list(self._lists(mdcs)),
            "complication": [
                Row((code, level, table)) for (code, level), table in catalogue.complications.items()
            ],
            "exclusion": [Row((code, table)) for code, table in catalogue.exclusion.items()],
            "valid_procedure": [Row((code,)) for code in valid],
        }

    def _letter(self, mdc: str) -> str:
        return mdc.removeprefix(self.reading.mdc_prefix)

    def _mdcs(self) -> list[str]:
        order = {letter: at for at, letter in enumerate(self.reading.mdc_order)}
        found = dict.fromkeys(one.mdc for one in self.catalogue.adrgs.values() if self._listed(one))
        return sorted(found, key=lambda mdc: (order.get(self._letter(mdc), len(order)), mdc))

    def _gate(self, mdc: str) -> str:
        template = self.reading.gates.get(self._letter(mdc), "主诊断 属于 {list}")
        return template.format(list=list_name(mdc, "mdc"))

    def _listed(self, adrg: Adrg) -> bool:
        return bool(adrg.dx or adrg.px)

    def _rules(self, mdc: str) -> Iterator[Row]:
        own = [one for one in self.catalogue.adrgs.values() if one.mdc == mdc and self._listed(one)]
        for at, adrg in enumerate(
            sorted(own, key=lambda one: not one.px), start=1
        ):  # surgical first, else as given
            parts = []
            if adrg.dx:
                parts.append(f"主诊断 属于 {list_name(adrg.code, 'zd')}")
            if adrg.px:
                parts.append(f"主手术 属于 {list_name(adrg.code, 'ss')}")
            yield Row((mdc, str(at), adrg.code, adrg.code, adrg.name, "", " 且 ".join(parts), ""))

    def _lists(self, mdcs: Sequence[str]) -> Iterator[Row]:
        for mdc in mdcs:
            own = [one for one in self.catalogue.adrgs.values() if one.mdc == mdc]
            gate = self.catalogue.mdc_dx.get(mdc) or {code: None for one in own for code in one.dx}
            if "{list}" in self.reading.gates.get(self._letter(mdc), "{list}"):
                name = list_name(mdc, "mdc")
                yield from (Row((name, code, "")) for code in (gate or [""]))
            for adrg in own:
                for slot, codes in (("zd", adrg.dx), ("ss", adrg.px)):
                    yield from (Row((list_name(adrg.code, slot), code, "")) for code in codes)

    def _members(self) -> dict[str, list[str]]:
        """The DRGs of each ADRG in the order of the sheet."""
        found: dict[str, list[str]] = {}
        codes = sorted(self.catalogue.adrgs, key=len, reverse=True)
        for drg, (_, said) in self.catalogue.drgs.items():
            adrg = said or next((code for code in codes if drg.startswith(code)), drg[:_ADRG_LETTERS])
            found.setdefault(adrg, []).append(drg)
        return found

    def _branches(self, adrg: Adrg) -> Iterator[Row]:
        for at, one in enumerate(self._levels(adrg.code), start=1):
            alone = len(self.members[adrg.code]) == 1
            severity = SEVERITY_WHOLE if alone else _SEVERITY[one.level]
            yield Row((adrg.code, str(at), one.drg, str(severity), _CONDITIONS[one.level]))

    def _levels(self, adrg: str) -> list[_Branch]:
        """The branches with their levels, those without a condition last."""
        drgs = self.members.get(adrg, [])
        if len(drgs) == 1:
            return [_Branch(drgs[0], "NONE")]
        named = {drg: level_of(self.catalogue.drgs[drg][0], self.reading.branch_words) for drg in drgs}
        unsaid = [drg for drg in drgs if not named[drg]]
        left = [level for level in ("MCC", "CC", "NONE") if level not in named.values()]
        if len(unsaid) == 1 and "NONE" in left:
            left = ["NONE"]
        for at, drg in enumerate(unsaid):
            last = at == len(unsaid) - 1 and "NONE" in left
            named[drg] = "NONE" if last else left.pop(0) if left and left[0] != "NONE" else "NEVER"
        return sorted((_Branch(drg, named[drg]) for drg in drgs), key=lambda one: one.level == "NONE")

    # -- what was assumed -----------------------------------------------------------------------------------

    def _all_notes(self) -> Iterator[str]:
        catalogue = self.catalogue
        yield message_text("scheme_note_convention")
        yield from self._notes_on_rows()
        yield from self._notes_on_branches()
        if not catalogue.valid:
            yield message_text("scheme_note_valid")
        without = [mdc for mdc in self._mdcs() if mdc not in catalogue.mdc_dx and self._letter(mdc) != "A"]
        if without:
            yield message_text("scheme_note_gate", found=_some(without))
        if not catalogue.complications:
            yield message_text("scheme_note_no_complication")
        elif not catalogue.exclusion:
            yield message_text("scheme_note_no_exclusion")
        yield message_text("scheme_note_no_code_table")
        for title in catalogue.unused:
            yield message_text("scheme_note_unused", found=title)

    def _notes_on_rows(self) -> Iterator[str]:
        catalogue = self.catalogue
        if catalogue.carried:
            yield message_text("scheme_note_carried", found=str(catalogue.carried))
        if catalogue.trimmed:
            yield message_text("scheme_note_trimmed", found=str(catalogue.trimmed))
        if catalogue.guessed_mdcs:
            yield message_text("scheme_note_mdc", found=str(catalogue.guessed_mdcs))
        both = [one.code for one in catalogue.adrgs.values() if one.dx and one.px]
        if both:
            yield message_text("scheme_note_both", found=_some(both))
        empty = [
            code
            for code in self.members
            if code not in catalogue.adrgs or not self._listed(catalogue.adrgs[code])
        ]
        if empty:
            yield message_text("scheme_note_empty", found=_some(empty))

    def _notes_on_branches(self) -> Iterator[str]:
        adrgs = [one.code for one in self.catalogue.adrgs.values() if self._listed(one)]
        bare = [code for code in adrgs if code not in self.members]
        if bare:
            yield message_text("scheme_note_bare", found=_some(bare))
        guessed, never = [], []
        for code in adrgs:
            branches = self._levels(code)
            if len(branches) > 1:
                words = [
                    level_of(self.catalogue.drgs[one.drg][0], self.reading.branch_words) for one in branches
                ]
                guessed += [one.drg for one, word in zip(branches, words, strict=True) if not word]
                never += [one.drg for one in branches if one.level == "NEVER"]
        if guessed:
            yield message_text("scheme_note_branches", found=_some(guessed))
        if never:
            yield message_text("scheme_note_never", found=_some(never))


def _some(codes: Sequence[str]) -> str:
    shown = "、".join(codes[:_SHOWN])
    return shown if len(codes) <= _SHOWN else f"{shown} 等 {len(codes)} 个"
