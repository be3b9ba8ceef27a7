"""R16 ORDER: a part is no larger than its whole: 办结 within 受理, 实到 within 应到, actual within in-policy rates."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review.finding import Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import POSTS, Fact
from yiheng.review.reading.lexicon import says, word

_REACH = 4


def order_relations(context: Context) -> Iterator[Relation]:
    """Every part told right after its whole."""
    leads = [context.clause_before(fact) for fact in context.facts]
    for at, whole in enumerate(context.facts):
        if word("flow_net").search(leads[at]) or word("gap_vacant").search(leads[at]) or is_delta(whole):
            continue  # 净减少2人，其中调出5人、增加3人; 41872人，比上年减少213人，其中在职28640人
        if not _plain(whole) or not (
            word("order_whole").search(leads[at])
            or whole.quantity.family == "ratio"
            or word("list_mark").search(context.text, whole.end, whole.end + 4)
        ):
            continue
        for place in range(at + 1, min(at + 1 + _REACH, len(context.facts))):
            part = context.facts[place]
            if part.line is not whole.line:
                break
            if not _plain(part) or part.quantity.value <= whole.quantity.value:
                continue
            between = context.text[whole.end : part.start]
            if word("order_each").search(between):
                break  # 4个县区各2个项目，合格8个
            inside = (one.quantity.dimension for one in context.facts[at + 1 : place])
            lead = leads[place] if len(leads[place]) < len(between) else between
            first = part.quantity.dimension not in inside and not _enumerated(context, at)
            kind = _kind(whole, leads[at], part, lead, first=first, last_of_list=_enumerated(context, at))
            if kind:
                yield relation(
                    context, "R16", "inconsistent" if kind == "sure" and place <= at + 2 else "review",
                    "review_bound", context.quote_facts(whole, part), subject=part.name, stated=part.quantity.shown,
                    expected=whole.quantity.shown, formula=whole.name,
                )  # fmt: skip
                break


def _enumerated(context: Context, at: int) -> bool:
    """Whether a number is the last of a list, so that 其中 after it is of them all."""
    before, fact = context.facts[at - 1], context.facts[at]
    return (
        at > 0
        and before.sentence == fact.sentence
        and before.quantity.dimension == fact.quantity.dimension
        and "、" in context.text[before.end : fact.start]
    )


def _plain(fact: Fact) -> bool:
    if (
        not fact.quantity.measured
        or fact.quantity.family not in ("count", "ratio", "money")
        or fact.role == "prior"
    ):
        return False
    return not says("told_mean", fact.label) and not says(
        "order_rate", fact.label
    )  # 每家5份; 发生率每十万剂次19.9例


def _kind(whole: Fact, before: str, part: Fact, after: str, *, first: bool, last_of_list: bool) -> str:
    """How two numbers stand as whole and part: sure, likely, or not at all."""
    if whole.quantity.family == "ratio" or part.quantity.family == "ratio":
        if whole.quantity.unit != "%" or part.quantity.unit != "%" or whole.sentence != part.sentence:
            return ""
        policy = word("order_policy").search(before) and word("order_actual").search(after)
        return "sure" if policy and not word("order_other").search(after) else ""
    if word("order_other").search(before) or word("order_other").search(after):
        return ""
    if whole.quantity.family == "money":
        next_to = part.index == whole.index + 1 and whole.sentence == part.sentence
        next_to = next_to and word("order_amount").search(whole.label) is not None
        return "sure" if next_to and first and word("order_among").match(after) else ""
    units = {whole.quantity.dimension, part.quantity.dimension}
    if len(units) > 1 and not units <= POSTS:
        return ""
    due = word("order_due").search(before)
    if due is not None and whole.sentence == part.sentence:
        done = word("order_done").search(after)
        same = done is not None and (
            due["verb"].startswith(done["verb"]) or done["verb"].startswith(due["verb"])
        )
        return "sure" if same else ""  # 应检机构120家，实检118家
    if word("list_mark").search(after) and first and whole.sentence == part.sentence:
        return "sure" if word("order_among").match(after) else "likely"  # 电话访问600户，其中满意673户
    if word("order_posts").search(before):
        return "likely" if word("order_filled").search(after) else ""
    if not word("order_whole").search(before) or not word("order_part").search(after) or last_of_list:
        return ""
    return "sure" if whole.sentence == part.sentence else ""
