"""R12 GRADE, R13 EXPLAIN: the grade fits its score, the bands leave no gap, lost points have a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

from yiheng.exact.rounding import decimal_text
from yiheng.policy.source_file import read_document
from yiheng.review.finding import DISCLOSURE, Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.score_parts import FULL_MARKS, points_of
from yiheng.review.rules.reason import content_of, unexplained_parts
from yiheng.review.rules.score import Stated, points, shown_points, total_scores

_NUMBER = r"(?<![\d.])(\d{1,4}(?:\.\d{1,4})?)"
_BESIDE = re.compile(_NUMBER + r"\s?分[，,、]?\s*$")
_ENUMERATED = re.compile(r"^(?:[、，]|和|及)$")
_RANGE_AFTER = re.compile(
    r"[、，]?(?:\d|[0-9一-龥]{1,2}\d{2})|[（(]\d+(?:\.\d+)?\s?分?(?:[-—~至]\d+(?:\.\d+)?\s?分?|(?:（含）)?及?以上)[）)]"
)
"""What follows a grade that stands in a table of grades: 优（90—100分）."""


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


@dataclass(frozen=True)
class OwnBand:
    """A grade of the report's own table: its lowest and highest score, and its span in the report."""

    name: str
    low: Fraction
    high: Fraction | None
    start: int
    end: int


@cache
def _band_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """优（90—100分）, 优秀90分以上; and 90分以上为优, 80—89分为良."""
    name, above = word("grade_name").pattern, word("band_above").pattern
    span = rf"{_NUMBER}\s?分?(?:（含）|\(含\))?\s?(?:[-—~至]\s?{_NUMBER}|({above}))\s?分?(?:（不?含）|以下)?"
    return (
        re.compile(rf"({name})[”\"]?(?:等次|等级)?(?:为|：|:)?\s?[（(]?{span}"),
        re.compile(rf"{span}(?:的)?(?:为|是|：|:)?\s?[“\"]?({name})"),
    )


def grade_relations(context: Context) -> Iterator[Relation]:
    """All rules on grades and on the reasons of lost points."""
    scores = total_scores(context) or list(_table_total(context))
    own = _own_bands(context)
    yield from _grades(context, scores, own)
    yield from _listed(context)
    yield from _bands(context, own)
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
            if given is not None and whole and word("row_total").match(re.sub(r"\s", "", row[0].text)):
                yield Stated(given.printed.value, context.quote(row[award].start, row[award].end))


def _own_bands(context: Context) -> list[OwnBand]:
    """The report's own table of grades, in whichever order name and scores stand."""
    first, second = _band_forms()
    found = [
        OwnBand(m[1], Fraction(m[2]), Fraction(m[3]) if m[3] else None, m.start(), m.end())
        for m in first.finditer(context.body)
        if m[3] or m[4]
    ]
    if len(found) < 2:
        found = [
            OwnBand(m[4], Fraction(m[1]), Fraction(m[2]) if m[2] else None, m.start(), m.end())
            for m in second.finditer(context.body)
            if m[2] or m[3]
        ]
    return found if len(found) >= 2 else []


@dataclass(frozen=True)
class StatedGrade:
    """A grade that the report gives itself."""

    name: str
    quote: Quote


def _stated_grades(context: Context) -> list[StatedGrade]:
    found = []
    for match in word("grade_stated").finditer(context.body):
        listed = _RANGE_AFTER.match(context.body[match.end() : match.end() + 16])
        if listed and not word("grade_reached").match(match.group()):
            continue
        before = re.split(r"[。，；;\n]", context.body[max(0, match.start() - 16) : match.start()])[-1]
        if word("grade_not_own").search(before):
            continue
        name = next(group for group in match.groups() if group)
        low = context.report.start + match.start()
        found.append(StatedGrade(name, context.quote(low, low + len(match.group()))))
    return found


