"""Reading: from the bytes of a delivery to raw grids of text, by content and never by a file's name.

:func:`~yiheng.intake.reading.read.read_files` is the entry; one reader a kind of file; nothing is interpreted.
"""

from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.read import Reading, read_files

__all__ = ["Limits", "Reading", "read_files"]
