"""待补佐证: which part of an award has nothing behind it but the words of the target.

An award is withheld where its actual only repeats an operator word or a bare yes, equals the target digit by
digit (unless the profile marks a fixed standard), has no evidence, or is accused by an inconsistent relation
(:func:`yiheng.metrics.relation.accused`). The score that remains is internal: it stands in the 《校核底稿》 and never
in the report or the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from yiheng.metrics.figure import Figure
from yiheng.metrics.relation import Relation
from yiheng.performance.award import AWARDS, Award, Case
from yiheng.performance.reading import Reading
from yiheng.performance.scheme import Indicator


@dataclass(frozen=True)
class Withholding:
    """Points withheld and why; ``found`` completes the message of ``code``."""

    code: str
    points: Fraction
    found: str = ""


def withheld(
    indicator: Indicator, award: Award, reading: Reading, case: Case, accusations: Mapping[str, Relation]
) -> Withholding | None:
    """What of an award lacks evidence; None where it stands."""
    if award.points <= 0:
        return None
    primitive = AWARDS[indicator.primitive]
    if not primitive.numeric:
        if not award.unsubstantiated:
            return None
        return Withholding("withheld_bare_yes", award.unsubstantiated, found=indicator.name)
    figure = reading.figure
    if figure is None:
        return None
    stated = reading.relation is None  # a recomputed actual does not repeat the statement it replaces
    if stated and figure.operator:
        return Withholding("withheld_operator_word", award.points, found=figure.text)
    if (
        stated
        and not primitive.budget
        and not indicator.fixed_standard
        and same_digits(figure, reading.target)
    ):
        return Withholding("withheld_equals_target", award.points, found=figure.text)
    if indicator.evidence == "survey" and not (figure.sample_size or _sampled(case)):
        return Withholding("withheld_no_sample", award.points, found=figure.text)
    relation = _accusing(reading, accusations)
    if relation is not None:
        return Withholding("withheld_inconsistent", award.points, found=relation.name)
    return None


def same_digits(figure: Figure, target: Figure | None) -> bool:
    """Whether a result repeats its target to the digit, in the same unit."""
    if target is None or target.role != "target" or target.measure != figure.measure:
        return False
    return (figure.printed.value, figure.printed.decimals) == (target.printed.value, target.printed.decimals)


def _sampled(case: Case) -> bool:
    return case.evidence is not None and bool(case.evidence.sample_size)


def _accusing(reading: Reading, accusations: Mapping[str, Relation]) -> Relation | None:
    """The relation that accuses a figure which decided the award.

    A recomputed actual rests on its operands, not on the stated claim it replaces.
    """
    if reading.relation is not None:
        used = [figure for _, figure in reading.relation.operands]
    else:
        used = [reading.figure] if reading.figure is not None else []
    if reading.target is not None:
        used.append(reading.target)
    for figure in used:
        if figure.id in accusations:
            return accusations[figure.id]
    return None
