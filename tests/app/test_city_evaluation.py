"""The city jobs: a published city is evaluated and traced from its folder, and a faulty one is refused."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from tests.metrics.city_rows import REGION, city_tables, rows_of

from yiheng.app import city_screen, screen
from yiheng.app.jobs import city_evaluation, city_trace
from yiheng.app.jobs.evaluation import write_internal, write_report, write_table
from yiheng.engine.city import create_city
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused

PROFILE = "sc-employee-fund-2023"
EVIDENCE = {
    "insurance": "employee", "year": 2023, "profile": PROFILE, "indicator": "B4", "item": "-", "met_flag": True,
    "document": "声明", "text": "无自行出台政策",
}  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """The small city, published."""
    root = tmp_path_factory.mktemp("city") / "small"
    made = create_city(root, region=REGION, name="小城")
    tables = city_tables() | {"evidence": [EVIDENCE]}
    delivery = {
        name: pa.Table.from_pylist(rows_of(name, *rows), schema=arrow_schema(contract().tables[name]))
        for name, rows in tables.items()
    }
    publish(made, delivery, contract(), note="试", as_of=date(2024, 2, 1))
    return root


def test_a_city_is_evaluated_from_its_folder(city, tmp_path):
    done = city_evaluation.run(city, 2023, PROFILE)
    assert done.snapshot == 1
    assert done.evaluation.subject.title == "小城2023年职工医保基金"
    assert done.evaluation.totals.computed_e2 == sum(one.computed_e2 for one in done.evaluation.results) > 0
    assert {problem.severity for problem in done.measured.problems} == {"information"}
    write_report(done, tmp_path / "report.docx")
    write_table(done, tmp_path / "table.xlsx")
    write_internal(done, tmp_path / "paper.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.xlsx", "report.docx", "table.xlsx"]


def test_the_same_city_gives_the_same_values(city):
    one, other = (city_evaluation.run(city, 2023, PROFILE).measured.figures for _ in range(2))
    assert [(figure.id, figure.value) for figure in one] == [(figure.id, figure.value) for figure in other]


def test_a_metric_is_traced_to_its_rows(city):
    traced = city_trace.run(city, 2023, "inpatient_policy_reimbursement_rate", term=2)
    assert [tree.value for tree in traced.descent.traces] == ["83.83", "75.00"]  # employees, residents
    assert traced.page.title == "住院的政策范围内费用"
    assert [row[0] for row in traced.page.rows] == ["S01", "S02", "S03", "S04", "S05"]
    assert traced.page.page_sum == traced.page.total == "16,700.00元"


def test_a_figure_is_traced_by_its_id(city):
    traced = city_trace.run(city, 2023, "fund_income/actual/employee/pooled/-/2023")
    (tree,) = traced.descent.traces
    assert (tree.label, tree.value) == ("职工医保·统筹基金·基金收入", "61.50")
    assert {row[2] for row in traced.page.rows} == {"V1", "V3"}


def test_a_metric_is_traced_by_its_name(city):
    assert city_trace.run(city, 2023, "基金收入") == city_trace.run(city, 2023, "fund_income")


def test_a_score_is_traced_to_the_rows_of_its_figures(city):
    """Two of three on the last day, P3 among them, and the resident P5, of five who live there."""
    traced = city_trace.run(city, 2023, "C1", profile=PROFILE)
    (score,) = traced.scores
    assert (score.label, score.value) == ("产出·参保政策落实", "0")
    (tree,) = traced.descent.traces
    assert (tree.label, tree.value) == ("综合·参保率·常住人口", "80.00")
    assert [row[0] for row in traced.page.rows] == ["P1", "P2", "P3", "P5"]
    assert city_trace.run(city, 2023, "参保政策落实", profile=PROFILE) == traced


def test_a_score_without_a_figure_is_told_alone(city):
    traced = city_trace.run(city, 2023, "B4", profile=PROFILE)
    assert len(traced.scores) == 1
    assert (traced.descent.traces, traced.page) == ([], None)


def test_a_metric_may_be_traced_beside_a_profile(city):
    assert city_trace.run(city, 2023, "fund_income", profile=PROFILE) == city_trace.run(
        city, 2023, "fund_income"
    )


def test_a_metric_may_be_traced_by_an_everyday_part_of_its_name_or_a_figures_full_name(city):
    by_code = city_trace.run(city, 2023, "payable_months")
    assert city_trace.run(city, 2023, "可支付月数") == by_code
    assert city_trace.run(city, 2023, "职工医保·统筹基金·累计结余可支付月数") == by_code


@pytest.mark.parametrize(
    ("what", "options", "code"),
    [
        ("fund_incom", {}, "city_trace_unknown"),
        ("C1", {}, "city_trace_unknown"),
        ("fund_income", {"page": 2}, "trace_page"),
        ("fund_income", {"term": 99}, "trace_term"),
        ("risk_level", {}, "figure_no_rung"),
    ],
)
def test_what_cannot_be_traced_is_refused(city, what, options, code):
    with pytest.raises(Refused) as refused:
        city_trace.run(city, 2023, what, **options)
    assert refused.value.problem.code == code


def test_a_year_without_data_scores_nothing_and_says_why(city):
    done = city_evaluation.run(city, 2019, PROFILE, "employee")
    assert done.evaluation.totals.computed_e2 == 0
    assert {problem.code for problem in done.measured.problems} == {
        "figure_no_rows",
        "figure_operand_missing",
    }


def test_a_folder_that_is_no_city_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        city_evaluation.run(tmp_path, 2023, PROFILE)
    assert refused.value.problem.code == "city_not_found"


def test_a_fault_in_the_citys_own_layer_is_refused(tmp_path):
    create_city(tmp_path / "c", region=REGION)
    folder = tmp_path / "c" / "content" / "formulas"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text("formulas:\n  - formula: x\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        city_evaluation.run(tmp_path / "c", 2023, PROFILE)
    assert (refused.value.problem.code, refused.value.problem.line) == ("key_missing", 2)


def test_months_without_vouchers_are_told_before_any_figure(city, capsys):
    """All vouchers of the small city are of June."""
    done = city_evaluation.run(city, 2023, PROFILE)
    screen.show_evaluation(done.evaluation, [])
    told = capsys.readouterr().out
    assert told.index("月没有记账凭证，下列数只按其余 1 个月计算") < told.index("系统复算得分")
    city_screen.show(city_trace.run(city, 2023, "fund_income/actual/employee/pooled/-/2023"))
    assert "没有记账凭证，下列数只按其余 1 个月计算" in capsys.readouterr().out
