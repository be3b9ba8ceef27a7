"""The policy version: the same policy has the same version, another policy another."""

from __future__ import annotations

from datetime import date

import pytest
from layers import layer, limits, read, values

ONE, TWO = limits("code: a, value: 甲"), limits("code: b, value: 乙")


def test_the_order_of_files_and_rows_does_not_matter(tmp_path):
    both = limits("code: b, value: 乙", "code: a, value: 甲")
    versions = {
        read(layer(tmp_path / "1", "national", x=ONE, y=TWO)).version(),
        read(layer(tmp_path / "2", "national", x=TWO, y=ONE)).version(),
        read(layer(tmp_path / "3", "national", z=both)).version(),
    }
    assert len(versions) == 1


def test_comments_and_writing_do_not_matter(tmp_path):
    written = "# noted\nlimits:\n  - value: '甲'\n    code: \"a\"\n"
    assert (
        read(layer(tmp_path / "1", "national", x=ONE)).version()
        == read(layer(tmp_path / "2", "national", x=written)).version()
    )


def test_any_change_of_a_value_changes_it(tmp_path):
    rows = [
        "code: a, value: 甲",
        "code: a, value: 甲 ",
        "code: a, value: 乙",
        "code: b, value: 甲",
        "code: a, value: 甲, count: 1",
        "code: a, value: 甲, valid_from: 2023-01-01",
        "code: a, value: 甲, valid_from: 2023-01-02",
        "code: a, value: 甲, valid_from: 2023-01-01, valid_to: 2024-01-01",
    ]
    # a space at the end of a plain value is no part of it: seven policies in eight writings
    versions = [
        read(layer(tmp_path / str(number), "national", x=limits(row))).version()
        for number, row in enumerate(rows)
    ]
    assert len(set(versions)) == len(rows) - 1
    assert versions[0] == versions[1]


def test_the_layer_of_a_value_belongs_to_it(tmp_path):
    national = read(layer(tmp_path / "1", "national", x=ONE)).version()
    bureau = read(layer(tmp_path / "2", "bureau", x=ONE)).version()
    assert national != bureau


def test_a_bureaus_value_changes_the_version_of_the_shipped_content(content, tmp_path):
    more = read(layer(tmp_path, "bureau", x=ONE))
    assert type(content)(content.entries + more.entries).version() != content.version()


def test_it_can_be_told_also_where_two_values_clash(tmp_path):
    clash = read(layer(tmp_path, "national", x=limits("code: a, value: 甲", "code: a, value: 乙")))
    assert [problem.code for problem in clash.problems] == ["content_overlap"]
    assert clash.version() != read(layer(tmp_path / "2", "national", x=ONE)).version()


def test_where_the_version_is_the_same_the_values_are_the_same(tmp_path):
    """Two years of a value, written in either order: without a day the later one holds, whatever the order."""
    old, new = "code: a, value: 旧, valid_to: 2023-01-01", "code: a, value: 新, valid_from: 2023-01-01"
    one = read(layer(tmp_path / "1", "national", x=limits(old, new)))
    other = read(layer(tmp_path / "2", "national", x=limits(new, old)))
    assert one.version() == other.version()
    assert values(one, as_of=date(2022, 1, 1)) == values(other, as_of=date(2022, 1, 1)) == {"a": "旧"}
    assert values(one) == values(other) == {"a": "新"}


def test_it_is_short_enough_to_print(content):
    assert len(content.version()) == 12
    assert int(content.version(), 16) >= 0


@pytest.mark.parametrize("step", [-1, 2, 7])
def test_entries_in_any_order_are_one_policy(content, step):
    parts = [
        content.entries[start :: abs(step)][:: 1 if step > 0 else -1] for start in reversed(range(abs(step)))
    ]
    shuffled = type(content)(tuple(entry for part in parts for entry in part))
    assert len(shuffled.entries) == len(content.entries)
    assert shuffled.version() == content.version()
