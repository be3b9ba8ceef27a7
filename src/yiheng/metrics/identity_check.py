"""The check of identities: every example is worked, every reference known; run by ``yiheng content check``."""

from __future__ import annotations

from collections.abc import Iterable

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import METRICS
from yiheng.metrics.identity import Identity
from yiheng.metrics.primitives import PRIMITIVES
from yiheng.metrics.relation import example_figures, relate
from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.standards.problem import Problem


def _check(entry: Entry[Identity], content: Content) -> Iterable[Problem]:
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
                expected=nearest(selector.metric, content.names(METRICS)),
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
        absent = [n for n, one in identity.operands.items() if not one.optional and n not in example.given]
        if absent:
            yield entry.problem("example_operands", *place, found="、".join(absent))
            continue
        try:
            claim, operands = example_figures(identity, example)
            relation = relate(identity, claim, operands)
        except (ExactError, KeyError) as error:
            yield entry.problem("example_unreadable", *place, found=str(error))
            continue
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
