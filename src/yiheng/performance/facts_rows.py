"""The rows of a facts file: empty ones for a profile, filled ones for a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from yiheng.metrics.catalogue import Metric
from yiheng.performance.award import AWARDS
from yiheng.performance.award_parameters import ChecklistParameters
from yiheng.performance.facts_layout import (
    ACCOUNTS,
    BASIC_ROWS,
    BUDGET_SHEET,
    CATALOGUE_SHEET,
    EVIDENCE_SHEET,
    FACT_SHEET,
    GOAL_SHEET,
    INSURANCES,
    MANAGEMENT_SHEET,
    NARRATIVE_SHEET,
    NATURES,
    OPERATORS,
    PARTS,
    REPORT_TYPES,
    ROLES,
    SENSES,
    YES_NO,
    FilledSheet,
)
from yiheng.performance.facts_needs import FIELDS_BY_PRIMITIVE, ON_NUMBERS, Need, NeededNumber
from yiheng.performance.profile import Node, Profile
from yiheng.performance.profile_check import walk
from yiheng.performance.scheme import Indicator, points_text
from yiheng.performance.subject import Evidence, EvidenceItem, Fact, Goal, SubjectBody

Row = dict[str, str]
BLANK_FACTS, BLANK_EVIDENCE, BLANK_GOALS, BLANK_LINES = 100, 40, 40, 20
_FACT_CELLS = frozenset({"value", "unit", "op", "note"})
_BLANK_FACT_CELLS = frozenset({"name", "metric", "role", "insurance", "account", "item", *_FACT_CELLS})
_GOAL_CELLS = frozenset(
    {
        "code",
        "level1",
        "level2",
        "name",
        "metric",
        "item",
        "nature",
        "target",
        "actual",
        "unit",
        "target_text",
    }
)
_ITEM_CELLS = frozenset({"met", "count", "date", "document", "sample_size", "text"})


def basics(profile: Profile, subject: SubjectBody | None) -> dict[str, str]:
    """《基本信息》 by row key; for an empty file only what the profile says."""
    if subject is None:
        return {
            "profile": profile.profile,
            "report_type": REPORT_TYPES.word(profile.report),
            "data_status": "决算",
            "money_unit": "万元",
        }
    found = {}
    for row in BASIC_ROWS:
        value: object = subject
        for part in row.key.split("."):
            value = getattr(value, part)
        text = "" if value in (0, "") else str(value)
        found[row.key] = row.words.word(text) if row.words else text
    return found


def fact_sheet(
    needed: Sequence[NeededNumber], metrics: Mapping[str, Metric], subject: SubjectBody | None
) -> FilledSheet:
    """The stated numbers in their order, then those that the profile needs and nobody stated."""
    own = subject.insurance if subject else ""
    by_key = {_own(one.need, own).key: one for one in needed}
    rows: list[Row] = []
    tinted: list[frozenset[str]] = []
    stated = set()
    for fact in subject.facts if subject else ():
        need = Need(fact.metric, fact.role, fact.insurance or own, fact.account, fact.item)
        stated.add(need.key)
        used = by_key.get(need.key) if not fact.period else None
        rows.append(_stated_row(fact, metrics, used))
        tinted.append(_FACT_CELLS)
    for key, one in by_key.items():
        if key not in stated:
            rows.append(_needed_row(one, metrics))
            tinted.append(_FACT_CELLS | ({"sample_size"} if one.sampled else set()))
    return FilledSheet(FACT_SHEET, tuple(rows), tuple(tinted), BLANK_FACTS, _BLANK_FACT_CELLS)


def _own(need: Need, insurance: str) -> Need:
    return Need(need.metric, need.role, need.insurance or insurance, need.account, need.item)


def _needed_row(one: NeededNumber, metrics: Mapping[str, Metric]) -> Row:
    need, metric = one.need, metrics[one.need.metric]
    return {
        "used_by": "；".join(one.used_by),
        "name": metric.name,
        "metric": need.metric,
        "role": ROLES.word(need.role),
        "insurance": INSURANCES.word(need.insurance),
        "account": _account(need.account),
        "item": need.item,
        "unit": metric.unit,
        "hint": one.note,
    }


def _stated_row(fact: Fact, metrics: Mapping[str, Metric], used: NeededNumber | None) -> Row:
    metric = metrics.get(fact.metric)
    return {
        "used_by": "；".join(used.used_by) if used else "",
        "hint": used.note if used else "",
        "name": metric.name if metric else "",
        "metric": fact.metric,
        "role": ROLES.word(fact.role),
        "insurance": INSURANCES.word(fact.insurance),
        "account": _account(fact.account),
        "item": fact.item,
        "value": fact.value,
        "unit": fact.unit,
        "op": OPERATORS.word(fact.op),
        "sample_size": _whole(fact.sample_size),
        "note": fact.note,
        "period": fact.period,
        "caliber": fact.caliber,
        "restated": YES_NO.word("true") if fact.restated else "",
        "lost": fact.lost,
        "quote": fact.quote,
        "line": _whole(fact.line),
    }


def _account(code: str) -> str:
    return "" if code == "all" else ACCOUNTS.word(code)


def _whole(number: int) -> str:
    return str(number) if number else ""


def evidence_sheet(
    profile: Profile, scheme: Sequence[Indicator], evidence: Mapping[str, Evidence]
) -> FilledSheet:
    """One row for each indicator and checklist item; inner nodes only where the subject printed their sum."""
    indicators = {indicator.code: indicator for indicator in scheme}
    nodes = {node.code: node for node in walk(profile.tree)}
    rows: list[Row] = []
    tinted: list[frozenset[str]] = []
    for code in _codes(profile, scheme, evidence):
        for row, cells in _evidence_rows(code, indicators.get(code), nodes.get(code), evidence.get(code)):
            rows.append(row)
            tinted.append(cells)
    return FilledSheet(EVIDENCE_SHEET, tuple(rows), tuple(tinted), BLANK_EVIDENCE)


def _codes(profile: Profile, scheme: Sequence[Indicator], evidence: Iterable[str]) -> list[str]:
    """Codes in the order of the form: nodes of the tree, goals, and what else has evidence."""
    scored = [indicator.code for indicator in scheme]
    given = list(evidence)
    in_tree = [node.code for node in walk(profile.tree) if node.code in scored or node.code in given]
    return list(dict.fromkeys([*in_tree, *scored, *given]))


def _evidence_rows(
    code: str, indicator: Indicator | None, node: Node | None, evidence: Evidence | None
) -> Iterator[tuple[Row, frozenset[str]]]:
    head = {
        "code": code,
        "name": indicator.name if indicator else node.name if node else "",
        "full": points_text(indicator.full_e2) if indicator else "",
    }
    need, cells = "", frozenset[str]()
    if indicator is not None:
        need, cells = FIELDS_BY_PRIMITIVE.get(indicator.primitive, (ON_NUMBERS, frozenset()))
    yield head | {"need": need} | (_evidence_row(evidence) if evidence else {}), cells
    for item_id, name in _items(indicator, evidence):
        item = evidence.items.get(item_id) if evidence else None
        row = {"code": code, "name": head["name"], "item": item_id, "item_name": name}
        yield row | {"need": "是否符合，并填依据"} | (_item_row(item) if item else {}), _ITEM_CELLS


def _items(indicator: Indicator | None, evidence: Evidence | None) -> list[tuple[str, str]]:
    """The items of a checklist, then any that evidence was given for beside it."""
    names = dict.fromkeys(evidence.items, "") if evidence else {}
    if indicator is not None and indicator.primitive == "CHECKLIST":
        parameters = AWARDS["CHECKLIST"].parameters.model_validate(indicator.parameters)
        assert isinstance(parameters, ChecklistParameters)
        names = {item.id: item.name for item in parameters.items} | {
            item_id: name
            for item_id, name in names.items()
            if item_id not in {i.id for i in parameters.items}
        }
    return list(names.items())


def _item_row(item: EvidenceItem) -> Row:
    return {
        "met": "" if item.met is None else YES_NO.word(str(item.met).lower()),
        "count": _whole(item.count),
        "date": item.date,
        "document": item.document,
        "sample_size": _whole(item.sample_size),
        "text": item.text,
        "line": _whole(item.line),
    }


def _evidence_row(evidence: Evidence) -> Row:
    return _item_row(evidence) | {
        "findings": "" if evidence.findings is None else str(evidence.findings),
        "attained": evidence.attained,
        "percent": evidence.percent,
        "level": evidence.level,
        "reason": evidence.reason,
        "measure": evidence.measure,
        "stated": evidence.stated,
        "deduction": evidence.deduction,
    }


def goal_sheet(goals: Sequence[Goal]) -> FilledSheet:
    """The goals, or numbered empty rows; their targets and results stand among the facts."""
    rows = [_goal_row(goal) for goal in goals] or [{"code": f"G{n}"} for n in range(1, BLANK_GOALS + 1)]
    return FilledSheet(
        GOAL_SHEET,
        tuple(rows),
        tuple(_GOAL_CELLS for _ in rows),
        0 if not goals else BLANK_LINES,
        _GOAL_CELLS,
    )


def _goal_row(goal: Goal) -> Row:
    standard = goal.standard
    return {
        "code": goal.code,
        "level1": goal.level1,
        "level2": goal.level2,
        "name": goal.name,
        "metric": goal.metric,
        "item": goal.item,
        "nature": NATURES.word(goal.nature),
        "target_text": goal.target_text,
        "data_source": goal.data_source,
        "owner": goal.owner,
        "insurance": INSURANCES.word(goal.insurance),
        "account": _account(goal.account),
        "sense": SENSES.word(goal.sense),
        "standard": standard.value if standard else "",
        "standard_unit": standard.unit if standard else "",
        "standard_source": standard.source.doc if standard else "",
        "fixed_standard": YES_NO.word("true") if goal.fixed_standard else "",
        "recompute": YES_NO.word("true") if goal.recompute else "",
        "primitive": goal.primitive,
        "line": _whole(goal.line),
    }


def budget_sheet(subject: SubjectBody | None) -> FilledSheet:
    """The lines of the budget table."""
    rows = [
        {
            "item": line.item,
            "name": line.name,
            "goal": YES_NO.word(str(line.goal).lower()),
            "note": line.note,
            "line": _whole(line.line),
        }
        for line in (subject.budget_lines if subject else ())
    ]
    cells = frozenset({"item", "name", "goal", "note"})
    return FilledSheet(BUDGET_SHEET, tuple(rows), tuple(cells for _ in rows), BLANK_LINES, cells)


def management_sheet(profile: Profile, subject: SubjectBody | None) -> FilledSheet:
    """The described rows of the transfer-grant form."""
    given = subject.management if subject else {}
    rows = [
        {"code": row.code, "name": row.name, "guidance": row.guidance, "text": given.get(row.code, "")}
        for row in profile.management_rows
    ]
    known = {row.code for row in profile.management_rows}
    rows += [{"code": code, "text": text} for code, text in given.items() if code not in known]
    return FilledSheet(MANAGEMENT_SHEET, tuple(rows), tuple(frozenset({"text"}) for _ in rows))


def narrative_sheet(subject: SubjectBody | None) -> FilledSheet:
    """The paragraphs of the report; an empty file has one row for each part to begin with."""
    rows: list[Row] = []
    for key, word in PARTS.by_code.items():
        given = getattr(subject.narrative, key) if subject else ""
        texts = given if isinstance(given, tuple) else (given,)
        rows += [{"part": word, "text": text} for text in texts or ("",)]
    cells = frozenset({"part", "text"})
    return FilledSheet(NARRATIVE_SHEET, tuple(rows), tuple(cells for _ in rows), BLANK_LINES, cells)


def catalogue_sheet(metrics: Mapping[str, Metric]) -> FilledSheet:
    """All metrics, for look-up."""
    rows = [
        {
            "code": code,
            "name": metric.name,
            "unit": metric.unit,
            "calibers": "；".join(f"{one.id} {one.name}" for one in metric.calibers),
            "definition": metric.definition,
            "source": metric.source.text,
        }
        for code, metric in metrics.items()
    ]
    return FilledSheet(CATALOGUE_SHEET, tuple(rows))
