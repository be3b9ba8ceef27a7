"""Import of the raw interchange layout: one folder of ``*.csv.gz`` per scheme, big code tables shared beside it.

The layout is that of 01 §3. Everything is taken over as it stands, oddities included, since a bureau has to see what
it was paid by; :mod:`yiheng.grouping.scheme.lint` says what is wrong with it. Severity is read off the branches'
conditions, never off the last character of a code, which means something else in every city (01 §7b).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any as Anything

from yiheng.grouping.scheme.build import AMBIGUOUS
from yiheng.grouping.scheme.condition import (
    TAG,
    VALID_PROCEDURES,
    Complicated,
    Condition,
    ConditionFault,
    Not,
    atoms,
    condition_text,
    list_names,
    parse,
)
from yiheng.grouping.scheme.raw_condition import raw_condition
from yiheng.grouping.scheme.scheme import SchemeHead
from yiheng.grouping.scheme.tables import SHAPES, Row, Tables
from yiheng.policy.provenance import Source, Status
from yiheng.policy.user_file import unreadable
from yiheng.standards.problem import refuse

SEVERITY_MCC, SEVERITY_CC, SEVERITY_NONE, SEVERITY_WHOLE = 1, 3, 5, 9
"""Levels by convention: with MCC, with CC, without both, not divided by complications (01 §1 step 4)."""
_SLOT_WORDS = {"zd": "诊断", "zd1": "诊断1", "ss": "手术", "ss1": "手术1", "ss2": "手术2", "mdc": "诊断"}
_LOOSE_SEX = ("1", "2", "男", "女")
_STRICT_SEX = ("1", "2")
_GROUP_FAILED = "0000"


def import_raw(folder: Path) -> Tables:
    """The tables of a raw scheme folder. Refuses what is missing or not of the layout, naming file and line."""
    raw = _Raw(folder)
    rules = list(raw.rows("rule"))
    tables = Tables(
        raw.head(),
        {
            "mdc": list(_mdc_rows(raw)),
            "rule": list(_rule_rows(raw, rules)),
            "drg": list(_drg_rows(raw)),
            "drg_name": [Row((row["drg"], row["name"])) for row in _unique(raw.rows("drg_name"), "drg")],
            "list": [],
            "site": [Row((row["code"], row["site"])) for row in raw.rows("mdc_dx") if row["site"]],
            "complication": _complication_rows(raw),
            "exclusion": [Row((row["code"], row["excl"])) for row in _unique(raw.shared("cce"), "code")],
            "valid_procedure": [Row((row["code"],)) for row in _unique(raw.shared("ss_valid"), "code")],
            "diagnosis": _code_rows(raw.shared("dx")),
            "procedure": _code_rows(raw.shared("sx")),
        },
    )
    tables.rows["list"] = _list_rows(raw, _named_lists(tables))
    return tables


def _named_lists(tables: Tables) -> Iterator[str]:
    """Names of the lists that conditions read."""
    for name in ("mdc", "rule", "drg"):
        at = SHAPES[name].columns.index("condition")
        for row in tables.rows[name]:
            yield from list_names(parse(row.values[at]))


class _Raw:
    """A raw folder being read: its tables by name, the shared ones by the names ``scheme.json`` gives."""

    def __init__(self, folder: Path):
        self.folder = folder
        path = folder / "scheme.json"
        if not path.is_file():
            raise refuse("scheme_raw_not_found", file=str(folder), expected="scheme.json")
        try:
            self.settings: Mapping[str, Anything] = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, UnicodeDecodeError) as error:
            raise refuse("scheme_raw_broken", file=str(path), found=str(error)[:80]) from None

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table of the scheme's own."""
        yield from _read(self.folder / f"{table}.csv.gz")

    def shared(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table shared among schemes; none where ``scheme.json`` names no file for it."""
        name = self.settings.get("shared", {}).get(table)
        if name:
            yield from _read(self.folder.parent / "_shared" / str(name))

    def head(self) -> SchemeHead:
        """What ``scheme.json`` says, as the head of a scheme of ours."""
        name = str(self.settings.get("scheme") or self.folder.name)
        failed = str(self.settings.get("fail_drg", _GROUP_FAILED))
        whole = failed == _GROUP_FAILED  # the others leave a record that fails the check without any code
        return SchemeHead(
            scheme=name,
            title=name,
            version=name.rpartition("_")[2],
            source=Source(doc=f"分组方案原始表 {name}", status=Status.TO_CONFIRM),
            accepted_sex=_STRICT_SEX if self.settings.get("sex_check") == "strict_str" else _LOOSE_SEX,
            ungrouped=("0000", "00", failed),
            unchecked=("0000", "00", "0000") if whole else ("", "", ""),
            retry_procedures=bool(self.settings.get("retry_each_other_procedure", False)),
            notes=tuple(map(str, self.settings.get("notes", ()))),
        )


def _read(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a gzipped CSV file. A mark of byte order belongs to the file only at its very start, before the header."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    wanted = len(reader.fieldnames or ())
                    width = sum(value is not None for value in row.values()) - (None in row)
                    width += len(row[None]) if None in row else 0
                    raise refuse(
                        "scheme_row_width",
                        file=str(path),
                        line=reader.line_num,
                        found=str(width),
                        expected=str(wanted),
                    )
                yield row
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError, csv.Error) as error:
        raise refuse("scheme_raw_broken", file=str(path), found=str(error)[:80]) from None
    except OSError as error:
        raise unreadable(error, str(path)) from None


def _unique(rows: Iterable[dict[str, str]], key: str) -> Iterator[dict[str, str]]:
    """Rows with a new key: published lists repeat themselves; the last of equal keys holds, as in a mapping."""
    last = {row[key]: row for row in rows}
    yield from last.values()


def list_name(owner: str, slot: str) -> str:
    """What a list is called: by the rule (or MDC) that reads it, and what it holds: ``FM1-手术1``."""
    if owner.endswith("@EX"):
        owner = owner.removesuffix("@EX") + "附"
    return f"{owner}-{_SLOT_WORDS.get(slot, slot)}"


def _condition(text: str, owner: str, file: str, line: int) -> Condition:
    try:
        return raw_condition(text, lambda slot: list_name(owner, slot))
    except ConditionFault as fault:
        raise refuse(
            "scheme_condition", file=file, line=line, field="cond", found=fault.found, expected=fault.expected
        ) from None


def _mdc_rows(raw: _Raw) -> Iterator[Row]:
    for line, row in enumerate(raw.rows("mdc"), start=2):
        condition = _condition(row["cond"], row["mdc"], "mdc.csv.gz", line)
        yield Row((row["ord"], row["mdc"], "", condition_text(condition)))


def _rule_rows(raw: _Raw, rules: Sequence[dict[str, str]]) -> Iterator[Row]:
    known = {row["rule"]: (line, row) for line, row in enumerate(rules, start=2)}
    for line, step in enumerate(raw.rows("step"), start=2):
        kind, _, condition = step["kind"].partition(":")
        if kind == "qy":
            text = condition_text(_condition(condition, step["mdc"], "step.csv.gz", line))
            values = ("", AMBIGUOUS, text, step["target"])
            yield Row((step["mdc"], step["ord"], step["target"], "QY", *values))
        elif step["target"] in known:
            at, rule = known[step["target"]]
            text = condition_text(_condition(rule["cond"], rule["rule"], "rule.csv.gz", at))
            values = ("", "", text, rule["fallback"])
            yield Row((step["mdc"], step["ord"], rule["rule"], rule["adrg"], *values))
        else:
            raise refuse("scheme_rule_unknown", file="step.csv.gz", line=line, found=step["target"])


def _drg_rows(raw: _Raw) -> Iterator[Row]:
    rows: dict[str, list[tuple[dict[str, str], Condition]]] = {}
    for line, row in enumerate(raw.rows("drg"), start=2):
        condition = _condition(row["cond"], row["ex_rule"] or row["rule"], "drg.csv.gz", line)
        rows.setdefault(row["rule"], []).append((row, condition))
    for rule, branches in rows.items():
        divided = any(_levels(condition) for _, condition in branches)
        for row, condition in branches:
            severity = _severity(condition, divided)
            yield Row((rule, row["ord"], row["drg"], str(severity), condition_text(condition)))


def _levels(condition: Condition) -> set[str]:
    if isinstance(condition, Not):
        return set()
    return {atom.level for atom in atoms(condition) if isinstance(atom, Complicated)}


def _severity(condition: Condition, divided: bool) -> int:
    levels = _levels(condition)
    if levels:
        return SEVERITY_MCC if levels == {"MCC"} else SEVERITY_CC
    return SEVERITY_NONE if divided else SEVERITY_WHOLE


def _list_rows(raw: _Raw, named: Iterable[str]) -> list[Row]:
    """Each list under the name of every rule that reads it: a coder looks it up by the rule.

    A list that a condition reads and nobody gives is there, empty: the linter names it.
    """
    codes: dict[str, list[tuple[str, str]]] = {}
    for row in raw.rows("list"):
        codes.setdefault(row["list_id"], []).append((row["code"], row["tag"]))
    rows: dict[tuple[str, str, str], Row] = {}
    for row in raw.rows("mdc_dx"):
        values = (list_name(row["mdc"], "mdc"), row["code"], "")
        rows.setdefault(values, Row(values))
    for row in raw.rows("rule_list"):
        name = list_name(row["rule"], row["slot"])
        entries = codes.get(row["list_id"], [])
        for code, tag in entries:
            values = (name, code, tag)
            rows.setdefault(values, Row(values))
    given = {row.values[0] for row in rows.values()}
    for name in named:
        base = name.partition(TAG)[0]
        if base not in given and base != VALID_PROCEDURES:
            rows.setdefault((base, "", ""), Row((base, "", "")))
    return list(rows.values())


def _complication_rows(raw: _Raw) -> list[Row]:
    levels = (("MCC", "mcc"), ("CC", "cc"))
    return [
        Row((row["code"], level, row["excl"]))
        for level, table in levels
        for row in _unique(raw.shared(table), "code")
    ]


def _code_rows(rows: Iterable[dict[str, str]]) -> list[Row]:
    return [Row((row["code"], row["name"], row["maps_to"])) for row in _unique(rows, "code")]
