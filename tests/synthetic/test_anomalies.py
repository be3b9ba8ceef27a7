"""What is planted can be found by a plain rule, is all in the truth, and its decoys are not what the rule finds."""

from __future__ import annotations

import csv

import pytest
from tests.synthetic.care_rows import care_rows

from yiheng.synthetic.anomalies import write_truth
from yiheng.synthetic.case_profile import ANOMALY_KINDS

INPATIENT = "v.stay_days is not null"
ITEM = "split_part(f.medins_list_codg, '-', 2)"
NET = "f.cnt_e4 > 0"


@pytest.fixture(scope="module")
def care():
    return care_rows()


@pytest.fixture(scope="module")
def rows(care):
    return care.sql()


def found(rows, query: str) -> set[str]:
    return {visit for line in rows.all(query) for visit in line}


def test_every_kind_is_planted_with_decoys(care):
    assert {one.kind for one in care.truth if not one.decoy} == set(ANOMALY_KINDS)
    assert {one.kind for one in care.truth if one.decoy} == set(ANOMALY_KINDS)


def test_duplicate_charge_is_one_daily_item_twice_at_one_time(care, rows):
    query = (
        f"select f.mdtrt_id from fee_line f where {NET} group by f.mdtrt_id, f.medins_list_codg, f.fee_ocur_time"
        " having count(*) > 1"
    )
    assert found(rows, query) == care.planted("duplicate_charge")


def test_over_price_is_a_dearer_unit_than_the_level_charges(care, rows):
    query = f"""
        with price as (
            select f.mdtrt_id, p.hosp_lv, f.pric_e6, quantile_disc(f.pric_e6, 0.5) over (partition by p.hosp_lv) usual
            from fee_line f join provider p using (fixmedins_code) where {ITEM} = 'blood_gas')
        select mdtrt_id from price where pric_e6 > 1.2 * usual"""
    assert found(rows, query) <= care.planted("over_price")
    assert care.planted("over_price")


def test_split_stay_is_the_same_hospital_again_the_day_after(care, rows):
    query = f"""
        select a.mdtrt_id, b.mdtrt_id from visit a join visit b on a.psn_no = b.psn_no
            and a.fixmedins_code = b.fixmedins_code and a.mdtrt_id <> b.mdtrt_id
            and b.begin_dayno - a.end_dayno between 0 and 1
        where {INPATIENT.replace("v.", "a.")} and {INPATIENT.replace("v.", "b.")}"""
    assert found(rows, query) == care.planted("split_stay")


def test_nobody_lies_in_two_beds(rows):
    query = f"""
        select count(*) from visit a join visit b on a.psn_no = b.psn_no and a.mdtrt_id < b.mdtrt_id
            and a.begin_dayno < b.end_dayno and b.begin_dayno < a.end_dayno
        where {INPATIENT.replace("v.", "a.")} and {INPATIENT.replace("v.", "b.")}"""
    assert rows.one(query) == 0


def test_bed_hanging_is_four_days_with_nothing_but_daily_charges(care, rows):
    for decoy, idle in ((False, 4), (True, 2)):
        for one in (one for one in care.truth if one.kind == "bed_hanging" and one.decoy == decoy):
            visit, days = one.keys.split(":")
            first, last = map(int, days.split("-"))
            items = {
                item
                for (item,) in rows.all(
                    f"select distinct {ITEM} from fee_line f where mdtrt_id = '{visit}'"
                    f" and fee_ocur_dayno between {first} and {last}"
                )
            }
            assert items == {"bed", "nursing", "consult"}
            assert last - first + 1 == idle


def test_sex_mismatch_is_an_item_of_the_other_sex(care, rows):
    query = f"""select f.mdtrt_id from fee_line f join case_input c using (mdtrt_id)
        where c.gend = '1' and {ITEM} = 'gynaecology'"""
    assert found(rows, query) == care.planted("sex_mismatch")


def test_age_mismatch_is_a_newborns_item_of_who_has_not_given_birth(care, rows):
    query = f"""select f.mdtrt_id from fee_line f join case_input c using (mdtrt_id)
        where {ITEM} = 'newborn_screen' and age_years > 0 and c.dx_codes not like 'O8%' and c.dx_codes not like 'O34%'"""
    assert found(rows, query) == care.planted("age_mismatch")


def test_over_frequency_is_one_test_three_times_in_a_stay(care, rows):
    query = (
        f"select f.mdtrt_id from fee_line f where {ITEM} = 'glycated' group by 1 having sum(cnt_e4) > 10000"
    )
    assert found(rows, query) == care.planted("over_frequency")


