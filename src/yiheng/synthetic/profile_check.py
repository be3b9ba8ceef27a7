"""Whether a profile can meet its own figures: every contradiction is named with its place, before anything is built."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from fractions import Fraction

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.policy.content import Entry
from yiheng.standards.measure import measures
from yiheng.standards.problem import Problem
from yiheng.synthetic.calibration import Figures
from yiheng.synthetic.movement import life_lines
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.profile_books import MILLION, Control, Series, Term


def profile_problems(entry: Entry[CityProfile]) -> Iterator[Problem]:
    """All contradictions of a profile; figures are compared only where what they refer to is there."""
    found = [*_references(entry), *_shares(entry), *_rows(entry)]
    yield from found
    if not found:
        yield from _figures(entry)


def _references(entry: Entry[CityProfile]) -> Iterator[Problem]:
    """Names of series, weights, shapes and districts that nothing bears."""
    profile = entry.value
    codes = {district.code for district in profile.districts}
    for name, weights in profile.district_weights.items():
        for code in weights:
            if code not in codes:
                yield entry.problem("city_reference", "district_weights", name, found=code)
    for path, found, known in _named(profile):
        if found not in known:
            yield entry.problem("city_reference", *path, found=found)
    for index, group in enumerate(profile.providers.institutions):
        if group.kind not in profile.providers.departments:
            yield entry.problem(
                "city_reference", "providers", "institutions", index, "kind", found=group.kind
            )


def _named(profile: CityProfile) -> Iterator[tuple[tuple[str | int, ...], str, Container[str]]]:
    """(place, name used, names known)"""
    series, weights, shapes = profile.series, profile.district_weights, profile.month_shapes
    for group_name, group in profile.people.groups.items():
        yield ("people", "groups", group_name, "series"), group.series, series
        yield ("people", "groups", group_name, "districts"), group.districts, weights
    yield ("people", "aid_series"), profile.people.aid_series, series
    for key in ("arrears", "recovered", "shortfall"):
        yield ("employers", key), getattr(profile.employers, key), series
    for number, book in enumerate(profile.books):
        yield ("books", number, "districts"), book.districts, weights
        for place, line in enumerate(book.lines):
            stem = ("books", number, "lines", place)
            yield (*stem, "districts"), line.districts, weights
            yield (*stem, "months"), line.months, shapes
            yield from _series_names((*stem, "figures"), line.figures, series)
    for name, one in series.items():
        yield from _series_names(("series", name), one, series)
    codes = {district.code for district in profile.districts}
    for number, group_ in enumerate(profile.providers.institutions):
        yield ("providers", "institutions", number, "district"), group_.district, codes
    for number, caliber in enumerate(profile.population):
        yield ("population", number, "series"), caliber.series, series
        yield ("population", number, "districts"), caliber.districts, weights
    yield ("average_wage", "base_ratio"), profile.average_wage.base_ratio, series
    for number, control in enumerate(profile.controls):
        for key, term in (("of", control.of), ("over", control.over)):
            for name in term.series if term is not None else ():
                yield ("controls", number, key, "series"), name, series
            if term is not None and not term.series:
                funds = {book.fund_type for book in profile.books}
                yield ("controls", number, key, "fund_type"), term.fund_type, funds


def _series_names(
    path: tuple[str | int, ...], one: Series, series: Mapping[str, Series]
) -> Iterator[tuple[tuple[str | int, ...], str, Container[str]]]:
    if one.between.heads:
        yield (*path, "between", "heads"), one.between.heads, series
        yield (*path, "between", "standard"), one.between.standard, series
    elif not one.anchors:
        yield (*path, "anchors"), one.name, ()


def _shares(entry: Entry[CityProfile]) -> Iterator[Problem]:
    """Shares that do not make a whole."""
    profile = entry.value
    sums: list[tuple[tuple[str | int, ...], int]] = [
        (("people", "groups", name, "ages"), sum(band.share_ppm for band in group.ages))
        for name, group in profile.people.groups.items()
    ]
    sums.append(
        (("providers", "institutions"), sum(group.share_ppm for group in profile.providers.institutions))
    )
    for number, book in enumerate(profile.books):
        for place, line in enumerate(book.lines):
            if line.subsidy is not None:
                whole = sum(payment.share_ppm for payment in line.subsidy.payments)
                sums.append((("books", number, "lines", place, "subsidy", "payments"), whole))
    for path, whole in sums:
        if whole != MILLION:
            yield entry.problem("city_shares", *path, found=f"{whole:,}", expected=f"{MILLION:,}")


def _rows(entry: Entry[CityProfile]) -> Iterator[Problem]:
    """Single rows that cannot be: more yes than asked, an account used twice, a score above its full mark."""
    profile = entry.value
    for number, survey in enumerate(profile.surveys):
        if survey.positive > survey.asked:
            yield entry.problem(
                "city_above",
                "surveys",
                number,
                "positive",
                found=str(survey.positive),
                expected=str(survey.asked),
            )
    for number, score in enumerate(profile.scores):
        if Printed.parse(score.score).value > Printed.parse(score.full).value:
            yield entry.problem(
                "city_above", "scores", number, "score", found=score.score, expected=score.full
            )
    for number, book in enumerate(profile.books):
        seen: set[str] = set()
        lines: set[tuple[str, str]] = set()
        for place, line in enumerate(book.lines):
            if line.account in seen or line.account[:1] != {"income": "4", "expense": "5"}[line.side]:
                yield entry.problem(
                    "city_account", "books", number, "lines", place, "account", found=line.account
                )
            if line.key in lines or line.sub_fund not in book.sub_funds:
                yield entry.problem(
                    "city_account", "books", number, "lines", place, "line_code", found=line.line_code
                )
            seen.add(line.account)
            lines.add(line.key)
    for number, budget in enumerate(profile.budgets):
        try:
            date.fromisoformat(budget.approved)
        except ValueError:
            yield entry.problem(
                "value_unfit",
                "budgets",
                number,
                "approved",
                found=budget.approved,
                expected="应是 2024-03-05 样子的日期",
            )


def _figures(entry: Entry[CityProfile]) -> Iterator[Problem]:
    """Published sums and ratios that do not come out, movements that need more people than there are, and balances
    that would be below nothing."""
    profile = entry.value
    figures = Figures(profile, Fraction(1))
    for number, control in enumerate(profile.controls):
        yield from _control(entry, figures, number, control)
    try:
        life_lines(figures)
    except ValueError as error:
        yield entry.problem("city_people", "people", "groups", found=str(error))
    for number, book in enumerate(profile.books):
        for year in profile.years:
            for sub_fund, opening in figures.book_year(book, year).opening.items():
                if opening < 0:
                    yield entry.problem(
                        "city_balance", "books", number, "closings", found=f"{year} {sub_fund} {opening}"
                    )


def _control(entry: Entry[CityProfile], figures: Figures, number: int, control: Control) -> Iterator[Problem]:
    """A value must be met to its last unit, a ratio must print as published."""
    unit = measures()[control.unit].unit
    for key, term in (("of", control.of), ("over", control.over)):
        if term is not None and not _known(entry.value, term, control.year):
            yield entry.problem(
                "city_reference", "controls", number, key, found=f"{term.measure}{term.part} {control.year}"
            )
            return
    value = figures.term(control.of, control.year)
    printed = Printed.parse(control.value)
    if control.over is None:
        met = unit.from_base(value) == printed.value
    else:
        below = figures.term(control.over, control.year)
        value = value / below if below else Fraction(0)
        met = _prints(unit.from_base(value), printed)
    if not met:
        yield entry.problem(
            "city_control",
            "controls",
            number,
            found=decimal_text(unit.from_base(value), max(printed.decimals, 2) + 2),
            expected=f"{control.value}{control.unit}（{control.name}，{control.year}）",
        )


def _known(profile: CityProfile, term: Term, year: int) -> bool:
    """Whether the profile has what a term speaks of: series and books always, a budget where one is given."""
    if term.series or term.measure != "budget":
        return bool(term.series or term.measure)
    return any(
        (one.fund_type, one.year, one.version) == (term.fund_type, year, "initial") for one in profile.budgets
    )


def _prints(value: Fraction, printed: Printed) -> bool:
    return decimal_text(value, printed.decimals) == decimal_text(printed.value, printed.decimals)
