"""A small contract and small deliveries: stays with their lines, as the tests of storage need them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from yiheng.engine.city import City, create_city
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import Snapshot
from yiheng.standards.table import Contract, Table

AS_OF = date(2024, 1, 31)
SOURCE = {"doc": "试验契约", "status": "inferred"}

STAY = Table.model_validate(
    {
        "table": "stay", "name": "住院", "group": "试验", "owner": "intake", "grain": "一次住院一行", "source": SOURCE,
        "key": ["stay_id"],
        "columns": [
            {"name": "stay_id", "title": "住院号", "type": "text", "length": 10},
            {"name": "certno", "title": "证件号码", "type": "text", "length": 6, "optional": True, "sensitive": True},
        ],
    }
)  # fmt: skip

LINE = Table.model_validate(
    {
        "table": "line", "name": "明细", "group": "试验", "owner": "intake", "grain": "一次住院一条收费一行", "source": SOURCE,
        "key": ["stay_id", "line_no"], "partition": "fee_dayno",
        "columns": [
            {"name": "stay_id", "title": "住院号", "type": "text", "length": 10},
            {"name": "line_no", "title": "行号", "type": "integer", "unit": "个"},
            {"name": "fee_dayno", "title": "日期", "type": "day"},
            {"name": "fee_time", "title": "时间", "type": "time", "optional": True},
            {"name": "item_type", "title": "类别", "type": "code", "codes": "item_type"},
            {"name": "period", "title": "月份", "type": "month", "optional": True},
            {"name": "cnt_e4", "title": "数量", "type": "integer", "unit": "万分之一"},
            {"name": "amount_fen", "title": "金额", "type": "integer", "unit": "分"},
            {"name": "fund_fen", "title": "基金", "type": "integer", "unit": "分"},
            {"name": "self_fen", "title": "个人", "type": "integer", "unit": "分"},
            {"name": "refund_flag", "title": "退费", "type": "flag"},
            {"name": "note", "title": "说明", "type": "text", "optional": True},
            {"name": "item", "title": "分项", "type": "text", "blank": True},
        ],
        "references": [{"columns": ["stay_id"], "table": "stay"}],
        "identities": [
            {"id": "line_parts", "name": "金额为基金与个人之和", "left": "amount_fen", "right": "fund_fen + self_fen"},
            {"id": "line_refund", "name": "退费为负", "holds": "refund_flag = (amount_fen < 0)"},
        ],
    }
)  # fmt: skip

CONTRACT = Contract({"line": LINE, "stay": STAY})
CODES = {"item_type": ["01", "02"]}


def day(text: str) -> int:
    """The day number of a date."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def line(
    stay: str, number: int, on: str = "2023-05-10", amount: int = 1000, **other: object
) -> dict[str, object]:
    """One line whose identities hold."""
    return {
        "stay_id": stay, "line_no": number, "fee_dayno": day(on), "fee_time": datetime.fromisoformat(f"{on} 08:30:00"),
        "item_type": "01", "period": on[:7], "cnt_e4": 10_000, "amount_fen": amount, "fund_fen": amount - 10,
        "self_fen": 10, "refund_flag": amount < 0, "note": None, "item": "",
    } | other  # fmt: skip


def lines(*rows: dict[str, object]) -> pa.Table:
    """Lines as an Arrow table in contract shape."""
    return pa.Table.from_pylist(list(rows), schema=_open(LINE))


def stays(*names: str) -> pa.Table:
    """Stays as an Arrow table in contract shape."""
    return pa.Table.from_pylist([{"stay_id": name, "certno": "123456"} for name in names], schema=_open(STAY))


def _open(table: Table) -> pa.Schema:
    """The schema with nulls allowed everywhere, so that a test can break the rule."""
    return pa.schema([field.with_nullable(True) for field in arrow_schema(table)])


def new_city(root: Path) -> City:
    """An empty city."""
    return create_city(root / "city", region="某省某市")


def post(city: City, line_table: pa.Table | list[Path], **options: object) -> Snapshot:
    """Publish lines."""
    given = {"note": "试", "as_of": AS_OF, "codes": CODES} | options
    return publish(city, {"line": line_table}, CONTRACT, **given)  # type: ignore[arg-type]


def published(city: City, snapshot: Snapshot, table: str = "line") -> list[dict[str, object]]:
    """The rows of a published table, by key, read by pyarrow alone."""
    import pyarrow.parquet as pq

    rows = [
        row
        for part in snapshot.tables[table].parts
        for row in pq.read_table(city.root / part.file).to_pylist()
    ]
    return sorted(rows, key=lambda row: [row[name] for name in CONTRACT.tables[table].key])


def files_of(city: City) -> set[str]:
    """Every file of a city but the lock."""
    return {
        path.relative_to(city.root).as_posix()
        for path in city.root.rglob("*")
        if path.is_file() and path.name != "writer.lock"
    }
