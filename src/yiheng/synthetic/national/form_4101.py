"""Cases as interface messages: 4101 with all money, and 4101A, whose money and person come from the settlement.

A message is one JSON object: the envelope's fields, ``input`` with the single-row node ``setlinfo`` and the
multi-row nodes (06 §1.2), and what the platform answered. Fields and fixed values are content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.policy.contract import contract
from yiheng.standards.table import Column
from yiheng.synthetic.national.export_cells import Hanging
from yiheng.synthetic.national.layout import Field, Layouts, Message
from yiheng.synthetic.national.number_text import text_of

OTHER_CLASS = "14"
"""The class of charges that takes what fee lines leave of the case's amount."""

ITEM_TABLE = "item_sum"
ITEM_SUMS = ("amt", "claa_sumfee", "clab_amt", "fulamt_ownpay_amt", "oth_amt")
_LEVELS = {"claa_sumfee": "01", "clab_amt": "02"}

ALIASES: Mapping[str, str] = {
    "case": "case_input",
    "visit": "visit",
    "settlement": "settlement",
    "provider": "provider",
    "person": "person",
}
"""What a field of ``setlinfo`` may name before the point, and the contract's table behind it."""

NODE_TABLES: Mapping[str, str] = {
    "diseinfo": "case_dx",
    "oprninfo": "case_px",
    "payinfo": "settlement_fund",
    "iteminfo": ITEM_TABLE,
}


def _money(name: str) -> Column:
    return Column(name=f"{name}_fen", title=name, type="integer", unit="分")


def _plain(name: str, unit: str = "序") -> Column:
    return Column(name=name, title=name, type="integer", unit=unit)


MADE: Mapping[str, Column] = {
    "adm_time": Column(name="adm_time", title="入院时间", type="time"),
    "dscg_time": Column(name="dscg_time", title="出院时间", type="time"),
    "psn_selfpay": _money("psn_selfpay"),
    "diag_code_cnt": _plain("diag_code_cnt"),
    "oprn_oprt_code_cnt": _plain("oprn_oprt_code_cnt"),
    "msgid": Column(name="msgid", title="报文号", type="text"),
}
"""Values computed for ``setlinfo``: fields name them as ``made.NAME``."""

_ITEMS: Mapping[str, Column] = {
    "med_chrgitm_type": Column(name="med_chrgitm_type", title="收费类别", type="text"),
    **{name: _money(name) for name in ITEM_SUMS},
}


def item_sums(fee_lines: pa.Table) -> pa.Table:
    """Fee lines summed by visit and class of charges: in all, class 甲, class 乙, self-paid, other; in 分."""
    whole = fee_lines.column("det_item_fee_sumamt_fen").combine_chunks()
    own = fee_lines.column("fulamt_ownpay_amt_fen").combine_chunks()
    covered, level = pc.subtract(whole, own), fee_lines.column("chrgitm_lv").combine_chunks()
    parts = {name: pc.if_else(pc.equal(level, code), covered, 0) for name, code in _LEVELS.items()}
    listed = pc.add(parts["claa_sumfee"], parts["clab_amt"])
    table = pa.table(
        {
            "mdtrt_id": fee_lines.column("mdtrt_id"),
            "med_chrgitm_type": fee_lines.column("med_chrgitm_type"),
            "amt": whole,
            **parts,
            "fulamt_ownpay_amt": own,
            "oth_amt": pc.subtract(covered, listed),
        }
    )
    return _summed(table, ["mdtrt_id", "med_chrgitm_type"])


def _summed(table: pa.Table, keys: list[str]) -> pa.Table:
    summed = table.group_by(keys, use_threads=False).aggregate([(name, "sum") for name in ITEM_SUMS])
    return summed.rename_columns([name.removesuffix("_sum") for name in summed.column_names])


def charges_of(items: Hanging, amounts: pa.Array) -> Hanging:
    """Each case's charges by class, ascending, made up to the case's amount in class 其他."""
    height = len(amounts)
    sums = np.zeros(height, dtype=np.int64)
    tables = []
    if items.rows is not None:
        np.add.at(sums, items.places, items.rows.column("amt").to_numpy())
        own = items.rows.select(["med_chrgitm_type", *ITEM_SUMS])
        tables.append(own.append_column("place", pa.array(items.places)))
    open_fen = amounts.to_numpy() - sums
    short = np.flatnonzero(open_fen)
    zeros = np.zeros(len(short), dtype=np.int64)
    rest = dict.fromkeys(ITEM_SUMS, zeros) | {"amt": open_fen[short], "oth_amt": open_fen[short]}
    tables.append(
        pa.table(
            {"med_chrgitm_type": pa.array([OTHER_CLASS] * len(short), pa.string()), **rest, "place": short}
        )
    )
    summed = _summed(pa.concat_tables(tables), ["place", "med_chrgitm_type"])
    ordered = summed.sort_by([("place", "ascending"), ("med_chrgitm_type", "ascending")])
    return Hanging(ordered, ordered.column("place").to_numpy().astype(np.int64))


