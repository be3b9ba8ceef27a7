"""Tables: column sums (R1), rate columns (R3), scores against full marks (R11), goals against results (R9),
and the table against the text: totals (R6), amounts under a project's heading (R16), projects without goals (R10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.list import sum_verdict
from yiheng.review.rules.score_outside import outside, outside_relations
from yiheng.review.rules.table_rate import rate_column_relations

_EXECUTION_POINTS = 10
"""The points that the national form gives to the budget's execution (财预〔2020〕10号 附)."""
_FORM_HEAD = 3000
_NO_UNIT = "项"
"""What a cell's number counts where nothing tells its unit."""


def table_relations(context: Context) -> Iterator[Relation]:
    """All rules on the tables of a report."""
    for table in context.tables:
        for column in range(1, len(table.header)):
            yield from _column_sum(context, table, column)
        yield from rate_column_relations(context, table)
        yield from _scores(context, table)
        yield from _projects(context, table)
        yield from _against_text(context, table)
    yield from outside_relations(context)


def _quote(context: Context, *cells: Cell) -> list[Quote]:
    return [context.quote(cell.start, cell.end) for cell in cells]


def _numbers(table: Table, column: int) -> list[tuple[int, Quantity]]:
    return [(n, row[column].quantity) for n, row in enumerate(table.rows) if row[column].quantity is not None]  # type: ignore[misc]


def _total_row(table: Table) -> int:
    rows = [
        n for n, row in enumerate(table.rows) if any(word("row_total").match(cell.bare) for cell in row[:2])
    ]
    return rows[0] if len(rows) == 1 else -1


def _column_sum(context: Context, table: Table, column: int) -> Iterator[Relation]:
    total_at = _total_row(table)
    head = table.header[column].text
    if total_at < 0 or word("head_not_amount").search(head):
        return
    whole = table.rows[total_at][column].quantity
    numbers = [(n, q) for n, q in _numbers(table, column) if n != total_at]
    if whole is None or len(numbers) < 2 or whole.family == "ratio":
        return
    whole, numbers = _in_one_unit(whole, numbers)
    plain = [
        (n, q)
        for n, q in numbers
        if not _is(table.rows[n], word("row_inner")) and not _is(table.rows[n], word("row_subtotal"))
    ]
    subtotals = [(n, q) for n, q in numbers if _is(table.rows[n], word("row_subtotal"))]
    without_bonus = [
        (n, q) for n, q in plain if not any(word("row_bonus").search(cell.text) for cell in table.rows[n])
    ]
    above = [
        (n, q) for n, q in plain if n < total_at
    ]  # 合计 3.3 / 自评得分 96.7: what comes after is told of it
    readings = [plain, subtotals, _tops(table, plain), without_bonus, above]
    for reading in readings:
        if len(reading) >= 2:
            outcome, point = sum_verdict([q for _, q in reading], whole)
            if outcome is not Verdict.INCONSISTENT:
                yield _sum(context, table, column, total_at, reading, outcome, point)
                return
    if (
        not head
        or len(plain) < 2
        or _is_hierarchy(table)
        or any(q.dimension != whole.dimension for _, q in plain)
    ):
        cell = table.rows[total_at][column]
        context.note(
            cell.start, cell.end, "表内行有层级或单位不一，合计未核" if head else "这一列没有表头，合计未核"
        )
        return
    outcome, point = sum_verdict([q for _, q in plain], whole)
    if _scored_above(context, table, column, whole.value - point) or outside(context, table) is not None:
        return
    yield _sum(context, table, column, total_at, plain, outcome, point)


def _in_one_unit(
    whole: Quantity, numbers: list[tuple[int, Quantity]]
) -> tuple[Quantity, list[tuple[int, Quantity]]]:
    """A total and its parts in one unit, where only one of both has it: rows named 住院（万人次）, or a total named 合计（万元）."""
    units = {one.unit for _, one in numbers}
    if len(units) != 1 or (whole.unit == _NO_UNIT) == (_NO_UNIT in units):
        return whole, numbers
    if whole.unit == _NO_UNIT:
        return _in_unit_of(whole, numbers[0][1]), numbers
    return whole, [(row, _in_unit_of(one, whole)) for row, one in numbers]


def _in_unit_of(bare: Quantity, one: Quantity) -> Quantity:
    return replace(bare, unit=one.unit, measure=one.measure)


def _scored_above(context: Context, table: Table, column: int, gap: Fraction) -> bool:
    """Whether a form gives the points of its budget execution above the table of its indicators."""
    scored = word("table_score_head").search(table.header[column].text) or not table.header[column].text
    above = context.text[max(context.report.start, table.start - _FORM_HEAD) : table.start]
    return bool(
        scored and 0 < gap <= _EXECUTION_POINTS and word("head_rate").search(above) and "分值" in above
    )


def _is(row: Sequence[Cell], pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(cell.bare) for cell in row[:2])


