"""What every step of care reads: the frame, the care profile, clinical content and the institutions as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.case_mix import CaseMix, ClinicalTables
from yiheng.synthetic.case_profile import CareProfile
from yiheng.synthetic.catalogue import Catalogue
from yiheng.synthetic.frame import Frame
from yiheng.synthetic.people import ACTIVE, RESIDENT, RETIRED
from yiheng.synthetic.random_stream import Integers, Shares

GROUPS = {"active": ACTIVE, "retired": RETIRED, "resident": RESIDENT}
WHERE = ("any", "hospital", "large", "top", "women", "tcm", "psychiatric")
LARGE, TOP = ("02", "03", "05"), ("02", "03")


@dataclass(frozen=True)
class CareCity:
    """One city's care: profile, content and frame."""

    frame: Frame
    profile: CareProfile
    mix: CaseMix

    @cached_property
    def clinic(self) -> ClinicalTables:
        """Kinds of cases as arrays."""
        return ClinicalTables(self.mix)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Items of charge as arrays, by level of hospital."""
        return Catalogue(self.mix, self.profile.fee_lines.service_level_ppm)

    @cached_property
    def level_place(self) -> Integers:
        """For each institution the place of its level in the catalogue."""
        places = {level: place for place, level in enumerate(self.catalogue.levels)}
        return np.array([places[str(level)] for level in self.frame.providers.level], dtype=np.int64)

    def by_level(self, values: Mapping[str, int], default: int = 0) -> Integers:
        """A value of every institution from a table by level."""
        levels = self.frame.providers.level.tolist()
        return np.array([values.get(level, default) for level in levels], dtype=np.int64)

    @cached_property
    def places(self) -> Shares:
        """Cumulated chances of the institutions: rows are where (as ``WHERE``) × districts."""
        providers = self.frame.providers
        kind, level = providers.kind, providers.level
        general = (kind == "general") | (kind == "tcm")
        large = np.isin(level, LARGE)
        may = {
            "any": general | (kind == "township"),
            "hospital": general,
            "large": general & large,
            "top": (kind == "general") & np.isin(level, TOP),
            "women": (kind == "maternal") | ((kind == "general") & large),
            "tcm": (kind == "tcm") | (kind == "township"),
            "psychiatric": kind == "psychiatric",
        }
        rows = []
        for where in WHERE:
            chosen = may[where] if (may[where] & (providers.share_ppm > 0)).any() else may["any"]
            for district in range(len(self.frame.districts)):
                home = np.where(providers.district == district, self.profile.inpatient.home_weight, 1)
                weights = np.cumsum(providers.share_ppm * chosen * home)
                rows.append(weights / weights[-1])
        return np.array(rows)

    @cached_property
    def where(self) -> Integers:
        """For each kind of case the place of where it is treated."""
        return np.array([WHERE.index(kind.at) for kind in self.clinic.kinds], dtype=np.int64)

    @cached_property
    def departments(self) -> list[str]:
        """All department codes."""
        return sorted({code for codes in self.frame.profile.providers.departments.values() for code in codes})

    @cached_property
    def department(self) -> Integers:
        """Place of the department by institution and kind of case: its own, or the institution's first."""
        place = {code: number for number, code in enumerate(self.departments)}
        rows = []
        for provider in range(self.frame.providers.count):
            there = self.frame.providers.departments(provider)
            rows.append([place[kind.dept if kind.dept in there else there[0]] for kind in self.clinic.kinds])
        return np.array(rows, dtype=np.int64)

    @cached_property
    def doctors(self) -> tuple[list[str], Integers, Integers]:
        """All doctors (pharmacists of pharmacies): codes, the first of each institution, and how many it has."""
        codes: list[str] = []
        first, count = [], []
        for provider in range(self.frame.providers.count):
            pharmacy = self.frame.providers.kind[provider] == "pharmacy"
            own = self.frame.providers.staff_codes(provider, "pharmacist" if pharmacy else "physician")
            first.append(len(codes))
            count.append(len(own))
            codes += own
        return codes, np.array(first, dtype=np.int64), np.array(count, dtype=np.int64)

    @cached_property
    def doctor_codes(self) -> pa.Array:
        """Codes of all doctors."""
        return pa.array(self.doctors[0], type=pa.string())

    @cached_property
    def provider_codes(self) -> pa.Array:
        """Codes of all institutions."""
        return pa.array(self.frame.providers.code.tolist(), type=pa.string())

    @cached_property
    def department_codes(self) -> pa.Array:
        """Codes of all departments."""
        return pa.array(self.departments, type=pa.string())

    @cached_property
    def own_departments(self) -> tuple[Integers, Integers, Integers]:
        """By institution: its first department, how many it has; and the rank of each department in it."""
        place = {code: number for number, code in enumerate(self.departments)}
        count = self.frame.providers.count
        own = [[place[code] for code in self.frame.providers.departments(one)] for one in range(count)]
        rank = np.zeros((count, len(self.departments)), dtype=np.int64)
        for number, codes in enumerate(own):
            rank[number, codes] = np.arange(len(codes))
        first = np.array([codes[0] for codes in own], dtype=np.int64)
        return first, np.array([len(codes) for codes in own], dtype=np.int64), rank

    def doctor(self, provider: Integers, department: Integers, share: Shares) -> Integers:
        """A doctor of the department where there is one, by a share in [0, 1): a place in ``doctors``."""
        _, first, count = self.doctors
        _, many, rank = self.own_departments
        at, steps, staff = rank[provider, department], many[provider], count[provider]
        inside = np.maximum((staff - at + steps - 1) // steps, 0)
        among = at + steps * (share * inside).astype(np.int64)
        anyone = (share * staff).astype(np.int64)
        found: Integers = first[provider] + np.where(inside > 0, among, anyone)
        return found

    @cached_property
    def aided(self) -> Integers:
        """Numbers of those whose premium assistance pays, ascending (as ``person_identity`` says)."""
        always = self.frame.people.always(RESIDENT)
        series = self.frame.profile.people.aid_series
        wanted = min(self.frame.figure(series, max(self.frame.years)), always.count)
        if not wanted:
            return np.empty(0, dtype=np.int64)
        return np.sort(always.numbers(np.arange(wanted, dtype=np.int64) * always.count // wanted))

    def is_aided(self, persons: Integers) -> npt.NDArray[np.bool_]:
        """Whether persons get medical assistance."""
        if not len(self.aided):
            return np.zeros(len(persons), dtype=np.bool_)
        place = np.minimum(np.searchsorted(self.aided, persons), len(self.aided) - 1)
        found: npt.NDArray[np.bool_] = self.aided[place] == persons
        return found
