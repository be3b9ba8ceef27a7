"""The commands ``yiheng city``: load files into a city, see what it holds, verify it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiheng.app.chinese_help import Commands
from yiheng.app.dates import moment_words

if TYPE_CHECKING:
    from yiheng.engine.snapshot import Snapshot

city_app = Commands(help="城市数据：装载、查看、校验。")

CityArgument = Annotated[Path, typer.Argument(help="城市文件夹", show_default=False)]


@city_app.command("load")
def load(
    folder: Annotated[
        Path,
        typer.Argument(
            help="放数据的文件夹：表名.parquet、表名.csv，或以表名为名的文件夹", show_default=False
        ),
    ],
    into: Annotated[Path, typer.Option("--into", help="装入这个城市文件夹；没有则新建", show_default=False)],
    region: Annotated[
        str,
        typer.Option(help="新建时必填：统筹区全称（省名加市名）或六位区划代码", show_default=False),
    ] = "",
    note: Annotated[str, typer.Option(help="这次发布的说明", show_default=False)] = "",
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="不合格的行置出并列清单，其余照常发布；不给则整批拒收")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="所给各表为全量：已发布的行全部由这一批代替")
    ] = False,
) -> None:
    """装载符合数据契约的文件：逐行核对，一次发布；中断、磁盘写满都不会留下半截数据。"""
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from yiheng.app import screen
    from yiheng.app.jobs import city as job
    from yiheng.engine.delivery import DeliveryRefused

    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    try:
        with Progress(*columns, console=screen.console(stderr=True), transient=True) as progress:
            task = progress.add_task("读取")
            done = job.load_folder(
                folder,
                into,
                region=region,
                note=note,
                set_aside=set_aside,
                replace=replace,
                progress=lambda doing, table: progress.update(task, description=f"{doing} {table}"),
            )
    except DeliveryRefused as refusal:
        screen.show_findings(refusal.problems)
        raise
    _show_intake(done.snapshot, done.city.snapshots)
    if done.doubts:
        screen.show_findings(done.doubts)
    if done.unchecked:
        screen.console().print(f"没有核对的代码表（内容中没有）：{'、'.join(done.unchecked)}")


@city_app.command("status")
def status(city: CityArgument) -> None:
    """查看当前快照：各表行数、控制总额、契约版本。"""
    from yiheng.app import screen
    from yiheng.app.jobs import city as job
    from yiheng.policy.contract import contract

    opened, snapshot = job.status(city)
    out = screen.console()
    out.print(
        screen.styled((opened.settings.region or "（未写统筹区）", "bold"), f"　快照 {snapshot.number}")
    )
    if not snapshot.number:
        out.print("还没有发布任何数据。")
        return
    current = contract().version
    differs = "" if snapshot.contract == current else f"（本程序为 {current}）"
    out.print(
        f"说明：{snapshot.note}　时点：{moment_words(snapshot.as_of)}　数据契约：{snapshot.contract}{differs}"
    )
    out.print(f"内容哈希：{snapshot.hash}", soft_wrap=True)
    tables = contract().tables
    rows = []
    for name, state in sorted(snapshot.tables.items()):
        declared = tables.get(name)
        totals = [
            f"{declared.column(column).title if declared and column in declared.names else column} {_yuan(total)}"
            for column, total in state.totals.items()
        ]
        rows.append(
            [
                declared.name if declared else name,
                name,
                f"{state.rows:,}",
                str(len(state.parts)),
                "\n".join(totals),
            ]
        )
    out.print(screen.table(("表", "表名", "行数", "分区", "控制总额（元）"), rows, right=(2, 3)))


@city_app.command("verify")
def verify(
    city: CityArgument,
    number: Annotated[int, typer.Option("--snapshot", help="快照号；不给则校验当前快照")] = 0,
) -> None:
    """逐个文件重算内容哈希，查出缺失或被改动的文件；有问题时退出码为 1。"""
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from yiheng.app import screen
    from yiheng.app.jobs import city as job

    seen = 0
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=screen.console(stderr=True), transient=True) as progress:
        task = progress.add_task("校验")

        def tell(part: object) -> None:
            nonlocal seen
            seen += 1
            progress.update(task, description=f"校验 {getattr(part, 'file', '')}")

        chosen, problems = job.verify(city, number, tell)
    if problems:
        screen.show_findings(problems)
        raise typer.Exit(1)
    screen.console().print(f"快照 {chosen} 的 {seen} 个文件完好，内容与发布时逐位相同。")


def _show_intake(snapshot: Snapshot, folder: Path) -> None:
    from yiheng.app import screen
    from yiheng.policy.contract import contract

    tables = contract().tables
    rows = []
    for name, one in sorted(snapshot.intake.items()):
        first = next(iter(one.totals), "")
        total = f"{tables[name].column(first).title} {_yuan(one.totals[first])}" if first else "—"
        rows.append(
            [
                tables[name].name,
                f"{one.read:,}",
                f"{one.accepted:,}",
                f"{one.set_aside:,}",
                f"{one.superseded:,}",
                total,
            ]
        )
    out = screen.console()
    heads = ("表", "读入", "收下", "置出", "取代旧行", "金额合计（元）")
    out.print(screen.table(heads, rows, right=(1, 2, 3, 4, 5), title=f"已发布快照 {snapshot.number}"))
    for name, one in sorted(snapshot.intake.items()):
        for reference, count in one.orphans.items():
            columns, target = reference.split("→")
            out.print(
                f"注意：{tables[name].name}有 {count:,} 行的 {columns} 在{tables[target].name}中找不到。",
                soft_wrap=True,
            )
    if snapshot.set_aside:
        out.print(f"置出的行见 {folder / snapshot.set_aside}", soft_wrap=True)


def _yuan(fen: int) -> str:
    sign, rest = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"
