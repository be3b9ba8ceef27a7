"""R2, R1 and R22 on how long things take: by how much shorter, all stages together, early or late, within a limit or beyond.

Durations are read off the words with their own units, so that 两年 is set against 24个月 and 3天 against 48小时. A gap is bound to
the two durations told right before it, where the words set one against the other; any other pair of the sentence may bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import chinese_value
from yiheng.review.rules.disclosed import disclosed

_SENTENCE, _CLAUSE = re.compile(r"[^。\n]+"), re.compile(r"[，,；;：:（(|\t]")
_SIZE = {
    "年": ("months", 12), "个月": ("months", 1), "工作日": ("working", 1), "秒": ("time", 1), "分钟": ("time", 60),
    "小时": ("time", 3600), "天": ("time", 86400), "日": ("time", 86400), "日历天": ("time", 86400), "周": ("time", 604800),
}  # fmt: skip
_LEAD, _PAIR, _STAGES = 26, 2, 2
_CALENDAR = 1000
_SPANS_MOST = 24
_YEAR_DAYS = (360, 365, 366)


@dataclass(frozen=True)
class Span:
    """A length of time: ``size`` in its family's smallest unit; ``half`` of its last place; ``lead`` its clause before it."""

    size: Fraction
    half: Fraction
    family: str
    unit: str
    lead: str
    after: str
    start: int
    end: int
    shown: str


def duration_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """All rules on durations, of numbers that nothing accuses yet."""
    accused = ends_of(found, "inconsistent")
    for line in context.report.lines:
        if line.section == "goal" or not word("dur_number").search(line.text):
            continue
        for match in _SENTENCE.finditer(line.text):
            base = line.start + match.start()
            for one in _of_sentence(context, base, match.group()):
                if one.quotes[-1].end not in accused:
                    accused |= one.ends
                    yield disclosed(context, one)
    yield from _of_cells(context, accused)


def _of_sentence(context: Context, base: int, text: str) -> Iterator[Relation]:
    yield from _often(context, base, text)
    spans = spans_of(text)
    if not _PAIR <= len(spans) <= _SPANS_MOST:
        return
    for at, claim in enumerate(spans):
        yield from _gap(context, base, spans, at)
        yield from _all_stages(context, base, text, spans, at)
        yield from _then(context, base, text, spans, at)
        if at:
            yield from _early_or_late(context, base, spans, at, claim)
    yield from _within(context, base, text, spans)


def spans_of(text: str) -> list[Span]:
    """The durations of a sentence, in order."""
    found = []
    for match in word("dur_number").finditer(text):
        count = match["count"]
        value = Fraction(1, 2) if count == "半" else _value(count)
        unit = match["unit"].removeprefix("个") if match["unit"] != "个月" else "个月"
        calendar = unit == "年" and value is not None and value >= _CALENDAR
        if value is None or not value or match["some"] or calendar:
            continue
        family, size = _SIZE[unit]
        places = len(count.partition(".")[2]) if count[0].isdigit() else 0
        lead = _CLAUSE.split(text[max(0, match.start() - _LEAD) : match.start()])[-1]
        after = text[match.end() : match.end() + _LEAD]
        half = Fraction(size, 2 * 10**places) if places else Fraction(0)
        found.append(
            Span(value * size, half, family, unit, lead, after, match.start(), match.end(), match.group())
        )
    return found


def _value(text: str) -> Fraction | None:
    if text[0].isdigit():
        return Fraction(text)
    told = chinese_value(text)
    return None if told is None else Fraction(told)


def _told(
    context: Context, base: int, spans: Sequence[Span], rule: str, claim: Span, expected: str, formula: str
) -> Relation:
    code = {"R1": "review_sum", "R2": "review_difference"}.get(rule, "review_words")
    quotes = [
        context.quote(base + one.start - (len(one.lead) if one is claim else 0), base + one.end)
        for one in spans
    ]
    return relation(
        context, rule, "inconsistent", code, quotes, subject=claim.lead.strip() or claim.shown, expected=expected,
        stated=claim.shown if code != "review_words" else (claim.lead + claim.shown).strip(), formula=formula,
    )  # fmt: skip


