"""A small city, typed in by hand: few enough rows that every figure can be worked out on paper.

Its planted rows are the ones that a careless formula gets wrong: refunds whole and partial, a refund over the turn of
the year either way, persons insured twice, intervals that begin or end on the last day, a subtotal beside its parts
in the budget, an adjusted budget beside the first, a deposit after the month's sweep, closing vouchers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.schema import arrow_schema
from yiheng.metrics.formula import FORMULAS
from yiheng.metrics.year import CityYear, city_year, dayno
from yiheng.performance.library import KINDS, shipped_layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, load
from yiheng.policy.contract import contract

REGION = "四川省攀枝花市"
CITY = "510400"
EAST, WEST = "510402", "510403"
EMPLOYEE, RESIDENT = "310", "390"

_MONEY = {"integer": 0, "text": "x", "code": "x", "flag": False, "month": "2023-01"}


def day(text: str) -> int:
    return dayno(date.fromisoformat(text))


def rows_of(table: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows with the columns that do not matter filled in."""
    declared = contract().tables[table]
    filled = []
    for row in rows:
        whole: dict[str, Any] = {}
        for column in declared.columns:
            if column.name in row:
                whole[column.name] = row[column.name]
            elif column.optional:
                whole[column.name] = None
            elif column.type == "day":
                whole[column.name] = day("2023-06-01")
            elif column.type == "time":
                whole[column.name] = datetime(2023, 6, 1, 9)
            else:
                whole[column.name] = _MONEY[column.type]
        assert set(row) <= set(whole), set(row) - set(whole)
        filled.append(whole)
    return filled


def settled(
    setl_id: str, on: str, psn: str, med_type: str, fee: int, scope: int, fund: int, *, hifp: int | None = None,
    insutype: str = EMPLOYEE, psn_type: str = "1101", clr_way: str = "1", of: str = "",
) -> dict[str, Any]:  # fmt: skip
    """One settlement in 分; ``of`` makes it a refund of another."""
    return {
        "setl_id": setl_id, "mdtrt_id": f"M{of or setl_id}", "psn_no": psn, "fixmedins_code": "H51040200001",
        "insutype": insutype, "psn_type": psn_type, "insuplc_admdvs": EAST, "med_type": med_type, "clr_type": "21",
        "clr_way": clr_way, "setl_dayno": day(on), "medfee_sumamt_fen": fee, "inscp_scp_amt_fen": scope,
        "fund_pay_sumamt_fen": fund, "hifp_pay_fen": fund if hifp is None else hifp,
        "oth_pay_fen": 0 if hifp is None else fund - hifp, "fulamt_ownpay_amt_fen": fee - scope,
        "psn_part_amt_fen": fee - fund, "psn_cash_pay_fen": fee - fund, "refd_setl_flag": bool(of),
        "init_setl_id": of or None,
    }  # fmt: skip


SETTLEMENTS = [
    settled("S01", "2023-03-01", "P1", "21", 1_000_000, 800_000, 700_000, clr_way="40"),
    settled("S02", "2023-05-01", "P2", "21", 500_000, 400_000, 300_000, psn_type="1201"),
    settled("S03", "2023-06-01", "P3", "52", 300_000, 250_000, 250_000, clr_way="20"),
    # Refunded whole in the same year, settled anew.
    settled("S04", "2023-07-01", "P1", "21", 200_000, 150_000, 100_000, clr_way="40"),
    settled("R04", "2023-07-02", "P1", "21", -200_000, -150_000, -100_000, clr_way="40", of="S04"),
    # Of 2023, refunded in part in 2024: the part belongs to 2023.
    settled("S05", "2023-12-31", "P2", "21", 400_000, 300_000, 200_000, clr_way="40", psn_type="1201"),
    settled("R05", "2024-01-10", "P2", "21", -100_000, -80_000, -50_000, clr_way="40", psn_type="1201", of="S05"),
    # Of 2022, refunded in 2023: nothing of it is of 2023.
    settled("S06", "2022-12-31", "P3", "21", 900_000, 900_000, 900_000, clr_way="40"),
    settled("R06", "2023-01-05", "P3", "21", -900_000, -900_000, -900_000, clr_way="40", of="S06"),
    # The day after the year.
    settled("S07", "2024-01-01", "P3", "21", 111_100, 111_100, 111_100, clr_way="40"),
    # Outpatients: three pooled visits of two persons, one without the fund, one refunded whole.
    settled("S08", "2023-02-01", "P1", "11", 5_000, 4_000, 2_000),
    settled("S09", "2023-02-02", "P1", "11", 6_000, 5_000, 3_000),
    settled("S10", "2023-02-03", "P2", "13", 4_000, 3_000, 2_500, psn_type="1202"),
    settled("S11", "2023-02-04", "P3", "11", 3_000, 0, 0),
    settled("S12", "2023-02-05", "P4", "11", 7_000, 6_000, 5_000),
    settled("R12", "2023-02-06", "P4", "11", -7_000, -6_000, -5_000, of="S12"),
    # Chronic care, and a pharmacy that no outpatient rate counts.
    settled("S13", "2023-02-07", "P2", "140104", 10_000, 9_000, 8_000, psn_type="1201"),
    settled("S14", "2023-02-08", "P2", "41", 99_999, 99_999, 99_999, psn_type="1201"),
    # Another insurance.
    settled("S15", "2023-04-01", "P5", "21", 777_700, 600_000, 450_000, insutype=RESIDENT, psn_type="1501"),
]  # fmt: skip


