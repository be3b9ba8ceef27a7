"""Reading a year's cases from published tables: what they cost after refunds, and when the next stay began."""

from tests.grouping.compare.made_city import charge, database, group, listed, refund, settlement

from yiheng.grouping.quality.year_cases import NO_NEXT_STAY, NOT_GROUPED, read_fees, read_year

CASES = [
    listed(1, "P1", "2023-03-01", "2023-03-08", 800_000),
    listed(2, "P1", "2023-03-20", "2023-03-25", 500_000, fixmedins_code="H2"),
    listed(3, "P1", "2023-03-23", "2023-03-31", 500_000),  # began before the stay in H2 had ended
    listed(4, "P2", "2022-12-20", "2023-01-04", 300_000, dscg_way="5"),
    listed(5, "P3", "2023-12-20", "2023-12-31", 100_000),
    listed(6, "P3", "2024-01-02", "2024-01-09", 100_000),
    listed(7, "P4", "2023-06-01", "2023-06-05", 400_000),
    listed(8, "P4", "2023-06-01", "2023-06-05", 390_000),  # 7 refunded whole and settled anew
]
REFUNDS = [refund(1, 100_000), refund(7, 400_000)]
GROUPS = [
    group(1, "FM19"), group(2, "FR21"), group(3, "0000", status="无法入组"), group(4, "FR21"),
    group(5, "FR21"), group(1, "FZ19", "computed"),
]  # fmt: skip


def read():
    with database(case_input=CASES, settlement=REFUNDS, case_group=GROUPS) as session:
        return read_year(session, 2023, "official")


def test_the_year_is_that_of_discharge():
    cases = read()
    assert len(cases) == 7  # C6 left in 2024
    assert cases.hospitals == ("H1", "H2")


def test_refunds_are_taken_off():
    assert sorted(read().cost_fen.tolist()) == [0, 100_000, 300_000, 390_000, 500_000, 500_000, 700_000]


def test_a_list_that_is_net_of_refunds_is_not_reduced_again():
    """A list may tell what was settled, or that less what was refunded since: what it cost is the same."""
    lists = [
        listed(1, "P1", "2023-03-01", "2023-03-08", 1_061_821),  # 1,070,842 less 9,021
        listed(2, "P2", "2023-03-01", "2023-03-08", 1_070_842),
    ]
    settled = [settlement(1, 1_070_842), refund(1, 9_021), settlement(2, 1_070_842), refund(2, 9_021)]
    with database(case_input=lists, settlement=settled) as session:
        assert read_year(session, 2023, "official").cost_fen.tolist() == [1_061_821, 1_061_821]


def test_only_the_asked_source_groups_and_the_rest_has_no_result():
    cases = read()
    assert cases.drgs[cases.drg[cases.cost_fen.tolist().index(700_000)]] == "FM19"
    assert sorted(cases.statuses) == ["分组成功", "无法入组", "没有分组结果"]
    assert (cases.drg == NOT_GROUPED).sum() == 3  # C3 ungrouped, C7 and C8 without result
    assert cases.parents["FM19"] == ("MDCF", "FM1")
    assert cases.schemes == ("official",)


def test_the_next_stay_may_lie_in_the_next_year_and_elsewhere():
    cases = read()
    days = dict(zip(cases.cost_fen.tolist(), zip(cases.next_days.tolist(), cases.next_same_days.tolist(), strict=True), strict=True))  # fmt: skip
    assert days[700_000] == (12, 15)  # to H2 after 12 days, to H1 after 15
    assert days[100_000] == (2, 2)  # over the turn of the year
    assert days[0] == (NO_NEXT_STAY, NO_NEXT_STAY)  # refunded whole: no stay
    assert days[390_000] == (NO_NEXT_STAY, NO_NEXT_STAY)


def test_a_stay_within_a_stay_is_not_the_next_one():
    """The next stay is the first that begins after discharge; two stays of one day follow each other once."""
    cases = [
        listed(1, "P1", "2023-06-01", "2023-06-20", 110_000),
        listed(2, "P1", "2023-06-05", "2023-06-08", 120_000, fixmedins_code="H2"),
        listed(3, "P1", "2023-06-22", "2023-06-25", 130_000),
        listed(4, "P2", "2023-08-01", "2023-08-01", 140_000),
        listed(5, "P2", "2023-08-01", "2023-08-01", 150_000),
    ]
    with database(case_input=cases) as session:
        found = read_year(session, 2023, "official")
    gaps = zip(found.next_days.tolist(), found.next_same_days.tolist(), strict=True)
    assert dict(zip(found.cost_fen.tolist(), gaps, strict=True)) == {
        110_000: (2, 2),
        120_000: (14, NO_NEXT_STAY),
        130_000: (NO_NEXT_STAY, NO_NEXT_STAY),
        140_000: (0, 0),
        150_000: (NO_NEXT_STAY, NO_NEXT_STAY),
    }


def test_deaths_are_ways_of_leaving():
    cases = read()
    assert cases.cost_fen[cases.died(("5",))].tolist() == [300_000]
    assert not cases.died(("8",)).any()


def test_charges_are_summed_by_hospital_and_category():
    lines = [
        charge(1, 1, "09", 300),
        charge(1, 2, "09", -100),
        charge(2, 1, "08", 50),
        charge(6, 1, "09", 999),
    ]
    with database(case_input=CASES, fee_line=lines) as session:
        assert read_fees(session, 2023) == {"H1": {"09": 200}, "H2": {"08": 50}}
