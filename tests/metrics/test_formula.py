"""Formulas as content: the shipped ones are sound, and what is wrong with one is told with its line."""

from __future__ import annotations

from datetime import date

import pytest
from tests.metrics.city_rows import REGION, city_2023, city_content, city_tables, open_rows

from yiheng.metrics.catalogue import METRICS
from yiheng.metrics.formula import FORMULAS, usual_decimals
from yiheng.metrics.formula_check import code_sets_of, formula_problems
from yiheng.metrics.measured import figures
from yiheng.metrics.scalar import bound, names_used, parse
from yiheng.metrics.year import city_year, code_sets
from yiheng.performance.profile_check import resolved
from yiheng.performance.scheme import indicators
from yiheng.policy.code_list import valid_codes
from yiheng.policy.content import Content, Layer, check, load
from yiheng.standards.measure import measures
from yiheng.standards.message import messages, sentence
from yiheng.standards.problem import Refused

CONTENT = city_content()
PROFILE = "sc-employee-fund-2023"

GOOD = """\
formulas:
  - formula: mine
    metric: inpatient_visits
    insurance: [employee]
    items: [mine]
    value:
      - from: settlement_net
        count: setl_id
        where: insutype in (:insutypes) and med_type in (:inpatient)
    source: {doc: 本局口径, status: verified}
"""


def own_layer(folder, text):
    """The shipped content with a bureau's own layer that holds these formulas."""
    place = folder / "formulas"
    place.mkdir(parents=True, exist_ok=True)
    (place / "own.yaml").write_text(text, encoding="utf-8")
    own = load([FORMULAS], [Layer("bureau:own", folder)])
    return Content((*CONTENT.entries, *own.entries), own.problems)


def problems(folder, text):
    content = own_layer(folder, text)
    own = [one for one in content.entries if one.layer.name == "bureau:own"]
    return [*content.problems, *(problem for one in own for problem in formula_problems(one, content))]


def test_the_shipped_formulas_are_sound():
    assert [sentence(one) for one in check(CONTENT, [FORMULAS])] == []
    assert len(CONTENT.of(FORMULAS)) >= 70


def test_all_that_a_profile_reads_has_a_formula():
    given = {
        (entry.value.metric, entry.value.role, account, item)
        for entry in CONTENT.of(FORMULAS).values()
        for _, account, item in entry.value.scopes
    }
    read = {
        (selector.metric, selector.role or "actual", selector.account or "all", selector.item)
        for indicator in indicators(resolved(CONTENT, PROFILE), ())
        for selector in (indicator.actual, indicator.target)
        if selector is not None
    }
    assert read - given == set()


def test_codes_in_sets_and_conditions_are_in_the_code_lists():
    """A set names codes of the lists that the columns beside it hold."""
    value = code_sets(CONTENT, city_2023(CONTENT))
    lists = {
        "insurance": "insutype", "account": "sub_fund", "normal_coverage": "psn_insu_stas", "counted_coverage": "psn_insu_stas", "inpatient": "med_type",
        "outpatient": "med_type", "outpatient_pooling": "med_type", "not_by_item": "clr_way",
        "bonus_awards": "award_level", "not_own_income": "fund_line", "not_own_expense": "fund_line",
        "of_the_year": "receipt_kind", "of_any_year": "receipt_kind",
    }  # fmt: skip
    assert set(value["sets"]) <= set(lists)
    groups = {name: codes for part in ("insurance", "account") for name, codes in value[part].items()}
    for name, codes in (groups | value["sets"]).items():
        of = lists.get(name) or ("insutype" if name in value["insurance"] and name != "all" else None)
        known = valid_codes(CONTENT, of, "四川省", date(2023, 12, 31)) if of else None
        assert known is None or set(codes) <= set(known), name


def test_suspended_persons_count_in_the_coverage_rate_before_2023():
    for year, expected in ((2022, ["1", "2"]), (2023, ["1"])):
        one = city_year(CONTENT, REGION, year)
        assert code_sets(CONTENT, one)["sets"]["counted_coverage"] == expected


def test_every_set_is_used():
    used = {
        name
        for entry in CONTENT.of(FORMULAS).values()
        for terms in entry.value.parts.values()
        for term in terms
        for text in term.scalars.values()
        for name in names_used(text)
    }
    assert code_sets_of(CONTENT) - used == {"bonus_awards"}


def test_a_sound_formula_of_a_bureau_has_no_problem(tmp_path):
    assert problems(tmp_path, GOOD) == []


def test_a_bureaus_formula_is_computed(tmp_path):
    content = own_layer(tmp_path, GOOD)
    with open_rows(city_tables()) as database:
        done = figures(database, content, city_2023(content), "employee", metrics=["inpatient_visits"])
    assert [(one.scope.item, one.value) for one in done.figures] == [("", 4), ("mine", 5)]


