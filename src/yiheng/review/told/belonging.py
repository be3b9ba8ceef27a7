"""Whether the numbers of an accusation belong together: one period, one thing, and no other number that they give.

A relation is found by words and places; a report that is right has many numbers that stand so by chance. What its own
words show to be of another year, another base, an extreme, a step of a series or a limit is no operand, and what others
beside it give is no error. Such an accusation becomes a question to the drafter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.review.finding import Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, one_of_several
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import whole_number
from yiheng.review.told.reading import shares

_RULES = frozenset({"R1", "R2", "R3", "R4", "R17", "R20"})
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
_AFTER, _BESIDE, _NEAR, _BEYOND_IT, _SIGNED_MOST = 12, 3, 10, 6, 7
_FAR_OFF, _FAR_OFF_CELLS = 12, 5
"""How many times a claim may be what was recomputed: a digit left out makes it ten times; of cells, told apart."""
_CHANCE = Fraction(1, 4)
"""How often numbers beside a claim may be expected to give it by chance, and still be taken for its operands."""
_DIGITS, _TAIL, _REACH = 3, 2, 40
_PAIR = 2
_PLACES, _TENTH = Fraction(1, 200), Fraction(7, 2)
_UNITS = (10**4, 10**8)
_BEYOND = Fraction(3, 2)
"""How much of a whole a part may seem to be where one of the two has a slip."""


@dataclass(frozen=True)
class _Told:
    """An accusation with its numbers: what is accused, what it was computed from, what was recomputed (base units)."""

    context: Context
    one: Relation
    claim: Fact
    operands: tuple[Fact, ...]
    expected: Fraction | None
    cells: bool

    @property
    def half(self) -> Fraction:
        """Half the last place of what is accused."""
        return _half(self.claim)

    @property
    def clause(self) -> str:
        """The words right before what is accused."""
        return self.context.clause_before(self.claim)


def belonging(context: Context, one: Relation) -> Relation:
    """A relation; an accusation whose numbers do not belong together as a question."""
    if one.verdict != "inconsistent" or one.rule not in _RULES:
        return one
    if one.code == "review_identity" and one.rule != "R20":
        return one  # of the fund's own items, each found by its name
    told = _told(context, one)
    if told is None or not any(apart(told) for apart in _APART):
        return one
    return replace(one, verdict="review", repairs=())


def _told(context: Context, one: Relation) -> _Told | None:
    ends = context.by_end
    found = [ends[quote.end] for quote in one.quotes if quote.end in ends]
    stated = [fact for fact in found if fact.quantity.shown == one.stated]
    if not stated:
        return None
    claim = stated[-1]
    operands = tuple(fact for fact in found if fact is not claim)
    return _Told(context, one, claim, operands, _expected(one, claim), len(found) < len(one.quotes))


def _expected(one: Relation, claim: Fact) -> Fraction | None:
    """What was recomputed: it is printed in the unit of what is accused."""
    found = _NUMBER.findall(one.expected)
    try:
        value = Printed.parse(found[0].replace("−", "-")).value if len(found) == 1 else None
    except ExactError:
        return None
    return None if value is None else claim.quantity.measure.unit.to_base(value)


def _half_printed(shown: str) -> Fraction:
    """Half the last place of a number as shown, in its unit."""
    found = _NUMBER.findall(shown)
    return Printed.parse(found[0].replace("−", "-")).half_unit


def _half(fact: Fact) -> Fraction:
    return fact.quantity.printed.half_unit * fact.quantity.measure.unit.scale


def _digits(fact: Fact) -> int:
    return len("".join(filter(str.isdigit, fact.quantity.printed.text)).strip("0"))


# By words.


def _of_range(told: _Told) -> bool:
    """划入比例1%至3%不等: one end of a range."""
    text, claim = told.context.text, told.claim
    if word("belongs_range_after").match(text[claim.end : claim.end + _AFTER]):
        return True
    return bool(word("belongs_range_before").search(text[max(0, claim.at - _AFTER) : claim.at]))


def _of_each(told: _Told) -> bool:
    """在3个城区各增设1个，合计增设3个; 逐年递减20万元，合计660万元: what each gets, or a step, is no part of a sum."""
    if told.one.rule != "R1":
        return False
    steps = (word("belongs_each").search(told.context.clause_before(one)) for one in told.operands)
    return any(step is not None and step.group()[0] not in told.clause for step in steps)


def _of_extremes(told: _Told) -> bool:
    """最多的是甲镇1,684人，最少的是乙镇702人: no sum, no mean and no difference, unless words compare the two."""
    if told.one.rule not in ("R1", "R2", "R17") or says("belongs_apart", told.clause):
        return False
    clauses = (told.context.clause_before(one) for one in (told.claim, *told.operands))
    return any(says("belongs_most", clause) for clause in clauses)


def _of_other_year(told: _Told) -> bool:
    """2023年……人次，……万元，2022年次均6,214.37元: a claim that names its year is of numbers of that year."""
    if told.one.rule not in ("R3", "R17") or not word("belongs_before_year").search(told.clause.strip()):
        return False
    own = word("belongs_year").findall(told.clause)
    clauses = [told.context.clause_before(one) for one in told.operands]
    if not own:
        return not any(says("belongs_prior", clause) for clause in clauses)
    named = [year for clause in clauses for year in word("belongs_year").findall(clause)]
    if len(set(own)) > 1 or set(own) & set(named):
        return False
    return bool(named) or all(one.sentence == told.claim.sentence for one in told.operands)


def _of_named_years(told: _Told) -> bool:
    """2023年7,842元……2021年8,205元，2022年降幅1.16%: a change whose words name its years is of numbers of those years."""
    if told.one.rule not in ("R2", "R4") or len(told.operands) != _PAIR:
        return False
    own = set(word("belongs_year").findall(told.clause))
    clauses = (told.context.clause_before(one).rpartition("（")[2] for one in told.operands)
    named = {year for clause in clauses for year in word("belongs_year").findall(clause)}
    return len(named) == _PAIR and not own <= named


def _of_row(told: _Told) -> bool:
    """各县支出分别为412万元、358.6万元……，执行率98.53%: one of a row under a rate of all; two of a row under a change of one."""
    rows = [one_of_several(told.context, one) for one in told.operands]
    if one_of_several(told.context, told.claim) or not any(rows):
        return False
    if told.one.rule == "R3":
        return says("belongs_plain_rate", told.clause.strip()) and not all(rows)
    if told.one.rule == "R4":
        return all(rows) and len(rows) > 1 and not says("belongs_prior", told.clause)
    return told.one.rule in ("R17", "R20")


def _of_many_years(told: _Told) -> bool:
    """试点三年累计支付1.92亿元: no year's expenditure."""
    clauses = (told.context.clause_before(one) for one in told.operands)
    return told.one.rule == "R20" and any(says("belongs_many_years", clause) for clause in clauses)


