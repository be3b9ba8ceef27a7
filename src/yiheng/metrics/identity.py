"""Identities (勾稽): declared once in content, used to verify stated figures and to recompute derived ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import field_validator

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import METRICS, Account, Insurance, Role
from yiheng.metrics.figure import Figure, Scope, Selector
from yiheng.metrics.primitives import PRIMITIVES
from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.measure import measures
from yiheng.standards.problem import Problem


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


def _check(entry: Entry[Identity], content: Content) -> Iterable[Problem]:
    from yiheng.metrics.relation import example_figures, relate

    identity = entry.value
    known = content.keys(METRICS)
    for name, selector in {"claim": identity.claim, **identity.operands}.items():
        if selector.metric not in known:
            path = ("claim",) if name == "claim" else ("operands", name)
            yield entry.problem(
                "metric_unknown",
                *path,
                "metric",
                found=selector.metric,
                expected=nearest(selector.metric, known),
            )
    missing = PRIMITIVES[identity.primitive].missing(frozenset(identity.operands))
    if missing:
        yield entry.problem(
            "operands_unfit", "operands", found="、".join(missing), expected=identity.primitive
        )
        return
    if not identity.examples:
        yield entry.problem("example_missing", "examples")
    for index, example in enumerate(identity.examples):
        place = ("examples", index)
        if set(example.given) - {"claim"} - set(identity.operands) or "claim" not in example.given:
            yield entry.problem("example_operands", *place, found="、".join(example.given))
            continue
        try:
            claim, operands = example_figures(identity, example)
        except (ExactError, KeyError) as error:
            yield entry.problem("example_unreadable", *place, found=str(error))
            continue
        relation = relate(identity, claim, operands)
        if relation.verdict.value != example.expect.verdict:
            yield entry.problem(
                "example_fails", *place, found=relation.verdict.value, expected=example.expect.verdict
            )
        stated = example.expect.recomputed
        if (
            stated
            and claim.in_unit(relation.point, Printed.parse(stated).decimals).replace(",", "") != stated
        ):
            yield entry.problem(
                "example_fails", *place, found=claim.in_unit(relation.point, 6), expected=stated
            )


IDENTITIES = Kind(
    "identities",
    "勾稽关系",
    Identity,
    "id",
    list_key="identities",
    check=_check,
    count_examples=lambda identity: len(identity.examples),
)


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
