"""Rows that their own sheet says do not count: void, or not posted yet. Words of content decide; others are asked about."""

from __future__ import annotations

from collections.abc import Sequence

from yiheng.engine.sql_text import literal, quoted
from yiheng.intake.recognition.alias import Standing
from yiheng.intake.recognition.head_text import head_key

VOID = literal("row_void")
PENDING = literal("row_pending")
UNKNOWN = literal("row_standing_unknown")


def not_counted(rule: Standing) -> str:
    """SQL: whether a row does not count, over its typed column."""
    name = quoted(rule.column)
    if rule.begins:
        return f"coalesce({_said(rule, (*rule.void, *rule.pending))}, false)"
    return f"CASE WHEN {name} IS NULL THEN false ELSE NOT {_said(rule, rule.counts)} END"


def why(rule: Standing) -> str:
    """SQL of the code of what is told of a row that does not count."""
    last = (
        PENDING if rule.begins else f"CASE WHEN {_said(rule, rule.pending)} THEN {PENDING} ELSE {UNKNOWN} END"
    )
    return f"CASE WHEN {_said(rule, rule.void)} THEN {VOID} ELSE {last} END"


def _said(rule: Standing, words: Sequence[str]) -> str:
    """SQL: whether the column says one of these words."""
    key = f"cell_key({quoted(rule.column)})"
    keys = [literal(head_key(word)) for word in words]
    if rule.begins:
        return " OR ".join(f"starts_with({key}, {word})" for word in keys) or "false"
    return f"list_contains([{', '.join(keys)}], {key})" if keys else "false"
