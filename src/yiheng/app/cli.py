"""The command line: ``yiheng``.

Only wiring: each command opens content, calls a job and shows what came out. Exit codes: 0 done, 1 findings with
``--strict``, 2 refused with one sentence. Heavy rooms are imported inside commands, so that help is fast.
"""

from __future__ import annotations

import sys

from yiheng.app import content_command, evaluate_command
from yiheng.app.chinese_help import Commands
from yiheng.app.city_build_command import build
from yiheng.app.city_command import city_app
from yiheng.app.contract_command import contract, template
from yiheng.app.demo_command import demo
from yiheng.app.explain_command import explain
from yiheng.app.group_command import group
from yiheng.app.grouping_command import grouping_app
from yiheng.app.intake_command import intake_app
from yiheng.app.review_command import review
from yiheng.app.run_command import run_app
from yiheng.app.scheme_command import scheme_app

app = Commands(
    name="yiheng",
    help="医衡：医保基金全面预算绩效管理。评价、勾稽、目标体检、监控与结果应用；每个数字可溯源。",
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    evaluate_command.evaluate,
    evaluate_command.verify,
    evaluate_command.goals,
    evaluate_command.monitor,
    evaluate_command.apply,
    evaluate_command.trace,
    review,
    group,
    explain,
    content_command.subjects,
    content_command.profiles,
    contract,
    template,
    demo,
):
    app.command()(command)
city_app.command("build")(build)
app.add_typer(city_app, name="city")
app.add_typer(intake_app, name="intake")
app.add_typer(grouping_app, name="grouping")
app.add_typer(run_app, name="run")
app.add_typer(scheme_app, name="scheme")
app.add_typer(content_command.content_app, name="content")
app.add_typer(content_command.facts_app, name="facts")


def main() -> None:
    """Entry point: refusals become one sentence and exit code 2, and so does a command that is typed wrong."""
    try:
        code = app(prog_name="yiheng", standalone_mode=False)
    except Exception as error:
        from yiheng.app.faults import end_with

        end_with(error)
    sys.exit(code or 0)
