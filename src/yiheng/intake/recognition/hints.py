"""What the lines above a head say: the sender, the period, the unit, the title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from yiheng.intake.recognition.grid_top import TopRow
from yiheng.intake.recognition.head_text import unit_of
from yiheng.intake.recognition.layout import Hints

_SENDER = re.compile(r"(?:填报单位|报送单位|编制单位|单位名称|医疗机构名称|填报机构)\s*[:：]\s*([^\s　]+)")
_PERIOD = re.compile(
    r"(?:期间|所属期|数据期间|报表期|统计期间|月份|年度)\s*[:：]?\s*([0-9]{4}[-年./]?(?:[0-9]{1,2})?)"
)
_BARE_PERIOD = re.compile(r"(20[0-9]{2})\s*[-年./]\s*(1[0-2]|0?[1-9])(?:\s*月|(?![0-9]))")
_UNIT = re.compile(r"(?:金额|计量|货币)?单位\s*[:：]\s*([^\s　,，;；)）]+)")


def hints_of(rows: Sequence[TopRow]) -> Hints:
    """Hints from the rows above the head; the title is the first text that is none of the others."""
    sender = period = unit = title = ""
    for row in rows:
        text = unicodedata.normalize("NFKC", "　".join(cell for cell in row.cells if cell))
        found = _SENDER.search(text)
        sender = sender or (found[1] if found else "")
        period = period or period_of(text)
        for word in _UNIT.findall(text):
            unit = unit or unit_of(word)
        if not title and not found and "单位" not in text:
            title = text.strip()
    return Hints(sender, period, unit, title)


def is_month(period: str) -> bool:
    """Whether a period, as :func:`period_of` gives it, is one month."""
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}", period) is not None


def period_of(text: str) -> str:
    """The period that a text names: ``2023-05`` or ``2023``; empty where it names none."""
    stated = _PERIOD.search(text)
    digits = re.sub(r"[^0-9]", " ", stated[1]).split() if stated else []
    if not digits:
        bare = _BARE_PERIOD.search(text)
        digits = [bare[1], bare[2]] if bare else []
    if not digits:
        return ""
    if len(digits) == 1 and len(digits[0]) == 6:
        digits = [digits[0][:4], digits[0][4:]]
    year, month = digits[0], digits[1] if len(digits) > 1 else ""
    return f"{year}-{int(month):02d}" if month else year
