"""What one scheme has changed against another, said of what a coder knows: gates, rules, lists, branches, tables.

Two schemes are compared by what they mean, not by how their files stand: the order of rows in a list is no difference,
nor whether a scheme is written whole or as a patch. A scheme has no difference from itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from yiheng.grouping.scheme.condition import TAG, condition_text, list_names
from yiheng.grouping.scheme.scheme import Mdc, Rule, Scheme, SchemeHead

Section = Literal[
    "head", "mdc", "rule", "branch", "list", "drg_name", "complication", "exclusion", "valid_procedure", "site",
    "diagnosis", "procedure",
]  # fmt: skip
Kind = Literal["added", "removed", "changed", "moved"]

_HEAD_FIELDS = (
    "accepted_sex", "ungrouped", "unchecked", "retry_procedures", "valid_from", "valid_to",
)  # fmt: skip
"""What of the head decides how cases are grouped; names, versions and notes differ between any two schemes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``subject`` is what changed (a rule, a list, a DRG), ``field`` which side of it.

    A change of text has ``before`` and ``after``; a change of a set of codes has what was ``added`` and ``removed``,
    codes as the tables write them, sorted.
    """

    section: Section
    kind: Kind
    subject: str
    field: str = ""
    mdc: str = ""
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def diff(before: Scheme, after: Scheme) -> tuple[Change, ...]:
    """All differences, section after section in the order of the scheme."""
    return (
        *_head(before.head, after.head),
        *_mdcs(before, after),
        *_rules(before, after),
        *_branches(before, after),
        *_lists(before, after),
        *_texts("drg_name", "name", before.drg_names, after.drg_names),
        *_complications(before, after),
        *_tables(before, after),
    )


def _head(before: SchemeHead, after: SchemeHead) -> Iterator[Change]:
    for name in _HEAD_FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change("head", "changed", name, name, before=_plain(old), after=_plain(new))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value is None else str(value)


def _mdcs(before: Scheme, after: Scheme) -> Iterator[Change]:
    old = {mdc.mdc: mdc for mdc in before.mdcs}
    new = {mdc.mdc: mdc for mdc in after.mdcs}
    for code, mdc in old.items():
        if code not in new:
            yield Change("mdc", "removed", code, mdc=code, before=_gate(mdc))
    for code, mdc in new.items():
        if code not in old:
            yield Change("mdc", "added", code, mdc=code, after=_gate(mdc))
        elif _gate(mdc) != _gate(old[code]):
            yield Change("mdc", "changed", code, "condition", code, before=_gate(old[code]), after=_gate(mdc))
        if code in old and mdc.name != old[code].name:
            yield Change("mdc", "changed", code, "name", code, before=old[code].name, after=mdc.name)
    yield from _moves("mdc", "", list(old), list(new))


def _gate(mdc: Mdc) -> str:
    return condition_text(mdc.condition)


def _rules(before: Scheme, after: Scheme) -> Iterator[Change]:
    old = {rule.rule: rule for rule in before.rules}
    new = {rule.rule: rule for rule in after.rules}
    for name, rule in old.items():
        if name not in new:
            yield Change("rule", "removed", name, mdc=rule.mdc, before=_rule_text(rule))
    for name, rule in new.items():
        if name not in old:
            yield Change("rule", "added", name, mdc=rule.mdc, after=_rule_text(rule))
            continue
        was = old[name]
        for field, one, other in (
            ("mdc", was.mdc, rule.mdc),
            ("adrg", was.adrg, rule.adrg),
            ("name", was.name, rule.name),
            ("kind", _plain(was.ambiguous), _plain(rule.ambiguous)),
            ("condition", condition_text(was.condition), condition_text(rule.condition)),
            ("no_drg", was.no_drg, rule.no_drg),
        ):
            if one != other:
                yield Change("rule", "changed", name, field, rule.mdc, before=one, after=other)
    for mdc in after.mdcs:
        earlier = next((one for one in before.mdcs if one.mdc == mdc.mdc), None)
        if earlier is not None:
            names = [rule.rule for rule in mdc.rules]
            yield from _moves("rule", mdc.mdc, [rule.rule for rule in earlier.rules], names)


def _rule_text(rule: Rule) -> str:
    return condition_text(rule.condition)


def _moves(section: Section, mdc: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Names whose place among the common ones changed: the fewest that explain the new order."""
    common_before = [name for name in before if name in set(after)]
    common_after = [name for name in after if name in set(before)]
    place = {name: at for at, name in enumerate(common_before)}
    kept = _longest_rising([place[name] for name in common_after])
    for at, name in enumerate(common_after):
        if at not in kept:
            was = place[name]
            yield Change(
                section,
                "moved",
                name,
                "order",
                mdc,
                before=common_before[was - 1] if was else "",
                after=common_after[at - 1] if at else "",
            )


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising subsequence: what did not move."""
    best: list[tuple[int, int]] = []  # length and predecessor for each place
    for at, number in enumerate(numbers):
        length, previous = max(
            ((best[earlier][0], earlier) for earlier in range(at) if numbers[earlier] < number),
            default=(0, -1),
        )
        best.append((length + 1, previous))
    kept: set[int] = set()
    at = max(range(len(best)), key=lambda one: best[one][0], default=-1)
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def _branches(before: Scheme, after: Scheme) -> Iterator[Change]:
    """The branches of a rule are read together, so they are compared together."""
    old = {rule.rule: _branch_text(rule) for rule in before.rules}
    for rule in after.rules:
        text = _branch_text(rule)
        if rule.rule in old and old[rule.rule] != text:
            yield Change("branch", "changed", rule.rule, mdc=rule.mdc, before=old[rule.rule], after=text)


def _branch_text(rule: Rule) -> str:
    return "；".join(f"{one.drg} {condition_text(one.condition)}（{one.severity}）" for one in rule.branches)


def _lists(before: Scheme, after: Scheme) -> Iterator[Change]:
    readers = _readers(after) | _readers(before)
    for name in dict.fromkeys([*before.lists, *after.lists]):
        old, new = _entries(before, name), _entries(after, name)
        if old == new:
            continue
        kind: Kind = (
            "added" if name not in before.lists else "removed" if name not in after.lists else "changed"
        )
        yield Change(
            "list",
            kind,
            name,
            mdc=readers.get(name, ""),
            added=tuple(sorted(new - old)),
            removed=tuple(sorted(old - new)),
        )


def _readers(scheme: Scheme) -> dict[str, str]:
    """The MDC that first reads each list."""
    found: dict[str, str] = {}
    for mdc in scheme.mdcs:
        conditions = [mdc.condition, *(rule.condition for rule in mdc.rules)]
        conditions += [branch.condition for rule in mdc.rules for branch in rule.branches]
        for condition in conditions:
            for name in list_names(condition):
                found.setdefault(name.partition(TAG)[0], mdc.mdc)
    return found


def _entries(scheme: Scheme, name: str) -> frozenset[str]:
    """Entries of a list; those with a tag bear it."""
    if name not in scheme.lists:
        return frozenset()
    tags = scheme.tagged.get(name, {})
    tagged = {f"{entry}{TAG}{tag}" for tag, codes in tags.items() for entry in codes.entries}
    plain = set(scheme.lists[name].entries) - {entry.rpartition(TAG)[0] for entry in tagged}
    return frozenset(plain | tagged)


def _texts(
    section: Section, field: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Change]:
    for key in sorted({*before, *after}):
        if key not in after:
            yield Change(section, "removed", key, field, before=before[key])
        elif key not in before:
            yield Change(section, "added", key, field, after=after[key])
        elif before[key] != after[key]:
            yield Change(section, "changed", key, field, before=before[key], after=after[key])


def _complications(before: Scheme, after: Scheme) -> Iterator[Change]:
    """Levels as sets of codes; codes whose exclusion table changed."""
    for level, old, new in (("MCC", before.mcc, after.mcc), ("CC", before.cc, after.cc)):
        yield from _set("complication", level, old, new)
        yield from _values("complication", level, "table", old, new)


def _set(
    section: Section, subject: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Change]:
    old, new = set(before), set(after)
    if old != new:
        yield Change(
            section,
            "changed",
            subject,
            "code",
            added=tuple(sorted(new - old)),
            removed=tuple(sorted(old - new)),
        )


def _values(
    section: Section, subject: str, field: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Change]:
    """Codes in both whose value changed, as one change: ``added`` bears code and new value, ``removed`` code and old."""
    changed = sorted(code for code in set(before) & set(after) if before[code] != after[code])
    if changed:
        yield Change(
            section,
            "changed",
            subject,
            field,
            added=tuple(f"{code}={after[code]}" for code in changed),
            removed=tuple(f"{code}={before[code]}" for code in changed),
        )


def _tables(before: Scheme, after: Scheme) -> Iterator[Change]:
    yield from _set("exclusion", "", before.exclusion, after.exclusion)
    yield from _values("exclusion", "", "table", before.exclusion, after.exclusion)
    old, new = set(before.valid_procedures.entries), set(after.valid_procedures.entries)
    yield from _set("valid_procedure", "", dict.fromkeys(old), dict.fromkeys(new))
    sites = [
        {f"{code}={site}": "" for code in scheme.sites for site in scheme.sites[code]}
        for scheme in (before, after)
    ]
    yield from _set("site", "", *sites)
    sections: tuple[Section, Section] = ("diagnosis", "procedure")
    for section, one, other in zip(
        sections, (before.diagnoses, before.procedures), (after.diagnoses, after.procedures), strict=True
    ):
        yield from _set(section, "", one, other)
        for field in ("name", "maps_to"):
            yield from _values(
                section,
                "",
                field,
                {code: getattr(one[code], field) for code in one},
                {code: getattr(other[code], field) for code in other},
            )
