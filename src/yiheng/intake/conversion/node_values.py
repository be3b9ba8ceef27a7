"""Nodes of messages as relations: the rows of a node with the place of their message, and what a row takes from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yiheng.engine.sql_text import literal, parquet, quoted
from yiheng.intake.conversion.cell import quick_money
from yiheng.intake.recognition.alias import NodeSum
from yiheng.intake.recognition.recognise import SETLINFO, message_heads
from yiheng.intake.sheet import LINE, Sheet
from yiheng.intake.staged import PLACE, SOURCE_FILE, SOURCE_LINE, SOURCE_SHEET

MESSAGE, ORDER = "#message", "#seq"

Nodes = Mapping[str, tuple[Sheet, ...]]


@dataclass(frozen=True)
class NodeField:
    """A column of the row that comes from a node: SQL of the relation that gives it by place, and of what is wrong."""

    column: str
    relation: str
    missing: str


def node_rows(sheets: Sequence[Sheet], fields: Sequence[str], message: str) -> str:
    """SELECT of the place of each row's message, its order and these fields; a field that a file lacks is null.

    The line of a message is its number in its file, since many may stand in one line of text.
    """
    layouts: dict[tuple[tuple[int, str], ...], list[Sheet]] = {}
    for sheet in sheets:
        layouts.setdefault(tuple(message_heads(sheet).items()), []).append(sheet)
    return " UNION ALL ".join(
        f"({_one_layout(own, {head: position for position, head in heads}, fields, message)})"
        for heads, own in layouts.items()
    )


def _one_layout(
    sheets: Sequence[Sheet], places: Mapping[str, int], fields: Sequence[str], message: str
) -> str:
    scan = parquet([one.path for one in sheets]).removesuffix(")") + ", filename = true)"
    known = ", ".join(f"({literal(str(one.path))}, CAST({one.file.number} AS INTEGER))" for one in sheets)
    cells = [
        (quoted(f"c{places[name]}") if name in places else "CAST(NULL AS VARCHAR)") + f" AS {quoted(name)}"
        for name in fields
    ]
    order = f"CAST({quoted(f'c{places[ORDER]}')} AS BIGINT)" if ORDER in places else "CAST(1 AS BIGINT)"
    return (
        f"SELECT {SOURCE_FILE}, {literal(f'{message}/{SETLINFO}')} AS {SOURCE_SHEET},"
        f" CAST({quoted(f'c{places[MESSAGE]}')} AS BIGINT) AS {SOURCE_LINE}, {order} AS {quoted(ORDER)}"
        f"{''.join(', ' + one for one in cells)} FROM {scan}"
        f" JOIN (VALUES {known}) AS known(filename, {SOURCE_FILE}) USING (filename) WHERE {LINE} > 0"
    )


def node_field(rule: NodeSum, nodes: Nodes, message: str, quick: bool) -> str | None:
    """The relation ``place, value, unread`` of a rule over all messages; None where the node came in none.

    ``quick``: only the usual forms are read, so that nothing but ``unread`` may be true of any other.
    """
    sheets = nodes.get(rule.node)
    if not sheets:
        return None
    cell = quoted(rule.field)
    given = f"{cell} IS NOT NULL" if quick else f"{cell} IS NOT NULL AND cell_plain({cell}) <> ''"
    if rule.by == "sum_hours":
        one, all_of = f"cell_minutes({cell})", "CAST(coalesce(sum(value), 0) AS BIGINT) // 60"
    elif rule.by == "sum_fen":
        slow = f"scaled(number_text(number_words({cell})), 2)"
        one, all_of = quick_money(cell) if quick else slow, "CAST(sum(value) AS BIGINT)"
    else:
        one, all_of = f"cell_id({cell})", "min(value)"
    return (
        f"SELECT {', '.join(PLACE)}, {all_of} AS value, bool_or(value IS NULL AND given) AS unread"
        f" FROM (SELECT {', '.join(PLACE)}, {one} AS value, {given} AS given FROM"
        f" ({node_rows(sheets, [rule.field], message)})) GROUP BY ALL"
    )


NOTHING: Mapping[str, str] = {
    "sum_hours": "CAST(0 AS BIGINT)",
    "sum_fen": "CAST(NULL AS BIGINT)",
    "text": "CAST(NULL AS VARCHAR)",
}
"""What a row has of a node that its message lacks: no stay in intensive care is no hours, no charges are no amount."""