def _shown(size: Fraction, like: Span) -> str:
    """A length in the unit of another."""
    value = size / _SIZE[like.unit][1]
    text = decimal_text(value, 0 if value.denominator == 1 else 2)
    return f"{text}{'个' if like.unit == '工作日' else ''}{like.unit}"


# By how much.


def _gap(context: Context, base: int, spans: Sequence[Span], at: int) -> Iterator[Relation]:
    """由20个工作日压缩到12个，缩短8个工作日; 原定36个月，实际24个月，较计划缩短一年; 与6个月的安全线相比，仍少1.55个月."""
    claim = spans[at]
    if not says("dur_gap", claim.lead) or says("dur_then", claim.lead) or says("dur_not", claim.lead):
        return
    alike = [one for one in spans if one.family == claim.family and one is not claim]
    before = [one for one in alike if one.start < claim.start]
    if any(_apart(one, two, claim) for one, two in combinations(alike, _PAIR)):
        return
    own = [one for one in before if not says("dur_gap", one.lead)][-_PAIR:]
    if len(own) < _PAIR or not _opposed(*own):
        return
    size = abs(own[0].size - own[1].size)
    if not size and claim.size:
        return
    high, low = sorted(own, key=lambda one: -one.size)
    yield _told(context, base, [*own, claim], "R2", claim, _shown(size, claim), f"{high.shown} − {low.shown}")


def _apart(one: Span, two: Span, claim: Span) -> bool:
    return abs(abs(one.size - two.size) - claim.size) <= one.half + two.half + claim.half


def _opposed(one: Span, two: Span) -> bool:
    """Whether the words set two durations against each other: from and to, due and done, this one compared with that."""
    if says("dur_from", one.lead) and (says("dur_to", two.lead) or says("dur_done", two.lead)):
        return True
    if says("dur_to", two.lead) and says("dur_due", one.lead):
        return True
    due = [says("dur_due", span.lead) or says("dur_due_after", span.after) for span in (one, two)]
    done = [says("dur_done", span.lead) for span in (one, two)]
    return (due[0] and done[1] and not due[1]) or (due[1] and done[0] and not due[0])


def _early_or_late(
    context: Context, base: int, spans: Sequence[Span], at: int, claim: Span
) -> Iterator[Relation]:
    """合同工期30日历天，实际27日历天完成，延误3天: it is early."""
    early, late = says("dur_early", claim.lead), says("dur_late", claim.lead)
    if early == late or at < _PAIR:
        return
    due, done = spans[at - 2], spans[at - 1]
    told = says("dur_due", due.lead) and says("dur_done", done.lead) and not says("dur_due", done.lead)
    if due.family != done.family or claim.family != due.family or not told or not _apart(due, done, claim):
        return
    if due.size != done.size and (done.size < due.size) != early:
        sign = "＜" if done.size < due.size else "＞"
        yield _told(context, base, [due, done, claim], "R22", claim, f"{done.shown} {sign} {due.shown}", "")


# All together, and what comes next.


def _all_stages(context: Context, base: int, text: str, spans: Sequence[Span], at: int) -> Iterator[Relation]:
    """审核3天、复核2天、拨付5天，全流程10天."""
    claim = spans[at]
    if not says("dur_all", claim.lead):
        return
    run: list[Span] = []
    last = claim
    for one in reversed(spans[:at]):
        between = text[one.end : last.start]
        name = "dur_joint" if last is not claim else "dur_joint_last"
        if one.family != claim.family or not word(name).fullmatch(
            between.removesuffix(claim.lead) if last is claim else between
        ):
            break
        if says("dur_all", one.lead) or says("dur_gap", one.lead) or says("dur_due", one.lead):
            break
        run.insert(0, one)
        last = one
    if len(run) < _STAGES or says("dur_others", text[run[0].start - len(run[0].lead) : claim.end]):
        return
    size = sum((one.size for one in run), Fraction(0))
    slack = sum((one.half for one in run), claim.half)
    if abs(size - claim.size) > slack:
        shown = " + ".join(one.shown for one in run)
        yield _told(context, base, [*run, claim], "R1", claim, _shown(size, claim), shown)


