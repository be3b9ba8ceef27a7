"""Invented cases of a year, as the step ``quality_case`` gives them, and the calibers they are measured by."""

from __future__ import annotations

import pyarrow as pa

from yiheng.grouping.quality.rules import QualityRules, rules_in_force
from yiheng.grouping.quality.year_cases import GROUPED_WORDS, YearCases, year_cases

SCHEMA = pa.schema(
    [
        ("fixmedins_code", pa.string()),
        ("los_days", pa.int64()),
        ("dscg_way", pa.string()),
        ("cost_fen", pa.int64()),
        ("group_status", pa.string()),
        ("scheme", pa.string()),
        ("mdc", pa.string()),
        ("adrg", pa.string()),
        ("drg", pa.string()),
        ("next_days", pa.int64()),
        ("next_same_days", pa.int64()),
    ]
)


def case(drg: str | None = "ES25", **values: object) -> dict[str, object]:
    """A grouped case of a week and 5,000 元; ``drg`` None and a status: one that found no group."""
    row: dict[str, object] = {
        "fixmedins_code": "H1",
        "los_days": 7,
        "dscg_way": "1",
        "cost_fen": 500_000,
        "group_status": GROUPED_WORDS,
        "scheme": "demo",
        "mdc": f"MDC{(drg or '0')[0]}",
        "adrg": (drg or "00")[:3],
        "drg": drg or "0000",
        "next_days": None,
        "next_same_days": None,
    }
    assert set(values) <= set(row)
    return row | values


def cases_of(*rows: dict[str, object]) -> YearCases:
    return year_cases(pa.Table.from_pylist(list(rows), SCHEMA))


def rules(**values: object) -> QualityRules:
    """The shipped national calibers, some of them replaced."""
    plain = shipped().model_dump(mode="json")
    return QualityRules.model_validate(plain | values)


def shipped() -> QualityRules:
    from datetime import date

    from yiheng.grouping.quality.rules import GROUPING_QUALITY
    from yiheng.performance.library import shipped_layers
    from yiheng.policy.content import load

    content = load((GROUPING_QUALITY,), shipped_layers())
    assert content.problems == ()
    return rules_in_force(content, "四川省", date(2023, 12, 31))
