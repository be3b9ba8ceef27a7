"""The commands ``yiheng scheme``: what a bureau does with a scheme before it groups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiheng.app.chinese_help import Commands
from yiheng.app.options import ContentOption, JsonOption

if TYPE_CHECKING:
    from yiheng.grouping.scheme.lint.finding import Lint

scheme_app = Commands(help="分组方案：导入、体检、比较、查看。")

SchemeArgument = Annotated[
    str, typer.Argument(help="分组方案的文件夹、原始表的文件夹，或内置方案的名称", show_default=False)
]


@scheme_app.command("lint")
def lint_command(
    schemes: Annotated[
        list[str], typer.Argument(help="分组方案的文件夹，可多个，或内置方案的名称", show_default=False)
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="全部发现写入这个 .csv 或 .xlsx 文件", show_default=False)
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--table", help="各方案各类的行数写成一页（.md），不含编码", show_default=False),
    ] = None,
    content: ContentOption = None,
    region: Annotated[
        str, typer.Option("--region", help="地区：采用该地区对各类问题的程度", show_default=False)
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="有错误时以退出码 1 结束")] = False,
    json: JsonOption = False,
) -> None:
    """方案体检：从方案的表查出全部可疑的行，不需要病例。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs import scheme as job
    from yiheng.app.jobs import scheme_lint_files as files
    from yiheng.app.options import extra_layers, print_json
    from yiheng.app.scheme_screen import show_lint
    from yiheng.standards.problem import refuse

    if table is not None and table.suffix.lower() != ".md":
        raise refuse("out_suffix", file=str(table), expected=".md")
    checks = job.open_checks(extra_layers(content), region)
    found: list[Lint] = []
    for name in schemes:
        found.append(job.lint_scheme(name, checks))
        if not json:
            show_lint(found[-1])
    if json:
        print_json(files.lint_json(found))
    with writing():
        if out is not None:
            files.write_findings(found, out)
        if table is not None:
            files.write_page(found, checks, table)
    for path in filter(None, (out, table)):
        typer.echo(f"已写出 {path}", err=json)
    if strict and _errors(found):
        raise typer.Exit(1)


def _errors(found: list[Lint]) -> bool:
    return any(one.count("error") for one in found)


@scheme_app.command("diff")
def diff_command(
    before: SchemeArgument,
    after: SchemeArgument,
    out: Annotated[
        Path | None, typer.Option("--out", help="全部差异写入这个 .xlsx 文件", show_default=False)
    ] = None,
    json: JsonOption = False,
) -> None:
    """两个方案差在哪里：后者对前者改了什么，用文字说。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs import scheme as job
    from yiheng.app.jobs.scheme_diff_files import diff_json, write_diff
    from yiheng.app.options import print_json
    from yiheng.app.scheme_screen import show_diff

    one, other, changes = job.diff_schemes(before, after)
    if json:
        print_json(diff_json(changes))
    else:
        show_diff(one.scheme, other.scheme, changes)
    if out is not None:
        with writing():
            write_diff(one.scheme, other.scheme, changes, out)
        typer.echo(f"已写出 {out}", err=json)


@scheme_app.command("show")
def show_command(
    scheme: SchemeArgument,
    word: Annotated[
        str, typer.Argument(help="MDC、ADRG、规则、DRG、列表或编码；不给则为总览", show_default=False)
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="列出列表的全部编码")] = False,
) -> None:
    """查看方案：总览、一条规则的条件和分支，或一个编码在方案里的全部作用。"""
    from yiheng.app.jobs import scheme as job
    from yiheng.app.scheme_screen import show_overview, show_topic
    from yiheng.grouping.scheme.lookup import topic

    opened = job.open_with_tables(scheme)
    if word:
        show_topic(opened.scheme, topic(opened.scheme, word), every)
    else:
        show_overview(opened.scheme)


@scheme_app.command("import")
def import_command(
    sources: Annotated[
        list[Path],
        typer.Argument(
            help="原始表的文件夹，或公布的分组目录（.xlsx、.xls、.csv，可多个，也可给文件夹）",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="方案写到这个新文件夹", show_default=False)],
    base: Annotated[
        str,
        typer.Option("--base", help="基础方案：只写与它不同的部分，作为它的补丁", show_default=False),
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="方案的代号，如 panzhihua_2024", show_default=False)
    ] = "",
    title: Annotated[str, typer.Option("--title", help="方案的名称", show_default=False)] = "",
    content: ContentOption = None,
    region: Annotated[
        str, typer.Option("--region", help="地区：采用该地区的列名写法", show_default=False)
    ] = "",
) -> None:
    """导入分组方案，写成可以审阅、比较的文件夹；目录没有写明而按约定补上的，逐条列出。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs import scheme as job
    from yiheng.app.jobs.scheme_import import import_tables
    from yiheng.app.options import extra_layers
    from yiheng.app.scheme_screen import show_written

    tables = import_tables(sources, name, title, extra_layers(content), region)
    with writing(*sources):
        scheme = job.write_scheme(tables, out, base)
    show_written(scheme, out, base)
