"""A delivery for tests: text of files in, recognised sheets, typed rows and problems out; invented rows only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from yiheng.app.kinds import CONTENT_KINDS
from yiheng.intake.conversion.convert import Source, convert
from yiheng.intake.reading.read import read_files
from yiheng.intake.recognition.dictionary import Dictionary, dictionary
from yiheng.intake.recognition.recognise import Asked, Recognition, recognise
from yiheng.intake.register.handover import handover_form
from yiheng.intake.staged import Staged
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import Content, Layer, load
from yiheng.policy.contract import contract
from yiheng.standards.problem import Problem

REGION = "四川省攀枝花市"


@cache
def shipped() -> Content:
    """All shipped content, read once a worker."""
    return load(CONTENT_KINDS, shipped_layers())


@cache
def words() -> Dictionary:
    """The dictionary of the test region."""
    return dictionary(shipped(), contract(), REGION)


def words_with(folder: Path) -> Dictionary:
    """The dictionary with a bureau's own layer above."""
    return dictionary(load(CONTENT_KINDS, [*shipped_layers(), Layer("bureau", folder)]), contract(), REGION)


@dataclass(frozen=True)
class Came:
    """What came of a delivery."""

    recognition: Recognition
    staged: Staged
    problems: tuple[Problem, ...]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, by place."""
        files = [str(path) for path in self.staged.tables.get(table, ())]
        if not files:
            return []
        scan = f"read_parquet({files!r}, union_by_name = true)"
        return _dicts(f"SELECT * FROM {scan} ORDER BY ALL")

    def column(self, table: str, name: str) -> list[Any]:
        """One column of a table, by place."""
        return [row[name] for row in self.rows(table)]

    @property
    def aside(self) -> list[dict[str, Any]]:
        """What was set aside, by place."""
        return _dicts(
            f"SELECT * FROM '{self.staged.set_aside}' ORDER BY src_file, src_line, target_table, field"
        )

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Codes and columns of what was set aside."""
        return [(row["code"], row["field"]) for row in self.aside]

    @property
    def refused(self) -> list[str]:
        """Codes of sheets that were not understood."""
        return [problem.code for problem in self.recognition.problems]


def _dicts(query: str) -> list[dict[str, Any]]:
    result = duckdb.connect().execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def take(
    folder: Path,
    files: Mapping[str, str | bytes],
    known: Dictionary | None = None,
    asked: Asked | None = None,
) -> Came:
    """Read, recognise and convert files given by name and content."""
    sent = folder / "sent"
    for name, content in files.items():
        path = sent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    used = known or words()
    reading = read_files([sent], folder / "grids")
    found = recognise(reading.sheets, used, handover_form(shipped(), REGION), asked or Asked())
    sound = [one for one in found.sheets if not one.layout.missing and not one.rivals]
    done = convert(
        Source(reading.files, sound, found.nodes, summaries=found.summaries), used, folder / "rows"
    )
    return Came(found, done.staged, done.problems)


def sheet(heads: str, *rows: str) -> str:
    """A CSV file of a head and rows, each written with commas."""
    return "".join(f"{line}\n" for line in (heads, *rows))


FUND_HEADS = "结算ID,基金支付类型,结算日期,基金支付金额"
"""The smallest file that names a settlement: its parts by fund."""


def fund_rows(*changed: Mapping[int, str]) -> str:
    """Rows of fund parts, sound but for the cells given by position from 0."""
    sound = ["S1", "310100", "2023-05-03", "12.30"]
    lines = []
    for number, change in enumerate(changed, 1):
        cells = [change.get(place, f"S{number}" if place == 0 else cell) for place, cell in enumerate(sound)]
        lines.append(",".join(cells))
    return sheet(FUND_HEADS, *lines)


CASE: Mapping[str, str] = {
    "病例号": "B1", "就诊ID": "J1", "结算ID": "S1", "人员编号": "P1", "定点医药机构编号": "H51040200001",
    "险种类型": "310", "入院日期": "2023/05/01", "出院日期": "2023/05/06", "性别": "男", "年龄（周岁）": "45",
    "不足一岁的日龄": "", "新生儿入院体重（克）": "", "出院科别": "A03", "实际住院天数": "5", "离院方式": "1",
    "重症监护时长": "0/0/0", "呼吸机使用时长": "0/0/0", "医疗费总额": "1234.50",
}  # fmt: skip


def case_sheet(lines: Mapping[str, str], **changed: str) -> str:
    """A file of one case with these columns of diagnoses and operations."""
    cells = {**CASE, **changed, **lines}
    return sheet(
        ",".join(cells),
        ",".join(f'"{cell}"' if "," in cell or "\n" in cell else cell for cell in cells.values()),
    )


def message(
    number: str,
    setlinfo: Mapping[str, Any],
    nodes: Mapping[str, Sequence[Mapping[str, Any]]],
    listed: str = "B1",
) -> str:
    """One interface message as text."""
    body = {"setlinfo": setlinfo, **nodes}
    return json.dumps(
        {"infno": number, "input": body, "output": {"setl_list_id": listed}}, ensure_ascii=False
    )
