"""Reading YAML that people write: the line of every value, plain words as text, and a refusal for all else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.policy.source_file import parse_document, read_document, read_text, read_with_faults
from yiheng.policy.user_file import SIZE_LIMIT_BYTES
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused


def refused(text: str) -> Problem:
    with pytest.raises(Refused) as caught:
        parse_document(text, "facts.yaml")
    return caught.value.problem


def refused_file(path) -> Problem:
    with pytest.raises(Refused) as caught:
        read_text(path)
    return caught.value.problem


def test_every_value_has_its_line():
    document = parse_document(
        "# a comment\n"
        "title: 甲\n"
        "facts:\n"
        "  - {metric: fund_income,\n"
        '     value: "1"}\n'
        "  - metric: fund_expense\n"
        "\n"
        '    value: "2"\n'
        "text: |\n"
        "  one\n"
        "  two\n"
        "end: 完\n",
        "facts.yaml",
    )
    assert {path: document.line(path) for path in document.lines} == {
        (): 2,
        ("title",): 2,
        ("facts",): 3,
        ("facts", 0): 4,
        ("facts", 0, "metric"): 4,
        ("facts", 0, "value"): 5,
        ("facts", 1): 6,
        ("facts", 1, "metric"): 6,
        ("facts", 1, "value"): 8,
        ("text",): 9,
        ("end",): 12,
    }


def test_a_value_that_is_not_there_has_the_line_of_what_it_would_stand_in():
    document = parse_document("a: 1\nfacts:\n  - {metric: x}\n", "facts.yaml")
    assert document.line(("facts", 0, "unit")) == 3
    assert document.line(("facts", 7, "unit")) == 2
    assert document.line(("goals",)) == 1


@pytest.mark.parametrize(
    "word",
    [
        "no", "yes", "on", "off", "y", "n", "1:30", "12:30:45", "010", "007", "0x1F", "0b1", "1_000", "1e3", "1.5",
        "-0", "+5", "--5", ".inf", ".nan", "2024-01-01", "1,234", "5%", "<<", "１２",
    ],
)  # fmt: skip
def test_words_that_other_readers_turn_into_something_else_stay_text(word):
    assert parse_document(f"a: {word}\n", "f").data == {"a": word}
    assert parse_document(f'a: "{word}"\n', "f").data == {"a": word}


@pytest.mark.parametrize(
    ("plain", "value"), [("0", 0), ("12", 12), ("-5", -5), ("2024", 2024), ("true", True), ("false", False)]
)
def test_plain_integers_and_truth_values(plain, value):
    found = parse_document(f"a: {plain}\n", "f").data["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("plain", ["null", "~", ""])
def test_nothing(plain):
    assert parse_document(f"a: {plain}\n", "f").data == {"a": None}


@pytest.mark.parametrize("quoted", ["12", "true", "null", "", "~", "-5"])
def test_what_is_quoted_is_text(quoted):
    assert parse_document(f"a: \"{quoted}\"\nb: '{quoted}'\n", "f").data == {"a": quoted, "b": quoted}


def test_a_number_of_thousands_of_digits_is_no_reason_to_break_off():
    digits = "1" * 5000
    assert str(parse_document(f"a: {digits}\n", "f").data["a"]) == digits


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])))
def test_any_quoted_text_comes_through(text):
    quoted = text.replace("'", "''")
    assert parse_document(f"a: '{quoted}'\n", "f").data == {"a": text}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        document = parse_document(text, "f")
    except Refused as refusal:
        assert refusal.problem.code in {"yaml_broken", "file_empty", "key_duplicate"}
        assert refusal.problem.file == "f"
    else:
        assert document.line(()) >= 1


def test_a_key_given_twice_is_refused_where_it_stands_again():
    problem = refused("title: 甲\nfacts:\n  - {metric: x, value: a,\n     metric: y}\n")
    assert (problem.code, problem.line, problem.field) == ("key_duplicate", 4, "metric")
    assert sentence(problem) == "文件 facts.yaml 第 4 行，字段 metric：“metric”写了两次（请删去重复的一处）。"


def test_all_faulty_keys_of_a_file_are_told_at_once():
    text = "title: 甲\ntitle: 乙\nfacts:\n  - {metric: x, metric: y, unit: 元}\n  - [1]: z\n    unit: 人\n"
    with pytest.raises(Refused) as caught:
        parse_document(text, "facts.yaml")
    found = [caught.value.problem, *caught.value.details]
    assert [(one.code, one.line, one.field) for one in found] == [
        ("key_duplicate", 2, "title"),
        ("key_duplicate", 4, "metric"),
        ("yaml_broken", 5, ""),
    ]
    assert sentence(found[2]) == (
        "文件 facts.yaml 第 5 行：YAML 格式读不通：键应是一个词（请检查这一行的缩进、冒号后的空格和引号）。"
    )


def test_beside_faulty_keys_the_document_is_read_to_its_end(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("a: 1\na: 2\nb: 3\n", encoding="utf-8")
    document, faults = read_with_faults(path, "facts.yaml")
    assert (document.data, document.line(("b",))) == ({"a": 1, "b": 3}, 3)
    assert [(one.code, one.file, one.line) for one in faults] == [("key_duplicate", "facts.yaml", 2)]


def test_a_key_is_the_same_with_and_without_quotes():
    assert refused('2023: a\n"2023": b\n').code == "key_duplicate"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n\tb: 1\n", 2),  # a tab
        ("a: 1\nb: [1, 2\nc: 3\n", 3),  # a bracket left open
        ("a: 1\n b: 2\n", 2),  # an indent that belongs nowhere
        ('a: "1\n', 2),  # a quote left open
        ("a: 1\nb: @x\n", 2),
        ("a: *nowhere\n", 1),
        ("a: 1\n---\nb: 2\n", 2),  # two documents
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(text, line):
    problem = refused(text)
    assert (problem.code, problem.file, problem.line) == ("yaml_broken", "facts.yaml", line)


@pytest.mark.parametrize(
    "text",
    ["a:\n\tb: 1\n", "a: [1, 2\nc: 3\n", "a: 1\n b: 2\n", 'a: "1\n', "a: *nowhere\n", "a: 1\n---\nb: 2\n"],
)
def test_the_refusal_of_broken_yaml_is_chinese(text):
    """The parser explains in English; who types facts reads Chinese."""
    words = re.findall(r"[A-Za-z]{2,}", sentence(refused(text)).removeprefix("文件 facts.yaml"))
    assert [word for word in words if word not in {"YAML", "Tab"}] == []


def test_control_characters_are_refused():
    assert refused("a: \x07\n").code == "yaml_broken"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000 + "]" * 10_000,
        "\n".join(" " * depth + "a:" for depth in range(2_000)),
        "- " * 10_000 + "x",
        "a: &a [*a]",
    ],
)
def test_nesting_without_end_is_refused(text):
    assert refused(text).code == "yaml_broken"


def test_an_anchor_stands_for_what_it_names():
    document = parse_document("a: &bands\n  - 优\n  - 良\nb: *bands\n", "f")
    assert document.data == {"a": ["优", "良"], "b": ["优", "良"]}
    assert document.line(("b", 1)) in {3, 4}


def test_anchors_cannot_blow_up_a_small_file():
    """Nineteen lines that double each other make half a million words from four hundred characters."""
    text = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 18))
    assert refused(text).code == "yaml_broken"


def test_tags_call_nothing():
    assert parse_document("a: !!python/object/apply:os.getcwd []\n", "f").data == {"a": []}


@pytest.mark.parametrize("text", ["", "  \n\n", "# only a comment\n"])
def test_empty(text, tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_document(path)
    assert caught.value.problem == Problem("file_empty", file=str(path))


def test_missing_and_folder(tmp_path):
    assert refused_file(tmp_path / "none.yaml").code == "file_not_found"
    assert refused_file(tmp_path).code == "file_is_folder"


def test_gbk_is_named_so_that_the_user_can_save_again(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_bytes("title: 攀枝花市职工基本医疗保险基金\n".encode("gbk"))
    problem = refused_file(path)
    assert (problem.code, problem.found) == ("encoding_not_utf8", "GBK")
    assert "另存为" in sentence(problem)


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04\x00\x00\x00", b"\xd0\xcf\x11\xe0\x00\x00", b"\x89PNG\r\n\x1a\n\x00", b"a: \xff\xff"]
)
def test_binary_is_refused(raw, tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_bytes(raw)
    assert refused_file(path).code == "file_not_text"


def test_utf_16_is_refused_as_no_text_that_can_be_read(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_bytes("title: 甲\n".encode("utf-16"))
    assert refused_file(path).code == "file_not_text"


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + "title: 甲\r\nunit: 元\r\n".encode())
    document = read_document(path, "facts.yaml")
    assert (document.file, document.data, document.line(("unit",))) == (
        "facts.yaml",
        {"title": "甲", "unit": "元"},
        2,
    )


def test_thirty_megabytes_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "facts.yaml"
    with path.open("wb") as stream:
        stream.truncate(30 * 1024 * 1024)
    problem = refused_file(path)
    assert (problem.code, problem.found, problem.expected) == ("file_too_large", "30 MB", "20 MB")


def test_the_limit_itself_is_allowed(tmp_path):
    path = tmp_path / "facts.yaml"
    with path.open("wb") as stream:
        stream.write(b"#" * SIZE_LIMIT_BYTES)
    assert len(read_text(path)) == SIZE_LIMIT_BYTES


def test_a_name_that_the_system_does_not_take_is_unreadable(tmp_path):
    problem = refused_file(tmp_path / ("长" * 300 + ".yaml"))
    assert (problem.code, problem.found) == ("file_unreadable", "文件名太长")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{a: " * 200_000,
        "- " * 100_000,
        "? " * 100_000,
        "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
        "".join(f"{' ' * depth}a:\r" for depth in range(1_000)),
        'a: ["]", ' * 1_000,
    ],
    ids=["lists", "mappings", "dashes", "keys", "indents", "old_line_ends", "quoted_closers"],
)
def test_nesting_without_end_is_refused_before_the_composer_sees_it(text):
    with pytest.raises(Refused) as caught:
        parse_document(text, "f")
    assert caught.value.problem.code == "yaml_broken"


@pytest.mark.parametrize(
    "text",
    ["a: [" + "[1, 2], " * 5_000 + "]", 'a: "' + "[3, 6) " * 5_000 + '"', "# " + "-" * 500 + "\na: 1"],
    ids=["many_lists", "brackets_in_words", "a_ruled_line"],
)
def test_many_brackets_side_by_side_are_no_nesting(text):
    assert set(parse_document(text, "f").data) == {"a"}
