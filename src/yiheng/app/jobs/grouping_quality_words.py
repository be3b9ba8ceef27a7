"""Grouping quality in words: how a run and its numbers are called, and every caliber with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.grouping.city_groups import SIMULATED_NOTE
from yiheng.grouping.quality.rules import QualityRules, Trim
from yiheng.grouping.quality.share import Share
from yiheng.reports.analysis import DASH

_SD = {"population": "总体标准差（除以 n）", "sample": "样本标准差（除以 n−1）"}


@dataclass(frozen=True)
class QualityView:
    """How a run is called: the city, whose groups, under which schemes, and the names of codes."""

    city: str
    year: int
    source: str
    simulated: bool
    schemes: tuple[str, ...]
    version: str
    hospitals: Mapping[str, str]
    groups: Mapping[str, str]
    charges: Mapping[str, str]

    @property
    def banner(self) -> str:
        """Stands wherever the result does."""
        return SIMULATED_NOTE if self.simulated else ""

    @property
    def origin(self) -> str:
        """Where the groups are from, for notes under charts."""
        return f"{self.city}{self.year}年出院病例，分组来源：{self.source}"

    def group(self, drg: str) -> str:
        """A group's code and name."""
        return f"{drg} {self.groups[drg]}" if self.groups.get(drg) else drg

    def hospital(self, code: str) -> str:
        """A hospital's name, its code where it has none."""
        return self.hospitals.get(code) or code


def percent(value: Share | Fraction | None, decimals: int = 2) -> str:
    """A ratio as printed in percent."""
    ratio = value.value if isinstance(value, Share) else value
    return DASH if ratio is None else f"{decimal_text(ratio * 100, decimals)}%"


def plain(value: Share | Fraction | None, decimals: int = 4) -> str:
    """A number as printed."""
    ratio = value.value if isinstance(value, Share) else value
    return DASH if ratio is None else decimal_text(ratio, decimals, thousands=True)


def count(value: Fraction) -> str:
    """A whole number as printed."""
    return decimal_text(value, 0, thousands=True)


def trim_words(trim: Trim) -> str:
    """A method of trimming in words."""
    if trim.method == "iqr":
        return f"四分位距法：剔除低于 Q1－{trim.k}×IQR 或高于 Q3＋{trim.k}×IQR 的费用，分位数按线性内插（第 7 型）"
    if trim.method == "sigma3":
        return f"均值±{trim.k}倍标准差以外的剔除，{_SD[trim.sd_kind]}"
    if trim.method == "ln_sigma3":
        return f"费用取自然对数后，均值±{trim.k}倍标准差以外的剔除，{_SD[trim.sd_kind]}"
    if trim.method == "ratio":
        bands = "；".join(
            (f"均费不超过全部病例均费 {band.to}％ 的病组" if band.to else "其余病组") + f" {band.times} 倍"
            for band in trim.upper
        )
        return f"上下限裁剪：高于病组均费的若干倍剔除（{bands}），低于 {trim.lower} 倍剔除"
    if trim.method == "middle":
        return f"中间区段：两端各剔除 {decimal_text(Fraction(trim.share) * 100, 1)}％"
    return "不裁剪"


def caliber_words(rules: QualityRules, charges: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Every caliber with the value in force and where it is from."""
    yuan = decimal_text(Fraction(rules.exclusion.cost_fen_below, 100), 2).removesuffix(".00")
    low = rules.low_risk
    low_words = (
        f"各组死亡率取自然对数，以有死亡的组的均值 μ、{_SD[low.sd_kind]} σ 分级：0 级无死亡，1 级低于 μ－σ，2 级至 μ，3 级至 μ＋σ，"
        f"4 级以上；恰在分界归{'上' if low.at_cut == 'above' else '下'}一级；报告 {low.low_class} 级的死亡率"
    )
    days = "、".join(str(day) for day in rules.readmission.days)
    where = "同一机构" if rules.readmission.same_hospital else "任何机构"
    accept = rules.acceptance
    lines = (
        ("exclusion", "入组率", f"入组病例 ÷（全部出院病例－住院超过 {rules.exclusion.los_days_over} 天或费用不足 {yuan} 元的病例）"),
        ("trim", "费用裁剪", trim_words(rules.trim)),
        ("sd_kind", "组内变异系数 CV", f"标准差 ÷ 均值，{_SD[rules.sd_kind]}"),
        ("acceptance", "合格标准", f"CV {'小于' if accept.cv_strict else '不大于'} {accept.cv_max}（病例超过 {accept.cases_over} 例的病组），RIV 不低于 {percent_words(accept.riv_min)}"),
        ("", "组间变异解释度 RIV", "（总离差平方和－组内离差平方和）÷ 总离差平方和，全部有效病例合并计算"),
        ("low_risk", "低风险组死亡率", low_words),
        ("readmission", "再入院率", f"出院后 {days} 日内再次住院（{where}，退清重结的不计）÷ 全部出院病例"),
        ("", "CMI、消耗指数", "CMI＝Σ权重÷病例数；消耗指数两种读法：各组（实际均值÷标杆）按病例加权平均，和 实际合计÷标杆合计"),
        ("heavy_weight", "RW≥2 占比", f"权重达到 {rules.heavy_weight} 的病例 ÷ 有权重的病例"),
        ("near_ratio", "控费准确率", f"费用在病组标杆的 {rules.near_ratio[0]} 至 {rules.near_ratio[1]} 倍之间（不含）的病例 ÷ 有标杆的病例"),
        ("drug_types", "药占比", f"{_kinds(rules.drug_types, charges)} ÷ 费用明细合计"),
        ("material_types", "耗占比", f"{_kinds(rules.material_types, charges)} ÷ 费用明细合计"),
    )  # fmt: skip
    return tuple((name, f"{words}。{_source(rules, field)}") for field, name, words in lines)


def percent_words(text: str) -> str:
    """A share as content has it, in percent: 0.7 → 70％."""
    return f"{decimal_text(Fraction(text) * 100, 2).rstrip('0').rstrip('.')}％"


def _kinds(kinds: tuple[str, ...], charges: Mapping[str, str]) -> str:
    return "＋".join(charges.get(kind, kind) for kind in kinds)


def _source(rules: QualityRules, field: str) -> str:
    if not field:
        return ""
    source = rules.source_of(field)
    return f"依据：{source.text}{f'；{source.note}' if source.note else ''}。"
