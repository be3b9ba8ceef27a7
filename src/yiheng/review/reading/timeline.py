"""The timeline of a report: the years that its words are of, and the day on which it is signed.

Every phrase that tells which year a report is of is a vote: the title, 评价年度, 截至某年末, a comparison with the year
before, a plan for the year after, the day of signing. A report of one year has one answer; a vote that stands alone
against the others is a mistake, whichever of them is altered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yiheng.review.reading.begin import compiled
from yiheng.review.reading.calendar import chinese_date, days_of, plain_years
from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word

_HEAD_LINES, _HEAD_LENGTH, _BESIDE = 4, 60, 6
_MENTION = compiled(r"(?<![\d〔.,])20\d\d(?=\s?年|[）)]|[-./]\d{1,2}[-./])")
_TAIL_LINES = 12
_VOTES = 2
_SPRING = 9
"""A report signed in the first months of a year is of the year before."""
_STRONG = frozenset({"title", "field", "state", "base", "next", "signed", "grown"})
_FORMS = (
    ("field", "tl_of_field", 0),
    ("state", "tl_of_state", 0),
    ("end", "tl_of_end", 0),
    ("base", "tl_base", 1),
    ("base", "tl_base_by_rest", 1),
    ("next", "tl_next_by_lead", -1),
    ("next", "tl_next_by_rest", -1),
    ("whole", "tl_of_whole", 0),
    ("grown", "tl_of_grown", 0),
    ("notice", "tl_of_notice", 0),
    ("grant", "tl_of_grant", 0),
    ("opening", "tl_of_opening", 0),
)


@dataclass(frozen=True)
class Vote:
    """A phrase that tells the year of the report: ``stated`` is the year it writes, ``year`` the report's by it."""

    kind: str
    year: int
    stated: int
    start: int
    end: int

    @property
    def strong(self) -> bool:
        """Whether the phrase says so rather than merely fits."""
        return self.kind in _STRONG

    @property
    def named(self) -> bool:
        """Whether it names the reported year outright."""
        return self.kind in ("title", "field")


@dataclass(frozen=True)
class Signed:
    """A day on which the report is signed, filled in or its figures drawn; ``last`` unless work went on after it."""

    day: date
    start: int
    end: int
    last: bool = True


@dataclass(frozen=True)
class Timeline:
    """What a report says of its own time. ``text`` is its body with years in digits; ``base`` where that begins.

    ``mentions`` counts the years it names, ``own`` those that it does not merely compare with.
    """

    text: str
    base: int
    votes: tuple[Vote, ...]
    signed: tuple[Signed, ...]
    mentions: Counter[int]
    own: Counter[int]
    several: bool
    annual: bool
    part_end: int

    def others(self, vote: Vote) -> list[Vote]:
        """All votes but one."""
        return [one for one in self.votes if one is not vote]

    def year_without(self, *left_out: Vote) -> int:
        """The year of the report by most of the strong votes left; 0 where they do not say."""
        left = [one for one in self.votes if one not in left_out]
        strong = Counter(one.year for one in left if one.strong)
        counts = strong or Counter(one.year for one in left)
        most = max(counts.values(), default=0)
        years = [year for year, often in counts.items() if often == most]
        named = [year for year in years if any(one.named and one.year == year for one in left)]
        return (named or years)[0] if len(named or years) == 1 else 0

    @cached_property
    def settled(self) -> int:
        """The year of the report where the title says it and no strong phrase denies it, or two kinds of phrases agree."""
        return self.settled_without()

    def settled_without(self, *left_out: Vote) -> int:
        """The settled year by all votes but some."""
        left = [one for one in self.votes if one not in left_out]
        year = self.year_without(*left_out)
        agreeing = [one for one in left if one.year == year]
        if any(one.named and one.year != year for one in left):
            return 0
        enough = len(agreeing) >= _VOTES and len({one.kind for one in agreeing}) >= _VOTES
        return year if enough or any(one.named for one in agreeing) else 0

    def is_of(self, vote: Vote) -> bool:
        """Whether the words say outright that the report is of a year: 2023年度, and not 2023年, in which it may be written."""
        rest = self.text[vote.end - self.base :][:_HEAD_LENGTH]
        after = rest[:3].strip()
        plain = vote.kind == "field" or after.startswith("年度") or after[:1] in ("）", ")")
        return plain or says("tl_of_thing", rest)

    def witness(self, year: int, *left_out: Vote) -> Vote:
        """The phrase that says most plainly that the report is of a year."""
        said = [one for one in self.votes if one.year == year and one not in left_out]
        return min(said, key=lambda one: (not one.named, not one.strong))

    def ends(self, year: int) -> date:
        """The last day of the reported period of a year."""
        month = self.part_end or 12
        return date(year, month, 30 if month in (6, 9) else 28)


