"""The shipped demonstration scheme: whole, reachable in every branch, and right on patients coded by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from tests.grouping.patients import PATIENTS, Patient

from yiheng.app.jobs.scheme import lint_scheme, open_checks
from yiheng.grouping.case import Case
from yiheng.grouping.loop.batch import Grouper
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.condition import Member, atoms, list_names
from yiheng.grouping.scheme.library import open_scheme, scheme_folder, shipped_schemes
from yiheng.grouping.scheme.scheme import Mdc, Rule, Scheme
from yiheng.standards.problem import Refused

MDC_ORDER = "APYZMNBCDEFGHIJKLOQRSTUVWX"
ADULTS = [Case("", sex, 50, los_days=7) for sex in "12"]
INFANTS = [
    Case("", "1", 0, days, grams, los_days=7) for days, grams in ((5, 1400), (5, 2000), (5, 3200), (60, 4500))
]
COMPLICATIONS = {"MCC": ("R57.900", "A41.900", "N17.900"), "CC": ("I48.900", "N18.900", "D62.x00")}


@cache
def scheme() -> Scheme:
    return open_scheme("demo")


def sample(entry: str) -> str:
    """A code that an entry of a list takes in."""
    code = entry.partition("~")[0].removesuffix("%")
    return code + ("00" if "." in code else ".000")


def codes_for(condition_lists: list[Member], role: str) -> list[str]:
    """Samples of the lists read in a role; one empty where none is."""
    lists = [one.list_name for one in condition_lists if one.role.endswith(role)]
    return [sample(entry) for name in lists for entry in scheme().codes(name).entries] or [""]


def minimal_cases(mdc: Mdc, rule: Rule) -> Iterator[Case]:
    """Cases with no more than a rule and its MDC's gate ask for."""
    own = [atom for atom in atoms(rule.condition) if isinstance(atom, Member)]
    gate = [atom for atom in atoms(mdc.condition) if isinstance(atom, Member)]
    asked = own if any(one.role.endswith("dx") for one in own) else own + gate
    px_lists = [one for one in asked if one.role.endswith("px")]
    together = [tuple(codes_for([one], "px")) for one in px_lists if one.role == "any_px"]
    procedures = list(product(*together)) if together else [(code,) for code in codes_for(asked, "px")]
    people = INFANTS if mdc.mdc == "MDCP" else ADULTS
    for dx, px, person in product(codes_for(asked, "dx"), procedures, people):
        dx_codes = (dx or "I10.x00",)
        yield Case("", person.sex, person.age_years, person.age_days, person.weight_g, person.los_days,
                   dx=dx_codes, px=tuple(code for code in px if code))  # fmt: skip


RULES = [(mdc, rule) for mdc in scheme().mdcs for rule in mdc.rules]


def test_all_26_mdcs_stand_in_the_order_of_the_algorithm_with_names():
    assert "".join(mdc.mdc.removeprefix("MDC") for mdc in scheme().mdcs) == MDC_ORDER
    assert all(mdc.name and mdc.rules for mdc in scheme().mdcs)


def test_it_says_that_it_pays_nobody():
    head = scheme().head
    assert "示范方案，不是任何统筹区的付费方案。" in head.notes
    assert head.source.status == "inferred"


def test_codes_follow_the_letters_of_chs_drg():
    """The letter of the MDC, then surgery A to J, procedures K to Q, medicine R to Z; DRGs continue their ADRG."""
    for mdc, rule in RULES:
        if not rule.ambiguous:
            assert rule.adrg[0] == mdc.mdc[-1] and rule.rule == rule.adrg
            assert all(branch.drg[:3] == rule.adrg and branch.name for branch in rule.branches)
    assert len({rule.adrg for _, rule in RULES}) > 250


def test_surgery_is_tried_before_medicine():
    for mdc in scheme().mdcs:
        kinds = [rule.adrg[1] >= "R" for rule in mdc.rules if not rule.ambiguous]
        assert kinds == sorted(kinds) or mdc.mdc == "MDCP"


