"""Values of the metric catalogue from a city's published tables: the formulas that hold, computed for one year.

All terms that read one table are answered by one scan of it. What cannot be computed — no rows, a zero denominator,
an operand that is missing itself — gives no figure and one problem that says why; it is never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from yiheng.engine.database import Database
from yiheng.engine.pipeline import run_pipeline
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.catalogue import METRICS, ROLE_NAMES, Metric
from yiheng.metrics.figure import Figure, FigureSet, Place, Scope, Selector
from yiheng.metrics.formula import Formula, Rung, Term, usual_decimals
from yiheng.metrics.formula_check import Surroundings, formula_problems
from yiheng.metrics.months import Gap, monthly_gaps
from yiheng.metrics.scalar_words import Naming, scalar_words
from yiheng.metrics.scan import BoundTerm, Found, bind_term, scan
from yiheng.metrics.tables import published_inputs, readables, steps
from yiheng.metrics.year import CityYear, scope_values
from yiheng.policy.content import Content, Entry
from yiheng.standards.measure import measures
from yiheng.standards.message import message_text
from yiheng.standards.problem import Problem, Refused


@dataclass(frozen=True)
class Asked:
    """One figure that a formula is to give."""

    entry: Entry[Formula]
    selector: Selector

    @property
    def scope(self) -> Scope:
        """What the figure is about."""
        one = self.selector
        return Scope(one.insurance, one.account, one.item, one.period)


@dataclass(frozen=True)
class TermResult:
    """One term as it came out: ``amount`` before sign and scale, from the rows of a table or from a figure.

    ``over``: what the term is divided by, months counted. ``gaps``: the months that its rows leave out.
    """

    term: Term
    amount: Fraction
    over: int
    bound: BoundTerm | None = None
    found: Found | None = None
    operand: Figure | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def value(self) -> Fraction:
        """What it adds to its part."""
        scaled = self.amount * self.term.times / self.over
        return -scaled if self.term.sign == "-" else scaled


@dataclass(frozen=True)
class Working:
    """How one figure came out of its formula: the results of its terms by part."""

    figure: Figure
    entry: Entry[Formula]
    parts: Mapping[str, tuple[TermResult, ...]]

    def total(self, part: str) -> Fraction:
        """The sum of a part."""
        return sum((one.value for one in self.parts[part]), Fraction(0))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The months that it, or a figure it rests on, leaves out."""
        return tuple(sorted({gap for terms in self.parts.values() for one in terms for gap in one.gaps}))


@dataclass(frozen=True)
class Absence:
    """Why one figure could not be computed. ``problem`` says it alone, with the ids and all that the figure rests on.

    ``root``: the absence that it comes down to, where it is not its own reason but that of a figure it rests on.
    """

    figure_id: str
    name: str
    problem: Problem
    root: Absence | None = None

    @property
    def reason(self) -> str:
        """Why, without the name of any figure."""
        found, expected = self.problem.found, self.problem.expected
        return message_text(self.problem.code, key="", found=found, expected=expected).partition("：")[2]


@dataclass(frozen=True)
class Measured:
    """The figures of a city's year; how each, and each that they rest on, came out; and why others did not.

    ``workings`` and ``missing`` are by figure id; ``naming`` names the codes of the rows.
    """

    year: CityYear
    figures: FigureSet
    naming: Naming
    workings: Mapping[str, Working] = field(default_factory=dict)
    missing: Mapping[str, Absence] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why figures could not be computed."""
        return tuple(one.problem for one in self.missing.values())

    @property
    def gaps(self) -> Mapping[Gap, tuple[Figure, ...]]:
        """The figures that leave out months, by the months."""
        found: dict[Gap, list[Figure]] = {}
        for figure in self.figures:
            for gap in self.workings[figure.id].gaps if figure.id in self.workings else ():
                found.setdefault(gap, []).append(figure)
        return {gap: tuple(found[gap]) for gap in sorted(found)}

    @property
    def missing_rows(self) -> tuple[tuple[str, str, str], ...]:
        """Of every figure that could not be computed: its long name, its id, and why."""
        return tuple((one.name, one.figure_id, self._row_reason(one)) for one in self.missing.values())

    def _row_reason(self, absence: Absence) -> str:
        """Why, in a row under the figure's own name: what it rests on by name alone where that has a row itself."""
        root = absence.root
        if root is None:
            return absence.reason
        return f"缺“{root.name}”" if root.figure_id in self.missing else f"缺“{root.name}”：{root.reason}"


class _Missing(Exception):
    """A figure that cannot be computed, with the reason and the absence that this comes down to."""

    def __init__(self, problem: Problem, root: Absence | None = None):
        super().__init__(problem.code)
        self.problem = problem
        self.root = root


