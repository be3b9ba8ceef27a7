"""Small layers of content for the tests: one kind of dated values, files written as given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import field_validator

from yiheng.policy.content import Content, Kind, Layer, load
from yiheng.policy.provenance import ContentModel


class Limit(ContentModel):
    """A value with a name and days, as plain as content can be."""

    code: str
    value: str
    count: int = 0
    valid_from: date | None = None
    valid_to: date | None = None

    @field_validator("value")
    @classmethod
    def _given(cls, value: str) -> str:
        if value == "":
            raise ValueError("不能是空的")
        return value


LIMITS = Kind("limits", "限额", Limit, "code", list_key="limits")
SHEETS = Kind("sheets", "单页", Limit, "code")


def layer(root: Path, name: str, region: str = "", **files: str) -> Layer:
    """A layer with ``limits/<file>.yaml`` for every text given."""
    folder = root / name / "limits"
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / f"{file}.yaml").write_text(text, encoding="utf-8")
    return Layer(name, root / name, region)


def limits(*rows: str) -> str:
    """A file of limits from the inside of flow mappings: ``limits("code: a, value: x")``."""
    return "\n".join(["limits:", *(f"  - {{{row}}}" for row in rows)]) + "\n"


def read(*layers: Layer) -> Content:
    """The content of these layers, lowest first."""
    return load([LIMITS, SHEETS], layers)


def values(content: Content, region: str = "", as_of: date | None = None) -> dict[str, str]:
    """What holds: key → value."""
    return {key: entry.value.value for key, entry in content.of(LIMITS, region, as_of).items()}
