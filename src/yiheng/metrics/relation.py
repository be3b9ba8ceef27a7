"""Relations: identities applied to the figures a subject states, with verdicts (seed_checks §1).

An inconsistent relation does not say which of its figures is wrong. The figures that no other relation supports
are *accused*; where all or none are supported, all are. Only accused figures cost an award its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Interval, Verdict, corner_band, verdict
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.catalogue import Metric
from yiheng.metrics.figure import Figure, FigureSet, Place, Scope, Selector, agrees, unit_suffix
from yiheng.metrics.identity import Identity, IdentityExample, quantity
from yiheng.metrics.primitives import PRIMITIVES, Primitive
from yiheng.metrics.trace import Trace
from yiheng.standards.measure import measures

VERDICT_NAMES = {
    Verdict.CONSISTENT: "一致",
    Verdict.ROUNDING: "舍入差异",
    Verdict.INCONSISTENT: "不一致",
    Verdict.REVIEW: "待核",
    Verdict.DERIVED: "推算",
}


@dataclass(frozen=True)
class Relation:
    """One identity, or one restatement, applied: what the operands give against what is claimed.

    ``point`` is in base units. ``identity`` is None for a restatement.
    """

    name: str
    formula: str
    claim: Figure
    operands: tuple[tuple[str, Figure], ...]
    point: Fraction
    verdict: Verdict
    identity: Identity | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Claim and operands."""
        return (self.claim, *(figure for _, figure in self.operands))

    @property
    def caliber(self) -> str:
        """The caliber it computes, where the metric has several."""
        return self.identity.parameters.caliber if self.identity else ""

    @property
    def title(self) -> str:
        """Its name, and of which figure where the name does not tell: 统筹基金, the budget, a part."""
        own = self.claim.full_name
        return self.name if own == self.claim.name or own in self.name else f"{self.name}：{own}"

    @property
    def recomputed_text(self) -> str:
        """The recomputed value with its unit, or the limit that the claim may not exceed, in the limit's own unit."""
        if self.identity is not None and PRIMITIVES[self.identity.primitive].bound:
            limit = dict(self.operands)["limit"]
            return f"≤{_grouped(limit, limit.value, limit.printed.decimals)}"
        return _grouped(self.claim, self.point, self._places)

    @property
    def recomputed(self) -> str:
        """The recomputed value in the claim's unit; where it disagrees, with up to two more decimals to show it."""
        return self.claim.in_unit(self.point, self._places)

    @property
    def _places(self) -> int:
        places = self.claim.printed.decimals
        if self.verdict is not Verdict.CONSISTENT:
            value = self.claim.measure.unit.from_base(self.point)
            while places < self.claim.printed.decimals + 2 and (value * 10**places).denominator != 1:
                places += 1
        return places

    def trace(self) -> Trace:
        """How the recomputed value comes about."""
        return Trace(
            self.claim.full_name,
            self.recomputed,
            self.claim.unit,
            f"{self.name}：{self.formula}",
            f"原文 {self.claim.text}（{VERDICT_NAMES[self.verdict]}）",
            tuple(figure_trace(figure) for _, figure in self.operands),
        )


def _grouped(figure: Figure, value: Fraction, places: int) -> str:
    """A base value in a figure's unit, money and counts with their thousands set off."""
    measure = figure.measure
    thousands = measure.family in ("money", "count")
    return f"{decimal_text(measure.unit.from_base(value), places, thousands)}{unit_suffix(figure.unit)}"


def figure_trace(figure: Figure) -> Trace:
    """A stated figure as a leaf."""
    return Trace(figure.full_name, figure.text, "", "", figure.place.text)


def relate(identity: Identity, claim: Figure, operands: dict[str, Figure]) -> Relation:
    """Apply one identity to bound figures. Division by zero is ExactError("division_by_zero")."""
    primitive = PRIMITIVES[identity.primitive]
    try:
        point = primitive.compute({name: figure.value for name, figure in operands.items()})
    except ZeroDivisionError:
        raise ExactError("division_by_zero", found=identity.name) from None
    outcome = _verdict(primitive, claim, operands, point)
    if outcome is Verdict.INCONSISTENT and not identity.parameters.complete:
        outcome = Verdict.REVIEW
    return Relation(
        identity.name, primitive.formula, claim, tuple(operands.items()), point, outcome, identity
    )


def _verdict(primitive: Primitive, claim: Figure, operands: dict[str, Figure], point: Fraction) -> Verdict:
    if primitive.bound:
        limit = operands["limit"]
        if claim.value <= limit.value:
            return Verdict.CONSISTENT
        return Verdict.ROUNDING if claim.interval.low <= limit.interval.high else Verdict.INCONSISTENT
    band = _band(primitive, operands)
    unit = claim.measure.unit
    return verdict(
        unit.from_base(point), Interval(unit.from_base(band.low), unit.from_base(band.high)), claim.printed
    )


def _band(primitive: Primitive, operands: dict[str, Figure]) -> Interval:
    """The values the claim may take over all that the printed operands leave open."""
    if primitive.linear:  # a sum is monotonic in every operand, however many there are
        low = high = Fraction(0)
        for name, figure in operands.items():
            band = figure.interval
            taken = not primitive.free and name not in primitive.operands
            low, high = (low - band.high, high - band.low) if taken else (low + band.low, high + band.high)
        return Interval(low, high)
    names = list(operands)
    return corner_band(
        lambda values: primitive.compute(dict(zip(names, values, strict=True))),
        [operands[name].interval for name in names],
    )


