"""An explanation on the terminal, in the order in which a hospital's coder asks: what, why, what counted, what else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yiheng.app.jobs.explain import Explained
from yiheng.app.screen import console, styled, table
from yiheng.grouping.case import Case, GroupStatus
from yiheng.grouping.case_check import MODE_NAMES
from yiheng.grouping.city_groups import OFFICIAL, SIMULATED_NOTE
from yiheng.grouping.reason.explanation import Explanation
from yiheng.grouping.reason.explanation_trace import UNTRIED
from yiheng.grouping.reason.judged import Judged, named
from yiheng.grouping.reason.wording import (
    change_words,
    complication_words,
    drg_words,
    neighbour_words,
)
from yiheng.grouping.scheme.scheme import SEX_WORDS
from yiheng.standards.message import sentence

if TYPE_CHECKING:
    from rich.text import Text

CHANGES_SHOWN = 20
"""Of a case with many codes the first changes; the page has all."""
YES, NO = ("✓", "green"), ("✗", "red")


def show(done: Explained) -> None:
    """The whole explanation."""
    explanation = done.explanation
    _show_result(explanation, done)
    _show_case(explanation)
    _show_path(explanation)
    _show_neighbours(explanation)
    _show_changes(done)
    out = console()
    for problem in explanation.strict:
        out.print(styled(("严格校验还会指出：", "yellow"), sentence(problem)), soft_wrap=True)
    for note in explanation.scheme.head.notes[:1]:
        out.print(styled((note, "dim")), soft_wrap=True)
    out.print(styled((f"{SIMULATED_NOTE}。", "bold yellow")))


def _show_result(explanation: Explanation, done: Explained) -> None:
    out, group, head = console(), explanation.group, explanation.scheme.head
    colour = "green" if group.status == GroupStatus.GROUPED else "red"
    out.print(styled((group.status.words, f"bold {colour}"), f"　{drg_words(group.drg, explanation)}"))
    out.print(
        styled(
            (f"方案：{head.title}（{head.scheme} {head.version}），校验{MODE_NAMES[explanation.mode]}", "dim")
        )
    )
    for problem in (*explanation.faults, *explanation.reasons):
        out.print(f"　{sentence(problem)}", soft_wrap=True)
    if explanation.retried:
        out.print(f"　主手术未入组，改以 {named(explanation.attempt.px[0], explanation.scheme)} 单独入组。")
    for one in done.published:
        whose = "官方" if one.source == OFFICIAL else "本系统模拟"
        differs = "" if one.drg == group.drg else "　与本次模拟不同"
        out.print(f"　已发布的分组：{whose}　{one.scheme}　{one.status}　{one.drg}{differs}")


def _person(case: Case) -> str:
    age = "年龄未填" if case.age_years is None else f"{case.age_years} 岁"
    parts = [SEX_WORDS.get(case.sex or "", case.sex or "性别未填"), age]
    measures = (
        (case.age_days if case.age_years == 0 else None, "日龄 {} 天"),
        (case.weight_g, "体重 {} 克"),
        (case.los_days, "住院 {} 天"),
        (case.icu_hours or None, "重症监护 {} 小时"),
    )
    parts += [words.format(value) for value, words in measures if value is not None]
    return "，".join(parts)


def _show_case(explanation: Explanation) -> None:
    case, scheme = explanation.case, explanation.scheme
    words: dict[str, str] = {}
    for one in explanation.other_diagnoses:
        words[one.code] = "；".join(filter(None, [words.get(one.code, ""), complication_words(one)]))
    rows = [
        ["主要诊断" if number == 0 else "其他诊断", code, named(code, scheme).removeprefix(code).strip(),
         _main_words(explanation) if number == 0 else words.get(code, "")]
        for number, code in enumerate(case.dx)
    ]  # fmt: skip
    rows += [
        ["主手术" if number == 0 else "其他手术", code, named(code, scheme).removeprefix(code).strip(),
         "有效手术" if code in scheme.valid_procedures else "不是有效手术"]
        for number, code in enumerate(case.px)
    ]  # fmt: skip
    title = f"病例 {case.case_id}　{_person(case)}".replace("病例 　", "病例　")
    console().print(table(("位置", "编码", "名称", "作用"), rows, title=title))


def _main_words(explanation: Explanation) -> str:
    if not explanation.main_table:
        return "没有排除表，不排除任何并发症"
    return f"排除表“{explanation.main_table}”中的并发症不计"


def _verdict(condition: Judged, label: str, name: str) -> list[str | Text]:
    return [label, name, condition.text, styled(YES if condition.holds else NO)]


def _show_path(explanation: Explanation) -> None:
    rows: list[list[str | Text]] = []
    for gate in explanation.gates:
        rows.append(_verdict(gate.gate, "大类", f"{gate.mdc} {gate.name}"))
        rows += _seen(gate.gate)
        if gate.tried:
            rows.append(["", "", f"进入后 {gate.tried} 条规则都不收，继续往下找", ""])
    step = explanation.rule
    if step:
        rows.append(_verdict(step.condition, f"核心病组（第 {step.place} 条）", f"{step.adrg} {step.name}"))
        rows += _seen(step.condition)
    for branch in explanation.branches:
        name = f"{branch.drg} {branch.name}"
        if branch.tried:
            rows.append(_verdict(branch.condition, "细分组", name))
            rows += _seen(branch.condition)
        else:
            rows.append(["细分组", name, branch.condition.text, styled((UNTRIED, "dim"))])
    if rows:
        console().print(table(("步骤", "到达", "方案的条件，本例的情况", "成立"), rows, title="入组路径"))


def _seen(condition: Judged) -> list[list[str | Text]]:
    """What the case has for each part of a condition, one line a part."""
    parts = condition.atoms()
    return [
        [
            "",
            "",
            styled((f"　{one.found}", "cyan")),
            styled(YES if one.holds else NO) if len(parts) > 1 else "",
        ]
        for one in parts
        if one.found
    ]


def _show_neighbours(explanation: Explanation) -> None:
    rows = [[f"{one.drg or one.rule} {one.name}", neighbour_words(one)] for one in explanation.neighbours]
    if rows:
        console().print(table(("相邻病组", "为什么不是它"), rows, title="为什么不是相邻的病组"))


def _show_changes(done: Explained) -> None:
    explanation = done.explanation
    moving = [one for one in done.changes if one.moves]
    rows = [
        [change_words(one, explanation), f"{one.after.status.words}　{drg_words(one.after.drg, explanation)}"]
        for one in moving[:CHANGES_SHOWN]
    ]
    out = console()
    if rows:
        out.print(table(("若", "则"), rows, title="改动一处编码会怎样"))
    if len(moving) > CHANGES_SHOWN:
        out.print(f"另有 {len(moving) - CHANGES_SHOWN} 处改动会换病组，用 --json 或 --html 查看。")
    same = len(done.changes) - len(moving)
    if same:
        out.print(f"另试过 {same} 处改动，病组不变。")
