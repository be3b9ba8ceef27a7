"""Masking, as content (kind ``masks``): how much of a name, a number or an address is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from yiheng.policy.content import Content, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.table import Words

STAR = "*"


class Mask(ContentModel):
    """One way of masking, and where it applies: columns of the contract and headings of received files.

    ``stars``: how many stars stand for what is hidden; 0: one for each character.
    """

    mask: Words
    name: Words
    columns: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    keep_first: int = Field(0, ge=0)
    keep_last: int = Field(0, ge=0)
    stars: int = Field(0, ge=0)
    source: Source


MASKS = Kind("masks", "遮盖", Mask, "mask", list_key="masks")


@dataclass(frozen=True)
class Masking:
    """The masks of a region, found by column or heading."""

    by_column: Mapping[str, Mask]
    by_head: Mapping[str, Mask]

    @staticmethod
    def of(content: Content, region: str) -> Masking:
        """Those that hold for a region."""
        masks = [entry.value for entry in content.of(MASKS, region).values()]
        return Masking(
            {column: one for one in masks for column in one.columns},
            {_plain(head): one for one in masks for head in one.heads},
        )

    def head(self, head: str) -> Mask | None:
        """The mask of a received column by its heading; None where it is shown as it is."""
        return self.by_head.get(_plain(head))

    def row(self, cells: Mapping[str, str | None]) -> dict[str, str]:
        """The cells of a received row by heading, masked where their heading asks for it."""
        return {
            head: masked(text or "", mask) if (mask := self.head(head)) is not None else text or ""
            for head, text in cells.items()
        }


def _plain(head: str) -> str:
    return "".join(head.split())


def masked(text: str, mask: Mask) -> str:
    """A text as people may see it. One that is no longer than what would be shown of it is hidden whole."""
    if not text:
        return ""
    shown = mask.keep_first + mask.keep_last
    if len(text) <= shown:
        return STAR * (mask.stars or len(text))
    hidden = STAR * (mask.stars or len(text) - shown)
    return text[: mask.keep_first] + hidden + (text[-mask.keep_last :] if mask.keep_last else "")
