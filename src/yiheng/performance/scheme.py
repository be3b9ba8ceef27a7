"""From a profile to the indicators of one subject: variants applied, goals put in their places, points shared.

Points are integer hundredths. Where a system did not publish them, they are equal shares within their group by
largest remainder, so that every level adds up exactly; such points are ``inferred``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from yiheng.exact.apportion import largest_remainder
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.metrics.identity import FigureSelector
from yiheng.performance.profile import LeafChange, LeafRule, Node, Profile, Standard
from yiheng.performance.subject import Goal
from yiheng.standards.problem import Problem, Refused

FULL_MARKS_E2 = 100_00


@dataclass(frozen=True)
class Indicator:
    """One scored indicator. ``levels`` are the names from level 1 down, the last its own."""

    code: str
    levels: tuple[str, ...]
    full_e2: int
    inferred: bool
    primitive: str
    parameters: dict[str, Any] = field(default_factory=dict)
    sense: str = "at_least"
    actual: FigureSelector | None = None
    target: FigureSelector | None = None
    standard: Standard | None = None
    fixed_standard: bool = False
    recompute: bool = False
    evidence: str = "document"
    bonus: bool = False
    guidance: str = ""
    nature: str = ""
    target_text: str = ""

    @property
    def name(self) -> str:
        """Its own name."""
        return self.levels[-1]


def points_e2(text: str) -> int:
    """Points as hundredths; more than two decimals is a fault of the profile."""
    value = Printed.parse(text).value * 100
    if value.denominator != 1:
        raise Refused(Problem("points_unfit", found=text))
    return value.numerator


def points_text(points: int) -> str:
    """Hundredths as printed: up to two decimals, no idle zeros."""
    text = decimal_text(Fraction(points, 100), 2)
    return text.rstrip("0").rstrip(".")


_INHERITED = (
    "form",
    "report",
    "grades",
    "over",
    "execution_cap",
    "bonus_cap",
    "unscored",
    "management_rows",
    "scenarios",
)


def extended(profile: Profile, base: Profile | None) -> Profile:
    """The profile with its base's tree under its own changes."""
    if base is None:
        return profile
    tree = changed(base.tree, profile.replace, profile.remove)
    for addition in profile.add:
        tree = _added(tree, addition.under, addition.node)
    own = profile.model_fields_set
    inherited = {name: getattr(base, name) for name in _INHERITED if name not in own}
    return profile.model_copy(update={"tree": tree, **inherited})


def changed(
    tree: Sequence[Node], changes: dict[str, LeafChange], remove: Sequence[str] = ()
) -> tuple[Node, ...]:
    """The tree with some nodes replaced in some keys and some removed."""
    result = []
    for node in tree:
        if node.code in remove:
            continue
        update: dict[str, Any] = {"children": changed(node.children, changes, remove)}
        change = changes.get(node.code)
        if change is not None:
            update |= {name: getattr(change, name) for name in change.model_fields_set}
        result.append(node.model_copy(update=update))
    return tuple(result)


def _added(tree: tuple[Node, ...], under: str, node: Node) -> tuple[Node, ...]:
    if not under:
        return (*tree, node)
    return tuple(
        parent.model_copy(
            update={
                "children": (*parent.children, node)
                if parent.code == under
                else _added(parent.children, under, node)
            }
        )
        for parent in tree
    )


def indicators(profile: Profile, goals: Sequence[Goal]) -> tuple[Indicator, ...]:
    """All indicators in the order of the form, bonus ones last."""
    main = [node for node in profile.tree if not node.bonus]
    shares = _level1_points(main, goals)
    found: list[Indicator] = []
    for node, full_e2 in zip(main, shares, strict=True):
        found.extend(_expand(node, full_e2, (), goals, inferred=not node.full))
    for node in profile.tree:
        if node.bonus:
            found.extend(
                _expand(node, points_e2(node.full or profile.bonus_cap), (), goals, False, bonus=True)
            )
    return tuple(found)


def _goals_of(node: Node, goals: Sequence[Goal]) -> list[Goal]:
    return [goal for goal in goals if goal.level1 == node.name]


def _level1_points(nodes: Sequence[Node], goals: Sequence[Goal]) -> list[int]:
    """Level-1 points; those of a frame part without goals go to the parts that have some, in proportion."""
    given = [points_e2(node.full) if node.full else 0 for node in nodes]
    if not all(node.full for node in nodes):
        unknown = [index for index, node in enumerate(nodes) if not node.full]
        for index, share in zip(
            unknown, largest_remainder(FULL_MARKS_E2 - sum(given), [1] * len(unknown)), strict=True
        ):
            given[index] = share
    empty = [node.from_goals and not _goals_of(node, goals) for node in nodes]
    heirs = [given[index] if node.from_goals and not empty[index] else 0 for index, node in enumerate(nodes)]
    orphaned = sum(points for points, gone in zip(given, empty, strict=True) if gone)
    if orphaned and any(heirs):
        extra = largest_remainder(orphaned, heirs)
        given = [0 if gone else points + more for points, gone, more in zip(given, empty, extra, strict=True)]
    return given


