"""Speed and memory of building an invented city's care: ``python benchmarks/city_build.py [SCALE] [YEAR]``.

Builds one year once without fee lines and once with them, nothing written, and says rows, seconds of this process's
own computing (not of waiting), fee lines a second, and the most memory either run held. Memory must not follow the
scale: compare 1 with 10.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections import Counter
from fractions import Fraction

from yiheng.policy.calendar import calendar_of
from yiheng.synthetic.build import frame_of
from yiheng.synthetic.cases import CARE_KINDS, care_of
from yiheng.synthetic.frame import Settled
from yiheng.synthetic.profile_library import city_content, open_profile

PROFILE = "panzhihua"
SEED = 7


def build(scale: Fraction, year: int, with_lines: bool) -> tuple[Counter[str], float, int]:
    """Rows by table, seconds of computing, and the most memory in MiB."""
    content = city_content(kinds=CARE_KINDS)
    profile = open_profile(content, PROFILE).value
    frame = frame_of(profile, [year], scale, SEED, calendar_of(content))
    care = care_of(content, profile, with_lines)
    rows: Counter[str] = Counter()
    begun = time.process_time()
    for part in care(frame, Settled(frame.districts)):
        rows[part.table] += part.rows.num_rows
    seconds = time.process_time() - begun
    return rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Each build in a process of its own, so that its memory is its own."""
    scale = Fraction(sys.argv[1]) if len(sys.argv) > 1 else Fraction(1, 10)
    year = int(sys.argv[2]) if len(sys.argv) > 2 else 2019
    spawn = multiprocessing.get_context("spawn")
    found = []
    for with_lines in (False, True):
        with spawn.Pool(1) as pool:
            found.append(pool.apply(build, (scale, year, with_lines)))
        rows, seconds, memory = found[-1]
        sys.stdout.write(
            f"{'with' if with_lines else 'without':>7} fee lines: {sum(rows.values()):>12,} rows"
            f"  {seconds:8.1f} s  {sum(rows.values()) / seconds:>11,.0f} rows/s  {memory:>6} MiB\n"
        )
    lines, more = found[1][0]["fee_line"], found[1][1] - found[0][1]
    sys.stdout.write(f"fee lines alone: {lines:,} in {more:.1f} s, {lines / max(more, 0.01):,.0f} a second\n")


if __name__ == "__main__":
    main()
