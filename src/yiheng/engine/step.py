"""A step: one ``.sql`` file that makes one table, with a fixed header that says what it is for and what it rests on.

    -- purpose: 退费冲抵后的结算
    -- inputs: settlement
    -- grain: 一次原结算一行
    -- source: 06 §1.5；04 §1
    -- column: refund_kind, 退费种类, refund_kind
    -- monthly: 结算, setl_year, setl_dayno, insutype
    -- check: unique setl_id
    -- check: never fund_pay_sumamt_fen > medfee_sumamt_fen
    SELECT …

The file's name is the table's name. ``:name`` stands for a parameter. ``column`` names a column that no published
table has, and the code list of its values where it has one. ``monthly`` names what every month should have rows of: in
Chinese, then the columns of the year and of the day, then those that tell one book from another. ``-- engine: duckdb`` marks a small step that
may use DuckDB's full SQL; every other step keeps to the portable subset (:mod:`yiheng.engine.step_lint`), so that
the same text runs on Sail and Spark. Text is bound through sqlglot: no templates, no f-strings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from yiheng.standards.problem import refuse

_FIELDS = ("purpose", "inputs", "grain", "source")
_HEADER = re.compile(r"--\s*(purpose|inputs|grain|source|check|column|monthly|engine)\s*:\s*(.*\S)\s*")
_CHECK = re.compile(r"(unique|present|never)\s+(.+)")
_COLUMN = re.compile(r"([a-z][a-z0-9_]*)\s*,\s*([^,]+?)(?:\s*,\s*([a-z][a-z0-9_]*))?")
_MONTHLY = re.compile(r"([^,]+?)((?:\s*,\s*[a-z][a-z0-9_]*){2,})")
DIV_HALF_UP = "div_half_up"

Parameter = int | str


@dataclass(frozen=True)
class Check:
    """What must hold of a step's table: key columns ``unique``, columns ``present``, or a condition ``never`` true."""

    kind: Literal["unique", "present", "never"]
    text: str
    line: int

    @property
    def columns(self) -> list[str]:
        """The columns of ``unique`` and ``present``."""
        return [name.strip() for name in self.text.split(",")]


@dataclass(frozen=True)
class StepColumn:
    """A column that only the step has: its Chinese title, and the code list of its values (empty: none)."""

    name: str
    title: str
    codes: str = ""


