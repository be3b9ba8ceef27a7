"""R11 SCORE, R12 GRADE, R13 EXPLAIN: awards, deductions, totals, grades and bands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

from yiheng.policy.source_file import read_document
from yiheng.review.context import Context, relation
from yiheng.review.finding import DISCLOSURE, Quote, Relation
from yiheng.review.lexicon import word

_NUMBER = r"(\d+(?:\.\d+)?)"
_TOTAL = re.compile(
    rf"(?:自评|评价|综合|绩效)(?:总)?得分(?:合计)?(?:为|是|：|:)?\s?{_NUMBER}\s?分|(?:自评|评价)总分(?:为|是|：|:)?\s?{_NUMBER}\s?分|(?:总|最终|综合)得分(?:为|：|:)?\s?{_NUMBER}\s?分|(?<=，)得分{_NUMBER}分|(?:综合|自评|项目|最终)评分(?:为|是|：|:)?\s?{_NUMBER}\s?分|自评\s?{_NUMBER}\s?分(?=[，,。；])"
)
_AWARD = re.compile(rf"(?:自评|评价)[^。\n]{{0,60}}?(?:共计?得|得)\s?{_NUMBER}\s?分|不得分")
_LEVEL_SUM = re.compile(rf"(?:共计?|合计)得\s?{_NUMBER}\s?分")
_PIECE = re.compile(rf"(?<![共计])得\s?{_NUMBER}\s?分|[\u4e00-\u9fa5]得{_NUMBER}分")
_DEDUCT = re.compile(rf"扣分?\s?{_NUMBER}\s?分")
_BONUS = re.compile(rf"加\s?{_NUMBER}\s?分")
_FULL_AND_AWARD = re.compile(rf"(?:满分|分值){_NUMBER}分[，,、]?(?:自评|实际)?得\s?{_NUMBER}\s?分")
_SELF_GRADE = re.compile(r"自评(?:结果|等次|等级|结论)(?:为|是|：|:)?[“\"]?(优秀|良好|合格|优|良|中|差)")
_BAND = re.compile(
    rf"(优秀|优|良好|良|中等|中|合格|较差|差|不合格)(?:为|：|:)?\s?[（(]?{_NUMBER}\s?(?:分)?\s?(?:[-—~至]\s?{_NUMBER}|(以上|及以上|（含）以上))\s?(?:分)?"
)


_NEAR_POINTS = 5
"""Awards that miss the total by more than this are not all of them."""


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
class Stated:
    """A number of points with its span in the whole text."""

    value: Fraction
    quote: Quote


def score_relations(context: Context) -> Iterator[Relation]:
    """All rules on scores and grades."""
    scores = _scores(context)
    yield from _level_sums(context)
    yield from _parts_of_total(context, scores)
    yield from _total_by_deductions(context, scores)
    yield from _total_by_awards(context, scores)
    yield from _grades(context, scores)
    yield from _bands(context)
    yield from _explained(context, scores)


def _first(match: re.Match[str]) -> Fraction | None:
    number = next(
        (group for group in match.groups() if group and re.fullmatch(r"\d+(?:\.\d+)?", group)), None
    )
    return Fraction(number) if number else None


def _stated(context: Context, match: re.Match[str], offset: int) -> Stated | None:
    value = _first(match)
    return (
        None if value is None else Stated(value, context.quote(offset + match.start(), offset + match.end()))
    )


def _scores(context: Context) -> list[Stated]:
    """The report's own total score; the scores of its projects and of others' evaluations are not it."""
    found = []
    for match in _TOTAL.finditer(context.body):
        before = re.split(r"[。，；\n]", context.body[max(0, match.start() - 24) : match.start()])[-1]
        if re.search(r"本?项目$|监管综合|监督管理|考核$|医院|机构$|此项|该项", before) or re.match(
            r"综合评价", match.group()
        ):
            continue
        stated = _stated(context, match, context.report.start)
        if stated is not None and stated.value <= 120:
            found.append(stated)
    return found


def _level_sums(context: Context) -> Iterator[Relation]:
    """A得4分，B得2分，C得2分，共计得8分."""
    for line in context.report.lines:
        for match in _LEVEL_SUM.finditer(line.text):
            begin = max(line.text.rfind("。", 0, match.start()), 0)
            pieces = [Fraction(one[1] or one[2]) for one in _PIECE.finditer(line.text, begin, match.start())]
            if len(pieces) < 2:
                continue
            total, claimed = sum(pieces, Fraction(0)), Fraction(match[1])
            quote = context.quote(line.start + begin, line.start + match.end())
            yield relation(
                context, "R11", "consistent" if total == claimed else "inconsistent", "review_score_sum", [quote],
                subject="分项得分", expected=f"{_show(total)}分", stated=f"{match[1]}分",
                formula=" + ".join(_show(piece) for piece in pieces),
            )  # fmt: skip


def _parts_of_total(context: Context, scores: list[Stated]) -> Iterator[Relation]:
    """投入指标满分20分，得20分；…… 总得分97.5分: full marks that make 100, and their awards."""
    if not scores:
        return
    line = context.report.line_at(scores[-1].quote.start)
    told = list(_FULL_AND_AWARD.finditer(line.text))
    if len(told) < 3 or sum((Fraction(match[1]) for match in told), Fraction(0)) != 100:
        return
    awards, total = [Fraction(match[2]) for match in told], scores[-1]
    expected = sum(awards, Fraction(0))
    quotes = [total.quote, *(context.quote(line.start + m.start(), line.start + m.end()) for m in told)]
    yield relation(
        context, "R11", "consistent" if expected == total.value else "inconsistent", "review_score_total", quotes,
        subject="各项得分之和", expected=f"{_show(expected)}分", stated=f"{_show(total.value)}分",
        formula=" + ".join(_show(award) for award in awards),
    )  # fmt: skip


def _show(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def _total_by_deductions(context: Context, scores: list[Stated]) -> Iterator[Relation]:
    """100 less what the conclusion says was deducted, plus its bonus."""
    if not scores:
        return
    total = scores[-1]
    line = context.report.line_at(total.quote.start)
    after = line.text[max(0, total.quote.end - line.start) :]
    deducted = [Fraction(match[1]) for match in _DEDUCT.finditer(after)]
    bonus = [Fraction(match[1]) for match in _BONUS.finditer(after)]
    if not deducted:
        return
    expected = 100 - sum(deducted, Fraction(0)) + sum(bonus, Fraction(0))
    base = line.end - len(after)
    quotes = [
        total.quote,
        *(
            context.quote(base + m.start(), base + m.end())
            for m in (*_DEDUCT.finditer(after), *_BONUS.finditer(after))
        ),
    ]
    said = "consistent" if expected == total.value else "inconsistent"
    if said == "inconsistent" and re.search(r"等(?![次级])|其中|主要", after[:80]):
        said = "review"
    formula = (
        "100" + "".join(f" − {_show(one)}" for one in deducted) + "".join(f" + {_show(one)}" for one in bonus)
    )
    yield relation(
        context, "R11", said, "review_score_total", quotes, subject="自评得分", expected=f"{_show(expected)}分",
        stated=f"{_show(total.value)}分", formula=formula,
    )  # fmt: skip


def _award_of(line: str) -> Fraction | None:
    """The award of an indicator's paragraph: 共得, else 得, else 不得分."""
    awards = list(_AWARD.finditer(line))
    if not awards:
        return None
    summed = _LEVEL_SUM.search(line)
    if summed:
        return Fraction(summed[1])
    if re.search(r"共得\s?(\d+(?:\.\d+)?)分", line):
        return Fraction(re.search(r"共得\s?(\d+(?:\.\d+)?)分", line)[1])  # type: ignore[index]
    last = awards[-1]
    return Fraction(last[1]) if last[1] else Fraction(0)


