"""Numbers of a text with unit, operator, sign and place; dates, document, list and phone numbers are no figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Interval
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.exact.unit import Unit
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.lexicon import lexicon, says, word
from yiheng.standards.measure import Measure, measures


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as it stands: ``start``–``end`` spans operator, number and unit; ``at`` is where the digits begin.

    ``operator``: >=, <=, >, <, = or empty; ``approximate`` for 余, 约, 左右. ``upper`` is the end of a range.
    ``family`` is money, ratio, count, score or time; ``measured``: one definite value, which relations need.
    ``given``: set by decision, as goals are, and so exact. ``dimension`` is its unit's: only equal ones are added. ``value`` is in base units, and ``interval`` what the number may stand for. ``size``, ``ends`` and
    ``half_size`` (of half its last place) are their magnitudes, by which hopeless combinations are skipped; no verdict
    that is near rests on them.
    """

    start: int
    end: int
    at: int
    printed: Printed
    unit: str
    measure: Measure
    operator: str = ""
    approximate: bool = False
    upper: Printed | None = None
    given: bool = field(default=False, compare=False)
    value: Fraction = field(init=False, compare=False)
    size: float = field(init=False, compare=False)
    half_size: float = field(init=False, compare=False)
    dimension: str = field(init=False, compare=False)
    family: str = field(init=False, compare=False)
    measured: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        put, unit = object.__setattr__, self.measure.unit
        value = unit.to_base(self.printed.value)
        put(self, "value", value)
        put(self, "size", value.numerator / value.denominator)
        put(
            self,
            "half_size",
            0.5 / 10**self.printed.decimals * (unit.scale.numerator / unit.scale.denominator),
        )
        put(self, "dimension", unit.dimension)
        put(self, "family", self.measure.family)
        put(self, "measured", self.operator in ("", "=") and not self.approximate and self.upper is None)

    @property
    def interval(self) -> Interval:
        """What the number may stand for, in base units."""
        return Interval.of(self.printed, self.measure.unit, self.exact)

    @property
    def as_printed(self) -> Interval:
        """What it stands for where it is meant to the last digit, as goals are."""
        return Interval.of(self.printed, self.measure.unit, exact=True)

    @property
    def ends(self) -> tuple[float, ...]:
        """The magnitudes of the ends of its interval; one where it stands for itself."""
        if self.exact:
            return (self.size,)
        half = self.half_size
        return (self.size - half, self.size + half)

    @property
    def exact(self) -> bool:
        """Whether it stands for itself: goals, counts and points, whole 人 but not 万人, nor a mean of 3.10人."""
        whole = self.family != "count" or not self.printed.decimals
        return self.given or (self.measure.exact and self.measure.unit.scale == 1 and whole)

    @property
    def shown(self) -> str:
        """Number and unit: 8,193.03万元."""
        return f"{self.printed.text}{'' if self.unit == '比' else self.unit}"

    def text_of(self, value: Fraction, more: int = 0) -> str:
        """A base value in this unit, with this number's decimals and up to ``more`` beyond them."""
        inside = self.measure.unit.from_base(value)
        places = self.printed.decimals
        while places < self.printed.decimals + more and (inside * 10**places).denominator != 1:
            places += 1
        return f"{decimal_text(inside, places)}{'' if self.unit == '比' else self.unit}"

    def repaired(self, value: Fraction) -> str:
        """What to write instead where a base value is right: to this number's places, and to two more where these tell it exactly or
        else no difference would show."""
        right = self.text_of(value)
        exact = (self.measure.unit.from_base(value) * 10 ** (self.printed.decimals + 2)).denominator == 1
        return f"{self.shown}→{self.text_of(value, 2) if exact or right == self.shown else right}"


