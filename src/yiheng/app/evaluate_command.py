"""The commands on one subject of evaluation: evaluate, verify, goals, monitor, apply, trace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiheng.app.options import (
    CityOption,
    ContentOption,
    InsuranceOption,
    JsonOption,
    ProfileOption,
    StrictOption,
    Subject,
    YearOption,
    extra_layers,
    print_json,
)

if TYPE_CHECKING:
    from yiheng.app.jobs.evaluation import Run


def evaluate(
    subject: Subject = "",
    profile: ProfileOption = "",
    city: CityOption = None,
    year: YearOption = 0,
    insurance: InsuranceOption = "",
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep", help="把每一步的中间表留在这个 DuckDB 文件里（与 --city 合用）", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
    report: Annotated[Path | None, typer.Option(help="写出自评报告（.docx）", show_default=False)] = None,
    table: Annotated[Path | None, typer.Option(help="写出自评表（.xlsx）", show_default=False)] = None,
    layout: Annotated[
        str, typer.Option(help="自评表版式：national、sichuan、transfer；不给则按评分表", show_default=False)
    ] = "",
    form: Annotated[
        Path | None, typer.Option(help="填入收到的自评表（.xls、.xlsx），存为 --table", show_default=False)
    ] = None,
    workpaper: Annotated[
        Path | None, typer.Option(help="写出校核底稿（.xlsx，内部资料）", show_default=False)
    ] = None,
    date: Annotated[
        str, typer.Option(help="报告的成文日期，如 2024-03-05；不给则留空", show_default=False)
    ] = "",
    content: ContentOption = None,
    strict: StrictOption = False,
) -> None:
    """评价一个对象，或一座城市的一年：三个得分、失分原因、敏感性、勾稽。

    城市用 --city、--year、--profile 指定，从已发布的数据计算。可写出报告、自评表和校核底稿。
    """
    from yiheng.app import screen
    from yiheng.app.dates import document_date
    from yiheng.app.faults import writing
    from yiheng.app.jobs import evaluation as job
    from yiheng.performance.evaluation_json import as_plain
    from yiheng.standards.problem import refuse

    if form is not None and table is None:
        raise refuse("form_needs_table", field="--form")
    done = _evaluated(subject, profile, city, year, content, insurance, keep)
    findings = done.findings
    written: list[Path] = []
    placements = None
    with writing(*filter(None, [form])):
        if report is not None:
            job.write_report(done, report, document_date(date))
            written.append(report)
        if table is not None and form is not None:
            placements = job.fill_table(done, form, table)
        elif table is not None:
            job.write_table(done, table, layout)
            written.append(table)
        if workpaper is not None:
            job.write_internal(done, workpaper)
            written.append(workpaper)
    if as_json:
        print_json(as_plain(done.evaluation))
    else:
        asked = "" if city is None else f"--city {city} --year {year} --profile {profile}"
        screen.show_evaluation(done.evaluation, findings, asked)
        for path in written:
            screen.console().print(f"已写出 {path}")
        if placements is not None:
            screen.show_placements(*placements, str(table))
        _show_city(done, city)
    if strict and (findings or done.evaluation.data_notes):
        raise typer.Exit(1)


def _evaluated(
    subject: str,
    profile: str,
    city: Path | None,
    year: int,
    content: list[Path] | None,
    insurance: str = "",
    keep: Path | None = None,
    months: int = 12,
) -> Run:
    from yiheng.app.jobs import city_evaluation, evaluation
    from yiheng.standards.problem import refuse

    if city is None:
        if not subject:
            raise refuse("subject_missing")
        return evaluation.run(subject, profile, extra_layers(content))
    if subject:
        raise refuse("city_and_subject", found=subject)
    if not year or not profile:
        raise refuse("city_needs", field="--profile" if year else "--year")
    return city_evaluation.run(
        city, year, profile, insurance, extra_layers(content), keep=keep, months=months
    )


def _show_city(done: Run, city: Path | None) -> None:
    """Keep a city's evaluation as a run and say what could not be computed and how to go on."""
    if city is None:
        return
    from datetime import date

    from yiheng.app import city_screen, screen
    from yiheng.app.jobs.city_evaluation import CityRun
    from yiheng.app.jobs.runs import record_evaluation

    assert isinstance(done, CityRun)
    run = record_evaluation(city, done, date.today())
    city_screen.show_missing(done.measured)
    screen.console().print(
        f"快照 {done.snapshot}，运行 {run.run_id}；查看：yiheng run show {run.run_id} --city {city}"
    )


