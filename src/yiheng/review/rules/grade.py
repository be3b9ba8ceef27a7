"""R12 GRADE, R13 EXPLAIN: the grade fits its score, the bands leave no gap, lost points have a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import takewhile
from pathlib import Path

from yiheng.exact.rounding import decimal_text
from yiheng.policy.source_file import read_document
from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.scale import Band, bands_of, marks_of, zones_of
from yiheng.review.reading.score_parts import FULL_MARKS, points_of, shown_points
from yiheng.review.reading.score_sheet import sheets
from yiheng.review.rules.grade_band import band_relations
from yiheng.review.rules.grade_said import (
    Graded,
    fits,
    grade_by,
    graded_of,
    row_grades,
)
from yiheng.review.rules.reason import content_of, unexplained_parts
from yiheng.review.rules.score import Stated, points, total_scores

_BANDS_LEAST = 3
_SCORES_LEAST = 3
_NEAR = 12
_ENUMERATED = re.compile(r"^(?:[、，]|和|及)$")


@dataclass(frozen=True)
class Bands:
    """Grade names with the least score of each, best first."""

    steps: tuple[tuple[str, Fraction], ...]
    synonyms: dict[str, str]

    def grade(self, score: Fraction) -> str:
        """The grade of a score."""
        return next(name for name, least in self.steps if score >= least)

    def plain(self, name: str) -> str:
        """A grade's usual name."""
        return self.synonyms.get(name, name)


@cache
def national_bands() -> Bands:
    """The four national grades."""
    path = Path(str(files("yiheng"))) / "content" / "national" / "grades" / "national-four.yaml"
    data = read_document(path).data
    steps = tuple((band["name"], Fraction(str(band.get("from", "0")))) for band in data["bands"])
    return Bands(tuple(sorted(steps, key=lambda step: -step[1])), dict(data["synonyms"]))


def grade_relations(context: Context) -> Iterator[Relation]:
    """All rules on grades and on the reasons of lost points."""
    scores = context.once(total_scores) or list(_table_total(context))
    own = _own_bands(context)
    if own is not None:
        yield from _grades(context, scores, own)
        yield from _bands(context, own)
    yield from band_relations(context, scores)
    yield from _listed(context)
    yield from _explained(context, scores)
    yield from unexplained_parts(context, scores)
    yield from _reason_left_out(context)
    yield from _unexplained_among(context)


def _table_total(context: Context) -> Iterator[Stated]:
    """The total of a table of awards, where the text gives none."""
    for table in context.tables:
        award, full = table.column(word("head_award")), table.column(word("head_full"))
        for row in table.rows:
            given, most = (row[at].quantity if at >= 0 else None for at in (award, full))
            whole = most is not None and most.printed.value == FULL_MARKS
            if given is not None and whole and word("row_total").match(row[0].bare):
                yield Stated(given.printed.value, context.quote(row[award].start, row[award].end))
    for sheet in context.once(sheets):
        if sheet.total is not None and sheet.span is not None:
            yield Stated(sheet.total, context.quote(*sheet.span))
    for line in context.report.lines:
        told = word("sheet_total_told").match(line.text)
        if told is not None:
            span = line.start + told.start("points"), line.start + told.end("points")
            yield Stated(Fraction(told["points"]), context.quote(*span))
    for match in word("gr_total_bare").finditer(context.body):
        start = context.report.start
        yield Stated(Fraction(match[1]), context.quote(start + match.start(1), start + match.end(1)))


def _own_bands(context: Context) -> list[Band] | None:
    """The report's own scale of grades, with offsets in the whole text; None where it is told in two ways."""
    lines = [
        line
        for line in context.report.lines
        if word("gr_scale").search(line.text) and re.search(r"\d", line.text)
    ]
    found: list[Band] = []
    for line in lines:
        bands = bands_of(line.text)
        if bands is None:
            return None
        found.extend(replace(one, start=one.start + line.start, end=one.end + line.start) for one in bands)
    spans: dict[str, Band] = {}
    for one in found:
        known = spans.setdefault(one.name, one)
        if (known.low, known.high) != (one.low, one.high):
            return None
    return found


def _scale(own: Sequence[Band]) -> tuple[Band, ...]:
    """The report's scale where it names two grades or more, else the national one."""
    bands = national_bands()
    names = {one.name for one in own}
    if len(names) > 1:
        return tuple({one.name: one for one in own}.values())
    steps = bands.steps
    highs = (None, *(least for _, least in steps))
    return tuple(
        Band(name, low, high, 0, 0, closed=True) for (name, low), high in zip(steps, highs, strict=False)
    )


