"""Reading a workbook that is one XML text, part by part: its elements go by, and what was begun goes if it is broken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from lxml import etree

from yiheng.intake.reading.grid import Grid
from yiheng.intake.reading.source import Draft
from yiheng.standards.problem import refuse


class Book(Protocol):
    """The sheets of a workbook while its elements go by; ``done`` are those that hold anything."""

    done: list[Grid]

    def take(self, event: str, element: Any) -> None:
        """An element begins or ends."""

    def discard(self) -> None:
        """Take away what was written of it."""


def pull_book(
    draft: Draft, book: Book, parts: Iterable[tuple[bytes, int]], encoding: str | None = None
) -> None:
    """Feed the parts (bytes, and how far each brings the reading of the file) and keep the book's grids.

    Refuses ``intake_file_damaged`` with the line of the fault.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for part, advanced in parts:
            parser.feed(part)
            for event, element in parser.read_events():
                book.take(event, element)
            draft.advance(advanced)
        parser.close()
    except etree.XMLSyntaxError as error:
        book.discard()
        raise refuse("intake_file_damaged", file=draft.name, found=f"XML 第 {error.lineno} 行") from None
    except BaseException:
        book.discard()
        raise
    draft.grids += book.done
