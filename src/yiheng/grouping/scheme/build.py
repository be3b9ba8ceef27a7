"""From rows to a scheme: conditions parsed, lists resolved, order settled; every fault named with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from yiheng.exact.content_hash import text_hash
from yiheng.grouping.scheme.code_map import code_map
from yiheng.grouping.scheme.code_set import CodeSet, code_set
from yiheng.grouping.scheme.condition import (
    ALWAYS,
    TAG,
    VALID_PROCEDURES,
    Condition,
    ConditionFault,
    list_names,
    parse,
)
from yiheng.grouping.scheme.folder_read import read_tables
from yiheng.grouping.scheme.scheme import Branch, Code, Mdc, Rule, Scheme
from yiheng.grouping.scheme.tables import SHAPES, Row, SchemeRefused, Tables
from yiheng.standards.problem import Problem

AMBIGUOUS = "歧义"
"""The kind of a rule that ends with the status 歧义病案; its ``no_drg`` is the code given."""
MCC, CC = "MCC", "CC"


def read_scheme(folder: Path) -> Scheme:
    """The scheme of a folder, its bases resolved. Raises SchemeRefused with every fault and its line."""
    return build_scheme(read_tables(folder), str(folder))


def build_scheme(tables: Tables, name: str) -> Scheme:
    """The scheme of rows. Raises SchemeRefused with every fault and its line."""
    building = _Building(tables)
    scheme = building.scheme()
    if building.problems:
        raise SchemeRefused(name, building.problems)
    return scheme


def tables_hash(tables: Tables) -> str:
    """A hash of all that decides a group: the head and every row, whatever their order in the files."""
    digest = hashlib.sha256(text_hash(tables.head.model_dump(mode="json", exclude={"base"})).encode())
    for name in SHAPES:
        for values in sorted(row.values for row in tables.rows.get(name, ())):
            digest.update("\x1f".join((name, *values)).encode() + b"\x1e")
    return digest.hexdigest()[:16]


class _Building:
    """The state of one build: the rows, and what was found wrong with them."""

    def __init__(self, tables: Tables):
        self.tables = tables
        self.problems: list[Problem] = []
        self.lists: dict[str, CodeSet] = {}
        self.tagged: dict[str, dict[str, CodeSet]] = {}

    def scheme(self) -> Scheme:
        """The scheme as far as its rows say; what they say wrongly stands in ``problems``."""
        self._read_lists()
        names = {row.values[0]: row.values[1] for row in self._rows("drg_name")}
        branches = self._branches(names)
        return Scheme(
            head=self.tables.head,
            mdcs=self._mdcs(self._rules(branches)),
            lists=self.lists,
            tagged=self.tagged,
            sites=self._sites(),
            mcc=self._complications(MCC),
            cc=self._complications(CC),
            exclusion=code_map((row.values[0], row.values[1]) for row in self._rows("exclusion")),
            valid_procedures=code_set(row.values[0] for row in self._rows("valid_procedure")),
            diagnoses=self._code_table("diagnosis"),
            procedures=self._code_table("procedure"),
            drg_names=names,
            content_hash=tables_hash(self.tables),
        )

    def _rows(self, table: str) -> list[Row]:
        return self.tables.rows.get(table, [])

    def _read_lists(self) -> None:
        entries: dict[str, dict[str, list[str]]] = {}
        for row in self._rows("list"):
            name, code, tag = row.values
            if not name or TAG in name or name == VALID_PROCEDURES:
                self._problem("scheme_list_name", row, "list", name)
                continue
            tags = entries.setdefault(name, {})
            if code:
                tags.setdefault(tag, []).append(code)
        for name, tags in entries.items():
            self.lists[name] = code_set(code for codes in tags.values() for code in codes)
            self.tagged[name] = {tag: code_set(codes) for tag, codes in tags.items() if tag}

    def _branches(self, names: dict[str, str]) -> dict[str, list[tuple[int, Branch]]]:
        found: dict[str, list[tuple[int, Branch]]] = {}
        rules = {row.values[2] for row in self._rows("rule")}
        for row in self._rows("drg"):
            rule, order, drg, severity, text = row.values
            if rule not in rules:
                self._problem("scheme_rule_unknown", row, "rule", rule)
            branch = Branch(
                drg,
                names.get(drg, ""),
                self._whole(row, "severity", severity),
                self._condition(row, "condition", text),
                row.line,
            )
            found.setdefault(rule, []).append((self._whole(row, "order", order), branch))
        return found

    def _rules(self, branches: dict[str, list[tuple[int, Branch]]]) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        mdcs = {row.values[1] for row in self._rows("mdc")}
        for row in self._rows("rule"):
            mdc, order, rule, adrg, name, kind, text, no_drg = row.values
            if mdc not in mdcs:
                self._problem("scheme_mdc_unknown", row, "mdc", mdc)
            if kind not in ("", AMBIGUOUS):
                self._problem("scheme_rule_kind", row, "kind", kind)
            own = [branch for _, branch in sorted(branches.get(rule, []), key=lambda one: one[0])]
            found.setdefault(mdc, []).append(
                Rule(
                    rule,
                    adrg,
                    mdc,
                    self._whole(row, "order", order),
                    name,
                    self._condition(row, "condition", text),
                    tuple(own),
                    no_drg,
                    kind == AMBIGUOUS,
                    row.line,
                )
            )
        return found

    def _mdcs(self, rules: dict[str, list[Rule]]) -> tuple[Mdc, ...]:
        mdcs = []
        for row in self._rows("mdc"):
            order, mdc, name, text = row.values
            own = sorted(rules.get(mdc, []), key=lambda rule: rule.order)
            condition = self._condition(row, "condition", text)
            mdcs.append(Mdc(mdc, self._whole(row, "order", order), name, condition, tuple(own), row.line))
        return tuple(sorted(mdcs, key=lambda mdc: mdc.order))

    def _sites(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for row in self._rows("site"):
            found.setdefault(row.values[0], set()).add(row.values[1])
        return code_map((code, frozenset(sites)) for code, sites in found.items())

    def _complications(self, level: str) -> Mapping[str, str]:
        found = {}
        for row in self._rows("complication"):
            code, own, table = row.values
            if own not in (MCC, CC):
                if level == MCC:  # once is enough
                    self._problem("scheme_level", row, "level", own)
            elif own == level:
                found[code] = table
        return code_map(found.items())

    def _code_table(self, table: str) -> Mapping[str, Code]:
        rows = (row.values for row in self._rows(table))
        return code_map((code, Code(name, maps_to)) for code, name, maps_to in rows)

    def _condition(self, row: Row, field: str, text: str) -> Condition:
        try:
            condition = parse(text)
        except ConditionFault as fault:
            self._problem("scheme_condition", row, field, fault.found, fault.expected)
            return ALWAYS
        for name in self._unknown(condition):
            self._problem("scheme_list_missing", row, field, name)
        return condition

    def _unknown(self, condition: Condition) -> Iterator[str]:
        for name in list_names(condition):
            base, tag, value = name.partition(TAG)
            known = name == VALID_PROCEDURES or (
                value in self.tagged.get(base, {}) if tag else base in self.lists
            )
            if not known:
                yield name

    def _whole(self, row: Row, field: str, text: str) -> int:
        if text.isascii() and text.isdigit():
            return int(text)
        self._problem("scheme_whole_number", row, field, text)
        return 0

    def _problem(self, code: str, row: Row, field: str, found: str, expected: str = "") -> None:
        self.problems.append(
            Problem(code, file=row.file, line=row.line, field=field, found=found, expected=expected)
        )
