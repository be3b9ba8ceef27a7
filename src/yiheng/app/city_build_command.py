"""The command ``yiheng city build``: an invented city's files from a profile, at any scale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def build(
    into: Annotated[
        Path, typer.Option("--into", help="写进这个文件夹（须不存在或为空）", show_default=False)
    ],
    profile: Annotated[str, typer.Option(help="虚构城市的编号", show_default=False)],
    years: Annotated[str, typer.Option(help="年份，如 2019-2023 或 2023", show_default=False)],
    scale: Annotated[str, typer.Option(help="规模：1 为原规模，0.01 为百分之一")] = "1.0",
    seed: Annotated[int, typer.Option(help="随机种子：同样的种子，同样的内容")] = 7,
    form: Annotated[str, typer.Option(help="文件形式：contract、national 或 both")] = "contract",
    content: Annotated[
        list[Path] | None,
        typer.Option("--content", help="本单位的政策内容文件夹（可多次）", show_default=False),
    ] = None,
) -> None:
    """按城市档案生成一座虚构城市的全部文件：人、机构、缴费、基金账、佐证；没有真实的人和单位。"""
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from yiheng.app import screen
    from yiheng.app.faults import writing
    from yiheng.app.jobs import city_build as job
    from yiheng.standards.problem import refuse

    for folder in content or []:
        if not folder.is_dir():
            raise refuse("folder_not_found", file=str(folder))
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with writing(), Progress(*columns, console=screen.console(stderr=True), transient=True) as progress:
        task = progress.add_task("生成")
        done = job.build_city(
            profile,
            years,
            scale,
            seed,
            into,
            form,
            tuple(content or []),
            progress=lambda table, month: progress.update(task, description=f"{table} {month}"),
        )
    rows = [[table, f"{count:,}"] for table, count in sorted(done.rows.items())]
    screen.console().print(screen.table(("表", "行数"), rows, right=(1,)))
    screen.console().print(f"已写入 {done.folder}；埋设 {done.planted} 项，见 truth/planted.json")
