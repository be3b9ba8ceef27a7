"""The command ``yiheng group``: cases of a file, or of a published city, into groups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from yiheng.app.options import CityOption, YearOption

ModeOption = Annotated[
    Literal["peer", "strict"],
    typer.Option(
        "--mode",
        help="peer：与通行分组器同样校验；strict：另核对编码、性别、新生儿，未入组的保留大类并说明原因",
    ),
]


def group(
    scheme: Annotated[
        list[str],
        typer.Option(
            "--scheme",
            help="分组方案的文件夹，或内置方案的名称；一年有两版时给两次，按出院日期选用",
            show_default=False,
        ),
    ],
    cases: Annotated[
        Path | None, typer.Argument(help="病例文件（.parquet）；给了 --city 则不给", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="结果写入这个 .parquet 文件", show_default=False)
    ] = None,
    city: CityOption = None,
    year: YearOption = 0,
    mode: ModeOption = "peer",
) -> None:
    """病例分组：一个文件的病例，或已发布城市一年的病例。结果为模拟，非结算依据。"""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from yiheng.app import grouping_screen, screen
    from yiheng.app.jobs import grouping as job
    from yiheng.standards.problem import refuse

    if (cases is None) == (city is None):
        raise refuse("group_what", expected="病例文件 或 --city")
    columns = (TextColumn("分组"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen.console(stderr=True), transient=True) as progress:
        task = progress.add_task("分组", total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        if cases is not None:
            if out is None:
                raise refuse("group_needs_out", field="--out")
            if len(scheme) > 1:
                raise refuse("group_one_scheme", field="--scheme")
            tally, notice = job.group_cases(cases, scheme[0], out, mode, tell), f"结果在 {out}"
        else:
            assert city is not None  # noqa: S101 - one of the two is given
            if not year:
                raise refuse("group_needs_year", field="--year")
            done = job.group_city(city, scheme, year, mode, tell)
            tally, notice = done.tally, f"已发布快照 {done.snapshot.number} 的病例分组（来源：本系统模拟）"
    grouping_screen.show_tally(tally, notice)
