"""R11 SCORE, R13 EXPLAIN as a ledger: what full marks, awards and deductions of one item or one list must make.

Every number of points is read with the part it plays (:mod:`yiheng.review.reading.point`). What a number claims by its words is
recomputed in each way that these allow: 合计扣6分 from the deductions of its sentence, its paragraph, or the lines above. A
claim stands where any of them gives it; it is told only where none does and the words bind the operands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.point import AWARD, BARE, BONUS, FULL, LOST, Point, points_told
from yiheng.review.reading.quantity import whole_number
from yiheng.review.reading.score_parts import shown_points
from yiheng.review.rules.ledger_check import (
    END,
    HUNDRED,
    STOP,
    Check,
    by_rule,
    detailed,
    detailed_before,
    listed_full,
    own_of,
    plus_of,
    rest_of,
    sentence_start,
    stops,
    sum_of,
    tops,
)
from yiheng.review.rules.ledger_named import named_relations
from yiheng.review.rules.ledger_rate import rate_checks
from yiheng.review.rules.ledger_table import table_checks
from yiheng.review.rules.ledger_total import adjusted_checks, gap_checks, hundred_checks
from yiheng.review.rules.score_stands import standing

_LINES_BACK, _SHORT = 40, 24
_SECOND = 2
_PARTS_SURE = 3
_COUNTED = 12  # characters before a sum in which the parts that it is of may be counted
_LEAST, _MOST = Fraction(1, 2), Fraction(2)
"""How far a list that covers its total may be from it: a list of half of it is one of some parts only."""


def ledger_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations with those of the ledger: what it bears out is no longer doubted, what it doubts is told once."""
    checks: dict[tuple[int, str], list[Check]] = {}
    borne: set[int] = set()
    for one in _checks(context):
        checks.setdefault((one.claim.start, one.kind), []).append(one)
        if one.kind in _OF_TOTALS and one.fits and len(one.operands) >= _PARTS_SURE:
            borne.add(one.claim.start)
    told: list[Relation] = []
    accused = ends_of([one for one in found if one.rule in _SCORES], "inconsistent")
    for listed in checks.values():
        fitting = next((one for one in listed if one.fits), None)
        if fitting is not None:
            told.append(_relation(context, fitting, "consistent"))
            told.extend(_miscounted(context, fitting))
            continue
        sure = next((one for one in listed if one.sure), None)
        if sure is not None and sure.kind in _OF_TOTALS and sure.claim.start in borne:
            continue  # 四项共100分；分别得15分、19分……: what closes one list opens no other
        if sure is not None and not {one.end for one in (sure.claim, *sure.operands)} <= accused:
            told.append(_relation(context, sure, "inconsistent"))
            accused |= {one.end for one in (sure.claim, *sure.operands)}
    told = [one for one in (*found, *told) if not standing(context, one)]
    told = [*told, *_said(context)]
    told.extend(table_checks(context, told))
    return [*told, *named_relations(context, told)]


def _said(context: Context) -> Iterator[Relation]:
    """该项（5分）未扣分，得4.5分; 扣分项共4个：……, of which three are told."""
    for line in context.report.lines:
        for match in word("pt_unlost").finditer(line.text):
            if float(match["given"]) < float(match["full"]):
                span = line.start + match.start(), line.start + match.end()
                yield relation(
                    context, "R13", "inconsistent", "review_words", [context.quote(*span)],
                    expected=f"{match['given']}分 ＜ {match['full']}分", stated=match["said"],
                )  # fmt: skip
        for match in word("pt_lost_though").finditer(line.text):
            falls = word("sd_falls").search(line.text[max(0, match.start() - 16) : match.end()])
            if not falls and float(match["told"]) >= float(match["goal"]):
                span = line.start + match.start(), line.start + match.end()
                yield relation(
                    context, "R9", "inconsistent", "review_words", [context.quote(*span)],
                    expected=f"{match['told']}% ≥ {match['goal']}%", stated=match.group()[:8],
                )  # fmt: skip
        for match in word("pt_lost_count").finditer(line.text):
            count = whole_number(match["count"])
            end = re.search(r"[。\n]|$", line.text[match.end() :])
            stop = line.start + match.end() + (end.start() if end else 0)
            points = [one for one in points_told(line) if line.start + match.end() <= one.start < stop]
            lost = tops(context, [one for one in points if one.role == LOST and not one.whole])
            if (
                len(lost) > 1
                and count is not None
                and count != len(lost)
                and all(one.times == 1 for one in lost)
            ):
                quotes = [context.quote(line.start + match.start(), line.start + match.end())]
                yield relation(
                    context, "R6", "inconsistent", "review_counted", quotes, subject="扣分",
                    expected=f"{len(lost)}{match['unit']}", stated=match.group(),
                )  # fmt: skip


