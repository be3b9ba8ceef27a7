"""The hand-over sheet (交接单): what a sender states of each file, read by headings that content lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yiheng.exact.errors import ExactError
from yiheng.exact.money import YUAN, fen
from yiheng.policy.content import Content, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem
from yiheng.standards.table import Words

FIRST = "first"
_NEEDED = ("file", "rows")


class HandoverForm(ContentModel):
    """Which headings a hand-over sheet may have, by field, most specific first; and how it names the kinds of delivery."""

    handover: Words
    name: Words
    heads: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    source: Source


HANDOVER_FORMS = Kind("handover_forms", "交接单", HandoverForm, "handover")


@dataclass(frozen=True)
class Stated:
    """What is stated of one file; None where it is not. ``rows`` without headings, ``fen`` the control total in 分."""

    file: str
    rows: int | None = None
    fen: int | None = None
    content: str = ""
    kind: str = FIRST
    sender_no: str = ""
    sender: str = ""
    period: str = ""
    medium: str = ""


def handover_form(content: Content, region: str) -> HandoverForm:
    """The form that holds for a region: the one of its uppermost layer."""
    return list(content.of(HANDOVER_FORMS, region).values())[-1].value


def handover_columns(heads: Sequence[str | None], form: HandoverForm) -> dict[str, int]:
    """Which column holds which field; empty where the headings are not those of a hand-over sheet."""
    cleaned = ["".join((head or "").split()) for head in heads]
    found: dict[str, int] = {}
    for name, aliases in form.heads.items():
        for alias in aliases:
            if alias in cleaned and cleaned.index(alias) not in found.values():
                found[name] = cleaned.index(alias)
                break
    return found if all(name in found for name in _NEEDED) else {}


def is_handover(heads: Sequence[str | None], form: HandoverForm) -> bool:
    """Whether a row of cells is the heading of a hand-over sheet."""
    return bool(handover_columns(heads, form))


def read_handover(
    rows: Sequence[Sequence[str | None]], form: HandoverForm, file: str = ""
) -> tuple[list[Stated], list[Problem]]:
    """What a hand-over sheet states, its headings in the first of ``rows``; and the cells that nobody can read.

    A row that names no file is a total or a signature, and states nothing of a file.
    """
    stated: list[Stated] = []
    problems: list[Problem] = []
    columns = handover_columns(rows[0], form) if rows else {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: (row[index] or "").strip() for name, index in columns.items() if index < len(row)}
        if not cells.get("file"):
            continue
        faults = list(_number_faults(cells, file, number))
        problems.extend(faults)
        bad = {fault.field for fault in faults}
        stated.append(
            Stated(
                cells["file"],
                int(cells["rows"].replace(",", "")) if cells.get("rows") and "rows" not in bad else None,
                fen(cells["yuan"], YUAN) if cells.get("yuan") and "yuan" not in bad else None,
                cells.get("content", ""),
                form.kinds.get(cells.get("nature", ""), FIRST),
                cells.get("sender_no", ""),
                cells.get("sender", ""),
                cells.get("period", ""),
                cells.get("medium", ""),
            )
        )
    return stated, problems


def _number_faults(cells: Mapping[str, str], file: str, line: int) -> Iterator[Problem]:
    rows = cells.get("rows", "").replace(",", "")
    if rows and not (rows.isascii() and rows.isdigit()):
        yield Problem("handover_number", file=file, line=line, field="rows", found=cells["rows"])
    if cells.get("yuan"):
        try:
            fen(cells["yuan"], YUAN)
        except ExactError:
            yield Problem("handover_number", file=file, line=line, field="yuan", found=cells["yuan"])