def covered(psn: str, insutype: str, psn_type: str, begin: str, end: str = "", **more: Any) -> dict[str, Any]:
    return {
        "psn_no": psn, "insutype": insutype, "psn_type": psn_type, "begin_dayno": day(begin),
        "end_dayno": day(end) if end else None, "psn_insu_stas": "1", "insuplc_admdvs": EAST, **more,
    }  # fmt: skip


COVERAGE = [
    covered("P1", EMPLOYEE, "1101", "2020-01-01"),
    covered("P1", RESIDENT, "1501", "2021-01-01"),  # insured twice: two insured, one person
    covered("P2", EMPLOYEE, "1201", "2020-01-01", "2024-01-01"),  # the last day of the year is inside
    covered("P3", EMPLOYEE, "1101", "2020-01-01", "2023-12-31"),  # the last day of the year is outside
    covered("P3", EMPLOYEE, "1102", "2023-12-31"),  # begins on the last day
    covered("P4", EMPLOYEE, "1103", "2024-01-01"),  # a day too late
    covered("P5", RESIDENT, "1501", "2022-01-01"),
    covered("P6", RESIDENT, "1404", "2022-01-01", psn_insu_stas="2"),  # suspended
    covered("P7", EMPLOYEE, "1202", "2019-01-01", "2023-05-03", end_reason="death"),
    covered("P8", RESIDENT, "1501", "2019-01-01", "2023-08-03", end_reason="duplicate"),
    covered("P9", RESIDENT, "1501", "2019-01-01", "2022-08-03", end_reason="death"),  # of the year before
]

ACCOUNTS = [
    ("1002", "收入户存款", "asset", "asset_income_account"),
    ("1004", "财政专户存款", "asset", "asset_fiscal_account"),
    ("3001", "统筹基金结余", "net", "net_pooled"),
    ("300102", "统筹基金结余·应归垫个人账户", "net", "net_pooled"),
    ("3002", "个人账户结余", "net", "net_personal"),
    ("4011", "单位缴费", "income", "income_premium_employer"),
    ("4012", "职工个人缴费", "income", "income_premium_employee"),
    ("403", "利息收入", "income", "income_interest"),
    ("409", "上级补助收入", "income", "income_from_upper"),
    ("5011", "住院", "expense", "expense_benefit_inpatient"),
    ("504", "转移支出", "expense", "expense_transfer"),
    ("509", "其他支出", "expense", "expense_other"),
]

