"""The numbers of a report by how their names end: 占基金总支出的 asks for those whose words end in 基金总支出."""

from __future__ import annotations

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import without

_END = 2


def named_at_end(context: Context, core: str) -> list[Fact]:
    """The numbers whose words, without filler, end in a name of two characters or more; in reading order."""
    return [one for one, label in context.once(_by_end).get(core[-_END:], ()) if label.endswith(core)]


def _by_end(context: Context) -> dict[str, list[tuple[Fact, str]]]:
    found: dict[str, list[tuple[Fact, str]]] = {}
    for one in context.facts:
        label = without("filler_end", one.label)
        found.setdefault(label[-_END:], []).append((one, label))
    return found
