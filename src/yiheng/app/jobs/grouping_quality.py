"""The quality run: a city-year's published groups measured, and the workbook and page that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yiheng.app.jobs.grouping_input import code_names, group_names, hospital_names, opened, sent_rows
from yiheng.app.jobs.grouping_quality_view import quality_analysis
from yiheng.app.jobs.grouping_quality_words import QualityView
from yiheng.grouping.city_groups import SIMULATED
from yiheng.grouping.quality.weight_table import GroupWeight, weight_table
from yiheng.grouping.quality.year_cases import GROUPED_WORDS, MISSING_WORDS, YearCases, read_fees, read_year
from yiheng.grouping.quality.year_quality import YearQuality, year_quality
from yiheng.grouping.scheme.library import open_scheme, shipped_schemes
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.table_heads import SheetRow
from yiheng.policy.content import Content
from yiheng.reports.analysis import Analysis
from yiheng.standards.problem import Problem, Refused, refuse


@dataclass(frozen=True)
class QualityRun:
    """What was measured, how it is shown, and what was wrong with the weight table's rows."""

    quality: YearQuality
    analysis: Analysis
    problems: tuple[Problem, ...]


def run(
    root: Path,
    year: int,
    source: str,
    *,
    weights: Path | None = None,
    scheme: str = "",
    extra: tuple[Path, ...] = (),
) -> QualityRun:
    """Measure the groups of one source (a code of ``group_source``) for the cases a city discharged in a year.

    ``weights``: a weight table as a file. ``scheme``: the scheme that defined the groups, for names and how many it
    defines; a shipped one is found by itself. Refuses a year without cases or without groups of that source, and a weight table of which nothing is usable.
    """
    with opened(root, extra) as city:
        region = city.city.settings.region
        table, problems = read_weights(weights, city.content, region)
        cases = read_year(city.database, year, source)
        source_name = code_names(city.content, "group_source", region)[source]
        _refuse_nothing(cases, root, year, source_name)
        named = _defining_scheme(scheme, cases.schemes if source == SIMULATED else ())
        quality = year_quality(
            cases,
            city.rules(year),
            weights=table,
            fees=read_fees(city.database, year),
            drg_defined=len(named.drg_names) if named else None,
        )
        names = {drg: one.name for drg, one in table.items() if one.name}
        view = QualityView(
            city=city.name,
            year=year,
            source=source_name,
            simulated=source == SIMULATED,
            schemes=cases.schemes,
            version=city.version,
            hospitals=hospital_names(city.database),
            groups=(group_names(named) if named else {}) | names,
            charges=code_names(city.content, "med_chrgitm_type", region),
        )
    return QualityRun(quality, quality_analysis(quality, view), tuple(problems))


def _defining_scheme(asked: str, used: tuple[str, ...]) -> Scheme | None:
    """The scheme asked for; else the only one used, where it is shipped; else None."""
    if asked:
        return open_scheme(asked)
    return open_scheme(used[0]) if len(used) == 1 and used[0] in shipped_schemes() else None


def read_weights(
    path: Path | None, content: Content, region: str
) -> tuple[Mapping[str, GroupWeight], list[Problem]]:
    """The weight table of a file, and what is wrong with its rows. Refuses a file without any usable row."""
    if path is None:
        return {}, []
    rows = list(sent_rows(path, content, "group_weight", region))
    faults = [row for row in rows if isinstance(row, Problem)]
    if faults:
        raise Refused(faults[0])
    table, problems = weight_table(row for row in rows if isinstance(row, SheetRow))
    if not table:
        raise Refused(problems[0]) if problems else refuse("file_empty", file=str(path))
    return table, problems


def _refuse_nothing(cases: YearCases, root: Path, year: int, source: str) -> None:
    if not len(cases):
        raise refuse("cases_none", file=str(root), found=str(year))
    if set(cases.statuses) == {MISSING_WORDS} or GROUPED_WORDS not in cases.statuses:
        raise refuse("groups_none", file=str(root), key=str(year), found=source)
