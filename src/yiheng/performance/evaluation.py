"""Evaluation: a subject under a profile gives indicator results and three totals.

自评得分 is what the source printed, 系统复算得分 what the rules give, 待补佐证后得分 what remains when awards without
evidence are withheld. A pure function of facts, profile and definitions; nothing here reads a clock or a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.exact.rounding import round_half_up
from yiheng.metrics.figure import Place
from yiheng.metrics.relation import Relation, accused, relations
from yiheng.metrics.trace import Trace
from yiheng.performance.award import AWARDS, Award, Case
from yiheng.performance.award_parameters import number, shown
from yiheng.performance.grade import GradeTable
from yiheng.performance.profile import Profile
from yiheng.performance.reading import Facts, Reading, read
from yiheng.performance.scheme import Indicator, points_e2, points_text
from yiheng.performance.subject import Evidence, EvidenceItem, SubjectBody
from yiheng.performance.verification import Withholding, same_digits, withheld
from yiheng.standards.message import message_text, sentence
from yiheng.standards.problem import Problem


@dataclass(frozen=True)
class IndicatorResult:
    """One scored indicator; points in hundredths, ``stated_e2`` None where the source printed none."""

    indicator: Indicator
    stated_e2: int | None
    computed_e2: int
    verified_e2: int
    award: Award
    reading: Reading
    withholding: Withholding | None
    over: bool
    evidence: Evidence | None
    excess: Fraction = Fraction(0)
    document: str = ""

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code

    @property
    def lost_e2(self) -> int:
        """Points not awarded."""
        return self.indicator.full_e2 - self.computed_e2 if not self.indicator.bonus else 0

    @property
    def overspent(self) -> bool:
        """Whether more was spent than the budget: no points are lost, but the cause must be told."""
        return self.award.code == "award_overspent"

    @property
    def denominator(self) -> str:
        """What an execution is held against, by name, where it is not the budget that its name says."""
        target = self.reading.target
        if self.indicator.primitive != "BUDGET_EXEC" or target is None or target.role == "budget":
            return ""
        return target.full_name

    @property
    def measured(self) -> str:
        """What the result measures, where the indicator's own name does not say it (经济效益: 利息收益率)."""
        figure, own = self.reading.figure, self.indicator.name
        return "" if figure is None or figure.name in own or own in figure.name else figure.full_name

    @property
    def backfilled(self) -> bool:
        """Whether the target repeats the measured result to the digit, where policy does not fix it."""
        figure = self.reading.figure
        if figure is None or figure.operator or self.indicator.fixed_standard:
            return False
        return same_digits(figure, self.reading.target)

    @property
    def reason(self) -> str:
        """What decided the points, in words."""
        words = [message(self.award.code, self.award.found, self.award.expected)]
        if self.denominator:
            words.append(message("award_denominator", self.denominator))
        if self.excess:
            words.append(message("award_over", shown(self.excess)))
        return "；".join(words)

    @property
    def withheld_reason(self) -> str:
        """Why points wait for evidence; empty where none do."""
        return message(self.withholding.code, self.withholding.found) if self.withholding else ""

    @property
    def remarks(self) -> str:
        """Why points were lost or what was overspent, then why points wait for evidence: both where both are so."""
        lost = self.reason if self.lost_e2 or self.overspent or not self.withholding else ""
        return "；".join(filter(None, [lost, self.withheld_reason]))

    @property
    def actual_text(self) -> str:
        """The result as the form shows it."""
        if self.reading.actual_text:
            return self.reading.actual_text
        if self.evidence is None:
            return ""
        return (
            self.evidence.text or self.evidence.attained or self.evidence.level or _items_text(self.evidence)
        )

    @property
    def _item_names(self) -> Mapping[str, str]:
        """The checked items of the indicator by their codes."""
        return {item["id"]: item["name"] for item in self.indicator.parameters.get("items", ())}

    def trace(self) -> Trace:
        """Why these points."""
        return Trace(
            "·".join(self.indicator.levels),
            points_text(self.computed_e2),
            f"分（满分 {points_text(self.indicator.full_e2)}）",
            f"{primitive_name(self.indicator.primitive)}：{self.reason}",
            self.indicator.guidance,
            self.reading.traces + _evidence_traces(self.evidence, self.document, self._item_names),
        )


