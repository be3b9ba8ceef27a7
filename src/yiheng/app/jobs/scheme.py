"""Work on schemes: opened from anywhere, looked over, compared, imported."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.diff import Change, diff
from yiheng.grouping.scheme.folder_read import read_tables
from yiheng.grouping.scheme.folder_write import write_tables
from yiheng.grouping.scheme.library import scheme_folder
from yiheng.grouping.scheme.lint.finding import SCHEME_CHECKS, Lint, SchemeCheck, scheme_checks
from yiheng.grouping.scheme.lint.lint import lint
from yiheng.grouping.scheme.raw_import import import_raw
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.scheme.tables import Tables
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import Layer, load

RAW_HEAD = "scheme.json"


@dataclass(frozen=True)
class Opened:
    """A scheme with its rows, and the folder it came from."""

    folder: Path
    tables: Tables
    scheme: Scheme


def open_with_tables(name: str) -> Opened:
    """A scheme folder, a folder of the raw layout, or a shipped scheme by its name. Refuses with every fault."""
    raw = Path(name) / RAW_HEAD
    folder = Path(name) if raw.is_file() else scheme_folder(name)
    tables = import_raw(folder) if raw.is_file() else read_tables(folder)
    return Opened(folder, tables, build_scheme(tables, str(folder)))


def open_checks(layers: Sequence[Path] = (), region: str = "") -> dict[str, SchemeCheck]:
    """The classes of defects, with a bureau's own layers above the shipped ones."""
    content = load(
        [SCHEME_CHECKS], [*shipped_layers(), *(Layer(f"bureau:{path.name}", path) for path in layers)]
    )
    return scheme_checks(content.sound(), region)


def lint_scheme(name: str, checks: dict[str, SchemeCheck]) -> Lint:
    """All findings of one scheme."""
    opened = open_with_tables(name)
    return lint(opened.tables, opened.scheme, checks)


def diff_schemes(before: str, after: str) -> tuple[Opened, Opened, tuple[Change, ...]]:
    """Both schemes, and what the second has changed against the first."""
    one, other = open_with_tables(before), open_with_tables(after)
    return one, other, diff(one.scheme, other.scheme)


def write_scheme(tables: Tables, out: Path, base: str = "") -> Scheme:
    """Write a scheme folder, with ``base`` as a patch of it; what was written is read again and given back.

    Refuses before writing where the tables are no scheme.
    """
    build_scheme(tables, str(out))
    if base:
        folder = scheme_folder(base)
        named = Path(os.path.relpath(folder.resolve(), out.resolve())).as_posix()
        patch = Tables(tables.head.model_copy(update={"base": named}), tables.rows)
        write_tables(patch, out, read_tables(folder))
    else:
        write_tables(tables, out)
    return build_scheme(read_tables(out), str(out))
