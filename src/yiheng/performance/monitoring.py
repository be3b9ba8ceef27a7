"""双监控: during the year, how far the goals and the budget are, with signals and what to do about them (03 §3.2).

The facts of a monitoring round are a subject's year-to-date figures. Sums are held against the time that has
passed, rates and balances against their yearly target. Thresholds, bands and the ladder are dated parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.exact.workday import WorkCalendar
from yiheng.metrics.figure import Figure, Selector
from yiheng.performance.award import AWARDS
from yiheng.performance.award_parameters import number
from yiheng.performance.evaluation import Evaluation, IndicatorResult, message
from yiheng.policy.content import Content
from yiheng.policy.parameter import parameter
from yiheng.standards.measure import measures
from yiheng.standards.problem import refuse

Cause = Literal["", "behind", "ahead"]
GREEN, YELLOW, RED, UNREPORTED = "绿", "黄", "红", "未报"
"""Signals; ``UNREPORTED`` where the result only repeats the words of a goal, so that nothing can be judged."""
_ORDER = {GREEN: 0, UNREPORTED: 1, YELLOW: 2, RED: 3}
_FINAL = frozenset(["决算", "审计调整"])
"""The states of data that only a whole year has."""
_CERTAIN, _POSSIBLE, _IMPOSSIBLE = "确定能", "有可能", "完全不可能"


@dataclass(frozen=True)
class MonitorRow:
    """One indicator or watched metric in a round. Percentages are exact; None where they cannot be had.

    ``cause``: whether the signal is that a budget's execution is behind time or ahead of it; else empty.
    """

    code: str
    name: str
    target_text: str
    actual_text: str
    progress: Fraction | None
    forecast: Fraction | None
    signal: str
    reasons: tuple[str, ...]
    likelihood: str
    cause: Cause = ""


@dataclass(frozen=True)
class MonitorRound:
    """A round: months passed, the time progress, its rows, worst signal first."""

    months: int
    time_progress: Fraction
    rows: tuple[MonitorRow, ...]

    def count(self, signal: str) -> int:
        """How many rows show a signal."""
        return sum(row.signal == signal for row in self.rows)

    @property
    def causes(self) -> tuple[tuple[str, Cause], ...]:
        """The signals that call for something, each with its causes, worst first."""
        calling = [row for row in self.rows if row.signal in (YELLOW, RED)]
        return tuple(dict.fromkeys((row.signal, row.cause) for row in calling))


def monitor(evaluation: Evaluation, months: int, content: Content) -> MonitorRound:
    """A monitoring round after ``months`` months (1–12); refuses the final figures of a year as those of a part of it."""
    if not 1 <= months <= 12:
        raise refuse("months_unfit", field="--months", found=str(months))
    status = evaluation.subject.data_status
    if months < 12 and status in _FINAL:
        raise refuse("months_of_final", field="--months", found=str(months), expected=status)
    rules: Mapping[str, Any] = parameter(
        content, "monitoring", evaluation.subject.region, evaluation.subject.last_day
    )
    progress = _time_progress(months, rules)
    rows = [_indicator_row(result, evaluation, months, progress, rules) for result in evaluation.results]
    rows = [row for row in rows if row is not None]
    watched = _watched_rows(evaluation, rules, {row.code for row in rows if row})
    ordered = sorted([*filter(None, rows), *watched], key=lambda row: -_ORDER[row.signal])
    return MonitorRound(months, progress, tuple(ordered))


def _time_progress(months: int, rules: Mapping[str, Any]) -> Fraction:
    """The share of the year that should be done: even months, or a bureau's own seasonal curve."""
    curve = rules.get("curve")
    return number(curve[months - 1]) / 100 if curve else Fraction(months, 12)


def _indicator_row(
    result: IndicatorResult,
    evaluation: Evaluation,
    months: int,
    progress: Fraction,
    rules: Mapping[str, Any],
) -> MonitorRow | None:
    reading = result.reading
    figure = reading.figure
    if figure is None or reading.actual_value is None or not reading.target_value:
        return None
    if figure.operator and reading.relation is None:
        return _unreported(result.code, result.indicator.name, reading.target_text, figure)
    done = reading.actual_value / reading.target_value
    metric = evaluation.facts.metrics[figure.metric]
    cumulative = metric.aggregation in ("sum", "count")
    at_most = result.indicator.sense == "at_most"
    forecast = _forecast(figure, evaluation, reading.target_value, done / progress if cumulative else done)
    paced = cumulative and not at_most and AWARDS[result.indicator.primitive].budget
    signal, reasons = _pace(done, progress, rules) if paced else (GREEN, [])
    cause: Cause = "" if signal == GREEN else "ahead" if done > progress else "behind"
    missed = months == 12 and not paced and (done > 1 if at_most else done < 1)
    if not at_most and forecast * 100 < number(rules["forecast_red_percent"]):
        signal = RED
        reasons.append(f"预计全年完成目标的 {decimal_text(forecast * 100, 2)}%")
    elif missed and not at_most:
        signal = YELLOW
        reasons.append(f"全年已过，完成目标的 {decimal_text(done * 100, 2)}%")
    exceeded = (
        at_most and done > 1 and (cumulative or missed)
    )  # a mean or a balance may come down by December
    if exceeded:
        signal = RED if cumulative else YELLOW
        reasons.append(f"已达到全年限额的 {decimal_text(done * 100, 2)}%")
    banded, words = _banded(figure, reading.actual_value, rules)
    if _ORDER[banded] > _ORDER[signal]:
        signal, cause = banded, ""
    if exceeded or missed:
        likelihood = _IMPOSSIBLE
    elif paced:
        likelihood = _budget_likelihood(forecast, months, rules)
    else:
        likelihood = _likelihood(forecast, at_most, rules)
    return MonitorRow(
        result.code,
        result.indicator.name,
        reading.target_text,
        reading.actual_text,
        done,
        forecast,
        signal,
        (*reasons, *words),
        likelihood,
        cause,
    )


