"""What the terminal shows of a scheme: findings, differences, an overview, one rule, one code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from yiheng.app import screen
from yiheng.app.jobs.scheme_diff_files import SECTION_WORDS, change_words, subject_words
from yiheng.app.jobs.scheme_lint_files import file_text, finding_text
from yiheng.grouping.scheme.condition import ROLE_WORDS, condition_text
from yiheng.grouping.scheme.diff import Change
from yiheng.grouping.scheme.lint.finding import SEVERITY_NAMES, Lint
from yiheng.grouping.scheme.lookup import CodeFacts, Topic, list_sizes
from yiheng.grouping.scheme.scheme import Mdc, Rule, Scheme
from yiheng.standards.problem import Severity

FIRST_ROWS = 3
COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "information": "cyan"}
MOST_LINES = 40
"""Changes of one section on the screen; the workbook has all."""


def show_lint(found: Lint) -> None:
    """Classes with counts and first rows, errors first."""
    out = screen.console()
    out.print(screen.styled((f"{found.scheme}　方案体检", "bold")))
    if not found.found:
        out.print("没有发现。")
    for severity, words in SEVERITY_NAMES.items():
        for check, rows in found.found.items():
            meant = found.checks[check]
            if meant.severity != severity:
                continue
            out.print(
                screen.styled(
                    (words, COLOURS[severity]),
                    "　",
                    (meant.name, "bold"),
                    f"　{len(rows):,} 行　{meant.meaning}",
                ),
                soft_wrap=True,
            )
            for one in rows[:FIRST_ROWS]:
                place = file_text(one) + (f" 第 {one.problem.line} 行" if one.problem.line else "")
                name = f" {one.name}" if one.name else ""
                out.print(f"    {finding_text(one)}{name}　〔{place}〕", soft_wrap=True)
            if len(rows) > FIRST_ROWS:
                out.print(f"    …… 另有 {len(rows) - FIRST_ROWS:,} 行")
            out.print(f"    改法：{meant.remedy}", soft_wrap=True)
    counts = "，".join(f"{words} {found.count(severity):,} 行" for severity, words in SEVERITY_NAMES.items())
    out.print(f"{found.scheme}：{counts}。全部行用 --out 写出。")


def show_diff(before: Scheme, after: Scheme, changes: Sequence[Change]) -> None:
    """Changes section by section, within a section by MDC."""
    out = screen.console()
    out.print(screen.styled((f"{after.head.title} 对 {before.head.title} 的改动", "bold")))
    if not changes:
        out.print("两个方案完全相同。")
    for section, group in groupby(changes, key=lambda one: one.section):
        each = list(group)
        out.print(screen.styled((f"{SECTION_WORDS[section]}　{len(each):,} 处", "bold")))
        for change in each[:MOST_LINES]:
            mdc = f"{change.mdc} " if change.mdc and change.mdc != change.subject else ""
            subject = subject_words(change)
            out.print(f"  {mdc}{subject}{'　' if subject else ''}{change_words(change)}", soft_wrap=True)
        if len(each) > MOST_LINES:
            out.print(f"  …… 另有 {len(each) - MOST_LINES:,} 处，用 --out 写出全部")


def show_overview(scheme: Scheme) -> None:
    """The head and what each MDC holds."""
    out = screen.console()
    head = scheme.head
    out.print(screen.styled((head.title, "bold"), f"　{head.scheme}　版本 {head.version}"))
    out.print(f"来源 {head.source.text}", soft_wrap=True)
    if head.valid_from or head.valid_to:
        out.print(f"适用的出院日期 {head.valid_from or '—'} 至 {head.valid_to or '—'}（不含末日）")
    for note in head.notes:
        out.print(f"注　{note}", soft_wrap=True)
    rows = [
        [
            mdc.mdc,
            mdc.name,
            condition_text(mdc.condition),
            str(len({rule.adrg for rule in mdc.rules if not rule.ambiguous})),
            str(len(mdc.rules)),
            str(len({branch.drg for rule in mdc.rules for branch in rule.branches})),
            "有" if any(rule.ambiguous for rule in mdc.rules) else "",
        ]
        for mdc in scheme.mdcs
    ]
    out.print(screen.table(("MDC", "名称", "门槛", "ADRG", "规则", "DRG", "歧义"), rows, right=(3, 4, 5)))
    drgs = {branch.drg for rule in scheme.rules for branch in rule.branches}
    adrgs = {rule.adrg for rule in scheme.rules if not rule.ambiguous}
    out.print(
        f"MDC {len(scheme.mdcs)}　ADRG {len(adrgs)}　DRG {len(drgs)}　列表 {len(scheme.lists):,}　"
        f"MCC {len(scheme.mcc):,}　CC {len(scheme.cc):,}　排除表 {len(set(scheme.exclusion.values())):,}　"
        f"有效手术 {len(scheme.valid_procedures.entries):,}　诊断编码 {len(scheme.diagnoses):,}　手术编码 {len(scheme.procedures):,}"
    )


def show_topic(scheme: Scheme, found: Topic, every: bool) -> None:
    """One MDC, rules, a list or a code."""
    if found.mdc is not None:
        _show_mdc(found.mdc)
    for rule in found.rules:
        _show_rule(scheme, rule)
    if found.list_name:
        _show_list(scheme, found.list_name, every)
    if found.code is not None:
        _show_code(found.code)


def _sizes(scheme: Scheme, rule: Rule) -> str:
    return "、".join(f"{name} {size:,}" for name, size in list_sizes(scheme, rule.condition).items())


def _show_mdc(mdc: Mdc) -> None:
    out = screen.console()
    out.print(
        screen.styled(
            (f"{mdc.mdc} {mdc.name}", "bold"), f"　第 {mdc.order} 个　门槛：{condition_text(mdc.condition)}"
        )
    )
    rows = [
        [
            str(rule.order),
            rule.rule,
            "歧义" if rule.ambiguous else rule.adrg,
            rule.name,
            condition_text(rule.condition),
            "、".join(branch.drg for branch in rule.branches),
        ]
        for rule in mdc.rules
    ]
    out.print(screen.table(("次序", "规则", "ADRG", "名称", "条件", "DRG"), rows, right=(0,)))


def _show_rule(scheme: Scheme, rule: Rule) -> None:
    out = screen.console()
    out.print(
        screen.styled(
            (f"规则 {rule.rule}　ADRG {rule.adrg} {rule.name}", "bold"), f"　{rule.mdc} 中第 {rule.order} 个"
        )
    )
    out.print(f"条件　{condition_text(rule.condition)}", soft_wrap=True)
    if sizes := _sizes(scheme, rule):
        out.print(f"列表　{sizes}", soft_wrap=True)
    rows = [
        [str(number), branch.drg, branch.name, str(branch.severity), condition_text(branch.condition)]
        for number, branch in enumerate(rule.branches, start=1)
    ]
    if rows:
        out.print(screen.table(("分支", "DRG", "名称", "严重程度", "条件"), rows, right=(0, 3)))
    out.print(f"分支都不成立时　{f'给出 {rule.no_drg}' if rule.no_drg else '继续往后找'}")


def _show_list(scheme: Scheme, name: str, every: bool) -> None:
    out = screen.console()
    entries = scheme.lists[name].entries
    out.print(screen.styled((f"列表 {name}", "bold"), f"　{len(entries):,} 行"))
    known = {**scheme.procedures, **scheme.diagnoses}
    rows = [
        [code, known[code].name if code in known else ""] for code in (entries if every else entries[:20])
    ]
    out.print(screen.table(("编码", "名称"), rows))
    if len(entries) > len(rows):
        out.print(f"…… 另有 {len(entries) - len(rows):,} 行，用 --all 全部列出")
    readers = [rule.rule for rule in scheme.rules if name in list_sizes(scheme, rule.condition)]
    out.print(f"读它的规则　{'、'.join(readers) or '没有'}", soft_wrap=True)


def _show_code(facts: CodeFacts) -> None:
    out = screen.console()
    kind = "诊断" if facts.is_diagnosis else "手术" if facts.is_procedure else "编码"
    out.print(screen.styled((f"{kind} {facts.code} {facts.name}", "bold")))
    if facts.maps_to and facts.maps_to != facts.code:
        out.print(f"转换为 {facts.maps_to}")
    lines = [
        ("有效手术", "是" if facts.valid_procedure else ""),
        ("创伤部位", "、".join(facts.sites)),
        ("MCC", f"是，排除表 {facts.mcc_table or '无'}" if facts.mcc_table is not None else ""),
        ("CC", f"是，排除表 {facts.cc_table or '无'}" if facts.cc_table is not None else ""),
        ("作主诊断时的排除表", facts.exclusion_table),
        ("作主诊断时排除的合并症", f"{facts.excludes:,} 个" if facts.excludes else ""),
        ("排除它的主诊断", f"{facts.excluded_by:,} 个" if facts.excluded_by else ""),
        ("没有条件读的列表", "、".join(facts.unread)),
    ]
    for name, value in lines:
        if value:
            out.print(f"{name}　{value}", soft_wrap=True)
    rows = [
        [use.mdc, use.rule or "（门槛）", use.drg, ROLE_WORDS[use.member.role], use.list_name]
        for use in facts.uses
    ]
    if rows:
        out.print(screen.table(("MDC", "规则", "DRG", "角色", "列表"), rows))
    else:
        out.print("没有条件用到它。")


def show_written(scheme: Scheme, folder: Path, base: str) -> None:
    """What was imported, and on what assumptions."""
    out = screen.console()
    drgs = {branch.drg for rule in scheme.rules for branch in rule.branches}
    adrgs = {rule.adrg for rule in scheme.rules if not rule.ambiguous}
    form = f"（{base} 的补丁）" if base else ""
    out.print(
        f"已写出 {folder}{form}：MDC {len(scheme.mdcs)}，ADRG {len(adrgs)}，DRG {len(drgs)}，"
        f"列表 {len(scheme.lists):,}，MCC {len(scheme.mcc):,}，CC {len(scheme.cc):,}",
        soft_wrap=True,
    )
    for note in scheme.head.notes:
        out.print(f"注　{note}", soft_wrap=True)
    out.print(f"下一步：yiheng scheme lint {folder}", soft_wrap=True)
