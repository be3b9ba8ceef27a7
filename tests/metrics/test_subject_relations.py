"""The relations of nine published self-evaluations, against a reading of the same reports by hand.

Each row: id in the list of checked relations | subject (and project) | identity, or ``restated`` and the metric |
claim: role, insurance, account and item where it is not the whole actual of the subject | recomputed | verdict.
``recomputed`` is in the claim's unit, with the decimals of the reading. Rows whose verdict is consistent need only be
found; every other verdict the engine gives must stand here: a checker that flags more has a false alarm, one that
flags less has missed something.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest

from yiheng.exact.interval import Verdict
from yiheng.metrics.relation import Relation, relations
from yiheng.performance.library import facts_of, library, open_subject
from yiheng.performance.subject import SUBJECTS

READING = """
C000-01 | panzhihua-2023-employee-fund | insured_persons_by_status | | 42.79 | consistent
C000-02 | panzhihua-2023-employee-fund | active_retired_ratio | | 1.111 | consistent
C000-03 | panzhihua-2023-employee-fund | insured_completion_of_budget | | 99.373 | consistent
C000-04 | panzhihua-2023-employee-fund | current_surplus | budget | 33093.87 | consistent
C000-05 | panzhihua-2023-employee-fund | fund_income_by_account | | 245774.82 | consistent
C000-06 | panzhihua-2023-employee-fund | fund_expense_by_account | | 207319.01 | consistent
C000-07 | panzhihua-2023-employee-fund | fund_income_completion | | 102.1061 | consistent
C000-08 | panzhihua-2023-employee-fund | fund_expense_completion | | 99.8592 | consistent
C000-09 | panzhihua-2023-employee-fund | fund_income_budget_by_completion | budget | 240706.1276 | rounding
C000-10 | panzhihua-2023-employee-fund | fund_expense_budget_by_completion | budget | 207612.9857 | rounding
C000-11 | panzhihua-2023-employee-fund | current_surplus | pooled | 18806.55 | consistent
C000-14/K36 | panzhihua-2023-employee-fund | payable_months_current_year | pooled | 5.164 | inconsistent
C000-20/K38 | panzhihua-2023-employee-fund | ledger_repay_rate | personal | 87.8788 | inconsistent
C000-21 | panzhihua-2023-employee-fund | supervision_score_after_deduction | | 75 | consistent
C000-34/K37 | panzhihua-2023-employee-fund | coverage_gap | resident_population | 6.44 | inconsistent
C000-44 | panzhihua-2023-employee-fund | pooling_retirees_within_retired | retired | 202700 | consistent
C001-01 | fengdu-2023-projects | project_table_total | budget total | 82584982.30 | consistent
C001-02 | fengdu-2023-projects | project_table_total | total | 81930352.30 | consistent
C001-03 | fengdu-2023-projects | restated project_budget | budget | 8258.50 | consistent
C001-04 | fengdu-2023-projects | restated project_budget | | 8193.0352 | rounding
C001-05/K11 | fengdu-2023-projects | restated budget_execution_rate | | 99.21 | inconsistent
C001-06 | fengdu-2023-projects | budget_execution_rate | | 99.2073 | consistent
C001-07 | fengdu-2023-projects | budget_execution_rate | capacity | 83.2903 | consistent
C001-08 | fengdu-2023-projects | budget_execution_rate | resident_work | 79.4372 | consistent
C001-09 | fengdu-2023-projects | budget_execution_rate | resident_city | 100 | consistent
C001-13/K14 | fengdu-2023-projects | allowance_within_executed | | 1.9836 | inconsistent
C001-14 | fengdu-2023-projects/retired_cadre | benefit_amount_by_standard | | 160000 | review
C001-17/K15 | fengdu-2023-projects/capacity | restated evoucher_activation_rate | | 60 | inconsistent
C001-18/K15 | fengdu-2023-projects/capacity | restated procurement_cut | drug | 41 | inconsistent
C001-18/K15 | fengdu-2023-projects/capacity | restated procurement_cut | consumable | 60 | inconsistent
C001-20 | fengdu-2023-projects | evoucher_settlement_share | | 19.5822 | rounding
C001-21 | fengdu-2023-projects | procurement_saving | | 11826.8325 | consistent
C001-30/K13 | fengdu-2023-projects | ltc_insured_within_employee | ltc | 5.7028 | inconsistent
C001-31 | fengdu-2023-projects | disability_approved_within_applicants | ltc | 182 | consistent
C001-07 | fengdu-2023-capacity | budget_execution_rate | | 83.2903 | consistent
C001-17/K15 | fengdu-2023-capacity | restated evoucher_activation_rate | | 60 | inconsistent
C001-18/K15 | fengdu-2023-capacity | restated procurement_cut | drug | 41 | inconsistent
C001-18/K15 | fengdu-2023-capacity | restated procurement_cut | consumable | 60 | inconsistent
C002-01 | panzhihua-center-2020-department | fixed_asset_net | total | 13.06 | consistent
C002-02 | panzhihua-center-2020-department | fixed_asset_gross_by_kind | total | 66.63 | consistent
C002-03 | panzhihua-center-2020-department | fixed_asset_share | general | 66.1714 | consistent
C002-04 | panzhihua-center-2020-department | fixed_asset_share | furniture | 33.8286 | consistent
C002-06 | panzhihua-center-2020-department | basic_budget_by_use | budget basic | 725.83 | consistent
C002-07 | panzhihua-center-2020-department | initial_budget_by_kind | budget initial | 774.83 | consistent
C002-08 | panzhihua-center-2020-department | added_budget_by_project | budget project_added | 213.55 | consistent
C002-09 | panzhihua-center-2020-department | project_funds_by_project | budget total | 213 | consistent
C002-10/K21 | panzhihua-center-2020-department | project_expense_by_project | total | 262 | inconsistent
C002-11 | panzhihua-center-2020-department | project_expense_share | | 21.02 | consistent
C002-13/K23 | panzhihua-center-2020-department | total_budget_by_stage | budget total | 988.38 | inconsistent
C002-14/K22 | panzhihua-center-2020-department | project_expense_growth | | -13.8036 | inconsistent
C002-15 | panzhihua-center-2020-department | department_execution_rate | department | 100 | consistent
C002-19 | panzhihua-center-2020-department/drg | contract_amount_by_part | budget total | 443 | consistent
C002-19 | panzhihua-center-2020-department/drg | contract_service_fee | budget service | 360 | consistent
C002-22 | panzhihua-center-2020-department | operation_plan_by_project | budget operation_and_levy | 144 | consistent
C002-23 | panzhihua-center-2020-department/capacity | capacity_city_by_receiver | budget capacity_city | 73 | consistent
C002-24 | panzhihua-center-2020-department | capacity_use_by_kind | capacity | 8 | consistent
C002-25 | panzhihua-center-2020-department/capacity | fund_expense_reduction | employee pooled | 0.6 | consistent
C002-26 | panzhihua-center-2020-department | fund_payment_within_cost | employee offsite_inpatient | 3507.16 | consistent
C002-26 | panzhihua-center-2020-department | fund_payment_within_cost | employee chronic_outpatient | 706.55 | consistent
C002-26 | panzhihua-center-2020-department | fund_payment_within_cost | employee high_value_drug | 536.50 | consistent
C002-27/K25 | panzhihua-center-2020-department | fund_payment_within_cost | old_worker | 0.000262 | inconsistent
C002-28 | panzhihua-center-2020-department | violation_amount_by_check | | 446.61 | review
C003-01/K01 | changji-2021-employee | current_surplus | | 8.36 | inconsistent
C003-02 | changji-2021-employee | employee_income_by_source | | 24.4763 | rounding
C003-03 | changji-2021-employee | employee_expense_by_use | | 16.1114 | consistent
C003-04/K02 | changji-2021-employee | employee_expense_by_benefit | budget | 17.81 | review
C003-05 | changji-2021-employee | fund_income_growth_by_delta | | 33.3515 | consistent
C003-06 | changji-2021-employee | fund_expense_growth_by_delta | | 7.6872 | consistent
C003-07 | changji-2021-employee | fund_expense_completion | | 93.18 | consistent
C003-08/K07 | changji-2021-employee | restated fund_expense | budget | 172900 | inconsistent
C003-08/K07 | changji-2021-employee | restated fund_expense | budget | 172900 | inconsistent
C003-13 | changji-2021-employee | inpatient_visits_by_status | | 88194 | consistent
C003-14 | changji-2021-employee | outpatient_visits_by_status | | 1294970 | consistent
C003-19/K03 | changji-2021-employee | cross_province_share | | 85.725 | inconsistent
C003-20/K03 | changji-2021-employee | cross_province_institutions_by_kind | | 1236 | inconsistent
C003-22/K06 | changji-2021-employee | rectification_rate | | 42.86 | inconsistent
C003-19/K03 | changji-2021-resident | cross_province_share | | 85.725 | inconsistent
C003-20/K03 | changji-2021-resident | cross_province_institutions_by_kind | | 1236 | inconsistent
C003-22/K06 | changji-2021-resident | rectification_rate | | 42.86 | inconsistent
C003-23 | changji-2021-resident | current_surplus | | 0.58 | consistent
C003-24 | changji-2021-resident | fund_income_growth_by_delta | | 8.4254 | consistent
C003-25 | changji-2021-resident | fund_expense_growth_by_delta | | 14.3082 | consistent
C003-26/K04 | changji-2021-resident | resident_income_by_source | | 7.4932 | review
C003-27/K05 | changji-2021-resident | resident_expense_by_use | | 6.83 | review
C004a-01 | panzhihua-2021-resident-subsidy | fiscal_subsidy_by_level | | 38026 | consistent
C004a-02 | panzhihua-2021-resident-subsidy | fiscal_subsidy_by_level | budget | 38909 | consistent
C004a-03 | panzhihua-2021-resident-subsidy | fiscal_subsidy_completion | central_provincial | 96.5741 | rounding
C004a-04 | panzhihua-2021-resident-subsidy | fiscal_subsidy_completion | city | 105.5 | consistent
C004a-05 | panzhihua-2021-resident-subsidy | fiscal_subsidy_completion | county | 111.698 | consistent
C004a-06 | panzhihua-2021-resident-subsidy | fiscal_subsidy_execution | | 97.731 | rounding
C004a-07 | panzhihua-2021-resident-subsidy | insured_completion_of_target | | 100.615 | rounding
C004a-08/K28 | panzhihua-2021-resident-subsidy | subsidy_due_by_heads | | 39390.76 | inconsistent
C004a-09 | panzhihua-2021-resident-subsidy | subsidy_budget_cut_by_heads | | 344.06 | consistent
C004a-10 | panzhihua-2021-resident-subsidy | subsidy_arrival_of_arrangement | | 97.73 | inconsistent
C004a-10 | panzhihua-2021-resident-subsidy | subsidy_arrival_of_due | | 100 | consistent
C004a-11 | panzhihua-2021-resident-subsidy | current_surplus | | 146 | consistent
C004a-12/K29 | panzhihua-2021-resident-subsidy | payable_months_current_year | | 6.4865 | inconsistent
C004a-18 | panzhihua-2021-resident-subsidy | actual_ratio_within_policy_ratio | | 74.82 | consistent
C004b-01 | panzhihua-2021-medical-assistance | assistance_upper_by_source | central_provincial | 2630.85 | consistent
C004b-02 | panzhihua-2021-medical-assistance | assistance_districts_by_source | districts | 1147.91 | consistent
C004b-03 | panzhihua-2021-medical-assistance | assistance_districts_by_receiver | districts | 1147.91 | consistent
C004b-04 | panzhihua-2021-medical-assistance | assistance_direct_counties | direct_counties | 1482.94 | consistent
C004b-05 | panzhihua-2021-medical-assistance | assistance_city_by_source | city | 229 | consistent
C004b-06 | panzhihua-2021-medical-assistance | assistance_city_budget_by_receiver | city_budget | 50 | consistent
C004b-07 | panzhihua-2021-medical-assistance | assistance_lottery_by_receiver | city_lottery | 179 | consistent
C004b-08 | panzhihua-2021-medical-assistance | assistance_expense_by_use | | 3392.95 | consistent
C004b-09 | panzhihua-2021-medical-assistance | assistance_visits_completion | | 134.3325 | consistent
C004b-10/K31 | panzhihua-2021-medical-assistance | restated assistance_fund | central_provincial | 2630.85 | inconsistent
C004b-12/K32 | panzhihua-2021-medical-assistance | assistance_local_share | | 22.46 | inconsistent
C004c-01 | panzhihua-2021-capacity | capacity_total_by_receiver | total | 121 | consistent
C004c-02 | panzhihua-2021-capacity | capacity_total_by_use | total | 121 | consistent
"""

KNOWN = {"K01", "K02", "K03", "K04", "K05", "K06", "K07", "K11", "K13", "K14", "K15", "K21", "K22", "K23", "K25",
         "K28", "K29", "K31", "K32", "K36", "K37", "K38"}  # fmt: skip
"""Headline contradictions that are plain formulas over stated figures."""


@dataclass(frozen=True)
class Row:
    """One relation: as read by hand, or as found by the engine (then without an id)."""

    subject: str
    relation: str
    claim: frozenset[str]
    verdict: str


def row_of(line: str) -> tuple[str, Row, str]:
    number, subject, relation, claim, recomputed, verdict = (part.strip() for part in line.split("|"))
    return number, Row(subject, relation, frozenset(claim.split()), verdict), recomputed


READ = [row_of(line) for line in READING.strip().splitlines()]


def claim_words(relation: Relation, insurance: str) -> frozenset[str]:
    """What tells a claim from the whole actual of its subject: role, insurance, account, item."""
    scope = relation.claim.scope
    usual = [
        (relation.claim.role, {"actual"}), (scope.insurance, {insurance, "all"}), (scope.account, {"all"}), (scope.item, {""}),
    ]  # fmt: skip
    return frozenset(word for word, silent in usual if word not in silent)


def row_found(subject: str, relation: Relation, insurance: str) -> Row:
    name = relation.identity.id if relation.identity else f"restated {relation.claim.metric}"
    return Row(subject, name, claim_words(relation, insurance), relation.verdict.value)


@cache
def found() -> dict[str, list[tuple[Row, Relation]]]:
    """Every relation of every subject and project."""
    content = library()
    by_subject: dict[str, list[tuple[Row, Relation]]] = {}
    for key in content.keys(SUBJECTS):
        entry = open_subject(key, content)
        bodies = [(key, entry.value, entry.path)]
        bodies += [
            (f"{key}/{project.subject}", project, (*entry.path, "projects", number))
            for number, project in enumerate(entry.value.projects)
        ]
        for name, body, path in bodies:
            facts = facts_of(entry, body, path, content)
            by_subject[name] = [
                (row_found(name, relation, body.insurance), relation)
                for relation in relations(facts.figures, facts.identities, facts.metrics)
            ]
    return by_subject


@pytest.mark.parametrize(
    ("number", "row", "recomputed"), READ, ids=[f"{number} {row.relation}" for number, row, _ in READ]
)
def test_what_was_read_is_found(number, row, recomputed):
    of_identity = [
        (other, relation) for other, relation in found()[row.subject] if other.relation == row.relation
    ]
    matches = [(other, relation) for other, relation in of_identity if other.claim == row.claim]
    assert matches, [sorted(other.claim) for other, _ in of_identity]
    decimals = len(recomputed.partition(".")[2])
    for other, relation in matches:
        assert other.verdict == row.verdict
        assert relation.claim.in_unit(relation.point, decimals).replace(",", "") == recomputed


@pytest.mark.parametrize("subject", sorted(found()))
def test_nothing_else_is_flagged(subject):
    read = Counter(
        (row.relation, row.verdict)
        for _, row, _ in READ
        if row.subject == subject and row.verdict != "consistent"
    )
    flagged = Counter(
        (row.relation, row.verdict) for row, _ in found()[subject] if row.verdict != "consistent"
    )
    assert flagged == read


def test_the_headline_contradictions_are_among_them():
    told = {
        part
        for number, row, _ in READ
        if row.verdict in {"inconsistent", "review"}
        for part in number.split("/")
        if part[0] == "K"
    }
    assert told == KNOWN


def test_a_contradiction_between_two_statements_names_the_second():
    restated = [
        relation for _, relation in found()["changji-2021-employee"]
        if relation.identity is None and relation.verdict is Verdict.INCONSISTENT
    ]  # fmt: skip
    assert [(relation.claim.place.line, relation.claim.text) for relation in restated] == [
        (16, "17.29万元"),
        (26, "17.29万元"),
    ]
    assert {relation.operands[0][1].text for relation in restated} == {"17.29亿元"}


def test_all_nine_subjects_have_relations():
    subjects = [name for name in found() if "/" not in name]
    assert len(subjects) == 9
    assert all(found()[name] for name in subjects)
    assert sum(len(rows) for rows in found().values()) >= 200
