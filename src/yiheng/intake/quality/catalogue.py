"""The catalogue of quality checks, as content (kind ``quality_checks``), and the contract as a region's checks want it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yiheng.intake.quality.check import Check
from yiheng.intake.quality.check_content import check_problems
from yiheng.policy.content import Content, Kind
from yiheng.standards.table import Contract


def checks_of(content: Content, region: str, as_of: date | None = None) -> dict[str, Check]:
    """The checks that hold for a region, by id: the shipped ones as upper layers have replaced them."""
    return {key: entry.value for key, entry in content.of(QUALITY_CHECKS, region, as_of).items()}


def regional_contract(contract: Contract, checks: Mapping[str, Check]) -> Contract:
    """The contract as a region wants it: laws switched off, no reason to refuse, or with another tolerance.

    Without such a region it is the contract itself.
    """
    tables = dict(contract.tables)
    for check in checks.values():
        refuses = check.active and check.severity == "error"
        if not check.law or (refuses and check.tolerance is None):
            continue
        for name in check.tables:
            laws = tuple(
                law if law.id != check.law else law.model_copy(update={"tolerance": check.tolerance or 0})
                for law in tables[name].identities
                if law.id != check.law or refuses
            )
            tables[name] = tables[name].model_copy(update={"identities": laws})
    return contract if tables == dict(contract.tables) else Contract(tables)


QUALITY_CHECKS = Kind(
    "quality_checks",
    "数据质量检查",
    Check,
    "id",
    list_key="checks",
    check=check_problems,
    count_examples=lambda check: len(check.examples),
)