def test_false_quantity_is_more_hours_than_the_stay_has(care, rows):
    query = f"""select f.mdtrt_id from fee_line f join visit v using (mdtrt_id) where {ITEM} = 'monitor_hour'
        group by f.mdtrt_id, v.stay_days having sum(cnt_e4) > 240000 * v.stay_days"""
    assert found(rows, query) == care.planted("false_quantity")


def test_upcoding_is_respiratory_failure_without_blood_gas(care, rows):
    query = f"""select c.case_id from case_input c where c.dx_codes like '%|J96.000%' and not exists (
        select 1 from fee_line f where f.mdtrt_id = c.mdtrt_id and {ITEM} = 'blood_gas')"""
    assert found(rows, query) == care.planted("upcoding")


def test_low_indication_is_a_stay_of_examinations_only(care, rows):
    query = """select f.mdtrt_id from fee_line f join visit v using (mdtrt_id) where v.stay_days is not null
        group by 1 having bool_and(med_chrgitm_type in ('01', '02', '03', '04', '07'))"""
    examined = found(rows, query)
    assert examined == care.planted("low_indication") | care.planted("cluster_admission")
    assert not examined & (care.planted("low_indication", True) | care.planted("cluster_admission", True))


def test_outpatient_during_stay_is_inside_the_days_of_a_stay(care, rows):
    query = """select o.mdtrt_id from visit o join visit s on o.psn_no = s.psn_no
        where o.stay_days is null and s.stay_days is not null
        and o.begin_dayno > s.begin_dayno and o.begin_dayno < s.end_dayno"""
    assert found(rows, query) == care.planted("outpatient_during_stay")


def test_after_death_is_a_visit_later_than_the_death(care, rows):
    people = care.frame.people
    persons = rows.all("select psn_no, mdtrt_id, begin_dayno from visit")
    number = {}
    for chunk in people.chunks():
        dead = chunk[people.death_dayno(chunk) < 2**31 - 1]
        number |= dict(zip(people.psn_no(dead).to_pylist(), people.death_dayno(dead).tolist(), strict=True))
    late = {visit for person, visit, day in persons if day > number.get(person, 2**31)}
    assert late == care.planted("after_death")


def test_card_cluster_is_six_cards_in_six_minutes_for_one_amount_on_four_days(care, rows):
    for decoy, days in ((False, 4), (True, 1)):
        for one in (one for one in care.truth if one.kind == "card_cluster" and one.decoy == decoy):
            visits = "', '".join(one.keys.split("|"))
            where = f"from visit join settlement using (mdtrt_id) where mdtrt_id in ('{visits}') and not refd_setl_flag"
            assert rows.one(f"select count(distinct visit.psn_no) {where}") == 6
            assert rows.one(f"select count(distinct visit.fixmedins_code) {where}") == 1
            assert rows.one(f"select count(distinct begin_dayno) {where}") == days
            assert rows.one(f"select max(medfee_sumamt_fen) - min(medfee_sumamt_fen) {where}") <= 1
            assert rows.one(f"select max(s) from (select max(epoch(begin_time)) - min(epoch(begin_time)) s {where} group by begin_dayno)") <= 360  # fmt: skip


def test_substitution_is_one_hospital_billing_another_brand_from_a_month_on(care, rows):
    for one in (one for one in care.truth if one.kind == "substitution" and not one.decoy):
        provider, code, month = one.keys.split(":")
        here = f"from fee_line f join visit v using (mdtrt_id) where f.fixmedins_code = '{provider}'"
        discharged = "strftime(v.end_time, '%Y-%m')"
        before = f"{discharged} < '{month}' and year(v.end_time) = {month[:4]}"
        assert rows.one(f"select count(*) {here} and med_list_codg = '{code}' and {before}") == 0
        after = f"{discharged} >= '{month}' and year(v.end_time) = {month[:4]}"
        assert rows.one(f"select count(*) {here} and {ITEM} = 'old_brand' and {after}") == 0


def test_the_truth_is_a_file_of_its_own(care, tmp_path):
    write_truth(tmp_path / "truth.csv", care.truth)
    with (tmp_path / "truth.csv").open(encoding="utf-8") as stream:
        written = list(csv.DictReader(stream))
    assert len(written) == len(care.truth)
    assert {row["decoy"] for row in written} == {"0", "1"}
    assert not any("truth" in table or "anomal" in table for table in care.tables)
