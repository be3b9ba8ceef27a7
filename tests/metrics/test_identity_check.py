"""The check of identities in content: what a writer can get wrong, each fault at its place."""

from __future__ import annotations

import pytest

from yiheng.metrics.catalogue import METRICS
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.policy.content import Layer, check, load

CATALOGUE = (
    "metrics:\n"
    + "".join(
        f"  - {{code: {code}, name: 名, unit: {unit}, direction: none, aggregation: sum, source: {{status: verified}}}}\n"
        for code, unit in [("fund_income", "万元"), ("fund_expense", "万元"), ("rate", '"%"')]
    )
)  # fmt: skip

SOUND = """identities:
  - id: ratio
    name: 收支比
    primitive: ratio
    claim: {metric: rate}
    operands:
      numerator: {metric: fund_income}
      denominator: {metric: fund_expense}
    source: {status: verified}
    examples:
      - given: {claim: "50 %", numerator: "1 万元", denominator: "2 万元"}
        expect: {verdict: consistent, recomputed: "50"}
"""


def faults(tmp_path, old: str = "", new: str = "", catalogue: str = CATALOGUE):
    assert old in SOUND
    for kind, text in (("metrics", catalogue), ("identities", SOUND.replace(old, new) if old else SOUND)):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "x.yaml").write_text(text, encoding="utf-8")
    kinds = [METRICS, IDENTITIES]
    problems = check(load(kinds, [Layer("own", tmp_path)]), kinds)
    return [(problem.code, problem.line, problem.field, problem.found) for problem in problems]


def test_a_sound_identity_has_no_fault(tmp_path):
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("claim: {metric: rate}", "claim: {metric: rat}", ("metric_unknown", 5, "claim.metric", "rat")),
        ("{metric: fund_expense}", "{metric: fund_expence}", ("metric_unknown", 8, "operands.denominator.metric", "fund_expence")),
        ("primitive: ratio", "primitive: months", ("operands_unfit", 6, "operands", "annual_expense、balance、denominator、numerator")),
        ('"1 万元", denominator', '"3 万元", denominator', ("example_fails", 11, "examples.0", "inconsistent")),
        ('recomputed: "50"', 'recomputed: "51"', ("example_fails", 11, "examples.0", "50.000000")),
        ("verdict: consistent", "verdict: review", ("example_fails", 11, "examples.0", "consistent")),
        (', denominator: "2 万元"', ', nominator: "2 万元"', ("example_operands", 11, "examples.0", "claim、numerator、nominator")),
        ('claim: "50 %", ', "", ("example_operands", 11, "examples.0", "numerator、denominator")),
    ],
)  # fmt: skip
def test_each_fault_is_named_at_its_place(tmp_path, old, new, fault):
    assert fault in faults(tmp_path, old, new)


@pytest.mark.parametrize("written", ['"二 万元"', '"2 万无"', '"2"'])
def test_an_example_that_cannot_be_read(tmp_path, written):
    codes = [code for code, *_ in faults(tmp_path, '"2 万元"', written)]
    assert codes == ["example_unreadable"]


def test_an_example_over_nothing_is_a_fault_not_a_breakdown(tmp_path):
    codes = [code for code, *_ in faults(tmp_path, '"2 万元"', '"0 万元"')]
    assert len(codes) == 1
    assert codes[0].startswith("example_")


def test_an_example_without_an_operand_it_needs_is_a_fault(tmp_path):
    assert [code for code, *_ in faults(tmp_path, ', denominator: "2 万元"', "")] == ["example_operands"]


def test_an_identity_without_example_is_not_enough(tmp_path):
    old = SOUND[SOUND.index("    examples:") :]
    assert [code for code, *_ in faults(tmp_path, old, "    examples: []\n")] == ["example_missing"]


def test_an_unknown_primitive_is_refused_with_the_known_ones(tmp_path):
    ((code, line, field, found),) = faults(tmp_path, "primitive: ratio", "primitive: rato")
    assert (code, line, field, found) == ("value_unfit", 4, "primitive", "rato")


def test_metrics_name_known_units_and_metrics(tmp_path):
    catalogue = CATALOGUE.replace("unit: 万元", "unit: 万无", 1).replace(
        'unit: "%"', 'unit: "%", numerator: fund_incom'
    )
    assert faults(tmp_path, catalogue=catalogue) == [
        ("unit_unknown", 2, "unit", "万无"),
        ("metric_unknown", 4, "numerator", "fund_incom"),
    ]
