"""What an evaluation says of its data: the months without vouchers, in every form that shows a figure."""

from __future__ import annotations

import pytest
from tests.metrics.city_rows import city_2023, city_content, city_tables, open_rows

from yiheng.performance.city_subject import CityEvaluation, evaluate_city
from yiheng.performance.evaluation_json import as_plain
from yiheng.performance.report import report

CONTENT = city_content()
PROFILE = "sc-employee-fund-2023"


@pytest.fixture(scope="module")
def done() -> CityEvaluation:
    """The small city, whose vouchers are all of June."""
    tables = city_tables()
    tables["ledger_entry"] = [
        row for row in tables["ledger_entry"] if row["voucher_no"] != "V8" and row["fiscal_year"] == 2023
    ]
    with open_rows(tables) as database:
        return evaluate_city(database, CONTENT, city_2023(CONTENT), PROFILE, "employee")


def test_the_note_names_the_months_the_figures_and_whose_points_rest_on_them(done):
    (note,) = done.evaluation.data_notes
    months = "、".join(f"{month}月" for month in range(1, 13) if month != 6)
    assert note.startswith(f"2023年{months}没有记账凭证，下列数只按其余 1 个月计算")
    named = note.partition("：")[2].partition("；")[0].split("、")
    assert {"基金收入", "基金支出", "累计结余", "利息收益率"} <= set(named)
    assert len(named) == len(set(named))
    scored = note.rpartition("用到它们的指标：")[2].partition("，")[0].split("、")
    assert {"C3.1", "D1"} <= set(scored)  # income against its budget, the yield of interest
    assert not {"C1", "D2.1"} & set(scored)  # the insured and what was reimbursed rest on no voucher


def test_points_stay_as_they_are(done):
    """An account may have had nothing to book in a month, which no row can tell."""
    result = next(one for one in done.evaluation.results if one.code == "D1")
    assert result.computed_e2 == 300
    assert result.reading.figure.metric == "interest_yield"


def test_the_report_says_it_beside_the_figures(done):
    said = report(done.evaluation, CONTENT)
    assert done.evaluation.data_notes[0] in repr(said)


def test_programs_read_it_too(done):
    assert as_plain(done.evaluation)["data_notes"] == list(done.evaluation.data_notes)