def _of_what_was(told: _Told) -> bool:
    """标准由30元提高到36元，全年合计84.6万元: where something was changed, what it was before is no operand of what came of it."""
    if told.one.rule not in ("R1", "R3", "R17"):
        return False
    text = told.context.text
    return any(
        says("belongs_from", told.context.clause_before(one)) and word("belongs_to").match(text[one.end : one.end + _AFTER])
        for one in (told.claim, *told.operands)
    )  # fmt: skip


def _of_limit(told: _Told) -> bool:
    """控制在筹资额的4%以内，即不超过791.52万元，实际772万元，占3.9%: a share of what the limit is a share of."""
    if told.one.rule != "R3" or not says("belongs_plain_rate", told.clause.strip()):
        return False
    if all(one.sentence == told.claim.sentence for one in told.operands):
        return False
    before = told.context.facts[max(0, told.claim.index - _BESIDE - 1) : told.claim.index]
    return any(one.sentence == told.claim.sentence and not one.quantity.measured for one in before)


def _of_bands(told: _Told) -> bool:
    """执行率100%的6个，95%以上的5个，90%以上的3个: counts of one row, of which none is what the others leave."""
    if told.one.rule != "R2":
        return False
    text = told.context.text
    banded = [one for one in told.operands if text[one.at - 1] == "的"]
    return text[told.claim.at - 1] == "的" and bool(banded)


def _of_other_count(told: _Told) -> bool:
    """设备5类共18台（套）, of which three are told in 台: fewer parts than the words count, or parts in another unit."""
    if told.one.rule != "R1":
        return False
    end = told.claim.end
    if word("belongs_units").match(told.context.text[end : end + _AFTER]):
        return True
    counted = [whole_number(found["count"]) for found in word("part_count").finditer(told.clause)]
    return bool(counted) and (counted[-1] or 0) > max(len(told.operands), 1)


