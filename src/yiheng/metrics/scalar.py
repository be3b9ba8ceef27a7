"""SQL scalars in content: conditions and summands of formulas, parsed, held to an allow-list and bound to a scope.

The allow-list is the scalar part of the portable subset (:mod:`yiheng.engine.step_lint`): comparisons, CASE, COALESCE
and whole-number arithmetic over the columns of one table. No sub-selects, no functions of one engine, no division.
``:name`` stands for a value of the scope; a set of codes stands only inside ``IN (…)``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from yiheng.engine.step import literal
from yiheng.policy.content import nearest

Value = int | str | Sequence[str]

_ALLOWED: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Placeholder, exp.Literal, exp.Null, exp.Boolean, exp.Paren,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is, exp.Like,
    exp.Case, exp.If, exp.Coalesce, exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Abs, exp.Greatest, exp.Least,
    exp.Substring, exp.Length, exp.DPipe,
)  # fmt: skip


@lru_cache(maxsize=1024)
def parse(text: str) -> exp.Expr | None:
    """The tree of a scalar, which nobody may change; None where the text is not one SQL expression."""
    try:
        statements = sqlglot.parse(text, read="duckdb")
    except SqlglotError:
        return None
    return statements[0] if len(statements) == 1 else None


def faults(
    text: str, columns: Collection[str], parameters: Collection[str], sets: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a scalar: (code, found, expected)."""
    tree = parse(text)
    if tree is None:
        yield "formula_not_sql", text, ""
        return
    for node in tree.walk(prune=lambda one: not isinstance(one, _ALLOWED)):
        yield from _node_faults(node, columns, parameters, sets)


def _node_faults(
    node: exp.Expr, columns: Collection[str], parameters: Collection[str], sets: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, exp.Literal) and node.is_number and not node.is_int:
        yield "formula_construct", node.sql("duckdb"), "整数"
    elif not isinstance(node, _ALLOWED):
        yield "formula_construct", node.sql("duckdb"), ""
    elif isinstance(node, exp.Column) and (node.table or node.name not in columns):
        yield "formula_column_unknown", node.sql("duckdb"), nearest(node.name, sorted(columns))
    elif isinstance(node, exp.Placeholder):
        name, listed = str(node.this), isinstance(node.parent, exp.In)
        if name in sets and not listed:
            yield "formula_set_place", f":{name}", f"in (:{name})"
        elif name not in sets and name not in parameters:
            yield "formula_parameter_unknown", f":{name}", nearest(name, sorted([*parameters, *sets]))


def names_used(text: str) -> frozenset[str]:
    """The parameters and sets that a scalar names."""
    tree = parse(text)
    return frozenset() if tree is None else frozenset(str(one.this) for one in tree.find_all(exp.Placeholder))


def columns_used(text: str) -> tuple[str, ...]:
    """The columns that a scalar reads, in order."""
    tree = parse(text)
    return () if tree is None else tuple(dict.fromkeys(one.name for one in tree.find_all(exp.Column)))


def bound(text: str, values: Mapping[str, Value]) -> str:
    """A sound scalar with its parameters as literals, in DuckDB's words; a set becomes the list of its codes."""
    tree = parse(text)
    if tree is None:
        raise ValueError(text)
    return tree.transform(_put, values).sql("duckdb")


def _put(node: exp.Expr, values: Mapping[str, Value]) -> exp.Expr:
    if isinstance(node, exp.In):
        listed: list[exp.Expr] = []
        for one in node.expressions:
            value = values.get(str(one.this)) if isinstance(one, exp.Placeholder) else None
            if value is None or isinstance(value, (int, str)):
                listed.append(one)
            else:
                listed.extend(literal(code) for code in value)
        node.set("expressions", listed)
        return node
    if isinstance(node, exp.Placeholder):
        value = values[str(node.this)]
        if not isinstance(value, (int, str)):
            raise TypeError(f"a set of codes stands inside IN: {node.this}")
        return literal(value)
    return node
