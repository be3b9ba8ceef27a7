"""R7, R8, R9, R10, R13, R22 on goals and their results, wherever a report sets them: rows, sentences, lists apart.

The pairs are read by :mod:`yiheng.review.reading.goal_pair` and :mod:`yiheng.review.reading.goal_match`; goals whose metric the
catalogue knows are judged by :mod:`yiheng.review.rules.goal` first, and not told twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.goal_item import stem_of
from yiheng.review.reading.goal_match import listed_pairs, unmatched_traces
from yiheng.review.reading.goal_pair import Pair, pairs_of
from yiheng.review.reading.lexicon import limit, says, without, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.rules.full_award import full_marked, marked_whole
from yiheng.review.rules.goal import full_marks, goal_relations
from yiheng.review.rules.goal_gap import goal_gap_relations
from yiheng.review.rules.meet_count import counted_relations, quotes_of, unexplained_relations
from yiheng.review.rules.restated import restated_relations
from yiheng.review.rules.same import significant

_EMPTY = re.compile(r"[-—/／\s]*")
_BARE_SIGN = re.compile(r"(?:[≥≤≧≦><＞＜]=?|=)")
_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}
_DATE = re.compile(r"(次年)?(?:(20\d\d)年)?(\d{1,2})月(?:(\d{1,2})日|底|末)?")
_SIBLINGS = 2
_NAME_LEAST = 3
_TRACES = Fraction(1, 4)
_AFTER = 30
_LEAD = 40


def meet_relations(context: Context) -> Iterator[Relation]:
    """All rules on goals and results."""
    pairs = full_marked(context, pairs_of(context.report))
    listed = listed_pairs(context, pairs)
    found = {pair.goal.end for pair in (*pairs, *listed) if pair.goal is not None and pair.result is not None}
    found |= {pair.goal.end for pair in listed if pair.goal is not None and _done(context, pair)}
    known = [
        one
        for one in goal_relations(context)
        if one.rule != "R10" or one.verdict != "review" or not any(quote.end in found for quote in one.quotes)
    ]
    judged = [
        (pair, one)
        for pair in (*pairs, *listed)
        if not _of_a_rate(context, pair)
        for one in (*_formed(context, pair), *_judged(context, pair))
    ]
    sure = {(one.rule, pair.goal.end) for pair, one in judged if pair.goal and one.verdict == "inconsistent"}
    known = [one for one in known if one.verdict != "review" or not _told_by(sure, one)]
    yield from known
    told = {(one.rule, quote.end) for one in known for quote in one.quotes}
    yield from (one for pair, one in judged if pair.goal is None or (one.rule, pair.goal.end) not in told)
    yield from _lost(context, told)
    for one in (*_without_result(context, pairs), *_unmatched(context, listed)):
        if not _told_by(told, one):
            yield one
    yield from goal_gap_relations(context, (*pairs, *listed))
    yield from counted_relations(context, pairs)
    yield from unexplained_relations(context, pairs)
    yield from _unreasoned(context, pairs)
    yield from restated_relations(context, pairs)
    yield from _all_of(context)
    yield from _dated(context)


def _of_a_rate(context: Context, pair: Pair) -> bool:
    """完成年度目标的比例依次为：甲市180%、乙市167%: how far each came is no goal."""
    if pair.goal is None:
        return False
    lead = context.text[max(context.report.start, pair.goal.start - _LEAD) : pair.goal.start]
    return bool(word("goal_rate_told").search(lead))


def _told_by(told: set[tuple[str, int]], one: Relation) -> bool:
    return any((one.rule, quote.end) in told for quote in one.quotes)


def _shown(pair: Pair) -> dict[str, str]:
    assert pair.goal is not None
    return {"subject": pair.name, "expected": f"{_SIGNS.get(pair.goal.operator, '')}{pair.goal.shown}"}


# The goal by itself.


def _formed(context: Context, pair: Pair) -> Iterator[Relation]:
    """R8: no number, more than can be, or the wrong way round."""
    goal = pair.goal
    if goal is None:
        if pair.layout == "row" and pair.result is not None and _is_blank(pair.goal_text):
            bare = bool(_BARE_SIGN.fullmatch(pair.goal_text))
            yield relation(
                context, "R8", "inconsistent" if bare else "review", "review_goal_lost", quotes_of(context, pair),
                stated=pair.goal_text or pair.name,
            )  # fmt: skip
        return
    most = goal.measure.unit.to_base(Fraction(100))
    bounded = word("rate_name").search(pair.name) and not word("rate_bounded_not").search(pair.name)
    if goal.unit == "%" and bounded and (goal.value > most or (goal.operator == ">" and goal.value == most)):
        yield relation(
            context, "R8", "inconsistent", "review_goal_impossible", quotes_of(context, pair), subject=pair.name, stated=goal.shown,
        )  # fmt: skip
        return
    if word("points_side").match(pair.goal_text) and word("goal_tail").match(context.text[goal.end :][:12]):
        return  # 87.03%，低于90%的目标: how the result stands to its goal
    up = goal.operator in (">=", ">")
    wrong = says("goal_down_sure" if up else "goal_up", pair.name)
    wrong = wrong and (up or not says("goal_falls", pair.name))  # 重复参保率
    rate = goal.family == "time" if up and word("goal_time").search(pair.name) else goal.unit in ("%", "‰")
    if goal.operator not in ("", "=") and wrong and rate and goal.upper is None:
        yield relation(
            context, "R8", "inconsistent", "review_goal_direction", quotes_of(context, pair), subject=pair.name,
            stated=pair.goal_text, expected=f"{'≤' if up else '≥'}{goal.shown}",
        )  # fmt: skip


def _is_blank(text: str) -> bool:
    return bool(_EMPTY.fullmatch(text) or _BARE_SIGN.fullmatch(text))


def _lost(context: Context, told: set[tuple[str, int]]) -> Iterator[Relation]:
    """R8: a sign, or 目标…以上, that no number follows."""
    start = context.report.start
    for match in word("goal_lost").finditer(context.body):
        if ("R8", start + match.end()) not in told:
            quote = context.quote(start + max(match.start() - 14, 0), start + match.end())
            yield relation(
                context, "R8", "inconsistent", "review_goal_lost", [quote], stated=match.group().strip()
            )


# The goal against its result.


def _judged(context: Context, pair: Pair) -> Iterator[Relation]:
    """R7, R9, R22: one goal against its result."""
    goal, result = pair.goal, pair.result
    if goal is None or result is None:
        yield from _dates(context, pair)
        return
    if "|" in pair.name or says("role_expected", pair.name):
        return  # words of two cells; 预计住院就医14.2万人次: expected, not aimed at
    if (
        goal.dimension != result.dimension
        or goal.approximate
        or result.approximate
        or result.upper is not None
    ):
        return
    plain_money = goal.family == "money" and not goal.operator and not word("goal_money_up").search(pair.name)
    if result.operator not in ("", "=") or plain_money or not (pair.sided or goal.upper is not None):
        return
    shown = _shown(pair) | {"stated": result.shown}
    yield from _copied(context, pair, shown)
    if pair.layout == "listed" and goal.family == "money":
        return
    misfit = next((one for one in (result, *pair.results) if not pair.fits(one)), None)
    if misfit is None:
        less = pair.sense in ("<=", "<") and word("goal_less").match(
            pair.words
        )  # 低于目标 of what should fall
        if pair.said == "missed" and pair.layout != "listed" and not pair.explained and not less:
            yield relation(
                context, "R22", "inconsistent", "review_words", quotes_of(context, pair), subject=pair.name,
                expected=f"{shown['expected']}、{result.shown}", stated=pair.words,
            )  # fmt: skip
        else:
            yield relation(context, "R9", "consistent", "review_met", quotes_of(context, pair), **shown)
    elif pair.said != "missed":
        yield from _missed(context, pair, misfit, shown | {"stated": misfit.shown})


def _copied(context: Context, pair: Pair, shown: dict[str, str]) -> Iterator[Relation]:
    """R7: a goal that is its result to the last digit, where no one sets so fine a goal."""
    goal, result = pair.goal, pair.result
    assert goal is not None and result is not None
    if goal.value != result.value or goal.family == "money" or pair.explained or not _odd(goal):
        return
    if goal.family == "count" and word("goal_of_all").search(pair.name):
        return  # 符合条件的38652人，实际资助38652人
    after = context.text[max(goal.end, result.end) :][:_AFTER]
    told = word("pm_told_full").match(after) or word("pm_changed").search(pair.name)
    sure = not goal.operator and pair.layout != "listed" and _precise(goal) and not told
    outcome = "inconsistent" if sure else "review"
    yield relation(context, "R7", outcome, "review_backfill", quotes_of(context, pair), **shown)


def _precise(goal: Quantity) -> bool:
    """Whether a number has so many digits that no one sets it as a goal."""
    return significant(goal) >= limit("digits_backfill") or (
        goal.printed.decimals >= 2 and significant(goal) >= 3
    )


def _odd(goal: Quantity) -> bool:
    """Whether a number is not round: four digits, or three that end in neither 0 nor 5."""
    digits = re.sub(r"[^\d]", "", goal.printed.text).strip("0")
    return _precise(goal) or (
        digits[-1:] not in ("", "5")
        and (len(digits) >= 3 or (goal.printed.decimals >= 2 and len(digits) == 2))
    )


def _missed(context: Context, pair: Pair, misfit: Quantity, shown: dict[str, str]) -> Iterator[Relation]:
    """R9: silent where the report owns up, a contradiction where it claims success, else a question."""
    assert pair.goal is not None
    if misfit.value == pair.goal.value and pair.goal.operator in (">", "<"):
        yield relation(context, "R8", "inconsistent", "review_strict", quotes_of(context, pair), **shown)
        return
    claimed = pair.said == "met" or pair.done
    if _of_another_year(context, pair.goal.start):
        return
    if word("pm_allow_sure").search(context.text[max(0, pair.spans[0][0] - _AFTER) : pair.spans[-1][1]]):
        return  # within a deviation that the text allows
    if not claimed and (pair.explained or _admitted(context, pair)):
        return
    if says("admitted_rate", context.text[misfit.end :][:_AFTER]):
        return
    words = pair.words if claimed else ("满分" if pair.fullmark else context.success)
    if not words and full_marks(context):
        words = "满分"
    every = (pair.result, *pair.results)
    sure = bool(words) and pair.certain and pair.goal.upper is None and misfit is pair.result
    sure = sure and not any(one is not None and pair.fits(one) for one in every)
    between = context.facts_in(
        max(misfit.end, pair.goal.end), pair.spans[-1][1]
    )  # 全年243次，折合每万车公里0.040次，完成
    sure = sure and not any(
        one.quantity.dimension == pair.goal.dimension and pair.fits(one.quantity) for one in between
    )
    if pair.layout == "listed" and not claimed:
        sure = False
    yield relation(
        context, "R9", "inconsistent" if sure else "review", "review_missed" if words else "review_missed_question",
        quotes_of(context, pair), formula=f"“{words}”" if words else "", **shown,
    )  # fmt: skip


def _of_another_year(context: Context, at: int) -> bool:
    """Whether a goal is told of another year than the report's: 2024年目标为97%."""
    clause = re.split("[，。；;\n]", context.text[max(context.report.start, at - _LEAD) : at])[-1]
    years = re.findall(r"(20\d\d)\s?年", clause)
    named = bool(years) and context.report.year is not None and int(years[-1]) != context.report.year
    return named or bool(word("goal_of_next").search(clause))


