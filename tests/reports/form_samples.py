"""Invented forms and working papers of the size of real ones, shared by the tests of this room."""

from __future__ import annotations

from fractions import Fraction

from yiheng.reports.form import FigureNote, FigureText, Form, FormRow, ManagementRow, MoneyRow
from yiheng.reports.form_blocks import joined
from yiheng.reports.workpaper import (
    GoalFinding,
    GradeLine,
    RelationLine,
    Scenario,
    ScoreLine,
    ScoreTotals,
    Workpaper,
)

LONG = (
    "受经济下行和人口外流影响，部分灵活就业人员中断缴费；下一步将会同税务、公安、教育、民政等部门开展数据比对，"
    "建立“一人一档”参保台账，按月推送未参保人员名单，逐户宣传动员，确保应保尽保。"
)
GOAL = (
    "1.全面落实城乡居民基本医疗保险制度，参保率稳定在95%以上；2.政策范围内住院费用报销比例达到70%左右，"
    "大病保险与医疗救助有效衔接；3.DRG付费覆盖全部符合条件的开展住院服务的医疗机构，按病组付费的住院医疗费用占比不低于70%；"
    "4.基金运行平稳，当年收支平衡、略有结余，滚存结余可支付月数保持在6至9个月；5.参保群众满意度达到90%以上。"
)


def money(text: str, figure_id: str = "") -> FigureText:
    return FigureText(text, figure_id, Fraction(text.replace(",", "")), 2, "money")


def percent(text: str, figure_id: str = "") -> FigureText:
    return FigureText(text, figure_id, Fraction(text.rstrip("%")) / 100, 2, "percent")


def score(text: str, figure_id: str = "") -> FigureText:
    return FigureText(text, figure_id, Fraction(text), len(text.partition(".")[2]), "score")


def count(text: str, figure_id: str = "") -> FigureText:
    return FigureText(text, figure_id, Fraction(text.replace(",", "")), 0, "count")


TREE = {
    "产出指标（50分）": {
        "数量指标": (
            "参保人数",
            "住院统筹基金支付人次",
            "门诊慢特病待遇享受人次",
            "定点医药机构监督检查家次",
        ),
        "质量指标": (
            "政策范围内住院费用基金支付比例",
            "按病组（DRG）付费的住院医疗费用占统筹地区内住院医疗费用的比例",
            "重复参保人数",
            "基金监管检查覆盖率",
        ),
        "时效指标": ("定点医药机构费用结算及时率（自申报截止之日起25个工作日内拨付）", "零星报销办结及时率"),
        "成本指标": ("次均住院费用增幅", "基金支出预算控制率"),
    },
    "效益指标（30分）": {
        "经济效益指标": ("药品集中带量采购节约金额", "高值医用耗材平均降幅"),
        "社会效益指标": ("困难群众资助参保政策覆盖率", "群众就医费用负担", "因病致贫返贫风险"),
        "生态效益指标": ("电子处方与无纸化结算推广",),
        "可持续影响指标": ("统筹基金滚存结余可支付月数", "医保信息平台稳定运行率", "长效机制建设"),
    },
    "满意度指标（10分）": {"服务对象满意度指标": ("参保人员满意度", "定点医疗机构满意度")},
}


def _row(number: int, level1: str, level2: str, level3: str) -> FormRow:
    kinds = (
        ("≥", count("67,915", f"goal.{number}"), "人次", count("67,932", f"actual.{number}")),
        ("≥", score("95.00", f"goal.{number}"), "%", score("95.80", f"actual.{number}")),
        ("定性", FigureText("持续完善"), "—", FigureText("基本建立，机制运行顺畅，成效逐步显现")),
        ("≤", score("9", f"goal.{number}"), "个月", score("6.49", f"actual.{number}")),
        ("=", count("100", f"goal.{number}"), "%", count("100", f"actual.{number}")),
    )
    nature, target, unit, actual = kinds[number % len(kinds)]
    return FormRow(
        code=f"{number:03d}",
        level1=level1,
        level2=level2,
        level3=level3,
        nature=nature,
        target=target,
        unit=unit,
        actual=actual,
        full=score("4", f"full.{number}"),
        score=score("3.75" if number % 4 == 0 else "4", f"score.{number}"),
        reason=LONG if number % 7 == 0 else ("部分月份数据补录，已完成整改。" if number % 4 == 0 else ""),
        inferred=number % 5 == 0,
    )


def rows() -> tuple[FormRow, ...]:
    names = [
        (level1, level2, level3)
        for level1, twos in TREE.items()
        for level2, threes in twos.items()
        for level3 in threes
    ]
    return tuple(_row(number, *name) for number, name in enumerate(names, start=1))


