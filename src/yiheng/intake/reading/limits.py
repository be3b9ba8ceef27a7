"""How much one delivery may hold: bounds that keep a hostile or broken file from filling memory or disk.

They are far above what a city sends; a file beyond them is refused in one sentence and the others go on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of reading; sizes in bytes.

    ``columns``: of one grid (Excel's own limit). ``packed``: uncompressed size of a workbook's parts or an archive's members
    together; ``ratio`` uncompressed to compressed, where more than ``ratio_from`` comes out. ``members``: of one archive;
    ``nested``: archives inside archives. ``cells``: of the rectangle one worksheet spans, which is held in memory.
    ``message``: characters of one value of a JSON file.
    """

    columns: int = 16_384
    packed: int = 8 << 30
    ratio: int = 300
    ratio_from: int = 64 << 20
    members: int = 100_000
    nested: int = 1
    cells: int = 60_000_000
    message: int = 64 << 20
