"""R15 for dates that their own sentence or paragraph rules out: 2022年13月, a term put off to a day before it was due, a result made
public before the work began, 9月1日上线，到年底运行3个月.

Each law binds two dates, or a date and a length, by the words that stand beside them. Which of the two is wrong is the drafter's to
say, so both are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.calendar import Day, days_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.rules.dated import told_dates
from yiheng.review.rules.disclosed import disclosed

_CLAUSE, _SENTENCE = re.compile(r"[，,。；;：:\n（()）]"), re.compile(r"[^。\n]+")
_AROUND, _YEAR_MONTHS, _TWO, _STATE, _STAGES = 16, 12, 2, 12, "abcdef"
_SLACK, _MONTH_SLACK = 1, 31
Told = tuple[list[tuple[int, int]], str, str]
"""The places, what is stated there, and what it should be."""


def chronology_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Dates ruled out by those beside them, where none is accused already."""
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        yield from fresh(context, law(context), accused)


def fresh(context: Context, all_told: Iterator[Told], accused: set[int]) -> Iterator[Relation]:
    """What is told of places that nothing has accused; they are accused from then on."""
    for spans, stated, expected in all_told:
        ends = {end for _, end in spans}
        if not ends & accused:
            accused |= ends
            yield disclosed(context, told_dates(context, spans, stated, expected))


def around(text: str, day: Day) -> tuple[str, str]:
    """The words of a date's clause before and after it."""
    before = _CLAUSE.split(text[max(0, day.start - _AROUND) : day.start])[-1]
    return before, _CLAUSE.split(text[day.end : day.end + _AROUND])[0]


def span(base: int, day: Day) -> tuple[int, int]:
    """A date's place, its sentence beginning at ``base``."""
    return base + day.start, base + day.end


def _sentences(context: Context) -> list[tuple[int, str, list[Day]]]:
    """The sentences that name two days or more."""
    year = context.report.year
    found = []
    for line in context.report.lines:
        if line.text.count("月") + line.text.count("20") < _TWO or context.in_table(line.start):
            continue
        for match in _SENTENCE.finditer(line.text):
            days = days_of(match.group(), year)
            if len(days) > 1:
                found.append((line.start + match.start(), match.group(), days))
    return found


# Within a sentence or paragraph.


def _no_such_month(context: Context) -> Iterator[Told]:
    """2022年13月."""
    for match in word("chr_month").finditer(context.body):
        if match["quarter"] or not 1 <= int(match["month"] or match["bare"]) <= _YEAR_MONTHS:
            low = context.report.start
            yield [(low + match.start(), low + match.end())], match.group(), "一年有12个月、四个季度"


def _staged(context: Context) -> Iterator[Told]:
    """考核于2022年2月开始，4月结束，结果于2021年5月公布."""
    for base, text, days in context.once(_sentences):
        if says("chr_stage_not", text):
            continue
        told = [(rank, day) for day in days if day.month and (rank := _stage(text, day)) >= 0]
        for (first, one), (second, two) in pairwise(told):
            sure = two.own_year or not says("chr_next_year", text[one.end : two.end])
            early = first < second and two.last < one.first
            late = first > second and one.last < two.first and _next_to(text, one, two)
            if sure and (early or late):
                shown = text[one.start : one.end]
                side = "以后" if early else "以前"
                yield [span(base, one), span(base, two)], text[two.start : two.end], f"{shown}{side}"


def _next_to(text: str, one: Day, two: Day) -> bool:
    """Whether two dates are of one thing: only a stage and a comma stand between them: 8月竣工，11月开工."""
    return word("chr_stage_next").fullmatch(text[one.end : two.start]) is not None


def _stage(text: str, day: Day) -> int:
    """How far on in a work a date is told, by the one stage named beside it; −1 where none or several are."""
    before, after = around(text, day)
    named = {match.lastgroup for match in word("chr_stage").finditer(f"{before}，{after}")}
    return _STAGES.index(named.pop() or "") if len(named) == 1 else -1


