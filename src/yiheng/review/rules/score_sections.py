"""R11 on the sections of a report: what each one closes with (自评得19.30分) makes the total score, and is its full marks less what its
own lines deduct; where a heading tells what its section got, the items under it make that.

Full marks stand in the headings (（二）过程管理（20分）), or are listed once before (项目决策20分、过程管理20分……).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, word
from yiheng.review.reading.point import AWARD, BARE, EACH, FULL, LOST, RULE, Point, points_told
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.rules.ledger_check import plus_of, sum_of, tops
from yiheng.review.rules.score import total_scores

_NUMBER, _BRACKETED = (
    re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"),
    re.compile("[（(].*?[）)]"),
)
_SECTIONS_LEAST, _ITEMS_LEAST, _NAME_LEAST = 3, 2, 2


@dataclass(frozen=True)
class Section:
    """What stands under one heading of the second level: its full marks, the award that closes it, what its lines deduct."""

    name: str
    full: Point
    award: Point
    lost: tuple[Point, ...]
    counted: bool
    """Whether all that it deducts is told in plain numbers, none by a rule or for each of several."""


def section_relations(context: Context) -> Iterator[Relation]:
    """The closing awards of the sections against the total score, and each against its full marks and deductions."""
    for lines in _chapters(context):
        sections = _sections(context, lines)
        if len(sections) >= _SECTIONS_LEAST and sum_of([one.full for one in sections]) == FULL_MARKS:
            yield from _total(context, [one.award for one in sections])
            for one in sections:
                yield from _own(context, one)
        yield from _items(context, lines)
        yield from _heads(context, lines)
        yield from _closed(context, lines)


def _chapters(context: Context) -> Iterator[list[list[Line]]]:
    """The lines of each chapter by their headings of the second level."""
    chapters: dict[str, dict[str, list[Line]]] = {}
    for line in context.report.lines:
        if len(line.path) > 1:
            chapters.setdefault(line.path[0], {}).setdefault(line.path[1], []).append(line)
    for sections in chapters.values():
        yield list(sections.values())


def _sections(context: Context, lines: Sequence[Sequence[Line]]) -> list[Section]:
    """The sections of a chapter; none where one of them has no full marks, or does not close with one award."""
    found = []
    listed = _listed_fulls(context)
    for own in lines:
        told = [one for line in own for one in points_told(line)]
        closing = [one for one in told if one.role == AWARD and word("section_award").search(one.lead)]
        name = _name_of(own[0])
        head = next((one for one in points_told(own[0]) if one.role == FULL), None)
        full = head or next((one for named, one in listed.items() if name.endswith(named)), None)
        if (
            len(closing) != 1
            or full is None
            or closing[0].start != told[-1].start
            and not _ends(told, closing[0])
        ):
            return []
        lost = tops(context, [one for one in told if one.role == LOST and one.times == 1 and not one.whole])
        counted = not any(one.role in (RULE, EACH) or one.times != 1 for one in told)
        found.append(Section(name, full, closing[0], tuple(lost), counted))
    return found


def _ends(told: Sequence[Point], award: Point) -> bool:
    """Whether only what was lost is told after an award: 自评得19分（预算执行率扣1分）."""
    return all(one.role == LOST for one in told if one.start > award.start)


def _listed_fulls(context: Context) -> dict[str, Point]:
    """The full marks of the parts where one sentence lists them: 项目决策20分、过程管理20分、项目产出40分、项目效益20分."""
    for line in context.report.lines:
        told = [one for one in points_told(line) if one.role in (BARE, FULL)]
        named = {chinese_of(one.name).removeprefix("其中"): one for one in told if one.value < FULL_MARKS}
        named = {name: one for name, one in named.items() if len(name) >= _NAME_LEAST}
        if len(named) >= _SECTIONS_LEAST and sum_of(list(named.values())) == FULL_MARKS:
            return named
    return {}


def _heads(context: Context, lines: Sequence[Sequence[Line]]) -> Iterator[Relation]:
    """（一）项目决策（20分，得20分）……: the awards in the headings of a chapter, whose full marks make a hundred."""
    heads = [points_told(own[0]) for own in lines]
    pairs = [(told[0], told[1]) for told in heads if [one.role for one in told[:2]] == [FULL, AWARD]]
    if len(pairs) >= _SECTIONS_LEAST and sum_of([full for full, _ in pairs]) == FULL_MARKS:
        yield from _total(context, [award for _, award in pairs])


def _total(context: Context, awards: Sequence[Point]) -> Iterator[Relation]:
    """The awards of all sections against the report's total score, told outside them."""
    inside = {one.start for one in awards}
    totals = [
        one
        for one in context.once(total_scores)
        if not any(one.quote.start <= start < one.quote.end for start in inside)
    ]
    if len({one.value for one in totals}) != 1:
        return
    expected, total = sum_of(awards), totals[-1]
    yield relation(
        context, "R11", "consistent" if expected == total.value else "inconsistent", "review_score_total",
        [total.quote, *(context.quote(one.start, one.end) for one in awards)], subject="各部分得分之和",
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(total.value)}分", formula=plus_of(awards),
    )  # fmt: skip


