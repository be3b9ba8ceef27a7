"""One scan of a table for all terms that read it: conditional sums and counts side by side in one SELECT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot

from yiheng.engine.database import Database
from yiheng.metrics.formula import Term
from yiheng.metrics.scalar import Value, bound


@dataclass(frozen=True, slots=True)
class BoundTerm:
    """A term of a table in one scope, its scalars as SQL with every value put in. Equal text, equal value."""

    table: str
    aggregate: str
    expression: str
    where: str
    within: str

    @property
    def condition(self) -> str:
        """What must hold of a row for it to count; empty: every row counts."""
        return " AND ".join(f"({one})" for one in (self.within, self.where) if one)

    @property
    def sql(self) -> str:
        """The term as a query, for those who read SQL."""
        where = f" WHERE {self.condition}" if self.condition else ""
        return f"SELECT {self.aggregate}({self.expression}) FROM {self.table}{where}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan found for a term: the aggregate (None over no rows), the rows that count, the rows ``within``."""

    amount: int | None
    rows: int
    present: int


def bind_term(term: Term, values: Mapping[str, Value]) -> BoundTerm:
    """A table term in one scope."""
    expression, where, within = (
        bound(text, values) if text else "" for text in (term.expression, term.where, term.within)
    )
    return BoundTerm(term.table, term.aggregate, expression, where, within)


def scan(database: Database, terms: Sequence[BoundTerm]) -> dict[BoundTerm, Found]:
    """Every term's value, with one SELECT for each table."""
    by_table: dict[str, list[BoundTerm]] = {}
    for term in terms:
        by_table.setdefault(term.table, []).append(term)
    found: dict[BoundTerm, Found] = {}
    for table, asked in by_table.items():
        found |= _scan_table(database, table, asked)
    return found


def _scan_table(database: Database, table: str, terms: Sequence[BoundTerm]) -> dict[BoundTerm, Found]:
    columns: dict[str, str] = {}

    def asked(aggregate: str) -> str:
        """The result column of an aggregate, each asked for once."""
        return columns.setdefault(aggregate, f"c{len(columns)}")

    wanted = {
        term: (
            asked(_amount(term)),
            asked(f"COUNT({_when(term.condition, '1')})"),
            asked(f"COUNT({_when(term.within or term.condition, '1')})"),
        )
        for term in terms
    }
    listed = ", ".join(f"{aggregate} AS {name}" for aggregate, name in columns.items())
    (row,) = database.table(in_dialect(f"SELECT {listed} FROM {table}", database.dialect)).to_pylist()
    return {
        term: Found(_whole(row[amount]), int(row[rows]), int(row[present]))
        for term, (amount, rows, present) in wanted.items()
    }


def in_dialect(sql: str, dialect: str) -> str:
    """A SELECT put together in DuckDB's words, as another engine says it."""
    return sql if dialect == "duckdb" else sqlglot.transpile(sql, read="duckdb", write=dialect)[0]


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _when(condition: str, value: str) -> str:
    return f"CASE WHEN {condition} THEN {value} END" if condition else value


def _amount(term: BoundTerm) -> str:
    """The aggregate over the rows that count; sums of whole numbers leave an engine as DECIMAL(38, 0)."""
    value = _when(term.condition, term.expression)
    if term.aggregate == "count":
        return f"COUNT({value})"
    if term.aggregate == "count_distinct":
        return f"COUNT(DISTINCT {value})"
    return f"CAST(SUM({value}) AS DECIMAL(38, 0))"