VOUCHERS: list[tuple[str, int, str, list[tuple[str, str, int]]]] = [
    # (number, fiscal year, district, [(account, sub_fund, debit positive in 分)])
    ("V1", 2023, EAST, [("1004", "pooled", 60_000_000), ("4011", "pooled", -60_000_000)]),
    ("V2", 2023, WEST, [("1004", "personal", 40_000_000), ("4012", "personal", -40_000_000)]),
    ("V3", 2023, EAST, [("1004", "pooled", 1_500_000), ("403", "pooled", -1_500_000)]),
    ("V4", 2023, EAST, [("5011", "pooled", 30_000_000), ("1004", "pooled", -30_000_000)]),
    ("V5", 2023, WEST, [("504", "personal", 1_000_000), ("1004", "personal", -1_000_000)]),
    ("V6", 2023, EAST, [("509", "pooled", 2_000_000), ("1004", "pooled", -2_000_000)]),
    # Returned in the same year: the expense is taken back.
    ("V7", 2023, EAST, [("1004", "pooled", 500_000), ("5011", "pooled", -500_000)]),
    # From the level above: no income of this fund, but money of it.
    ("V8", 2023, EAST, [("1004", "pooled", 7_000_000), ("409", "pooled", -7_000_000)]),
    # The pooled fund repays the personal accounts.
    ("V9", 2023, EAST, [("300102", "pooled", 5_000_000), ("1004", "pooled", -5_000_000),
                        ("1004", "personal", 5_000_000), ("3002", "personal", -5_000_000)]),
    # Closing of the year: sums over income and expense accounts would be 0 with it.
    ("V10", 2023, EAST, [("4011", "pooled", 60_000_000), ("403", "pooled", 1_500_000), ("3001", "pooled", -61_500_000)]),
    ("V11", 2022, EAST, [("1004", "pooled", 50_000_000), ("4011", "pooled", -50_000_000)]),
    ("V12", 2022, EAST, [("5011", "pooled", 25_000_000), ("1004", "pooled", -25_000_000)]),
]  # fmt: skip

OPENINGS = [  # (account, sub_fund, debit positive)
    ("1004", "pooled", 70_000_000),
    ("1004", "personal", 30_000_000),
    ("3001", "pooled", -50_000_000),
    ("300102", "pooled", -20_000_000),
    ("3002", "personal", -30_000_000),
]

BUDGETS = [  # (fund, year, version, line, sub_fund, 分)
    (EMPLOYEE, 2023, "initial", "income_premium", "pooled", 99_000_000),
    (EMPLOYEE, 2023, "adjusted", "income_premium", "pooled", 58_000_000),
    (
        EMPLOYEE,
        2023,
        "adjusted",
        "income_premium_employer",
        "pooled",
        58_000_000,
    ),  # its part: not counted twice
    (EMPLOYEE, 2023, "adjusted", "income_premium_employee", "personal", 40_000_000),
    (EMPLOYEE, 2023, "adjusted", "income_interest", "pooled", 2_000_000),
    (EMPLOYEE, 2023, "adjusted", "expense_benefit", "pooled", 31_000_000),
    (EMPLOYEE, 2023, "adjusted", "expense_transfer", "personal", 1_000_000),
    (EMPLOYEE, 2024, "initial", "expense_benefit", "pooled", 36_000_000),
    (RESIDENT, 2023, "initial", "income_premium_resident", "pooled", 11_000_000),
    (RESIDENT, 2023, "initial", "income_subsidy_central", "pooled", 7_000_000),
    (RESIDENT, 2023, "initial", "income_subsidy_county", "pooled", 2_000_000),
]


def ledger_rows() -> list[dict[str, Any]]:
    return [
        {
            "fund_type": EMPLOYEE, "admdvs": place, "voucher_no": number, "entry_no": index, "fiscal_year": year,
            "posted_dayno": day(f"{year}-06-30"), "account_code": account, "sub_fund": sub_fund,
            "debit_fen": max(amount, 0), "credit_fen": max(-amount, 0), "summary": number, "maker": "甲", "checker": "乙",
        }
        for number, year, place, postings in VOUCHERS
        for index, (account, sub_fund, amount) in enumerate(postings, 1)
    ]  # fmt: skip


def bank(txn: str, when: str, amount: int, balance: int, **more: Any) -> dict[str, Any]:
    moment = datetime.fromisoformat(when)
    return {
        "bank_account_no": "SYN-6222", "txn_no": txn, "bank_account_kind": "income", "fund_type": EMPLOYEE,
        "admdvs": EAST, "value_time": moment, "value_dayno": dayno(moment.date()), "amount_fen": amount,
        "balance_fen": balance, **more,
    }  # fmt: skip