@dataclass(frozen=True)
class Totals:
    """The three totals, in hundredths."""

    stated_e2: int | None
    computed_e2: int
    verified_e2: int
    main_e2: int


@dataclass(frozen=True)
class Evaluation:
    """One subject evaluated; ``projects`` are those of a composite subject.

    ``data_notes``: what a reader must know of the data that the figures come from, in sentences without a stop.
    """

    subject: SubjectBody
    profile: Profile
    facts: Facts
    results: tuple[IndicatorResult, ...]
    totals: Totals
    grades: GradeTable
    relations: tuple[Relation, ...]
    projects: tuple[Evaluation, ...] = ()
    data_notes: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether there is a total: the profile scores and has something to score."""
        return not self.profile.unscored and bool(self.results)

    @property
    def grade(self) -> str:
        """The grade of the computed total; empty for an unscored form."""
        return self.grades.grade(Fraction(self.totals.computed_e2, 100)) if self.scored else ""

    @property
    def grade_without_bonus(self) -> str:
        """The grade the total would have without bonus points."""
        return self.grades.grade(Fraction(self.totals.main_e2, 100)) if self.scored else ""

    @property
    def bonus_e2(self) -> int:
        """Bonus less penalty points."""
        return self.totals.computed_e2 - self.totals.main_e2

    @property
    def other_year(self) -> str:
        """The year that the profile was issued for, where another is evaluated; empty otherwise."""
        year = self.profile.year
        return "" if year == self.subject.period[:4] else year

    @property
    def inferred(self) -> bool:
        """Whether any point or rule is our own reading."""
        return self.profile.basis == "inferred"


def primitive_name(primitive: str) -> str:
    """A scoring primitive in words."""
    return message_text(f"primitive_{primitive}")


def message(code: str, found: str = "", expected: str = "") -> str:
    """The words of a result code, without the full stop of a problem's sentence."""
    return sentence(Problem(code, severity="information", found=found, expected=expected)).removesuffix("。")


def _items_text(evidence: Evidence) -> str:
    return "；".join(item.text for item in evidence.items.values() if item.text)


def _evidence_traces(evidence: Evidence | None, document: str, names: Mapping[str, str]) -> tuple[Trace, ...]:
    """What stands behind a judgement, with the document and line it was read in."""
    if evidence is None:
        return ()
    judged = _judgement(evidence)
    rows: list[tuple[str, str, EvidenceItem]] = [("佐证", judged, evidence)] if judged else []
    rows += [
        (names.get(code, code), "是" if item.met else "否", item)
        for code, item in evidence.items.items()
        if item.met is not None
    ]
    return tuple(
        Trace(name, value, source=Place(document, item.line or evidence.line).text, formula=item.text)
        for name, value, item in rows
    )


def _judgement(evidence: Evidence) -> str:
    """The judgement that evidence states, in its own words."""
    if evidence.met is not None:
        return "是" if evidence.met else "否"
    if evidence.findings is not None:
        return f"{evidence.findings} 项问题"
    return evidence.attained or evidence.level


def score(
    indicators: Sequence[Indicator],
    facts: Facts,
    evidence: Mapping[str, Evidence],
    profile: Profile,
    accusations: Mapping[str, Relation],
) -> tuple[IndicatorResult, ...]:
    """Every indicator scored by its primitive."""
    return tuple(
        _score_one(indicator, facts, evidence.get(indicator.code), profile, accusations)
        for indicator in indicators
    )


