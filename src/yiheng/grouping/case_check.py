"""The check of a record before it is grouped, in the two manners a bureau may choose.

``peer`` checks what the open grouper checks and no more (01 §1 step 0b), so that results can be compared. ``strict``
gives the statuses that CHS-DRG declares and nobody implements: codes, sex and newborn data are validated first, and a
case that finds no group keeps its MDC and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from yiheng.grouping.case import Case, GroupStatus
from yiheng.grouping.scheme.condition import All, Condition, Member, OneOf
from yiheng.grouping.scheme.scheme import SEX_FEMALE, SEX_MALE, Scheme

Mode = Literal["peer", "strict"]
MODE_NAMES: Mapping[Mode, str] = {"peer": "与通行分组器相同", "strict": "严格"}

NEWBORN_DAYS_MAX = 28
"""The last day of the newborn period (01 §1 step 0b)."""
NEWBORN_WEIGHT_G = (100, 9999)
"""Weights a newborn can have (《医疗保障基金结算清单填写规范》; 06 §1.7 family 2)."""
AGE_YEARS_MAX = 150
DAYS_IN_FIRST_YEAR_MAX = 366


def checked(case: Case, scheme: Scheme, mode: Mode) -> GroupStatus | None:
    """The status of a record that may not be grouped; None where it may."""
    if not record_complete(case, accepted_sex(scheme, mode)):
        return GroupStatus.UNCHECKED
    return strict_fault(case, scheme) if mode == "strict" else None


def accepted_sex(scheme: Scheme, mode: Mode) -> tuple[str, ...]:
    """Values of sex that pass: those of the scheme for the peer, the two codes of the interface when strict."""
    return scheme.head.accepted_sex if mode == "peer" else (SEX_MALE, SEX_FEMALE)


def record_complete(case: Case, accepted_sex: tuple[str, ...]) -> bool:
    """Sex and age are there, and what a newborn's grouping needs."""
    if case.sex not in accepted_sex or case.age_years is None:
        return False
    if case.age_years == 0:
        if case.age_days is None:
            return False
        if case.age_days <= NEWBORN_DAYS_MAX and case.weight_g is None:
            return False
    return True


def strict_fault(case: Case, scheme: Scheme) -> GroupStatus | None:
    """What strict checking finds in a complete record."""
    if not any(case.dx) or not _possible_age(case):
        return GroupStatus.UNCHECKED
    if not _possible_newborn(case):
        return GroupStatus.NEWBORN_INVALID
    if scheme.diagnoses and not all(code in scheme.diagnoses for code in case.dx):
        return GroupStatus.DX_INVALID
    if scheme.procedures and not all(code in scheme.procedures for code in case.px):
        return GroupStatus.PX_INVALID
    if sex_conflict(case.dx[0], case.sex or "", scheme):
        return GroupStatus.SEX_CONFLICT
    return None


def _possible_age(case: Case) -> bool:
    years = case.age_years or 0
    return 0 <= years <= AGE_YEARS_MAX and (case.age_days is None or case.age_days >= 0)


def _possible_newborn(case: Case) -> bool:
    if case.age_years != 0 or case.age_days is None:
        return True
    if case.age_days > DAYS_IN_FIRST_YEAR_MAX:
        return False
    low, high = NEWBORN_WEIGHT_G
    return case.age_days > NEWBORN_DAYS_MAX or low <= (case.weight_g or 0) <= high


def sex_conflict(main_dx: str, sex: str, scheme: Scheme) -> bool:
    """Whether every MDC that lists the main diagnosis is closed to this sex by its gate."""
    wanted = [sexes for listed, sexes in sex_gates(scheme) if main_dx in scheme.codes(listed)]
    return bool(wanted) and all(sexes and sex not in sexes for sexes in wanted)


def sex_gates(scheme: Scheme) -> list[tuple[str, tuple[str, ...]]]:
    """For each list of diagnoses at the gate of an MDC: its name, and the sexes the gate lets in (none: all)."""
    gates = []
    for mdc in scheme.mdcs:
        parts: tuple[Condition, ...] = (
            mdc.condition.parts if isinstance(mdc.condition, All) else (mdc.condition,)
        )
        sexes = next(
            (part.values for part in parts if isinstance(part, OneOf) and part.attribute == "sex"), ()
        )
        gates += [
            (part.list_name, sexes)
            for part in parts
            if isinstance(part, Member) and part.role in ("main_dx", "any_dx") and part.list_name
        ]
    return gates


def final_status(has_mdc: bool, has_procedures: bool) -> GroupStatus:
    """Why a sound record found no group."""
    if not has_mdc:
        return GroupStatus.DX_NOWHERE
    return GroupStatus.PX_UNFIT if has_procedures else GroupStatus.UNGROUPED
