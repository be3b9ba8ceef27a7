"""Inpatient cases: published totals, people, diagnoses, and the shape of a year."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.synthetic.care_rows import YEARS, care_rows, city_at
from tests.synthetic.conftest import collected

from yiheng.policy.contract import contract
from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.case_mix import CASE_MIX
from yiheng.synthetic.case_profile import CARE_PROFILES
from yiheng.synthetic.cases import CARE_KINDS, care_of
from yiheng.synthetic.frame import Settled
from yiheng.synthetic.inpatient import Inpatient
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.profile_library import city_content
from yiheng.synthetic.rulings import SpecialCases
from yiheng.synthetic.visit_anomalies import StaysSeen


@pytest.fixture(scope="module")
def care():
    return care_rows()


@pytest.fixture(scope="module")
def rows(care):
    return care.sql()


def test_shipped_care_content_is_sound():
    content = city_content(kinds=CARE_KINDS)
    assert content.problems == ()
    for kind in (CARE_PROFILES, CASE_MIX):
        assert kind.check is not None
        assert [problem for entry in content.entries if entry.kind == kind.name for problem in kind.check(entry, content)] == []  # fmt: skip


def test_2019_has_the_published_cases_and_cost_at_scale_one():
    city = city_at(Fraction(1), (2019,))
    inpatient = Inpatient(city, Quota(city), Occupied(), SpecialCases(city), StaysSeen(), False)
    months = [batches for _, _, batches in inpatient.year(2019)]
    assert sum(cases for batches in months for cases, _ in batches) == 223_151
    assert sum(cost for batches in months for _, cost in batches) == 149_570_120_000


def test_cases_and_cost_of_a_year_are_the_series_at_any_scale(care, rows):
    for year in YEARS:
        count, cost = rows.all(
            f"select count(*), sum(amount_fen) from case_input join visit using (mdtrt_id) where year(end_time) = {year}"
        )[0]
        assert count == care.frame.figure("inpatient_cases", year)
        assert cost == care.frame.figure("inpatient_cost", year)


def test_net_settlements_of_a_year_are_its_cases(care, rows):
    for year in YEARS:
        net = rows.all(f"""
            with refund as (select init_setl_id, sum(medfee_sumamt_fen) fen from settlement where refd_setl_flag group by 1)
            select count(*), sum(s.medfee_sumamt_fen + coalesce(fen, 0)) from settlement s
            left join refund on s.setl_id = refund.init_setl_id
            where not refd_setl_flag and clr_type = '21' and year(setl_time) = {year}
                and s.medfee_sumamt_fen + coalesce(fen, 0) > 0""")[0]
        assert net == (
            care.frame.figure("inpatient_cases", year),
            care.frame.figure("inpatient_cost", year),
        )


def test_every_row_of_every_table_has_the_contracts_columns_and_keys(care, rows):
    for table, values in care.tables.items():
        declared = contract().tables[table]
        assert values.schema.names == [column.name for column in declared.columns]
        keys = ", ".join(declared.key)
        assert rows.one(f"select count(*) - count(distinct ({keys})) from {table}") == 0, table
        for column in declared.columns:
            if not column.optional:
                assert values.column(column.name).null_count == 0, (table, column.name)


def test_stays_keep_the_identities_of_visit_and_case(rows):
    visits = rows.all("select begin_time, end_time, begin_dayno, end_dayno, stay_days from visit")
    for begin, end, first, last, days in visits:
        assert end >= begin
        assert days is None or days == max(last - first, 1)
    cases = rows.all("select adm_dayno, dscg_dayno, age_years, age_days, los_days from case_input")
    for first, last, years, age_days, days in cases:
        assert last >= first and days == max(last - first, 1)
        assert (years == 0) == (age_days is not None)


def test_diagnoses_and_procedures_are_the_packed_codes_line_by_line(rows):
    packed = rows.all("select case_id, dx_codes, px_codes from case_input")
    dx, px = {}, {}
    for table, column, found in (("case_dx", "dx_code", dx), ("case_px", "px_code", px)):
        for case, code in rows.all(f"select case_id, {column} from {table} order by case_id, seq"):
            found.setdefault(case, []).append(code)
    for case, dx_codes, px_codes in packed:
        assert dx[case] == dx_codes.split("|")
        assert px.get(case, []) == (px_codes.split("|") if px_codes else [])


def test_kinds_of_cases_cover_all_major_categories_and_are_category_shaped():
    mix = city_content(kinds=CARE_KINDS).get(CASE_MIX, "invented").value
    assert {kind.mdc for kind in mix.case_kinds} == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert 60 <= len(mix.case_kinds) <= 120


def test_sex_and_age_fit_the_diagnosis(rows):
    assert rows.one("select count(*) from case_input where dx_codes like 'O%' and gend <> '2'") == 0
    assert rows.one("select count(*) from case_input where dx_codes like 'N40%' and gend <> '1'") == 0
    assert (
        rows.one(
            "select count(*) from case_input where dx_codes like 'P%' and (age_years > 0 or age_days > 60)"
        )
        == 0
    )
    assert (
        rows.one(
            "select count(*) from case_input where dx_codes like 'O8%' and age_years not between 18 and 49"
        )
        == 0
    )


def test_a_year_has_deaths_transfers_day_surgery_psychiatric_and_chinese_care(rows):
    ways = dict(rows.all("select dscg_way, count(*) from case_input group by 1"))
    assert ways["5"] > 0 and ways["2"] > 0 and ways["1"] > 0.8 * sum(ways.values())
    kinds = dict(rows.all("select med_type, count(*) from visit group by 1"))
    assert {"21", "22", "24", "28", "52", "11", "140104", "140201", "41"} <= set(kinds)
    assert rows.one("select max(stay_days) from visit where main_diag_code like 'F%'") > 25
    assert rows.one("select count(*) from visit where adm_dept like 'A50%'") > 0


def test_the_dead_have_died_on_the_day_of_discharge(care, rows):
    people = care.frame.people
    died = {}
    for chunk in people.chunks():
        dead = chunk[people.death_dayno(chunk) < 2**31 - 1]
        died |= dict(zip(people.psn_no(dead).to_pylist(), people.death_dayno(dead).tolist(), strict=True))
    for person, day in rows.all("select psn_no, end_dayno from visit where dscg_way = '5'"):
        assert died[person] == day


def test_patients_are_insured_on_the_day_of_discharge(care, rows):
    people = care.frame.people
    patients = {
        person for (person,) in rows.all("select distinct psn_no from visit where stay_days is not null")
    }
    number = {}
    for chunk in people.chunks():
        number |= dict(zip(people.psn_no(chunk).to_pylist(), chunk.tolist(), strict=True))
    assert patients <= set(number)
    stays = rows.all("select psn_no, insutype, begin_dayno, end_dayno from visit where stay_days is not null")
    persons = np.array([number[row[0]] for row in stays], dtype=np.int64)
    group = people.covered(persons, np.array([row[3] for row in stays], dtype=np.int64))
    assert Counter(zip((group == 3).tolist(), [row[1] for row in stays], strict=True)).keys() == {
        (True, "390"),
        (False, "310"),
    }
    assert (group > 0).all()


def test_same_seed_same_rows(care):
    content = city_content(kinds=CARE_KINDS)
    again = care_of(content, care.frame.profile)
    made = collected(again(care.frame, Settled(care.frame.districts)))
    assert made and all(values.equals(care.tables[table]) for table, values in made.items())
    assert tuple(again.truth) == care.truth


def test_another_seed_makes_other_people_and_the_same_totals(care):
    other = replace(care.frame, seed=8)
    made = collected(
        care_of(city_content(kinds=CARE_KINDS), other.profile, False)(other, Settled(other.districts))
    )
    assert made["case_input"].num_rows == care.tables["case_input"].num_rows
    assert not made["case_input"].equals(care.tables["case_input"])
