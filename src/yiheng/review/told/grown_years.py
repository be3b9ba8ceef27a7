"""Readings of a growth by the years that its words name, where the amounts of the years stand in turn in its paragraph.

支出：2021年512.6万元，2022年1,164.3万元……。2022年支出较2021年增长127.14% has both years by name; 2019年118.20万元、2020年126.35万元、
2021年142.85万元，两年累计增长20.9% is from the first to the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import fall, rise
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.grown import way_of
from yiheng.review.told.reading import BOUND, Reading

_BACK = 16
_LEAST = 3


def year_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """The growth between two years named, or over all the years told in turn."""
    if claim.quantity.unit != "%" or claim.role == "target":
        return
    clause = context.clause_before(claim)
    named, over_all = word("grown_years_named").search(clause), says("grown_over_all", clause)
    sign = way_of(clause)
    if not sign or not (named or over_all):
        return
    levels = [
        one
        for one in context.facts[max(0, claim.index - _BACK) : claim.index]
        if one.line is claim.line
        and one.quantity.measured
        and one.quantity.family in ("money", "count")
        and not is_delta(one)
        and one.year
        and word("grown_year_label").search(one.label)
    ]
    pair = _named(levels, int(named["now"]), int(named["base"])) if named else _ends(claim, levels)
    noun = named["noun"] if named else ""
    if pair is not None and (
        not noun or noun in pair[0].sentence.line.text[: pair[0].start - pair[0].line.start]
    ):
        now, base = pair
        high, low = now.quantity.shown, base.quantity.shown
        function = rise if sign > 0 else fall
        yield Reading("R4", claim, (now, base), function, f"（{high} − {low}）÷ {low}", BOUND)


def _named(levels: Sequence[Fact], now: int, base: int) -> tuple[Fact, Fact] | None:
    """The one amount of each of two years; None where a year has none or several."""
    found = [[one for one in levels if one.year == year] for year in (now, base)]
    if any(len({one.quantity.value for one in some}) != 1 for some in found):
        return None
    first, second = found[0][0], found[1][0]
    return (first, second) if first.quantity.dimension == second.quantity.dimension else None


def _ends(claim: Fact, levels: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The last and the first of the years that a sentence tells in turn."""
    run = [one for one in levels if one.sentence == claim.sentence]
    years = [one.year for one in run]
    if len(run) < _LEAST or years != list(range(years[0], years[0] + len(run))):
        return None
    alike = len({one.quantity.dimension for one in run}) == 1
    return (run[-1], run[0]) if alike else None
