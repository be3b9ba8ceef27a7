"""A facts file in the hands of a user, for the tests of reading it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yiheng.app.jobs.facts import write_empty_facts
from yiheng.performance.facts_layout import FACTS
from yiheng.performance.facts_reading import FactsDocument, read_facts_workbook
from yiheng.performance.library import library
from yiheng.standards.problem import Problem, Refused

CONTENT = library()
BASICS = {"名称": "某市2024年职工医保基金", "年度": 2024, "险种": "职工医保", "地区": "四川省某市"}


class Workbook:
    """A facts file in the hands of a user: cells are found by heading, rows by what stands in them."""

    def __init__(self, path: Path, profile: str = "sc-employee-fund-2023"):
        self.path = path
        write_empty_facts(profile, CONTENT, path)
        self.book = openpyxl.load_workbook(path)
        self.basics(**BASICS)

    def basics(self, **values: Any) -> None:
        for row in self.book["基本信息"].iter_rows(min_row=3):
            heading = str(row[0].value).removesuffix(" *")
            if heading in values:
                row[1].value = values[heading]

    def cell(self, sheet: str, row: int, heading: str) -> Any:
        headings = [str(cell.value).removesuffix(" *") for cell in self.book[sheet][2]]
        return self.book[sheet].cell(row, headings.index(heading) + 1)

    def row(self, sheet: str, **wanted: str) -> int:
        """The first row in which all the wanted words stand."""
        for row in range(3, self.book[sheet].max_row + 1):
            if all((self.cell(sheet, row, heading).value or "") == word for heading, word in wanted.items()):
                return row
        raise LookupError(wanted)

    def fill(self, sheet: str, row: int, **values: Any) -> int:
        for heading, value in values.items():
            self.cell(sheet, row, heading).value = value
        return row

    def new_fact(self, **values: Any) -> int:
        """Fill in the first blank row of 《事实》."""
        return self.fill(FACTS, self.row(FACTS, 口径代码=""), **values)

    def read(self) -> FactsDocument:
        self.book.save(self.path)
        document = read_facts_workbook(self.path)
        assert isinstance(document, FactsDocument)
        return document

    def refused(self) -> Problem:
        with pytest.raises(Refused) as refusal:
            self.read()
        return refusal.value.problem


def last_fact(workbook: Workbook, **values: Any) -> dict[str, Any]:
    workbook.new_fact(**values)
    return workbook.read().data["facts"][-1]
