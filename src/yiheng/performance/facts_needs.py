"""Which numbers and which evidence a profile asks for: the rows that a facts file comes with.

A number is needed where an indicator reads it: its actual, its target or budget where the scoring rule compares
with one, and the operands of an indicator that is recomputed (in itself or under another caliber).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.metrics.catalogue import METRICS
from yiheng.metrics.figure import NO_ITEM
from yiheng.metrics.identity import FigureSelector, Identity
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.metrics.primitives import PRIMITIVES
from yiheng.performance.award import AWARDS, NO_TARGET, Case
from yiheng.performance.profile import Profile
from yiheng.performance.scheme import Indicator
from yiheng.policy.content import Content


@dataclass(frozen=True)
class Need:
    """One number that a profile reads. An empty ``insurance`` is the subject's own."""

    metric: str
    role: str
    insurance: str
    account: str
    item: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells one number from another."""
        return self.metric, self.role, self.insurance, self.account, self.item


@dataclass(frozen=True)
class NeededNumber:
    """A needed number, the indicators that use it, and what to know when filling it in."""

    need: Need
    used_by: tuple[str, ...]
    note: str = ""
    sampled: bool = False


def needed_numbers(
    profile: Profile, scheme: Sequence[Indicator], content: Content, region: str = ""
) -> tuple[NeededNumber, ...]:
    """Every number the indicators read, once, in the order of the form."""
    found: dict[Need, NeededNumber] = {}
    calibers = {metric for scenario in profile.scenarios for metric in scenario.calibers}
    identities = [entry.value for entry in content.of(IDENTITIES, region).values()]
    known = content.keys(METRICS)
    for indicator in scheme:
        for need, note in _of_indicator(indicator, identities, calibers):
            if need.metric not in known:
                continue
            label = f"{indicator.code} {indicator.name}"
            held = found.get(need, NeededNumber(need, ()))
            found[need] = NeededNumber(
                need,
                (*held.used_by, label) if label not in held.used_by else held.used_by,
                held.note or note,
                held.sampled or (need.role == "actual" and indicator.evidence == "survey"),
            )
    return tuple(found.values())


def _of_indicator(
    indicator: Indicator, identities: Sequence[Identity], calibers: set[str]
) -> Iterator[tuple[Need, str]]:
    if indicator.actual is None:
        return
    actual = _need(indicator.actual, "actual")
    survey = "须填样本量，或在《佐证》填样本量" if indicator.evidence == "survey" else ""
    yield actual, "由其他数复算，此数供核对" if indicator.recompute else survey
    if compares_with_target(indicator):
        role = "budget" if AWARDS[indicator.primitive].budget else "target"
        yield _target(indicator, actual, role), _target_note(indicator)
    if indicator.recompute or actual.metric in calibers:
        for identity in identities:
            yield from ((need, "复算用") for need in _operands(identity, actual))


def compares_with_target(indicator: Indicator) -> bool:
    """Whether the rule needs a target: it says so itself when it is given none."""
    primitive = AWARDS[indicator.primitive]
    parameters = primitive.parameters.model_validate(indicator.parameters)
    return primitive.score(Case(Fraction(1), actual=Fraction(1)), parameters) is NO_TARGET


def _need(selector: FigureSelector, role: str) -> Need:
    item = "" if selector.item == NO_ITEM else selector.item
    return Need(selector.metric, selector.role or role, selector.insurance, selector.account or "all", item)


def _target(indicator: Indicator, actual: Need, role: str) -> Need:
    if indicator.target is None:
        return Need(actual.metric, role, actual.insurance, actual.account, actual.item)
    return _need(indicator.target, role)


def _target_note(indicator: Indicator) -> str:
    standard = indicator.standard
    return "" if standard is None else f"不填则按标准 {standard.text}"


def _operands(identity: Identity, claim: Need) -> Iterator[Need]:
    """The operands of an identity that can recompute the claim, in the claim's scope."""
    selector = identity.claim
    if selector.metric != claim.metric or PRIMITIVES[identity.primitive].bound:
        return
    wanted = (selector.insurance, selector.account, selector.item)
    given = (claim.insurance, claim.account, claim.item)
    if not identity.parameters.complete or any(
        want and want != have for want, have in zip(wanted, given, strict=True)
    ):
        return
    for operand in identity.operands.values():
        item = "" if operand.item == NO_ITEM else operand.item or claim.item
        yield Need(
            operand.metric, operand.role or claim.role, operand.insurance or claim.insurance,
            operand.account or claim.account, item,
        )  # fmt: skip


FIELDS_BY_PRIMITIVE: Mapping[str, tuple[str, frozenset[str]]] = {
    "YES_NO": (
        "是否符合，并填数量、日期、文件之一",
        frozenset({"met", "count", "date", "document", "sample_size", "text"}),
    ),
    "CHECKLIST": ("逐项填下面各行", frozenset()),
    "DEDUCT_PER_FINDING": ("问题数，没有问题填 0", frozenset({"findings", "text"})),
    "PENALTY": ("违规数，没有填 0", frozenset({"findings", "text"})),
    "QUAL3": (
        "达成情况、达成百分比，并填依据",
        frozenset({"attained", "percent", "count", "date", "document", "text"}),
    ),
    "QUAL5": ("评定，并填依据", frozenset({"level", "count", "date", "document", "text"})),
    "BONUS": ("有表彰的填“是”和文件", frozenset({"met", "document"})),
}
"""What to fill in for an indicator that is scored on evidence; the others are scored on numbers in 《事实》."""

ON_NUMBERS = "数值填在《事实》；有偏差的写原因"
