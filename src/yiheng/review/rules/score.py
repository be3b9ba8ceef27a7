"""R11 SCORE: awards, deductions and full marks of a report add up to the total it gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import limit, word
from yiheng.review.reading.score_lost import (
    in_bracket,
    is_rule,
    lost_by_rule,
    segment,
    tops,
    under,
    whole_apart,
)
from yiheng.review.reading.score_parts import (
    FULL_MARKS,
    NUMBER,
    POINTS,
    Award,
    awards_of,
    hundred,
    listed_awards,
    runs_of,
    shown_points,
)
from yiheng.review.reading.score_sheet import sheets
from yiheng.review.rules.score_items import item_relations, item_starts

_OF_HUNDRED = re.compile(rf"(?:合计|总计|总分|得分)(?:为|：|:)?\s?({NUMBER}\s?/\s?100)(?![\d.])")
_ITEMS = 3
_AND_POINTS = re.compile(rf"[、和及]{POINTS}")


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
    return compiled(rf"(?:{word(lead).pattern}){word('score_joint').pattern}{POINTS}")


def score_relations(context: Context) -> Iterator[Relation]:
    """All rules on scores."""
    scores = context.once(total_scores)
    yield from item_relations(context, [(one.value, one.quote) for one in context.once(_scores_told)])
    yield from _restated(context, scores)
    yield from _headed_deductions(context)
    if scores:
        told = list(_parts_of_total(context, scores[-1]))
        closed = any(one.verdict == "consistent" for one in told) or any(
            sheet.awarded == scores[-1].value for sheet in context.once(sheets)
        )
        for one in (*_total_by_deductions(context, scores[-1]), *_total_by_awards(context, scores[-1])):
            own = context.report.line_at(scores[-1].quote.start)
            summed = points("score_deducted_all").search(own.text)
            if one.verdict == "consistent" or not closed or summed or _deductions_told(context, own):
                told.append(one)
            elif _loses_more(one):
                told.append(replace(one, verdict="review", repairs=()))
        yield from told


def _loses_more(one: Relation) -> bool:
    """Whether more is told to be lost than the total lacks, which no part of a list left out explains."""
    due, stated = (Fraction(told.removesuffix("分")) for told in (one.expected, one.stated))
    return one.code == "review_score_total" and due < stated


def total_scores(context: Context) -> list[Stated]:
    """The report's own total scores; those of others' evaluations are not, a project's only where it is the one."""
    found = _without_items(context, context.once(_scores_told))
    own = [one for one in found if not one.of_project]
    return [one for one in own if one.of_report] or own or (found if len(found) == 1 else [])


def _scores_told(context: Context) -> list[Stated]:
    """All scores that a report tells of what it evaluates, in order."""
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
                or (match.group().startswith("得分") and value < limit("total_least"))
                or _of_other_year(context, name)
                or word("score_bound").match(context.body, match.end())
            ):
                continue
            span = context.report.start + low, context.report.start + match.end()
            if not any(span[0] < one.quote.end and one.quote.start < span[1] for one in found):
                of_project = bool(word("score_of_project").search(name))
                found.append(Stated(value, context.quote(*span), of_project, _of_report(context, low)))
    found = [one for one in found if not word("score_then_got").match(context.text, one.quote.end)]
    for match in _OF_HUNDRED.finditer(context.body):
        low, high = context.report.start + match.start(1), context.report.start + match.end(1)
        found.append(Stated(Fraction(match[2]), context.quote(low, high)))
    found.sort(key=lambda one: one.quote.start)
    if any(one.value < FULL_MARKS for one in found):  # 总分100分，自评得分98分
        found = [
            one for one in found if one.value != FULL_MARKS or not word("score_full").match(one.quote.text)
        ]
    others = {one.quote.start for one in found if _by_others(context, one)}
    return [one for one in found if one.quote.start not in others] or found


def _by_others(context: Context, one: Stated) -> bool:
    """Whether a score's own sentence says that others gave it: 经主管部门复核，最终得分92分."""
    low = max(context.report.start, one.quote.start - 40)
    said = re.split(r"[。；;\n]", context.text[low : one.quote.start])[-1]
    return bool(word("score_of_others").search(said)) and not word("score_self").search(one.quote.text)


def _without_items(context: Context, found: list[Stated]) -> list[Stated]:
    """Scores without those of numbered items one after another: the projects of a report, each with its own."""
    items: dict[tuple[str, ...], list[Stated]] = {}
    for one in found:
        line = context.report.line_at(one.quote.start)
        if word("score_of_item").match(line.text):
            items.setdefault(tuple(line.path[:-1]), []).append(one)
    of_items = {one.quote.start for listed in items.values() if len(listed) >= _ITEMS for one in listed}
    of_items |= item_starts(context, [(one.value, one.quote) for one in found])
    return [one for one in found if one.quote.start not in of_items]


