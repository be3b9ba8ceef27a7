"""Identities (勾稽): declared once in content, used to verify stated figures and to recompute derived ones."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import Account, Insurance, Role
from yiheng.metrics.figure import Figure, Scope, Selector
from yiheng.metrics.primitives import PRIMITIVES
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.measure import measures


class FigureSelector(ContentModel):
    """A selector as written in content; omitted dimensions are open (claim) or inherited (operand)."""

    metric: str
    role: Role | Literal[""] = ""
    insurance: Insurance | Literal[""] = ""
    account: Account | Literal[""] = ""
    item: str = ""
    optional: bool = False

    @property
    def selector(self) -> Selector:
        """As used for look-ups."""
        return Selector(self.metric, self.role, self.insurance, self.account, self.item)


class IdentityParameters(ContentModel):
    """``complete`` false: the operands are a list under 其中, a gap is a question. ``caliber``: which one it computes."""

    complete: bool = True
    caliber: str = ""


class Expectation(ContentModel):
    """What an example must give."""

    verdict: Literal["consistent", "rounding", "inconsistent", "review"]
    recomputed: str = ""


class IdentityExample(ContentModel):
    """Given printed numbers with units, the verdict and the recomputed value in the claim's unit."""

    given: dict[str, str]
    expect: Expectation
    note: str = ""


class Identity(ContentModel):
    """One identity: a primitive, the claim it determines and its operands."""

    id: str
    name: str
    primitive: str
    claim: FigureSelector
    operands: dict[str, FigureSelector]
    parameters: IdentityParameters = IdentityParameters()
    source: Source
    examples: tuple[IdentityExample, ...]

    @field_validator("primitive")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in PRIMITIVES:
            raise ValueError("、".join(PRIMITIVES))
        return value


def quantity(text: str, selector: FigureSelector) -> Figure:
    """A figure from text such as ``245,774.82 万元``, for examples."""
    number, _, unit = text.strip().partition(" ")
    measure = measures()[unit]
    scope = Scope(selector.insurance or "all", selector.account or "all", selector.item, "")
    return Figure(
        selector.metric,
        selector.metric,
        selector.role or "actual",
        scope,
        Printed.parse(number),
        unit,
        measure,
    )
