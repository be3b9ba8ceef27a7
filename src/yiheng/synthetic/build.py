"""Building an invented city: every table of facts as a stream of parts, so that memory does not grow with the city.

``build(profile, years, scale, seed, calendar, care)`` yields (table, month, rows). Equal arguments give equal rows;
no table's rows depend on which others are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from yiheng.exact.workday import WorkCalendar
from yiheng.standards.problem import refuse
from yiheng.synthetic.budget_rows import budget_tables
from yiheng.synthetic.contributions import contribution_tables
from yiheng.synthetic.evidence_rows import evidence_tables
from yiheng.synthetic.frame import Frame, Part, Settled
from yiheng.synthetic.fund_books import fund_tables
from yiheng.synthetic.people_rows import people_tables
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.receipts import Receipts
from yiheng.synthetic.rows import ALL

Care = Callable[[Frame, Settled], Iterable[Part]]
"""What adds visits and settlements: yields its parts, and tells ``Settled`` what the funds paid."""

SCALE_LIMITS = Fraction(1, 1000), Fraction(100)


def frame_of(
    profile: CityProfile, years: Sequence[int], scale: Fraction, seed: int, calendar: WorkCalendar
) -> Frame:
    """The frame of a build. Refuses ``city_years`` and ``city_scale``."""
    wanted = tuple(sorted(set(years)))
    if not wanted or not set(wanted) <= set(profile.years) or wanted[-1] - wanted[0] != len(wanted) - 1:
        raise refuse(
            "city_years",
            key=profile.city_profile,
            found="、".join(map(str, wanted)),
            expected=f"{profile.first_year}-{profile.last_year}",
        )
    if not SCALE_LIMITS[0] <= scale <= SCALE_LIMITS[1]:
        raise refuse("city_scale", found=str(scale), expected="0.001-100")
    return Frame(profile, wanted, scale, seed, calendar)


def build(
    profile: CityProfile,
    years: Sequence[int],
    scale: Fraction,
    seed: int,
    calendar: WorkCalendar,
    care: Care | None = None,
) -> Iterator[Part]:
    """All tables of the city for the years, which must be consecutive years of the profile.

    ``care`` runs before the books, which take over what it settled; without it the books follow the profile's plan.
    """
    return parts(frame_of(profile, years, scale, seed, calendar), care)


def parts(frame: Frame, care: Care | None = None) -> Iterator[Part]:
    """All tables of a frame."""
    yield from people_tables(frame)
    yield Part("employer", ALL, frame.people.employers.table())
    for table, rows in frame.providers.tables(frame.years):
        yield Part(table, ALL, rows)
    yield from evidence_tables(frame)
    yield from budget_tables(frame)
    receipts = Receipts()
    yield from contribution_tables(frame, receipts)
    settled = Settled(frame.districts)
    if care is not None:
        yield from care(frame, settled)
    yield from fund_tables(frame, settled, receipts)