def _grades(context: Context, scores: list[Stated], own: Sequence[Band]) -> Iterator[Relation]:
    """Each stated grade against its score, by the report's own bands or the national ones."""
    scale, bands = _scale(own), national_bands()
    if len({one.name for one in own}) <= 1 and _sets_another(context):
        return
    plain = tuple(replace(one, name=bands.plain(one.name)) for one in scale)
    told: set[tuple[str, Fraction]] = set()
    for stated in (*graded_of(context, own, scores), *row_grades(context)):
        given = bands.plain(stated.grade.name)
        if (given, stated.score) in told or word("grade_counted").match(
            context.text[stated.grade.end :][:_NEAR]
        ):
            continue
        told.add((given, stated.score))
        fitting = fits(plain, given, stated.score)
        if fitting is False and any(fits(plain, given, one) for one in stated.others):
            continue
        if fitting is not None:
            yield from _grade(context, plain, stated, given, fitting=fitting)


def _sets_another(context: Context) -> bool:
    """Whether the report sets a scale of its own, in words that are not read, that is not the national one."""
    least = {least for _, least in national_bands().steps} | {Fraction(FULL_MARKS)}
    return any(
        not all(one in least or one + 1 in least for one in zone.bounds)
        for line in context.report.lines
        for zone in zones_of(line.text)
    )


def _grade(
    context: Context, scale: Sequence[Band], stated: Graded, given: str, *, fitting: bool
) -> Iterator[Relation]:
    expected = "、".join(grade_by(scale, stated.score)[:1])
    quotes = [stated.quote, context.quote(stated.grade.start, stated.grade.end)]
    yield relation(
        context, "R12", "consistent" if fitting else "inconsistent", "review_grade", quotes, subject="评价等次",
        expected=expected, stated=stated.grade.name, formula=f"{shown_points(stated.score)}分",
    )  # fmt: skip
    bonus = [
        Fraction(one[1]) for one in points("score_bonus").finditer(context.body) if _own_bonus(context, one)
    ]
    plain = stated.score - sum(bonus[:1], Fraction(0))
    if fitting and bonus and fits(scale, given, plain) is False:
        yield relation(
            context, "R12", DISCLOSURE, "review_grade_bonus", quotes, subject="评价等次",
            expected="、".join(grade_by(scale, plain)[:1]), stated=stated.grade.name,
            formula=f"{shown_points(stated.score)} − {shown_points(bonus[0])} = {shown_points(plain)}分",
        )  # fmt: skip


def _own_bonus(context: Context, match: re.Match[str]) -> bool:
    """Whether points were added to this report's score: 此项自评加5分, 含加分5分."""
    return bool(word("bonus_own").search(context.body[max(0, match.start() - 40) : match.start()]))


def _listed(context: Context) -> Iterator[Relation]:
    """分别为96分、94分、84分，平均91.3分；评为优的2个: the scores of several against their mean and the counts of grades."""
    for line in context.report.lines:
        every = points_of(line)
        first = next(
            (n for n, one in enumerate(every) if one.lead.endswith(("分别为", "依次为"))), len(every)
        )
        told = takewhile(lambda one: _ENUMERATED.fullmatch(one.lead), every[first + 1 :])
        scores = [one.value for one in (*every[first : first + 1], *told)]
        if len(scores) < _SCORES_LEAST:
            continue
        for match in word("points_mean").finditer(line.text):
            mean = sum(scores, Fraction(0)) / len(scores)
            places = len(match[1].partition(".")[2])
            shown = decimal_text(mean, places)
            quote = context.quote(line.start + match.start(), line.start + match.end())
            yield relation(
                context, "R17", "consistent" if Fraction(shown) == Fraction(match[1]) else "inconsistent",
                "review_score_sum", [quote], subject="平均得分", expected=f"{shown}分", stated=f"{match[1]}分",
                formula=f"{len(scores)} 个得分的平均",
            )  # fmt: skip
        for match in word("graded_count").finditer(line.text):
            bands = national_bands()
            count = sum(bands.grade(one) == bands.plain(match[1]) for one in scores)
            quote = context.quote(line.start + match.start(), line.start + match.end())
            yield relation(
                context, "R12", "consistent" if count == int(match[2]) else "review", "review_grade", [quote],
                subject=f"评为{match[1]}的个数", expected=f"{count}个", stated=f"{match[2]}个",
                formula="、".join(shown_points(one) for one in scores) + "分",
            )  # fmt: skip


