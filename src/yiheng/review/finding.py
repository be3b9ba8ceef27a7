"""What a review says: quotes, relations with their verdicts, findings, and what was seen but not checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from yiheng.exact.interval import Verdict
from yiheng.standards.message import message_text

_NUMBER = re.compile(r"[-−]?\d[\d,，.]*")
DISCLOSURE = "disclosure"
"""The verdict of what has to be shown and is no error: a grade that stands on bonus points, a goal far exceeded."""

SEVERITIES = {
    "inconsistent": "error",
    "review": "warning",
    "rounding": "information",
    DISCLOSURE: "information",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the report with their offsets in its text; ``place`` is a page or a cell where the file has them."""

    text: str
    start: int
    end: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation that was recomputed, or one thing that was judged by reading.

    ``code`` names the sentence for a finding; ``subject`` is what it is about, ``formula`` the recomputation with
    its operands, ``repairs`` the readings that would reconcile it: where there are several, none is chosen.
    ``reader`` is who read it.
    """

    rule: str
    verdict: str
    quotes: tuple[Quote, ...]
    code: str
    subject: str = ""
    expected: str = ""
    stated: str = ""
    formula: str = ""
    repairs: tuple[str, ...] = ()
    report: int = 0
    reader: str = ""

    @property
    def message(self) -> str:
        """The Chinese sentence."""
        return message_text(
            self.code, field=self.subject, found=self.stated, expected=self.expected, key=self.formula
        )

    @property
    def accused(self) -> Quote | None:
        """The quote that shows what is stated, so that a reader sees first what is to be looked at; else the first."""
        stated = "".join(self.stated.split())
        words = [(quote, "".join(quote.text.split())) for quote in reversed(self.quotes)]
        own = (quote for quote, text in words if stated and text.endswith(stated))
        cells = (quote for quote, text in words if _NUMBER.fullmatch(text) and _is_cell_of(text, stated))
        return next(own, None) or next(cells, self.quotes[0] if self.quotes else None)

    @property
    def ends(self) -> set[int]:
        """Where its numbers end: a quote ends with its number."""
        return {quote.end for quote in self.quotes}


def _is_cell_of(text: str, stated: str) -> bool:
    """Whether a bare number of a table is what is stated with its unit: 97.5 and 97.5分."""
    return stated.startswith(text) and not stated[len(text) :].startswith(tuple("0123456789.,，"))


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation that a reader of the report has to look at."""

    id: str
    severity: str
    relation: Relation

    @property
    def verdict(self) -> str:
        """inconsistent | rounding | review | disclosure."""
        return self.relation.verdict


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Words with figures that no rule could check, and why."""

    quote: Quote
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one file. ``note`` says why there is nothing to say."""

    file: str
    text: str
    reports: tuple[dict[str, object], ...] = ()
    facts: tuple[dict[str, object], ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()
    unchecked: tuple[Unchecked, ...] = field(default=())
    note: str = ""

    def of(self, verdict: str) -> tuple[Finding, ...]:
        """The findings of one class."""
        return tuple(finding for finding in self.findings if finding.verdict == verdict)


def findings_of(relations: tuple[Relation, ...]) -> tuple[Finding, ...]:
    """Relations that do not hold, worst first and in reading order, each said once."""
    order = list(SEVERITIES)
    told: set[tuple[object, ...]] = set()
    kept: list[Relation] = []
    for relation in relations:
        if relation.verdict not in SEVERITIES:
            continue
        spans = tuple((quote.start, quote.end) for quote in relation.quotes)
        accused = relation.accused
        keys = {
            (relation.rule, relation.verdict, relation.expected, spans),
            (relation.rule, relation.verdict, relation.message, accused.end if accused else spans),
        }
        if not keys & told:
            kept.append(relation)
        told |= keys
    kept.sort(key=lambda one: (order.index(one.verdict), one.quotes[0].start if one.quotes else 0))
    return tuple(
        Finding(f"F{number:03d}", SEVERITIES[relation.verdict], relation)
        for number, relation in enumerate(kept, 1)
    )


def ends_of(relations: Iterable[Relation], *verdicts: str) -> set[int]:
    """Where the numbers of relations end: of those with one of the verdicts, of all where none is named."""
    return {end for one in relations if not verdicts or one.verdict in verdicts for end in one.ends}


class Spoken:
    """Relations by where their numbers end, so that those of the same numbers are found without asking all."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._by_end: dict[int, list[Relation]] = {}
        for one in relations:
            for end in one.ends:
                self._by_end.setdefault(end, []).append(one)

    def of_all(self, numbers: set[int]) -> list[Relation]:
        """The relations that are of all of some numbers."""
        return [one for one in self._by_end.get(next(iter(numbers), -1), ()) if numbers <= one.ends]


def said(verdict: Verdict) -> str:
    """A verdict of the arithmetic as the word of a relation."""
    return verdict.value
