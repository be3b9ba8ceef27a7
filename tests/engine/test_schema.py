"""The Arrow schema follows from the declaration."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.engine.cities import LINE, STAY

from yiheng.engine.schema import ARROW_TYPES, SQL_TYPES, arrow_schema, money_columns
from yiheng.policy.contract import contract


def test_columns_keep_their_order_types_and_nulls():
    schema = arrow_schema(LINE)
    assert schema.names == list(LINE.names)
    assert schema.field("line_no") == pa.field("line_no", pa.int64(), nullable=False)
    assert schema.field("fee_dayno") == pa.field("fee_dayno", pa.int32(), nullable=False)
    assert schema.field("fee_time") == pa.field("fee_time", pa.timestamp("s"), nullable=True)
    assert schema.field("period") == pa.field("period", pa.string(), nullable=True)
    assert schema.field("refund_flag") == pa.field("refund_flag", pa.bool_(), nullable=False)


def test_money_is_what_is_counted_in_fen():
    assert money_columns(LINE) == ("amount_fen", "fund_fen", "self_fen")
    assert money_columns(STAY) == ()


@pytest.mark.parametrize("table", contract().tables.values(), ids=lambda table: table.table)
def test_every_table_of_the_contract_has_a_schema(table):
    schema = arrow_schema(table)
    assert schema.names == list(table.names)
    assert not any(schema.field(name).nullable for name in table.key)


def test_every_type_of_column_has_its_arrow_and_sql_type():
    assert ARROW_TYPES.keys() == SQL_TYPES.keys()
    assert {
        column.type for table in contract().tables.values() for column in table.columns
    } <= ARROW_TYPES.keys()
