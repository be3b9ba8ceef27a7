"""The words of self-evaluation forms: what a column, a row and an empty cell are called, as tables.

Sources: the national table and the Sichuan 2023 table (03 §1e), the transfer-grant table (03 §1c), 06 §3.4.
A label is compared without spaces, line breaks, brackets, punctuation and width; the name of a row also
without its number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MONEY_FIELDS = ("budget_initial", "budget_adjusted", "executed", "rate")
INDICATOR_FIELDS = ("target", "actual", "full", "score", "reason")


@dataclass(frozen=True, slots=True)
class FieldWords:
    """The headings of one field: a heading is one of ``names`` or ends with one of ``endings``."""

    field: str
    names: tuple[str, ...]
    endings: tuple[str, ...] = ()


FIELD_WORDS = (
    FieldWords(
        "actual",
        ("实际完成值", "完成值", "实际完成情况", "完成情况", "实际完成", "实际值", "完成数"),
        ("完成值", "完成情况", "实际值", "完成指标值", "实际完成数"),
    ),
    FieldWords(
        "target",
        ("年度指标值", "指标值", "目标值", "计划值", "年初目标值", "年度目标值", "全年目标值", "预期指标值"),
        ("指标值", "目标值", "计划值"),
    ),
    FieldWords(
        "score", ("得分", "自评得分", "自评分", "评价得分", "实际得分"), ("得分", "自评分", "自评分值")
    ),
    FieldWords("full", ("分值", "权重", "满分", "标准分", "分值权重", "权重分值"), ("分值", "权重")),
    FieldWords("reason", ("偏差原因", "未完成原因", "扣分原因", "原因"), ("原因", "原因分析", "原因说明")),
    FieldWords("budget_initial", ("年初预算数", "年初预算", "年初预算金额", "年初批复数")),
    FieldWords(
        "budget_adjusted",
        ("全年预算数", "全年预算", "调整后预算数", "调整后预算", "调整预算数", "年度预算数", "预算数"),
    ),
    FieldWords(
        "executed",
        ("全年执行数", "预算执行数", "实际执行数", "执行数", "全年支出数", "实际支出数", "全年执行"),
    ),
    FieldWords("rate", ("执行率", "预算执行率", "全年执行率")),
)

REASON_WORD = "原因"
"""A heading with this word is the column of reasons, whatever else it says (偏差原因分析及改进措施 …)."""

OTHERS_WORDS = (
    "复核",
    "复评",
    "审核",
    "核定",
    "抽查",
    "财政评",
    "专家",
    "评审",
    "主管部门评",
    "上年",
    "去年",
    "往年",
    "预计",
    "月完成",
    "上半年",
    "得分率",
    "分值说明",
)
"""Headings with these words belong to another hand or another period: such a column is never filled."""

NAME_WORDS = ("三级指标", "四级指标", "三级指标名称", "指标名称", "三级指标内容", "具体指标")
WEAK_NAME_WORDS = ("绩效指标", "评价指标", "指标", "指标内容", "考核指标")
"""Names of the indicator column; the weak ones count where no other is found: they also head whole blocks."""

UNIT_COLUMN_WORDS = ("度量单位", "计量单位", "指标单位", "单位")


@dataclass(frozen=True, slots=True)
class RowWords:
    """Rows of one meaning. ``is_money``: found among the rows of money, else among the indicators."""

    names: tuple[str, ...]
    is_money: bool


EXECUTION_RATE = RowWords(
    ("预算执行率", "预算资金执行率", "资金执行率", "预算执行情况", "预算执行"), is_money=False
)
"""Where a form has no such indicator, the rate and its score stand in the row of the total money."""

ROW_WORDS = (
    RowWords(
        ("总分", "自评总分", "总得分", "合计得分", "得分合计", "总分合计", "总计", "合计"), is_money=False
    ),
    EXECUTION_RATE,
    RowWords(
        (
            "年度资金总额",
            "资金总额",
            "年度资金合计",
            "预算资金总额",
            "项目资金总额",
            "总额",
            "资金合计",
            "合计",
        ),
        is_money=True,
    ),
    RowWords(("当年财政拨款", "财政拨款", "本年财政拨款", "财政资金", "当年财政资金"), is_money=True),
    RowWords(("上年结转资金", "上年结转", "以前年度结转资金", "结转资金"), is_money=True),
    RowWords(("其他资金", "其它资金"), is_money=True),
)
MONEY_TOTAL = "年度资金总额"
_UNITS = (
    "元|万元|亿元|人|万人|人次|万人次|人数|户|家|个|项|次|篇|件|例"
    "|天|日|月|个月|年|分|分钟|小时|%|‰|百分比|个百分点"
)
_UNIT_IN_BRACKETS = re.compile(
    rf"\((单位:?)?(({_UNITS})(/({_UNITS}))*|[<>=≥≤]+[0-9.]+({_UNITS})?|[0-9.]+分|[A-Z](/[A-Z])?)\)"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_ROW_NUMBER = re.compile(
    r"^(其中[:：]?|指标[0-9一二三四五六七八九十]+[:、.]?|[一二三四五六七八九十]+[、.]"
    r"|\([0-9一二三四五六七八九十]+\)|[0-9]+[、):]|[0-9]+\.(?![0-9])|[0-9]+(\.[0-9]+)+[、:.]?(?![0-9倍个%‰万元人次天日月年分]))"
)
_PERCENT_UNIT = re.compile(r"(\((单位:?)?%\)|[^0-9(]%)$")
_HEADING_TAIL = re.compile(r"(万元|元|[A-Z]+)$")
_CIRCLED = re.compile("[\u2460-\u2473\u2474-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229]")
_EMPTY_SIGNS = set("-‐‑‒–—―－─_/／\\")  # noqa: RUF001
_PROMPT = re.compile(
    r"[(\[【<〔《][^()\[\]【】<>〔〕《》]*(填|请|输入|录入|不超过|以内|说明|简述)[^()\[\]【】<>〔〕《》]*[)\]】>〕》]"
)


def heading_key(label: str) -> str:
    """A heading as it is compared: without brackets and their content, punctuation and column letters."""
    plain = _BRACKETS.sub("", _folded(label))
    return _HEADING_TAIL.sub("", _words_only(plain, keep=""))


def row_key(label: str) -> str:
    """A row's name as it is compared: without its leading number; what stands in brackets still counts."""
    plain = _folded(_CIRCLED.sub("", label))
    while (shorter := _ROW_NUMBER.sub("", plain)) != plain and shorter:
        plain = shorter
    return _words_only(plain, keep="%‰<>=≥≤+")


