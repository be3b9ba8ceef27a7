"""Grouping quality as an analysis: which figures stand first, which tables follow, what is drawn, and every caliber."""

from __future__ import annotations

from fractions import Fraction

from yiheng.app.jobs.grouping_quality_charts import charts
from yiheng.app.jobs.grouping_quality_words import QualityView, caliber_words, count, percent, plain
from yiheng.exact.rounding import decimal_text
from yiheng.grouping.quality.group_stats import GroupStats
from yiheng.grouping.quality.indicators import Consumption, Indicators
from yiheng.grouping.quality.rules import exact
from yiheng.grouping.quality.share import Share
from yiheng.grouping.quality.weight_table import unused_weights
from yiheng.grouping.quality.year_quality import YearQuality
from yiheng.reports.analysis import DASH, Analysis, Column, KeyFigure, Table, Value

RISK_NAMES = ("无死亡", "低风险", "中低风险", "中高风险", "高风险")


def quality_analysis(quality: YearQuality, view: QualityView) -> Analysis:
    """The whole analysis."""
    schemes = "、".join(view.schemes) or "未注明"
    return Analysis(
        title=f"{view.city}{view.year}年病例分组质量分析",
        subtitle=f"分组来源：{view.source}　分组方案：{schemes}　范围：{view.year}年出院的住院病例",
        banner=view.banner,
        version=view.version,
        key_figures=key_figures(quality),
        tables=(
            hospital_table(quality, view),
            group_table(quality, view),
            status_table(quality),
            *_unused_table(quality, view),
        ),
        charts=charts(quality, view),
        sources=caliber_words(quality.rules, view.charges),
    )


def key_figures(quality: YearQuality) -> tuple[KeyFigure, ...]:
    """What a bureau asks first."""
    rate, city, defined = quality.grouping, quality.city, quality.defined
    rules = quality.rules.acceptance
    ungrouped = "、".join(f"{words} {cases:,}" for words, cases in rate.ungrouped.items()) or "无"
    counted = rate.total - rate.excluded
    figures = [
        KeyFigure(
            "入组率",
            percent(rate.rate),
            f"入组 {rate.grouped:,} ÷ 应入组 {counted:,}（{rate.total:,} 例减剔除 {rate.excluded:,} 例）；未入组：{ungrouped}",
        ),
        KeyFigure("入组率（不剔除）", percent(rate.naive), f"入组 {rate.grouped:,} ÷ 全部 {rate.total:,}，仅供对照"),
        KeyFigure(
            "在用病组",
            f"{defined.drg_in_use:,} 组",
            f"MDC {defined.mdc_in_use}、ADRG {defined.adrg_in_use} 个在用；方案定义病组"
            f" {'未给出' if defined.drg_defined is None else f'{defined.drg_defined:,} 组'}",
        ),
        KeyFigure(
            "组间变异解释度 RIV",
            percent(quality.after.riv),
            f"按费用，裁剪后 {quality.after.cases:,} 例；裁剪前 {percent(quality.before.riv)}；"
            f"按 ln 费用 {percent(quality.after.ln_riv)}；标准不低于 {percent(exact(rules.riv_min), 0)}",
            verdict={True: "合格", False: "未达标", None: ""}[quality.riv_meets],
        ),
        KeyFigure(
            f"组内变异系数 CV{'＜' if rules.cv_strict else '≤'}{rules.cv_max} 的病组",
            percent(quality.cv_groups),
            f"{count(quality.cv_groups.numerator)} 组 ÷ 病例超过 {rules.cases_over} 例的 {count(quality.cv_groups.denominator)} 组；"
            f"其病例占 {percent(quality.cv_cases)}",
        ),
        KeyFigure("例均费用", f"{plain(_yuan(city.mean_cost), 2)} 元", f"有效病例 {city.valid:,} 例，平均住院 {plain(city.mean_los, 2)} 天"),
        KeyFigure(
            "低风险组死亡率",
            percent(city.low_risk, 4),
            f"死亡 {count(city.low_risk.numerator)} ÷ 低风险组病例 {count(city.low_risk.denominator)}；"
            f"{'风险等级取自权重表' if quality.risk_given else '风险等级按本年各组死亡率计算'}",
        ),
        *(
            KeyFigure(f"{days} 日再入院率", percent(share), f"{count(share.numerator)} ÷ 全部出院 {count(share.denominator)}")
            for days, share in city.readmission.items()
        ),
    ]  # fmt: skip
    return (*figures, *_weighed_figures(city), *_fee_figures(city))


