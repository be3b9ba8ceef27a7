"""Faulty content becomes problems with file, line and field; sound entries beside it stay."""

from __future__ import annotations

import re

import pytest
from layers import LIMITS, layer, limits, read, values

from yiheng.metrics.catalogue import METRICS
from yiheng.performance.subject import SUBJECTS
from yiheng.policy.content import one_entry
from yiheng.policy.parameter import PARAMETERS
from yiheng.policy.source_file import parse_document, read_with_faults
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused

SUBJECT = 'subject: s\ntitle: 题\nreport_type: fund\nprofile: p\nperiod: "2023"\n'


def fault(kind, text: str) -> Problem:
    with pytest.raises(Refused) as caught:
        one_entry(kind, parse_document(text, "facts.yaml"))
    return caught.value.problem


def test_a_missing_value_is_named_with_the_line_of_its_entry(tmp_path):
    (problem,) = read(layer(tmp_path, "national", a=limits("code: a, value: x", "code: b"))).problems
    assert (problem.code, problem.file, problem.line, problem.field) == (
        "key_missing", "national/limits/a.yaml", 3, "value",
    )  # fmt: skip


def test_an_unknown_key_is_named_with_its_own_line_and_value(tmp_path):
    text = "limits:\n  - code: a\n    value: x\n    vlaue: y\n"
    (problem,) = read(layer(tmp_path, "national", a=text)).problems
    assert (problem.code, problem.line, problem.field, problem.found) == ("key_unknown", 4, "vlaue", "y")


def test_a_wrong_type_is_named_with_line_and_value(tmp_path):
    (problem,) = read(layer(tmp_path, "national", a=limits("code: a, value: x, count: 七"))).problems
    assert (problem.code, problem.line, problem.field, problem.found) == ("value_unfit", 2, "count", "七")


def test_the_words_of_a_rooms_own_check_reach_the_user(tmp_path):
    (problem,) = read(layer(tmp_path, "national", a=limits('code: a, value: ""'))).problems
    assert problem.code == "value_unfit"
    assert "不能是空的" in sentence(problem)


def test_every_fault_of_an_entry_is_told_and_its_neighbours_stay(tmp_path):
    text = limits("code: a, value: x", "cod: b, count: 七", "code: c, value: y")
    content = read(layer(tmp_path, "national", a=text))
    assert values(content) == {"a": "x", "c": "y"}
    assert [(problem.code, problem.field) for problem in content.problems] == [
        ("key_missing", "code"),
        ("key_missing", "value"),
        ("value_unfit", "count"),
        ("key_unknown", "cod"),
    ]


def test_every_fault_of_a_file_is_told_in_one_run_in_the_order_of_its_lines(tmp_path):
    text = (
        "limits:\n"
        "  - {code: a, value: x, value: y}\n"
        "  - code: b\n"
        "    value: ''\n"
        "  - {code: c, value: z}\n"
        "  - {code: d, value: x, count: 七}\n"
        "more: 1\n"
        "limits: []\n"
    )
    content = read(layer(tmp_path, "national", a=text, b=limits("code: e, vlaue: x")))
    assert [(one.file[-6:], one.line, one.code) for one in content.problems] == [
        ("a.yaml", 2, "key_duplicate"),
        ("a.yaml", 4, "value_unfit"),
        ("a.yaml", 6, "value_unfit"),
        ("a.yaml", 7, "content_not_list"),
        ("a.yaml", 8, "key_duplicate"),
        ("b.yaml", 2, "key_missing"),
        ("b.yaml", 2, "key_unknown"),
    ]
    assert all(re.search(r"第 \d 行.*[一-鿿]", sentence(one)) for one in content.problems)
    assert values(content) == {}  # which of two keys was meant, nobody can tell


def test_faulty_content_is_refused_with_all_its_faults(tmp_path):
    with pytest.raises(Refused) as caught:
        read(layer(tmp_path, "national", a=limits("code: a", "code: b, value: ''"))).sound()
    assert [one.line for one in (caught.value.problem, *caught.value.details)] == [2, 3]
    sound = read(layer(tmp_path, "other", a=limits("code: a, value: x")))
    assert sound.sound() is sound


