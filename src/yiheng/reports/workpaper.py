"""The review working paper (校核底稿): the inside view of one evaluation, in Excel, never given out.

Here, and only here, the score that remains once unproven results are withheld (待补佐证后得分) stands
beside the printed and the computed one, with the identities that were re-computed, the findings on the
goals and the totals under other readings of the figures. Sheets: 评分校核, 勾稽关系, 目标体检, 敏感性.
Sources: 03 §2 (evidence: three totals), §6 (relations), §3.1 (goal linter).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yiheng.reports.form import NO_FIGURE, NOT_APPLICABLE, FigureText
from yiheng.reports.form_book import PageText, new_book
from yiheng.reports.form_grid import Block, Grid, Part, StyleName, as_grid, row

INTERNAL = "内部资料　不对外提供"
NOTHING_FOUND = "无"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One indicator: what was claimed, what follows from the figures, what is proven.

    ``withheld_reason`` says why points are withheld until evidence is supplied; ``score_reason`` how the
    computed score came about.
    """

    code: str
    name: str
    full: FigureText
    computed: FigureText
    verified: FigureText
    stated: FigureText = NO_FIGURE
    withheld_reason: str = ""
    score_reason: str = ""
    target_text: str = ""
    actual_text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTotals:
    """Totals under the score lines, with the grade that each total gives (empty where none is given)."""

    full: FigureText
    computed: FigureText
    verified: FigureText
    stated: FigureText = NO_FIGURE
    stated_grade: str = ""
    computed_grade: str = ""
    verified_grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLine:
    """One identity (勾稽关系): the claimed beside the recomputed figure; ``contradicts`` prints it in red."""

    name: str
    claimed: FigureText
    recomputed: FigureText
    verdict: str
    note: str = ""
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class GoalFinding:
    """One defect of a goal: no direction, no value, copied from the result, no evidence …"""

    indicator: str
    finding: str
    severity: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """The total under one other reading; the first scenario of a working paper is the one that was used."""

    name: str
    total: FigureText
    grade: str


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade and the range of totals that gives it, as printed: 优, ≥90分."""

    grade: str
    range_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workpaper:
    """One working paper. ``profile`` names the scoring scheme and its version."""

    title: str
    subject: str
    profile: str
    rows: tuple[ScoreLine, ...]
    totals: ScoreTotals
    relations: tuple[RelationLine, ...] = ()
    goal_findings: tuple[GoalFinding, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    grade_lines: tuple[GradeLine, ...] = ()
    banner: str = ""
    data_status: str = ""
    version: str = ""


def write_workpaper(workpaper: Workpaper, path: Path, *, created: date) -> None:
    """Write the four sheets, each marked internal in its title and on every printed page.

    ``created`` is the date in the file's properties. Refuses (``file_not_writable``).
    """
    header = f"{INTERNAL}　{workpaper.banner}" if workpaper.banner else INTERNAL
    page = PageText(header, workpaper.data_status, workpaper.version)
    sheets = {
        "评分校核": _scores(workpaper),
        "勾稽关系": _relations(workpaper),
        "目标体检": _goal_findings(workpaper),
        "敏感性": _scenarios(workpaper),
    }
    with new_book(path, workpaper.title, created) as book:
        for name, sheet in sheets.items():
            book.write_grid(name, sheet, page)


def _sheet(
    workpaper: Workpaper, name: str, widths: tuple[int, ...], names: tuple[str, ...], lines: Iterable[Block]
) -> Grid:
    """Title, marks and subject, then a table whose head is repeated on every page and stays on the screen."""
    width = len(widths)
    top = [
        row((f"{workpaper.title}——{name}", width, "title")),
        row((INTERNAL, width, "banner")),
        row((f"评价对象：{workpaper.subject}　　评分方案：{workpaper.profile}", width, "caption_left")),
    ]
    if workpaper.banner:
        top.insert(2, row((workpaper.banner, width, "banner")))
    head = row(*((text, 1, "label") for text in names))
    body = list(lines) or [row((NOTHING_FOUND, width, "centre"))]
    return as_grid(widths, (*top, head, *body), header=len(top), frozen=len(top) + 1)


def _differs(one: FigureText, other: FigureText) -> bool:
    return one.number is not None and other.number is not None and one.number != other.number


def _scores(workpaper: Workpaper) -> Grid:
    """评分校核: a computed score that differs from the printed one, and points withheld, stand out in red."""

    def line(scored: ScoreLine) -> Block:
        """One indicator; red where computed differs from printed, or verified from computed."""
        computed: StyleName = "alarm" if _differs(scored.stated, scored.computed) else "figure"
        verified: StyleName = "alarm" if _differs(scored.computed, scored.verified) else "figure"
        return row(
            (scored.code, 1, "identifier"),
            (scored.name, 1, "text"),
            (scored.target_text, 1, "centre"),
            (scored.actual_text, 1, "centre"),
            (scored.full, 1, "figure"),
            (scored.stated, 1, "figure"),
            (scored.computed, 1, computed),
            (scored.verified, 1, verified),
            (scored.score_reason, 1, "text"),
            (scored.withheld_reason, 1, "text"),
            (scored.source, 1, "text"),
        )

    totals = workpaper.totals
    sums: tuple[Part, ...] = tuple(
        (figure, 1, "total") for figure in (totals.full, totals.stated, totals.computed, totals.verified)
    )
    grades: tuple[Part, ...] = tuple(
        (grade or NOT_APPLICABLE, 1, "label")
        for grade in ("", totals.stated_grade, totals.computed_grade, totals.verified_grade)
    )
    lines = [line(scored) for scored in workpaper.rows]
    lines.append(row(("合计", 4, "label"), *sums, ("", 3, "text")))
    lines.append(row(("等次", 4, "label"), *grades, ("", 3, "text")))
    names = (
        *("代码", "指标", "目标值", "实际完成值", "分值", "自评得分", "系统复算得分", "待补佐证后得分"),
        *("计分说明", "暂不认可原因", "数据来源"),
    )
    return _sheet(workpaper, "评分校核", (9, 22, 13, 13, 8, 8, 8, 8, 26, 22, 20), names, lines)


def _relations(workpaper: Workpaper) -> Grid:
    def line(relation: RelationLine) -> Block:
        """One relation; a contradiction in red."""
        verdict: StyleName = "alarm" if relation.contradicts else "centre"
        return row(
            (relation.name, 1, "text"),
            (relation.claimed, 1, "figure"),
            (relation.recomputed, 1, "figure"),
            (relation.verdict, 1, verdict),
            (relation.note, 1, "text"),
        )

    names = ("勾稽关系", "填报数", "复算数（≤ 为上限）", "结论", "说明")
    return _sheet(workpaper, "勾稽关系", (46, 20, 20, 14, 46), names, map(line, workpaper.relations))


def _goal_findings(workpaper: Workpaper) -> Grid:
    lines = (
        row(
            (finding.indicator, 1, "text"),
            (finding.finding, 1, "text"),
            (finding.severity, 1, "centre"),
            (finding.remedy, 1, "text"),
        )
        for finding in workpaper.goal_findings
    )
    names = ("绩效目标（指标）", "发现的问题", "程度", "修改建议")
    return _sheet(workpaper, "目标体检", (34, 56, 10, 46), names, lines)


def _scenarios(workpaper: Workpaper) -> Grid:
    """敏感性: a scenario that changes the grade of the first one stands out; the grade lines follow."""
    lines = []
    for scenario in workpaper.scenarios:
        grade: StyleName = "alarm" if scenario.grade != workpaper.scenarios[0].grade else "centre"
        lines.append(
            row((scenario.name, 1, "text"), (scenario.total, 1, "figure"), (scenario.grade, 1, grade))
        )
    if lines and workpaper.grade_lines:
        lines.append(row(("等次", 1, "label"), ("得分区间", 2, "label")))
        lines += [
            row((line.grade, 1, "centre"), (line.range_text, 2, "centre")) for line in workpaper.grade_lines
        ]
    return _sheet(workpaper, "敏感性", (90, 24, 24), ("情形", "得分", "等次"), lines)
