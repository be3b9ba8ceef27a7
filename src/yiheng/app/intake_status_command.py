"""The commands of the register under ``yiheng intake``: status, history, versions, checks, report and persons."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiheng.app.dates import moment_words, read_date, read_month
from yiheng.app.options import ContentOption, extra_layers

if TYPE_CHECKING:
    from rich.text import Text

CityArgument = Annotated[Path, typer.Argument(help="城市文件夹", show_default=False)]
OutOption = Annotated[Path | None, typer.Option("--out", help="另存为 Excel（.xlsx）", show_default=False)]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="按哪一天看，如 2023-06-15；不给则为今天", show_default=False)
]

SHOWN = 60
"""How many duties the terminal lists."""
STATE_COLOURS = {
    "missing": "red",
    "few": "yellow",
    "set_aside": "yellow",
    "unequal": "yellow",
    "awaited": "dim",
    "delivered": "green",
}


def status(
    city: CityArgument,
    month: Annotated[
        str, typer.Option(help="数据月份，如 2023-05；不给则为大体报齐的最近一个月", show_default=False)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="已交齐的也列出")] = False,
    out: OutOption = None,
    as_of: AsOfOption = "",
) -> None:
    """谁没交、差多少：按应报数据逐单位列出未交、偏少、与交接单不符和有置出待更正的。"""
    from yiheng.app import screen
    from yiheng.app.jobs import intake_status as job

    states = job.month_states(city, read_month(month) if month else "", _day(as_of))
    console = screen.console()
    console.print(screen.table(job.SUMMARY_HEADS, job.summary(states), right=tuple(range(2, 9))))
    shown = [one for one in states if everything or one.state not in ("delivered", "awaited")]
    rows: list[list[str | Text]] = []
    for one in shown[:SHOWN]:
        cells: list[str | Text] = [job.cell_words(cell) for cell in job.status_row(one)]
        cells[3] = screen.styled((str(cells[3]), STATE_COLOURS[one.state]))
        rows.append(cells[:4] + cells[5:6] + cells[7:])
    if rows:
        heads = job.STATUS_HEADS[:4] + job.STATUS_HEADS[5:6] + job.STATUS_HEADS[7:]
        console.print(screen.table(heads, rows, right=(4, 5, 6, 7, 8)))
    if len(shown) > SHOWN:
        console.print(f"还有 {len(shown) - SHOWN} 项没有列出，用 --out 文件.xlsx 看全部。")
    if out is not None:
        job.write_rows(out, "报送情况", job.STATUS_HEADS, (job.status_row(one) for one in states))
        console.print(f"已写出 {out}", soft_wrap=True)


def history(city: CityArgument, out: OutOption = None) -> None:
    """列出收到的每次交付：谁、何时、什么性质、几个文件，读入、采用、置出多少行。"""
    from yiheng.app import screen
    from yiheng.app.jobs import intake_status as job

    heads = ("交付编号", "报送单位", "收到时间", "月份", "性质", "文件", "读入行", "采用行", "置出行")
    names = {"first": "原报", "addition": "补报", "correction": "更正"}
    rows: list[list[job.Cell]] = [
        [
            one.number,
            one.sender or one.sender_no,
            f"{one.received:%Y-%m-%d %H:%M}",
            one.months,
            "、".join(names.get(kind, kind) for kind in one.kinds.split("、")),
            one.files,
            one.read,
            one.accepted,
            one.set_aside,
        ]
        for one in job.deliveries(city)
    ]
    shown = [[job.cell_words(cell) for cell in row] for row in rows]
    screen.console().print(screen.table(heads, shown, right=(5, 6, 7, 8)))
    if out is not None:
        job.write_rows(out, "交付登记", heads, iter(rows))
        screen.console().print(f"已写出 {out}", soft_wrap=True)


def versions(
    city: CityArgument,
    table: Annotated[str, typer.Argument(help="表名，如 settlement 或“结算”", show_default=False)],
    key: Annotated[str, typer.Argument(help="关键字，几个部分用竖线隔开", show_default=False)],
) -> None:
    """一行的各个版本：哪次交付带来、改了什么、哪些运行用的是它。"""
    from yiheng.app import screen
    from yiheng.app.jobs import intake_status as job

    declared, found = job.row_versions(city, table, key)
    console = screen.console()
    heads = ["列", *(f"快照 {one.snapshot}" for one in found)]
    rows = []
    for column in declared.columns:
        cells = ["—" if one.values is None else one.values[column.name] for one in found]
        if len(set(cells)) > 1 or column.name in declared.key:
            rows.append([column.title, *cells])
    console.print(screen.styled((f"{declared.name} {key}", "bold"), f"　{len(found)} 个版本"))
    console.print(screen.table(heads, rows))
    told = [
        [
            f"快照 {one.snapshot}",
            moment_words(one.as_of),
            one.delivery_no or "—",
            one.note,
            "、".join(one.runs) or "—",
        ]
        for one in found
    ]
    console.print(screen.table(("版本", "发布时点", "交付编号", "说明", "用它的运行"), told))


def checks(
    city: CityArgument,
    delivery: Annotated[
        str, typer.Argument(help="交付编号，见 yiheng intake history；不给则列出检查目录", show_default=False)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="没有查出问题的检查也列出")] = False,
) -> None:
    """检查目录；给出交付编号则为那次交付的检查结果，按现在的允许比例判断，改了允许比例不必重新归集。"""
    from yiheng.app import screen
    from yiheng.app.intake_screen import show_judgements
    from yiheng.app.jobs import intake_status as job

    if not delivery:
        catalogue = job.catalogue_rows(city)
        screen.console().print(screen.table(job.CATALOGUE_HEADS, catalogue, right=(4,)))
        screen.console().print(f"共 {len(catalogue)} 项检查；逐项说明用 yiheng intake handbook。")
        return
    judged = job.delivery_checks(city, delivery)
    show_judgements([one for one in judged if everything or one.outcome.failed])
    screen.console().print(
        f"共 {len(judged)} 项检查，{sum(not one.passed for one in judged)} 项超过允许比例。"
    )


def report(
    city: CityArgument,
    delivery: Annotated[str, typer.Argument(help="交付编号，见 yiheng intake history", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", help="写到这个文件夹；不给则放在当前文件夹", show_default=False)
    ] = None,
    sender: Annotated[
        str, typer.Option(help="只写给这个报送单位（编号）；不给则每个有置出行的单位一份", show_default=False)
    ] = "",
) -> None:
    """写出给报送单位的质量报告：一个可以改好发回的 Excel，一个网页。"""
    from yiheng.app import screen
    from yiheng.app.faults import writing
    from yiheng.app.jobs.intake_report import report_delivery

    with writing():
        written = report_delivery(city, delivery, out or Path(), sender)
    for path in written:
        screen.console().print(f"已写出 {path}", soft_wrap=True)
    if written:
        words = "报送单位改好后把整个工作簿发回，按新文件接收：yiheng intake 工作簿 --into 城市"
    else:
        words = "没有置出的行，不必更正；要给某个单位写报告，加 --sender 单位编号"
    screen.console().print(words, soft_wrap=True)


def persons(
    city: CityArgument,
    out: OutOption = None,
    limit: Annotated[int, typer.Option(help="列出几对")] = 50,
    as_of: AsOfOption = "",
) -> None:
    """可能是同一人的参保人，按把握大小排列，供人工复核；程序从不合并。"""
    from yiheng.app import screen
    from yiheng.app.jobs import intake_status as job
    from yiheng.standards.message import message_text

    heads = ("依据", "矛盾", "人员编号", "姓名", "证件号码", "另一编号", "姓名", "证件号码")
    levels = {
        "id": message_text("match_id"),
        "id_upgraded": message_text("match_id_upgraded"),
        "identity": message_text("match_identity"),
        "id_near": message_text("match_id_near"),
        "likeness": message_text("match_likeness"),
    }
    differing = {"name": "姓名", "birth": "出生日期", "sex": "性别", "id": "证件号码"}
    count, pairs = job.person_pairs(city, _day(as_of), limit if out is None else 1_000_000)
    rows = [
        [
            levels[one.pair.level],
            "、".join(differing[name] for name in one.pair.contradictions),
            *(one.one[name] for name in ("psn_no", "psn_name", "certno")),
            *(one.other[name] for name in ("psn_no", "psn_name", "certno")),
        ]
        for one in pairs
    ]
    screen.console().print(screen.table(heads, rows[:limit]))
    screen.console().print(f"共 {count} 对待复核。")
    if out is not None:
        job.write_rows(out, "人员复核", heads, iter(rows))
        screen.console().print(f"已写出 {out}", soft_wrap=True)


def handbook(
    region: Annotated[str, typer.Option(help="按哪个统筹区的检查；不给则为全国", show_default=False)] = "",
    content: ContentOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="存为（.md）", show_default=False)] = None,
) -> None:
    """检查手册：每项检查是什么、为什么、怎么改，按本地的层写出（Markdown）。"""
    from yiheng.app import screen
    from yiheng.app.faults import writing
    from yiheng.intake.quality.catalogue import QUALITY_CHECKS, checks_of
    from yiheng.intake.quality.handbook import handbook as written
    from yiheng.performance.library import layers
    from yiheng.policy.content import load
    from yiheng.policy.contract import contract

    held = load((QUALITY_CHECKS,), layers(extra_layers(content))).sound()
    text = written(checks_of(held, region), contract())
    if out is None:
        screen.console().print(text, soft_wrap=True)
        return
    with writing():
        out.write_text(text + "\n", encoding="utf-8")
    screen.console().print(f"已写出 {out}", soft_wrap=True)


def _day(text: str) -> date:
    return read_date(text) if text else date.today()