def _score_one(
    indicator: Indicator,
    facts: Facts,
    evidence: Evidence | None,
    profile: Profile,
    accusations: Mapping[str, Relation],
) -> IndicatorResult:
    primitive = AWARDS[indicator.primitive]
    reading = read(indicator, facts)
    full = Fraction(indicator.full_e2, 100)
    case = Case(
        full, reading.actual_value, reading.target_value, indicator.sense == "at_most", evidence, reading.unit
    )
    award = primitive.score(case, primitive.parameters.model_validate(indicator.parameters))
    over = _over(indicator, reading, profile)
    excess = number(profile.over.deduct) if over and profile.over else Fraction(0)
    points = award.points - excess
    penalty = indicator.primitive == "PENALTY"
    gap = withheld(indicator, award, reading, case, accusations)
    computed = _clipped(points, full, penalty)
    verified = _clipped(points - gap.points, full, penalty) if gap else computed
    stated = points_e2(evidence.stated) if evidence is not None and evidence.stated else None
    return IndicatorResult(
        indicator, stated, computed, verified, award, reading, gap, over, evidence, excess, facts.document
    )


def _clipped(points: Fraction, full: Fraction, penalty: bool) -> int:
    """Points kept to hundredths, half away from zero, within the indicator's own."""
    low, high = (-full, Fraction(0)) if penalty else (Fraction(0), full)
    return round_half_up(min(max(points, low), high), 2)


def _over(indicator: Indicator, reading: Reading, profile: Profile) -> bool:
    """A result so far above its own target that the target was too low (03 §2 OVER)."""
    if profile.over is None or reading.target is None or reading.target.role != "target":
        return False
    if reading.actual_value is None or not reading.target_value or indicator.sense == "at_most":
        return False
    return reading.actual_value >= number(profile.over.threshold) * reading.target_value


def totals(results: Sequence[IndicatorResult], subject: SubjectBody, profile: Profile) -> Totals:
    """Sums of the results, capped by the execution rate where the profile says so, bonus within its cap."""
    main = [result for result in results if not result.indicator.bonus]
    extra = [result for result in results if result.indicator.bonus]
    cap = _execution_cap(main, profile)
    computed = min(cap, sum(result.computed_e2 for result in main))
    verified = min(cap, sum(result.verified_e2 for result in main))
    bonus_cap = points_e2(profile.bonus_cap)
    bonus = min(bonus_cap, sum(result.computed_e2 for result in extra))
    verified_bonus = min(bonus_cap, sum(result.verified_e2 for result in extra))
    stated = points_e2(subject.stated.total) if subject.stated.total else None
    return Totals(stated, computed + bonus, verified + verified_bonus, computed)


def _execution_cap(main: Sequence[IndicatorResult], profile: Profile) -> int:
    highest = sum(result.indicator.full_e2 for result in main)
    for result in main:
        reading = result.reading
        if (
            result.indicator.primitive != "BUDGET_EXEC"
            or not reading.target_value
            or reading.actual_value is None
        ):
            continue
        rate = reading.actual_value / reading.target_value
        for band in profile.execution_cap:
            if number(band.lower) <= rate < number(band.upper):
                highest = min(highest, points_e2(band.cap))
    return highest


def evaluate_one(
    subject: SubjectBody,
    profile: Profile,
    indicators: Sequence[Indicator],
    facts: Facts,
    grades: GradeTable,
) -> Evaluation:
    """One subject, without its projects."""
    source = subject.source
    facts = replace(facts, document=source.doc or source.file or subject.subject)
    found = tuple(relations(facts.figures, facts.identities, facts.metrics))
    results = score(indicators, facts, subject.evidence, profile, accused(found))
    return Evaluation(subject, profile, facts, results, totals(results, subject, profile), grades, found)


def with_projects(evaluation: Evaluation, projects: Sequence[Evaluation]) -> Evaluation:
    """The evaluation of a composite subject."""
    return replace(evaluation, projects=tuple(projects))
