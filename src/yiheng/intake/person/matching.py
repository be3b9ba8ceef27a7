"""Matching: for each record the one person it surely is, or the persons that people should look at, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow as pa

from yiheng.engine.duck_database import DuckDatabase
from yiheng.intake.person.steps import CONTRADICTIONS, LEVELS, Level, pairs_sql
from yiheng.policy.content import Content
from yiheng.policy.parameter import PARAMETERS

MATCHING = "person_matching"
Decision = Literal["same", "review", "unknown"]


@dataclass(frozen=True)
class Pair:
    """Two records that a step of the cascade holds for one person. ``contradictions``: what differs all the same."""

    record: str
    known: str
    level: Level
    contradictions: tuple[str, ...]
    weight: int

    @property
    def sure(self) -> bool:
        """Whether it decides by itself where it is the only one: by an equal number or a whole identity, undisputed."""
        return self.level in ("id", "id_upgraded", "identity") and not self.contradictions


@dataclass(frozen=True)
class Match:
    """What is known of one record: ``same`` with the one person it is, ``review`` with those it may be, or ``unknown``."""

    record: str
    decision: Decision
    pairs: tuple[Pair, ...] = ()

    @property
    def person(self) -> str:
        """The person's number, where it is sure."""
        return self.pairs[0].known if self.decision == "same" else ""


def match_records(
    record: pa.Table, known: pa.Table, content: Content, region: str, as_of: date
) -> list[Match]:
    """Match each record against the known persons; in the order of the records. Both are tables of ``COMPARED``."""
    by_record: dict[str, list[Pair]] = {}
    for pair in _pairs(record, known, content, region, as_of, within=False):
        by_record.setdefault(pair.record, []).append(pair)
    return [_decide(number, by_record.get(number, [])) for number in record.column("record_no").to_pylist()]


def repeated_persons(known: pa.Table, content: Content, region: str, as_of: date) -> list[Pair]:
    """Pairs within one list that may be one person, the surest first: all of them are for people to decide."""
    found = _pairs(known, known, content, region, as_of, within=True)
    return sorted(
        found,
        key=lambda one: (
            LEVELS.index(one.level),
            len(one.contradictions),
            -one.weight,
            one.record,
            one.known,
        ),
    )


def _decide(number: str, pairs: Sequence[Pair]) -> Match:
    """The first step that finds anything decides; two persons at one step are for people to tell apart."""
    if not pairs:
        return Match(number, "unknown")
    first = min(LEVELS.index(one.level) for one in pairs)
    surest = [one for one in pairs if LEVELS.index(one.level) == first]
    if len(surest) == 1 and surest[0].sure:
        return Match(number, "same", (surest[0],))
    ordered = sorted(pairs, key=lambda one: (LEVELS.index(one.level), -one.weight, one.known))
    return Match(number, "review", tuple(ordered))


def _pairs(
    record: pa.Table, known: pa.Table, content: Content, region: str, as_of: date, *, within: bool
) -> list[Pair]:
    parameter: Mapping[str, Any] = content.get(PARAMETERS, MATCHING, region, as_of).value.value
    found: dict[tuple[str, str], Pair] = {}
    with DuckDatabase() as database:
        database.register("record", record)
        database.register("known", known)
        for level in LEVELS:
            for row in database.table(pairs_sql(level, within, parameter)).to_pylist():
                pair = _pair(row, level)
                enough = level != "likeness" or pair.weight >= int(parameter["review_from"])
                if enough:
                    found.setdefault((pair.record, pair.known), pair)
    return list(found.values())


def _pair(row: Mapping[str, Any], level: Level) -> Pair:
    differing = tuple(name for name in CONTRADICTIONS if row[f"differs_{name}"])
    return Pair(row["record_no"], row["known_no"], level, differing, int(row["weight"]))