def _miscounted(context: Context, one: Check) -> Iterator[Relation]:
    """以上六项共扣4.9分, where the six that make 4.9 are told one by one."""
    counted = word("pt_counted_all").search(one.claim.name) if one.kind == "sum" else None
    if counted is None:
        return
    count = whole_number(counted["count"])
    if count is not None and count != len(one.operands) and all(p.times == 1 for p in one.operands):
        end = one.claim.start
        start = context.text.rfind(counted.group(), 0, end)
        yield relation(
            context, "R6", "inconsistent", "review_counted", [context.quote(start, one.claim.end)], subject="扣分",
            expected=f"{len(one.operands)}{counted['unit']}", stated=counted.group(),
        )  # fmt: skip


_SCORES = ("R11", "R12", "R13")
_OF_TOTALS = ("sum", "opened", "hundred")


def _relation(context: Context, one: Check, verdict: str) -> Relation:
    points = (*one.operands, one.claim)
    return relation(
        context, one.rule, verdict, "review_score_sum",
        [context.quote(*point) for point in sorted({*((p.start, p.end) for p in points), *one.more})], subject=one.subject,
        expected=f"{shown_points(one.expected)}分", stated=one.claim.shown, formula=one.formula,
    )  # fmt: skip


def _checks(context: Context) -> Iterator[Check]:
    lines: list[tuple[Line, list[Point]]] = []
    for line in context.report.lines:
        prose = "分" in line.text and "\t" not in line.text and not context.in_table(line.start)
        told = points_told(line) if prose else []
        if told:
            before = lines[-_LINES_BACK:]
            yield from _items(context, told)
            yield from _closed(context, told, before)
            yield from _opened(context, told)
            yield from hundred_checks(context, line, told)
            yield from gap_checks(context, told)
            for claim, operands, expected, formula, more in rate_checks(line, told):
                yield Check(
                    "R13", "rate", claim, operands, expected, formula, claim.name[-8:] or "得分", True, more
                )
        lines.append((line, told))


# Full mark, deduction and award of one item.