WHERE = "where: insutype in (:insutypes) and med_type in (:inpatient)"


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "found"),
    [
        ("metric: inpatient_visits", "metric: inpatient_visit", "metric_unknown", 3, "inpatient_visit"),
        ("insurance: [employee]", "insurance: [worker]", "value_unfit", 4, "worker"),
        ("from: settlement_net", "from: settlement_nett", "table_unknown", 7, "settlement_nett"),
        ("count: setl_id", "count: setl_no", "formula_column_unknown", 8, "setl_no"),
        ("count: setl_id", "sum: setl_id", "formula_sum_of_text", 8, "setl_id"),
        ("count: setl_id", "sum: medfee_sumamt_fen / 100", "formula_construct", 8, "medfee_sumamt_fen / 100"),
        ("count: setl_id", "sum: medfee_sumamt_fen * 1.5", "formula_construct", 8, "1.5"),
        ("count: setl_id", "sum: sum(medfee_sumamt_fen)", "formula_construct", 8, "SUM(medfee_sumamt_fen)"),
        ("count: setl_id", "average: medfee_sumamt_fen", "key_unknown", 8, "medfee_sumamt_fen"),
        (WHERE, "where: insutype in (:insutypes", "formula_not_sql", 9, "insutype in (:insutypes"),
        (WHERE, "where: insutype = :insutypes", "formula_set_place", 9, ":insutypes"),
        (WHERE, "where: insutype in (:insutyps)", "formula_parameter_unknown", 9, ":insutyps"),
        (WHERE, "where: med_type in (:inpatient)", "formula_unscoped", 9, "settlement_net"),
        (WHERE, WHERE + " and regexp_matches(setl_id, 'x')", "formula_construct", 9, "REGEXP_MATCHES(setl_id, 'x')"),
        (WHERE, WHERE + " and psn_no in (select psn_no from person)", "formula_construct", 9, "(SELECT psn_no FROM person)"),
        (WHERE, WHERE + " and settlement.psn_no = 'x'", "formula_column_unknown", 9, "settlement.psn_no"),
        (WHERE, "within: insutype in (:insutypes)", "formula_within_alone", 9, "insutype in (:insutypes)"),
        ("    source", "    unit: 万元\n    source", "unit_unfit", 10, "万元"),
        ("    source", "    unit: 万份儿\n    source", "unit_unknown", 10, "万份儿"),
        ("    source", "    caliber: whole\n    source", "formula_caliber_unknown", 10, "whole"),
        ("    items: [mine]\n", "", "formula_twice", 2, None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path, old, new, code, line, found):
    assert old in GOOD
    told = [one for one in problems(tmp_path, GOOD.replace(old, new, 1)) if one.code == code]
    assert told, [one.code for one in problems(tmp_path, GOOD.replace(old, new, 1))]
    assert told[0].line == line
    assert found is None or told[0].found.startswith(found)
    assert told[0].code in messages()


@pytest.mark.parametrize(
    "terms",
    [
        "value: [{from: settlement_net, metric: inpatient_visits}]",
        "value: [{from: settlement_net, count: setl_id, sum: hifp_pay_fen}]",
        "value: [{metric: inpatient_visits, where: 1 = 1}]",
        "numerator: [{metric: inpatient_visits}]",
        "value: [{metric: inpatient_visits}]\n    numerator: [{metric: inpatient_visits}]",
        "value: [{metric: inpatient_visits, over: 0}]",
        "value: [{metric: inpatient_visits, sign: x}]",
    ],
)
def test_a_formula_has_one_form(tmp_path, terms):
    head = GOOD.split("    value:", maxsplit=1)[0]
    text = f"{head}    {terms}\n    source: {{status: verified}}\n"
    assert [one.code for one in problems(tmp_path, text)] == ["value_unfit"]


def test_a_circle_is_found_before_anything_is_computed(tmp_path):
    text = """\
formulas:
  - formula: one
    metric: reimbursement_count
    insurance: [employee]
    value: [{metric: benefit_persons}]
    source: {status: verified}
  - formula: two
    metric: benefit_persons
    insurance: [employee]
    value: [{metric: reimbursement_count}]
    source: {status: verified}
"""
    assert {(one.code, one.line) for one in problems(tmp_path, text)} == {
        ("formula_circular", 3),
        ("formula_circular", 8),
    }
    content = own_layer(tmp_path, text)
    with open_rows({}) as database, pytest.raises(Refused) as refused:
        figures(database, content, city_2023(content), "employee")
    assert refused.value.problem.code == "formula_circular"


def test_a_metric_without_formula_is_named(tmp_path):
    text = (
        GOOD.split("      - from", maxsplit=1)[0]
        + "      - {metric: petition_rate}\n    source: {status: verified}\n"
    )
    (problem,) = problems(tmp_path, text)
    assert (problem.code, problem.found, problem.line) == ("formula_missing", "petition_rate", 7)


def test_a_bureau_replaces_a_formula_by_its_name(tmp_path):
    entry = CONTENT.get(FORMULAS, "inpatient_visits")
    text = GOOD.replace("formula: mine", "formula: inpatient_visits").replace("    items: [mine]\n", "")
    content = own_layer(tmp_path, text)
    assert [*formula_problems(content.get(FORMULAS, "inpatient_visits"), content)] == []
    assert content.get(FORMULAS, "inpatient_visits").layer != entry.layer
    with open_rows(city_tables()) as database:
        done = figures(database, content, city_2023(content), "employee", metrics=["inpatient_visits"])
    assert [one.value for one in done.figures] == [5]


def test_scalars_are_bound_with_values_of_their_kind():
    text = bound(
        "a = :year and b in (:codes) and c in ('x', :item)", {"year": 2023, "codes": ("1", "2"), "item": "y'"}
    )
    assert text == "a = 2023 AND b IN ('1', '2') AND c IN ('x', 'y''')"
    assert parse("a; b") is None


def test_decimals_follow_the_unit():
    assert [usual_decimals(measures()[unit]) for unit in ("万元", "%", "个月", "人次", "万人", "比", "名", "得分")] == [
        2, 2, 2, 0, 2, 2, 0, 2,
    ]  # fmt: skip


def test_every_formula_belongs_to_a_metric_of_the_catalogue():
    metrics = CONTENT.of(METRICS)
    assert all(entry.value.metric in metrics for entry in CONTENT.of(FORMULAS).values())
