"""Grouping quality of a year: the worked examples of 02 §2.3 and §8 (O-02, O-32 … O-35), and whom each counts."""

from fractions import Fraction

import numpy as np
import pytest
from tests.grouping.quality.made_cases import case, cases_of, rules

from yiheng.exact.rounding import decimal_text
from yiheng.grouping.quality.grouping_rate import grouping_rate
from yiheng.grouping.quality.indicators import Cell, weighed
from yiheng.grouping.quality.moments import moments_of
from yiheng.grouping.quality.risk import risk_class, risk_cuts
from yiheng.grouping.quality.share import Share
from yiheng.grouping.quality.variation import ln_riv, riv
from yiheng.grouping.quality.weighing import weighing
from yiheng.grouping.quality.weight_table import GroupWeight
from yiheng.grouping.quality.year_quality import year_quality

NO_TRIM = {"method": "none"}


def shown(value: Share | Fraction | None, decimals: int) -> str:
    found = value.value if isinstance(value, Share) else value
    assert found is not None
    return decimal_text(found, decimals)


def test_riv_is_what_the_groups_explain_of_the_spread():
    """O-02: G1 = {4,5,6}, G2 = {9,10,11}: 37.5 of 41.5."""
    groups = [np.array([4, 5, 6]), np.array([9, 10, 11])]
    found = riv([moments_of(one) for one in groups])
    assert found == Fraction(75, 83)
    assert shown(found, 4) == "0.9036"


def test_riv_of_logarithms_is_the_same_formula_on_ln():
    groups = [np.array([4, 5, 6]), np.array([9, 10, 11])]
    logs = [np.log(one) for one in groups]
    everything = np.concatenate(logs)
    within = sum(((one - one.mean()) ** 2).sum() for one in logs)
    expected = 1 - within / ((everything - everything.mean()) ** 2).sum()
    assert float(ln_riv(groups) or 0) == pytest.approx(expected, abs=1e-9)
    assert ln_riv([np.array([5, 5])]) is None
    assert riv([moments_of(np.array([5, 5]))]) is None


def test_the_grouping_rate_names_its_denominator():
    """O-32: 1,000 cases, 14 excluded, 3 without MDC and 7 ambiguous."""
    rows = [case() for _ in range(976)]
    rows += [case(los_days=61) for _ in range(9)] + [case(cost_fen=499) for _ in range(5)]
    rows += [case(None, group_status="无法入组") for _ in range(3)]
    rows += [case(None, group_status="歧义病案") for _ in range(7)]
    found = grouping_rate(cases_of(*rows), rules().exclusion)
    assert (found.total, found.too_long, found.too_cheap, found.grouped) == (1000, 9, 5, 976)
    assert found.ungrouped == {"无法入组": 3, "歧义病案": 7}
    assert found.rate == Share(Fraction(976), Fraction(986))
    assert (shown(found.rate.value * 100, 2), shown(found.naive.value * 100, 2)) == ("98.99", "97.60")


def test_at_the_limits_a_case_still_counts():
    found = grouping_rate(cases_of(case(los_days=60), case(cost_fen=500)), rules().exclusion)
    assert (found.excluded, found.grouped) == (0, 2)


def test_a_limit_of_zero_is_no_limit_and_a_missing_result_is_not_grouped():
    cases = cases_of(case(los_days=400, cost_fen=0), case(None, group_status=None))
    found = grouping_rate(cases, rules(exclusion={"los_days_over": 0, "cost_fen_below": 0}).exclusion)
    assert (found.excluded, found.grouped, found.ungrouped) == (0, 1, {"没有分组结果": 1})


def test_a_case_too_long_and_too_cheap_is_left_out_once():
    found = grouping_rate(cases_of(case(los_days=90, cost_fen=100)), rules().exclusion)
    assert (found.too_long, found.too_cheap, found.excluded) == (1, 0, 1)


WEIGHTS = {"G1": (5_000, "7"), "G2": (8_000, "6.5"), "G3": (30_000, "12")}
CELLS = [
    Cell("G1", 20, 20 * 550_000, 20 * 8, 0),
    Cell("G2", 10, 10 * 760_000, 10 * 6, 0),
    Cell("G3", 5, 5 * 3_300_000, 5 * 12, 0),
]


