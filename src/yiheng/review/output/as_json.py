"""A review as plain data for JSON. Offsets count the characters of ``text``: the words of the file as they were read."""

from __future__ import annotations

from typing import Any

from yiheng.review.finding import Quote, Relation, Review


def as_plain(review: Review) -> dict[str, Any]:
    """{file, text, reports, facts, relations, findings, unchecked, note}, in reading order."""
    return {
        "file": review.file,
        "text": review.text,
        "reports": [dict(report) for report in review.reports],
        "facts": [dict(fact) for fact in review.facts],
        "relations": [_relation(relation) for relation in review.relations],
        "findings": [
            {
                "id": finding.id,
                "rule": finding.relation.rule,
                "severity": finding.severity,
                "verdict": finding.verdict,
                "message": finding.relation.message,
                "quotes": [_quote(quote) for quote in finding.relation.quotes],
                "expected": finding.relation.expected,
                "stated": finding.relation.stated,
                "recomputation": finding.relation.formula,
                "repairs": list(finding.relation.repairs),
                "report": finding.relation.report,
            }
            for finding in review.findings
        ],
        "unchecked": [{"quote": _quote(one.quote), "reason": one.reason} for one in review.unchecked],
        "note": review.note,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": quote.text, "start": quote.start, "end": quote.end}
    if quote.place:
        plain["place"] = quote.place
    return plain


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "rule": relation.rule,
        "verdict": relation.verdict,
        "quotes": [_quote(quote) for quote in relation.quotes],
        "expected": relation.expected,
        "stated": relation.stated,
        "recomputation": relation.formula,
        "report": relation.report,
    }
