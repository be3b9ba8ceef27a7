"""A small city's care as rows, made once a session: two years at 0.002, with fee lines and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import pyarrow as pa
from tests.synthetic.conftest import Rows, collected

from yiheng.policy.calendar import calendar_of
from yiheng.synthetic.anomalies import Planted
from yiheng.synthetic.build import frame_of
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.cases import CARE_KINDS, care_of
from yiheng.synthetic.frame import Frame, Settled
from yiheng.synthetic.profile_library import city_content, open_profile

SMALL = Fraction(1, 500)
YEARS = (2022, 2023)


@dataclass(frozen=True)
class CareRows:
    """The rows of care, what was planted, and what the books are told."""

    frame: Frame
    tables: dict[str, pa.Table]
    truth: tuple[Planted, ...]
    settled: Settled

    def sql(self) -> Rows:
        return Rows(self.tables)

    def planted(self, kind: str, decoy: bool = False) -> set[str]:
        """Visits of what was planted of a kind, and for lines the visit before the colon."""
        keys = [one.keys for one in self.truth if one.kind == kind and one.decoy == decoy]
        return {key for joined in keys for key in joined.split(":")[0].split("|")}


@cache
def _content():
    return city_content(kinds=CARE_KINDS)


def frame_at(scale: Fraction, years: tuple[int, ...]) -> Frame:
    """The shipped city at a scale."""
    content = _content()
    return frame_of(open_profile(content, "panzhihua").value, years, scale, 7, calendar_of(content))


def city_at(scale: Fraction, years: tuple[int, ...]) -> CareCity:
    """What every step of care reads."""
    frame = frame_at(scale, years)
    care = care_of(_content(), frame.profile)
    return CareCity(frame, care.profile, care.mix)


@cache
def care_rows(scale: Fraction = SMALL, years: tuple[int, ...] = YEARS, lines: bool = True) -> CareRows:
    """The rows of a build of care alone."""
    frame = frame_at(scale, years)
    care = care_of(_content(), frame.profile, lines)
    settled = Settled(frame.districts)
    tables = collected(care(frame, settled)) | dict(frame.providers.tables(years))
    return CareRows(frame, tables, tuple(care.truth), settled)
