"""R17 PER_CAPITA: means per person, visit or payment, and persons by a standard, from the amounts told around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation, off, over, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.rules.list import listings
from yiheng.standards.measure import Measure, measures

_HEADS = frozenset({"persons", "visits", "cases", "payments", "times", "户", "床日", "人日"})
_LABEL_END = 12
_MOST_READINGS = 4
_OFTEN = 12

_EACH = {"人": "persons", "家": "institutions", "户": "户", "个": "pieces", "例": "cases"}

Pair = tuple[Fact, Fact]


def per_head_relations(context: Context) -> Iterator[Relation]:
    """Every stated mean, and every product of persons and a standard."""
    parts = frozenset(part.start for one in listings(context) for part in one.parts)
    by_line: dict[int, list[Fact]] = {}
    for fact in context.facts:
        by_line.setdefault(fact.line.start, []).append(fact)
    for inside in by_line.values():
        told = [one for one in inside if not says("compared", one.label)]
        for mean in told:
            head = context.text[mean.sentence.start : mean.start]
            if _is_mean(mean) and not (says("mean_by_month", mean.label) or says("mean_headed", head)):
                yield from _mean(context, told, mean, parts)
        yield from _by_standard(context, told)


def _is_mean(fact: Fact) -> bool:
    return bool(
        (
            fact.quantity.family == "money"
            or (fact.quantity.family == "count" and word("per_event").search(fact.label))
        )
        and fact.quantity.measured
        and fact.line.section != "goal"
        and fact.role in ("actual", "base")
        and says("per_head", fact.label[-_LABEL_END:])
        and not word("standard").search(fact.label)
        and not says("bound_prior", fact.label)
        and not word("moved_from").fullmatch(fact.label[-1:])
    )


def _mean(context: Context, told: Sequence[Fact], mean: Fact, parts: frozenset[int]) -> Iterator[Relation]:
    """支出X，惠及N人，人均Y: a mean that any amount and count of its words give is right."""
    pairs = _pairs(told, mean) or _told_elsewhere(context, told, mean)
    if not pairs or of_a_rate(context, mean):
        return
    judged = [(one, judge(ratio, [one[0].quantity, one[1].quantity], mean.quantity)) for one in pairs]
    for one, found in judged:
        if found is not None and found[0] is not Verdict.INCONSISTENT:
            yield _relation(context, mean, one, found)
            return
    sure = _narrowed(mean, pairs, parts)
    found = judge(ratio, [sure[0].quantity, sure[1].quantity], mean.quantity) if sure else None
    if sure and found is not None:
        yield _relation(context, mean, sure, found)
        return
    context.note(mean.start, mean.end, "人均数的分子或分母不止一种读法")
    spent = [one for one in judged if one[0][0].sentence == mean.sentence and one[1] is not None]
    if spent and not _of_others(mean, told):
        yield _question(context, mean, [(one, found[1]) for one, found in spent if found is not None])


def of_a_rate(context: Context, mean: Fact) -> bool:
    """Whether a mean is told as the meaning of a percentage: 中央80%，即每人488元 is a share of a standard."""
    before = context.facts[mean.index - 1] if mean.index else None
    return (
        before is not None
        and before.sentence == mean.sentence
        and before.quantity.unit == "%"
        and bool(word("mean_of_rate").fullmatch(context.text[before.end : mean.at]))
    )


def _pairs(told: Sequence[Fact], mean: Fact) -> list[Pair]:
    """Amounts and counts before a mean, those of its own sentence where it has counts."""
    before = [one for one in told if one.start < mean.start and one.quantity.measured]
    counts = _counts(told, mean)
    sums = [
        one
        for one in before
        if one.quantity.dimension == mean.quantity.dimension
        and one not in counts
        and one.quantity.value > mean.quantity.value
        and not says("per_head", one.label)
    ]
    return [(amount, heads) for amount in sums for heads in counts]


def _counts(told: Sequence[Fact], mean: Fact) -> list[Fact]:
    """The counts a mean may rest on: the one in brackets right after it, else those before it."""
    kinds = _HEADS | set(_dimensions(mean))
    counted = [
        one for one in told if one.quantity.dimension in kinds and one.quantity.measured and one is not mean
    ]
    after = [
        one for one in counted if mean.end < one.start < mean.end + _LABEL_END and one.depth > mean.depth
    ]
    if after:
        return after
    before = [one for one in counted if one.start < mean.start]
    if mean.quantity.family == "count":
        before = [one for one in before if one.quantity.dimension in _dimensions(mean)]
    own = [one for one in before if one.sentence == mean.sentence]
    return own or [one for one in before if not _of_its_own_mean(told, one)]


def _of_its_own_mean(told: Sequence[Fact], count: Fact) -> bool:
    """住院618人次，次均2,291元。门诊39.03万元，次均137元: whether a count has a mean of its own in its sentence."""
    return any(one.sentence == count.sentence and one.start > count.start and _is_mean(one) for one in told)


def _told_elsewhere(context: Context, told: Sequence[Fact], mean: Fact) -> list[Pair]:
    """The amount stands in another paragraph, told in the words of the count or of the mean."""
    if mean.quantity.family != "money":
        return []
    counts = _counts(told, mean)
    counts = [one for one in counts if one.sentence == mean.sentence or _of_one_thing(mean, one)]
    amounts = [
        one
        for one in context.once(_amounts_spent)
        if one.quantity.value > mean.quantity.value and one.line is not mean.line
    ]
    pairs = [(amount, heads) for amount in amounts for heads in counts]
    fitting = next((one for one in pairs if _gives(one, mean)), None)
    return [fitting] if fitting is not None else [one for one in pairs if _of_one_thing(*one)]


def _amounts_spent(context: Context) -> list[Fact]:
    """Every amount that was spent, as no mean and no change."""
    return [
        one
        for one in context.facts
        if one.role == "actual"
        and one.quantity.dimension == "money"
        and one.quantity.measured
        and _spent(one)
        and not says("compared", one.label)
    ]


def _gives(pair: Pair, mean: Fact) -> bool:
    operands = [one.quantity for one in pair]
    return not off(ratio, operands, mean.quantity) and holds(judge(ratio, operands, mean.quantity))


def _narrowed(mean: Fact, pairs: list[Pair], parts: frozenset[int]) -> Pair | None:
    """The one pair that the words speak of; None where they leave several."""
    kept = pairs
    if len(pairs) > 1:
        heads = _served({count.start: count for _, count in pairs}, mean, parts)
        spent = [one for one in pairs if one[1] in heads and _spent(one[0])]
        told = [one for one in spent if _of_one_thing(*one)]
        near = [one for one in spent if one[0].sentence == mean.sentence]
        kept = next((some for some in (told, spent, near) if len(some) == 1), [])
    return kept[0] if len(kept) == 1 and not _of_others(mean, kept[0]) else None


def _spent(amount: Fact) -> bool:
    """Whether an amount was spent, not given or planned."""
    spent, given = word("spent_on").search(amount.label), word("amount_given").search(amount.label)
    return spent is not None and given is None and not says("not_spent", amount.label)


def _served(counts: dict[int, Fact], mean: Fact, parts: frozenset[int]) -> list[Fact]:
    """Those who got something: neither the parts of another count nor applicants; of the kind the mean names."""
    for fits in (
        lambda one: one.start not in parts,
        lambda one: not word("applied").search(one.label),
        lambda one: one.quantity.dimension in _dimensions(mean),
    ):
        counts = {at: one for at, one in counts.items() if fits(one)} or counts
    return list(counts.values())


def _dimensions(mean: Fact) -> tuple[str, ...]:
    """What a mean's word counts: 次均 visits, 笔均 payments."""
    for dimensions, words in (
        (("visits", "times", "cases"), "per_visit"),
        (("cases", "visits"), "per_case"),
        (("payments",), "per_payment"),
        (("户", "institutions"), "per_household"),
        (("items", "pieces", "件"), "per_item"),
        (("场", "times"), "per_session"),
        (("institutions",), "per_institution"),
        (("working_days", "days"), "per_day"),
    ):
        if word(words).search(mean.label[-_LABEL_END:]):
            return dimensions
    return ("persons",)


