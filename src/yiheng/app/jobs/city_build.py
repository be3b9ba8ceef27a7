"""The build of an invented city: its files in a folder of their own, complete or not there at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from yiheng.policy.calendar import calendar_of
from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse
from yiheng.synthetic.anomalies import write_truth
from yiheng.synthetic.build import frame_of, parts
from yiheng.synthetic.case_mix import CASE_MIX
from yiheng.synthetic.case_profile import CARE_PROFILES
from yiheng.synthetic.cases import care_of
from yiheng.synthetic.city_files import CityWriter, ContractFiles
from yiheng.synthetic.national.national_files import NationalFiles
from yiheng.synthetic.profile_library import city_content, open_profile

FORMS: Mapping[str, Callable[[Path], CityWriter]] = {"contract": ContractFiles, "national": NationalFiles}
"""Forms of files by name; each is written into a folder of its name."""
BOTH = "both"
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


@dataclass(frozen=True)
class Built:
    """What was written: the folder, rows by table, and what was planted for somebody to find."""

    folder: Path
    rows: Mapping[str, int]
    planted: int


def build_city(
    name: str,
    years: str,
    scale: str,
    seed: int,
    into: Path,
    form: str = "contract",
    folders: tuple[Path, ...] = (),
    with_care: bool = True,
    progress: Callable[[str, str], None] = lambda _table, _month: None,
) -> Built:
    """Build a city's files into a folder that must not be there yet or be empty.

    All is written beside it under another name and renamed once at the end; a build that stops leaves nothing.
    """
    wanted, factor = read_years(years), read_scale(scale)
    forms = list(FORMS) if form == BOTH else [form]
    unknown = next((one for one in forms if one not in FORMS), "")
    if unknown:
        raise refuse("city_form", found=unknown, expected="、".join([*FORMS, BOTH]))
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise refuse("city_into_used", file=str(into))
    content = city_content(folders, (CARE_PROFILES, CASE_MIX))
    profile = open_profile(content, name).value
    frame = frame_of(profile, wanted, factor, seed, calendar_of(content))
    care = care_of(content, profile) if with_care else None
    half = into.parent / f".{into.name}.{os.getpid()}.part"
    half.mkdir(parents=True)
    rows: dict[str, int] = {}
    try:
        writers = [FORMS[one](half / one) for one in forms]
        for part in parts(frame, care):
            progress(part.table, part.month)
            rows[part.table] = rows.get(part.table, 0) + part.rows.num_rows
            for writer in writers:
                writer.take(part)
        for writer in writers:
            writer.close()
        planted = frame.planted()
        _write_json(half / "truth" / "planted.json", planted)
        if care is not None:
            write_truth(half / "truth" / "truth.csv", care.truth)
        told = {
            "profile": name,
            "years": list(wanted),
            "scale": str(factor),
            "seed": seed,
            "contract": contract().version,
            "rows": rows,
        }
        _write_json(half / "build.json", told)
        if into.exists():
            into.rmdir()
        half.rename(into)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return Built(into, rows, len(planted))


def read_years(text: str) -> tuple[int, ...]:
    """``2019-2023`` or ``2023`` as years. Refuses ``city_years_text``."""
    match = _YEARS.fullmatch(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise refuse("city_years_text", found=text)
    return tuple(range(first, last + 1))


def read_scale(text: str) -> Fraction:
    """``0.01``, ``1`` or ``1/3`` exactly. Refuses ``city_scale``."""
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise refuse("city_scale", found=text, expected="0.001-100") from None


def _write_json(path: Path, plain: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