BANK = [
    bank("B1", "2023-03-10T10:00:00", 100_000, 100_000),
    bank("B2", "2023-03-31T17:30:00", -100_000, 0),
    bank("B3", "2023-04-28T17:30:00", 0, 0),  # swept on the last working day …
    bank("B4", "2023-04-29T10:12:00", 980_000, 980_000),  # … and paid in afterwards
    bank("B5", "2023-04-30T23:59:59", 550_000, 1_530_000),
    bank("B6", "2023-05-01T00:00:00", -1_530_000, 0),  # a second later is another month
    bank("B7", "2023-04-30T10:00:00", 1, 999, bank_account_no="SYN-1", bank_account_kind="fiscal"),
    bank("B8", "2024-03-31T10:00:00", 77, 77),  # of another year
]

_DUE = {"insutype": EMPLOYEE, "payer_type": "employer", "admdvs": EAST}
DUE = [
    # Owed from before the first year.
    {**_DUE, "payer_no": "E1", "period": "2021-12", "due_fen": 900_000, "due_pooled_fen": 900_000},
    *(
        {**_DUE, "payer_no": "E1", "period": f"2023-{month:02d}", "insured_persons": 2, "base_fen": 1_200_000,
         "due_fen": 120_000, "due_pooled_fen": 120_000}
        for month in range(1, 13)
    ),
    {**_DUE, "payer_no": "F1", "payer_type": "flexible", "period": "2023-05", "insured_persons": 1, "base_fen": 1,
     "due_fen": 60_000, "due_pooled_fen": 60_000},
    {**_DUE, "payer_no": "E1", "period": "2024-01", "insured_persons": 9, "base_fen": 9, "due_fen": 9,
     "due_pooled_fen": 9},
]  # fmt: skip

_RECEIVED = {"insutype": EMPLOYEE, "payer_type": "employer", "admdvs": EAST, "payer_no": "E1", "line_no": 1}
RECEIVED = [
    *(
        {**_RECEIVED, "tax_voucher_no": f"T{month:02d}", "period": f"2023-{month:02d}", "receipt_kind": "current",
         "received_dayno": day(f"2023-{month:02d}-20"), "amount_fen": 120_000, "pooled_fen": 120_000}
        for month in range(1, 12)
    ),
    # December comes in January: not collected in the year.
    {**_RECEIVED, "tax_voucher_no": "T12", "period": "2023-12", "receipt_kind": "current",
     "received_dayno": day("2024-01-03"), "amount_fen": 120_000, "pooled_fen": 120_000},
    {**_RECEIVED, "tax_voucher_no": "T13", "period": "2023-05", "receipt_kind": "advance", "payer_type": "flexible",
     "payer_no": "F1", "received_dayno": day("2022-12-20"), "amount_fen": 60_000, "pooled_fen": 60_000},
    {**_RECEIVED, "tax_voucher_no": "T14", "period": "2021-12", "receipt_kind": "arrears",
     "received_dayno": day("2023-09-01"), "amount_fen": 250_000, "pooled_fen": 250_000},
    # Paid too much in March and given back.
    {**_RECEIVED, "tax_voucher_no": "T16", "period": "2023-03", "receipt_kind": "refund",
     "received_dayno": day("2023-06-18"), "amount_fen": -10_000, "pooled_fen": -10_000},
    {**_RECEIVED, "tax_voucher_no": "T15", "period": "2021-12", "receipt_kind": "late_fee",
     "received_dayno": day("2023-09-01"), "amount_fen": 3_333, "pooled_fen": 3_333},
]  # fmt: skip

POPULATION = [
    {"admdvs": CITY, "year": 2023, "population_caliber": "resident", "persons": 5},
    {"admdvs": EAST, "year": 2023, "population_caliber": "resident", "persons": 3},  # a part of the city's
    {"admdvs": WEST, "year": 2023, "population_caliber": "resident", "persons": 2},
    {
        "admdvs": EAST,
        "year": 2023,
        "population_caliber": "registered",
        "persons": 4,
    },  # counties alone are added up
    {"admdvs": WEST, "year": 2023, "population_caliber": "registered", "persons": 4},
    {"admdvs": CITY, "year": 2022, "population_caliber": "resident", "persons": 1000},
]

WAGES = [
    {"admdvs": "510000", "year": 2023, "wage_fen": 9_999_999},  # the province's, where the city has its own
    {"admdvs": CITY, "year": 2023, "wage_fen": 6_000_000},
]

