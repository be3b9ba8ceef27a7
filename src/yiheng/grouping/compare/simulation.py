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
from yiheng.grouping.quality.rules import QualityRules
from yiheng.grouping.quality.year_cases import read_year
from yiheng.grouping.quality.year_quality import YearQuality, year_quality

BEFORE, AFTER = "before", "after"
"""Stand in the place of a source while two trials are compared."""


@dataclass(frozen=True)
class Simulation:
    """Two groupings of a city-year: which cases moved from where to where, and the quality of either."""

    comparison: Comparison
    before: YearQuality
    after: YearQuality

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
    before, after = (year_quality(read_year(database, year, side), rules) for side in (BEFORE, AFTER))
    return Simulation(compare(database, year, BEFORE, AFTER), before, after)


def _in_use(quality: YearQuality) -> set[str]:
    return {one.drg for one in quality.groups}
