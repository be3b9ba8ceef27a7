"""Explanations: always of the group that the plain reading gives, with what held, what counted and what was excluded."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.grouping.patients import PATIENTS, Patient
from tests.grouping.small_schemes import DX, PX, cases, schemes

from yiheng.grouping.case import Case, GroupStatus
from yiheng.grouping.case_check import checked
from yiheng.grouping.reason.complication import OtherDiagnosis
from yiheng.grouping.reason.explanation import Explanation, explain
from yiheng.grouping.reason.explanation_plain import as_plain
from yiheng.grouping.reason.explanation_trace import trace
from yiheng.grouping.reason.judged import judged
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.reason.what_if import what_if
from yiheng.grouping.scheme.code_set import code_set
from yiheng.grouping.scheme.condition import parse
from yiheng.grouping.scheme.library import open_scheme
from yiheng.grouping.scheme.scheme import Code, Rule, Scheme

BY_STORY = {one.story: one for one in PATIENTS}


@cache
def scheme() -> Scheme:
    return open_scheme("demo")


def explained(story: str) -> Explanation:
    return explain(BY_STORY[story].case, scheme())


def codes_of(explanation: Explanation) -> list[str]:
    return [problem.code for problem in (*explanation.faults, *explanation.reasons)]


def patient(dx: str, px: str = "", **more: object) -> Case:
    return replace(Case("", "1", 60, dx=tuple(dx.split()), px=tuple(px.split())), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["peer", "strict"])
@pytest.mark.parametrize("one", PATIENTS, ids=[one.story for one in PATIENTS])
def test_the_group_explained_is_the_group_of_the_case(one: Patient, mode):
    told = explain(one.case, scheme(), mode)
    assert told.group == group_case(one.case, scheme(), mode)
    assert told.group.drg == one.drg
    assert told.rule is not None and told.rule.condition.holds and told.gates[-1].open
    assert [step.drg for step in told.branches if step.taken] == ([] if told.rule.ambiguous else [one.drg])


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_of_any_scheme_and_any_case_the_group_explained_is_the_group_of_the_case(data):
    drawn, mode = data.draw(schemes()), data.draw(st.sampled_from(["peer", "strict"]))
    case = data.draw(cases())
    told = explain(case, drawn, mode)
    assert told.group == group_case(case, drawn, mode)
    assert bool(told.faults) == (checked(case, drawn, mode) is not None)
    assert (told.rule is not None) == (told.group.status in (GroupStatus.GROUPED, GroupStatus.AMBIGUOUS))
    tried = what_if(case, drawn, mode)
    assert all(change.before == told.group for change in tried)
    assert as_plain(told, tried)["group"]["drg"] == told.group.drg


def test_the_path_names_gate_rule_and_branch_with_what_the_case_has_there():
    told = explained("心肌梗死急诊支架，主手术为造影")
    assert [(step.mdc, step.open) for step in told.gates] == [("MDCF", True)]
    assert told.rule is not None
    assert [(part.text, part.holds, part.found) for part in told.rule.condition.atoms()] == [
        ("主诊断 属于 FM1-诊断", True, "主诊断：I21.100 急性心肌梗死"),
        ("任一手术 属于 FM1-手术", True, "任一手术：36.0700 冠状动脉药物洗脱支架置入"),
    ]
    assert [(step.drg, step.condition.holds, step.tried) for step in told.branches] == [
        ("FM11", True, True),
        ("FM13", False, False),
        ("FM15", True, False),
    ]


def test_what_is_negated_stands_as_one_part():
    told = judged(parse("非 (主诊断 属于 FM1-诊断 且 有MCC)"), patient("I21.000 A41.900"), scheme())
    assert [(part.text, part.holds) for part in told.atoms()] == [
        ("非 (主诊断 属于 FM1-诊断 且 有MCC)", False)
    ]
    assert told.found == "主诊断：I21.000 急性心肌梗死；有MCC：A41.900 其他败血症"


def test_a_complication_of_another_family_counts_one_of_the_same_is_excluded_by_its_table():
    told = explain(patient("J18.900 J96.000 J20.900 A41.900 I10.x00 J15.900"), scheme())
    assert told.main_table == "肺炎与下呼吸道感染"
    assert told.other_diagnoses == (
        OtherDiagnosis("J96.000", "MCC", "呼吸衰竭", "counted"),
        OtherDiagnosis("J20.900", "", "", "none"),
        OtherDiagnosis("A41.900", "MCC", "败血症", "counted"),
        OtherDiagnosis("I10.x00", "", "", "none"),
        OtherDiagnosis("J15.900", "CC", "肺炎与下呼吸道感染", "excluded"),
    )


def test_what_is_excluded_is_said_where_the_branch_fails():
    told = explained("脑梗死，其他诊断脑出血同属脑血管病，被排除")
    first = told.branches[0].condition
    assert (first.holds, first.found) == (False, "有MCC：无，另有 I61.900 脑内出血 被主要诊断排除")


def test_a_gate_that_opens_onto_nothing_is_on_the_path():
    told = explain(patient("J18.900", "31.1x00"), scheme())
    assert [(step.mdc, step.tried) for step in told.gates] == [("MDCA", 9), ("MDCE", 0)]
    assert told.group.drg == "EJ15"


def test_a_gate_closed_to_the_sex_is_on_the_path():
    told = explain(patient("N40.x00", sex="2"), scheme())
    assert (told.group.status, [(step.mdc, step.open) for step in told.gates]) == (
        GroupStatus.UNGROUPED, [("MDCM", False)],
    )  # fmt: skip
    assert codes_of(told) == ["reason_gate_closed"]
    assert told.reasons[0].expected == "性别 属于 {1}"
    strict = explain(told.case, scheme(), "strict")
    assert (strict.group.status, codes_of(strict)) == (GroupStatus.SEX_CONFLICT, ["reason_sex_conflict"])


def test_an_ambiguous_case_says_where_its_procedure_belongs():
    told = explained("肺炎病人做椎间盘手术：歧义")
    assert (told.group.status, codes_of(told)) == (
        GroupStatus.AMBIGUOUS, ["reason_ambiguous", "reason_px_belongs"],
    )  # fmt: skip
    assert "IB2 椎间盘与椎管手术" in told.reasons[1].expected


def test_an_ambiguous_step_that_looks_at_every_procedure_names_the_operation():
    mdcs = [replace(mdc, rules=tuple(map(of_any_procedure, mdc.rules))) for mdc in scheme().mdcs]
    told = explain(patient("J18.900", "88.7600 80.5100x023"), replace(scheme(), mdcs=tuple(mdcs)))
    assert told.group.status == GroupStatus.AMBIGUOUS
    assert told.reasons[0].found == "80.5100x023 椎间盘切除术"


def of_any_procedure(rule: Rule) -> Rule:
    return replace(rule, condition=parse("任一手术 属于 有效手术")) if rule.ambiguous else rule


def test_a_main_diagnosis_of_no_mdc_is_named():
    told = explain(patient("V01.000 I21.000"), scheme())
    assert (codes_of(told), told.reasons[0].found) == (["reason_no_mdc"], "V01.000 疾病和死亡的外因")


def test_a_main_diagnosis_of_no_mdc_brings_its_conversion_and_the_codes_of_its_kind():
    """As published schemes are: every code written out, and a table that converts older codes."""
    exact = replace(
        scheme(),
        lists={**scheme().lists, "MDCF-诊断": code_set(["I21.104", "I21.103", "I50.900"])},
        diagnoses={"I21.100x001": Code("", "I21.104"), "I21.104": Code("急性下间壁心肌梗死", "I21.104")},
    )
    told = explain(patient("I21.100x001"), exact)
    assert [(problem.code, problem.found, problem.expected) for problem in told.reasons] == [
        ("reason_no_mdc", "I21.100x001", ""),
        ("reason_converted", "I21.100x001", "I21.104 急性下间壁心肌梗死"),
        ("reason_siblings", "I21.1", "I21.103、I21.104 急性下间壁心肌梗死"),
    ]
    far = explain(patient("I50.800"), exact)
    assert [(problem.code, problem.found) for problem in far.reasons] == [
        ("reason_no_mdc", "I50.800"),
        ("reason_siblings", "I50"),
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sex": None}, "reason_sex_missing"),
        ({"sex": "9"}, "reason_sex"),
        ({"age_years": None}, "reason_age_missing"),
        ({"age_years": 0}, "reason_days_missing"),
        ({"age_years": 0, "age_days": 28}, "reason_weight_missing"),
    ],
)
def test_a_record_that_may_not_be_grouped_says_what_is_missing(changed, code):
    told = explain(patient("J18.900", **changed), scheme())
    assert (told.group.status, codes_of(told)) == (GroupStatus.UNCHECKED, [code])
    assert told.gates == () and told.rule is None and told.neighbours == ()


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (patient(""), "reason_no_dx"),
        (patient("J18.900", age_years=151), "reason_age_impossible"),
        (patient("P59.900", age_years=0, age_days=367, weight_g=3000), "reason_days_impossible"),
        (patient("P59.900", age_years=0, age_days=3, weight_g=32), "reason_newborn_weight"),
        (patient("肺炎"), "reason_dx_invalid"),
        (patient("J18.900", "AA.0000"), "reason_px_invalid"),
    ],
)
def test_strict_checking_says_what_it_finds_and_peer_checking_what_it_would_find(case, code):
    assert codes_of(explain(case, scheme(), "strict")) == [code]
    assert [problem.code for problem in explain(case, scheme()).strict] == [code]


def test_a_code_that_is_only_written_otherwise_is_recognised():
    told = explain(patient("j18.900"), open_exact(), "strict")
    assert (codes_of(told), told.faults[0].expected) == (["reason_dx_invalid_near"], "J18.900")


def open_exact() -> Scheme:
    """The demonstration scheme with a diagnosis table of single codes, as published schemes have."""
    return replace(scheme(), diagnoses={"J18.900": Code("肺炎")})


def test_where_a_scheme_retries_the_procedure_that_led_to_the_group_is_named():
    retrying = replace(scheme(), head=scheme().head.model_copy(update={"retry_procedures": True}))
    only_surgery = replace(
        retrying,
        mdcs=tuple(replace(mdc, rules=mdc.rules[:4]) for mdc in retrying.mdcs if mdc.mdc == "MDCG"),
    )
    told = explain(patient("K35.800", "88.7600 47.0100"), only_surgery)
    assert told.retried and told.attempt.px == ("47.0100",)
    assert told.group == group_case(told.case, only_surgery) and told.group.drg == "GD15"


def test_the_trace_ends_in_the_group_and_carries_every_step():
    shown = trace(explained("肺炎并发败血症"))
    assert (shown.label, shown.value, shown.formula) == (
        "分组结果", "ES21 肺炎，伴严重并发症或合并症", "分组成功",
    )  # fmt: skip
    assert [part.label for part in shown.inputs] == [
        "主要诊断大类", "核心病组", "细分组", "细分组", "细分组", "并发症和合并症",
    ]  # fmt: skip
    assert shown.inputs[-1].inputs[0].label == "A41.900 其他败血症"
    assert all(part.value for _, part in shown.lines())


def test_two_hundred_diagnoses_are_explained_too():
    many = patient("I50.900", "").dx + DX * 40
    told = explain(replace(patient("I50.900"), dx=many, px=PX * 30), scheme())
    assert told.group == group_case(told.case, scheme())
    assert len(told.other_diagnoses) >= 200
