"""The unit in which the numbers of a column are read: what its head says, else what stands above the heads."""

from __future__ import annotations

from yiheng.intake.recognition.dictionary import Target
from yiheng.standards.measure import measures
from yiheng.standards.table import Column, storage_units

MONEY_POWERS = {"分": 0, "百万分之一元": 4}
"""The stored units of money: how many places finer each is than 分."""
YUAN = "元"
"""What money is in where nothing is said."""


def is_money(column: Column) -> bool:
    """Whether a column holds money: an amount in 分, or a price."""
    return column.type == "integer" and column.unit in MONEY_POWERS


def unit_in_force(column: Column, own: str, sheet: str) -> str:
    """The unit of the numbers under a head: what the head itself says, else what the sheet says above it where that is
    of what the column holds. 单位：万元 is of amounts and prices and leaves years, persons and numbers of lines alone."""
    if own or not sheet or is_money(column):
        return own or sheet
    everyday = storage_units()[column.unit].everyday if column.unit else ""
    said, held = measures().get(sheet), measures().get(everyday)
    if said is None or held is None or said.unit.dimension == "money":
        return ""
    return sheet if said.unit.dimension == held.unit.dimension else ""


def shown_unit(target: Target, column: str, own: str, sheet: str) -> str:
    """The unit as people confirm it: of money always one, of other columns where one is said."""
    declared = target.columns.get(column)
    if declared is None:
        return own
    found = unit_in_force(declared, own, sheet)
    return found or (YUAN if is_money(declared) else "")
