"""Row identities as SQL conditions: parsed, held to an allow-list, and only then handed to an engine.

An identity is text from a declaration. It may use the columns of its row, literals, arithmetic, comparison, logic,
CASE and a few functions; anything else is refused before it runs. Arithmetic is in 128 bits, for a product of two
columns passes 2⁶³.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from yiheng.standards.problem import refuse
from yiheng.standards.table import RowIdentity, Table

_ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between,
    exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Case, exp.If,
    exp.Abs, exp.Coalesce, exp.Least, exp.Greatest, exp.Length,
)  # fmt: skip
"""Nothing that reads elsewhere, that divides (a quotient is not exact), or that an engine reads in its own way."""


def identity_condition(table: Table, law: RowIdentity) -> str:
    """The law as a DuckDB condition, true where a row satisfies it; refuses what is not on the allow-list."""
    if law.holds:
        return _scalar(table, law, "holds", law.holds)
    left = _scalar(table, law, "left", law.left)
    right = _scalar(table, law, "right", law.right)
    if law.tolerance == 0:
        return f"({left}) = ({right})"
    return f"abs(({left}) - ({right})) <= {law.tolerance}"


def identity_columns(table: Table, law: RowIdentity) -> tuple[str, ...]:
    """The columns a law speaks of, in declared order."""
    used = {
        column.name
        for text in law.expressions.values()
        for column in sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Column)
    }
    return tuple(name for name in table.names if name in used)


def _scalar(table: Table, law: RowIdentity, key: str, text: str) -> str:
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except SqlglotError:
        raise refuse("identity_unreadable", file=table.table, field=key, key=law.id, found=text) from None
    for node in tree.walk():
        if not isinstance(node, _ALLOWED):
            raise refuse("identity_not_allowed", file=table.table, field=key, key=law.id, found=node.sql())
        if isinstance(node, exp.Column) and (node.table or node.name not in table.names):
            raise refuse("identity_not_allowed", file=table.table, field=key, key=law.id, found=node.sql())
    return tree.transform(lambda node: _widened(table, node)).sql(dialect="duckdb", identify=True)


def _widened(table: Table, node: exp.Expression) -> exp.Expression:
    if (
        isinstance(node, exp.Column)
        and table.column(node.name).type in {"integer", "day"}
        and isinstance(node.parent, exp.Mul | exp.Add | exp.Sub | exp.Neg | exp.Abs)
    ):
        return exp.cast(node, "int128")
    return node
