"""Two groupings side by side as an analysis: what differs, from where to where, in which hospital, at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from yiheng.app.jobs.grouping_quality_words import percent
from yiheng.exact.rounding import decimal_text
from yiheng.grouping.city_groups import SIMULATED_NOTE
from yiheng.grouping.compare.comparison import (
    COMPARED_BOTH,
    DIFFERENCES,
    MOVED,
    NEITHER,
    NOTHING,
    SAME,
    Comparison,
    Count,
)
from yiheng.grouping.schedule import EPOCH
from yiheng.reports.analysis import Analysis, Column, KeyFigure, Table, Value

ROWS_MOST = 100_000
"""Cases listed in a workbook; the CSV list has all."""


@dataclass(frozen=True)
class CompareView:
    """How the two sides are called: ``first`` is 官方 or 原方案, ``second`` 本系统模拟 or 新方案; ``titles`` says which
    scheme that is. Each side names its own groups, since one code may mean another group in another scheme."""

    city: str
    year: int
    first: str
    second: str
    version: str
    hospitals: Mapping[str, str]
    titles: tuple[str, str]
    first_groups: Mapping[str, str] = field(default_factory=dict)
    second_groups: Mapping[str, str] = field(default_factory=dict)

    def words(self, difference: str) -> str:
        """A kind of difference in words."""
        return {
            "different": "入组不同",
            "first_ungrouped": f"{self.first}未入组",
            "second_ungrouped": f"{self.second}未入组",
            "both_ungrouped": "都未入组，原因不同",
            "first_missing": f"{self.first}没有结果",
            "second_missing": f"{self.second}没有结果",
            "same": "入组相同",
            "same_ungrouped": "都未入组，原因相同",
            "neither": "双方都没有结果",
        }[difference]


def named(group: str, names: Mapping[str, str]) -> str:
    """A group with its name; a status, or nothing, as it is."""
    return f"{group} {names[group]}" if names.get(group) else group


def case_columns(view: CompareView) -> tuple[Column, ...]:
    """The columns of a list of cases."""
    return (
        Column("病例号", "code", 20),
        Column("结算ID", "code", 22),
        Column("机构", "text", 30),
        Column("出院日期", "code", 12),
        Column("差异", "text", 20),
        Column(view.first, "text", 26),
        Column(view.second, "text", 26),
        Column("医疗费（元）", "yuan", 13),
    )


def case_cells(row: Mapping[str, Any], view: CompareView) -> tuple[Value, ...]:
    """One case of the list."""
    return (
        row["case_id"],
        row["setl_id"],
        view.hospitals.get(row["fixmedins_code"]) or row["fixmedins_code"],
        (EPOCH + timedelta(days=row["dscg_dayno"])).isoformat(),
        view.words(row["difference"]),
        row["first_drg"] or row["first_status"],
        row["second_drg"] or row["second_status"],
        row["cost_fen"],
    )


def difference_analysis(
    comparison: Comparison, view: CompareView, listed: Sequence[tuple[Value, ...]]
) -> Analysis:
    """差异清单: official against own."""
    both = comparison.count(*COMPARED_BOTH)
    return Analysis(
        title=f"{view.city}{view.year}年分组差异清单",
        subtitle=f"{view.first}（{view.titles[0]}）与{view.second}（{view.titles[1]}）",
        banner=f"{view.second}：{SIMULATED_NOTE}",
        version=view.version,
        key_figures=(
            _agreement(comparison, both),
            *(_kind_figure(view, comparison, kind) for kind in DIFFERENCES if comparison.count(kind).cases),
        ),
        tables=(
            kinds_table(comparison, view),
            pairs_table(comparison, view),
            hospitals_table(comparison, view),
            cases_table(comparison, view, listed),
        ),
        charts=(),
        sources=(
            ("比较范围", f"{view.year}年出院的病例；费用为清单医疗费总额，冲减退费"),
            ("一致率", "双方都有结果的病例中，入组相同或都未入组且原因相同的所占比例"),
            ("结果的性质", f"{view.second}的结果由本系统按所给方案计算，{SIMULATED_NOTE}；结算以{view.first}结果为准"),
        ),
    )  # fmt: skip


def _agreement(comparison: Comparison, both: Count) -> KeyFigure:
    same = comparison.count(*SAME)
    words = f"{same.cases:,} ÷ 双方都有结果的 {both.cases:,} 例；金额 {wan_text(same.cost_fen)} ÷ {wan_text(both.cost_fen)} 万元"
    return KeyFigure("一致率", percent(Fraction(same.cases, both.cases)), words)


def _kind_figure(view: CompareView, comparison: Comparison, kind: str) -> KeyFigure:
    count = comparison.count(kind)
    return KeyFigure(view.words(kind), f"{count.cases:,} 例", f"医疗费 {wan_text(count.cost_fen)} 万元")


def wan_text(fen: int) -> str:
    """分 as 万元."""
    return decimal_text(Fraction(fen, 1_000_000), 2, thousands=True)


def kinds_table(comparison: Comparison, view: CompareView) -> Table:
    """Every kind of difference and sameness; together they are all cases of the year."""
    everything = comparison.count(*SAME, *DIFFERENCES, NEITHER)
    rows = [("全部出院病例", everything.cases, share_of(everything, everything), everything.cost_fen)]
    for kind in (*SAME, *DIFFERENCES, NEITHER):
        count = comparison.count(kind)
        rows.append((view.words(kind), count.cases, share_of(count, everything), count.cost_fen))
    columns = (
        Column("情形", "text", 34), Column("病例数", "count", 12), Column("占比", "percent", 10), Column("医疗费（万元）", "wan", 16),
    )  # fmt: skip
    return Table("汇总", "按情形汇总", columns, tuple(rows), "每个病例只在一种情形里。", total_first=True)


def share_of(count: Count, whole: Count) -> Fraction | None:
    """The share of cases; None of nothing."""
    return Fraction(count.cases, whole.cases) if whole.cases else None


def pairs_table(comparison: Comparison, view: CompareView) -> Table:
    """From which group to which, most cases first."""
    rows = tuple(
        (
            view.words(one.difference),
            named(one.first, view.first_groups),
            named(one.second, view.second_groups),
            one.count.cases,
            one.count.cost_fen,
            Fraction(one.count.cost_fen, one.count.cases),
        )
        for one in comparison.differing()
    )
    columns = (
        Column("情形", "text", 22),
        Column(view.first, "text", 38),
        Column(view.second, "text", 38),
        Column("病例数", "count", 10),
        Column("医疗费（元）", "yuan", 16),
        Column("例均（元）", "yuan", 13),
    )
    return Table(
        "流向",
        f"从哪一组到哪一组（{len(rows):,} 对）",
        columns,
        rows,
        "只列不同的；病例多的在前。未入组的写原因。",
    )


def hospitals_table(comparison: Comparison, view: CompareView) -> Table:
    """Each hospital's cases by kind, and the billed cost of those that differ."""
    rows = [_hospital_line("全市", {kind: comparison.count(kind) for kind in (*COMPARED_BOTH, *DIFFERENCES)})]
    lines = [
        _hospital_line(view.hospitals.get(code) or code, kinds)
        for code, kinds in comparison.hospitals.items()
    ]
    rows += sorted(lines, key=hospital_sort_key)
    columns = (
        Column("机构", "text", 34),
        Column("双方都有结果", "count", 12),
        Column("不同的病例", "count", 11),
        Column("不同的占比", "percent", 10),
        Column("不同的医疗费（元）", "yuan", 17),
        *(Column(view.words(kind), "count", 13) for kind in DIFFERENCES),
    )
    note = "不同的病例＝入组不同、一方未入组、都未入组而原因不同；一方没有结果的另列。"
    return Table("机构", "按机构汇总", columns, tuple(rows), note, total_first=True)


def _hospital_line(name: str, kinds: Mapping[str, Count]) -> tuple[Value, ...]:
    both = sum((kinds.get(kind, NOTHING) for kind in COMPARED_BOTH), NOTHING)
    moved = sum((kinds.get(kind, NOTHING) for kind in MOVED), NOTHING)
    counts = (kinds.get(kind, NOTHING).cases for kind in DIFFERENCES)
    return (name, both.cases, moved.cases, share_of(moved, both), moved.cost_fen, *counts)


def hospital_sort_key(line: tuple[Value, ...]) -> tuple[int, str]:
    """Most moved cases (the third cell) first, then by name."""
    moved = line[2]
    return (-moved if isinstance(moved, int) else 0, str(line[0]))


def cases_table(comparison: Comparison, view: CompareView, listed: Sequence[tuple[Value, ...]]) -> Table:
    """The cases that differ, one by one."""
    count = comparison.count(*DIFFERENCES).cases
    note = (
        ""
        if count <= len(listed)
        else f"共 {count:,} 例，本表列前 {len(listed):,} 例；全部可另存为逐例清单（CSV）。"
    )
    return Table("差异病例", f"差异病例（{count:,} 例）", case_columns(view), tuple(listed), note)