def test_every_adrg_is_reached_by_a_case_made_of_its_own_condition():
    missing = [
        rule.rule
        for mdc, rule in RULES
        if not any(group_case(case, scheme()).rule == rule.rule for case in minimal_cases(mdc, rule))
    ]
    assert missing == []


def test_every_drg_is_reached_with_its_kind_of_complication():
    missing = []
    for mdc, rule in RULES:
        base = next(case for case in minimal_cases(mdc, rule) if group_case(case, scheme()).rule == rule.rule)
        tries = [(), *((code,) for codes in COMPLICATIONS.values() for code in codes)]
        reached = {
            group_case(Case("", base.sex, base.age_years, base.age_days, base.weight_g, los,
                            dx=(*base.dx, *more), px=base.px), scheme()).drg
            for more in tries for los in (7, 30)
        }  # fmt: skip
        missing += [branch.drg for branch in rule.branches if branch.drg not in reached]
    assert missing == []


def medical_lists(mdc: Mdc) -> list[str]:
    """The lists of the ADRGs that a main diagnosis alone leads into."""
    medical = [rule for rule in mdc.rules if rule.adrg[1] >= "R" and not rule.ambiguous]
    names = [list_names(rule.condition) for rule in medical]
    return [one[0] for one in names if len(one) == 1 and not one[0].startswith("MDC")]


def begins(*lists: str) -> list[str]:
    """The first code of each entry of lists: two sets of categories meet only where one begins within the other."""
    return [sample(entry) for name in lists for entry in scheme().codes(name).entries]


def test_a_diagnosis_has_one_medical_adrg_within_an_mdc_and_every_gate_opens_onto_one():
    for mdc in scheme().mdcs:
        names, gate = medical_lists(mdc), f"{mdc.mdc}-诊断"
        for code in begins(*names, gate) if names else ():
            found = [name for name in names if code in scheme().codes(name)]
            assert len(found) == 1 and code in scheme().codes(gate), (mdc.mdc, code, found)


def test_beside_multiple_trauma_no_diagnosis_opens_two_mdcs():
    gates = [f"{mdc.mdc}-诊断" for mdc in scheme().mdcs if mdc.mdc not in ("MDCA", "MDCZ")]
    for code in begins(*gates):
        assert sum(code in scheme().codes(gate) for gate in gates) == 1, code


def test_no_code_is_both_mcc_and_cc_and_every_family_excludes_by_its_main_diagnoses():
    assert [entry for entry in scheme().mcc if sample(entry) in scheme().cc] == []
    assert [entry for entry in scheme().cc if sample(entry) in scheme().mcc] == []
    families = {*scheme().mcc.values(), *scheme().cc.values()}
    assert families == set(scheme().exclusion.values())


@pytest.mark.parametrize("one", PATIENTS, ids=[one.story for one in PATIENTS])
def test_a_patient_falls_into_the_group_that_a_coder_expects(one: Patient):
    assert group_case(one.case, scheme()).drg == one.drg
    assert group_case(one.case, scheme(), "strict").drg == one.drg


@pytest.mark.parametrize("mode", ["peer", "strict"])
def test_the_compiled_loop_agrees_with_the_plain_reading(mode):
    grouper = Grouper(scheme(), mode)
    for one in PATIENTS:
        assert grouper.group_one(one.case) == group_case(one.case, scheme(), mode)


def test_the_check_up_of_schemes_finds_no_error_in_it():
    found = lint_scheme("demo", open_checks())
    assert [one.problem.code for one in found.findings if one.problem.severity == "error"] == []


def test_a_shipped_scheme_is_found_by_name_even_beside_a_folder_of_that_name(tmp_path, monkeypatch):
    (tmp_path / "demo").mkdir()
    monkeypatch.chdir(tmp_path)
    assert scheme_folder("demo") == shipped_schemes()["demo"]


def test_an_unknown_scheme_is_refused_with_the_names_there_are():
    with pytest.raises(Refused) as refusal:
        open_scheme("demp")
    assert (refusal.value.problem.code, refusal.value.problem.expected) == ("scheme_unknown", "demo")
