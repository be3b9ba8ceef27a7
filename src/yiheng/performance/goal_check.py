"""The goals of a subject before they are scored: each has its own code, a place in the frame, and a rule that works.

The first fault refuses, with the file and the line of the goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.metrics.catalogue import Metric
from yiheng.performance.profile import Node, Profile
from yiheng.performance.profile_check import walk
from yiheng.performance.rule_check import metric_faults, rule_faults
from yiheng.performance.scheme import Indicator, goal_rule
from yiheng.performance.subject import Goal
from yiheng.policy.source_file import PathKey, SourceDocument
from yiheng.standards.problem import Problem, Refused


def refuse_faulty_goals(
    goals: Sequence[Goal],
    profile: Profile,
    scheme: Sequence[Indicator],
    metrics: Mapping[str, Metric],
    document: SourceDocument,
    path: PathKey,
) -> None:
    """Refuse the first goal that the profile cannot score as it is written. ``path``: where the subject stands."""
    frames = [node for node in walk(profile.tree) if node.from_goals]
    points = {indicator.code: Fraction(indicator.full_e2, 100) for indicator in scheme}
    seen: set[str] = set()
    for index, goal in enumerate(goals):
        for problem in _faults(goal, seen, frames, metrics, points):
            place = (*path, "goals", index)
            raise Refused(
                replace(
                    problem,
                    file=document.file_at(place),
                    line=document.line(place),
                    field=f"goals.{goal.code}",
                    key=goal.name,
                )
            )
        seen.add(goal.code)


def _faults(
    goal: Goal,
    seen: set[str],
    frames: Sequence[Node],
    metrics: Mapping[str, Metric],
    points: Mapping[str, Fraction],
) -> Iterator[Problem]:
    if goal.code in seen:
        yield Problem("indicator_duplicate", found=goal.code)
    frame = next((node for node in frames if node.name == goal.level1), None)
    if frames and frame is None:
        names = "、".join(dict.fromkeys(node.name for node in frames))
        yield Problem("goal_level_unknown", key=goal.name, found=goal.level1, expected=names)
    if goal.metric:
        yield from metric_faults(goal.metric, metrics)
    rule = goal_rule(goal, frame.qualitative if frame is not None else None)
    for problem in rule_faults(
        rule, goal.code, metrics, points.get(goal.code) if frame is not None else None
    ):
        missing = problem.code == "actual_missing"
        yield replace(problem, remedy="请补上 metric") if missing else problem