SURVEY = [
    {"survey_no": "Q", "response_no": number, "question_code": question, "insurance": "employee", "year": 2023,
     "positive_flag": number <= positive}
    for question, asked, positive in (("satisfaction_policy", 50, 49), ("satisfaction_service", 10, 10),
                                      ("policy_awareness", 40, 38))
    for number in range(1, asked + 1)
]  # fmt: skip

SCORES = [
    {"assessment": "fund_supervision", "year": 2023, "object_code": CITY, "item": "-", "full_e2": 10_000,
     "score_e2": 7_550, "ranking": 10},
    {"assessment": "fund_supervision", "year": 2023, "object_code": CITY, "item": "smart_recovery", "ranking": 20},
    {"assessment": "fund_supervision", "year": 2022, "object_code": CITY, "item": "-", "full_e2": 10_000, "score_e2": 1},
]  # fmt: skip

AGREEMENTS = [
    {"fixmedins_code": "H1", "begin_dayno": day("2020-01-01"), "agreement_stas": "active"},
    {"fixmedins_code": "H2", "begin_dayno": day("2020-01-01"), "end_dayno": day("2023-12-31"), "agreement_stas": "active"},
    {"fixmedins_code": "H3", "begin_dayno": day("2020-01-01"), "agreement_stas": "suspended"},
]  # fmt: skip

SUBSIDIES = [
    # Every level's row names the same heads and the standard of all levels together; the centre pays in two parts.
    ("C1", EAST, "central", 100, 64_000, 2_320_000, 2_320_000, "2023-04-01"),
    ("C2", EAST, "central", 0, 64_000, 2_320_000, 2_320_000, "2023-10-01"),
    ("L1", EAST, "county", 100, 64_000, 1_760_000, 1_700_000, "2023-11-01"),
    ("C3", WEST, "central", 50, 61_000, 2_320_000, 2_320_000, "2023-04-01"),
    ("L2", WEST, "county", 50, 61_000, 730_000, 730_000, "2024-01-05"),  # after the deadline
]


def subsidy_rows() -> list[dict[str, Any]]:
    names = (
        "subsidy_no",
        "admdvs",
        "subsidy_level",
        "insured_persons",
        "standard_fen",
        "due_fen",
        "received_fen",
    )
    return [
        dict(zip(names, row, strict=False), fund_type=RESIDENT, year=2023, received_dayno=day(row[-1]))
        for row in SUBSIDIES
    ]


def city_tables() -> dict[str, list[dict[str, Any]]]:
    """Every table of the city that has rows."""
    budget = ("fund_type", "fiscal_year", "budget_version", "line_code", "sub_fund", "amount_fen")
    opening = ("account_code", "sub_fund", "balance_fen")
    account = ("account_code", "account_name", "account_kind", "line_code")
    place = {"fund_type": EMPLOYEE, "admdvs": EAST}
    return {
        "settlement": SETTLEMENTS,
        "coverage": COVERAGE,
        "account": [dict(zip(account, row, strict=True), fund_type=EMPLOYEE) for row in ACCOUNTS],
        "ledger_entry": ledger_rows(),
        "opening_balance": [
            dict(zip(opening, row, strict=True), fiscal_year=2023, **place) for row in OPENINGS
        ],
        "budget_line": [dict(zip(budget, row, strict=True), admdvs=EAST) for row in BUDGETS],
        "bank_line": BANK,
        "contribution_due": DUE,
        "contribution_received": RECEIVED,
        "population": POPULATION,
        "average_wage": WAGES,
        "survey": SURVEY,
        "assessment_score": SCORES,
        "agreement": AGREEMENTS,
        "subsidy": subsidy_rows(),
    }


def open_rows(tables: dict[str, list[dict[str, Any]]]) -> DuckDatabase:
    """A database with these tables; the others of the contract are there and empty."""
    database = DuckDatabase()
    for name, table in contract().tables.items():
        rows = rows_of(name, *tables.get(name, []))
        database.register(name, pa.Table.from_pylist(rows, schema=arrow_schema(table)))
    return database


def city_content() -> Content:
    """The shipped content with the kinds that a city's evaluation needs."""
    return load(list(dict.fromkeys([*KINDS, FORMULAS, CODE_LISTS])), shipped_layers())


def city_2023(content: Content) -> CityYear:
    return city_year(content, REGION, 2023)
