"""What a report may say of an evaluation: every number as a bound figure, every judgement as a word or a flag.

Templates (content, kind ``report_templates``) see these views and nothing else. The verified score is not among
them: it belongs to the 《校核底稿》 alone. :mod:`yiheng.performance.report_making` fills them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from yiheng.metrics.figure import TAG_LIMIT, Figure, Selector
from yiheng.performance.reading import Facts
from yiheng.performance.subject import Narrative
from yiheng.reports.text_marks import ENVIRONMENT, BoundFigure
from yiheng.standards.problem import refuse

Part = Literal["decision", "management", "output", "effect"]


@dataclass(frozen=True)
class Bound:
    """A number or statement bound to an id, as a content control needs it."""

    id: str
    text: str


@dataclass(frozen=True)
class ResultView:
    """One indicator in a report.

    ``title`` is its name, bound because a profile's name may hold a number (30日内分配下达). ``measured`` names
    what the result is of, where the title does not say it. ``reason`` says what decided the points; ``cause`` and ``measure`` are the drafter's, to be narrated; none ends with a stop.
    ``in_words`` where its target, if any, is no number, ``of_budget`` where it is a budget, whose
    ``basis`` names it where it is other money than the indicator's own budget. ``only_equal``: the
    goal says more (or less) than its number, and the result is that number. ``unmeasured``: the result is a bound
    (≥90%), not a number.
    """

    code: str
    title: Bound
    levels: tuple[str, ...]
    full: Bound
    score: Bound
    lost: Bound
    reason: Bound
    target: Bound | None
    actual: Bound | None
    measured: Bound | None
    statement: Bound | None
    completion: Bound | None
    cause: str
    measure: str
    is_lost: bool
    no_result: bool
    over: bool
    overspent: bool
    backfilled: bool
    lost_target: bool
    only_equal: bool
    unmeasured: bool
    in_words: bool
    of_budget: bool
    basis: Bound | None
    bonus: bool

    @property
    def words(self) -> str:
        """Cause and measure for a table cell, which cannot hold the figures that a text may call."""
        return "；".join(text for text in (self.cause, self.measure) if text and "{{" not in text)


@dataclass(frozen=True)
class TopicView:
    """A level-2 heading with its indicators; an indicator that itself stands on level 2 is alone and ``single``.

    ``part`` is the part of a project report that it belongs to.
    """

    title: Bound
    full: Bound
    score: Bound
    part: Part
    single: bool
    results: tuple[ResultView, ...]


@dataclass(frozen=True)
class GroupView:
    """A level-1 heading with its topics, in the order of the form."""

    name: str
    full: Bound
    score: Bound
    topics: tuple[TopicView, ...]


@dataclass(frozen=True)
class GoalView:
    """One goal of the goal form. ``in_words`` where the target is no number; no ``target`` where none is left.

    ``remark`` is what the evaluation found about the target and the report has to say beside it.
    """

    title: Bound
    level1: str
    target: Bound | None
    in_words: bool
    remark: str = ""


@dataclass(frozen=True)
class DiscrepancyView:
    """A stated figure that the other figures of the subject contradict.

    ``how`` says what it was recomputed from. No ``recomputed`` where it exceeds what it cannot exceed: ``how`` is then
    that condition.
    """

    claim_id: str
    title: Bound
    stated: Bound
    how: Bound
    recomputed: Bound | None


@dataclass(frozen=True)
class LineView:
    """One budget line, or the whole money of a subject."""

    title: Bound
    budget: BoundFigure | None
    executed: BoundFigure | None
    rate: Bound | None
    is_low: bool
    has_goal: bool


@dataclass(frozen=True)
class AnswerView:
    """A row of the transfer-grant form that is described, not scored; no text where nobody answered."""

    name: str
    text: str


@dataclass(frozen=True)
class Figures:
    """How texts find a subject's figures: ``fig("fund_income", account="pooled", role="budget")``.

    ``prefix`` keeps the ids of a project apart from those of the whole.
    """

    facts: Facts
    prefix: str = ""

    def find(self, key: str, **words: str) -> BoundFigure | None:
        """The stated figure of a metric in the subject's own scope unless the words say otherwise."""
        figure = self.facts.figures.find(Selector(key, **words).within(self.facts.scope))
        return None if figure is None or figure.lost else self.bound(figure)

    def bound(self, figure: Figure) -> BoundFigure:
        """The figure under its id in this report."""
        return Bound(tag(self.prefix, figure.id), figure.text) if self.prefix else figure


def tag(prefix: str, name: str) -> str:
    """An id of a report; a long one ends in a digest, since a content control keeps 64 characters."""
    plain = prefix + name
    if len(plain) <= TAG_LIMIT:
        return plain
    return f"{plain[: TAG_LIMIT - 11]}/{hashlib.sha256(plain.encode()).hexdigest()[:10]}"


