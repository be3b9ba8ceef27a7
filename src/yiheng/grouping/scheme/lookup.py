"""Looking into a scheme: what an MDC, an ADRG, a rule or a list is, and everything that one code does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.grouping.scheme.condition import (
    TAG,
    VALID_PROCEDURES,
    Condition,
    Member,
    atoms,
    condition_text,
    list_names,
)
from yiheng.grouping.scheme.scheme import Mdc, Rule, Scheme
from yiheng.policy.content import nearest
from yiheng.standards.problem import refuse


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a scheme reads a code: the MDC, the rule and branch (empty for a gate), the list and the role."""

    mdc: str
    rule: str
    drg: str
    list_name: str
    member: Member


@dataclass(frozen=True)
class CodeFacts:
    """Everything a scheme says of a code. ``unread`` are lists that hold it and that nothing reads."""

    code: str
    name: str
    maps_to: str
    is_diagnosis: bool
    is_procedure: bool
    valid_procedure: bool
    sites: tuple[str, ...]
    mcc_table: str | None
    cc_table: str | None
    exclusion_table: str
    excludes: int
    excluded_by: int
    uses: tuple[Use, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """What a word names in a scheme: one of these is given."""

    word: str
    mdc: Mdc | None = None
    rules: tuple[Rule, ...] = ()
    list_name: str = ""
    code: CodeFacts | None = None


def topic(scheme: Scheme, word: str) -> Topic:
    """What a word names: an MDC, an ADRG or rule, a DRG, a list, or a code. Refuses what is none (``scheme_topic_unknown``)."""
    mdc = next((one for one in scheme.mdcs if one.mdc == word), None)
    if mdc is not None:
        return Topic(word, mdc=mdc)
    rules = tuple(rule for rule in scheme.rules if word in (rule.rule, rule.adrg))
    if rules:
        return Topic(word, rules=rules)
    rules = tuple(rule for rule in scheme.rules if word in {branch.drg for branch in rule.branches})
    if rules:
        return Topic(word, rules=rules)
    if word in scheme.lists:
        return Topic(word, list_name=word)
    facts = code_facts(scheme, word)
    if facts is not None:
        return Topic(word, code=facts)
    known = [one.mdc for one in scheme.mdcs] + [rule.rule for rule in scheme.rules] + list(scheme.drg_names)
    raise refuse("scheme_topic_unknown", found=word, expected=nearest(word, known) or scheme.mdcs[0].mdc)


def code_facts(scheme: Scheme, code: str) -> CodeFacts | None:
    """What the scheme says of a code; None where it does not know it at all."""
    holding = tuple(name for name, codes in scheme.lists.items() if code in codes)
    uses = tuple(_uses(scheme, code))
    known = scheme.diagnoses.get(code) or scheme.procedures.get(code)
    facts = CodeFacts(
        code=code,
        name=known.name if known else "",
        maps_to=known.maps_to if known else "",
        is_diagnosis=code in scheme.diagnoses,
        is_procedure=code in scheme.procedures,
        valid_procedure=code in scheme.valid_procedures,
        sites=tuple(sorted(scheme.sites.get(code, ()))),
        mcc_table=scheme.mcc.get(code),
        cc_table=scheme.cc.get(code),
        exclusion_table=scheme.exclusion.get(code, ""),
        excludes=_excludes(scheme, code),
        excluded_by=_excluded_by(scheme, code),
        uses=uses,
        unread=tuple(
            name for name in holding if name not in {one.list_name.partition(TAG)[0] for one in uses}
        ),
    )
    said = holding or known or facts.valid_procedure or facts.sites or facts.exclusion_table
    return facts if said or facts.mcc_table is not None or facts.cc_table is not None else None


def _excludes(scheme: Scheme, code: str) -> int:
    """How many complications do not count where the code is the main diagnosis."""
    table = scheme.exclusion.get(code, "")
    return sum(table == own for own in (*scheme.mcc.values(), *scheme.cc.values())) if table else 0


def _excluded_by(scheme: Scheme, code: str) -> int:
    """How many main diagnoses keep the code, as a complication, from counting."""
    tables = {scheme.mcc.get(code), scheme.cc.get(code)} - {None, ""}
    return sum(table in tables for table in scheme.exclusion.values()) if tables else 0


def _uses(scheme: Scheme, code: str) -> Iterator[Use]:
    for mdc in scheme.mdcs:
        yield from _in_condition(scheme, mdc.condition, code, mdc.mdc, "", "")
        for rule in mdc.rules:
            yield from _in_condition(scheme, rule.condition, code, mdc.mdc, rule.rule, "")
            for branch in rule.branches:
                yield from _in_condition(scheme, branch.condition, code, mdc.mdc, rule.rule, branch.drg)


def _in_condition(
    scheme: Scheme, condition: Condition, code: str, mdc: str, rule: str, drg: str
) -> Iterator[Use]:
    seen: set[Member] = set()
    for atom in atoms(condition):
        if not isinstance(atom, Member) or atom in seen or atom.list_name == VALID_PROCEDURES:
            continue
        seen.add(atom)
        if code in (atom.codes or scheme.codes(atom.list_name)):
            yield Use(mdc, rule, drg, atom.list_name or condition_text(atom), atom)


def list_sizes(scheme: Scheme, condition: Condition) -> dict[str, int]:
    """The lists a condition reads with how many entries each has."""
    return {name: len(scheme.codes(name).entries) for name in list_names(condition)}
