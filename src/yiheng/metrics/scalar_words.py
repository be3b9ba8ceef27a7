"""SQL scalars in Chinese: what a condition of a formula asks of a row, and what is summed, in the words of the contract.

Columns stand by their titles, codes by their names in the region's code lists. A construct that has no words here is
shown as it is written: the allow-list (:mod:`yiheng.metrics.scalar`) may grow before this does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlglot import exp

from yiheng.engine.row_check import MASK
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.catalogue import INSURANCE_NAMES
from yiheng.metrics.scalar import parse
from yiheng.metrics.tables import Readable
from yiheng.policy.code_list import CODE_LISTS, code_list
from yiheng.policy.content import Content

_COMPARED: dict[type[exp.Expr], str] = {
    exp.EQ: "为", exp.NEQ: "不是", exp.GT: "大于", exp.GTE: "不小于", exp.LT: "小于", exp.LTE: "不大于",
}  # fmt: skip
_DATED: dict[type[exp.Expr], str] = {exp.GT: "晚于", exp.GTE: "不早于", exp.LT: "早于", exp.LTE: "不晚于"}
_TECHNICAL = re.compile("（产品[^）]*代码）")
"""What a title says of its codes, which stand by name here."""
_COUNTED: dict[type[exp.Expr], str] = {exp.Add: "＋", exp.Sub: "−", exp.Mul: "×"}


@dataclass(frozen=True)
class Naming:
    """The names of codes in a region, each list read once."""

    content: Content
    region: str
    _lists: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def code(self, table: Readable, column: str, value: str) -> str:
        """The name of a code in a column of a table; the value itself where the column has no list, or not that code."""
        if column == "insurance":
            return INSURANCE_NAMES.get(value, value)
        return self._list(table.code_list(column)).get(value, value)

    def _list(self, name: str) -> Mapping[str, str]:
        if name not in self._lists:
            known = name in self.content.keys(CODE_LISTS)
            codes = code_list(self.content, name, self.region) if known else ()
            self._lists[name] = {one.code: one.name for one in codes}
        return self._lists[name]

    def shown(self, table: Readable, column: str, value: Any) -> str:
        """A value of a row as shown: masked where it is sensitive; codes by name, days as dates, 分 as 元."""
        if value is None:
            return ""
        if table.sensitive(column):
            return MASK
        if isinstance(value, bool):
            return "是" if value else "否"
        if column.endswith("_dayno"):
            return str(date(1970, 1, 1) + timedelta(days=int(value)))
        if column.endswith("_fen"):
            return decimal_text(Fraction(int(value), 100), 2, thousands=True)
        return self.code(table, column, str(value))


def scalar_words(text: str, table: Readable, naming: Naming) -> str:
    """A bound scalar over the rows of a table, in words."""
    tree = parse(text)
    return text if tree is None else _Words(table, naming).of(tree)


@dataclass(frozen=True)
class _Words:
    table: Readable
    naming: Naming

    def of(self, node: exp.Expr) -> str:
        """The words of any node."""
        if isinstance(node, exp.And):
            return "，".join(self._joined(node, exp.And))
        if isinstance(node, exp.Or):
            return "或者".join(self._joined(node, exp.Or))
        if isinstance(node, exp.Paren):
            return f"（{self.of(node.this)}）"
        if isinstance(node, exp.Not):
            return self._not(node.this)
        if isinstance(node, (exp.In, exp.Between, exp.Is, exp.Like)):
            return self._asked(node, "")
        if type(node) in _COMPARED:
            return self._compared(node)
        if isinstance(node, exp.Column):
            return _TECHNICAL.sub("", self.table.heading(node.name))
        return self._amount(node)

    def _amount(self, node: exp.Expr) -> str:
        """The words of what has a value."""
        if isinstance(node, exp.Literal):
            return str(node.this) or "空白"
        if isinstance(node, exp.Case):
            cases = [f"{self.of(one.this)}时取{self.of(one.args['true'])}" for one in node.args["ifs"]]
            other = node.args.get("default")
            return f"（{'，'.join(cases)}{f'，否则取{self.of(other)}' if other is not None else ''}）"
        if type(node) not in _COUNTED:
            return node.sql("duckdb")
        sign, right = _COUNTED[type(node)], self.of(node.expression)
        taken_from_nought = isinstance(node, exp.Sub) and node.this.sql() == "0"
        return f"{sign}{right}" if taken_from_nought else f"{self.of(node.this)} {sign} {right}"

    def _joined(self, node: exp.Expr, kind: type[exp.Connector]) -> Iterator[str]:
        for side in (node.this, node.expression):
            if isinstance(side, kind):
                yield from self._joined(side, kind)
            else:
                words = self.of(side)
                yield f"（{words}）" if isinstance(side, exp.Or) else words

    def _not(self, node: exp.Expr) -> str:
        if isinstance(node, (exp.In, exp.Between, exp.Is, exp.Like)):
            return self._asked(node, "不")
        if isinstance(node, exp.Column):
            return f"{self.of(node)}为否"
        return f"不是（{self.of(node)}）"

    def _asked(self, node: exp.Expr, negated: str) -> str:
        subject, column = self.of(node.this), _column(node.this)
        be = "不是" if negated else "为"
        if isinstance(node, exp.In):
            return f"{subject}{be}{'、'.join(self._value(one, column) for one in node.expressions)}"
        if isinstance(node, exp.Between):
            low, high = (self._value(node.args[side], column).strip() for side in ("low", "high"))
            return f"{subject}{negated}在 {low} 至 {high} 之间"
        if isinstance(node, exp.Is):
            return f"{subject}{be}空" if isinstance(node.expression, exp.Null) else node.sql("duckdb")
        return self._like(node, subject, column, negated)

    def _like(self, node: exp.Expr, subject: str, column: str, negated: str) -> str:
        start = _text(node.expression)
        if start is None or not start.endswith("%") or set("%_") & set(start[:-1].replace("_", "")):
            return node.sql("duckdb")
        code = start[:-1]
        name = self.naming.code(self.table, column, code)
        return f"{subject}{negated}属于{name}" if name != code else f"{subject}{negated}以“{code}”开头"

    def _compared(self, node: exp.Expr) -> str:
        column = _column(node.this)
        words = _DATED.get(type(node), "") if column.endswith("_dayno") else ""
        return f"{self.of(node.this)}{words or _COMPARED[type(node)]}{self._value(node.expression, column)}"

    def _value(self, node: exp.Expr, column: str) -> str:
        text = _text(node)
        if text is None or not column:
            return self.of(node)
        unit = " 元" if column.endswith("_fen") else ""
        value = int(text) if column.endswith(("_dayno", "_fen")) else text
        shown = self.naming.shown(self.table, column, value) or "空白"
        return f" {shown}{unit}" if shown[0].isdigit() else shown


def _column(node: exp.Expr) -> str:
    return str(node.name) if isinstance(node, exp.Column) else ""


def _text(node: exp.Expr) -> str | None:
    """A literal's text, or that of literals put together; None of anything else."""
    if isinstance(node, exp.Literal):
        return str(node.this)
    if isinstance(node, exp.Sub) and node.this.is_int and node.expression.is_int:
        return str(int(node.this.name) - int(node.expression.name))
    if isinstance(node, exp.DPipe):
        parts = [_text(node.this), _text(node.expression)]
        return None if None in parts else "".join(part for part in parts if part is not None)
    return None
