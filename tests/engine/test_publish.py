"""Publishing: read = accepted + set aside, to the row; one key, one row, the last delivered; all or nothing."""

from __future__ import annotations

import csv
import errno
import os
import resource
import subprocess
import sys
from datetime import date, datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.cities import (
    AS_OF,
    CODES,
    CONTRACT,
    LINE,
    day,
    files_of,
    line,
    lines,
    new_city,
    post,
    published,
    stays,
)

from yiheng.engine import durable, table_merge
from yiheng.engine.delivery import DeliveryRefused
from yiheng.engine.publish import publish
from yiheng.engine.row_identity import identity_condition
from yiheng.engine.snapshot import current_number, read_snapshot
from yiheng.engine.table_hash import table_hash
from yiheng.engine.verify import verify_snapshot
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused
from yiheng.standards.table import RowIdentity


@pytest.fixture
def city(tmp_path):
    return new_city(tmp_path)


def problems_of(city, table, **options) -> list[tuple[str, int, str]]:
    before = files_of(city)
    with pytest.raises(DeliveryRefused) as caught:
        post(city, table, **options)
    assert files_of(city) == before, "something was half-written"
    assert all(sentence(problem) for problem in caught.value.problems)
    return [(problem.code, problem.line, problem.field) for problem in caught.value.problems]


# --- one key, one row


def test_the_row_delivered_last_wins_and_both_stay_in_their_snapshots(city):
    first = post(city, lines(line("A", 1), line("A", 2)))
    second = post(city, lines(line("A", 2, amount=500), line("B", 1)))
    assert second.intake["line"].superseded == 1
    assert [(row["stay_id"], row["line_no"], row["amount_fen"]) for row in published(city, second)] == [
        ("A", 1, 1000), ("A", 2, 500), ("B", 1, 1000),
    ]  # fmt: skip
    assert [row["amount_fen"] for row in published(city, first)] == [1000, 1000]


def test_only_touched_partitions_get_a_new_part(city):
    first = post(city, lines(line("A", 1), line("A", 2, "2023-06-01")))
    second = post(city, lines(line("A", 3, "2023-06-02")))
    may, june = second.tables["line"].parts
    assert may == first.tables["line"].parts[0]
    assert june.file != first.tables["line"].parts[1].file
    assert june.rows == 2


def test_a_row_whose_day_is_corrected_leaves_its_old_month(city):
    post(city, lines(line("A", 1, "2023-05-31"), line("A", 2, "2023-05-31")))
    moved = post(city, lines(line("A", 1, "2023-06-01")))
    assert moved.intake["line"].superseded == 1
    assert [part.rows for part in moved.tables["line"].parts] == [1, 1]
    alone = post(city, lines(line("A", 2, "2023-06-01")))
    assert [(part.partition, part.rows) for part in alone.tables["line"].parts] == [("2023-06", 2)]
    assert alone.tables["line"].totals["amount_fen"] == 2000


def test_the_same_delivery_twice_changes_nothing_but_the_number(city):
    first = post(city, lines(line("A", 1)))
    second = post(city, lines(line("A", 1)))
    assert second.tables == first.tables
    assert (second.number, second.hash) == (2, first.hash)


def test_tables_delivered_in_full_replace_what_was_published(city):
    post(city, lines(line("A", 1), line("B", 1, "2022-01-01")))
    second = post(city, lines(line("C", 1)), replace=["line"])
    assert [row["stay_id"] for row in published(city, second)] == ["C"]


def test_parts_are_sorted_by_key_compressed_and_of_the_declared_types(city):
    snapshot = post(city, lines(line("B", 2), line("A", 10), line("A", 9), line("医", 1)))
    [part] = snapshot.tables["line"].parts
    file = pq.ParquetFile(city.root / part.file)
    rows = file.read().to_pylist()
    assert [(row["stay_id"], row["line_no"]) for row in rows] == [("A", 9), ("A", 10), ("B", 2), ("医", 1)]
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.schema_arrow.field("fee_dayno").type == pa.int32()
    assert rows[0]["fee_time"] == datetime(2023, 5, 10, 8, 30)


