"""A city's figure on the terminal: its formula as a tree, and one page of the rows behind a term."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from yiheng.app import screen
from yiheng.app.jobs.city_trace import CityTrace
from yiheng.metrics.measured import Measured


def show(done: CityTrace) -> None:
    """The scores, the trees, then the page of rows with its sum and the sum of all."""
    for gap in done.descent.gaps:
        words = f"注意：{gap.text}，下列数只按其余 {gap.counted} 个月计算。"
        screen.console().print(screen.styled((words, "bold red")), soft_wrap=True)
    for trace in done.scores:
        screen.show_trace(trace)
    for trace in done.descent.traces:
        screen.show_trace(trace)
    out = screen.console()
    page = done.page
    if page is None:
        out.print("没有可列出的明细行。")
        return
    out.print(
        screen.styled(
            (page.title, "bold"), f"　{page.table}　共 {page.row_count:,} 行，第 {page.page}/{page.pages} 页"
        )
    )
    out.print(screen.table(page.headings, [list(row) for row in page.rows]))
    out.print(f"本页小计 {page.page_sum}，全部合计 {page.total}（快照 {done.snapshot}）")
    if page.page < page.pages:
        out.print(f"下一页：加 --page {page.page + 1}；看公式中另一项：加 --term 序号")


def show_missing(measured: Measured) -> None:
    """What could not be computed from the rows, each with the reason."""
    out = screen.console()
    rows = measured.missing_rows
    if rows:
        out.print(f"没有算出的数 {len(rows)} 个（没有数据不等于零；不在评分表里的不影响得分）：")
    for number, (name, _, reason) in enumerate(rows, 1):
        out.print(f"{number:>3}. {name}：{reason}", soft_wrap=True)


def as_plain(done: CityTrace) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "snapshot": done.snapshot,
        "scores": [one.as_dict() for one in done.scores],
        "traces": [one.as_dict() for one in done.descent.traces],
        "rows": asdict(done.page) if done.page is not None else None,
    }
