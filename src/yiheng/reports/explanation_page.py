"""The page that explains one case's group: one HTML file for the hospital, no network."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined


def explanation_page(explanation: Mapping[str, object]) -> str:
    """The page as one HTML text; ``explanation`` is the plain data of an explained case, with its sentences."""
    source = Path(str(files("yiheng"))) / "content" / "national" / "explanation" / "page.html"
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.from_string(source.read_text(encoding="utf-8")).render(explanation)