_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,12})?(?![,\d])|\d{1,18}(?:\.\d{1,12})?"
_CHINESE = r"[一二两三四五六七八九十百千万亿零〇]{1,16}"
_LONG = r"(?<![第〇○零一二三四五六七八九十百千万])[一二两三四五六七八九][百千万亿十][一二两三四五六七八九十百千万亿零〇]{1,14}"
"""A Chinese numeral too long to be a mere word: 三百一十, not 一百 or 百万."""
_TENTHS = r"(?:点[零〇一二三四五六七八九]{1,4})?"
_OPERATORS = {
    ">=": ("≥", "≧", ">=", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "至少", "不得低于"),
    "<=": (
        "≤",
        "≦",
        "<=",
        "小于等于",
        "小于或等于",
        "不高于",
        "不超过",
        "不大于",
        "不多于",
        "控制在",
        "不得超过",
    ),
    ">": (">", "大于", "高于", "超过", "多于"),
    "<": ("<", "小于", "低于", "少于"),
    "=": ("=", "等于"),
}
_OPERATOR_OF = {text: sign for sign, texts in _OPERATORS.items() for text in texts}
_AFTER = {
    "以上": ">=",
    "及以上": ">=",
    "(含)以上": ">=",
    "（含）以上": ">=",
    "以下": "<=",
    "及以下": "<=",
    "以内": "<=",
    "之内": "<=",
}
_MASKS = tuple(
    (re.compile(f"[{signs}]"), compiled(form, re.MULTILINE))
    for signs, form in (
        ("/@", r"https?://\S{1,200}|[A-Za-z0-9_.]{1,40}@[A-Za-z0-9_.]{1,40}"),
        ("《", r"《[^《》\n]{0,80}》"),
        (r"\d", r"(?:电话|传真|邮编|手机|热线|联系人|账号|帐号|QQ)[^\d\n]{0,12}[\d\-— ]{5,}|(?<!\d)(?:0\d{2,3}[-—]\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?!\d)"),
        (r"〔\[【（(号", r"[〔\[【（(](?:19|20)\d{2}[〕\]】）)]\s*(?:第?\s*\d+\s*号)?|[〔\[【](?:19|20)\d{2,6}号?|(?<!\d)第?\d{1,8}号(?:文|令)?"),
        ("年", r"(?<=[\n：:；;。，,])[ \t]*\d{1,2}[.、](?=(?:19|20)\d{2}年)"),
        (r"年\-—~至", r"(?<![\d.])(?:19|20)\d{2}\s*(?:年|[-—~至](?:19|20)\d{2}年?)(?:度|初|末|底|以来)?(?:\s*\d{1,2}\s*月?\s*[-—~至]\s*\d{1,2}\s*月|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日|份|底|末|初)?)?"),
        (r"\-./", r"(?<!\d)(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)(?!\s*(?:%|元|万|亿|人|家))"),
        ("月", r"(?<!\d)\d{1,2}\s*月?\s*[-—~至]\s*\d{1,2}\s*月(?:份)?|(?<![\d.])\d{1,2}\s*月(?:\s*\d{1,2}\s*日|份|底|末|初)?"),
        ("日，,。；经年月", r"(?<!\d)(?:19|20)\d{4,6}(?=日|[,，。；经]|年度)|(?<!\d)(?:19|20)\d{4}月(?!\d)|(?<!\d)\d{0,2}(?:19|20)\d{2}年|(?<!\d)\d{3,4}日"),
        ("点:时", r"(?<!\d)\d{1,2}(?:点|:|时)\d{2}分?"),
        ("期", r"(?<!\d)\d{1,3}期(?=[间末初内限货工建项])|第\s*\d{1,3}期"),
        ("附表图第", r"^[ \t]*(?:附件|附表|表|图)[ \t]*\d{1,3}(?:[-—.]\d+)?[:：.、]?|(?:附件|附表|第)[ \t]*\d{1,3}(?=[\s:：)）、，。])|第\s*\d{1,3}\s*(?:条|章|款|届|批|季度|名|位|期|次会议)"),
        (r"\d", r"^[ \t]*\d{1,2}(?:\.\d{1,2}){0,3}(?:[.、．)）](?!\d)|(?=[\u4e00-\u9fa5]{2,}[^\d\n]{0,30}$))"),
        ("（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫", r"[（(]\s*\d{1,2}\s*[）)]|[①②③④⑤⑥⑦⑧⑨⑩⑪⑫]"),
        ("：:；;。", r"(?<=[：:；;。])[ \t]*\d{1,2}[.、．](?!\d)"),
        ("版A-Za-z", r"[A-Za-z][A-Za-z\-]{0,20}[ \t]?\d{1,6}(?:\.\d{1,4})?(?:版本?)?|(?<!\d)\d{1,4}\.\d{1,4}版"),
    )
)  # fmt: skip
"""What is no figure, each after the signs without which a text holds none: most lines are spared most of the search."""
_FIGURE = re.compile(r"[\d%]")


_SPOKEN = {"个点": "个百分点", "万": "万元", "亿": "亿元"}
_BARE = r"[万亿](?=\s?(?:[，,。；;、（()）\n×÷]|$))"
"""万 and 亿 without a unit: of money, where the words before them count nobody."""
_LARGE = {"万": 10_000, "亿": 100_000_000}
_BARE_MOST = 12


