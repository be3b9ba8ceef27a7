"""The handbook of checks: one section a check, written from the catalogue, so that page and check never differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yiheng.intake.quality.check import CLASS_NAMES, FAMILIES, SEVERITY_NAMES, Check
from yiheng.intake.quality.outcome import percent_words
from yiheng.standards.table import Contract

BEGIN, END = "<!-- 以下由检查目录写出，不要手改 -->", "<!-- 以上由检查目录写出 -->"


def handbook(checks: Mapping[str, Check], contract: Contract) -> str:
    """The sections of all checks, family by family, then what cannot be checked; Markdown without a title."""
    return "\n".join([BEGIN, "", *_sections(checks, contract), END])


def _sections(checks: Mapping[str, Check], contract: Contract) -> Iterator[str]:
    for family in FAMILIES:
        own = [one for one in checks.values() if one.family == family and not one.lacking]
        if not own:
            continue
        yield f"## {family}"
        yield ""
        for one in own:
            yield from _section(one, contract)
    yield "## 查不了的"
    yield ""
    yield "通行的质控规则里，数据契约没有所需的列、因而没有查的：数据里没有问题，不等于这些没有问题。"
    yield ""
    yield "| 检查 | 类别 | 为什么查不了 | 本应查什么 |"
    yield "|---|---|---|---|"
    for one in checks.values():
        if one.lacking:
            yield f"| {one.name} | {one.family} | {one.lacking} | {one.why} |"
    yield ""


def _section(one: Check, contract: Contract) -> Iterator[str]:
    tables = "、".join(contract.tables[name].name for name in one.tables)
    allowed = f"，允许 {percent_words(one.threshold_ppm)}" if one.threshold_ppm else ""
    yield f"### {one.name}"
    yield ""
    yield f"`{one.id}`　{SEVERITY_NAMES[one.severity]}　{CLASS_NAMES[one.kind]}　{tables}{allowed}"
    yield ""
    yield f"* 应为：{one.expected_words}"
    yield f"* 为什么：{one.why}"
    yield f"* 改法：{one.remedy}"
    yield f"* 依据：{one.source.text}{f'；{one.source.note}' if one.source.note else ''}"
    yield ""
