"""R7, R9, R22 on what a sentence claims of a goal and its result: met, exceeded or missed, by how much, at what rate.

The claim is held against every reading of its two numbers; it is accused only where none bears it out. A rate that is not 100 %
beside a goal that is its result to the last digit tells that the goal printed is not the one the rate was computed with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.goal_pair import LINE_LIMIT
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, word
from yiheng.review.reading.promise import Readings, Token, readings_of, tokens_of
from yiheng.review.reading.promise_claim import Claim, claims_of, gap_of
from yiheng.review.reading.promise_grid import grid_rows
from yiheng.review.rules.promise_grid import grid_relations, named_rate
from yiheng.review.rules.promise_side import lost_though_met, side_of_goal

_BACK = 2
_BESIDE = 4
_OTHER_BRACKET = re.compile(r"[）)][^）)]*[（(]")
_CLAUSE = re.compile("[，,。；;：:、（(\n]")
_NAME_BACK = 40
_OWN_WORDS = 8
"""Characters of a part of a sentence that make it one with its own subject."""
_OWN_WORDS_SIZED = 5
"""The same before a size: 除孤独症儿童超计划1人外 is of one of the parts."""
_SECTIONS_NOT = ("plan", "problem")


def promise_relations(context: Context) -> Iterator[Relation]:
    """Every claim of every line whose goal and result stand beside it, and of every row."""
    rows = list(grid_rows(context.report.lines))
    yield from grid_relations(context, rows)
    for line in context.report.lines:
        text = line.text
        if len(text) > LINE_LIMIT or "\t" in text or line.section in _SECTIONS_NOT:
            continue
        if not word("pm_line").search(text) or not any(one.isdigit() for one in text):
            continue
        if "扣" in text:
            yield from lost_though_met(context, line)
        claims = claims_of(text)
        gaps = [] if not word("pm_gap_line").search(text) else tokens_of(text)
        claims += [claim for one in gaps if (claim := gap_of(text, one.value)) is not None]
        if word("pm_side_line").search(text):
            gaps = gaps or tokens_of(text)
            yield from side_of_goal(context, line, gaps)
        if not claims:
            continue
        said = [(one.low, one.end) for one in claims]
        tokens = [
            one
            for one in gaps or tokens_of(text)
            if not any(low <= one.value.at < high for low, high in said)
        ]
        for claim in claims:
            found = _readings(text, tokens, claim)
            if found is not None:
                yield from _judged(context, line, claim, found)
            elif claim.kind == "rate" and rows:
                yield from named_rate(context, rows, line, claim)


def _stops(text: str, before: int) -> list[int]:
    """Where the claim's sentence begins, and the two before it."""
    found = [match.end() for match in word("pm_stop").finditer(text, 0, before)]
    return [*reversed(found[-_BACK - 1 :]), 0][: _BACK + 1]


def _readings(text: str, tokens: Sequence[Token], claim: Claim) -> Readings | None:
    """The goals and results of a claim: before it in its sentence, with the goal further back, or after it."""
    stops = _stops(text, claim.low)
    near = claim.kind == "full" and not word("pm_that").search(text[stops[0] : claim.end])
    for low in stops[:1] if near else stops:
        own = [one for one in tokens if low <= one.value.at and one.value.end <= claim.low]
        told = _with_budgets(own, claim)
        found = readings_of(told, by_name=not claim.sized)
        if found is not None and not claim.sized and _borne_out(claim, readings_of(told, by_name=False)):
            return None  # 目标0.05次，全年243次，折合每万车公里0.040次，完成
        if found is not None:
            return None if low < stops[0] and _of_another(text, stops[0], claim, found) else found
        if any(one.kind == "goal" for one in own):
            break
    stop = word("pm_stop").search(text, claim.end)
    end = stop.start() if stop else len(text)
    if claim.kind != "rate":
        return None
    return readings_of([one for one in tokens if stops[0] <= one.value.at and one.value.end <= end])


def _borne_out(claim: Claim, found: Readings | None) -> bool:
    """Whether any result that stands between a goal and a word makes the word true."""
    return found is not None and any(
        _word_holds(claim.kind, found, goal, result)
        for goal in found.goals
        for result in found.results
        if word("pm_per").search(result.lead) or not word("pm_per").search(goal.name)
    )