@cache
def units() -> dict[str, Measure]:
    """Units that a number in prose may carry: the national table's without texts and dates, and plain classifiers."""
    left_out = {"text", "rank", "level"}
    known = {
        name: one
        for name, one in measures().items()
        if one.family not in left_out and one.unit.dimension not in left_out
    }
    for name in ("年", "日", "月", "比", "比值", "得分", "版", "届", "方", "期", "分"):
        known.pop(name, None)
    known["分"] = measures()["得分"]
    known["个点"] = measures()["个百分点"]
    for lead, size in (("百", 100), ("千", 1000)):
        large = known["万元"]
        unit = Unit(f"{lead}万元", large.unit.dimension, large.unit.scale * size)
        known[f"{lead}万元"] = Measure(unit, large.family, large.exact)
    known["人(次)"] = known["人（次）"] = measures()["人次"]
    for name in [
        one for one, measure in known.items() if measure.family == "count" and not one.startswith("万")
    ]:
        unit = known[name].unit
        for lead, size in _LARGE.items():
            larger = Unit(f"{lead}{name}", unit.dimension, unit.scale * size)
            known.setdefault(f"{lead}{name}", Measure(larger, "count", False))
    for name in lexicon().classifiers:
        known.setdefault(name, Measure(Unit(name, name, Fraction(1)), "count", True))
        for lead, size in _LARGE.items():
            known.setdefault(
                f"{lead}{name}", Measure(Unit(f"{lead}{name}", name, Fraction(size)), "count", False)
            )
    return known


def measure_of(unit: str) -> Measure | None:
    """What a unit of prose measures, 万 and 亿 being of money; None where it is none."""
    return units().get(_SPOKEN.get(unit, unit))


@cache
def _scanner() -> re.Pattern[str]:
    names = sorted(units(), key=len, reverse=True)
    unit = "|".join(re.escape(name) for name in names)
    before = "|".join(re.escape(name) for name in sorted(_OPERATOR_OF, key=len, reverse=True))
    after = "|".join(re.escape(name) for name in sorted(_AFTER, key=len, reverse=True))
    strong = r"亿元|万元|个百分点|万人次|万人|人次|余人|余条"
    return compiled(
        rf"(?P<op>(?:{before}))?(?:(?<=[于过在少低])每[人家户件例次个项])?\s?(?P<about>(?<![节续签合预特履违制条公契])约|近|大约)?\s?(?:"
        rf"(?<![\d.])(?P<ratio>\d+(?:\.\d+)?)\s?[:：∶比]\s?1(?![\d.])"
        rf"|(?:(?<=[养退]比)|(?<=[养退]比为))(?P<bare>\d+\.\d+)(?![\d.]|\s?[-—~至到:：∶比%％万亿元人名个分倍])"
        rf"|(?P<sign>(?<![\d%元人\])）])[-+])?(?<![\d.A-Za-z])(?<!\d,)(?P<number>{_NUMBER})(?P<some>余|多)?[一二三四五六七八九十]?(?:\s?[-—~至到]\s?(?P<upper>{_NUMBER}))?[^\S\n]?(?P<unit>{unit}|{_BARE})"
        rf"|百分之(?P<percent>{_CHINESE}{_TENTHS})"
        rf"|(?<![\d.])(?P<chinese>{_CHINESE}{_TENTHS})(?P<cunit>{strong})"
        rf"|(?P<long>{_LONG}{_TENTHS})(?P<lunit>{unit})"
        rf")(?P<later>(?:余|多(?!\s?[\d一二两三四五六七八九十了出于收支])|左右|上下)|(?:{after}))?"
    )


def quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """All quantities of a cleaned text, or of the stretch of it from ``start`` to ``end``, in order."""
    return tuple(_found(masked(text[start:end]), start))


def masked(text: str) -> str:
    """The text with the digits of dates, document numbers, list numbers and titles replaced by ``#``."""
    if not _FIGURE.search(text):
        return text
    for signs, mask in _MASKS:
        if signs.search(text):
            text = mask.sub(_hidden, text)
    return text


def _hidden(match: re.Match[str]) -> str:
    return _FIGURE.sub("#", match.group())


