"""A grouping scheme in memory: what the loop compiles, the reference reads, the linter judges and the diff compares.

The algorithm is one for all schemes (01 §1): MDCs in order, each behind its gate; inside an MDC the rules in order;
inside a rule its branches in order; the first that holds decides, and a rule none of whose branches holds either gives
its own code as the DRG or lets the search go on. All that differs between cities is in these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yiheng.grouping.scheme.code_set import CodeSet
from yiheng.grouping.scheme.condition import TAG, VALID_PROCEDURES, Condition, Level
from yiheng.policy.provenance import ContentModel, Source

SEX_MALE, SEX_FEMALE = "1", "2"
"""Codes of sex in conditions and cases (国家接口 gend)."""
SEX_WORDS = {SEX_MALE: "男", SEX_FEMALE: "女"}


@dataclass(frozen=True, slots=True)
class Branch:
    """One DRG of a rule, taken if its condition holds and no earlier branch's does. ``severity`` as the scheme says."""

    drg: str
    name: str
    severity: int
    condition: Condition
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One way into an ADRG. ``no_drg`` is the code given where no branch holds; empty: the search goes on.

    ``ambiguous`` rules are the 歧义 step: they end with the status 歧义病案.
    """

    rule: str
    adrg: str
    mdc: str
    order: int
    name: str
    condition: Condition
    branches: tuple[Branch, ...]
    no_drg: str = ""
    ambiguous: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Mdc:
    """A major category: its gate and its rules in the order they are tried."""

    mdc: str
    order: int
    name: str
    condition: Condition
    rules: tuple[Rule, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A diagnosis or procedure code: its name, and the code the conversion table turns it into (itself as a rule)."""

    name: str
    maps_to: str = ""


class SchemeHead(ContentModel):
    """``scheme.yaml``: what the scheme is and the few switches in which cities differ (01 §1, marked ▲ there).

    ``accepted_sex``: values of sex that pass the check of the record. ``ungrouped``: codes given to a case without a
    group, as MDC, ADRG and DRG; ``unchecked``: the same for a record that fails the check. ``retry_procedures``: try
    each other procedure alone where the case finds no group. ``base``: the folder that this one is a patch of.
    ``valid_from`` to ``valid_to`` (excluded) are the days of discharge it holds for, where a year has two.
    """

    scheme: str
    title: str
    version: str
    source: Source
    base: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    accepted_sex: tuple[str, ...] = (SEX_MALE, SEX_FEMALE)
    ungrouped: tuple[str, str, str] = ("0000", "00", "0000")
    unchecked: tuple[str, str, str] = ("0000", "00", "0000")
    retry_procedures: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """The whole scheme. ``tagged`` holds, per list, the codes of each tag; ``sites`` the trauma sites of a diagnosis.

    ``mcc`` and ``cc`` give the exclusion table of a complication, ``exclusion`` that of a main diagnosis: where the two
    are one table, the complication does not count. ``diagnoses`` and ``procedures`` are the code tables;
    an empty one means that validity of codes cannot be judged. ``content_hash`` tells versions apart.
    """

    head: SchemeHead
    mdcs: tuple[Mdc, ...]
    lists: Mapping[str, CodeSet]
    tagged: Mapping[str, Mapping[str, CodeSet]] = field(default_factory=dict)
    sites: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mcc: Mapping[str, str] = field(default_factory=dict)
    cc: Mapping[str, str] = field(default_factory=dict)
    exclusion: Mapping[str, str] = field(default_factory=dict)
    valid_procedures: CodeSet = CodeSet()  # noqa: RUF009 - immutable
    diagnoses: Mapping[str, Code] = field(default_factory=dict)
    procedures: Mapping[str, Code] = field(default_factory=dict)
    drg_names: Mapping[str, str] = field(default_factory=dict)
    content_hash: str = ""

    def complications(self, level: Level) -> Mapping[str, str]:
        """The MCC or the CC codes, each with the number of its exclusion table."""
        return self.mcc if level == "MCC" else self.cc

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in the order in which they are tried."""
        return tuple(rule for mdc in self.mdcs for rule in mdc.rules)

    def codes(self, list_name: str) -> CodeSet:
        """The codes of a list as a condition names it: ``LIST``, ``LIST#tag`` or 有效手术."""
        if list_name == VALID_PROCEDURES:
            return self.valid_procedures
        name, tag, value = list_name.partition(TAG)
        return self.tagged[name][value] if tag else self.lists[name]
