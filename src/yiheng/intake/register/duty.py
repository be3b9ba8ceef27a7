"""Who has to send what, and when, as content (kind ``delivery_duties``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from yiheng.metrics.scalar import faults
from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.policy.contract import contract
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem
from yiheng.standards.table import Name, Words

UNIT_COLUMNS = {"providers": "fixmedins_code", "areas": "admdvs", "whole": ""}
"""The column of a delivered table that tells one unit's rows from another's."""


class Duty(ContentModel):
    """One table that units of one kind send every month.

    ``where`` chooses providers by the columns of the table ``provider``; ``units`` names units beside those found.
    ``usual_share_percent``: fewer rows than this share of the mean of the unit's other months are told as few.
    """

    duty: Name
    name: Words
    by: Literal["providers", "areas", "whole"]
    where: str = ""
    parameters: dict[str, tuple[str, ...]] = {}
    units: tuple[str, ...] = ()
    table: Name
    every: Literal["month"] = "month"
    due_day: int = Field(10, ge=1, le=28)
    usual_share_percent: int = Field(50, ge=0, le=100)
    active: bool = True
    source: Source


def _check(entry: Entry[Duty], _content: Content) -> Iterable[Problem]:
    return _problems(entry)


def _problems(entry: Entry[Duty]) -> Iterator[Problem]:
    duty, tables = entry.value, contract().tables
    if duty.table not in tables:
        yield entry.problem(
            "table_unknown", "table", found=duty.table, expected=nearest(duty.table, sorted(tables))
        )
        return
    table = tables[duty.table]
    column = UNIT_COLUMNS[duty.by]
    if column and column not in table.names or not table.partition:
        yield entry.problem("duty_table_unfit", "table", found=duty.table, expected=column or "（分区日期）")
    if duty.where:
        for code, found, expected in faults(duty.where, tables["provider"].names, (), duty.parameters):
            yield entry.problem(code, "where", found=found, expected=expected)


DELIVERY_DUTIES = Kind("delivery_duties", "应报数据", Duty, "duty", list_key="duties", check=_check)
