"""From a figure down to its rows: the formula in words, its terms with their values, and a term's rows, a page at a time.

The rows of a term are those that its scan counted, found by the same conditions, in the order of the table's key;
what each adds stands beside it, and the sum over all pages is the term.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from yiheng.engine.database import Database
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.figure import Selector
from yiheng.metrics.formula import AGGREGATE_WORDS, Formula
from yiheng.metrics.measured import Measured, TermResult, Working
from yiheng.metrics.months import Gap
from yiheng.metrics.relation import figure_trace
from yiheng.metrics.scalar import columns_used
from yiheng.metrics.scalar_words import Naming, scalar_words
from yiheng.metrics.scan import BoundTerm, in_dialect
from yiheng.metrics.tables import Readable, readables
from yiheng.metrics.trace import Trace
from yiheng.policy.content import nearest
from yiheng.standards.problem import Refused, refuse

PAGE_ROWS = 20
COUNTED = "counted"
"""The column with what a row adds to its term."""

_PART_WORDS = {"value": "", "numerator": "分子", "denominator": "分母", "sample": "样本"}


@dataclass(frozen=True)
class Leaf:
    """A term that was counted over rows, by its number in the tree."""

    number: int
    name: str
    result: TermResult
    naming: Naming

    @property
    def bound(self) -> BoundTerm:
        """What was counted."""
        if self.result.bound is None:
            raise ValueError(self.name)
        return self.result.bound


@dataclass
class Descent:
    """The trees of one or more figures, their leaves numbered from 1 in reading order, and the months they leave out."""

    traces: list[Trace] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def add(self, measured: Measured, working: Working) -> None:
        """One more tree; its leaves go on from the last number."""
        tree = _figure_tree(working, measured, self)
        self.traces.append(replace(tree, label=working.figure.long_name))
        self.gaps = sorted({*self.gaps, *working.gaps})


@dataclass(frozen=True)
class RowPage:
    """One page of the rows behind a term. ``total`` is the whole term, ``page_sum`` what this page adds to it.

    ``table`` is the title of what is listed; codes stand by their names.
    """

    title: str
    table: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    page: int
    pages: int
    row_count: int
    page_sum: str
    total: str


def descend(measured: Measured, what: str) -> Descent:
    """The trees of one figure (by its id) or of all figures of a metric (by its code).

    Refuses figures of which none could be computed, with the first one's reason, and a name that nothing has.
    """
    by_id = measured.workings.get(what)
    figures = list(measured.figures.matching(Selector(what)))
    workings = [by_id] if by_id is not None else [measured.workings[one.id] for one in figures]
    if not workings:
        for figure_id, absence in measured.missing.items():
            if what in (figure_id, figure_id.split("/")[0]):
                raise Refused(absence.problem)
        known = {figure.metric: figure.name for figure in measured.figures}
        raise refuse("trace_unknown", found=what, expected=nearest(what, known))
    descent = Descent()
    for working in workings:
        descent.add(measured, working)
    return descent


def descend_each(measured: Measured, ids: Iterable[str]) -> Descent:
    """The trees of those of the figures that were computed from rows; a stated one, such as a target, has none."""
    descent = Descent()
    for figure_id in ids:
        if figure_id in measured.workings:
            descent.add(measured, measured.workings[figure_id])
    return descent


def _figure_tree(working: Working, measured: Measured, descent: Descent) -> Trace:
    figure = working.figure
    inputs = [
        _term_tree(part, result, measured, descent)
        for part, results in working.parts.items()
        for result in results
    ]
    return Trace(
        figure.full_name,
        figure.printed.text,
        figure.unit,
        formula_words(working.entry.value, working),
        "；".join([*(gap.text for gap in working.gaps), figure.place.text, working.entry.value.source.text]),
        tuple(inputs),
    )


def _term_tree(part: str, result: TermResult, measured: Measured, descent: Descent) -> Trace:
    words = _PART_WORDS[part]
    if result.operand is not None:
        inner = measured.workings.get(result.operand.id)
        tree = _figure_tree(inner, measured, descent) if inner is not None else figure_trace(result.operand)
        label = f"{words}：{tree.label}" if words else tree.label
        return Trace(label, tree.value, tree.unit, tree.formula, tree.source, tree.inputs)
    leaf = Leaf(len(descent.leaves) + 1, result.term.name or result.term.table, result, measured.naming)
    descent.leaves.append(leaf)
    rows = result.found.rows if result.found is not None else 0
    table = readables()[leaf.bound.table]
    value, unit = amount_text(leaf.bound, result.amount)
    return Trace(
        f"［{leaf.number}］{words + '：' if words else ''}{leaf.name}",
        value,
        unit,
        f"{AGGREGATE_WORDS[leaf.bound.aggregate]} {scalar_words(leaf.bound.expression, table, measured.naming)}",
        "；".join(
            [
                f"表“{table.title}”，{rows:,} 行",
                condition_words(leaf.bound, measured.naming),
                *(gap.text for gap in result.gaps),
            ]
        ),
        technical=leaf.bound.sql,
    )


def formula_words(formula: Formula, working: Working) -> str:
    """The formula as a line: names of terms with their signs and scales."""
    sums = {part: _sum_words(results) for part, results in working.parts.items()}
    if "value" in sums:
        words = sums["value"]
    else:
        words = f"{_grouped(sums['numerator'])} ÷ {_grouped(sums['denominator'])}"
    return f"{words}，按级别表" if formula.ladder else words


def _sum_words(results: tuple[TermResult, ...]) -> str:
    words = ""
    for result in results:
        term = result.term
        name = result.operand.full_name if result.operand is not None else term.name or term.table
        name += f" × {term.times}" if term.times != 1 else ""
        name += f" ÷ {result.over}" if result.over != 1 else ""
        if term.sign == "-":
            words += f" − {name}" if words else f"− {name}"
        else:
            words += f" ＋ {name}" if words else name
    return words


def _grouped(words: str) -> str:
    return f"（{words}）" if any(sign in words for sign in ("＋", "−", "×", "÷")) else words


def condition_words(term: BoundTerm, naming: Naming) -> str:
    """Which rows count, in words."""
    table = readables()[term.table]
    asked = [scalar_words(one, table, naming) for one in (term.within, term.where) if one]
    return "，".join(asked) or "全部行"


def is_money(term: BoundTerm) -> bool:
    """Whether a term is a sum of amounts in 分."""
    columns = columns_used(term.expression)
    return term.aggregate in ("sum", "only") and bool(columns) and all(c.endswith("_fen") for c in columns)


def amount_text(term: BoundTerm, amount: Fraction) -> tuple[str, str]:
    """An amount of a term with its unit: money in 元, a number of rows or of things without a unit."""
    if is_money(term):
        return decimal_text(amount / 100, 2, thousands=True), "元"
    return decimal_text(amount, 0, thousands=True), ""


def row_page(database: Database, leaf: Leaf, page: int = 1) -> RowPage:
    """One page of the rows behind a term; refuses a page that is not there."""
    term = leaf.bound
    table = readables()[term.table]
    row_count = _row_count(database, term)
    pages = max(1, -(-row_count // PAGE_ROWS))
    if not 1 <= page <= pages:
        raise refuse("trace_page", found=str(page), expected=str(pages))
    columns = _columns(term, table)
    query = _page_query(term, table, columns, page)
    rows = database.table(in_dialect(query, database.dialect)).to_pylist()
    page_sum = Fraction(sum(int(row[COUNTED] or 0) for row in rows))
    return RowPage(
        leaf.name,
        table.title,
        (*(_heading(table, name) for name in columns), _counted_heading(term)),
        tuple(
            (
                *(leaf.naming.shown(table, name, row[name]) for name in columns),
                amount_text(term, Fraction(int(row[COUNTED] or 0)))[0],
            )
            for row in rows
        ),
        page,
        pages,
        row_count,
        "".join(amount_text(term, page_sum)),
        "".join(amount_text(term, leaf.result.amount)),
    )


def _condition(term: BoundTerm) -> str:
    """That of the scan; a count takes in no row whose expression is empty."""
    given = f"({term.expression}) IS NOT NULL" if term.aggregate in ("count", "count_distinct") else ""
    return " AND ".join(filter(None, [term.condition, given])) or "1 = 1"


def _row_count(database: Database, term: BoundTerm) -> int:
    counted = f"DISTINCT {term.expression}" if term.aggregate == "count_distinct" else "*"
    sql = f"SELECT COUNT({counted}) AS n FROM {term.table} WHERE {_condition(term)}"
    return int(database.table(in_dialect(sql, database.dialect)).column("n")[0].as_py())


def _columns(term: BoundTerm, table: Readable) -> tuple[str, ...]:
    """The key, then what the formula reads; of a distinct count only what is told apart."""
    if term.aggregate == "count_distinct":
        return columns_used(term.expression)
    read = [
        name for text in (term.expression, term.where, term.within) if text for name in columns_used(text)
    ]
    return tuple(dict.fromkeys([*table.key, *read]))


def _page_query(term: BoundTerm, table: Readable, columns: tuple[str, ...], page: int) -> str:
    distinct = term.aggregate == "count_distinct"
    counted = term.expression if term.aggregate in ("sum", "only") else "1"
    listed = ", ".join(columns)
    grouped = f" GROUP BY {listed}" if distinct else ""
    order = listed if distinct else ", ".join(table.key)
    return (
        f"SELECT {listed}, ({counted}) AS {COUNTED} FROM {term.table} WHERE {_condition(term)}{grouped}"
        f" ORDER BY {order} LIMIT {PAGE_ROWS} OFFSET {(page - 1) * PAGE_ROWS}"
    )


def _heading(table: Readable, name: str) -> str:
    return f"{table.heading(name)}{'（元）' if name.endswith('_fen') else ''}"


def _counted_heading(term: BoundTerm) -> str:
    return f"计入{'（元）' if is_money(term) else ''}"
