"""The names of the rules, by which a reader of findings knows what was checked."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

PATH = "content/national/review/rules.csv"


def rule_name(rule: str) -> str:
    """A rule with its name: R3 比率."""
    return f"{rule} {_rules()[rule]['name']}"


def rule_checks(rule: str) -> str:
    """What a rule checks, in a few words."""
    return _rules()[rule]["checks"]


@cache
def _rules() -> dict[str, dict[str, str]]:
    with files("yiheng").joinpath(PATH).open(encoding="utf-8") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        return {row["rule"]: row for row in rows}
