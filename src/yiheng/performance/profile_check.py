"""Resolving profiles and checking them: variants applied, points adding up, every reference known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import METRICS
from yiheng.performance.grade import GRADES
from yiheng.performance.profile import Node, Profile
from yiheng.performance.rule_check import metric_faults, rule_faults
from yiheng.performance.scheme import (
    FULL_MARKS_E2,
    changed,
    extended,
    indicators,
    points_e2,
    points_text,
)
from yiheng.policy.content import Content, Entry, Kind, nearest
from yiheng.policy.source_file import PathKey
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
        unknown = refusal.problem.code == "content_unknown"
        yield entry.problem(
            "base_unknown" if unknown else refusal.problem.code,
            "extends",
            found=refusal.problem.key,
            expected=refusal.problem.expected,
        )
        return
    if profile.grades not in content.keys(GRADES):
        yield entry.problem(
            "content_unknown", "grades", found=profile.grades, expected="、".join(content.keys(GRADES))
        )
    codes = Counter(node.code for node in walk(profile.tree))
    for code, count in codes.items():
        if count > 1:
            yield entry.problem("indicator_duplicate", "tree", found=code)
    yield from _check_rules(entry, profile, content)
    yield from _check_numbers(entry, profile)
    yield from _check_points(entry, profile)
    yield from _check_bonus(entry, profile)
    for code in {*entry.value.replace, *(code for s in profile.scenarios for code in s.replace)}:
        if code not in codes:
            yield entry.problem(
                "indicator_unknown", "replace", code, found=code, expected=nearest(code, list(codes))
            )
    yield from _check_variant(entry, content)
    yield from _check_calibers(entry, profile, content)


def _check_rules(entry: Entry[Profile], profile: Profile, content: Content) -> Iterator[Problem]:
    """Every leaf's rule, and the rules that scenarios put in its place."""
    metrics = {one.key: one.value for one in content.entries if one.kind == METRICS.name}
    places = dict(_places(entry.value))
    full = _full_points(profile)
    for node in walk(profile.tree):
        place = places.get(node.code, ("tree",))
        if sum([bool(node.primitive), bool(node.children), node.from_goals]) != 1:
            yield entry.problem("node_unfit", *place, found=node.code)
        for rule in (node if node.primitive else None, node.qualitative):
            if rule is not None:
                problems = rule_faults(rule, node.code, metrics, full.get(node.code))
                yield from _placed(entry, problems, place, f"tree.{node.code}")
    for index, scenario in enumerate(profile.scenarios):
        other = profile.model_copy(update={"tree": changed(profile.tree, scenario.replace)})
        full = _full_points(other)
        for node in walk(other.tree):
            if node.code in scenario.replace and node.primitive:
                place = ("scenarios", index, "replace", node.code)
                problems = rule_faults(node, node.code, metrics, full.get(node.code))
                yield from _placed(entry, problems, place, f"scenarios.{scenario.id}.{node.code}")


def _placed(
    entry: Entry[Profile], problems: Iterable[Problem], place: PathKey, field: str
) -> Iterator[Problem]:
    file, line = entry.document.file_at((*entry.path, *place)), entry.line(*place)
    for problem in problems:
        yield replace(problem, file=file, line=line, field=field, key=entry.key)


def _places(profile: Profile) -> Iterator[tuple[str, PathKey]]:
    """Where the file itself writes a node: in its tree, among its additions, among its replacements."""
    yield from _node_places(profile.tree, ("tree",))
    for index, addition in enumerate(profile.add):
        place = ("add", index, "node")
        yield addition.node.code, place
        yield from _node_places(addition.node.children, (*place, "children"))
    for code in profile.replace:
        yield code, ("replace", code)


def _node_places(nodes: Sequence[Node], path: PathKey) -> Iterator[tuple[str, PathKey]]:
    for index, node in enumerate(nodes):
        yield node.code, (*path, index)
        yield from _node_places(node.children, (*path, index, "children"))


def _full_points(profile: Profile) -> dict[str, Fraction]:
    """The points of every leaf; none where the profile gives no points or they cannot be read."""
    if profile.unscored:
        return {}
    try:
        return {one.code: Fraction(one.full_e2, 100) for one in indicators(profile, [])}
    except (ExactError, Refused):
        return {}


def _check_numbers(entry: Entry[Profile], profile: Profile) -> Iterator[Problem]:
    """The numbers of the profile that stand outside its rules."""
    texts = [("bonus_cap", profile.bonus_cap)]
    if profile.over is not None:
        texts += [("over", profile.over.threshold), ("over", profile.over.deduct)]
    for cap in profile.execution_cap:
        texts += [("execution_cap", text) for text in (cap.lower, cap.upper, cap.cap)]
    texts += [("tree", level.weight) for node in walk(profile.tree) for level in node.level2]
    for place, text in texts:
        try:
            Printed.parse(text)
        except ExactError:
            yield entry.problem("number_unreadable", place, found=text)


def _check_bonus(entry: Entry[Profile], profile: Profile) -> Iterator[Problem]:
    """Bonus points count up to the cap, so without one they are nothing; penalties need none."""
    try:
        capped = points_e2(profile.bonus_cap) > 0
    except (ExactError, Refused):
        return
    for node in profile.tree:
        gains = [leaf for leaf in walk([node]) if leaf.primitive not in ("", "PENALTY")]
        if node.bonus and gains and not capped:
            yield entry.problem("bonus_cap_missing", "bonus_cap", found=node.name)


def _check_variant(entry: Entry[Profile], content: Content) -> Iterator[Problem]:
    """What a variant removes is in its base, and what it adds has a place there."""
    variant = entry.value
    if not variant.extends:
        if variant.replace or variant.remove or variant.add:
            yield entry.problem("base_missing", "extends")
        return
    base = resolved(content, variant.extends).tree
    known = {node.code for node in walk(base)}
    for index, code in enumerate(variant.remove):
        if code not in known:
            yield entry.problem(
                "indicator_unknown", "remove", index, found=code, expected=nearest(code, sorted(known))
            )
    known = {node.code for node in walk(changed(base, {}, variant.remove))}
    for index, addition in enumerate(variant.add):
        under = addition.under
        if under and under not in known:
            yield entry.problem(
                "indicator_unknown",
                "add",
                index,
                "under",
                found=under,
                expected=nearest(under, sorted(known)),
            )
        known |= {node.code for node in walk([addition.node])}


def _check_calibers(entry: Entry[Profile], profile: Profile, content: Content) -> Iterator[Problem]:
    """A scenario recomputes known metrics under calibers that they have."""
    metrics = {one.key: one.value for one in content.entries if one.kind == METRICS.name}
    for index, scenario in enumerate(profile.scenarios):
        for code, caliber in scenario.calibers.items():
            place = ("scenarios", index, "calibers", code)
            problems = list(metric_faults(code, metrics))
            ids = [one.id for one in metrics[code].calibers] if code in metrics else [caliber]
            if caliber not in ids:
                expected = "、".join(ids) or "（无）"
                problems.append(Problem("caliber_unknown", found=f"{code}: {caliber}", expected=expected))
            yield from _placed(entry, problems, place, f"scenarios.{scenario.id}.calibers.{code}")


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
