"""The page of a review: the report with its findings marked in place, beside a list to jump from. One file, no network."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path

from yiheng.review.finding import SEVERITIES, Finding, Review
from yiheng.review.output.fault import count_of, faults_of, merged
from yiheng.review.output.place import places_of
from yiheng.review.output.rule import rule_checks, rule_name
from yiheng.standards.problem import refuse

VERDICT_NAMES = {"inconsistent": "不一致", "review": "请说明", "rounding": "舍入差异", "disclosure": "提示"}
_MARKS_LIMIT = 4000


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
        body=marked(review.text, review.findings),
    )


def write_page(review: Review, path: Path) -> None:
    """Write the page. Refuses ``out_not_writable``."""
    try:
        path.write_text(page(review), encoding="utf-8")
    except OSError:
        raise refuse("out_not_writable", found=str(path)) from None


def _begins(finding: Finding, start: int) -> bool:
    """Whether the words that are to be looked at begin here."""
    accused = finding.relation.accused
    return accused is not None and accused.start == start


def marked(text: str, findings: tuple[Finding, ...]) -> str:
    """The report as HTML, each quote of a finding in a mark; overlapping quotes share stretches. The list jumps to the words that are to be
    looked at, which bear the finding's number in print."""
    spans = [(q.start, q.end, f) for f in findings for q in f.relation.quotes if q.end > q.start][
        :_MARKS_LIMIT
    ]
    edges = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    starting: dict[int, list[Finding]] = {}
    ending: dict[int, list[Finding]] = {}
    for start, end, finding in spans:
        starting.setdefault(start, []).append(finding)
        ending.setdefault(end, []).append(finding)
    order = list(SEVERITIES)
    active: list[Finding] = []
    anchored: set[str] = set()
    parts: list[str] = []
    for low, high in zip(edges, edges[1:], strict=False):
        for finding in ending.get(low, []):
            active.remove(finding)
        active.extend(starting.get(low, []))
        shown = escape(text[low:high])
        if active:
            worst = min(active, key=lambda one: order.index(one.verdict))
            here = [one for one in active if one.id not in anchored and _begins(one, low)]
            anchors = "".join(f'<a id="at-{one.id}" data-id="{one.id}"></a>' for one in here)
            anchored.update(one.id for one in here)
            ids = " ".join(dict.fromkeys(one.id for one in active))
            title = escape("\n".join(dict.fromkeys(one.relation.message for one in active)), quote=True)
            shown = f'{anchors}<mark class="{worst.verdict}" data-ids="{ids}" title="{title}">{shown}</mark>'
        parts.append(shown)
    return "".join(parts)
