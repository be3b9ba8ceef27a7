"""A city's year as a subject: its figures from rows, its goals and evidence from tables, evaluated under a profile.

Nothing is typed in: the same profile, awards, verification, report and form serve as for a facts file. A figure's
place names the tables and the formula instead of a report's line, and :mod:`yiheng.metrics.rows` leads on to the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from yiheng.engine.database import Database
from yiheng.metrics.catalogue import INSURANCE_NAMES, Insurance
from yiheng.metrics.figure import FigureSet, Scope
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.metrics.measured import Measured, figures
from yiheng.metrics.year import AREAS, CityYear
from yiheng.performance.city_evidence import evidence, goal_rows, goals, table_rows, targets
from yiheng.performance.data_notes import data_notes
from yiheng.performance.evaluation import Evaluation, evaluate_one
from yiheng.performance.goal_check import refuse_faulty_goals
from yiheng.performance.grade import GRADES
from yiheng.performance.library import definitions
from yiheng.performance.profile import Profile
from yiheng.performance.profile_check import resolved
from yiheng.performance.reading import Facts
from yiheng.performance.scheme import Indicator, indicators
from yiheng.performance.score_sums import score_relations
from yiheng.performance.subject import ReportType, SubjectBody, SubjectSource
from yiheng.policy.code_list import regional_list
from yiheng.policy.content import Content
from yiheng.policy.source_file import SourceDocument
from yiheng.standards.problem import refuse


@dataclass(frozen=True)
class CityEvaluation:
    """A city's year evaluated, with how its figures came out of the rows."""

    evaluation: Evaluation
    measured: Measured


def evaluate_city(
    database: Database, content: Content, year: CityYear, profile_id: str, insurance: str = "", name: str = ""
) -> CityEvaluation:
    """Evaluate a city's year from its tables under a profile.

    ``insurance``: whose fund; where it is not given, the one that the profile's evidence rows of the year name.
    ``name``: of the city, by default its area's. Refuses evidence or goals that the profile or the catalogue does not know.
    """
    profile = resolved(content, profile_id, year.region)
    kind = insurance or _insurance_of(database, year, profile_id)
    if kind not in get_args(Insurance):
        raise refuse("insurance_unknown", found=kind, expected="、".join(get_args(Insurance)))
    rows = goal_rows(database, year, kind)
    subject = _subject(year, profile, kind, name or area_name(content, year))
    metrics = definitions(subject, content)
    own_targets = targets(rows, year, metrics)
    scheme = indicators(profile, goals(rows, kind, metrics, indicators(profile, ())))
    subject = subject.model_copy(
        update={
            "goals": goals(rows, kind, metrics, scheme),
            "evidence": evidence(database, content, year, kind, profile_id, scheme),
        }
    )
    refuse_faulty_goals(subject.goals, profile, scheme, metrics, SourceDocument("表 goal", {}, {}), ())
    measured = figures(database, content, year, kind, own_targets)
    facts = Facts(
        FigureSet((*measured.figures, *own_targets)),
        Scope(kind, "all", "", year.period),
        metrics,
        [one.value for one in content.of(IDENTITIES, year.region).values()],
    )
    done = _evaluated(subject, profile, scheme, facts, content)
    return CityEvaluation(replace(done, data_notes=data_notes(measured, done.results)), measured)


def _evaluated(
    subject: SubjectBody, profile: Profile, scheme: tuple[Indicator, ...], facts: Facts, content: Content
) -> Evaluation:
    grades = content.get(GRADES, profile.grades, subject.region).value
    evaluation = evaluate_one(subject, profile, scheme, facts, grades)
    return replace(evaluation, relations=(*evaluation.relations, *score_relations(evaluation)))


def _insurance_of(database: Database, year: CityYear, profile_id: str) -> str:
    """The one insurance whose evidence stands under the profile; refused where there is none or more than one."""
    condition = "year = :year and profile = :profile"
    rows = table_rows(database, "evidence", condition, {"year": year.year, "profile": profile_id})
    named = sorted({str(row["insurance"]) for row in rows})
    if len(named) != 1:
        raise refuse(
            "insurance_unclear", key=profile_id, found="、".join(named) or "（无）", expected=year.period
        )
    return named[0]


def area_name(content: Content, year: CityYear) -> str:
    """The name of the city in the list of areas."""
    codes = regional_list(content, AREAS, year.region).codes
    return next(one.name for one in codes if one.code == year.admdvs)


def _subject(year: CityYear, profile: Profile, insurance: str, name: str) -> SubjectBody:
    kind: ReportType = profile.report if profile.report in get_args(ReportType) else "fund"  # type: ignore[assignment]
    return SubjectBody(
        subject=f"{year.admdvs}-{year.period}-{insurance}",
        title=f"{name}{year.period}年{INSURANCE_NAMES[insurance]}基金",
        report_type=kind,
        profile=profile.profile,
        period=year.period,
        region=year.region,
        organisation=f"{name}医疗保障局",
        insurance=insurance,  # type: ignore[arg-type]
        data_status=year.data_status,  # type: ignore[arg-type]
        source=SubjectSource(doc=f"{name}{year.period}年度已发布数据"),
    )
