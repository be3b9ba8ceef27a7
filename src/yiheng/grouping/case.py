"""One case as the grouper sees it, and what can come out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

SEPARATOR = "|"
"""Between the codes of one cell; the first is the main one (contract ``case_input``)."""
OTHER_SEPARATORS = ",;；｜，、\n"
"""What stands in its place in cells that others fill (docs/intake.md); the peer splits at commas too (01 §1)."""
_AS_SEPARATOR = str.maketrans(dict.fromkeys(OTHER_SEPARATORS, SEPARATOR))


@dataclass(frozen=True, slots=True)
class Case:
    """A record: sex as coded, age in whole years and in days, weight in grams, hours in intensive care.

    ``dx`` and ``px`` are diagnosis and procedure codes in order, main first. A value that is not known is None.
    """

    case_id: str
    sex: str | None
    age_years: int | None
    age_days: int | None = None
    weight_g: int | None = None
    los_days: int | None = None
    icu_hours: int | None = None
    dept: str = ""
    leave: str = ""
    dx: tuple[str, ...] = ()
    px: tuple[str, ...] = ()


def split_codes(text: str | None) -> tuple[str, ...]:
    """The codes of one cell, in order. An empty cell has none."""
    return tuple(text.translate(_AS_SEPARATOR).split(SEPARATOR)) if text else ()


class GroupStatus(IntEnum):
    """How grouping ended. The first four are all that the peer ever gives; the others only strict checking gives."""

    GROUPED = 0
    AMBIGUOUS = 1
    UNGROUPED = 2
    UNCHECKED = 3
    DX_INVALID = 4
    PX_INVALID = 5
    SEX_CONFLICT = 6
    DX_NOWHERE = 7
    PX_UNFIT = 8
    NEWBORN_INVALID = 9

    @property
    def words(self) -> str:
        """The status as it is published."""
        return STATUS_WORDS[self]


STATUS_WORDS = {
    GroupStatus.GROUPED: "分组成功",
    GroupStatus.AMBIGUOUS: "歧义病案",
    GroupStatus.UNGROUPED: "无法入组",
    GroupStatus.UNCHECKED: "信息校验不通过",
    GroupStatus.DX_INVALID: "诊断不是有效的ICD编码",
    GroupStatus.PX_INVALID: "手术操作不是有效的ICD编码",
    GroupStatus.SEX_CONFLICT: "主诊断与病人性别不相符",
    GroupStatus.DX_NOWHERE: "主诊断不在任何MDC中",
    GroupStatus.PX_UNFIT: "手术选择错误",
    GroupStatus.NEWBORN_INVALID: "新生儿年龄或体重错误",
}
"""The statuses CHS-DRG declares (01 §1 step 0b): ``DX_NOWHERE`` is an ungrouped case whose main diagnosis no MDC
lists, ``PX_UNFIT`` one that has an MDC and procedures but no rule takes them."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a case was grouped to, by which rule and branch (its number within the rule, from 1; 0 = none)."""

    status: GroupStatus
    mdc: str
    adrg: str
    drg: str
    severity: int = 0
    rule: str = ""
    branch: int = 0
    deciding_code: str = ""
