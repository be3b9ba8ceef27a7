"""R11 SCORE for parts told by name: full marks, awards and deductions of one part, wherever the report tells each.

决策20分、过程20分……，分别得20分、19分……，总得分98分; 过程25分，得23.5分 and 过程扣1.5分 elsewhere; the rows of a table and
效益指标得30分 in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import chinese_of, without, word
from yiheng.review.reading.point import opens_row
from yiheng.review.reading.score_parts import (
    FULL_MARKS,
    Point,
    awards_of,
    listed_awards,
    points_of,
    shown_points,
    turn_end,
)
from yiheng.review.reading.table import Table
from yiheng.review.rules.score import points

_CLAUSE = re.compile(r"[。；;，,：:（()）、\n\s]")
_PARTS_LEAST = 3
_LEAD = 16
_NAME_LEAST = 2

Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """A part of the score by its name, with what it could and did get, and where that stands."""

    name: str
    full: Fraction
    given: Fraction
    span: Span


def part_relations(context: Context) -> Iterator[Relation]:
    """All rules on parts of the score that are told by name."""
    for line in context.report.lines:
        told = points_of(line)
        yield from _awards_in_turn(context, told)
        yield from _full_marks(context, told)
    yield from _deducted(context)
    yield from _groups_told(context)


def _told(
    context: Context, spans: Sequence[Span], subject: str, expected: Fraction, stated: Fraction, formula: str
) -> Relation:
    verdict = "consistent" if expected == stated else "inconsistent"
    return relation(
        context, "R11", verdict, "review_score_sum", [context.quote(*span) for span in spans], subject=subject,
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(stated)}分", formula=formula,
    )  # fmt: skip


def _sum(values: Sequence[Point]) -> Fraction:
    return sum((one.value for one in values), Fraction(0))


def _formula(values: Sequence[Point]) -> str:
    return " + ".join(shown_points(one.value) for one in values)


def _awards_in_turn(context: Context, told: Sequence[Point]) -> Iterator[Relation]:
    """分别得20分、19分、35分、24分，总得分98分: each within its full mark, all together the total; 满分分别为 tells the full marks of
    the awards before it."""
    leads = [one.lead for one in told]
    for at, first in enumerate(told):
        if not word("score_in_turn").search(first.lead):
            continue
        end = turn_end(leads, at)
        awards = told[at:end]
        if len(awards) < _PARTS_LEAST:
            continue
        spans = [(one.start, one.end) for one in awards]
        turned = word("award_full").search(first.lead) is not None
        closing = (one for one in told[end : end + 2] if not word("score_deducted").search(one.name))
        total = next(closing, None)
        summed = total is not None and len(total.lead) < _LEAD and word("score_sum_after").search(total.lead)
        plain = total is not None and not word("pt_not_sum").search(total.lead)  # 加权得分92分
        apart = turned or word("only_others").search(first.lead)
        if total is not None and summed and plain and not apart:
            yield _told(
                context,
                [*spans, (total.start, total.end)],
                "各项得分",
                _sum(awards),
                total.value,
                _formula(awards),
            )
        named = [one for one in told[:at] if not word("points_apart_from_list").search(one.name)]
        before = named[-len(awards) :]
        if len(before) == len(awards):
            for pair in zip(before, awards, strict=True):
                award, full = pair if turned else pair[::-1]
                if award.value > full.value:
                    yield relation(
                        context, "R11", "review", "review_award_above",
                        [context.quote(full.start, full.end), context.quote(award.start, award.end)],
                        subject=full.name or "得分", expected=f"{shown_points(full.value)}分",
                        stated=f"{shown_points(award.value)}分",
                    )  # fmt: skip


def _full_marks(context: Context, told: Sequence[Point]) -> Iterator[Relation]:
    """决策15分、过程25分、产出35分、效益25分，满分100分: full marks one after another make the whole."""
    for at, whole in enumerate(told):
        if whole.value != FULL_MARKS or not word("score_whole").search(whole.lead):
            continue
        before = _run(told[:at][::-1])[::-1]
        after = (
            _run(told[at + 1 :], forward=True)
            if at + 1 < len(told) and word("points_listed").search(told[at + 1].lead)
            else []
        )
        for parts in (before if len(whole.lead) < _LEAD else [], after):
            if len(parts) >= _PARTS_LEAST:
                spans = [(one.start, one.end) for one in (*parts, whole)]
                yield _told(context, spans, "各项满分", _sum(parts), whole.value, _formula(parts))


def _run(points_near: Sequence[Point], *, forward: bool = False) -> list[Point]:
    """The points that stand in one list with short names, none of them an award, a deduction or a total; ``forward`` where they are
    read as they stand, up to the end of a sentence."""
    found: list[Point] = []
    for one in points_near:
        if forward and found and "。" in one.lead:
            break
        plain = not word("points_apart_from_list").search(one.name) and not word("score_deducted").search(
            one.name
        )
        plain = plain and word("pt_award").search(one.name) is None  # 定量80分、定性20分；定量得76分
        if not plain or len(chinese_of(one.name)) < _NAME_LEAST or len(one.name) > _LEAD:
            break
        found.append(one)
        if re.search(r"[。；;：:]", one.lead):
            break
    return found


def name_of_part(text: str) -> str:
    """The name of a part at the end of some words, without what any part is called."""
    return chinese_of(without("score_part_noise", _CLAUSE.split(text)[-1]))


def parts_named(context: Context) -> list[Part]:
    """Every part of which the text gives full marks and award."""
    found = []
    for line in context.report.lines:
        for one in (*awards_of(line), *listed_awards(line)):
            name = name_of_part(line.text[: one.start - line.start].rstrip("，,（(：: "))
            if len(name) >= _NAME_LEAST:
                found.append(Part(name, one.full, one.given, (one.start, one.end)))
    return found


def _deducted(context: Context) -> Iterator[Relation]:
    """过程25分，得23.5分, and elsewhere 过程扣2.5分."""
    parts: dict[str, list[Part]] = {}
    for one in parts_named(context):
        parts.setdefault(one.name, []).append(one)
    lost: dict[str, list[tuple[Fraction, Span]]] = {}
    for line in context.report.lines:
        for match in points("score_deducted").finditer(line.text):
            name = name_of_part(line.text[: match.start()])
            if name in parts:
                span = (line.start + match.start(), line.start + match.end())
                lost.setdefault(name, []).append((Fraction(match[1]), span))
    for name, told in lost.items():
        own = parts[name]
        if len(told) != 1 or len({(one.full, one.given) for one in own}) != 1:
            continue
        (value, span), part = told[0], own[0]
        if opens_row(context.text, part.span[1]):
            continue
        shown = f"{shown_points(part.full)} − {shown_points(part.given)}"
        yield _told(context, [part.span, span], f"{name}扣分", part.full - part.given, value, shown)


def _groups_told(context: Context) -> Iterator[Relation]:
    """The awards of a table's rows under one name, and the award that the text gives that name."""
    groups = _groups(context)
    if not groups:
        return
    for line in context.report.lines:
        if "\t" in line.text or "|" in line.text:
            continue
        for match in points("score_of_group").finditer(line.text):
            name = name_of_part(line.text[: match.start()])
            rows = groups.get(name)
            if rows is None or len(rows) < _NAME_LEAST:
                continue
            value = sum((given for given, _ in rows), Fraction(0))
            span = (line.start + match.start(), line.start + match.end())
            shown = " + ".join(shown_points(given) for given, _ in rows)
            yield _told(
                context, [*(one for _, one in rows), span], f"{name}得分", value, Fraction(match[1]), shown
            )


def _whole_of(table: Table, full: int) -> Fraction:
    """All full marks of a table together, without its last row of totals."""
    rows = [row for row in table.rows if not word("row_total").match(row[0].bare)]
    marks = [row[full].quantity for row in rows]
    return sum((one.printed.value for one in marks if one is not None), Fraction(0))


def _groups(context: Context) -> dict[str, list[tuple[Fraction, Span]]]:
    """The awards of tables by the first cell of their rows; an empty one goes on with the name above."""
    found: dict[str, list[tuple[Fraction, Span]]] = {}
    again: set[str] = set()
    for table in context.tables:
        award, full = table.column(word("head_award")), table.column(word("head_full"))
        if award < 1 or full < 1 or _whole_of(table, full) != FULL_MARKS:
            continue
        name = ""
        for row in table.rows:
            shown = row[0].bare
            before, name = name, name_of_part(shown) if shown else name
            if name != before and name in found:
                again.add(name)  # of several projects, each with its own
            given = row[award].quantity
            if name and given is not None and not word("row_total").match(shown):
                found.setdefault(name, []).append((given.printed.value, (row[award].start, row[award].end)))
    return {name: rows for name, rows in found.items() if name not in again}