def _total_by_awards(context: Context, scores: list[Stated]) -> Iterator[Relation]:
    """The indicators' awards, one a paragraph, against the total; it can confirm, and contradicts only alone."""
    awards = []
    for line in context.report.lines:
        if re.search(r"此项|该项|该指标|本项指标", line.text):
            award = _award_of(line.text)
            if award is not None:
                awards.append(award)
    if len(awards) < 4 or not scores:
        return
    total, expected = scores[-1], sum(awards, Fraction(0))
    if expected != total.value and (len(awards) < 5 or abs(expected - total.value) > _NEAR_POINTS):
        return  # some indicators are told in other words
    said = "consistent" if expected == total.value else "review"
    yield relation(
        context, "R11", said, "review_score_total", [total.quote], subject="各指标得分之和", expected=f"{_show(expected)}分",
        stated=f"{_show(total.value)}分", formula=" + ".join(_show(one) for one in awards),
    )  # fmt: skip


def _own_bands(context: Context) -> list[tuple[str, Fraction, Fraction | None, int, int]]:
    found = []
    for match in _BAND.finditer(context.body):
        if match[3] or match[4]:
            high = Fraction(match[3]) if match[3] else None
            found.append((match[1], Fraction(match[2]), high, match.start(), match.end()))
    return found if len(found) >= 2 else []


