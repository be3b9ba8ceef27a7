"""Heads as keys: the same head written with other spaces, brackets or full-width letters is one key."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from yiheng.standards.measure import measures
from yiheng.standards.table import storage_units

NUMBER = "{n}"
"""Stands in a head for the number of a repeated column."""

_SPACES = re.compile(r"\s+")
_TAIL = re.compile(r"[\[(【〔]([^\[\]()【】〔〕]*)[\])】〕]$")
_DIGITS = re.compile(r"\d+")
_AFTER_UNIT_WORD = re.compile(r"单位[:：]?")


@dataclass(frozen=True)
class Head:
    """One head: its key, the key without a bracketed unit, that unit, and the key with its number as ``{n}``."""

    text: str
    key: str
    base: str
    unit: str
    numbered: str
    number: int


def head_key(text: str) -> str:
    """The key of a head: half-width, small letters, no spaces or line breaks, no marks of a required field."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return plain.strip("*:：'\"")


def unit_of(text: str) -> str:
    """The unit that a text names (元, 万元, %, 天 …); empty where it names none."""
    word = _AFTER_UNIT_WORD.sub("", unicodedata.normalize("NFKC", text)).strip()
    return word if word in measures() or word in storage_units() else ""


def head_of(text: str) -> Head:
    """A head as printed, taken apart."""
    key = head_key(text)
    tail = _TAIL.search(key)
    unit = unit_of(tail[1]) if tail else ""
    base = key[: tail.start()] if tail and unit else key
    digits = _DIGITS.findall(base)
    numbered = _DIGITS.sub(NUMBER, base, count=1) if len(digits) == 1 else base
    return Head(text, key, base, unit, numbered, int(digits[0]) if len(digits) == 1 else 0)
