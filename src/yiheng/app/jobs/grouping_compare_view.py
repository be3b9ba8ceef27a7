"""Two groupings side by side as an analysis: what differs, from where to where, in which hospital, at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from yiheng.app.jobs.grouping_quality_view import percent, plain
from yiheng.app.jobs.grouping_quality_words import caliber_words
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
from yiheng.grouping.compare.simulation import Simulation
from yiheng.grouping.quality.group_stats import GroupStats
from yiheng.grouping.quality.indicators import Indicators
from yiheng.grouping.quality.rules import exact
from yiheng.grouping.quality.year_quality import YearQuality
from yiheng.grouping.schedule import EPOCH
from yiheng.reports.analysis import Analysis, Column, KeyFigure, Table, Value
from yiheng.reports.chart import Chart, Histogram, histogram_bins

ROWS_MOST = 100_000
"""Cases listed in a workbook; the CSV list has all."""


@dataclass(frozen=True)
class CompareView:
    """How the two sides are called: ``first`` is 官方, or the scheme as it is; ``second`` 本系统模拟, or the one tried."""

    city: str
    year: int
    first: str
    second: str
    version: str
    hospitals: Mapping[str, str]
    groups: Mapping[str, str]

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

    def group(self, group: str) -> str:
        """A group with its name; a status, or nothing, as it is."""
        name = self.groups.get(group, "")
        return f"{group} {name}" if name else group


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
        subtitle=f"{view.first}（{_schemes(comparison.first_schemes)}）与{view.second}（{_schemes(comparison.second_schemes)}）",
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


def _schemes(names: Sequence[str]) -> str:
    return "、".join(names) or "方案未注明"


def _agreement(comparison: Comparison, both: Count) -> KeyFigure:
    same = comparison.count(*SAME)
    words = f"{same.cases:,} ÷ 双方都有结果的 {both.cases:,} 例；金额 {_wan(same.cost_fen)} ÷ {_wan(both.cost_fen)} 万元"
    return KeyFigure("一致率", percent(Fraction(same.cases, both.cases)), words)


def _kind_figure(view: CompareView, comparison: Comparison, kind: str) -> KeyFigure:
    count = comparison.count(kind)
    return KeyFigure(view.words(kind), f"{count.cases:,} 例", f"医疗费 {_wan(count.cost_fen)} 万元")


def _wan(fen: int) -> str:
    return decimal_text(Fraction(fen, 1_000_000), 2, thousands=True)


def kinds_table(comparison: Comparison, view: CompareView) -> Table:
    """Every kind of difference and sameness; together they are all cases of the year."""
    everything = comparison.count(*SAME, *DIFFERENCES, NEITHER)
    rows = [("全部出院病例", everything.cases, _share(everything, everything), everything.cost_fen)]
    for kind in (*SAME, *DIFFERENCES, NEITHER):
        count = comparison.count(kind)
        rows.append((view.words(kind), count.cases, _share(count, everything), count.cost_fen))
    columns = (
        Column("情形", "text", 34), Column("病例数", "count", 12), Column("占比", "percent", 10), Column("医疗费（万元）", "wan", 16),
    )  # fmt: skip
    return Table("汇总", "按情形汇总", columns, tuple(rows), "每个病例只在一种情形里。", total_first=True)


def _share(count: Count, whole: Count) -> Fraction | None:
    return Fraction(count.cases, whole.cases) if whole.cases else None


def pairs_table(comparison: Comparison, view: CompareView) -> Table:
    """From which group to which, most cases first."""
    rows = tuple(
        (
            view.words(one.difference),
            view.group(one.first),
            view.group(one.second),
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
    rows += sorted(lines, key=lambda line: (-_whole(line[2]), str(line[0])))
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
    return (name, both.cases, moved.cases, _share(moved, both), moved.cost_fen, *counts)


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def cases_table(comparison: Comparison, view: CompareView, listed: Sequence[tuple[Value, ...]]) -> Table:
    """The cases that differ, one by one."""
    count = comparison.count(*DIFFERENCES).cases
    note = (
        ""
        if count <= len(listed)
        else f"共 {count:,} 例，本表列前 {len(listed):,} 例；全部用 --list 另存为 CSV。"
    )
    return Table("差异病例", f"差异病例（{count:,} 例）", case_columns(view), tuple(listed), note)


def simulation_analysis(
    simulation: Simulation, view: CompareView, listed: Sequence[tuple[Value, ...]]
) -> Analysis:
    """What would change if the second scheme took the place of the first."""
    comparison = simulation.comparison
    return Analysis(
        title=f"{view.city}{view.year}年分组方案模拟",
        subtitle=f"原方案：{view.first}　新方案：{view.second}　范围：{view.year}年出院病例",
        banner=SIMULATED_NOTE,
        version=view.version,
        key_figures=_simulation_figures(simulation),
        tables=(
            effect_table(simulation, view),
            kinds_table(comparison, view),
            pairs_table(comparison, view),
            hospital_effect_table(simulation, view),
            group_effect_table(simulation, view),
            cases_table(comparison, view, listed),
        ),
        charts=_cv_charts(simulation, view),
        sources=(
            (
                "比较",
                "同一年的病例在两个方案下各分一次组；一个方案有两版的按出院日期选用。结果不写入城市数据",
            ),
            ("结果的性质", SIMULATED_NOTE),
            *caliber_words(simulation.before.rules, {})[:5],
        ),
    )


def _simulation_figures(simulation: Simulation) -> tuple[KeyFigure, ...]:
    comparison, before, after = simulation.comparison, simulation.before, simulation.after
    moved, both = comparison.count(*MOVED), comparison.count(*COMPARED_BOTH)
    cost = Fraction(moved.cost_fen, both.cost_fen) if both.cost_fen else None
    return (
        KeyFigure("改变入组的病例", f"{moved.cases:,} 例", f"占 {percent(_share(moved, both))}；医疗费 {_wan(moved.cost_fen)} 万元，占 {percent(cost)}"),
        KeyFigure("入组率", _arrow(percent(before.entry.rate), percent(after.entry.rate)), f"入组 {before.entry.grouped:,} → {after.entry.grouped:,} 例"),
        KeyFigure("在用病组", _arrow(f"{before.defined.drg_in_use:,}", f"{after.defined.drg_in_use:,} 组"), f"新出现 {len(simulation.appeared)} 组，不再有病例 {len(simulation.vanished)} 组"),
        KeyFigure("RIV（费用）", _arrow(percent(before.after.riv), percent(after.after.riv)), f"裁剪后；按 ln 费用 {percent(before.after.ln_riv)} → {percent(after.after.ln_riv)}"),
        KeyFigure("CV 合格的病组", _arrow(percent(before.cv_groups), percent(after.cv_groups)), f"{before.cv_groups.numerator}/{before.cv_groups.denominator} 组 → {after.cv_groups.numerator}/{after.cv_groups.denominator} 组"),
    )  # fmt: skip


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"


def effect_table(simulation: Simulation, view: CompareView) -> Table:
    """The quality of either grouping, line by line."""
    lines = [
        (name, *(reading(side) for side in (simulation.before, simulation.after)))
        for name, reading in (
            ("入组病例（例）", lambda one: f"{one.entry.grouped:,}"),
            ("入组率", lambda one: percent(one.entry.rate)),
            ("在用 MDC（个）", lambda one: str(one.defined.mdc_in_use)),
            ("在用 ADRG（个）", lambda one: str(one.defined.adrg_in_use)),
            ("在用病组（组）", lambda one: f"{one.defined.drg_in_use:,}"),
            ("RIV，费用，裁剪前", lambda one: percent(one.before.riv)),
            ("RIV，费用，裁剪后", lambda one: percent(one.after.riv)),
            ("RIV，ln 费用，裁剪后", lambda one: percent(one.after.ln_riv)),
            ("CV 合格的病组占比", lambda one: percent(one.cv_groups)),
            ("CV 合格病组的病例占比", lambda one: percent(one.cv_cases)),
            (
                "例均费用（元）",
                lambda one: plain(one.city.mean_cost.value and one.city.mean_cost.value / 100, 2),
            ),
        )
    ]
    columns = (Column("指标", "text", 34), Column(view.first, "code", 30), Column(view.second, "code", 30))
    return Table("效果", "两个方案的分组质量", columns, tuple(lines), "只比较分组，不比较支付。")


def hospital_effect_table(simulation: Simulation, view: CompareView) -> Table:
    """Each hospital: how many cases moved, what was billed for them, and its entry rate before and after."""
    comparison = simulation.comparison
    before = {one.hospital: one for one in simulation.before.hospitals}
    after = {one.hospital: one for one in simulation.after.hospitals}
    whole = {kind: comparison.count(kind) for kind in COMPARED_BOTH}
    rows = [_effect_line("全市", whole, simulation.before.city, simulation.after.city)]
    lines = [
        _effect_line(view.hospitals.get(code) or code, kinds, before[code], after[code])
        for code, kinds in comparison.hospitals.items()
    ]
    rows += sorted(lines, key=lambda line: (-_whole(line[2]), str(line[0])))
    columns = (
        Column("机构", "text", 34),
        Column("病例数", "count", 10),
        Column("改变入组", "count", 10),
        Column("占比", "percent", 9),
        Column("改变病例的医疗费（元）", "yuan", 18),
        Column("原入组率", "percent", 10),
        Column("新入组率", "percent", 10),
        Column("原组数", "count", 9),
        Column("新组数", "count", 9),
    )
    return Table("机构", "各机构的变化", columns, tuple(rows), "改变病例多的在前。", total_first=True)


def _effect_line(
    name: str, kinds: Mapping[str, Count], before: Indicators, after: Indicators
) -> tuple[Value, ...]:
    both = sum((kinds.get(kind, NOTHING) for kind in COMPARED_BOTH), NOTHING)
    moved = sum((kinds.get(kind, NOTHING) for kind in MOVED), NOTHING)
    rates = (before.entry.rate.value, after.entry.rate.value)
    return (
        name, both.cases, moved.cases, _share(moved, both), moved.cost_fen, *rates, before.groups_in_use,
        after.groups_in_use,
    )  # fmt: skip


def group_effect_table(simulation: Simulation, view: CompareView) -> Table:
    """Each group that appears, vanishes or changes its cases: cases, mean cost and CV before and after."""
    before, after = _by_code(simulation.before), _by_code(simulation.after)
    kind = simulation.before.rules.sd_kind
    rows = []
    for drg in sorted(before.keys() | after.keys()):
        old, new = before.get(drg), after.get(drg)
        if old and new and old.costs == new.costs:
            continue
        fate = "不再有病例" if new is None else "新出现" if old is None else "病例改变"
        pairs = [
            (
                one.costs.count if one else 0,
                one.costs.mean if one else None,
                one.kept.cv(kind) if one else None,
            )
            for one in (old, new)
        ]
        cells = [value for both in zip(*pairs, strict=True) for value in both]
        rows.append((drg, view.groups.get(drg, ""), fate, *cells))
    columns = (
        Column("病组", "code", 10),
        Column("名称", "text", 38),
        Column("变化", "code", 12),
        Column("原病例数", "count", 10),
        Column("新病例数", "count", 10),
        Column("原均费（元）", "yuan", 13),
        Column("新均费（元）", "yuan", 13),
        Column("原 CV", "number", 9),
        Column("新 CV", "number", 9),
    )
    return Table(
        "病组", f"有变化的病组（{len(rows):,} 组）", columns, tuple(rows), "CV 为裁剪后；均费为全部有效病例。"
    )


def _by_code(quality: YearQuality) -> dict[str, GroupStats]:
    return {one.drg: one for one in quality.groups}


def _cv_charts(simulation: Simulation, view: CompareView) -> tuple[Chart, ...]:
    """The spread of CV under either scheme."""
    drawn = []
    for name, side in ((view.first, simulation.before), (view.second, simulation.after)):
        limit = exact(side.rules.acceptance.cv_max)
        cvs = [cv for one in side.judged if (cv := one.kept.cv(side.rules.sd_kind)) is not None]
        if cvs:
            drawn.append(
                Histogram(
                    f"组内变异系数分布：{name}", "CV（裁剪后）", "病组数（组）", histogram_bins(cvs, Fraction(1, 10), Fraction(2)),
                    limit, f"标准 {plain(limit, 1)}", f"n＝{len(cvs)} 组；{view.city}{view.year}年出院病例；{SIMULATED_NOTE}",
                )
            )  # fmt: skip
    return tuple(drawn)