def test_a_users_file_is_refused_with_all_its_faults(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(
        SUBJECT + "title: 又\nfacts:\n  - {metric: x, vlaue: '1'}\nmoney_unit: 美元\n", encoding="utf-8"
    )
    with pytest.raises(Refused) as caught:
        one_entry(SUBJECTS, *read_with_faults(path))
    found = [(one.line, one.code) for one in (caught.value.problem, *caught.value.details)]
    assert found == [(6, "key_duplicate"), (8, "key_unknown"), (9, "value_unfit")]


def test_a_broken_file_does_not_hide_the_others(tmp_path):
    content = read(layer(tmp_path, "national", a="limits: [\n", b=limits("code: b, value: x")))
    assert values(content) == {"b": "x"}
    assert [problem.code for problem in content.problems] == ["yaml_broken"]
    assert content.problems[0].file == "national/limits/a.yaml"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- code: a\n", "content_not_mapping"),
        ("甲\n", "content_not_mapping"),
        ("limit: []\n", "content_not_list"),
        ("limits: 甲\n", "content_not_list"),
        ("limits: []\nmore: 1\n", "content_not_list"),
    ],
)
def test_a_file_of_the_wrong_shape(tmp_path, text, code):
    (problem,) = read(layer(tmp_path, "national", a=text)).problems
    assert (problem.code, problem.file, problem.field) == (code, "national/limits/a.yaml", "limits")


def test_an_entry_that_is_no_mapping(tmp_path):
    (problem,) = read(layer(tmp_path, "national", a="limits:\n  - {code: a, value: x}\n  - 甲\n")).problems
    assert (problem.code, problem.line, problem.found) == ("value_unfit", 3, "甲")


def test_a_long_value_is_shortened():
    problem = fault(LIMITS, limits(f"code: a, value: x, count: {'长' * 100}"))
    assert problem.found == "长" * 40 + "…"


def test_a_fault_deep_inside_is_placed_on_its_own_line():
    problem = fault(SUBJECTS, SUBJECT + "facts:\n  - {metric: x}\n  - metric: y\n    vlaue: '1'\n")
    assert (problem.code, problem.line, problem.field) == ("key_unknown", 9, "facts.1.vlaue")


def test_a_fault_under_the_code_of_an_indicator_is_placed_on_its_own_line():
    """Codes of indicators begin with a capital, as the names of pydantic's types do: A1 is no type."""
    problem = fault(SUBJECTS, SUBJECT + "evidence:\n  A1:\n    met: true\n    cuont: 5\n")
    assert (problem.code, problem.line, problem.field) == ("key_unknown", 9, "evidence.A1.cuont")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SUBJECTS, SUBJECT + "facts:\n  - {metric: x, line: 十八}\n"),
        (SUBJECTS, SUBJECT + "facts:\n  - {metric: [x]}\n"),
        (SUBJECTS, SUBJECT + "facts:\n  - {metric: x, role: 实际}\n"),
        (SUBJECTS, SUBJECT + "facts:\n  - {metric: x, restated: 或许}\n"),
        (SUBJECTS, SUBJECT + "facts: 无\n"),
        (SUBJECTS, SUBJECT + "stated: 无\n"),
        (SUBJECTS, SUBJECT + "money_unit: 美元\n"),
        (PARAMETERS, "parameters:\n  - {key: k, name: 名, valid_from: 去年, value: x, source: {status: verified}}\n"),
        (METRICS, "metrics:\n  - {code: c, name: 名, unit: 元, direction: 上, aggregation: sum, source: {status: verified}}\n"),
        (METRICS, "metrics:\n  - 无\n"),
    ],
)  # fmt: skip
def test_what_is_expected_instead_is_said_in_chinese(kind, text):
    """Words that the user may choose from stand in quotes; all else is Chinese."""
    problem = fault(kind, text)
    assert problem.code == "value_unfit"
    assert re.search(r"[一-鿿]", problem.expected) or "'" in problem.expected
    assert (
        re.findall(
            r"[A-Za-z]{2,}", re.sub(r"“[^”]*”|'[^']*'|\d{4}-\d{2}-\d{2}|true|false", "", problem.expected)
        )
        == []
    )


def test_a_problem_of_an_entry_stands_at_the_value_it_is_about(tmp_path):
    text = "limits:\n  - code: a\n    value: x\n    count: 7\n"
    entry = read(layer(tmp_path, "national", a=text)).get(LIMITS, "a")
    assert entry.problem("unit_unknown", "count", found="7") == Problem(
        "unit_unknown", file="national/limits/a.yaml", line=4, field="count", key="a", found="7"
    )
    assert entry.problem("unit_unknown", "nothing").line == 2
