"""Code lists as such: empty ones that a condition reads, ones that nothing reads, rows written twice."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.grouping.scheme.condition import Condition, Member, atoms
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.view import View
from yiheng.grouping.scheme.tables import SHAPES, key_of


def list_findings(view: View) -> Iterator[Finding]:
    """Everything that is wrong with lists regardless of their codes."""
    yield from _empty(view)
    yield from _unread(view)
    yield from _repeated(view)


def _empty(view: View) -> Iterator[Finding]:
    """A condition that reads an empty list: the membership never holds."""
    for table, row, subject, condition, mdc, rule in view.conditions:
        for name in _empty_lists(view, condition):
            yield view.finding(
                "lint_empty_list",
                row,
                table,
                subject,
                found=name,
                mdc=mdc.mdc,
                rule=rule.rule if rule else "",
                list_name=name,
            )


def _empty_lists(view: View, condition: Condition) -> list[str]:
    members = (atom for atom in atoms(condition) if isinstance(atom, Member) and atom.list_name)
    return list(dict.fromkeys(one.list_name for one in members if not view.member_extent(one)))


def _unread(view: View) -> Iterator[Finding]:
    for name, codes in view.scheme.lists.items():
        if name not in view.read_lists:
            size = str(len(codes.entries))
            yield view.finding(
                "lint_unread_list", view.entry_row(name), "list", name, found=size, list_name=name
            )


def _repeated(view: View) -> Iterator[Finding]:
    for table, shape in SHAPES.items():
        if not shape.repeats:
            continue
        seen: dict[tuple[str, ...], int] = {}
        for row in view.rows(table):
            key = key_of(shape, row)
            if key in seen:
                yield view.finding(
                    "lint_row_repeated", row, table, " ".join(filter(None, key)), expected=str(seen[key])
                )
            seen.setdefault(key, row.line)
