"""The command ``yiheng demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    out: Annotated[Path, typer.Option(help="文件写到这个文件夹")] = Path("demo"),
) -> None:
    """演示：评价全部内置的真实对象，写出报告、自评表和校核底稿。"""
    from yiheng.app.faults import writing
    from yiheng.app.jobs.demo import run_demo

    with writing():
        run_demo(out)
