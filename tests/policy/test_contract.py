"""The data contract as declared: the shipped tables are sound, and each fault is told with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import load
from yiheng.policy.contract import contract, contract_problems, read_contract, shipped_tables
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused

PERSON = """\
table: person
name: 参保人
group: 参保
owner: intake
grain: 一人一行
key: [psn_no]
source: {doc: 接口规范, status: to_confirm}
columns:
  - {name: psn_no, title: 人员编号, type: text, length: 30}
  - {name: gend, title: 性别, type: code, codes: gend}
  - {name: brdy_dayno, title: 出生日期, type: day, optional: true}
"""

CLAIM = """\
table: claim
name: 报销
group: 就诊与结算
owner: intake
grain: 一次报销一行
key: [claim_no]
partition: paid_dayno
source: {doc: 接口规范, status: to_confirm}
columns:
  - {name: claim_no, title: 单号, type: text, length: 30}
  - {name: psn_no, title: 人员编号, type: text, length: 30}
  - {name: paid_dayno, title: 支付日期, type: day}
  - {name: total_fen, title: 总额, type: integer, unit: 分}
  - {name: fund_fen, title: 基金, type: integer, unit: 分}
  - {name: own_fen, title: 个人, type: integer, unit: 分}
references:
  - {columns: [psn_no], table: person}
identities:
  - {id: claim_parts, name: 总额为基金与个人之和, left: total_fen, right: fund_fen + own_fen}
  - {id: claim_sign, name: 总额不为负, holds: "total_fen >= 0"}
"""


def written(folder: Path, **files: str) -> Path:
    """A folder of tables: file name → text."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, old: str = "", new: str = "") -> list[Problem]:
    """The problems of the two tables above after one change of the second."""
    assert old in CLAIM
    return read_contract(written(folder, person=PERSON, claim=CLAIM.replace(old, new, 1)))[1]


def test_the_shipped_contract_has_no_problem():
    content = load([CODE_LISTS], shipped_layers())
    assert [sentence(problem) for problem in contract_problems(content=content)] == []


def test_the_tables_the_bureau_lives_on_are_there_and_each_room_has_its_results():
    tables = contract().tables
    assert {
        "person", "coverage", "provider", "agreement", "staff", "visit", "settlement", "settlement_fund", "fee_line",
        "case_input", "case_dx", "case_px", "ledger_entry", "account", "bank_line", "budget_line", "contribution_due",
        "contribution_received", "subsidy", "population", "survey", "award", "evidence", "assessment_score", "violation",
        "special_case",
    } <= set(tables)  # fmt: skip
    owners = {table.owner for table in tables.values() if not table.is_fact}
    assert owners == {
        "intake", "grouping", "payment", "fund", "supervision", "metrics", "performance", "review",
    }  # fmt: skip


