"""What the terminal shows of a grouping: how many cases ended in which status, and that it settles nothing."""

from __future__ import annotations

from fractions import Fraction

from yiheng.app import screen
from yiheng.exact.rounding import decimal_text
from yiheng.grouping.city_groups import SIMULATED_NOTE
from yiheng.grouping.loop.group_file import Tally


def show_tally(tally: Tally, notice: str) -> None:
    """A line a status, the most frequent first; ``notice`` says where the groups are."""
    rows = [
        [status, f"{count:,}", f"{decimal_text(Fraction(100 * count, tally.cases), 2)}%"]
        for status, count in sorted(tally.by_status.items(), key=lambda one: -one[1])
    ]
    out = screen.console()
    heads = ("分组状态", "病例", "占全部病例")
    out.print(screen.table(heads, rows, right=(1, 2), title=f"病例 {tally.cases:,} 例"))
    out.print(f"{notice}。{SIMULATED_NOTE}。", soft_wrap=True)
