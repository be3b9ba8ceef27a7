"""The words of a report as HTML, with its tables as tables and the quotes of findings marked in place."""

from __future__ import annotations

from html import escape

from yiheng.review.finding import SEVERITIES, Finding
from yiheng.review.output.grid import grid_of

_MARKS_LIMIT = 4000
_ORDER = tuple(SEVERITIES)


def marked(text: str, findings: tuple[Finding, ...]) -> str:
    """The report as HTML, each quote of a finding in a mark, one for each cell it covers; overlapping quotes share
    stretches. The list jumps to the words that are to be looked at, which bear the finding's number in print."""
    spans = [(q.start, q.end, f) for f in findings for q in f.relation.quotes if q.end > q.start][
        :_MARKS_LIMIT
    ]
    grid = grid_of(text)
    edges = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans), *grid.edges})
    starting: dict[int, list[Finding]] = {}
    ending: dict[int, list[Finding]] = {}
    for start, end, finding in spans:
        starting.setdefault(start, []).append(finding)
        ending.setdefault(end, []).append(finding)
    active: list[Finding] = []
    anchored: set[str] = set()
    parts: list[str] = []
    for low, high in zip(edges, edges[1:], strict=False):
        for finding in ending.get(low, []):
            active.remove(finding)
        active.extend(starting.get(low, []))
        parts.append(grid.tags.get(low, ""))
        if low in grid.partings:
            parts.append(text[low:high])
        else:
            parts.append(
                _mark(escape(text[low:high]), active, anchored, low) if active else escape(text[low:high])
            )
    return "".join((*parts, grid.tags.get(len(text), "")))


def _mark(shown: str, active: list[Finding], anchored: set[str], start: int) -> str:
    """A stretch that findings quote, with the anchors of those whose words to be looked at are here for the first time."""
    worst = min(active, key=lambda one: _ORDER.index(one.verdict))
    here = [one for one in active if one.id not in anchored and _accused(one, start)]
    anchored.update(one.id for one in here)
    anchors = "".join(f'<a id="at-{one.id}" data-id="{one.id}"></a>' for one in here)
    ids = " ".join(dict.fromkeys(one.id for one in active))
    title = escape("\n".join(dict.fromkeys(one.relation.message for one in active)), quote=True)
    return f'{anchors}<mark class="{worst.verdict}" data-ids="{ids}" title="{title}">{shown}</mark>'


def _accused(finding: Finding, offset: int) -> bool:
    """Whether the words that are to be looked at are here."""
    accused = finding.relation.accused
    return accused is not None and accused.start <= offset < accused.end