def _of_other_year(context: Context, name: str) -> bool:
    """Whether a clause speaks of another year than the report's."""
    years = re.findall(r"(?:19|20)\d{2}(?=年)", name)
    return bool(years and context.report.year and int(years[-1]) != context.report.year)


def _of_report(context: Context, at: int) -> bool:
    """Whether the words of a sentence before a total are the report's own name, or how it was evaluated."""
    clauses = re.split(r"[，,]", re.split(r"[。；;\n]", context.body[max(0, at - 120) : at])[-1])
    return all(word("score_by").match(one) or not word("score_named_noise").sub("", one) for one in clauses)


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


def parts_of(context: Context, total: Stated) -> list[Award]:
    """The parts with full marks that make 100, in the total's own paragraph or in its part of the report."""
    own = context.report.line_at(total.quote.start)
    near = [line for line in context.report.lines if line.path[:1] == own.path[:1]]
    for parts in (
        hundred(awards_of(own)),
        hundred([one for line in near for one in awards_of(line)]),
        hundred(listed_awards(own)),
    ):
        kept = [one for one in parts if not (one.start < total.quote.end and total.quote.start < one.end)]
        if len(kept) >= 3:
            return kept
    return []


def _parts_of_total(context: Context, total: Stated) -> Iterator[Relation]:
    """投入指标满分20分，得20分；…… 总得分97.5分."""
    parts = parts_of(context, total)
    if parts:
        told = [context.quote(one.start, one.end) for one in parts]
        yield _sum_of_parts(context, total, [one.given for one in parts], told)
        return
    own = context.report.line_at(total.quote.start)
    for head, listed in runs_of(own):
        expected = sum((one.value for one in listed), Fraction(0))
        if (
            head.value == total.value
            and total.quote.start <= head.start < total.quote.end
            and expected != FULL_MARKS
            and 5 * expected < 6 * FULL_MARKS  # 92分（三位专家分别为91分、93分、92分）
        ):
            told = [context.quote(one.start, one.end) for one in listed]
            yield _sum_of_parts(context, total, [one.value for one in listed], told)
            return


def _sum_of_parts(
    context: Context, total: Stated, given: Sequence[Fraction], told: Sequence[Quote]
) -> Relation:
    expected = sum(given, Fraction(0))
    near = context.report.line_at(total.quote.start).path[:1]
    texts = (line.text for line in context.report.lines if line.path[:1] == near)
    wrong = "review" if any(word("pt_adjusted").search(text) for text in texts) else "inconsistent"
    return relation(
        context, "R11", "consistent" if expected == total.value else wrong, "review_score_total",
        [total.quote, *told], subject="各项得分之和", expected=f"{shown_points(expected)}分",
        stated=f"{shown_points(total.value)}分", formula=" + ".join(shown_points(one) for one in given),
    )  # fmt: skip


def _total_by_deductions(context: Context, total: Stated) -> Iterator[Relation]:
    """100 less what the conclusion says was deducted, plus its bonus."""
    line = context.report.line_at(total.quote.start)
    text, base = line.text, line.start
    everything = [one for one in points("score_deducted_all").finditer(text) if not lost_by_rule(text, one)]
    spans = {match.end() for match in everything}
    single = tops(
        [
            match
            for match in points("score_deducted").finditer(text)
            if match.end() not in spans
            and not is_rule(text, match)
            and not word("pt_lost_group").match(text, match.end())
            and not _of_other_year(context, segment(text, match.start()))
            and not word("score_of_others").search(re.split("[，,。；;]", text[: match.start()])[-1])
        ],
        text,
    )
    bonus = [m for m in points("score_bonus").finditer(text) if m.start() >= total.quote.end - base]
    single, everything = whole_apart(single, everything)
    lost = [Fraction(match[1]) for match in single]
    if everything and len(single) >= 2:
        yield from _deductions_sum(context, line, everything[-1], single)
    if not single and not everything:
        yield from _deductions_around(context, total, line)
        return
    added = sum((Fraction(match[1]) for match in bonus), Fraction(0))
    after = [Fraction(match[1]) for match in single if match.start() >= total.quote.end - base]
    outer = [Fraction(match[1]) for match in single if not in_bracket(text, match.start())]
    sums = [sum(one, Fraction(0)) for one in (after, lost, outer) if one] or [Fraction(everything[-1][1])]
    options = [FULL_MARKS - one + added for one in sums]
    options += [FULL_MARKS - lost[0] + added] if lost else []  # 得96分，扣4分。扣分项：……扣2分、……1分
    expected = total.value if total.value in options else options[0]
    said = "consistent" if expected == total.value else "inconsistent"
    if said == "inconsistent" and (
        word("score_partial_list").search(text[total.quote.end - base :][:80])
        or not after
        or _makes_up(context, line, FULL_MARKS - total.value + added - sums[0])
        or any(word("pt_each_of").search(text[max(0, m.start() - 2) : m.end()]) for m in single)  # 3个各扣1分
        or (expected.denominator == 1 and total.value.denominator != 1)  # a computed award lost the rest
    ):
        said = "review"
    told = [*single, *bonus] or everything
    quotes = [total.quote, *(context.quote(base + m.start(), base + m.end()) for m in told)]
    formula = f"{FULL_MARKS} − {shown_points(FULL_MARKS + added - expected)}" + (
        f" + {shown_points(added)}" if added else ""
    )
    yield relation(
        context, "R11", said, "review_score_total", quotes, subject="自评得分",
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分", formula=formula,
    )  # fmt: skip


