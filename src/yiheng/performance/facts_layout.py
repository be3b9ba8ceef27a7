"""The Excel facts file: its sheets, their columns, and the Chinese words that stand for codes.

A facts file is a subject (see :mod:`yiheng.performance.subject`) for people who fill in spreadsheets. This module
is the one place that knows how it looks; :mod:`facts_rows` fills it from a profile or a subject,
:mod:`facts_workbook` writes it, :mod:`facts_reading` reads it back into the plain data of a YAML subject.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from yiheng.metrics.catalogue import ACCOUNT_NAMES, INSURANCE_NAMES, ROLE_NAMES

GUIDE, BASICS, FACTS, EVIDENCE, GOALS = "填写说明", "基本信息", "事实", "佐证", "目标"
BUDGET_LINES, MANAGEMENT, NARRATIVE, CATALOGUE, CHOICES = "预算项目", "资金管理", "叙述", "口径代码表", "选项"

PLACEHOLDERS = frozenset(("", "—", "——", "－", "-", "–", "/", "／", "*", "无", "暂无", "待补"))
"""What stands in a cell that says nothing (06 §1.7, §3.4)."""


@dataclass(frozen=True)
class Words:
    """A closed list of Chinese words, each for one code; a cell may hold either."""

    heading: str
    by_code: Mapping[str, str]

    def code(self, text: str) -> str | None:
        """The code meant by a cell; None where it is neither word nor code."""
        wanted = plain(text)
        for code, word in self.by_code.items():
            if wanted in (plain(code), plain(word)):
                return code
        return None

    def word(self, code: str) -> str:
        """The word shown for a code; the code itself where it has none (an empty cell)."""
        return self.by_code.get(code, code)


def plain(text: str) -> str:
    """Text as compared: half width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _same(heading: str, *words: str) -> Words:
    return Words(heading, {word: word for word in words})


