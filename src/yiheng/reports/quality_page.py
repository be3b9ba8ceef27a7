"""The page of a quality report: one HTML file without network, which a hospital opens beside the workbook."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from yiheng.reports.quality_report import QualityReport

ROWS_SHOWN = 200
"""How many set-aside rows of a sheet the page shows; the workbook has them all."""


def quality_page(report: QualityReport, workbook: str = "") -> str:
    """The page as one HTML text; ``workbook`` is the file name of the workbook beside it."""
    source = Path(str(files("yiheng"))) / "content" / "national" / "quality" / "page.html"
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    severities = {
        word: sum(one.count for one in report.groups if one.severity == word) for word in ("拒", "警", "提示")
    }
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        report=report, workbook=workbook, severities=severities, shown=ROWS_SHOWN
    )
