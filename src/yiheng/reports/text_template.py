"""Text templates: a report's sections as content, filled with figures and words into a :class:`Document`.

A template (kind ``report_templates``, one YAML file a type of report) is sections of paragraphs written in
Jinja, which runs sandboxed; the numbers of headings are generated. In its texts stand

* ``{{ fig('fund_income') }}``, ``fig('fund_income', account='pooled')`` or ``fig(row.actual)``: a figure, bound; a
  missing one stops the rendering; ``fig('months').figure.value < 6`` compares it, ``has('months')`` asks for it;
* ``{{ narrate(text) }}``: a person's text that calls figures itself; all else in it counts as a variable;
* ``{{ name }}``: a word or narrative of the context; every line of it is a paragraph;
* ``ordinal(1)`` 一是, ``cn_join(list)`` joined by 、, and inside ``each`` the count ``index`` from 1.

A single line break in a template text only breaks the source; an empty line begins a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

import jinja2
from pydantic import Field, field_validator, model_validator

from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel
from yiheng.policy.source_file import PathKey
from yiheng.reports.document import (
    HEADING_LEVELS,
    Attachment,
    Block,
    Document,
    Heading,
    Paragraph,
    Spans,
    Table,
    chinese_number,
    numbered,
)
from yiheng.reports.text_marks import ENVIRONMENT, BoundFigure, FigureMark, MarkedFigures, paragraphs
from yiheng.standards.problem import Problem, Refused, refuse


class Part(ContentModel):
    """What every part of a template has: it stands only ``when`` an expression holds, once for ``each`` item.

    Inside, the item is called by the name given in ``as``, and ``index`` counts the items from 1.
    """

    when: str = ""
    each: str = ""
    as_: str = Field(default="", alias="as", pattern=r"^([a-z_][a-z0-9_]*)?$")

    @model_validator(mode="after")
    def _each_has_a_name(self) -> Part:
        if bool(self.each) != bool(self.as_):
            raise ValueError("each 与 as 须同时填写")
        return self


class TextPart(Part):
    """A ``text`` of one or more paragraphs, or a ``table``: an expression that gives a Table.

    In YAML a bare text will do.
    """

    text: str = ""
    table: str = ""

    @model_validator(mode="after")
    def _text_or_table(self) -> TextPart:
        if bool(self.text) == bool(self.table):
            raise ValueError("text 与 table 须且只须填写一项")
        return self


class Contents(Part):
    """Paragraphs, then sections inside."""

    paragraphs: tuple[TextPart, ...] = ()
    sections: tuple[Section, ...] = ()

    @field_validator("paragraphs", mode="before")
    @classmethod
    def _bare_texts(cls, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        return [{"text": item} if isinstance(item, str) else item for item in value]


class Section(Contents):
    """A section. Without a heading its paragraphs just stand there.

    ``level`` defaults to one below the section around it.
    """

    heading: str = ""
    level: int | None = Field(default=None, ge=1, le=HEADING_LEVELS)


class AttachmentPart(Contents):
    """One 附件, or one for each item."""

    title: str


class ReportTemplate(ContentModel):
    """The template of one type of report; every text may use the context.

    A line break in ``title`` is kept: there the printed title is broken.
    """

    report: str
    title: str
    sections: tuple[Section, ...]
    addressee: str = ""
    organisation: str = "{{ organisation }}"
    date: str = "{{ date_text }}"
    banner: str = "{{ banner }}"
    header_note: str = "{{ header_note }}"
    signatories: tuple[str, ...] = ("制表：", "复核：", "负责人：")
    attachments: tuple[AttachmentPart, ...] = ()


class FigureFinder(Protocol):
    """How texts find a figure: by key, and where the key is not enough by further words (role, account …)."""

    def find(self, key: str, **words: str) -> BoundFigure | None:
        """The figure, or None."""


class TemplateSource(Protocol):
    """Where a template stands, for problems; an Entry of content is one."""

    @property
    def file(self) -> str:
        """The file."""

    def line(self, *path: str | int) -> int:
        """The line of the value at ``path``."""


def render(
    template: ReportTemplate,
    context: Mapping[str, Any],
    figures: FigureFinder,
    source: TemplateSource | None = None,
) -> Document:
    """Fill a template. ``figures`` are those that texts may call by key.

    Refuses: ``figure_missing``, ``template_syntax``, ``template_undefined`` (a word that the context does not
    give), ``template_list_expected``, ``template_table_expected``, ``template_heading_depth``,
    ``template_failed`` (anything else that an expression cannot do).
    """
    filling = _Filling(figures, source or _Unplaced(template.report))
    scope = {
        **context,
        "fig": filling.fig,
        "has": filling.has,
        "narrate": filling.narrate,
        "ordinal": ordinal,
        "cn_join": cn_join,
    }

    def plain(name: str, text: str, *path: int) -> str:
        return filling.plain(text, scope, (name, *path))

    sections = (
        filling.section(section, scope, ("sections", index), 0)
        for index, section in enumerate(template.sections)
    )
    attachments = (
        filling.attachment(part, scope, ("attachments", index))
        for index, part in enumerate(template.attachments)
    )
    return Document(
        title=plain("title", template.title),
        addressee=plain("addressee", template.addressee),
        blocks=numbered(tuple(block for blocks in sections for block in blocks)),
        organisation=plain("organisation", template.organisation),
        date_text=plain("date", template.date),
        attachments=tuple(attachment for made in attachments for attachment in made),
        banner=plain("banner", template.banner),
        header_note=plain("header_note", template.header_note),
        signatories=tuple(
            plain("signatories", text, index) for index, text in enumerate(template.signatories)
        ),
    )


def filled(text: str, figures: FigureFinder, name: str) -> str:
    """A person's text with its figures as printed, for a cell; ``name`` is how problems call the text."""
    filling = _Filling(figures, _Unplaced(name))
    return filling.plain("{{ narrate(text) }}", {"narrate": filling.narrate, "text": text}, (name,))


