"""Chinese sentences for problem codes: the one place where a code becomes words for a user."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from yiheng.standards.problem import Problem


@dataclass(frozen=True, slots=True)
class Message:
    """The sentence of one code and what the user can do about it; both may use the fields of a problem."""

    code: str
    text: str
    remedy: str


@cache
def messages() -> Mapping[str, Message]:
    """All messages by code, from ``messages.csv``."""
    with files("yiheng.standards").joinpath("messages.csv").open(encoding="utf-8") as stream:
        return {
            row["code"]: Message(row["code"], row["message"], row["remedy"]) for row in csv.DictReader(stream)
        }


def place(problem: Problem) -> str:
    """Where the problem is, in Chinese: ``文件 facts.yaml 第 12 行，字段 unit``; a document stands by its title alone."""
    parts = []
    if problem.file:
        name = problem.file if problem.file.startswith(("《", "〔")) else f"文件 {problem.file}"
        parts.append(name + (f" 第 {problem.line} 行" if problem.line else ""))
    if problem.field:
        parts.append(f"字段 {problem.field}")
    return "，".join(parts)


def sentence(problem: Problem, column: str = "") -> str:
    """One clear Chinese sentence: what is wrong, where, and the remedy.

    ``column`` is the Chinese name of a form's column, for messages that speak of it in their text.
    """
    message = messages()[problem.code]
    values = {
        "file": problem.file,
        "line": problem.line,
        "field": column or problem.field,
        "key": problem.key,
        "found": problem.found,
        "expected": problem.expected,
    }
    text = message.text.format(**values)
    remedy = (problem.remedy or message.remedy).format(**values)
    where = place(problem)
    return "".join([f"{where}：" if where else "", text, f"（{remedy}）" if remedy else "", "。"])


def message_text(code: str, **values: str) -> str:
    """The words of a code alone, without place and remedy."""
    return messages()[code].text.format(**values)