def _weighed_figures(city: Indicators) -> list[KeyFigure]:
    if city.weighed is None:
        return [KeyFigure("CMI", DASH, "没有给出病组权重表，权重类指标不计算")]
    one = city.weighed
    return [
        KeyFigure("CMI", plain(one.cmi), f"总权重 {plain(one.weight)} ÷ {one.cases:,} 例；无权重的有效病例 {one.unweighted:,} 例"),
        *_consumption_figure("费用消耗指数", one.cost),
        *_consumption_figure("时间消耗指数", one.time),
        KeyFigure("RW≥2 占比", percent(one.heavy), f"{count(one.heavy.numerator)} ÷ {count(one.heavy.denominator)}"),
        KeyFigure("每权重费用", f"{plain(_yuan(one.cost_per_weight), 2)} 元", f"每权重床日 {plain(one.days_per_weight, 2)}"),
    ]  # fmt: skip


def _consumption_figure(label: str, one: Consumption | None) -> list[KeyFigure]:
    if one is None:
        return [KeyFigure(label, DASH, "权重表没有给出标杆值")]
    words = f"按病例加权（各组比值的平均）；按总量（实际合计÷标杆合计）为 {plain(one.by_sum)}；{one.cases:,} 例有标杆"
    return [KeyFigure(label, plain(one.by_case), words)]


def _fee_figures(city: Indicators) -> list[KeyFigure]:
    if city.drug is None or city.material is None:
        return []
    yuan = plain(city.drug.denominator / 100_0000, 2)
    return [
        KeyFigure("药占比", percent(city.drug), f"费用明细合计 {yuan} 万元"),
        KeyFigure("耗占比", percent(city.material), "卫生材料费 ÷ 费用明细合计"),
    ]


def _yuan(value: Share) -> Fraction | None:
    return None if value.value is None else value.value / 100


HOSPITAL_COLUMNS = (
    Column("机构", "text", 34),
    Column("出院病例", "count", 10),
    Column("有效病例", "count", 10),
    Column("入组率", "percent", 10),
    Column("DRG 组数", "count", 9),
    Column("有权重病例", "count", 10),
    Column("总权重", "number", 13),
    Column("CMI", "number", 9),
    Column("费用消耗指数（病例加权）", "number", 12),
    Column("费用消耗指数（总量）", "number", 12),
    Column("时间消耗指数（病例加权）", "number", 12),
    Column("时间消耗指数（总量）", "number", 12),
    Column("RW≥2 占比", "percent", 10),
    Column("控费准确率", "percent", 10),
    Column("例均费用（元）", "yuan", 12),
    Column("平均住院日（天）", "number", 10, 2),
    Column("每权重费用（元）", "yuan", 12),
    Column("每权重床日（天）", "number", 10, 2),
    Column("低风险组死亡率", "percent", 11, 4),
    Column("病死率", "percent", 9),
)


def hospital_table(quality: YearQuality, view: QualityView) -> Table:
    """The city and each hospital, most cases first."""
    days = tuple(quality.city.readmission)
    ordered = sorted(quality.hospitals, key=lambda one: (-one.valid, one.hospital))
    rows = [_hospital_row("全市", quality.city)]
    rows += [_hospital_row(view.hospital(one.hospital), one) for one in ordered]
    columns = (
        *HOSPITAL_COLUMNS,
        *(Column(f"{limit} 日再入院率", "percent", 11) for limit in days),
        Column("药占比", "percent", 9),
        Column("耗占比", "percent", 9),
    )
    note = "有效病例＝分组成功且未剔除；费用、权重、住院日、死亡只计有效病例，再入院计全部出院病例。CMI＝总权重÷有权重病例：病组在权重表里的有效病例。没有权重或标杆的指标为“—”。"
    return Table("机构", f"各机构指标（{len(ordered)} 家）", columns, tuple(rows), note, total_first=True)


def _hospital_row(name: str, one: Indicators) -> tuple[Value, ...]:
    w = one.weighed
    return (
        name,
        one.grouping.total,
        one.valid,
        one.grouping.rate.value,
        one.groups_in_use,
        w.cases if w else None,
        w.weight if w else None,
        w.cmi.value if w else None,
        w.cost.by_case.value if w and w.cost else None,
        w.cost.by_sum.value if w and w.cost else None,
        w.time.by_case.value if w and w.time else None,
        w.time.by_sum.value if w and w.time else None,
        w.heavy.value if w else None,
        w.near.value if w and w.near else None,
        one.mean_cost.value,
        one.mean_los.value,
        w.cost_per_weight.value if w else None,
        w.days_per_weight.value if w else None,
        one.low_risk.value,
        one.mortality.value,
        *(share.value for share in one.readmission.values()),
        one.drug.value if one.drug else None,
        one.material.value if one.material else None,
    )


