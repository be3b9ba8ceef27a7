"""R7 BACKFILL, R8 GOAL_FORM, R9 MEET, R10 COVERAGE: goals against results."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.context import Context, accomplished_in, relation
from yiheng.review.reading.fact import Fact, alike
from yiheng.review.reading.lexicon import chinese_of, directions, lexicon, limit, says, word
from yiheng.review.reading.quantity import lost_values
from yiheng.review.rules.same import significant

_HEAD_NUMBER = re.compile(r"^[\d.、．（）()\s一二三四五六七八九十①-⑫]+")
_RESULTS_NEAR = 400
_OPENING, _AFTER = 16, 30
_RESULT_SECTIONS = ("result", "", "problem", "budget", "basis", "other")
_TRACED = 0.25
"""The part of a name's characters, three by three, that the results must say for it to be told there."""
_DATED = re.compile(r"\d{1,2}月\d{1,2}日(?!前)")
_COUNTED = re.compile("(?<=..)(?:人数|人次|次数|数量|数)$")
"""What a count ends in that its result need not: 服务对象人数 by 服务对象9325人."""


def goal_relations(context: Context) -> Iterator[Relation]:
    """All rules on goals."""
    yield from _lost(context)
    goals = [fact for fact in context.facts if fact.role == "target" and fact.quantity.family != "score"]
    results = [
        fact for fact in context.facts if fact.role == "actual" and fact.line.section in _RESULT_SECTIONS
    ]
    projects = {_project(goal) for goal in goals} - {""}
    taken = {name for name in map(_project, results) if any(alike(name, other) for other in projects)}
    for goal in goals:
        yield from _form(context, goal)
        beside = _told_beside(context, goal)
        matched = matching_results(goal, _own(goal, _near(goal, results), taken))
        if beside:  # its own result, and no other number
            matched = [one for one in matched if one in beside]
        elif not matched:
            yield from _uncovered(context, goal, results)
        for result in matched[:2]:
            yield from _backfilled(context, goal, result)
            yield from _met(context, goal, result)


def _own(goal: Fact, results: list[Fact], taken: set[str]) -> list[Fact]:
    """The results a goal may be read against: a project's own where measured ones exist, else all but other projects'.

    ``taken`` are the projects of results that have goals of their own.
    """
    project = _project(goal)
    if not project:
        return [one for one in results if _project(one) not in taken] if taken else results
    near = [one for one in results if alike(project, _project(one)) and _pairs(goal, one)]
    return near if any(one.quantity.measured for one in near) else results


def _near(goal: Fact, results: list[Fact]) -> list[Fact]:
    """The results nearest to a goal, as many as any report has."""
    at = bisect_left(results, goal.start, key=lambda one: one.start)
    return results[max(0, at - _RESULTS_NEAR) : at + _RESULTS_NEAR]


def _lost(context: Context) -> Iterator[Relation]:
    start = context.report.start
    for low, high in lost_values(context.body):
        quote = context.quote(start + max(low - 14, 0), start + high)
        lost = context.body[low:high]
        yield relation(context, "R8", "inconsistent", "review_goal_lost", [quote], stated=lost)


def _form(context: Context, goal: Fact) -> Iterator[Relation]:
    """A rate above 100 % cannot be reached; ≥100 % should be = 100 %."""
    quantity = goal.quantity
    if quantity.unit != "%" or not word("rate_name").search(goal.label):
        return
    most = quantity.measure.unit.to_base(Fraction(100))
    if (quantity.operator == ">" and quantity.value >= most) or (
        quantity.value > most and word("rate_capped").search(goal.label)
    ):
        yield relation(
            context,
            "R8",
            "inconsistent",
            "review_goal_impossible",
            context.quote_facts(goal),
            subject=goal.name,
            stated=quantity.shown,
        )
    elif quantity.operator == ">=" and quantity.value == most:
        yield relation(
            context,
            "R8",
            DISCLOSURE,
            "review_goal_at_most",
            context.quote_facts(goal),
            subject=goal.name,
            stated=quantity.shown,
        )


def matching_results(goal: Fact, results: list[Fact]) -> list[Fact]:
    """The results that speak of a goal: by metric and scope, or by the same words; measured ones first."""
    same = [one for one in results if _pairs(goal, one)]
    exact = [one for one in same if one.core == goal.core] or same
    if goal.metric in lexicon().single_valued:
        exact = same
    by_value: dict[tuple[Fraction, str], Fact] = {}
    for one in sorted(exact, key=lambda one: (not one.quantity.measured, one.start < goal.start)):
        by_value.setdefault((one.quantity.value, one.quantity.operator), one)
    return list(by_value.values())


def _pairs(goal: Fact, result: Fact) -> bool:
    if (
        goal.quantity.dimension != result.quantity.dimension
        or result.depth > 1
        or result.partial != goal.partial
        or says("moved_start", result.label)
    ):
        return False
    if result.year and goal.year and result.year != goal.year:
        return False
    if goal.metric or result.metric:
        if (goal.metric, goal.item) != (result.metric, result.item) or goal.insurance != result.insurance:
            return False
        if goal.account != result.account:
            return False
        if goal.metric in lexicon().standards:
            return True
        if goal.qualifier == result.qualifier:
            return goal.metric in lexicon().single_valued or _same_project(goal, result)
        return alike(goal.core, result.core) and _same_project(goal, result)
    return alike(goal.core, result.core) and _same_project(goal, result)


