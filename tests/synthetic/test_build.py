"""The whole build: rows obey the contract, equal seeds give equal content, and totals follow the scale."""

from __future__ import annotations

from fractions import Fraction

import pyarrow as pa
import pytest
from tests.synthetic.conftest import YEARS, Rows, collected

from yiheng.engine.schema import arrow_schema
from yiheng.engine.table_hash import table_hash
from yiheng.exact.content_hash import text_hash
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused
from yiheng.synthetic.budget_rows import budget_tables
from yiheng.synthetic.build import build, frame_of
from yiheng.synthetic.calibration import Figures, scaled
from yiheng.synthetic.evidence_rows import evidence_tables
from yiheng.synthetic.frame import Settled
from yiheng.synthetic.fund_plan import year_plan
from yiheng.synthetic.people_rows import people_tables

MINE = {
    "person", "coverage", "person_identity", "employer", "provider", "agreement", "staff", "population", "average_wage",
    "award", "assessment_score", "evidence", "goal", "survey", "budget_line", "subsidy", "contribution_due",
    "contribution_received", "account", "ledger_entry", "bank_line", "opening_balance",
}  # fmt: skip


def hashes(tables: dict[str, pa.Table]) -> dict[str, str]:
    found = {}
    for name, rows in tables.items():
        key = contract().tables[name].key
        found[name] = table_hash(rows.sort_by([(column, "ascending") for column in key]), key, rows.schema)
    return found


def test_all_tables_of_the_first_half_are_there(hundredth):
    assert set(hundredth.tables) == MINE


@pytest.mark.parametrize("name", sorted(MINE))
def test_rows_obey_the_contract(hundredth, name):
    declared = contract().tables[name]
    rows = hundredth.tables[name]
    assert rows.schema == arrow_schema(declared)
    rows.validate(full=True)
    assert [
        column for column in declared.columns if not column.optional and rows[column.name].null_count
    ] == []
    keys = hundredth.one(f"select count(*) from (select distinct {', '.join(declared.key)} from {name})")
    assert keys == rows.num_rows
    for law in declared.identities:
        law_text = law.holds or f"abs(({law.left}) - ({law.right})) <= {law.tolerance}"
        assert hundredth.one(f"select count(*) from {name} where not ({law_text})") == 0, law.id
    for reference in declared.references:
        target = contract().tables[reference.table]
        pairs = zip(reference.columns, target.key, strict=True)
        on = " and ".join(f"a.{mine} = b.{theirs}" for mine, theirs in pairs)
        assert hundredth.one(f"select count(*) from {name} a anti join {reference.table} b on {on}") == 0


@pytest.mark.parametrize("name", sorted(MINE))
def test_codes_are_in_the_code_lists(hundredth, name):
    from yiheng.performance.library import shipped_layers
    from yiheng.policy.code_list import CODE_LISTS, valid_codes
    from yiheng.policy.content import load

    lists = load((CODE_LISTS,), shipped_layers())
    from datetime import date

    for column in contract().tables[name].columns:
        if column.type == "code":
            known = valid_codes(lists, column.codes, "四川省攀枝花市", date(2023, 6, 30))
            used = {
                code
                for (code,) in hundredth.all(
                    f"select distinct {column.name} from {name} where {column.name} is not null"
                )
            }
            assert used <= set(known), column.name


def test_texts_fit_their_length(hundredth):
    for name, rows in hundredth.tables.items():
        for column in contract().tables[name].columns:
            if column.length and rows.num_rows:
                longest = hundredth.one(f"select coalesce(max(length({column.name})), 0) from {name}")
                assert longest <= column.length, (name, column.name)


def test_equal_seeds_give_equal_content_and_others_do_not(profile, calendar):
    one, again, other = (
        hashes(collected(build(profile, [2022, 2023], Fraction(1, 1000), seed, calendar)))
        for seed in (7, 7, 8)
    )
    assert one == again
    assert one["person"] != other["person"] and one["employer"] != other["employer"]
    assert one["budget_line"] == other["budget_line"]  # nothing in it is drawn


def test_a_table_is_the_same_whether_others_are_built_or_not(profile, calendar):
    whole = collected(build(profile, [2023], Fraction(1, 1000), 7, calendar))
    frame = frame_of(profile, [2023], Fraction(1, 1000), 7, calendar)
    alone = (
        collected(evidence_tables(frame)) | collected(budget_tables(frame)) | collected(people_tables(frame))
    )
    assert hashes(alone) == {name: found for name, found in hashes(whole).items() if name in alone}


def test_a_year_alone_has_the_people_it_has_among_others(hundredth, profile, calendar):
    alone = Rows(collected(people_tables(frame_of(profile, [2023], Fraction(1, 100), 7, calendar))))
    persons = set(alone.all("select psn_no, gend, brdy_dayno, death_dayno, admdvs from person"))
    assert persons <= set(hundredth.all("select psn_no, gend, brdy_dayno, death_dayno, admdvs from person"))


@pytest.mark.parametrize(
    "scale", [Fraction(1, 1000), Fraction(1, 100), Fraction(1, 7), Fraction(1), Fraction(10)]
)
def test_sums_are_scaled_exactly_and_parts_add_up(profile, scale):
    figures, whole = Figures(profile, scale), Figures(profile, Fraction(1))
    for book in profile.books:
        for year in YEARS:
            small, full = figures.book_year(book, year), whole.book_year(book, year)
            for side in ("income", "expense"):
                for sub_fund in book.sub_funds:
                    assert small.side(side, sub_fund) == scaled(full.side(side, sub_fund), scale)