def _score_of(context: Context, grade: StatedGrade, scores: Sequence[Stated]) -> Stated | None:
    """The score that a grade is of: the nearest before it in its sentence, else the report's own total."""
    line = context.report.line_at(grade.quote.start)
    begin = max(context.text.rfind("。", line.start, grade.quote.start) + 1, line.start)
    near = [
        match
        for lead in ("score_total", "score_alone", "score_got", "score_plain")
        for match in points(lead).finditer(context.text, begin, grade.quote.start)
    ]
    beside = _BESIDE.search(context.text, begin, grade.quote.start)
    if beside is not None and 50 <= Fraction(beside[1]) <= FULL_MARKS:
        near.append(beside)  # 再评价86分，等级为良
    if near:
        last = max(near, key=lambda match: match.end())
        return Stated(Fraction(last[1]), context.quote(last.start(), last.end()))
    return scores[-1] if scores else None


def _grades(context: Context, scores: list[Stated], own: list[OwnBand]) -> Iterator[Relation]:
    """Each stated grade against its score, by the report's own bands or the national ones."""
    bands = national_bands()
    steps = sorted(((bands.plain(one.name), one.low) for one in own), key=lambda step: -step[1])
    used = Bands((*steps, ("差", Fraction(-1))), bands.synonyms) if steps else bands
    told: set[tuple[str, Fraction]] = set()
    for stated in _stated_grades(context):
        score = _score_of(context, stated, scores)
        given = bands.plain(stated.name)
        if score is None or (given, score.value) in told:
            continue
        told.add((given, score.value))
        yield from _grade(context, used, stated, score)


def _grade(context: Context, used: Bands, stated: StatedGrade, score: Stated) -> Iterator[Relation]:
    given, expected = used.plain(stated.name), used.grade(score.value)
    quotes = [score.quote, stated.quote]
    fits = given == expected
    yield relation(
        context, "R12", "consistent" if fits else "inconsistent", "review_grade", quotes, subject="评价等次",
        expected=expected, stated=stated.name, formula=f"{shown_points(score.value)}分",
    )  # fmt: skip
    bonus = [
        Fraction(one[1]) for one in points("score_bonus").finditer(context.body) if _own_bonus(context, one)
    ]
    plain = score.value - sum(bonus[:1], Fraction(0))
    if fits and bonus and used.grade(plain) != given:
        yield relation(
            context, "R12", DISCLOSURE, "review_grade_bonus", quotes, subject="评价等次",
            expected=used.grade(plain), stated=stated.name,
            formula=f"{shown_points(score.value)} − {shown_points(bonus[0])} = {shown_points(plain)}分",
        )  # fmt: skip


def _own_bonus(context: Context, match: re.Match[str]) -> bool:
    """Whether points were added to this report's score: 此项自评加5分, 含加分5分."""
    return bool(word("bonus_own").search(context.body[max(0, match.start() - 40) : match.start()]))


def _listed(context: Context) -> Iterator[Relation]:
    """分别为96分、94分、84分，平均91.3分；评为优的2个: the scores of several against their mean and the counts of grades."""
    for line in context.report.lines:
        told = [one.value for one in points_of(line) if _ENUMERATED.match(one.lead[-6:])]
        run = [one for one in points_of(line) if one.lead.endswith(("分别为", "依次为"))]
        if not run or len(told) < 2:
            continue
        scores = [run[0].value, *told]
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


def _bands(context: Context, own: list[OwnBand]) -> Iterator[Relation]:
    """A band table must leave no score without a grade and none with two."""
    start = context.report.start
    ordered = sorted(own, key=lambda band: band.low)
    for lower, upper in zip(ordered, ordered[1:], strict=False):
        if lower.high is None:
            continue
        gap = upper.low - lower.high
        if gap > 1 or gap < 0:
            quote = context.quote(start + min(lower.start, upper.start), start + max(lower.end, upper.end))
            yield relation(
                context, "R12", "inconsistent", "review_band_gap" if gap > 0 else "review_band_overlap", [quote],
                subject=f"{lower.name}、{upper.name}", expected=f"{shown_points(lower.high)}—{shown_points(upper.low)}分",
                stated=quote.text,
            )  # fmt: skip


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
            if not word("reason_given").search(re.split(r"[；;。]", piece)[0] + _lead(line.text, bounds[n]))
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
                context, "R13", "review", "review_points_unexplained", [quote], expected=f"{match[1]}分",
                stated=match.group(),
            )  # fmt: skip


def _lead(text: str, at: int) -> str:
    """The words of a deduction's own clause before it."""
    return re.split(r"[；;。]", text[max(0, at - 40) : at])[-1]
