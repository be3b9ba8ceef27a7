"""The commands ``yiheng contract`` and ``yiheng template``: the data dictionary, and the empty workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from yiheng.reports.contract_words import Dictionary
    from yiheng.standards.table import Table

TablesOption = Annotated[
    list[Path] | None,
    typer.Option("--tables", help="另加的表所在的文件夹，一张表一个文件（可多次）", show_default=False),
]
ContentOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--content", help="本单位的政策内容文件夹，其中的代码表一并采用（可多次）", show_default=False
    ),
]
RegionOption = Annotated[
    str, typer.Option("--region", help="地区，省、市全称相连；不给则只有全国的代码", show_default=False)
]


def contract(
    table: Annotated[str, typer.Argument(help="表名，如 settlement 或 结算；不给则列出全部表")] = "",
    html: Annotated[
        Path | None, typer.Option("--html", help="写出数据字典页（.html）", show_default=False)
    ] = None,
    tables: TablesOption = None,
    content: ContentOption = None,
    region: RegionOption = "",
) -> None:
    """数据字典：每张表的列、单位、代码、主键、引用和行内勾稽。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs import contract as job
    from yiheng.standards.problem import refuse

    if html is not None and html.suffix.lower() != ".html":
        raise refuse("out_suffix", file=str(html), expected=".html")
    words = _opened(tables, content, region)
    if html is not None:
        with writing():
            job.write_page(words, html)
        typer.echo(f"已写出 {html}")
    elif table:
        _show_table(job.table_named(table, words.contract), words)
    else:
        _show_tables(words)


def template(
    out: Annotated[Path, typer.Option("--out", help="空表写到这个文件夹", show_default=False)],
    tables: Annotated[
        list[str] | None, typer.Argument(help="表名；不给则为全部需要填报的表", show_default=False)
    ] = None,
    further: TablesOption = None,
    content: ContentOption = None,
    region: RegionOption = "",
    as_of: Annotated[
        str, typer.Option("--as-of", help="只列这一天有效的代码，如 2023-12-31", show_default=False)
    ] = "",
) -> None:
    """生成空的填报工作簿（Excel）：每张表一个文件，附填写说明和代码表。"""
    from yiheng.app.dates import read_date
    from yiheng.app.faults import writing
    from yiheng.app.jobs import contract as job

    day = read_date(as_of) if as_of else None
    words = _opened(further, content, region)
    with writing():
        written = job.write_templates(words, tables or [], out, day)
    for path in written:
        typer.echo(f"已写出 {path}")


def _opened(tables: list[Path] | None, content: list[Path] | None, region: str) -> Dictionary:
    from yiheng.app.jobs.contract import open_dictionary
    from yiheng.standards.problem import refuse

    for folder in [*(tables or []), *(content or [])]:
        if not folder.is_dir():
            raise refuse("folder_not_found", file=str(folder))
    return open_dictionary(tables or [], content or [], region)


def _show_tables(words: Dictionary) -> None:
    """All tables, by group."""
    from yiheng.app import screen
    from yiheng.reports.contract_words import owner_words

    rows = [
        [group, table.table, table.name, owner_words(table), str(len(table.columns)), table.grain]
        for group, members in words.contract.by_group().items()
        for table in members
    ]
    out = screen.console()
    out.print(screen.table(("分组", "表", "名称", "归属", "列数", "一行是什么"), rows, right=(4,)))
    out.print(f"共 {len(rows)} 张表，版本 {words.contract.version}。看一张表：yiheng contract 表名")


def _show_table(table: Table, words: Dictionary) -> None:
    """One table with its columns, laws and references."""
    from yiheng.app import screen
    from yiheng.reports.contract_words import (
        expression_text,
        identity_words,
        owner_words,
        reference_words,
        source_words,
        type_words,
    )

    out = screen.console()
    out.print(screen.styled((table.name, "bold"), f"　{table.table}　{table.grain}"))
    out.print(f"归属 {owner_words(table)}　主键 {'、'.join(table.key)}　依据 {source_words(table)}")
    rows = [
        [
            column.name,
            column.title,
            type_words(column),
            column.unit or (words.lists[column.codes].name if column.codes else ""),
            "" if column.optional else "必填",
        ]
        for column in table.columns
    ]
    out.print(screen.table(("列", "中文名", "类型", "单位、代码表", "为空"), rows))
    for law in table.identities:
        out.print(f"勾稽　{law.name}：{identity_words(table, law) or expression_text(law)}", soft_wrap=True)
    for reference in table.references:
        out.print(f"引用　{reference_words(table, reference, words.contract)}")