def _same_project(goal: Fact, result: Fact) -> bool:
    """Under headings of projects, goals and results belong together only under the same name."""
    goal_head, result_head = _project(goal), _project(result)
    return (
        not goal_head
        or not result_head
        or alike(goal_head, result_head)
        or goal_head in result_head
        or result_head in goal_head
    )


def _project(fact: Fact) -> str:
    """The name of the project whose heading stands over a fact; empty in undivided reports."""
    return _project_over(fact.line.path)


@lru_cache(maxsize=1024)
def _project_over(path: tuple[str, ...]) -> str:
    """The name of the project among headings; remembered, since many facts stand under the same ones."""
    heads = [_HEAD_NUMBER.sub("", head) for head in path[2:]]
    plain = [head for head in heads if not word("heading_plain").search(head)]
    return plain[-1] if plain else ""


def _backfilled(context: Context, goal: Fact, result: Fact) -> Iterator[Relation]:
    quantity = goal.quantity
    plain = not (quantity.approximate or quantity.upper) and result.quantity.measured
    if quantity.value != result.quantity.value or not plain:
        return
    if quantity.family == "money" and goal.metric not in lexicon().backfill_money:
        return
    enough = significant(quantity) >= limit("digits_backfill") or (
        quantity.printed.decimals >= 2 and significant(quantity) >= 3
    )
    if enough and goal.line.section == "goal":
        yield relation(
            context, "R7", "inconsistent" if quantity.measured else "review", "review_backfill",
            context.quote_facts(goal, result), subject=goal.name,
            expected=quantity.shown, stated=result.quantity.shown,
        )  # fmt: skip


def _met(context: Context, goal: Fact, result: Fact) -> Iterator[Relation]:
    if goal.quantity.approximate or result.quantity.approximate or says("role_expected", goal.label):
        return
    if result.quantity.operator not in ("", "="):
        if (
            result.quantity.operator == goal.quantity.operator
            and result.quantity.value == goal.quantity.value
        ):
            yield relation(
                context,
                "R10",
                DISCLOSURE,
                "review_tautology",
                context.quote_facts(goal, result),
                subject=goal.name,
                stated=context.text[result.start : result.end],
            )
        return
    if goal.metric in lexicon().standards:
        yield from _standard(context, goal, result)
        return
    if (
        goal.quantity.family == "money"
        and goal.metric not in lexicon().backfill_money
        and not goal.quantity.operator
    ):
        return
    sign = _sense(goal)
    target, value = goal.quantity.value, result.quantity.value
    gap = value - target
    fits = {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0, "=": gap == 0}[sign]
    if fits:
        yield from _over(context, goal, result, sign)
        return
    if goal.quantity.upper is not None and sign == "<=":
        return
    if goal.quantity.upper is None and target == value:
        yield relation(
            context,
            "R8",
            "inconsistent",
            "review_strict",
            context.quote_facts(goal, result),
            subject=goal.name,
            expected=context.text[goal.start : goal.end].strip(),
            stated=result.quantity.shown,
        )
        return
    yield from _missed(context, goal, result)


def _sense(goal: Fact) -> str:
    if goal.quantity.operator:
        return goal.quantity.operator
    down = word("goal_falls").search(goal.label) or directions().get(goal.metric) == "down"
    return "<=" if down else ">="


def _standard(context: Context, goal: Fact, result: Fact) -> Iterator[Relation]:
    fits = goal.quantity.value == result.quantity.value or (
        goal.quantity.operator == ">=" and result.quantity.value >= goal.quantity.value
    )
    yield relation(
        context, "R9", "consistent" if fits else "inconsistent", "review_standard", context.quote_facts(goal, result),
        subject=goal.name, expected=result.quantity.shown, stated=goal.quantity.shown,
        repairs=() if fits else (f"目标 {goal.quantity.shown}→{result.quantity.shown}", "说明目标未随政策调整的原因"),
    )  # fmt: skip


def _over(context: Context, goal: Fact, result: Fact, sign: str) -> Iterator[Relation]:
    target = goal.quantity.value
    far = sign in (">=", ">") and target > 0 and 100 * result.quantity.value >= limit("over_percent") * target
    told = far and goal.quantity.family != "money"
    yield relation(
        context, "R9", DISCLOSURE if told else "consistent", "review_over" if told else "review_met",
        context.quote_facts(goal, result), subject=goal.name, expected=goal.quantity.shown, stated=result.quantity.shown,
    )  # fmt: skip


