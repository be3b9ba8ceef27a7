"""Figures and identities for the tests, written as they would stand in a report and in content."""

from __future__ import annotations

from typing import Any

from yiheng.exact.printed import Printed
from yiheng.metrics.figure import Figure, FigureSet, Place, Scope
from yiheng.metrics.identity import Identity
from yiheng.standards.measure import measures


def figure(
    metric: str,
    text: str = "",
    *,
    role: str = "actual",
    insurance: str = "employee",
    account: str = "all",
    item: str = "",
    period: str = "2023",
    line: int = 1,
    name: str = "",
    **more: Any,
) -> Figure:
    """A figure from text such as ``245,774.82 万元``; ``more`` are its other fields (operator, restated, lost …)."""
    number, _, unit = text.partition(" ")
    return Figure(
        metric,
        name or metric,
        role,
        Scope(insurance, account, item, period),
        Printed.parse(number or "0"),
        unit or "元",
        measures()[unit or "元"],
        place=Place("《报告》", line),
        **more,
    )


def figures(*stated: Figure) -> FigureSet:
    """The figures of one subject."""
    return FigureSet(stated)


def identity(
    primitive: str, claim: str | dict[str, Any], *, complete: bool = True, caliber: str = "", name: str = "关系", **operands: Any
) -> Identity:  # fmt: skip
    """An identity; a selector is a metric's code or a mapping as in content."""
    return Identity.model_validate(
        {
            "id": f"{primitive}_{len(operands)}",
            "name": name,
            "primitive": primitive,
            "claim": _selector(claim),
            "operands": {key: _selector(value) for key, value in operands.items()},
            "parameters": {"complete": complete, "caliber": caliber},
            "source": {"status": "verified"},
            "examples": [],
        }
    )


def _selector(written: str | dict[str, Any]) -> dict[str, Any]:
    return {"metric": written} if isinstance(written, str) else written


def related(primitive: str, claim: str, complete: bool = True, **operands: str) -> Any:
    """One relation over printed texts: ``related("sum", "3 元", a="1 元", b="2 元")``."""
    from yiheng.metrics.relation import relate

    rule = identity(primitive, "claim", complete=complete, **{name: name for name in operands})
    return relate(rule, figure("claim", claim), {name: figure(name, text) for name, text in operands.items()})