def _admitted(context: Context, pair: Pair) -> bool:
    """Whether the text says near the result, or among the problems, that the goal was missed."""
    low, end = pair.spans[0][0], pair.spans[-1][1]
    near = context.text[end : end + 60].split("\n")[0]
    if pair.fullmark:
        near = re.split("[。；;]", near)[0]  # 实际65.2%，得满分；乙目标100%，未达标: of the next one
    name = pair.name[-4:]
    before = re.split("[。；;\n]", context.text[max(context.report.start, low - 60) : low])[-1]
    if word("acknowledged").search(near) or word("goal_owned").search(before + pair.name):
        return True
    if len(name) < _NAME_LEAST:
        return False
    named = re.search(rf"{re.escape(name)}[^。\n]{{0,30}}(?:{word('acknowledged').pattern})", context.body)
    return bool(named) or name in context.problems_text


def _dates(context: Context, pair: Pair) -> Iterator[Relation]:
    """R9: a date after the day it was due."""
    if pair.layout != "row" or not re.search(r"[月日底末](?:之?前|以前)", pair.goal_text):
        return
    due, done = _DATE.search(pair.goal_text), _DATE.search(pair.result_text)
    if due is None or done is None or pair.explained or pair.said == "missed":
        return
    if _day(done, due) > _day(due, due):
        sure = pair.fullmark or pair.done
        yield relation(
            context, "R9", "inconsistent" if sure else "review", "review_missed" if sure else "review_missed_question",
            quotes_of(context, pair), subject=pair.name, expected=pair.goal_text, stated=pair.result_text,
            formula="“满分”" if pair.fullmark else f"“{pair.words}”",
        )  # fmt: skip