def made_columns(cases: pa.Table, joined: Mapping[str, pa.Table], nodes: Mapping[str, Hanging]) -> pa.Table:
    """The values that are computed; a visit's hours count only on the case's own days."""
    height = cases.num_rows
    visit, settlement = joined["visit"], joined["settlement"]
    dscg = _time_on(visit.column("end_time"), cases.column("dscg_dayno"))
    stamp = pc.replace_substring_regex(dscg.cast(pa.string()), r"[-: ]", "")
    sequence = pa.array([f"{number % 10_000:04d}" for number in range(height)], pa.string())
    ownpay = settlement.column("fulamt_ownpay_amt_fen").cast(pa.int64())
    return pa.table(
        {
            "adm_time": _time_on(visit.column("begin_time"), cases.column("adm_dayno")),
            "dscg_time": dscg,
            "psn_selfpay": pc.subtract(settlement.column("psn_part_amt_fen").cast(pa.int64()), ownpay),
            "diag_code_cnt": np.bincount(nodes["diseinfo"].places, minlength=height),
            "oprn_oprt_code_cnt": np.bincount(nodes["oprninfo"].places, minlength=height),
            "msgid": pc.binary_join_element_wise(
                cases.column("fixmedins_code").combine_chunks(), stamp, sequence, ""
            ),
        }
    )


def _time_on(times: pa.ChunkedArray, days: pa.ChunkedArray) -> pa.Array:
    """The time where it lies on the day, otherwise the day's beginning."""
    single = times.combine_chunks().cast(pa.timestamp("s"))
    start = days.combine_chunks().cast(pa.int32()).cast(pa.date32())
    same = pc.equal(single.cast(pa.date32()), start).fill_null(False)
    return pc.if_else(same, single, start.cast(pa.timestamp("s")))


def messages_of(
    message: Message,
    cases: pa.Table,
    joined: Mapping[str, pa.Table],
    nodes: Mapping[str, Hanging],
    layouts: Layouts,
) -> list[str]:
    """One JSON text a case, in the order of the cases."""
    made = made_columns(cases, joined, nodes)

    def column(field: Field) -> tuple[pa.ChunkedArray, Column]:
        """A field's values, one a case, and what column of the contract they are."""
        alias, _, name = field.column.partition(".")
        if alias == "made":
            return made.column(name), MADE[name]
        values = cases if alias == "case" else joined[alias]
        return values.column(name), contract().tables[ALIASES[alias]].column(name)

    height = cases.num_rows
    parts: list[tuple[str, Sequence[str]]] = [
        ("setlinfo", _objects(message.setlinfo, column, height, layouts))
    ]
    for name, fields in message.nodes.items():
        parts.append((name, _node(name, fields, cases, nodes, layouts)))
    template = ",".join(f'"{name}":%s' for name, _ in parts)
    inputs = [template % row for row in zip(*(texts for _, texts in parts), strict=True)]
    heads = _members(message.envelope, column, height, layouts)
    listed = _tokens(*column(Field(name="listed", column=message.listed)), Field(name="listed"), layouts)
    return [
        f'{{{head},"input":{{{body}}},"output":{{"setl_list_id":{one}}}}}'
        for head, body, one in zip(heads, inputs, listed, strict=True)
    ]


ColumnOf = Callable[[Field], tuple[pa.ChunkedArray, Column]]


def _node(
    name: str, fields: Sequence[Field], cases: pa.Table, nodes: Mapping[str, Hanging], layouts: Layouts
) -> list[str]:
    """A multi-row node of every case, as JSON arrays."""
    height = cases.num_rows
    if name == "icuinfo":
        return _intensive_care(fields, cases, layouts)
    if name not in NODE_TABLES or nodes[name].rows is None:
        return ["[]"] * height
    hanging = nodes[name]
    table = NODE_TABLES[name]

    def column(field: Field) -> tuple[pa.ChunkedArray, Column]:
        """A field's values, one a row of the node, and what column they are."""
        known = _ITEMS[field.column] if table == ITEM_TABLE else contract().tables[table].column(field.column)
        return hanging.rows.column(field.column), known  # type: ignore[union-attr]

    objects = _objects(fields, column, len(hanging.places), layouts)
    starts = np.searchsorted(hanging.places, np.arange(height + 1)).tolist()
    return [f"[{','.join(objects[starts[row] : starts[row + 1]])}]" for row in range(height)]


def _intensive_care(fields: Sequence[Field], cases: pa.Table, layouts: Layouts) -> list[str]:
    """One stay in intensive care where the case has hours of it."""

    def column(field: Field) -> tuple[pa.ChunkedArray, Column]:
        """A field's values, one a case, and what column of the contract they are."""
        return cases.column(field.column), contract().tables["case_input"].column(field.column)

    objects = _objects(fields, column, cases.num_rows, layouts)
    hours = cases.column("icu_hours").to_pylist()
    return [f"[{one}]" if hour else "[]" for one, hour in zip(objects, hours, strict=True)]


def _objects(fields: Sequence[Field], column: ColumnOf, height: int, layouts: Layouts) -> list[str]:
    return [f"{{{members}}}" for members in _members(fields, column, height, layouts)]


def _members(fields: Sequence[Field], column: ColumnOf, height: int, layouts: Layouts) -> list[str]:
    """The members of one JSON object a row; fixed values stand in the template."""
    pieces: list[str] = []
    tokens: list[Sequence[str]] = []
    for field in fields:
        name = json.dumps(field.name)
        if field.column:
            pieces.append(f"{name}:%s")
            tokens.append(_tokens(*column(field), field, layouts))
        else:
            pieces.append(f"{name}:{json.dumps(field.text, ensure_ascii=False)}".replace("%", "%%"))
    template = ",".join(pieces)
    if not tokens:
        return [template % ()] * height
    return [template % row for row in zip(*tokens, strict=True)]


def _tokens(values: pa.ChunkedArray, known: Column, field: Field, layouts: Layouts) -> list[str]:
    """A column as JSON values: numbers without quotes, all else as strings, nulls as null."""
    texts: list[str | None] = text_of(values, known, field.form, layouts.names).to_pylist()
    if field.number:
        return ["null" if text is None else text for text in texts]
    return ["null" if text is None else encode_basestring(text) for text in texts]
