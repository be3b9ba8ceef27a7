"""Judging: what is wrong is set aside by whole lines and documents, what is doubtful is told, and rows add up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.intake.staged_rows import (
    AS_OF,
    HOSPITAL,
    OTHER_HOSPITAL,
    REGION,
    account,
    case,
    day,
    diagnosis,
    on_lines,
    origin,
    refund,
    settlement,
    staged,
    voucher,
)  # fmt: skip

from yiheng.engine.city import create_city
from yiheng.engine.publish import publish
from yiheng.intake.quality.catalogue import QUALITY_CHECKS, checks_of, regional_contract
from yiheng.intake.quality.judge import judge
from yiheng.intake.quality.judged import Counts, Judged
from yiheng.intake.staged import Staged
from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, Layer, load
from yiheng.policy.contract import contract
from yiheng.policy.parameter import PARAMETERS
from yiheng.standards.problem import Refused


@pytest.fixture(scope="module")
def content() -> Content:
    return load((PARAMETERS, CODE_LISTS, QUALITY_CHECKS), shipped_layers())


def judged(delivery: Staged, into: Path, content: Content, **other) -> Judged:
    asked = {
        "contract": contract(),
        "codes": {"insutype": ["310", "390"]},
        "content": content,
        "region": REGION,
    } | other
    return judge(delivery, into=into / "judged", as_of=AS_OF, **asked)


def problems(path: Path) -> list[dict]:
    return pq.read_table(path).to_pylist()


def codes(path: Path) -> Counter[str]:
    return Counter(row["code"] for row in problems(path))


def test_right_rows_are_published_as_they_are(tmp_path, content):
    rows = [settlement("S1"), settlement("S2", on="2023-06-01")]
    one = judged(staged(tmp_path, {"settlement": on_lines(*rows)}), tmp_path, content)
    assert one.counts == {"settlement": Counts(2, 2, 0)}
    assert set(pq.read_schema(one.tables["settlement"][0]).names) >= set(
        contract().tables["settlement"].names
    )
    assert problems(one.set_aside) == []


def test_a_broken_identity_sets_the_row_aside_with_its_place_and_its_own_cells(tmp_path, content):
    rows = [settlement("S1"), settlement("S2", psn_cash_pay_fen=1)]
    delivery = staged(tmp_path, {"settlement": on_lines(*rows)})
    grid = origin(
        tmp_path,
        "settlement",
        {"setl_id": "结算ID", "psn_cash_pay_fen": "个人现金支付"},
        {2: ["S1", "500.00"], 3: ["S2", "0.01"]},
    )
    one = judged(replace(delivery, origins=(grid,)), tmp_path, content)
    [row] = problems(one.set_aside)
    assert (row["code"], row["src_line"], row["key"]) == ("settlement_person_parts", 3, "S2")
    assert row["found"] == "个人负担总金额 500.00，个人账户支出 0.00，个人现金支出 0.01"
    assert json.loads(row["row_text"]) == {"结算ID": "S2", "个人现金支付": "0.01"}
    assert one.counts["settlement"] == Counts(2, 1, 1)


def test_the_contract_itself_is_judged_too(tmp_path, content):
    rows = [settlement("S1", insutype="999"), settlement("S2", psn_no=None)]
    one = judged(staged(tmp_path, {"settlement": on_lines(*rows)}), tmp_path, content)
    assert codes(one.set_aside) == {"row_code_unknown": 1, "row_empty": 1}


def test_a_case_goes_as_a_whole(tmp_path, content):
    delivery = staged(
        tmp_path,
        {
            "case_input": on_lines(case("B1"), case("B2"), sheet="4101/setlinfo"),
            "case_dx": on_lines(
                diagnosis("B1"), diagnosis("B1", 2, code=None), diagnosis("B2"), sheet="4101/diseinfo"
            ),
        },
    )
    one = judged(delivery, tmp_path, content)
    assert one.counts == {"case_input": Counts(2, 1, 1), "case_dx": Counts(3, 1, 2)}
    assert codes(one.set_aside) == {"row_empty": 1, "row_follows": 2}


def test_all_that_a_line_feeds_goes_with_it(tmp_path, content):
    flat = [((1, "", 2), case("B1", los_days=-1)), ((1, "", 3), case("B2"))]
    delivery = staged(
        tmp_path,
        {"case_input": flat, "case_dx": [((1, "", 2), diagnosis("B1")), ((1, "", 3), diagnosis("B2"))]},
    )
    one = judged(delivery, tmp_path, content)
    assert one.counts == {"case_input": Counts(2, 1, 1), "case_dx": Counts(2, 1, 1)}


def test_of_equal_copies_one_is_kept_of_differing_ones_none(tmp_path, content):
    rows = [
        *on_lines(settlement("S1"), settlement("S2"), file=1),
        *on_lines(settlement("S1"), settlement("S2", total_fen=5_000), file=2),
    ]
    one = judged(staged(tmp_path, {"settlement": rows}), tmp_path, content)
    assert one.counts["settlement"] == Counts(4, 1, 3)
    assert codes(one.set_aside) == {"row_copied": 1, "row_key_repeated": 2}
    [copy] = [row for row in problems(one.set_aside) if row["code"] == "row_copied"]
    assert (copy["src_file"], copy["src_line"]) == (2, 2)


def test_refunds_are_judged_by_pairs(tmp_path, content):
    original = settlement("S1", total_fen=100_000)
    once = judged(
        staged(tmp_path / "a", {"settlement": on_lines(original, refund("S2", original, (1, 2)), refund("S3", original, (1, 2)))}),
        tmp_path / "a", content,
    )  # fmt: skip
    assert once.counts["settlement"] == Counts(3, 3, 0)
    assert problems(once.findings) == []
    too_much = judged(
        staged(tmp_path / "b", {"settlement": on_lines(original, refund("S2", original), refund("S3", original))}),
        tmp_path / "b", content,
    )  # fmt: skip
    assert codes(too_much.set_aside) == {"refund_above_original": 2}
    assert codes(too_much.findings) == {"refund_twice": 2}


def test_what_was_published_before_is_known(tmp_path, content):
    city = create_city(tmp_path / "city", region=REGION)
    original = settlement("S1", on="2022-12-30")
    first = judged(staged(tmp_path / "a", {"settlement": on_lines(original)}), tmp_path / "a", content)
    snapshot = publish(city, first.accepted, contract(), note="", as_of=AS_OF)
    second = staged(tmp_path / "b", {"settlement": on_lines(refund("S2", original, on="2023-01-05"))})
    alone = judged(second, tmp_path / "b", content)
    assert "refund_without_original" in codes(alone.findings)
    known = judged(second, tmp_path / "c", content, city=city, snapshot=snapshot)
    assert codes(known.findings)["refund_without_original"] == 0
    [told] = [row for row in problems(known.findings) if row["code"] == "refund_across_years"]
    assert told["found"] == "退费 2023-01-05，冲减 2022 年的结算 S1"


def test_stays_of_two_hospitals_are_compared(tmp_path, content):
    def stay(number: str, hospital: str, begin: str, end: str) -> dict:
        times = {"begin_time": None, "end_time": None}
        return {
            "mdtrt_id": number, "psn_no": "51", "fixmedins_code": hospital, "insutype": "310", "med_type": "21",
            "begin_dayno": day(begin), "end_dayno": day(end), **times,
        }  # fmt: skip

    rows = [
        stay("J1", HOSPITAL, "2023-05-01", "2023-05-09"),
        stay("J2", OTHER_HOSPITAL, "2023-05-07", "2023-05-12"),
    ]
    one = judged(staged(tmp_path, {"visit": on_lines(*rows)}), tmp_path, content)
    assert codes(one.findings)["stay_in_two_hospitals"] == 2


def regional(folder: Path, content: Content, change: dict) -> Content:
    """The content of a region that has the fourth identity its own way."""
    place = folder / "bureau" / "quality_checks"
    place.mkdir(parents=True)
    own = checks_of(content, REGION)["settlement_person_parts"].model_dump(mode="json", by_alias=True)
    place.joinpath("own.yaml").write_text(json.dumps({"checks": [own | change]}, ensure_ascii=False), "utf-8")
    return load(
        (PARAMETERS, CODE_LISTS, QUALITY_CHECKS), [*shipped_layers(), Layer("bureau", folder / "bureau")]
    )


@pytest.mark.parametrize(
    ("change", "accepted", "told"),
    [({}, 0, 0), ({"active": False}, 1, 0), ({"severity": "warning"}, 1, 1), ({"tolerance": 100_000}, 1, 0)],
)
def test_a_region_has_an_identity_its_own_way(tmp_path, content, change, accepted, told):
    own = regional(tmp_path, content, change)
    delivery = staged(tmp_path, {"settlement": on_lines(settlement("S1", psn_cash_pay_fen=1))})
    one = judged(delivery, tmp_path, own)
    assert one.counts["settlement"] == Counts(1, accepted, 1 - accepted)
    assert codes(one.findings)["settlement_person_parts"] == told
    allowed = regional_contract(contract(), checks_of(own, REGION, AS_OF)).tables["settlement"].identities
    assert ("settlement_person_parts" in {law.id for law in allowed}) is (
        change.get("active", True) and "severity" not in change
    )


def test_rows_that_do_not_add_up_refuse_the_delivery(tmp_path, content):
    delivery = staged(tmp_path, {"settlement": on_lines(settlement("S1"))})
    with pytest.raises(Refused) as refusal:
        judged(replace(delivery, read={"settlement": 2}), tmp_path, content)
    assert refusal.value.problem.code == "intake_rows_lost"


def test_the_same_delivery_gives_the_same_bytes(tmp_path, content):
    rows = [
        settlement(f"S{number}", total_fen=number * 1000, psn_cash_pay_fen=number) for number in range(1, 40)
    ]
    files = []
    for name in ("a", "b"):
        one = judged(staged(tmp_path / name, {"settlement": on_lines(*rows)}), tmp_path / name, content)
        files.append(one.set_aside.read_bytes())
    assert files[0] == files[1]


def books(folder: Path, *vouchers: list[dict], accounts: tuple[str, ...] = ("1004", "4001")) -> Staged:
    """A delivery of vouchers, with the chart of accounts unless none is named."""
    rows = {"ledger_entry": on_lines(*(row for one in vouchers for row in one))}
    chart = {"account": on_lines(*map(account, accounts), file=2)} if accounts else {}
    return staged(folder, rows | chart)


def test_an_account_that_no_chart_knows_sets_its_whole_voucher_aside(tmp_path, content):
    delivery = books(tmp_path, voucher("1"), voucher("2", "1004", "9999"))
    one = judged(delivery, tmp_path, content)
    assert one.counts["ledger_entry"] == Counts(4, 2, 2)
    told, follows = sorted(problems(one.set_aside), key=lambda row: row["code"])
    assert (told["code"], told["field"]) == ("account_unknown", "account_code")
    assert (told["key"], told["found"]) == ("310|510402|2|2", "科目编码 9999，基金（险种） 310")
    assert (follows["code"], follows["key"]) == ("row_follows", "310|510402|2|1")


def test_without_any_chart_of_accounts_no_voucher_is_accused(tmp_path, content):
    one = judged(books(tmp_path, voucher("1", "1004", "9999"), accounts=()), tmp_path, content)
    assert one.counts["ledger_entry"] == Counts(2, 2, 0)


@pytest.mark.parametrize(
    ("changes", "aside", "found"),
    [
        (({}, {}), set(), set()),
        (({"posted_dayno": day("2099-05-31")},) * 2, {"ledger_future", "ledger_year_far"}, set()),
        (({"posted_dayno": day("2023-05-30")}, {}), {"voucher_days_differ"}, set()),
        (({"fiscal_year": 2022},) * 2, set(), {"ledger_year_next"}),
        (({"fiscal_year": 2024},) * 2, {"ledger_year_far"}, set()),
        (({"sub_fund": "personal"}, {}), set(), {"voucher_sub_fund_unbalanced"}),
        (({"sub_fund": "personal"},) * 2, set(), set()),
    ],
)  # fmt: skip
def test_vouchers_of_a_wrong_day_year_or_account_are_told(tmp_path, content, changes, aside, found):
    rows = [row | change for row, change in zip(voucher("1"), changes, strict=True)]
    one = judged(books(tmp_path, rows), tmp_path, content)
    assert set(codes(one.set_aside)) - {"row_follows"} == aside
    assert set(codes(one.findings)) == found


def test_every_reference_of_the_facts_is_checked(content):
    checked = {(name, one.reference) for one in checks_of(content, REGION).values() for name in one.tables}
    stated = {
        (name, reference.table)
        for name, table in contract().tables.items()
        if table.is_fact
        for reference in table.references
    }
    assert stated - checked == set()