def _put_off(context: Context) -> Iterator[Told]:
    """计划工期为2021年4月至11月……2个小区延至2021年10月."""
    for line in context.report.lines:
        if "延" not in line.text and "推迟" not in line.text and "拖" not in line.text:
            continue
        days = [day for day in days_of(line.text, context.report.year) if day.month]
        due: list[Day] = []
        for day in days:
            before, _ = around(line.text, day)
            if says("chr_put_off", before) and due:
                if day.own_year and day.last <= due[-1].last:
                    shown = line.text[due[-1].start : due[-1].end]
                    spans = [span(line.start, due[-1]), span(line.start, day)]
                    yield spans, before[-4:] + line.text[day.start : day.end], f"晚于{shown}"
                break
            if says("chr_due", before) or (
                due and re.fullmatch(r"\s?[至到\-—~]+\s?", line.text[due[-1].end : day.start])
            ):
                due.append(day)


def _limits(context: Context) -> Iterator[Told]:
    """2021年3月15日签订，约定180天内交货，最迟2021年7月11日."""
    for base, text, days in context.once(_sentences):
        for one, two in zip(days, days[1:], strict=False):
            match = word("chr_limit").search(text[one.end : two.start])
            if match is None or not (one.day and two.day) or not count_of(match["count"]):
                continue
            count, apart = count_of(match["count"]), (two.first - one.first).days
            slack = _MONTH_SLACK if match["unit"] == "个月" else _SLACK
            wanted = count * 30 + count // 2 if match["unit"] == "个月" else count
            if abs(apart - wanted) > slack:
                right = one.first + timedelta(days=wanted)
                shown = f"{text[one.start : one.end]}起{match['count']}{match['unit']}为{right.year}年{right.month}月{right.day}日"
                yield [span(base, one), span(base, two)], text[two.start : two.end], shown


def _to_year_end(context: Context) -> Iterator[Told]:
    """平台于2023年9月1日上线，到年底运行3个月."""
    for match in word("chr_to_end").finditer(context.body):
        month, count = int(match["month"]), count_of(match["count"])
        if not 1 <= month <= _YEAR_MONTHS or says("chr_to_end_not", match.group()):
            continue
        years = int(match["to"] or 0) - int(match["from"] or 0) if match["to"] and match["from"] else 0
        whole = _YEAR_MONTHS * (1 + years) - month + 1
        late = match["edge"] in ("底", "末") or (match["day"] and int(match["day"]) > 1)
        begun = match["day"] or match["edge"] or match["on"]
        if count not in ((whole, whole - 1) if late or not begun else (whole,)):
            low = context.report.start
            yield (
                [(low + match.start(), low + match.end())],
                match.group()[-12:],
                f"{match['month']}月至12月为{whole}个月",
            )


def _same_year(context: Context) -> Iterator[Told]:
    """2022年住院9,468人次，2022年8,900人次."""
    for match in word("chr_twice").finditer(context.body):
        name, again = match["name"], match["again"]
        if match["one"] != match["two"] and (not again or again == name):
            low = context.report.start
            year = f"{match['year']}年"
            yield (
                [(low + match.start(), low + match.end())],
                f"{year}{again}{match['two']}{match['unit']}",
                f"{year}{name}{match['one']}{match['unit']}",
            )


def _same_state(context: Context) -> Iterator[Told]:
    """2021年末滚存结余80.0万元，加上……，2021年末滚存99.2万元."""
    for line in context.report.lines:
        if line.text.count("年末") + line.text.count("年底") < _TWO or context.in_table(line.start):
            continue
        told: dict[tuple[int, str, str], list[Figure]] = {}
        for one in figures_in(context, line.start, line.end):
            match = word("chr_state_lead").search(one.lead)
            if match is not None and one.unit and not says("chr_state_not", one.said[-_STATE:]):
                sentence = one.start - len(one.said)
                told.setdefault((sentence, match["year"], one.unit), []).append(one)
        for same in told.values():
            for one, two in pairwise(same):
                names = sorted((_state_name(one), _state_name(two)), key=len)
                if one.value != two.value and len(names[0]) >= _TWO and names[1].startswith(names[0]):
                    yield (
                        [(one.start, one.end), (two.start, two.end)],
                        two.lead + two.shown,
                        one.lead + one.shown,
                    )


