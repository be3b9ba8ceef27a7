"""The command ``yiheng review``: wiring between the command line and the review run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from yiheng.review.finding import Review


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
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供其他程序使用")] = False,
    html: Annotated[Path | None, typer.Option(help="写出复核结果页（.html）", show_default=False)] = None,
    letter: Annotated[
        Path | None, typer.Option(help="写出《复核意见单》（.docx）", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有不一致时以退出码 1 结束")] = False,
) -> None:
    """复核任意一份自评报告：数字前后矛盾、合计、比率、目标与完成、得分、单位与年份。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs import review as job
    from yiheng.review.letter import write_letter
    from yiheng.review.page import write_page
    from yiheng.review.review_json import as_plain
    from yiheng.standards.problem import refuse

    for path, suffix in ((html, ".html"), (letter, ".docx")):
        if path is not None and path.suffix.lower() != suffix:
            raise refuse("out_suffix", file=str(path), expected=suffix)
    if report.is_dir():
        if attachments or html or letter:
            raise refuse("review_folder_alone", file=str(report))
        found = _folder(report, as_json)
    else:
        done = job.run(report, attachments or [])
        if html is not None:
            with writing():
                write_page(done, html)
        if letter is not None:
            with writing():
                write_letter(done, letter)
        if as_json:
            import json

            typer.echo(json.dumps(as_plain(done), ensure_ascii=False, indent=2))
        else:
            _show(done)
            for path in filter(None, (html, letter)):
                typer.echo(f"已写出 {path}")
        found = bool(done.of("inconsistent"))
    if strict and found:
        raise typer.Exit(1)


def _show(done: Review) -> None:
    """The findings of one report as a table."""
    from yiheng.app import screen
    from yiheng.review.page import VERDICT_NAMES

    console = screen.console()
    if done.note:
        console.print(done.note)
    rows = [
        [
            one.id,
            VERDICT_NAMES[one.verdict],
            one.relation.rule,
            one.relation.message,
            "\n".join(one.relation.repairs),
        ]
        for one in done.findings
    ]
    if rows:
        console.print(screen.table(("编号", "类别", "规则", "发现", "可改为"), rows))
    consistent = sum(1 for one in done.relations if one.verdict == "consistent")
    console.print(
        f"复算 {len(done.relations)} 条关系，一致 {consistent} 条；不一致 {len(done.of('inconsistent'))}，请说明 {len(done.of('review'))}；看到而没有核对的 {len(done.unchecked)} 处"
    )


def _folder(folder: Path, as_json: bool) -> bool:
    """Every report of a folder, with a bar; whether any has a contradiction."""
    from rich.progress import Progress

    from yiheng.app import screen
    from yiheng.app.jobs import review as job
    from yiheng.review.review_json import as_plain
    from yiheng.standards.message import sentence
    from yiheng.standards.problem import refuse

    paths = job.reports_in(folder)
    if not paths:
        raise refuse("review_folder_empty", file=str(folder))
    outcomes = []
    with Progress(console=screen.console(stderr=True), transient=True) as progress:
        task = progress.add_task("复核", total=len(paths))
        for outcome in job.run_many(paths):
            outcomes.append(outcome)
            progress.advance(task)
    outcomes.sort(key=lambda one: one.path)
    plain: list[dict[str, object]] = []
    rows: list[list[str]] = []
    for one in outcomes:
        name = str(one.path.relative_to(folder))
        if one.review is not None:
            plain.append(as_plain(one.review) | {"file": name})
            counts = [str(len(one.review.of(verdict))) for verdict in ("inconsistent", "review")]
            rows.append([name, *counts, one.review.note])
        elif one.problem is not None:
            plain.append({"file": name, "refused": sentence(one.problem)})
            rows.append([name, "—", "—", sentence(one.problem)])
    if as_json:
        import json

        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        screen.console().print(screen.table(("报告", "不一致", "请说明", "说明"), rows, right=(1, 2)))
    return any(one.review is not None and one.review.of("inconsistent") for one in outcomes)