def _bands(context: Context, own: Sequence[Band]) -> Iterator[Relation]:
    """A band table that is read to its last word must leave no score without a grade and none with two."""
    if len(own) < _BANDS_LEAST or not _read_whole(context, own):
        return
    ordered = sorted((one for one in own if one.low is not None or one.high is not None), key=_least)
    for lower, upper in zip(ordered, ordered[1:], strict=False):
        if lower.high is None or upper.low is None or lower.name == upper.name:
            continue
        gap = upper.low - lower.high
        if gap > 1 or gap < 0:
            quote = context.quote(min(lower.start, upper.start), max(lower.end, upper.end))
            yield relation(
                context, "R12", "inconsistent", "review_band_gap" if gap > 0 else "review_band_overlap", [quote],
                subject=f"{lower.name}、{upper.name}", expected=f"{shown_points(lower.high)}—{shown_points(upper.low)}分",
                stated=quote.text,
            )  # fmt: skip


def _read_whole(context: Context, own: Sequence[Band]) -> bool:
    """Whether every name and every span of points among some bands is of one of them."""
    low, high = min(one.start for one in own), max(one.end for one in own)
    return all(
        any(one.start <= mark.start and mark.end <= one.end for one in own)
        for mark in marks_of(context.text[low:high], low)
    )


def _least(band: Band) -> Fraction:
    return band.low if band.low is not None else Fraction(-1)


def _explained(context: Context, scores: list[Stated]) -> Iterator[Relation]:
    """A grade without any score; points lost without a reason, where the report promises one or says that all is done."""
    if not scores:
        stated = list(word("score_self_grade").finditer(context.body))
        if stated and not word("score_any").search(context.body):
            match = stated[-1]
            quote = context.quote(context.report.start + match.start(), context.report.start + match.end())
            yield relation(
                context, "R13", "inconsistent", "review_grade_without_score", [quote], stated=match[1]
            )
        return
    total = scores[-1]
    lost = 100 - total.value
    if not 0 < lost < 60 or context.tables or word("score_reason").search(_prose(context)):
        return
    line = context.report.line_at(total.quote.start)
    promised = any(
        one.level and word("score_reason_promised").search(one.text) for one in context.report.lines
    ) or bool(word("score_reason_told").search(context.body))
    concluded = any(word("score_conclusion").search(head) for head in line.path)
    if not promised and (not concluded or word("score_attached").search(context.body)):
        context.note(total.quote.start, total.quote.end, "没有写明所扣的分属于哪项指标")
        return
    yield relation(
        context, "R13", "inconsistent" if promised and context.success else "review", "review_points_unexplained",
        [total.quote], expected=f"{shown_points(lost)}分", stated=f"{shown_points(total.value)}分",
    )  # fmt: skip


def _reason_left_out(context: Context) -> Iterator[Relation]:
    """扣2分，主要是。: the words that open a reason, and none after them."""
    for match in word("reason_empty").finditer(context.body):
        quote = context.quote(context.report.start + match.start(), context.report.start + match.end())
        yield relation(
            context,
            "R13",
            "inconsistent",
            "review_points_unexplained",
            [quote],
            expected=match["lost"],
            stated=match.group(),
        )


def _prose(context: Context) -> str:
    """The report without the headings that promise reasons: the promise is no reason."""
    lines = context.report.lines
    kept = [one.text for one in lines if not (one.level and word("score_reason_promised").search(one.text))]
    return "\n".join(kept)


def _unexplained_among(context: Context) -> Iterator[Relation]:
    """One deduction without a reason where the others of its sentence have theirs: a question."""
    for line in context.report.lines:
        told = list(points("score_deducted").finditer(line.text))
        if len(told) < 2:
            continue
        bounds = [*(match.start() for match in told), len(line.text)]
        pieces = [line.text[low:high] for low, high in zip(bounds, bounds[1:], strict=False)]
        bare = [
            n
            for n, piece in enumerate(pieces)
            if not word("reason_given").search(re.split(r"[；;。]", piece)[0] + _since(line.text, bounds, n))
        ]
        bare = [
            n
            for n in bare
            if content_of(_lead(line.text, told[n].start()) + re.split(r"[；;。]", pieces[n])[0]) < 3
        ]
        if len(bare) == 1 and len(told) - len(bare) >= 1 and len(told) > len(bare):
            match = told[bare[0]]
            quote = context.quote(line.start + match.start(), line.start + match.end())
            yield relation(
                context, "R13", "review", "review_deduction_unexplained", [quote], stated=match.group(),
            )  # fmt: skip


def _since(text: str, bounds: Sequence[int], number: int) -> str:
    """Where a reason may stand before a deduction: in its own clause, of the first of a paragraph anywhere before it."""
    return _lead(text, bounds[number]) if number else text[: bounds[0]]


def _lead(text: str, at: int) -> str:
    """The words of a deduction's own clause before it."""
    return re.split(r"[；;。]", text[max(0, at - 40) : at])[-1]