def _makes_up(context: Context, line: Line, rest: Fraction) -> bool:
    """Whether deductions of other paragraphs make what a total lacks besides those told beside it."""
    told = [
        Fraction(one[1])
        for other in context.report.lines
        if other is not line
        for one in points("score_deducted").finditer(other.text)
        if not is_rule(other.text, one)
    ]
    return rest > 0 and (rest in told or sum(told) == rest)


def _deductions_sum(
    context: Context, line: Line, whole: re.Match[str], parts: Sequence[re.Match[str]]
) -> Iterator[Relation]:
    """共扣4分，其中甲扣1分，乙扣3分."""
    expected, claimed = sum((Fraction(one[1]) for one in parts), Fraction(0)), Fraction(whole[1])
    quotes = [context.quote(line.start + m.start(), line.start + m.end()) for m in (whole, *parts)]
    some = expected < claimed and any(
        word(one).search(line.text) for one in ("pt_partial", "pt_lost_grouped")
    )
    yield relation(
        context, "R11", "consistent" if expected == claimed else "review" if some else "inconsistent",
        "review_score_sum", quotes, subject="各项扣分", expected=f"{shown_points(expected)}分", stated=f"{whole[1]}分",
        formula=" + ".join(one[1] for one in parts),
    )  # fmt: skip


def _headed_deductions(context: Context) -> Iterator[Relation]:
    """过程扣2分：一是……扣1分；二是……扣1分: the points under a heading make its own."""
    for line in context.report.lines:
        told = [one for one in points("score_deducted").finditer(line.text) if not is_rule(line.text, one)]
        for head, first in zip(told, told[1:], strict=False):
            after = line.text[head.end() : first.start()]
            if not word("deductions_follow").match(after) or re.search(r"[。；;]", after):
                continue
            parts = under(line.text, head, told)
            if len(parts) < 2 and "一是" not in after:
                continue
            expected = sum((Fraction(one[1]) for one in parts), Fraction(0))
            less = expected < Fraction(head[1])
            quotes = [context.quote(line.start + m.start(), line.start + m.end()) for m in (head, *parts)]
            verdict = "consistent" if expected == Fraction(head[1]) else "review" if less else "inconsistent"
            yield relation(
                context, "R13" if less else "R11", verdict, "review_score_sum", quotes, subject="各项扣分",
                expected=f"{shown_points(expected)}分", stated=f"{head[1]}分",
                formula=" + ".join(one[1] for one in parts),
            )  # fmt: skip


def _deductions_told(context: Context, own: Line) -> bool:
    """Whether the report says that it lists what was deducted."""
    near = [line for line in context.report.lines if line.path[:1] == own.path[:1]]
    return any(word("deductions_told").search(line.text) for line in near)


def _deducted(text: str) -> Iterator[tuple[Fraction, int, int]]:
    """All points that a paragraph deducts, with their spans: 扣2分, 分别扣2分和1分."""
    told = [one for one in points("score_deducted").finditer(text) if not is_rule(text, one)]
    for match in tops(told, text):
        yield Fraction(match[1]), match.start(), match.end()
        low = match.end()
        while more := _AND_POINTS.match(text, low):
            yield Fraction(more[1]), more.start(), more.end()
            low = more.end()


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
    told = [(line, *one) for line in near for one in _deducted(line.text)]
    if not told:
        return
    expected = FULL_MARKS - sum((value for _, value, _, _ in told), Fraction(0))
    distance = abs(expected - total.value)
    if distance and (distance > limit("near_points") or len(told) < 2):
        return  # some are told in other words
    quotes = [context.quote(line.start + low, line.start + high) for line, _, low, high in told]
    yield relation(
        context, "R11", "review" if distance else "consistent", "review_score_total", [total.quote, *quotes],
        subject="自评得分", expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分",
        formula=f"{FULL_MARKS} − {shown_points(FULL_MARKS - expected)}",
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
