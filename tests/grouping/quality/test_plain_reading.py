"""The arrays of a year against a plain reading of the formulas, case by case, on drawn years."""

from __future__ import annotations

from fractions import Fraction
from statistics import pvariance

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.grouping.quality.made_cases import case, cases_of, rules

from yiheng.grouping.quality.weight_table import GroupWeight
from yiheng.grouping.quality.year_quality import year_quality

HOSPITALS, GROUPS = ("H1", "H2", "H3"), ("AA1", "BB1", "BB2", "CC9")
WEIGHTS = {
    "AA1": GroupWeight("AA1", "", Fraction("0.7"), Fraction(400_000), Fraction("6.5")),
    "BB1": GroupWeight("BB1", "", Fraction("2.0001"), Fraction(1_234_567), Fraction(9)),
    "BB2": GroupWeight("BB2", "", Fraction("1.25")),
}


def drawn_case() -> st.SearchStrategy[dict[str, object]]:
    return st.builds(
        lambda drg, **values: case(drg, **values) if drg else case(None, group_status="无法入组", **values),
        st.sampled_from((*GROUPS, None)),
        fixmedins_code=st.sampled_from(HOSPITALS),
        cost_fen=st.integers(400, 3_000_000),
        los_days=st.integers(1, 62),
        dscg_way=st.sampled_from(("1", "1", "1", "5")),
    )


def valid(rows):
    return [
        row
        for row in rows
        if row["group_status"] == "分组成功" and row["los_days"] <= 60 and row["cost_fen"] >= 500
    ]


def by_group(rows):
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["drg"], []).append(row["cost_fen"])
    return found


def spread(values):
    return sum((Fraction(value) - Fraction(sum(values), len(values))) ** 2 for value in values)


@settings(max_examples=25)
@given(st.lists(drawn_case(), min_size=1, max_size=50))
def test_a_year_agrees_with_the_formulas(rows):
    found = year_quality(cases_of(*rows), rules(trim={"method": "none"}), weights=WEIGHTS)
    chosen = valid(rows)
    groups = by_group(chosen)
    everything = [cost for costs in groups.values() for cost in costs]
    assert {one.drg: one.costs.count for one in found.groups} == {
        drg: len(costs) for drg, costs in groups.items()
    }
    for one in found.groups:
        costs = [Fraction(cost) for cost in groups[one.drg]]
        assert one.costs.cv_squared("population") == pvariance(costs) / (sum(costs) / len(costs)) ** 2
    if len(set(everything)) > 1:
        assert found.before.riv == 1 - sum(map(spread, groups.values())) / spread(everything)
    for one in (found.city, *found.hospitals):
        own = [row for row in chosen if one.hospital in ("", row["fixmedins_code"])]
        _check_scope(one, own)


def _check_scope(one, own):
    weighed = [row for row in own if row["drg"] in WEIGHTS]
    referred = [row for row in weighed if WEIGHTS[row["drg"]].mean_cost_fen]
    assert one.valid == len(own)
    assert one.mean_cost.numerator == sum(row["cost_fen"] for row in own)
    assert one.mortality.numerator == sum(row["dscg_way"] == "5" for row in own)
    assert one.weighed.weight == sum((WEIGHTS[row["drg"]].weight for row in weighed), Fraction(0))
    assert one.weighed.unweighted == len(own) - len(weighed)
    if not referred:
        assert one.weighed.cost is None
        return
    ratios = [Fraction(row["cost_fen"]) / WEIGHTS[row["drg"]].mean_cost_fen for row in referred]
    assert one.weighed.cost.by_case.value == sum(ratios) / len(referred)
    references = sum(WEIGHTS[row["drg"]].mean_cost_fen for row in referred)
    assert one.weighed.cost.by_sum.value == sum(row["cost_fen"] for row in referred) / references
    near = sum(Fraction(9, 10) < ratio < Fraction(11, 10) for ratio in ratios)
    assert (one.weighed.near.numerator, one.weighed.near.denominator) == (near, len(referred))
