"""A scheme trial as an analysis: what would move, in which hospital, and whether the groups got better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from yiheng.app.jobs.grouping_compare_view import (
    CompareView,
    cases_table,
    hospital_sort_key,
    kinds_table,
    pairs_table,
    share_of,
    wan_text,
)
from yiheng.app.jobs.grouping_quality_charts import CV_LAST, CV_WIDTH
from yiheng.app.jobs.grouping_quality_words import caliber_words, count, percent, plain
from yiheng.grouping.city_groups import SIMULATED_NOTE
from yiheng.grouping.compare.comparison import COMPARED_BOTH, MOVED, NOTHING, Count
from yiheng.grouping.compare.simulation import Simulation
from yiheng.grouping.quality.group_stats import GroupStats
from yiheng.grouping.quality.indicators import Indicators
from yiheng.grouping.quality.rules import exact
from yiheng.grouping.quality.year_quality import YearQuality
from yiheng.reports.analysis import Analysis, Column, KeyFigure, Table, Value
from yiheng.reports.chart import Chart, Histogram, histogram_bins


def simulation_analysis(
    simulation: Simulation, view: CompareView, listed: Sequence[tuple[Value, ...]]
) -> Analysis:
    """What would change if the second scheme took the place of the first."""
    comparison = simulation.comparison
    return Analysis(
        title=f"{view.city}{view.year}年分组方案模拟",
        subtitle=f"{view.first}：{view.titles[0]}　{view.second}：{view.titles[1]}　范围：{view.year}年出院病例",
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
    comparison, before, after, same = (
        simulation.comparison,
        simulation.before,
        simulation.after,
        simulation.common,
    )
    moved, both = comparison.count(*MOVED), comparison.count(*COMPARED_BOTH)
    cost = Fraction(moved.cost_fen, both.cost_fen) if both.cost_fen else None
    return (
        KeyFigure("改变入组的病例", f"{moved.cases:,} 例", f"占 {percent(share_of(moved, both))}；医疗费 {wan_text(moved.cost_fen)} 万元，占 {percent(cost)}"),
        KeyFigure("入组率", _arrow(percent(before.grouping.rate), percent(after.grouping.rate)), f"入组 {before.grouping.grouped:,} → {after.grouping.grouped:,} 例"),
        KeyFigure("在用病组", _arrow(f"{before.defined.drg_in_use:,}", f"{after.defined.drg_in_use:,} 组"), f"新出现 {len(simulation.appeared)} 组，不再有病例 {len(simulation.vanished)} 组"),
        KeyFigure("RIV（费用）", _arrow(percent(before.after.riv), percent(after.after.riv)), f"裁剪后；双方都入组的 {same[0].cases:,} 例不裁剪 {percent(same[0].riv)} → {percent(same[1].riv)}"),
        KeyFigure("CV 合格的病组", _arrow(percent(before.cv_groups), percent(after.cv_groups)), f"{_of(before)} 组 → {_of(after)} 组"),
    )  # fmt: skip


def _of(quality: YearQuality) -> str:
    return f"{count(quality.cv_groups.numerator)}/{count(quality.cv_groups.denominator)}"


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"


def effect_table(simulation: Simulation, view: CompareView) -> Table:
    """The quality of either grouping, line by line."""
    lines = [
        (name, *(reading(side) for side in (simulation.before, simulation.after)))
        for name, reading in (
            ("入组病例（例）", lambda one: f"{one.grouping.grouped:,}"),
            ("入组率", lambda one: percent(one.grouping.rate)),
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
    one, other = simulation.common
    words = f"双方都入组的 {one.cases:,} 例，不裁剪"
    lines.insert(8, (f"RIV，费用，{words}", percent(one.riv), percent(other.riv)))
    lines.insert(9, (f"RIV，ln 费用，{words}", percent(one.ln_riv), percent(other.ln_riv)))
    columns = (
        Column("指标", "text", 44),
        Column(f"{view.first}：{view.titles[0]}", "code", 34),
        Column(f"{view.second}：{view.titles[1]}", "code", 34),
    )
    return Table(
        "效果",
        "两个方案的分组质量",
        columns,
        tuple(lines),
        "只比较分组，不比较支付。两个方案入组的病例不同时，RIV 以双方都入组的病例比较为准。",
    )


def hospital_effect_table(simulation: Simulation, view: CompareView) -> Table:
    """Each hospital: how many cases moved, what was billed for them, and its grouping rate before and after."""
    comparison = simulation.comparison
    before = {one.hospital: one for one in simulation.before.hospitals}
    after = {one.hospital: one for one in simulation.after.hospitals}
    whole = {kind: comparison.count(kind) for kind in COMPARED_BOTH}
    rows = [_effect_line("全市", whole, simulation.before.city, simulation.after.city)]
    lines = [
        _effect_line(view.hospitals.get(code) or code, kinds, before[code], after[code])
        for code, kinds in comparison.hospitals.items()
    ]
    rows += sorted(lines, key=hospital_sort_key)
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
    rates = (before.grouping.rate.value, after.grouping.rate.value)
    return (
        name, both.cases, moved.cases, share_of(moved, both), moved.cost_fen, *rates, before.groups_in_use,
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
        name = view.second_groups.get(drg) or view.first_groups.get(drg, "")
        rows.append((drg, name, fate, *cells))
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
    sides = zip((view.first, view.second), view.titles, (simulation.before, simulation.after), strict=True)
    for name, title, side in sides:
        limit = exact(side.rules.acceptance.cv_max)
        cvs = [cv for one in side.judged if (cv := one.kept.cv(side.rules.sd_kind)) is not None]
        if cvs:
            drawn.append(
                Histogram(
                    f"组内变异系数分布：{name}（{title}）", "CV（裁剪后）", "病组数（组）", histogram_bins(cvs, CV_WIDTH, CV_LAST),
                    limit, f"标准 {plain(limit, 1)}", f"n＝{len(cvs)} 组；{view.city}{view.year}年出院病例；{SIMULATED_NOTE}",
                )
            )  # fmt: skip
    return tuple(drawn)
