"""What would change the group: the case grouped again with one code less, one more, or another one first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from yiheng.grouping.case import Case, Group
from yiheng.grouping.case_check import Mode
from yiheng.grouping.reason.complication import main_table
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.code_map import is_category
from yiheng.grouping.scheme.code_set import PREFIX, RANGE
from yiheng.grouping.scheme.condition import Level
from yiheng.grouping.scheme.scheme import Scheme

ChangeKind = Literal[
    "dx_removed", "px_removed", "dx_first", "px_first", "mcc_added", "cc_added", "complications_removed"
]
LEVEL_CHANGES: tuple[tuple[Level, ChangeKind], ...] = (("MCC", "mcc_added"), ("CC", "cc_added"))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the coding: what is done with which ``code``, and the groups before and after."""

    kind: ChangeKind
    code: str
    before: Group
    after: Group

    @property
    def moves(self) -> bool:
        """Whether the case falls into another DRG, or ends with another status."""
        return (self.before.drg, self.before.status) != (self.after.drg, self.after.status)


def what_if(case: Case, scheme: Scheme, mode: Mode = "peer") -> tuple[Change, ...]:
    """Every sensible change of one code with the group it leads to, by the plain reading.

    Each code taken away; each other diagnosis and procedure made the main one; one MCC and one CC added that the main
    diagnosis does not exclude; all complications taken away. A code that stands twice is tried once.
    """
    before = group_case(case, scheme, mode)
    return tuple(
        Change(kind, code, before, group_case(changed, scheme, mode))
        for kind, code, changed in changes(case, scheme)
    )


def changes(case: Case, scheme: Scheme) -> Iterator[tuple[ChangeKind, str, Case]]:
    """The changed cases, each with what was done."""
    for code in dict.fromkeys(case.dx) if len(case.dx) > 1 else ():
        yield "dx_removed", code, replace(case, dx=_without(case.dx, code))
    for code in dict.fromkeys(case.dx[1:]):
        if code != case.dx[0]:
            yield "dx_first", code, replace(case, dx=(code, *_without(case.dx, code)))
    for code in dict.fromkeys(case.px):
        yield "px_removed", code, replace(case, px=_without(case.px, code))
    for code in dict.fromkeys(case.px[1:]):
        if code != case.px[0]:
            yield "px_first", code, replace(case, px=(code, *_without(case.px, code)))
    if case.dx:
        for level, kind in LEVEL_CHANGES:
            added = addable(level, case, scheme)
            if added:
                yield kind, added, replace(case, dx=(*case.dx, added))
        plain = tuple(code for code in case.dx[1:] if code not in scheme.mcc and code not in scheme.cc)
        if len(plain) < len(case.dx) - 2:  # with one complication it has been tried
            yield "complications_removed", "", replace(case, dx=(case.dx[0], *plain))


def addable(level: Level, case: Case, scheme: Scheme) -> str:
    """The first complication of a level that would count beside the main diagnosis; empty where there is none."""
    excluding = main_table(case, scheme)
    for entry, table in scheme.complications(level).items():
        code = entry.partition(RANGE)[0].removesuffix(PREFIX) if is_category(entry) else entry
        if code not in case.dx and not (excluding and table == excluding):
            return code
    return ""


def _without(codes: tuple[str, ...], gone: str) -> tuple[str, ...]:
    """The codes without the first that is ``gone``."""
    at = codes.index(gone)
    return codes[:at] + codes[at + 1 :]