def form(**changes: object) -> Form:
    fields: dict[str, object] = {
        "title": "某市城乡居民基本医疗保险补助资金绩效自评表",
        "project_name": "城乡居民基本医疗保险财政补助资金",
        "department": "某市医疗保障局",
        "implementer": "某市医疗保障事务中心",
        "organisation": "某市医疗保障局",
        "central_department": "国家医疗保障局",
        "period": "2023年度",
        "money_unit": "万元",
        "money_rows": (
            MoneyRow(
                name="年度资金总额",
                budget_initial=money("245,774.82", "budget.initial"),
                budget_adjusted=money("251,889.10", "budget.adjusted"),
                executed=money("246,178.06", "executed"),
                full=score("10"),
                rate=percent("97.73%", "execution.rate"),
                score=score("9.77", "execution.score"),
                reason="年中按实际参保人数追加中央补助。",
            ),
            MoneyRow(
                name="当年财政拨款",
                budget_initial=money("240,000.00"),
                budget_adjusted=money("246,114.28"),
                executed=money("240,403.24"),
                rate=percent("97.68%"),
            ),
            MoneyRow(name="上年结转资金", budget_initial=money("5,774.82"), executed=money("5,774.82")),
            MoneyRow(name="其他资金"),
        ),
        "funds_by_source": (
            MoneyRow(
                name="中央财政资金",
                budget_adjusted=money("148,302.00"),
                executed=money("148,302.00"),
                rate=percent("100.00%"),
            ),
            MoneyRow(name="彩票公益金用于医疗救助"),
            MoneyRow(
                name="地方资金",
                budget_adjusted=money("103,587.10"),
                executed=money("97,876.06"),
                rate=percent("94.49%"),
            ),
            MoneyRow(name="其他资金"),
        ),
        "goal_expected": GOAL,
        "goal_achieved": "2023年" + GOAL.replace("以上", "以上的目标已达到"),
        "process": "按月归集参保、征缴、待遇支付数据，按季开展运行分析，年末组织清算和绩效自评。",
        "rows": rows(),
        "bonus_rows": (
            FormRow(
                code="E1",
                level1="加分项",
                level2="表彰奖励",
                level3="省部级以上表彰",
                nature="",
                target=FigureText("—"),
                unit="",
                actual=FigureText("1项"),
                full=score("5"),
                score=score("5", "bonus.score"),
            ),
        ),
        "total_full": score("100", "total.full"),
        "total_score": score("98.27", "total.score"),
        "conclusion": "自评总分98.27分，等次为优。" + GOAL,
        "problems": LONG * 2,
        "measures": LONG * 2,
        "management_rows": tuple(
            ManagementRow(
                name, f"{name}：按因素法测算，文件齐备，程序合规，资金于收到预算指标后30日内下达。", "无"
            )
            for name in (
                *("分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性"),
                *("预算绩效管理情况", "支出责任履行情况"),
            )
        ),
        "banner": "推定评分表，非官方",
        "data_status": "决算",
        "version": "快照 17 · 评分方案 2023.1",
        "prepared_by": "张三",
        "reviewed_by": "李四",
        "responsible": "王五",
        "note": "本表数据来自结算清单与财务账，口径见第二张表。",
        "figure_notes": (
            FigureNote("total.score", "总分", "各指标得分之和加加分", "评分方案 2023.1"),
            FigureNote("executed", "全年执行数", "统筹基金当年补助支出，含上年结转", "财务总账 4011"),
            FigureNote("actual.1", "参保人数", "年末参保状态正常的人数", "参保台账 2023-12-31"),
        ),
        "filters": (("险种", "城乡居民"), ("统筹区", "某市本级及所辖区县")),
    }
    return Form(**(fields | changes))  # type: ignore[arg-type]


def stated_form() -> Form:
    """The same form where the source printed scores of its own."""
    plain = form()
    return form(
        rows=tuple(
            FormRow(**{name: getattr(line, name) for name in FormRow.__slots__} | {"stated": score("4")})
            for line in plain.rows
        ),
        total_stated=score("99"),
    )


def workpaper(**changes: object) -> Workpaper:
    lines = tuple(
        ScoreLine(
            code=f"B{number}.{number % 3 + 1}",
            name=line.level3,
            full=line.full,
            stated=score("4", f"stated.{number}"),
            computed=line.score,
            verified=score("0") if number % 6 == 0 else line.score,
            withheld_reason="完成值与目标值逐位相同，疑为回填，待补原始台账。" if number % 6 == 0 else "",
            score_reason="完成值÷目标值×分值；" + (line.reason or "达到目标，得满分。"),
            target_text=joined(line.target, line.nature, line.unit).text,
            actual_text=joined(line.actual, "", line.unit).text,
            source="自评报告第四部分第12段",
        )
        for number, line in enumerate(rows(), start=1)
    )
    fields: dict[str, object] = {
        "title": "某市职工医保基金绩效自评校核底稿",
        "subject": "某市职工基本医疗保险基金（2023年度）",
        "profile": "职工医保基金 2023（推定）",
        "rows": lines,
        "totals": ScoreTotals(
            full=score("100"),
            stated=score("94"),
            computed=score("98.27"),
            verified=score("84.27"),
            stated_grade="优",
            computed_grade="优",
            verified_grade="良",
        ),
        "relations": (
            RelationLine(
                name="期末滚存结余 ÷ 当年月均支出 = 可支付月数",
                claimed=score("4.45", "months.stated"),
                recomputed=score("5.16", "months.computed"),
                verdict="不一致",
                note="报告所列4.45个月对应的月均支出比当年高16%，" + LONG,
                contradicts=True,
            ),
            RelationLine(
                name="各级指标满分之和 = 100",
                claimed=score("100"),
                recomputed=score("100"),
                verdict="一致",
            ),
        ),
        "goal_findings": (
            GoalFinding(
                "住院人次 88,194", "目标值与完成值逐位相同，疑为事后回填。", "较重", "附年初批复的目标表。"
            ),
            GoalFinding("政策知晓率", "只有“90%以上”，无样本量，无法核实。", "一般", "补调查问卷统计表。"),
        ),
        "scenarios": (
            Scenario("采用的口径", score("98.27"), "优"),
            Scenario("可支付月数按当年月均支出计算", score("97.27"), "优"),
            Scenario("不计加分", score("93.27"), "优"),
            Scenario("待补佐证的指标计零分", score("84.27"), "良"),
        ),
        "grade_lines": (
            GradeLine("优", "≥90分"),
            GradeLine("良", "80～90分"),
            GradeLine("中", "60～80分"),
            GradeLine("差", "<60分"),
        ),
        "banner": "推定评分表，非官方",
        "data_status": "决算",
        "version": "快照 17",
    }
    return Workpaper(**(fields | changes))  # type: ignore[arg-type]
