"""The month's summary of settlements by insurance and class of clearing, in 万元: what totals are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.national.delivery import Deliveries, Sender, Sheet

HEADS = ("险种类型", "清算类别", "结算笔数", "医疗总费用（万元）", "基金支付总额（万元）")
_COLUMNS = ("medfee_sumamt_fen", "fund_pay_sumamt_fen")
_WAN_CENTS = 10_000
"""分 in a hundredth of 万元."""


class SettlementSummary:
    """Adds settlements up as their files are written."""

    def __init__(self, title: str):
        self._title = title
        self._sums: Counter[tuple[str, str, str, str, int]] = Counter()
        self._senders: dict[str, Sender] = {}

    def add(self, rows: pa.Table, month: str, stretches: Iterable[tuple[Sender, int, int]]) -> None:
        """Add the rows of each sender."""
        for sender, start, end in stretches:
            self._senders[sender.folder] = sender
            own = rows.slice(start, end - start)
            summed = own.group_by(["insutype", "clr_type"], use_threads=False).aggregate(
                [("setl_id", "count"), *((name, "sum") for name in _COLUMNS)]
            )
            for row in summed.to_pylist():
                key = (sender.folder, month, row["insutype"], row["clr_type"])
                for place, name in enumerate(("setl_id_count", *(f"{column}_sum" for column in _COLUMNS))):
                    self._sums[(*key, place)] += row[name]

    def write(self, deliveries: Deliveries) -> None:
        """One workbook a sender and month."""
        lines: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        totals: Counter[tuple[str, str]] = Counter()
        for folder, month, insutype, clr_type in sorted({key[:4] for key in self._sums}):
            count, *amounts = (self._sums[folder, month, insutype, clr_type, place] for place in range(3))
            line = (insutype, clr_type, str(count), *(_wan(fen) for fen in amounts))
            lines.setdefault((folder, month), []).append(line)
            totals[folder, month] += amounts[0]
        for (folder, month), rows in lines.items():
            cells = pa.table(
                {f"c{place}": list(column) for place, column in enumerate(zip(*rows, strict=True))}
            )
            sheet = Sheet(self._title, HEADS)
            deliveries.hold(
                self._senders[folder], month, sheet, cells, totals[folder, month], frozenset((2, 3, 4))
            )


def _wan(fen: int) -> str:
    """分 as 万元 with two decimals, half away from zero."""
    cents = div_half_up(fen, _WAN_CENTS)
    sign, rest = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{rest // 100}.{rest % 100:02d}"