def _missed(context: Context, goal: Fact, result: Fact) -> Iterator[Relation]:
    """Missed: silent where the report says so, a contradiction where it claims success, else a question."""
    line = result.line.text
    if says("admitted_rate", context.text[result.end :][:_AFTER]):
        return
    subject = goal.core[-3:]
    if word("acknowledged").search(line[max(0, result.start - result.line.start - 40) :][:160]) or (
        subject and subject in context.problems_text
    ):
        return
    words = accomplished_in(line) or context.success
    claimed = bool(words) or full_marks(context)
    yield relation(
        context, "R9", "inconsistent" if claimed else "review", "review_missed" if claimed else "review_missed_question", context.quote_facts(goal, result),
        subject=goal.name, expected=context.text[goal.start : goal.end].strip(), stated=result.quantity.shown,
        formula=f"“{words}”" if words else ("满分" if claimed else ""),
    )  # fmt: skip


def full_marks(context: Context) -> bool:
    """Whether the report gives itself all 100 points."""
    return bool(word("score_all").search(context.body))


def _rare(goal: Fact) -> bool:
    """A unit of its own kind (篇, 期, 台): any result in it may be this goal's."""
    return goal.quantity.dimension not in (
        "ratio",
        "persons",
        "visits",
        "times",
        "items",
        "pieces",
        "institutions",
        "money",
    )


def _of_other_year(context: Context, goal: Fact) -> bool:
    """Whether a heading over a goal names another year than the report's: 七、2024年绩效目标."""
    years = {int(one) for head in goal.line.path for one in re.findall(r"20\d\d", head)}
    return bool(years) and context.report.year is not None and context.report.year not in years


def _told_beside(context: Context, goal: Fact) -> list[Fact]:
    """The number after a goal where it is its result: 参保率目标95%以上，实际97.3%."""
    return [
        one
        for one in context.facts[goal.index + 1 : goal.index + 2]
        if one.sentence == goal.sentence
        and one.quantity.dimension == goal.quantity.dimension
        and context.same_segment(goal, one)
        and says("goal_result_word", context.text[goal.end : one.start])
    ]


def _alike_in_kind(goal: Fact, result: Fact) -> bool:
    """Whether a result counts the same and shares a word with a goal: 费用审核≥8000人次 by 审核费用8,216人次."""
    own, other = chinese_of(goal.label), chinese_of(result.label)
    if goal.quantity.dimension != result.quantity.dimension:
        return False
    if goal.quantity.unit == "%":
        return other.endswith(own[-3:])  # 户籍人口参保率 by 参保率
    return goal.quantity.family == "count" and _COUNTED.sub("", own)[-2:] in other


def _said(context: Context, name: str) -> float:
    """The part of a name that the results say, three characters at a time."""
    trigrams = [name[n : n + 3] for n in range(len(name) - 2)]
    return sum(one in context.results_trigrams for one in trigrams) / len(trigrams) if trigrams else 0.0


def _told_already(context: Context, goal: Fact) -> bool:
    """Whether a number among the goals is a result itself (5月11日分解下达，分解率100%), or a standard that the results name."""
    dated = _DATED.search(context.text, goal.sentence.start, goal.start)
    standard = goal.quantity.family == "money" and f"{goal.quantity.shown}标准" in context.results_text
    return dated is not None or standard


def _uncovered(context: Context, goal: Fact, results: list[Fact]) -> Iterator[Relation]:
    """A measurable goal of which the results say nothing, or nothing in figures."""
    if word("goal_of_next").search(goal.line.text[:_OPENING]) or _of_other_year(context, goal):
        return
    if says("period_planned", context.report.headline):
        return  # a draft of a budget has goals, and no results yet
    if goal.line.section != "goal" or goal.depth or not (goal.quantity.operator or goal.quantity.unit == "%"):
        return
    said = context.results_text
    if len(said) < 60 or any(one.metric == goal.metric and goal.metric for one in results):
        return
    core = re.sub(r"^.{0,6}[：:]", "", goal.core)
    if len(core) < 3 or not (goal.metric or goal.quantity.operator or word("goal_noun_end").search(core)):
        return
    if _rare(goal) and any(one.quantity.dimension == goal.quantity.dimension for one in results):
        return
    if _told_already(context, goal):
        return
    share = max(_said(context, core), _said(context, chinese_of(goal.label)))
    if not goal.metric and share > _TRACED:
        return
    stem = _COUNTED.sub("", chinese_of(goal.label))[-3:]
    if share > _TRACED and re.search(rf"{re.escape(stem)}[^。；\n]{{0,20}}[\d一二三四五六七八九十]", said):
        return
    if any(_alike_in_kind(goal, one) for one in results):
        return
    code = "review_goal_no_value" if share > _TRACED else "review_goal_no_result"
    otherwise = goal.quantity.unit == "%" and any(
        re.search(rf"{re.escape(core[:3])}[^。；\n]{{0,30}}\d%", line.text)
        for line in context.report.lines
        if line.section != "goal"
    )
    certain = (goal.metric or share <= 0.1) and not otherwise  # 占户籍人口345,600人的95.83%
    claimed = full_marks(context) or context.success
    verdict = "inconsistent" if certain and claimed else "review"
    yield relation(
        context,
        "R10",
        verdict,
        code,
        context.quote_facts(goal),
        subject=goal.name,
        stated=context.text[goal.start : goal.end].strip(),
    )
