from __future__ import annotations

import re
from pathlib import Path

import pytest

from yiheng.review.reading.begin import compiled
from yiheng.review.reading.lexicon import lexicon

REPORTS = Path(__file__).parent / "reports"


@pytest.mark.parametrize(
    ("expression", "begins"),
    [
        (r"(?<!\d)月|未?满", "月未满"),
        (r"\s?[（(]?其中", r"\(\s其（"),
        (r"(?P<no>不)?(?:高|低于?){1,2}", "不低高"),
        (r"^(?:[一-三]|\d)、", r"\d一-三"),
    ],
)
def test_an_expression_is_tried_only_where_it_may_begin(expression: str, begins: str) -> None:
    assert compiled(expression).pattern == f"(?=[{begins}])(?:{expression})"


@pytest.mark.parametrize(
    "expression",
    [
        r"\d元",  # Python looks for its first character by itself
        r"(高|低)于",
        r"[^，。]{2,4}率",  # may begin with nearly everything
        r".元|年",
        r"(?:不|未)?$",  # may be empty
        r"(?i)a?bc",
    ],
)
def test_an_expression_stands_as_it_is_where_that_spares_nothing(expression: str) -> None:
    assert compiled(expression).pattern == expression


def test_all_words_find_what_they_say() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt")))
    for name, words in lexicon().words.items():
        found = [match.span() for match in compiled(words).finditer(text)]
        assert found == [match.span() for match in re.finditer(words, text)], name
