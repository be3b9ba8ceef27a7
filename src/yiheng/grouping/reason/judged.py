"""A condition judged for a case, part by part: what the scheme asks, whether it holds, and what of the case was seen."""

from __future__ import annotations

from dataclasses import dataclass

from yiheng.grouping.case import Case
from yiheng.grouping.reason.complication import other_diagnoses
from yiheng.grouping.reason.holds import codes_in_role, holds, matching, measured
from yiheng.grouping.scheme.condition import (
    ATTRIBUTE_WORDS,
    LEVEL_WORDS,
    MEASURE_WORDS,
    ROLE_WORDS,
    All,
    Any,
    Atom,
    Compare,
    Complicated,
    Condition,
    Constant,
    Level,
    Measure,
    Member,
    NoProcedure,
    Not,
    OneOf,
    condition_text,
)
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.standards.message import message_text

NOTHING = "无"
"""Shown where the case has nothing in the place that is looked at."""
CODES_SHOWN = 5
_UNITS: dict[Measure, str] = {
    "age_years": "岁",
    "age_days": "天",
    "weight_g": "克",
    "los_days": "天",
    "icu_hours": "小时",
    "trauma_sites": "个",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One part of a condition. ``text`` is as the scheme writes it, ``found`` what the case has in its place.

    ``parts`` are the parts of a conjunction or alternative; an atom has none.
    """

    text: str
    holds: bool
    found: str = ""
    parts: tuple[Judged, ...] = ()

    def atoms(self) -> tuple[Judged, ...]:
        """The parts that have no parts themselves, from left to right."""
        return tuple(atom for part in self.parts for atom in part.atoms()) if self.parts else (self,)


def judged(condition: Condition, case: Case, scheme: Scheme) -> Judged:
    """The condition with a verdict on each of its parts."""
    text, true = condition_text(condition), holds(condition, case, scheme)
    match condition:
        case All(parts) | Any(parts):
            return Judged(text, true, parts=tuple(judged(part, case, scheme) for part in parts))
        case Not(part):
            inner = judged(
                part, case, scheme
            ).atoms()  # what is negated stands as one: its parts hold or not inside
            return Judged(text, true, "；".join(one.found for one in inner if one.found))
        case _:
            return Judged(text, true, seen(condition, case, scheme))


def seen(atom: Atom, case: Case, scheme: Scheme) -> str:
    """What the case has in the place an atom looks at: the codes that match, else those that stand there; a value."""
    match atom:
        case Member(role):
            codes = tuple(matching(atom, case, scheme)) or codes_in_role(case, role)
            return _place(ROLE_WORDS[role], named_all(codes, scheme))
        case Compare(measure):
            value = measured(case, measure, scheme)
            words = NOTHING if value is None else f"{value} {_UNITS[measure]}"
            return _place(MEASURE_WORDS[measure], words)
        case OneOf(attribute):
            value_words = getattr(case, attribute) or NOTHING
            return _place(ATTRIBUTE_WORDS[attribute], value_words)
        case Complicated(level):
            return _place(LEVEL_WORDS[level], _complications(level, case, scheme))
        case NoProcedure():
            return message_text("reason_px_count", found=str(len(case.px)))
        case Constant():
            return ""


def _complications(level: Level, case: Case, scheme: Scheme) -> str:
    """The codes that count at a level, and those that the main diagnosis excludes."""
    own = [one for one in other_diagnoses(case, scheme) if one.level == level]
    counted = tuple(one.code for one in own if one.use == "counted")
    excluded = tuple(one.code for one in own if one.use == "excluded")
    words = named_all(counted, scheme)
    if excluded:
        words += "，" + message_text("reason_excluded", found=named_all(excluded, scheme))
    return words


def _place(where: str, what: str) -> str:
    return f"{where}：{what}"


def named(code: str, scheme: Scheme) -> str:
    """A code with its name, where the scheme's code tables know it."""
    known = scheme.diagnoses.get(code) or scheme.procedures.get(code)
    return f"{code} {known.name}" if known and known.name else code


def named_all(codes: tuple[str, ...], scheme: Scheme) -> str:
    """Codes with their names, each once; of many the first few and how many there are."""
    distinct = tuple(dict.fromkeys(codes))
    shown = "、".join(named(code, scheme) for code in distinct[:CODES_SHOWN])
    if len(distinct) > CODES_SHOWN:
        shown += message_text("reason_and_more", found=str(len(distinct)))
    return shown or NOTHING


def unmet(condition: Condition, case: Case, scheme: Scheme) -> tuple[Condition, ...]:
    """The fewest parts that would have to be otherwise for the condition to hold; none where it holds."""
    if holds(condition, case, scheme):
        return ()
    match condition:
        case All(parts):
            return tuple(one for part in parts for one in unmet(part, case, scheme))
        case Any(parts):
            return min((unmet(part, case, scheme) for part in parts), key=len)
        case _:
            return (condition,)