def weight_table(decimals: int | None = None) -> dict[str, GroupWeight]:
    """Weights of O-03 (mean over 8,400), exact or rounded before use."""
    table = {}
    for drg, (mean, los) in WEIGHTS.items():
        weight = Fraction(mean, 8_400)
        if decimals is not None:
            weight = Fraction(decimal_text(weight, decimals))
        table[drg] = GroupWeight(drg, drg, weight, Fraction(mean * 100), Fraction(los))
    return table


def test_consumption_indices_have_two_readings():
    """O-34: the mean of ratios and the ratio of sums differ."""
    found = weighed(CELLS, weighing(weight_table()), rules())
    assert found.cost and found.time
    assert (shown(found.cost.by_case, 4), shown(found.cost.by_sum, 4)) == ("1.0571", "1.0636")
    assert (shown(found.time.by_case, 4), shown(found.time.by_sum, 4)) == ("1.0597", "1.0566")


def test_cmi_and_what_a_weight_costs():
    found = weighed(CELLS, weighing(weight_table()), rules())
    assert (shown(found.weight, 4), shown(found.cmi, 4)) == ("39.2857", "1.1224")
    assert shown(found.cost_per_weight.value / 100, 2) == "8934.55"
    assert shown(found.days_per_weight, 2) == "7.13"
    assert found.heavy == Share(Fraction(5), Fraction(35))
    assert shown(weighed(CELLS, weighing(weight_table(4)), rules()).weight, 4) == "39.2850"


def test_a_group_without_weight_is_counted_and_left_out():
    table = weight_table()
    del table["G3"]
    found = weighed(CELLS, weighing(table), rules())
    assert (found.cases, found.unweighted) == (30, 5)
    assert found.cmi == Share(Fraction(20 * 5 + 10 * 8, Fraction("8.4")), Fraction(30))


def test_risk_classes_are_cut_at_sigma_of_ln_mortality():
    """O-35: population σ, and the same groups with the sample's."""
    mortality = {"A": 0.001, "B": 0.002, "C": 0.005, "D": 0.02, "E": 0.10, "F": 0.0}
    low_risk = rules().low_risk
    cuts = risk_cuts(list(mortality.values()), "population")
    assert cuts and [f"{one:.4f}" for one in (cuts.middle, cuts.sigma, *cuts.cuts)] == [
        "-4.9271", "1.6515", "-6.5785", "-4.9271", "-3.2756",
    ]  # fmt: skip
    found = {drg: risk_class(rate, cuts, low_risk) for drg, rate in mortality.items()}
    assert found == {"A": 1, "B": 2, "C": 2, "D": 3, "E": 4, "F": 0}
    sample = risk_cuts(list(mortality.values()), "sample")
    assert sample and f"{sample.sigma:.4f} {sample.cuts[0]:.4f}" == "1.8464 -6.7735"
    assert risk_class(mortality["A"], sample, low_risk) == 1


def test_a_group_at_a_cut_goes_where_the_caliber_says():
    cuts = risk_cuts([0.01, 0.01], "population")  # σ = 0: all three cuts at μ
    assert risk_class(0.01, cuts, rules().low_risk) == 4
    below = rules().low_risk.model_copy(update={"at_cut": "below"})
    assert risk_class(0.01, cuts, below) == 1


def low_risk_year():
    """Groups of the mortalities of O-35 in 2,000 cases of A, with 2 deaths, and enough of the others."""
    made = {
        "AA1": (2000, 2),
        "BB1": (1000, 2),
        "CC1": (1000, 5),
        "DD1": (100, 2),
        "EE1": (10, 1),
        "FF1": (50, 0),
    }
    return cases_of(
        *(
            case(drg, dscg_way="5" if n < deaths else "1")
            for drg, (all_, deaths) in made.items()
            for n in range(all_)
        )
    )


def test_low_risk_mortality_is_of_the_lowest_class_with_deaths():
    """O-35: 2,000 low-risk cases, 2 deaths: 0.1000 %."""
    found = year_quality(low_risk_year(), rules())
    assert found.risk == {"AA1": 1, "BB1": 2, "CC1": 2, "DD1": 3, "EE1": 4, "FF1": 0}
    assert found.city.low_risk == Share(Fraction(2), Fraction(2000))
    assert shown(found.city.low_risk.value * 100, 4) == "0.1000"


