"""The glossary: one name per concept, and the words of the engine are in it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from yiheng.exact.interval import Verdict
from yiheng.metrics.catalogue import INSURANCE_NAMES, METRICS, ROLE_NAMES
from yiheng.metrics.relation import VERDICT_NAMES
from yiheng.standards.measure import measures
from yiheng.standards.term import glossary

TERMS = {term.code_name: term for term in glossary()}


def repeated(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_each_concept_has_one_chinese_and_one_code_name():
    assert repeated([term.chinese for term in glossary()]) == []
    assert repeated([term.code_name for term in glossary()]) == []


def test_code_names_are_nouns_in_snake_case():
    assert [
        term.code_name
        for term in glossary()
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", term.code_name)
    ] == []


def test_every_term_is_explained_in_chinese():
    for term in glossary():
        assert re.search(r"[一-鿿]", term.chinese), term
        assert len(re.findall(r"[一-鿿]", term.meaning)) >= 4, term
        assert term.meaning != term.chinese
        assert not term.meaning.endswith("。"), term


def test_units_of_terms_are_registered():
    assert [term.code_name for term in glossary() if term.unit and term.unit not in measures()] == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdicts_are_called_as_in_the_engine(verdict):
    assert TERMS[verdict.value].chinese == VERDICT_NAMES[verdict]


@pytest.mark.parametrize("insurance", sorted(set(INSURANCE_NAMES) - {"all", "department"}))
def test_kinds_of_insurance_are_called_as_in_the_engine(insurance):
    assert TERMS[insurance].chinese == INSURANCE_NAMES[insurance]


@pytest.mark.parametrize("role", ["target", "actual", "budget", "prior", "standard"])
def test_roles_are_called_as_in_the_engine(role):
    assert TERMS[role].chinese == f"{ROLE_NAMES[role]}（角色）"


def test_a_term_that_is_a_metric_is_measured_in_the_same_family(content):
    for code, entry in content.of(METRICS).items():
        term = TERMS.get(code)
        if term is not None and term.unit:
            assert measures()[term.unit].family == measures()[entry.value.unit].family, code
