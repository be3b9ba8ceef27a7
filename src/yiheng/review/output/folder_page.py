"""The page of a folder of reports: one table, each row opening to its findings. One file, no network."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from yiheng.review.output.page import VERDICT_NAMES
from yiheng.review.output.rule import rule_name
from yiheng.standards.problem import refuse


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One fault as a summary tells it; ``others`` are words with the sentences below them."""

    verdict: str
    rule: str
    place: str
    message: str
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One report of a folder: how many faults, questions and relations that hold, or why it was not read."""

    name: str
    inconsistent: int = 0
    review: int = 0
    consistent: int = 0
    note: str = ""
    lines: tuple[FolderLine, ...] = ()
    refused: bool = False

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Those with most to answer first, those that were not read last."""
        return self.refused, -self.inconsistent, -self.review, self.name


def folder_page(title: str, rows: list[FolderRow]) -> str:
    """The page as one HTML text."""
    from jinja2 import Environment  # heavy, and no process that only reviews needs it

    source = Path(str(files("yiheng"))) / "content" / "national" / "review" / "folder_page.html"
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        source.read_text(encoding="utf-8")
    )
    return template.render(
        title=title,
        rows=sorted(rows, key=lambda row: row.order),
        names=VERDICT_NAMES,
        rule_name=rule_name,
    )


def write_folder_page(title: str, rows: list[FolderRow], path: Path) -> None:
    """Write the page. Refuses ``out_not_writable``."""
    try:
        path.write_text(folder_page(title, rows), encoding="utf-8")
    except OSError:
        raise refuse("out_not_writable", found=str(path)) from None