def _day(date: re.Match[str], due: re.Match[str]) -> tuple[int, int, int]:
    year = int(date[2] or due[2] or 0) + bool(date[1])
    return year, int(date[3]), int(date[4] or 31)


# Goals without a result.


def _without_result(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """R10: an empty cell, or a goal without result among others that have theirs."""
    filled = sum(1 for pair in pairs if pair.layout == "row" and not _is_blank(pair.result_text))
    paths: dict[tuple[str, ...], int] = {}
    for pair in pairs:
        if pair.layout != "row" and pair.result is not None:
            path = _path(context, pair)
            paths[path] = paths.get(path, 0) + 1
    for pair in pairs:
        if pair.result is not None or (pair.layout == "row" and not _is_blank(pair.result_text)):
            continue
        if pair.layout == "row":
            missing = filled >= _SIBLINGS and bool(pair.goal_text) and not _is_blank(pair.goal_text)
        else:
            beside = paths.get(_path(context, pair), 0)
            missing = beside >= _SIBLINGS and not pair.said and not _tells(pair) and len(pair.name) >= 2
        if missing:
            yield relation(
                context, "R10", "inconsistent" if pair.fullmark else "review", "review_goal_no_value",
                quotes_of(context, pair), subject=pair.name, stated=pair.goal_text,
            )  # fmt: skip


def _path(context: Context, pair: Pair) -> tuple[str, ...]:
    """The headings that a goal shares with the others of its list."""
    line = context.report.line_at(pair.spans[0][0])
    return line.path[:-1] if line.level else line.path


def _tells(pair: Pair) -> bool:
    """Whether the words after a goal tell a result, in figures or not."""
    return bool(word("goal_result_word").search(pair.result_text) or re.search(r"\d", pair.result_text))


def _unmatched(context: Context, listed: Sequence[Pair]) -> Iterator[Relation]:
    """R10: a listed goal of whose name the results have no trace, while most others have their results."""
    matched = sum(1 for pair in listed if pair.result is not None)
    if matched < _SIBLINGS or 3 * matched < len(listed):
        return
    for pair in listed:
        if pair.result is None and not _traced(context, pair):
            yield relation(
                context, "R10", "review", "review_goal_no_result", quotes_of(context, pair), subject=pair.name,
                stated=pair.goal_text,
            )  # fmt: skip


def _traced(context: Context, pair: Pair) -> bool:
    """Whether a number of the goal's unit is told near the goal's last word, or much of its name is said."""
    assert pair.goal is not None
    stem = stem_of(without("goal_count_noun", pair.name))
    return (
        _near_a_number(context, pair, stem)
        or _done(context, pair)
        or unmatched_traces(context, pair) > _TRACES
    )


def _done(context: Context, pair: Pair) -> bool:
    """Whether what a goal wants done is told as done, with a number: 培训…人次 by 培训4期."""
    return bool(word("goal_verb").match(pair.name)) and _near_a_number(context, pair, pair.name[:2])


def _near_a_number(context: Context, pair: Pair, stem: str) -> bool:
    rest = context.text[pair.spans[0][1] : context.report.end]
    return len(stem) == 2 and bool(re.search(rf"{re.escape(stem)}[^。\n]{{0,24}}?\d(?![\d.]*\s?分)", rest))


def _unreasoned(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """R13: points lost in a row whose cell for the reason is empty, where other rows give theirs."""
    if not any(pair.reasoned for pair in pairs):
        return
    for pair in pairs:
        if pair.points is not None and pair.points[1] < pair.points[0] and not pair.reasoned:
            yield relation(
                context, "R13", "review", "review_points_unexplained", quotes_of(context, pair),
                expected=f"{pair.points[0] - pair.points[1]:g}分", stated=f"{pair.points[1]:g}分",
            )  # fmt: skip


def _dated(context: Context) -> Iterator[Relation]:
    """年度目标：于6月30日前拨付到位。实际于8月26日拨付到位: the day it was due and the day it was done, in prose."""
    for match in word("goal_dated").finditer(context.body):
        due = int(match["month"]), int(match["day"] or 31)
        done = int(match["done"]), int(match["on"] or 31)
        start, end = (context.report.start + one for one in match.span())
        if done > due and not word("acknowledged").search(context.text[end : end + _AFTER].split("\n")[0]):
            whole = marked_whole(context, (start, end))
            yield relation(
                context, "R9", "inconsistent" if whole else "review",
                "review_missed" if whole else "review_missed_question", [context.quote(start, end)], subject="时限",
                expected=f"{due[0]}月{due[1]}日前", stated=f"{done[0]}月{match['on'] or ''}",
                formula="“满分”" if whole else "",
            )  # fmt: skip


def _all_of(context: Context) -> Iterator[Relation]:
    """R22: 已全部纳入，覆盖率94%: all that are not all."""
    for match in word("all_but_not").finditer(context.body):
        if float(match["rate"]) < 100:
            quote = context.quote(context.report.start + match.start(), context.report.start + match.end())
            yield relation(
                context, "R22", "review", "review_words", [quote], expected=match["all"], stated=match["told"]
            )
