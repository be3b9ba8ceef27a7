"""An explanation as a trace: the one shape in which every result of the product says why."""

from __future__ import annotations

from yiheng.grouping.reason.explanation import BranchStep, Explanation, GateStep
from yiheng.grouping.reason.judged import Judged, named
from yiheng.grouping.reason.wording import complication_words, drg_words
from yiheng.metrics.trace import Trace
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem

HOLDS, FAILS = "成立", "不成立"
UNTRIED = "未再比较"


def trace(explanation: Explanation) -> Trace:
    """The path from the record's check over MDC and ADRG to the DRG, with what counted, as one tree."""
    head = explanation.scheme.head
    inputs = [*_checks(explanation), *(_gate(step) for step in explanation.gates)]
    if explanation.rule:
        step = explanation.rule
        source = f"rule.csv 第 {step.line} 行" if step.line else ""
        formula = f"本大类第 {step.place} 条规则：{step.condition.text}"
        inputs.append(
            Trace("核心病组", _named(step.adrg, step.name), "", formula, source, _parts(step.condition))
        )
        inputs += [_branch(branch) for branch in explanation.branches]
    inputs += _complications(explanation)
    inputs += [_told("说明", reason) for reason in explanation.reasons]
    return Trace(
        label="分组结果",
        value=drg_words(explanation.group.drg, explanation),
        formula=explanation.group.status.words,
        source=f"{head.title}（{head.scheme} {head.version}）",
        inputs=tuple(inputs),
    )


def _checks(explanation: Explanation) -> list[Trace]:
    return [_told("校验", fault) for fault in explanation.faults]


def _told(label: str, problem: Problem) -> Trace:
    return Trace(label, sentence(problem))


def _named(code: str, name: str) -> str:
    return f"{code} {name}".strip()


def _verdict(step: Judged) -> str:
    return HOLDS if step.holds else FAILS


def _parts(condition: Judged) -> tuple[Trace, ...]:
    return tuple(Trace(one.text, _verdict(one), source=one.found) for one in condition.atoms())


def _gate(step: GateStep) -> Trace:
    formula = step.gate.text
    if step.open and step.tried:
        formula += f"（进入后 {step.tried} 条规则都不收，继续往下找）"
    value = f"{_named(step.mdc, step.name)}　{HOLDS if step.open else FAILS}"
    return Trace("主要诊断大类", value, "", formula, "", _parts(step.gate))


def _branch(step: BranchStep) -> Trace:
    value = f"{_named(step.drg, step.name)}　{_verdict(step.condition) if step.tried else UNTRIED}"
    return Trace("细分组", value, "", step.condition.text, "", _parts(step.condition) if step.tried else ())


def _complications(explanation: Explanation) -> list[Trace]:
    if not explanation.case.dx:
        return []
    scheme = explanation.scheme
    used = tuple(
        Trace(named(one.code, scheme), complication_words(one)) for one in explanation.other_diagnoses
    )
    counted = sum(one.use == "counted" for one in explanation.other_diagnoses)
    table = explanation.main_table
    formula = f"主要诊断的排除表：{table}" if table else "主要诊断没有排除表，不排除任何并发症"
    return [Trace("并发症和合并症", f"计入 {counted} 个", "", formula, "", used)]
