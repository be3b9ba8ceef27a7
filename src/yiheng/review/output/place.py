"""Where a finding is, in words a drafter finds it by: page or cell, else the heading above it and the line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path

from yiheng.review.finding import Review
from yiheng.review.reading.clean import cleaned
from yiheng.review.reading.layout import reports_of

_HEADING_LENGTH = 14
_WITH_LINES = frozenset({"", ".txt", ".md"})


def places_of(review: Review) -> Mapping[str, str]:
    """The place of each finding by its number."""
    if not review.findings:
        return {}
    reports = reports_of(cleaned(review.text))
    ends = [n for n, character in enumerate(review.text) if character == "\n"]
    unit = "行" if Path(review.file).suffix.lower() in _WITH_LINES else "段"
    found = {}
    for finding in review.findings:
        quote = finding.relation.accused
        if quote is None:
            continue
        start = quote.start
        report = next((one for one in reports if one.start <= start <= one.end), None)
        heading = report.line_at(start).heading.strip() if report is not None else ""
        shown = heading if len(heading) <= _HEADING_LENGTH else heading[: _HEADING_LENGTH - 1] + "…"
        line = f"第 {bisect_left(ends, start) + 1} {unit}"
        parts = [quote.place] if quote.place else [shown, line] if unit == "行" or not shown else [shown]
        found[finding.id] = "，".join(filter(None, parts))
    return found