def row_key_without_unit(label: str) -> str:
    """:func:`row_key` without a bracket that only names a unit, bound or points: 参保率（%） → 参保率."""
    return row_key(_UNIT_IN_BRACKETS.sub("", _folded(_CIRCLED.sub("", label))))


def is_empty(text: str) -> bool:
    """Whether a cell waits to be filled: blank, dashes, slashes, or a prompt in brackets: （请填写）."""
    plain = "".join(text.split())
    return set(plain) <= _EMPTY_SIGNS or bool(_PROMPT.fullmatch(unicodedata.normalize("NFKC", plain)))


def heading_field(labels: Sequence[str]) -> str | None:
    """The field of a column from its headings, the nearest to the data first; None for any other column.

    Two headings also count as one, in either order: 自评 under 得分 is 自评得分.
    """
    keys = [heading_key(label) for label in labels]
    if any(word in key for key in keys for word in OTHERS_WORDS):
        return None
    joined = [key for pair in pairwise(keys) for key in ("".join(pair), "".join(reversed(pair)))]
    keys = keys[:1] + joined + keys[1:]
    for key in keys:
        for words in FIELD_WORDS:
            if key in words.names:
                return words.field
    for key in keys:
        if REASON_WORD in key:
            return "reason"
        for words in FIELD_WORDS:
            if words.endings and key.endswith(words.endings):
                return words.field
    return None


def is_name_heading(label: str, words: Sequence[str]) -> bool:
    """Whether a heading is one of the given names of the indicator column."""
    return heading_key(label) in words


def is_percent_heading(label: str) -> bool:
    """Whether a heading names per cent as its unit, in brackets or at its end: 完成率（%）, 完成率%."""
    return _PERCENT_UNIT.search(_folded(label)) is not None


def _folded(label: str) -> str:
    """One width, no spaces, round brackets only."""
    plain = unicodedata.normalize("NFKC", label)
    plain = "".join(character for character in plain if not character.isspace() and character.isprintable())
    return plain.translate(str.maketrans("[]{}【】〔〕〈〉《》", "()()()()()()"))


def _words_only(plain: str, keep: str) -> str:
    return "".join(
        character for character in plain if character in keep or unicodedata.category(character)[0] in "LNM"
    )