def _unreported(code: str, name: str, target: str, figure: Figure) -> MonitorRow:
    """A result such as ≥70% says what the goal says: no rate, no forecast, no likelihood."""
    words = message("withheld_operator_word", figure.text)
    return MonitorRow(code, name, target, figure.text, None, None, UNREPORTED, (words,), "")


def _forecast(figure: Figure, evaluation: Evaluation, target: Fraction, by_pace: Fraction) -> Fraction:
    """The year's expected share of the target: the bureau's own forecast where it gave one, else by pace."""
    scope = figure.scope
    own = evaluation.facts.figures.find(
        Selector(figure.metric, "forecast", scope.insurance, scope.account, scope.item, scope.period)
    )
    return figure.measure.unit.from_base(own.value) / target if own is not None and not own.lost else by_pace


def _pace(done: Fraction, progress: Fraction, rules: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Budget execution against the time passed."""
    gap = (done - progress) * 100
    if abs(gap) <= number(rules["green_points"]):
        return GREEN, []
    words = f"执行进度{'快于' if gap > 0 else '慢于'}时间进度 {decimal_text(abs(gap), 2)} 个百分点"
    return (YELLOW if abs(gap) <= number(rules["yellow_points"]) else RED), [words]


def _banded(figure: Figure, value: Fraction, rules: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Signals that a metric's own value gives."""
    signal, words = GREEN, []
    for band in rules["bands"]:
        if band["metric"] != figure.metric:
            continue
        unit = measures()[band["unit"]].unit
        own = unit.from_base(figure.measure.unit.to_base(value))
        low, high = band.get("from"), band.get("to")
        above = low is None or Printed.parse(low).value <= own
        if above and (high is None or own < Printed.parse(high).value):
            signal = max(signal, band["signal"], key=lambda name: _ORDER[name])
            words.append(band["text"])
    return signal, words


def _watched_rows(evaluation: Evaluation, rules: Mapping[str, Any], scored: set[str]) -> list[MonitorRow]:
    """Metrics with bands that no indicator scores, such as an unswept income account."""
    used = {result.reading.figure.id for result in evaluation.results if result.reading.figure is not None}
    found = []
    for metric in dict.fromkeys(band["metric"] for band in rules["bands"]):
        for figure in evaluation.facts.figures.matching(Selector(metric, "actual")):
            if figure.lost or figure.id in used or figure.id in scored:
                continue
            if figure.operator:
                found.append(_unreported("", figure.full_name, "", figure))
                continue
            signal, words = _banded(figure, figure.printed.value, rules)
            found.append(
                MonitorRow("", figure.full_name, "", figure.text, None, None, signal, tuple(words), "")
            )
    return found


def _likelihood(forecast: Fraction, at_most: bool, rules: Mapping[str, Any]) -> str:
    """The likelihood column of the monitoring form: 确定能 / 有可能 / 完全不可能."""
    if at_most:
        return _CERTAIN if forecast <= 1 else _POSSIBLE
    if forecast >= 1:
        return _CERTAIN
    return _POSSIBLE if forecast * 100 >= number(rules["forecast_red_percent"]) else _IMPOSSIBLE


def _budget_likelihood(forecast: Fraction, months: int, rules: Mapping[str, Any]) -> str:
    """Whether a budget will be executed as approved: too much misses it as too little does."""
    if abs(forecast - 1) * 100 <= number(rules["green_points"]):
        return _CERTAIN
    missed = months == 12 or forecast * 100 < number(rules["forecast_red_percent"])
    return _IMPOSSIBLE if missed else _POSSIBLE


def disposal(
    signal: str, as_of: date, calendar: WorkCalendar, content: Content, region: str, cause: Cause = ""
) -> tuple[str, ...]:
    """The steps that a signal calls for, with the day by which the cause must be explained; none for green.

    A cause has its own ladder where the parameter gives one: what was not spent is recovered, what was spent is not.
    """
    rules: Mapping[str, Any] = parameter(content, "disposal", region, as_of)
    steps = rules.get(cause, {}).get(signal) or rules["steps"].get(signal, [])
    if not steps:
        return ()
    due = calendar.add_workdays(as_of, int(rules["explain_workdays"]))
    return tuple(step.format(due=f"{due.year}年{due.month}月{due.day}日") for step in steps)
