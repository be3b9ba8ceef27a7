"""One kind of malformed input: the bytes, and what reading must make of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

_REGISTERED: list[Malformed] = []


@dataclass(frozen=True)
class Malformed:
    """``rows``: rows of all grids together, field names (line 0) aside; ``codes``: the problems, in order of their
    names; ``holds``: texts that must stand in cells; ``lines``: the lines of the first grid's rows."""

    name: str
    build: Callable[[], bytes]
    rows: int
    codes: tuple[str, ...]
    holds: tuple[str, ...]
    lines: tuple[int, ...]


def malformed(rows: int = 0, *codes: str, holds: tuple[str, ...] = (), lines: tuple[int, ...] = ()):
    """Register a builder of malformed bytes under its function's name."""

    def register(build: Callable[[], bytes]) -> Callable[[], bytes]:
        _REGISTERED.append(Malformed(build.__name__, build, rows, tuple(sorted(codes)), holds, lines))
        return build

    return register


def cases_of(*modules: ModuleType) -> list[Malformed]:
    """The malformed inputs that modules build."""
    names = {module.__name__ for module in modules}
    return [one for one in _REGISTERED if one.build.__module__ in names]