def _of_other_bases(told: _Told) -> bool:
    """比年初预算减少3万元，比调整预算增加1万元: two changes since two bases."""
    if told.one.rule != "R2" or not (is_delta(told.claim) and says("belongs_than", told.clause)):
        return False
    clauses = [(one, told.context.clause_before(one)) for one in told.operands]
    return any(is_delta(one) and says("belongs_than", clause) for one, clause in clauses)


def _of_a_list(told: _Told) -> bool:
    """高血压1.92万人、糖尿病0.94万人，控制率71.2%: two of one list, of which neither is said to be of the other."""
    if told.one.rule != "R3" or len(told.operands) != _PAIR or "+" in told.one.formula:
        return False
    base, part = sorted(told.operands, key=lambda one: one.quantity.value, reverse=True)
    first, second = sorted(told.operands, key=lambda one: one.index)
    between = told.context.text[first.end : second.at]
    if "、" not in between or not re.fullmatch(r"[、\u4e00-\u9fa5]{2,12}", between):
        return False
    clauses = [told.context.clause_before(one) for one in (base, part)]
    if says("belongs_whole", clauses[0]) or says("bound_given", clauses[0]):
        return False
    return not shares(told.clause, clauses[1].rpartition("、")[2])


def _of_use(told: _Told) -> bool:
    """核定床位320张，开放300张，使用率84%: a rate of use is of what was used."""
    if told.one.rule != "R3" or not says("belongs_use", told.clause):
        return False
    counts = all(one.quantity.family == "count" for one in told.operands)
    return counts and not any(says("belongs_used", told.context.clause_before(one)) for one in told.operands)


def _of_progress(told: _Told) -> bool:
    """概算1.2亿元，已完成0.96亿元，当年完成0.42亿元: what was done by now has what was done this year in it."""
    if told.one.rule != "R1":
        return False
    clauses = [told.context.clause_before(one) for one in told.operands]
    return any(says("belongs_till_now", one) for one in clauses) and any(
        says("belongs_this_year", one) for one in clauses
    )


# By numbers.


def _far_off(told: _Told) -> bool:
    """Whether a claim is so many times what was recomputed that no slip of the pen is thinkable, nor another unit."""
    expected, stated = told.expected, told.claim.quantity.value
    if expected is None or not stated or told.one.rule == "R1":
        return False  # of a part in a unit too large, the sum is off by as much
    if not expected:
        return told.one.rule != "R2"
    times = max(abs(expected / stated), abs(stated / expected))
    if times <= (_FAR_OFF_CELLS if told.cells else _FAR_OFF):
        return False
    while times > _TENTH:
        times /= 10
    unsure = told.claim.quantity.measure.unit.to_base(_half_printed(told.one.expected)) / abs(expected)
    return abs(times - 1) > max(_PLACES, unsure)


def _equals_operand(told: _Told) -> bool:
    """Whether a sum is one of its parts, or a difference one of the two: 每市不少于5天，平均6.4天，最少5天."""
    if told.one.rule not in ("R1", "R2") or len(told.operands) < 2:
        return False
    return any(one.quantity.value == told.claim.quantity.value for one in told.operands)


def _beyond_all(told: _Told) -> bool:
    """Whether a rate of a whole would be more than all of it."""
    if told.one.rule != "R3" or told.expected is None or says("belongs_may_exceed", told.clause):
        return False
    claim = told.claim.quantity.value
    if any(abs(told.expected / size - claim) <= _half(told.claim) for size in _UNITS):
        return False  # 1617.00亿元 for 1617.00万元
    return told.expected > _BEYOND and claim <= 1


def _of_one_kind(told: _Told) -> bool:
    """占总支出的21%: what was spent in one way (基本支出) is not the whole."""
    if told.one.rule != "R3" or not told.operands or not says("belongs_total", told.clause):
        return False
    return says("belongs_kind", max(told.operands, key=lambda one: one.quantity.value).label)


def _given_beside(told: _Told) -> bool:
    """执行率98.43%（按年初预算计算则为100.12%）: what was recomputed stands there, as another number than the one accused."""
    if told.expected is None or told.one.rule in ("R1", "R20"):
        return False
    claim = told.claim
    for one in told.context.facts[max(0, claim.index - _NEAR) : claim.index + _BEYOND_IT]:
        other = one is not claim and one not in told.operands and one.line is claim.line
        if not other or one.quantity.dimension != claim.quantity.dimension or not one.quantity.measured:
            continue
        if told.one.rule == "R2" and told.context.clause_before(one)[-_TAIL:] == told.clause[-_TAIL:]:
            continue  # the same number told twice, of which one is wrong
        if _digits(one) >= _DIGITS and abs(one.quantity.value - told.expected) <= _half(one):
            return True
    return False


