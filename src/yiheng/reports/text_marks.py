"""Marks that keep the origin of text through Jinja: what is a figure, a variable, or the template itself.

A figure prints one private character that stands for it, and what any other ``{{ }}`` prints is wrapped in
two more, so that whatever is outside of them is fixed text of the template. The characters are from planes 15
and 16, because names with rare characters (GB 18030) use the private area at U+E000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from yiheng.reports.document import Span, Spans
from yiheng.standards.problem import refuse

_FIGURE_BASE, _FIGURE_LIMIT = 0xF0000, 0xFFFD
_OPEN, _CLOSE = "\U00100000", "\U00100001"
_MARK = re.compile(f"([{_OPEN}{_CLOSE}\U000f0000-\U000ffffd])")


@runtime_checkable
class BoundFigure(Protocol):
    """What a text needs of a figure; :class:`yiheng.metrics.figure.Figure` is one."""

    @property
    def id(self) -> str:
        """Its id, which becomes the tag in Word."""

    @property
    def text(self) -> str:
        """The number as printed."""


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A figure in a template: prints as its one-character mark; ``figure`` is there for conditions."""

    figure: BoundFigure
    mark: str

    def __str__(self) -> str:
        return self.mark


@dataclass(frozen=True, slots=True)
class MarkedFigures:
    """The marks given out in one rendering: one for each figure and printed text."""

    _given: dict[tuple[str, str], FigureMark] = field(default_factory=dict)
    _by_mark: dict[str, BoundFigure] = field(default_factory=dict)

    def mark(self, figure: BoundFigure) -> FigureMark:
        """The mark that stands for ``figure``."""
        key = (figure.id, figure.text)
        if key not in self._given:
            if len(self._given) >= _FIGURE_LIMIT:
                raise refuse("template_failed", found=f"figures > {_FIGURE_LIMIT}")
            given = FigureMark(figure, chr(_FIGURE_BASE + len(self._given)))
            self._given[key] = given
            self._by_mark[given.mark] = figure
        return self._given[key]

    def spans(self, rendered: str) -> Spans:
        """The spans of a rendered text; marks that were never given out vanish."""
        found: list[Span] = []
        inside = False
        for piece in _MARK.split(rendered):
            if piece in (_OPEN, _CLOSE):
                inside = piece == _OPEN
            elif piece in self._by_mark:
                figure = self._by_mark[piece]
                found.append(Span(figure.text, figure.id))
            elif piece and not _MARK.fullmatch(piece):
                found.append(Span(piece, fixed=not inside))
        return tuple(found)


def _wrapped(value: object) -> str:
    """Jinja's finalize hook: called for what ``{{ }}`` prints, never for the text around it."""
    if isinstance(value, FigureMark):
        return value.mark
    if value is None:
        raise jinja2.UndefinedError("'None' is undefined")
    inner = str(value).replace(_OPEN, "").replace(_CLOSE, "")
    return f"{_OPEN}{inner}{_CLOSE}"


ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=jinja2.StrictUndefined,
    autoescape=False,
    finalize=_wrapped,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""Sandboxed, since the bureau writes templates too; unknown words are errors."""


def paragraphs(spans: Spans) -> Iterator[Spans]:
    """Cut spans into paragraphs; blanks at the ends and empty paragraphs are dropped.

    In fixed text an empty line begins a paragraph and a single line break only breaks the source, so it
    vanishes; in a variable, which a person wrote elsewhere, every line is a paragraph.
    """
    paragraph: list[Span] = []
    for span in spans:
        for number, piece in enumerate(_cut(span)):
            if number:
                yield from _trimmed(paragraph)
                paragraph = []
            paragraph.append(piece)
    yield from _trimmed(paragraph)


def _cut(span: Span) -> list[Span]:
    if span.figure_id is not None:
        return [span]
    if not span.fixed:
        texts = re.split(r"\s*\n\s*", span.text)
    else:
        texts = [re.sub(r"[ \t]*\n[ \t]*", "", text) for text in re.split(r"[ \t]*\n[ \t]*\n\s*", span.text)]
    return [replace(span, text=text) for text in texts]


def _trimmed(spans: list[Span]) -> Iterator[Spans]:
    """The paragraph, if anything is left of it."""
    kept = list(spans)
    while kept and _is_blank(kept[0]):
        del kept[0]
    while kept and _is_blank(kept[-1]):
        del kept[-1]
    if not kept:
        return
    if kept[0].figure_id is None:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    if kept[-1].figure_id is None:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    yield tuple(span for span in kept if span.text)


def _is_blank(span: Span) -> bool:
    return span.figure_id is None and not span.text.strip()