def _of_another(text: str, own: int, claim: Claim, found: Readings) -> bool:
    """Whether a claim's own part of the sentence tells of something else than the goal and result before it."""
    if any(one.value.at >= own for one in (*found.goals, *found.results)):
        return False
    said = chinese_of(text[own : claim.low])
    if claim.sized and any(one.isdigit() for one in text[own : claim.low]):
        return True  # 自评97分：执行率95.2%扣1分
    if len(said) < (_OWN_WORDS_SIZED if claim.sized else _OWN_WORDS) or word("pm_that").search(said):
        return False
    names = [chinese_of(one.name) for one in (*found.goals, *found.results)]
    return not any(name[n : n + 2] in said for name in names for n in range(len(name) - 1))


def _with_budgets(tokens: Sequence[Token], claim: Claim) -> Sequence[Token]:
    """A budget is a goal of amounts spent, for a rate or a limit."""
    if claim.kind not in ("rate", "within", "over"):
        return tokens
    return [Token(one.value, "goal", one.lead, one.name) if one.kind == "budget" else one for one in tokens]


def _judged(context: Context, line: Line, claim: Claim, found: Readings) -> Iterator[Relation]:
    low = min(one.value.start for one in (*found.goals, *found.results))
    around = line.text[max(0, low - 20) : claim.end + 20]
    every = [*found.goals, *found.results]
    if word("pm_allow").search(around) or any(one.value.approximate or one.value.upper for one in every):
        return
    if any(one.value.operator not in ("", "=") for one in found.results):
        return
    if claim.dimension and claim.dimension != found.goals[-1].value.dimension:
        return
    if claim.kind in ("met", "missed"):
        own = word("pm_ref_met").search(claim.text)
        if own is not None and not any(own["ref"] in one.lead for one in every):
            return  # 完成省定任务, of which the sentence gives no number
    named = word("pm_ref").search(line.text[max(0, claim.low - 1) : claim.end])
    if named is not None and not any(named["ref"] in one.lead for one in found.goals):
        return  # 比法定时限缩短13个工作日, of the goal that was promised
    between = line.text[max(one.value.end for one in every) : max(claim.low, 0)] if claim.low > low else ""
    if "其中" in between or _OTHER_BRACKET.search(between):
        return  # 产出2分（接入率86%，低于90%目标），效益2分（比例较目标低1.2个百分点）
    pairs = [(goal, result) for goal in found.goals for result in found.results]
    if not claim.sized and _names_another(line.text, claim, found):
        return
    if not claim.sized:
        if claim.kind in ("met", "missed", "full", "better") and not _sensed(found):
            return
        if not any(_word_holds(claim.kind, found, *pair) for pair in pairs):
            yield _told(context, line, claim, *pairs[-1])
    elif not any(_size_holds(claim, *pair, down=found.down) for pair in pairs) and not _of_beside(
        context, line, claim, found.goals[-1]
    ):
        outer = [pair for pair in pairs if not _in_bracket(line.text, pair[1])] or pairs
        alone = len(outer) == 1 and bool(word("pm_result").search(outer[0][1].lead))
        yield from _size_told(context, line, claim, *(outer if alone else pairs)[-1], alone=alone)


def _of_beside(context: Context, line: Line, claim: Claim, goal: Token) -> bool:
    """Whether a rate is what the last two numbers of one kind give, or some number of its paragraph and the goal.

    计划4栋共5,200平方米，实际4栋共5,364平方米; 全年33.75亿元……收入预算33.00亿元，完成102.27%.
    """
    if claim.kind != "rate":
        return False
    before = [
        one.quantity
        for one in context.facts_in(line.start, line.start + claim.low)
        if one.quantity.family in ("money", "count") and one.quantity.value > 0
    ]
    pairs = [*combinations(before[-_BESIDE:], 2)]
    pairs += [(goal.value, one) for one in before if goal.value.value > 0]
    return any(
        first.dimension == second.dimension and abs(second.value / first.value - claim.value) <= claim.unit
        for first, second in pairs
    )


def _in_bracket(text: str, one: Token) -> bool:
    """Whether a number details another in a bracket: 实造8,735亩（人工造林5,240亩、……）."""
    before = text[: one.value.at]
    return before.rfind("（") > before.rfind("）")