def _of_one_thing(amount: Fact, heads: Fact) -> bool:
    """Whether an amount and a count are told of in the same words: 生育津贴."""
    return any(heads.core[n : n + 4] in amount.core for n in range(len(heads.core) - 3))


def _of_others(mean: Fact, told: Sequence[Fact]) -> bool:
    """Whether a mean names people or costs that neither its amount nor its count speaks of: 退休人员人均."""
    own = chinese_of(without("filler_end", word("per_head_noise").sub("", mean.label)))
    said = "".join(one.label for one in told if one is not mean)
    return len(own) >= 2 and not any(own[n : n + 2] in said for n in range(len(own) - 1))


def _relation(context: Context, mean: Fact, pair: Pair, found: tuple[Verdict, Fraction]) -> Relation:
    amount, heads = pair
    shown = mean.quantity.text_of(found[1], 0)
    return relation(
        context, "R17", found[0].value, "review_ratio", context.quote_facts(amount, heads, mean), subject=mean.name,
        expected=shown, stated=mean.quantity.shown, formula=over(amount.quantity, heads.quantity),
        repairs=(mean.quantity.repaired(found[1]),) if found[0] is Verdict.INCONSISTENT else (),
    )  # fmt: skip


def _question(context: Context, mean: Fact, readings: list[tuple[Pair, Fraction]]) -> Relation:
    """None of several readings gives the stated mean: all are shown, none is chosen."""
    shown = readings[:_MOST_READINGS]
    facts = {one.start: one for pair, _ in shown for one in pair}
    formulas = [
        f"{over(amount.quantity, heads.quantity)} = {mean.quantity.text_of(value)}"
        for (amount, heads), value in shown
    ]
    values = dict.fromkeys(mean.quantity.text_of(value) for _, value in shown)
    return relation(
        context, "R17", "review", "review_ratio", context.quote_facts(*facts.values(), mean), subject=mean.name,
        expected=" 或 ".join(values), stated=mean.quantity.shown, formula="；".join(formulas),
    )  # fmt: skip


