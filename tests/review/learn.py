"""Learns both tables of the review from the reports of the test sets: ``python -m tests.review.learn`` (twenty minutes, several GB).

How far an accusation is to be trusted is learnt with odds that have not seen its reports; then the odds are learnt from all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.review import learn_odds, learn_trust
from tests.review.learn_trust import OF_ALL_KINDS, UNTUNED, UNTUNED_CLEAN
from tests.review.mutation import CLEAN, KEPT_APART, SETS, written


def main() -> None:
    """Learn and write."""
    known = [name for name in SETS if name not in KEPT_APART]
    seen = [SETS[name] for name in known if name not in UNTUNED]
    folders = [path for path in sorted(CLEAN.iterdir()) if path.name not in UNTUNED_CLEAN]
    learn_odds.learn(_texts([*(folder / part for folder in seen for part in ("reports", "traps")), *folders]))
    unseen = [*(SETS[name] / "reports" for name in UNTUNED), *(CLEAN / name for name in UNTUNED_CLEAN)]
    learn_trust.learn(written(*UNTUNED, *OF_ALL_KINDS), _texts(unseen))
    learn_odds.learn(
        _texts(
            [
                *(SETS[name] / part for name in known for part in ("reports", "traps")),
                *sorted(CLEAN.iterdir()),
            ]
        )
    )


def _texts(folders: list[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            yield path.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
