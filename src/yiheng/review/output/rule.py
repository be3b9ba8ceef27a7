"""The names of the rules, by which a reader of findings knows what was checked."""

from __future__ import annotations

from functools import cache

from yiheng.review.reading.lexicon import content_rows

PATH = "content/national/review/rules.csv"


def rule_name(rule: str) -> str:
    """A rule with its name: R3 比率."""
    return f"{rule} {_rules()[rule]['name']}"


def rule_checks(rule: str) -> str:
    """What a rule checks, in a few words."""
    return _rules()[rule]["checks"]


def recomputes(rule: str) -> bool:
    """Whether a rule finds figures that cannot all be true; the others judge goals, grades and wording."""
    return bool(_rules()[rule]["recomputes"])


@cache
def _rules() -> dict[str, dict[str, str]]:
    return {row["rule"]: row for row in content_rows(PATH)}