def _names_another(text: str, claim: Claim, found: Readings) -> bool:
    """Whether the words right before a claim name something that neither its goal nor its result is: 人次未完成计划."""
    clause = _CLAUSE.split(text[max(0, claim.low - _NAME_BACK) : claim.low])[-1]
    said = chinese_of(word("pm_subject_plain").sub("", clause))
    every = [*found.goals, *found.results]
    if len(said) < 2 or any(claim.low - len(clause) <= one.value.at for one in every):
        return False
    own = "|".join(f"{one.name}|{one.lead}{text[one.value.at : one.value.end + 2]}" for one in every)
    return not any(said[n : n + 2] in own for n in range(len(said) - 1))


def _sensed(found: Readings) -> bool:
    """Whether it is known which side of the goal is the good one."""
    goal = found.goals[-1]
    if goal.value.family == "time" and not goal.value.operator and not found.down:
        return False  # a limit or a length
    if goal.value.operator or goal.value.family != "money":
        return True
    return bool(word("pm_money_up").search(goal.name + goal.lead))


def _word_holds(kind: str, found: Readings, goal: Token, result: Token) -> bool:
    """Whether a word is true of a goal and a result."""
    gap = result.value.value - goal.value.value
    short = gap > 0 if found.down else gap < 0
    if gap == 0 and goal.value.operator in ("<", ">"):
        return kind != "better"  # whether a bound itself counts is another rule's question
    if kind in ("met", "full"):
        return not short
    if kind == "partly":
        return short or not word("pm_longest").search(result.lead)
    return {"missed": short, "better": not short, "above": gap > 0, "below": gap < 0, "within": gap <= 0}[
        kind
    ]


def _told(context: Context, line: Line, claim: Claim, goal: Token, result: Token) -> Relation:
    return relation(
        context, "R9", "inconsistent", "review_words", _quotes(context, line, claim, goal, result), subject=goal.name,
        expected=f"目标{line.text[goal.value.start : goal.value.end].strip()}、实际{result.value.shown}", stated=claim.text,
    )  # fmt: skip


def _quotes(context: Context, line: Line, claim: Claim, goal: Token, result: Token) -> list[Quote]:
    spans = {
        (goal.value.start, goal.value.end),
        (result.value.start, result.value.end),
        (claim.low, claim.end),
    }
    return [context.quote(line.start + low, line.start + high) for low, high in sorted(spans)]


def _size_holds(claim: Claim, goal: Token, result: Token, *, down: bool) -> bool:
    """Whether a size fits a goal and a result, in any way that its words may be meant."""
    first, second = goal.value.interval, result.value.interval
    if claim.kind == "gap":
        set_exactly = goal.value.family in ("ratio", "time")
        least, most = (goal.value.value, goal.value.value) if set_exactly else (first.low, first.high)
        low, high = second.low - most - claim.unit, second.high - least + claim.unit
        return low <= claim.value <= high or low <= -claim.value <= high
    if first.low <= 0 or second.low < 0:
        return True
    bands = [(second.low / first.high, second.high / first.low)]
    if second.low > 0 and (down or goal.value.family == "time"):
        bands.append((first.low / second.high, first.high / second.low))
    if claim.kind == "over":
        gaps = [(low - 1, high - 1) for low, high in bands[:1]]
        if goal.value.family == "ratio":
            gaps.append((second.low - first.high, second.high - first.low))
        bands = [*gaps, *((-high, -low) for low, high in gaps)]
    elif claim.kind == "left":
        bands = [(1 - high, 1 - low) for low, high in bands[:1]]
    elif goal.value.family == "ratio":
        bands.append((second.low, second.high))
    low, high = claim.value - claim.unit, claim.value + claim.unit
    capped = claim.kind == "rate" and claim.value == 1 and result.value.value >= goal.value.value
    return capped or any(low <= band[1] and band[0] <= high for band in bands)


def _size_told(
    context: Context, line: Line, claim: Claim, goal: Token, result: Token, *, alone: bool
) -> Iterator[Relation]:
    """A size that no reading gives: sure where the goal is its result, or where the numbers' own words bind them."""
    quotes = _quotes(context, line, claim, goal, result)
    if goal.value.value == result.value.value:
        yield relation(
            context, "R7", "inconsistent", "review_goal_overwritten", quotes, subject=goal.name,
            expected=goal.value.shown, stated=claim.text,
        )  # fmt: skip
    elif claim.kind == "gap" or alone or word("pm_result_sure").search(result.lead):
        yield relation(
            context, "R9", "inconsistent", "review_words", quotes, subject=goal.name, stated=claim.text,
            expected=f"目标{goal.value.shown}、实际{result.value.shown}",
        )  # fmt: skip