def _state_name(one: Figure) -> str:
    match = word("chr_state_lead").search(one.lead)
    return match["name"] if match is not None else ""


def _cured(context: Context) -> Iterator[Told]:
    """2023年重复救助3人，已于2022年11月追回: what is set right was wrong before."""
    for match in word("chr_cured").finditer(context.body):
        wrong = int(match["year"]), int(match["month"] or 0)
        right = int(match["later"]), int(match["on"] or 0)
        if right[0] < wrong[0] or (right[0] == wrong[0] and 0 < right[1] < wrong[1]):
            low = context.report.start
            yield (
                [(low + match.start(), low + match.end())],
                match.group()[-_STATE:],
                f"{match['year']}年以后",
            )


def _parts_of_year(context: Context) -> Iterator[Told]:
    """半年（5个月）; 18个月，即一年零三个月."""
    low = context.report.start
    for match in word("chr_part_months").finditer(context.body):
        right = 12 if match["year"] else 9 if match["three"] else 6 if match["half"] else 3
        if count_of(match["count"]) != right:
            yield [(low + match.start(), low + match.end())], match.group(), f"{right}个月"
    for match in word("chr_years_months").finditer(context.body):
        right = 12 * count_of(match["years"]) + count_of(match["months"])
        if count_of(match["count"]) != right:
            yield [(low + match.start(), low + match.end())], match.group(), f"{right}个月"


def _month_ranges(context: Context) -> Iterator[Told]:
    """1—3月为集中缴费期，共4个月."""
    low = context.report.start
    for match in word("chr_month_range").finditer(context.body):
        right = int(match["high"]) - int(match["low"]) + 1
        if 0 < right <= _YEAR_MONTHS and count_of(match["count"]) != right:
            yield [(low + match.start(), low + match.end())], match.group(), f"{right}个月"


def _handed_over(context: Context) -> Iterator[Told]:
    """2021年末结余80.00万元；2022年初结余85.00万元: what one year ends with the next begins with."""
    ends: dict[tuple[int, str, str], list[Figure]] = {}
    starts: list[tuple[int, str, Figure]] = []
    for one in figures_of(context) if word("chr_year_first").search(context.body) else ():
        end, start = (word(name).search(one.lead) for name in ("chr_year_end", "chr_year_start"))
        if not one.unit or says("chr_scope", one.said):
            continue
        if end is not None:
            ends.setdefault((int(end["year"]), end["name"], one.unit), []).append(one)
        elif start is not None:
            starts.append((int(start["year"]), start["name"], one))
    for year, name, one in starts:
        before = ends.get((year - 1, name, one.unit), [])
        if before and all(abs(other.value - one.value) > other.half + one.half for other in before):
            other = before[0]
            yield (
                [(other.start, other.end), (one.start, one.end)],
                one.lead + one.shown,
                other.lead + other.shown,
            )


def _due_rows(context: Context) -> Iterator[Told]:
    """招标|2022年3月|2022年5月|按期."""
    for table in context.tables:
        names = ("chr_due_head", "chr_done_head", "chr_state_head")
        due, done, state = (table.column(word(name)) for name in names)
        if min(due, done, state) < 0 or len({due, done, state}) < len(names):
            continue
        for row in table.rows:
            days = [days_of(row[n].text, context.report.year) for n in (due, done)]
            if not all(days) or not all(one[-1].month for one in days):
                continue
            late, early = days[1][-1].first > days[0][-1].last, days[1][-1].last <= days[0][-1].last
            said = row[state].text
            if (late and says("chr_in_time", said)) or (early and says("chr_out_of_time", said)):
                cells = [row[n] for n in (due, done, state)]
                side = "晚于" if late else "不晚于"
                yield [(one.start, one.end) for one in cells], said, f"{row[done].text}{side}{row[due].text}"


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _no_such_month,
    _staged,
    _put_off,
    _limits,
    _to_year_end,
    _same_year,
    _same_state,
    _cured,
    _parts_of_year,
    _month_ranges,
    _handed_over,
    _due_rows,
)
