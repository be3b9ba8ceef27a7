"""R3 RATIO for shares: 占…的比重, 分别占, with the part and the whole found by their names; R18 for labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, holds, judge, judged_relation, over, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, ratio
from yiheng.review.reading.lexicon import chinese_of, without, word
from yiheng.review.reading.name_end import named_at_end
from yiheng.review.reading.paired import run_of
from yiheng.review.rules.list import Listing, listings, lists_by_part
from yiheng.review.rules.ratio import amounts_before, best_base, percentages, ratio_judged, ratio_outcome

_OF = re.compile(r"\s*的?\s*$")
_BETWEEN, _NAME = 80, 3
_NEAR = 30
"""Characters within which a part without a whole is worth a note."""


def share_relations(context: Context) -> Iterator[Relation]:
    """Every stated share whose part and whole the text gives."""
    lists = listings(context)
    done: set[int] = set()
    for position, fact, clause in percentages(context):
        if position in done or not word("share").search(clause) or word("completion").search(clause):
            continue
        if word("share_not").search(clause) or word("formula").search(clause):
            continue
        shares = _run(context, position)
        if word("parallel").search(clause) or _of_a_run(context, shares):
            done.update(range(position, position + len(shares)))
            yield from _parallel(context, position, shares, clause)
            continue
        found = _share(context, position, fact, clause, lists)
        if found is not None:
            yield found


def _of_a_run(context: Context, shares: Sequence[Fact]) -> bool:
    """Whether as many amounts, joined as the shares are, stand right before them: 分别为A、B和C，占比重为34%、46%和20%."""
    before = context.facts[shares[0].index - 1] if shares[0].index > 0 else None
    return (
        len(shares) > 1
        and before is not None
        and len(run_of(context, before)) == len(shares) == len(run_of(context, shares[0]))
    )


def _run(context: Context, position: int) -> list[Fact]:
    """The percentages that follow one another: 34.05%和65.95%."""
    found = [context.facts[position]]
    for one in islice(context.facts, position + 1, None):
        between = context.text[found[-1].end : one.start].strip()
        if one.quantity.unit != "%" or not word("enumerated").fullmatch(between) or not one.quantity.measured:
            break
        found.append(one)
    return found


def _parallel(context: Context, position: int, shares: list[Fact], clause: str) -> Iterator[Relation]:
    """A 924.34万元，B 1,790.28万元，分别占34.05%和65.95%: each share of the whole that bears out the others."""
    above = [
        one
        for one in context.facts[max(0, position - 2 * len(shares) - 2) : position]
        if one.line is shares[0].line and one.quantity.measured and one.quantity.family in ("money", "count")
    ]
    parts = above[-len(shares) :]
    if len(shares) < 2 or len(parts) < len(shares) or len({one.quantity.dimension for one in parts}) > 1:
        return
    named = word("share_named").search(clause)
    if named is not None and named["name"].count("、") == len(shares) - 1:
        return  # 分别占在职、退休参保人数的49.33%和79.43%: each of a whole of its own
    wholes = _named(context, named["name"], parts[-1]) if named else []
    wholes += [one for one in above[: -len(shares)] if one.quantity.dimension == parts[0].quantity.dimension]
    readings: list[tuple[int, list[tuple[tuple[Fact, ...], tuple[Verdict, Fraction], str]]]] = []
    for whole in [None, *wholes]:
        judged = [_part_of(part, whole, parts, share) for part, share in zip(parts, shares, strict=True)]
        told = [one for one in judged if one is not None]
        if len(told) == len(shares):
            readings.append((sum(1 for one in told if holds(one[1])), told))
    if not readings:
        return
    fitting, told = max(readings, key=lambda one: one[0])
    if 2 * fitting < len(shares):
        context.note(shares[0].start, shares[-1].end, "占比的总数口径不明")
        return
    for share, (operands, found, shown) in zip(shares, told, strict=True):
        yield judged_relation(context, "R3", "review_ratio", operands, share, found, shown)


def _part_of(
    part: Fact, whole: Fact | None, parts: Sequence[Fact], share: Fact
) -> tuple[tuple[Fact, ...], tuple[Verdict, Fraction], str] | None:
    """A part over a whole, or over all parts together."""
    if whole is not None:
        found = ratio_judged(part, whole, share)
        return None if found is None else ((part, whole), found, over(part.quantity, whole.quantity))
    at = list(parts).index(part)
    function: Formula = lambda v: v[at] / sum(v, Fraction(0))  # noqa: E731
    quantities = [one.quantity for one in parts]
    found = judge(function, quantities, share.quantity)
    return None if found is None else (tuple(parts), found, f"{part.quantity.shown} ÷（{plus(quantities)}）")


def _share(
    context: Context, position: int, fact: Fact, clause: str, lists: Sequence[Listing]
) -> Relation | None:
    before = amounts_before(context, position, fact)
    if not before:
        return None
    label = word("share_mark").split(clause, maxsplit=1)[0]
    last = before[-1]
    if word("share_mark").search(last.label) and _OF.match(context.text[last.end : fact.at]):
        return _of_a_figure(context, fact, before, lists)
    if word("share_labelled").search(label) and len(chinese_of(label)) >= 2:
        return _labelled_share(context, fact, last, label, before)
    own = word("share_subject_noise").sub("", label)
    numerator = _numerator(before, own)
    if not own and word("composed").search(context.text[last.end : fact.start]):
        told = context.once(lists_by_part).get(last.start, [])
        numerator = told[-1].total if told else before[0]
    if numerator is not None and is_delta(numerator) and not context.same_segment(numerator, fact):
        numerator = None  # 比上年多112例；急诊118例，占36.20%
    if numerator is None:
        context.note(fact.start, fact.end, "占比的分子没有写出")
        return None  # 三级医院占45%: a share of a part whose amount is not told
    named = word("share_named").search(clause)
    name = named["name"] if named else ""
    totals = [listing.total for listing in context.once(lists_by_part).get(numerator.start, [])]
    options = _options(context, before, numerator, name, totals)
    if not options:
        if numerator.end > fact.start - _NEAR:
            context.note(fact.start, fact.end, "占比的总数没有写出或口径不明")
        return None
    for base in options:
        found = ratio_judged(numerator, base, fact)
        if found is not None and holds(found):
            return ratio_outcome(context, fact, numerator, base, found, "占比")
    first = options[0]
    if name or first in totals or _is_whole(context, first, numerator):
        return best_base(context, fact, numerator, options, "占比", lists)
    if len(options) == 1 and context.same_segment(first, fact) and _told_of(numerator):
        return best_base(context, fact, numerator, options, "占比", lists)
    context.note(fact.start, fact.end, "占比的总数口径不明")
    return None


def _told_of(numerator: Fact) -> bool:
    """Whether a part is said to be one of what stands before it: 已接入, 其中."""
    return bool(word("part_of").search(numerator.label))


def _of_a_figure(
    context: Context, fact: Fact, before: Sequence[Fact], lists: Sequence[Listing]
) -> Relation | None:
    """占全市定点医药机构1,280家的40%: the whole is told; the part is a figure before it."""
    base = before[-1]
    shared = [one for one in reversed(before[:-1]) if one.quantity.dimension == base.quantity.dimension]
    if not shared:
        return None
    for part in shared:
        found = ratio_judged(part, base, fact)
        if found is not None and holds(found):
            return ratio_outcome(context, fact, part, base, found, "占比")
    parted = next((one.total for one in lists if shared[0] in one.parts), shared[0])
    return best_base(context, fact, parted, [base], "占比", lists)


def _numerator(before: Sequence[Fact], own: str) -> Fact | None:
    """The figure that the words before 占 name; the nearest where they name none."""
    if len(own) < 2:
        return before[-1]
    ranked = [(_common_end(own, without("filler_end", one.label)), n) for n, one in enumerate(before)]
    best = max(ranked)
    if best[0] >= min(len(own), _NAME):
        return before[best[1]]
    return before[-1] if own[-2:] in before[-1].label else None


def _common_end(first: str, second: str) -> int:
    """How many characters two names share at their end."""
    count = 0
    while count < min(len(first), len(second)) and first[-1 - count] == second[-1 - count]:
        count += 1
    return count


def _options(
    context: Context, before: Sequence[Fact], numerator: Fact, name: str, totals: Sequence[Fact]
) -> list[Fact]:
    """What may be the whole, the likeliest first."""
    if name:
        options = _named(context, name, numerator)
    else:
        inside = [one for one in before if one.quantity.dimension == numerator.quantity.dimension]
        options = [*(one for one in totals if one not in inside), *inside]
    options = [
        one
        for one in options
        if one is not numerator
        and (one.role not in ("base", "budget", "target", "prior") or one.role == numerator.role)
        and (
            one.quantity.value >= numerator.quantity.value
            or one in totals
            or word("list_mark").search(context.text[one.end : numerator.start])
        )
    ]
    return sorted(
        options,
        key=lambda one: (
            one not in totals,
            not _is_whole(context, one, numerator),
            abs(one.start - numerator.start),
        ),
    )


def _is_whole(context: Context, base: Fact, numerator: Fact) -> bool:
    """Whether the words make one number the whole of another: 共有…, 其中…."""
    if numerator.start - base.end >= _BETWEEN:
        return False
    between = context.text[base.end : numerator.start]
    return bool(word("share_whole").search(base.label) or word("list_mark").search(between))


def _named(context: Context, name: str, numerator: Fact) -> list[Fact]:
    """The facts whose words end in the name of a base: 占基金总支出的."""
    core = without("share_base_noise", name)
    if len(core) < 2:
        return []
    return [
        one
        for one in named_at_end(context, core)
        if one.quantity.dimension == numerator.quantity.dimension and one.quantity.measured
        and one.role == "actual" and one is not numerator
    ]  # fmt: skip


def _labelled_share(
    context: Context, fact: Fact, numerator: Fact, label: str, before: Sequence[Fact]
) -> Relation | None:
    """净值占66.17%: the label says of what; another base that gives the percentage shows a wrong label."""
    named = re.sub(r"[^\u4e00-\u9fa5]", "", label)[-2:]
    bases = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
    own = next((one for one in bases if named in one.label), None)
    if own is None or not own.quantity.value:
        return None
    found = judge(ratio, [numerator.quantity, own.quantity], fact.quantity)
    if holds(found) or numerator.quantity.value == 0 or found is None:
        return None
    other = next((b for b in bases if holds(ratio_judged(numerator, b, fact))), None)
    if other is None:
        return ratio_outcome(context, fact, numerator, own, found, "占比")
    return relation(
        context, "R18", "inconsistent", "review_label", context.quote_facts(numerator, fact, own, other),
        subject=f"{named}占比", expected=fact.quantity.text_of(found[1]), stated=fact.quantity.shown,
        formula=f"{over(numerator.quantity, other.quantity)}（{other.name}）",
        repairs=(f"“{named}占”改为“{other.name[-2:]}占”",),
    )  # fmt: skip
