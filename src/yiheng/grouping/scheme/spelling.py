"""Codes as people write them: which code of a scheme is meant where marks, widths and letters differ.

Only what somebody types is read this way. A cell of a file is compared letter by letter (``case.split_codes``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from yiheng.grouping.scheme.lookup import code_facts
from yiheng.grouping.scheme.scheme import Scheme

_MARKS = re.compile(r"[|,;、\s]+")
"""Between typed codes, full-width marks being narrow by then."""
_FILLER = re.compile(r"(?<=[0-9.X])X")
"""The X that fills a place, which the national lists write small (``I10.x00x002``); a first letter X is a chapter."""


def typed_codes(text: str, scheme: Scheme) -> tuple[str, ...]:
    """The codes of a typed line in order, each as the scheme writes it; one that it does not know stays as typed."""
    return tuple(_as_written(code, scheme) for code in _MARKS.split(narrow(text)) if code)


def narrow(text: str) -> str:
    """A text without full-width letters, digits and marks, and without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def spellings(code: str) -> Iterator[str]:
    """A code as it stands, and the ways it is written with other blanks and letters."""
    yield code
    yield code.strip()
    capital = code.strip().upper()
    yield capital
    yield _FILLER.sub("x", capital)


def _as_written(code: str, scheme: Scheme) -> str:
    return next((one for one in spellings(code) if code_facts(scheme, one)), code)
