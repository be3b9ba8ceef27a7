"""Split files: which files of a delivery are parts of one, which parts are missing, and where a file looks cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from yiheng.standards.problem import Problem

CUTS = frozenset({65_535, 65_536, 1_048_575, 1_048_576})
"""Rows (with or without a heading) at which old and new worksheets end."""

_NUMBERS = "零一二三四五六七八九十"
_COUNTED = re.compile(
    r"[（(\[【_\-\s]*第\s*(?P<part>[0-9]+|[一二三四五六七八九十]+)\s*[份部分卷册]+[，,、_\-\s]*共\s*(?P<count>[0-9]+|[一二三四五六七八九十]+)\s*[份部分卷册]+[）)\]】]*"
    r"|[（(\[【_\-\s]+(?P<part2>[0-9]{1,3})\s*(?:of|／|∕)\s*(?P<count2>[0-9]{1,3})[）)\]】]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"[_\-\s]*(?:[（(](?P<inside>[0-9]{1,3})[）)]|(?:_|(?<![0-9])-)(?P<after>[0-9]{1,2}))$"
)


@dataclass(frozen=True)
class PartName:
    """What a file's name says: the name without its number, the number (0: none), and how many there are (0: unsaid)."""

    stem: str
    number: int
    count: int


@dataclass(frozen=True)
class PartSet:
    """The parts of one whole: those that came, and those that are missing by their numbers."""

    stem: str
    count: int
    present: tuple[int, ...]
    missing: tuple[int, ...]


def part_name(name: str) -> PartName:
    """Read the number of a part from a file's name: 第1份共3份, 1of3, _1, (2)."""
    path = PurePosixPath(name)
    suffix = path.suffix if 1 < len(path.suffix) <= 6 else ""
    whole = name[: len(name) - len(suffix)]
    if match := _COUNTED.search(whole):
        number = _number(match["part"] or match["part2"])
        count = _number(match["count"] or match["count2"])
        return PartName(whole[: match.start()] + whole[match.end() :] + suffix, number, count)
    if match := _NUMBERED.search(whole):
        return PartName(whole[: match.start()] + suffix, int(match["inside"] or match["after"]), 0)
    return PartName(name, 0, 0)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _NUMBERS.index(text[-1])
    return (_NUMBERS.index(tens) if tens else 1) * 10 + (_NUMBERS.index(ones) if ones else 0)


def part_sets(names: Iterable[str]) -> list[PartSet]:
    """The wholes among the files of a delivery; a file without a number, or alone with a bare one, is no part.

    A whole that says its count has all numbers up to it; one that does not has all up to its greatest.
    """
    by_stem: dict[str, list[PartName]] = {}
    for name in names:
        one = part_name(name)
        if one.number:
            by_stem.setdefault(one.stem, []).append(one)
    found = []
    for stem, parts in sorted(by_stem.items()):
        count = max(one.count for one in parts)
        present = tuple(sorted({one.number for one in parts}))
        if not count and present[0] > 2:
            continue  # such numbers are months or versions, no parts
        last = count or present[-1]
        missing = tuple(number for number in range(1, last + 1) if number not in present)
        if count or len(present) > 1 or missing:
            found.append(PartSet(stem, count, present, missing))
    return found


def missing_parts(names: Sequence[str]) -> Iterator[Problem]:
    """One problem for every whole of which parts are missing."""
    for one in part_sets(names):
        if one.missing:
            expected = f"共 {one.count} 份" if one.count else f"已有第 {'、'.join(map(str, one.present))} 份"
            listed = "、".join(map(str, one.missing))
            yield Problem("delivery_part_missing", "warning", file=one.stem, found=listed, expected=expected)


def cut_files(rows: Iterable[tuple[str, str, int]], names: Sequence[str]) -> Iterator[Problem]:
    """Sheets (file, sheet, rows with their heading) that end just where worksheets end, unless a further part came."""
    later = {(one.stem, number) for one in part_sets(names) for number in one.present}
    for file, sheet, count in rows:
        one = part_name(file)
        if count in CUTS and (one.stem, one.number + 1) not in later:
            yield Problem("delivery_cut", "warning", file=file, key=sheet, found=str(count))
