"""Faults of the command line itself, as problems with a Chinese sentence: a misused command, a file that cannot be
read or written.

Typer words its own faults in English. Only their kind, the names and the value in them are used here.
"""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError
from typer import Abort
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

from yiheng.app.screen import console, show_refusal
from yiheng.exact.errors import ExactError
from yiheng.policy.user_file import unreadable
from yiheng.standards.problem import Problem, Refused

_QUOTED = re.compile(r"(['\"])(.*?)\1")
_MOST_DETAILS = 50
"""Single faults listed below a refusal: a coder mends these and tries again."""
_FIRST_WORDS = re.compile(r"[^，。（；]+")
_EXTRA = re.compile(r"extra argument(?:\(s\))? \((.*)\)", re.DOTALL)


def end_with(error: Exception) -> NoReturn:
    """End the program: one sentence and exit code 2 for what a user can mend, the traceback for a fault of ours."""
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        sys.exit(error.exit_code)
    problem = _problem(error)
    if problem is None:
        raise error
    show_refusal(problem)
    if isinstance(error, Refused):
        for detail in error.details[:_MOST_DETAILS]:
            show_refusal(detail)
        if len(error.details) > _MOST_DETAILS:
            console(stderr=True).print(f"另有 {len(error.details) - _MOST_DETAILS:,} 处没有列出。")
    sys.exit(2)


def _problem(error: Exception) -> Problem | None:
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, ClickException):
        return usage_problem(error)
    if isinstance(error, Abort):
        return Problem("interrupted")
    if isinstance(error, ExactError):
        return Problem(error.code, found=str(next(iter(error.values.values()), "")))
    return unreadable(error).problem if isinstance(error, OSError) else None


def usage_problem(error: ClickException) -> Problem | None:
    """What is wrong with a command as it was typed; None where only the command was given, which asks for help."""
    if isinstance(error, NoArgsIsHelpError):
        return None
    context = error.ctx if isinstance(error, UsageError) else None
    command = context.command_path if context is not None else "yiheng"
    code, key, found, expected = _fault(error)
    return Problem(code, key=key, found=found, expected=expected, remedy=f"用法见 {command} --help")


def _fault(error: ClickException) -> tuple[str, str, str, str]:
    """Code, name of the parameter, value found, kind of value expected."""
    text = error.message
    quoted = _QUOTED.search(text)
    if isinstance(error, MissingParameter):
        return "usage_missing", _name(error), "", ""
    if isinstance(error, BadParameter):
        cause = error.__cause__
        found = cause.errors()[0]["input"] if isinstance(cause, ValidationError) else quoted and quoted[2]
        return "usage_value", _name(error), str(found or ""), "整数" if "integer" in text else "合适的值"
    if isinstance(error, NoSuchOption):
        return "usage_option_unknown", error.option_name, "", ""
    if isinstance(error, BadOptionUsage):
        takes = "not take" not in text
        return "usage_option_without_value" if takes else "usage_option_with_value", error.option_name, "", ""
    if text.startswith("No such command") and quoted:
        return "usage_command_unknown", quoted[2], "", ""
    extra = _EXTRA.search(text)
    if extra:
        return "usage_extra", extra[1], "", ""
    if text.startswith("Missing command"):
        return "usage_command_missing", "", "", ""
    return "usage_wrong", "", "", ""


def _name(error: BadParameter) -> str:
    """A parameter as the help lists it: ``--months``; an argument by what the help calls it: ``报告文件（report）``."""
    if error.param is None:
        return ""
    if error.param.param_type_name == "option":
        return max(error.param.opts, key=len)
    words = _FIRST_WORDS.match(getattr(error.param, "help", None) or "")
    return f"{words[0]}（{error.param.name}）" if words else error.param.name or ""


@contextmanager
def writing(*read: Path) -> Iterator[None]:
    """Around the writing of files: a failure there is one of writing, unless it names a file that is only ``read``."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE or error.filename in {str(path) for path in read}:
            raise
        raise Refused(
            Problem("file_not_writable", file=str(error.filename or ""), found=error.strerror or "")
        ) from None