keys = st.tuples(st.sampled_from("AB"), st.integers(1, 3))
dates = st.sampled_from(["2023-05-10", "2023-05-11", "2023-06-01"])
deliveries = st.lists(
    st.dictionaries(keys, st.tuples(dates, st.integers(1, 99)), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8)
@given(deliveries)
def test_a_city_is_the_last_row_of_every_key_however_delivered(tmp_path_factory, batches):
    """Against a plain dictionary; and the hash is that of the same rows delivered at once."""
    city = new_city(tmp_path_factory.mktemp("one"))
    held: dict[tuple[str, int], dict[str, object]] = {}
    for batch in batches:
        rows = {key: line(*key, on, amount) for key, (on, amount) in batch.items()}
        snapshot = post(city, lines(*rows.values()))
        assert snapshot.intake["line"].superseded == len(rows.keys() & held.keys())
        held |= rows
        assert published(city, snapshot) == [held[key] for key in sorted(held)]
    at_once = post(new_city(tmp_path_factory.mktemp("other")), lines(*held.values()))
    assert snapshot.hash == at_once.hash
    assert verify_snapshot(city, snapshot.number, CONTRACT) == []


# --- rows that break the contract

BAD = [
    ({"amount_fen": 1}, "row_identity_broken", "line_parts"),
    ({"amount_fen": -1000, "fund_fen": -1010}, "row_identity_broken", "line_refund"),
    ({"amount_fen": None}, "row_empty", "amount_fen"),
    ({"stay_id": ""}, "row_blank", "stay_id"),
    ({"stay_id": "A" * 11}, "row_too_long", "stay_id"),
    ({"item_type": "99"}, "row_code_unknown", "item_type"),
    ({"item_type": None}, "row_empty", "item_type"),
    ({"period": "2023-13"}, "row_unreadable", "period"),
    ({"fee_dayno": day("2023-05-10") + 200_000}, "row_day_far", "fee_dayno"),
    ({"refund_flag": None}, "row_empty", "refund_flag"),
]


@pytest.mark.parametrize(("wrong", "code", "field"), BAD, ids=[f"{code}-{field}" for _, code, field in BAD])
def test_a_wrong_row_refuses_the_delivery_and_is_named(city, wrong, code, field):
    table = lines(line("A", 1), line("A", 2) | wrong)
    assert (code, 2, field) in problems_of(city, table)


def test_wrong_rows_are_set_aside_and_listed_where_asked(city):
    table = lines(line("A", 1), *[line("A", 2 + n) | wrong for n, (wrong, _, _) in enumerate(BAD)])
    snapshot = post(city, table, set_aside=True)
    intake = snapshot.intake["line"]
    assert (intake.read, intake.accepted, intake.set_aside) == (11, 1, 10)
    assert intake.totals == {"amount_fen": 1000, "fund_fen": 990, "self_fen": 10}
    assert [row["line_no"] for row in published(city, snapshot)] == [1]
    with (city.snapshots / snapshot.set_aside).open(encoding="utf-8-sig") as stream:
        listed = list(csv.DictReader(stream))
    assert {row["行"] for row in listed} == {str(n) for n in range(2, 12)}
    assert {"实际": "99", "应为": "类别", "字段": "item_type"}.items() <= next(
        row for row in listed if row["说明"].startswith("代码")
    ).items()


def test_values_of_sensitive_columns_are_masked(city):
    table = pa.table({"stay_id": ["A"], "certno": ["51040219"]})
    with pytest.raises(DeliveryRefused) as caught:
        publish(city, {"stay": table}, CONTRACT, note="", as_of=AS_OF)
    [problem] = caught.value.problems
    assert problem.code == "row_too_long"
    assert "5104" not in sentence(problem)


def test_every_row_of_a_key_given_twice_is_set_aside_also_across_months(city):
    table = lines(
        line("A", 1), line("A", 1, "2023-06-01", amount=50), line("B", 1), line("B", 1), line("C", 1)
    )
    found = problems_of(city, table)
    assert [(code, row) for code, row, _ in found] == [("row_key_repeated", n) for n in (1, 2, 3, 4)]
    post(city, lines(line("A", 1, amount=7)))
    snapshot = post(city, table, set_aside=True)
    assert snapshot.intake["line"].set_aside == 4
    assert snapshot.intake["line"].totals["amount_fen"] == 1000
    assert [(row["stay_id"], row["amount_fen"]) for row in published(city, snapshot)] == [
        ("A", 7),
        ("C", 1000),
    ]


def test_a_key_given_twice_in_two_files_is_found(city, tmp_path):
    for name in ("a", "b"):
        pq.write_table(lines(line("A", 1)), tmp_path / f"{name}.parquet")
    found = problems_of(city, [tmp_path / "a.parquet", tmp_path / "b.parquet"])
    assert [code for code, _, _ in found] == ["row_key_repeated"] * 2


def test_a_row_wrong_in_two_ways_is_one_row_set_aside(city):
    both = line("A", 1) | {"item_type": "99", "period": "2023"}
    snapshot = post(city, lines(both, line("A", 1), line("B", 1)), set_aside=True)
    assert snapshot.intake["line"].set_aside == 1
    assert snapshot.intake["line"].accepted == 2


def test_amounts_near_the_limit_of_integers_are_checked_and_summed_exactly(city):
    top = 2**63 - 1
    table = lines(*[line(name, 1) | {"amount_fen": top, "fund_fen": top, "self_fen": 0} for name in "AB"])
    assert post(city, table).tables["line"].totals["amount_fen"] == 2 * top
    wraps = lines(line("C", 1) | {"amount_fen": -2, "fund_fen": top, "self_fen": top, "refund_flag": True})
    assert problems_of(city, wraps) == [("row_identity_broken", 1, "line_parts")]


def test_codes_of_a_list_that_is_not_given_are_not_judged(city):
    assert post(city, lines(line("A", 1, item_type="77")), codes={}).intake["line"].accepted == 1


@pytest.mark.parametrize(
    "text",
    ["(SELECT 1) = 1", "read_text('x') = ''", "amount_fen / 2 = 1", "stay.certno = '1'", "unknown = 1", "1 = 1; DROP",
     "getenv('HOME') = ''", "amount_fen = ?", "x -> x", "amount_fen::double = 1", "count(*) > 0"],
)  # fmt: skip
def test_an_identity_may_use_only_what_is_allowed(text):
    with pytest.raises(Refused) as caught:
        identity_condition(LINE, RowIdentity(id="x", name="x", holds=text))
    assert caught.value.problem.code in {"identity_not_allowed", "identity_unreadable"}


def test_rows_whose_reference_leads_nowhere_are_counted_and_published(city):
    given = {"line": lines(line("A", 1), line("B", 1), line("B", 2)), "stay": stays("A")}
    snapshot = publish(city, given, CONTRACT, note="", as_of=AS_OF, codes=CODES)
    assert snapshot.intake["line"].orphans == {"stay_id→stay": 2}
    assert snapshot.tables["line"].rows == 3
    later = publish(
        city, {"stay": stays("B"), "line": lines(line("A", 2))}, CONTRACT, note="", as_of=AS_OF, codes=CODES
    )
    assert later.intake["line"].orphans == {}


# --- whole files


def test_columns_are_judged_before_rows(city, tmp_path):
    table = lines(line("A", 1)).drop_columns(["note"]).append_column("nota", pa.array(["x"]))
    table = table.set_column(table.column_names.index("amount_fen"), "amount_fen", pa.array([10.0]))
    assert sorted(code for code, _, _ in problems_of(city, table)) == [
        "delivery_column_missing", "delivery_column_type", "delivery_column_unknown",
    ]  # fmt: skip


def test_zones_are_refused_and_fractions_of_seconds_named(city):
    zoned = lines(line("A", 1))
    place = zoned.column_names.index("fee_time")
    aware = pa.array([datetime(2023, 5, 10, 8)], pa.timestamp("us", "Asia/Shanghai"))
    assert problems_of(city, zoned.set_column(place, "fee_time", aware)) == [
        ("delivery_column_type", 0, "fee_time")
    ]
    split = pa.array([datetime(2023, 5, 10, 8, 0, 0, 500)], pa.timestamp("us"))
    assert problems_of(city, zoned.set_column(place, "fee_time", split)) == [
        ("row_unreadable", 1, "fee_time")
    ]


def test_other_engines_types_are_taken_where_nothing_is_lost(city):
    table = lines(line("A", 1))
    for name, values in {
        "line_no": pa.array([1], pa.int16()),
        "fee_dayno": pa.array([date(2023, 5, 10)], pa.date32()),
        "item_type": pa.array(["01"]).dictionary_encode(),
        "fee_time": pa.array([datetime(2023, 5, 10, 8, 30)], pa.timestamp("us")),
        "amount_fen": pa.array([1000], pa.uint64()),
    }.items():
        table = table.set_column(table.column_names.index(name), name, values)
    assert post(city, table).hash == post(new_city(city.root.parent / "x"), lines(line("A", 1))).hash


def test_a_damaged_file_is_named(city, tmp_path):
    path = tmp_path / "line.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    assert problems_of(city, [path]) == [("delivery_file_unreadable", 0, "")]
    pq.write_table(lines(*[line("A", n) for n in range(3000)]), path)
    raw = bytearray(path.read_bytes())
    raw[60:1500] = bytes(1440)
    path.write_bytes(bytes(raw))
    before = files_of(city)
    with pytest.raises(Refused) as caught:
        post(city, [path])
    assert caught.value.problem.code == "delivery_file_unreadable"
    assert files_of(city) == before


def test_a_table_the_contract_does_not_know_is_refused(city):
    with pytest.raises(DeliveryRefused) as caught:
        publish(city, {"lines": lines(line("A", 1))}, CONTRACT, note="", as_of=AS_OF)
    assert [(one.code, one.expected) for one in caught.value.problems] == [
        ("delivery_table_unknown", "line（明细）")
    ]


def test_files_and_arrow_give_the_same_snapshot(city, tmp_path):
    rows = [
        line(f"S{n % 7}", n, f"2023-0{n % 6 + 1}-15", note=None if n % 3 else f"第{n}行") for n in range(300)
    ]
    table = lines(*rows)
    pq.write_table(table.slice(0, 100), tmp_path / "one.parquet", row_group_size=10)
    pq.write_table(table.slice(100), tmp_path / "two.parquet", compression="gzip")
    first = post(city, table)
    second = post(new_city(tmp_path / "x"), [tmp_path / "one.parquet", tmp_path / "two.parquet"])
    assert first.hash == second.hash
    whole = pa.concat_tables([pq.read_table(city.root / part.file) for part in first.tables["line"].parts])
    assert table_hash(whole, LINE.key) == table_hash(table, LINE.key)


# --- one writer, a full disk


HOLD = """
import sys
from pathlib import Path
from yiheng.engine.writer_lock import writer_lock
with writer_lock(Path(sys.argv[1]), "装载 甲"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_refused_and_told_who_writes(city):
    held = [sys.executable, "-c", HOLD, str(city.root)]
    with subprocess.Popen(held, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Refused) as caught:
            post(city, lines(line("A", 1)))
        holder.stdin.close()
    assert caught.value.problem.code == "city_locked"
    assert f"进程 {holder.pid}（装载 甲）" in sentence(caught.value.problem)
    assert post(city, lines(line("A", 1))).number == 1


def refused_for_space(city, table) -> None:
    before, number = files_of(city), current_number(city)
    with pytest.raises(Refused) as caught:
        post(city, table)
    assert caught.value.problem.code == "disk_full"
    assert "磁盘空间不足" in sentence(caught.value.problem)
    assert (files_of(city), current_number(city)) == (before, number)


def test_a_full_disk_refuses_with_a_sentence_and_leaves_nothing(city):
    """The system's own limit on the size of a file stands for the end of the disk."""
    post(city, lines(line("A", 1)))
    many = lines(*[line(f"S{n}", n, note=os.urandom(40).hex()) for n in range(3000)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        refused_for_space(city, many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert post(city, many).tables["line"].rows == 3001


@pytest.mark.parametrize("step", ["part", "keys", "manifest", "current"])
def test_a_disk_that_is_full_at_any_step_leaves_the_city_as_it_was(city, monkeypatch, step):
    post(city, lines(line("A", 1)))

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "part":
        real = table_merge.write_part

        def write(*arguments):
            real(*arguments)
            raise duckdb.IOException("IO Error: Could not write file: No space left on device")

        monkeypatch.setattr(table_merge, "write_part", write)
    elif step == "keys":
        monkeypatch.setattr(table_merge, "write_keys", full)
    else:
        name = {"manifest": "2.json", "current": "CURRENT"}[step]
        real_rename = durable.rename_durably
        monkeypatch.setattr(
            durable,
            "rename_durably",
            lambda beside, path: full() if path.name == name else real_rename(beside, path),
        )
    refused_for_space(city, lines(line("A", 2)))
    monkeypatch.undo()
    assert post(city, lines(line("A", 2))).number == 2


def test_what_an_interrupted_publish_left_is_swept_and_never_read(city):
    post(city, lines(line("A", 1)))
    left = [
        city.parts / "line" / "2023-05" / "000002.parquet",
        city.parts / "line" / "2023-05" / "000002.keys",
        city.snapshots / "2.json",
        city.snapshots / ".CURRENT.new",
        city.staging / "line-0.parquet",
    ]
    city.staging.mkdir()
    for path in left:
        path.write_bytes(b"half")
    assert verify_snapshot(city, 1, CONTRACT) == []
    snapshot = post(city, lines(line("A", 1, "2023-06-01")))
    assert read_snapshot(city, 2) == snapshot
    assert not any(path.exists() and path.read_bytes() == b"half" for path in left)


def test_files_that_are_not_ours_are_left_alone(city):
    post(city, lines(line("A", 1)))
    for path in (city.snapshots / "备注.txt", city.parts / "line" / "2023-05" / "note.parquet"):
        path.write_bytes(b"x")
    post(city, lines(line("A", 2)))
    assert {"snapshots/备注.txt", "parts/line/2023-05/note.parquet"} <= files_of(city)
