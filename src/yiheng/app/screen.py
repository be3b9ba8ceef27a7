"""What the terminal shows: tables of results, findings and traces, in Chinese, through Rich.

Rich is imported when something is printed, so that ``--help`` stays fast. Most words here are a user's, so the
console reads no markup and no emoji names: ``[`` is a bracket. Colour is given by ``styled``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from yiheng.exact.interval import Verdict
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import Figure
from yiheng.metrics.relation import VERDICT_NAMES, Relation
from yiheng.metrics.trace import Trace
from yiheng.performance.application import Application
from yiheng.performance.evaluation import Evaluation, message
from yiheng.performance.monitoring import Cause, MonitorRound
from yiheng.performance.scheme import points_text
from yiheng.performance.sensitivity import outcomes
from yiheng.reports.form_fill import NotPlaced, Placed
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

SIGNAL_COLOURS = {"红": "red", "黄": "yellow", "绿": "green", "未报": "cyan"}
VERDICT_COLOURS = {Verdict.INCONSISTENT: "red", Verdict.REVIEW: "yellow", Verdict.ROUNDING: "cyan"}


def console(stderr: bool = False) -> Console:
    """The terminal; wide enough for a table where output goes to a file."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made.width = max(made.width, 120)
    return made


def styled(*parts: str | tuple[str, str]) -> Text:
    """One line of text; a part may be a pair of words and their style."""
    from rich.text import Text

    return Text.assemble(*parts)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str | Text]], right: Sequence[int] = (), title: str = ""
) -> Table:
    """A plain table; ``right`` are the columns set flush right."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for number, head in enumerate(heads):
        made.add_column(head, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


def show_refusal(problem: Problem) -> None:
    """One sentence on standard error."""
    console(stderr=True).print(styled(("✗", "bold red"), f" {sentence(problem)}"), soft_wrap=True)


def score(points: int | None) -> str:
    """Points or a dash."""
    return "—" if points is None else points_text(points)


def totals_row(evaluation: Evaluation) -> list[str]:
    """One evaluation in one row: title, three totals, grades."""
    totals, scored = evaluation.totals, evaluation.scored
    grade = evaluation.grade
    if evaluation.bonus_e2 and evaluation.grade_without_bonus != grade:
        grade = f"{grade}（不含加分为{evaluation.grade_without_bonus}）"
    return [
        evaluation.subject.title,
        score(totals.stated_e2),
        points_text(totals.computed_e2) if scored else "—",
        points_text(totals.verified_e2) if scored else "—",
        evaluation.subject.stated.grade or "—",
        grade or "—",
    ]


TOTAL_HEADS = ("评价对象", "自评得分", "系统复算得分", "待补佐证后得分", "自评等次", "复算等次")


def show_totals(evaluations: Iterable[Evaluation]) -> None:
    """Totals of several evaluations."""
    console().print(table(TOTAL_HEADS, [totals_row(one) for one in evaluations], right=(1, 2, 3)))


def show_evaluation(evaluation: Evaluation, findings: Sequence[Problem], asked: str = "") -> None:
    """An evaluation: totals, indicators that lost or wait for evidence, sensitivity, contradictions."""
    out = console()
    profile = evaluation.profile
    out.print(styled((evaluation.subject.title, "bold"), f"　评分表：{profile.title}（{profile.version}）"))
    if evaluation.other_year:
        words = message("profile_other_year", evaluation.other_year, evaluation.subject.period)
        out.print(styled((words, "yellow")))
    if evaluation.inferred:
        out.print(styled(("推定评分表，非官方", "yellow")))
    show_data_notes(evaluation)
    shown = [evaluation, *evaluation.projects] if evaluation.results else list(evaluation.projects)
    out.print(table(TOTAL_HEADS, [totals_row(one) for one in shown], right=(1, 2, 3)))
    for one in shown:
        rows = [
            [
                result.code,
                "·".join(result.indicator.levels[1:]),
                points_text(result.indicator.full_e2),
                score(result.stated_e2),
                points_text(result.computed_e2),
                points_text(result.verified_e2),
                result.remarks,
            ]
            for result in one.results
            if result.lost_e2 or result.overspent or result.withholding
        ]
        if rows and one.scored:
            heads = ("代码", "指标", "分值", "自评", "复算", "待补佐证后", "说明")
            title = f"失分、超支和待补佐证的指标{f'：{one.subject.title}' if one is not evaluation else ''}"
            out.print(table(heads, rows, right=(2, 3, 4, 5), title=title))
    others = [[o.name, points_text(o.computed_e2), o.grade] for o in outcomes(evaluation)]
    if others:
        out.print(table(("换一种口径", "总分", "等次"), others, right=(1,), title="敏感性"))
    show_relations(evaluation.relations, only_faulty=True)
    if findings:
        out.print(
            f"目标体检发现 {len(findings)} 条，用 yiheng goals {asked or evaluation.subject.subject} 查看。"
        )


def show_data_notes(evaluation: Evaluation) -> None:
    """What must be known of the data before any figure is read."""
    for words in evaluation.data_notes:
        console().print(styled((f"注意：{words}。", "bold red")), soft_wrap=True)
    if evaluation.data_notes:
        console().print("请先归集所缺月份，再用这些数；月份里确实没有业务的，请核实后写明。")


def show_relations(relations: Sequence[Relation], only_faulty: bool = False) -> None:
    """Identities and their verdicts."""
    out = console()
    rows: list[list[str | Text]] = []
    for relation in relations:
        if only_faulty and relation.verdict not in (Verdict.INCONSISTENT, Verdict.REVIEW):
            continue
        colour = VERDICT_COLOURS.get(relation.verdict, "green")
        rows.append(
            [
                styled((VERDICT_NAMES[relation.verdict], colour)),
                relation.title,
                relation.claim.text,
                relation.recomputed_text,
                _where(relation.claim),
            ]
        )
    if rows:
        out.print(table(("结论", "勾稽关系", "原文", "复算或上限", "位置"), rows, right=(2, 3), title="勾稽"))
    elif not only_faulty:
        out.print("没有可以核对的勾稽关系。")


def _where(figure: Figure) -> str:
    """The line of the report, or the tables where the figure came out of rows."""
    place = figure.place
    return place.origin or (f"第 {place.line} 行" if place.line else "")


def show_findings(findings: Sequence[Problem]) -> None:
    """Findings as numbered sentences."""
    out = console()
    if not findings:
        out.print(styled(("没有发现问题。", "green")))
    for number, problem in enumerate(findings, 1):
        out.print(f"{number:>3}. {sentence(problem)}", soft_wrap=True)


def show_trace(trace: Trace) -> None:
    """A trace as a tree."""
    from rich.tree import Tree

    def words(one: Trace) -> Text:
        parts: list[str | tuple[str, str]] = [(one.label, "bold"), f" = {one.value}{one.unit}"]
        if one.formula:
            parts += ["　", (one.formula, "cyan")]
        if one.source:
            parts += ["　", (one.source, "dim")]
        return styled(*parts)

    def grow(tree: Tree, one: Trace) -> None:
        for part in one.inputs:
            grow(tree.add(words(part)), part)

    root = Tree(words(trace))
    grow(root, trace)
    console().print(root)


CAUSES = {"": "", "behind": "（执行慢于时间进度）", "ahead": "（执行快于时间进度）"}


def show_round(done: MonitorRound, steps: Mapping[tuple[str, Cause], tuple[str, ...]]) -> None:
    """A monitoring round with its signals and what they call for."""
    out = console()
    counts = [styled("　", (f"{name} {done.count(name)}", colour)) for name, colour in SIGNAL_COLOURS.items()]
    progress = f"截至 {done.months} 月，时间进度 {decimal_text(done.time_progress * 100, 2)}%"
    out.print(styled(progress), *counts, sep="")
    rows: list[list[str | Text]] = [
        [
            styled((row.signal, SIGNAL_COLOURS[row.signal])),
            row.name,
            row.target_text,
            row.actual_text,
            f"{decimal_text(row.progress * 100, 2)}%" if row.progress is not None else "—",
            f"{decimal_text(row.forecast * 100, 2)}%" if row.forecast is not None else "—",
            row.likelihood,
            "；".join(row.reasons),
        ]
        for row in done.rows
    ]
    heads = ("信号", "指标", "全年目标", "本期完成", "完成率", "预计全年", "可能性", "说明")
    out.print(table(heads, rows, right=(4, 5)))
    for (signal, cause), ladder in steps.items():
        words = f"{CAUSES[cause]}：{' → '.join(ladder)}"
        out.print(styled((f"{signal}灯处置", SIGNAL_COLOURS[signal]), words))


def show_application(suggested: Application) -> None:
    """Suggestions for budget and goals."""
    out = console()
    out.print(styled("复算等次 ", (suggested.grade or "—", "bold"), f"：{suggested.decision}"))
    if suggested.budget is not None and not suggested.statutory:
        low, high = (
            suggested.amount_text(suggested.low_percent),
            suggested.amount_text(suggested.high_percent),
        )
        span = low if low == high else f"{low} 至 {high}"
        now = suggested.budget.text
        out.print(f"本年预算 {now}，下年建议 {span}（较本年预算 {suggested.percent_text}，由财政部门确定）")
    rows = [[g.code, g.name, g.target_text, g.actual_text, g.suggestion] for g in suggested.goals]
    if rows:
        out.print(table(("代码", "指标", "本年目标", "本年完成", "下年目标建议"), rows))
    notice, measures = suggested.notice_by, suggested.measures_by
    out.print(
        f"反馈函应于 {notice.year}年{notice.month}月{notice.day}日 前发出，"
        f"整改措施应于 {measures.year}年{measures.month}月{measures.day}日 前报回。"
    )


COLUMN_NAMES = {
    "actual": "实际完成值",
    "score": "得分",
    "reason": "偏差原因",
    "budget_initial": "年初预算数",
    "budget_adjusted": "全年预算数",
    "executed": "全年执行数",
    "rate": "执行率",
    "full": "分值",
    "target": "指标值",
}


def show_placements(placed: Sequence[Placed], missing: Sequence[NotPlaced], path: str) -> None:
    """What was filled into a received form, and what could not be."""
    out = console()
    out.print(f"已填 {len(placed)} 格，存为 {path}")
    if missing:
        out.print(f"未能填入 {len(missing)} 项：")
    for number, one in enumerate(missing, 1):
        problem = Problem(one.code, key=one.row_name, found=one.text)
        named = COLUMN_NAMES.get(one.column, one.column)
        out.print(f"{number:>3}. {sentence(problem, named)}", soft_wrap=True)
