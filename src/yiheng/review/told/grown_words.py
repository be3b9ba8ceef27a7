"""R2 and R4 where a change is told in words, or of an index without a unit: 翻了一番, 减少一半, 增加四名; 1.04比1.01提高0.03.

What rose and what it rose from stand right before the words. A word is no exact number, so that only what is clearly
another fraction or multiple is told; a count in words is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import chinese_value
from yiheng.review.told.grown import subject_of, way_of
from yiheng.review.told.reading import between, name_pieces

_AFTER = 30
_LOOSE = Fraction(1, 10)
"""How far a share in words may be off: 减少一半 of 21 that became 11."""
_HALF, _TENTH, _WHOLE = Fraction(1, 2), Fraction(1, 10), Fraction(1)
Pair = tuple[Fact, Fact]


def grown_words_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """What words claim of a change, where no number of it is accused already."""
    told = ends_of(found, "inconsistent")
    for base, now in _pairs(context):
        if not {base.end, now.end} & told:
            yield from _in_words(context, base, now)
    for name in ("grown_bare", "grown_bare_from"):
        for match in word(name).finditer(context.text, context.report.start, context.report.end):
            yield from _bare(context, match)


def _pairs(context: Context) -> Iterator[Pair]:
    """Two numbers side by side, the one what the other rose from: 由9名增至12名; 12名，去年9名."""
    for first, second in zip(context.facts, context.facts[1:], strict=False):
        alike = first.sentence == second.sentence and first.quantity.dimension == second.quantity.dimension
        plain = first.quantity.measured and second.quantity.measured and first.depth == second.depth
        if not alike or not plain or first.line.section == "goal" or first.quantity.family == "ratio":
            continue
        if says("grown_from", context.clause_before(first)) and word("bound_until").match(
            between(context, first, second)
        ):
            yield first, second
        elif says("grown_from", context.clause_before(second)) and not says(
            "grown_from", context.clause_before(first)
        ):
            yield second, first


def _in_words(context: Context, base: Fact, now: Fact) -> Iterator[Relation]:
    last = max(base, now, key=lambda one: one.start)
    after = re.split("[。；;\n]", context.text[last.end : last.end + _AFTER])[0]
    match = word("grown_in_words").match(after)
    if match is None or not base.quantity.value:
        return
    if says("grown_loose", match["lead"] + after[match.end() : match.end() + 2]):
        return
    if name_pieces(subject_of(match["lead"])) or (match["count"] and says("grown_left_too", after)):
        return  # of something else, or only some of what came and went
    start = last.end + match.end("lead")
    spans = [(base.start, base.end), (now.start, now.end), (start, last.end + match.end())]
    stated = context.text[start : last.end + match.end()]
    if match["count"]:
        yield from _counted(context, base, now, match, spans)
        return
    claimed, ratio = _multiple(match), now.quantity.value / base.quantity.value
    off = abs(claimed - ratio) > _LOOSE * max(claimed, ratio, _HALF)
    expected = f"原来的{decimal_text(ratio, 2)}倍"
    shown = f"{now.quantity.shown} ÷ {base.quantity.shown}"
    yield _told(context, "R4", "review_growth", spans, now.name, off, expected, stated, shown)


def _multiple(match: re.Match[str]) -> Fraction:
    """What words say a number has become, as a multiple of what it was."""
    if match["fold"]:
        return Fraction(2 ** (chinese_value(match["fold"]) or 1))
    if match["times_to"]:
        return Fraction(2)
    if match["of"]:
        return _number(match["of"])
    if match["halved"]:
        return _HALF
    if match["times"]:
        share = _number(match["times"])
    elif match["half"]:
        share = _HALF
    elif match["tenths"]:
        share = (chinese_value(match["tenths"]) or 1) * _TENTH
    else:
        share = Fraction(chinese_value(match["part"]) or 1, chinese_value(match["whole"]) or 1)
    return _WHOLE + way_of(match["way"]) * share


def _number(text: str) -> Fraction:
    return Fraction(text) if text[0].isdigit() else Fraction(chinese_value(text) or 1)


def _counted(
    context: Context, base: Fact, now: Fact, match: re.Match[str], spans: Sequence[tuple[int, int]]
) -> Iterator[Relation]:
    """由9名增至12名，增加四名: exact, where both numbers are of the unit that the words have."""
    if {base.quantity.unit, now.quantity.unit} != {match["unit"]} or not (
        base.quantity.exact and now.quantity.exact
    ):
        return
    change = now.quantity.value - base.quantity.value
    claimed = way_of(match["way"]) * (chinese_value(match["count"]) or 0)
    shown = f"{now.quantity.shown} − {base.quantity.shown}"
    expected = f"{decimal_text(change, 0)}{match['unit']}"
    stated = f"{match['way']}{match['count']}{match['unit']}"
    yield _told(
        context, "R2", "review_difference", spans, now.name, claimed != change, expected, stated, shown
    )


def _bare(context: Context, match: re.Match[str]) -> Iterator[Relation]:
    """An index that no unit follows, what it was, by how much it changed and by how many per cent."""
    now, base = Printed.parse(match["now"]), Printed.parse(match["base"])
    sign = way_of(match["way"])
    if not base.value or not sign:
        return
    slack = Fraction(1, 2 * 10**now.decimals) + Fraction(1, 2 * 10**base.decimals)
    change = sign * (now.value - base.value)
    shown = f"{match['now']} − {match['base']}" if sign > 0 else f"{match['base']} − {match['now']}"
    for name, value, wide in (
        ("delta", change, slack),
        ("rate", 100 * change / base.value, 100 * slack / base.value),
    ):
        if not match[name]:
            continue
        claim = Printed.parse(match[name])
        off = abs(claim.value - value) > wide + Fraction(6, 10 ** (claim.decimals + 1))
        rate = name == "rate"
        spans = [match.span("base"), match.span("now"), (match.start(name), match.end(name) + rate)]
        mark = "%" if rate else ""
        yield _told(
            context, "R4" if rate else "R2", "review_growth" if rate else "review_difference", spans,
            match["now"], off, f"{decimal_text(value, claim.decimals)}{mark}", f"{match[name]}{mark}",
            f"（{shown}）÷ {match['base']}" if rate else shown,
        )  # fmt: skip


def _told(
    context: Context, rule: str, code: str, spans: Sequence[tuple[int, int]], subject: str, off: bool,
    expected: str, stated: str, shown: str,
) -> Relation:  # fmt: skip
    quotes = [context.quote(start, end) for start, end in spans]
    return relation(
        context, rule, "inconsistent" if off else "consistent", code, quotes, subject=subject, expected=expected,
        stated=stated, formula=shown, repairs=(f"{stated}→{expected}",) if off else (),
    )  # fmt: skip
