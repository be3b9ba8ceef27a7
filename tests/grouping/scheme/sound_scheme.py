"""A small scheme with nothing wrong in it, from which each test of the linter makes a faulty one."""

from __future__ import annotations

from collections.abc import Callable

from tests.grouping.small_schemes import head, rows

from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.lint.finding import SCHEME_CHECKS, Finding, SchemeCheck, scheme_checks
from yiheng.grouping.scheme.lint.lint import lint
from yiheng.grouping.scheme.tables import Row, Tables
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load

Rows = dict[str, list[Row]]
Edit = Callable[[Rows], None]


def sound_tables() -> Rows:
    """Transplants, newborns by weight, hearts with and without stents, men: every table filled."""
    return {
        "mdc": rows(
            (1, "MDCA", "先期分组", "主手术 属于 有效手术"),
            (2, "MDCP", "新生儿", "主诊断 属于 MDCP-诊断 且 年龄 = 0"),
            (3, "MDCM", "男性", "主诊断 属于 MDCM-诊断 且 性别 属于 {1}"),
            (4, "MDCF", "循环", "主诊断 属于 MDCF-诊断"),
        ),
        "rule": rows(
            ("MDCA", 1, "AA1", "AA1", "心脏移植", "", "主手术 属于 AA1-手术", ""),
            ("MDCP", 1, "PS1", "PS1", "低体重儿", "", "主诊断 属于 PS1-诊断 且 体重 < 2500", ""),
            ("MDCP", 2, "PS2", "PS2", "新生儿", "", "主诊断 属于 PS2-诊断", ""),
            ("MDCM", 1, "MB1", "MB1", "男性手术", "", "主手术 属于 MB1-手术", ""),
            ("MDCM", 2, "MR1", "MR1", "男性肿瘤", "", "主诊断 属于 MDCM-诊断", ""),
            ("MDCF", 1, "FM1", "FM1", "支架", "", "主手术 属于 FM1-手术 且 任一手术 属于 FM1-造影", ""),
            ("MDCF", 2, "FN1", "FN1", "支架", "", "主手术 属于 FM1-手术", ""),
            ("MDCF", 3, "FR1", "FR1", "心梗", "", "主诊断 属于 FR1-诊断", ""),
            ("MDCF", 4, "FR2", "FR2", "心衰", "", "主诊断 属于 FR2-诊断", ""),
        ),
        "drg": rows(
            ("AA1", 1, "AA19", 9, "任意"),
            ("PS1", 1, "PS11", 1, "有MCC"),
            ("PS1", 2, "PS15", 5, "任意"),
            ("PS2", 1, "PS29", 9, "任意"),
            ("MB1", 1, "MB19", 9, "任意"),
            ("MR1", 1, "MR19", 9, "任意"),
            ("FM1", 1, "FM11", 1, "有MCC"),
            ("FM1", 2, "FM13", 3, "有MCC 或 有CC"),
            ("FM1", 3, "FM15", 5, "任意"),
            ("FN1", 1, "FN14", 9, "年龄 < 17"),
            ("FN1", 2, "FN16", 9, "年龄 >= 17"),
            ("FR1", 1, "FR19", 9, "任意"),
            ("FR2", 1, "FR29", 9, "任意"),
        ),
        "drg_name": rows(
            *((drg, f"名称{drg}") for drg in ("AA19", "PS11", "PS15", "PS29", "MB19", "MR19")),
            *((drg, f"名称{drg}") for drg in ("FM11", "FM13", "FM15", "FN14", "FN16", "FR19", "FR29")),
        ),
        "list": rows(
            ("AA1-手术", "37.5100", ""),
            ("MDCP-诊断", "P07.100", ""),
            ("MDCP-诊断", "P22.000", ""),
            ("PS1-诊断", "P07.100", ""),
            ("PS2-诊断", "P22.000", ""),
            ("PS2-诊断", "P07.100", ""),
            ("MDCM-诊断", "C61.x00", ""),
            ("MB1-手术", "60.5x00", ""),
            ("MDCF-诊断", "I21.000", ""),
            ("MDCF-诊断", "I21.100", ""),
            ("MDCF-诊断", "I50.900", ""),
            ("FM1-手术", "36.0600", ""),
            ("FM1-造影", "88.5500", ""),
            ("FR1-诊断", "I21.000", ""),
            ("FR1-诊断", "I21.100", ""),
            ("FR2-诊断", "I50.900", ""),
        ),
        "complication": rows(("I21.000", "MCC", "1"), ("I50.900", "CC", "2")),
        "exclusion": rows(("I21.100", "1"), ("I50.900", "2")),
        "valid_procedure": rows(("37.5100",), ("36.0600",), ("60.5x00",), ("88.5500",)),
        "diagnosis": rows(
            *((code, f"诊断{code}", code) for code in ("P07.100", "P22.000", "C61.x00")),
            *((code, f"诊断{code}", code) for code in ("I21.000", "I21.100", "I50.900")),
        ),
        "procedure": rows(
            *((code, f"手术{code}", code) for code in ("37.5100", "36.0600", "60.5x00", "88.5500"))
        ),
    }


def shipped_checks() -> dict[str, SchemeCheck]:
    """The classes as they are shipped."""
    return scheme_checks(load([SCHEME_CHECKS], shipped_layers()))


def linted(tables: Rows, **changes: object) -> tuple[Finding, ...]:
    """What the linter finds in some tables."""
    made = Tables(head(**changes), tables)
    return lint(made, build_scheme(made, "测试方案"), shipped_checks()).findings


def add(table: str, *lines: tuple[object, ...]) -> Edit:
    """Rows put behind those of a table."""

    def edit(tables: Rows) -> None:
        tables[table] = [*tables.get(table, []), *rows(*lines)]

    return edit


def change(table: str, key: str, column: int, value: str) -> Edit:
    """One value of the row that holds ``key`` among its values."""

    def edit(tables: Rows) -> None:
        at = next(number for number, row in enumerate(tables[table]) if key in row.values)
        row = tables[table][at]
        values = (*row.values[:column], value, *row.values[column + 1 :])
        tables[table][at] = Row(values, row.file, row.line)

    return edit


def drop(table: str, *keys: str) -> Edit:
    """Every row that holds one of the keys, taken away."""

    def edit(tables: Rows) -> None:
        tables[table] = [row for row in tables[table] if not set(keys) & set(row.values)]

    return edit


def both(*edits: Edit) -> Edit:
    """Several changes."""

    def edit(tables: Rows) -> None:
        for one in edits:
            one(tables)

    return edit
