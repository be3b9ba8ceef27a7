"""The linter of steps: what the SQL of a step may hold, so that one text means the same on every engine.

The portable subset is what DuckDB, Sail, Spark and five more engines answered alike: WITH, joins on equality,
UNION ALL, GROUP BY, HAVING, CASE, COALESCE, integer arithmetic, window row_number, rank, lag, lead and sums. Arrays,
UNNEST, regular expressions, dates other than ``*_dayno`` columns and QUALIFY are outside it. In no step may money
be divided by ``/`` or averaged, or a float appear (design: Exact). The list is of what is allowed: a construct
nobody has tried is refused, not let through.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from yiheng.engine.step import DIV_HALF_UP, Step
from yiheng.standards.problem import Problem

_ALLOWED: tuple[type[exp.Expr], ...] = (
    # statement
    exp.Select, exp.With, exp.CTE, exp.Subquery, exp.Union, exp.Intersect, exp.Except, exp.From, exp.Join, exp.Where,
    exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Distinct, exp.Table, exp.TableAlias, exp.Alias,
    exp.Column, exp.Identifier, exp.Star, exp.Placeholder, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Tuple,
    # conditions
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is, exp.Like,
    exp.Exists, exp.Case, exp.If, exp.Coalesce, exp.Nullif,
    # arithmetic and text
    exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Neg, exp.Abs, exp.Greatest, exp.Least, exp.Cast, exp.DataType,
    exp.DataTypeParam, exp.Substring, exp.Length, exp.DPipe, exp.Upper, exp.Lower, exp.Trim,
    # aggregates and windows
    exp.Sum, exp.Min, exp.Max, exp.Count, exp.Window, exp.WindowSpec, exp.RowNumber, exp.Lag, exp.Lead, exp.Rank,
    exp.DenseRank,
)  # fmt: skip
_TYPES = {"BIGINT", "INT", "TEXT", "VARCHAR", "DECIMAL", "BOOLEAN"}
_FLOATS = {"FLOAT", "DOUBLE"}
_INEXACT: tuple[type[exp.Expr], ...] = (
    exp.Div,
    exp.Avg,
    exp.Round,
    exp.Stddev,
    exp.StddevSamp,
    exp.StddevPop,
)


def lint_step(step: Step) -> list[Problem]:
    """Every fault of a step: undeclared or unused inputs, constructs outside the subset, inexact arithmetic."""
    return [*_inputs(step), *_constructs(step)]


def _inputs(step: Step) -> Iterator[Problem]:
    named = {cte.alias_or_name for cte in step.select.find_all(exp.CTE)}
    read = {table.name for table in step.select.find_all(exp.Table)} - named
    for name in sorted(read - set(step.inputs)):
        yield _problem("step_input_undeclared", name, step)
    for name in step.inputs:
        if name not in read:
            yield _problem("step_input_unused", name, step)


def _constructs(step: Step) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in step.select.walk():
        for code, found in _faults(node, step.portable):
            if found not in seen:
                seen.add(found)
                yield _problem(code, found, step)


def _faults(node: exp.Expr, portable: bool) -> Iterator[tuple[str, str]]:
    """The first fault of a node, if it has one."""
    if _inexact(node):
        yield "step_inexact", node.sql("duckdb")
    elif isinstance(node, exp.Select) and _selects_all(node):
        yield "step_construct", "SELECT *"
    elif portable and not _portable(node):
        yield "step_construct", "QUALIFY" if isinstance(node, exp.Select) else node.sql("duckdb")


def _inexact(node: exp.Expr) -> bool:
    if isinstance(node, exp.DataType):
        return node.this.name in _FLOATS
    return isinstance(node, _INEXACT) or (
        isinstance(node, exp.Literal) and node.is_number and not node.is_int
    )


def _portable(node: exp.Expr) -> bool:
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower() == DIV_HALF_UP and len(node.expressions) == 2
    if isinstance(node, exp.DataType):
        return node.this.name in _TYPES
    if isinstance(node, exp.Join):
        return _equal_join(node)
    if isinstance(node, exp.Select):
        return not node.args.get("qualify")
    if isinstance(node, exp.Union):
        return not node.args.get("distinct")
    return isinstance(node, _ALLOWED)


def _selects_all(select: exp.Select) -> bool:
    """Whether columns are taken without being named: a later column of an input would change the output unseen."""
    return any(
        isinstance(one, exp.Star) or (isinstance(one, exp.Column) and isinstance(one.this, exp.Star))
        for one in select.expressions
    )


def _equal_join(join: exp.Join) -> bool:
    """An inner or left join with at least one equality."""
    if join.args.get("method") or join.side not in ("", "LEFT") or join.kind not in ("", "INNER"):
        return False
    if join.args.get("using"):
        return True
    condition = join.args.get("on")
    return condition is not None and any(isinstance(one, exp.EQ) for one in (condition, *condition.flatten()))


def _problem(code: str, found: str, step: Step) -> Problem:
    return Problem(code, file=step.file, line=_line(step, found), key=step.name, found=found)


def _line(step: Step, found: str) -> int:
    """The first line that holds the words found; the first of the SELECT where they are written otherwise there."""
    for number, line in enumerate(step.text.splitlines(), start=1):
        if number >= step.first_line and found.lower() in line.lower():
            return number
    return step.first_line
