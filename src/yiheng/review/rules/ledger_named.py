"""R11, R13 across sentences: the full mark and award of a part told in one place, what it lost in another, by its name.

A deduction belongs to the part whose name its own sentence has: 追回率30分得28分……。追回率未达标扣2分. Parts are told in prose or in
the rows of a table. A written sum (30＋20＋17＝67分) is held against the awards that were told before it, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, without, word
from yiheng.review.reading.point import AWARD, BARE, FULL, LOST, Point, opens_row, points_told
from yiheng.review.reading.score_parts import shown_points
from yiheng.review.rules.ledger_table import rows_of

Span = tuple[int, int]
_STOP = re.compile(r"[。；;\n]")
_SUM = compiled(
    r"(?<![\d.+＋])((?:\d{1,3}(?:\.\d{1,2})?\s?分?\s?[+＋]\s?){2,}\d{1,3}(?:\.\d{1,2})?)\s?分?\s?[=＝，,]"
)
_SHORT = 24
_OPERANDS_LEAST = 3


@dataclass(frozen=True)
class Part:
    """A part of the score: its name, full mark and award, where they stand, and where its own sentence ends."""

    name: str
    full: Fraction
    given: Fraction
    span: Span
    end: int


def named_relations(context: Context, told: Sequence[Relation]) -> Iterator[Relation]:
    """All rules on parts by their names; what others have told is passed over."""
    accused = ends_of(told, "inconsistent")
    lines = [
        (line, points_told(line))
        for line in context.report.lines
        if "分" in line.text and not context.in_table(line.start)
    ]
    parts = [*_of_tables(context), *_of_prose(context, lines)]
    for one in (*_lost(context, parts, lines), *_written(context, lines)):
        if not one.ends <= accused:
            yield one


def _of_tables(context: Context) -> Iterator[Part]:
    for table in context.tables:
        for row in rows_of(table):
            if not row.total:
                yield Part(_bare(row.name), row.full, row.given, row.span, table.end)


def _bare(name: str) -> str:
    shown = chinese_of(without("score_part_noise", without("pt_name_plain", name)))
    return shown[:-1] if len(shown) > _OPERANDS_LEAST and shown[-1] in "率度数" else shown


def _of_prose(context: Context, lines: Sequence[tuple[Line, list[Point]]]) -> Iterator[Part]:
    for number, (line, told) in enumerate(lines):
        for full, award in zip(told, told[1:], strict=False):
            between = context.text[full.end : award.start]
            if (
                full.role == FULL
                and award.role == AWARD
                and not (award.whole or opens_row(context.text, award.end) or _STOP.search(between))
            ):
                words = _STOP.split(full.lead)[-1].rstrip("（( ")
                name = _bare(re.split(r"[，,：:（(]", words)[-1]) or _bare(re.split(r"[，,：:（(]", words)[0])
                stop = _STOP.search(context.text, award.end)
                yield Part(
                    name,
                    full.value,
                    award.value,
                    (full.start, award.end),
                    stop.start() if stop else award.end,
                )
        following = lines[number + 1] if number + 1 < len(lines) else None
        headed = len(told) == 1 and told[0].role in (FULL, BARE) and len(line.text.strip()) < _SHORT
        if headed and following and len(following[1]) == 1 and following[1][0].role == AWARD:
            award = following[1][0]
            if following[0].start <= line.end + 2 and award.value <= told[0].value:
                yield Part(
                    _bare(told[0].lead), told[0].value, award.value, (award.start, award.end), award.end
                )
                name = _bare(re.split(r"[，,：:]", following[0].text)[0])
                yield Part(name, told[0].value, award.value, (award.start, award.end), award.end)


def _lost(
    context: Context, parts: Sequence[Part], lines: Sequence[tuple[Line, list[Point]]]
) -> Iterator[Relation]:
    """What a part lost by its own name, against its full mark less its award."""
    parts = [one for one in parts if len(one.name) >= 2]
    if not parts:
        return
    names = {one.name: {(p.full, p.given) for p in parts if p.name == one.name} for one in parts}
    own = {one.name: one for one in parts if len(names[one.name]) == 1}
    lost: dict[str, list[Point]] = {}
    loose = False
    for line, told in lines:
        for n, one in enumerate(told):
            if one.role != LOST or one.whole or "上年" in one.lead:
                continue
            before = _STOP.split(line.text[: one.start - line.start])[-1]
            name = _named(own, re.split("[，,]", before)[-1]) or _named(own, before)
            if name is None:
                loose = True
                continue
            part = own[name]
            if part.span[0] < one.start <= part.end:
                continue  # of its own sentence: the ledger of one item
            beside = told[n - 1] if n else None
            if (
                beside is not None
                and beside.role == AWARD
                and not _STOP.search(context.text[beside.end : one.start])
            ):
                yield from _award_beside(context, part, beside, one)
            lost.setdefault(name, []).append(one)
    for name, told in lost.items():
        part, value = own[name], sum((one.points for one in told), Fraction(0))
        given = part.full - part.given
        if given == value or any(one.value == given or one.times == 0 for one in told):
            continue
        words = "".join(one.lead for one in told) + context.text[told[-1].end : told[-1].end + 12]
        if (loose and value < given) or word("pt_partial").search(words) or word("pt_capped").search(words):
            continue
        yield _told(
            context, "R13", [part.span, *((p.start, p.end) for p in told)], f"{name}扣分", given, value, part
        )


def _award_beside(context: Context, part: Part, award: Point, lost: Point) -> Iterator[Relation]:
    """预算执行按比例得9.3分，扣0.3分, where the table gives 9.7 of 10: the deduction says which of the two is right."""
    if part.full - lost.value == part.given != award.value:
        spans = [part.span, (award.start, award.end), (lost.start, lost.end)]
        yield _told(context, "R11", spans, f"{part.name}得分", part.given, award.value, part)


def _named(parts: dict[str, Part], before: str) -> str | None:
    """The one part whose name a sentence has, the longest where one holds another."""
    words = chinese_of(before)
    named = [name for name in parts if name in words]
    longest = [name for name in named if not any(name != other and name in other for other in named)]
    if len(longest) > 1:  # 产出指标中服务站建设未完成: what stands first is the part
        heads = [name for name in longest if words.startswith(name)]
        longest = heads or longest
    return longest[0] if len(longest) == 1 else None


def _told(
    context: Context,
    rule: str,
    spans: Sequence[Span],
    subject: str,
    expected: Fraction,
    stated: Fraction,
    part: Part,
) -> Relation:
    return relation(
        context, rule, "inconsistent", "review_score_sum", [context.quote(*one) for one in spans], subject=subject,
        expected=f"{shown_points(expected)}分", stated=f"{shown_points(stated)}分",
        formula=f"{shown_points(part.full)} − {shown_points(part.given)}",
    )  # fmt: skip


def _written(context: Context, lines: Sequence[tuple[Line, list[Point]]]) -> Iterator[Relation]:
    """加总：30＋20＋17＋20＋9＝96分: each operand is the award that was told before it, in the same order."""
    earlier: list[Point] = []
    for line, told in lines:
        for match in _SUM.finditer(line.text):
            at = line.start + match.start()
            operands = [Fraction(one) for one in re.findall(r"\d{1,3}(?:\.\d{1,2})?", match[1])]
            awards = [
                one
                for one in (*earlier, *told)
                if one.end <= at and one.role in (AWARD, BARE) and not one.whole
            ]
            awards = awards[-len(operands) :]
            wrong = [(a, b) for a, b in zip(awards, operands, strict=False) if a.value != b]
            if len(awards) != len(operands) or len(operands) < _OPERANDS_LEAST or len(wrong) != 1:
                continue
            award, value = wrong[0]
            span = line.start + match.start(1), line.start + match.end(1)
            yield relation(
                context, "R11", "inconsistent", "review_score_sum",
                [context.quote(award.start, award.end), context.quote(*span)], subject="得分",
                expected=f"{shown_points(value)}分", stated=award.shown, formula=match[1],
            )  # fmt: skip
        earlier.extend(told)