def verify(
    subject: Subject = "",
    profile: ProfileOption = "",
    city: CityOption = None,
    year: YearOption = 0,
    content: ContentOption = None,
    strict: StrictOption = False,
) -> None:
    """核对一个对象的全部勾稽关系：一致、舍入差异、不一致、待核。"""
    from yiheng.app import screen
    from yiheng.exact.interval import Verdict

    done = _evaluated(subject, profile, city, year, content)
    every = [done.evaluation, *done.evaluation.projects]
    found = [relation for one in every for relation in one.relations]
    screen.show_relations(found)
    if strict and any(relation.verdict is Verdict.INCONSISTENT for relation in found):
        raise typer.Exit(1)


def goals(
    subject: Subject = "",
    profile: ProfileOption = "",
    city: CityOption = None,
    year: YearOption = 0,
    content: ContentOption = None,
    strict: StrictOption = False,
) -> None:
    """目标体检：缺值、无方向、含糊、回填、偏离未说明、预算无目标等。"""
    from yiheng.app import screen

    findings = _evaluated(subject, profile, city, year, content).findings
    screen.show_findings(findings)
    if strict and findings:
        raise typer.Exit(1)


def monitor(
    months: Annotated[int, typer.Option(help="截至月份（1—12）")],
    as_of: Annotated[str, typer.Option("--as-of", help="监控日期，如 2024-08-05", show_default=False)],
    subject: Subject = "",
    profile: ProfileOption = "",
    city: CityOption = None,
    year: YearOption = 0,
    content: ContentOption = None,
) -> None:
    """绩效运行监控：目标实现程度和预算执行进度的红黄绿信号与处置阶梯。"""
    from datetime import timedelta

    from yiheng.app import city_screen, screen
    from yiheng.app.dates import read_date
    from yiheng.app.jobs.city_evaluation import CityRun
    from yiheng.exact.period import Period
    from yiheng.performance.monitoring import disposal
    from yiheng.performance.monitoring import monitor as monitored
    from yiheng.policy.calendar import calendar_of

    done = _evaluated(subject, profile, city, year, content, months=months)
    result = monitored(done.evaluation, months, done.content)
    closed = Period.parse(f"{done.evaluation.subject.period}-01~{months:02d}").end - timedelta(days=1)
    day, calendar = read_date(as_of, closed), calendar_of(done.content)
    region = done.evaluation.subject.region
    steps = {
        (signal, cause): disposal(signal, day, calendar, done.content, region, cause)
        for signal, cause in result.causes
    }
    screen.show_data_notes(done.evaluation)
    screen.show_round(result, steps)
    if isinstance(done, CityRun):
        city_screen.show_missing(done.measured)


def apply(
    as_of: Annotated[str, typer.Option("--as-of", help="结果确定的日期，如 2024-04-10", show_default=False)],
    subject: Subject = "",
    profile: ProfileOption = "",
    city: CityOption = None,
    year: YearOption = 0,
    content: ContentOption = None,
) -> None:
    """结果应用建议：下年预算、下年目标、反馈与整改时限。"""
    from yiheng.app import screen
    from yiheng.app.dates import read_date
    from yiheng.performance.application import application

    done = _evaluated(subject, profile, city, year, content)
    day = read_date(as_of, done.evaluation.subject.last_day)
    screen.show_data_notes(done.evaluation)
    screen.show_application(application(done.evaluation, day, done.content))


def trace(
    subject: Annotated[
        str,
        typer.Argument(
            help="内置评价对象的编号或事实文件；给了 --city 时为口径代码、名称或数的编号，再给 --profile 时也可为指标代码",
            show_default=False,
        ),
    ],
    what: Annotated[
        str, typer.Argument(help="指标代码（如 C1）或口径代码（如 fund_income）", show_default=False)
    ] = "",
    profile: ProfileOption = "",
    city: CityOption = None,
    year: YearOption = 0,
    insurance: InsuranceOption = "",
    term: Annotated[int, typer.Option(help="看公式中第几项的明细行（与 --city 合用）")] = 1,
    page: Annotated[int, typer.Option(help="明细行的第几页（与 --city 合用）")] = 1,
    content: ContentOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个得分或一个数是怎么来的：直到原文的行，或城市数据的明细行。"""
    from yiheng.app import city_screen, screen
    from yiheng.app.jobs import city_trace
    from yiheng.app.jobs import evaluation as job
    from yiheng.performance.explain import explain
    from yiheng.standards.problem import refuse

    if city is not None:
        if not year:
            raise refuse("city_needs", field="--year")
        done = city_trace.run(
            city, year, subject, page, term, extra_layers(content), profile=profile, insurance=insurance
        )
        if as_json:
            print_json(city_screen.as_plain(done))
        else:
            city_screen.show(done)
        return
    if not what:
        raise refuse("trace_what")
    traces = explain(job.run(subject, profile, extra_layers(content)).evaluation, what)
    if as_json:
        print_json([one.as_dict() for one in traces])
        return
    for one in traces:
        screen.show_trace(one)
