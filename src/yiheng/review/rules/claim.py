"""R22 WORDS: all, none, most, faster, above and below, held against the numbers that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word

_CLAUSE = re.compile(r"[，,；;。\n]")
_AHEAD, _RATE_MOST = 40, 100
_TWO = 2


def claim_relations(context: Context) -> Iterator[Relation]:
    """All rules on words against numbers."""
    yield from _against_itself(context)
    yield from _all_below_hundred(context)
    yield from _all_of_due(context)
    yield from _beyond_goal(context)
    yield from _moved_the_other_way(context)
    yield from _proud(context)
    yield from _all_but_counted(context)
    yield from _rates_all_hundred(context)
    yield from _faster(context)


def _told(
    context: Context, spans: list[tuple[int, int]], stated: str, expected: str, verdict: str = "inconsistent"
) -> Relation:
    """A claim in words, with spans in the whole text."""
    quotes: list[Quote] = [context.quote(low, high) for low, high in spans]
    return relation(
        context,
        "R22",
        verdict,
        "review_words",
        quotes,
        subject="文字与数字",
        expected=expected,
        stated=stated,
    )


def _against_itself(context: Context) -> Iterator[Relation]:
    """One sentence that says all and names an exception: 均已到账，尚有财政补贴未到位."""
    start = context.report.start
    for name in ("all_but", "but_all", "goal_and_gap", "above_and_lost", "less_and_more", "growth_apart"):
        for match in word(name).finditer(context.body):
            said = [one for one in match.groups() if one]
            if name == "above_and_lost" and word("goal_falls").search(
                context.body[max(0, match.start() - 16) : match.end()]
            ):
                continue
            span = start + match.start(), start + match.end()
            yield _told(context, [span], said[0], said[-1])


def _all_below_hundred(context: Context) -> Iterator[Relation]:
    """全部到位，到位率91.5%: all that leaves a rate short of 100%."""
    for fact in context.facts:
        if fact.quantity.unit != "%" or not fact.quantity.measured or fact.line.section == "goal":
            continue
        before = context.text[fact.sentence.start : fact.start]
        clauses = _CLAUSE.split(before)
        named = word("rate_of_all").search(clauses[-1])
        if named is None or len(clauses) < _TWO:
            continue
        subject = word("rate_subject_plain").sub("", clauses[-1][: named.start()])
        if not all(subject[n : n + 2] in clauses[-2] for n in range(len(subject) - 1)):
            continue  # 中央资金全部到位，县级资金到位率91.5%
        claim = word("all_done").search(clauses[-2])
        none = word("none_done").search(clauses[-2])
        value = fact.quantity.printed.value
        if (claim and value < _RATE_MOST and _of_rate(claim, named)) or (none and value > 0):
            found = claim or none
            assert found is not None
            low = fact.start - len(clauses[-1]) - 1 - len(clauses[-2])
            yield _told(
                context, [(low, fact.end)], found.group(), f"{clauses[-1].strip()}{fact.quantity.shown}"
            )


def _of_rate(claim: re.Match[str], rate: re.Match[str]) -> bool:
    """Whether what all did is what the rate counts: 到位 and 到位率; a rate of completion counts them all."""
    stem = rate["stem"][-2:]
    return (
        stem in claim.string
        or stem in ("完成", "执行")
        or bool(word("all_arrived").search(claim.group() + stem))
    )


def _all_of_due(context: Context) -> Iterator[Relation]:
    """应收1.34亿元，实收1.31亿元，已全部收回."""
    for due, done in zip(context.facts, context.facts[1:], strict=False):
        same = due.sentence == done.sentence and due.quantity.dimension == done.quantity.dimension
        if not same or not due.quantity.measured or not done.quantity.measured:
            continue
        if not word("claim_due").search(due.label) or not word("claim_done").search(done.label):
            continue
        after = _CLAUSE.split(context.text[done.end : done.end + _AHEAD].lstrip("，,；; "))[0]
        if word("all_got").search(after) and done.quantity.value < due.quantity.value:
            end = context.text.find(after, done.end) + len(after)
            yield _told(
                context, [(due.start, end)], after.strip(), f"{done.quantity.shown} ＜ {due.quantity.shown}"
            )


def _beyond_goal(context: Context) -> Iterator[Relation]:
    """15.4个月，未达到9个月的目标: a value and the goal that the words after it name."""
    for value, goal in zip(context.facts, context.facts[1:], strict=False):
        same = value.sentence == goal.sentence and value.quantity.dimension == goal.quantity.dimension
        if not same or not value.quantity.measured or value.quantity.dimension != goal.quantity.dimension:
            continue
        if word("points").search(goal.quantity.unit) or word("points").search(value.quantity.unit):
            continue  # 低于目标1.5个百分点: how far from the goal, not the goal
        between = context.text[value.end : goal.quantity.at]
        after = context.text[goal.end : goal.end + 6]
        side = word("goal_side").fullmatch(between)
        if side is None or not (word("goal_after").match(after) or word("goal_itself").search(between)):
            continue
        if word("goal_falls").search(value.label) and not word("told_plain_side").search(between):
            continue
        if goal.quantity.operator.startswith("<") and word("goal_better").search(between):
            continue  # 11分钟，优于15分钟以内的目标
        if _is_gap(context, value, goal) or word("goal_of_rate").match(context.text, goal.end):
            continue
        gap = value.quantity.value - goal.quantity.value
        if (side["above"] and gap < 0) or (side["below"] and gap >= 0):
            sign = "＜" if gap < 0 else "≥"
            yield _told(
                context, [(value.start, goal.end)], between.strip("，, "),
                f"{value.quantity.shown} {sign} {goal.quantity.shown}",
            )  # fmt: skip


def _is_gap(context: Context, value: Fact, goal: Fact) -> bool:
    """Whether what stands after a goal's name is how far a value is from it: 目标7,489元，实际7,259元，低于目标230元."""
    return any(
        abs(one.quantity.value - value.quantity.value) == goal.quantity.value
        for one in context.facts_in(value.line.start, value.start)
        if one.quantity.dimension == value.quantity.dimension
    )


