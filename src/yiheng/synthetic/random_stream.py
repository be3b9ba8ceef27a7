"""Chance with names: every draw belongs to a stream that its seed and its purpose name.

Two ways to draw. A :func:`stream` is a numpy generator of its own, so that a table drawn first or last, or not at
all, changes no other table. A :func:`field` is a function of a row's number: what is drawn for person 4,711 does
not depend on who was asked before, so that people need not be held in memory.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """The generator of one purpose: ``stream(7, "cases", 2023, 4)``."""
    return np.random.Generator(np.random.PCG64DXSM(_key(seed, names)))


def field(seed: int, *names: str | int) -> Field:
    """One value a row for one purpose: ``field(7, "birth")(numbers)`` are shares in [0, 1) by row number."""
    return Field(_key(seed, names))


def _key(seed: int, names: tuple[str | int, ...]) -> int:
    """128 bits of the seed and the names; ("a", "bc") and ("ab", "c") differ."""
    text = "\x1f".join([str(seed), *(f"{type(name).__name__}:{name}" for name in names)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")


class Field:
    """The finaliser of SplitMix64 over a row's number (Steele, Lea and Flood, OOPSLA 2014)."""

    def __init__(self, key: int):
        self._key = np.uint64(key & 0xFFFFFFFFFFFFFFFF)

    def __call__(self, numbers: Integers) -> Shares:
        """A share in [0, 1) for each row number ≥ 0."""
        shares: Shares = (self.bits(numbers) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return shares

    def bits(self, numbers: Integers) -> npt.NDArray[np.uint64]:
        """64 bits for each row number ≥ 0."""
        with np.errstate(over="ignore"):
            mixed = (numbers.astype(np.uint64) + np.uint64(1)) * _STEP + self._key
            mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
            mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
            return mixed ^ (mixed >> np.uint64(31))

    def below(self, numbers: Integers, limit: int | Integers) -> Integers:
        """A whole number in [0, limit) for each row number; limits up to 2³¹."""
        drawn: Integers = (self(numbers) * limit).astype(np.int64)
        return drawn
