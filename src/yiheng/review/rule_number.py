"""R18 TEXT: numbers of headings and tables that repeat or leave out one; R21 ATTACH: attachments named and not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiheng.review.context import Context, relation
from yiheng.review.finding import Relation
from yiheng.review.layout import Line
from yiheng.review.lexicon import word
from yiheng.review.quantity import chinese_value

_FIRST = re.compile(r"\s*([一二三四五六七八九十]{1,3})、")
_SECOND = re.compile(r"\s*[（(]([一二三四五六七八九十]{1,3})[）)]")


def number_relations(context: Context) -> Iterator[Relation]:
    """All rules on numbering and attachments."""
    last: dict[str, int] = {}
    for line in context.report.lines:
        found = _numbered(line)
        if found is None:
            continue
        form, number = found
        before = last.get(form)
        if form == "first":
            last = {name: at for name, at in last.items() if name in ("table", "blank")}
        elif form == "second":
            last.pop("plain", None)
        last[form] = number
        if before is not None and number not in (before + 1, 1):
            quote = context.quote(line.start, min(line.end, line.start + 30))
            yield relation(
                context,
                "R18",
                "review",
                "review_number",
                [quote],
                stated=quote.text.strip(),
                expected=str(before + 1),
            )
    yield from _attachments(context)


def _numbered(line: Line) -> tuple[str, int] | None:
    """The form of a line's number, and the number."""
    for name, form in (("first", _FIRST), ("second", _SECOND)):
        match = form.match(line.text)
        if match:
            value = chinese_value(match[1])
            return (name, value) if value else None
    for name in ("table", "plain", "blank"):
        match = word(f"number_{name}").match(line.text)
        if match and "\t" not in line.text:
            return name, int(match[1])
    return None


def _attachments(context: Context) -> Iterator[Relation]:
    """A list of attachments of which some are in the file and some not, or one that is said to follow."""
    lines = context.report.lines
    for number, line in enumerate(lines):
        head = word("attachment_head").match(line.text)
        if head is None:
            continue
        told = [(line, head[1])]
        for other in lines[number + 1 : number + 12]:
            item = word("attachment_item").match(other.text)
            if item is None or len(other.text) > 60:
                break
            told.append((other, item[1]))
        rest = context.text[told[-1][0].end : context.report.end]
        present = [_title(name) in rest.replace(" ", "") for _, name in told]
        promised = line.text.strip().startswith("附表") and not context.tables
        for (own, name), there in zip(told, present, strict=True):
            asked = (
                any(present)
                or word("attachment_promised").search("".join(text for _, text in told))
                or promised
            )
            given = any(_title(name) in one or one in _title(name) for one in context.attachments if one)
            if asked and not there and not given:
                quote = context.quote(own.start, own.end)
                yield relation(context, "R21", "review", "review_attachment", [quote], stated=name.strip())


def _title(name: str) -> str:
    return re.sub(
        r"^\s*\d{1,2}[.、．]\s*|[（(](?:见后|附后|另附)[）)]|[《》。；\s]|\.(?:xls|doc|pdf)x?$", "", name
    )
