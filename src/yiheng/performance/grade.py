"""Grade tables: score → 优 良 中 差, and the check that a table leaves no score without exactly one grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pydantic import Field

from yiheng.exact.printed import Printed
from yiheng.performance.award_parameters import shown
from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem

TOP_SCORE = Fraction(100)


class GradeBand(ContentModel):
    """One grade: scores from ``from`` (included) to ``to`` (excluded); open where omitted."""

    name: str
    lower: str = Field("", alias="from")
    upper: str = Field("", alias="to")

    @property
    def low(self) -> Fraction:
        """Lower bound."""
        return Printed.parse(self.lower).value if self.lower else Fraction(0)

    @property
    def high(self) -> Fraction | None:
        """Upper bound, None where open."""
        return Printed.parse(self.upper).value if self.upper else None

    def holds(self, score: Fraction) -> bool:
        """Whether the score falls in this band."""
        return self.low <= score and (self.high is None or score < self.high)


class GradeTable(ContentModel):
    """A versioned table of grades, with other words in use for the same grades."""

    grades: str
    title: str
    source: Source
    bands: tuple[GradeBand, ...]
    synonyms: dict[str, str] = {}

    def grade(self, score: Fraction) -> str:
        """The grade of a score; a checked table has exactly one. Below zero, by penalties, is as zero."""
        return next(band.name for band in self.bands if band.holds(max(score, Fraction(0))))

    def canonical(self, word: str) -> str:
        """The table's own word for a grade: 优秀 → 优."""
        return self.synonyms.get(word, word)


def band_faults(bands: Iterable[GradeBand], top: Fraction = TOP_SCORE) -> Iterator[tuple[str, str]]:
    """(code, found) for each reversed band, gap and overlap between 0 and the top score."""
    ordered = sorted(bands, key=lambda band: band.low)
    reach = Fraction(0)
    for band in ordered:
        high = band.high if band.high is not None else top
        if high < band.low:
            yield "grade_reversed", f"{band.name} {shown(band.low)}—{shown(high)}"
        if band.low > reach:
            yield "grade_gap", f"{shown(reach)}—{shown(band.low)}"
        elif band.low < reach:
            yield "grade_overlap", f"{shown(band.low)}—{shown(min(reach, high))}"
        reach = max(reach, high)
    if reach < top:
        yield "grade_gap", f"{shown(reach)}—{shown(top)}"
    elif ordered and all(band.high is not None and band.high <= top for band in ordered):
        yield "grade_gap", f"{shown(top)} 及以上"


def _check(entry: Entry[GradeTable], content: Content) -> Iterable[Problem]:
    del content
    table = entry.value
    for code, found in band_faults(table.bands):
        yield entry.problem(code, "bands", found=found)
    names = {band.name for band in table.bands}
    for word, name in table.synonyms.items():
        if name not in names:
            yield entry.problem(
                "grade_unknown", "synonyms", word, found=name, expected="、".join(sorted(names))
            )


GRADES = Kind("grades", "等次表", GradeTable, "grades", by_name=True, check=_check)