def _moved_the_other_way(context: Context) -> Iterator[Relation]:
    """由8.4天升至7.9天: what rose ends above where it began."""
    for first, second in zip(context.facts, context.facts[1:], strict=False):
        between = context.text[first.end : second.quantity.at].strip()
        up, down = word("moved_up").match(between), word("moved_down").match(between)
        alike = first.sentence == second.sentence and first.quantity.dimension == second.quantity.dimension
        if not (up or down) or not alike or not (first.quantity.measured and second.quantity.measured):
            continue
        gap = second.quantity.value - first.quantity.value
        if (up and gap < 0) or (down and gap > 0):
            sign = "＜" if up else "＞"
            yield _told(
                context,
                [(first.start, second.end)],
                between,
                f"{second.quantity.shown} {sign} {first.quantity.shown}",
            )


def _proud(context: Context) -> Iterator[Relation]:
    """目标95%……94.98%，超额完成: the goal and the value right before words of full success."""
    start = context.report.start
    for match in word("proudly_done").finditer(context.body):
        low, line = start + match.start(), context.report.line_at(start + match.start())
        before = context.facts_in(line.start, low)[-_TWO:]
        if len(before) < _TWO or before[0].quantity.dimension != before[1].quantity.dimension:
            continue
        goals = [one for one in before if one.quantity.operator == ">=" or one.role == "target"]
        values = [one for one in before if one not in goals and one.quantity.measured]
        apart = context.text[before[1].end : low]
        if len(goals) != 1 or len(values) != 1 or not re.fullmatch(r"[，,；;。\s]*", apart):
            continue
        if any(word("goal_falls").search(one.label) for one in before):
            continue
        if values[0].quantity.value < goals[0].quantity.value:
            shown = f"{values[0].quantity.shown} ＜ {goals[0].quantity.shown}"
            yield _told(context, [(before[0].start, start + match.end())], match.group(), shown)


def _all_but_counted(context: Context) -> Iterator[Relation]:
    """12个指标全部完成, and further on 未完成指标为…: a question, since the two may speak of different projects."""
    start = context.report.start
    claims = list(word("all_goals_done").finditer(context.body))
    missed = word("goals_not_done").search(context.body)
    if len(claims) == 1 and missed is not None:
        spans = [(start + one.start(), start + one.end()) for one in (claims[0], missed)]
        yield _told(context, spans, claims[0].group(), missed.group(), "review")


def _rates_all_hundred(context: Context) -> Iterator[Relation]:
    """执行率全部达到100%, while a table shows a lower one."""
    for match in word("rates_all_hundred").finditer(context.body):
        if word("only_others").search(re.split(r"[。；\n]", context.body[: match.start()][-_AHEAD:])[-1]):
            continue  # 除甲、乙外，其余10个项目执行率均为100%
        for table in context.tables:
            column = table.column(word("head_rate"))
            low = [
                row[column]
                for row in table.rows
                if column >= 0 and row[column].quantity is not None
                and row[column].quantity.printed.value < _RATE_MOST  # type: ignore[union-attr]
            ]  # fmt: skip
            if low:
                span = context.report.start + match.start(), context.report.start + match.end()
                yield _told(context, [span, (low[0].start, low[0].end)], match.group(), low[0].text)
                return


def _faster(context: Context) -> Iterator[Relation]:
    """支出增速慢于收入增速, against both rates of growth."""
    for match in word("grows_faster").finditer(context.body):
        first, second = _growth_of(context, match["first"]), _growth_of(context, match["second"])
        if first is None or second is None:
            continue
        faster = bool(word("faster").search(match["how"]))
        if first.value != second.value and (first.value > second.value) != faster:
            spans = [(match.start() + context.report.start, match.end() + context.report.start)]
            spans += [(one.start, one.end) for one in (first, second)]
            yield _told(context, spans, match.group(), "与所列增幅相反", "review")


@dataclass(frozen=True)
class Growth:
    """A rate of growth, negative where something fell, with its span."""

    value: Fraction
    start: int
    end: int


def _growth_of(context: Context, name: str) -> Growth | None:
    """The one rate of growth that the report gives for income or spending: in a table's last row, else in prose."""
    for table in context.tables:
        for column, head in enumerate(table.header):
            if name in head.text and word("growth_head").search(head.text):
                cells = [row[column] for row in table.rows if row[column].quantity is not None]
                if cells and cells[-1].quantity is not None:
                    return Growth(cells[-1].quantity.value, cells[-1].start, cells[-1].end)
    found = [
        told
        for one in context.by_metric.get("fund_income" if name == "收入" else "fund_expense", [])
        if one.account == "all" and one.role == "actual" and (told := _growth_after(context, one)) is not None
    ]
    return found[0] if len({one.value for one in found}) == 1 else None


def _growth_after(context: Context, one: Fact) -> Growth | None:
    """The growth told right after an amount, in its own segment."""
    for told in context.facts[one.index + 1 : one.index + 4]:
        if told.quantity.unit != "%" or not context.same_segment(one, told):
            continue
        clause = context.clause_before(told)
        if word("compared_growth").search(clause):
            sign = -1 if word("growth_down").search(clause) else 1
            return Growth(sign * told.quantity.value, told.start, told.end)
        return None
    return None
