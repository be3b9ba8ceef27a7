"""Figures that cannot be computed from the rows: none is nought for want of rows, and each says why it is missing."""

from __future__ import annotations

from tests.metrics.city_rows import city_tables, ledger_rows, settled
from tests.metrics.measured_city import measure, value

from yiheng.metrics.figure import Selector
from yiheng.standards.message import sentence


def test_without_rows_there_is_no_figure_and_never_a_nought():
    done = measure({})
    assert len(done.figures) == 0
    assert {problem.code for problem in done.problems} == {"figure_no_rows"}
    assert all(
        problem.line and problem.file and problem.severity == "information" for problem in done.problems
    )
    assert all(sentence(problem).endswith("。") for problem in done.problems)


def test_a_line_without_entries_is_nought_only_where_there_are_books():
    tables = city_tables()
    assert value("other_income", of=measure(tables)) == 0
    tables["ledger_entry"] = [row for row in ledger_rows() if row["fiscal_year"] == 2022]
    done = measure(tables)
    assert done.figures.find(Selector("other_income", "actual", "employee", "all", "", "2023")) is None
    problem = done.missing["other_income/actual/employee/all/-/2023"].problem
    assert (problem.found, problem.expected) == (
        "带报表行的会计分录",
        "基金（险种）为职工基本医疗保险，会计年度为 2023",
    )


def test_a_year_without_expense_entries_has_no_expense():
    """Income alone is no surplus of all of it: what has no entry of its kind is no figure."""
    tables = city_tables()
    kinds = {row["account_code"] for row in tables["account"] if row["account_kind"] == "expense"}
    tables["ledger_entry"] = [row for row in ledger_rows() if row["account_code"] not in kinds]
    done = measure(tables)
    assert value("fund_income", of=done) > 0
    for metric in ("fund_expense", "current_surplus"):
        assert f"{metric}/actual/employee/all/-/2023" in done.missing


def test_months_payable_of_employees_are_of_the_pooled_fund():
    figures = measure(city_tables()).figures
    told = {
        account: figures.find(Selector("payable_months", "actual", "employee", account, "", "2023"))
        for account in ("pooled", "all")
    }
    assert told["pooled"] is not None and told["all"] is None


def test_a_missing_figure_says_on_which_other_it_rests_and_why_that_is_missing():
    """No books of the year before: no growth. The row of the growth leads to the row of the prior income."""
    tables = city_tables()
    tables["ledger_entry"] = [row for row in ledger_rows() if row["fiscal_year"] == 2023]
    growth, prior = "fund_income_growth/actual/employee/all/-/2023", "fund_income/prior/employee/all/-/2023"
    rows = {figure_id: (name, reason) for name, figure_id, reason in measure(tables).missing_rows}
    no_books = (
        "表“带报表行的会计分录”里没有符合条件的行"
        "（基金（险种）为职工基本医疗保险，会计年度为 2022，统筹或个账为统筹基金、个人账户、风险（调剂）金，科目类别为收入，报表行不是上级补助收入、下级上解收入）"
    )
    assert rows[prior] == ("职工医保·基金收入（上年）", no_books)
    assert rows[growth] == ("职工医保·基金收入增长率", "缺“职工医保·基金收入（上年）”")
    alone = measure(tables, metrics=["fund_income_growth"])
    assert alone.missing_rows[0][2] == f"缺“职工医保·基金收入（上年）”：{no_books}"
    told = sentence(alone.missing[growth].problem)
    assert "“职工医保·基金收入增长率”所依据的“职工医保·基金收入（上年）”" in told
    root = alone.missing[growth].root
    assert (root.figure_id, root.name, root.root) == (prior, "职工医保·基金收入（上年）", None)


def test_a_goal_that_nobody_set_is_named_by_its_role():
    done = measure(metrics=["insured_completion"])
    assert {reason for _, _, reason in done.missing_rows} == {"它所依据的“参保人数（目标）”没有数"}


def test_a_zero_denominator_gives_a_reason():
    tables = city_tables()
    tables["settlement"] = [settled("A", "2023-05-01", "P1", "21", 100, 0, 0)]
    done = measure(tables, metrics=["inpatient_policy_reimbursement_rate"])
    (problem,) = done.problems
    assert problem.code == "figure_division_by_zero"
    assert "政策范围内住院费用报销比例" in problem.key


def test_two_scores_for_one_year_are_no_score():
    tables = city_tables()
    tables["assessment_score"] = [row | {"item": "-"} for row in tables["assessment_score"]]
    done = measure(tables, metrics=["supervision_score"])
    assert {(problem.code, problem.found) for problem in done.problems} == {("figure_not_one", "2")}
