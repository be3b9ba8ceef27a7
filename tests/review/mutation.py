"""Planted errors: each row of ``plants.csv`` changes one place of one clean report and names the rule that must see it.

Beside the written plants, :func:`generated` plants changes by program: a digit of a part, a total, a rate, found in
the relations that hold in the clean report.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yiheng.review import Review, review_text

HERE = Path(__file__).parent
REPORTS = sorted(HERE.joinpath("reports").glob("*.txt"))
TRAPS = sorted(HERE.joinpath("traps").glob("*.txt"))


@dataclass(frozen=True)
class Plant:
    """One planted error: the text with it, its span there, and the rule that should find it."""

    report: str
    rule: str
    text: str
    start: int
    end: int


def _plain(cell: str) -> str:
    return cell.replace("\\t", "\t").replace("\\n", "\n")


def written() -> Iterator[Plant]:
    """The plants of ``plants.csv``; the first occurrence is changed."""
    with HERE.joinpath("plants.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            text = HERE.joinpath("reports", f"{row['report']}.txt").read_text(encoding="utf-8")
            old, new = _plain(row["old"]), _plain(row["new"])
            if old not in text:
                raise ValueError(f"{row['report']}: {old}")
            start = text.index(old)
            yield Plant(row["report"], row["rule"], text.replace(old, new, 1), start, start + len(new))


_SWAP = {"1": "4", "2": "7", "3": "8", "4": "9", "5": "2", "6": "1", "7": "3", "8": "5", "9": "6"}


def generated() -> Iterator[Plant]:
    """In every relation that holds, the first digit of each quoted number changed in turn."""
    for path in REPORTS:
        text = path.read_text(encoding="utf-8")
        clean = review_text(text, path.stem)
        done: set[int] = set()
        for relation in clean.relations:
            if relation.verdict != "consistent" or relation.rule in ("R9", "R12", "R16"):
                continue
            for quote in relation.quotes:
                at = next(
                    (
                        n
                        for n in range(quote.end - 1, quote.start - 1, -1)
                        if text[n] in _SWAP
                        and not text[n - 1 : n].isdigit()
                        and text[n - 1 : n] not in (".", ",")
                    ),
                    None,
                )
                if at is None or at in done:
                    continue
                done.add(at)
                changed = text[:at] + _SWAP[text[at]] + text[at + 1 :]
                yield Plant(path.stem, relation.rule, changed, at, at + 1)


def seen(plant: Plant, review: Review) -> bool:
    """Whether a finding quotes the planted place, or is of the rule that an omission breaks; a question counts."""
    return any(
        finding.verdict in ("inconsistent", "review")
        and (_touches(plant, finding.relation.quotes) or finding.relation.rule == plant.rule)
        for finding in review.findings
    )


def _touches(plant: Plant, quotes) -> bool:
    return any(quote.start < plant.end and plant.start < quote.end for quote in quotes)


def wrong_accusations(plant: Plant, review: Review, clean: set[tuple[str, str]]) -> list[str]:
    """Contradictions that do not touch the planted place and were not in the clean report."""
    return [
        finding.relation.rule
        for finding in review.of("inconsistent")
        if not _touches(plant, finding.relation.quotes)
        and finding.relation.rule != plant.rule
        and (finding.relation.rule, finding.relation.stated) not in clean
    ]
