"""Checks as SQL: the condition that is true where a row is wrong, and the text that a finding shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlglot import exp

from yiheng.engine.row_check import MASK
from yiheng.engine.sql_text import literal, quoted
from yiheng.intake.quality.check import Check
from yiheng.metrics.formula import CODE_SETS
from yiheng.metrics.scalar import bound, parse
from yiheng.policy.content import Content
from yiheng.policy.parameter import PARAMETERS
from yiheng.standards.table import Column, Table, storage_units

AS_OF = "as_of_dayno"
"""The one parameter that every check may name: the day as of which the delivery is judged."""
FOUND_MOST = 200

Sets = Mapping[str, tuple[str, ...]]


def dayno(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def code_sets(content: Content, region: str, as_of: date | None) -> dict[str, tuple[str, ...]]:
    """The named sets of codes of a region: those of formulas serve checks too."""
    found: dict[str, tuple[str, ...]] = {}
    for key, entry in content.of(PARAMETERS, region, as_of).items():
        if key.startswith(CODE_SETS):
            for name, codes in entry.value.value.get("sets", {}).items():
                found[name] = tuple(str(code) for code in codes)
    return found


def condition(text: str, check: Check, table: Table, sets: Sets, as_of: date) -> str:
    """A sound scalar of a check with its parameters as literals; whole numbers in 128 bits, so that none overflows."""
    values = {AS_OF: dayno(as_of), **sets, **check.parameters}
    words = bound(text, values)
    tree = parse(words)
    if tree is None:
        raise ValueError(text)
    whole = {column.name for column in table.columns if column.type in {"integer", "day"}}
    return tree.transform(_widened, whole).sql("duckdb", identify=True)


def _widened(node: exp.Expr, whole: set[str]) -> exp.Expr:
    arithmetic = exp.Mul | exp.Add | exp.Sub | exp.Neg | exp.Abs
    if isinstance(node, exp.Column) and node.name in whole and isinstance(node.parent, arithmetic):
        return exp.cast(node, "int128")
    return node


def wrong(check: Check, table: Table, sets: Sets, as_of: date) -> str:
    """The condition that is true where a row fails a scalar check, and never null."""
    bad = condition(check.bad, check, table, sets, as_of)
    return f"(coalesce(({looked_at(check, table, sets, as_of)}) AND ({bad}), false))"


def looked_at(check: Check, table: Table, sets: Sets, as_of: date) -> str:
    """The condition of the rows that a check looks at."""
    return condition(check.where, check, table, sets, as_of) if check.where else "true"


def found_words(check: Check, table: Table) -> str:
    """SQL of what a finding shows: each column's title and value, sensitive ones masked."""
    pieces = [
        f"{literal(table.column(name).title + ' ')} || {shown(table.column(name))}" for name in check.shows
    ]
    return " || '，' || ".join(pieces) or "''"


def shown(column: Column) -> str:
    """SQL of one value as a finding shows it: 空 where there is none, sensitive ones masked."""
    return literal(MASK) if column.sensitive else f"coalesce({written(column)}, '空')"


def written(column: Column) -> str:
    """SQL of one value as a person writes it: 元 with two decimals, quantities and unit prices as decimals, days as
    dates, flags as words; null stays null."""
    name = quoted(column.name)
    if column.unit and (places := storage_units()[column.unit].places):
        return f"{SCALED}({name}, {places})"
    if column.type == "day":
        return f"CAST(DATE '1970-01-01' + {name} AS VARCHAR)"
    if column.type == "flag":
        return f"CASE WHEN {name} THEN '是' ELSE '否' END"
    return f"CAST({name} AS VARCHAR)"


SCALED, YUAN = "scaled", "yuan"
MACROS = (
    f"CREATE OR REPLACE TEMP MACRO {SCALED}(amount, decimals) AS CASE WHEN amount < 0 THEN '-' ELSE '' END"
    " || CAST(abs(CAST(amount AS HUGEINT)) // CAST(pow(10, decimals) AS HUGEINT) AS VARCHAR) || '.' ||"
    " substring(CAST(abs(CAST(amount AS HUGEINT)) % CAST(pow(10, decimals) AS HUGEINT)"
    " + CAST(pow(10, decimals) AS HUGEINT) AS VARCHAR), 2, 2)"
    " || rtrim(substring(CAST(abs(CAST(amount AS HUGEINT)) % CAST(pow(10, decimals) AS HUGEINT)"
    " + CAST(pow(10, decimals) AS HUGEINT) AS VARCHAR), 4), '0')",
    f"CREATE OR REPLACE TEMP MACRO {YUAN}(fen) AS {SCALED}(fen, 2)",
)
"""Functions that check files may use in what they show: a stored whole number as the decimal it stands for, exactly,
with two decimals at least; 分 as 元."""


def key_words(table: Table) -> str:
    """SQL of a row's key, sensitive columns masked."""
    pieces = [
        literal(MASK) if table.column(name).sensitive else f"coalesce(CAST({quoted(name)} AS VARCHAR), '空')"
        for name in table.key
    ]
    return " || '|' || ".join(pieces)