def _tops(table: Table, numbers: list[tuple[int, Quantity]]) -> list[tuple[int, Quantity]]:
    """Rows numbered 一、二、: the first level of a table with levels."""
    return [(n, q) for n, q in numbers if re.match(r"[一二三四五六七八九十]+、", table.rows[n][0].text)]


def _is_hierarchy(table: Table) -> bool:
    firsts = [row[0].text for row in table.rows]
    tops = sum(1 for one in firsts if re.match(r"[一二三四五六七八九十]+、", one))
    return 0 < tops < len(firsts) - 1 or any(word("row_inner").search(one) for one in firsts)


def _sum(
    context: Context, table: Table, column: int, total_at: int, parts: list[tuple[int, Quantity]], outcome: Verdict,
    point: Fraction,
) -> Relation:  # fmt: skip
    cell = table.rows[total_at][column]
    assert cell.quantity is not None
    shown = cell.quantity.text_of(point, 4)
    cells = [table.rows[n][column] for n, _ in parts]
    repairs = (cell.quantity.repaired(point), "更正某一行") if outcome is Verdict.INCONSISTENT else ()
    quotes = _quote(context, cell, *(cells if len(cells) <= 20 else [cells[0], cells[-1]]))
    return relation(
        context, "R1", outcome.value, "review_table_sum", quotes, subject=table.header[column].text, expected=shown,
        stated=cell.text, formula=f"{len(parts)} 行相加", repairs=repairs,
    )  # fmt: skip


def _scores(context: Context, table: Table) -> Iterator[Relation]:
    full, award = table.column(word("head_full")), table.column(word("head_award"))
    if full < 0 or award < 0:
        return
    for row in table.rows:
        most, given = row[full].quantity, row[award].quantity
        if most is not None and given is not None and given.printed.value > most.printed.value:
            yield relation(
                context, "R11", "inconsistent", "review_award_above", _quote(context, row[award], row[full]),
                subject=row[0].text, expected=row[full].text, stated=row[award].text,
            )  # fmt: skip


def _projects(context: Context, table: Table) -> Iterator[Relation]:
    """Rows that are projects: each needs a goal, and amounts told under its heading stay within what it spent."""
    done, budget = table.column(word("head_spent")), table.column(word("head_budget"))
    if done < 0 or budget < 0 or not word("head_project").search(table.header[0].text):
        return
    rows = [
        row
        for row in table.rows
        if row[0].text and not word("row_total").match(row[0].text) and row[budget].quantity is not None
    ]
    heads = _headings(context, "goal")
    named = sum(1 for head in heads if any(same_project(row[0].text, head) for row in rows))
    if (
        len(rows) >= 3 and len(heads) >= 2 and 2 * named >= len(heads)
    ):  # headings of projects, not of indicators
        missing = [row for row in rows if not any(same_project(row[0].text, head) for head in heads)]
        if missing and len(missing) < len(rows):
            total = sum((row[budget].quantity.value for row in missing), Fraction(0))  # type: ignore[union-attr]
            unit = rows[0][budget].quantity
            assert unit is not None
            verdict = "review" if word("goals_merged").search(context.body) else "inconsistent"
            yield relation(
                context, "R10", verdict, "review_project_no_goal", _quote(context, *(row[0] for row in missing)),
                subject="、".join(row[0].text for row in missing), expected=f"{len(missing)} 个项目", stated=unit.text_of(total),
            )  # fmt: skip
    yield from _within(context, rows, done)
    yield from _lowest_rate(context, table, rows)


def _headings(context: Context, section: str) -> list[str]:
    found: list[str] = []
    for line in context.report.lines:
        if line.level and line.section == section and len(line.path) >= 2 and line.path[-1] not in found:
            found.append(line.path[-1])
    return found


@lru_cache(maxsize=8192)
def core_name(name: str) -> str:
    """A project's name without the words that every project has."""
    return without("generic_words", re.sub(r"^[\d.、．\s]+", "", name))


@lru_cache(maxsize=16384)
def same_project(first: str, second: str) -> bool:
    """Whether two names mean one project: their own words meet, or, without any, their levels are the same."""
    one, two = core_name(first), core_name(second)
    if len(one) < 2 or len(two) < 2:
        levels = [set(word("level_words").findall(name)) for name in (first, second)]
        return len(one) < 2 and len(two) < 2 and bool(levels[0] & levels[1])
    return longest_common(one, two) >= min(3, len(one), len(two))


def longest_common(first: str, second: str) -> int:
    """The length of the longest stretch that two short texts share."""
    best = 0
    for start in range(len(first)):
        while start + best < len(first) and first[start : start + best + 1] in second:
            best += 1
    return best


