"""Help in Chinese: every command and group of the program is made by :class:`Commands`, the one place for its words.

Typer words its help in English. Only methods are replaced that it offers for that; kinds of values (``<path>``, ``<int>``)
stay as they are, since its columns count a Chinese character as one place.
"""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_WORDS = (
    (re.compile(r"\[required\]"), "[必填]"),
    (re.compile(r"\[default: ([^\]]*)\]"), r"[默认 \1]"),
    (re.compile(r"<list\[Path\]>"), "<path>"),
    (re.compile(r"<list\[str\]>"), "<str>"),
    (re.compile(r"^\[OPTIONS\]$"), "[选项]"),
    (re.compile(r"^COMMAND \[ARGS\]\.\.\.$"), "命令 [参数]..."),
)


def _in_chinese(text: str) -> str:
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    return text


_Shared: Any = object
"""Methods of one class for commands and groups, which have no base of that name in common."""


class _InChinese(_Shared):
    """What commands and groups have in common: the usage, the arguments and options, and the option of help itself."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What stands behind the command in the line of its usage."""
        return [_in_chinese(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line of usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, then options."""
        for kind, heading in (("argument", "参数"), ("option", "选项")):
            records = (
                one.get_help_record(ctx) for one in self.get_params(ctx) if one.param_type_name == kind
            )
            rows = [(_in_chinese(name), _in_chinese(words)) for name, words in filter(None, records)]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class ChineseCommand(_InChinese, TyperCommand):
    """A command whose help is in Chinese."""


class ChineseGroup(_InChinese, TyperGroup):
    """A group of commands whose help is in Chinese."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with their first words."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        shown = [(name, command) for name, command in named if command is not None and not command.hidden]
        room = formatter.width - 6 - max((len(name) for name, _ in shown), default=0)
        rows = [(name, command.get_short_help_str(room)) for name, command in shown]
        if rows:
            with formatter.section("命令"):
                formatter.write_dl(rows)


class Commands(typer.Typer):
    """A group of commands: alone it shows its help, which is plain Chinese text."""

    def __init__(self, *, cls: type[TyperGroup] = ChineseGroup, **settings: Any) -> None:
        super().__init__(cls=cls, no_args_is_help=True, rich_markup_mode=None, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Any:
        """Add a command, as Typer does."""
        return super().command(name, **{"cls": ChineseCommand, **settings})
