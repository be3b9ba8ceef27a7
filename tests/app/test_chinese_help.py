"""Help in Chinese: of every command and group, no words of the option parser itself are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from yiheng.app.chinese_help import Commands
from yiheng.app.cli import app

ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|COMMAND|OPTIONS|ARGS|required|default|Show this|list\["
)


def paths(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every group and command, as one types it."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from paths(inner, (*path, name))


PATHS = sorted(paths(typer.main.get_command(app)))


def test_all_groups_are_asked():
    assert len(PATHS) > 30 and ("city", "load") in PATHS and ("review",) in PATHS


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_chinese(path):
    done = CliRunner().invoke(app, [*path, "--help"], prog_name="yiheng")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"用法：{' '.join(('yiheng', *path))} [选项]")
    assert "选项:\n" in done.stdout and "显示这份说明" in done.stdout
    assert not ENGLISH.search(done.stdout)


def test_arguments_defaults_and_hidden_commands():
    made = Commands(help="甲")
    made.command()(lambda: None)

    @made.command("加")
    def add(number: int = typer.Option(3, help="几个"), name: str = typer.Argument(help="名称")) -> None:
        """乙。"""

    made.command("藏", hidden=True)(lambda: None)
    shown = CliRunner().invoke(made, ["加", "--help"]).stdout
    assert "参数:\n  name <str>  名称  [必填]" in shown
    assert "几个  [默认 3]" in shown
    whole = CliRunner().invoke(made, ["--help"]).stdout
    assert "命令:" in whole and "乙。" in whole and "藏" not in whole
