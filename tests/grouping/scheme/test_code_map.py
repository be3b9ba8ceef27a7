"""Tables by category: the closest entry answers for a code."""

from hypothesis import given
from hypothesis import strategies as st

from yiheng.grouping.scheme.code_map import CodeMap, code_map, is_category

FAMILIES = code_map(
    [
        ("I20~I25", "缺血性心脏病"),
        ("I21%", "心肌梗死"),
        ("I21.400", "内膜下"),
        ("I20~I52", "心脏"),
        ("J18%", "肺炎"),
    ]
)


def test_the_code_itself_answers_before_its_category_and_that_before_its_block():
    assert FAMILIES["I21.400"] == "内膜下"
    assert FAMILIES["I21.000"] == "心肌梗死"
    assert FAMILIES["I25.101"] == "缺血性心脏病"
    assert FAMILIES.get("J19.000", "") == ""
    assert "J1" not in FAMILIES


def test_the_end_of_a_range_takes_in_all_that_begins_with_it():
    ends = code_map([("S20~S25", "胸")])
    assert "S25.900" in ends and "S20" in ends
    assert "S26.000" not in ends and "S19.900" not in ends


def test_where_every_code_is_written_out_the_table_is_a_plain_one():
    assert type(code_map([("I21.000", "1"), ("I21.100", "2")])) is dict
    assert isinstance(FAMILIES, CodeMap) and len(FAMILIES) == 5
    assert [entry for entry in FAMILIES if not is_category(entry)] == ["I21.400"]


@given(st.text("IJ0123.", min_size=1, max_size=6))
def test_every_entry_that_answers_takes_in_the_code(code: str):
    assert isinstance(FAMILIES, CodeMap)
    entry = FAMILIES.entry_of(code)
    assert (code in FAMILIES) == bool(entry)
    if entry.endswith("%"):
        assert code.startswith(entry[:-1])
    elif "~" in entry:
        low, high = entry.split("~")
        assert low <= code and code[: len(high)] <= high
