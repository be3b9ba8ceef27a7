"""What the linter found, as files: every row as CSV or Excel, and a table over several schemes for a document."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from yiheng.grouping.scheme.lint.finding import SEVERITY_NAMES, Finding, Lint, SchemeCheck
from yiheng.reports.list_workbook import ListSheet, Value, write_lists
from yiheng.standards.message import message_text
from yiheng.standards.problem import refuse

HEADS = ("程度", "类别", "MDC", "规则", "列表", "编码", "编码名称", "说明", "文件", "行", "改法")
WIDTHS = (7, 24, 9, 10, 18, 16, 26, 60, 24, 8, 40)
CREATED = date(2000, 1, 1)
"""The date in a workbook's properties: equal findings give equal bytes."""


def finding_text(finding: Finding) -> str:
    """The sentence of a finding without its place."""
    problem = finding.problem
    return message_text(
        problem.code, key=problem.key, found=problem.found, expected=problem.expected, field=problem.field
    )


def file_text(finding: Finding) -> str:
    """The file of a finding with the scheme it belongs to: ``demo/drg.csv``, ``demo/list/F.csv``."""
    parts = Path(finding.problem.file).parts
    return "/".join(parts[-3:] if parts[-2:-1] == ("list",) else parts[-2:])


def finding_row(finding: Finding, check: SchemeCheck) -> tuple[Value, ...]:
    """One finding as a row of the list."""
    problem = finding.problem
    return (
        SEVERITY_NAMES[problem.severity],
        check.name,
        finding.mdc,
        finding.rule,
        finding.list_name,
        finding.code,
        finding.name,
        finding_text(finding),
        file_text(finding),
        problem.line,
        check.remedy,
    )


def write_findings(found: Sequence[Lint], path: Path) -> None:
    """Every row found, as ``.csv`` (one file) or ``.xlsx`` (a sheet of counts, and one of rows a scheme)."""
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("方案", *HEADS))
            writer.writerows((one.scheme, *row) for one in found for row in _rows(one))
    elif path.suffix.lower() == ".xlsx":
        write_lists([_counts(found), *_sheets(found)], path, title="分组方案体检", created=CREATED)
    else:
        raise refuse("out_suffix", file=str(path), expected=".csv 或 .xlsx")


def _rows(found: Lint) -> Iterator[tuple[Value, ...]]:
    return (finding_row(one, found.checks[one.check]) for one in found.findings)


def _counts(found: Sequence[Lint]) -> ListSheet:
    rows = [
        (
            one.scheme,
            SEVERITY_NAMES[one.checks[check].severity],
            one.checks[check].name,
            len(each),
            one.checks[check].meaning,
        )
        for one in found
        for check, each in one.found.items()
    ]
    return ListSheet(
        "合计",
        "分组方案体检",
        "每类问题的行数",
        ("方案", "程度", "类别", "行数", "会怎样"),
        (18, 8, 28, 10, 90),
        rows,
    )


def _sheets(found: Sequence[Lint]) -> Iterator[ListSheet]:
    for number, one in enumerate(found, start=1):
        name = one.scheme[:28] if len({lint.scheme[:28] for lint in found}) == len(found) else f"方案{number}"
        yield ListSheet(name, f"{one.scheme}：全部发现", "一行是方案的一行", HEADS, WIDTHS, list(_rows(one)))


def lint_json(found: Sequence[Lint]) -> list[dict[str, object]]:
    """The findings as plain data."""
    return [
        {
            "scheme": one.scheme,
            "errors": one.count("error"),
            "warnings": one.count("warning"),
            "informations": one.count("information"),
            "classes": [
                {
                    "check": check,
                    "name": one.checks[check].name,
                    "severity": one.checks[check].severity,
                    "count": len(each),
                    "rows": [_plain(finding) for finding in each],
                }
                for check, each in one.found.items()
            ],
        }
        for one in found
    ]


def _plain(finding: Finding) -> dict[str, object]:
    problem = finding.problem
    return {
        "mdc": finding.mdc,
        "rule": finding.rule,
        "list": finding.list_name,
        "code": finding.code,
        "file": problem.file,
        "line": problem.line,
        "message": finding_text(finding),
    }


def lint_page(found: Sequence[Lint], checks: Mapping[str, SchemeCheck]) -> str:
    """Counts of several schemes as a page of Markdown: a table for each severity, then what each class means.

    Counts only: no code of any scheme stands in it.
    """
    lines: list[str] = []
    for severity, words in SEVERITY_NAMES.items():
        used = [
            id
            for id, check in checks.items()
            if check.severity == severity and any(id in one.found for one in found)
        ]
        if not used:
            continue
        lines += [f"## {words}", ""]
        lines += _table(
            ("方案", *(checks[id].name for id in used)),
            ((one.scheme, *(str(len(one.found.get(id, ())) or "") for id in used)) for one in found),
        )
    lines += ["## 各类问题", ""]
    lines += _table(
        ("类别", "程度", "方案数", "行数", "会怎样", "改法"),
        (
            (
                check.name,
                SEVERITY_NAMES[check.severity],
                str(sum(id in one.found for one in found)),
                str(sum(len(one.found.get(id, ())) for one in found)),
                check.meaning,
                check.remedy,
            )
            for id, check in checks.items()
        ),
    )
    return "\n".join(lines)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    marks = [
        "---" if at == 0 else "--:" if head in ("方案数", "行数") or len(heads) > 6 and at else "---"
        for at, head in enumerate(heads)
    ]
    return [
        f"| {' | '.join(heads)} |",
        f"|{'|'.join(marks)}|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def write_page(found: Sequence[Lint], checks: Mapping[str, SchemeCheck], path: Path) -> None:
    """Write the page; what stands before its first table in an existing file stays: the words around the counts."""
    mark = "<!-- 以下由 yiheng scheme lint --table 生成 -->"
    before = path.read_text(encoding="utf-8").partition(mark)[0] if path.is_file() else "# 分组方案体检\n\n"
    path.write_text(f"{before}{mark}\n\n{lint_page(found, checks)}", encoding="utf-8")