def _grades(context: Context, scores: list[Stated]) -> Iterator[Relation]:
    """The stated grade against the score, by the report's own bands or the national ones."""
    bands = national_bands()
    stated = [
        match
        for match in word("grade_stated").finditer(context.body)
        if not re.match(r"[、，]?(?:\d|[0-9一-龥]{0,2}\d{2})", context.body[match.end() : match.end() + 3])
    ]
    if not stated or not scores:
        return
    score, match = scores[-1], stated[-1]
    own = _own_bands(context)
    steps = sorted(((bands.plain(name), low) for name, low, _, _, _ in own), key=lambda step: -step[1])
    used = Bands((*steps, ("差", Fraction(-1))), bands.synonyms) if steps else bands
    given, expected = bands.plain(match[1]), used.grade(score.value)
    quote = context.quote(context.report.start + match.start(), context.report.start + match.end())
    fits = given == expected
    yield relation(
        context, "R12", "consistent" if fits else "inconsistent", "review_grade", [score.quote, quote], subject="评价等次",
        expected=expected, stated=match[1], formula=f"{_show(score.value)}分",
    )  # fmt: skip
    bonus = [
        Fraction(one[1])
        for one in _BONUS.finditer(context.body)
        if "此项" in context.body[max(0, one.start() - 40) : one.start()]
        or "自评" in context.body[max(0, one.start() - 4) : one.start()]
    ]
    plain = score.value - sum(bonus[:1], Fraction(0))
    if fits and bonus and used.grade(plain) != given:
        yield relation(
            context, "R12", DISCLOSURE, "review_grade_bonus", [score.quote, quote], subject="评价等次",
            expected=used.grade(plain), stated=match[1], formula=f"{_show(score.value)} − {_show(bonus[0])} = {_show(plain)}分",
        )  # fmt: skip


def _bands(context: Context) -> Iterator[Relation]:
    """A band table must leave no score without a grade and none with two."""
    own = sorted(_own_bands(context), key=lambda band: band[1])
    start = context.report.start
    for lower, upper in zip(own, own[1:], strict=False):
        if lower[2] is None:
            continue
        gap = upper[1] - lower[2]
        if gap > 1 or gap < 0:
            quote = context.quote(start + min(lower[3], upper[3]), start + max(lower[4], upper[4]))
            yield relation(
                context, "R12", "inconsistent", "review_band_gap" if gap > 0 else "review_band_overlap", [quote],
                subject=f"{lower[0]}、{upper[0]}", expected=f"{_show(lower[2])}—{_show(upper[1])}分", stated=quote.text,
            )  # fmt: skip


def _explained(context: Context, scores: list[Stated]) -> Iterator[Relation]:
    """A grade without any score, and points lost without a reason."""
    if not scores:
        stated = list(_SELF_GRADE.finditer(context.body))
        match = stated[-1] if stated else None
        if match is not None and not re.search(r"\d\s?分(?![钟])", context.body):
            quote = context.quote(context.report.start + match.start(), context.report.start + match.end())
            yield relation(
                context, "R13", "inconsistent", "review_grade_without_score", [quote], stated=match[1]
            )
        return
    total = scores[-1]
    lost = 100 - total.value
    reasons = re.search(
        r"满分|扣\s?(?:分)?\s?\d|扣分|失分|不得分|丢分|减\d+分|得\s?\d+(?:\.\d+)?分[，（(]满分|分值\d",
        context.body,
    )
    if 0 < lost < 60 and not reasons and not context.tables:
        yield relation(
            context, "R13", "inconsistent", "review_points_unexplained", [total.quote], expected=f"{_show(lost)}分",
            stated=f"{_show(total.value)}分",
        )  # fmt: skip
