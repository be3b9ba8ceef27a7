"""The city runs: load contract-shaped files into a city, say what it holds, and prove that it still holds it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yiheng.engine.city import City, create_city, is_city, open_city
from yiheng.engine.load import find_delivery
from yiheng.engine.publish import publish
from yiheng.engine.snapshot import Part, Snapshot, current_number, current_snapshot
from yiheng.engine.verify import verify_snapshot
from yiheng.metrics.year import region_doubt, region_named
from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS, valid_codes
from yiheng.policy.content import Content, Layer, load
from yiheng.policy.contract import contract
from yiheng.standards.problem import Problem, Refused, refuse


@dataclass(frozen=True)
class Loaded:
    """What a load published, the code lists that no layer of content has, so that nobody checked them, and what is
    doubtful of a new city's region."""

    city: City
    snapshot: Snapshot
    unchecked: tuple[str, ...]
    doubts: tuple[Problem, ...] = ()


def load_folder(
    folder: Path,
    into: Path,
    *,
    region: str = "",
    note: str = "",
    set_aside: bool = False,
    replace: bool = False,
    as_of: datetime | None = None,
    progress: Callable[[str, str], None] = lambda _doing, _table: None,
) -> Loaded:
    """Publish the tables of a folder into a city, which is made where there is none yet; that needs its region."""
    declared = contract()
    delivery = find_delivery(folder, declared)
    made = not is_city(into)
    city, doubts = open_or_create(into, region)
    codes, unchecked = city_codes(city)
    try:
        snapshot = publish(
            city,
            delivery,
            declared,
            note=note or f"装载 {folder.name}",
            as_of=as_of or datetime.now().replace(microsecond=0),
            replace=tuple(delivery) if replace else (),
            codes=codes,
            set_aside=set_aside,
            progress=progress,
        )
    except Refused:
        if made:  # nothing was published: a city that holds nothing is not left behind
            shutil.rmtree(into, ignore_errors=True)
        raise
    return Loaded(city, snapshot, unchecked, doubts)


def status(root: Path) -> tuple[City, Snapshot]:
    """A city and the snapshot in force."""
    city = open_city(root)
    return city, current_snapshot(city)


def verify(root: Path, number: int, progress: Callable[[Part], None]) -> tuple[int, list[Problem]]:
    """Re-hash every part of a snapshot (0: the one in force); its number, and what is wrong."""
    city = open_city(root)
    chosen = number or current_number(city)
    if not chosen:
        raise refuse("city_unpublished", file=str(root))
    return chosen, verify_snapshot(city, chosen, contract(), progress)


def open_or_create(root: Path, region: str) -> tuple[City, tuple[Problem, ...]]:
    """A city, which is made where there is none yet; that needs its region, by its full name or its code.

    Beside it what is doubtful of the region of a new one.
    """
    if is_city(root):
        return open_city(root), ()
    if not region:
        raise refuse("city_needs_region", file=str(root), field="--region")
    content = load((CODE_LISTS,), shipped_layers())
    city = create_city(root, region=region_named(content, region))
    doubt = region_doubt(content, city.settings.region)
    return city, (doubt,) if doubt else ()


def city_codes(city: City, held: Content | None = None) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """All codes that ever held for the city, by list: rows of past years are loaded with the codes of their time.

    ``held``: the city's content, where it is read already. Refuses faulty lists.
    """
    if held is None:
        own = [Layer(f"bureau:{folder.name}", folder) for folder in city.content_layers]
        held = load((CODE_LISTS,), [*shipped_layers(), *own]).sound()
    wanted = sorted(
        {column.codes for table in contract().tables.values() for column in table.columns if column.codes}
    )
    known = set(held.keys(CODE_LISTS))
    codes = {
        name: list(valid_codes(held, name, city.settings.region, None)) for name in wanted if name in known
    }
    return codes, tuple(name for name in wanted if name not in known)