def test_the_content_does_not_depend_on_the_machine(profile):
    """A law for whoever changes the draws: figures at scale 1 are the profile's, not the seed's."""
    lines = {
        str(key): fen for key, fen in Figures(profile, Fraction(1)).lines(profile.books[0], 2023).items()
    }
    assert text_hash(lines) == text_hash(dict(reversed(lines.items())))


def test_77_institutions_and_their_shares(hundredth):
    assert hundredth.all("select fixmedins_type, count(*) from provider group by 1 order by 1") == [
        ("1", 77),
        ("2", 467),
    ]
    assert hundredth.one("select count(*) from agreement where agreement_stas = 'suspended'") == 1


def test_subsidies_of_2021_and_the_bridge_from_heads_to_money(profile, calendar):
    frame = frame_of(profile, [2021], Fraction(1), 7, calendar)
    rows = Rows(collected(budget_tables(frame)))
    level = "select subsidy_level, cast(sum(received_fen) as bigint) from subsidy where fund_type = '390' group by 1"
    found = dict(rows.all(level))
    assert found["central"] + found["provincial"] == 34_307 * 1_000_000
    assert (found["city"], found["county"]) == (1_055 * 1_000_000, 2_664 * 1_000_000)
    positive = rows.one(
        "select cast(sum(due_fen) as bigint) from subsidy where fund_type = '390' and due_fen > 0"
    )
    assert positive == 679_151 * 58_000


def test_surveys_answer_as_published(hundredth):
    rate = "select question_code, sum(positive_flag::int) * 100.0 / count(*) from survey where insurance = 'employee' group by 1 order by 1"
    assert dict(hundredth.all(rate)) == {
        "policy_awareness": 95.7,
        "satisfaction_policy": 98.0,
        "satisfaction_service": 100.0,
    }


class TestSettlements:
    """The hook: what care settled stands in the books, and the rest of the year's benefits on the balancing lines."""

    def settled(self, frame, share: Fraction) -> Settled:
        found = Settled(frame.districts)
        for line in ("expense_benefit_inpatient", "expense_benefit_chronic"):
            whole = int(frame.ceiling("310", "pooled", line, 2023) * share)
            for place, part in enumerate(frame.split(whole, [30, 10, 14, 9, 7, 30])):
                found.add("310", frame.districts[place].code, "pooled", line, "2023-05", part)
        return found

    @pytest.fixture
    def small(self, profile, calendar):
        return frame_of(profile, [2023], Fraction(1, 100), 7, calendar)

    def test_settled_sums_are_booked_and_totals_stay(self, small):
        book = small.profile.book("310")
        settled = self.settled(small, Fraction(9, 10))
        plan, before = year_plan(small, book, 2023, settled), year_plan(small, book, 2023)
        for key, fen in settled.sums.items():
            place = [district.code for district in small.districts].index(key.admdvs)
            assert plan.cells[key.line_code, "pooled"][place, 4] == fen
            assert plan.cells[key.line_code, "pooled"][place].sum() == fen
        for sub_fund in ("pooled", "personal"):
            sums = [
                sum(int(cells.sum()) for key, cells in one.cells.items() if key[1] == sub_fund)
                for one in (plan, before)
            ]
            assert sums[0] == sums[1]
        outpatient = ("expense_benefit_outpatient", "pooled")
        assert (plan.cells[outpatient] == before.cells[outpatient]).all()

    def test_refunds_lower_what_was_settled(self, small):
        settled = self.settled(small, Fraction(1, 2))
        before = sum(settled.sums.values())
        settled.add("310", small.districts[0].code, "pooled", "expense_benefit_inpatient", "2023-05", -500)
        assert sum(settled.sums.values()) == before - 500

    def test_arrays_add_up_as_single_amounts_do(self, small):
        import numpy as np

        one, many = Settled(small.districts), Settled(small.districts)
        district, month, fen = (
            np.array([0, 2, 0]),
            np.array([2023 * 12, 2023 * 12 + 11, 2023 * 12]),
            np.array([5, 7, -2]),
        )
        many.add_arrays("390", "pooled", "expense_benefit_inpatient", district, month, fen)
        one.add("390", small.districts[0].code, "pooled", "expense_benefit_inpatient", "2023-01", 3)
        one.add("390", small.districts[2].code, "pooled", "expense_benefit_inpatient", "2023-12", 7)
        assert one.sums == many.sums

    def test_more_than_the_year_has_is_refused(self, small):
        with pytest.raises(Refused) as refusal:
            year_plan(small, small.profile.book("310"), 2023, self.settled(small, Fraction(3, 2)))
        assert refusal.value.problem.code == "city_settled_exceeds"


@pytest.mark.parametrize(
    ("years", "scale", "code"),
    [([2018], Fraction(1), "city_years"), ([2019, 2021], Fraction(1), "city_years"), ([], Fraction(1), "city_years"),
     ([2023], Fraction(0), "city_scale"), ([2023], Fraction(-1), "city_scale"), ([2023], Fraction(1000), "city_scale")],
)  # fmt: skip
def test_years_and_scales_that_cannot_be_are_refused(profile, calendar, years, scale, code):
    with pytest.raises(Refused) as refusal:
        frame_of(profile, years, scale, 7, calendar)
    assert refusal.value.problem.code == code
