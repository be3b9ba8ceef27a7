"""What a form is asked of: the claims of some combinations, and the numbers that may be their operands.

For :mod:`yiheng.review.learnt.forms`, which says by which forms and of which numbers a claim may be computed.
"""

from __future__ import annotations

from dataclasses import dataclass

from yiheng.review.learnt.numbers import Codes, Marks, Numbers, Values


@dataclass(frozen=True)
class Operand:
    """The claim, or one operand, of each of some combinations: the places of these numbers, and what is known of them."""

    numbers: Numbers
    at: Codes

    @property
    def size(self) -> Values:
        """Their magnitudes."""
        return self.numbers.size[self.at]

    @property
    def half(self) -> Values:
        """Half their last places."""
        return self.numbers.half[self.at]

    @property
    def dimension(self) -> Codes:
        """Their dimensions."""
        return self.numbers.dimension[self.at]

    @property
    def kin(self) -> Codes:
        """Their dimensions, one for all of persons."""
        return self.numbers.kin[self.at]

    @property
    def counted(self) -> Marks:
        """Whether they are amounts or counts."""
        return self.numbers.counted[self.at]

    @property
    def percent(self) -> Marks:
        """Whether they are percentages, other than all."""
        return self.numbers.percent[self.at]

    @property
    def several(self) -> Marks:
        """Whether they are counts or times of more than one."""
        return self.numbers.several[self.at]

    @property
    def change(self) -> Marks:
        """Whether they say by how much something changed."""
        return self.numbers.change[self.at]

    @property
    def table(self) -> Codes:
        """The tables that they stand in."""
        return self.numbers.table[self.at]

    @property
    def planned(self) -> Marks:
        """Whether they are no results."""
        return self.numbers.planned[self.at]

    @property
    def prior(self) -> Marks:
        """Whether they are of an earlier time."""
        return self.numbers.prior[self.at]

    @property
    def since(self) -> Marks:
        """Whether they are told as a change since an earlier time."""
        return self.numbers.since[self.at]

    @property
    def bounded(self) -> Marks:
        """Whether they are goals, or told as at least or at most."""
        return self.numbers.bounded[self.at]
