"""The plain loader's reading of a folder: which files are deliveries of which tables of the contract.

A folder holds, for each table it delivers, ``TABLE.parquet``, ``TABLE.csv``, or a folder ``TABLE`` of such files.
"""

from __future__ import annotations

from pathlib import Path

from yiheng.engine.delivery import refuse_delivery
from yiheng.policy.content import nearest
from yiheng.standards.problem import Problem, refuse
from yiheng.standards.table import Contract

SUFFIXES = (".parquet", ".csv")


def find_delivery(folder: Path, contract: Contract) -> dict[str, list[Path]]:
    """The files of a delivery by table, in the order of their names.

    Refuses a folder that is missing or holds no table, and a table's file that the contract does not know: a
    misspelt name must not be a table left out.
    """
    if not folder.is_dir():
        raise refuse("folder_not_found", file=str(folder))
    found: dict[str, list[Path]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        files = _files(path)
        if not files:
            continue
        name = path.name if path.is_dir() else path.stem
        if name in contract.tables:
            found.setdefault(name, []).extend(files)
        else:
            known = nearest(name, contract.names)
            problems.append(Problem("delivery_table_unknown", file=path.name, found=name, expected=known))
    if problems:
        raise refuse_delivery(problems, len(problems))
    if not found:
        raise refuse("delivery_empty", file=str(folder))
    return found


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and one.is_file())
    return [path] if path.suffix.lower() in SUFFIXES else []
