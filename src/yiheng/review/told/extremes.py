"""R18 on extremes of a list told before, in one sentence, on lines of its own or in a table: 三类中降幅最大的是高值耗材.

Each entry of the list has a name and numbers; the words of the claim say which of them is meant (降幅, 次均费用, 执行率) and who has
the most of it. A claim stands if any list near it bears it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.figure import Figure, figures_in
from yiheng.review.reading.lexicon import chinese_of, says, word
from yiheng.review.reading.table import Table
from yiheng.review.rules.side import told_side

_LEAST, _LINES, _FAR, _KEY, _LINE_MOST, _SENTENCES, _BESIDE = 3, 16, 3000, 2, 200, 5, 8
_PLACES = {"第一": 1, "第二": 2, "第三": 3, "第四": 4, "第五": 5}
_CLAUSE = re.compile(r"[，,。；;\n]")


@dataclass(frozen=True)
class Entry:
    """One entry of a list: its name, and its numbers with the words before each."""

    name: str
    numbers: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True)
class Claim:
    """Who is said to be where: the span of the words, the words around, and what they are of."""

    start: int
    end: int
    before: str
    after: str
    how: str
    place: int

    @property
    def least(self) -> bool:
        """Whether the least is meant."""
        return says("ext_least", self.how)


def extreme_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Claims of the most, the least or a place that the lists before them deny."""
    accused = ends_of(found, "inconsistent")
    key = ""
    last = -1
    for claim in _claims(context):
        lists = [one for one in _lists(context, claim) if len(one) >= _LEAST]
        told: list[bool | tuple[Figure, str]] = []
        for entries in lists:
            own = _named(claim, entries)
            if own is None:
                continue
            words = _key(claim, own.name)
            if not words and context.text.find("。", last, claim.start) < 0 <= last:
                words = key
            key, last = words, claim.end
            told.extend(_verdicts(context, claim, entries, own, words))
        if told and all(one is not True for one in told):
            figure, best = next(one for one in told if not isinstance(one, bool))
            spans = [(claim.start, claim.end), (figure.start, figure.end)]
            lost = says("ext_lost", context.text[claim.start : claim.end])
            if figure.unit == "分" and lost and not says("ext_lost", figure.lead):
                continue  # 任务400分得391分；失40分中，管理失13分最多
            if not {end for _, end in spans} & accused:
                yield told_side(context, spans, context.text[claim.start : claim.end], best, "R18")


def _claims(context: Context) -> Iterator[Claim]:
    for match in word("ext_claim").finditer(context.body):
        at = context.report.start + match.start()
        line = context.report.line_at(at)
        if line.section in ("goal", "plan") or context.in_table(at):
            continue
        text, low, high = line.text, at - line.start, at - line.start + len(match.group())
        before = _CLAUSE.split(text[:low])
        after = _CLAUSE.split(text[high:])[0]
        clause = before[-1] + match.group() + after
        if says("ext_not", clause) or (len(before) > 1 and says("ext_of_rest", before[-2])):
            continue  # 尚有31.10万元未支出，其中甫阳县最多
        lead = before[-1]
        if match["rank"] and len(before) > 1:
            lead = before[-2] + "，" + lead  # 住院救助占50.41%，是支出的第二大项
        start = at - len(before[-1])
        place = _PLACES[match["rank"]] if match["rank"] else 1
        yield Claim(
            start,
            at + len(match.group()) + len(after),
            lead,
            after,
            match["how"] or ("低" if match["bottom"] else "大"),
            place,
        )


# The lists before a claim.


def _lists(context: Context, claim: Claim) -> Iterator[list[Entry]]:
    line = context.report.line_at(claim.start)
    before = context.text[line.start : claim.start]
    sentences = [(one.start(), one.end()) for one in re.finditer(r"[^。]+。?", before)]
    for low, high in sentences[-_SENTENCES:][::-1]:
        yield _parted(context, line.start + low, line.start + high, "；;")
        yield _parted(context, line.start + low, line.start + high, "，、；;：:（(）)")
    yield _of_lines(context, claim)
    for table in context.tables:
        if 0 <= claim.start - table.end <= _FAR:
            yield _of_table(context, table)


def _parted(context: Context, low: int, high: int, marks: str) -> list[Entry]:
    """The parts of a sentence between such marks that have numbers, each as an entry."""
    found = []
    for part in re.finditer(f"[^{marks}]+", context.text[low:high]):
        entry = _entry(context, low + part.start(), low + part.end(), of_line=False)
        if entry is not None:
            found.append(entry)
    return found


def _of_lines(context: Context, claim: Claim) -> list[Entry]:
    """The lines above a claim that have numbers, each as an entry, the nearest first."""
    lines = [one for one in context.report.lines if one.end <= claim.start and one.text.strip()]
    found: list[Entry] = []
    for line in lines[: -_LINES - 1 : -1]:
        entry = _entry(context, line.start, line.end, of_line=True) if len(line.text) <= _LINE_MOST else None
        if entry is None and found:
            break
        if entry is not None:
            found.append(entry)
    return found[::-1]


def _entry(context: Context, low: int, high: int, *, of_line: bool) -> Entry | None:
    """The entry of a stretch of text; on a line of its own its name stands before the colon."""
    numbers = figures_in(context, low, high)
    if not numbers:
        return None
    head = re.split("[：:]", context.text[low : numbers[0].start])
    named = [one for one in head if chinese_of(one)]
    name = (named[0] if of_line else named[-1]) if named else ""
    if says("ext_all", word("ext_name_head").sub("", name.strip())) or not _bare(name):
        return None
    name = _bare(name)
    return Entry(name, tuple((one.lead, one) for one in numbers))


