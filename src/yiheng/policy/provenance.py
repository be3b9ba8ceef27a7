"""Where a value of policy comes from, and how sure we are of it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error:
        raise ValueError("应是正则表达式") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_regular)]
"""A regular expression in content."""


class ContentModel(BaseModel):
    """Base of every content model: unknown keys are faults, instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, populate_by_name=True)


class Status(StrEnum):
    """How sure a value is."""

    VERIFIED = "verified"
    """Read in the document named."""
    INFERRED = "inferred"
    """Our own value, chosen so that a published result is reproduced."""
    TO_CONFIRM = "to_confirm"
    """A known rule whose text was not read again."""

    @property
    def label(self) -> str:
        """The word shown to users."""
        return {"verified": "已核", "inferred": "推定", "to_confirm": "待核"}[self.value]


class Source(ContentModel):
    """A document and clause, and the status of what was taken from it."""

    doc: str = ""
    clause: str = ""
    status: Status
    note: str = ""

    @property
    def text(self) -> str:
        """One line for a page: document, clause and status."""
        return "".join(
            filter(None, [self.doc, self.clause and f" {self.clause}", f"（{self.status.label}）"])
        )
