"""Conditions of a grouping scheme: one closed set of atoms, joined by 且, 或, 非.

Every rule of every published scheme the product was tried on is one of these (01 §2), so that a scheme is data and a
medical coder can read it: ``主诊断 属于 FM1-诊断 且 主手术 属于 FM1-手术 且 日龄 <= 28``. :func:`parse` reads that text,
:func:`condition_text` writes it; both are inverse to each other. What a condition means for a case is said once, in
plain words of Python, by :mod:`yiheng.grouping.reason.case_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Role = Literal["main_dx", "other_dx", "any_dx", "main_px", "other_px", "any_px"]
Measure = Literal["age_years", "age_days", "weight_g", "los_days", "icu_hours", "trauma_sites"]
Attribute = Literal["sex", "dept", "leave"]
Comparison = Literal["<", "<=", "=", ">", ">="]
Level = Literal["MCC", "CC"]

VALID_PROCEDURES = "有效手术"
"""The list every scheme has: procedures that count as an operation (``valid_procedure.csv``)."""
TAG = "#"
"""``LIST#2`` is the part of a list whose rows carry tag 2."""

ROLE_WORDS: dict[Role, str] = {
    "main_dx": "主诊断",
    "other_dx": "其他诊断",
    "any_dx": "任一诊断",
    "main_px": "主手术",
    "other_px": "其他手术",
    "any_px": "任一手术",
}
MEASURE_WORDS: dict[Measure, str] = {
    "age_years": "年龄",
    "age_days": "日龄",
    "weight_g": "体重",
    "los_days": "住院天数",
    "icu_hours": "重症小时",
    "trauma_sites": "创伤部位数",
}
ATTRIBUTE_WORDS: dict[Attribute, str] = {"sex": "性别", "dept": "科室", "leave": "离院方式"}
LEVEL_WORDS: dict[Level, str] = {"MCC": "有MCC", "CC": "有CC"}
ALWAYS_WORD, NEVER_WORD, NO_PROCEDURE_WORD = "任意", "从不", "无手术"
_IN, _AND, _OR, _NOT = "属于", "且", "或", "非"
_COMPARISONS: dict[str, Comparison] = {**{op: op for op in get_args(Comparison)}, "≤": "<=", "≥": ">="}


@dataclass(frozen=True, slots=True)
class Member:
    """A code of the role stands in a list: named (``codes`` empty) or written out in braces (``list_name`` empty)."""

    role: Role
    list_name: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compare:
    """A measure of the case against a whole number; a missing measure satisfies no comparison (01 §9.3)."""

    measure: Measure
    comparison: Comparison
    value: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """The case's sex, discharge department or discharge mode is one of the values."""

    attribute: Attribute
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complicated:
    """Some other diagnosis is an MCC (or a CC) that the main diagnosis does not exclude (01 §1 step 4)."""

    level: Level


@dataclass(frozen=True, slots=True)
class NoProcedure:
    """The case has no procedure at all."""


@dataclass(frozen=True, slots=True)
class Constant:
    """Always or never."""

    value: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Atom: TypeAlias = Member | Compare | OneOf | Complicated | NoProcedure | Constant
Condition: TypeAlias = Atom | All | Any | Not

ALWAYS = Constant(True)


class ConditionFault(ValueError):
    """A text that is no condition: what stands where (``found``) and what could stand there (``expected``)."""

    def __init__(self, found: str, expected: str):
        super().__init__(f"{found!r}: {expected}")
        self.found = found
        self.expected = expected