def _found(text: str, before: int) -> Iterator[Quantity]:
    """``before``: how many characters stand before the text where offsets count from."""
    known = units()
    for match in _scanner().finditer(text):
        ratio = match["ratio"] or match["bare"]
        digits = match["number"] or ratio
        if digits is None:
            made = _chinese(match, before)
        else:
            unit = "比" if ratio else match["unit"]
            if match["some"] and "." in digits:
                continue  # 44,890.20多支3,611.60: more was spent, no 支 are counted
            if unit in ("万", "亿") and says(
                "bare_large_not", text[max(0, match.start() - _BARE_MOST) : match.start()]
            ):
                continue
            measure = measures()["比"] if ratio else known[_SPOKEN.get(unit, unit)]
            if measure.family == "count" and word("unit_of_rate").match(text, match.end()):
                continue  # 5720公斤/公顷 are no kilogrammes
            made = _plain(match, digits, unit, measure, before)
        if made is None:
            continue
        if match["number"] and made.family in ("money", "count") and made.measured:
            yield from _in_a_row(text, made, before)
        yield made


_ROW = re.compile(rf"(?<![\d.,第表图附件#、])(?:(?:{_NUMBER})\s?[、和]\s?)+$")
_ROW_MOST = 60


def _in_a_row(text: str, last: Quantity, before: int) -> Iterator[Quantity]:
    """The numbers before one that share its unit: 1276、1543、1298、1705万元."""
    at = last.at - before
    if last.at != last.start or text[at - 1 : at] not in ("、", "和"):
        return
    row = _ROW.search(text, max(0, at - _ROW_MOST), at)
    if row is None:
        return
    for match in re.finditer(_NUMBER, row.group()):
        printed = Printed.parse(match.group())
        if printed.decimals != last.printed.decimals:
            return
        start, end = (before + row.start() + one for one in match.span())
        yield Quantity(start, end, start, printed, last.unit, last.measure)


def _plain(match: re.Match[str], digits: str, unit: str, measure: Measure, before: int) -> Quantity | None:
    try:
        printed = Printed.parse((match["sign"] or "") + digits)
        upper = Printed.parse(match["upper"]) if match["upper"] else None
    except ExactError:
        return None
    later = match["later"] or ""
    operator = _OPERATOR_OF.get(match["op"] or "", "") or _AFTER.get(later, "")
    about = bool(match["about"] or match["some"] or later in ("余", "多", "左右", "上下"))
    name = "人次" if unit.startswith("人(") or unit.startswith("人（") else _SPOKEN.get(unit, unit)
    at = match.start(next(kind for kind in ("number", "ratio", "bare") if match[kind]))
    start, end, at = (before + one for one in (*match.span(), at))
    return Quantity(start, end, at, printed, name, measure, operator, about, upper)


_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def chinese_value(text: str) -> int | None:
    """A Chinese numeral: 九十五 → 95, 三千二百 → 3200; None where it is not one."""
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        elif character == "万":
            total, section, digit = total + (section + digit) * 10000, 0, 0
        elif character == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            return None
    return total + section + digit


def whole_number(text: str) -> int | None:
    """A whole number in digits or as a Chinese numeral; None where it is neither."""
    return int(text) if text.isdigit() else chinese_value(text)


def count_of(text: str) -> int:
    """A count in digits or characters; 0 where a text is none."""
    return whole_number(text) or 0


def _chinese(match: re.Match[str], before: int) -> Quantity | None:
    kind = next(one for one in ("percent", "chinese", "long") if match[one])
    numeral, _, tenths = match[kind].partition("点")
    unit = "%" if kind == "percent" else match["cunit"] or match["lunit"]
    if "亿" in numeral and unit.startswith("万"):  # 一亿二千三百万元
        numeral, unit = f"{numeral}万", unit[1:]
    value = chinese_value(numeral)
    if value is None:
        return None
    shown = f"{value}.{''.join(str(_DIGITS[one]) for one in tenths)}" if tenths else str(value)
    some = unit.startswith("余")
    unit = unit.removeprefix("余")
    measure = units().get(unit)
    if measure is None:
        return None
    later = match["later"] or ""
    operator = _OPERATOR_OF.get(match["op"] or "", "") or _AFTER.get(later, "")
    about = some or bool(match["about"]) or later in ("余", "多", "左右", "上下")
    start, end, at = (before + one for one in (*match.span(), match.start(kind)))
    return Quantity(start, end, at, Printed.parse(shown), unit, measure, operator, about)


def lost_values(text: str) -> list[tuple[int, int]]:
    """Places where an operator sign is followed by words instead of a number."""
    return [match.span() for match in word("lost_value").finditer(text)]


def digits_value(text: str) -> Fraction:
    """The value of a number in figures: 1,234.5."""
    whole, _, part = text.replace(",", "").partition(".")
    return Fraction(int(whole + part), 10 ** len(part))
