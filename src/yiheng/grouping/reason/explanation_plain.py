"""An explanation as plain data: for other programs, and for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yiheng.grouping.case import Case, Group
from yiheng.grouping.reason.complication import OtherDiagnosis
from yiheng.grouping.reason.explanation import Explanation
from yiheng.grouping.reason.explanation_trace import trace
from yiheng.grouping.reason.judged import Judged
from yiheng.grouping.reason.neighbour import Neighbour
from yiheng.grouping.reason.what_if import Change
from yiheng.grouping.reason.wording import change_words, complication_words, neighbour_words
from yiheng.grouping.scheme.scheme import Code, Scheme
from yiheng.standards.message import sentence


def as_plain(explanation: Explanation, changes: Sequence[Change] = ()) -> dict[str, Any]:
    """Everything an explanation says, with the sentences, as dictionaries and lists; keys as in the code."""
    scheme, head = explanation.scheme, explanation.scheme.head
    step = explanation.rule
    return {
        "case": case_plain(explanation.case, scheme),
        "scheme": {
            "scheme": head.scheme, "title": head.title, "version": head.version,
            "notes": list(head.notes), "hash": scheme.content_hash,
        },
        "mode": explanation.mode,
        "group": group_plain(explanation.group, scheme),
        "faults": [sentence(one) for one in explanation.faults],
        "reasons": [sentence(one) for one in explanation.reasons],
        "strict": [sentence(one) for one in explanation.strict],
        "retried_with": explanation.attempt.px[0] if explanation.retried else "",
        "gates": [
            {"mdc": gate.mdc, "name": gate.name, "open": gate.open, "tried": gate.tried,
             "condition": judged_plain(gate.gate)}
            for gate in explanation.gates
        ],
        "rule": None if step is None else {
            "rule": step.rule, "adrg": step.adrg, "name": step.name, "place": step.place, "line": step.line,
            "ambiguous": step.ambiguous, "condition": judged_plain(step.condition),
        },
        "branches": [
            {"drg": one.drg, "name": one.name, "taken": one.taken, "tried": one.tried,
             "condition": judged_plain(one.condition)}
            for one in explanation.branches
        ],
        "main_table": explanation.main_table,
        "other_diagnoses": [_other_plain(one, scheme) for one in explanation.other_diagnoses],
        "neighbours": [_neighbour_plain(one) for one in explanation.neighbours],
        "changes": [_change_plain(one, explanation) for one in changes],
        "trace": trace(explanation).as_dict(),
    }  # fmt: skip


def case_plain(case: Case, scheme: Scheme) -> dict[str, Any]:
    """A case with the names of its codes."""
    return {
        "case_id": case.case_id, "sex": case.sex, "age": case.age_years, "age_day": case.age_days,
        "weight": case.weight_g, "los": case.los_days, "icu_hours": case.icu_hours, "dept": case.dept,
        "leave": case.leave,
        "dx": [_code_plain(code, scheme.diagnoses.get(code)) for code in case.dx],
        "sx": [_code_plain(code, scheme.procedures.get(code)) for code in case.px],
    }  # fmt: skip


def _code_plain(code: str, known: Code | None) -> dict[str, str]:
    return {"code": code, "name": known.name if known else ""}


def group_plain(group: Group, scheme: Scheme) -> dict[str, Any]:
    """A group with its name."""
    return {
        "status": group.status.words, "mdc": group.mdc, "adrg": group.adrg, "drg": group.drg,
        "name": scheme.drg_names.get(group.drg, ""), "severity": group.severity, "rule": group.rule,
        "branch": group.branch, "deciding_code": group.deciding_code,
    }  # fmt: skip


def judged_plain(condition: Judged) -> dict[str, Any]:
    """A condition with the verdict on each of its atoms."""
    return {
        "text": condition.text,
        "holds": condition.holds,
        "atoms": [{"text": one.text, "holds": one.holds, "found": one.found} for one in condition.atoms()],
    }


def _other_plain(one: OtherDiagnosis, scheme: Scheme) -> dict[str, str]:
    known = scheme.diagnoses.get(one.code)
    return {
        "code": one.code, "name": known.name if known else "", "level": one.level, "table": one.table,
        "use": one.use, "words": complication_words(one),
    }  # fmt: skip


def _neighbour_plain(one: Neighbour) -> dict[str, Any]:
    return {
        "place": one.place, "mdc": one.mdc, "rule": one.rule, "drg": one.drg, "name": one.name,
        "missing": [
            {"text": part.text, "found": part.found, "elsewhere": list(part.elsewhere)} for part in one.missing
        ],
        "words": neighbour_words(one),
    }  # fmt: skip


def _change_plain(one: Change, explanation: Explanation) -> dict[str, Any]:
    scheme = explanation.scheme
    return {
        "kind": one.kind, "code": one.code, "words": change_words(one, explanation), "moves": one.moves,
        "after": group_plain(one.after, scheme),
    }  # fmt: skip
