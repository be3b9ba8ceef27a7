"""Bands of a measure (weight, age, days, hours) side by side: what lies between them, and where they cross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yiheng.grouping.scheme.condition import MEASURE_WORDS, Compare, Condition, Measure, Member
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.logic import Alternative, alternatives
from yiheng.grouping.scheme.lint.view import View, first
from yiheng.grouping.scheme.scheme import Mdc, Rule
from yiheng.grouping.scheme.tables import Row

_ENDLESS = 1 << 62


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from ``low`` to ``high`` of a measure, and whose condition asks for them."""

    low: int
    high: int
    owner: str

    @property
    def text(self) -> str:
        """The band in figures."""
        if self.high == _ENDLESS:
            return f"≥{self.low}"
        return str(self.low) if self.low == self.high else f"{self.low}～{self.high}"


def band_findings(view: View) -> Iterator[Finding]:
    """Gaps and crossings of bands, among the branches of a rule and among the rules of an MDC."""
    for mdc in view.scheme.mdcs:
        for rule in mdc.rules:
            branches = [
                (one.drg, one.condition, view.branch_row(rule, one), rule.rule) for one in rule.branches
            ]
            yield from _side_by_side(view, "drg", mdc, branches, lists_apart=True)
        yield from _side_by_side(view, "rule", mdc, _rules(view, mdc), lists_apart=False)


_Subject = tuple[str, Condition, Row, str]


def _rules(view: View, mdc: Mdc) -> list[_Subject]:
    def one(rule: Rule) -> _Subject:
        return (rule.rule, rule.condition, view.rule_row(rule), rule.rule)

    return [one(rule) for rule in mdc.rules if not rule.ambiguous]


def _side_by_side(
    view: View, table: str, mdc: Mdc, subjects: Sequence[_Subject], lists_apart: bool
) -> Iterator[Finding]:
    """Subjects whose conditions differ in the band of one measure only; rules may each read a list of their own."""
    families: dict[tuple[Measure, frozenset[object]], list[tuple[Band, _Subject]]] = {}
    for subject in subjects:
        for one in alternatives(subject[1]):
            for measure in dict.fromkeys(atom.measure for atom, _ in one if isinstance(atom, Compare)):
                band = _band(one, measure, subject[0])
                if band is not None:
                    rest = _rest(one, measure, lists_apart)
                    families.setdefault((measure, rest), []).append((band, subject))
    for (measure, rest), members in families.items():
        bands = list(dict.fromkeys(band for band, _ in members))
        if len(bands) < 2:
            continue
        place = members[0][1]
        words = {"mdc": mdc.mdc, "rule": place[3]}
        owners = first((band.owner for band in bands), 6)
        gaps = [] if _filled_by_others(subjects, measure, rest, lists_apart) else _gaps(bands)
        for gap in gaps:
            found = f"{MEASURE_WORDS[measure]} {gap.text}"
            yield view.finding("lint_band_gap", place[2], table, owners, found=found, **words)
        for one_band, other in _crossing(bands):
            yield view.finding(
                "lint_band_overlap",
                place[2],
                table,
                f"{one_band.owner}、{other.owner}",
                found=f"{MEASURE_WORDS[measure]} {one_band.text}",
                expected=f"{MEASURE_WORDS[measure]} {other.text}",
                **words,
            )


def _band(alternative: Alternative, measure: Measure, owner: str) -> Band | None:
    low, high = 0, _ENDLESS
    for atom, holds in alternative:
        if not isinstance(atom, Compare) or atom.measure != measure:
            continue
        if not holds:  # a negated comparison also lets in what is not known: no band
            return None
        match atom.comparison:
            case "<":
                high = min(high, atom.value - 1)
            case "<=":
                high = min(high, atom.value)
            case ">":
                low = max(low, atom.value + 1)
            case ">=":
                low = max(low, atom.value)
            case "=":
                low, high = max(low, atom.value), min(high, atom.value)
    return Band(low, high, owner) if low <= high else None


def _rest(alternative: Alternative, measure: Measure, lists_apart: bool) -> frozenset[object]:
    """What else the alternative asks for; without ``lists_apart`` a membership counts by its role alone."""
    return frozenset(
        (atom.role if isinstance(atom, Member) and not lists_apart else atom, holds)
        for atom, holds in alternative
        if not (isinstance(atom, Compare) and atom.measure == measure)
    )


def _filled_by_others(
    subjects: Sequence[_Subject], measure: Measure, rest: frozenset[object], lists_apart: bool
) -> bool:
    """Whether some other condition asks for no more than these do, whatever the measure: nothing falls into a gap."""
    if not lists_apart:
        return False  # another rule takes what falls between, but into another ADRG
    for _, condition, _, _ in subjects:
        for one in alternatives(condition):
            free = not any(isinstance(atom, Compare) and atom.measure == measure for atom, _ in one)
            if free and _rest(one, measure, lists_apart) <= rest:
                return True
    return False


def _gaps(bands: Sequence[Band]) -> list[Band]:
    """What no band holds, from 0 upwards."""
    gaps, reached = [], -1
    for band in sorted(bands, key=lambda one: (one.low, one.high)):
        if band.low > reached + 1:
            gaps.append(Band(reached + 1, band.low - 1, ""))
        reached = max(reached, band.high)
    if reached < _ENDLESS:
        gaps.append(Band(reached + 1, _ENDLESS, ""))
    return gaps


def _crossing(bands: Sequence[Band]) -> Iterator[tuple[Band, Band]]:
    """Pairs that share values while neither holds the other: a smaller band inside a wider one is a refinement."""
    for at, one in enumerate(bands):
        for other in bands[at + 1 :]:
            if one.low < other.low <= one.high < other.high or other.low < one.low <= other.high < one.high:
                yield one, other
