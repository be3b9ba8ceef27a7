"""Why a record may not be grouped, why it found no group, why it is ambiguous: each as a problem with its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yiheng.grouping.case import Case, Group, GroupStatus
from yiheng.grouping.case_check import (
    AGE_YEARS_MAX,
    DAYS_IN_FIRST_YEAR_MAX,
    NEWBORN_DAYS_MAX,
    NEWBORN_WEIGHT_G,
    Mode,
    accepted_sex,
    sex_conflict,
)
from yiheng.grouping.reason.holds import holds
from yiheng.grouping.reason.judged import named, unmet
from yiheng.grouping.scheme.condition import Member, atoms, condition_text
from yiheng.grouping.scheme.scheme import Code, Mdc, Rule, Scheme
from yiheng.grouping.scheme.spelling import spellings
from yiheng.standards.problem import Problem

CATEGORY_LETTERS, SUBCATEGORY_LETTERS = 3, 5
"""``I21`` is a category of ICD-10, ``I21.1`` a subcategory."""
SIBLINGS_SHOWN = 5
RULES_SHOWN = 3


def record_faults(case: Case, scheme: Scheme, mode: Mode) -> tuple[Problem, ...]:
    """Everything for which the record fails its check in this mode; none where it may be grouped."""
    found = list(_incomplete(case, accepted_sex(scheme, mode)))
    if mode == "strict":
        found += _invalid(case, scheme)
    return tuple(found)


def _incomplete(case: Case, accepted: tuple[str, ...]) -> Iterator[Problem]:
    if not case.sex:
        yield _reason("reason_sex_missing")
    elif case.sex not in accepted:
        yield _reason("reason_sex", found=case.sex, expected="、".join(accepted))
    if case.age_years is None:
        yield _reason("reason_age_missing")
    if case.age_years == 0 and case.age_days is None:
        yield _reason("reason_days_missing")
    newborn = case.age_years == 0 and case.age_days is not None and case.age_days <= NEWBORN_DAYS_MAX
    if newborn and case.weight_g is None:
        yield _reason("reason_weight_missing", found=str(case.age_days))


def _invalid(case: Case, scheme: Scheme) -> Iterator[Problem]:
    if not any(case.dx):
        yield _reason("reason_no_dx")
        return
    if not 0 <= (case.age_years or 0) <= AGE_YEARS_MAX or (case.age_days or 0) < 0:
        yield _reason("reason_age_impossible", found=f"{case.age_years}", expected=str(AGE_YEARS_MAX))
    yield from _impossible_newborn(case)
    for code in dict.fromkeys(case.dx):
        if scheme.diagnoses and code not in scheme.diagnoses:
            near = _meant(code, scheme.diagnoses)
            yield _reason(
                "reason_dx_invalid_near" if near else "reason_dx_invalid", found=code, expected=near
            )
    for code in dict.fromkeys(case.px):
        if scheme.procedures and code not in scheme.procedures:
            near = _meant(code, scheme.procedures)
            yield _reason(
                "reason_px_invalid_near" if near else "reason_px_invalid", found=code, expected=near
            )
    if sex_conflict(case.dx[0], case.sex or "", scheme):
        yield _reason("reason_sex_conflict", found=named(case.dx[0], scheme), expected=case.sex or "")


def _impossible_newborn(case: Case) -> Iterator[Problem]:
    if case.age_years != 0 or case.age_days is None:
        return
    low, high = NEWBORN_WEIGHT_G
    if case.age_days > DAYS_IN_FIRST_YEAR_MAX:
        yield _reason(
            "reason_days_impossible", found=str(case.age_days), expected=str(DAYS_IN_FIRST_YEAR_MAX)
        )
    elif 0 <= case.age_days <= NEWBORN_DAYS_MAX and not low <= (case.weight_g or 0) <= high:
        yield _reason("reason_newborn_weight", found=str(case.weight_g or 0), expected=f"{low}～{high}")


def _meant(code: str, table: Mapping[str, Code]) -> str:
    """The valid code that differs only in blanks or case; empty where there is none."""
    return next((one for one in spellings(code) if one in table), "")


def group_reasons(case: Case, group: Group, scheme: Scheme) -> tuple[Problem, ...]:
    """Why a sound record has no group, or an ambiguous one; none for a case that was grouped."""
    if group.status == GroupStatus.AMBIGUOUS:
        return tuple(_ambiguous(case, group, scheme))
    if group.status in (GroupStatus.UNGROUPED, GroupStatus.DX_NOWHERE, GroupStatus.PX_UNFIT):
        return tuple(_ungrouped(case, scheme))
    return ()


def _ungrouped(case: Case, scheme: Scheme) -> Iterator[Problem]:
    main = named(case.dx[0], scheme) if case.dx and case.dx[0] else ""
    opened = [mdc for mdc in scheme.mdcs if holds(mdc.condition, case, scheme)]
    if not main:
        yield _reason("reason_no_dx")
    elif not any(lists_main(mdc, case, scheme) for mdc in scheme.mdcs):
        yield from _nowhere(case.dx[0], scheme)
    for mdc in scheme.mdcs:
        if mdc in opened:
            yield _reason("reason_no_rule", key=f"{mdc.mdc} {mdc.name}".strip(), found=str(len(mdc.rules)))
            for rule in mdc.rules:
                if holds(rule.condition, case, scheme):
                    yield _reason("reason_no_branch", key=_rule_words(rule))
        elif lists_main(mdc, case, scheme):
            missing = " 且 ".join(condition_text(one) for one in unmet(mdc.condition, case, scheme))
            yield _reason(
                "reason_gate_closed", key=f"{mdc.mdc} {mdc.name}".strip(), found=main, expected=missing
            )


def _nowhere(main: str, scheme: Scheme) -> Iterator[Problem]:
    """A main diagnosis of no MDC: what the scheme converts it to, and which codes of its kind an MDC takes."""
    yield _reason("reason_no_mdc", found=named(main, scheme))
    known = scheme.diagnoses.get(main)
    if known and known.maps_to not in ("", main):
        yield _reason("reason_converted", found=named(main, scheme), expected=named(known.maps_to, scheme))
    for letters in SUBCATEGORY_LETTERS, CATEGORY_LETTERS:
        akin = sorted(
            {code for one in _gate_lists(scheme) for code in one if code.startswith(main[:letters])}
        )
        if akin and len(main) >= letters:
            shown = "、".join(named(code, scheme) for code in akin[:SIBLINGS_SHOWN])
            yield _reason("reason_siblings", found=main[:letters], expected=shown)
            return


def _gate_lists(scheme: Scheme) -> Iterator[frozenset[str]]:
    """The codes that gates of MDCs write out."""
    for mdc in scheme.mdcs:
        for one in atoms(mdc.condition):
            if isinstance(one, Member) and one.role in ("main_dx", "any_dx") and one.list_name:
                yield scheme.codes(one.list_name).exact


def lists_main(mdc: Mdc, case: Case, scheme: Scheme) -> bool:
    """Whether the gate of an MDC lists the main diagnosis, be it open to the case or not."""
    members = [atom for atom in atoms(mdc.condition) if isinstance(atom, Member)]
    return any(
        case.dx[:1] and case.dx[0] in (one.codes or scheme.codes(one.list_name))
        for one in members
        if one.role in ("main_dx", "any_dx")
    )


def _ambiguous(case: Case, group: Group, scheme: Scheme) -> Iterator[Problem]:
    """The operation that no rule of the MDC takes, and the rules that take it; schemes look at the main one or at all."""
    code = next((one for one in case.px if one in scheme.valid_procedures), "")
    if not code:
        return
    yield _reason("reason_ambiguous", key=group.mdc, found=named(code, scheme))
    takers = [rule for rule in scheme.rules if _takes(rule, code, scheme)]
    if takers:
        shown = "；".join(map(_rule_words, takers[:RULES_SHOWN]))
        yield _reason("reason_px_belongs", found=named(code, scheme), expected=shown)


def _takes(rule: Rule, code: str, scheme: Scheme) -> bool:
    members = [atom for atom in atoms(rule.condition) if isinstance(atom, Member) and not rule.ambiguous]
    named_lists = [one for one in members if one.role.endswith("px") and one.list_name in scheme.lists]
    return any(code in scheme.lists[one.list_name] for one in named_lists)


def _rule_words(rule: Rule) -> str:
    return f"{rule.rule} {rule.name}".strip()


def _reason(code: str, **values: str) -> Problem:
    return Problem(code, severity="information", **values)  # type: ignore[arg-type]
