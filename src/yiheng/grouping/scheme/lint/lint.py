"""The linter: all checks over one scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from yiheng.grouping.scheme.lint.band_checks import band_findings
from yiheng.grouping.scheme.lint.branch_checks import branch_findings
from yiheng.grouping.scheme.lint.code_checks import code_findings
from yiheng.grouping.scheme.lint.complication_checks import complication_findings
from yiheng.grouping.scheme.lint.conversion_checks import conversion_findings
from yiheng.grouping.scheme.lint.finding import Finding, Lint, SchemeCheck
from yiheng.grouping.scheme.lint.gate_checks import gate_findings
from yiheng.grouping.scheme.lint.list_checks import list_findings
from yiheng.grouping.scheme.lint.name_checks import name_findings
from yiheng.grouping.scheme.lint.procedure_checks import procedure_findings
from yiheng.grouping.scheme.lint.reach import Reach
from yiheng.grouping.scheme.lint.rule_checks import rule_findings
from yiheng.grouping.scheme.lint.view import View
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.scheme.tables import Tables


def lint(tables: Tables, scheme: Scheme, checks: Mapping[str, SchemeCheck]) -> Lint:
    """What is wrong with a scheme that can be used: the same tables give the same findings in the same order.

    ``scheme`` is ``build_scheme(tables)``. A class that ``checks`` lacks or has switched off is not reported.
    """
    found: dict[str, list[Finding]] = {check: [] for check, one in checks.items() if one.active}
    for one in _all(View(tables, scheme)):
        if one.check in found:
            problem = replace(one.problem, severity=checks[one.check].severity)
            found[one.check].append(replace(one, problem=problem))
    return Lint(scheme.head.scheme, checks, {check: each for check, each in found.items() if each})


def _all(view: View) -> Iterator[Finding]:
    reach = Reach(view)
    yield from branch_findings(view, reach)
    yield from rule_findings(view, reach)
    yield from band_findings(view)
    yield from list_findings(view)
    yield from gate_findings(view)
    yield from procedure_findings(view)
    yield from complication_findings(view)
    yield from name_findings(view)
    yield from code_findings(view)
    yield from conversion_findings(view)