def test_given_risk_classes_are_used_as_given():
    weights = {"BB1": GroupWeight("BB1", "", Fraction(1), risk_class=1)}
    found = year_quality(low_risk_year(), rules(), weights=weights)
    assert found.risk_given
    assert found.city.low_risk == Share(Fraction(2), Fraction(1000))


def test_readmission_is_of_all_discharges():
    """O-33: 186 of 4,120 are 4.51 %."""
    rows = [case(next_days=3, next_same_days=15) for _ in range(186)]
    rows += [case(next_days=9, next_same_days=16), case(next_days=-2, next_same_days=-2)]
    rows += [case(None, group_status="无法入组") for _ in range(4120 - len(rows))]
    found = year_quality(cases_of(*rows), rules()).city.readmission
    assert found == {15: Share(Fraction(186), Fraction(4120)), 31: Share(Fraction(187), Fraction(4120))}
    assert shown(found[15].value * 100, 2) == "4.51"
    anywhere = rules(readmission={"days": [15], "same_hospital": False})
    assert year_quality(cases_of(*rows), anywhere).city.readmission[15].numerator == 187


def test_groups_are_judged_by_their_spread_where_there_are_enough_cases():
    even = [case("AA1", cost_fen=fen) for fen in (100_000, 100_100, 100_200, 100_300, 100_400, 100_500)]
    wild = [case("BB1", cost_fen=fen) for fen in (1_000, 1_000, 1_000, 1_000, 1_000, 100_000)]
    few = [case("CC1") for _ in range(5)]
    found = year_quality(cases_of(*even, *wild, *few), rules(trim=NO_TRIM), drg_defined=600)
    assert [one.drg for one in found.judged] == ["AA1", "BB1"]
    assert found.cv_groups == Share(Fraction(1), Fraction(2))
    assert found.cv_cases == Share(Fraction(6), Fraction(17))
    assert (found.defined.drg_in_use, found.defined.drg_defined, found.defined.mdc_in_use) == (3, 600, 3)


def test_a_cv_just_at_the_limit_meets_only_a_limit_that_is_not_strict():
    """Costs 0 and 10 元 have a CV of exactly 1; a float might say 0.99… ."""
    rows = [case("AA1", cost_fen=fen) for fen in (500, 1500) * 6]
    half = {"cv_max": "0.5", "cv_strict": True, "riv_min": "0.7", "cases_over": 5}
    strict = rules(trim=NO_TRIM, acceptance=half)
    loose = rules(trim=NO_TRIM, acceptance=half | {"cv_strict": False})
    assert year_quality(cases_of(*rows), strict).cv_groups == Share(Fraction(0), Fraction(1))
    assert year_quality(cases_of(*rows), loose).cv_groups == Share(Fraction(1), Fraction(1))


def test_hospitals_add_up_to_the_city():
    rows = [
        case("AA1", fixmedins_code=code, cost_fen=fen) for code in ("H1", "H2") for fen in (90_000, 110_000)
    ]
    fees = {"H1": {"09": 30, "08": 10, "05": 60}, "H2": {"09": 10, "05": 90}}
    weights = {"AA1": GroupWeight("AA1", "", Fraction(2), Fraction(100_000), Fraction(7))}
    found = year_quality(cases_of(*rows), rules(), weights=weights, fees=fees)
    assert [one.hospital for one in found.hospitals] == ["H1", "H2"]
    assert sum(one.valid for one in found.hospitals) == found.city.valid == 4
    assert [one.drug for one in found.hospitals] == [
        Share(Fraction(30), Fraction(100)),
        Share(Fraction(10), Fraction(100)),
    ]
    assert found.city.drug == Share(Fraction(40), Fraction(200))
    assert found.city.material == Share(Fraction(10), Fraction(200))
    assert found.city.weighed and found.city.weighed.near == Share(
        Fraction(0), Fraction(4)
    )  # 0.9 and 1.1 are outside


def test_without_fee_lines_and_weights_nothing_is_invented():
    found = year_quality(cases_of(case()), rules()).city
    assert (found.drug, found.material, found.weighed) == (None, None, None)


def test_the_same_cases_in_another_order_give_the_same():
    rows = [case(f"AA{n % 3}", cost_fen=10_000 + 137 * n, fixmedins_code=f"H{n % 4}") for n in range(60)]
    assert year_quality(cases_of(*rows), rules()) == year_quality(cases_of(*reversed(rows)), rules())