def _own(context: Context, one: Section) -> Iterator[Relation]:
    """What a section got against its full marks and what its lines deduct."""
    if not one.counted or (not one.lost and one.award.value < one.full.value):
        return  # lost for a reason that is told without points, or by a rule
    yield _less(context, one.name, one.full, one.award, one.lost, [one.full, *one.lost, one.award])


def _less(
    context: Context, name: str, full: Point, award: Point, lost: Sequence[Point], quoted: Sequence[Point]
) -> Relation:
    """What a section got against its full marks less what is deducted."""
    expected = full.value - sum_of(lost)
    return relation(
        context, "R11", "consistent" if expected == award.value else "inconsistent", "review_score_sum",
        [context.quote(one.start, one.end) for one in quoted], subject=f"{name}得分",
        expected=f"{shown_points(expected)}分", stated=award.shown,
        formula=" − ".join(shown_points(one.value) for one in (full, *lost)),
    )  # fmt: skip


def _items(context: Context, lines: Sequence[Sequence[Line]]) -> Iterator[Relation]:
    """（三）产出指标（满分30分，得28分） against what each item under it got, where every item tells it."""
    for own in lines:
        head = points_told(own[0])
        if [one.role for one in head] != [FULL, AWARD] or len(own) <= _ITEMS_LEAST:
            continue
        items = [_awards_of_item(points_told(line)) for line in own[1:] if line.text.strip()]
        if not any(items):
            yield from _lost_under(context, own, head)
        if not all(items) or sum(map(len, items)) < _ITEMS_LEAST:
            continue
        awards = [one for item in items for one in item]
        expected, name = sum_of(awards), _name_of(own[0])
        yield relation(
            context, "R11", "consistent" if expected == head[1].value else "inconsistent", "review_score_sum",
            [context.quote(one.start, one.end) for one in (*awards, head[1])], subject=f"{name}得分",
            expected=f"{shown_points(expected)}分", stated=head[1].shown, formula=plus_of(awards),
        )  # fmt: skip


def _closed(context: Context, lines: Sequence[Sequence[Line]]) -> Iterator[Relation]:
    """（二）过程指标（满分30分）…… 过程指标共扣3分，得27分: the line that closes a section."""
    for section in lines:
        own = [line for line in section if line.text.strip()]
        head, close = points_told(own[0]), points_told(own[-1])
        if [one.role for one in head] != [FULL] or [one.role for one in close] != [LOST, AWARD]:
            continue
        if len(own) > _ITEMS_LEAST and close[0].whole and _name_of(own[0]) in own[-1].text:
            yield _less(context, _name_of(own[0]), head[0], close[1], close[:1], [head[0], *close])


def _lost_under(context: Context, own: Sequence[Line], head: Sequence[Point]) -> Iterator[Relation]:
    """（四）项目效益（满分20分，得18分）, under which the lines deduct what is lost."""
    told = [one for line in own[1:] for one in points_told(line)]
    lost = tops(context, [one for one in told if one.role == LOST and not one.whole])
    full, award = head
    plain = all(one.times == 1 for one in lost) and not any(one.role in (RULE, EACH) for one in told)
    if not lost or not plain or award.value == full.value:
        return
    yield _less(context, _name_of(own[0]), full, award, lost, [full, award, *lost])


def _awards_of_item(told: Sequence[Point]) -> list[Point]:
    """What an item got: its one award or the sum of several, else all of them; none where it goes on with other points, or tells an
    award for each of several."""
    awards = [one for one in told if one.role == AWARD]
    if not awards or told[-1] is not awards[-1]:
        return []
    if awards[-1].whole or len(awards) == 1:
        return awards[-1:]
    return awards if all(one.role != EACH and not one.whole for one in told) else []


def _name_of(heading: Line) -> str:
    """（二）过程管理（20分） without its number and points."""
    return chinese_of(_BRACKETED.sub("", _NUMBER.sub("", heading.path[1])))
