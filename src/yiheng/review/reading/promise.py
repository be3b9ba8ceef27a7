"""What a sentence promises and what came of it: its numbers as goals and results, paired before a claim on the two.

A claim (完成, 超额, 差3家, 完成率97.5%) stands beside the goal and the result that it compares: in its own sentence, or with the goal
in one of the two before it. Several goals in a row (省定96%、县定98%) are all readings of one; so are several results.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.exact.unit import Unit
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.goal_item import name_of, pieces, values_in
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity, masked
from yiheng.standards.measure import Measure

_CLAUSE = re.compile(r"[，。；;、\n|]|,(?!\d)")
_BARE = compiled(
    r"(?<![\d.,#])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?)(?P<large>[万亿])?(?P<unit>[\u4e00-\u9fa5]{0,2})(?=[，。；;、）)（(\s|]|$)"
)
_LEAD = 30
_BARE_DIMENSION = "bare"
_LIMITS = ("<=", "<")
_NO_COUNTS = ("ratio", "money", "score")


@dataclass(frozen=True, slots=True)
class Token:
    """One number of a line: ``kind`` is goal, result or other; ``lead`` the words of its clause before it."""

    value: Quantity
    kind: str
    lead: str
    name: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The goals and the results that a claim may compare: any of the one against any of the other."""

    goals: tuple[Token, ...]
    results: tuple[Token, ...]

    @property
    def down(self) -> bool:
        """Whether less is better."""
        goal = self.goals[-1]
        if goal.value.operator:
            return goal.value.operator in _LIMITS
        return bool(word("pm_down").search(goal.name + goal.lead))


@cache
def _bare_measure(large: str, unit: str) -> Measure:
    return Measure(
        Unit(
            large + unit, unit or _BARE_DIMENSION, Fraction({"": 1, "万": 10_000, "亿": 100_000_000}[large])
        ),
        "count",
        not large,
    )


def _bare(text: str, taken: Sequence[Quantity]) -> list[Quantity]:
    """Numbers without a unit right behind the words of a goal or a result: 目标12000，实际12960."""
    spans = {at for one in taken for at in range(one.at, one.end)}
    found = []
    for match in _BARE.finditer(masked(text)):
        lead = _CLAUSE.split(text[max(0, match.start() - _LEAD) : match.start()])[-1]
        told = word("pm_goal").search(lead) or word("pm_result").search(lead)
        if match.start() in spans or not told or word("pm_bare_not").match(match["unit"]):
            continue
        try:
            printed = Printed.parse(match["number"])
        except ExactError:
            continue
        large = match["large"] or ""
        found.append(
            Quantity(
                match.start(),
                match.end(),
                match.start(),
                printed,
                large + match["unit"],
                _bare_measure(large, match["unit"]),
            )  # fmt: skip
        )
    return found


def tokens_of(text: str) -> list[Token]:
    """The numbers of a line in order, each as a goal, a result or neither."""
    told = values_in(text)
    values = sorted((*told, *_bare(text, told)), key=lambda one: one.at)
    found: list[Token] = []
    for n, one in enumerate(values):
        low = max(values[n - 1].end if n else 0, one.at - _LEAD)
        clause = _CLAUSE.split(text[low : one.at])[-1]
        lead = _own(clause)
        kind = _kind(text, one, lead)
        if kind == "result" and lead != clause and word("pm_goal_colon").search(clause):
            sure = word("pm_result_sure").search(lead) or word("goal_base").search(lead)
            kind = "result" if sure else "goal"
        if found and found[-1].kind == "goal" and word("goal_joined").fullmatch(text, low, one.at):
            kind = "goal"  # 不低于92%、90%和85%
        if word("goal_band").match(text, one.end):
            kind = "other"  # 100%以上的93家
        found.append(Token(_bounded(text, one), kind, lead, name_of(text, low, one.at)))
    return found


def _own(lead: str) -> str:
    """The words after a colon, where they say something by themselves."""
    return lead.rpartition("：")[2] if len(lead.rpartition("：")[2].strip()) > 1 else lead


def _bounded(text: str, one: Quantity) -> Quantity:
    """30日内: a time that the word after it bounds."""
    within = one.family == "time" and not one.operator and text[one.end : one.end + 1] in ("内", "前")
    return replace(one, operator="<=") if within else one


def _kind(text: str, one: Quantity, lead: str) -> str:
    if one.family == "score":
        return "other"
    if word("pm_result_sure").search(lead) and not word("pm_goal_tail").match(text[one.end : one.end + 8]):
        return "other" if word("pm_result_not").search(lead) else "result"
    if word("pm_goal_not").search(lead) and not one.operator:
        tail = word("pm_goal_tail").match(text[one.end : one.end + 8])
        return "goal" if tail and re.search("较|比|高于|低于|超过|达到|距", lead) else "other"
    if word("pm_goal_tail").match(text[one.end : one.end + 8]) or word("pm_goal").search(lead):
        return "goal"
    if one.operator and not word("pm_result").search(lead):
        return "goal"
    if text[one.end : one.end + 1] in ("内", "前") and one.family == "time":
        return "goal"
    if word("pm_result_not").search(lead):
        return "other"
    return "budget" if word("pm_goal_budget").search(lead) else "result"


def readings_of(tokens: Sequence[Token], *, by_name: bool = True) -> Readings | None:
    """The last goals of some numbers with the results that follow them, or that stand right before them.

    ``by_name``: only the results that share most of the goal's name.
    """
    goals = [n for n, one in enumerate(tokens) if one.kind == "goal"]
    if not goals:
        return None
    last = goals[-1]
    dimension = tokens[last].value.dimension
    after = [one for one in tokens[last + 1 :] if _is_result(one, dimension)]
    if after:
        results = _nearest(tokens[last], after) if by_name else after
        return Readings(tuple(_run(tokens, last)), tuple(results))
    if len(_run(tokens, last)) > 1:
        return None  # of several goals after their results none is known to be this result's
    before = next((one for one in reversed(tokens[:last]) if one.kind != "other"), None)
    if before is not None and _is_result(before, dimension):
        return Readings((tokens[last],), (before,))
    return None


def _is_result(one: Token, dimension: str) -> bool:
    """Whether a number may be the result of a goal: of its dimension, or a count where one of the two has no unit."""
    own = one.value.dimension
    bare = _BARE_DIMENSION in (own, dimension) and one.value.family == "count" and dimension not in _NO_COUNTS
    bare = bare and one.value.value > 0  # 差错0起 is no result of 不少于45,000
    return one.kind == "result" and (own == dimension or bare)


def _run(tokens: Sequence[Token], last: int) -> list[Token]:
    """The goals of one dimension that stand in a row, the last of them at ``last``."""
    found = [tokens[last]]
    for one in reversed(tokens[:last]):
        if one.kind == "result":
            break
        if one.kind == "goal" and one.value.dimension == tokens[last].value.dimension:
            found.insert(0, one)
    return found


def _nearest(goal: Token, results: Sequence[Token]) -> list[Token]:
    """The results that share most of a goal's name; all that are told alike where none does."""
    own = pieces(goal.name)
    per = bool(word("pm_per").search(goal.name))
    results = [one for one in results if bool(word("pm_per").search(one.lead)) == per] or results
    shares = [sum(1 for piece in own if piece in one.lead) for one in results]
    if max(shares) > 0:
        return [one for one, share in zip(results, shares, strict=True) if share == max(shares)]
    return list(results)
