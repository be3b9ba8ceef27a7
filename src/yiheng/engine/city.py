"""A city: one folder that is a dataset and the unit of backup. Its places, its settings, and who may open it.

``city.yaml`` holds all configuration; ``parts`` and ``snapshots`` the published tables (:mod:`yiheng.engine.snapshot`),
``inbox`` the deliveries as received, ``runs`` what was computed, ``content`` the bureau's own layer of policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from yiheng.engine.durable import force_to_disk, write_durably, writing_city
from yiheng.policy.content import validation_problems
from yiheng.policy.source_file import read_document
from yiheng.standards.problem import Refused, refuse

FORMAT = 1
"""The layout of a city folder that this version writes; it reads this and all before."""

SETTINGS_FILE = "city.yaml"


class CitySettings(BaseModel):
    """What ``city.yaml`` says: whose city it is, and the folders of content laid over the shipped policy."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    region: str
    name: str = ""
    content: tuple[str, ...] = ()


@dataclass(frozen=True)
class City:
    """An opened city folder."""

    root: Path
    settings: CitySettings

    @property
    def parts(self) -> Path:
        """Immutable Parquet files of the published tables."""
        return self.root / "parts"

    @property
    def snapshots(self) -> Path:
        """One manifest a snapshot, and ``CURRENT`` with the number of the last one published."""
        return self.root / "snapshots"

    @property
    def current(self) -> Path:
        """The file that says which snapshot is in force: renaming it is what publishes."""
        return self.snapshots / "CURRENT"

    @property
    def runs(self) -> Path:
        """Manifests of what was computed."""
        return self.root / "runs"

    @property
    def inbox(self) -> Path:
        """Deliveries as received."""
        return self.root / "inbox"

    @property
    def content(self) -> Path:
        """The bureau's own layer of policy."""
        return self.root / "content"

    @property
    def staging(self) -> Path:
        """Room of the one writer, emptied when it begins; nothing here is ever published."""
        return self.root / "staging"

    @property
    def content_layers(self) -> tuple[Path, ...]:
        """The folders of content laid over the shipped policy, the bureau's own last."""
        named = tuple(self.root / folder for folder in self.settings.content)
        return (*named, self.content) if self.content.is_dir() else named


def create_city(root: Path, *, region: str, name: str = "", content: tuple[str, ...] = ()) -> City:
    """Make a city in a new or empty folder; refuses one that holds anything else."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise refuse("city_folder_taken", file=str(root))
    city = City(root, CitySettings(region=region, name=name, content=content))
    with writing_city(root):
        for folder in (city.parts, city.snapshots, city.runs, city.inbox):
            folder.mkdir(parents=True, exist_ok=True)
        plain = city.settings.model_dump(mode="json")
        words = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
        write_durably(root / SETTINGS_FILE, words.encode())
        force_to_disk(root.parent)
    return city


def is_city(root: Path) -> bool:
    """Whether a folder says that it is a city."""
    return (root / SETTINGS_FILE).is_file()


def open_city(root: Path) -> City:
    """Open a city folder; refuses one that is none, that is damaged, or that a newer version has written."""
    if not root.is_dir():
        raise refuse("folder_not_found", file=str(root))
    if not is_city(root):
        raise refuse("city_not_found", file=str(root))
    document = read_document(root / SETTINGS_FILE)
    plain = document.data
    if not isinstance(plain, dict):
        raise refuse("city_settings_unreadable", file=document.file)
    found = plain.get("format", FORMAT)
    if isinstance(found, int) and found > FORMAT:
        raise refuse("city_newer", file=str(root), found=str(found), expected=str(FORMAT))
    try:
        settings = CitySettings.model_validate(plain)
    except ValidationError as error:
        problem, *others = validation_problems(error, document)
        raise Refused(problem, others) from None
    return City(root, settings)
