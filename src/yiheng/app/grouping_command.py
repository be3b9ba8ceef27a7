"""The commands ``yiheng grouping``: what grouping results are used for — quality, official results, differences, trials."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from yiheng.app.chinese_help import Commands
from yiheng.app.dates import read_year
from yiheng.app.group_command import ModeOption
from yiheng.app.options import ContentOption, extra_layers

if TYPE_CHECKING:
    from yiheng.grouping.compare.official import OfficialRead
    from yiheng.reports.analysis import Analysis, Table
    from yiheng.standards.problem import Problem

grouping_app = Commands(help="分组结果的用处：分组质量、官方结果导入、差异清单、方案模拟。")

CityOption = Annotated[Path, typer.Option("--city", help="城市文件夹", show_default=False)]
YearOption = Annotated[
    int,
    typer.Option(
        "--year", help="年度（按出院日期），如 2023", parser=read_year, metavar="<int>", show_default=False
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="存为 Excel 工作簿（.xlsx）", show_default=False)
]
HtmlOption = Annotated[Path | None, typer.Option("--html", help="存为网页（.html）", show_default=False)]
ListOption = Annotated[
    Path | None, typer.Option("--list", help="逐例清单存为 CSV，不限行数", show_default=False)
]
_SOURCES = {"官方": "official", "模拟": "computed", "自报": "hospital"}
_ROWS_SHOWN = 12
_PROBLEMS_SHOWN = 20


@grouping_app.command("quality")
def quality(
    city: CityOption,
    year: YearOption,
    source: Annotated[
        Literal["官方", "模拟", "自报"], typer.Option("--source", help="用哪一种来源的分组")
    ] = "模拟",
    weights: Annotated[
        Path | None,
        typer.Option(
            "--weights",
            help="病组权重表（Excel 或 CSV）：病组编码、权重、例均费用、平均住院日……",
            show_default=False,
        ),
    ] = None,
    scheme: Annotated[
        str,
        typer.Option(
            "--scheme", help="分组方案的文件夹或名称：给出病组名称和方案定义的组数", show_default=False
        ),
    ] = "",
    out: OutOption = None,
    html: HtmlOption = None,
    content: ContentOption = None,
) -> None:
    """分组质量：入组率、CV、RIV、低风险死亡率、再入院；给了权重表另有 CMI、费用和时间消耗指数等。"""
    from yiheng.app.jobs import grouping_quality as job

    done = job.run(city, year, _SOURCES[source], weights=weights, scheme=scheme, extra=extra_layers(content))
    _show_problems(done.problems)
    _show(done.analysis, ("机构",))
    _keep(done.analysis, year, out, html)


@grouping_app.command("official")
def official(
    file: Annotated[Path, typer.Argument(help="官方分组结果（Excel 或 CSV），按结算ID", show_default=False)],
    into: Annotated[Path, typer.Option("--into", help="导入这个城市文件夹", show_default=False)],
    scheme: Annotated[
        str, typer.Option("--scheme-name", help="文件里没有写方案时，方案的名称", show_default=False)
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="没有采用的行存为 CSV", show_default=False)
    ] = None,
    content: ContentOption = None,
) -> None:
    """导入官方（经办机构下发）的分组结果：按结算ID找到病例，对不上的、重复的逐行列出。"""
    from yiheng.app import screen
    from yiheng.app.jobs import grouping_compare as job

    done = job.take_official(file, into, scheme=scheme, extra=extra_layers(content))
    read = done.read
    screen.console().print(
        f"读入 {read.read:,} 行：采用 {read.groups.num_rows:,} 例，完全重复 {read.repeated:,} 行，没有采用 {read.refused:,} 行。"
        f"已发布快照 {done.snapshot.number}（来源：官方）。",
        soft_wrap=True,
    )
    screen.console().print(f"采用的按状态：{_status_words(read)}。", soft_wrap=True)
    _show_problems(read.problems)
    if out is not None:
        job.write_problems(read.problems, out)
        screen.console().print(f"没有采用的行见 {out}", soft_wrap=True)


def _status_words(read: OfficialRead) -> str:
    """How many cases of each status, the most first, and how many have it only because nothing is said."""
    counts = Counter(read.groups.column("group_status").to_pylist())
    words = "，".join(f"{status} {count:,} 例" for status, count in counts.most_common())
    return words + (
        f"；其中病组编码为空、也没有写状态，按无法入组记的 {read.silent:,} 例" if read.silent else ""
    )


@grouping_app.command("differences")
def differences(
    city: CityOption,
    year: YearOption,
    scheme: Annotated[
        str,
        typer.Option("--scheme", help="本系统所用的方案：给出病组名称", show_default=False),
    ] = "",
    out: OutOption = None,
    html: HtmlOption = None,
    list_file: ListOption = None,
    content: ContentOption = None,
) -> None:
    """差异清单：官方与本系统模拟逐例比较，分到不同的组、一方未入组、一方没有结果，连同医疗费。"""
    from yiheng.app.jobs import grouping_compare as job

    done = job.differences(city, year, scheme=scheme, list_file=list_file, extra=extra_layers(content))
    _show(done.analysis, ("汇总", "流向"))
    _keep(done.analysis, year, out, html, list_file)


@grouping_app.command("simulate")
def simulate(
    city: CityOption,
    year: YearOption,
    scheme: Annotated[
        list[str],
        typer.Option(
            "--scheme", help="新方案（文件夹或名称）；一年有两版时给两次，按出院日期选用", show_default=False
        ),
    ],
    against: Annotated[
        list[str], typer.Option("--against", help="原方案（文件夹或名称）；同样可给两次", show_default=False)
    ],
    mode: ModeOption = "peer",
    out: OutOption = None,
    html: HtmlOption = None,
    list_file: ListOption = None,
    content: ContentOption = None,
) -> None:
    """方案模拟：同一年的病例在两个方案下各分一次，看改变了什么。不写入城市数据；模拟，非结算依据。"""
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from yiheng.app import screen
    from yiheng.app.jobs import grouping_compare as job

    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=screen.console(stderr=True), transient=True) as progress:
        task = progress.add_task("读取方案")
        done = job.try_scheme(
            city,
            year,
            scheme,
            against,
            mode=mode,
            list_file=list_file,
            extra=extra_layers(content),
            progress=lambda doing: progress.update(task, description=doing),
        )
    _show(done.analysis, ("效果", "流向"))
    _keep(done.analysis, year, out, html, list_file)


def _show(analysis: Analysis, tables: tuple[str, ...]) -> None:
    """Title, banner, key figures, and the first rows of some tables."""
    from yiheng.app import screen

    out = screen.console()
    out.print(screen.styled((analysis.title, "bold"), "　", (analysis.banner, "bold red")))
    out.print(analysis.subtitle, soft_wrap=True)
    rows = [
        [one.label, one.text + (f"（{one.verdict}）" if one.verdict else ""), one.detail]
        for one in analysis.key_figures
    ]
    out.print(screen.table(("指标", "数值", "口径"), rows, right=(1,)))
    for table in analysis.tables:
        if table.name in tables:
            _show_table(table)
    if analysis.banner:
        out.print(screen.styled((f"{analysis.banner}。", "red")))


def _show_table(table: Table) -> None:
    """The first rows and columns; what does not fit on a screen is in the workbook."""
    from yiheng.app import screen
    from yiheng.reports.analysis import shown

    columns = table.columns[:_COLUMNS_SHOWN]
    rows = [
        [shown(value, column) for value, column in zip(row, columns, strict=False)]
        for row in table.rows[:_ROWS_SHOWN]
    ]
    right = [number for number, column in enumerate(columns) if column.numeric]
    out = screen.console()
    out.print(screen.table([one.title for one in columns], rows, right=right, title=table.title))
    if len(table.rows) > _ROWS_SHOWN:
        out.print(
            f"共 {len(table.rows):,} 行，只列前 {_ROWS_SHOWN} 行；全部用 --out 存为 Excel。", soft_wrap=True
        )


_COLUMNS_SHOWN = 8


def _show_problems(problems: tuple[Problem, ...]) -> None:
    from yiheng.app import screen

    if problems:
        screen.show_findings(problems[:_PROBLEMS_SHOWN])
    if len(problems) > _PROBLEMS_SHOWN:
        screen.console().print(f"共 {len(problems):,} 条，只列前 {_PROBLEMS_SHOWN} 条。")


def _keep(
    analysis: Analysis, year: int, out: Path | None, html: Path | None, list_file: Path | None = None
) -> None:
    """Write what was asked for, and say where it is."""
    from yiheng.app import screen

    if out is not None:
        from yiheng.reports.analysis_book import write_book

        write_book(analysis, out, created=date(year, 12, 31))
    if html is not None:
        from yiheng.reports.analysis_page import write_page

        write_page(analysis, html)
    for path in (out, html, list_file):
        if path is not None:
            screen.console().print(f"已存为 {path}", soft_wrap=True)