def test_the_sound_tables_of_these_tests_are_sound(tmp_path):
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field", "found"),
    [
        ("unit: 分", "unit: 元", "storage_unit_unknown", 13, "columns.3.unit", "元"),
        ("type: day", "type: date", "value_unfit", 12, "columns.2.type", "date"),
        ("name: own_fen", "name: fund_fen", "column_twice", 15, "columns.5.name", "fund_fen"),
        ("key: [claim_no]", "key: [claim_id]", "column_unknown", 6, "key.0", "claim_id"),
        ("单号, type: text, length: 30", "单号, type: text, optional: true", "key_optional", 6, "key.0", "claim_no"),
        ("key: [claim_no]", "key: [claim_no, claim_no]", "column_twice", 6, "key.1", "claim_no"),
        ("partition: paid_dayno", "partition: claim_no", "partition_not_day", 7, "partition", "claim_no"),
        ("支付日期, type: day", "支付日期, type: day, optional: true", "partition_not_day", 7, "partition", "paid_dayno"),
        ("partition: paid_dayno", "control: total_fee", "column_unknown", 7, "control", "total_fee"),
        ("partition: paid_dayno", "control: claim_no", "control_not_money", 7, "control", "claim_no"),
        ("partition: paid_dayno", "partition: due_dayno", "column_unknown", 7, "partition", "due_dayno"),
        ("table: person}", "table: persn}", "table_unknown", 17, "references.0.table", "persn"),
        ("columns: [psn_no]", "columns: [psn_id]", "column_unknown", 17, "references.0.columns", "psn_id"),
        ("columns: [psn_no]", "columns: [claim_no, psn_no]", "reference_width", 17, "references.0.columns", "claim_no、psn_no"),
        ("columns: [psn_no]", "columns: [total_fen]", "reference_type", 17, "references.0.columns", "total_fen integer 分"),
        ("right: fund_fen + own_fen", "right: fund_fen + ownn_fen", "column_unknown", 19, "identities.0.right", "ownn_fen"),
        ('holds: "total_fen >= 0"', 'holds: "random() > 0"', "column_unknown", 20, "identities.1.holds", "random"),
        ("id: claim_sign", "id: claim_parts", "row_identity_duplicate", 20, "identities.1.id", "claim_parts"),
        ("owner: intake", "owner: canteen", "owner_unknown", 4, "owner", "canteen"),
        ("owner: intake", "owner: payment", "fact_owner", 4, "owner", "payment"),
        ("table: claim", "table: claims", "table_file_name", 1, "table", "claims"),
        ("unit: 分", "codes: gend, unit: 分", "column_has_no_such", 13, "columns.3.codes", "total_fen"),
        ("type: integer, unit: 分", "type: integer", "column_lacks", 13, "columns.3.type", "total_fen"),
        ("title: 单号", "titel: 单号", "key_missing", 10, "columns.0.title", ""),
        ("grain: 一次报销一行", "grian: 一次报销一行", "key_missing", 1, "grain", ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_field(tmp_path, old, new, code, line, field, found):
    told = faults(tmp_path, old, new)
    problem = next(one for one in told if one.code == code)
    assert (problem.file, problem.line, problem.field, problem.found) == (
        "tables/claim.yaml", line, field, found,
    )  # fmt: skip
    assert all(sentence(one) for one in told)


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("{name: total_e4, title: 总额, type: integer, unit: 分}", "name_without_suffix"),
        ("{name: total, title: 总额, type: integer, unit: 分}", "name_without_suffix"),
        ("{name: stay, title: 天数, type: integer, unit: 天}", "name_without_suffix"),
        ("{name: paid_day, title: 支付日期, type: day}", "name_without_suffix"),
        ("{name: paid_dayno, title: 支付时间, type: time}", "name_without_suffix"),
        ("{name: refunded, title: 是否退费, type: flag}", "name_without_suffix"),
        ("{name: order_fen, title: 次序, type: integer, unit: 序}", "name_false_suffix"),
        ("{name: amount_fen, title: 金额, type: text}", "name_false_suffix"),
        ("{name: gend_flag, title: 性别, type: code, codes: gend}", "name_false_suffix"),
    ],
)
def test_the_last_word_of_a_name_is_its_unit_and_no_other(tmp_path, declared, code):
    text = PERSON + f"  - {declared}\n"
    (problem,) = read_contract(written(tmp_path, person=text))[1]
    assert (problem.code, problem.line) == (code, 12)


def test_all_faults_of_a_declaration_are_told_in_one_run(tmp_path):
    text = PERSON + "  - {name: gend, title: 性别, title: 男女, type: 文字}\nname: 人\n"
    held, problems = read_contract(written(tmp_path, person=text))
    assert [(one.code, one.line) for one in problems] == [
        ("key_duplicate", 12),
        ("value_unfit", 12),
        ("key_duplicate", 13),
    ]
    assert held.tables == {}


def test_names_that_fit_their_units_are_let_through(tmp_path):
    fitting = "".join(
        f"  - {{name: {name}, title: 数, type: integer, unit: {unit}}}\n"
        for name, unit in {
            "base_fen": "分", "cnt_e4": "万分之一", "pric_e6": "百万分之一元", "rate_ppm": "百万分之一", "full_e2": "百分之一分",
            "stay_days": "天", "icu_hours": "小时", "age_years": "岁", "weight_g": "克", "insured_persons": "人", "persons": "人",
            "seq": "序", "ranking": "名", "evidence_count": "件", "approved_beds": "张", "severity": "级", "fiscal_year": "年",
            "numerator": "基本单位",
        }.items()
    )  # fmt: skip
    assert read_contract(written(tmp_path, person=PERSON + fitting))[1] == []


def test_a_table_declared_in_two_folders_is_told_at_the_second(tmp_path):
    first, second = written(tmp_path / "a", person=PERSON), written(tmp_path / "b", person=PERSON)
    (problem,) = read_contract(first, second)[1]
    assert (problem.code, problem.key, problem.found) == ("table_duplicate", "person", "tables/person.yaml")


