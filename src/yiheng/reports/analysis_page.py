"""An analysis as one HTML page: key figures, drawings, tables, sources. No network, no font, no script."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from yiheng.reports.analysis import Analysis, shown
from yiheng.reports.chart_svg import draw

ROWS_MOST = 500
"""A table longer than this would make the page slow; Excel has the rest."""


def analysis_page(analysis: Analysis) -> str:
    """The page as one HTML text; the same analysis gives the same text."""
    source = Path(str(files("yiheng"))) / "content" / "national" / "analysis" / "page.html"
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        analysis=analysis,
        drawings=[draw(chart) for chart in analysis.charts],
        shown=shown,
        most=ROWS_MOST,
    )


def write_page(analysis: Analysis, path: Path) -> None:
    """Write the page to a file."""
    path.write_text(analysis_page(analysis), encoding="utf-8")
