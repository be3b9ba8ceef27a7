"""The items of a line, and what each number of an item is: a goal, a result, or something said of the two.

An item is a stretch of a line about one thing: from a list mark to the next, or a sentence. What :mod:`goal_pair` and
:mod:`goal_match` read goals by is here: the names of goals, what is claimed of them, and their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity, quantities

CLAUSE = re.compile(r"[，。；;：:、（(]|,(?!\d)")
POINTS = ("个百分点", "百分点")
NAME_LIMIT = 60
_SHORT_UNITS = re.compile(r"(?<![\d月.年第])(\d{1,3})(?:(日)(?![期均])|(期)(?![间末初内限]))")
_STAND_INS = {"日": "天", "期": "场"}
_STOP = re.compile(r"[。；;]")
_ITEM_LIMIT = 200


@lru_cache(maxsize=8192)
def values_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of a cell or line; 日 and 期 after a short number are units here, not parts of a date or a name."""
    told = f"为{text}"
    shown = _SHORT_UNITS.sub(lambda match: match[1] + _STAND_INS[match[2] or match[3]], told)
    return tuple(
        replace(
            one, start=max(one.start - 1, 0), end=one.end - 1, at=one.at - 1,
            unit=one.unit if one.unit in told[one.at : one.end] or one.unit not in _STAND_INS.values() else told[one.end - 1],
        )
        for one in quantities(shown)
    )  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A stretch of a line about one thing: from its list mark, if it has one, to the next."""

    start: int
    end: int
    marked: bool
    named: bool


def items_of(text: str) -> list[Item]:
    """The items of a line; sentences where it has none. A result after ； or 。 stays with its goal."""
    marks = list(word("goal_item").finditer(text))
    bounds = [(match.end(), True, bool(word("goal_item_named").search(match.group()))) for match in marks]
    starts = [match.start() for match in marks]
    if not marks or starts[0] > 0:
        bounds.insert(0, (0, False, False))
        starts.insert(0, 0)
    found = []
    for number, (low, marked, named) in enumerate(bounds):
        high = starts[number + 1] if number + 1 < len(starts) else len(text)
        begin = low
        for match in _STOP.finditer(text, low, high):
            rest = text[match.end() : high]
            if marked and match.group() == "。" and len(marks) > 1 and number + 1 < len(bounds):
                continue
            again = word("goal_named_again").match(text, match.start(), high)
            if again is not None and again["name"] in text[begin : match.start()]:
                continue  # 清理率57.3%；目标清理率60%以上
            alone = marked and len(marks) == 1 and high - low < _ITEM_LIMIT
            if (
                alone
                or word("goal_result_lead").match(rest)
                or (marked and match.group() == "。" and high - low < _ITEM_LIMIT)
            ):
                continue
            found.append(Item(begin, match.end(), marked and begin == low, named and begin == low))
            begin = match.end()
        if text[begin:high].strip():
            found.append(Item(begin, high, marked and begin == low, named and begin == low))
    return found


def kinds_of(text: str, item: Item, values: Sequence[Quantity]) -> list[str]:
    """What each number of an item is; one that follows a goal after 、 is a goal too: 不低于92%、90%和85%."""
    kinds: list[str] = []
    for n, one in enumerate(values):
        joined = bool(kinds) and kinds[-1] == "goal" and one.dimension == values[n - 1].dimension
        if joined and word("goal_joined").fullmatch(text, values[n - 1].end, one.at):
            kinds.append("goal")
        else:
            kinds.append(kind_of(text, item, values, n))
    return kinds


def kind_of(text: str, item: Item, values: Sequence[Quantity], n: int) -> str:
    """What a number of an item is: goal, result, gap (to the goal), of (a share of it), name (part of one), other."""
    one = values[n]
    low = values[n - 1].end if n else item.start
    between = text[low : one.at]
    lead = CLAUSE.split(text[max(low, one.at - NAME_LIMIT) : one.at])[-1]
    if one.family == "score" and not _is_scored(text, item, one, lead, first=n == 0):
        return "other"
    if n + 1 < len(values) and _names_next(text, one, values[n + 1]):
        return "name"
    if word("goal_band").match(text, one.end) or word("goal_kind").search(
        text[max(0, one.end - 3) : one.end + 6]
    ):
        return "other"
    kind = _compared(text, item, one, lead, between)
    if kind:
        return kind
    if word("goal_lead").search(between[-30:]) or word("goal_tail").match(text[one.end : one.end + 8]):
        return "other" if re.search("完成|实现(?=.*目标)", lead.split("目标")[0]) else "goal"
    if n and word("goal_changed_to").search(lead):
        return "goal"
    resulting = bool(word("goal_result_word").search(lead))
    if one.operator not in ("", "=") and not resulting:
        return "goal"
    if n + 1 < len(values) and goal_in_bracket(text, one, values[n + 1]):
        return "result"
    if item.named and n == 0:
        return "goal"
    return "goal" if not resulting and _is_followed(text, values, n, lead) else "result"


def goal_in_bracket(text: str, one: Quantity, following: Quantity) -> bool:
    """Whether a number has its goal in a bracket right after it: 入组率99.1%（≥98%）."""
    same = one.dimension == following.dimension and not one.operator and bool(following.operator)
    return same and text[one.end : following.start].strip() in ("（", "(")


def _is_scored(text: str, item: Item, one: Quantity, lead: str, *, first: bool) -> bool:
    """Whether points are a goal or result (等保测评得分不低于75分；实际81.35分), not the report's own score."""
    before = text[item.start : one.at]
    told = "得分" in lead or (not first and word("goal_result_word").search(lead))
    return bool(told) and "目标" in before and bool(re.search("得分[^，。；]{0,6}$|得分.*[；，。]", before))


