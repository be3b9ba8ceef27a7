"""What rows take from elsewhere, joined to their base: from the nodes of their message, and from other tables."""

from __future__ import annotations

from dataclasses import dataclass

from yiheng.engine.schema import SQL_TYPES
from yiheng.engine.sql_text import listed, literal, quoted
from yiheng.intake.conversion.cell import cell
from yiheng.intake.conversion.lookup import Known, lookup_relation
from yiheng.intake.conversion.node_values import NOTHING, Nodes, node_field
from yiheng.intake.conversion.plan import Fault
from yiheng.intake.recognition.dictionary import Dictionary, Target
from yiheng.intake.recognition.layout import Layout, MappedColumn
from yiheng.intake.staged import PLACE


@dataclass(frozen=True)
class Joined:
    """A base with further columns: ``columns`` says how the target's columns come of them, ``absent`` what is wrong
    where one did not come, ``carried`` which of them are kept beside the readings."""

    base: str
    columns: dict[str, str]
    absent: dict[str, Fault]
    carried: tuple[str, ...]


def joined_base(
    base: str,
    target: Target,
    layout: Layout,
    nodes: Nodes,
    beside: Known,
    known: Dictionary,
    quick: bool = False,
) -> Joined:
    """Join nodes first, then lookups in the order of content; a later one may look by what an earlier one found.

    ``quick``: fields of nodes are read in their usual forms only.
    """
    read = {one.column: one for one in layout.columns if one.column and one.lines < 0}
    columns: dict[str, str] = {}
    absent: dict[str, Fault] = {}
    for number, rule in enumerate(target.sums):
        relation = node_field(rule, nodes, target.message, quick)
        if relation is None:
            columns[rule.column] = NOTHING[rule.by]
        else:
            name = f"n{number}"
            base = (
                f"SELECT b.*, v.value AS {name}, v.unread AS {name}_unread FROM ({base}) b"
                f" LEFT JOIN ({relation}) v USING ({listed(PLACE)})"
            )
            columns[rule.column] = (
                f"CASE WHEN NOT coalesce({name}_unread, false) THEN coalesce({name}, {NOTHING[rule.by]}) END"
            )
        absent[rule.column] = Fault(
            "", literal("node_unread"), rule.column, "''", f"{rule.node}.{rule.field}"
        )
    for number, lookup in enumerate(target.lookups):
        key = _key(lookup.on, target, read, columns, known)
        relation = lookup_relation(lookup, beside)
        title = beside.contract.tables[lookup.table].name
        taken = []
        for column, theirs in lookup.take.items():
            if relation is not None:
                found = f"l{number}_{column}"
                kind = SQL_TYPES[target.columns[column].type]
                taken.append(f"CAST(l.{quoted(theirs)} AS {kind}) AS {found}")
                before = columns.get(column)
                columns[column] = f"coalesce({before}, {found})" if before else found
            if column in read and column in columns:  # what the sheet itself says holds
                del columns[column]
            absent.setdefault(column, Fault("", literal("lookup_missing"), column, key, title))
        if relation is not None:
            base = (
                f"SELECT b.*, {', '.join(taken)} FROM (SELECT *, {key} AS l{number}_key FROM ({base})) b"
                f" LEFT JOIN ({relation}) l ON b.l{number}_key = l.{quoted(lookup.on)}"
            )
        else:
            for column in lookup.take:
                if column not in read:
                    kind = SQL_TYPES[target.columns[column].type]
                    columns.setdefault(column, f"CAST(NULL AS {kind})")
    carried = tuple(dict.fromkeys(f"c{one.position}" for one in read.values()))
    return Joined(base, columns, absent, carried)


def _key(
    name: str, target: Target, read: dict[str, MappedColumn], columns: dict[str, str], known: Dictionary
) -> str:
    """SQL of the value by which a lookup looks: what the sheet says, else what was found before."""
    pieces = []
    if name in read:
        one = read[name]
        raw = quoted(f"c{one.position}")
        pieces.append(cell(target.columns[name], target.table, raw, one.form, one.unit, known).full)
    if name in columns:
        pieces.append(columns[name])
    return f"coalesce({', '.join(pieces)})" if pieces else "CAST(NULL AS VARCHAR)"
