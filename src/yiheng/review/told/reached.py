"""R9 for a percentage of a goal and the words after it: 为预计数的105.1%，低于年初预计 cannot both be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.disclosed import disclosed


def reached_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Words that put what was done on the other side of its goal than the percentage before them."""
    wrong = {one.end for each in found if each.verdict in ("inconsistent", DISCLOSURE) for one in each.quotes}
    for claim in context.facts:
        if claim.quantity.unit != "%" or not claim.quantity.measured or claim.quantity.value == 1:
            continue
        told = word("reached_of").search(context.text[claim.sentence.start : claim.start])
        after = word("reached_side").match(context.text, claim.end, claim.sentence.end)
        if told is None or after is None or claim.end in wrong:
            continue
        above = says("reached_above", after["side"])
        alike = after["of"].startswith("100") or told["bare"] or after["of"] == told["of"]
        if alike and above != (claim.quantity.value > 1):
            quotes = (*context.quote_facts(claim), context.quote(*after.span("said")))
            yield disclosed(
                context,
                relation(
                    context, "R9", "inconsistent", "review_words", quotes, subject=claim.name,
                    expected=claim.quantity.shown, stated=after["said"],
                ),
            )  # fmt: skip
