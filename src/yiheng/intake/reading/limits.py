"""How much one delivery may hold: bounds that keep a hostile or broken file from filling memory or disk.

They are far above what a city sends; a file beyond them is refused in one sentence and the others go on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of reading; sizes in bytes.

    ``columns``: of one grid (Excel's own limit). ``cell``: characters of one cell. ``packed``: uncompressed size of one
    workbook's or archive's members together, ``ratio`` uncompressed to compressed where more than ``ratio_from`` bytes
    come out. ``members`` of one archive; ``nested`` archives inside archives. ``web``: a web page or XML workbook, which is
    held in memory whole, ``workbook``: the file itself. ``message``: one message of a JSON file.
    """

    columns: int = 16_384
    cell: int = 1 << 20
    packed: int = 8 << 30
    ratio: int = 200
    ratio_from: int = 64 << 20
    members: int = 100_000
    nested: int = 1
    web: int = 256 << 20
    workbook: int = 512 << 20
    sheet_part: int = 2 << 30
    message: int = 64 << 20
