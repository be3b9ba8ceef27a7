"""Opening the profiles that are shipped, and those of a bureau's own folders; and the calendar they are built by."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from yiheng.policy.calendar import CALENDAR
from yiheng.policy.content import Content, Entry, Kind, Layer, load
from yiheng.standards.problem import Refused
from yiheng.synthetic.profile import CITY_PROFILES, CityProfile
from yiheng.synthetic.profile_check import profile_problems


def city_content(folders: Sequence[Path] = (), kinds: Sequence[Kind] = ()) -> Content:  # type: ignore[type-arg]
    """City profiles and calendars of every shipped layer and of further folders, and what other kinds are asked for."""
    root = Path(str(files("yiheng"))) / "content"
    shipped = [Layer(path.name, path) for path in sorted(root.iterdir()) if path.is_dir()]
    added = [Layer(f"bureau:{path.name}", path) for path in folders]
    return load((CITY_PROFILES, CALENDAR, *kinds), [*shipped, *added])


def open_profile(content: Content, name: str) -> Entry[CityProfile]:
    """A profile by name; refused with all faults of the files of profiles, and of its figures among each other."""
    unread = [problem for problem in content.problems if f"/{CITY_PROFILES.name}/" in f"/{problem.file}"]
    if unread:
        raise Refused(unread[0], unread[1:])
    entry = content.get(CITY_PROFILES, name)
    problems = list(profile_problems(entry))
    if problems:
        raise Refused(problems[0], problems[1:])
    return entry
