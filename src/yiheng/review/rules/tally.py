"""R6, R22 for counts that the words of a report bear out: 六项达成四项、一项未达成, 维度四个：……；……, N项 after or before a list.

A count is held against a list only where the two stand together: semicolons after its colon, marks on the lines right
before or after it, the blocks 项目甲, 项目乙 … of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of

_LEAST, _NEAR, _CLAUSE_MOST, _MOST = 2, 3, 120, 20
_STOP = re.compile(r"[。\n]")
_CLAUSE = re.compile(r"[，。；;]|,(?!\d)")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_WIDE = "ＡＢＣＤＥＦＧＨ"


def tally_relations(context: Context) -> Iterator[Relation]:
    """All counts that words bear out."""
    body = context.body
    yield from _parted(context, body)
    yield from _levels(context, body)
    yield from _clauses(context, body)
    yield from _named(context, body)
    yield from _banded(context, body)
    yield from _told_after(context, body)
    yield from _marked_lines(context)
    yield from _blocks(context)


def told(
    context: Context, start: int, end: int, stated: str, found: int, unit: str, *, whole: bool = False
) -> Relation:
    """A count that is not the number of what it counts; ``whole``: offsets are of the whole text."""
    low = 0 if whole else context.report.start
    return relation(
        context, "R6", "inconsistent", "review_counted", [context.quote(low + start, low + end)], subject="所列",
        expected=f"{found}{unit}", stated=stated,
    )  # fmt: skip


def off(count: int, found: int) -> bool:
    """Whether a count differs from what is listed by so little that it is meant as its count."""
    return _LEAST <= count <= _MOST and found >= _LEAST and 0 < abs(count - found) <= _NEAR


@dataclass(frozen=True)
class Tally:
    """How many of a number of things were met and missed by the words after it, and where that is told."""

    count: int
    met: int
    missed: int
    parts: tuple[int, ...]
    span: tuple[int, int]


def tallies(body: str) -> Iterator[Tally]:
    """Every count of goals whose sentence tells how many were met or missed."""
    for match in word("tally_whole").finditer(body):
        stop = _STOP.search(body, match.end())
        rest = body[match.end() : stop.start() if stop else len(body)]
        again = word("tally_whole").search(rest)
        rest = rest[: again.start()] if again and says("tally_again", again.group()) else rest
        parts, missed, low = [], 0, 0
        for part in word("tally_part").finditer(rest):
            unit, count = part["unit"] or part["unit2"], count_of(part["count"] or part["count2"])
            if unit != match["unit"] or says(
                "tally_within", rest[low : part.start()] + (part["before"] or "")
            ):
                continue
            parts.append(count)
            missed += count if says("tally_missed", part["before"] or part["after"]) else 0
            low = part.end()
        if parts and 0 not in parts:
            yield Tally(
                count_of(match["count"]),
                sum(parts) - missed,
                missed,
                tuple(parts),
                (match.start(), match.end() + low),
            )


def _parted(context: Context, body: str) -> Iterator[Relation]:
    """N项，M项完成，K项未完成: those met and those missed are all there are."""
    for one in tallies(body):
        if one.met and one.missed and sum(one.parts) != one.count:
            quote = context.quote(*(context.report.start + place for place in one.span))
            yield _uneven(context, [quote], quote.text, one.parts, one.count)


def _uneven(
    context: Context, quotes: Sequence[Quote], stated: str, parts: Sequence[int], count: int
) -> Relation:
    """Parts that do not make up their count."""
    return relation(
        context, "R22", "inconsistent", "review_words", quotes, stated=stated,
        expected=f"{'+'.join(map(str, parts))}≠{count}",
    )  # fmt: skip


def _levels(context: Context, body: str) -> Iterator[Relation]:
    """目标8条。其中，数量4条：……。质量2条：……: the kinds of goals are all goals."""
    for match in word("tally_levels").finditer(body):
        end = body.find("\n", match.end())
        rest = body[match.end() : end if end >= 0 else len(body)]
        parts = [one for one in word("tally_level").finditer(rest) if one["unit"] == match["unit"]]
        total, count = sum(count_of(one["count"]) for one in parts), count_of(match["count"])
        if len(parts) > _LEAST and total != count and abs(total - count) <= _NEAR:
            start = context.report.start
            spans = [
                match.span("count"),
                *((match.end() + low, match.end() + high) for low, high in map(re.Match.span, parts)),
            ]
            quotes = [context.quote(start + low, start + high) for low, high in spans]
            yield _uneven(context, quotes, match.group(), [count_of(one["count"]) for one in parts], count)


def _clauses(context: Context, body: str) -> Iterator[Relation]:
    """维度四个：……；……；……；……: as many as the semicolons part."""
    for match in word("tally_clauses").finditer(body):
        items = [one for one in re.split("[；;]", match["items"]) if one.strip()]
        unit, count = match["unit"], count_of(match["count"])
        if not off(count, len(items)) or any(len(one) > _CLAUSE_MOST for one in items):
            continue
        listed = any(one.count("、") >= _LEAST for one in items)
        alike = len({bool(re.search(r"\d", one)) for one in items}) == 1
        if listed or not alike:
            continue  # 四个方面得分：甲58分、乙19分、丙9分；等次为优: the semicolon parts sentences
        again = re.compile(rf"(?:\d|[一二两三四五六七八九十])\s?{unit}")
        bracketed = re.search(r"[（(][^（()）]*[；;]", match["items"])
        if bracketed or any(again.search(one) for one in items) or says("listed_marker", match["items"]):
            continue
        closed = word("tally_closed").search(body[match.end() : match.end() + 30])
        if count < len(items) or closed or match["end"] != "。":
            yield told(context, match.start("count"), match.end(), match["count"] + unit, len(items), unit)


def _banded(context: Context, body: str) -> Iterator[Relation]:
    """14个市中执行率超过95%的9个，85%至95%的4个，低于85%的1个: bands that leave no room hold all there are."""
    for match in word("tally_of_bands").finditer(body):
        stop = _STOP.search(body, match.end())
        rest = body[match.end() : stop.start() if stop else len(body)]
        bands = [one for one in word("tally_band").finditer(rest) if one["unit"] == match["unit"]]
        bands = [one for one in bands if ("%" in one.group()) == ("%" in bands[0].group())]
        total, count = sum(count_of(one["count"]) for one in bands), count_of(match["count"])
        if any(sum(count_of(one["count"]) for one in bands[:n]) == count for n in range(1, len(bands))):
            continue  # 95分以上6个，95分以下1个；执行率100%的2个……: parted twice
        whole = any(one["below"] for one in bands) and any(one["above"] or one["over"] for one in bands)
        if (
            len(bands) < _LEAST
            or total == count
            or (total < count and not whole)
            or abs(total - count) > _NEAR
        ):
            continue
        start = context.report.start
        quote = context.quote(start + match.start(), start + match.end() + bands[-1].end())
        yield _uneven(context, [quote], quote.text, [count_of(one["count"]) for one in bands], count)


def _told_after(context: Context, body: str) -> Iterator[Relation]:
    """发现问题9个，已整改8个，1个为……; 年度目标6项：参保率（……）、住院率（……）; 附件1：……；附件2：……。共两份."""
    for match in word("tally_done_rest").finditer(body):
        every, done, rest = (count_of(match[one]) for one in ("all", "done", "rest"))
        if every != done + rest and abs(every - done - rest) <= _NEAR:
            yield told(
                context,
                match.start(),
                match.end(),
                match["rest"] + match["unit"],
                every - done,
                match["unit"],
            )
    for match in word("tally_bracketed").finditer(body):
        found = len(re.split("、", re.sub(r"（[^（）]*）", "", match["items"])))
        if off(count_of(match["count"]), found):
            yield told(
                context,
                match.start("count"),
                match.end(),
                match["count"] + match["unit"],
                found,
                match["unit"],
            )
    for match in word("tally_annexes").finditer(body):
        found = len(word("tally_annex").findall(match["items"]))
        if off(count_of(match["count"]), found):
            yield told(
                context,
                match.start("count"),
                match.end(),
                match["count"] + match["unit"],
                found,
                match["unit"],
            )


def _named(context: Context, body: str) -> Iterator[Relation]:
    """低于95%的有甲县、乙市2个."""
    for match in word("tally_named").finditer(body):
        pieces = match["items"].split("、")
        joints = len(word("listed_joint").findall(pieces[-1]))
        count = count_of(match["count"])
        if off(count, len(pieces)) and count != len(pieces) + joints:
            yield told(context, match.start("items"), match.end(), match["count"], len(pieces), "个")


def _marked_lines(context: Context) -> Iterator[Relation]:
    """Lists of one item a line: the count in the line that opens them, and in the line that closes them."""
    lines = [line for line in context.report.lines if line.text.strip()]
    runs = list(_runs(lines))
    for first, last in runs:
        count = last - first + 1
        if first and lines[first - 1].text.rstrip().endswith(("：", ":")):
            yield from _opened(context, lines[first - 1], count)
        if last + 1 < len(lines):
            yield from _closed(context, lines[last + 1], count)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Lines one after another whose marks run 1, 2, 3 … in one style."""
    marks = [_mark(line.text) for line in lines]
    begin = None
    for at, ((kind, value), (after, following)) in enumerate(pairwise([*marks, ("", 0)])):
        if value == 1:
            begin = at
        if begin is None:
            continue
        if after != kind or following != value + 1:
            if at > begin:
                yield begin, at
            begin = None


