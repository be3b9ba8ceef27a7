"""Opening a scheme: a folder anywhere, or one that the product ships, by its name."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from yiheng.grouping.scheme.build import read_scheme
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.scheme.tables import HEAD_FILE
from yiheng.policy.content import nearest
from yiheng.standards.problem import refuse


def shipped_schemes() -> dict[str, Path]:
    """The schemes in the package by name."""
    root = Path(str(files("yiheng") / "content" / "schemes"))
    return {head.parent.name: head.parent for head in sorted(root.glob(f"*/{HEAD_FILE}"))}


def scheme_folder(name: str) -> Path:
    """The folder of a scheme given by path or by the name of a shipped one. Refuses what is neither.

    A folder that only happens to bear the name of a shipped scheme, such as ``demo``, does not hide it.
    """
    folder, shipped = Path(name), shipped_schemes()
    if name in shipped and not (folder / HEAD_FILE).is_file():
        return shipped[name]
    if folder.is_dir():
        return folder
    raise refuse("scheme_unknown", found=name, expected=nearest(name, list(shipped)))


def open_scheme(name: str) -> Scheme:
    """The scheme of a folder, or a shipped one by its name."""
    return read_scheme(scheme_folder(name))
