"""The page of a review: the report with its findings marked in place, beside a list to jump from. One file, no network."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from yiheng.review.finding import SEVERITIES, Review
from yiheng.review.output.fault import count_of, faults_of, merged
from yiheng.review.output.marked import marked
from yiheng.review.output.place import places_of
from yiheng.review.output.rule import rule_checks, rule_name
from yiheng.standards.problem import refuse

_LONG = 200_000
"""Characters beyond which a browser lays out tables only where they are seen."""
VERDICT_NAMES = {"inconsistent": "不一致", "review": "请说明", "rounding": "舍入差异", "disclosure": "提示"}


def page(review: Review) -> str:
    """The page as one HTML text."""
    from jinja2 import Environment  # heavy, and no process that only reviews needs it

    source = Path(str(files("yiheng"))) / "content" / "national" / "review" / "page.html"
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        source.read_text(encoding="utf-8")
    )
    faults = faults_of(review.findings)
    return template.render(
        review=review,
        faults=faults,
        names=VERDICT_NAMES,
        places=places_of(review),
        counts={verdict: count_of(faults, verdict) for verdict in SEVERITIES},
        merged=merged(review, faults),
        checked=sum(1 for one in review.relations if one.verdict == "consistent"),
        rule_name=rule_name,
        rule_checks=rule_checks,
        is_long=len(review.text) > _LONG,
        body=marked(review.text, review.findings),
    )


def write_page(review: Review, path: Path) -> None:
    """Write the page. Refuses ``out_not_writable``."""
    try:
        path.write_text(page(review), encoding="utf-8")
    except OSError:
        raise refuse("out_not_writable", found=str(path)) from None
