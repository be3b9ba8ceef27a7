"""From the profile's anchors to whole figures of every year, at any scale, that still add up.

Scale multiplies totals, rounded half up; parts are split from the scaled total by largest remainder with the parts
at scale 1 as weights. So a published sum holds exactly at scale 1 and its parts add up at every scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from yiheng.exact.apportion import largest_remainder
from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.profile_books import MILLION, Book, BookLine, Series, Term

AID_ENROLMENT = "expense_benefit_aid_enrolment"
"""What assistance pays into the residents' fund: the same amount stands in both books at every scale."""

LineKey = tuple[str, str]
"""(line_code, sub_fund)"""


def scaled(amount: int, scale: Fraction) -> int:
    """``amount`` × ``scale``, rounded half away from zero."""
    return div_half_up(amount * scale.numerator, scale.denominator)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Parts that sum to ``total``; a total of nothing needs no weights."""
    return largest_remainder(total, weights) if total else [0] * len(weights)


@dataclass(frozen=True)
class BookYear:
    """One fund's year: amounts of its lines and balances of its sub-funds, in 分."""

    lines: Mapping[LineKey, int]
    opening: Mapping[str, int]
    closing: Mapping[str, int]
    repaid: int

    def side(self, side: str, sub_fund: str = "", part: str = "") -> int:
        """The sum of the lines of one side, of one sub-fund, of lines that begin with ``part``."""
        return sum(
            amount
            for (code, fund), amount in self.lines.items()
            if code.startswith(part or side) and code.startswith(side) and sub_fund in ("", fund)
        )


@dataclass(frozen=True)
class Figures:
    """All figures of a profile at one scale."""

    profile: CityProfile
    scale: Fraction
    _books: dict[tuple[str, int], BookYear] = field(default_factory=dict, repr=False, compare=False)

    def scaled(self, amount: int) -> int:
        """An amount or count at this scale."""
        return scaled(amount, self.scale)

    def full(self, name: str, year: int) -> int:
        """A series' value at scale 1, in base units."""
        return self._value(self.profile.series[name], year)

    def figure(self, name: str, year: int) -> int:
        """A series' value at this scale; money per head, ratios and ranks are not for scaling: use ``full``."""
        return self.scaled(self.full(name, year))

    def _value(self, series: Series, year: int) -> int:
        between = series.between
        if year not in series.anchored and between.heads:
            heads, standard = self.full(between.heads, year), self.full(between.standard, year)
            return div_half_up(heads * standard * between.share_ppm, MILLION)
        return series.grown(year)

    def line(self, line: BookLine, year: int) -> int:
        """A book line's amount at scale 1."""
        return self._value(line.figures, year)

    @cached_property
    def _fixed(self) -> frozenset[LineKey]:
        return frozenset(
            line.key
            for book in self.profile.books
            for line in book.lines
            if line.path == "from_fund" or line.line_code == AID_ENROLMENT
        )

    def lines(self, book: Book, year: int) -> dict[LineKey, int]:
        """A year's lines at this scale: each side of each sub-fund adds up to its scaled total."""
        found: dict[LineKey, int] = {}
        for side in ("income", "expense"):
            for sub_fund in book.sub_funds:
                full = {
                    line.key: self.line(line, year)
                    for line in book.lines
                    if line.side == side and line.sub_fund == sub_fund
                }
                fixed = {key: self.scaled(amount) for key, amount in full.items() if key in self._fixed}
                rest = {key: amount for key, amount in full.items() if key not in fixed}
                total = self.scaled(sum(full.values())) - sum(fixed.values())
                parts = split(total, list(rest.values())) if rest else []
                found |= fixed | dict(zip(rest, parts, strict=True))
        return found

    def repaid(self, book: Book, year: int) -> int:
        """What the pooled fund repaid to the personal accounts in a year, without cash."""
        stages = book.repayment.stages if book.repayment is not None else ()
        return sum(self.scaled(stage.base) for stage in stages if stage.year == year)

    def book_year(self, book: Book, year: int) -> BookYear:
        """Lines and balances of a year; balances roll from the year whose closing the profile gives."""
        key = (book.fund_type, year)
        if key not in self._books:
            self._books[key] = self._book_year(book, year)
        return self._books[key]

    def _book_year(self, book: Book, year: int) -> BookYear:
        lines, repaid = self.lines(book, year), self.repaid(book, year)
        opening: dict[str, int] = {}
        closing: dict[str, int] = {}
        for given in book.closings:
            fund = given.sub_fund
            if year == given.balance.year:
                closing[fund] = self.scaled(given.balance.base)
                opening[fund] = closing[fund] - _change(lines, fund, repaid)
            elif year < given.balance.year:
                closing[fund] = self.book_year(book, year + 1).opening[fund]
                opening[fund] = closing[fund] - _change(lines, fund, repaid)
            else:
                opening[fund] = self.book_year(book, year - 1).closing[fund]
                closing[fund] = opening[fund] + _change(lines, fund, repaid)
        return BookYear(lines, opening, closing, repaid)

    def term(self, term: Term, year: int) -> Fraction:
        """The value of a control's term, in base units."""
        if term.series:
            return Fraction(sum(self.full(name, year) for name in term.series))
        book = self.profile.book(term.fund_type)
        if term.measure == "budget":
            return Fraction(self._budget(term, year))
        found = self.book_year(book, year)
        if term.measure in ("income", "expense"):
            return Fraction(found.side(term.measure, term.sub_fund, term.part))
        if term.measure == "surplus":
            return Fraction(found.side("income", term.sub_fund) - found.side("expense", term.sub_fund))
        funds = [fund for fund in book.sub_funds if term.sub_fund in ("", fund)]
        opening, closing = (sum(each[fund] for fund in funds) for each in (found.opening, found.closing))
        return {
            "opening": Fraction(opening),
            "closing": Fraction(closing),
            "average": Fraction(opening + closing, 2),
        }[term.measure]

    def _budget(self, term: Term, year: int) -> int:
        for budget in self.profile.budgets:
            if (budget.fund_type, budget.year, budget.version) == (term.fund_type, year, "initial"):
                return sum(
                    one.base
                    for one in budget.sums
                    if one.side == term.part and term.sub_fund in ("", one.sub_fund)
                )
        raise KeyError(f"budget {year}")


def _change(lines: Mapping[LineKey, int], sub_fund: str, repaid: int) -> int:
    change = sum(
        amount if code.startswith("income_") else -amount
        for (code, fund), amount in lines.items()
        if fund == sub_fund
    )
    return change + {"pooled": -repaid, "personal": repaid}[sub_fund]


def shares_of(weights: Mapping[str, int], codes: Sequence[str]) -> list[int]:
    """The weights in the order of the districts; one that has none gets nothing."""
    return [weights.get(code, 0) for code in codes]
