"""The arrays that pass between compilation and loop: a scheme's and a batch's.

Diagnoses and procedures share one numbering: a code belongs to lists of either kind, and a code that stands in the
wrong place is in no list that is asked for there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

MISSING = -(2**31)
"""A measure that is not known."""

NUMBER = (1 << 24) - 1
"""The part of a code's *mark* that is its number. The rest is what the loop asks of nearly every code: whether it triggers
rules wherever it stands, and the exclusion table it has as MCC and as CC (plus one; 0 = is none)."""
TRIGGERS_ANYWHERE = 1 << 24
MCC_SHIFT, CC_SHIFT = 25, 40
TABLE_MASK = (1 << 15) - 1

EXCLUSION, SITES, SEXES, VALID = range(4)
"""Columns of ``Codes.facts``: number of the exclusion table as main diagnosis (0 = none); trauma sites as bits; sexes to
which some MDC that lists the code is open, as bits (-1 = every); where it is valid (``VALID_DX | VALID_PX``)."""
VALID_DX, VALID_PX = 1, 2

MAIN_FIRST, MAIN_LAST, ANY_FIRST, ANY_LAST = range(4)
"""Columns of ``Codes.spans``: where in ``Codes.ranks`` the ranks stand that a code triggers as main code, and wherever
it stands."""

ENTRY, NO_DRG, FIRST_BRANCH, LAST_BRANCH, FIRST_DECIDING, LAST_DECIDING = range(6)
"""Columns of ``Rules.rules``: entry node, outcome where no branch holds (-1: the search goes on), its branches, and its
memberships in the order in which the deciding code is looked for."""

AGE, AGE_DAYS, WEIGHT, LOS, ICU_HOURS, SEX, DEPT, LEAVE = range(8)
"""Columns of ``Cells.records``: measures, then attributes as numbers of the scheme's vocabulary (-1 = another value)."""


class Codes(NamedTuple):
    """All codes a scheme knows, numbered from 1 (0 = unknown).

    ``slots`` find a code's mark (:mod:`..byte_hash`); code ``n`` is ``pool[starts[n]:starts[n + 1]]``; ``member[n]`` has one bit for each list that conditions read.
    """

    slots: Bits
    pool: npt.NDArray[np.uint8]
    starts: Ints
    member: Bits
    facts: Longs
    spans: Ints
    ranks: Ints


class Rules(NamedTuple):
    """Decisions (:mod:`..decision`), and rules by rank, which is the order in which they are tried.

    ``branches``: entry node and outcome. ``deciding``: kind and list of a membership. ``free_ranks``: rules that every case
    tries. ``gates``: entry nodes of the MDCs' gates.
    """

    nodes: Longs
    rules: Ints
    branches: Ints
    deciding: Ints
    free_ranks: Ints
    gates: Ints


class Manner(NamedTuple):
    """How records are checked and searched: sexes accepted (bits), strict or peer, retry over procedures."""

    accepted_sex: int
    strict: bool
    retry: bool


class Cells(NamedTuple):
    """A batch: bytes of the packed codes and where each case's begin, and one row of whole numbers a case."""

    dx_data: npt.NDArray[np.uint8]
    dx_starts: Longs
    px_data: npt.NDArray[np.uint8]
    px_starts: Longs
    records: Ints
