"""Every number can say why: one tree for metrics, relations, scores — and later groups, points and findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Trace:
    """One step of a reading: ``label`` came out as ``value`` by ``formula`` from ``inputs``.

    ``value`` is as displayed, ``unit`` its unit; ``source`` is where a leaf was read (file, line) or which rule
    was applied. A leaf has no inputs. ``technical`` is the query behind a step, for JSON alone.
    """

    label: str
    value: str
    unit: str = ""
    formula: str = ""
    source: str = ""
    inputs: tuple[Trace, ...] = ()
    technical: str = ""

    def lines(self, depth: int = 0) -> Iterator[tuple[int, Trace]]:
        """The tree in reading order, with depths."""
        yield depth, self
        for part in self.inputs:
            yield from part.lines(depth + 1)

    def as_dict(self) -> dict[str, object]:
        """The tree as plain data for JSON; empty fields are left out."""
        plain: dict[str, object] = {"label": self.label, "value": self.value}
        for name in ("unit", "formula", "source", "technical"):
            if getattr(self, name):
                plain[name] = getattr(self, name)
        if self.inputs:
            plain["inputs"] = [part.as_dict() for part in self.inputs]
        return plain