def _then(context: Context, base: int, text: str, spans: Sequence[Span], at: int) -> Iterator[Relation]:
    """由18天缩至15天，再缩短2天即可达到13天的先进水平."""
    step = spans[at]
    if not says("dur_then", step.lead) or not 0 < at < len(spans) - 1:
        return
    now, goal = spans[at - 1], spans[at + 1]
    if not now.family == step.family == goal.family or not says("dur_reach", text[step.end : goal.start]):
        return
    right = now.size + step.size if says("dur_more", step.lead) else now.size - step.size
    if abs(right - goal.size) > now.half + step.half + goal.half:
        sign = "+" if says("dur_more", step.lead) else "−"
        yield _told(
            context,
            base,
            [now, step, goal],
            "R2",
            goal,
            _shown(right, goal),
            f"{now.shown} {sign} {step.shown}",
        )


# Within a limit; so often.


def _within(context: Context, base: int, text: str, spans: Sequence[Span]) -> Iterator[Relation]:
    """要求48小时内修复，平均修复时间为3天，未超约定: limit and actual in units of their own."""
    limits = [
        one for one in spans if says("dur_limit_after", one.after) or says("dur_limit_before", one.lead)
    ]
    actual = [one for one in spans if says("dur_actual", one.lead) and one not in limits]
    if len(limits) != 1 or len(actual) != 1 or limits[0].start > actual[0].start:
        return
    limit, done = limits[0], actual[0]
    rest = text[done.end :]
    kept, broken = word("dur_kept").search(rest), word("dur_broken").search(rest)
    if limit.family != done.family or limit.unit == done.unit or bool(kept) == bool(broken):
        return
    if (done.size > limit.size) == bool(kept):
        sign = "＞" if done.size > limit.size else "≤"
        said = kept or broken
        assert said is not None
        claim = Span(
            done.size, done.half, done.family, done.unit, "", "", done.end + said.start(), done.end + said.end(), said.group()
        )  # fmt: skip
        yield _told(
            context, base, [limit, done, claim], "R22", claim, f"{done.shown} {sign} {limit.shown}", ""
        )


def _often(context: Context, base: int, text: str) -> Iterator[Relation]:
    """全年检查73次，平均每5天一次."""
    for match in word("dur_times").finditer(text):
        count, days = int(match["count"]), Fraction(match["days"])
        places = len(match["days"].partition(".")[2])
        half = Fraction(1, 2 * 10**places)
        if not count or any(abs(Fraction(year, count) - days) <= 2 * half for year in _YEAR_DAYS):
            continue
        yield relation(
            context, "R17", "inconsistent", "review_ratio",
            [context.quote(base + match.start(), base + match.end())], subject="平均间隔",
            expected=f"{decimal_text(Fraction(365, count), places + 1)}天", stated=f"{match['days']}天",
            formula=f"365天 ÷ {count}{match['of']}",
        )  # fmt: skip


# Cells that tell a gap in words.


def _of_cells(context: Context, accused: set[int]) -> Iterator[Relation]:
    """指标|目标值|实际值|差异: 9.0|7.4|少1.6个月."""
    for table in context.tables:
        heads = [re.sub(r"\s", "", cell.text) for cell in table.header]
        goal = next((n for n, one in enumerate(heads) if n and says("dur_cell_goal", one)), 0)
        now = next((n for n, one in enumerate(heads) if n and n != goal and says("dur_cell_now", one)), 0)
        off = next(
            (n for n, one in enumerate(heads) if n and says("dur_cell_off", one) and "率" not in one), 0
        )
        if not (goal and now and off) or off in (goal, now):
            continue
        for row in table.rows:
            first, second, gap = (
                row[goal].quantity,
                row[now].quantity,
                word("dur_cell_gap").match(row[off].text),
            )
            if first is None or second is None or gap is None or row[off].end in accused:
                continue
            if first.unit != second.unit or not (first.measured and second.measured):
                continue
            if first.unit not in (gap["unit"], "项", "%"):
                continue
            if abs(first.printed.value - second.printed.value) != Fraction(gap["number"]):
                cells = (row[goal], row[now], row[off])
                size = abs(first.printed.value - second.printed.value)
                yield disclosed(
                    context,
                    relation(
                        context, "R2", "inconsistent", "review_difference",
                        [context.quote(cell.start, cell.end) for cell in cells], subject=row[0].text[-18:],
                        expected=f"{decimal_text(size, first.printed.decimals)}{gap['unit']}", stated=row[off].text,
                        formula=f"{row[goal].text} − {row[now].text}",
                    ),
                )  # fmt: skip
