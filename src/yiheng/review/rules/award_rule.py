"""R17 on what a rule takes or gives: so much for each step, each of several, one of how many, so many times an amount.

每低1分扣1%，低6分扣6%，计32.31万元; 3个街道各扣5万元，共扣15万元; 奖补840万元，共84部，每部10万元; 虚构费用12.40万元，按2倍罚款，罚24.80万元. The
operands are bound by the form of the words; any amount of the sentence that gives the claim settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import chinese_value
from yiheng.review.rules.disclosed import untold

_STOP = re.compile(r"[。\n]")
_SEGMENT = re.compile(r"[。；;\n]")
_LEAD = 12
_LARGE = {"": 1, "万": 10_000, "亿": 100_000_000}
Span = tuple[int, int]


def award_rule_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """All rules of this kind, line by line, where nothing of theirs is accused already."""
    yield from untold(context, found, _rules(context))


def _rules(context: Context) -> Iterator[Relation]:
    for line in context.report.lines:
        text = line.text
        if "每" in text or "按日" in text:
            yield from _steps(context, line)
            yield from _one_of(context, line)
        if "各" in text or "每" in text:
            yield from _each(context, line)
        if "倍" in text:
            yield from _times(context, line)
        if "%" in text:
            yield from _paid(context, line)
            yield from _share(context, line)


def number(text: str) -> Fraction:
    """A number in figures or Chinese numerals."""
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    return Fraction(chinese_value(text) or 0)


def money(text: str, unit: str) -> Fraction:
    """An amount in 元."""
    return number(text) * _LARGE[unit.removesuffix("元")]


def fits(value: Fraction, text: str, unit: str) -> bool:
    """Whether an amount is a value to within the last place printed."""
    places = len(text.partition(".")[2])
    return abs(value - money(text, unit)) * 10**places < _LARGE[unit.removesuffix("元")]


def told(
    context: Context,
    line: Line,
    spans: Sequence[Span],
    subject: str,
    expected: str,
    stated: str,
    formula: str,
) -> Relation:
    """The claim that is not what its operands make."""
    return relation(
        context, "R17", "inconsistent", "review_identity",
        [context.quote(line.start + low, line.start + high) for low, high in spans],
        subject=subject, expected=expected, stated=stated, formula=formula,
    )  # fmt: skip


def shown(value: Fraction, text: str, unit: str) -> str:
    """A value in 元 as an amount is printed, with two decimals more."""
    return f"{decimal_text(value / _LARGE[unit.removesuffix('元')], len(text.partition('.')[2]) + 2)}{unit}"


def _steps(context: Context, line: Line) -> Iterator[Relation]:
    """每低1分扣1%，低6分扣6%，计32.31万元: the steps by the rate, and the amount by what they make."""
    for rule in word("aw_step").finditer(line.text):
        stop = _STOP.search(line.text, rule.end())
        end = stop.start() if stop else len(line.text)
        applied = word("aw_applied").search(line.text, rule.end(), end)
        if applied is None or says("aw_step_not", line.text[rule.start() : end]):
            continue
        if rule["of"] != applied["of"] or not _same_step(rule["unit"], applied["unit"]):
            continue
        total = number(rule["rate"]) * number(applied["count"])
        if total != number(applied["total"]):
            yield told(
                context, line, [rule.span(), applied.span()], "扣减", f"{decimal_text(total, 2)}{rule['of']}",
                f"{applied['total']}{applied['of']}", f"{rule['rate']}{rule['of']} × {applied['count']}",
            )  # fmt: skip
        elif applied["of"] == "%":
            yield from _of_base(context, line, applied, end)


def _same_step(one: str, other: str) -> bool:
    return one == other or {one, other} <= {"天", "日"} or one.removeprefix("个") == other.removeprefix("个")


def _of_base(context: Context, line: Line, applied: re.Match[str], end: int) -> Iterator[Relation]:
    """应付538.50万元……扣6%，计32.31万元: of any amount told before it in its sentence."""
    amount = word("aw_amount_next").match(line.text, applied.end(), end)
    low = max(line.text.rfind("。", 0, applied.start()), 0)
    bases = list(word("aw_money").finditer(line.text, low, applied.start()))
    if amount is None or not bases:
        return
    rate = number(applied["total"]) / 100
    if not any(
        fits(money(one["number"], one["unit"]) * rate, amount["number"], amount["unit"]) for one in bases
    ):
        base = bases[-1]
        value = money(base["number"], base["unit"]) * rate
        yield told(
            context, line, [base.span(), applied.span(), amount.span()], "扣款", shown(value, amount["number"], amount["unit"]),
            f"{amount['number']}{amount['unit']}", f"{base['number']}{base['unit']} × {applied['total']}%",
        )  # fmt: skip


def _each(context: Context, line: Line) -> Iterator[Relation]:
    """3个街道各扣减奖补5万元，共扣15万元."""
    for match in word("aw_each").finditer(line.text):
        if says("aw_each_not", match.group()) or says(
            "aw_several", line.text[: match.end("each")].split("。")[-1]
        ):
            continue
        value = number(match["count"]) * money(match["each"], match["money"])
        if not fits(value, match["total"], match["money2"]):
            yield told(
                context, line, [match.span()], "合计", shown(value, match["total"], match["money2"]),
                f"{match['total']}{match['money2']}", f"{match['count']} × {match['each']}{match['money']}",
            )  # fmt: skip


def _one_of(context: Context, line: Line) -> Iterator[Relation]:
    """奖补840万元，共加装84部，每部奖补10万元; 旧车3辆，收入4.5万元，每辆1.5万元."""
    for form in ("aw_one_of", "aw_one_of_count"):
        for match in word(form).finditer(line.text):
            count = number(match["count"])
            before = line.text[max(0, match.start("amount") - _LEAD) : match.start("amount")]
            if word("aw_total_next").match(line.text, match.end()):
                continue  # 8,000册，每册4.50元，计36,000元: a price
            if not count or says("aw_one_not", match.group()) or not _named_alike(match["verb"], before):
                continue
            low = max((one.end() for one in _SEGMENT.finditer(line.text, 0, match.start())), default=0)
            amounts = list(word("aw_money").finditer(line.text, low, match.start("each")))
            if any(
                fits(money(one["number"], one["unit"]) / count, match["each"], match["money2"])
                for one in amounts
            ):
                continue
            value = money(match["amount"], match["money"]) / count
            yield told(
                context, line, [match.span()], f"每{match['unit']}", shown(value, match["each"], match["money2"]),
                f"{match['each']}{match['money2']}", f"{match['amount']}{match['money']} ÷ {match['count']}{match['unit']}",
            )  # fmt: skip


def _named_alike(verb: str, before: str) -> bool:
    """Whether the words of a mean name the amount that it is of, or nothing at all."""
    plain = word("aw_plain").sub("", verb)
    return not plain or any(plain[n : n + 2] in before for n in range(len(plain) - 1))


def _times(context: Context, line: Line) -> Iterator[Relation]:
    """虚构床位费12.40万元，按2倍罚款，罚24.80万元: so many times some amount told before it in its segment."""
    for match in word("aw_times").finditer(line.text):
        low = max((one.end() for one in _SEGMENT.finditer(line.text, 0, match.start())), default=0)
        bases = list(word("aw_money").finditer(line.text, low, match.start()))
        if not bases:
            continue
        times = number(match["times"])
        if any(
            fits(money(one["number"], one["unit"]) * times, match["number"], match["unit"]) for one in bases
        ):
            continue
        base = bases[-1]
        value = money(base["number"], base["unit"]) * times
        yield told(
            context, line, [base.span(), match.span()], "罚款", shown(value, match["number"], match["unit"]),
            f"{match['number']}{match['unit']}", f"{base['number']}{base['unit']} × {match['times']}",
        )  # fmt: skip


def _share(context: Context, line: Line) -> Iterator[Relation]:
    """按合同价280万元的5%计，为14万元."""
    for match in word("aw_share").finditer(line.text):
        value = money(match["base"], match["money"]) * number(match["rate"]) / 100
        if not fits(value, match["number"], match["unit"]):
            yield told(
                context, line, [match.span()], "金额", shown(value, match["number"], match["unit"]),
                f"{match['number']}{match['unit']}", f"{match['base']}{match['money']} × {match['rate']}%",
            )  # fmt: skip


def _paid(context: Context, line: Line) -> Iterator[Relation]:
    """服务费合计168.40万元，按95%付费，扣减8.42万元; 结余留用比例80%，应兑现828.96万元, of the one 结余 of the paragraph."""
    for form in ("aw_paid", "aw_kept"):
        for match in word(form).finditer(line.text):
            parts = match.groupdict()
            rate = number(match["rate"]) / 100
            if parts.get("how") and says("aw_paid_less", match["how"]):
                rate = 1 - rate
            low = line.text.rfind("。", 0, match.start()) + 1 if form == "aw_paid" else 0
            bases = list(word("aw_money").finditer(line.text, low, match.start()))
            if any(
                fits(money(one["number"], one["unit"]) * rate, match["number"], match["unit"])
                for one in bases
            ):
                continue
            if form == "aw_kept":
                bases = [
                    one for one in bases
                    if match["name"] in line.text[max(0, one.start() - _LEAD // 2) : one.start()]
                ]  # fmt: skip
                bases = bases if len(bases) == 1 else []
            if bases:
                base = bases[-1]
                value = money(base["number"], base["unit"]) * rate
                yield told(
                    context, line, [base.span(), match.span()], "金额", shown(value, match["number"], match["unit"]),
                    f"{match['number']}{match['unit']}", f"{base['number']}{base['unit']} × {decimal_text(100 * rate, 2)}%",
                )  # fmt: skip
