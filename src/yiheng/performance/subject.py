"""Subjects: what is evaluated — its facts, its evidence, its goals, and what its own report printed.

A subject is a YAML (or Excel) file typed in by the bureau, or one of the bundled real ones. Reading it gives
figures bound to metrics and refuses what cannot be meant: an unknown metric, a unit of another kind, the same
fact twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from yiheng.exact.errors import ExactError
from yiheng.exact.period import Period
from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import METRICS, Account, Insurance, Metric, Role, metric_names
from yiheng.metrics.figure import Figure, FigureSet, Place, Scope
from yiheng.performance.number_text import OpenNumberText, OpenPointsText
from yiheng.performance.profile import LeafRule
from yiheng.policy.content import Content, Kind, nearest
from yiheng.policy.provenance import ContentModel
from yiheng.policy.source_file import PathKey, SourceDocument
from yiheng.standards.measure import comparable, measures
from yiheng.standards.problem import Problem, Refused

ReportType = Literal["fund", "department_work", "department", "project", "fund_spending", "transfer_grant"]
DataStatus = Literal["快报", "月报", "决算", "审计调整"]
Operator = Literal["", ">=", "<=", ">", "<", "="]


class Fact(ContentModel):
    """One stated number as typed in; see the keys in docs/content.md."""

    metric: str
    role: Role = "actual"
    insurance: Insurance | Literal[""] = ""
    account: Account = "all"
    item: str = ""
    period: str = ""
    value: str = ""
    unit: str = ""
    op: Operator = ""
    line: int = 0
    restated: bool = False
    lost: str = ""
    caliber: str = ""
    sample_size: int = 0
    note: str = ""
    quote: str = ""

    @field_validator("item")
    @classmethod
    def _readable(cls, value: str) -> str:
        """An item is part of a figure's id, whose parts are set off by strokes and whose empty ones are a dash."""
        if "/" in value or value == "-":
            raise ValueError("分项不能含“/”，也不能是“-”")
        return value


class EvidenceItem(ContentModel):
    """What stands behind one yes: a count, a date, a document or a sample make it evidence; a bare yes does not."""

    met: bool | None = None
    count: int = 0
    date: str = ""
    document: str = ""
    sample_size: int = 0
    line: int = 0
    text: str = ""

    @property
    def substantiated(self) -> bool:
        """Whether there is more than a yes."""
        return bool(self.count or self.date or self.document or self.sample_size)


class Evidence(EvidenceItem):
    """The evidence and the printed score of one indicator."""

    stated: OpenPointsText = ""
    deduction: OpenPointsText = ""
    findings: int | None = None
    attained: Literal["", "达成", "部分达成", "未达成"] = ""
    percent: OpenNumberText = ""
    level: Literal["", "优", "良", "中", "低", "差"] = ""
    items: dict[str, EvidenceItem] = {}
    reason: str = ""
    measure: str = ""


class Goal(LeafRule):
    """One goal as the goal form has it; in goal-driven profiles it becomes an indicator."""

    code: str
    level1: str = ""
    level2: str = ""
    name: str
    metric: str = ""
    account: Account = "all"
    insurance: Insurance | Literal[""] = ""
    item: str = ""
    nature: Literal["", ">=", "<=", ">", "<", "=", "range", "定性"] = ""
    target_text: str = ""
    owner: str = ""
    data_source: str = ""
    line: int = 0


class BudgetLine(ContentModel):
    """One line of the budget table; its amounts are facts with this item."""

    item: str
    name: str
    goal: bool
    line: int = 0
    note: str = ""
    reason: str = ""


class Stated(ContentModel):
    """What the source printed as its own result."""

    total: OpenPointsText = ""
    grade: str = ""
    line: int = 0


class OverallGoal(ContentModel):
    """The yearly goal as set and as achieved."""

    expected: str = ""
    achieved: str = ""


class Narrative(ContentModel):
    """Texts of the report that no figure gives; every number in them is ``{{ fig("…") }}``."""

    overview: str = ""
    management: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


class SubjectSource(ContentModel):
    """The document the facts were typed in from."""

    doc: str = ""
    file: str = ""
    note: str = ""


class SubjectBody(ContentModel):
    """One evaluated thing: a fund, a grant, a department or a project."""

    subject: str
    title: str
    report_type: ReportType
    profile: str
    period: str
    region: str = ""
    organisation: str = ""
    department: str = ""
    addressee: str = ""
    insurance: Insurance = "all"
    data_status: DataStatus = "决算"
    money_unit: Literal["元", "万元", "亿元"] = "万元"
    source: SubjectSource = SubjectSource()
    stated: Stated = Stated()
    facts: tuple[Fact, ...] = ()
    evidence: dict[str, Evidence] = {}
    goals: tuple[Goal, ...] = ()
    overall_goal: OverallGoal = OverallGoal()
    budget_lines: tuple[BudgetLine, ...] = ()
    management: dict[str, str] = {}
    narrative: Narrative = Narrative()
    projects: tuple[SubjectBody, ...] = Field(default=())

    @field_validator("period")
    @classmethod
    def _a_year(cls, value: str) -> str:
        """The evaluated period is a year; a monitoring round reads the year's figures so far."""
        try:
            if Period.parse(value).year and value.isdigit():
                return value
        except ExactError:
            pass
        raise ValueError("应是四位年份，如 2023")

    @property
    def last_day(self) -> date:
        """The last day of the period: policy is read as it held then."""
        return date(int(self.period), 12, 31)


