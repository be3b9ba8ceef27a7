"""What is drawn of grouping quality: hospitals by difficulty and cost, the spread of CV, the costs of groups."""

from __future__ import annotations

from fractions import Fraction

from yiheng.app.jobs.grouping_quality_words import QualityView, plain
from yiheng.grouping.quality.indicators import Indicators
from yiheng.grouping.quality.rules import exact
from yiheng.grouping.quality.year_quality import YearQuality
from yiheng.reports.chart import Box, BoxChart, Bubble, BubbleChart, Chart, Histogram, histogram_bins

BOXES_MOST = 24
"""Groups with most cases whose costs are drawn."""
CV_WIDTH, CV_LAST = Fraction(1, 10), Fraction(2)
"""Bars of the histogram of CV: their width, and where the open one begins."""


def charts(quality: YearQuality, view: QualityView) -> tuple[Chart, ...]:
    """What can be drawn of it: hospitals by difficulty and cost, the spread of CV, the costs of the largest groups."""
    limit = exact(quality.rules.acceptance.cv_max)
    cvs = [cv for one in quality.judged if (cv := one.kept.cv(quality.rules.sd_kind)) is not None]
    largest = sorted(quality.groups, key=lambda one: (-one.costs.count, one.drg))[:BOXES_MOST]
    boxes = tuple(
        Box(view.group(one.drg), one.costs.count, *(value / 100 for value in one.box)) for one in largest
    )
    drawn: list[Chart] = [*_quadrant(quality, view)]
    if boxes:
        note = f"病例最多的 {len(boxes)} 组，n＝{sum(one.count for one in boxes):,} 例；线端为第 5、95 百分位；{view.origin}"
        drawn.append(BoxChart("病组费用分布", "费用（元）", boxes, note))
    if cvs:
        note = f"n＝{len(cvs)} 组；{view.origin}"
        bins = histogram_bins(cvs, CV_WIDTH, CV_LAST)
        drawn.append(
            Histogram(
                "组内变异系数分布",
                "CV（裁剪后）",
                "病组数（组）",
                bins,
                limit,
                f"标准 {plain(limit, 1)}",
                note,
            )
        )
    return tuple(drawn)


def _quadrant(quality: YearQuality, view: QualityView) -> list[BubbleChart]:
    city = quality.city.weighed
    bubbles = tuple(
        Bubble(view.hospital(one.hospital), w.cmi.value, w.cost.by_case.value, one.valid, _told(one))
        for one in quality.hospitals
        if (w := one.weighed) and w.cost and w.cmi.value is not None and w.cost.by_case.value is not None
    )
    if city is None or city.cmi.value is None or not bubbles:
        return []
    cases = sum(one.size for one in bubbles)
    return [
        BubbleChart(
            "机构的难度与费用：CMI × 费用消耗指数",
            f"CMI（竖线为全市 {plain(city.cmi, 2)}）",
            "费用消耗指数（横线为 1）",
            "有效病例数（例）",
            bubbles,
            city.cmi.value,
            Fraction(1),
            ("难度低、费用高", "难度高、费用高", "难度低、费用低", "难度高、费用低"),
            f"n＝{len(bubbles)} 家、{cases:,} 例，面积为有效病例数；{view.origin}",
        )
    ]


def _told(one: Indicators) -> str:
    w = one.weighed
    if w is None or w.cost is None:
        return ""
    return f"有效病例 {one.valid:,} 例　CMI {plain(w.cmi)}　费用消耗指数 {plain(w.cost.by_case)}"