@dataclass(frozen=True)
class Monthly:
    """What every month of a year should have rows of, in Chinese; a month without any has perhaps not been handed in.

    ``books``: the columns that tell one book, kept month by month, from another.
    """

    things: str
    year: str
    day: str
    books: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step as read. ``select`` is its parsed SELECT, in DuckDB's dialect, parameters still open."""

    name: str
    file: str
    purpose: str
    inputs: tuple[str, ...]
    grain: str
    source: str
    checks: tuple[Check, ...]
    columns: tuple[StepColumn, ...]
    portable: bool
    text: str
    select: exp.Query
    first_line: int
    monthly: Monthly | None = None

    @property
    def parameters(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(str(one.this) for one in self.select.find_all(exp.Placeholder))

    def sql(self, parameters: Mapping[str, Parameter], dialect: str) -> str:
        """The SELECT in an engine's dialect, each parameter as a typed literal. Refuses one that is not given."""
        missing = self.parameters - parameters.keys()
        if missing:
            raise refuse("step_parameter_missing", file=self.file, key=self.name, found=min(missing))
        bound = self.select.transform(_bound, parameters)
        return bound.sql(dialect=dialect)


def read_step(path: Path) -> Step:
    """Read one step file; refuse a header that is not whole, or text that is not one SELECT."""
    return parse_step(path.read_text(encoding="utf-8"), path.stem, str(path))


def read_steps(folder: Path) -> list[Step]:
    """All steps of a folder, by name."""
    return [read_step(path) for path in sorted(folder.glob("*.sql"))]


def parse_step(text: str, name: str, file: str = "") -> Step:
    """Parse a step's text; see :func:`read_step`."""
    fields: dict[str, str] = {}
    checks: list[Check] = []
    columns: list[StepColumn] = []
    monthly: Monthly | None = None
    lines = text.splitlines()
    first = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip().startswith("--"):
            first = number
            break
        match = _HEADER.fullmatch(line.strip())
        if match is None:
            raise refuse("step_header_line", file=file, line=number, key=name, found=line.strip())
        key, value = match.groups()
        if key == "check":
            checks.append(_check(value, name, file, number))
        elif key == "column":
            columns.append(_column(value, name, file, number))
        elif key == "monthly":
            monthly = _monthly(value, name, file, number)
        else:
            fields[key] = value
    for field in _FIELDS:
        if field not in fields:
            raise refuse("step_header_missing", file=file, line=1, key=name, field=field)
    inputs = tuple(one.strip() for one in fields["inputs"].split(",") if one.strip())
    select = _select("\n".join(lines[first - 1 :]), name, file)
    portable = fields.get("engine", "portable") != "duckdb"
    return Step(
        name, file, fields["purpose"], inputs, fields["grain"], fields["source"], tuple(checks), tuple(columns),
        portable, text, select, first, monthly,
    )  # fmt: skip


def _check(value: str, name: str, file: str, line: int) -> Check:
    match = _CHECK.fullmatch(value)
    if match is None:
        raise refuse("step_check_unknown", file=file, line=line, key=name, found=value)
    kind, text = match.groups()
    return Check(kind, text, line)  # type: ignore[arg-type]


def _monthly(value: str, name: str, file: str, line: int) -> Monthly:
    match = _MONTHLY.fullmatch(value)
    if match is None:
        raise refuse("step_monthly_unreadable", file=file, line=line, key=name, found=value)
    year, day, *books = [one.strip() for one in match[2].split(",") if one.strip()]
    return Monthly(match[1], year, day, tuple(books))


def _column(value: str, name: str, file: str, line: int) -> StepColumn:
    match = _COLUMN.fullmatch(value)
    if match is None:
        raise refuse("step_column_unreadable", file=file, line=line, key=name, found=value)
    column, title, codes = match.groups()
    return StepColumn(column, title, codes or "")


def _select(text: str, name: str, file: str) -> exp.Query:
    try:
        statements = [one for one in sqlglot.parse(text, read="duckdb") if one is not None]
    except SqlglotError as fault:
        errors = getattr(fault, "errors", [])
        line = errors[0].get("line") or 0 if errors else 0
        described = errors[0].get("description", "") if errors else str(fault)
        raise refuse("step_not_sql", file=file, line=line, key=name, found=described) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise refuse("step_not_select", file=file, key=name, found=str(len(statements)))
    return statements[0]


def _bound(node: exp.Expr, parameters: Mapping[str, Parameter]) -> exp.Expr:
    """A parameter as its literal; ``div_half_up(a, b)`` as plain integer arithmetic."""
    if isinstance(node, exp.Placeholder):
        return literal(parameters[str(node.this)])
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == DIV_HALF_UP:
        dividend, divisor = node.expressions
        return _div_half_up(dividend.transform(_bound, parameters), divisor.transform(_bound, parameters))
    return node


def literal(value: Parameter) -> exp.Expr:
    """A typed literal. Numbers are integers; a float or a truth value is a fault of the caller."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError(f"a parameter is an integer or text, not {type(value).__name__}")
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def _div_half_up(dividend: exp.Expr, divisor: exp.Expr) -> exp.Expr:
    """Round half away from zero, as :func:`yiheng.exact.rounding.div_half_up` does; the divisor is positive.

    Engines disagree on integer division below zero, so only absolute values are divided.
    """
    rounded = sqlglot.parse_one("(2 * abs(a) + b) // (2 * b)", read="duckdb")
    signed = sqlglot.parse_one("CASE WHEN a < 0 THEN -(r) ELSE r END", read="duckdb")
    rounded = _with(rounded, {"a": exp.paren(dividend), "b": exp.paren(divisor)})
    return exp.paren(_with(signed, {"a": exp.paren(dividend), "r": exp.paren(rounded)}))


def _with(tree: exp.Expr, values: Mapping[str, exp.Expr]) -> exp.Expr:
    def put(node: exp.Expr) -> exp.Expr:
        """A copy of the value that a placeholder stands for; every other node as it is."""
        return values[node.name].copy() if isinstance(node, exp.Column) and node.name in values else node

    return tree.transform(put)
