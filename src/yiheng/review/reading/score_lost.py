"""Deductions of a paragraph: which of them sum up others, and which detail another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from yiheng.review.reading.lexicon import word


def segment(text: str, at: int) -> str:
    """The words before a place since the last 。 or ；."""
    return re.split(r"[。；;]", text[:at])[-1]


def in_bracket(text: str, at: int) -> bool:
    """Whether a bracket is open: what stands in it details the deduction before it."""
    return text.rfind("（", 0, at) > text.rfind("）", 0, at)


def is_rule(text: str, match: re.Match[str]) -> bool:
    """Whether points are what each case costs, and not what was lost: 每个县扣1分."""
    return word("pt_rule").search(text[max(0, match.start() - 40) : match.start(1)]) is not None


def lost_by_rule(text: str, whole: re.Match[str]) -> bool:
    """Whether a sum is of the cases of one rule, one deduction among others: 每个县扣1分，共扣2分；……扣1分."""
    opened = word("deductions_follow").match(text, whole.end()) or text[whole.end() : whole.end() + 1] == "（"
    return not opened and word("pt_rule_alone").search(segment(text, whole.start())) is not None


def whole_apart(
    single: list[re.Match[str]], everything: list[re.Match[str]]
) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The deductions, and what sums them up: 失分4.5分：甲失1.5分，乙失3分."""
    if len(single) < 2 or everything:
        return single, everything
    first = single[0]
    heads = word("deduction_heading").match(first.group()) or first.string[first.end() : first.end() + 1] in (
        "：",
        ":",
        "的",
    )
    summed = sum((Fraction(one[1]) for one in single[1:]), Fraction(0)) == Fraction(first[1])
    unnamed = first.string[: first.start()][-1:] in ("", "。", "，", "；", "（")
    heads = heads or (summed and unnamed and len(single) > 2)  # 扣10分，原因是甲扣4分、乙扣6分
    return (single[1:], [first]) if heads else (single, everything)


def under(text: str, head: re.Match[str], told: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The deductions of a heading: up to the next ； where that makes its sum, else up to the end of the sentence."""
    readings = []
    for mark in "；。":
        end = text.find(mark, head.end())
        readings.append([one for one in told if head.end() < one.start() and (end < 0 or one.start() < end)])
    whole = Fraction(head[1])
    return next((one for one in readings if sum(Fraction(m[1]) for m in one) == whole), readings[-1])


def tops(told: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    """Deductions without those that detail another: 过程扣2分，其中甲扣1分、乙扣1分."""
    inner: set[int] = set()
    for head, first in zip(told, told[1:], strict=False):
        if word("deductions_follow").match(text[head.end() : first.start()]):
            parts = under(text, head, told)
            if sum(Fraction(one[1]) for one in parts) == Fraction(head[1]):
                inner.update(one.start() for one in parts)
    return [one for one in told if one.start() not in inner] if len(inner) < len(told) else told
