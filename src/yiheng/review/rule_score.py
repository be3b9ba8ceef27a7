"""R11 SCORE: awards, deductions and full marks of a report add up to the total it gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from yiheng.review.context import Context, relation
from yiheng.review.finding import Quote, Relation
from yiheng.review.layout import Line
from yiheng.review.lexicon import limit, word

_NUMBER = r"(?<![\d.])(\d{1,4}(?:\.\d{1,4})?)"
_POINTS = rf"\s?{_NUMBER}\s?分(?![钟项类档位])"
_FULL_MARKS = 100


@dataclass(frozen=True)
class Stated:
    """A number of points with its span in the whole text.

    ``of_project``: its clause names a project. ``of_report``: its sentence names nothing but the report itself.
    """

    value: Fraction
    quote: Quote
    of_project: bool = False
    of_report: bool = False


@cache
def points(lead: str) -> re.Pattern[str]:
    """Words of a list with a number of points after them: 自评得分为95分."""
    return re.compile(rf"(?:{word(lead).pattern}){word('score_joint').pattern}{_POINTS}")


@cache
def _full_then_award() -> re.Pattern[str]:
    """满分20分，得19分；产出35分得34分；决策（20分）得20分."""
    return re.compile(
        rf"(?:{word('award_full').pattern})?(?:为|：|:)?{word('score_before_award').pattern}{_POINTS}[）)]?[，,、：:]?{word('award_own').pattern}(?:为|：|:)?{_POINTS}"
    )


@cache
def _award_then_full() -> re.Pattern[str]:
    """得19分（满分20分）."""
    return re.compile(
        rf"{word('award_own').pattern}(?:为|：|:)?{_POINTS}[（(，,/]{word('award_full').pattern}(?:为|：|:)?{_POINTS}"
    )


def score_relations(context: Context) -> Iterator[Relation]:
    """All rules on scores."""
    scores = total_scores(context)
    yield from _level_sums(context)
    yield from _awards_within_full(context)
    yield from _restated(context, scores)
    if scores:
        yield from _parts_of_total(context, scores[-1])
        yield from _total_by_deductions(context, scores[-1])
        yield from _total_by_awards(context, scores[-1])


def total_scores(context: Context) -> list[Stated]:
    """The report's own total scores; those of others' evaluations are not, a project's only where it is the one."""
    found: list[Stated] = []
    for lead, least in (
        ("score_total", 0),
        ("score_alone", limit("total_least")),
        ("score_got", limit("total_least")),
    ):
        for match in points(lead).finditer(context.body):
            low = match.start()
            name = re.split(r"[。，；;\n（(]", context.body[max(0, low - 24) : low])[-1]
            value = Fraction(match[1])
            if (
                word("score_not_own").search(name)
                or not least <= value <= 120
                or _of_other_year(context, name)
            ):
                continue
            span = context.report.start + low, context.report.start + match.end()
            if not any(span[0] < one.quote.end and one.quote.start < span[1] for one in found):
                of_project = bool(word("score_of_project").search(name))
                found.append(Stated(value, context.quote(*span), of_project, _of_report(context, low)))
    found.sort(key=lambda one: one.quote.start)
    if any(one.value < _FULL_MARKS for one in found):  # 总分100分，自评得分98分
        found = [
            one for one in found if one.value != _FULL_MARKS or not word("score_full").match(one.quote.text)
        ]
    own = [one for one in found if not one.of_project]
    return [one for one in own if one.of_report] or own or (found if len(found) == 1 else [])


def _of_other_year(context: Context, name: str) -> bool:
    """Whether a clause speaks of another year than the report's."""
    years = re.findall(r"(?:19|20)\d{2}(?=年)", name)
    return bool(years and context.report.year and int(years[-1]) != context.report.year)


def _of_report(context: Context, at: int) -> bool:
    """Whether the words of a sentence before a total are the report's own name, or how it was evaluated."""
    clauses = re.split(r"[，,]", re.split(r"[。；;\n]", context.body[max(0, at - 120) : at])[-1])
    return all(word("score_by").match(one) or not word("score_named_noise").sub("", one) for one in clauses)


def shown_points(value: Fraction) -> str:
    """Points as printed: 98.5."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def _restated(context: Context, scores: Sequence[Stated]) -> Iterator[Relation]:
    """The total told twice, each time in the report's own name."""
    plain = [one for one in scores if one.of_report]
    for other in plain[1:]:
        first = plain[0]
        if other.value != first.value and "复算" not in other.quote.text + first.quote.text:
            yield relation(
                context, "R6", "inconsistent", "review_same", [first.quote, other.quote], subject="自评得分",
                expected=f"{shown_points(first.value)}分", stated=f"{shown_points(other.value)}分",
            )  # fmt: skip