@dataclass(frozen=True)
class EvaluationView:
    """One evaluation for a template.

    ``profile_year``: the year of the profile where it is not the one evaluated. ``money`` is the year's money with its
    execution, None where none is stated; ``lines_total`` the same as the total of the budget lines, where they add up
    to it. ``data_notes``: what must be said of the data themselves.
    """

    id: str
    title: Bound
    profile_title: Bound
    profile_year: Bound | None
    scored: bool
    stated_total: Bound | None
    computed_total: Bound
    main_total: Bound
    bonus_total: Bound
    full_total: Bound
    has_bonus: bool
    has_penalty: bool
    grade: str
    grade_without_bonus: str
    stated_grade: str
    grades: tuple[tuple[str, Bound], ...]
    groups: tuple[GroupView, ...]
    bonus: tuple[ResultView, ...]
    goals: tuple[GoalView, ...]
    money: LineView | None
    lines: tuple[LineView, ...]
    lines_total: LineView | None
    uncovered_share: Bound | None
    discrepancies: tuple[DiscrepancyView, ...]
    data_notes: tuple[Bound, ...]
    answers: tuple[AnswerView, ...]
    goal_expected: str
    goal_achieved: str
    narrative: Narrative
    figures: Figures
    projects: tuple[EvaluationView, ...] = ()

    @property
    def whole(self) -> tuple[EvaluationView, ...]:
        """This evaluation and those of its projects."""
        return (self, *self.projects)

    @property
    def from_above(self) -> bool:
        """Whether the money of this project comes from a higher government, which its name then says."""
        return any(word in self.title.text for word in ("中央", "省级", "上级"))

    def topics(self, *parts: Part) -> tuple[TopicView, ...]:
        """The topics of some parts of a project report, in the order of the form."""
        return tuple(topic for group in self.groups for topic in group.topics if topic.part in parts)

    @property
    def results(self) -> tuple[ResultView, ...]:
        """All indicators in the order of the form, bonus last."""
        main = (result for group in self.groups for topic in group.topics for result in topic.results)
        return (*main, *self.bonus)

    @property
    def shortfalls(self) -> tuple[ResultView, ...]:
        """Indicators with a result that lost points."""
        return tuple(result for result in self.results if result.is_lost and not result.no_result)

    @property
    def unmended(self) -> tuple[ResultView, ...]:
        """Indicators that lost points on a result and say nothing of how it will be mended."""
        return tuple(result for result in self.shortfalls if not result.measure)

    @property
    def unproven(self) -> tuple[ResultView, ...]:
        """Indicators without a result."""
        return tuple(result for result in self.results if result.no_result)

    @property
    def overs(self) -> tuple[ResultView, ...]:
        """Indicators far above their targets."""
        return tuple(result for result in self.results if result.over)

    @property
    def overspent(self) -> tuple[ResultView, ...]:
        """Indicators that spent more than their budget."""
        return tuple(result for result in self.results if result.overspent)

    @property
    def backfilled(self) -> tuple[ResultView, ...]:
        """Indicators whose target repeats the result to the digit."""
        return tuple(result for result in self.results if result.backfilled)

    @property
    def low_execution(self) -> tuple[LineView, ...]:
        """Budget lines of which less than nine tenths were spent."""
        return tuple(line for line in self.lines if line.is_low)

    @property
    def only_equal(self) -> tuple[ResultView, ...]:
        """Indicators that equal a number which their goals say they pass."""
        return tuple(result for result in self.results if result.only_equal)

    @property
    def unmeasured(self) -> tuple[ResultView, ...]:
        """Indicators whose result is a bound, not a number."""
        return tuple(result for result in self.results if result.unmeasured)

    @property
    def causes(self) -> tuple[ResultView, ...]:
        """Indicators that lost points and say why."""
        return tuple(result for result in self.shortfalls if result.cause)

    @property
    def uncovered(self) -> tuple[LineView, ...]:
        """Budget lines without goals."""
        return tuple(line for line in self.lines if not line.has_goal)

    @property
    def lost_targets(self) -> tuple[Bound, ...]:
        """Names of the goals without a target; of indicators, where no goals are listed."""
        if self.goals:
            return tuple(goal.title for goal in self.goals if goal.target is None)
        return tuple(result.title for result in self.results if result.lost_target)

    @property
    def goal_groups(self) -> tuple[tuple[str, tuple[GoalView, ...]], ...]:
        """Goals by level-1 name."""
        names = dict.fromkeys(goal.level1 for goal in self.goals)
        return tuple((name, tuple(goal for goal in self.goals if goal.level1 == name)) for name in names)

    @property
    def has_problems(self) -> bool:
        """Whether the results leave anything that is a problem: a target left far behind is none."""
        return bool(
            self.shortfalls or self.unproven or self.overspent or self.backfilled or self.only_equal
            or self.unmeasured or self.lost_targets or self.low_execution or self.uncovered
        )  # fmt: skip

    @property
    def has_findings(self) -> bool:
        """Whether the results leave anything to explain or to put right."""
        return self.has_problems or bool(self.overs)

    def tell(self, text: str, fig: Callable[[BoundFigure], object]) -> str:
        """A text of this project with its own figures, marked by the template's ``fig``.

        ``narrate`` would look them up in the whole. Refuses ``figure_missing``.
        """

        def own(key: str, **words: str) -> object:
            """The template's mark of the project's own figure. Refuses ``figure_missing``."""
            figure = self.figures.find(key, **words)
            if figure is None:
                raise refuse("figure_missing", key="，".join([key, *words.values()]))
            return fig(figure)

        def has(key: str, **words: str) -> bool:
            """Whether the project states the figure."""
            return self.figures.find(key, **words) is not None

        return ENVIRONMENT.from_string(text).render(fig=own, has=has)
