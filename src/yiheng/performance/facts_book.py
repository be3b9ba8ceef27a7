"""Putting a facts file together: which sheets it has, its guide and its lists of choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yiheng.metrics.catalogue import METRICS, Metric
from yiheng.performance import facts_rows
from yiheng.performance.facts_layout import (
    ACCOUNTS,
    ATTAINED,
    DATA_STATUS,
    INSURANCES,
    LEVELS,
    MONEY_UNITS,
    NATURES,
    OPERATORS,
    PARTS,
    REPORT_TYPES,
    ROLES,
    SENSES,
    YES_NO,
    FactsBook,
    FilledSheet,
)
from yiheng.performance.facts_needs import needed_numbers
from yiheng.performance.profile import Profile
from yiheng.performance.profile_check import resolved, walk
from yiheng.performance.scheme import indicators
from yiheng.performance.subject import Goal, SubjectBody
from yiheng.policy.content import Content, Entry
from yiheng.standards.measure import measures
from yiheng.standards.problem import Refused, refuse

WORD_LISTS = (
    ROLES, INSURANCES, ACCOUNTS, OPERATORS, NATURES, SENSES, REPORT_TYPES, YES_NO, ATTAINED, LEVELS,
    DATA_STATUS, MONEY_UNITS, PARTS,
)  # fmt: skip
_GOAL_RULES = ("parameters", "actual", "target", "evidence", "basis", "guidance", "source")
"""Keys of a goal that only the profile's author sets; the sheet has no column for them."""


def empty_book(profile_id: str, content: Content) -> FactsBook:
    """An empty facts file for a profile; refused where the profile is unknown."""
    profile = resolved(content, profile_id)
    return _book(profile, content, None, f"{profile.title}　事实文件")


def filled_book(entry: Entry[SubjectBody], content: Content) -> FactsBook:
    """A subject as a facts file.

    Refuses facts_composite (a subject of several projects) and facts_goal_rule (a goal with a rule of its own
    that a sheet cannot hold): such a subject stays in YAML.
    """
    subject = entry.value
    if subject.projects:
        raise refuse("facts_composite", file=entry.file, key=entry.key)
    for index, goal in enumerate(subject.goals):
        beyond = [name for name in _GOAL_RULES if getattr(goal, name)]
        if beyond:
            raise Refused(entry.problem("facts_goal_rule", "goals", index, found=beyond[0]))
    return _book(resolved(content, subject.profile, subject.region), content, subject, subject.title)


def _book(profile: Profile, content: Content, subject: SubjectBody | None, title: str) -> FactsBook:
    region = subject.region if subject else ""
    metrics = {code: entry.value for code, entry in content.of(METRICS, region).items()}
    goals: Sequence[Goal] = subject.goals if subject else ()
    scheme = indicators(profile, goals)
    needed = needed_numbers(profile, scheme, content, region)
    sheets = [
        facts_rows.fact_sheet(needed, metrics, subject),
        facts_rows.evidence_sheet(profile, scheme, subject.evidence if subject else {}),
    ]
    if goals or any(node.from_goals for node in walk(profile.tree)):
        sheets.append(facts_rows.goal_sheet(goals))
    sheets.append(facts_rows.budget_sheet(subject))
    if profile.management_rows or (subject is not None and subject.management):
        sheets.append(facts_rows.management_sheet(profile, subject))
    sheets.append(facts_rows.narrative_sheet(subject))
    sheets.append(facts_rows.catalogue_sheet(metrics))
    return FactsBook(
        title=title,
        guide=_guide(profile, sheets),
        basics=facts_rows.basics(profile, subject),
        sheets=tuple(sheets),
        lists=_lists(profile, metrics),
    )


def _lists(profile: Profile, metrics: Mapping[str, Metric]) -> dict[str, tuple[str, ...]]:
    """What can be chosen from: the closed words, units, metrics, and the levels of the profile's goals."""
    frames = [node for node in walk(profile.tree) if node.from_goals]
    lists = {words.heading: tuple(words.by_code.values()) for words in WORD_LISTS}
    lists["单位"] = tuple(name for name, measure in measures().items() if measure.family != "text")
    lists["指标名称"] = tuple(metric.name for metric in metrics.values())
    lists["口径代码"] = tuple(metrics)
    lists["一级指标"] = tuple(node.name for node in frames)
    lists["二级指标"] = tuple(dict.fromkeys(level.name for node in frames for level in node.level2))
    return lists


def _guide(profile: Profile, sheets: Sequence[FilledSheet]) -> tuple[str, ...]:
    """《填写说明》, line by line; a line that starts with # is a heading."""
    inferred = "推定评分表，非官方" if profile.basis == "inferred" else "已公布的评分表"
    return (
        f"# 评分表：{profile.title}（{profile.profile}，版本 {profile.version}，{inferred}）",
        "# 一、怎样填",
        "1. 黄色格由您填写，白色格可填可不填，灰色格请勿改动。没有的内容留空即可：空白行不读，不用删除。",
        "2. 《基本信息》先填名称、年度、地区、单位、险种。",
        *(
            f"{number}. 《{sheet.table.name}》{sheet.table.hint}"
            for number, sheet in enumerate(sheets, start=3)
        ),
        "# 二、几个词的意思",
        "角色：实际＝本年完成数；目标＝年初批复的绩效目标值；预算＝全年（调整）预算数；上年＝上年实际；预计＝预测数；标准＝政策规定的标准值。",
        "运算符：材料只写“95%以上”而没有确切数的，数值填 95、运算符填 ≥。这样的数只是目标的说法，不算完成值。",
        "佐证：能证明“做到了”的数量、日期、文件或样本量。只填“是”的得分照算，但列为待补佐证。",
        "数值：照原文的小数位填写，97.70 不写成 97.7；系统按小数位判断勾稽差额是否只是四舍五入。单元格是数字的，以显示的位数为准。",
        "单位：数值和单位都照原文。百分数写 97.77 加单位 %，也可以直接写 97.77%。",
        "公式：数值可以用 Excel 公式计算，请先把该单元格格式改为“常规”，算好后保存再交给系统。",
        "# 三、请勿改动",
        "不要改工作表名称和列标题，不要合并单元格，不要在列标题下加第二行标题。可以增加行、调整列宽和列的先后。",
        "自己的计算过程请另存一个文件；本文件里不认识的工作表会被退回，以免漏读。",
        "# 四、填好以后",
        "在命令行执行：yiheng evaluate 本文件.xlsx　（加 --report 自评报告.docx --table 自评表.xlsx 写出报告和自评表）",
        "填错的地方会指出文件、工作表和行号；改好保存后再执行一次即可。",
    )
