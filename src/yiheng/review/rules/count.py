"""R6 SAME for counts of what is listed: 以上6项指标 after a list of five."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import whole_number

_LEAST, _POINTS, _APART = 2, 8, 3


def count_relations(context: Context) -> Iterator[Relation]:
    """The number of items that a sentence counts, against the numbered items right before it."""
    yield from counted_apart(context)
    yield from _counted_again(context)
    lines = context.report.lines
    for number, line in enumerate(lines):
        for match in word("counted_above").finditer(line.text):
            inside = _numbers(line.text[: match.start()]) or _marks_before(lines[:number])
            if not inside:
                inside = _lines_before([one.text for one in lines[:number]])
                if (
                    match["what"].startswith(("共", "合", "总"))
                    and "分" in line.text[match.end() :][:_POINTS]
                ):
                    continue  # 以上四项共计97.3分: of points, not of the paragraphs above
            told = whole_number(match["count"])
            if len(inside) < _LEAST or told is None or told == len(inside):
                continue
            quote = context.quote(line.start + match.start(), line.start + match.end())
            yield relation(
                context, "R6", "inconsistent", "review_counted", [quote], subject=match["what"],
                expected=f"{len(inside)}{match['unit']}", stated=match.group(),
            )  # fmt: skip


def counted_apart(context: Context) -> Iterator[Relation]:
    """五项中四项完成、一项未完成: those met and those missed are all there are."""
    for match in word("counted_apart").finditer(context.body):
        count, met, missed = (whole_number(match[name]) for name in ("count", "met", "missed"))
        if count is None or met is None or missed is None or count == met + missed:
            continue
        start = context.report.start
        yield relation(
            context, "R22", "inconsistent", "review_words", [context.quote(start + match.start(), start + match.end())],
            expected=f"{met}+{missed}≠{count}", stated=match.group(),
        )  # fmt: skip


def _counted_again(context: Context) -> Iterator[Relation]:
    """共计8个专项, and further on 上述10个专项: all of one kind are counted alike wherever they are all meant."""
    told: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for match in word("counted_all").finditer(context.body):
        count = whole_number(match["count"])
        if count is not None and count > 1:
            told.setdefault(match["noun"], []).append((count, match))
    start = context.report.start
    for found in told.values():
        counts = Counter(count for count, _ in found)
        if len(counts) != _LEAST or max(counts) - min(counts) > _APART:
            continue
        (usual, often), (rare, seldom) = counts.most_common(_LEAST)
        first, other = (next(one for one in found if one[0] == count) for count in (usual, rare))
        yield relation(
            context, "R6", "inconsistent" if often > seldom else "review", "review_same",
            [context.quote(start + one.start(), start + one.end()) for _, one in sorted((first, other), key=_place)],
            subject=first[1]["noun"], expected=f"{first[1]['count']}{first[1]['unit']}", stated=f"{other[1]['count']}{other[1]['unit']}",
        )  # fmt: skip


def _place(one: tuple[int, re.Match[str]]) -> int:
    return one[1].start()


def _numbers(text: str) -> list[int]:
    """The list numbers of a paragraph where they run 1, 2, 3 …; empty where they do not."""
    found = [
        whole_number(next(group for group in match.groups() if group))
        for match in word("item_number").finditer(text)
    ]
    return [one for one in found if one] if found == list(range(1, len(found) + 1)) else []


def _marks_before(lines: Sequence[Line]) -> list[int]:
    """The marks of the last paragraph that is no heading, where they run 1, 2, 3 …: 一是……；二是……."""
    last = next((line.text for line in reversed(lines) if line.text.strip() and not line.level), "")
    found = [whole_number(match["is"]) for match in word("listed_marker").finditer(last) if match["is"]]
    return [one for one in found if one] if found == list(range(1, len(found) + 1)) else []


def _lines_before(texts: list[str]) -> list[int]:
    """The numbers of the lines right before, where they run down to 1."""
    found: list[int] = []
    for text in reversed(texts):
        if not text.strip():
            continue
        match = word("item_number").match(text)
        value = whole_number(next(group for group in match.groups() if group)) if match else None
        if value is not None and value > 1 and found[:1] == [1]:
            return []  # （二）…… over the list: the items of （一） may be counted with it
        if value is None or (found and value != found[0] - 1):
            break
        found.insert(0, value)
    return found if found and found[0] == 1 else []