def ordinal(number: int) -> str:
    """一是, 二是, 三是 … (1–99)."""
    return f"{chinese_number(number)}是"


def cn_join(items: Iterable[object]) -> str:
    """Items joined as Chinese lists them: 甲、乙、丙."""
    return "、".join(str(item) for item in items)


@lru_cache(maxsize=2048)
def _text(source: str) -> jinja2.Template:
    return ENVIRONMENT.from_string(source)


@lru_cache(maxsize=2048)
def _expression(source: str) -> Callable[..., Any]:
    return ENVIRONMENT.compile_expression(source, undefined_to_none=False)


@dataclass(frozen=True, slots=True)
class _Unplaced:
    """A text of a person, which has a name and no file."""

    file: str

    def line(self, *_path: str | int) -> int:
        """0: a person's text has no line."""
        return 0


Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Filling:
    """One rendering: the figures that texts may call, and the marks given out so far."""

    figures: FigureFinder
    source: TemplateSource
    marked: MarkedFigures = field(default_factory=MarkedFigures)

    def fig(self, which: str | BoundFigure, **words: str) -> FigureMark:
        """A figure by key, or one that the context holds."""
        figure = self.figures.find(which, **words) if isinstance(which, str) else which
        if not isinstance(figure, BoundFigure):
            raise refuse("figure_missing", key="，".join([str(which), *words.values()]))
        return self.marked.mark(figure)

    def has(self, key: str, **words: str) -> bool:
        """Whether there is such a figure."""
        return self.figures.find(key, **words) is not None

    def narrate(self, text: str) -> str:
        """A person's text with its figures marked; only figures may be called in it."""
        return _text(text).render({"fig": self.fig, "has": self.has})

    def section(self, section: Section, scope: Scope, path: PathKey, above: int) -> Iterator[Block]:
        """The blocks of a section; ``above`` is the level of the heading around it."""
        for inner in self.scopes(section, scope, path):
            level = above
            heading = self.paragraphs(section.heading, inner, (*path, "heading"))
            if heading:
                level = section.level or above + 1
                if not above < level <= HEADING_LEVELS:
                    with self.at((*path, "heading")):
                        raise refuse("template_heading_depth", found=str(level), expected=str(above + 1))
                yield Heading(level, tuple(span for spans in heading for span in spans))
            yield from self.contents(section, inner, path, level)

    def contents(self, part: Contents, scope: Scope, path: PathKey, level: int) -> Iterator[Block]:
        """Paragraphs and inner sections, without the heading."""
        for index, text in enumerate(part.paragraphs):
            yield from self.text_part(text, scope, (*path, "paragraphs", index))
        for index, section in enumerate(part.sections):
            yield from self.section(section, scope, (*path, "sections", index), level)

    def attachment(self, part: AttachmentPart, scope: Scope, path: PathKey) -> Iterator[Attachment]:
        """The attachments that one part of the template gives."""
        for inner in self.scopes(part, scope, path):
            title = self.plain(part.title, inner, (*path, "title"))
            yield Attachment(title, numbered(tuple(self.contents(part, inner, path, 0))))

    def text_part(self, part: TextPart, scope: Scope, path: PathKey) -> Iterator[Block]:
        """Its paragraphs, or its table."""
        for inner in self.scopes(part, scope, path):
            if part.table:
                yield self.table(part.table, inner, (*path, "table"))
            else:
                yield from map(Paragraph, self.paragraphs(part.text, inner, (*path, "text")))

    def scopes(self, part: Part, scope: Scope, path: PathKey) -> Iterator[Scope]:
        """The scope, once for each item, where ``when`` holds."""
        for index, item in enumerate(self.items(part, scope, path), start=1):
            inner = {**scope, part.as_: item, "index": index} if part.each else scope
            with self.at((*path, "when")):
                holds = not part.when or bool(_expression(part.when)(**inner))
            if holds:
                yield inner

    def items(self, part: Part, scope: Scope, path: PathKey) -> tuple[Any, ...]:
        """What ``each`` goes through; one item where there is no ``each``."""
        if not part.each:
            return (None,)
        with self.at((*path, "each")):
            listed = _expression(part.each)(**scope)
            if isinstance(listed, str) or not isinstance(listed, Iterable):
                raise refuse("template_list_expected", found=type(listed).__name__)
            return tuple(listed)

    def table(self, expression: str, scope: Scope, path: PathKey) -> Table:
        """A table of the context."""
        with self.at(path):
            table = _expression(expression)(**scope)
            if isinstance(table, jinja2.Undefined):
                raise jinja2.UndefinedError(f"'{expression}' is undefined")
            if not isinstance(table, Table):
                raise refuse("template_table_expected", found=type(table).__name__)
            return table

    def spans(self, text: str, scope: Scope, path: PathKey) -> Spans:
        """A filled text, as spans by origin."""
        with self.at(path):
            return self.marked.spans(_text(text).render(scope))

    def paragraphs(self, text: str, scope: Scope, path: PathKey) -> tuple[Spans, ...]:
        """A filled text, cut into paragraphs."""
        return tuple(paragraphs(self.spans(text, scope, path)))

    def plain(self, text: str, scope: Scope, path: PathKey) -> str:
        """A filled text for a place that knows no spans; line breaks stay."""
        filled = "".join(span.text for span in self.spans(text, scope, path))
        return "\n".join(line.strip() for line in filled.strip().splitlines())

    @contextmanager
    def at(self, path: PathKey) -> Iterator[None]:
        """Turn what goes wrong inside into a refusal that names the place in the template."""
        file, line = self.source.file, self.source.line(*path)
        place = ".".join(str(part) for part in path)
        try:
            yield
        except Refused as refusal:
            raise Refused(replace(refusal.problem, file=file, line=line, field=place)) from None
        except Exception as error:
            code, found = _fault(error)
            raise refuse(code, file=file, line=line, field=place, found=found) from error


def _fault(error: Exception) -> tuple[str, str]:
    """The problem code of what Jinja or an expression raised, and what to show of it."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return "template_syntax", str(error.message)
    if isinstance(error, jinja2.UndefinedError):
        names = re.findall(r"'([^']*)'", str(error.message))
        return "template_undefined", names[-1] if names else str(error.message)
    return "template_failed", f"{type(error).__name__}: {error}"


_EXPRESSIONS = ("when", "each", "table")


def _sources(value: object, path: PathKey = ()) -> Iterator[tuple[PathKey, str]]:
    """Every text and expression of a template with its path."""
    if isinstance(value, ContentModel):
        for name in type(value).model_fields:
            yield from _sources(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _sources(item, (*path, index))
    elif isinstance(value, str) and value:
        yield path, value


def _check(entry: Entry[ReportTemplate], _content: Content) -> Iterable[Problem]:
    """Every text and expression compiles."""
    for path, source in _sources(entry.value):
        try:
            (_expression if path[-1] in _EXPRESSIONS else _text)(source)
        except jinja2.TemplateSyntaxError as error:
            yield entry.problem("template_syntax", *path, found=str(error.message))


REPORT_TEMPLATES = Kind("report_templates", "文书模板", ReportTemplate, "report", check=_check)
