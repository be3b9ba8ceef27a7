"""R1, R2, R3 on numbers without a unit that blanks and line breaks set apart: lists with their total, rows of one skeleton, whole rates.

``资金 中央 1265.00 省 318.50 合计1583.50（万元）`` in one line; names and numbers one below the other with 小计; ``脊灰 应种43,600 实种42,946 98.5%``
in rows alike. The unit is told once or not at all, so no reader of quantities sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.table import Cell

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_NUMBER = re.compile(rf"(?<![\d.,A-Za-z#])(?P<number>{_DIGITS})(?P<rate>\s?[%％])?(?![\d.,]*\d)")
_ITEM = re.compile(
    rf"(?P<name>[\u4e00-\u9fa5A-Za-z（）()·—-]{{0,16}})\s{{0,24}}[：:]?\s{{0,24}}(?P<number>{_DIGITS})(?P<unit>%|[\u4e00-\u9fa5]{{0,2}})"
)
_ROW = re.compile(
    rf"\s*(?P<name>[^\d\s。；，,|\t][^\d。；，,|\t]{{0,24}}?)(?:\s{{2,}}|\s?[：:|\t]\s*|\s(?=\d))\s*(?P<number>{_DIGITS})(?P<rate>\s?%)?\s?(?:[（(][^（）()]{{1,8}}[）)])?\s*"
)
_LEAST, _MOST, _ROWS_LEAST, _SIZE = 2, 24, 3, 200
Span = tuple[int, int]


@dataclass(frozen=True)
class Plain:
    """A bare number with its name and place."""

    name: str
    text: str
    span: Span

    @property
    def value(self) -> Fraction:
        """The number."""
        return Fraction(self.text.replace(",", ""))

    @property
    def unit(self) -> Fraction:
        """One of its last place."""
        return Fraction(1, 10 ** len(self.text.partition(".")[2]))


def plain_row_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every such list and row, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for one in (*_lists(context), *_stacks(context), *_alike(context), *_whole_rates(context)):
        if not one.ends & accused:
            accused |= one.ends
            yield one


def _told(
    context: Context,
    rule: str,
    code: str,
    claim: Plain,
    operands: Sequence[Plain],
    value: Fraction,
    formula: str,
) -> Relation:
    places = len(claim.text.partition(".")[2])
    return relation(
        context, rule, "inconsistent", code, [context.quote(*one.span) for one in (claim, *operands)],
        subject=claim.name.strip("—- "), expected=decimal_text(value, places), stated=claim.text, formula=formula,
    )  # fmt: skip


def _sum(context: Context, claim: Plain, parts: Sequence[Plain]) -> Relation | None:
    value = sum((one.value for one in parts), Fraction(0))
    room = max(one.unit for one in (claim, *parts)) * len(parts) / 2
    finer = max(one.unit for one in parts) < claim.unit
    if abs(value - claim.value) < (room if finer else claim.unit / 2) or claim.value == 0:
        return None
    return _told(context, "R1", "review_sum", claim, parts, value, " + ".join(one.text for one in parts))


# Lists in one line.


def _lists(context: Context) -> Iterator[Relation]:
    """资金 中央 1265.00 省 318.50 …… 合计1800.00（万元）, and what the lines below make of two such totals."""
    totals: list[tuple[str, Plain]] = []
    for line in context.report.lines:
        listed = _listed(line) if not context.in_table(line.start) else None
        if listed is None:
            yield from _of_totals(context, line, totals)
            continue
        head, parts, total = listed
        told = _sum(context, total, parts)
        if told is not None:
            yield told
        totals = [*totals, (head, total)][-2:]


def _listed(line: Line) -> tuple[str, list[Plain], Plain] | None:
    """The head, the parts and the total of a line that is a list of names and bare numbers and nothing else."""
    text = line.text.rstrip("。；;， ")
    if len(text) > _SIZE or not word("pr_total_in").search(text) or "%" in text:
        return None
    items = list(_ITEM.finditer(text))
    head = re.split(r"[\s：:]", text.strip())[0]
    rest = re.sub(r"[\s；;、，,：:（()）万亿元人次户]", "", _ITEM.sub("", text))
    if not _LEAST < len(items) <= _MOST or rest not in ("", head):
        return None
    units = {one["unit"].strip() for one in items[:-1]}
    names = [re.sub(r"\s", "", one["name"]) for one in items]
    plain = units <= {""} and all(names) and not any(says("pr_inner", name) for name in names)
    if (
        not plain
        or not word("pr_total").search(names[-1])
        or any(word("pr_total").search(one) for one in names[:-1])
    ):
        return None
    told = [
        Plain(name, one["number"], (line.start + one.start("number"), line.start + one.end("number")))
        for name, one in zip(names, items, strict=True)
    ]
    return head, told[:-1], told[-1]


def _of_totals(context: Context, line: Line, totals: Sequence[tuple[str, Plain]]) -> Iterator[Relation]:
    """执行率 95.72% and 结转 77.00 below the totals of 资金 and 支出."""
    row = _ROW.fullmatch(line.text)
    if row is None or len(totals) < _LEAST:
        return
    (first, income), (second, spent) = totals[-2:]
    if not says("pr_income", first) or not says("pr_spent", second) or not income.value:
        return
    claim = Plain(
        row["name"].strip(), row["number"], (line.start + row.start("number"), line.start + row.end("number"))
    )
    yield from _derived(context, claim, income, spent, rate=bool(row["rate"]))


def _derived(
    context: Context, claim: Plain, income: Plain, spent: Plain, *, rate: bool
) -> Iterator[Relation]:
    name = re.sub(r"\s", "", claim.name)
    if rate and word("pr_rate").search(name):
        value = spent.value / income.value * 100
        if abs(value - claim.value) >= claim.unit:
            yield _told(
                context, "R3", "review_ratio", claim, (spent, income), value, f"{spent.text} ÷ {income.text}"
            )
    elif not rate and word("pr_left").search(name):
        value = income.value - spent.value
        if abs(value - claim.value) >= claim.unit:
            yield _told(
                context,
                "R2",
                "review_difference",
                claim,
                (income, spent),
                value,
                f"{income.text} − {spent.text}",
            )


# Names and numbers one below the other.


def _stacks(context: Context) -> Iterator[Relation]:
    rows: list[Plain] = []
    for line in (*context.report.lines, None):
        if line is not None and not line.text.strip():
            continue
        row = _ROW.fullmatch(line.text) if line is not None else None
        if line is None or row is None or row["rate"]:
            yield from _stack(context, rows)
            rows = []
            continue
        span = line.start + row.start("number"), line.start + row.end("number")
        rows.append(Plain(re.sub(r"\s", "", row["name"]), row["number"], span))


def _stack(context: Context, rows: Sequence[Plain]) -> Iterator[Relation]:
    """Each 小计 of the rows since the one before, and 结余 of the two of them."""
    totals = [n for n, one in enumerate(rows) if word("pr_total").search(one.name)]
    if not totals or any(says("pr_inner", one.name) and not word("pr_left").search(one.name) for one in rows):
        return
    low = 0
    for at in totals:
        parts = [one for one in rows[low:at] if not word("pr_left").search(one.name)]
        subtotals = [rows[n] for n in totals if n < at]
        told = _sum(context, rows[at], parts) if len(parts) >= _LEAST else None
        held = len(subtotals) >= _LEAST and _sum(context, rows[at], subtotals) is None
        if told is not None and not held:
            yield told
        low = at + 1
    if len(totals) == _LEAST:
        first, second = (rows[n] for n in totals)
        after = rows[totals[-1] + 1 :]
        if says("pr_income", first.name) and says("pr_spent", second.name):
            for one in after:
                yield from _derived(context, one, first, second, rate=False)


# Rows of one skeleton.


def _alike(context: Context) -> Iterator[Relation]:
    """脊灰 应种43,600 实种42,946 98.5%: of rows that differ in their first name and numbers only, one breaks the law of the others."""
    run: list[list[Plain]] = []
    skeleton: tuple[str, ...] = ()
    for line in (*context.report.lines, None):
        if line is not None and not line.text.strip():
            continue
        row, own = _skeleton(line) if line is not None and not context.in_table(line.start) else ([], ())
        if row and own == skeleton:
            run.append(row)
            continue
        if len(run) >= _ROWS_LEAST:
            yield from _law(context, run)
        run, skeleton = ([row], own) if row else ([], ())


def _skeleton(line: Line) -> tuple[list[Plain], tuple[str, ...]]:
    """The numbers of a short line with the words before each, the first without its name; nothing where they are prose."""
    if len(line.text) > _SIZE or re.search(r"[。；|\t]", line.text):
        return [], ()
    found, words, low = [], [], 0
    for match in _NUMBER.finditer(line.text):
        lead = line.text[low : match.start()].strip(" ，,、：:（(")
        words.append((lead.split()[-1] if lead.split() else "") + ("%" if match["rate"] else ""))
        span = line.start + match.start(), line.start + match.end("number")
        found.append(Plain(lead, match["number"], span))
        low = match.end()
    named = len(found) >= _ROWS_LEAST and len(line.text.split()) > _LEAST
    return (found, tuple(words)) if named else ([], ())


def _law(context: Context, run: Sequence[Sequence[Plain]]) -> Iterator[Relation]:
    width = min(map(len, run))
    for claim in range(2, width):
        for first, second, shown, rule in (
            (claim - 1, claim - 2, "÷", "R3"),
            (claim - 2, claim - 1, "−", "R2"),
            (claim - 2, claim - 1, "+", "R1"),
        ):
            values = [_by(row[first].value, row[second].value, shown) for row in run]
            apart = [
                n
                for n, row in enumerate(run)
                if values[n] is None or abs(values[n] - row[claim].value) >= row[claim].unit  # type: ignore[operator]
            ]
            if len(apart) == 1 and len(run) >= _ROWS_LEAST and len({row[claim].text for row in run}) > 1:
                row, value = run[apart[0]], values[apart[0]]
                if value is not None:
                    code = {"R3": "review_ratio", "R2": "review_difference", "R1": "review_sum"}[rule]
                    formula = f"{row[first].text} {shown} {row[second].text}"
                    yield _told(context, rule, code, row[claim], (row[first], row[second]), value, formula)


def _by(first: Fraction, second: Fraction, sign: str) -> Fraction | None:
    if sign == "÷":
        return first / second * 100 if second else None
    return first - second if sign == "−" else first + second


# The rate of a table's last row, told in the text.


def _whole_rates(context: Context) -> Iterator[Relation]:
    """六个项目总执行率96.22%: what the total row of the one table of budget and spending gives."""
    matches = list(word("pr_whole_rate").finditer(context.body)) if context.tables else []
    if not matches:
        return
    wholes = [
        (table, table.rows[-1])
        for table in context.tables
        if word("row_total").match(re.sub(r"\s", "", table.rows[-1][0].text))
    ]
    told = []
    for table, row in wholes:
        budget, spent = table.column(word("head_budget")), table.column(word("pr_head_spent"))
        heads = [table.header[at].text for at in (budget, spent)]
        counted = any(says("pr_head_counted", one) for one in heads)
        if (
            min(budget, spent) > 0
            and budget != spent
            and row[budget].quantity
            and row[spent].quantity
            and not counted
        ):
            told.append((row, [_cell(row[spent]), _cell(row[budget])]))
    if len(told) != 1 or not told[0][1][1].value:
        return
    row, (done, base) = told[0]
    others = [_cell(cell) for cell in row if cell.quantity is not None]
    for match in matches:
        at = context.report.start + match.start("rate")
        claim = Plain(match["name"], match["rate"], (at, at + len(match["rate"]) + 1))
        fitting = any(
            abs(one.value / other.value * 100 - claim.value) < claim.unit
            for one in others
            for other in others
            if other.value
        )
        if not fitting and not context.in_table(at):
            value = done.value / base.value * 100
            yield _told(
                context, "R3", "review_ratio", claim, (done, base), value, f"{done.text} ÷ {base.text}"
            )


def _cell(cell: Cell) -> Plain:
    text = cell.quantity.printed.text if cell.quantity is not None else "0"
    return Plain(cell.text, text, (cell.start, cell.end))