def _by_standard(context: Context, told: Sequence[Fact]) -> Iterator[Relation]:
    """按每人X元的标准补助N人，共Y元: a standard times a count is an amount of its sentence."""
    for standard in told:
        each = word("standard_each").search(context.clause_before(standard))
        by_unit = standard.quantity.dimension == "money_per_person"
        added = context.text[standard.at - 1 : standard.at] == "+"  # 每人610+350元: a part of the standard
        if standard.line.section == "goal" or not standard.quantity.measured or added:
            continue
        paid = standard.quantity.unit == "元" and context.clause_before(standard).endswith("按")
        if paid and word("standard_paid").match(context.text[standard.end : standard.end + 10]):
            yield from _products(context, told, standard, "persons")
        elif by_unit or (each is not None and standard.quantity.family == "money"):
            yield from _products(
                context, told, standard, "persons" if by_unit else _EACH[each["each"]] if each else ""
            )


def _products(context: Context, told: Sequence[Fact], standard: Fact, dimension: str) -> Iterator[Relation]:
    near = [
        one
        for one in told
        if one.sentence == standard.sentence and one is not standard and one.quantity.measured
    ]
    heads = [one for one in near if one.quantity.dimension == dimension]
    before = context.facts[standard.index - 1] if standard.index else None
    bracketed = before is not None and standard.depth > before.depth and before.sentence == standard.sentence
    sums = [
        one
        for one in near
        if one.quantity.dimension == "money"
        and (
            one is before
            if bracketed
            else one.start > standard.start
            and (word("standard_sum").search(one.label) or word("standard_amount").match(one.label))
        )
    ]
    readings = [(head, amount) for amount in sums for head in heads]
    judged = [(one, _product(standard, *one)) for one in readings]
    for (head, amount), found in judged:
        if found is not None and holds(found):
            yield _product_relation(context, standard, head, amount, found)
            return
    if len(judged) == 1 and several_times(standard, *readings[0]):
        return
    if len(judged) == 1 and judged[0][1] is not None:
        yield _product_relation(context, standard, *judged[0][0], judged[0][1])
    elif bracketed and judged and judged[0][1] is not None:  # several counts, none of which fits
        asked = _product_relation(context, standard, *judged[0][0], judged[0][1])
        yield replace(asked, verdict="review", repairs=()) if asked.verdict == "inconsistent" else asked


def several_times(standard: Fact, heads: Fact, amount: Fact) -> bool:
    """Whether an amount is a product so many times over, or a part of a year's, of which its sentence tells.

    两次走访，每户500元，每次198户，共19.8万元; 每户每年2,400元，320户，上半年发放38.40万元.
    """
    once = standard.quantity.value * heads.quantity.value
    often = amount.quantity.value / once if once else Fraction(0)
    told = word("several_times").search(standard.sentence.line.text)
    whole = often.denominator == 1 or often.numerator == 1
    return told is not None and whole and often != 1 and often.numerator * often.denominator <= _OFTEN


def _product(standard: Fact, heads: Fact, amount: Fact) -> tuple[Verdict, Fraction] | None:
    """Persons by a standard for a year, or by one for a month; None where months are told and neither fits."""
    operands = [replace(standard.quantity, measure=_plain(standard)), heads.quantity]
    found = judge(lambda v: v[0] * v[1], operands, amount.quantity)
    if holds(found) or not word("by_month").search(standard.line.text):
        return found
    yearly = judge(lambda v: v[0] * v[1] * 12, operands, amount.quantity)
    return yearly if holds(yearly) else None


def _plain(standard: Fact) -> Measure:
    """元/人 as 元."""
    return (
        measures()["元"] if standard.quantity.dimension == "money_per_person" else standard.quantity.measure
    )


def _product_relation(
    context: Context, standard: Fact, heads: Fact, amount: Fact, found: tuple[Verdict, Fraction]
) -> Relation:
    shown = f"{standard.quantity.shown} × {heads.quantity.shown}"
    return judged_relation(
        context, "R17", "review_ratio", (standard, heads), amount, found, shown, subject=amount.name
    )
