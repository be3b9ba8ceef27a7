"""Options that several commands share, and what is done with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from yiheng.app.dates import read_year

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
CityOption = Annotated[
    Path | None, typer.Option("--city", help="城市文件夹：从已发布的数据计算", show_default=False)
]
InsuranceOption = Annotated[
    str,
    typer.Option(
        "--insurance", help="险种代码，如 employee；不给则为评分表佐证所指的险种", show_default=False
    ),
]
YearOption = Annotated[
    int,
    typer.Option(
        "--year",
        help="年度，如 2023（与 --city 合用）",
        parser=read_year,
        metavar="<int>",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供其他程序使用")]
StrictOption = Annotated[bool, typer.Option("--strict", help="有发现时以退出码 1 结束")]


def extra_layers(folders: list[Path] | None) -> tuple[Path, ...]:
    """The bureau's own content folders; refuses what is no folder."""
    from yiheng.standards.problem import refuse

    for folder in folders or []:
        if not folder.is_dir():
            raise refuse("folder_not_found", file=str(folder))
    return tuple(folders or [])


def print_json(plain: Any) -> None:
    """Plain data as JSON on the output."""
    import json

    typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
