"""Conditions of the raw interchange layout (``main_dx:zd & or(mcc|cc)``) turned into conditions of ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from yiheng.grouping.scheme.condition import (
    TAG,
    VALID_PROCEDURES,
    All,
    Any,
    Atom,
    Compare,
    Complicated,
    Condition,
    ConditionFault,
    Constant,
    Member,
    NoProcedure,
    Not,
    OneOf,
    Role,
)

_ROLES: dict[str, Role] = {
    "main_dx": "main_dx",
    "any_dx": "any_dx",
    "other_dx": "other_dx",
    "main_sx": "main_px",
    "any_sx": "any_px",
    "other_sx": "other_px",
}
_WORDS: dict[str, Atom] = {
    "always": Constant(True),
    "never": Constant(False),
    "mcc": Complicated("MCC"),
    "cc": Complicated("CC"),
    "no_sx": NoProcedure(),
    "weight_given": Compare("weight_g", ">", 0),
}
_MEASURE = re.compile(r"(age_day|age|weight|los|icu_hours|trauma_sites)(<=|>=|<|>|=)(\d+)")
_MEASURES = {
    "age": "age_years",
    "age_day": "age_days",
    "weight": "weight_g",
    "los": "los_days",
    "icu_hours": "icu_hours",
    "trauma_sites": "trauma_sites",
}
TAGGED_SLOT = "ss"
"""The slot whose tags ``tag:k`` speaks of."""


def raw_condition(text: str, list_name: Callable[[str], str]) -> Condition:
    """The condition of a raw text; ``list_name`` names the list of a slot (``zd``, ``ss1``, ``mdc``).

    Raises ConditionFault for what the raw layout does not have.
    """
    condition, rest = _joined(text.replace(" ", "\0"), 0, list_name)
    if rest < len(text):
        raise ConditionFault(text[rest:], "&")
    return condition


def _joined(text: str, at: int, list_name: Callable[[str], str]) -> tuple[Condition, int]:
    """``a & b|c``: alternatives of conjunctions, up to a closing bracket."""
    alternatives: list[Condition] = []
    parts: list[Condition] = []
    while True:
        part, at = _factor(text, _blank(text, at), list_name)
        parts.append(part)
        at = _blank(text, at)
        if text[at : at + 1] != "&":
            alternatives.append(parts[0] if len(parts) == 1 else All(tuple(parts)))
            parts = []
            if text[at : at + 1] != "|":
                break
        at += 1
    return (alternatives[0] if len(alternatives) == 1 else Any(tuple(alternatives))), at


def _factor(text: str, at: int, list_name: Callable[[str], str]) -> tuple[Condition, int]:
    for word in ("or(", "not("):
        if text.startswith(word, at):
            part, at = _joined(text, at + len(word), list_name)
            if text[at : at + 1] != ")":
                raise ConditionFault(text[at:], ")")
            return (Not(part) if word == "not(" else part), at + 1
    found = re.compile(r"[^&|(){}\0]*(\{[^{}]*\})?").match(text, at)
    atom = found[0] if found else ""
    return _atom(atom.replace("\0", " "), list_name), at + len(atom)


def _atom(text: str, list_name: Callable[[str], str]) -> Condition:
    if text in _WORDS:
        return _WORDS[text]
    measure = _MEASURE.fullmatch(text)
    if measure:
        return Compare(_MEASURES[measure[1]], measure[2], int(measure[3]))  # type: ignore[arg-type]
    name, _, value = text.partition(":")
    if name in _ROLES and value:
        if value.startswith("{"):
            return Member(_ROLES[name], codes=_codes(value))
        return Member(_ROLES[name], VALID_PROCEDURES if value == "VALID" else list_name(value))
    if name == "tag" and value:
        return Member("any_px", f"{list_name(TAGGED_SLOT)}{TAG}{value}")
    if name == "leave" and value:
        return OneOf("leave", _codes(value))
    attribute, _, value = text.partition("=")
    if attribute in ("sex", "dept") and value:
        return OneOf("sex" if attribute == "sex" else "dept", (value,))
    raise ConditionFault(text, "main_dx:… any_sx:… age<… mcc or(…) not(…)")


def _codes(braces: str) -> tuple[str, ...]:
    return tuple(braces.strip("{}").split())


def _blank(text: str, at: int) -> int:
    while text[at : at + 1] == "\0":
        at += 1
    return at
