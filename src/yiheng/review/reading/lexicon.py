"""The words the review reads by: content in ``national/review/*.yaml``, compiled once.

No phrase, word list or limit of the review stands in Python. Each list has examples, which the tests run.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import Field

from yiheng.metrics.catalogue import METRICS
from yiheng.metrics.identity import Identity
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.policy.content import Layer, load
from yiheng.policy.provenance import ContentModel
from yiheng.policy.source_file import read_document
from yiheng.review.reading.begin import compiled


class MetricPhrase(ContentModel):
    """Words that name a metric. ``words`` are regular expressions over the label before a number.

    ``needs``: a word of the paragraph or title; ``after``: the metric of the number right before.
    """

    code: str
    words: tuple[str, ...]
    family: str
    item: str = ""
    account: str = ""
    role: str = ""
    needs: str = ""
    after: str = ""
    unless: str = ""
    examples: tuple[str, ...] = ()


class ScopeWord(ContentModel):
    """Words that set one dimension of a figure."""

    value: str
    words: str


class Contradiction(ContentModel):
    """A claim in words, and the words that another part of the same report would have to avoid."""

    claim: str
    against: str
    about: str = ""
    examples: tuple[str, ...] = ()


class RateWords(ContentModel):
    """What a rate is called, and the words of its numerator and denominator; all regular expressions."""

    rate: str
    numerator: str
    denominator: str
    example: str


class Lexicon(ContentModel):
    """Everything the review reads by, one attribute per list."""

    phrases: tuple[MetricPhrase, ...]
    identities: tuple[str, ...]
    derivations: tuple[str, ...]
    derived_identities: tuple[str, ...]
    single_valued: tuple[str, ...]
    of_each_fund: tuple[str, ...]
    standards: tuple[str, ...]
    without_insurance: tuple[str, ...]
    persons_only: tuple[str, ...]
    backfill_money: tuple[str, ...]
    insurance: tuple[ScopeWord, ...]
    fund: tuple[ScopeWord, ...]
    account: tuple[ScopeWord, ...]
    sections: tuple[ScopeWord, ...]
    words: dict[str, str]
    limits: dict[str, str]
    classifiers: tuple[str, ...]
    each: dict[str, tuple[str, ...]]
    contradictions: tuple[Contradiction, ...]
    rates: tuple[RateWords, ...]
    rate_kin: dict[str, str] = Field(default_factory=dict)
    each_also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    traditional: dict[str, str] = Field(default_factory=dict)
    spoken: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class CompiledPhrase:
    """A metric phrase with its expressions joined."""

    phrase: MetricPhrase
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def lexicon() -> Lexicon:
    """All lists, merged from the files of the content folder."""
    root = Path(str(files("yiheng"))) / "content" / "national" / "review"
    merged: dict[str, Any] = {}
    words: dict[str, str] = {}
    for path in sorted(root.glob("*.yaml")):
        data = read_document(path, f"national/review/{path.name}").data
        words.update(data.get("words", {}))  # each file may name lists of its own subject
        merged.update(data)
    merged["words"] = words
    return Lexicon.model_validate(merged)


@cache
def word(name: str) -> re.Pattern[str]:
    """One word list as a compiled expression."""
    return compiled(lexicon().words[name])


@lru_cache(maxsize=131072)
def says(name: str, text: str) -> bool:
    """Whether a text has a word of a list; remembered, since the labels of a report are asked the same again and again."""
    return word(name).search(text) is not None


@lru_cache(maxsize=131072)
def without(name: str, text: str) -> str:
    """A text without the words of a list; remembered, as what labels say is."""
    return word(name).sub("", text)


_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fa5]")


def chinese_of(text: str) -> str:
    """The Chinese characters of a text alone: names are compared without digits, signs and spaces."""
    return _NOT_CHINESE.sub("", text)


@cache
def limit(name: str) -> int:
    """One limit."""
    return int(lexicon().limits[name])


@cache
def phrases() -> tuple[CompiledPhrase, ...]:
    """The metric phrases, compiled."""
    return tuple(
        CompiledPhrase(one, re.compile("|".join(one.words)), re.compile(one.unless) if one.unless else None)
        for one in lexicon().phrases
    )


@cache
def scope_words(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The expressions of one dimension (insurance, fund, account, sections) in their order of precedence."""
    listed: tuple[ScopeWord, ...] = getattr(lexicon(), kind)
    return tuple((one.value, re.compile(one.words)) for one in listed)


@lru_cache(maxsize=8192)
def first_scope(kind: str, text: str, default: str = "") -> str:
    """The value whose words stand in a text; the first of the list that does."""
    return next((value for value, pattern in scope_words(kind) if pattern.search(text)), default)


@lru_cache(maxsize=8192)
def last_scope(kind: str, text: str, default: str = "") -> str:
    """The value whose words stand last in a text: the word nearest to a number speaks for it."""
    found = [(match.end(), value) for value, pattern in scope_words(kind) for match in pattern.finditer(text)]
    return max(found)[1] if found else default


@lru_cache(maxsize=8192)
def scopes(kind: str, text: str) -> tuple[str, ...]:
    """The values whose words stand in a text, each once."""
    return tuple(dict.fromkeys(value for value, pattern in scope_words(kind) if pattern.search(text)))


@cache
def identities() -> tuple[Identity, ...]:
    """The identities of the metrics room that a report's own figures are recomputed by, and those they rest on."""
    wanted = {*lexicon().identities, *lexicon().derivations, *lexicon().derived_identities}
    layer = Layer("national", Path(str(files("yiheng"))) / "content" / "national")
    content = load((IDENTITIES,), [layer])
    return tuple(entry.value for entry in content.entries if entry.key in wanted)


@cache
def directions() -> dict[str, str]:
    """Which way a metric should move, by the catalogue."""
    layer = Layer("national", Path(str(files("yiheng"))) / "content" / "national")
    return {entry.key: entry.value.direction for entry in load((METRICS,), [layer]).entries}


def content_rows(path: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the content, without its notes."""
    with files("yiheng").joinpath(path).open(encoding="utf-8") as stream:
        yield from csv.DictReader(line for line in stream if not line.startswith("#"))
