"""R15 by the timeline of a report: its title, its figures, its plans and its signature are of one year, in their order.

The laws: what names the reported year names the year that the rest of the report speaks of; the report is signed after
the reported period; what it tells as done was done before it was signed; what it plans lies after the period; what it
compares with lies before. Both dates are quoted: which of them is wrong is the drafter's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.calendar import Day, days_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.timeline import Timeline, Vote, timeline_of
from yiheng.review.rules.dated import told_dates
from yiheng.review.rules.disclosed import disclosed

_EARLY = timedelta(days=10)
"""How long before the last day of its period a report may be signed: books are drawn up a little before."""
_KINDS, _VOTES = 2, 2
_CLAUSE = re.compile(r"[，,。；;：:\n（()）]")
_SENTENCE = re.compile(r"[。；;\n]")
_LEAD, _NAME, _HEAD = 40, 3, 300
_PARTS = (("半年", 6), ("两季", 6), ("三季", 9), ("一季", 3))
_BASIS = 2
_SPENT = 10
"""Money of a year is granted ahead in the last months of the year before."""

Told = tuple[list[tuple[int, int]], str, str]


def timeline_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Years and dates that the report's own timeline rules out, where none is accused already."""
    line = context.once(timeline_of)
    if line is None:
        return
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    for law in (
        _named_apart,
        _named_year,
        _part_named,
        _state,
        _signed_early,
        _stale_plan,
        _compared_ahead,
        _done_after_signing,
        _out_of_year,
    ):
        for spans, stated, expected in law(context, line):
            ends = {end for _, end in spans}
            if not ends & wrong:
                wrong |= ends
                yield disclosed(context, told_dates(context, spans, stated, expected))


def _span(vote: Vote) -> tuple[int, int]:
    return vote.start, vote.end


def _clause(line: Timeline, start: int, end: int) -> tuple[str, str]:
    """The words of a place's clause before and after it."""
    low, high = start - line.base, end - line.base
    before = _CLAUSE.split(line.text[max(0, low - _LEAD) : low])[-1]
    return before, _CLAUSE.split(line.text[high : high + _LEAD])[0]


def _sentence(line: Timeline, start: int, end: int) -> tuple[str, str]:
    """The words of a place's sentence before and after it."""
    low, high = start - line.base, end - line.base
    before = _SENTENCE.split(line.text[max(0, low - 2 * _LEAD) : low])[-1]
    return before, _SENTENCE.split(line.text[high : high + 2 * _LEAD])[0]


def _named_year(_: Context, line: Timeline) -> Iterator[Told]:
    """（2021年度） over a report of 2022: none of its other phrases speaks of 2021 as its year."""
    if line.several:
        return
    for vote in line.votes:
        work = vote.kind == "title" and says("tl_title_of_work", line.text[vote.end - line.base :][:_LEAD])
        if not vote.named or work:
            continue  # 2021年高标准农田建设项目 may be built and reviewed in 2022
        if says("tl_basis_before", line.text[: vote.start - line.base][-_BASIS:]):
            continue  # 按2020年末参保38.45万人核定
        left = line.others(vote)
        if any(one.year == vote.year for one in left):
            continue
        alone = line.own[vote.stated] == 1
        strong = [one for one in left if one.strong or (alone and one.year > vote.year)]
        years = {one.year for one in strong}
        if len(years) != 1:
            continue
        (year,) = years
        agreeing = [one for one in left if one.year == year]
        enough = len(agreeing) >= _VOTES and len({one.kind for one in agreeing}) >= _KINDS
        closed = vote.year < year and any(one.kind == "state" for one in agreeing)
        alone = alone and (line.mentions[year] >= _VOTES or closed)
        if (enough or alone) and (vote.year < year or line.is_of(vote)):
            yield [_span(vote), _span(agreeing[0])], f"{vote.stated}年度", f"所述为{year}年度"


def _named_apart(_: Context, line: Timeline) -> Iterator[Told]:
    """2023年度 in the title, 我局对2022年度……开展了自评 under it: the year of the report is named twice."""
    borne = {one.year for one in line.votes if not one.named and one.kind != "signed"}
    named = [one for one in line.votes if one.named and (line.is_of(one) or one.year in borne)]
    for first, second in combinations(named, 2):
        if first.year != second.year and not line.several:
            yield [_span(first), _span(second)], f"{second.stated}年度", f"{first.stated}年度"


