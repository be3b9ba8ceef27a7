"""Columns that a sheet lacks, as SQL over those it has: the ways that content may name, each defined once here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.engine.sql_text import literal, quoted
from yiheng.intake.conversion.cell import cell
from yiheng.intake.recognition.alias import Derivation
from yiheng.intake.recognition.dictionary import Dictionary, Target


def derived_sql(target: Target, held: set[str], known: Dictionary) -> Iterator[tuple[str, str]]:
    """Derived columns in an order in which each finds its sources; ``held``: what the sheet gives or lookups bring."""
    have = set(held)
    rules = [rule for rule in target.derive if rule.column not in held]
    while True:
        rule = next((one for one in rules if one.column not in have and _sources(one, have)), None)
        if rule is None:
            return
        have.add(rule.column)
        yield rule.column, way_sql(rule, target, _sources(rule, have - {rule.column}), known)


def _sources(rule: Derivation, have: set[str]) -> Sequence[str]:
    """Which of a rule's sources are there; a rule that takes the first of several needs one, others need all."""
    there = [name for name in rule.of if name in have]
    if rule.by == "value":
        return ["value"]
    if rule.by == "first_of":
        return there
    return there if len(there) == len(rule.of) else []


def way_sql(rule: Derivation, target: Target, of: Sequence[str], known: Dictionary) -> str:
    """The SQL of one derivation."""
    names = [quoted(name) for name in of]
    if rule.by == "value":
        column = target.columns[rule.column]
        return cell(column, target.table, literal(rule.value), "", "", known).full
    if rule.by == "day_of":
        return f"dayno(CAST({names[0]} AS DATE))"
    if rule.by == "time_of":
        return f"CAST(day_of({names[0]}) AS TIMESTAMP)"
    if rule.by == "first_of":
        return f"coalesce({', '.join(names)})"
    if rule.by == "sum_of":
        return " + ".join(names)
    if rule.by == "days_between":  # a stay that ends on its first day counts one
        return f"CAST(greatest({names[1]} - {names[0]}, 1) AS BIGINT)"
    years = f"full_years({names[0]}, {names[1]})"
    if rule.by == "years_between":
        return years
    return f"CASE WHEN {years} = 0 THEN CAST({names[1]} - {names[0]} AS BIGINT) END"
