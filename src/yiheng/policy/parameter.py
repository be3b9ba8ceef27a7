"""Dated parameters of policy: thresholds, ladders, clocks and word lists that bureaus set and change.

A parameter is a value or a table with the days on which it holds and its source. Asking for a day on which none
holds is refused; there are no silent defaults.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem


class Parameter(ContentModel):
    """One dated value of policy. ``value`` is text, a list or a mapping; its reader's room knows its shape."""

    key: str
    name: str
    unit: str = ""
    valid_from: date
    valid_to: date | None = None
    value: Any
    source: Source


def _check(entry: Entry[Parameter], content: Content) -> Iterable[Problem]:
    del content
    parameter = entry.value
    if parameter.valid_to is not None and parameter.valid_to <= parameter.valid_from:
        yield entry.problem("dates_reversed", "valid_to", found=str(parameter.valid_to))


def parameter(content: Content, key: str, region: str, day: date) -> Any:
    """The value of a parameter in a region on a day; refused where none holds."""
    return content.get(PARAMETERS, key, region, day).value.value


PARAMETERS = Kind("parameters", "参数", Parameter, "key", list_key="parameters", check=_check)
