"""Explanations in words: what was nearly the case, what counted, what a change would do. The words stand in messages.csv."""

from __future__ import annotations

from yiheng.grouping.reason.complication import OtherDiagnosis
from yiheng.grouping.reason.explanation import Explanation
from yiheng.grouping.reason.judged import named
from yiheng.grouping.reason.neighbour import Missing, Neighbour
from yiheng.grouping.reason.what_if import Change, ChangeKind
from yiheng.standards.message import message_text

_CHANGES: dict[ChangeKind, str] = {
    "dx_removed": "change_dx_removed",
    "px_removed": "change_px_removed",
    "dx_first": "change_dx_first",
    "px_first": "change_px_first",
    "mcc_added": "change_mcc_added",
    "cc_added": "change_cc_added",
    "complications_removed": "change_complications_removed",
}


def neighbour_words(one: Neighbour) -> str:
    """Why the case is not in a neighbouring group."""
    missing = "；".join(_missing_words(part) for part in one.missing)
    match one.place, bool(missing):
        case "branch", True:
            return message_text("neighbour_branch_missing", found=missing)
        case "branch", False:
            return message_text("neighbour_branch_after")
        case "earlier", _:
            return message_text("neighbour_earlier_missing", found=missing)
        case _, True:
            return message_text("neighbour_later_missing", found=missing)
        case _:
            return message_text("neighbour_later_holds")


def _missing_words(part: Missing) -> str:
    if part.elsewhere:
        listed = "、".join(part.elsewhere)
        return message_text("neighbour_missing_elsewhere", key=part.text, found=part.found, expected=listed)
    return message_text("neighbour_missing", key=part.text, found=part.found) if part.found else part.text


def complication_words(one: OtherDiagnosis) -> str:
    """What an other diagnosis did for the severity of the case."""
    if one.use == "counted":
        return message_text("complication_counted", found=one.level, expected=one.table)
    if one.use == "excluded":
        return message_text("complication_excluded", found=one.level, expected=one.table)
    return message_text("complication_none")


def change_words(change: Change, explanation: Explanation) -> str:
    """What is changed."""
    main = explanation.case.dx[:1] == (change.code,) and change.kind == "dx_removed"
    code = "change_main_dx_removed" if main else _CHANGES[change.kind]
    return message_text(code, found=named(change.code, explanation.scheme))


def drg_words(drg: str, explanation: Explanation) -> str:
    """A DRG with its name."""
    return f"{drg} {explanation.scheme.drg_names.get(drg, '')}".strip()
