"""Finding a code by its bytes, with one look into memory: each slot of the table holds the code itself.

A code of up to 16 bytes is two words; they are hashed, addressed and compared as words. A longer one (two codes joined
by ``+``) is told apart by its further bytes, which stand in the pool. So no string is ever made of a cell, and a lookup
costs one cache line: with the code's bytes and number in arrays of their own it cost four, and four times the time.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from yiheng.grouping.loop.arrays import NUMBER

FIRST_WORD, SECOND_WORD, LENGTH, MARK = range(4)
"""Columns of a slot; MARK is 0 where the slot is free."""
WORD_BYTES = 8
KEY_BYTES = 16

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_OTHER_MULTIPLIER = np.uint64(0xC2B2AE3D27D4EB4F)
_FOLD = np.uint64(29)
_BITS = np.uint64(8)
_ZERO = np.uint64(0)


@njit(cache=True, nogil=True, forceinline=True)
def mixed(first, second, length):  # type: ignore[no-untyped-def]
    """A hash of a code's two words and its length; its low bits address the table."""
    value = (first ^ np.uint64(length)) * _MULTIPLIER
    value = (value ^ (value >> _FOLD) ^ second) * _OTHER_MULTIPLIER
    return value ^ (value >> _FOLD)


@njit(cache=True, nogil=True, forceinline=True)
def word(data, start, stop):  # type: ignore[no-untyped-def]
    """Up to eight bytes as one number."""
    value = _ZERO
    for at in range(stop - 1, start - 1, -1):
        value = (value << _BITS) | np.uint64(data[at])
    return value


def slots_of(
    pool: npt.NDArray[np.uint8], starts: npt.NDArray[np.int32], marks: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """An open-addressed table, at most half full, of the marks of all codes but number 0."""
    size = 1 << max(len(starts), 8).bit_length()
    slots: npt.NDArray[np.uint64] = fill_slots(pool, starts, marks, size)
    return slots


@njit(cache=True)
def fill_slots(pool, starts, marks, size):  # type: ignore[no-untyped-def]
    """A table of ``size`` (a power of two) slots."""
    slots = np.zeros((size, 4), dtype=np.uint64)
    mask = np.uint64(size - 1)
    for number in range(1, len(starts) - 1):
        start, stop = starts[number], starts[number + 1]
        middle = min(stop, start + WORD_BYTES)
        first, second = word(pool, start, middle), word(pool, middle, min(stop, start + KEY_BYTES))
        at = mixed(first, second, stop - start) & mask
        while slots[at, MARK]:
            at = (at + np.uint64(1)) & mask
        slots[at, FIRST_WORD] = first
        slots[at, SECOND_WORD] = second
        slots[at, LENGTH] = stop - start
        slots[at, MARK] = marks[number]
    return slots


@njit(cache=True, nogil=True, forceinline=True)
def find_code(data, start, stop, first, second, slots, pool, starts):  # type: ignore[no-untyped-def]
    """The mark of the code ``data[start:stop]``, whose words are given; 0 where the table has none."""
    length = np.uint64(stop - start)
    mask = np.uint64(len(slots) - 1)
    at = mixed(first, second, length) & mask
    while slots[at, MARK]:
        if (
            slots[at, FIRST_WORD] == first
            and slots[at, SECOND_WORD] == second
            and slots[at, LENGTH] == length
        ):
            mark = np.int64(slots[at, MARK])
            if stop - start <= KEY_BYTES or same_rest(data, start, stop, pool, starts[mark & NUMBER]):
                return mark
        at = (at + np.uint64(1)) & mask
    return np.int64(0)


@njit(cache=True, nogil=True)
def same_rest(data, start, stop, pool, place):  # type: ignore[no-untyped-def]
    """Whether two codes of one length are alike after their first 16 bytes."""
    for step in range(KEY_BYTES, stop - start):  # noqa: SIM110 - compiled as a plain loop
        if pool[place + step] != data[start + step]:
            return False
    return True
