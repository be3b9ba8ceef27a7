"""R7, R8, R9, R10, R13, R22 where goal and result stand side by side: 目标值≥90%，实际93%, and rows of indicator tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.context import Context, relation
from yiheng.review.fact import Fact, alike, core_of
from yiheng.review.finding import Quote, Relation
from yiheng.review.lexicon import limit, word
from yiheng.review.quantity import Quantity, chinese_value, quantities
from yiheng.review.rule_goal import full_marks
from yiheng.review.rule_same import significant
from yiheng.review.table import Cell, Table

_EMPTY = re.compile(r"[-—/\s]*")
_BARE_SIGN = re.compile(r"[≥≤><=]=?")


@dataclass(frozen=True)
class Pair:
    """A goal with its result. ``words`` follow the result in its clause; ``scored`` where a full mark was given."""

    name: str
    goal: Quantity
    result: Quantity
    quotes: tuple[Quote, ...]
    words: str = ""
    fullmark: bool = False
    explained: bool = False

    @property
    def fits(self) -> bool:
        """Whether the result reaches the goal."""
        gap = self.result.value - self.goal.value
        sense = self.goal.operator or ("<=" if word("goal_down").search(self.name) else ">=")
        return {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0}.get(sense, gap == 0)


def meet_relations(context: Context) -> Iterator[Relation]:
    """All rules on goals with their results beside them."""
    told = _told_pairs(context)
    rows = [pair for table in context.tables for pair in _table_pairs(context, table)]
    for pair in (*told, *rows):
        yield from _judged(context, pair)
    yield from _counted(context, [*told, *rows])
    yield from _bare_goals(context, told)
    for table in context.tables:
        yield from _gaps(context, table)


def _told_pairs(context: Context) -> list[Pair]:
    found = []
    for goal, result in zip(context.facts, context.facts[1:], strict=False):
        if goal.line is not result.line or goal.quantity.dimension != result.quantity.dimension:
            continue
        between = context.text[goal.end : result.start]
        if not word("pair_between").fullmatch(between) or not word("pair_actual").match(result.label):
            continue
        if word("pair_not").search(goal.label) or (
            goal.quantity.family in ("money", "score") and not goal.quantity.operator
        ):
            continue
        named = core_of(word("pair_actual").sub("", result.label))
        if len(named) >= 3 and named not in goal.label and not alike(named, goal.core):
            continue
        if (
            result.quantity.operator
            or goal.quantity.upper
            or goal.quantity.approximate
            or result.quantity.approximate
        ):
            continue
        tail = re.split(r"[。；;\n]", context.text[result.end : result.end + 40])[0]
        name = goal.name if goal.name != goal.quantity.shown else goal.core
        found.append(Pair(name, goal.quantity, result.quantity, context.quote_facts(goal, result), tail))
    return found


@dataclass(frozen=True)
class Columns:
    """Where an indicator table has its goals, results, points and reasons; -1 where it has none."""

    goal: int
    result: int
    full: int
    award: int
    reason: int
    done: int


def _columns(table: Table) -> Columns | None:
    names = ("head_goal", "head_result", "head_full", "head_award", "head_reason", "head_done")
    found = Columns(*(table.column(word(name)) for name in names))
    return found if min(found.goal, found.result) > 0 and found.goal != found.result else None


def _name(row: Sequence[Cell], columns: Columns) -> str:
    """The nearest words left of the goal."""
    return next((cell.text for cell in reversed(row[: columns.goal]) if cell.text), row[0].text)


def _points(row: Sequence[Cell], columns: Columns) -> tuple[Fraction, Fraction] | None:
    if min(columns.full, columns.award) < 0:
        return None
    full, award = row[columns.full].quantity, row[columns.award].quantity
    return None if full is None or award is None else (full.printed.value, award.printed.value)


def _cell_value(cell: Cell) -> Quantity | None:
    """The one number of a cell that holds nothing else."""
    if re.search(r"[，；。、]", cell.text):
        return None
    told = quantities(f"为{cell.text}")
    return told[0] if len(told) == 1 else cell.quantity if cell.quantity and not told else None


def _table_pairs(context: Context, table: Table) -> Iterator[Pair]:
    columns = _columns(table)
    if columns is None:
        return
    for row in table.rows:
        goal, result = _cell_value(row[columns.goal]), _cell_value(row[columns.result])
        if goal is None or result is None or goal.dimension != result.dimension:
            continue
        if goal.upper or goal.approximate or result.operator or result.approximate or goal.family == "score":
            continue
        if goal.family == "money" and not goal.operator:
            continue
        points = _points(row, columns)
        reason = columns.reason > 0 and not _EMPTY.fullmatch(row[columns.reason].text)
        done = columns.done > 0 and bool(word("done_yes").fullmatch(row[columns.done].text))
        cells = [cell for cell in row[: columns.goal] if cell.text][-1:] + [
            row[columns.goal],
            row[columns.result],
        ]
        yield Pair(
            _name(row, columns), goal, result, tuple(context.quote(cell.start, cell.end) for cell in cells),
            fullmark=done or (points is not None and points[1] >= points[0] > 0),
            explained=reason or (points is not None and points[1] < points[0]),
        )  # fmt: skip


def _judged(context: Context, pair: Pair) -> Iterator[Relation]:
    """One goal against its result: impossible, copied, missed, or told as missed though it was reached."""
    goal, result = pair.goal, pair.result
    most = goal.measure.unit.to_base(Fraction(100))
    shown = {
        "subject": pair.name,
        "expected": f"{_SIGNS.get(goal.operator, '')}{goal.shown}",
        "stated": result.shown,
    }
    if (
        goal.unit == "%"
        and word("rate_name").search(pair.name)
        and (goal.value > most or (goal.operator == ">" and goal.value == most))
    ):
        yield relation(
            context,
            "R8",
            "inconsistent",
            "review_goal_impossible",
            pair.quotes,
            subject=pair.name,
            stated=goal.shown,
        )
        return
    copied = goal.value == result.value and not goal.operator and not pair.explained
    if copied and goal.family != "money" and _precise(goal):
        yield relation(context, "R7", "inconsistent", "review_backfill", pair.quotes, **shown)
    claims_missed = bool(word("told_missed").search(pair.words))
    if pair.fits:
        if claims_missed:
            yield relation(
                context, "R22", "inconsistent", "review_words", pair.quotes, subject=pair.name,
                expected=f"{shown['expected']}、{result.shown}", stated=pair.words.strip("，, "),
            )  # fmt: skip
        else:
            yield relation(context, "R9", "consistent", "review_met", pair.quotes, **shown)
    elif not claims_missed:
        yield from _missed(context, pair, shown)


_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}


def _precise(goal: Quantity) -> bool:
    """Whether a number has so many digits that no one sets it as a goal."""
    return significant(goal) >= limit("digits_backfill") or (
        goal.printed.decimals >= 2 and significant(goal) >= 3
    )


def _missed(context: Context, pair: Pair, shown: dict[str, str]) -> Iterator[Relation]:
    claimed = word("told_met").search(pair.words)
    equal = pair.goal.value == pair.result.value
    if equal and pair.goal.operator in (">", "<"):
        yield relation(context, "R8", "inconsistent", "review_strict", pair.quotes, **shown)
        return
    if not claimed and (pair.explained or _admitted(context, pair)):
        return
    words = claimed.group() if claimed else ("满分" if pair.fullmark else context.success)
    if not words and full_marks(context):
        words = "满分"
    yield relation(
        context, "R9", "inconsistent" if words else "review", "review_missed" if words else "review_missed_question",
        pair.quotes, formula=f"“{words}”" if words else "", **shown,
    )  # fmt: skip


def _admitted(context: Context, pair: Pair) -> bool:
    """Whether the text says near the result, or among the problems, that the goal was missed."""
    end = pair.quotes[-1].end
    near = context.text[end : end + 60].split("\n")[0]
    name = pair.name[-4:]
    named = re.search(rf"{re.escape(name)}[^。\n]{{0,30}}(?:{word('acknowledged').pattern})", context.body)
    return bool(word("acknowledged").search(near)) or bool(named) or name in context.problems_text


def _counted(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """五项指标全部达标; 12个指标，完成10个: the number that was met, where every one of them can be counted."""
    for match in word("goals_counted").finditer(context.body):
        count = _number(match["count"])
        if count != len(pairs) or count < 2:
            continue
        met = sum(1 for pair in pairs if pair.fits)
        claimed = (
            count if match["all"] else 0 if match["none"] else _number(match["met"] or match["some"] or "")
        )
        if claimed is None or claimed == met:
            continue
        quote = context.quote(context.report.start + match.start(), context.report.start + match.end())
        missed = [one for pair in pairs if not pair.fits for one in pair.quotes]
        yield relation(
            context, "R22", "inconsistent", "review_words", [quote, *missed], subject="目标完成数", expected=f"达到目标的{met}项",
            stated=match.group(),
        )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_value(text) if text else None


def _bare_goals(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """A goal without result in a list whose other goals have theirs."""
    paired = {quote.end for pair in pairs for quote in pair.quotes}
    lines = {context.report.line_at(pair.quotes[0].start).start for pair in pairs}
    by_path: dict[tuple[str, ...], int] = {}
    for pair in pairs:
        path = context.report.line_at(pair.quotes[0].start).path
        by_path[path] = by_path.get(path, 0) + 1
    for fact in context.facts:
        near = fact.line.start in lines or (
            by_path.get(fact.line.path, 0) >= 2 and bool(fact.quantity.operator)
        )
        if fact.end in paired or not near or by_path.get(fact.line.path, 0) < 2 or fact.depth:
            continue
        after = context.text[fact.end : fact.end + 1]
        goal = fact.quantity.operator or (fact.quantity.unit == "%" and word("rate_name").search(fact.label))
        if (
            goal
            and after in "；;。，\n"
            and not word("pair_result").search(fact.label)
            and _is_goal_like(fact)
        ):
            yield relation(
                context, "R10", "review", "review_goal_no_value", context.quote_facts(fact), subject=fact.name,
                stated=fact.quantity.shown,
            )  # fmt: skip


def _is_goal_like(fact: Fact) -> bool:
    """Whether a number may be a goal: it compares with nothing, and its own clause names an indicator."""
    return len(fact.core) >= 3 and not word("compared").search(fact.label) and not fact.quantity.approximate


def _gaps(context: Context, table: Table) -> Iterator[Relation]:
    """Cells that an indicator row leaves empty: its goal, its result, the reason of its lost points."""
    columns = _columns(table)
    if columns is None:
        return
    reasons = columns.reason > 0 and any(not _EMPTY.fullmatch(row[columns.reason].text) for row in table.rows)
    filled = sum(1 for row in table.rows if not _EMPTY.fullmatch(row[columns.result].text))
    for row in table.rows:
        name, goal, result = _name(row, columns), row[columns.goal], row[columns.result]
        points = _points(row, columns)
        if not name or word("table_total").match(re.sub(r"\s", "", name)) or _EMPTY.fullmatch(name):
            continue
        quotes = [
            context.quote(cell.start, cell.end) for cell in (row[columns.goal - 1], goal, result) if cell.text
        ]
        full = points is not None and points[1] >= points[0] > 0
        if _EMPTY.fullmatch(goal.text) or _BARE_SIGN.fullmatch(goal.text):
            if _cell_value(result) is not None and quotes:
                said = "inconsistent" if _BARE_SIGN.fullmatch(goal.text) else "review"
                yield relation(context, "R8", said, "review_goal_lost", quotes, stated=goal.text or name)
        elif _EMPTY.fullmatch(result.text) and filled >= 2:
            yield relation(
                context, "R10", "inconsistent" if full else "review", "review_goal_no_value", quotes, subject=name,
                stated=goal.text,
            )  # fmt: skip
        elif (
            reasons
            and points is not None
            and points[1] < points[0]
            and _EMPTY.fullmatch(row[columns.reason].text)
        ):
            yield relation(
                context, "R13", "review", "review_points_unexplained", quotes,
                expected=f"{float(points[0] - points[1]):g}分", stated=f"{float(points[1]):g}分",
            )  # fmt: skip
