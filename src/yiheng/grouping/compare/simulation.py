"""Scheme simulation: the same cases under two schemes, what moved, and whether the groups got better or worse.

Nothing of it is published: results of a trial are not the city's groups. Wherever they are shown they carry
:data:`..city_groups.SIMULATED_NOTE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from yiheng.engine.database import Database
from yiheng.grouping.compare.comparison import Comparison, compare
from yiheng.grouping.quality.group_stats import costs_by_group
from yiheng.grouping.quality.grouping_rate import Mask, valid_cases
from yiheng.grouping.quality.moments import moments_of
from yiheng.grouping.quality.rules import QualityRules, Trim
from yiheng.grouping.quality.variation import Variation, variation
from yiheng.grouping.quality.year_cases import YearCases, read_year
from yiheng.grouping.quality.year_quality import YearQuality, year_quality

BEFORE, AFTER = "before", "after"
"""Stand in the place of a source while two trials are compared."""


@dataclass(frozen=True)
class Simulation:
    """Two groupings of a city-year: which cases moved from where to where, the quality of either, and what each explains of
    the cases that both group."""

    comparison: Comparison
    before: YearQuality
    after: YearQuality
    common: tuple[Variation, Variation]

    @property
    def appeared(self) -> tuple[str, ...]:
        """Groups that cases fall into only under the second scheme."""
        return tuple(sorted(_in_use(self.after) - _in_use(self.before)))

    @property
    def vanished(self) -> tuple[str, ...]:
        """Groups that cases fall into only under the first scheme."""
        return tuple(sorted(_in_use(self.before) - _in_use(self.after)))


def marked(groups: Iterable[pa.Table], side: str) -> Iterator[pa.Table]:
    """Rows of ``case_group`` with the side of the trial as their source."""
    for table in groups:
        place = table.schema.get_field_index("group_source")
        side_column = pa.repeat(side, table.num_rows).cast(table.schema.field(place).type)
        yield table.set_column(place, table.schema.field(place), side_column)


def simulate(database: Database, year: int, rules: QualityRules) -> Simulation:
    """Compare two trials of a year. The session's ``case_group`` holds both, marked :data:`BEFORE` and :data:`AFTER`."""
    before, after = (read_year(database, year, side) for side in (BEFORE, AFTER))
    return Simulation(
        compare(database, year, BEFORE, AFTER),
        year_quality(before, rules),
        year_quality(after, rules),
        common_variation(before, after, rules),
    )


def common_variation(before: YearCases, after: YearCases, rules: QualityRules) -> tuple[Variation, Variation]:
    """RIV of either grouping over the very same cases: those valid under both, untrimmed.

    A scheme that groups more cases, or other ones, is measured on other cases; only this is like against like.
    """
    both = valid_cases(before, rules.exclusion) & valid_cases(after, rules.exclusion)
    one, other = (_variation(side, both) for side in (before, after))
    return one, other


def _variation(cases: YearCases, where: Mask) -> Variation:
    groups = costs_by_group(cases.cost_fen[where], cases.drg[where], Trim(method="none"))
    return variation([moments_of(one.all) for one in groups], [one.all for one in groups])


def _in_use(quality: YearQuality) -> set[str]:
    return {one.drg for one in quality.groups}