def all_of(*parts: Condition) -> Condition:
    """The conjunction, flat, without parts that always hold."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    flat = [one for one in flat if one != ALWAYS]
    return ALWAYS if not flat else flat[0] if len(flat) == 1 else All(tuple(flat))


def atoms(condition: Condition) -> Iterator[Atom]:
    """All atoms, from left to right."""
    if isinstance(condition, (All, Any)):
        for part in condition.parts:
            yield from atoms(part)
    elif isinstance(condition, Not):
        yield from atoms(condition.part)
    else:
        yield condition


def list_names(condition: Condition) -> tuple[str, ...]:
    """Names of the lists a condition reads, each once, in order."""
    names = (one.list_name for one in atoms(condition) if isinstance(one, Member) and one.list_name)
    return tuple(dict.fromkeys(names))


def condition_text(condition: Condition) -> str:
    """The condition as a coder reads it; :func:`parse` gives the same condition back."""
    match condition:
        case All(parts):
            return f" {_AND} ".join(_inner(part, within=All) for part in parts)
        case Any(parts):
            return f" {_OR} ".join(_inner(part, within=Any) for part in parts)
        case Not(part):
            return f"{_NOT} {_inner(part, within=Not)}"
        case Member(role, name, codes):
            return f"{ROLE_WORDS[role]} {_IN} {name or _braces(codes)}"
        case Compare(measure, comparison, value):
            return f"{MEASURE_WORDS[measure]} {comparison} {value}"
        case OneOf(attribute, values):
            return f"{ATTRIBUTE_WORDS[attribute]} {_IN} {_braces(values)}"
        case Complicated(level):
            return LEVEL_WORDS[level]
        case NoProcedure():
            return NO_PROCEDURE_WORD
        case Constant(value):
            return ALWAYS_WORD if value else NEVER_WORD


def _inner(condition: Condition, within: type[All] | type[Any] | type[Not]) -> str:
    text = condition_text(condition)
    bare = not isinstance(condition, (All, Any)) or (isinstance(condition, All) and within is Any)
    return text if bare else f"({text})"


def _braces(values: tuple[str, ...]) -> str:
    return "{" + ", ".join(values) + "}"


_TOKEN = re.compile(r"\s*(?:([()（）])|(\{[^{}]*\})|(<=|>=|≤|≥|<|>|=)|([^\s(){}（）<>≤≥=]+))")


def parse(text: str) -> Condition:
    """Read a condition. Raises ConditionFault, which names the place and what could stand there."""
    tokens = _tokens(text)
    condition, rest = _any(tokens, 0)
    if rest < len(tokens):
        raise ConditionFault(tokens[rest], f"{_AND}、{_OR} 或结尾")
    return condition


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ConditionFault(text[at:].strip()[:20], "条件")
        tokens.append(next(part for part in found.groups() if part).replace("（", "(").replace("）", ")"))
        at = found.end()
    if not tokens:
        raise ConditionFault("", "条件")
    return tokens


def _any(tokens: list[str], at: int) -> tuple[Condition, int]:
    part, at = _all(tokens, at)
    parts = [part]
    while at < len(tokens) and tokens[at] == _OR:
        part, at = _all(tokens, at + 1)
        parts.append(part)
    return (part if len(parts) == 1 else Any(tuple(parts))), at


def _all(tokens: list[str], at: int) -> tuple[Condition, int]:
    part, at = _one(tokens, at)
    parts = [part]
    while at < len(tokens) and tokens[at] == _AND:
        part, at = _one(tokens, at + 1)
        parts.append(part)
    return (part if len(parts) == 1 else All(tuple(parts))), at


_SIMPLE: dict[str, Condition] = {
    ALWAYS_WORD: ALWAYS,
    NEVER_WORD: Constant(False),
    NO_PROCEDURE_WORD: NoProcedure(),
    **{word: Complicated(level) for level, word in LEVEL_WORDS.items()},
}
_ROLES = {word: role for role, word in ROLE_WORDS.items()}
_MEASURES = {word: measure for measure, word in MEASURE_WORDS.items()}
_ATTRIBUTES = {word: attribute for attribute, word in ATTRIBUTE_WORDS.items()}


def _one(tokens: list[str], at: int) -> tuple[Condition, int]:
    word = _at(tokens, at)
    if word == _NOT:
        part, at = _one(tokens, at + 1)
        return Not(part), at
    if word == "(":
        part, at = _any(tokens, at + 1)
        _expect(tokens, at, ")")
        return part, at + 1
    if word in _SIMPLE:
        return _SIMPLE[word], at + 1
    if word in _ROLES:
        _expect(tokens, at + 1, _IN)
        return _member(_ROLES[word], _at(tokens, at + 2)), at + 3
    if word in _ATTRIBUTES:
        _expect(tokens, at + 1, _IN)
        return OneOf(_ATTRIBUTES[word], _values(_at(tokens, at + 2))), at + 3
    if word in _MEASURES:
        return _compare(tokens, at)
    raise ConditionFault(word, "、".join((*_ROLES, *_MEASURES, *_ATTRIBUTES, *_SIMPLE, _NOT, "（")))


def _compare(tokens: list[str], at: int) -> tuple[Condition, int]:
    comparison, number = _at(tokens, at + 1), _at(tokens, at + 2)
    if comparison not in _COMPARISONS:
        raise ConditionFault(comparison, " ".join(_COMPARISONS))
    if not (number.isascii() and number.isdigit()):
        raise ConditionFault(number, "整数")
    return Compare(_MEASURES[tokens[at]], _COMPARISONS[comparison], int(number)), at + 3


def _member(role: Role, target: str) -> Member:
    if target.startswith("{"):
        return Member(role, codes=_values(target))
    if target in {_AND, _OR, _NOT, "(", ")", ""}:
        raise ConditionFault(target, "列表名，或 {编码, 编码}")
    return Member(role, target)


def _values(braces: str) -> tuple[str, ...]:
    values = tuple(one.strip() for one in re.split("[,，]", braces.strip("{}")) if one.strip())
    if not braces.startswith("{") or not values:
        raise ConditionFault(braces, "{值, 值}")
    return values


def _at(tokens: list[str], at: int) -> str:
    return tokens[at] if at < len(tokens) else ""


def _expect(tokens: list[str], at: int, word: str) -> None:
    if _at(tokens, at) != word:
        raise ConditionFault(_at(tokens, at), word)
