"""Rulings: special cases that hospitals applied for, and decisions on violations. What people decided, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.frame import Part
from yiheng.synthetic.rows import ALL, dayno, table_of_rows
from yiheng.synthetic.stay import Stays

DEAR, LONG = 4, 60
"""Times the mean cost of its month's stays, and days: what is worth an application."""
REASONS = ("high_cost", "critical", "multi_department", "new_technology")
KINDS = ("duplicate_charge", "over_charge", "split_charge", "over_treatment", "substitution", "out_of_scope", "split_stay", "bed_hanging", "upcoding", "management")  # fmt: skip
SOURCES = ("rule", "rule", "rule", "statistics", "inspection", "inspection", "report", "external_list", "flight", "self_report")  # fmt: skip


@dataclass
class SpecialCases:
    """Applications of a year: the dearest and longest stays, month by month, as many as the profile says."""

    city: CareCity
    _rows: list[dict[str, object]] = field(default_factory=list)

    def look_at(self, stays: Stays, cost: np.typing.NDArray[np.int64], setl_id: pa.Array) -> None:
        """Choose among the stays of a batch."""
        wanted = max(1, stays.count * self.city.profile.rulings.special_cases.per_100k // 100_000)
        order = np.argsort(-(cost * (1 + (stays.days > LONG))), kind="stable")[:wanted]
        draw = self.city.frame.stream("care", "special", stays.month, int(stays.number[0] % 10**8))
        for row in order.tolist():
            applied = int(stays.discharged[row]) + int(draw.integers(10, 40))
            approved = draw.uniform() < self.city.profile.rulings.approved_ppm / 1e6
            reason = "long_stay" if stays.days[row] > LONG else REASONS[int(draw.integers(0, len(REASONS)))]
            number = f"TL{int(stays.number[row])}"
            self._rows.append(
                {
                    "application_no": number,
                    "setl_id": setl_id[row].as_py(),
                    "fixmedins_code": str(self.city.frame.providers.code[stays.provider[row]]),
                    "applied_dayno": applied,
                    "reason": reason,
                    "ruled_dayno": applied + int(draw.integers(15, 45)),
                    "ruling_result": "approved" if approved else "rejected",
                    "document_no": f"特例单议（虚构）{number}",
                }
            )

    def part(self) -> Iterator[Part]:
        """All applications so far, once."""
        if self._rows:
            yield Part("special_case", ALL, table_of_rows("special_case", self._rows))
            self._rows = []


def violation_rows(city: CareCity, year: int) -> list[dict[str, object]]:
    """A year's decisions: most refuse or recover a sum, some add a contractual penalty."""
    cases = city.frame.figure(city.profile.inpatient.cases, year)
    count = max(4, div_half_up(cases * city.profile.rulings.violations.per_100k, 100_000))
    draw = city.frame.stream("care", "violation", year)
    rows = []
    for number in range(1, count + 1):
        provider = int(draw.integers(0, city.frame.providers.count))
        found = dayno(year, 1, 1) + int(draw.integers(0, 300))
        recovered = int(draw.integers(2_000, 2_000_000))
        result = ("refuse", "recover", "recover", "penalty", "rectify", "not_confirmed")[
            int(draw.integers(0, 6))
        ]
        sum_recovered = recovered if result in ("refuse", "recover", "penalty") else 0
        kind = KINDS[int(draw.integers(0, len(KINDS)))]
        rows.append(
            {
                "ruling_no": f"CL{year}{number:05d}",
                "fixmedins_code": str(city.frame.providers.code[provider]),
                "violation_kind": kind,
                "violation_source": SOURCES[int(draw.integers(0, len(SOURCES)))],
                "found_dayno": found,
                "ruling_dayno": found + int(draw.integers(10, 40)),
                "closed_dayno": found + int(draw.integers(41, 64)),
                "recovered_fen": sum_recovered,
                "penalty_fen": sum_recovered * 30 // 100 if result == "penalty" else 0,
                "ruling_result": result,
                "document_no": f"处理决定（虚构）〔{year}〕{number}号",
            }
        )
    return rows
