"""Budgets and fiscal subsidies: what was approved, what was due and what arrived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.calibration import BookYear, split
from yiheng.synthetic.frame import Frame, Part
from yiheng.synthetic.fund_plan import year_plan
from yiheng.synthetic.profile_books import MILLION, Book, BookLine, Budget, BudgetRule
from yiheng.synthetic.rows import ALL, day_number, dayno, table_of_rows


def budget_tables(frame: Frame) -> Iterator[Part]:
    """``budget_line`` and ``subsidy``."""
    yield Part("budget_line", ALL, table_of_rows("budget_line", list(_budgets(frame))))
    yield Part("subsidy", ALL, table_of_rows("subsidy", list(_subsidies(frame))))


def _budgets(frame: Frame) -> Iterator[dict[str, object]]:
    for book in frame.profile.books:
        for year in frame.years:
            published = [
                one for one in frame.profile.budgets if (one.fund_type, one.year) == (book.fund_type, year)
            ]
            for one in published:
                yield from _published(frame, book, one)
            if not published:
                rule = next(one for one in frame.profile.budget_rules if one.fund_type == book.fund_type)
                yield from _derived(frame, book, year, rule)


def _published(frame: Frame, book: Book, budget: Budget) -> Iterator[dict[str, object]]:
    """A published budget gives sums by side and sub-fund; its lines are in proportion to the actual ones."""
    actual = frame.figures.book_year(book, budget.year)
    named = {(one.line_code, one.sub_fund) for one in budget.sums if one.line_code}
    for one in budget.sums:
        keys = [
            key
            for key in actual.lines
            if key[1] == one.sub_fund
            and (
                key[0] == one.line_code if one.line_code else key[0].startswith(one.side) and key not in named
            )
        ]
        parts = split(frame.scaled(one.base), [actual.lines[key] for key in keys])
        for key, part in zip(keys, parts, strict=True):
            yield _row(frame, book, budget.year, budget.version, key, part, budget.approved, budget.document)


def _derived(frame: Frame, book: Book, year: int, rule: BudgetRule) -> Iterator[dict[str, object]]:
    """Where none is published: what was executed, off by the declared deviation."""
    actual: BookYear = frame.figures.book_year(book, year)
    for key, fen in actual.lines.items():
        ppm = rule.income_ppm if key[0].startswith("income") else rule.expense_ppm
        part = div_half_up(fen * (MILLION + ppm), MILLION)
        approved, document = (text.replace("{year}", str(year)).replace("{before}", str(year - 1)) for text in (rule.approved, rule.document))  # fmt: skip
        yield _row(frame, book, year, "initial", key, part, approved, document)


def _row(
    frame: Frame, book: Book, year: int, version: str, key: tuple[str, str], fen: int, approved: str, document: str
) -> dict[str, object]:  # fmt: skip
    return {
        "fund_type": book.fund_type,
        "admdvs": frame.profile.city_code,
        "fiscal_year": year,
        "budget_version": version,
        "line_code": key[0],
        "sub_fund": key[1],
        "amount_fen": fen,
        "approved_dayno": day_number(date.fromisoformat(approved)),
        "document_no": document,
    }


def _subsidies(frame: Frame) -> Iterator[dict[str, object]]:
    for book in frame.profile.books:
        lines = [line for line in book.lines if line.subsidy is not None]
        for year in frame.years:
            for line in lines:
                yield from _subsidy(frame, book, line, year)


def _subsidy(frame: Frame, book: Book, line: BookLine, year: int) -> Iterator[dict[str, object]]:
    """Arrivals of a level by district; an offset of earlier years stands as a row of its own with a minus sign."""
    subsidy = line.subsidy
    if subsidy is None:
        return
    cells = year_plan(frame, book, year).cells[line.key]
    amounts = [int(row.sum()) for row in cells]
    offset = sum(frame.scaled(one.base) for one in subsidy.offsets if one.year == year)
    offsets = split(offset, amounts) if offset else [0] * len(amounts)
    heads = _heads(frame, line, year, amounts)
    for place, district in enumerate(frame.districts):
        if not amounts[place]:
            continue
        gross = amounts[place] - offsets[place]
        shares = [payment.share_ppm for payment in subsidy.payments]
        arrivals = [
            (payment.month, payment.day, part)
            for payment, part in zip(subsidy.payments, split(amounts[place], shares), strict=True)
        ]
        first = arrivals[0]
        named = [(f"{number}", *one) for number, one in enumerate(arrivals, start=1)]
        if offsets[place]:
            named[0] = ("1", first[0], first[1], first[2] + gross - amounts[place])
            named.append(("0", first[0], first[1], offsets[place]))
        for mark, month, day, fen in named:
            yield {
                "subsidy_no": f"BK{book.fund_type}{year}{district.code}{subsidy.level}{mark}",
                "fund_type": book.fund_type,
                "year": year,
                "admdvs": district.code,
                "subsidy_level": subsidy.level,
                "insured_persons": heads[place] if mark == "1" else 0,
                "standard_fen": _standard(frame, line, year),
                "due_fen": fen,
                "received_fen": fen,
                "received_dayno": dayno(year, month, day),
                "document_no": f"{subsidy.document}（{year}）" + ("上年结算抵扣" if mark == "0" else ""),
            }


def _heads(frame: Frame, line: BookLine, year: int, amounts: Sequence[int]) -> list[int]:
    between = line.figures.between
    return split(frame.figure(between.heads, year), amounts) if between.heads else [0] * len(amounts)


def _standard(frame: Frame, line: BookLine, year: int) -> int:
    """The standard a head of all levels together; subsidies that are not paid a head have none."""
    between = line.figures.between
    return frame.figures.full(between.standard, year) if between.standard else 0
