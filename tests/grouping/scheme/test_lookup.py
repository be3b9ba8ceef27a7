"""Looking into a scheme: what a word names, and everything that a code does."""

from __future__ import annotations

import pytest
from tests.grouping.scheme.sound_scheme import add, sound_tables
from tests.grouping.small_schemes import scheme_of

from yiheng.grouping.scheme.condition import condition_text
from yiheng.grouping.scheme.lookup import code_facts, list_sizes, topic
from yiheng.standards.problem import Refused

SCHEME = scheme_of(sound_tables())


@pytest.mark.parametrize(("word", "rules"), [("FM1", ["FM1"]), ("FM13", ["FM1"]), ("FR29", ["FR2"])])
def test_an_adrg_a_rule_and_a_drg_lead_to_rules(word: str, rules: list[str]) -> None:
    assert [one.rule for one in topic(SCHEME, word).rules] == rules


def test_an_mdc_a_list_and_a_code() -> None:
    mdc = topic(SCHEME, "MDCM").mdc
    assert mdc is not None and mdc.name == "男性"
    assert topic(SCHEME, "FR1-诊断").list_name == "FR1-诊断"
    code = topic(SCHEME, "36.0600").code
    assert code is not None and code.is_procedure and code.valid_procedure


def test_an_unknown_word_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        topic(SCHEME, "FM19")
    assert refused.value.problem.code == "scheme_topic_unknown"
    assert "FM1" in refused.value.problem.expected


def test_everything_that_a_diagnosis_does() -> None:
    facts = code_facts(SCHEME, "I21.100")
    assert facts is not None
    assert [(use.mdc, use.rule, use.list_name) for use in facts.uses] == [
        ("MDCF", "", "MDCF-诊断"),
        ("MDCF", "FR1", "FR1-诊断"),
    ]
    assert (facts.exclusion_table, facts.excludes, facts.mcc_table) == ("1", 1, None)
    heavy = code_facts(SCHEME, "I21.000")
    assert heavy is not None
    assert (heavy.mcc_table, heavy.cc_table, heavy.excluded_by) == ("1", None, 1)


def test_a_list_that_nothing_reads_is_told_apart() -> None:
    tables = sound_tables()
    add("list", ("FZ9-诊断", "I21.100", ""))(tables)
    facts = code_facts(scheme_of(tables), "I21.100")
    assert facts is not None and facts.unread == ("FZ9-诊断",)


def test_a_code_that_nobody_knows() -> None:
    assert code_facts(SCHEME, "Z99.999") is None


def test_sizes_of_the_lists_of_a_condition() -> None:
    rule = topic(SCHEME, "FM1").rules[0]
    assert condition_text(rule.condition) == "主手术 属于 FM1-手术 且 任一手术 属于 FM1-造影"
    assert list_sizes(SCHEME, rule.condition) == {"FM1-手术": 1, "FM1-造影": 1}
