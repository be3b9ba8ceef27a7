"""The automatic numbers of a Word file: 一、（一） 1. ① as the reader sees them, though the text does not hold them.

Numbering definitions and their levels are those of ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from yiheng.reports.workbook_package import local_name

_DIGITS = "零一二三四五六七八九"
# fmt: off
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
})
# fmt: on
_LEVELS = 9


@dataclass(frozen=True)
class Level:
    """How one level counts and shows: ``shape`` has %1 to %9 for the counts of the levels."""

    form: str
    shape: str
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document and where each has counted to."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def prefix(self, paragraph: etree._Element) -> str:
        """The number of a paragraph, counted as it is read; empty without one."""
        number, level = self._list_of(paragraph)
        if number not in self.lists:
            return ""
        key, levels = self.lists[number]
        shown = levels.get(level)
        if shown is None or shown.form in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(key, [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else shown.start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return re.sub(r"%([1-9])", lambda mark: _count(levels, counts, int(mark[1]) - 1), shown.shape)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = _first(paragraph, "pPr")
        own = None if properties is None else _first(properties, "numPr")
        style = "" if properties is None else _text(_first(properties, "pStyle"))
        number, level = self.by_style.get(style, ("", 0))
        if own is not None:
            number = _text(_first(own, "numId")) or number
            stated = _text(_first(own, "ilvl"))
            level = int(stated) if stated.isdigit() else level
        return number, min(level, _LEVELS - 1)


def numbering_of(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The numbering of a document from its two parts, either of which may be missing."""
    if numbering is None:
        return Numbering()
    abstract = {
        _text(one, "abstractNumId"): {
            int(_text(level, "ilvl") or 0): _level(level) for level in _all(one, "lvl")
        }
        for one in _all(numbering, "abstractNum")
    }
    lists = {}
    for one in _all(numbering, "num"):
        key = _text(_first(one, "abstractNumId"))
        levels = dict(abstract.get(key, {}))
        restarts = _all(one, "lvlOverride")
        for override in restarts:
            at, start = int(_text(override, "ilvl") or 0), _text(_first(override, "startOverride"))
            if at in levels and start.isdigit():
                levels[at] = Level(levels[at].form, levels[at].shape, int(start))
        identity = _text(one, "numId")
        lists[identity] = (identity if restarts else f"abstract {key}", levels)
    by_style = {}
    for style in [] if styles is None else _all(styles, "style"):
        properties = _first(style, "pPr")
        own = None if properties is None else _first(properties, "numPr")
        if own is not None:
            stated = _text(_first(own, "ilvl"))
            by_style[_text(style, "styleId")] = (
                _text(_first(own, "numId")),
                int(stated) if stated.isdigit() else 0,
            )
    return Numbering(lists, by_style)


def _level(element: etree._Element) -> Level:
    start = _text(_first(element, "start"))
    return Level(
        _text(_first(element, "numFmt")) or "decimal",
        _text(_first(element, "lvlText")),
        int(start) if start.isdigit() else 1,
    )


def _count(levels: dict[int, Level], counts: list[int], level: int) -> str:
    """A count in the form of its level; a level that was passed over shows its start."""
    form = levels[level].form if level in levels else "decimal"
    value = counts[level] or (levels[level].start if level in levels else 1)
    if form in _CHINESE:
        return _chinese(value)
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _first(element: etree._Element, kind: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == kind), None)


def _all(element: etree._Element, kind: str) -> list[etree._Element]:
    return [child for child in element if local_name(child) == kind]


def _text(element: etree._Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), ""
    )
