"""R18 TEXT: numbers of headings and tables that repeat or leave out one; R21 ATTACH: attachments named and not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import chinese_value, whole_number

_FIRST = re.compile(r"\s*([一二三四五六七八九十]{1,3})、")
_SECOND = re.compile(r"\s*[（(]([一二三四五六七八九十]{1,3})[）)]")
_PART = re.compile(r"\s*第([一二三四五六七八九十]{1,3})(?:部分|章|节)")

_INSIDE_LEAST = 2


def number_relations(context: Context) -> Iterator[Relation]:
    """All rules on numbering and attachments."""
    last: dict[str, int] = {}
    for line in context.report.lines:
        if "\t" in line.text or context.in_table(line.start):
            continue
        found = _numbered(line)
        if found is None:
            continue
        form, number = found
        before = last.get(form)
        if form == "part":
            last = {}
        elif form == "first":
            last = {name: at for name, at in last.items() if name in ("table", "blank", "part")}
        elif form == "second":
            last.pop("plain", None)
        if form in ("second", "plain", "blank"):
            last.pop("bracket", None)
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
    yield from _inside(context)
    yield from _attachments(context)
    yield from _attachments_named(context)
    yield from _attachments_between(context)
    yield from _tables_named(context)


def _numbered(line: Line) -> tuple[str, int] | None:
    """The form of a line's number, and the number."""
    for name, form in (("part", _PART), ("first", _FIRST), ("second", _SECOND)):
        match = form.match(line.text)
        if match:
            value = chinese_value(match[1])
            return (name, value) if value else None
    for name in ("table", "plain", "bracket", "blank"):
        match = word(f"number_{name}").match(line.text)
        if match and "\t" not in line.text:
            return name, int(match[1])
    return None


def _inside(context: Context) -> Iterator[Relation]:
    """（一）……（二）……（三） within one paragraph."""
    for line in context.report.lines:
        inline = list(word("number_inline").finditer(line.text))
        for group in (1, 2):
            told = [one for one in inline if one[group]]
            numbers = [chinese_value(one[group]) or 0 for one in told]
            if len(numbers) < _INSIDE_LEAST or numbers[0] != 1:
                continue
            for match, before, number in zip(told[1:], numbers, numbers[1:], strict=False):
                if number not in (before + 1, 1):
                    quote = context.quote(
                        line.start + match.start(), min(line.start + match.end() + 12, line.end)
                    )
                    yield relation(
                        context, "R18", "review", "review_number", [quote], stated=quote.text.strip(),
                        expected=str(before + 1),
                    )  # fmt: skip
                    break


def _attachments_named(context: Context) -> Iterator[Relation]:
    """（详见附件3）, and no attachment of this number is listed, in the file or given with it; 附件2：…… without its text."""
    lines = context.report.lines
    listed: set[str] = set()
    for number, line in enumerate(lines):
        match = word("attachment_line").match(line.text)
        if match:
            listed.add(match[1])
        elif word("attachment_head").match(line.text) or line.text.strip() in ("附件", "附："):
            listed.update(str(one) for one in range(1, _listed_from(lines, number) + 1))
    for match in word("attachment_named").finditer(context.body):
        if match[1] not in listed and not any(match[1] in name for name in context.attachments):
            start = context.report.start
            quote = context.quote(start + match.start(), start + match.end())
            yield relation(context, "R21", "review", "review_attachment", [quote], stated=match.group())
    yield from _titled_without_text(context)


def _attachments_between(context: Context) -> Iterator[Relation]:
    """附件1、附件3, where nothing is said of an 附件2; 三个子项目各有自评表，见附件1至附件4."""
    start = context.report.start
    told = {
        int(match["number"]): match
        for match in reversed(list(word("attachment_number").finditer(context.body)))
    }
    ranges = list(word("attachment_range").finditer(context.body))
    last = max(told, default=0)
    named = {int(one[1]) for one in word("attachment_named").finditer(context.body)}  # asked for by itself
    given = any(str(last - 1) in name for name in context.attachments)
    if last > 1 and last - 1 not in told and last not in named and not given and not ranges:
        match = told[last]
        quote = context.quote(start + match.start(), start + match.end())
        yield relation(
            context, "R21", "review", "review_attachment_gap", [quote], stated=match.group(), expected=f"附件{last - 1}",
        )  # fmt: skip
    for match in ranges:
        counted = list(word("attachment_each").finditer(match["lead"]))
        count = whole_number(counted[-1]["count"]) if counted else None
        if count is not None and count != int(match["high"]) - int(match["low"]) + 1:
            quote = context.quote(start + match.start(), start + match.end())
            shown = f"附件{match['low']}至附件{match['high']}"
            yield relation(
                context, "R21", "review", "review_attachment_count", [quote], stated=shown, expected=counted[-1].group(),
            )  # fmt: skip


def _tables_named(context: Context) -> Iterator[Relation]:
    """见表3, where the captions are 表1 and 表2."""
    captions = (word("table_caption").match(line.text) for line in context.report.lines)
    there = {whole_number(one["number"]) for one in captions if one}
    for match in word("table_named").finditer(context.body):
        if there and whole_number(match["number"]) not in there:
            start = context.report.start
            quote = context.quote(start + match.start(), start + match.end())
            yield relation(
                context, "R21", "inconsistent", "review_table_named", [quote], stated=match.group()
            )


def _listed_from(lines: Sequence[Line], number: int) -> int:
    """How many attachments a list under 附件： names; a list of documents under 附： names none."""
    count = 1 if word("attachment_head").match(lines[number].text) else 0
    for other in lines[number + 1 : number + 12]:
        if word("attachment_item").match(other.text) is None:
            break
        count += 1
    return count if lines[number].text.strip().startswith("附件") else 0


def _titled_without_text(context: Context) -> Iterator[Relation]:
    """Lines 附件1：……, 附件2：……: where the text of some follows, the text of all must."""
    told = [(line, m) for line in context.report.lines if (m := word("attachment_titled").match(line.text))]
    if len(told) < _INSIDE_LEAST:
        return
    after = [line.text for line in context.report.lines if line.start > told[-1][0].start]
    there = {m[1]: any(_begins(text, m[1], m[2]) for text in after) for _, m in told}
    if not any(there.values()):
        return
    for line, match in told:
        if not there[match[1]] and not any(_title(match[2]) in one for one in context.attachments if one):
            quote = context.quote(line.start, line.end)
            yield relation(context, "R21", "review", "review_attachment", [quote], stated=match[2].strip())


def _begins(text: str, number: str, name: str) -> bool:
    match = word("attachment_line").match(text)
    return (match is not None and match[1] == number) or _title(name) == text.strip()


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
