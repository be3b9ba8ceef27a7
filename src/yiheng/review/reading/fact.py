"""Facts: the quantities of a report with what they are about, read from the words before them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from yiheng.review.reading.begin import compiled
from yiheng.review.reading.declared import with_declared
from yiheng.review.reading.layout import Line, Report, Sentence, sentences_of
from yiheng.review.reading.lexicon import (
    MetricPhrase,
    chinese_of,
    first_scope,
    last_scope,
    lexicon,
    phrases,
    says,
    scopes,
    without,
    word,
)
from yiheng.review.reading.quantity import Quantity, quantities

_BREAK = compiled(r"[，,。；;！？\n\t|①-⑫]|(?<=[^\d])[：:](?!\s?1)")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_LABEL_LIMIT, _SENTENCE_LIMIT = 120, 400
_NEAR_BREAK = 30
"""Characters before a number among which a break mostly stands."""
_LAST_OPERAND = re.compile(r"[\u4e00-\u9fa5][÷×]([\u4e00-\u9fa5][^÷×＝=]+)$")
"""年末结余÷月均支出6,559.4万元: the number is of the words after the sign."""
_LIST_NUMBER = re.compile(r"^[（(]?[\d#]{1,2}[.、．)）]\s*")
_OF_ACCOUNTS = ("money", "time")
_INHERITS_ACCOUNT = frozenset({"payable_months", "cumulative_balance", "current_surplus"})

_NAME_MOST, _SAYS_LITTLE = 24, 2
POSTS = frozenset({"persons", "名"})
"""What posts and the people in them are counted by: 编制68名 holds 实有63人."""
_LEADS_ON = re.compile(r"(?:[由从]20\d\d年度?[末底]?|由|从|为|是|高?达到?|约|共计?)$")
_LEADING_YEAR = re.compile(r"^\d{0,4}年(?:度|(?![末底初内中]))")
"""The year, or what is left of it, at the start of a shortened name."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity in its sentence.

    ``label``: the words before it, up to the clause's beginning. ``core``: the label without region, year and
    filler words. ``qualifier``: what of the core the metric's own words do not cover. ``year`` is 0 where the
    text gives none; ``partial`` marks figures of some months only. ``depth`` counts brackets. ``start``, ``end`` and
    ``at`` are those of its quantity.
    """

    quantity: Quantity
    label: str
    core: str
    metric: str
    item: str
    qualifier: str
    role: str
    insurance: str
    account: str
    year: int
    partial: str
    line: Line
    sentence: Sentence
    index: int
    depth: int
    report: int
    start: int = field(init=False, compare=False)
    end: int = field(init=False, compare=False)
    at: int = field(init=False, compare=False)

    def __eq__(self, other: object) -> bool:  # asked so often that it looks at the place first
        if self is other:
            return True
        if not isinstance(other, Fact):
            return NotImplemented
        return self.start == other.start and self._all == other._all

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    @property
    def _all(self) -> tuple[object, ...]:
        return (
            self.quantity, self.label, self.core, self.metric, self.item, self.qualifier, self.role, self.insurance,
            self.account, self.year, self.partial, self.line, self.sentence, self.index, self.depth, self.report,
        )  # fmt: skip

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", self.quantity.start)
        object.__setattr__(self, "end", self.quantity.end)
        object.__setattr__(self, "at", self.quantity.at)

    @property
    def name(self) -> str:
        """How a message names it: its own words, shortened."""
        shown = re.sub(r"\s+", "", self.label).strip("“”\"'、，,；;。（(：:的")
        shown = _LEADING_YEAR.sub("", shown[-_NAME_MOST:])
        return _LEADS_ON.sub("", shown) or shown or self.core or self.quantity.shown

    def named(self, kind: str) -> str:
        """The same, or of what kind it is where its own words say too little (占, 完成)."""
        name = self.name
        return name if len(chinese_of(name)) > _SAYS_LITTLE else kind


def facts_of(text: str, report: Report, hidden: list[tuple[int, int]]) -> list[Fact]:
    """The facts of one report; ``hidden`` are spans that another reader (tables) has taken."""
    found: list[Fact] = []
    numbers = with_declared(report, quantities(text, report.start, report.end))
    starts = [one.start for one in numbers]
    for sentence in sentences_of(text, report):
        first, last = bisect_right(starts, sentence.start - 1), bisect_right(starts, sentence.end - 1)
        inside = list(numbers[first:last])
        if inside and not any(low <= inside[0].start < high for low, high in hidden):
            found.extend(_sentence_facts(text, report, sentence, inside, len(found)))
    return found


def _sentence_facts(
    text: str, report: Report, sentence: Sentence, inside: list[Quantity], index: int
) -> Iterator[Fact]:
    previous: Fact | None = None
    low = sentence.start
    for number, quantity in enumerate(inside):
        label = _label(text, low, quantity.start)
        if not _stripped(label) and previous is not None:
            before = text[previous.end : quantity.start]
            label = (
                previous.label if not before.strip() else _wider(text, previous.end, quantity.start) or label
            )
        elif not _stripped(label):
            label = _wider(text, sentence.start, quantity.start)
        fact = _fact(text, report, sentence, quantity, label, index + number, previous)
        yield fact
        previous, low = fact, quantity.end


def _label(text: str, low: int, high: int) -> str:
    """The words between the last clause break and the number."""
    between = text[max(low, high - _LABEL_LIMIT) : high]
    cut = max((match.end() for match in _BREAK.finditer(between, len(between) - _NEAR_BREAK)), default=0)
    if not cut:
        cut = max((match.end() for match in _BREAK.finditer(between)), default=0)
    opened = between.rfind("（", cut), between.rfind("(", cut)
    tail = between[cut:]
    if max(opened) >= 0 and not re.search(r"[）)]", between[max(opened) :]):
        tail = between[max(opened) + 1 :]
    operand = _LAST_OPERAND.search(tail)
    return _LIST_NUMBER.sub("", (operand[1] if operand else tail).strip().lstrip("）)"))


def _wider(text: str, low: int, high: int) -> str:
    """All the words of the sentence since the last number: for a number whose own clause has no noun."""
    return re.sub(r"[：:，,]\s*$", "", text[max(low, high - _LABEL_LIMIT) : high].strip())[-40:]


def _stripped(label: str) -> str:
    return without("filler_end", label).strip("、（）()“”：: ")


@lru_cache(maxsize=16384)
def core_of(label: str) -> str:
    """A label without its filler and neutral words: what two statements of one thing share."""
    return word("neutral").sub("", without("filler_end", label))


@lru_cache(maxsize=65536)
def metric_of(label: str, family: str) -> tuple[MetricPhrase, int, int] | None:
    """The metric phrase that ends last in a label, the longest of those, with its span."""
    best: tuple[int, int, MetricPhrase] | None = None
    trimmed = word("from_year").sub("", without("filler_end", label))
    bare = core_bare(trimmed)
    for one in phrases():
        if one.phrase.family != family or one.phrase.code == "indicator_score":
            continue
        if one.unless is not None and one.unless.search(trimmed):
            continue
        for base in (trimmed, bare):
            for match in one.pattern.finditer(base):
                offset = len(trimmed) - len(base)
                rank = (match.end() + offset, match.end() - match.start())
                if best is None or rank > best[:2]:
                    best = (*rank, one.phrase)
    if best is None or best[0] < len(trimmed) - 6:
        return None
    return best[2], best[0] - best[1], best[0]


def core_bare(label: str) -> str:
    """A label without leading year and region, for phrases anchored at its beginning."""
    return word("leading_neutral").sub("", label)


def _fact(
    text: str,
    report: Report,
    sentence: Sentence,
    quantity: Quantity,
    label: str,
    index: int,
    previous: Fact | None,
) -> Fact:
    trimmed, match = _named_metric(label, quantity, sentence.line, report, previous)
    metric = item = qualifier = phrase_account = role = ""
    if match is not None:
        phrase, low, high = match
        metric, item, role, phrase_account = phrase.code, phrase.item, phrase.role, phrase.account
        qualifier = word("qualifier_noise").sub("", core_of(trimmed[:low])) + _bracket(text, quantity.end)
    alone = word("actual_alone").fullmatch(trimmed)
    if (
        previous is not None
        and previous.role == "target"
        and (alone or word("actual_alone").fullmatch(label.strip("，,：: ")))
    ):
        same_unit = previous.quantity.dimension == quantity.dimension and previous.sentence == sentence
        if same_unit:  # 目标值≥90%，实际值93.5%; 目标280家，实际完成286家
            label = previous.label if alone else label
            metric, item, qualifier = previous.metric, previous.item, previous.qualifier
            role = "actual"
    moved = (
        previous is not None
        and previous.quantity.dimension == quantity.dimension
        and bool(word("moved_label").match(label))
    )
    if moved and previous is not None and not metric:
        metric, item, qualifier, phrase_account = (
            previous.metric,
            previous.item,
            previous.qualifier,
            previous.account,
        )
    before = text[max(sentence.start, quantity.start - _SENTENCE_LIMIT) : quantity.start]
    account = phrase_account or last_scope("account", label)
    if not account and metric in _INHERITS_ACCOUNT:
        account = last_scope("account", before)
    if not account and quantity.family in _OF_ACCOUNTS:
        account = _heading_account(sentence.line)
    insurance = last_scope("insurance", label) or _heading_insurance(sentence.line) or report.insurance
    if metric in lexicon().without_insurance:
        insurance = "all"
    if metric == "insured_persons" and item == "ltc":
        insurance = "ltc"
    role = role or role_of(label, sentence.line.section)
    if role == "target":
        quantity = replace(quantity, given=True)
    only = not metric and role == "budget" and _is_budget_only(label)
    if only and previous is not None and previous.quantity.dimension == quantity.dimension:
        metric, item, account = previous.metric, previous.item, previous.account
        insurance, qualifier = previous.insurance, previous.qualifier
    years = _YEAR.findall(before)
    partial = _partial(text[max(sentence.start, quantity.start - 60) : quantity.start])
    opened = before.count("（") + before.count("(") - before.count("）") - before.count(")")
    return Fact(
        quantity, label, core_of(label), metric, item, qualifier, role, insurance, account or "all",
        0 if moved else int(years[-1]) if years else 0, partial, sentence.line, sentence, index, max(opened, 0), report.number,
    )  # fmt: skip


def _named_metric(
    label: str, quantity: Quantity, line: Line, report: Report, previous: Fact | None
) -> tuple[str, tuple[MetricPhrase, int, int] | None]:
    """The label without filler, and the metric that it names where its conditions are met."""
    trimmed = without("filler_end", label)
    match = metric_of(label, quantity.family)
    if match is None and previous is not None and word("continued").match(label):
        trimmed = without("filler_end", previous.label + label)
        match = metric_of(trimmed, quantity.family)
    if match is None or _by_how_much(trimmed) or not _of_its_kind(match[0].code, quantity):
        return trimmed, None
    phrase = match[0]
    if phrase.after and (previous is None or previous.metric != phrase.after):
        return trimmed, None
    if phrase.needs and not _mentions(phrase.needs, line.text, report.title):
        return trimmed, None
    return trimmed, match


def _by_how_much(trimmed: str) -> bool:
    """Whether a number says by how much something changed: it is no value of what changed."""
    return bool(word("delta_end").search(trimmed))


def _of_its_kind(metric: str, quantity: Quantity) -> bool:
    """Whether a count is of what a metric counts: visits are no insured persons."""
    return not (metric in lexicon().persons_only and quantity.dimension != "persons")


@lru_cache(maxsize=4096)
def _mentions(words: str, line: str, title: str) -> bool:
    """Whether a line or the title has the words; remembered, since one line may hold many thousand numbers."""
    return words in line or words in title


def _bracket(text: str, end: int) -> str:
    """A caliber in brackets right after a number: （不含异地就医）."""
    match = word("caliber_in_brackets").match(text[end : end + 24])
    return match[1] if match else ""


def _partial(before: str) -> str:
    found = list(word("year_part").finditer(before))
    if not found:
        return ""
    match = found[-1]
    month = match[2] or match[4] or match[6]
    return "" if month in ("12",) else match.group()


def _is_budget_only(label: str) -> bool:
    return len(core_of(label)) <= 4


@lru_cache(maxsize=8192)
def role_of(label: str, section: str) -> str:
    """What a label, and the part of the report, say that a number is: actual, target, budget, prior or base."""
    if word("role_base").search(label) and word("role_base_verb").search(label):
        return "base"
    if word("prior_figure").search(label):
        return "prior"
    if word("prior").search(label) and not says("compared", label):
        return "prior"
    if word("budget_end").search(label):
        return "budget"
    if word("role_target").search(label[-10:]) and section != "goal" and not word("role_done").search(label):
        return "target"
    if section == "goal":
        return "budget" if word("budget").search(label) else "target"
    if word("budget").search(label) or word("role_expected").search(label):
        return "budget"
    return "actual"


def _heading_insurance(line: Line) -> str:
    """The insurance that the nearest heading names; general headings name none."""
    for heading in reversed(line.path):
        named = first_scope("insurance", heading)
        if named and named != "department":
            return named
    return ""


def _heading_account(line: Line) -> str:
    """The account that the nearest heading names that names any; none where it names several."""
    for heading in reversed(line.path):
        named = scopes("account", heading)
        if named:
            return named[0] if len(named) == 1 else ""
    return ""


def alike(first: str, second: str) -> bool:
    """The same words, the one within the other, or nearly the same pairs of characters."""
    if len(first) < 3 or len(second) < 3:
        return False
    if first == second:
        return True
    shorter, longer = (first, second) if len(first) <= len(second) else (second, first)
    if len(shorter) >= 4 and len(longer) - len(shorter) <= 4 and shorter in longer:
        return True
    if len(shorter) < 6:
        return False
    pairs, others = _character_pairs(first), _character_pairs(second)
    return 2 * len(pairs & others) >= 0.8 * (len(pairs) + len(others))


@lru_cache(maxsize=16384)
def _character_pairs(text: str) -> frozenset[str]:
    """Every two characters that stand together; remembered, since each name is compared with many others."""
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))
