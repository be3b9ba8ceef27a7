"""The metric catalogue: one number, one definition.

A metric has a code, a Chinese name, a unit and its calibers. Role (target, actual, budget) and scope (insurance,
account, item, period) are dimensions of a figure and never part of the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.measure import measures
from yiheng.standards.problem import Problem

Insurance = Literal[
    "employee",
    "resident",
    "maternity",
    "assistance",
    "ltc",
    "civil_servant",
    "retired_cadre",
    "capacity",
    "department",
    "all",
]
Account = Literal["all", "pooled", "personal"]
Role = Literal["target", "actual", "budget", "prior", "forecast", "standard"]

INSURANCE_NAMES: dict[str, str] = {
    "employee": "职工医保",
    "resident": "居民医保",
    "maternity": "生育保险",
    "assistance": "医疗救助",
    "ltc": "长期护理保险",
    "civil_servant": "公务员医疗补助",
    "retired_cadre": "离休人员医疗",
    "capacity": "能力提升",
    "department": "部门",
    "all": "综合",
}
ACCOUNT_NAMES: dict[str, str] = {"all": "", "pooled": "统筹基金", "personal": "个人账户"}
ROLE_NAMES: dict[str, str] = {
    "target": "目标",
    "actual": "实际",
    "budget": "预算",
    "prior": "上年",
    "forecast": "预计",
    "standard": "标准",
}


class Caliber(ContentModel):
    """One of several definitions in use for the same metric."""

    id: str
    name: str
    definition: str = ""


class Metric(ContentModel):
    """One metric. ``unit`` is its usual unit; figures may be printed in any unit of the same family.

    ``bounded``: a share of a whole, which cannot exceed 100 % (spending out of a budget among them: none may go
    beyond it); a completion, a collection or a rate over a reference can. ``items``: the names of the
    metric's parts by their codes, as every page shows them.
    """

    code: str
    name: str
    unit: str
    direction: Literal["up", "down", "range", "none"]
    aggregation: Literal["sum", "last", "ratio", "count", "text"]
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    items: dict[str, str] = {}
    calibers: tuple[Caliber, ...] = ()
    derived: bool = False
    bounded: bool = False
    source: Source


def metric_names(metrics: Mapping[str, Metric]) -> dict[str, str]:
    """The names of metrics by their codes."""
    return {code: metric.name for code, metric in metrics.items()}


def _check(entry: Entry[Metric], content: Content) -> Iterable[Problem]:
    metric = entry.value
    if metric.unit not in measures():
        yield entry.problem(
            "unit_unknown", "unit", found=metric.unit, expected=nearest(metric.unit, list(measures()))
        )
    known = content.keys(METRICS)
    for side in ("numerator", "denominator"):
        code = getattr(metric, side)
        if code and code not in known:
            yield entry.problem(
                "metric_unknown", side, found=code, expected=nearest(code, content.names(METRICS))
            )


METRICS = Kind("metrics", "指标口径", Metric, "code", list_key="metrics", check=_check)
