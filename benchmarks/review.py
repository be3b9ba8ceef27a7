"""Speed of the review: ``python benchmarks/review.py``.

Seconds per 10,000 characters at growing lengths up to 1 MB: of short reports one after another, of one long report, of
a line of words without a full stop, of a line and of a table of nothing but numbers. Then a folder of 1,000 reports by ``run_many``, against the same files one by
one. All words are compiled before the clock runs.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from pathlib import Path

from yiheng.app.jobs.review import run, run_many
from yiheng.review import review_text

REPORTS = Path(__file__).parent.parent / "tests" / "review" / "reports"
LIMIT_SECONDS = 0.3
LENGTHS = (10_000, 100_000, 1_000_000)
FILES = 1000
HEAD = "甲市2023年度自评报告\n一、基本情况\n"


def texts() -> list[str]:
    """The reports of the test set."""
    return [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt"))]


def many_reports(length: int) -> str:
    """The reports one after another, as often as it takes."""
    once = "\n".join(texts())
    return (once * (length // len(once) + 1))[:length]


def one_report(length: int) -> str:
    """One report of that length: the sections of all reports under one title, numbers changed at every repetition."""
    chance = random.Random(length)
    once = "\n".join(text.split("\n", 1)[1] for text in texts())
    parts = ["甲市2023年度职工基本医疗保险基金绩效自评报告"]
    while sum(map(len, parts)) < length:
        parts.append(re.sub(r"\d(?=\.\d)", lambda _: str(chance.randint(1, 9)), once))
    return "\n".join(parts)[:length]


def line_of_words(length: int) -> str:
    """A report of that length whose one paragraph never ends."""
    once = "医保基金运行平稳，"
    return (HEAD + once * (length // len(once) + 1))[:length]


def line_of_numbers(length: int) -> str:
    """A report of that length whose one paragraph is a list of amounts."""
    chance = random.Random(length)
    numbers = (f"{chance.randint(1, 99_999) / 100:.2f}万元" for _ in range(length // 8))
    return (HEAD + "、".join(numbers))[:length]


def table_of_numbers(length: int) -> str:
    """A report of that length that is one table of eight columns of amounts."""
    chance = random.Random(length)
    rows = ["县区\t" + "\t".join(f"指标{number}（万元）" for number in range(1, 9))]
    for row in range(length // 60):
        cells = "\t".join(f"{chance.randint(1, 99_999) / 100:.2f}" for _ in range(8))
        rows.append(f"县{row}\t{cells}")
    return (HEAD + "\n".join(rows))[:length]


KINDS = (
    ("many reports", many_reports),
    ("one report", one_report),
    ("line of words", line_of_words),
    ("line of numbers", line_of_numbers),
    ("table of numbers", table_of_numbers),
)


def lengths() -> bool:
    """Print the rates; whether one is above the limit."""
    review_text("\n".join(texts()))
    slow = False
    for title, made in KINDS:
        for length in LENGTHS:
            text = made(length)
            begun = time.perf_counter()
            review_text(text)
            seconds = time.perf_counter() - begun
            rate = seconds / length * 10_000
            slow = slow or rate > LIMIT_SECONDS
            sys.stdout.write(
                f"{title:16} {length:>9} characters  {seconds:7.2f} s  {rate:.3f} s per 10,000\n"
            )
            sys.stdout.flush()
    return slow


def folder(count: int = FILES) -> None:
    """Print the time of a folder in parallel and of the same files one by one."""
    chance = random.Random(1)
    once = texts()
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for number in range(count):
            path = Path(name) / f"{number:04}.txt"
            text = re.sub(
                r"\d(?=\.\d)", lambda _: str(chance.randint(1, 9)), once[number % len(once)], count=1
            )
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        begun = time.perf_counter()
        for path in paths:
            run(path)
        alone = time.perf_counter() - begun
        begun = time.perf_counter()
        done = list(run_many(Path(name), paths))
        together = time.perf_counter() - begun
    sys.stdout.write(
        f"{len(done)} files: one by one {alone:.1f} s, in parallel {together:.1f} s ({alone / together:.2f} times)\n"
    )


def main() -> int:
    """Print the tables; 1 where the limit is not kept."""
    slow = lengths()
    folder()
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
