"""What the linter calls dead is dead: no case of any drawn scheme reaches it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.grouping.scheme.sound_scheme import sound_tables
from tests.grouping.small_schemes import cases, conditions, head, rows, schemes

from yiheng.grouping.case import Case, Group
from yiheng.grouping.reason.holds import holds
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.condition import condition_text
from yiheng.grouping.scheme.lint.branch_checks import branch_findings
from yiheng.grouping.scheme.lint.logic import alternatives
from yiheng.grouping.scheme.lint.reach import Reach
from yiheng.grouping.scheme.lint.rule_checks import rule_findings
from yiheng.grouping.scheme.lint.view import View
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.scheme.tables import Row, Tables

_MANY_CASES = st.lists(cases(), min_size=20, max_size=40)


def tables_of(scheme: Scheme) -> Tables:
    """A drawn scheme as rows again: only what the checks of order look up."""
    return Tables(
        scheme.head,
        {
            "mdc": rows(
                *((mdc.order, mdc.mdc, mdc.name, condition_text(mdc.condition)) for mdc in scheme.mdcs)
            ),
            "rule": rows(
                *(
                    (
                        rule.mdc,
                        rule.order,
                        rule.rule,
                        rule.adrg,
                        "",
                        "",
                        condition_text(rule.condition),
                        rule.no_drg,
                    )
                    for rule in scheme.rules
                )
            ),
            "drg": [
                Row((rule.rule, str(number), one.drg, str(one.severity), condition_text(one.condition)))
                for rule in scheme.rules
                for number, one in enumerate(rule.branches)
            ],
        },
    )


def dead_ends(scheme: Scheme) -> tuple[set[str], set[tuple[str, str]]]:
    """Rules and branches that the linter says nothing reaches."""
    view = View(tables_of(scheme), scheme)
    reach = Reach(view)
    found = [*branch_findings(view, reach), *rule_findings(view, reach)]
    rules = {
        one.rule
        for one in found
        if one.check in ("lint_shadowed_rule", "lint_qy_unreachable")
        or (one.check == "lint_never_true" and one.problem.key == one.rule)
    }
    branches = {
        (one.rule, one.problem.key)
        for one in found
        if one.check in ("lint_dead_branch", "lint_shadowed_branch", "lint_never_true")
        and one.problem.key != one.rule
        and one.rule
    }
    return rules, branches


@given(schemes(), _MANY_CASES)
@settings(max_examples=40)
def test_no_case_reaches_what_is_called_dead(scheme: Scheme, some: list[Case]) -> None:
    rules, branches = dead_ends(scheme)
    groups: list[Group] = [group_case(case, scheme) for case in some]
    assert not {group.rule for group in groups if group.rule} & rules
    assert not {(group.rule, group.drg) for group in groups if group.branch} & branches


@given(conditions(), cases())
def test_the_alternatives_of_a_condition_say_what_it_says(condition: object, case: Case) -> None:
    scheme = build_scheme(Tables(head(), {**sound_tables(), **_LISTS}), "测试方案")
    written = any(
        all(holds(atom, case, scheme) is wanted for atom, wanted in one)
        for one in alternatives(condition)  # type: ignore[arg-type]
    )
    assert written is holds(condition, case, scheme)  # type: ignore[arg-type]
    contrary = any(
        all(holds(atom, case, scheme) is wanted for atom, wanted in one)
        for one in alternatives(condition, False)  # type: ignore[arg-type]
    )
    assert contrary is not written


_LISTS = {
    "list": [
        *sound_tables()["list"],
        *rows(
            ("诊断甲", "I21%", ""),
            ("诊断乙", "J18.900", ""),
            ("诊断丙", "", ""),
            ("手术甲", "36%", ""),
            ("手术乙", "37.2200", "1"),
        ),
    ]
}
