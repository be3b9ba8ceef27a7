"""The command ``yiheng intake``: a delivery's files into a city, with the preview of what is read for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiheng.app import intake_status_command as register
from yiheng.app.chinese_help import ChineseGroup, Commands

if TYPE_CHECKING:
    from typer._click.core import Context

    from yiheng.intake.delivery_load import Loaded
    from yiheng.intake.recognition.preview import Preview

LOAD = "load"
_YES = {"是", "对", "y", "yes"}


class _FilesOrCommand(ChineseGroup):
    """``yiheng intake FILES…`` loads; only a first word that names a command is one."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put ``load`` before arguments that begin with a file or an option."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [LOAD, *args]
        return super().parse_args(ctx, args)


intake_app = Commands(
    cls=_FilesOrCommand, help="数据归集：收文件、认表头、查质量、发布；yiheng intake 文件… --into 城市。"
)


@intake_app.command(LOAD)
def load(
    files: Annotated[
        list[Path],
        typer.Argument(help="收到的文件、文件夹或压缩包，可以多个；按内容辨认，不看后缀", show_default=False),
    ],
    into: Annotated[Path, typer.Option("--into", help="归入这个城市文件夹；没有则新建", show_default=False)],
    region: Annotated[
        str,
        typer.Option(help="新建时必填：统筹区全称（省名加市名）或六位区划代码", show_default=False),
    ] = "",
    sender: Annotated[
        str, typer.Option(help="这些文件都由这个单位报送；不给则看交接单、抬头", show_default=False)
    ] = "",
    table: Annotated[
        str, typer.Option(help="表头说不清时指明归入哪张表（契约的表名，如 settlement）", show_default=False)
    ] = "",
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="没有认出的表头指的是哪一列，如 --map 就诊号=就诊ID；可以多次，确认后记住",
            show_default=False,
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="确认第一次收到的表头的对应，以后同样的表头不再问")
    ] = False,
    note: Annotated[str, typer.Option(help="这次归集的说明", show_default=False)] = "",
    again: Annotated[bool, typer.Option("--again", help="已经归集过的文件也重新归集")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有没收下的文件或行时退出码为 1")] = False,
) -> None:
    """收一批文件：原件入库，认出每张表，逐行转换和检查，不合格的行置出并说明，其余一次发布。"""
    from yiheng.app import intake_screen, screen
    from yiheng.app.jobs import intake as job
    from yiheng.engine.delivery import DeliveryRefused
    from yiheng.intake.recognition.recognise import Asked
    from yiheng.policy.content import nearest
    from yiheng.policy.contract import contract
    from yiheng.standards.problem import refuse

    if table and table not in contract().tables:
        raise refuse("delivery_table_unknown", found=table, expected=nearest(table, contract().names))

    def agree(previews: Sequence[Preview]) -> bool:
        with meter.paused():
            intake_screen.show_previews(previews, short=accept)
            return accept or _asked_on_terminal()

    try:
        with intake_screen.Meter() as meter:
            done = job.run(
                files,
                into,
                agree,
                region=region,
                asked=Asked(sender, table, _heads(maps or ())),
                note=note,
                again=again,
                watch=meter.watch,
            )
    except DeliveryRefused as refusal:
        screen.show_findings(refusal.problems)
        raise
    intake_screen.show_loaded(done, into)
    if strict and _incomplete(done):
        raise typer.Exit(1)
    if done.snapshot is not None:
        screen.console().print(f"接着看：uv run yiheng intake status {into}", soft_wrap=True)


def _heads(maps: Sequence[str]) -> dict[str, str]:
    """Heads with what they stand for, from ``表头=列名``."""
    from yiheng.standards.problem import refuse

    pairs = [one.partition("=") for one in maps]
    for (head, _, title), one in zip(pairs, maps, strict=True):
        if not head.strip() or not title.strip():
            raise refuse("intake_map_form", found=one)
    return {head.strip(): title.strip() for head, _, title in pairs}


def _asked_on_terminal() -> bool:
    import sys

    if not sys.stdin.isatty():
        return False
    said = typer.prompt("以上对应都对吗？确认后记住，以后同样的表头不再问（是/否）", default="否")
    return said.strip().lower() in _YES


def _incomplete(done: Loaded) -> bool:
    refused = any(problem.severity == "error" for problem in done.problems)
    return refused or any(counts.set_aside for counts in done.counts.values())


for _command in (
    register.status,
    register.history,
    register.versions,
    register.checks,
    register.report,
    register.persons,
    register.handbook,
):
    intake_app.command()(_command)
