"""A first reading of a workbook in a process of its own, for formats whose damage makes calamine abort.

A damaged count makes its library ask for terabytes, and what follows ends the whole process, which no ``except`` stops.
So the first reading happens where that costs nothing; only what survived it is read here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from yiheng.standards.problem import refuse

_MEMORY = 4 << 30
_SECONDS = 900
_READ = 0
_REFUSED = 3
"""Calamine raised: the reading proper will meet the same, and say so."""
_PROBE = f"""
import sys
sys.path.append(sys.argv[2])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
except (ImportError, ValueError, OSError):
    pass
import python_calamine
try:
    book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
    for index, one in enumerate(book.sheets_metadata):
        if one.typ == python_calamine.SheetTypeEnum.WorkSheet:
            book.get_sheet_by_index(index)
except Exception:
    sys.exit({_REFUSED})
"""


def probe(path: Path, file: str) -> None:
    """Refuses ``intake_file_damaged`` for a workbook that ends the process which reads it, or never ends itself."""
    import python_calamine

    package = Path(python_calamine.__file__).parents[1]
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _PROBE, str(path), str(package)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        ended = -1
    if ended not in (_READ, _REFUSED):
        raise refuse("intake_file_damaged", file=file, found="内部记录前后不符")