def timeline_of(context: Context) -> Timeline | None:
    """The timeline of a report; None where it names no two years."""
    text = plain_years(context.body)
    found = list(_MENTION.finditer(text))
    mentions = Counter(int(one.group()) for one in found)
    own = Counter(
        int(one.group())
        for one in found
        if not says("tl_beside_base", text[max(0, one.start() - _BESIDE) : one.start()])
    )
    if sum(mentions.values()) < 2:
        return None
    lines = [line for line in context.report.lines if line.text.strip()]
    base = context.report.start
    head = _head(lines)
    title = "".join(line.text for line in head)
    signed = tuple(_signed(text, base, lines))
    votes = [*_titled(head), *_told(context, text, base)]
    votes += [
        Vote("signed", one.day.year - 1, one.day.year, one.start, one.end)
        for one in signed
        if one.day.month <= _SPRING
    ]
    part = word("tl_part_year").search(plain_years(title))
    part_end = 0 if part is None else int(part["month"]) if part["month"] else 9 if part["three"] else 6
    return Timeline(
        text,
        base,
        tuple(_distinct(votes)),
        signed,
        mentions,
        own,
        says("tl_several", plain_years(title + context.body[:200])),
        not says("tl_not_annual", title) and not part_end,
        part_end if part_end <= 12 else 0,
    )


def _head(lines: Sequence[Line]) -> list[Line]:
    """The lines of the title and what stands under it."""
    found = []
    for line in lines[:_HEAD_LINES]:
        if len(line.text) > _HEAD_LENGTH or says("tl_head_ends", line.text):
            break
        if not word("dt_signed").match(line.text):
            found.append(line)
    return found


def _titled(head: Sequence[Line]) -> Iterator[Vote]:
    for number, line in enumerate(head):
        if number and line.level == 1:
            return
        for match in word("tl_of_title").finditer(plain_years(line.text)):
            if says("tl_title_not", line.text[: match.start()]):
                continue
            year = int(match["year"])
            yield Vote("title", year, year, line.start + match.start("year"), line.start + match.end("year"))


def _told(context: Context, text: str, base: int) -> Iterator[Vote]:
    for line in context.report.lines:
        low, high = line.start - base, line.end - base
        told = text[low:high]
        if "20" not in told:
            continue
        for kind, name, apart in _FORMS:
            for match in word(name).finditer(told):
                stated = int(match["year"])
                if _counts(line, told, match, kind):
                    start = line.start + match.start("year")
                    yield Vote(kind, stated + apart, stated, start, start + 4)


def _counts(line: Line, told: str, match: re.Match[str], kind: str) -> bool:
    """Whether a phrase speaks of the report's own year where it stands."""
    before = told[: match.start("year")]
    if kind == "base":
        return not says("tl_base_own", re.split(r"[。；;]", before)[-1])
    if kind in ("opening", "end", "whole", "grown"):
        headings = (*line.path, before[-20:])
        return not any(says("tl_plan_section", one) or says("tl_compared_section", one) for one in headings)
    return True


def _signed(text: str, base: int, lines: Sequence[Line]) -> Iterator[Signed]:
    for line in lines[-_TAIL_LINES:]:
        match = word("dt_signed").match(line.text)
        day = chinese_date(match["date"]) if match else None
        if match is not None and day is not None:
            yield Signed(day, line.start + match.start("date"), line.start + match.end("date"))
    for match in word("tl_signed_field").finditer(text):
        name = "date" if match["date"] else "day"
        days = days_of(match[name])
        if days and days[0].month:
            yield Signed(days[0].last, base + match.start(name), base + match.end(name))
    for match in word("tl_evaluated").finditer(text):
        days = days_of(match["date"])
        if days:
            yield Signed(days[0].last, base + match.start("date"), base + match.end("date"), last=False)


def _distinct(votes: Sequence[Vote]) -> list[Vote]:
    """One vote of each place, the first found."""
    seen: dict[int, Vote] = {}
    for one in votes:
        seen.setdefault(one.start, one)
    return sorted(seen.values(), key=lambda one: one.start)