def _items(context: Context, told: Sequence[Point]) -> Iterator[Check]:
    """满分10分，扣2分，得8分, in whatever order: what was lost is the full mark less the award."""
    stretches = list(_stretches(context, told))
    one_item = sum(one.role == FULL for one in told) == 1
    if (
        one_item
        and len(stretches) > 1
        and word("pt_lost_listed").search(context.text[told[0].end : told[-1].start])
    ):
        stretches.append(list(told))  # 50分，实得46.5分。失分项为：……
    for stretch in stretches:
        items = _split(stretch)
        for item in items:
            fulls = [one for one in item if one.role == FULL]
            every = [one for one in item if one.role == AWARD]
            awards = every[:1] if every and every == item[-2:] and every[-1].whole else every  # 总计94分
            lost = [one for one in item if one.role == LOST]
            if len(fulls) != 1 or len(awards) != 1 or not lost or any(one.times != 1 for one in lost):
                continue
            full, award = fulls[0], awards[0]
            if listed_full(told, full) or (item is not items[0] and lost[0].whole):
                continue  # 产出（50分）得50分、满意度（10分）得9分，共扣3.4分: of all of them
            words = context.text[item[0].start - len(item[0].lead) : item[-1].end + 16]
            if word("pt_capped").search(words) or any(one.role == BONUS for one in item):
                continue
            if award.value > full.value and (award.value > HUNDRED // 2 or sum_of(lost) > full.value):
                continue  # 分值5分，计扣13分，自评87分: the award of the whole
            part = bool(word("pt_partial").search(words))
            given = full.value - award.value
            whole = [one for one in lost if one.whole]
            detailed = lost[:1] if sum_of(lost[1:]) == lost[0].points else []
            for listed in (whole, detailed, [one for one in lost if not one.whole]):
                if listed:
                    sure = not (part and sum_of(listed) < given)
                    yield Check(
                        "R13", "item", award, (full, *listed), full.value - sum_of(listed),
                        f"{shown_points(full.value)} − {plus_of(listed, ' − ')}", award.name[-8:] or "得分", sure,
                    )  # fmt: skip


def _stretches(context: Context, told: Sequence[Point]) -> Iterator[list[Point]]:
    """The points between two stops."""
    stretch: list[Point] = []
    for one in told:
        if stretch and stops(context, stretch[-1], one):
            yield stretch
            stretch = []
        stretch.append(one)
    if stretch:
        yield stretch


def _split(stretch: Sequence[Point]) -> list[list[Point]]:
    """A stretch cut before each full mark where it begins with one; whole where it does not."""
    own = [one for one in stretch if one.role in (FULL, AWARD, LOST, BONUS)]
    if not own or own[0].role != FULL:
        return [own]
    items: list[list[Point]] = []
    for one in own:
        if one.role == FULL:
            items.append([])
        items[-1].append(one)
    return items


# Sums that close a list, or open one.


def _closed(
    context: Context, told: Sequence[Point], before: Sequence[tuple[Line, list[Point]]]
) -> Iterator[Check]:
    """…，合计扣3.5分: the points told before it, in its sentence, its paragraph, or the lines above."""
    for at, claim in enumerate(told):
        if not (claim.whole or word("pt_closes").search(claim.name)) or word("pt_not_sum").search(claim.name):
            continue
        if detailed(context, claim, told[at + 1 :]):
            continue  # 合计扣2分（甲扣1分、乙扣1分）: a sum of what follows
        bound = not by_rule(context, told, at)
        scopes = [(list(told[sentence_start(context, told, at) : at]), bound), (list(told[:at]), bound)]
        if len(told[:at]) < 2:
            scopes.extend(_lines_above(before, claim))
        yield from _sums(context, claim, [(_until_whole(one, claim), sure) for one, sure in scopes])


def _until_whole(points: Sequence[Point], claim: Point) -> list[Point]:
    """The points after the last sum of the same kind."""
    last = max((n for n, one in enumerate(points) if one.whole and one.role == claim.role), default=-1)
    return list(points[last + 1 :])


def _lines_above(
    before: Sequence[tuple[Line, list[Point]]], claim: Point
) -> Iterator[tuple[list[Point], bool]]:
    """The points of the lines above, one line more each time; the last where something bounds them, and sure if it does."""
    above: list[Point] = []
    for other, told in reversed(before):
        short = len(other.text.strip()) < _SHORT and not re.search("[，：]", other.text)
        heads = short and bool(told) and all(one.role in (FULL, BARE) for one in told)
        if other.level == 1 or (other.level == _SECOND and not told) or heads or any(
            one.whole and one.role == claim.role for one in told
        ):  # fmt: skip
            yield above, True
            return
        above = [*told, *above]
        if told:
            yield list(above), False
    if len(before) < _LINES_BACK:
        yield above, True  # up to where the report begins


_SETS: dict[str, tuple[frozenset[str], ...]] = {
    AWARD: (frozenset({AWARD}), frozenset({AWARD, BARE}), frozenset({AWARD, BONUS}), frozenset({BARE}), frozenset({FULL}), frozenset({FULL, BARE}), frozenset({LOST})),
    LOST: (frozenset({LOST}), frozenset({LOST, BARE}), frozenset({BARE})),
    FULL: (frozenset({FULL}), frozenset({FULL, BARE}), frozenset({BARE})),
}  # fmt: skip
"""Of which parts a sum may be, the likeliest first: a bare 合计3分 may close awards, full marks or deductions."""


def _sums(context: Context, claim: Point, scopes: Sequence[tuple[Sequence[Point], bool]]) -> Iterator[Check]:
    """A sum against each set of points that it may be of."""
    words = (
        context.text[claim.start - 160 : claim.start] if claim.start > 160 else context.text[: claim.start]
    )
    partial = bool(word("pt_partial").search(END.split(words)[-1]))
    for scope, bounded in scopes:
        adjusted = claim.role == AWARD and any(word("pt_adjusted").search(one.lead) for one in scope)
        if adjusted:  # 基础分93分，加分项2分，减分项1分，最终得分94分
            yield from adjusted_checks(claim, scope)
        meant_so = claim.role != AWARD or not word("pt_not_sum_said").search(END.split(words)[-1])
        grouped = any(word("pt_lost_group").match(context.text, one.end) for one in scope)
        surest = bounded and not adjusted and meant_so and not grouped
        counted = word("pt_counted_parts").findall(words[-_COUNTED:])
        for roles in _SETS.get(claim.role, ()):
            parts = [one for one in scope if one.role in roles and not one.whole and one.value <= claim.value]
            if LOST in roles:
                parts = tops(context, parts)
            several = len(parts) > 1 or (len(parts) == 1 and parts[0].times > 1)
            if not several or any(one.times == 0 for one in parts):
                continue
            for fewer in detailed_before(parts) if claim.role == LOST else ():
                yield Check("R13", "sum", claim, fewer, sum_of(fewer), plus_of(fewer), "各项扣分", sure=False)
            value = sum_of(parts)
            near = claim.value * _LEAST <= value <= claim.value * _MOST
            own = any(one.role == claim.role for one in parts)
            meant = (
                own or (BARE in roles and claim.whole) or word("pt_sum_alone").search(claim.name) is not None
            )
            covers = near and not (partial and value < claim.value) and meant and (own or value != HUNDRED)
            if counted and whole_number(counted[-1]) not in (None, len(parts)):
                covers = False  # 上述五个指标小计15.7分, of which six numbers were read
            full = [one for one in scope if one.role in (FULL, BARE) and one.value == claim.value - value]
            if roles == frozenset({AWARD}) and full:  # 三类满分30分: a part that got all of it
                parts, value = [*parts, full[0]], claim.value
            yield Check(
                "R13" if claim.role == LOST else "R11", "sum", claim, tuple(parts), value, plus_of(parts),
                "各项扣分" if claim.role == LOST else "各项分值", surest and covers,
            )  # fmt: skip
            if len(roles) == 1:
                surest = False


def _opened(context: Context, told: Sequence[Point]) -> Iterator[Check]:
    """满分100分，其中决策15分、过程25分……; 失分12分中，A失5分，B失4分，C失3分: a sum before its parts."""
    for at, claim in enumerate(told[:-1]):
        lead = told[at + 1].lead
        bracketed = context.text[claim.end : claim.end + 1] in ("）", ")")
        if bracketed and at and claim.role == FULL:
            claim = told[at - 1]  # noqa: PLW2901 - 总得分95.5分（满分100分），其中……
        if claim.role not in (FULL, AWARD, LOST, BARE) or len(lead) > 48 or not _opens(claim, lead):
            continue
        rest = own_of(claim, told[at + 1 :])
        near, far = (rest_of(context, rest, mark) for mark in (STOP, END))
        if len(near) > 1 and len(near) < len(far):
            yield from _parts_after(context, claim, near, lead)
            for one in _parts_after(context, claim, far, lead):
                yield replace(one, sure=False)
        else:
            yield from _parts_after(context, claim, far, lead)


def _opens(claim: Point, lead: str) -> bool:
    """Whether the words after a sum open the list of its parts: 其中, a colon, 失分12分中，, 丢掉的4分，."""
    pieces = STOP.split(lead)
    if len(pieces) > 1:
        return len(pieces) == 2 and word("pt_opens_after").match(pieces[1]) is not None
    return claim.name.endswith("的") or word("pt_opens").search(lead) is not None


def _parts_after(context: Context, claim: Point, rest: Sequence[Point], lead: str) -> Iterator[Check]:
    role = claim.role if claim.role != BARE else rest[0].role
    after = context.text[rest[-1].end : rest[-1].end + 40]
    words = context.text[claim.end : rest[-1].end] + END.split(after)[0]
    complete = bool(word("pt_complete").search(words))
    partial = bool(word("pt_partial").search(words)) and not complete
    for roles in (
        frozenset({role}),
        frozenset({BARE}),
        frozenset({FULL}),
        frozenset({role, BARE}),
        frozenset({AWARD, BONUS}),
        frozenset({BARE, FULL}),  # 产出48分（延期扣2分）: full mark or award
    ):
        listed: list[Point] = []
        for one in rest:
            if one.whole and one.role in roles and listed:
                break
            if one.role in roles and not one.whole:
                listed.append(one)
        if len(listed) < 2 or any(one.times == 0 for one in listed):
            continue
        value = sum_of(listed)
        near = claim.value * _LEAST <= value <= claim.value * _MOST
        told = role in roles or (BARE in roles and role in (FULL, LOST, AWARD) and rest[0].role == BARE)
        many = (
            len(listed) >= _PARTS_SURE
            or complete
            or value > claim.value
            or "：" in lead
            or "中" in lead
            or claim.name.endswith("的")
        )
        sure = (
            told
            and not any(
                word("pt_gap").search(one.name) for one in (claim, *listed)
            )  # 提高1.4分，其中……提高，……降低
            and near
            and many
            and roles != frozenset({BARE, FULL})
            and not (
                claim.role in (FULL, BARE) and AWARD in roles and value < claim.value
            )  # 产出50分，其中……得
            and not (partial and value < claim.value)
        )
        yield Check(
            "R13" if role == LOST else "R11", "opened", claim, tuple(listed), value, plus_of(listed),
            "各项扣分" if role == LOST else "各项分值", sure,
        )  # fmt: skip
