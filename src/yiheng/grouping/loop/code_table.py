"""All codes a scheme knows, numbered, with the lists each belongs to.

Number 0 is the code nobody knows. Codes that only a prefix or range takes in are learnt when they first occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from yiheng.grouping.scheme.code_map import CodeMap
from yiheng.grouping.scheme.code_set import CodeSet

WORD_BITS = 64
Value = TypeVar("Value")


@dataclass
class CodeTable:
    """``columns`` are the lists that conditions read, in order; ``rows[n]`` has a bit for each that holds code n.

    ``maps`` are the tables by category, whose codes must be numbered too.
    """

    columns: Sequence[CodeSet]
    maps: Sequence[CodeMap[object]] = ()
    codes: list[str] = field(default_factory=lambda: [""])
    numbers: dict[str, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=lambda: [0])

    def add(self, codes: Iterable[str]) -> None:
        """Number codes that are not numbered yet, each with the lists that hold it, written out or by prefix."""
        fresh = [code for code in dict.fromkeys(codes) if code and code not in self.numbers]
        for code in fresh:
            self.numbers[code] = len(self.codes)
            self.codes.append(code)
            self.rows.append(0)
        for column, listed in enumerate(self.columns):
            self._mark(column, listed, fresh)

    def _mark(self, column: int, listed: CodeSet, fresh: Sequence[str]) -> None:
        bit = 1 << column
        first = len(self.codes) - len(fresh)
        exact = listed.exact if len(listed.exact) < len(fresh) else [c for c in fresh if c in listed.exact]
        for code in exact:
            number = self.numbers.get(code, 0)
            if number >= first:
                self.rows[number] |= bit
        if listed.open:
            for code in fresh:
                if code in listed:
                    self.rows[self.numbers[code]] |= bit

    def learn(self, codes: Iterable[str]) -> bool:
        """Number those new codes that some prefix or range takes in; whether there were any."""
        open_lists: list[CodeSet | CodeMap[object]] = [listed for listed in self.columns if listed.open]
        open_lists += self.maps
        taken = [
            code
            for code in codes
            if code and code not in self.numbers and any(code in one for one in open_lists)
        ]
        self.add(taken)
        return bool(taken)

    @property
    def open(self) -> bool:
        """Whether codes that are not written out may belong to a list."""
        return bool(self.maps) or any(listed.open for listed in self.columns)

    def values(self, of: Mapping[str, Value], number: Callable[[Value], int]) -> npt.NDArray[np.int64]:
        """A number for each code, made of what a table says of it; 0 where it says nothing."""
        found = np.zeros(len(self.codes), dtype=np.int64)
        for code in self.codes if isinstance(of, CodeMap) else of:
            if code in self.numbers and code in of:
                found[self.numbers[code]] = number(of[code])
        return found

    def valid(self, codes: Mapping[str, object], bit: int) -> npt.NDArray[np.int64]:
        """``bit`` for each code of a table of valid codes; for all codes where there is no such table."""
        if not codes:
            return np.full(len(self.codes), bit, dtype=np.int64)
        return np.array([bit if code in codes else 0 for code in self.codes], dtype=np.int64)

    def members(self) -> npt.NDArray[np.uint64]:
        """A row for each code with one bit for each list."""
        words = max(1, -(-len(self.columns) // WORD_BITS))
        whole = b"".join(row.to_bytes(words * WORD_BITS // 8, "little") for row in self.rows)
        return np.frombuffer(whole, dtype="<u8").reshape(len(self.rows), words)

    def bytes(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
        """The codes' bytes one after another, and where each starts."""
        encoded = [code.encode() for code in self.codes]
        starts = np.zeros(len(encoded) + 1, dtype=np.int32)
        starts[1:] = np.cumsum([len(one) for one in encoded])
        return np.frombuffer(b"".join(encoded) or b"\0", dtype=np.uint8), starts
