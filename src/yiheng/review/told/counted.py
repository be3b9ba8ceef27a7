"""R1 COUNT of what is listed: 6起（分别为……）, 五项中绿灯3项、黄灯1项, names before 等4个, goals told one by one and then counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of

_LISTED = re.compile(r"\d[\d,.]*\s?[\u4e00-\u9fa5]{0,3}")
_PAIR, _NAMES, _NEAR = 2, 4, 2
Told = tuple[tuple[int, int], tuple[int, int], str, int]
"""Where the count stands, where what is counted stands, what is said, and how many there are."""


def counted_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Counts that what is listed beside them does not have, of places that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        for claim, listed, stated, many in law(context):
            start = context.report.start
            spans = [(start + low, start + high) for low, high in sorted({claim, listed})]
            if not {high for _, high in spans} & accused:
                accused |= {high for _, high in spans}
                yield relation(
                    context, "R1", "inconsistent", "review_sum", [context.quote(*one) for one in spans],
                    subject=stated, expected=str(many), stated=stated, formula=f"所列{many}项",
                )  # fmt: skip


def _bracketed(context: Context) -> Iterator[Told]:
    """兑现奖励6起、2.05万元（分别为2,000元、3,500元、5,000元、2,000元和8,000元）."""
    for match in word("cnt_bracket").finditer(context.body):
        end = re.compile(r"[）)\n]").search(context.body, match.end())
        inside = context.body[match.end() : end.start()] if end else ""
        many = len(_LISTED.findall(inside))
        plain = re.fullmatch(r"(?:\d[\d,.]*\s?[\u4e00-\u9fa5]{0,3}[、，和及]?)+", inside)
        if plain and many >= _PAIR and count_of(match["count"]) != many:
            yield (
                match.span("count"),
                (match.end(), match.end() + len(inside)),
                match["count"] + match["unit"],
                many,
            )


def _among(context: Context) -> Iterator[Told]:
    """五项中绿灯3项、黄灯1项、红灯0项; 四项指标完成3项，未完成2项."""
    for match in word("cnt_among").finditer(context.body):
        parts = [(one["label"], count_of(one["count"])) for one in word("cnt_part").finditer(match["parts"])]
        whole, told = count_of(match["all"]), sum(count for _, count in parts)
        closed = any(says("cnt_closed", label) for label, _ in parts) or any(not count for _, count in parts)
        if whole and told != whole and closed and abs(told - whole) <= _NEAR:
            yield match.span("all"), match.span("parts"), match["all"] + match["unit"], told


def _halves(context: Context) -> Iterator[Told]:
    """12个月中有11个月按时拨付，1个月延迟."""
    for match in word("cnt_halves").finditer(context.body):
        whole, yes, no = (count_of(match[name]) for name in ("all", "yes", "no"))
        late = says("cnt_on_time", match["label"]) and says("cnt_late", match["other"])
        shared = any(match["label"][n : n + _PAIR] in match["other"] for n in range(len(match["label"]) - 1))
        if yes + no != whole and yes < whole and (late or shared):
            yield match.span("all"), (match.start("yes"), match.end()), match["all"] + match["unit"], yes + no


def _named(context: Context) -> Iterator[Told]:
    """办公室、政治部、立法科、执法监督科等5个内设机构: one more or fewer than the names before it."""
    for match in word("cnt_names").finditer(context.body):
        many = match["names"].count("、") + 1
        joined = many + bool(word("cnt_names_joint").search(match["names"].split("、")[-1]))
        count = count_of(match["count"])
        if many >= _NAMES and count not in (many, joined) and (count < many or count == joined + 1):
            yield match.span("count"), match.span("names"), f"等{match['count']}", joined


def _headings(context: Context) -> Iterator[Told]:
    """数量指标3项……质量指标2项……以上10项指标全部完成."""
    for match in word("cnt_all_headings").finditer(context.body):
        named = list(word("cnt_heading").finditer(context.body, 0, match.start()))
        total = sum(int(one["count"]) for one in named)
        names = {one["name"] for one in named}
        if len(named) > _PAIR and len(names) == len(named) and total != count_of(match["count"]):
            yield match.span("count"), named[-1].span("count"), f"{match['count']}项指标", total


def _goals(context: Context) -> Iterator[Told]:
    """……目标≥90%，实际94.2%；……五项目标全部完成, of the goals of the paragraph."""
    for match in word("cnt_all_goals").finditer(context.body):
        low = context.body.rfind("\n", 0, match.start()) + 1
        items = list(word("cnt_goal_item").finditer(context.body, low, match.start()))
        count = count_of(match["count"])
        told = len(word("cnt_goal_word").findall(context.body, low, match.start()))
        if told == len(items) > _PAIR and count != len(items) and abs(count - len(items)) <= _NEAR:
            yield match.span("count"), items[-1].span(), f"{match['count']}项目标", len(items)


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _bracketed,
    _among,
    _halves,
    _named,
    _headings,
    _goals,
)
