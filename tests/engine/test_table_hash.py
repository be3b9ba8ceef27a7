"""The content hash: the same rows, the same hash; any other row, order of columns or type, another."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.cities import LINE, line, lines

from yiheng.engine.schema import arrow_schema
from yiheng.engine.table_hash import (
    BLOCK_ROWS,
    KeyOrderError,
    TableHasher,
    hash_batches,
    joined_hash,
    table_hash,
)
from yiheng.exact.errors import ExactError

ROWS = [
    line("A", 1),
    line("A", 2, amount=-300, note="退"),
    line("医", 1, fee_time=None),
    line("", 5, note=""),
]
KEY = LINE.key
SCHEMA = arrow_schema(LINE)
MANY = pa.table({"k": pa.array(range(140_000)), "t": pa.array([f"行{n % 97}" for n in range(1_000)] * 140)})


def hashed(rows: list[dict[str, object]]) -> str:
    return table_hash(lines(*rows), KEY, SCHEMA)


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(rows):
    assert hashed(list(rows)) == hashed(ROWS)


@pytest.mark.parametrize(
    "change",
    [
        {"note": "退"},
        {"note": None},
        {"fee_time": None},
        {"amount_fen": 1001},
        {"refund_flag": True},
        {"item_type": "02"},
    ],
)
def test_any_other_value_gives_another_hash(change):
    before = [line("A", 1, note="")]
    assert hashed(before) != hashed([before[0] | change])


def test_a_missing_row_gives_another_hash():
    assert hashed(ROWS) != hashed(ROWS[:-1])
    assert hashed([]) != hashed(ROWS[:1])


def test_texts_do_not_run_into_each_other():
    schema = pa.schema([("k", pa.int64()), ("a", pa.string()), ("b", pa.string())])
    left = pa.table({"k": [1, 2], "a": ["xy", "z"], "b": ["1", "2"]}, schema=schema)
    right = pa.table({"k": [1, 2], "a": ["x", "yz"], "b": ["1", "2"]}, schema=schema)
    assert table_hash(left, ["k"]) != table_hash(right, ["k"])


def test_what_stands_under_a_null_does_not_matter():
    valid = pa.array([True, False]).buffers()[1]
    dirty = pa.Array.from_buffers(pa.int64(), 2, [valid, pa.array([7, 99]).buffers()[1]])
    clean = pa.array([7, None], pa.int64())
    keys = pa.array([1, 2])
    assert table_hash(pa.table({"k": keys, "v": dirty}), ["k"]) == table_hash(
        pa.table({"k": keys, "v": clean}), ["k"]
    )


@settings(max_examples=10)
@given(st.lists(st.integers(3_000, 140_000), min_size=1, max_size=5))
def test_the_size_of_batches_does_not_matter(sizes):
    table, rows = MANY, MANY.num_rows
    whole = TableHasher(table.schema, ["k"])
    pieces = TableHasher(table.schema, ["k"])
    for batch in table.to_batches(rows):
        whole.update(batch)
    start, turn = 0, 0
    while start < rows:
        size = sizes[turn % len(sizes)]
        for batch in table.slice(start, size).to_batches():
            pieces.update(batch)
        start, turn = start + size, turn + 1
    assert pieces.finish() == whole.finish()
    assert rows > 2 * BLOCK_ROWS


@pytest.mark.parametrize("threads", [1, 2])
def test_an_engine_gives_the_same_hash_through_its_own_types(tmp_path, threads):
    """Through Parquet written by DuckDB, with its widths, encodings and batch sizes."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    connection.register("given", lines(*ROWS))
    file = tmp_path / "rows.parquet"
    connection.execute(f"COPY (FROM given ORDER BY stay_id, line_no) TO '{file}' (FORMAT parquet)").fetchall()
    reader = connection.sql(f"FROM read_parquet('{file}')").to_arrow_reader(3)
    assert hash_batches(reader, SCHEMA, KEY).hash == hashed(ROWS)


def test_without_a_schema_widths_do_not_matter():
    narrow = pa.table({"k": pa.array([1, 2], pa.int32()), "t": pa.array(["a", None], pa.large_string())})
    wide = pa.table({"k": pa.array([2, 1], pa.int64()), "t": pa.array([None, "a"]).dictionary_encode()})
    assert table_hash(narrow, ["k"]) == table_hash(wide, ["k"])


@pytest.mark.parametrize("kind", [pa.float64(), pa.timestamp("s", "UTC"), pa.list_(pa.int64())])
def test_what_has_no_exact_form_is_refused(kind):
    with pytest.raises(ExactError, match="column_type_unknown"):
        table_hash(pa.table({"k": pa.array([1]), "v": pa.array([None], kind)}), ["k"])


def test_two_rows_of_one_key_are_refused_and_counted():
    twice = [line("A", 1), line("A", 1, amount=2000)]
    with pytest.raises(KeyOrderError, match="1 rows repeat"):
        hashed(twice)
    hasher = TableHasher(SCHEMA, KEY)
    for one in twice:  # also where they come in two batches
        for batch in lines(one).to_batches():
            hasher.update(batch)
    assert hasher.finish().repeated == 1


def test_rows_out_of_order_are_a_fault_of_the_caller():
    with pytest.raises(KeyOrderError, match="not in the order"):
        hash_batches(lines(line("B", 1), line("A", 2)).to_batches(), SCHEMA, KEY)


def test_keys_sort_by_bytes_as_engines_sort_them():
    names = ["Z", "a", "é", "医", "\U00020000"]
    assert hash_batches(lines(*[line(name, 1) for name in names]).to_batches(), SCHEMA, KEY).rows == 5


def test_a_whole_is_hashed_from_its_parts_by_name():
    assert joined_hash({"a": "1", "b": "2"}) == joined_hash({"b": "2", "a": "1"})
    assert joined_hash({"a": "1", "b": "2"}) != joined_hash({"a": "2", "b": "1"})