def _mark(text: str) -> tuple[str, int]:
    """The style and the number of the mark that a line begins with; 0 where it has none."""
    match = word("tally_mark").match(text)
    if match is None or match.lastgroup is None:
        return "", 0
    kind, shown = match.lastgroup, match[match.lastgroup]
    if kind == "letter":
        return kind, (_WIDE.index(shown) if shown in _WIDE else ord(shown) - ord("A")) + 1
    if kind in ("stem", "stem2"):
        return kind, _STEMS.index(shown) + 1
    return kind, _CIRCLED.index(shown) + 1 if kind == "circle" else count_of(shown)


def _opened(context: Context, line: Line, found: int) -> Iterator[Relation]:
    """反馈四类问题、违规金额1,846.52万元：, and the list below."""
    low = max((m.end() for m in _CLAUSE.finditer(line.text)), default=0)
    counts = list(word("tally_opening").finditer(line.text, low))
    if len(counts) == 1 and off(count := count_of(counts[0]["count"]), found):
        match = counts[0]
        if count < found or not says("tally_opening_not", line.text[low:]):
            start, end = line.start + match.start(), line.start + match.end()
            yield told(context, start, end, match.group(), found, match["unit"], whole=True)


def _closed(context: Context, line: Line, found: int) -> Iterator[Relation]:
    """三笔奖励合计20,400元, right below the list."""
    match = word("tally_closing").match(line.text)
    if match and off(count_of(match["count"]), found):
        start, end = line.start + match.start("count"), line.start + match.end()
        yield told(context, start, end, match["count"] + match["unit"], found, match["unit"], whole=True)


def _blocks(context: Context) -> Iterator[Relation]:
    """三个项目预算合计, of a report with the blocks 项目甲, 项目乙 and 项目丙."""
    names = {
        match.group().strip()
        for line in context.report.lines
        if (match := word("score_block").match(line.text)) is not None
    }
    if len(names) < _LEAST:
        return
    for match in word("tally_blocks").finditer(context.body):
        if off(count_of(match["count"]), len(names)):
            yield told(
                context,
                match.start("count"),
                match.end(),
                match["count"] + match["unit"],
                len(names),
                match["unit"],
            )
