"""Snapshots: what was published can be read again as it was, and what was altered is found and named."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from tests.engine.cities import CONTRACT, files_of, line, lines, new_city, post, published

from yiheng.engine.facts import open_facts
from yiheng.engine.key_index import key_file
from yiheng.engine.snapshot import (
    FORMAT,
    current_number,
    current_snapshot,
    manifest_path,
    part_path,
    read_snapshot,
)
from yiheng.engine.verify import verify_snapshot
from yiheng.exact.content_hash import text_hash
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused
from yiheng.standards.table import Contract


@pytest.fixture
def city(tmp_path):
    made = new_city(tmp_path)
    post(made, lines(line("A", 1), line("A", 2, "2023-06-01")))
    return made


def code_of(action) -> str:
    with pytest.raises(Refused) as caught:
        action()
    assert sentence(caught.value.problem)
    return caught.value.problem.code


def rewrite(path, change, seal=True):
    plain = json.loads(path.read_bytes())
    change(plain)
    if seal:
        del plain["seal"]
        plain["seal"] = text_hash(plain)
    path.write_text(json.dumps(plain), encoding="utf-8")


def test_a_new_city_is_at_number_nought_and_empty(tmp_path):
    snapshot = current_snapshot(new_city(tmp_path))
    assert (snapshot.number, dict(snapshot.tables)) == (0, {})


def test_what_was_published_is_read_back_whole(city):
    first = post(city, lines(line("B", 1)), note="乙", versions={"national": "abc"})
    again = read_snapshot(city, 2)
    assert again == first
    assert (again.parent, again.note, again.as_of, again.versions) == (
        1,
        "乙",
        "2024-01-31",
        {"national": "abc"},
    )
    assert again.contract == CONTRACT.version
    assert current_snapshot(city) == again


def test_an_older_snapshot_stays_as_it_was(city):
    before = published(city, read_snapshot(city, 1))
    post(city, lines(line("A", 1, amount=5000)))
    assert published(city, read_snapshot(city, 1)) == before
    assert verify_snapshot(city, 1, CONTRACT) == []


def test_control_totals_and_rows_stand_in_the_manifest(city):
    state = current_snapshot(city).tables["line"]
    assert state.rows == 2
    assert state.totals == {"amount_fen": 2000, "fund_fen": 1980, "self_fen": 20}
    assert [part.partition for part in state.parts] == ["2023-05", "2023-06"]


def test_a_manifest_above_the_current_one_was_never_published(city):
    path = manifest_path(city, 1)
    manifest_path(city, 2).write_bytes(path.read_bytes())
    assert code_of(lambda: read_snapshot(city, 2)) == "snapshot_unpublished"
    assert code_of(lambda: read_snapshot(city, 0)) == "snapshot_unpublished"


def test_a_lost_altered_or_newer_manifest_is_named(city):
    path = manifest_path(city, 1)
    good = path.read_bytes()
    rewrite(path, lambda plain: plain["tables"]["line"]["parts"][0].update(rows=7), seal=False)
    assert code_of(lambda: current_snapshot(city)) == "snapshot_altered"
    path.write_bytes(good[: len(good) // 2])
    assert code_of(lambda: current_snapshot(city)) == "snapshot_altered"
    path.write_bytes(b"[1]")
    assert code_of(lambda: current_snapshot(city)) == "snapshot_altered"
    path.write_bytes(good)
    rewrite(path, lambda plain: plain.update(format=FORMAT + 1))
    assert code_of(lambda: current_snapshot(city)) == "snapshot_newer"
    path.unlink()
    assert code_of(lambda: current_snapshot(city)) == "snapshot_missing"


@pytest.mark.parametrize("words", ["", "二", "-1", "1 2"])
def test_a_current_file_that_says_nothing_is_refused(city, words):
    city.current.write_text(words, encoding="utf-8")
    assert code_of(lambda: current_number(city)) == "current_unreadable"


def test_a_missing_part_is_named(city):
    part = current_snapshot(city).tables["line"].parts[1]
    part_path(city, part).unlink()
    [problem] = verify_snapshot(city, 1, CONTRACT)
    assert (problem.code, problem.file, problem.found) == ("part_missing", part.file, "2023-06")
    assert code_of(lambda: open_facts(city, current_snapshot(city), CONTRACT)) == "part_missing"


def test_an_altered_byte_is_found_wherever_it_stands(city):
    part = current_snapshot(city).tables["line"].parts[0]
    path = part_path(city, part)
    good = path.read_bytes()
    for place in range(0, len(good), 97):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert [(one.code, one.file) for one in verify_snapshot(city, 1, CONTRACT)] == [
            ("part_altered", part.file)
        ]


def test_a_manifest_that_belongs_to_other_rows_is_found_by_the_content(city):
    """The file is sound, its checksum agrees; what the manifest says of its rows does not."""
    for change in ({"hash": "0" * 64}, {"rows": 7}, {"totals": {"amount_fen": 1}}):
        good = manifest_path(city, 1).read_bytes()
        rewrite(
            manifest_path(city, 1),
            lambda plain, change=change: plain["tables"]["line"]["parts"][0].update(change),
        )
        assert [one.code for one in verify_snapshot(city, 1, CONTRACT)] == ["part_altered"]
        manifest_path(city, 1).write_bytes(good)


def test_a_part_rewritten_with_another_amount_is_found(city):
    part = current_snapshot(city).tables["line"].parts[0]
    path = part_path(city, part)
    table = pq.read_table(path)
    place = table.column_names.index("amount_fen")
    pq.write_table(table.set_column(place, "amount_fen", [[999]]), path)
    assert [problem.code for problem in verify_snapshot(city, 1, CONTRACT)] == ["part_altered"]


def test_no_delivery_is_merged_into_an_altered_part(city):
    part = current_snapshot(city).tables["line"].parts[0]
    path = part_path(city, part)
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    before = files_of(city)
    assert code_of(lambda: post(city, lines(line("C", 1)))) == "part_altered"
    assert (current_number(city), files_of(city)) == (1, before)


def test_the_index_of_keys_is_a_cache(city):
    part = current_snapshot(city).tables["line"].parts[0]
    index = key_file(part_path(city, part))
    good = index.read_bytes()
    index.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    assert [problem.code for problem in verify_snapshot(city, 1, CONTRACT)] == ["part_keys_altered"]
    index.unlink()
    assert verify_snapshot(city, 1, CONTRACT) == []
    snapshot = post(city, lines(line("A", 1, "2023-06-02", amount=70)))  # supersedes a row of May
    assert [row["amount_fen"] for row in published(city, snapshot)] == [70, 1000]


def test_a_table_that_the_contract_lost_is_named(city):
    problems = verify_snapshot(city, 1, Contract({}))
    assert {problem.code for problem in problems} == {"snapshot_table_unknown"}


def test_facts_are_one_view_a_table_and_empty_where_nothing_is_published(city):
    with open_facts(city, current_snapshot(city), CONTRACT) as database:
        rows = database.table(
            "SELECT count(*) AS n, CAST(sum(amount_fen) AS BIGINT) AS total FROM line"
        ).to_pylist()
        assert rows == [{"n": 2, "total": 2000}]
        empty = database.table("SELECT * FROM stay")
        assert (empty.num_rows, empty.column_names) == (0, ["stay_id", "certno"])
