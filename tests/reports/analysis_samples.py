"""An invented analysis with one of everything: what the workbook and the page are tried on."""

from __future__ import annotations

from fractions import Fraction

from yiheng.reports.analysis import Analysis, Column, KeyFigure, Table
from yiheng.reports.chart import Bin, Box, BoxChart, Bubble, BubbleChart, Histogram

BANNER = "模拟，非结算依据"

TABLE = Table(
    name="机构",
    title="各机构指标（2 家）",
    columns=(
        Column("机构", "text", 30),
        Column("病组", "code", 10),
        Column("病例数", "count", 10),
        Column("均费（元）", "yuan", 12),
        Column("合计（万元）", "wan", 12),
        Column("占比", "percent", 10),
        Column("CMI", "number", 10),
    ),
    rows=(
        ("全市", "", 1234, Fraction(123_456_5, 10), 1_234_567_890, Fraction(2, 3), Fraction(9957, 10000)),
        ("=1+1 医院", "ES25", 0, 0, 0, None, None),
    ),
    note="说明",
    total_first=True,
    alarms=frozenset({1}),
)
BUBBLES = BubbleChart(
    "难度与费用", "CMI", "费用消耗指数", "病例数（例）",
    (
        Bubble("甲医院", Fraction(9, 10), Fraction(12, 10), 400, "病例 400"),
        Bubble("乙医院 <二>", Fraction(13, 10), Fraction(8, 10), 100),
        Bubble("丙医院", Fraction(5, 10), Fraction(9, 10), 4),
    ),
    Fraction(1), Fraction(1), ("左上", "右上", "左下", "右下"), "n＝3 家；来源：试",
)  # fmt: skip
BOXES = BoxChart(
    "费用分布",
    "费用（元）",
    (
        Box("ES25 呼吸系统感染", 40, *(Fraction(n) for n in (1000, 2000, 3000, 5000, 9000))),
        Box("FM19 冠脉支架", 10, *(Fraction(n) for n in (20_000, 25_000, 30_000, 35_000, 60_000))),
    ),
    "n＝50 例",
)
HISTOGRAM = Histogram(
    "CV 分布", "CV", "组数（组）",
    (Bin(Fraction(0), Fraction(1, 2), 3), Bin(Fraction(1, 2), Fraction(1), 7), Bin(Fraction(1), None, 2)),
    Fraction(1), "标准 1.0", "n＝12 组",
)  # fmt: skip


def sample(banner: str = BANNER) -> Analysis:
    return Analysis(
        title="甲市2023年病例分组质量分析",
        subtitle="分组来源：本系统模拟",
        banner=banner,
        version="医衡 · 快照 1",
        key_figures=(
            KeyFigure("入组率", "98.99%", "976 ÷ 986", "合格"),
            KeyFigure("RIV", "63.42%", "", "未达标"),
        ),
        tables=(TABLE,),
        charts=(BUBBLES, BOXES, HISTOGRAM),
        sources=(("入组率", "入组 ÷ 应入组。"),),
    )