def _level_sums(context: Context) -> Iterator[Relation]:
    """A得4分，B得2分，C得2分，共计得8分."""
    for line in context.report.lines:
        for match in points("award_sum").finditer(line.text):
            begin = max(line.text.rfind("。", 0, match.start()), 0)
            pieces = [
                Fraction(one[1]) for one in points("award_piece").finditer(line.text, begin, match.start())
            ]
            if len(pieces) < 2:
                continue
            total, claimed = sum(pieces, Fraction(0)), Fraction(match[1])
            quote = context.quote(line.start + begin, line.start + match.end())
            yield relation(
                context, "R11", "consistent" if total == claimed else "inconsistent", "review_score_sum", [quote],
                subject="分项得分", expected=f"{shown_points(total)}分", stated=f"{match[1]}分",
                formula=" + ".join(shown_points(piece) for piece in pieces),
            )  # fmt: skip


@dataclass(frozen=True)
class Award:
    """Full marks and award of one part, with their span."""

    full: Fraction
    given: Fraction
    start: int
    end: int


def _awards(line: Line) -> list[Award]:
    """The parts of a line that give full marks and award."""
    found = [
        Award(Fraction(match[1]), Fraction(match[2]), line.start + match.start(), line.start + match.end())
        for match in _full_then_award().finditer(line.text)
    ]
    for match in _award_then_full().finditer(line.text):
        low, high = line.start + match.start(), line.start + match.end()
        if not any(low < one.end and one.start < high for one in found):
            found.append(Award(Fraction(match[2]), Fraction(match[1]), low, high))
    return sorted(found, key=lambda one: one.start)


def _awards_within_full(context: Context) -> Iterator[Relation]:
    for line in context.report.lines:
        for one in _awards(line):
            if one.given > one.full:
                yield relation(
                    context, "R11", "inconsistent", "review_award_above", [context.quote(one.start, one.end)],
                    subject="得分", expected=f"{shown_points(one.full)}分", stated=f"{shown_points(one.given)}分",
                )  # fmt: skip


def _parts_of_total(context: Context, total: Stated) -> Iterator[Relation]:
    """投入指标满分20分，得20分；…… 总得分97.5分: full marks that make 100, in one line or in one part of the report."""
    own = context.report.line_at(total.quote.start)
    parts = _hundred(_awards(own))
    if not parts:
        heading = own.path[:1]
        near = [line for line in context.report.lines if line.path[:1] == heading]
        parts = _hundred([one for line in near for one in _awards(line)])
    parts = [one for one in parts if not (one.start < total.quote.end and total.quote.start < one.end)]
    if len(parts) < 3:
        return
    expected = sum((one.given for one in parts), Fraction(0))
    yield relation(
        context, "R11", "consistent" if expected == total.value else "inconsistent", "review_score_total",
        [total.quote, *(context.quote(one.start, one.end) for one in parts)], subject="各项得分之和",
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分",
        formula=" + ".join(shown_points(one.given) for one in parts),
    )  # fmt: skip


def _hundred(parts: list[Award]) -> list[Award]:
    """Parts whose full marks make 100; the whole itself is not one of them."""
    parts = [one for one in parts if one.full < _FULL_MARKS]
    whole = sum((one.full for one in parts), Fraction(0)) == _FULL_MARKS
    return parts if len(parts) >= 3 and whole else []


