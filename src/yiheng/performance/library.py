"""The shipped content and what a bureau adds: layers, kinds, and the way from a subject's name to its evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from yiheng.metrics.catalogue import METRICS, Metric
from yiheng.metrics.figure import Scope
from yiheng.metrics.formula import FORMULAS
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.performance.award import AWARDS
from yiheng.performance.evaluation import Evaluation, evaluate_one, with_projects
from yiheng.performance.goal_check import refuse_faulty_goals
from yiheng.performance.grade import GRADES
from yiheng.performance.profile_check import PROFILES, resolved, walk
from yiheng.performance.reading import Facts
from yiheng.performance.scheme import Indicator, indicators
from yiheng.performance.score_sums import score_relations
from yiheng.performance.subject import SUBJECTS, SubjectBody, figure_set
from yiheng.policy.calendar import CALENDAR
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, Entry, Kind, Layer, load, nearest, one_entry
from yiheng.policy.parameter import PARAMETERS
from yiheng.policy.source_file import PathKey, read_document, read_with_faults
from yiheng.reports.text_template import REPORT_TEMPLATES
from yiheng.standards.problem import Problem, Refused, refuse

KINDS: tuple[Kind, ...] = (  # type: ignore[type-arg]
    PARAMETERS,
    CALENDAR,
    METRICS,
    IDENTITIES,
    GRADES,
    PROFILES,
    REPORT_TEMPLATES,
    CODE_LISTS,
    FORMULAS,
    SUBJECTS,
)


def shipped_layers() -> tuple[Layer, ...]:
    """National content, then the regions', then the bundled subjects; a region's folder names its region."""
    root = Path(str(files("yiheng"))) / "content"
    regions = []
    for marker in sorted(root.glob("*/region.yaml")):
        region = str(read_document(marker).data.get("region", ""))
        regions.append(Layer(marker.parent.name, marker.parent, region))
    return (Layer("national", root / "national"), *regions, Layer("bundled", root))


@cache
def library(extra: tuple[Path, ...] = ()) -> Content:
    """All content of evaluations: the shipped layers, and a bureau's own folders above them."""
    return load(KINDS, layers(extra))


def layers(extra: Sequence[Path] = ()) -> list[Layer]:
    """The shipped layers, and a bureau's own folders above them."""
    return [*shipped_layers(), *(Layer(f"bureau:{path.name}", path) for path in extra)]


def open_subject(name: str, content: Content) -> Entry[SubjectBody]:
    """A bundled subject by its id, or a facts file by its path."""
    if name in content.keys(SUBJECTS):
        return content.get(SUBJECTS, name)
    path = Path(name)
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        from yiheng.performance.facts_reading import read_facts_workbook  # spreadsheets load slowly

        return one_entry(SUBJECTS, read_facts_workbook(path))
    if path.suffix.lower() in {".yaml", ".yml"} or path.exists():
        return one_entry(SUBJECTS, *read_with_faults(path))
    raise refuse("subject_unknown", found=name, expected=nearest(name, content.names(SUBJECTS)))


def evaluate(entry: Entry[SubjectBody], content: Content, profile_id: str = "") -> Evaluation:
    """Evaluate a subject and its projects under its own profile, or under the one asked for."""
    return _evaluate(entry, entry.value, entry.path, content, profile_id)


def _evaluate(
    entry: Entry[SubjectBody], subject: SubjectBody, path: PathKey, content: Content, profile_id: str
) -> Evaluation:
    profile = resolved(content, profile_id or subject.profile, subject.region)
    subject = _carried(subject, profile_id, content)
    scheme = indicators(profile, subject.goals)
    refuse_faulty_goals(subject.goals, profile, scheme, definitions(subject, content), entry.document, path)
    _refuse_unknown_evidence(entry, subject, path, scheme, {node.code for node in walk(profile.tree)})
    evaluation = evaluate_one(
        subject,
        profile,
        scheme,
        facts_of(entry, subject, path, content),
        content.get(GRADES, profile.grades, subject.region).value,
    )
    evaluation = replace(evaluation, relations=(*evaluation.relations, *score_relations(evaluation)))
    projects = [
        _evaluate(entry, project, (*path, "projects", index), content, profile_id if project.goals else "")
        for index, project in enumerate(subject.projects)
    ]
    return with_projects(evaluation, projects)


def _carried(subject: SubjectBody, profile_id: str, content: Content) -> SubjectBody:
    """The subject under another profile: its facts and the evidence of its goals go along.

    Evidence by the indicator codes of its own profile does not, since another table means other things by them;
    a variant of the same table (``extends``) shares its codes.
    """
    if not profile_id or _base(content, profile_id) == _base(content, subject.profile):
        return subject
    goals = {goal.code for goal in subject.goals}
    kept = {code: evidence for code, evidence in subject.evidence.items() if code in goals}
    return subject.model_copy(update={"evidence": kept})


def _base(content: Content, profile_id: str) -> str:
    """The table at the root of a chain of variants."""
    base = content.get(PROFILES, profile_id).value.extends
    return _base(content, base) if base else profile_id


def definitions(subject: SubjectBody, content: Content) -> dict[str, Metric]:
    """The metrics as they are defined for the subject's region."""
    return {code: entry.value for code, entry in content.of(METRICS, subject.region).items()}


def facts_of(entry: Entry[SubjectBody], subject: SubjectBody, path: PathKey, content: Content) -> Facts:
    """What a subject states, with the definitions that hold for its region."""
    return Facts(
        figure_set(subject, entry.document, path, content),
        Scope(subject.insurance, "all", "", subject.period),
        definitions(subject, content),
        [identity.value for identity in content.of(IDENTITIES, subject.region).values()],
    )


def _refuse_unknown_evidence(
    entry: Entry[SubjectBody],
    subject: SubjectBody,
    path: PathKey,
    scheme: Sequence[Indicator],
    nodes: set[str],
) -> None:
    """Evidence for an indicator the profile does not have is a slip, never silently dropped; so is a code twice.

    An inner node may carry the sum that the source printed for it.
    """
    codes = [indicator.code for indicator in scheme]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Refused(
            Problem(
                "indicator_duplicate",
                file=entry.document.file_at((*path, "goals")),
                line=entry.document.line((*path, "goals")),
                found=twice[0],
            )
        )
    for code in subject.evidence:
        if code not in codes and code not in nodes and code not in {goal.code for goal in subject.goals}:
            line = entry.document.line((*path, "evidence", code))
            raise Refused(
                Problem(
                    "indicator_unknown",
                    file=entry.document.file_at((*path, "evidence", code)),
                    line=line,
                    field=f"evidence.{code}",
                    found=code,
                    expected=nearest(code, codes),
                )
            )
    _refuse_unknown_items(entry, subject, path, scheme)


def _refuse_unknown_items(
    entry: Entry[SubjectBody], subject: SubjectBody, path: PathKey, scheme: Sequence[Indicator]
) -> None:
    for indicator in scheme:
        if indicator.primitive != "CHECKLIST" or indicator.code not in subject.evidence:
            continue
        parameters = AWARDS["CHECKLIST"].parameters.model_validate(indicator.parameters)
        known = [item.id for item in parameters.items]  # type: ignore[attr-defined]
        for item in subject.evidence[indicator.code].items:
            if item not in known:
                line = entry.document.line((*path, "evidence", indicator.code, "items", item))
                raise Refused(
                    Problem(
                        "item_unknown",
                        file=entry.document.file_at((*path, "evidence", indicator.code)),
                        line=line,
                        field=f"evidence.{indicator.code}.items",
                        found=item,
                        expected="、".join(known),
                    )
                )