def relations(
    figures: FigureSet, identities: Sequence[Identity], metrics: Mapping[str, Metric] | None = None
) -> list[Relation]:
    """Every identity wherever claim and operands are stated, then every restatement.

    With ``metrics``, an operand that nobody stated is derived where the catalogue says that its metric may be.
    """
    found: list[Relation] = []
    derive = None if metrics is None else _Derivation(figures, identities, metrics)
    for identity in identities:
        for claim in figures.matching(identity.claim.selector):
            bound = None if claim.lost or claim.operator else bind(identity, claim, figures, derive)
            if bound is not None:
                try:
                    found.append(relate(identity, claim, bound))
                except ExactError:
                    continue  # a rate over nothing says nothing about its figures
    found.extend(_restatements(figures))
    return found


def bind(
    identity: Identity,
    claim: Figure,
    figures: FigureSet,
    derive: Callable[[Selector], Figure | None] | None = None,
) -> dict[str, Figure] | None:
    """The figures of an identity's operands in the claim's scope; None where one is not stated nor derived."""
    bound: dict[str, Figure] = {}
    for name, selector in identity.operands.items():
        full = selector.selector.within(claim.scope, claim.role)
        figure = figures.find(full)
        if figure is None and derive is not None:
            figure = derive(full)
        if figure is not None and figure is not claim and not figure.lost and not figure.operator:
            bound[name] = figure
        elif not selector.optional:
            return None
    return bound


_EXACT_PRIMITIVES = frozenset({"sum", "difference", "product"})


@dataclass(frozen=True)
class _Derivation:
    """Figures that nobody stated and an identity determines, of metrics marked ``derived``.

    Only sums, differences and products: their decimals end, so the figure has a printed form like any other.
    """

    figures: FigureSet
    identities: Sequence[Identity]
    metrics: Mapping[str, Metric]

    def __call__(self, selector: Selector) -> Figure | None:
        """The derived figure under a full selector, or None."""
        metric = self.metrics.get(selector.metric)
        if metric is None or not metric.derived:
            return None
        exact = [one for one in self.identities if one.primitive in _EXACT_PRIMITIVES]
        relation = recompute(blank(selector, self.metrics), exact, self.figures)
        if relation is None:
            return None
        places = max(figure.printed.decimals for _, figure in relation.operands)
        return replace(relation.claim, printed=Printed.parse(relation.claim.in_unit(relation.point, places)))


def blank(selector: Selector, metrics: Mapping[str, Metric]) -> Figure:
    """A claim that nobody stated, to be recomputed: two decimals in the metric's usual unit."""
    metric = metrics[selector.metric]
    scope = Scope(selector.insurance, selector.account, selector.item, selector.period)
    return Figure(
        metric.code,
        metric.name,
        selector.role,
        scope,
        Printed.parse("0.00"),
        metric.unit,
        measures()[metric.unit],
        place=Place("系统复算"),
    )


def _restatements(figures: FigureSet) -> Iterator[Relation]:
    for figure in figures:
        if figure.restated or figure.lost:
            continue
        for other in figures.restatements(figure):
            if other.lost:
                continue
            yield Relation(
                f"{figure.full_name}前后一致",
                "同一指标同一期间",
                other,
                (("first", figure),),
                figure.value,
                _same(figure, other),
            )


def _same(first: Figure, other: Figure) -> Verdict:
    """Two statements of one number: printed with more or fewer decimals they may still agree."""
    unit = other.measure.unit
    if first.measure.family != other.measure.family:
        return Verdict.INCONSISTENT
    if first.operator and other.operator and first.operator[0] != other.operator[0]:
        return Verdict.INCONSISTENT
    if bool(first.operator) != bool(other.operator):
        bounded, measured = (first, other) if first.operator else (other, first)
        return Verdict.CONSISTENT if _meets(measured, bounded) else Verdict.INCONSISTENT
    band = first.interval
    return verdict(
        unit.from_base(first.value),
        Interval(unit.from_base(band.low), unit.from_base(band.high)),
        other.printed,
    )


def _meets(measured: Figure, bounded: Figure) -> bool:
    gap = measured.value - bounded.value
    return {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0}.get(bounded.operator, gap == 0)


def accused(found: Sequence[Relation]) -> dict[str, Relation]:
    """Figure id → the inconsistent relation that accuses it.

    A relation that determines its claim supports its figures when it holds; a restatement and a mere bound do not.
    """
    supported = {
        figure.id
        for relation in found
        if relation.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING)
        and relation.identity is not None
        and not PRIMITIVES[relation.identity.primitive].bound
        for figure in relation.figures
    }
    blamed: dict[str, Relation] = {}
    for relation in found:
        if relation.verdict is not Verdict.INCONSISTENT:
            continue
        suspects = [figure for figure in relation.figures if figure.id not in supported]
        for figure in suspects or relation.figures:
            blamed.setdefault(figure.id, relation)
    return blamed


def example_figures(identity: Identity, example: IdentityExample) -> tuple[Figure, dict[str, Figure]]:
    """The figures of an example: printed text and unit as given, scopes as the selectors say."""
    operands = {
        name: quantity(example.given[name], selector)
        for name, selector in identity.operands.items()
        if name in example.given
    }
    return quantity(example.given["claim"], identity.claim), operands


def recompute(
    claim: Figure, identities: Iterable[Identity], figures: FigureSet, caliber: str = ""
) -> Relation | None:
    """What the identities give for a claim, stated or blank; the first that can be bound, under the caliber asked for.

    Bounds determine nothing and 其中 lists are not whole, so neither recomputes.
    """
    for identity in identities:
        if PRIMITIVES[identity.primitive].bound or not agrees(claim, identity.claim.selector):
            continue
        if not identity.parameters.complete or (caliber and identity.parameters.caliber != caliber):
            continue
        bound = bind(identity, claim, figures)
        if bound is not None:
            return relate(identity, claim, bound)
    return None
