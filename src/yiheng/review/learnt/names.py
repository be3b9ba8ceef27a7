"""How many pieces of names the numbers of a report share: the names that they have, and those that the words of a claim ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yiheng.review.learnt.around import Around
from yiheng.review.learnt.numbers import Codes

_Bits = npt.NDArray[np.uint64]
_BITS = 64


class Names:
    """The names of the numbers of a report, and those that each asks for, by kind; all as codes of their pieces."""

    def __init__(
        self,
        names: Sequence[frozenset[str]],
        asked: Sequence[dict[str, frozenset[str]]],
        kinds: Iterable[str],
    ) -> None:
        known: dict[str, int] = {}
        self._own = [
            np.array(sorted(known.setdefault(one, len(known)) for one in name), dtype=np.int64)
            for name in names
        ]
        self._asked = {
            kind: [
                np.array(sorted(known[one] for one in of[kind] if one in known), dtype=np.int64)
                for of in asked
            ]
            for kind in kinds
        }
        self.lengths = np.array([len(one) for one in names], dtype=np.int64)
        self.asked_lengths = {
            kind: np.array([len(of[kind]) for of in asked], dtype=np.int64) for kind in self._asked
        }

    def beside(self, around: Around) -> Beside:
        """The names of the numbers around some claims."""
        places = np.unique(np.concatenate([around.pool, around.claims]))
        known = np.unique(np.concatenate([np.zeros(0, np.int64), *(self._own[at] for at in places)]))
        return Beside(
            places,
            _bits([self._own[at] for at in places], known),
            {kind: _bits([of[at] for at in around.claims], known) for kind, of in self._asked.items()},
        )


@dataclass(frozen=True)
class Beside:
    """The names of some numbers, in the order of their ``places``, as bits of the pieces that any of them has, and the names that some
    claims ask for, by kind."""

    places: Codes
    names: _Bits
    asked: dict[str, _Bits]

    def shared(self, one: Codes, other: Codes) -> Codes:
        """How many pieces the names of some numbers have of those of others, pair by pair."""
        return _counted(self._of(one) & self._of(other))

    def asked_of(self, kind: str, owner: Codes, pool: Codes) -> Codes:
        """How many pieces the names of some numbers have of what their claims ask for."""
        return _counted(self.asked[kind][owner] & self._of(pool))

    def _of(self, places: Codes) -> _Bits:
        return np.asarray(self.names[np.searchsorted(self.places, places)])


def _bits(names: Sequence[Codes], known: Codes) -> _Bits:
    """Names as bits of the pieces that are known."""
    rows = np.repeat(np.arange(len(names)), [len(one) for one in names])
    codes = np.concatenate([np.zeros(0, np.int64), *names])
    among = np.isin(codes, known)
    has = np.zeros((len(names), _BITS * (len(known) // _BITS + 1)), np.bool_)
    has[rows[among], np.searchsorted(known, codes[among])] = True
    return np.packbits(has, axis=1).view(np.uint64)


def _counted(bits: _Bits) -> Codes:
    return np.asarray(np.bitwise_count(bits).sum(axis=1, dtype=np.int64))