INHERITED = (
    "period",
    "region",
    "organisation",
    "department",
    "addressee",
    "insurance",
    "data_status",
    "money_unit",
    "source",
)
"""What a project of a composite subject takes from it where it does not say otherwise."""


def with_inherited(data: dict[str, Any]) -> dict[str, Any]:
    """Raw subject data with the composite's settings filled into its projects, and their facts' items set."""
    projects = data.get("projects")
    if not isinstance(projects, list):
        return data
    filled = []
    for project in projects:
        if not isinstance(project, dict):
            filled.append(project)
            continue
        merged = {key: data[key] for key in INHERITED if key in data} | project
        merged.setdefault("report_type", "project")
        filled.append(merged)
    return data | {"projects": filled}


SUBJECTS = Kind("subjects", "评价对象", SubjectBody, "subject", by_name=True, prepare=with_inherited)


def figure_set(subject: SubjectBody, document: SourceDocument, path: PathKey, content: Content) -> FigureSet:
    """The subject's facts as figures; faults refuse, all facts' at once, with file, line and remedy."""
    figures: list[Figure] = []
    faults: list[Problem] = []
    seen: set[str] = set()
    restatements: Counter[tuple[str, str, Scope, int]] = Counter()
    metrics = content.of(METRICS, subject.region)
    definitions = {code: entry.value for code, entry in metrics.items()}
    for index, fact in enumerate(subject.facts):
        place = (*path, "facts", index)
        problem = _fact_problem(fact, definitions)
        if problem is not None:
            faults.append(_placed(problem, document, place, fact))
            continue
        figure = _figure(fact, subject, definitions[fact.metric])
        if figure.restated:
            statement = (figure.metric, figure.role, figure.scope, figure.place.line)
            restatements[statement] += 1
            figure = replace(figure, ordinal=restatements[statement])
        if figure.id in seen:
            faults.append(_placed(Problem("fact_duplicate", found=figure.full_name), document, place, fact))
            continue
        seen.add(figure.id)
        figures.append(figure)
    if faults:
        raise Refused(faults[0], faults[1:])
    return FigureSet(tuple(figures))


def _placed(problem: Problem, document: SourceDocument, path: PathKey, fact: Fact) -> Problem:
    return Problem(
        problem.code,
        file=document.file_at(path),
        line=document.line(path),
        field=problem.field or fact.metric,
        found=problem.found,
        expected=problem.expected,
    )


def _fact_problem(fact: Fact, metrics: dict[str, Metric]) -> Problem | None:
    if fact.metric not in metrics:
        return Problem(
            "metric_unknown", found=fact.metric, expected=nearest(fact.metric, metric_names(metrics))
        )
    if fact.lost:
        return None
    if fact.unit not in measures():
        return Problem("unit_unknown", found=fact.unit, expected=nearest(fact.unit, list(measures())))
    usual = metrics[fact.metric].unit
    if not comparable(measures()[fact.unit], measures()[usual]):
        return Problem("unit_unfit", found=fact.unit, expected=usual)
    try:
        Printed.parse(fact.value)
    except ExactError:
        return Problem("number_unreadable", found=fact.value)
    return None


def _item_name(item: str, subject: SubjectBody, metric: Metric) -> str:
    """What an item is called: a part of the metric by its catalogue, else a budget line of the subject."""
    lines = {line.item: line.name for line in subject.budget_lines}
    return metric.items.get(item) or lines.get(item, "")


def _figure(fact: Fact, subject: SubjectBody, metric: Metric) -> Figure:
    unit = fact.unit or metric.unit
    return Figure(
        metric=fact.metric,
        name=metric.name,
        item_name=_item_name(fact.item, subject, metric),
        role=fact.role,
        scope=Scope(
            fact.insurance or subject.insurance, fact.account, fact.item, fact.period or subject.period
        ),
        printed=Printed.parse(fact.value or "0"),
        unit=unit,
        measure=measures()[unit],
        operator="" if fact.op == "=" else fact.op,
        caliber=fact.caliber,
        status=subject.data_status,
        place=Place(subject.source.doc or subject.source.file or subject.subject, fact.line),
        restated=fact.restated,
        lost=fact.lost,
        sample_size=fact.sample_size,
        note=fact.note,
    )
