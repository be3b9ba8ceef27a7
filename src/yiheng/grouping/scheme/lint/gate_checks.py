"""MDCs and what their gates let in: missing gates, diagnoses that lead nowhere, rows of rules that the gate cuts off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yiheng.grouping.scheme.code_map import is_category
from yiheng.grouping.scheme.condition import Member, atoms
from yiheng.grouping.scheme.lint.conversion_checks import converting
from yiheng.grouping.scheme.lint.extent import Extent, Span, entry_text, union
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.logic import Alternative, Literal, alternatives, without_procedure
from yiheng.grouping.scheme.lint.view import View, gate_members, union_of
from yiheng.grouping.scheme.scheme import Mdc, Rule


def gate_findings(view: View) -> Iterator[Finding]:
    """Everything between an MDC's gate and the lists of its rules."""
    for mdc in view.scheme.mdcs:
        yield from _missing_gate(view, mdc)
        yield from _cut_off(view, mdc, "dx")
        yield from _cut_off(view, mdc, "px")
        yield from _without_medical(view, mdc)
        yield from _twice(view, mdc)
    yield from _two_mdcs(view)
    yield from _nowhere(view)


def _code(entry: str | Span) -> str:
    return entry if isinstance(entry, str) else ""


def _missing_gate(view: View, mdc: Mdc) -> Iterator[Finding]:
    if not any(isinstance(atom, Member) for atom in atoms(mdc.condition)):
        yield view.finding(
            "lint_mdc_without_gate", view.mdc_row(mdc), "mdc", mdc.mdc, found=mdc.name, mdc=mdc.mdc
        )


def _main_gate(view: View, mdc: Mdc, kind: str) -> Extent | None:
    """The main codes the gate lets in; None where some way through it asks for none."""
    ways = [view.main_extent(one, kind) for one in alternatives(mdc.condition)]
    known = [way for way in ways if way is not None]
    return union(known) if known and len(known) == len(ways) else None


def _cut_off(view: View, mdc: Mdc, kind: str) -> Iterator[Finding]:
    """Main codes of rules that the gate does not let in: dead rows; a whole list cut off is a dead rule."""
    gate = _main_gate(view, mdc, kind)
    if gate is None:
        return
    for rule in mdc.rules:
        for member in _main_members(rule, kind):
            asked = view.member_extent(member)
            name = member.list_name or "{…}"
            place = {"mdc": mdc.mdc, "rule": rule.rule, "list_name": member.list_name}
            if asked and not asked.meets(gate):
                yield view.finding(
                    "lint_list_cut_off", view.rule_row(rule), "rule", rule.rule, found=name, **place
                )
                continue
            for entry in asked:
                if entry not in gate.codes and not gate.touches(entry):
                    row = view.entry_row(member.list_name, entry_text(entry))
                    yield view.finding(
                        "lint_dx_outside_gate" if kind == "dx" else "lint_px_outside_gate",
                        row,
                        "list",
                        entry_text(entry),
                        found=name,
                        expected=mdc.mdc,
                        code=_code(entry),
                        **place,
                    )


def _main_members(rule: Rule, kind: str) -> list[Member]:
    """Memberships of main codes that the rule asks for."""
    members = (
        atom
        for one in alternatives(rule.condition)
        for atom, holds in one
        if holds and isinstance(atom, Member) and atom.role == f"main_{kind}"
    )
    return list(dict.fromkeys(members))


def _medical(mdc: Mdc) -> list[tuple[Rule, Alternative]]:
    """Ways into a rule of the MDC that need no procedure."""
    return [
        (rule, one)
        for rule in mdc.rules
        if not rule.ambiguous
        for one in alternatives(rule.condition)
        if without_procedure(one)
    ]


