"""Regular expressions that are tried only where a match may begin.

Python tries an expression that begins with an option, a choice or a look behind in full at every character of a text. Where
the characters are known that a match may begin with, a look ahead at them in front says no at once; it finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CLASSES = {code.CATEGORY_DIGIT: r"\d", code.CATEGORY_SPACE: r"\s", code.CATEGORY_WORD: r"\w"}
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_LOOKS = (code.AT, code.ASSERT, code.ASSERT_NOT)
_ANY_WORD = "一-龥"
"""Where a match may begin with every Chinese character, looking for one spares nothing."""
_PLAIN_FLAGS = re.UNICODE | re.MULTILINE
_LINE = re.compile(r"[^\n]+")


def compiled(expression: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """An expression compiled, with a look ahead in front where that spares trying it."""
    tree = parser.parse(expression, flags)
    if tree.state.flags & ~_PLAIN_FLAGS or _sought_at_once(tree):
        return re.compile(expression, flags)
    begins, may_be_empty = _begins(tree)
    if may_be_empty or begins is None or _ANY_WORD in begins:
        return re.compile(expression, flags)
    return re.compile(f"(?=[{''.join(sorted(begins))}])(?:{expression})", flags)


def found_in_lines(
    expression: re.Pattern[str], text: str, may_have: Callable[[str], bool]
) -> Iterator[re.Match[str]]:
    """The matches of an expression that stays within a line, sought only in lines that may have one."""
    for line in _LINE.finditer(text):
        if may_have(line.group()):
            yield from expression.finditer(text, *line.span())


def _sought_at_once(tree: Any) -> bool:
    """Whether Python itself looks for the first character: of one character, of a class, or of a choice of characters."""
    if not len(tree):
        return False
    kind, inside = tree[0]
    if kind is code.SUBPATTERN:
        return _sought_at_once(inside[3])
    if kind is code.BRANCH:
        return all(len(one) and one[0][0] is code.LITERAL for one in inside[1])
    return kind in (code.LITERAL, code.IN)


def _begins(tree: Any) -> tuple[set[str] | None, bool]:
    """What a match may begin with, as parts of a class (None: it is not known), and whether it may be empty."""
    found: set[str] = set()
    for kind, inside in tree:
        if kind in _LOOKS:
            continue  # these only narrow what follows
        begins, may_be_empty = _begins_of(kind, inside)
        if begins is None:
            return None, False
        found |= begins
        if not may_be_empty:
            return found, False
    return found, True


def _begins_of(kind: Any, inside: Any) -> tuple[set[str] | None, bool]:
    """The same of one part of an expression."""
    if kind is code.LITERAL:
        return {re.escape(chr(inside))}, False
    if kind is code.IN:
        return _of_class(inside), False
    if kind is code.SUBPATTERN and not inside[1]:
        return _begins(inside[3])
    if kind in _REPEATS:
        begins, may_be_empty = _begins(inside[2])
        return begins, may_be_empty or inside[0] == 0
    if kind is not code.BRANCH:
        return None, False
    found: set[str] = set()
    empty = False
    for begins, may_be_empty in map(_begins, inside[1]):
        if begins is None:
            return None, False
        found |= begins
        empty = empty or may_be_empty
    return found, empty


def _of_class(parts: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """The parts of a class of characters; None where it is one of all others."""
    found: set[str] = set()
    for kind, inside in parts:
        if kind is code.LITERAL:
            found.add(re.escape(chr(inside)))
        elif kind is code.RANGE:
            found.add(f"{re.escape(chr(inside[0]))}-{re.escape(chr(inside[1]))}")
        elif kind is code.CATEGORY and inside in _CLASSES:
            found.add(_CLASSES[inside])
        else:
            return None
    return found
