"""Settlements: every identity of the contract by a plain second reading, ratios as published, refunds to nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.synthetic.care_rows import YEARS, care_rows, city_at

from yiheng.exact.apportion import largest_remainder
from yiheng.policy.contract import contract
from yiheng.synthetic.outpatient_draw import PooledPersons
from yiheng.synthetic.outpatient_plan import sorts
from yiheng.synthetic.settlements import Rule, payment_of
from yiheng.synthetic.stay_cost import Pots
from yiheng.synthetic.whole_split import split_whole

INPATIENT = ("21", "22", "24", "26", "28", "52")
OUTPATIENT = ("11", "12", "13", "14", "140104", "140201", "15", "19", "51", "53")

PLAIN = {
    "settlement_cost_parts": lambda r: r["medfee_sumamt_fen"]
    == r["fulamt_ownpay_amt_fen"] + r["overlmt_selfpay_fen"] + r["preselfpay_amt_fen"] + r["inscp_scp_amt_fen"],
    "settlement_fund_parts": lambda r: r["fund_pay_sumamt_fen"]
    == sum(r[f"{fund}_pay_fen"] for fund in ("hifp", "cvlserv", "hifes", "hifmi", "hifob", "maf", "hifdm", "oth")),
    "settlement_payers": lambda r: r["medfee_sumamt_fen"]
    == r["fund_pay_sumamt_fen"] + r["psn_part_amt_fen"] + r["hosp_part_amt_fen"],
    "settlement_person_parts": lambda r: r["psn_part_amt_fen"] == r["acct_pay_fen"] + r["psn_cash_pay_fen"],
    "settlement_refund_sign": lambda r: not r["refd_setl_flag"]
    or (r["medfee_sumamt_fen"] <= 0 and r["init_setl_id"] is not None),
    "settlement_charge_sign": lambda r: r["refd_setl_flag"] or r["medfee_sumamt_fen"] >= 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def care():
    return care_rows()


@pytest.fixture(scope="module")
def settlements(care):
    return care.tables["settlement"].to_pylist()


def test_every_row_keeps_every_identity_of_the_contract_to_the_fen(settlements):
    assert set(PLAIN) == {one.id for one in contract().tables["settlement"].identities}
    for name, holds in PLAIN.items():
        assert [row["setl_id"] for row in settlements if not holds(row)] == [], name


def test_no_part_of_a_charge_is_negative_and_nobody_gets_money_back(settlements):
    money = [name for name in settlements[0] if name.endswith("_fen")]
    assert all(row[name] >= 0 for row in settlements if not row["refd_setl_flag"] for name in money)


def test_fund_items_add_up_to_the_settlement(care, settlements):
    sums = defaultdict(int)
    accounts = defaultdict(int)
    for row in care.tables["settlement_fund"].to_pylist():
        (accounts if row["fund_pay_type"] == "310200" else sums)[row["setl_id"]] += row["fund_payamt_fen"]
    for row in settlements:
        assert sums[row["setl_id"]] == row["fund_pay_sumamt_fen"]
        assert accounts[row["setl_id"]] == row["acct_pay_fen"]


def net(settlements, year: int, kinds: tuple[str, ...], insurance: str) -> Counter[str]:
    """Sums net of refunds, which belong to the year of what they take back."""
    years = {row["setl_id"]: row["setl_time"].year for row in settlements if not row["refd_setl_flag"]}
    sums: Counter[str] = Counter()
    for row in settlements:
        origin = row["init_setl_id"] if row["refd_setl_flag"] else row["setl_id"]
        if years[origin] == year and row["med_type"] in kinds and row["insutype"] == insurance:
            sums.update({name: row[name] for name in row if name.endswith("_fen")})
    return sums


@pytest.mark.parametrize(("kinds", "printed"), [(INPATIENT, "88.66"), (OUTPATIENT, "84.21")])
def test_employees_policy_reimbursement_of_2023_prints_as_published(settlements, kinds, printed):
    sums = net(settlements, 2023, kinds, "310")
    assert f"{100 * sums['fund_pay_sumamt_fen'] / sums['inscp_scp_amt_fen']:.2f}" == printed


def test_residents_inpatient_reimbursement_keeps_the_last_published_ratio(settlements):
    sums = net(settlements, 2022, INPATIENT, "390")
    assert f"{100 * sums['fund_pay_sumamt_fen'] / sums['inscp_scp_amt_fen']:.2f}" == "74.82"


def test_refunds_point_to_what_they_take_back_and_never_exceed_it(settlements):
    by_id = {row["setl_id"]: row for row in settlements}
    refunds = [row for row in settlements if row["refd_setl_flag"]]
    for row in refunds:
        origin = by_id[row["init_setl_id"]]
        assert (origin["mdtrt_id"], origin["psn_no"]) == (row["mdtrt_id"], row["psn_no"])
        assert row["setl_time"] >= origin["setl_time"]
        assert all(origin[name] + row[name] >= 0 for name in row if name.endswith("_fen"))
    whole = [
        row for row in refunds if row["medfee_sumamt_fen"] == -by_id[row["init_setl_id"]]["medfee_sumamt_fen"]
    ]
    assert whole and len(whole) < len(refunds)
    for row in whole:
        assert all(by_id[row["init_setl_id"]][name] + row[name] == 0 for name in row if name.endswith("_fen"))


def test_some_refunds_fall_in_the_year_after(settlements):
    by_id = {row["setl_id"]: row for row in settlements}
    assert any(row["setl_time"].year > by_id[row["init_setl_id"]]["setl_time"].year for row in settlements if row["refd_setl_flag"])  # fmt: skip


def test_the_books_are_told_what_the_rows_say(care, settlements):
    told: Counter[tuple[str, str]] = Counter()
    for key, fen in care.settled.sums.items():
        told[key.fund_type, key.sub_fund] += fen
    rows: Counter[tuple[str, str]] = Counter()
    for row in settlements:
        rows[row["insutype"], "pooled"] += row["hifp_pay_fen"] + row["hifmi_pay_fen"]
        rows["310", "personal"] += row["acct_pay_fen"]
        rows["610", "pooled"] += row["maf_pay_fen"]
    assert +told == +rows


def test_the_books_are_not_asked_for_more_than_their_benefits(care):
    for book in care.frame.profile.books:
        for year in YEARS:
            for sub_fund in book.sub_funds:
                asked = sum(
                    fen
                    for key, fen in care.settled.sums.items()
                    if (key.fund_type, key.sub_fund, key.month[:4]) == (book.fund_type, sub_fund, str(year))
                )
                planned = sum(
                    care.frame.ceiling(book.fund_type, sub_fund, line.line_code, year)
                    for line in book.lines
                    if line.sub_fund == sub_fund and (line.settled or line.balancing)
                )
                assert asked <= planned


def test_all_but_the_profiles_part_of_inpatient_cost_is_not_paid_by_item(settlements):
    for insurance in ("310", "390"):
        stays = [row for row in settlements if row["med_type"] in INPATIENT and row["insutype"] == insurance]
        by_item = sum(row["medfee_sumamt_fen"] for row in stays if row["clr_way"] == "1")
        assert (
            Fraction(955, 1000)
            < 1 - Fraction(by_item, sum(row["medfee_sumamt_fen"] for row in stays))
            < Fraction(97, 100)
        )
        assert {row["clr_way"] for row in stays} == {"1", "20", "40", "50"}


def test_pooled_outpatient_care_of_2023_is_as_published_at_scale_one():
    city = city_at(Fraction(1), (2023,))
    pooled = sorts(city, 2023)[0].volume
    assert (pooled.visits, pooled.cost) == (1_851_145, 7_297_000_000)
    group, person, _ = PooledPersons(city, 2023).batch(0, pooled.visits)
    assert len(np.unique(person)) == 248_528
    assert len(np.unique(person[group == 2])) == 130_733


def test_pooled_visits_in_the_rows_are_those_of_the_scale(care, settlements):
    pooled = Counter()
    persons = set()
    for row in settlements:
        if row["med_type"] == "11" and row["insutype"] == "310" and row["setl_time"].year == 2023:
            pooled[row["mdtrt_id"]] += row["hifp_pay_fen"]
            if row["hifp_pay_fen"] > 0:
                persons.add(row["psn_no"])
    assert sum(1 for fen in pooled.values() if fen > 0) == care.frame.figure(
        "outpatient_pooling_visits", 2023
    )
    assert len(persons) == care.frame.figure("outpatient_pooling_persons", 2023)


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=60)


@given(total=st.integers(0, 10**12), shares=weights)
def test_split_whole_is_largest_remainder(total, shares):
    if sum(shares) == 0:
        return
    assert split_whole(total, np.array(shares, dtype=np.int64)).tolist() == largest_remainder(total, shares)


def test_split_whole_refuses_what_would_not_fit():
    with pytest.raises(ValueError):
        split_whole(10**13, np.array([10**6, 1], dtype=np.int64))
    with pytest.raises(ValueError):
        split_whole(1, np.array([0, 0], dtype=np.int64))


bills = st.lists(
    st.tuples(st.integers(10_000, 5_000_000), st.integers(0, 300_000), st.integers(0, 2), st.booleans()),
    min_size=5,
    max_size=40,
)


@settings(deadline=None)
@given(rows=bills, ratio=st.integers(820_000, 930_000))
def test_the_split_of_payers_meets_the_ratio_and_pays_nobody_twice(rows, ratio):
    cost = np.array([row[0] for row in rows], dtype=np.int64)
    full_self = np.minimum(np.array([row[1] for row in rows], dtype=np.int64), cost // 3)
    nothing = cost * 0
    pots = Pots(cost, cost - full_self, nothing, full_self, nothing, nothing)
    rule = Rule(
        deductible=np.array([[0, 20_000, 80_000][row[2]] for row in rows], dtype=np.int64),
        rate_ppm=np.full(len(rows), 850_000),
        civil_ppm=np.array([250_000 if row[3] else 0 for row in rows], dtype=np.int64),
        aid_ppm=nothing,
        supplement="hifob",
        ratio_ppm=ratio,
    )
    paid = payment_of(pots, rule)
    columns = paid.columns()
    assert all((values >= 0).all() for values in columns.values())
    assert (paid.fund <= paid.inscp_scp_amt_fen).all()
    target = (int(pots.in_scope.sum()) * ratio + 500_000) // 1_000_000
    if not any(row[3] for row in rows):
        assert int(paid.fund.sum()) == target