def _otherwise(told: _Told) -> bool:
    """Whether other numbers of its sentence give a claim to its last digit, though they could hardly do so by chance."""
    claim, half = told.claim.quantity.value, told.half
    if not claim or (told.expected is not None and abs(abs(told.expected) - abs(claim)) <= half):
        return False  # the way it went alone is in question
    if told.one.rule in ("R1", "R2") and _signed(told):
        return True
    tried, fits = 0, False
    for value in _values(told):
        tried += 1
        fits = fits or abs(abs(value) - abs(claim)) <= half
    return fits and tried * 2 * half <= _CHANCE * abs(claim)


def _signed(told: _Told) -> bool:
    """年初187人，新入住46人，离院21人，去世14人，年末198人: some came and some went."""
    values = [one.quantity.value for one in told.operands]
    if not 3 <= len(values) <= _SIGNED_MOST or told.cells:
        return False
    done = [
        one.quantity.value for one in told.operands if says("belongs_done", told.context.clause_before(one))
    ]
    if told.claim.quantity.value in {sum(values) - value for value in done}:
        return True  # 时效2项，完成1项: one of them is some of another
    for signs in product((1, -1), repeat=len(values) - 1):
        found = values[0] + sum(sign * value for sign, value in zip(signs, values[1:], strict=True))
        if found == told.claim.quantity.value and len(set(signs)) > 1:
            return True
    return False


def _values(told: _Told) -> Iterator[Fraction]:
    """What the numbers of a claim's sentence give by the formulas of its rule."""
    if told.one.rule == "R4":
        moved = [one for one in told.operands if is_delta(one) or _of_more(told, one)]
        if len(moved) == 1 and len(told.operands) == _PAIR:
            (base,) = (one for one in told.operands if one is not moved[0])
            if says("belongs_prior", told.context.text[base.sentence.start : base.at][-_REACH:]):
                yield moved[0].quantity.value / (base.quantity.value or Fraction(1))
        return
    before = _own(told)
    if told.one.rule == "R2" and len(told.operands) == _PAIR:
        for first, second in combinations(before, 2):
            if first.quantity.dimension == second.quantity.dimension == told.claim.quantity.dimension:
                yield first.quantity.value - second.quantity.value
    if told.one.rule == "R3" and len(re.sub(r"\D", "", told.claim.quantity.printed.text)) >= _DIGITS:
        yield from _rates(before)


def _of_more(told: _Told, one: Fact) -> bool:
    """2022年度面积比其多0.70万亩: whether the words right before a number say that it is a difference."""
    return says("belongs_delta", told.context.clause_before(one))


def _own(told: _Told) -> list[Fact]:
    """The numbers before a claim in its sentence, the nearest, each value once."""
    claim = told.claim
    found: dict[Fraction, Fact] = {}
    for one in told.context.facts[max(0, claim.index - _NEAR) : claim.index]:
        if one.sentence == claim.sentence and one.quantity.measured:
            found.setdefault(one.quantity.value, one)
    return list(found.values())


def _rates(before: Sequence[Fact]) -> Iterator[Fraction]:
    """One, two or three numbers that follow each other over another, all of one dimension: 满意和基本满意 over 回收."""
    for base in before:
        alike = [one for one in before if one.quantity.dimension == base.quantity.dimension]
        for count in (1, 2, 3):
            for chosen in combinations(alike, count):
                top = sum(one.quantity.value for one in chosen)
                if base not in chosen and base.quantity.value and top <= base.quantity.value:
                    yield top / base.quantity.value
                elif base in chosen and count > 1 and base is chosen[0]:
                    yield base.quantity.value / top


_APART: tuple[Callable[[_Told], bool], ...] = (
    _of_range, _of_each, _of_extremes, _of_other_year, _of_named_years, _of_row, _of_many_years,
    _of_what_was, _of_a_list, _of_use, _of_progress, _of_limit, _of_bands, _of_other_count,
    _of_other_bases, _far_off, _equals_operand, _beyond_all,
    _of_one_kind, _given_beside, _otherwise,
)  # fmt: skip