def _bare(name: str) -> str:
    """A name without bullets and what is done: ├职业培训补贴：, 市本级支出."""
    name = word("ext_name_head").sub("", re.sub(r"[（(][^）)]*[）)]", "", name).strip())
    return word("ext_name_tail").sub("", name.strip()).strip("“”，、：:|｜ 　")


def _of_table(context: Context, table: Table) -> list[Entry]:
    found = []
    for row in table.rows:
        name = _bare(row[0].text)
        cells = [
            (re.sub(r"\s", "", head.text), number)
            for head, cell in zip(table.header[1:], row[1:], strict=False)
            for number in figures_in(context, cell.start, cell.end)[:1]
        ]
        if name and cells and not says("ext_all", row[0].text.strip()):
            found.append(Entry(name, tuple(cells)))
    return found


# Who is meant, and of which number.


def _named(claim: Claim, entries: Sequence[Entry]) -> Entry | None:
    """The one entry that a claim names: after 最高的是, else before 最高."""
    told = word("ext_is").match(claim.after)
    words = (
        claim.after[told.end() :] if told else claim.after if claim.after.startswith("的") else claim.before
    )
    named = [(len(one.name), one) for one in entries if one.name in words]
    longest = max((size for size, _ in named), default=0)
    best = [one for size, one in named if size == longest]
    return best[0] if len(best) == 1 else None


def _key(claim: Claim, name: str) -> str:
    """What a claim is of, without the name and words that say nothing of it."""
    told = word("ext_is").match(claim.after)
    words = claim.before.split("，")[-1] if told or claim.place > 1 else claim.before.replace(name, "")
    if claim.place > 1:
        return ""
    return word("ext_filler").sub("", chinese_of(words))


def _verdicts(
    context: Context, claim: Claim, entries: Sequence[Entry], own: Entry, key: str
) -> Iterator[bool | tuple[Figure, str]]:
    """What a list says by the numbers that a key means; without a key by each of its columns."""
    alone = bool(key) or says("ext_share", claim.before)
    for column in range(1 if alone else min(len(one.numbers) for one in entries)):
        verdict = _verdict(context, claim, entries, own, key, column)
        if verdict is not None:
            yield verdict


def _number(entry: Entry, key: str, column: int) -> Figure | None:
    """The number of an entry that a key means; the one of a column where there is no key."""
    if not key:
        return entry.numbers[column][1] if column < len(entry.numbers) else None
    for lead, one in entry.numbers:
        if key in chinese_of(lead):
            return one
    for lead, one in entry.numbers:
        bare = chinese_of(lead)
        if (len(bare) >= _KEY and key.endswith(bare)) or (one.unit and key.endswith(one.unit)):
            return one
    return None


def _verdict(
    context: Context, claim: Claim, entries: Sequence[Entry], own: Entry, key: str, column: int
) -> bool | tuple[Figure, str] | None:
    """Whether a list bears a claim out; where it does not, the number of who is named and who it should be."""
    fell = word("ext_fell").search(key)
    head = word("ext_change_head") if fell else None
    told: list[tuple[Entry, Figure]] = []
    for entry in entries:
        number = _number(entry, key, column)
        if number is None and head is not None:
            number = next((one for lead, one in entry.numbers if head.search(lead)), None)
        if number is not None:
            told.append((entry, number))
    told = _without_whole(context, told)
    units = {number.unit for _, number in told}
    mine = next((number for entry, number in told if entry is own), None)
    if (
        mine is None
        or len(told) < _LEAST
        or len(units) != 1
        or len({entry.name for entry, _ in told}) < len(told)
    ):
        return None
    values = [_signed(context, number) for _, number in told]
    value = _signed(context, mine)
    beside = figures_in(context, claim.end - len(claim.after), claim.end + _BESIDE)[:1]
    if any(one.unit == mine.unit and one.printed.value not in values for one in beside):
        return None  # 一院最高（96.2%）, of something else than the list
    if any(one.unit != mine.unit and context.text[one.start - 1] in "（(" for one in beside):
        return None  # 最低为人才培训（85.00%）, of a list of amounts
    least = claim.least != (head is not None and min(values) < 0 and key == (fell.group() if fell else ""))
    if claim.place > 1:
        places = {sum(one > value for one in values) + 1, sum(one >= value for one in values)}
        right = claim.place in places
        best = sorted(told, key=lambda one: -_signed(context, one[1]))[min(claim.place, len(told)) - 1]
    else:
        right = value == (min(values) if least else max(values))
        best = (min if least else max)(told, key=lambda one: _signed(context, one[1]))
    return True if right else (mine, f"{best[0].name}{best[1].shown}")


def _without_whole(context: Context, told: list[tuple[Entry, Figure]]) -> list[tuple[Entry, Figure]]:
    """跨省住院26,840人次：北京3,912人次，上海5,207人次: what is no less than all that follows is their whole."""
    values = [_signed(context, number) for _, number in told]
    return told[1:] if len(told) > _LEAST and values[0] >= sum(values[1:]) > 0 else told


def _signed(context: Context, one: Figure) -> Fraction:
    minus = context.text[one.start - 1 : one.start] in ("-", "－", "−")
    return -one.printed.value if minus else one.printed.value