def _within(context: Context, rows: Sequence[Sequence[Cell]], done: int) -> Iterator[Relation]:
    """An amount that the results give under a project's heading cannot exceed what its rows spent together."""
    for fact in context.facts:
        if fact.quantity.dimension != "money" or fact.line.section != "result" or not fact.quantity.measured:
            continue
        if fact.role == "prior" or says("compared", fact.label):
            continue
        head = fact.line.path[-1] if fact.line.path else ""
        own = [
            row
            for row in rows
            if row[done].quantity is not None
            and len(core_name(head)) >= 2
            and same_project(row[0].text, head)
        ]
        told = context.text[max(fact.sentence.start, fact.start - 40) : fact.start]
        if not own or says("per_head_not", told) or word("amount_not_spent").search(fact.label):
            continue
        spent = sum((row[done].quantity.value for row in own), Fraction(0))  # type: ignore[union-attr]
        if fact.quantity.interval.low > spent:
            yield relation(
                context, "R16", "inconsistent", "review_above_spent",
                [*context.quote_facts(fact), *_quote(context, *(row[0] for row in own), *(row[done] for row in own))],
                subject="、".join(row[0].text for row in own), expected=fact.quantity.text_of(spent, 4),
                stated=fact.quantity.shown,
            )  # fmt: skip


def _is_named(name: str, told: str) -> bool:
    core = core_name(name)
    return name in told or longest_common(core, told) >= min(4, max(len(core), 2))


def _lowest_rate(context: Context, table: Table, rows: Sequence[Sequence[Cell]]) -> Iterator[Relation]:
    """Problems that name one project's poor execution, while another row of the table is poorer still."""
    rate = table.column(word("head_rate"))
    problems = [line for line in context.report.lines if line.section == "problem"]
    poor = [line for line in problems if word("execution_poor").search(line.text)]
    if rate < 0 or not poor:
        return
    told = "".join(line.text for line in poor)
    named = [row for row in rows if row[rate].quantity is not None and _is_named(row[0].text, told)]
    others = [row for row in rows if row[rate].quantity is not None and row not in named]
    if not named:
        return
    bar = max(row[rate].quantity.value for row in named)  # type: ignore[union-attr]
    for row in others:
        if row[rate].quantity.value < bar:  # type: ignore[union-attr]
            quote = context.quote(poor[0].start, poor[0].end)
            yield relation(
                context, "R22", "inconsistent", "review_problem_left_out", [quote, *_quote(context, row[0], row[rate])],
                subject=row[0].text, expected=named[0][rate].text, stated=row[rate].text,
            )  # fmt: skip


def _against_text(context: Context, table: Table) -> Iterator[Relation]:
    """The table's totals and rates told once more in the sentence before it."""
    total_at = _total_row(table)
    if total_at < 0:
        return
    row = table.rows[total_at]
    near = [
        fact
        for fact in context.facts_in(table.start - 400, table.start)
        if fact.quantity.measured and not fact.depth
    ]
    before = max((fact.line.start for fact in near), default=0)
    near = [fact for fact in near if fact.line.start == before or word("same_told").search(fact.line.text)]
    totals = {cell.quantity.value for cell in row[1:] if cell.quantity is not None}
    if any(fact.quantity.value in totals and says("table_of_part", fact.label) for fact in near):
        return  # 全年支出2,361万元，其中项目支出1,448万元: the table is of the projects
    for head, words in (
        ("head_budget", "told_budget"),
        ("head_spent", "told_spent"),
        ("head_rate", "told_rate"),
    ):
        column = table.column(word(head))
        cell = row[column] if column >= 0 else None
        if (
            cell is None
            or cell.quantity is None
            or (cell.quantity.family == "ratio") != (head == "head_rate")
        ):
            continue
        named = [
            fact
            for fact in near
            if fact.quantity.dimension == cell.quantity.dimension
            and word(words).search(without("filler_end", fact.label))
            and not _of_one_row(table, column, total_at, fact)
        ]
        told = [_told_again(context, fact, cell) for fact in named]
        yield from [one for one in told if one.verdict != "inconsistent"][:1] or told[:1]


def _of_one_row(table: Table, column: int, total_at: int, fact: Fact) -> bool:
    """三项合计379,620元，预算390,000元 before a table whose last row is of these 390,000元: of that row, not of all rows."""
    cells = [
        row[column].quantity for at, row in enumerate(table.rows) if at != total_at and column < len(row)
    ]
    return any(one is not None and one.value == fact.quantity.value for one in cells)


def _told_again(context: Context, fact: Fact, cell: Cell) -> Relation:
    assert cell.quantity is not None
    unit = fact.quantity.measure.unit
    found = judge(lambda v: v[0], [replace(cell.quantity)], fact.quantity)
    outcome = "inconsistent" if not holds(found) else found[0].value  # type: ignore[index]
    shown = fact.quantity.text_of(unit.to_base(unit.from_base(cell.quantity.value)), 4)
    return relation(
        context, "R6", outcome, "review_table_text", [*context.quote_facts(fact), *_quote(context, cell)],
        subject=fact.name, expected=shown, stated=fact.quantity.shown,
        repairs=(f"正文 {fact.quantity.shown}→{shown}", f"表 {cell.quantity.repaired(fact.quantity.value)}") if outcome == "inconsistent" else (),
    )  # fmt: skip
