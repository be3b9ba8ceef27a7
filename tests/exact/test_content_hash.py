"""Equal content, equal hash; anything else, another."""

import random
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.content_hash import content_hash, text_hash
from yiheng.exact.errors import ExactError

COLUMNS = [("id", "str"), ("amount_fen", "int"), ("day", "date"), ("paid", "bool"), ("share", "fraction")]
ROWS: list[tuple[object, ...]] = [
    ("A1", 100, date(2023, 1, 1), True, Fraction(1, 3)),
    ("A2", -5, None, False, Fraction(2)),
    ("A10", None, date(2023, 1, 2), None, None),
]


def test_the_hash_is_fixed_for_all_time() -> None:
    """A change of this value means that every stored hash is void."""
    assert content_hash(COLUMNS, ROWS, ["id"]) == EXPECTED_TABLE
    assert text_hash({"名称": "医保", "rows": [[1, "1", None, True]]}) == EXPECTED_TEXT


EXPECTED_TABLE = "ef656f9dde98217f279631206b333f04b0a2c51aea0ad2ece5d032b41799174a"
EXPECTED_TEXT = "75e1076c8b4d142122b93e8601393e84088b9a8ced4d1806adfbeab9a24c6496"


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[object, ...]]) -> None:
    assert content_hash(COLUMNS, iter(rows), ["id"]) == content_hash(COLUMNS, ROWS, ["id"])


def test_types_names_and_limits_of_cells_tell_tables_apart() -> None:
    tables: list[tuple[list[tuple[str, str]], list[tuple[object, ...]], list[str]]] = [
        ([("k", "str"), ("v", "int")], [("a", 1)], ["k"]),
        ([("k", "str"), ("v", "str")], [("a", "1")], ["k"]),
        ([("k", "str"), ("v", "bool")], [("a", True)], ["k"]),
        ([("k", "str"), ("v", "fraction")], [("a", Fraction(1))], ["k"]),
        ([("k", "str"), ("v", "str")], [("a", "")], ["k"]),
        ([("k", "str"), ("v", "str")], [("a", None)], ["k"]),
        ([("k", "str"), ("v", "int")], [("a", None)], ["k"]),
        ([("k", "str"), ("v", "str")], [("a", "s1:b")], ["k"]),
        ([("k", "str"), ("v", "str")], [("as1", ":b")], ["k"]),
        ([("k", "str"), ("v", "str")], [("a", "2023-01-01")], ["k"]),
        ([("k", "str"), ("v", "date")], [("a", date(2023, 1, 1))], ["k"]),
        ([("k", "str"), ("w", "str")], [("a", "1")], ["k"]),
        ([("v", "str"), ("k", "str")], [("1", "a")], ["k"]),
        ([("k", "str"), ("v", "str")], [("a", "1")], ["k", "v"]),
        ([("k", "str"), ("v", "str")], [("a", "1"), ("b", "1")], ["k"]),
        ([("k", "str"), ("v", "str")], [], ["k"]),
    ]
    assert len({content_hash(*table) for table in tables}) == len(tables)


@pytest.mark.parametrize(
    ("columns", "rows", "key", "code"),
    [
        ([("k", "float")], [], ["k"], "column_type_unknown"),
        ([("k", "int"), ("k", "int")], [], ["k"], "column_duplicate"),
        ([("k", "int")], [], ["id"], "key_unknown"),
        ([("k", "int")], [(1, 2)], ["k"], "row_width"),
        ([("k", "int"), ("v", "int")], [(1, 2.0)], ["k"], "float_refused"),
        ([("k", "int"), ("v", "int")], [(1, True)], ["k"], "value_type"),
        ([("k", "int"), ("v", "bool")], [(1, 1)], ["k"], "value_type"),
        ([("k", "int"), ("v", "date")], [(1, datetime(2023, 1, 1))], ["k"], "value_type"),
        ([("k", "int"), ("v", "str")], [(1, 5)], ["k"], "value_type"),
        ([("k", "int")], [(None,)], ["k"], "key_missing"),
        ([("k", "int"), ("v", "int")], [(1, 1), (1, 2)], ["k"], "key_duplicate"),
    ],
)
def test_what_has_no_canonical_form_is_refused(
    columns: list[tuple[str, str]], rows: list[tuple[object, ...]], key: list[str], code: str
) -> None:
    with pytest.raises(ExactError) as refusal:
        content_hash(columns, rows, key)
    assert refusal.value.code == code


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), plain, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_a_dict_does_not_matter(data: dict[str, object], shuffle: random.Random) -> None:
    names = list(data)
    shuffle.shuffle(names)
    assert text_hash({name: data[name] for name in names}) == text_hash(data)


def test_nested_data_is_told_apart_by_type_and_order() -> None:
    variants = [1, "1", True, None, "", [], {}, [1, 2], [2, 1], [[1], 2], {"a": 1}, {"a": "1"}, {"b": 1}]
    assert len({text_hash(variant) for variant in variants}) == len(variants)
    assert text_hash((1, 2)) == text_hash([1, 2])


@pytest.mark.parametrize(
    ("data", "code"),
    [({"a": [1.5]}, "float_refused"), ([date(2023, 1, 1)], "value_type"), ({1: "a"}, "key_not_text")],
)
def test_nested_data_that_is_not_plain_is_refused(data: object, code: str) -> None:
    with pytest.raises(ExactError) as refusal:
        text_hash(data)
    assert refusal.value.code == code
