"""Learns both tables of the review from the reports of the test sets: ``python -m tests.review.learn`` (half an hour, four GB).

Which accusations are right is asked of errors planted in reports from which the odds have learnt nothing, which are wrong of all honest
reports. With ``trust`` that table alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.review import learn_odds, learn_trust
from tests.review.mutation import CLEAN, KEPT_APART, SETS, written

UNREAD = (
    "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twentyfirst", "twentysecond", "twentyfourth",
    "twentyfifth", "twentysixth", "twentyseventh", "twentyeighth", "twentyninth", "thirtieth",
)  # fmt: skip
UNREAD_CLEAN = (
    "alone", "annual", "bodies", "chapters", "institutions", "lists", "payment", "retold", "small", "spending",
)  # fmt: skip
"""Sets and folders of clean reports that teach trust, and no odds."""
PLANTED = ("first", "second", "thirteenth", "fourteenth", "fifteenth", *UNREAD)
"""Sets whose errors teach trust: beside the last ones the first two, whose errors are of the kinds that real reports show, of which
writers who plant errors rarely think."""


def main(*only: str) -> None:
    """Learn and write."""
    known = [folder for name, folder in SETS.items() if name not in (*KEPT_APART, *UNREAD)]
    clean = [path for path in sorted(CLEAN.iterdir()) if path.name not in UNREAD_CLEAN]
    unread = [*(SETS[name] / "reports" for name in UNREAD), *(CLEAN / name for name in UNREAD_CLEAN)]
    if "trust" not in only:
        learn_odds.learn(
            _texts([*(folder / part for folder in known for part in ("reports", "traps")), *clean])
        )
    learn_trust.learn(written(*PLANTED), _texts([*unread, *clean]))


def _texts(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            yield path.read_text(encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