def _expand(
    node: Node,
    full_e2: int,
    levels: tuple[str, ...],
    goals: Sequence[Goal],
    inferred: bool,
    bonus: bool = False,
) -> list[Indicator]:
    path = (*levels, node.name)
    if node.is_leaf:
        return [_leaf(node.code, path, full_e2, inferred or node.basis == "inferred", node, bonus)]
    if node.from_goals:
        return _from_goals(node, full_e2, path, _goals_of(node, goals))
    shares = _shares(node.children, full_e2)
    found: list[Indicator] = []
    for child, share in zip(node.children, shares, strict=True):
        found.extend(
            _expand(child, share, path, goals, inferred or not child.full or child.basis == "inferred", bonus)
        )
    return found


def _shares(children: Sequence[Node], full_e2: int) -> list[int]:
    """The points of sister nodes: as given, or equal shares of what is left."""
    given = [points_e2(child.full) if child.full else None for child in children]
    open_places = [index for index, points in enumerate(given) if points is None]
    rest = full_e2 - sum(points for points in given if points is not None)
    if open_places:
        for index, share in zip(open_places, largest_remainder(rest, [1] * len(open_places)), strict=True):
            given[index] = share
    return [points or 0 for points in given]


def _from_goals(node: Node, full_e2: int, path: tuple[str, ...], goals: Sequence[Goal]) -> list[Indicator]:
    """Leaves from goals: level-2 groups by weight, goals equally within their group."""
    if not goals:
        return []
    groups: dict[str, list[Goal]] = {}
    for goal in goals:
        groups.setdefault(goal.level2, []).append(goal)
    weights = {level.name: points_e2(level.weight) for level in node.level2}
    default = points_e2("1") if not weights else min(weights.values())
    shares = largest_remainder(full_e2, [weights.get(name, default) for name in groups])
    found: list[Indicator] = []
    for (name, members), share in zip(groups.items(), shares, strict=True):
        for goal, points in zip(members, largest_remainder(share, [1] * len(members)), strict=True):
            levels = (*path, name, goal.name) if name else (*path, goal.name)
            found.append(_goal_leaf(goal, levels, points, node))
    return found


def _leaf(
    code: str, path: tuple[str, ...], full_e2: int, inferred: bool, rule: LeafRule, bonus: bool = False
) -> Indicator:
    return Indicator(
        code=code,
        levels=path,
        full_e2=full_e2,
        inferred=inferred,
        primitive=rule.primitive,
        parameters=dict(rule.parameters or {}),
        sense=rule.sense or "at_least",
        actual=rule.actual,
        target=rule.target,
        standard=rule.standard,
        fixed_standard=bool(rule.fixed_standard),
        recompute=bool(rule.recompute),
        evidence=rule.evidence or ("ledger" if rule.actual else "document"),
        bonus=bonus,
        guidance=rule.guidance,
    )


_NATURE_RULES = {
    "<=": ("RATIO", "at_most"),
    "<": ("RATIO", "at_most"),
    "=": ("EQUAL", "at_least"),
    "定性": ("QUAL3", "at_least"),
}


def goal_rule(goal: Goal, qualitative: LeafRule | None) -> Goal:
    """The goal with its whole rule: its nature chooses the primitive unless the goal or the frame names one."""
    primitive, sense = _NATURE_RULES.get(goal.nature, ("RATIO", "at_least"))
    if not goal.metric and not goal.actual:
        primitive = "QUAL3"
    parameters = goal.parameters
    if primitive == "QUAL3" and qualitative is not None and not goal.primitive:
        primitive, parameters = qualitative.primitive, qualitative.parameters
    selector = FigureSelector(
        metric=goal.metric, account=goal.account, insurance=goal.insurance, item=goal.item
    )
    return goal.model_copy(
        update={
            "primitive": goal.primitive or primitive,
            "parameters": parameters,
            "sense": goal.sense or sense,
            "actual": goal.actual or (selector if goal.metric else None),
        }
    )


def _goal_leaf(goal: Goal, levels: tuple[str, ...], full_e2: int, node: Node) -> Indicator:
    """A goal as an indicator; a frame may say what evidence its goals need, as a survey's sample for satisfaction."""
    leaf = _leaf(goal.code, levels, full_e2, True, goal_rule(goal, node.qualitative))
    evidence = goal.evidence or node.evidence or leaf.evidence
    return replace(leaf, nature=goal.nature, target_text=goal.target_text, evidence=evidence)
