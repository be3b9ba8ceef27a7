"""Planted errors: each row of a set's ``plants.csv`` changes one place of one clean report and names the rule to see it.

Thirty-two sets were written apart from each other: ``first`` (this folder) to ``thirtysecond``, each with clean reports and plants,
the first two with traps, which are reports that look wrong and are not. From the ``fourth`` on they are of writers who did
not know the program; what it found in them at first sight stands in decisions 0026 to 0038. Beside the written plants, :func:`generated` plants changes by
program: a digit of a part, a total, a rate, a grade, found in the relations that hold in the clean report.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yiheng.review import Review, review_text
from yiheng.review.finding import Finding, Quote, Relation

HERE = Path(__file__).parent
_FURTHER = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twentyfirst twentysecond twentythird twentyfourth twentyfifth twentysixth twentyseventh twentyeighth twentyninth thirtieth thirtyfirst thirtysecond"
SETS = {"first": HERE} | {name: HERE / name for name in _FURTHER.split()}
KEPT_APART = ("twentythird", "thirtyfirst", "thirtysecond")
"""Sets from which nothing is learnt and on which no reader is tuned: what is found in them is what would be found in any report."""
CLEAN = HERE / "clean"
"""Folders of further clean reports, without plants."""
REPORTS = sorted(path for folder in SETS.values() for path in folder.joinpath("reports").glob("*.txt"))
TRAPS = sorted(path for folder in SETS.values() for path in folder.joinpath("traps").glob("*.txt"))


@dataclass(frozen=True)
class Plant:
    """One planted error: the text with it, its span there, the rule that should find it, and its clean report."""

    report: str
    rule: str
    text: str
    start: int
    end: int
    clean: str = ""


def _plain(cell: str) -> str:
    return cell.replace("\\t", "\t").replace("\\n", "\n")


def written(*names: str) -> Iterator[Plant]:
    """The plants of the sets named, else of all; the first occurrence is changed."""
    for folder in [SETS[name] for name in names or SETS]:
        with folder.joinpath("plants.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                text = folder.joinpath("reports", f"{row['report']}.txt").read_text(encoding="utf-8")
                old, new = _plain(row["old"]), _plain(row["new"])
                if old not in text:
                    raise ValueError(f"{row['report']}: {old}")
                start = text.index(old)
                changed = text.replace(old, new, 1)
                yield Plant(row["report"], row["rule"], changed, start, start + len(new), text)


_SWAP = {"1": "4", "2": "7", "3": "8", "4": "9", "5": "2", "6": "1", "7": "3", "8": "5", "9": "6"}
_GRADES = {"优秀": "合格", "良好": "优秀", "优": "中", "良": "优", "中": "优"}


def generated(*names: str) -> Iterator[Plant]:
    """In every relation that holds, each quoted number or grade changed in turn so that it holds no longer."""
    for path in [
        one for name in names or SETS for one in sorted(SETS[name].joinpath("reports").glob("*.txt"))
    ]:
        text = path.read_text(encoding="utf-8")
        done: set[int] = set()
        for relation in reviewed(text).relations:
            if relation.verdict != "consistent":
                continue
            for start, end, new in _changes(relation, text):
                if start not in done:
                    done.add(start)
                    changed = text[:start] + new + text[end:]
                    yield Plant(path.stem, relation.rule, changed, start, start + len(new), text)


def _changes(relation: Relation, text: str) -> Iterator[tuple[int, int, str]]:
    """What to put in place of which span, for one relation that holds."""
    quotes = relation.quotes
    if relation.rule == "R12":
        grade = next((one for one in _GRADES if quotes[-1].text.rstrip("”】」").endswith(one)), "")
        at = quotes[-1].text.rfind(grade)
        if grade:
            yield quotes[-1].start + at, quotes[-1].start + at + len(grade), _GRADES[grade]
    elif relation.rule == "R16":  # the part becomes larger than the whole
        yield from _digit(quotes[-1], text, {digit: "9" + digit for digit in "0123456789"})
    elif relation.rule == "R9":
        return  # a goal still met, or missed and explained: no program can tell
    else:
        for quote in quotes:
            yield from _digit(quote, text, _SWAP)


def _digit(quote: Quote, text: str, swap: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """The first digit of the last number of a quote."""
    for at in range(quote.end - 1, quote.start - 1, -1):
        if text[at] in swap and not text[at - 1 : at].isdigit() and text[at - 1 : at] not in (".", ","):
            yield at, at + 1, swap[text[at]]
            return


@cache
def reviewed(text: str) -> Review:
    """The review of a clean report, made once."""
    return review_text(text)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.relation.rule, finding.relation.message, finding.verdict


def _raised(plant: Plant, review: Review) -> list[Finding]:
    """The findings that the clean report does not have."""
    known = {_key(one) for one in reviewed(plant.clean).findings} if plant.clean else set()
    return [one for one in review.findings if _key(one) not in known]


def seen(plant: Plant, review: Review) -> bool:
    """Whether a new finding quotes the planted place, or is of the rule that an omission breaks; a question counts."""
    return any(
        finding.verdict in ("inconsistent", "review")
        and (_touches(plant, finding.relation.quotes) or finding.relation.rule == plant.rule)
        for finding in _raised(plant, review)
    )


def _touches(plant: Plant, quotes: tuple[Quote, ...]) -> bool:
    return any(quote.start < plant.end and plant.start < quote.end for quote in quotes)


def wrong_accusations(plant: Plant, review: Review) -> list[str]:
    """New contradictions that do not touch the planted place and are not of its rule."""
    return [
        finding.relation.rule
        for finding in _raised(plant, review)
        if finding.verdict == "inconsistent"
        and not _touches(plant, finding.relation.quotes)
        and finding.relation.rule != plant.rule
    ]
