"""Recall and precision of the review per rule, on planted errors, clean reports and traps: ``python -m tests.review.score``.

With the name of a set (``first`` to ``thirtysecond``) only that set is measured.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from tests.review.mutation import REPORTS, SETS, TRAPS, Plant, generated, seen, written, wrong_accusations

from yiheng.review import review_text


def measure(plants: Iterable[Plant]) -> tuple[Counter[str], Counter[str], Counter[str], list[str]]:
    """Planted, found and wrongly accused per rule, with lines on what went wrong."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    lines: list[str] = []
    for plant in plants:
        review = review_text(plant.text, plant.report)
        planted[plant.rule] += 1
        around = plant.text[max(0, plant.start - 16) : plant.end + 8].replace("\n", "⏎")
        if seen(plant, review):
            found[plant.rule] += 1
        else:
            lines.append(f"missed {plant.rule} {plant.report}: {around}")
        for rule in wrong_accusations(plant, review):
            wrong[rule] += 1
            lines.append(f"wrong  {rule} {plant.report}: {around}")
    return planted, found, wrong, lines


def false_alarms() -> list[str]:
    """Contradictions reported in clean reports and traps."""
    return [
        f"alarm  {finding.relation.rule} {path.stem}: {finding.relation.message}"
        for path in [*REPORTS, *TRAPS]
        for finding in review_text(path.read_text(encoding="utf-8"), path.stem).of("inconsistent")
    ]


def show(title: str, plants: Iterable[Plant]) -> None:
    """Print one table."""
    planted, found, wrong, lines = measure(plants)
    sys.stdout.write(f"{title}\nrule  planted  found  recall  wrong  precision\n")
    for rule in sorted(planted | wrong, key=lambda name: int(name[1:])):
        _row(rule, planted[rule], found[rule], wrong[rule])
    _row("all", planted.total(), found.total(), wrong.total())
    sys.stdout.write("\n".join(lines) + "\n")


def _row(name: str, planted: int, found: int, wrong: int) -> None:
    recall = f"{100 * found // planted} %" if planted else "—"
    precision = f"{100 * found // (found + wrong)} %" if found + wrong else "—"
    sys.stdout.write(f"{name:5} {planted:7}  {found:5}  {recall:>6}  {wrong:5}  {precision:>9}\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or SETS:
        show(f"written plants, {name} set", written(name))
        show(f"generated plants, {name} set", generated(name))
    sys.stdout.write("\n".join(["false alarms on clean reports and traps:", *false_alarms(), ""]))
