"""A page on paper, printed by Chromium where it is there: no page is empty, nothing is cut, no heading stands alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pypdf
import pytest
from tests.reports.analysis_samples import BOXES, HISTOGRAM, TABLE, sample

from yiheng.reports.analysis import Column, Table
from yiheng.reports.analysis_page import analysis_page, write_page
from yiheng.reports.chart import Box

NUMBERS = tuple(Column(f"第{n}项指标（元）", "yuan", 12) for n in range(1, 24))
WIDE = Table(
    "病组",
    "在用病组（70 组）",
    (Column("病组", "text", 30), *NUMBERS),
    tuple((f"虚构·县人民医院{n:02d}", *[1_234_567] * len(NUMBERS)) for n in range(70)),
    "说明",
)
TALL = replace(BOXES, boxes=tuple(Box(f"组{n}", 40, *map(Fraction, (1, 2, 3, 5, 9))) for n in range(24)))
ANALYSIS = replace(sample(), charts=(TALL, HISTOGRAM), tables=(WIDE, TABLE))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each printed page, without blanks; the tests are skipped where Chromium is missing."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    folder: Path = tmp_path_factory.mktemp("print")
    page, paper = folder / "page.html", folder / "page.pdf"
    write_page(ANALYSIS, page)
    command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri()]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return [re.sub(r"\s", "", one.extract_text()) for one in pypdf.PdfReader(paper).pages]


def test_no_page_is_empty(pages: list[str]) -> None:
    assert [number for number, text in enumerate(pages, 1) if len(text) < 40] == []


def test_a_chart_is_on_one_page(pages: list[str]) -> None:
    for chart in (TALL, HISTOGRAM):
        where = [number for number, text in enumerate(pages) if chart.title.replace(" ", "") in text]
        assert [number for number in where if chart.note.replace(" ", "") in pages[number]] == where


def test_every_page_of_a_table_has_all_its_columns(pages: list[str]) -> None:
    held = [text for text in pages if "县人民医院" in text]
    for text in held:
        row = re.search(r"县人民医院\d\d((?:12,345\.67)+)", text)
        assert row and row[1].count("12,345.67") == len(NUMBERS)
    assert len(held) <= 4


def test_no_heading_stands_alone(pages: list[str]) -> None:
    heading = next(text for text in pages if WIDE.title.replace(" ", "") in text)
    assert "县人民医院00" in heading


def test_only_a_table_of_many_columns_is_set_small() -> None:
    page = analysis_page(ANALYSIS)
    assert page.count('<table class="wide">') == 1
    assert page.count("<table>") == 1
