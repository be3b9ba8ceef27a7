"""The shape of a published table: units that say their suffix, laws of one form, groups in the order of the bureau."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from yiheng.standards.table import GROUPS, Contract, RowIdentity, Table, rooms, storage_units


def table(name: str = "visit", group: str = "就诊与结算", **other: object) -> Table:
    return Table.model_validate(
        {
            "table": name,
            "name": "就诊",
            "group": group,
            "owner": "intake",
            "grain": "一次就诊一行",
            "key": ["visit_id"],
            "source": {"doc": "接口规范", "status": "to_confirm"},
            "columns": [
                {"name": "visit_id", "title": "就诊编号", "type": "text", "length": 30},
                {"name": "amount_fen", "title": "金额", "type": "integer", "unit": "分"},
            ],
        }
        | other
    )


def test_money_quantity_price_and_rate_have_their_suffixes():
    suffixes = {name: unit.suffix for name, unit in storage_units().items()}
    assert [suffixes[name] for name in ("分", "万分之一", "百万分之一元", "百万分之一", "百分之一分")] == [
        "fen", "e4", "e6", "ppm", "e2",
    ]  # fmt: skip


def test_every_storage_unit_says_what_the_number_means_and_owns_its_suffix():
    suffixes = [unit.suffix for unit in storage_units().values() if unit.suffix]
    assert len(suffixes) == len(set(suffixes))
    assert all(re.search(r"[一-鿿]", unit.meaning) for unit in storage_units().values())


def test_a_column_is_found_by_its_name_and_only_by_it():
    assert table().column("amount_fen").title == "金额"
    with pytest.raises(KeyError):
        table().column("金额")


@pytest.mark.parametrize(
    "forms",
    [
        {},
        {"left": "a"},
        {"right": "a"},
        {"holds": "a > 0", "left": "a", "right": "b"},
        {"holds": "a > 0", "right": "b"},
    ],
)
def test_a_law_is_a_condition_or_an_equation_and_never_neither_or_both(forms):
    with pytest.raises(ValidationError, match="应只写 holds"):
        RowIdentity.model_validate({"id": "law", "name": "律", **forms})


def test_a_law_gives_its_expressions_by_key():
    assert RowIdentity(id="law", name="律", holds="a > 0").expressions == {"holds": "a > 0"}
    assert RowIdentity(id="law", name="律", left="a", right="b").expressions == {"left": "a", "right": "b"}


def test_groups_stand_in_the_order_of_the_bureau_new_ones_after_them_results_last():
    names = {"result": "结果", "new": "双通道", "person": "参保", "ledger": "基金账"}
    contract = Contract({name: table(name, group) for name, group in names.items()})
    assert list(contract.by_group()) == ["参保", "基金账", "双通道", "结果"]
    assert GROUPS[0] == "参保"


def test_what_a_room_computes_is_no_fact():
    assert table().is_fact
    assert not table(group="结果", owner="payment").is_fact


def test_the_version_is_of_the_content_not_of_the_order_of_the_tables():
    one, other = table("visit"), table("stay")
    forwards, backwards = Contract({"visit": one, "stay": other}), Contract({"stay": other, "visit": one})
    assert forwards.version == backwards.version
    assert re.fullmatch(r"[0-9a-f]{12}", forwards.version)


@pytest.mark.parametrize(
    "change",
    [
        {"grain": "一次住院一行"},
        {"partition": "end_dayno"},
        {"identities": [{"id": "law", "name": "律", "holds": "amount_fen > 0"}]},
        {"columns": [{"name": "visit_id", "title": "就诊编号", "type": "text", "length": 31}]},
    ],
)
def test_whatever_is_declared_otherwise_is_another_version(change):
    assert Contract({"visit": table()}).version != Contract({"visit": table(**change)}).version


def test_every_room_that_owns_tables_is_an_office_of_the_bureau():
    assert {"intake", "payment", "fund", "supervision", "performance", "review"} <= set(rooms())
    assert all(room.office and room.owns for room in rooms().values())