def _without_medical(view: View, mdc: Mdc) -> Iterator[Finding]:
    """Diagnoses of the gate that no medical rule takes: a case without an operation finds no group here."""
    gate = _main_gate(view, mdc, "dx")
    if gate is None:
        return
    taken: list[Extent] = []
    for _, one in _medical(mdc):
        members = [
            atom for atom, holds in one if holds and isinstance(atom, Member) and atom.role.endswith("dx")
        ]
        if not members:  # whatever else it asks for, any diagnosis of the MDC may come in
            return
        if any(member.role == "other_dx" for member in members):  # it needs a second diagnosis
            continue
        taken.append(view.main_extent(one, "dx") or union_of(view, members))
    every = union(taken)
    gates = gate_members(mdc, "dx")
    for entry in gate:
        if entry in every.codes:
            continue
        for part in every.leaves(entry):
            listed = next(one.list_name for one in gates if view.member_extent(one).has(entry))
            yield view.finding(
                "lint_dx_without_medical",
                view.entry_row(listed, entry_text(entry)),
                "list",
                entry_text(part),
                found=mdc.mdc,
                mdc=mdc.mdc,
                list_name=listed,
                code=_code(part),
            )


@dataclass(frozen=True, slots=True)
class _Holder:
    """A rule that takes a main code of one list, given what else it asks for."""

    adrg: str
    rule: str
    list_name: str
    rest: frozenset[Literal]


def _twice(view: View, mdc: Mdc) -> Iterator[Finding]:
    """Codes in the lists of two ADRGs, the earlier of which asks for no more than the later: the order decides."""
    for kind in ("dx", "px"):
        holders: dict[str, list[_Holder]] = {}
        for rule in mdc.rules:
            ways = alternatives(rule.condition)
            members = (
                [(atom, holds) for atom, holds in ways[0] if isinstance(atom, Member)]
                if len(ways) == 1
                else []
            )
            if rule.ambiguous or len(members) != 1 or not members[0][1]:
                continue
            member = members[0][0]
            assert isinstance(member, Member)  # noqa: S101 - chosen so above
            if member.role == f"main_{kind}" and member.list_name in view.scheme.lists:
                one = _Holder(rule.adrg, rule.rule, member.list_name, frozenset(ways[0]) - {(member, True)})
                for code in view.member_extent(member).codes:
                    holders.setdefault(code, []).append(one)
        yield from _decided_by_order(view, kind, mdc, holders)


def _decided_by_order(
    view: View, kind: str, mdc: Mdc, holders: Mapping[str, Sequence[_Holder]]
) -> Iterator[Finding]:
    for code, rules in sorted(holders.items()):
        for at, late in enumerate(rules):
            early = next((one for one in rules[:at] if one.adrg != late.adrg and one.rest <= late.rest), None)
            if early is None:
                continue
            yield view.finding(
                "lint_dx_in_two_adrgs" if kind == "dx" else "lint_px_in_two_adrgs",
                view.entry_row(late.list_name, code),
                "list",
                code,
                found=late.rule,
                expected=early.rule,
                mdc=mdc.mdc,
                rule=late.rule,
                list_name=late.list_name,
                code=code,
            )


def _two_mdcs(view: View) -> Iterator[Finding]:
    """Diagnoses that open the gate of two MDCs: the earlier one is tried first."""
    gates: dict[str, list[tuple[str, str]]] = {}
    for mdc in view.scheme.mdcs:
        for member in gate_members(mdc, "dx"):
            for code in view.member_extent(member).codes:
                gates.setdefault(code, []).append((mdc.mdc, member.list_name))
    for code, found in sorted(gates.items()):
        names = list(dict.fromkeys(mdc for mdc, _ in found))
        if len(names) > 1:
            listed = next(name for mdc, name in found if mdc == names[1])
            yield view.finding(
                "lint_dx_in_two_mdcs",
                view.entry_row(listed, code),
                "list",
                code,
                found="、".join(names),
                mdc=names[1],
                list_name=listed,
                code=code,
            )


def _nowhere(view: View) -> Iterator[Finding]:
    """Diagnoses of the code table that open no gate: as a main diagnosis they are never grouped.

    Where the table converts codes, only those that stay themselves can reach a gate.
    """
    converts = converting(view.scheme.diagnoses)
    every = union_of(view, [one for mdc in view.scheme.mdcs for one in gate_members(mdc, "dx")])
    for row in view.rows("diagnosis"):
        code, _, maps_to = row.values
        inside = view.entries_extent([code], "dx").meets(every) if is_category(code) else every.has(code)
        if (maps_to == code or not converts) and not inside:
            yield view.finding("lint_dx_without_mdc", row, "diagnosis", code, code=code)
