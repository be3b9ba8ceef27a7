"""Conditions in words: titles for columns, names for codes, dates for days, and no SQL where there are words."""

from __future__ import annotations

import pytest
from tests.metrics.city_rows import REGION, city_2023, city_content

from yiheng.metrics.figure import Selector
from yiheng.metrics.formula import FORMULAS
from yiheng.metrics.scalar_words import Naming, scalar_words
from yiheng.metrics.scan import bind_term
from yiheng.metrics.tables import readables
from yiheng.metrics.year import scope_values

CONTENT = city_content()
NAMING = Naming(CONTENT, REGION)


def words(text, table="ledger_line"):
    return scalar_words(text, readables()[table], NAMING)


@pytest.mark.parametrize(
    ("text", "table", "expected"),
    [
        ("fund_type IN ('310')", "ledger_line", "基金（险种）为职工基本医疗保险"),
        (
            "NOT line_code IN ('expense_to_upper', 'expense_to_lower')",
            "ledger_line",
            "报表行不是上解上级支出、补助下级支出",
        ),
        ("voucher_kind <> 'closing'", "ledger_line", "凭证种类不是年终结转凭证"),
        ("fiscal_year = 2023 - 1", "ledger_line", "会计年度为 2022"),
        ("line_code LIKE 'income_premium%'", "ledger_line", "报表行属于社会保险费收入"),
        ("line_code LIKE 'income_xyz%'", "ledger_line", "报表行以“income_xyz”开头"),
        ("line_code = 'income_subsidy_' || 'county'", "ledger_line", "报表行为县级财政补助"),
        ("0 - balance_fen", "opening_line", "−年初余额（借正贷负）"),
        ("credit_fen - debit_fen", "ledger_line", "贷方金额 − 借方金额"),
        ("hifp_pay_fen > 100", "settlement_net", "统筹基金支出大于 1.00 元"),
        ("received_dayno <= 19722", "contribution_received", "入库日期不晚于 2023-12-31"),
        (
            "received_dayno BETWEEN 19358 AND 19722",
            "contribution_received",
            "入库日期在 2023-01-01 至 2023-12-31 之间",
        ),
        (
            "agreement_stas = 'active' AND (end_dayno IS NULL OR end_dayno > 19722)",
            "agreement",
            "协议状态为履行中，（结束日期（不含）为空或者结束日期（不含）晚于 2023-12-31）",
        ),
        ("NOT end_dayno IS NULL", "agreement", "结束日期（不含）不是空"),
        ("insurance = 'employee' AND positive_flag", "survey", "险种为职工医保，满意（或知晓）"),
        ("NOT positive_flag", "survey", "满意（或知晓）为否"),
        (
            "CASE WHEN item = '-' THEN '' ELSE item END = ''",
            "assessment_score",
            "（分项为-时取空白，否则取分项）为空白",
        ),
    ],
)
def test_a_scalar_is_put_into_words(text, table, expected):
    assert words(text, table) == expected


def test_a_code_that_no_list_has_stands_as_it_is():
    assert words("fund_type = '999'") == "基金（险种）为 999"


def test_a_construct_without_words_stands_as_it_is_written():
    assert words("ABS(credit_fen) > 1") == "ABS(credit_fen)大于1"


def test_no_shipped_formula_shows_a_column_or_an_operator_of_sql():
    year = city_2023(CONTENT)
    for entry in CONTENT.of(FORMULAS).values():
        formula = entry.value
        for insurance, account, item in formula.scopes:
            scope = Selector(formula.metric, formula.role, insurance, account, item, year.period)
            values = scope_values(CONTENT, year, scope)
            for term in (term for terms in formula.parts.values() for term in terms if term.table):
                bound = bind_term(term, values)
                for text in filter(None, (bound.expression, bound.where, bound.within)):
                    told = words(text, term.table)
                    assert not any(
                        mark in told for mark in ("_fen", "_dayno", "_flag", " AND ", " IN ", "<>", "'")
                    ), told
