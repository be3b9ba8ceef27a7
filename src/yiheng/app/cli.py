"""The command line: ``yiheng``.

Only wiring: each command opens content, calls a job and shows what came out. Exit codes: 0 done, 1 findings with
``--strict``, 2 refused with one sentence. Heavy rooms are imported inside commands, so that help is fast.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from yiheng.app.review_command import review

app = typer.Typer(
    name="yiheng",
    help="医衡：医保基金全面预算绩效管理。评价、勾稽、目标体检、监控与结果应用；每个数字可溯源。",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
content_app = typer.Typer(help="政策内容：检查、查看。", no_args_is_help=True, rich_markup_mode=None)
facts_app = typer.Typer(help="事实文件：生成空表。", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(content_app, name="content")
app.add_typer(facts_app, name="facts")

Subject = Annotated[
    str, typer.Argument(help="内置评价对象的编号，或事实文件（.yaml、.xlsx）的路径", show_default=False)
]
ProfileOption = Annotated[str, typer.Option("--profile", help="改用另一张评分表", show_default=False)]
ContentOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--content", help="本单位的政策内容文件夹，叠加在内置内容之上（可多次）", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供其他程序使用")]
StrictOption = Annotated[bool, typer.Option("--strict", help="有发现时以退出码 1 结束")]


def _extra(folders: list[Path] | None) -> tuple[Path, ...]:
    from yiheng.standards.problem import refuse

    for folder in folders or []:
        if not folder.is_dir():
            raise refuse("folder_not_found", file=str(folder))
    return tuple(folders or [])


def _print_json(plain: Any) -> None:
    import json

    typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))


@app.command()
def evaluate(
    subject: Subject,
    profile: ProfileOption = "",
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
    """评价一个对象：三个得分、失分原因、敏感性、勾稽；可写出报告、自评表和校核底稿。"""
    from yiheng.app import screen
    from yiheng.app.dates import document_date
    from yiheng.app.faults import writing
    from yiheng.app.jobs import evaluation as job
    from yiheng.performance.evaluation_json import as_plain
    from yiheng.standards.problem import refuse

    if form is not None and table is None:
        raise refuse("form_needs_table", field="--form")
    done = job.run(subject, profile, _extra(content))
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
        _print_json(as_plain(done.evaluation))
    else:
        screen.show_evaluation(done.evaluation, findings)
        for path in written:
            screen.console().print(f"已写出 {path}")
        if placements is not None:
            screen.show_placements(*placements, str(table))
    if strict and findings:
        raise typer.Exit(1)


@app.command()
def verify(subject: Subject, content: ContentOption = None, strict: StrictOption = False) -> None:
    """核对一个对象的全部勾稽关系：一致、舍入差异、不一致、待核。"""
    from yiheng.app import screen
    from yiheng.app.jobs import evaluation as job
    from yiheng.exact.interval import Verdict

    done = job.run(subject, "", _extra(content))
    every = [done.evaluation, *done.evaluation.projects]
    found = [relation for one in every for relation in one.relations]
    screen.show_relations(found)
    if strict and any(relation.verdict is Verdict.INCONSISTENT for relation in found):
        raise typer.Exit(1)


@app.command()
def goals(
    subject: Subject, profile: ProfileOption = "", content: ContentOption = None, strict: StrictOption = False
) -> None:
    """目标体检：缺值、无方向、含糊、回填、偏离未说明、预算无目标等。"""
    from yiheng.app import screen
    from yiheng.app.jobs import evaluation as job

    findings = job.run(subject, profile, _extra(content)).findings
    screen.show_findings(findings)
    if strict and findings:
        raise typer.Exit(1)


@app.command()
def monitor(
    subject: Subject,
    months: Annotated[int, typer.Option(help="截至月份（1—12）")],
    as_of: Annotated[str, typer.Option("--as-of", help="监控日期，如 2024-08-05", show_default=False)],
    profile: ProfileOption = "",
    content: ContentOption = None,
) -> None:
    """绩效运行监控：目标实现程度和预算执行进度的红黄绿信号与处置阶梯。"""
    from yiheng.app import screen
    from yiheng.app.dates import read_date
    from yiheng.app.jobs import evaluation as job
    from yiheng.performance.monitoring import disposal
    from yiheng.performance.monitoring import monitor as monitored
    from yiheng.policy.calendar import calendar_of

    done = job.run(subject, profile, _extra(content))
    result = monitored(done.evaluation, months, done.content)
    day, calendar = read_date(as_of), calendar_of(done.content)
    region = done.evaluation.subject.region
    steps = {signal: disposal(signal, day, calendar, done.content, region) for signal in ("红", "黄")}
    screen.show_round(result, steps)


@app.command()
def apply(
    subject: Subject,
    as_of: Annotated[str, typer.Option("--as-of", help="结果确定的日期，如 2024-04-10", show_default=False)],
    profile: ProfileOption = "",
    content: ContentOption = None,
) -> None:
    """结果应用建议：下年预算、下年目标、反馈与整改时限。"""
    from yiheng.app import screen
    from yiheng.app.dates import read_date
    from yiheng.app.jobs import evaluation as job
    from yiheng.performance.application import application

    done = job.run(subject, profile, _extra(content))
    screen.show_application(application(done.evaluation, read_date(as_of), done.content))


@app.command()
def trace(
    subject: Subject,
    what: Annotated[
        str, typer.Argument(help="指标代码（如 C1）或口径代码（如 fund_income）", show_default=False)
    ],
    profile: ProfileOption = "",
    content: ContentOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个得分或一个数是怎么来的：直到原文的行。"""
    from yiheng.app import screen
    from yiheng.app.jobs import evaluation as job
    from yiheng.performance.explain import explain

    traces = explain(job.run(subject, profile, _extra(content)).evaluation, what)
    if as_json:
        _print_json([one.as_dict() for one in traces])
        return
    for one in traces:
        screen.show_trace(one)