ROLES = Words("角色", ROLE_NAMES)
INSURANCES = Words("险种", INSURANCE_NAMES)
ACCOUNTS = Words("账户", {code: word for code, word in ACCOUNT_NAMES.items() if word})
OPERATORS = Words("运算符", {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝"})
NATURES = Words("性质", {**OPERATORS.by_code, "range": "区间", "定性": "定性"})
SENSES = Words("计分方向", {"at_least": "不低于", "at_most": "不高于"})
REPORT_TYPES = Words(
    "报告类型",
    {
        "fund": "基金",
        "fund_spending": "基金支出",
        "department": "部门整体",
        "department_work": "部门工作",
        "project": "项目",
        "transfer_grant": "转移支付",
    },
)
YES_NO = Words("是否", {"true": "是", "false": "否"})
ATTAINED = _same("达成情况", "达成", "部分达成", "未达成")
LEVELS = _same("评定", "优", "良", "中", "低", "差")
DATA_STATUS = _same("数据状态", "快报", "月报", "决算", "审计调整")
MONEY_UNITS = _same("金额单位", "万元", "元", "亿元")
PARTS = Words(
    "部分",
    {"overview": "概况", "management": "管理", "problems": "问题", "reasons": "原因", "measures": "措施"},
)

Kind = Literal["text", "number", "whole", "unit", "date", "word", "yes_no", "shown"]


@dataclass(frozen=True)
class Column:
    """One column of a table sheet.

    ``key`` is the field of the subject that it fills; a column of kind ``shown`` is there for the reader's eye
    and never read. ``words`` are the only words allowed; ``suggested`` names a list of the workbook from which a
    user may choose without being bound to it.
    """

    key: str
    heading: str
    width: int = 10
    kind: Kind = "text"
    note: str = ""
    words: Words | None = None
    suggested: str = ""
    required: bool = False


@dataclass(frozen=True)
class TableSheet:
    """A sheet with one heading row and one row for each fact, evidence, goal …; ``hint`` stands above it."""

    name: str
    hint: str
    columns: tuple[Column, ...]
    frozen: int = 0

    def column(self, key: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.key == key)


_SCOPE = (
    Column(
        "insurance",
        "险种",
        13,
        "word",
        "不填＝本对象的险种（见《基本信息》）；全市各险种合计填“综合”。",
        INSURANCES,
    ),
    Column("account", "账户", 10, "word", "不填＝不分账户的合计数。", ACCOUNTS),
    Column("item", "分项", 20, note="同一指标分开的各部分用分项区别，如各区县、各项目；评分表已填的请勿改。"),
)
_LINE = Column("line", "原文行", 8, "whole", "可不填。这个数在原报告（文本）中的行号，便于溯源。")

FACT_SHEET = TableSheet(
    FACTS,
    "一行一个数。黄色格填写；没有的数留空即可，不要填 0。评分表之外的数写在表末空行。",
    (
        Column(
            "used_by", "用于", 20, "shown", "评分表中用到这个数的指标；空白的不参与计分，只用于勾稽和报告。"
        ),
        Column(
            "name", "指标名称", 30, note="可从下拉列表选；选了名称可以不填口径代码。", suggested="指标名称"
        ),
        Column(
            "metric", "口径代码", 34, note="见《口径代码表》。不填时按指标名称查找。", suggested="口径代码"
        ),
        Column(
            "role",
            "角色",
            8,
            "word",
            "实际＝完成数（不填即是）；目标＝年初目标值；预算＝全年预算数；上年＝上年实际；预计＝预测数；标准＝政策标准值。",
            ROLES,
        ),
        *_SCOPE,
        Column(
            "value",
            "数值",
            16,
            "number",
            "照原文填写，保留原有小数位（97.70 不要写成 97.7）。可带千分号。单元格是数字时，以显示出来的位数为准。",
            required=True,
        ),
        Column("unit", "单位", 10, "unit", "已填常用单位，与数值不符的请改。", suggested="单位"),
        Column(
            "op",
            "运算符",
            8,
            "word",
            "只写“95%以上”而没有实际数的，数值填 95、运算符填 ≥；这样的数没有完成值，按待补佐证处理。有确数的不填。",
            OPERATORS,
        ),
        Column("sample_size", "样本量", 8, "whole", "满意度、知晓率等调查数据的有效问卷数。"),
        Column("hint", "提示", 24, "shown"),
        Column("note", "说明", 30),
        Column("period", "期间", 9, note="不填＝评价年度。其他年度填 2022 这样的年份。"),
        Column("caliber", "口径版本", 16, note="一个指标有几种算法的填，见《口径代码表》的“可选口径”。"),
        Column(
            "restated",
            "重复陈述",
            8,
            "yes_no",
            "原文前后两处都写了这个数，后一处填“是”，用来核对前后是否一致。",
            YES_NO,
        ),
        Column("lost", "原文缺失", 16, note="原文此处没有数、只有残缺文字的，把文字抄在这里，数值留空。"),
        Column("quote", "原文引语", 24),
        _LINE,
    ),
    frozen=3,
)

EVIDENCE_SHEET = TableSheet(
    EVIDENCE,
    "一行一个指标或检查项。黄色格是该行计分要用的；只填“是”而没有数量、日期、文件或样本量的，列为待补佐证。",
    (
        Column("code", "指标代码", 10, required=True),
        Column("name", "指标名称", 26, "shown"),
        Column("full", "满分", 7, "shown"),
        Column("item", "检查项代码", 16),
        Column("item_name", "检查项", 34, "shown"),
        Column("need", "怎样填", 38, "shown"),
        Column("met", "是否符合", 8, "yes_no", "符合填“是”，不符合填“否”。", YES_NO),
        Column("count", "数量", 8, "whole", "可以核对的个数，如制定文件几份。"),
        Column("date", "日期", 12, "date", "如 2023-05-18、2023-05 或 2023。"),
        Column("document", "文件", 30, note="文号或文件名，如 攀医保〔2022〕7号。"),
        Column("sample_size", "样本量", 8, "whole", "抽查或调查的份数。"),
        Column("findings", "问题数", 8, "whole", "检查发现的问题类数；没有问题填 0，不要留空。"),
        Column("attained", "达成情况", 10, "word", "定性目标的结果。", ATTAINED),
        Column(
            "percent",
            "达成百分比",
            10,
            "number",
            "达成 80—100，部分达成 60—80，未达成 0—60；不填取该档上限。",
        ),
        Column("level", "评定", 7, "word", "五档评定。", LEVELS),
        Column("text", "情况说明", 40),
        Column("reason", "偏差原因", 40),
        Column("measure", "改进措施", 40),
        Column("stated", "自评得分", 9, "number", "本单位已经自评的得分；不填则只有系统复算得分。"),
        Column("deduction", "自评扣分", 9, "number"),
        _LINE,
    ),
    frozen=2,
)

GOAL_SHEET = TableSheet(
    GOALS,
    "一行一个绩效目标。定量目标填口径代码、目标值、完成值和单位（也可把两个数写在《事实》）；定性目标的结果写在《佐证》，按代码对应。",
    (
        Column("code", "代码", 8, note="自己编号，不重复即可；《佐证》按它对应。", required=True),
        Column("level1", "一级", 14, note="按评分表的一级指标名称填写。", suggested="一级指标"),
        Column("level2", "二级", 20, suggested="二级指标"),
        Column("name", "名称", 34, required=True),
        Column(
            "metric", "口径代码", 26, note="见《口径代码表》；名称与表中相同的可不填。", suggested="口径代码"
        ),
        Column("item", "分项", 18, note="几个目标用同一口径代码时，用分项区别。"),
        Column(
            "nature",
            "性质",
            8,
            "word",
            "不低于填 ≥，不高于填 ≤，必须相等填 ＝，没有数值的填“定性”。",
            NATURES,
        ),
        Column("target", "目标值", 12, "number"),
        Column("actual", "完成值", 12, "number"),
        Column("unit", "单位", 8, "unit", suggested="单位"),
        Column("target_text", "目标表述", 24, note="定性目标的文字，如“有所提高”。"),
        Column("data_source", "数据来源", 18),
        Column("owner", "责任科室", 14),
        Column("insurance", "险种", 13, "word", "不填＝本对象的险种。", INSURANCES),
        Column("account", "账户", 10, "word", "不填＝不分账户。", ACCOUNTS),
        Column("sense", "计分方向", 9, "word", "性质没有写明方向时填。", SENSES),
        Column("standard", "政策标准值", 10, "number", "没有目标值、按政策标准计分时填。"),
        Column("standard_unit", "标准单位", 9, "unit", suggested="单位"),
        Column("standard_source", "标准依据", 24),
        Column(
            "fixed_standard",
            "恒定标准",
            9,
            "yes_no",
            "目标恒为 0 或 100%、结果与它相同属正常的填“是”。",
            YES_NO,
        ),
        Column("recompute", "按勾稽复算", 10, "yes_no", "用其他数算出完成值、不用所报的数时填“是”。", YES_NO),
        Column("primitive", "计分方法", 14, note="不填按性质决定；可填 RATIO、THRESHOLD、EQUAL 等代码。"),
        _LINE,
    ),
    frozen=4,
)

BUDGET_SHEET = TableSheet(
    BUDGET_LINES,
    "一行一个预算项目；金额写在《事实》：口径代码 project_budget，分项与此处相同，角色为预算、实际。",
    (
        Column("item", "分项", 20, required=True),
        Column("name", "名称", 40, required=True),
        Column("goal", "有无绩效目标", 12, "yes_no", "编报了绩效目标的填“是”。", YES_NO, required=True),
        Column("note", "说明", 40),
        _LINE,
    ),
)

MANAGEMENT_SHEET = TableSheet(
    MANAGEMENT,
    "转移支付自评表的资金管理各项，只写情况，不计分。",
    (
        Column("code", "代码", 8, required=True),
        Column("name", "名称", 24, "shown"),
        Column("guidance", "填写提示", 40, "shown"),
        Column("text", "情况", 80),
    ),
)

NARRATIVE_SHEET = TableSheet(
    NARRATIVE,
    "报告的文字部分，一段一行。文字里不写数字，要引用的数写成【指标名称】或【指标名称·目标·统筹基金·分项】，由系统从《事实》取数。",
    (
        Column("part", "部分", 10, "word", "概况只有一段，其余各部分可有多段。", PARTS, required=True),
        Column("text", "内容", 120, required=True),
    ),
)

CATALOGUE_SHEET = TableSheet(
    CATALOGUE,
    "全部指标口径，供查找；本表只读，改动无效。",
    (
        Column("code", "口径代码", 34),
        Column("name", "指标名称", 34),
        Column("unit", "常用单位", 10),
        Column("calibers", "可选口径", 40),
        Column("definition", "口径说明", 70),
        Column("source", "出处", 50),
    ),
    frozen=2,
)

TABLES = (
    FACT_SHEET,
    EVIDENCE_SHEET,
    GOAL_SHEET,
    BUDGET_SHEET,
    MANAGEMENT_SHEET,
    NARRATIVE_SHEET,
    CATALOGUE_SHEET,
)
READ_SHEETS = frozenset({GUIDE, BASICS, CHOICES, *(table.name for table in TABLES)})


@dataclass(frozen=True)
class BasicRow:
    """One row of 《基本信息》. ``key`` is the path of the field in the subject, parts joined by a dot."""

    key: str
    heading: str
    note: str = ""
    words: Words | None = None
    required: bool = False
    narrative: bool = False


BASIC_HINT = "带 * 的必须填写。"
BASIC_HEADINGS = ("项目", "内容", "说明")
BASIC_ROWS = (
    BasicRow("subject", "编号", "本对象的编号，字母或数字；不填则用文件名。"),
    BasicRow("title", "名称", "如：某市2023年职工基本医疗保险基金", required=True),
    BasicRow("report_type", "报告类型", "", REPORT_TYPES, required=True),
    BasicRow("profile", "评分表", "评分表的编号，见 yiheng profiles。", required=True),
    BasicRow("period", "年度", "评价年度，如 2023。", required=True),
    BasicRow("region", "地区", "如：某省某市。决定适用哪一层地方政策。"),
    BasicRow("organisation", "单位", "自评单位全称。"),
    BasicRow("department", "科室", "可不填。"),
    BasicRow("addressee", "主送", "报告的主送机关。"),
    BasicRow("insurance", "险种", "《事实》中没有写险种的数都属于它。", INSURANCES),
    BasicRow("data_status", "数据状态", "", DATA_STATUS),
    BasicRow("money_unit", "金额单位", "报告中金额的单位。", MONEY_UNITS),
    BasicRow("stated.total", "自评总分", "已经自评的填；没有的留空。"),
    BasicRow("stated.grade", "自评等次", ""),
    BasicRow("stated.line", "自评总分原文行", "可不填。"),
    BasicRow("source.doc", "资料名称", "数据取自哪份文件，如《2023年基金决算报告》。不填则以本表为出处。"),
    BasicRow("source.file", "资料文件", "可不填。"),
    BasicRow("source.note", "资料备注", "可不填。"),
    BasicRow(
        "overall_goal.expected",
        "总体目标（预期）",
        "文字里不写数字，引用数写成【指标名称】。",
        narrative=True,
    ),
    BasicRow("overall_goal.achieved", "总体目标（实际）", "同上。", narrative=True),
)


@dataclass(frozen=True)
class FilledSheet:
    """A table sheet with its rows as shown: field key → words. ``tinted`` are, for each row, the cells to fill in."""

    table: TableSheet
    rows: tuple[Mapping[str, str], ...]
    tinted: tuple[frozenset[str], ...] = ()
    blank_rows: int = 0
    blank_tinted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FactsBook:
    """A whole facts file before it is written: ``basics`` by row key, ``lists`` of choices by heading."""

    title: str
    guide: tuple[str, ...]
    basics: Mapping[str, str]
    sheets: tuple[FilledSheet, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