GROUP_COLUMNS = (
    Column("病组", "code", 8),
    Column("名称", "text", 30),
    Column("MDC", "code", 7),
    Column("ADRG", "code", 7),
    Column("病例数", "count", 8),
    Column("权重", "number", 8),
    Column("例均费用（元）", "yuan", 11),
    Column("裁剪后病例", "count", 8),
    Column("裁剪后均费（元）", "yuan", 11),
    Column("CV（裁剪前）", "number", 8),
    Column("CV（裁剪后）", "number", 8),
    Column("CV 合格", "code", 8),
    Column("P5（元）", "yuan", 11),
    Column("P25（元）", "yuan", 11),
    Column("中位数（元）", "yuan", 11),
    Column("P75（元）", "yuan", 11),
    Column("P95（元）", "yuan", 11),
    Column("平均住院日（天）", "number", 9, 2),
    Column("死亡", "count", 6),
    Column("死亡率", "percent", 9),
    Column("风险等级", "code", 10),
)


def group_table(quality: YearQuality, view: QualityView) -> Table:
    """Each group in use, by code; those whose CV is too great stand out."""
    rows, alarms = [], set()
    for number, one in enumerate(quality.groups):
        meets = one.cv_meets(quality.rules.acceptance, quality.rules.sd_kind)
        if meets is False:
            alarms.add(number)
        rows.append(_group_row(one, quality, view, {True: "合格", False: "不合格", None: "不评"}[meets]))
    note = (
        f"裁剪方法见口径；CV 用{'总体' if quality.rules.sd_kind == 'population' else '样本'}标准差；"
        f"病例不超过 {quality.rules.acceptance.cases_over} 例的不评。不合格的行为红字。"
    )
    return Table(
        "病组", f"在用病组（{len(rows):,} 组）", GROUP_COLUMNS, tuple(rows), note, alarms=frozenset(alarms)
    )


def _group_row(one: GroupStats, quality: YearQuality, view: QualityView, verdict: str) -> tuple[Value, ...]:
    kind = quality.rules.sd_kind
    weight = quality.weights.get(one.drg)
    risk = quality.risk.get(one.drg)
    return (
        one.drg,
        view.groups.get(one.drg, ""),
        one.mdc,
        one.adrg,
        one.costs.count,
        weight.weight if weight else None,
        one.costs.mean,
        one.kept.count,
        one.kept.mean if one.kept.count else None,
        one.costs.cv(kind) if one.costs.count > 1 else None,
        one.kept.cv(kind) if one.kept.count > 1 else None,
        verdict,
        *one.box,
        Fraction(one.los_days, one.costs.count),
        one.deaths,
        Fraction(one.deaths, one.costs.count),
        "" if risk is None else RISK_NAMES[risk],
    )


def status_table(quality: YearQuality) -> Table:
    """Who is in the denominator of the 入组率, line by line."""
    rate = quality.grouping
    limits = quality.rules.exclusion
    yuan = decimal_text(Fraction(limits.cost_fen_below, 100), 2).removesuffix(".00")
    lines = [
        ("出院病例", rate.total),
        (f"剔除：住院超过 {limits.los_days_over} 天", rate.too_long),
        (f"剔除：费用不足 {yuan} 元", rate.too_cheap),
        ("应入组病例（分母）", rate.total - rate.excluded),
        ("分组成功（分子）", rate.grouped),
        *((f"未入组：{words}", cases) for words, cases in rate.ungrouped.items()),
    ]
    columns = (Column("项目", "text", 34), Column("病例数", "count", 12), Column("占出院病例", "percent", 12))
    rows = tuple((words, cases, Fraction(cases, rate.total)) for words, cases in lines)
    return Table("入组率", "入组率的分子和分母", columns, rows, "剔除的病例，即使分组成功也不计入分子。")


def _unused_table(quality: YearQuality, view: QualityView) -> list[Table]:
    """Groups of the weight table that nobody fell into."""
    if not quality.weights:
        return []
    unused = unused_weights(quality.weights, (one.drg for one in quality.groups))
    columns = (Column("病组", "code", 12), Column("名称", "text", 44), Column("权重", "number", 12))
    rows = tuple((drg, view.groups.get(drg, ""), quality.weights[drg].weight) for drg in unused)
    return [Table("未用病组", f"权重表里有而本年没有病例的病组（{len(rows):,} 组）", columns, rows)]
