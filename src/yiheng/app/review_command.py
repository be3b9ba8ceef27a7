"""The command ``yiheng review``: wiring between the command line and the review run."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from yiheng.review.finding import Review
    from yiheng.review.output.fault import Fault
    from yiheng.review.output.folder_page import FolderRow


def review(
    report: Annotated[
        Path,
        typer.Argument(
            help="报告文件（.txt .html .docx .xls .xlsx .pdf .doc .wps），或放报告的文件夹",
            show_default=False,
        ),
    ],
    attachments: Annotated[
        list[Path] | None, typer.Argument(help="附件（自评表等）", show_default=False)
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="输出 JSON，供其他程序使用；start、end 按其中 text 的字符数")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="写出复核结果页（.html）", show_default=False)] = None,
    letter: Annotated[
        Path | None, typer.Option(help="写出《复核意见单》（.docx）", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有不一致时以退出码 1 结束")] = False,
) -> None:
    """复核任意一份自评报告：数字前后矛盾、合计、比率、目标与完成、得分、单位与年份。"""
    from yiheng.standards.problem import refuse

    for path, suffix in ((html, ".html"), (letter, ".docx")):
        if path is not None and path.suffix.lower() != suffix:
            raise refuse("out_suffix", file=str(path), expected=suffix)
    taken = {path.resolve() for path in (report, *(attachments or []))}
    for out in (html, letter):
        if out is not None and out.resolve() in taken:
            raise refuse("out_is_input", file=str(out))
    if not report.is_dir():
        found = _report(report, attachments or [], as_json, html, letter)
    elif attachments or letter:
        remedy = "请逐份复核，或去掉附件和 --letter"
        raise refuse("review_folder_alone", file=str(report), remedy=remedy)
    else:
        found = _folder(report, as_json, html)
    if strict and found:
        raise typer.Exit(1)


def _report(
    report: Path, attachments: list[Path], as_json: bool, html: Path | None, letter: Path | None
) -> bool:
    """One report: its findings on the screen or as JSON, its page and its letter; whether it contradicts itself."""
    from yiheng.app.faults import writing
    from yiheng.app.jobs import review as job
    from yiheng.review.output.as_json import as_plain
    from yiheng.review.output.letter import write_letter
    from yiheng.review.output.page import write_page

    done = job.run(report, attachments)
    with writing():
        if html is not None:
            write_page(done, html)
        if letter is not None:
            write_letter(done, letter)
    if as_json:
        import json

        typer.echo(json.dumps(as_plain(done), ensure_ascii=False, indent=2))
    else:
        _show(done)
        _written(html, letter)
    return bool(done.of("inconsistent"))


def _written(*paths: Path | None) -> None:
    for path in filter(None, paths):
        typer.echo(f"已写出 {path}")


def _show(done: Review) -> None:
    """The faults of one report as a table, and how many relations hold."""
    from yiheng.app import screen
    from yiheng.review.output.fault import count_of, faults_of, merged
    from yiheng.review.output.page import VERDICT_NAMES
    from yiheng.review.output.place import places_of
    from yiheng.review.output.rule import rule_name

    console, places, faults = screen.console(), places_of(done), faults_of(done.findings)
    if done.note:
        console.print(done.note)
    rows = [
        [
            "\n".join(one.id for one in fault.findings),
            VERDICT_NAMES[fault.verdict],
            rule_name(fault.told.relation.rule),
            _told(fault, places.get(fault.told.id, "")),
            "\n".join(fault.repairs),
        ]
        for fault in faults
    ]
    if rows:
        console.print(screen.table(("编号", "类别", "规则", "发现", "建议"), rows))
    consistent = sum(1 for one in done.relations if one.verdict == "consistent")
    wrong, asked = (count_of(faults, verdict) for verdict in ("inconsistent", "review"))
    parts = (
        f"复算 {len(done.relations)} 条关系，一致 {consistent} 条",
        f"不一致 {wrong}，请说明 {asked}",
        merged(done, faults),
        f"看到而没有核对的 {len(done.unchecked)} 处",
    )
    console.print("；".join(filter(None, parts)))


def _told(fault: Fault, place: str) -> str:
    """The sentence of a fault with its place, and below it the other findings."""
    from yiheng.review.output.rule import rule_name

    lines = [fault.told.relation.message, place]
    for word, others in fault.others:
        lines += [f"{word}：", *(f"{rule_name(one.relation.rule)}：{one.relation.message}" for one in others)]
    return "\n".join(filter(None, lines))


def _folder(folder: Path, as_json: bool, html: Path | None) -> bool:
    """Every report of a folder, with a bar; whether any contradicts itself."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from yiheng.app import screen
    from yiheng.app.faults import writing
    from yiheng.app.jobs import review as job
    from yiheng.review.output.folder_page import write_folder_page
    from yiheng.standards.problem import refuse

    paths = job.reports_in(folder)
    if not paths:
        raise refuse("review_folder_empty", file=str(folder))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    rows: list[FolderRow] = []
    outcomes = job.run_many(folder, paths, as_json)
    outcomes = chain((next(outcomes),), outcomes)  # its processes begin before the bar's thread does
    with Progress(*columns, console=screen.console(stderr=True), transient=True) as progress:
        for one in progress.track(outcomes, len(paths), description="复核"):
            if as_json:
                typer.echo(("," if rows else "[") + "\n" + one.plain, nl=False)
            rows.append(one.row)
    if as_json:
        typer.echo("\n]")
    else:
        _show_folder(rows)
    if html is not None:
        with writing():
            write_folder_page(folder.resolve().name, rows, html)
        if not as_json:
            _written(html)
    return any(row.inconsistent for row in rows)


def _show_folder(rows: list[FolderRow]) -> None:
    """One table of all reports, those with most contradictions first, and one line of totals."""
    from yiheng.app import screen

    shown = [
        [
            row.name,
            *(["—"] * 3 if row.refused else map(str, (row.inconsistent, row.review, row.consistent))),
            row.note,
        ]
        for row in sorted(rows, key=lambda row: row.order)
    ]
    console = screen.console()
    console.print(screen.table(("报告", "不一致", "请说明", "复算一致", "说明"), shown, right=(1, 2, 3)))
    wrong = sum(1 for row in rows if row.inconsistent)
    asked = sum(1 for row in rows if row.review)
    unread = sum(1 for row in rows if row.refused)
    console.print(f"共 {len(rows)} 份：{wrong} 份有不一致，{asked} 份有需要说明的，{unread} 份无法读取")
