"""Findings as faults: a place that a reader mends once, though several rules tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yiheng.review.finding import DISCLOSURE, Finding, Review
from yiheng.review.output.rule import recomputes

_ALSO, _BESIDE = "亦可由此看出", "此处还有"


@dataclass(frozen=True, slots=True)
class Fault:
    """Findings that accuse the same number or words: one place to mend. The first tells it, the others stand below it."""

    findings: tuple[Finding, ...]

    @property
    def told(self) -> Finding:
        """The finding that tells the fault: the worst, and of these the first."""
        return self.findings[0]

    @property
    def others(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """The other findings below a word of what they are: recomputations that show the same, and what else is to be said here."""
        first = recomputes(self.told.relation.rule)
        also = tuple(one for one in self.findings[1:] if first and recomputes(one.relation.rule))
        beside = tuple(one for one in self.findings[1:] if one not in also)
        return tuple((word, some) for word, some in ((_ALSO, also), (_BESIDE, beside)) if some)

    @property
    def verdict(self) -> str:
        """The verdict of the worst."""
        return self.told.verdict

    @property
    def repairs(self) -> tuple[str, ...]:
        """The readings that would reconcile one of its findings, each once; none that undoes or repeats a change told before it."""
        told: set[tuple[str, ...]] = set()
        kept: list[str] = []
        for one in self.findings:
            changes = [_change(repair) for repair in one.relation.repairs]
            kept += [
                repair
                for repair, change in zip(one.relation.repairs, changes, strict=True)
                if repair not in kept and not {change, change[::-1]} & told
            ]
            told |= {change for change in changes if len(change) > 1}
        return tuple(kept)


def _change(repair: str) -> tuple[str, ...]:
    """What a repair changes into what, without the words of where: 99.26%, 99.21% of 正文 99.26%→99.21%."""
    before, arrow, after = repair.partition("→")
    return (before.split()[-1], after.strip()) if arrow and before.strip() else (repair,)


def faults_of(findings: Iterable[Finding]) -> tuple[Fault, ...]:
    """The faults of findings that stand worst first, each where its first finding stood; every finding is in exactly one.

    Findings are of one fault if the words they accuse end at the same place: a quote ends with its number, and one
    rule quotes more of its name than another. A question or a rounding difference joins the error of its number so. What
    accuses nothing in particular, and what is only shown (a disclosure), stays by itself.
    """
    places: dict[object, list[Finding]] = {}
    for finding in findings:
        accused = None if finding.verdict == DISCLOSURE else finding.relation.accused
        places.setdefault(accused.end if accused else finding.id, []).append(finding)
    return tuple(Fault(tuple(together)) for together in places.values())


def count_of(faults: Sequence[Fault], verdict: str) -> int:
    """How many faults are of one class."""
    return sum(1 for fault in faults if fault.verdict == verdict)


def merged(review: Review, faults: Sequence[Fault]) -> str:
    """In words, how many findings became how many faults; nothing where each is its own."""
    told = len(review.findings)
    return f"{told} 条发现并为 {len(faults)} 处" if told > len(faults) else ""
