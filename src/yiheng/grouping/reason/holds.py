"""What each condition means for one case, in plain words of Python (01 §2, §9.3)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping

from yiheng.grouping.case import Case
from yiheng.grouping.scheme.condition import (
    All,
    Any,
    Compare,
    Complicated,
    Condition,
    Constant,
    Level,
    Member,
    NoProcedure,
    Not,
    OneOf,
    Role,
)
from yiheng.grouping.scheme.scheme import Scheme

_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
}


def codes_in_role(case: Case, role: Role) -> tuple[str, ...]:
    """The codes of a case that stand in a role."""
    codes = case.dx if role.endswith("dx") else case.px
    if role.startswith("main"):
        return codes[:1]
    return codes[1:] if role.startswith("other") else codes


def holds(condition: Condition, case: Case, scheme: Scheme) -> bool:
    """Whether the condition holds for the case."""
    match condition:
        case All(parts):
            return all(holds(part, case, scheme) for part in parts)
        case Any(parts):
            return any(holds(part, case, scheme) for part in parts)
        case Not(part):
            return not holds(part, case, scheme)
        case Member():
            return next(matching(condition, case, scheme), None) is not None
        case Compare(measure, comparison, value):
            known = measured(case, measure, scheme)
            return known is not None and _COMPARE[comparison](known, value)
        case OneOf("sex", values):
            return case.sex in values
        case OneOf("dept", values):
            return case.dept in values
        case OneOf(_, values):
            return case.leave in values
        case Complicated(level):
            return next(counting(level, case, scheme), None) is not None
        case NoProcedure():
            return not case.px
        case Constant(value):
            return value


def matching(member: Member, case: Case, scheme: Scheme) -> Iterator[str]:
    """The codes that make a membership true, in order."""
    listed = member.codes or scheme.codes(member.list_name)
    return (code for code in codes_in_role(case, member.role) if code in listed)


def measured(case: Case, measure: str, scheme: Scheme) -> int | None:
    """The measure of a case; None where it is not known."""
    if measure == "trauma_sites":
        return len({site for code in case.dx for site in scheme.sites.get(code, ())})
    value: int | None = getattr(case, measure)
    return value


def counting(level: Level, case: Case, scheme: Scheme) -> Iterator[str]:
    """Other diagnoses that count as MCC (or CC): listed, and not excluded by the main diagnosis.

    Exclusion is equality of two table numbers; a main diagnosis without a table excludes nothing.
    """
    tables = scheme.complications(level)
    excluded = scheme.exclusion.get(case.dx[0], "") if case.dx else ""
    return (code for code in case.dx[1:] if code in tables and not (excluded and tables[code] == excluded))
