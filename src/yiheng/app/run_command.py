"""The commands ``yiheng run``: what was computed from what, what two runs differ in, and a run computed again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yiheng.app.chinese_help import Commands

run_app = Commands(help="运行记录：每次评价的输入、版本和结果，可比较、可复算。")

CityOption = Annotated[Path, typer.Option("--city", help="城市文件夹", show_default=False)]
RunArgument = Annotated[str, typer.Argument(help="运行编号，可只写开头几位", show_default=False)]
BeforeArgument = Annotated[str, typer.Argument(help="前一次运行的编号，可只写开头几位", show_default=False)]
AfterArgument = Annotated[str, typer.Argument(help="后一次运行的编号，可只写开头几位", show_default=False)]

INPUT_NAMES = {
    "job": "作业",
    "snapshot": "快照",
    "snapshot_hash": "快照内容哈希",
    "policy_version": "政策版本",
    "code_version": "程序版本",
    "library_version": "程序库版本",
    "year": "年度",
    "profile": "评分表",
    "insurance": "险种",
}


@run_app.command("list")
def list_command(city: CityOption) -> None:
    """列出全部运行，最近的在前。"""
    from yiheng.app import screen
    from yiheng.engine.city import open_city
    from yiheng.engine.run import list_runs

    rows = [
        [run.run_id, run.recorded_at, str(run.inputs.snapshot), _parameters(dict(run.inputs.parameters))]
        for run in list_runs(open_city(city).runs)
    ]
    screen.console().print(screen.table(("运行", "记录日期", "快照", "参数"), rows, right=(2,)))


@run_app.command("show")
def show(run_id: RunArgument, city: CityOption) -> None:
    """一次运行的全部输入、版本，和每张结果表的行数与内容哈希。"""
    from yiheng.app import screen
    from yiheng.engine.city import open_city
    from yiheng.engine.run import read_run
    from yiheng.policy.contract import contract

    run = read_run(open_city(city).runs, run_id)
    out = screen.console()
    out.print(screen.styled((run.run_id, "bold"), f"　记录于 {run.recorded_at}"))
    inputs = {
        "snapshot": run.inputs.snapshot,
        "snapshot_hash": run.inputs.snapshot_hash,
        **run.inputs.parameters,
        "policy_version": run.inputs.policy_version,
        "code_version": run.inputs.code_version,
        "library_version": run.inputs.library_version,
    }
    out.print(
        screen.table(("输入", "值"), [[INPUT_NAMES.get(name, name), str(v)] for name, v in inputs.items()])
    )
    tables = contract().tables
    rows = [
        [tables[name].name if name in tables else name, f"{one.rows:,}", one.hash, one.file]
        for name, one in run.outputs.items()
    ]
    out.print(screen.table(("结果", "行数", "内容哈希", "文件"), rows, right=(1,)))


@run_app.command("diff")
def diff(before: BeforeArgument, after: AfterArgument, city: CityOption) -> None:
    """两次运行差在哪里：哪些输入不同，哪些结果多了、少了、变了。"""
    from yiheng.app import screen
    from yiheng.engine.city import open_city
    from yiheng.engine.run import diff_runs, read_run

    folder = open_city(city).runs
    found = diff_runs(folder, read_run(folder, before), read_run(folder, after))
    out = screen.console()
    if found.inputs:
        rows = [[INPUT_NAMES.get(name, name), old, new] for name, old, new in found.inputs]
        out.print(screen.table(("输入", "前", "后"), rows))
    if not found.tables:
        out.print("两次运行的结果完全相同。")
    for one in found.tables:
        out.print(
            f"{one.name}：只在前者 {one.only_before:,} 行，只在后者 {one.only_after:,} 行，改变 {one.changed:,} 行"
        )
        if one.examples:
            out.print(screen.table(("行", "列", "前", "后"), [list(row) for row in one.examples]))


@run_app.command("replay")
def replay(run_id: RunArgument, city: CityOption) -> None:
    """按记录的快照和参数重新计算，与记录的内容哈希比较；不一致时退出码为 1。"""
    from yiheng.app import screen
    from yiheng.app.jobs.runs import replay as again

    done = again(city, run_id)
    out = screen.console()
    for name, old, new in done.changed_inputs:
        out.print(f"{INPUT_NAMES[name]}已不同：记录为 {old}，现为 {new}")
    if done.same:
        out.print(f"{done.run.run_id}：{len(done.run.outputs)} 张结果表重新计算，内容哈希全部一致。")
        return
    out.print(f"{done.run.run_id}：与记录不一致的结果表：{'、'.join(done.changed_tables)}")
    raise typer.Exit(1)


def _parameters(parameters: dict[str, str]) -> str:
    return "，".join(f"{INPUT_NAMES.get(name, name)} {value}" for name, value in parameters.items() if value)