@app.command()
def subjects(content: ContentOption = None) -> None:
    """列出内置的评价对象。"""
    from yiheng.app import screen
    from yiheng.performance.library import library
    from yiheng.performance.subject import SUBJECTS

    entries = library(_extra(content)).of(SUBJECTS)
    rows = [
        [key, e.value.title, e.value.profile, str(len(e.value.facts))] for key, e in sorted(entries.items())
    ]
    screen.console().print(screen.table(("编号", "名称", "评分表", "事实数"), rows, right=(3,)))


@app.command()
def profiles(content: ContentOption = None) -> None:
    """列出评分表。"""
    from yiheng.app import screen
    from yiheng.performance.library import library
    from yiheng.performance.profile_check import PROFILES, resolved

    held = library(_extra(content))
    rows = []
    for key in held.keys(PROFILES):
        one = resolved(held, key)
        basis = "推定，非官方" if one.basis == "inferred" else "已公布"
        rows.append([key, one.title, one.version, basis, one.form, held.get(PROFILES, key).file])
    screen.console().print(screen.table(("编号", "名称", "版本", "依据", "版式", "文件"), rows))


@content_app.command("check")
def content_check(content: ContentOption = None) -> None:
    """检查全部政策内容：格式、引用、分值、算例；每个错误给出文件、行和改法。"""
    from yiheng.app import screen
    from yiheng.performance.library import KINDS, library
    from yiheng.policy.content import check

    held = library(_extra(content))
    problems = check(held, KINDS)
    rows = []
    for kind in KINDS:
        entries = [entry for entry in held.entries if entry.kind == kind.name]
        rows.append([kind.title, str(len(entries)), str(sum(kind.count_examples(e.value) for e in entries))])
    screen.console().print(screen.table(("内容", "条数", "算例"), rows, right=(1, 2)))
    screen.show_findings(problems)
    if problems:
        raise typer.Exit(2)


@content_app.command("show")
def content_show(
    key: Annotated[str, typer.Argument(help="指标、勾稽、评分表、等次表或参数的编号", show_default=False)],
    content: ContentOption = None,
) -> None:
    """查看一条政策内容和它所在的文件、行。"""
    from yiheng.app import screen
    from yiheng.performance.library import library
    from yiheng.policy.content import nearest
    from yiheng.standards.problem import refuse

    held = library(_extra(content))
    found = [entry for entry in held.entries if entry.key == key]
    if not found:
        known = sorted({entry.key for entry in held.entries})
        raise refuse("content_unknown", field="内容", key=key, expected=nearest(key, known))
    for entry in found:
        place = f"　层 {entry.layer.name}　{entry.file} 第 {entry.line()} 行"
        screen.console().print(screen.styled((entry.key, "bold"), place))
        _print_json(entry.value.model_dump(mode="json", by_alias=True, exclude_defaults=True))


@facts_app.command("new")
def facts_new(
    profile: Annotated[
        str,
        typer.Argument(
            help="评分表编号（见 yiheng profiles）；或内置评价对象的编号，导出为填好的样例",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="存为（.xlsx）", show_default=False)],
    content: ContentOption = None,
) -> None:
    """按评分表生成空的事实文件（Excel），填好后即可 yiheng evaluate。"""
    from yiheng.app import screen
    from yiheng.app.faults import writing
    from yiheng.app.jobs.facts import new_facts
    from yiheng.performance.library import library

    held = library(_extra(content))
    with writing():
        new_facts(profile, held, out)
    screen.console().print(f"已写出 {out}，填好后执行：yiheng evaluate {out}")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="文件写到这个文件夹")] = Path("demo"),
) -> None:
    """演示：评价全部内置的真实对象，写出报告、自评表和校核底稿。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs.demo import run_demo

    with writing():
        run_demo(out)


app.command("review")(review)


def main() -> None:
    """Entry point: refusals become one sentence and exit code 2, and so does a command that is typed wrong."""
    try:
        code = app(prog_name="yiheng", standalone_mode=False)
    except Exception as error:
        from yiheng.app.faults import end_with

        end_with(error)
    sys.exit(code or 0)
