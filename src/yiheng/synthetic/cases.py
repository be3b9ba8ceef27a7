"""Care of a city: inpatient stays, outpatient visits, settlements, fee lines, cases, rulings; and what is planted.

``Care(profile, mix)`` is what :func:`yiheng.synthetic.build.build` calls as ``care(frame, settled)``. Afterwards its
``truth`` lists the planted rows. Months follow one another; outpatient care of a month is made when the stays that
touch it are known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from yiheng.policy.content import Content
from yiheng.synthetic.anomalies import Planted, Quota
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_mix import CASE_MIX, CaseMix
from yiheng.synthetic.case_profile import CARE_PROFILES, CareProfile
from yiheng.synthetic.case_rows import Coding
from yiheng.synthetic.frame import Frame, Part, Settled
from yiheng.synthetic.inpatient import Inpatient
from yiheng.synthetic.line_anomalies import note_swaps
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.outpatient import Outpatient
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.rows import ALL, table_of_rows
from yiheng.synthetic.rulings import SpecialCases, violation_rows
from yiheng.synthetic.visit_anomalies import StaysSeen

CARE_KINDS = (CARE_PROFILES, CASE_MIX)
"""Kinds of content to be loaded beside the city profiles."""
BEHIND = 3
"""Months by which outpatient care follows: a stay touches no more months before that of its discharge."""


@dataclass
class Care:
    """The care of one city. ``with_lines`` off leaves out the fee lines and what is planted in them; all other rows
    are the same."""

    profile: CareProfile
    mix: CaseMix
    with_lines: bool = True
    truth: list[Planted] = field(default_factory=list)

    def __call__(self, frame: Frame, settled: Settled) -> Iterator[Part]:
        """All rows of care; tells ``settled`` what the funds paid."""
        city = CareCity(frame, self.profile, self.mix)
        quota = Quota(city, self.truth)
        special = SpecialCases(city)
        occupied, seen = Occupied(), StaysSeen()
        inpatient = Inpatient(city, quota, occupied, special, seen, self.with_lines)
        outpatient = Outpatient(city, quota, occupied, seen, self.with_lines)
        coding = Coding(city)
        behind: deque[int] = deque()
        for year in frame.years:
            for month, draws, batches in inpatient.year(year):
                quota.start_month(month)
                yield from inpatient.month(month, draws, batches, coding, settled)
                behind.append(month)
                if len(behind) > BEHIND:
                    yield from outpatient.month(behind.popleft(), settled)
            yield from special.part()
            yield Part("violation", ALL, table_of_rows("violation", violation_rows(city, year)))
            note_swaps(city, year, quota)
        for month in behind:
            yield from outpatient.month(month, settled)


def care_of(content: Content, profile: CityProfile, with_lines: bool = True) -> Care:
    """The care that a city profile names; content must have been loaded with ``CARE_KINDS``."""
    care = content.get(CARE_PROFILES, profile.care).value
    return Care(care, content.get(CASE_MIX, care.case_mix).value, with_lines)
