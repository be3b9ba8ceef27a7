"""A table of the data contract in words: what the dictionary page, the workbooks and the terminal all say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yiheng.policy.code_list import DatedCode, RegionalList, regional_list
from yiheng.policy.content import Content
from yiheng.policy.provenance import Source, Status
from yiheng.standards.table import Column, Contract, Reference, RowIdentity, Table, rooms, storage_units

TYPE_NAMES = {
    "text": "文本",
    "code": "代码",
    "month": "月份",
    "integer": "整数",
    "day": "日期",
    "time": "时间",
    "flag": "是否",
}
TYPE_MEANINGS = {
    "text": "原样保存，编号不当数字",
    "code": "只能取代码表里当日有效的代码",
    "month": "写作 2023-01",
    "integer": "六十四位整数，单位写明",
    "day": "存为自 1970-01-01 起的天数，列名以 _dayno 结尾",
    "time": "精确到秒，一律为北京时间",
    "flag": "是或否",
}

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_SIGNS = {" * ": " × ", " - ": " − ", " + ": " ＋ "}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The contract together with the code lists of one region: all that is told to whoever reads or fills a table."""

    contract: Contract
    lists: Mapping[str, RegionalList]
    region: str = ""


def dictionary(contract: Contract, content: Content, region: str = "") -> Dictionary:
    """Every table with the code lists that its columns name; refuses ``content_unknown`` for a list not there."""
    names = sorted({c.codes for table in contract.tables.values() for c in table.columns if c.codes})
    return Dictionary(contract, {name: regional_list(content, name, region) for name in names}, region)


def type_words(column: Column) -> str:
    """``文本（至多 30 字）``, ``整数``, ``日期``."""
    limit = f"（至多 {column.length} 字）" if column.length else ""
    return TYPE_NAMES[column.type] + limit


def owner_words(table: Table) -> str:
    """The office that writes the table."""
    return rooms()[table.owner].office


def source_words(table: Table) -> str:
    """Document, clause and status on one line."""
    source = table.source
    return Source(doc=source.doc, clause=source.clause, status=Status(source.status)).text


def identity_words(table: Table, law: RowIdentity) -> str:
    """The formula of a law with the columns' Chinese titles; empty where it is a condition (its name says it)."""
    if law.holds:
        return ""
    right = law.right
    for sign, shown in _SIGNS.items():
        right = right.replace(sign, shown)
    left = law.left.replace(" * ", " × ")
    text = f"{_titled(table, left)} ＝ {_titled(table, right)}"
    return text + (f"（允许差 {law.tolerance}）" if law.tolerance else "")


def entry_identity_words(table: Table, law: RowIdentity) -> str:
    """The formula of a law as it holds for numbers as people write them: the allowed difference in their unit. Empty
    where it is a condition, or ties numbers of several scales together (its name says it)."""
    units = {
        column.unit for column in table.columns if column.name in _WORD.findall(f"{law.left} {law.right}")
    }
    if law.holds or len(units) != 1:
        return ""
    formula = identity_words(table, law.model_copy(update={"tolerance": 0}))
    stored = storage_units()[units.pop()]
    allowed = f"{scaled_text(law.tolerance, stored.places)}{f' {stored.everyday}' if stored.everyday else ''}"
    return formula + (f"（允许差 {allowed}）" if law.tolerance else "")


def scaled_text(number: int, places: int) -> str:
    """A stored whole number as the decimal that it stands for: 1 of two places is 0.01."""
    digits = f"{number:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def entry_unit_words(column: Column) -> str:
    """How a number of the column is written by people: ``元，至多 2 位小数``, ``整数，天``."""
    stored = storage_units()[column.unit]
    if stored.places:
        return f"{stored.everyday or '数'}，至多 {stored.places} 位小数"
    return f"整数，{column.unit}"


def _titled(table: Table, expression: str) -> str:
    return _WORD.sub(
        lambda match: table.column(match[0]).title if match[0] in table.names else match[0], expression
    )


def expression_text(law: RowIdentity) -> str:
    """A law as it is computed."""
    if law.holds:
        return law.holds
    return (
        f"abs(({law.left}) - ({law.right})) <= {law.tolerance}"
        if law.tolerance
        else f"{law.left} = {law.right}"
    )


def reference_words(table: Table, reference: Reference, contract: Contract) -> str:
    """``人员编号须在“参保人”表里``."""
    titles = "、".join(table.column(name).title for name in reference.columns)
    return f"{titles}须在“{contract.tables[reference.table].name}”表里"


def referring(table: Table, contract: Contract) -> tuple[Table, ...]:
    """The tables whose rows point to rows of this one."""
    return tuple(
        other
        for other in contract.tables.values()
        if other is not table and any(one.table == table.table for one in other.references)
    )


def unit_meaning(column: Column) -> str:
    """What its unit says of the stored number; empty without a unit."""
    return storage_units()[column.unit].meaning if column.unit else ""


def days_words(code: DatedCode) -> str:
    """When a code holds; empty where always."""
    start = "" if code.start.year == 1 else f"{code.start} 起"
    end = "" if code.end.year == 9999 else f"{code.end} 止（不含）"
    return "，".join(filter(None, (start, end)))