def _part_named(context: Context, line: Timeline) -> Iterator[Told]:
    """1—9月 in the title, 对2024年上半年……运行情况监控 under it."""
    if not line.part_end:
        return
    for match in word("tl_part_told").finditer(line.text, 0, _HEAD):
        ends = int(match["month"] or 0) or next(month for name, month in _PARTS if name in match["part"])
        if ends != line.part_end:
            span = context.report.start + match.start("part"), context.report.start + match.end("part")
            yield [span], match["part"], f"1—{line.part_end}月"


def _state(context: Context, line: Timeline) -> Iterator[Told]:
    """截至2020年12月31日，实际支出…… in a report of 2021 that speaks of 2020 nowhere else."""
    if line.several:
        return
    for vote in line.votes:
        if vote.kind != "state" or line.mentions[vote.stated] > 1:
            continue
        year = line.settled_without(vote)
        before, after = _sentence(line, vote.start, vote.end)
        section = context.report.line_at(vote.start).section
        if not year or vote.year >= year or section in ("basis", "goal", "plan"):
            continue
        if says("tl_flow", after) and not says("tl_past", before + after[:_LEAD]):
            own = line.witness(year, vote)
            yield [_span(vote), _span(own)], f"截至{vote.stated}年末", f"所述为{year}年度"


def _signed_early(context: Context, line: Timeline) -> Iterator[Told]:
    """Signed on 18 January 2022, a report of all 2023; a letter that asks for more is written within its year."""
    title = context.report.headline
    if says("tl_within_year", title) or says("period_planned", title):
        return
    for signed in line.signed:
        own = [one for one in line.votes if one.start == signed.start]
        year = line.settled_without(*own)
        if not year or (not line.annual and not line.part_end) or line.several:
            continue
        by_signature = signed.day.year - 1
        body = {one.year for one in line.votes if one not in own and not one.named}
        if by_signature in body and year not in body:
            continue  # the title may name the year that the report was written in
        ends = line.ends(year)
        if signed.day < ends - _EARLY and not (not signed.last and not line.annual):
            said = line.witness(year, *own)
            shown = context.text[signed.start : signed.end]
            yield [(signed.start, signed.end), _span(said)], shown, f"{ends.year}年{ends.month}月以后"


def _stale_plan(context: Context, line: Timeline) -> Iterator[Told]:
    """力争2023年6月底前过半, 推迟至2022年3月 in a report of 2023 and later: the day has passed."""
    if line.several or not line.annual:
        return
    signed = next((one for one in line.signed if one.last), None)
    for vote in line.votes:
        year = line.settled_without(vote) if vote.kind == "next" else 0
        if not year or vote.stated > year:
            continue
        before, after = _sentence(line, vote.start, vote.end)
        if says("tl_past", before[-_LEAD:]) or says("dt_plan_done", after):
            continue
        own = context.report.line_at(vote.start)
        planned = own.section == "plan" or any(
            says("tl_plan_section", one) for one in (*own.path, own.text[:12])
        )
        carried = says("tl_moved", before) or says("tl_carried", before)
        unspent = carried and says("tl_left", before) and not says("tl_left_not", before)
        meant = planned and says("tl_will", before[-4:] + after)
        stated = f"{vote.stated}{after[:9]}"
        if (vote.stated < year and (planned or carried)) or (vote.stated == year and unspent):
            yield [_span(vote), _span(line.witness(year, vote))], stated, f"{year}年以后"
        elif vote.stated == year and meant and signed and signed.day.year > year:
            spans = [_span(vote), (signed.start, signed.end)]
            yield spans, stated, f"{context.text[signed.start : signed.end]}以后"


