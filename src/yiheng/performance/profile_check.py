"""Resolving profiles and checking them: variants applied, points adding up, every reference known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from yiheng.exact.errors import ExactError
from yiheng.metrics.catalogue import METRICS
from yiheng.performance.award import AWARDS
from yiheng.performance.grade import GRADES
from yiheng.performance.profile import LeafRule, Node, Profile
from yiheng.performance.scheme import FULL_MARKS_E2, extended, points_e2, points_text
from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.standards.measure import measures
from yiheng.standards.problem import Problem, Refused, refuse

_DEPTH_LIMIT = 5


def resolved(content: Content, profile_id: str, region: str = "", depth: int = 0) -> Profile:
    """The profile with all its bases applied; refused where it is unknown or extends itself."""
    if depth > _DEPTH_LIMIT:
        raise refuse("profile_circular", key=profile_id)
    profile = content.get(PROFILES, profile_id, region).value
    base = resolved(content, profile.extends, region, depth + 1) if profile.extends else None
    return extended(profile, base)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes of a tree, top down."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def _check(entry: Entry[Profile], content: Content) -> Iterable[Problem]:
    try:
        profile = resolved(content, entry.key)
    except Refused as refusal:
        yield entry.problem(refusal.problem.code, "extends", found=refusal.problem.key)
        return
    if profile.grades not in content.keys(GRADES):
        yield entry.problem(
            "content_unknown", "grades", found=profile.grades, expected="、".join(content.keys(GRADES))
        )
    codes = Counter(node.code for node in walk(profile.tree))
    for code, count in codes.items():
        if count > 1:
            yield entry.problem("indicator_duplicate", "tree", found=code)
    for node in walk(profile.tree):
        yield from _check_node(entry, node, content)
    yield from _check_points(entry, profile)
    for code in {*entry.value.replace, *(code for s in profile.scenarios for code in s.replace)}:
        if code not in codes:
            yield entry.problem(
                "indicator_unknown", "replace", code, found=code, expected=nearest(code, list(codes))
            )


def _check_node(entry: Entry[Profile], node: Node, content: Content) -> Iterator[Problem]:
    kinds = [bool(node.primitive), bool(node.children), node.from_goals]
    if sum(kinds) != 1:
        yield entry.problem("node_unfit", "tree", found=node.code)
    if node.primitive:
        yield from check_rule(entry, node, node.code, content)


def check_rule(entry: Entry[Profile], rule: LeafRule, code: str, content: Content) -> Iterator[Problem]:
    """Primitive, parameters, metrics and standard of one leaf."""
    if rule.primitive not in AWARDS:
        yield entry.problem(
            "primitive_unknown",
            "tree",
            code,
            found=rule.primitive,
            expected=nearest(rule.primitive, list(AWARDS)),
        )
        return
    primitive = AWARDS[rule.primitive]
    try:
        primitive.parameters.model_validate(rule.parameters or {})
    except ValidationError as error:
        fault = error.errors()[0]
        yield entry.problem(
            "parameters_unfit",
            "tree",
            code,
            found=rule.primitive,
            expected=".".join(str(part) for part in fault["loc"]) or fault["msg"],
        )
    if primitive.numeric and rule.actual is None:
        yield entry.problem("actual_missing", "tree", code, found=code)
    for selector in (rule.actual, rule.target):
        if selector is not None and selector.metric not in content.keys(METRICS):
            yield entry.problem(
                "metric_unknown",
                "tree",
                code,
                found=selector.metric,
                expected=nearest(selector.metric, content.keys(METRICS)),
            )
    if rule.standard is not None and rule.standard.unit not in measures():
        yield entry.problem("unit_unknown", "tree", code, found=rule.standard.unit)


def _check_points(entry: Entry[Profile], profile: Profile) -> Iterator[Problem]:
    """Points given on a level must add up to those of the level above, and level 1 to 100."""
    if profile.unscored:
        return
    main = [node for node in profile.tree if not node.bonus]
    try:
        if all(node.full for node in main):
            total = sum(points_e2(node.full) for node in main)
            if total != FULL_MARKS_E2:
                yield entry.problem("points_unequal", "tree", found=points_text(total), expected="100")
        for node in walk(profile.tree):
            if not node.full or not node.children or not all(child.full for child in node.children):
                continue
            total = sum(points_e2(child.full) for child in node.children)
            if total != points_e2(node.full):
                yield entry.problem(
                    "points_unequal", "tree", node.code, found=points_text(total), expected=node.full
                )
    except (ExactError, Refused):
        yield entry.problem("points_unfit", "tree", found=profile.profile)


PROFILES = Kind(
    "profiles",
    "评分表",
    Profile,
    "profile",
    by_name=True,
    check=_check,
    count_examples=lambda profile: len(profile.scenarios),
)