def test_a_code_list_that_no_layer_has_is_told_where_the_column_names_it(tmp_path):
    folder = written(
        tmp_path, bed=PERSON.replace("table: person", "table: bed").replace("codes: gend", "codes: sex")
    )
    content = load([CODE_LISTS], shipped_layers())
    (problem,) = contract_problems(folder, content=content)
    assert (problem.code, problem.file, problem.line, problem.found, problem.expected) == (
        "code_list_unknown", "tables/bed.yaml", 10, "gend", "sex",
    )  # fmt: skip


def test_every_fault_of_every_file_is_told_and_the_sound_tables_stay(tmp_path):
    broken = CLAIM.replace("unit: 分", "unit: 元").replace("owner: intake", "owner: canteen")
    declared, told = read_contract(
        written(tmp_path, person=PERSON, claim=broken, empty="# 空\n", list="- a\n")
    )
    assert sorted(declared.tables) == ["claim", "person"]
    assert sorted(problem.code for problem in told) == [
        "content_not_mapping", "file_empty", "owner_unknown",
        "storage_unit_unknown", "storage_unit_unknown", "storage_unit_unknown",
    ]  # fmt: skip


def test_the_first_fault_refuses_the_contract(tmp_path):
    folder = written(
        tmp_path, bed=PERSON.replace("table: person", "table: bed").replace("owner: intake", "owner: nobody")
    )
    with pytest.raises(Refused) as caught:
        contract(folder)
    assert caught.value.problem.code == "owner_unknown"


def test_a_self_reference_is_allowed(tmp_path):
    refund = (
        PERSON
        + "  - {name: mother_no, title: 母亲, type: text, length: 30, optional: true}\n"
        + ("references:\n  - {columns: [mother_no], table: person}\n")
    )
    assert read_contract(written(tmp_path, person=refund))[1] == []


def test_comments_and_layout_do_not_change_the_version(tmp_path):
    plain, _ = read_contract(written(tmp_path / "a", person=PERSON))
    layout = "# 说明\n" + PERSON.replace("key: [psn_no]", "key:\n  - psn_no")
    other, _ = read_contract(written(tmp_path / "b", person=layout))
    assert plain.version == other.version


def test_a_file_of_the_shipped_folder_is_a_table_of_its_name():
    assert sorted(path.stem for path in shipped_tables().glob("*.yaml")) == list(contract().tables)


def law(table: str, name: str) -> dict[str, str]:
    return next(one for one in contract().tables[table].identities if one.id == name).expressions


@pytest.mark.parametrize(
    ("table", "name", "row", "holds"),
    [
        (  # 02 §6.3, O-26: entitled 6,300,000; paid 5,670,000; score 88 returns 0.98 of the deposit; violation 30,000
            "clearing", "clearing_final",
            {"entitled_fen": 630_000_000, "shared_fen": 0, "deposit_fen": 63_000_000, "returned_fen": 61_740_000,
             "violation_fen": 3_000_000, "prepaid_fen": 567_000_000, "final_fen": 58_740_000},
            True,
        ),
        (  # 06 §1.5, identity 4
            "settlement", "settlement_person_parts",
            {"psn_part_amt_fen": 30_000, "acct_pay_fen": 10_000, "psn_cash_pay_fen": 20_002}, False,
        ),
        (  # a drug at 1.255000 yuan, 3.0000 boxes: 3.765 yuan printed as 3.77
            "fee_line", "fee_line_product",
            {"det_item_fee_sumamt_fen": 377, "cnt_e4": 30_000, "pric_e6": 1_255_000}, True,
        ),
        (
            "fee_line", "fee_line_product",
            {"det_item_fee_sumamt_fen": 379, "cnt_e4": 30_000, "pric_e6": 1_255_000}, False,
        ),
    ],
)  # fmt: skip
def test_printed_figures_satisfy_the_equations_of_their_rows(table, name, row, holds):
    one = next(one for one in contract().tables[table].identities if one.id == name)
    left, right = (eval(text, {}, row) for text in (one.left, one.right))  # arithmetic of our own contract
    assert (abs(left - right) <= one.tolerance) is holds


def test_a_reference_between_two_code_lists_is_told(tmp_path):
    """Both are codes, but 310 of the insurances is no sex."""
    sexes = PERSON.replace("table: person", "table: sex").replace("key: [psn_no]", "key: [gend]")
    claim = CLAIM.replace(
        "type: text, length: 30}\n  - {name: paid", "type: code, codes: insutype}\n  - {name: paid"
    ).replace("table: person}", "table: sex}")
    (problem,) = read_contract(written(tmp_path, sex=sexes, claim=claim))[1]
    assert (problem.code, problem.found, problem.expected) == (
        "reference_type", "psn_no code insutype", "sex.gend code gend",
    )  # fmt: skip
