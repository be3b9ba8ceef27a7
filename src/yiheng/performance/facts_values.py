"""The cells of a facts file as values of a subject: years, scores, evidence and standards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yiheng.exact.errors import ExactError
from yiheng.exact.period import Period
from yiheng.exact.printed import Printed
from yiheng.performance.facts_layout import plain
from yiheng.performance.facts_table import Place, Quantity, Row


def period_text(text: str, place: Place) -> str:
    """The year of the subject, as ``2023``."""
    year = plain(text).removesuffix("度").removesuffix("年")
    try:
        Period.parse(year)
    except ExactError as error:
        raise place.refuse(error.code, found=text) from None
    return year


def score_text(text: str, place: Place) -> str:
    """A printed total without its unit."""
    try:
        return Printed.parse(plain(text).removesuffix("分")).text
    except ExactError as error:
        raise place.refuse(error.code, found=text) from None


def stated(quantity: Quantity | None) -> dict[str, str]:
    """The number and the unit of a quantity as a fact has them."""
    return {"value": quantity.value, "unit": quantity.unit} if quantity else {}


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something; the rest keep their defaults."""
    return {key: value for key, value in values.items() if value not in ("", 0, None, False)}


_EVIDENCE: Mapping[str, Callable[[Row], Any]] = {
    "met": lambda row: row.yes("met"),
    "count": lambda row: row.whole("count") or None,
    "date": lambda row: row.date("date"),
    "document": lambda row: row.text("document"),
    "sample_size": lambda row: row.whole("sample_size") or None,
    "findings": lambda row: row.whole("findings") if row.text("findings") else None,
    "attained": lambda row: row.word("attained"),
    "percent": lambda row: row.number("percent"),
    "level": lambda row: row.word("level"),
    "text": lambda row: row.text("text"),
    "reason": lambda row: row.text("reason"),
    "measure": lambda row: row.text("measure"),
    "stated": lambda row: row.number("stated"),
    "deduction": lambda row: row.number("deduction"),
    "line": lambda row: row.whole("line") or None,
}
_OF_INDICATOR = ("findings", "attained", "percent", "level", "reason", "measure", "stated", "deduction")


def evidence_values(row: Row) -> dict[str, Any]:
    """What a row says; a checklist item has no findings, grade or score of its own."""
    values = {key: read(row) for key, read in _EVIDENCE.items()}
    found = {key: value for key, value in values.items() if value not in ("", None)}
    beyond = [key for key in _OF_INDICATOR if key in found]
    if row.text("item") and beyond:
        raise row.refuse("facts_item_field", beyond[0], found=row.text(beyond[0]))
    return found


def standard_values(row: Row) -> dict[str, Any]:
    """The standard beside a goal, with its source."""
    quantity = row.quantity("standard", "standard_unit")
    if quantity is None:
        return {}
    source = {"doc": row.text("standard_source"), "status": "to_confirm"}
    return {"standard": {"value": quantity.value, "unit": quantity.unit, "source": source}}
