"""The institutions of the city: hospitals and township centres by level, pharmacies, agreements and staff.

Institutions do not scale with the city: a tenth of the people still go to the same hospitals. Beds and staff do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic import random_stream
from yiheng.synthetic.calibration import Figures, split
from yiheng.synthetic.profile import CityProfile, Institutions
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.rows import day_number, dayno, table_of, table_of_rows

STAFF_TYPES = ("physician", "nurse", "technician", "pharmacist")


@dataclass(frozen=True)
class Suspension:
    """An agreement that was suspended: institution number, first day, first day after."""

    provider: int
    begin_dayno: int
    end_dayno: int


class Providers:
    """All institutions by number: first the medical institutions, then the pharmacies."""

    def __init__(self, profile: CityProfile, figures: Figures, seed: int):
        self.profile = profile
        self._figures = figures
        self._seed = seed
        groups = sorted(profile.providers.institutions, key=lambda group: group.kind == "pharmacy")
        place = {district.code: number for number, district in enumerate(profile.districts)}
        self._groups = [group for group in groups for _ in range(group.count)]
        self.count = len(self._groups)
        self.district = np.array([place[group.district] for group in self._groups], dtype=np.int8)
        self.level: npt.NDArray[np.str_] = np.array([group.level for group in self._groups])
        self.kind: npt.NDArray[np.str_] = np.array([group.kind for group in self._groups])
        self.hospitals: Integers = np.flatnonzero(self.kind != "pharmacy")
        self.pharmacies: Integers = np.flatnonzero(self.kind == "pharmacy")
        self.share_ppm: Integers = np.array(self._shares(groups), dtype=np.int64)
        self.beds: Integers = np.array(
            [max(1, figures.scaled(group.beds)) if group.beds else 0 for group in self._groups],
            dtype=np.int64,
        )
        self.code: npt.NDArray[np.str_] = np.array(self._codes())

    def _shares(self, groups: list[Institutions]) -> list[int]:
        """Shares of the inpatient volume: a group's share over its members, the earlier ones larger."""
        shares: list[int] = []
        for group in groups:
            shares.extend(split(group.share_ppm, [4 * group.count - rank for rank in range(group.count)]))
        return shares

    def _codes(self) -> list[str]:
        """Letter, district and serial: H for medical institutions, P for pharmacies; serials from 90001 are not given
        out to real ones."""
        serials: dict[tuple[str, str], int] = {}
        codes = []
        for group in self._groups:
            letter = "P" if group.kind == "pharmacy" else "H"
            serial = serials[letter, group.district] = serials.get((letter, group.district), 90_000) + 1
            codes.append(f"{letter}{group.district}{serial}")
        return codes

    def departments(self, provider: int) -> tuple[str, ...]:
        """The departments of an institution."""
        return self.profile.providers.departments[str(self.kind[provider])]

    def staff_counts(self, provider: int) -> dict[str, int]:
        """Staff by type."""
        rule = self.profile.providers
        if self.kind[provider] == "pharmacy":
            return {"pharmacist": rule.pharmacists_per_pharmacy}
        beds = int(self.beds[provider])
        per_100 = (rule.physicians_per_100_beds, rule.nurses_per_100_beds, rule.technicians_per_100_beds)
        return {
            kind: max(3, beds * ratio // 100) for kind, ratio in zip(STAFF_TYPES[:3], per_100, strict=True)
        }

    def staff_codes(self, provider: int, kind: str) -> list[str]:
        """Codes of the staff of one type: a letter no register uses, district, institution and serial."""
        letter = {"physician": "D", "nurse": "N", "technician": "T", "pharmacist": "Y"}[kind]
        stem = f"{letter}{self.code[provider][1:]}"
        return [f"{stem}{serial:05d}" for serial in range(1, self.staff_counts(provider).get(kind, 0) + 1)]

    def doctors(self, provider: int) -> list[str]:
        """Codes of the physicians of an institution."""
        return self.staff_codes(provider, "physician")

    def suspension(self) -> Suspension | None:
        """The one agreement that was suspended for three months in the middle of the time line: a pharmacy's."""
        if not len(self.pharmacies):
            return None
        year = (self.profile.first_year + self.profile.last_year) // 2
        draw = random_stream.stream(self._seed, self.profile.city_profile, "suspension")
        provider = int(self.pharmacies[draw.integers(len(self.pharmacies))])
        return Suspension(provider, dayno(year, 3, 1), dayno(year, 6, 1))

    def tables(self, years: tuple[int, ...]) -> Iterator[tuple[str, pa.Table]]:
        """``provider``, ``agreement`` and ``staff`` for the years asked for."""
        yield "provider", self._provider_table()
        yield "agreement", self._agreement_table(years)
        yield "staff", self._staff_table()

    def _provider_table(self) -> pa.Table:
        codes = [district.code for district in self.profile.districts]
        names = []
        seen: dict[tuple[str, str], int] = {}
        for group in self._groups:
            number = seen[group.district, group.title] = seen.get((group.district, group.title), 0) + 1
            where = next(one.name for one in self.profile.districts if one.code == group.district)
            names.append(f"虚构·{where}{group.title}{number:02d}")
        return table_of(
            "provider",
            {
                "fixmedins_code": self.code,
                "fixmedins_name": names,
                "fixmedins_type": np.where(self.kind == "pharmacy", "2", "1"),
                "hosp_lv": [level or None for level in self.level.tolist()],
                "ownership": [group.ownership for group in self._groups],
                "admdvs": np.array(codes)[self.district],
                "approved_beds": [beds or None for beds in self.beds.tolist()],
            },
        )

    def _agreement_table(self, years: tuple[int, ...]) -> pa.Table:
        """An agreement a year; the suspended one in three spells."""
        cut = self.suspension()
        rows: list[dict[str, object]] = []
        for provider in range(self.count):
            for year in years:
                spells = [(dayno(year, 1, 1), dayno(year + 1, 1, 1), "active")]
                if (
                    cut is not None
                    and cut.provider == provider
                    and spells[0][0] <= cut.begin_dayno < spells[0][1]
                ):
                    start, end, _ = spells[0]
                    spells = [
                        (start, cut.begin_dayno, "active"),
                        (cut.begin_dayno, cut.end_dayno, "suspended"),
                        (cut.end_dayno, end, "active"),
                    ]
                rows.extend(
                    {
                        "fixmedins_code": self.code[provider],
                        "begin_dayno": start,
                        "end_dayno": end,
                        "agreement_no": f"XY{year}{self.code[provider]}",
                        "agreement_stas": status,
                        "signed_dayno": dayno(year - 1, 12, 20),
                    }
                    for start, end, status in spells
                )
        return table_of_rows("agreement", rows)

    def _staff_table(self) -> pa.Table:
        since = day_number(date.fromisoformat(self.profile.providers.since))
        columns: dict[str, list[object]] = {name: [] for name in ("code", "provider", "kind", "dept")}
        for provider in range(self.count):
            departments = self.departments(provider)
            for kind in STAFF_TYPES:
                codes = self.staff_codes(provider, kind)
                columns["code"] += codes
                columns["provider"] += [self.code[provider]] * len(codes)
                columns["kind"] += [kind] * len(codes)
                columns["dept"] += [departments[place % len(departments)] for place in range(len(codes))]
        return table_of(
            "staff",
            {
                "prac_psn_code": columns["code"],
                "fixmedins_code": columns["provider"],
                "begin_dayno": np.full(len(columns["code"]), since, dtype=np.int32),
                "staff_type": columns["kind"],
                "dept": columns["dept"],
                "pay_qualification": ["normal"] * len(columns["code"]),
            },
        )