def _compared(text: str, item: Item, one: Quantity, lead: str, between: str) -> str:
    """Numbers that measure against a goal, count goals, or are of another time."""
    after = text[one.end : one.end + 8]
    if one.dimension in ("items", "pieces", "entries") and word("goal_tail").match(after):
        return "other"
    if word("goal_of").search(lead):
        return "of"
    if re.search("比(?:年度|年初)?目标", text[max(item.start, one.at - 24) : one.at]):
        return "gap"
    if word("goal_gap").search(re.sub(r"[\s≥≤]", "", lead)) and one.unit in POINTS:
        return "gap"
    if word("goal_gap").search(lead) and "目标" in lead and not re.search(r"目标[（(]$", between):
        return "gap"
    if word("goal_moved").fullmatch(lead.strip()):
        return "gap"
    return "other" if word("goal_prior").search(lead) or word("goal_partial").search(lead) else ""


def _is_followed(text: str, values: Sequence[Quantity], n: int, lead: str) -> bool:
    """Whether the next number is told as what came of this one: 准确率100%，实际100%."""
    if n + 1 >= len(values) or values[n + 1].dimension != values[n].dimension:
        return False
    if (
        any(one.operator for one in values[:n])
        or values[n].family == "money"
        or word("goal_follow_not").search(lead)
    ):
        return False
    after = text[values[n].end : values[n + 1].at]
    follows = word("goal_follow").match(after)
    return follows is not None and word("goal_result_filler").sub("", after[follows.end() :]) in lead


def _names_next(text: str, one: Quantity, following: Quantity) -> bool:
    """Whether a number belongs to the name of the next one: 30分钟内响应率98%以上."""
    between = text[one.end : following.start]
    return (
        one.family == "time"
        and bool(re.fullmatch(r"(?:内|以内)?[\u4e00-\u9fa5]{2,8}[率度]?", between))
        and following.family == "ratio"
    )


def name_of(text: str, low: int, high: int) -> str:
    """The words that name a goal, without signs, fillers and what says that it is one."""
    words = word("goal_name_points").sub("", text[max(low, high - NAME_LIMIT) : high])
    words = re.split("[）)]、", words)[-1]  # 预算执行（绿）、可支付月数（绿，
    head, colon, rest = words.rpartition("：")
    if colon and len(word("goal_noise").sub("", rest)) >= 3 and "——" not in head:
        words = rest
    words = words.rpartition("——")[2] or words
    words = re.split(r"[。；;]", words.rstrip("。；; "))[-1] if not words.rstrip().endswith("目标") else words
    return word("goal_fall_named").sub("降幅", word("goal_noise").sub("", words))


def pieces(name: str) -> set[str]:
    """Every two characters that stand together in a name."""
    return {name[n : n + 2] for n in range(len(name) - 1)}


def stem_of(name: str) -> str:
    """The last two characters of what a name is about: 满意 of 群众满意度."""
    return word("goal_stem_end").sub("", name)[-2:]


def said_of(tail: str) -> tuple[str, str]:
    """What the words after a goal claim of it."""
    missed = word("goal_missed").search(tail)
    if missed:
        return "missed", missed.group()
    met = word("goal_met").search(tail)
    if met is not None and word("goal_met_some").search(tail[: met.start()]):
        return "", ""  # 12个分馆中11个达标
    return ("met", met.group()) if met else ("", "")
