"""Which character separates the cells of a text file, judged by its first records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from yiheng.intake.reading.tolerant import records

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_BYTES = 1 << 16
_SAMPLE_LINES = 80


@dataclass(frozen=True)
class Dialect:
    """The separator, how many cells most records have, and the most that one of the sample has."""

    delimiter: str
    usual: int
    most: int


def dialect_of(sample: str) -> Dialect:
    """The dialect of a text by its beginning: the separator that most records have equally often, then the most often.

    Titles above the table have none; packed diagnoses (``A;B;C``) and money (``1,234``) have others unequally often.
    """
    lines = _lines(sample)
    best, best_rank = Dialect(",", 1, 1), (-1.0, 0)
    for delimiter in DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        found = [record for _, record in records(iter(lines), delimiter, 0)]
        widths = [len(record.cells) for record in found]
        several = Counter(width for width in widths if width > 1)
        if not several:
            continue
        usual, times = max(several.items(), key=lambda item: (item[1], item[0]))
        # A separator found within quoted cells cuts them, and leaves quotes that quote nothing.
        cut = sum(record.stray > 0 for record in found)
        rank = (round((times - cut) / len(found), 1), usual)
        if rank > best_rank:
            best, best_rank = Dialect(delimiter, usual, max(widths)), rank
    return best


def _lines(sample: str) -> list[str]:
    """The whole lines of a sample; its last, which may be cut, only where there is no other."""
    ending = "\n" if "\n" in sample else "\r"
    lines = sample.split(ending)
    whole = lines[:-1] or lines
    return whole[:_SAMPLE_LINES]
