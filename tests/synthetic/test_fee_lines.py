"""Fee lines: identities of every row, sums to the settlement in every column, times, and what they are made of."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.synthetic.care_rows import care_rows

from yiheng.policy.contract import contract

COLUMNS = {
    "det_item_fee_sumamt_fen": "medfee_sumamt_fen",
    "fulamt_ownpay_amt_fen": "fulamt_ownpay_amt_fen",
    "overlmt_amt_fen": "overlmt_selfpay_fen",
    "preselfpay_amt_fen": "preselfpay_amt_fen",
    "inscp_scp_amt_fen": "inscp_scp_amt_fen",
}
"""Columns of a line and of the settlement they add up to."""


@pytest.fixture(scope="module")
def care():
    return care_rows()


@pytest.fixture(scope="module")
def rows(care):
    return care.sql()


@pytest.fixture(scope="module")
def lines(care):
    names = ["mdtrt_id", "feedetl_sn", "setl_id", "cnt_e4", "pric_e6", "init_feedetl_sn", *COLUMNS]
    return care.tables["fee_line"].select(names).to_pylist()


def test_quantity_times_price_is_the_amount_within_one_fen(lines):
    for line in lines:
        off = line["det_item_fee_sumamt_fen"] * 10**8 - line["cnt_e4"] * line["pric_e6"]
        assert abs(off) <= 10**8, line


def test_the_parts_of_a_line_are_its_amount(lines):
    for line in lines:
        parts = [line[name] for name in COLUMNS if name != "det_item_fee_sumamt_fen"]
        assert line["det_item_fee_sumamt_fen"] == sum(parts)
        assert min(parts) >= 0 or line["cnt_e4"] < 0
        assert line["cnt_e4"] >= 0 or line["init_feedetl_sn"] is not None
    assert {one.id for one in contract().tables["fee_line"].identities} == {
        "fee_line_product",
        "fee_line_parts",
        "fee_line_refund",
    }


def test_lines_add_up_to_the_settlements_of_their_visit_in_every_column(care, lines):
    found = defaultdict(lambda: [0] * len(COLUMNS))
    for line in lines:
        sums = found[line["mdtrt_id"]]
        for place, name in enumerate(COLUMNS):
            sums[place] += line[name]
    wanted = defaultdict(lambda: [0] * len(COLUMNS))
    for row in care.tables["settlement"].select(["mdtrt_id", *COLUMNS.values()]).to_pylist():
        sums = wanted[row["mdtrt_id"]]
        for place, name in enumerate(COLUMNS.values()):
            sums[place] += row[name]
    assert found == wanted


def test_lines_of_a_settlement_that_stands_add_up_to_it(rows):
    """Of one that was settled anew the lines belong to the new settlement."""
    query = """
        with again as (select init_setl_id id from settlement s where refd_setl_flag
            and exists (select 1 from settlement n where n.mdtrt_id = s.mdtrt_id and n.setl_id like '%3')),
        sums as (select setl_id, sum(det_item_fee_sumamt_fen) fen from fee_line group by 1)
        select count(*) from settlement left join sums using (setl_id)
        where medfee_sumamt_fen is distinct from fen
            and setl_id not in (select id from again) and coalesce(init_setl_id, '') not in (select id from again)"""
    assert rows.one(query) == 0


def test_keys_are_unique_and_lines_lie_inside_their_visit(rows):
    assert rows.one("select count(*) - count(distinct (mdtrt_id, feedetl_sn)) from fee_line") == 0
    outside = "f.fee_ocur_time < v.begin_time or f.fee_ocur_time > v.end_time"
    assert rows.one(f"select count(*) from fee_line f join visit v using (mdtrt_id) where {outside}") == 0


def test_a_stay_has_about_as_many_lines_as_the_profile_says(rows):
    mean = rows.one(
        "select count(*) / count(distinct mdtrt_id) from fee_line join visit using (mdtrt_id) where stay_days is not null"
    )
    assert 140 < mean < 160


def test_beds_nursing_and_consultation_are_charged_every_day(rows):
    query = """
        select count(*) from visit v where stay_days is not null and exists (
            select 1 from unnest(['bed', 'nursing', 'consult']) as item(name)
            where (select count(*) from fee_line f where f.mdtrt_id = v.mdtrt_id
                and f.medins_list_codg like '%-' || item.name and f.cnt_e4 > 0)
                not between v.stay_days and v.stay_days + 1)"""
    assert rows.one(query) == 0


def test_an_items_price_is_one_price_at_one_institution(rows):
    """But for items priced one by one and for what is planted."""
    query = """
        select medins_list_codg, fixmedins_code from fee_line
        where medins_list_codg not like '%-open%' and medins_list_codg not like '%-limited'
            and medins_list_codg not like '%-extra' and medins_list_codg not like '%-blood_gas'
        group by all having count(distinct pric_e6) > 1"""
    assert rows.all(query) == []


def test_lines_taken_back_mirror_a_line_of_the_same_visit(rows):
    query = """
        select count(*) filter (o.mdtrt_id is null or o.cnt_e4 <> -r.cnt_e4 or o.pric_e6 <> r.pric_e6), count(*)
        from fee_line r left join fee_line o on o.mdtrt_id = r.mdtrt_id and o.feedetl_sn = r.init_feedetl_sn
        where r.cnt_e4 < 0"""
    wrong, taken_back = rows.all(query)[0]
    assert wrong == 0 and taken_back > 0


def test_bills_hold_drugs_tests_treatment_operations_and_chinese_medicine(rows):
    kinds = {kind for (kind,) in rows.all("select distinct med_chrgitm_type from fee_line")}
    assert {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"} <= kinds


def test_without_fee_lines_all_other_rows_are_the_same(care):
    bare = care_rows(lines=False)
    assert "fee_line" not in bare.tables
    for table, values in bare.tables.items():
        assert values.equals(care.tables[table]), table