def _compared_ahead(context: Context, line: Timeline) -> Iterator[Told]:
    """较2023年增长 in a report of 2023: a figure is compared with an earlier year."""
    if line.several:
        return
    for vote in line.votes:
        year = line.settled_without(vote)
        if vote.kind != "base" or not year or vote.stated < year:
            continue
        before, after = _sentence(line, vote.start, vote.end)
        own = context.report.line_at(vote.start)
        planned = says("tl_planned", before + after) or own.section in ("plan", "goal")
        headed = any(says("tl_plan_section", one) for one in (*own.path, own.text[:8]))
        beside = any(one.named and vote.end < one.start < vote.end + _LEAD for one in line.votes)
        if planned or headed or (re.search(r"20\d\d年", before + after) and not beside):
            continue
        later = any(often >= _VOTES for told, often in line.own.items() if told > year)
        if later or says("tl_cause_apart", after):
            continue  # the report is of a later year; 与2023年会计年度口径不同
        said = line.witness(year, vote)
        yield [_span(vote), _span(said)], f"比{vote.stated}年", f"早于{year}年"


def _done_after_signing(context: Context, line: Timeline) -> Iterator[Told]:
    """来函于2024年4月9日收到, and the answer signed on 6 April: what is told as done was done before."""
    signed = next((one for one in line.signed if one.last), None)
    if signed is None:
        return
    for own in context.report.lines:
        if "月" not in own.text or own.section == "plan":
            continue
        told = line.text[own.start - line.base : own.end - line.base]
        for day in days_of(told, line.settled):
            start, end = own.start + day.start, own.start + day.end
            year_told = day.own_year or (
                day.year == signed.day.year and re.search(r"截[至止]$", told[: day.start])
            )
            late = year_told and day.month and day.first > signed.day
            if late and (start, end) != (signed.start, signed.end) and _is_done(line, own, day, told):
                shown = f"{signed.day.year}年{signed.day.month}月{signed.day.day}日"
                yield [(start, end), (signed.start, signed.end)], told[day.start : day.end], f"早于{shown}"


def _is_done(line: Timeline, own: Line, day: Day, told: str) -> bool:
    """Whether a day is told as one on which something was done."""
    start, end = own.start + day.start, own.start + day.end
    before, after = _clause(line, start, end)
    if any(one.start == start for one in line.signed):
        return False
    if says("tl_planned", before + after[:16]) or any(says("tl_plan_section", one) for one in own.path):
        return False
    wide = re.split(r"[，,。；;\n]", told[day.end :])[0]
    return says("tl_done", before[-6:] + wide) and not re.match(r"\s?[-—~至到起]", told[day.end :])


def _out_of_year(context: Context, line: Timeline) -> Iterator[Told]:
    """The survey of a report of 2023 held in June 2022; a fault of 2024 set right in 2023; DIP of 2023 begun in 2024."""
    year = line.settled
    if not year or line.several or not line.annual:
        return
    for own in context.report.lines:
        told = line.text[own.start - line.base : own.end - line.base]
        if "20" not in told or "月" not in told or own.section in ("goal", "plan"):
            continue
        for day in days_of(told):
            start, end = own.start + day.start, own.start + day.end
            if not (day.own_year and day.month) or day.year == year:
                continue
            alone = day.year < year and line.mentions[day.year] == 1 and own.section != "basis"
            early = alone and _too_early(line, own, start, end, day)
            late = day.year > year and own.section == "basis" and _too_late(context, line, start, end)
            if early or late:
                said = line.witness(year)
                yield [(start, end), _span(said)], told[day.start : day.end], f"所述为{year}年度"


def _too_early(line: Timeline, own: Line, start: int, end: int, day: Day) -> bool:
    """Whether a day before the reported year is told of what was done in it or after it."""
    before, after = _sentence(line, start, end)
    clause = "".join(_clause(line, start, end))
    if any(says("tl_past", one) for one in (before + after, *own.path)) or says("tl_planned", clause):
        return False
    if says("tl_span_before", before) or says("tl_span_after", after):
        return False
    if any(says("tl_remedy", one) for one in (*own.path, own.text)) and says("tl_done", clause):
        return True
    spent = says("tl_survey", clause) or (day.month <= _SPENT and says("tl_spent", clause))
    return spent and not says("tl_early_grant", before + after)


def _too_late(context: Context, line: Timeline, start: int, end: int) -> bool:
    """Whether what the report is of began after its year."""
    before, after = _clause(line, start, end)
    begun = word("tl_begun").match(after)
    if begun is None or says("tl_planned", before + after):
        return False
    name = after[begun.end() : begun.end() + _NAME]
    return len(name) == _NAME and name in context.report.title
