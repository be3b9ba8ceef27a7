"""What an indicator is scored on: its actual and its target, as stated, recomputed, or by standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import Metric
from yiheng.metrics.figure import OPERATOR_TEXTS, Figure, FigureSet, Scope, Selector, unit_suffix
from yiheng.metrics.identity import Identity
from yiheng.metrics.relation import Relation, blank, figure_trace, recompute
from yiheng.metrics.trace import Trace
from yiheng.performance.award import AWARDS
from yiheng.performance.scheme import Indicator
from yiheng.standards.measure import Measure, comparable, measures
from yiheng.standards.problem import refuse


@dataclass(frozen=True)
class Facts:
    """All that a subject states, with the definitions to read it by.

    ``calibers``: metric → caliber to recompute under. ``document``: the source, for evidence that names a line.
    """

    figures: FigureSet
    scope: Scope
    metrics: Mapping[str, Metric]
    identities: Sequence[Identity]
    calibers: Mapping[str, str] = field(default_factory=dict)
    document: str = ""


@dataclass(frozen=True)
class Reading:
    """The two sides of an indicator, in ``unit``, the metric's usual one."""

    figure: Figure | None = None
    target: Figure | None = None
    relation: Relation | None = None
    actual_value: Fraction | None = None
    target_value: Fraction | None = None
    actual_text: str = ""
    target_text: str = ""
    lost_target: str = ""
    from_standard: bool = False
    unit: str = "%"

    @property
    def traces(self) -> tuple[Trace, ...]:
        """Where both sides came from."""
        found = []
        if self.relation is not None:
            found.append(self.relation.trace())
        elif self.figure is not None:
            found.append(figure_trace(self.figure))
        if self.target is not None:
            found.append(figure_trace(self.target))
        elif self.target_text:
            found.append(Trace("标准值", self.target_text, source="评分表"))
        return tuple(found)


def read(indicator: Indicator, facts: Facts) -> Reading:
    """Find or recompute the actual, find the target; refuse sides that cannot be compared."""
    if indicator.actual is None:
        return Reading(target_text=indicator.target_text)
    selector = indicator.actual.selector.within(facts.scope)
    stated = facts.figures.find(selector)
    if stated is not None and stated.lost:
        stated = None
    relation = _recomputed(indicator, selector, stated, facts)
    figure = relation.claim if relation is not None else stated
    target = _target(indicator, selector, facts)
    lost = target.lost if target is not None else ""
    if lost:
        target = None
    reading = Reading(figure=figure, target=target, relation=relation, lost_target=lost)
    return _valued(indicator, reading, facts)


def _recomputed(
    indicator: Indicator, selector: Selector, stated: Figure | None, facts: Facts
) -> Relation | None:
    caliber = facts.calibers.get(selector.metric, "")
    if not indicator.recompute and not caliber:
        return None
    try:
        return recompute(stated or blank(selector, facts.metrics), facts.identities, facts.figures, caliber)
    except ExactError:  # nothing was spent, say: the caliber gives no value
        return None


def _target(indicator: Indicator, selector: Selector, facts: Facts) -> Figure | None:
    """The target in the same scope; a budget primitive is held against the budget."""
    role = "budget" if AWARDS[indicator.primitive].budget else "target"
    if indicator.target is not None:
        return facts.figures.find(indicator.target.selector.within(facts.scope, role))
    return facts.figures.find(
        Selector(selector.metric, role, selector.insurance, selector.account, selector.item, selector.period)
    )


def _usual_unit(figure: Figure, facts: Facts) -> Measure:
    """The unit to score in: the metric's usual one, so that 0.8856 比 and 88.56% are the same rate."""
    usual = measures()[facts.metrics[figure.metric].unit]
    return usual if comparable(usual, figure.measure) else figure.measure


def _valued(indicator: Indicator, reading: Reading, facts: Facts) -> Reading:
    """The values of both sides in the metric's usual unit, and the words for them."""
    figure, target = reading.figure, reading.target
    values: dict[str, object] = {"target_text": _target_words(indicator, reading)}
    if figure is not None:
        measure = _usual_unit(figure, facts)
        unit = measure.unit
        values["unit"] = unit.name
        values["actual_value"] = unit.from_base(
            reading.relation.point if reading.relation is not None else figure.value
        )
        values["actual_text"] = (
            f"{figure.in_unit(reading.relation.point)}{unit_suffix(figure.unit)}"
            if reading.relation is not None
            else figure.text
        )
        if target is not None:
            if target.measure.family != figure.measure.family:
                raise refuse(
                    "units_differ",
                    field=indicator.name,
                    found=figure.unit,
                    expected=target.unit,
                    file=target.place.file,
                    line=target.place.line,
                )
            values["target_value"] = unit.from_base(target.value)
        elif indicator.standard is not None:
            standard = measures()[indicator.standard.unit]
            if standard.family != figure.measure.family:
                raise refuse(
                    "units_differ", field=indicator.name, found=figure.unit, expected=indicator.standard.unit
                )
            values["target_value"] = unit.from_base(
                standard.unit.to_base(Printed.parse(indicator.standard.value).value)
            )
            values["from_standard"] = True
    return Reading(
        figure=figure,
        target=target,
        relation=reading.relation,
        lost_target=reading.lost_target,
        **values,  # type: ignore[arg-type]
    )


def direction(indicator: Indicator, target: Figure | None) -> str:
    """The sign before a target, for every place that shows it: its own, else the goal's; of a standard that of its sense.

    None where nobody set one: whether more or less is wanted is not for a form to say.
    """
    if target is None and indicator.standard is not None:
        return "≤" if indicator.sense == "at_most" else "≥"
    own = OPERATOR_TEXTS.get(target.operator, "") if target is not None else ""
    return own or OPERATOR_TEXTS.get(indicator.nature, "")


def _target_words(indicator: Indicator, reading: Reading) -> str:
    """The target in words, with its direction."""
    sign = direction(indicator, reading.target)
    if reading.target is not None:
        own = OPERATOR_TEXTS.get(reading.target.operator, "")
        return f"{'' if own else sign}{reading.target.text}"
    lost = f"原目标缺失：{reading.lost_target}" if reading.lost_target else ""
    if indicator.standard is not None:
        words = "；".join(filter(None, ["标准", lost]))
        return f"{sign}{indicator.standard.text}（{words}）"
    if lost:
        return f"（{lost}）"
    return indicator.target_text
