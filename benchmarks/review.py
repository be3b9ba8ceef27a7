"""Speed of the review: seconds per 10,000 characters, at growing lengths up to 1 MB: ``python benchmarks/review.py``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from yiheng.review import review_text

REPORTS = Path(__file__).parent.parent / "tests" / "review" / "reports"
LIMIT_SECONDS = 0.3
LENGTHS = (10_000, 100_000, 1_000_000)


def text_of(length: int) -> str:
    """The reports of the test set, one after another, as often as it takes."""
    once = "\n".join(path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt")))
    return (once * (length // len(once) + 1))[:length]


def main() -> int:
    """Print the table; 1 where the limit is not kept."""
    review_text(text_of(4_000))
    slow = False
    for length in LENGTHS:
        text = text_of(length)
        begun = time.perf_counter()
        review_text(text)
        seconds = time.perf_counter() - begun
        rate = seconds / length * 10_000
        slow = slow or rate > LIMIT_SECONDS
        sys.stdout.write(f"{length:>9} characters  {seconds:7.2f} s  {rate:.3f} s per 10,000\n")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