def figures(
    database: Database,
    content: Content,
    year: CityYear,
    insurance: str = "",
    given: Sequence[Figure] = (),
    metrics: Collection[str] = (),
) -> Measured:
    """Every figure that the formulas of the region give for an insurance and for all together; without one, for each.

    ``given``: figures from elsewhere (targets) that formulas may use. ``metrics``: only these, and what they rest on.
    Refuses a formula or a step that is faulty, and a step whose table breaks its own header.
    """
    return _Measurement(database, content, year, given).run(insurance, metrics)


class _Measurement:
    """One pass: what is asked, one scan a table, then each figure once."""

    def __init__(self, database: Database, content: Content, year: CityYear, given: Sequence[Figure]):
        self.database = database
        self.content = content
        self.year = year
        self.metrics: dict[str, Metric] = {
            code: entry.value for code, entry in content.of(METRICS, year.region).items()
        }
        self.known = {_selector(figure): figure for figure in given}
        self.done: dict[Selector, Working | Absence] = {}
        self.bound: dict[tuple[Selector, str, int], BoundTerm] = {}
        self.found: dict[BoundTerm, Found] = {}
        self.gaps: Mapping[BoundTerm, tuple[Gap, ...]] = {}
        self.naming = Naming(content, year.region)

    @cached_property
    def formulas(self) -> dict[Selector, Asked]:
        """All figures that any formula gives, by their full selector."""
        asked: dict[Selector, Asked] = {}
        beside = Surroundings.of(self.content, self.year.region)
        faults = [
            fault
            for entry in beside.formulas.values()
            for fault in formula_problems(entry, self.content, beside)
        ]
        if faults:  # one of a bureau's own layer was perhaps never checked
            raise Refused(faults[0], faults[1:])
        for entry in beside.formulas.values():
            formula = entry.value
            for insurance, account, item in formula.scopes:
                one = Selector(formula.metric, formula.role, insurance, account, item, self.year.period)
                asked[one] = Asked(entry, one)
        return asked

    def run(self, insurance: str, metrics: Collection[str]) -> Measured:
        """Compute what is asked for, and what that rests on."""
        wanted = [
            asked
            for one, asked in self.formulas.items()
            if (not insurance or one.insurance in (insurance, "all"))
            and (not metrics or one.metric in metrics)
        ]
        self._scan(self._closure(wanted))
        results = [self._result(one) for one in wanted]
        workings = {one.figure.id: one for one in self.done.values() if isinstance(one, Working)}
        made = tuple(one.figure for one in results if isinstance(one, Working))
        missing = {one.figure_id: one for one in results if isinstance(one, Absence)}
        return Measured(self.year, FigureSet(made), self.naming, workings, missing)

    def _closure(self, wanted: Sequence[Asked]) -> list[Asked]:
        """What is wanted and every figure it rests on."""
        found: dict[Selector, Asked] = {}
        stack = list(wanted)
        while stack:
            one = stack.pop()
            if one.selector in found:
                continue
            found[one.selector] = one
            for terms in one.entry.value.parts.values():
                for term in terms:
                    operand = self.formulas.get(operand_selector(term, one.selector)) if term.metric else None
                    if operand is not None:
                        stack.append(operand)
        return list(found.values())

    def _scan(self, asked: Sequence[Asked]) -> None:
        """Bind every table term, run the steps they read, then one scan a table; a monthly one also by its months."""
        for one in asked:
            values = scope_values(self.content, self.year, one.selector)
            for part, terms in one.entry.value.parts.items():
                for index, term in enumerate(terms):
                    if term.table:
                        self.bound[one.selector, part, index] = bind_term(term, values)
        read = {one.table for one in self.bound.values()}
        wanted = sorted(name for name in read if readables()[name].step is not None)
        if wanted:
            run_pipeline(steps(), self.database, self.year.step_parameters, wanted)
        bound = list(dict.fromkeys(self.bound.values()))
        self.found = scan(self.database, bound)
        self.gaps = monthly_gaps(self.database, bound, self.year)

    def _result(self, asked: Asked) -> Working | Absence:
        known = self.done.get(asked.selector)
        if known is not None:
            return known
        self.done[asked.selector] = self._absence(asked, self._problem(asked, "figure_circular"))
        try:
            result: Working | Absence = self._compute(asked)
        except _Missing as missing:
            result = self._absence(asked, missing.problem, missing.root)
        self.done[asked.selector] = result
        return result

    def _compute(self, asked: Asked) -> Working:
        formula = asked.entry.value
        if formula.whole_year and self.year.months < 12:
            raise _Missing(self._problem(asked, "figure_whole_year", found=str(self.year.months)))
        parts = {
            part: tuple(self._term(asked, part, index, term) for index, term in enumerate(terms))
            for part, terms in formula.parts.items()
        }
        sums = {part: sum((one.value for one in terms), Fraction(0)) for part, terms in parts.items()}
        value = sums["value"] if "value" in sums else self._ratio(asked, sums)
        if formula.ladder:
            value = self._rung(asked, value)
        figure = self._figure(asked, value, int(sums.get("sample", 0)))
        return Working(figure, asked.entry, parts)

    def _ratio(self, asked: Asked, sums: Mapping[str, Fraction]) -> Fraction:
        if not sums["denominator"]:
            raise _Missing(self._problem(asked, "figure_division_by_zero"))
        return sums["numerator"] / sums["denominator"]

    def _rung(self, asked: Asked, value: Fraction) -> Fraction:
        for rung in asked.entry.value.ladder:
            if _holds(rung, value):
                return Printed.parse(rung.gives).value
        raise _Missing(self._problem(asked, "figure_no_rung", found=decimal_text(value, 2)))

    def _term(self, asked: Asked, part: str, index: int, term: Term) -> TermResult:
        over = term.over * (self.year.months if term.per_month else 1)
        if term.metric:
            operand = self._operand(asked, term)
            made = self.done.get(operand_selector(term, asked.selector))
            gaps = made.gaps if isinstance(made, Working) else ()
            return TermResult(term, operand.value, over, operand=operand, gaps=gaps)
        bound = self.bound[asked.selector, part, index]
        found = self.found[bound]
        table = readables()[bound.table]
        if term.aggregate == "only" and found.rows > 1:
            raise _Missing(
                self._problem(asked, "figure_not_one", expected=table.title, found=str(found.rows))
            )
        if not found.present or (term.aggregate == "only" and found.amount is None):
            words = scalar_words(bound.within or bound.where, table, self.naming) or "任何行"
            raise _Missing(self._problem(asked, "figure_no_rows", found=table.title, expected=words))
        return TermResult(
            term, Fraction(found.amount or 0), over, bound, found, gaps=self.gaps.get(bound, ())
        )

    def _operand(self, asked: Asked, term: Term) -> Figure:
        wanted = operand_selector(term, asked.selector)
        if wanted in self.formulas:
            result = self._result(self.formulas[wanted])
            if isinstance(result, Working):
                return result.figure
            path = f"{self._named(asked)}”所依据的“{result.problem.key}"
            raise _Missing(replace(result.problem, key=path), result.root or result)
        if wanted in self.known:
            return self.known[wanted]
        role = "" if wanted.role == "actual" else f"（{ROLE_NAMES[wanted.role]}）"
        name = f"{self.metrics[term.metric].name}{role}"
        raise _Missing(self._problem(asked, "figure_operand_missing", found=name))

    def _absence(self, asked: Asked, problem: Problem, root: Absence | None = None) -> Absence:
        blank = self._figure(asked, Fraction(0), 0)
        return Absence(blank.id, blank.long_name, problem, root)

    def _problem(self, asked: Asked, code: str, **values: str) -> Problem:
        """Why a figure is missing, at its formula, under its name."""
        return Problem(
            code,
            severity="information",
            file=asked.entry.file,
            line=asked.entry.line(),
            key=self._named(asked),
            **values,
        )

    def _named(self, asked: Asked) -> str:
        return self._figure(asked, Fraction(0), 0).long_name

    def _figure(self, asked: Asked, value: Fraction, sample: int) -> Figure:
        formula = asked.entry.value
        metric = self.metrics[formula.metric]
        unit = formula.unit or metric.unit
        measure = measures()[unit]
        places = usual_decimals(measure) if formula.decimals is None else formula.decimals
        thousands = measure.family in ("money", "count")
        text = decimal_text(measure.unit.from_base(value), places, thousands=thousands)
        return Figure(
            metric=metric.code,
            name=metric.name,
            item_name=metric.items.get(asked.scope.item, ""),
            role=formula.role,
            scope=asked.scope,
            printed=Printed.parse(text),
            unit=unit,
            measure=measure,
            caliber=formula.caliber,
            status=self.year.data_status,
            place=place_of(asked.entry),
            sample_size=sample,
            exact_value=value,
        )


def place_of(entry: Entry[Formula]) -> Place:
    """Where a computed figure comes from: the tables read, and the formula's file and line for those who keep it."""
    names = [term.table for terms in entry.value.parts.values() for term in terms if term.table]
    tables = "、".join(readables()[name].title for name in sorted(published_inputs(names)))
    origin = f"表 {tables}，按公式计算" if tables else "由其他数按公式计算"
    return Place(f"{f'表 {tables}，' if tables else ''}公式 {entry.file}", entry.line(), origin)


def operand_selector(term: Term, scope: Selector) -> Selector:
    """The figure that a metric term means: the formula's own scope where the term does not say otherwise."""
    return Selector(
        term.metric,
        term.role or scope.role,
        term.insurance or scope.insurance,
        term.account or scope.account,
        scope.item if term.item is None else term.item,
        scope.period,
    )


def _selector(figure: Figure) -> Selector:
    scope = figure.scope
    return Selector(figure.metric, figure.role, scope.insurance, scope.account, scope.item, scope.period)


def _holds(rung: Rung, value: Fraction) -> bool:
    return (not rung.lower or Printed.parse(rung.lower).value <= value) and (
        not rung.upper or value < Printed.parse(rung.upper).value
    )
