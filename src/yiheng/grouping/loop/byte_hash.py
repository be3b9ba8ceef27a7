"""Finding a code by its bytes: FNV-1a into an open-addressed table, so that no string is ever made of a cell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

_OFFSET = np.uint64(14695981039346656037)
_PRIME = np.uint64(1099511628211)
_FOLD = np.uint64(32)


@njit(cache=True, nogil=True, forceinline=True)
def hash_bytes(data, start, stop):  # type: ignore[no-untyped-def]
    """FNV-1a of ``data[start:stop]``, its high half folded into the low one, which addresses the table."""
    value = _OFFSET
    for at in range(start, stop):
        value = (value ^ np.uint64(data[at])) * _PRIME
    return value ^ (value >> _FOLD)


@njit(cache=True)
def hash_codes(pool, starts):  # type: ignore[no-untyped-def]
    """The hash of each code of a pool."""
    found = np.zeros(len(starts) - 1, dtype=np.uint64)
    for number in range(len(found)):
        found[number] = hash_bytes(pool, starts[number], starts[number + 1])
    return found


def slots_of(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """An open-addressed table, at most half full, with the numbers of all codes but 0."""
    return fill_slots(hashes, 1 << max(len(hashes), 8).bit_length() + 1)


@njit(cache=True)
def fill_slots(hashes, size):  # type: ignore[no-untyped-def]
    """A table of ``size`` (a power of two) slots."""
    slots = np.full(size, -1, dtype=np.int32)
    mask = np.uint64(size - 1)
    for number in range(1, len(hashes)):
        at = hashes[number] & mask
        while slots[at] >= 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = number
    return slots


@njit(cache=True, nogil=True, forceinline=True)
def find_code(data, start, stop, slots, hashes, pool, starts):  # type: ignore[no-untyped-def]
    """The number of the code ``data[start:stop]``; 0 where the table has none."""
    wanted = hash_bytes(data, start, stop)
    mask = np.uint64(len(slots) - 1)
    at = wanted & mask
    while slots[at] >= 0:
        number = slots[at]
        if hashes[number] == wanted and starts[number + 1] - starts[number] == stop - start:
            same = True
            for step in range(stop - start):
                if pool[starts[number] + step] != data[start + step]:
                    same = False
                    break
            if same:
                return number
        at = (at + np.uint64(1)) & mask
    return np.int32(0)