def _total_by_deductions(context: Context, total: Stated) -> Iterator[Relation]:
    """100 less what the conclusion says was deducted, plus its bonus."""
    line = context.report.line_at(total.quote.start)
    text, base = line.text, line.start
    everything = list(points("score_deducted_all").finditer(text))
    spans = {match.end() for match in everything}
    single = [match for match in points("score_deducted").finditer(text) if match.end() not in spans]
    bonus = [m for m in points("score_bonus").finditer(text) if m.start() >= total.quote.end - base]
    single, everything = _whole_apart(single, everything)
    lost = [Fraction(match[1]) for match in single]
    if everything and len(single) >= 2:
        yield from _deductions_sum(context, line, everything[-1], single)
    if not single and not everything:
        yield from _deductions_around(context, total, line)
        return
    added = sum((Fraction(match[1]) for match in bonus), Fraction(0))
    after = [Fraction(match[1]) for match in single if match.start() >= total.quote.end - base]
    sums = [sum(one, Fraction(0)) for one in (after, lost) if one] or [Fraction(everything[-1][1])]
    options = [_FULL_MARKS - one + added for one in sums]
    expected = total.value if total.value in options else options[0]
    said = "consistent" if expected == total.value else "inconsistent"
    if said == "inconsistent" and (
        word("score_partial_list").search(text[total.quote.end - base :][:80]) or not after
    ):
        said = "review"
    told = [*single, *bonus] or everything
    quotes = [total.quote, *(context.quote(base + m.start(), base + m.end()) for m in told)]
    formula = f"{_FULL_MARKS} − {shown_points(_FULL_MARKS + added - expected)}" + (
        f" + {shown_points(added)}" if added else ""
    )
    yield relation(
        context, "R11", said, "review_score_total", quotes, subject="自评得分",
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分", formula=formula,
    )  # fmt: skip


def _whole_apart(
    single: list[re.Match[str]], everything: list[re.Match[str]]
) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The deductions, and what sums them up: 失分4.5分：甲失1.5分，乙失3分."""
    if len(single) < 2 or everything:
        return single, everything
    first = single[0]
    heads = word("deduction_heading").match(first.group()) or first.string[first.end() : first.end() + 1] in (
        "：",
        ":",
        "的",
    )
    return (single[1:], [first]) if heads else (single, everything)


def _deductions_sum(
    context: Context, line: Line, whole: re.Match[str], parts: Sequence[re.Match[str]]
) -> Iterator[Relation]:
    """共扣4分，其中甲扣1分，乙扣3分."""
    expected, claimed = sum((Fraction(one[1]) for one in parts), Fraction(0)), Fraction(whole[1])
    quotes = [context.quote(line.start + m.start(), line.start + m.end()) for m in (whole, *parts)]
    yield relation(
        context, "R11", "consistent" if expected == claimed else "inconsistent", "review_score_sum", quotes,
        subject="各项扣分", expected=f"{shown_points(expected)}分", stated=f"{whole[1]}分",
        formula=" + ".join(one[1] for one in parts),
    )  # fmt: skip


def _deductions_around(context: Context, total: Stated, own: Line) -> Iterator[Relation]:
    """Deductions told in the paragraphs beside the total: they can confirm; a gap is a question."""
    near = [
        line
        for line in context.report.lines
        if line is not own
        and line.path[:1] == own.path[:1]
        and (
            line.path == own.path or word("deduction_heading").search(line.text[:12] + "".join(line.path[1:]))
        )
    ]
    told = [(line, match) for line in near for match in points("score_deducted").finditer(line.text)]
    if not told:
        return
    expected = _FULL_MARKS - sum((Fraction(match[1]) for _, match in told), Fraction(0))
    distance = abs(expected - total.value)
    if distance and (distance > limit("near_points") or len(told) < 2):
        return  # some are told in other words
    quotes = [context.quote(line.start + m.start(), line.start + m.end()) for line, m in told]
    yield relation(
        context, "R11", "review" if distance else "consistent", "review_score_total", [total.quote, *quotes],
        subject="自评得分", expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分",
        formula=f"{_FULL_MARKS} − {shown_points(_FULL_MARKS - expected)}",
    )  # fmt: skip


def _award_of(line: str) -> Fraction | None:
    """The award of an indicator's paragraph: 共得, else 得, else 不得分."""
    summed = points("award_sum").search(line)
    if summed:
        return Fraction(summed[1])
    awards = list(points("award_of_indicator").finditer(line))
    if awards:
        return Fraction(awards[-1][1])
    return Fraction(0) if word("award_nothing").search(line) else None


def _total_by_awards(context: Context, total: Stated) -> Iterator[Relation]:
    """The indicators' awards, one a paragraph, against the total; it can confirm, and else only ask."""
    awards = []
    for line in context.report.lines:
        if word("award_item").search(line.text):
            award = _award_of(line.text)
            if award is not None:
                awards.append(award)
    if len(awards) < 4:
        return
    expected = sum(awards, Fraction(0))
    if expected != total.value and (len(awards) < 5 or abs(expected - total.value) > limit("near_points")):
        return  # some indicators are told in other words
    said = "consistent" if expected == total.value else "review"
    yield relation(
        context, "R11", said, "review_score_total", [total.quote], subject="各指标得分之和",
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分",
        formula=" + ".join(shown_points(one) for one in awards),
    )  # fmt: skip
