"""Reading a scheme folder: every fault with its file and line, and a patch laid over the base it names."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from yiheng.grouping.scheme.scheme import SchemeHead
from yiheng.grouping.scheme.tables import (
    CHANGE,
    HEAD_FILE,
    REMOVED,
    SHAPES,
    Row,
    SchemeRefused,
    Tables,
    TableShape,
    key_of,
)
from yiheng.policy.content import validation_problems
from yiheng.policy.source_file import read_document
from yiheng.policy.user_file import unreadable
from yiheng.standards.problem import Problem, refuse


def read_tables(folder: Path) -> Tables:
    """The rows of a scheme folder with its bases resolved. Raises SchemeRefused with every fault of its files."""
    tables = _read_chain(folder, ())
    if tables.problems:
        raise SchemeRefused(str(folder), tables.problems)
    return tables


def read_head(folder: Path) -> SchemeHead:
    """``scheme.yaml`` of a folder."""
    path = folder / HEAD_FILE
    if not path.is_file():
        raise refuse("scheme_folder_empty", file=str(folder), expected=HEAD_FILE)
    document = read_document(path)
    try:
        return SchemeHead.model_validate(document.data)
    except ValidationError as error:
        raise SchemeRefused(str(folder), list(validation_problems(error, document))) from None


def _read_chain(folder: Path, seen: tuple[Path, ...]) -> Tables:
    place = folder.resolve()
    if place in seen:
        chain = " → ".join(path.name for path in (*seen[seen.index(place) :], place))
        raise refuse("scheme_base_cycle", file=str(folder / HEAD_FILE), field="base", found=chain)
    head = read_head(folder)
    own, problems = _own_rows(folder, patch=bool(head.base))
    if not head.base:
        return Tables(head, {name: [row for row, _ in rows] for name, rows in own.items()}, problems)
    base = _read_chain(folder / head.base, (*seen, place))
    base.problems.extend(problems)
    rows = {name: _laid_over(shape, base.rows[name], own[name]) for name, shape in SHAPES.items()}
    return Tables(head, rows, base.problems)


Patch = list[tuple[Row, bool]]
"""Rows of a folder, each with whether it takes its key away."""


def _own_rows(folder: Path, patch: bool) -> tuple[dict[str, Patch], list[Problem]]:
    problems: list[Problem] = []
    own: dict[str, Patch] = {}
    for name, shape in SHAPES.items():
        files = _files(folder, shape)
        if not files and shape.required and not patch:
            problems.append(Problem("scheme_table_missing", file=str(folder), expected=f"{name}.csv"))
        own[name] = [entry for path in files for entry in _read_file(path, shape, patch, problems)]
        if not shape.repeats:
            problems.extend(_repeated(shape, own[name]))
    return own, problems


def _repeated(shape: TableShape, rows: Patch) -> Iterator[Problem]:
    """Two rows of one key: which of them holds, nobody could say."""
    seen: dict[tuple[str, ...], int] = {}
    for row, _ in rows:
        key = key_of(shape, row)
        if key in seen:
            yield Problem(
                "scheme_key_repeated",
                file=row.file,
                line=row.line,
                field="、".join(shape.key),
                found=" ".join(key),
                expected=str(seen[key]),
            )
        seen.setdefault(key, row.line)


def _files(folder: Path, shape: TableShape) -> list[Path]:
    if shape.folder:
        return sorted((folder / shape.name).glob("*.csv"))
    path = folder / f"{shape.name}.csv"
    return [path] if path.is_file() else []


def _read_file(
    path: Path, shape: TableShape, patch: bool, problems: list[Problem]
) -> Iterator[tuple[Row, bool]]:
    """The rows of one file; faults of its shape go to ``problems``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            wanted = (CHANGE, *shape.columns) if header[:1] == [CHANGE] else shape.columns
            if tuple(header) != wanted or (header[:1] == [CHANGE] and not patch):
                problems.append(
                    Problem(
                        "scheme_header",
                        file=str(path),
                        line=1,
                        found=",".join(header),
                        expected=",".join(shape.columns),
                    )
                )
                return
            for values in reader:
                if len(values) != len(wanted):
                    problems.append(
                        Problem(
                            "scheme_row_width",
                            file=str(path),
                            line=reader.line_num,
                            found=str(len(values)),
                            expected=str(len(wanted)),
                        )
                    )
                    continue
                marked = len(wanted) > len(shape.columns)
                row = Row(tuple(values[1:] if marked else values), str(path), reader.line_num)
                yield row, marked and values[0] == REMOVED
    except UnicodeDecodeError:
        problems.append(Problem("encoding_not_utf8", file=str(path), found="GBK"))
    except csv.Error as error:
        problems.append(Problem("scheme_csv_broken", file=str(path), found=str(error)))
    except OSError as error:
        raise unreadable(error, str(path)) from None


def _laid_over(shape: TableShape, base: Sequence[Row], patch: Patch) -> list[Row]:
    """The base's rows with the patch laid over them."""
    together = tuple(shape.columns.index(name) for name in shape.together)
    replaced = {tuple(row.values[at] for at in together) for row, _ in patch} if together else set()
    kept: dict[tuple[str, ...], list[Row]] = {}
    for row in base:
        if not together or tuple(row.values[at] for at in together) not in replaced:
            kept.setdefault(key_of(shape, row), []).append(row)
    for row, removed in patch:
        key = key_of(shape, row)
        if not removed:
            kept[key] = [row]
        elif len(key) > 1 and not any(key[1:]):  # a list, or all branches of a rule, taken away whole
            for gone in [each for each in kept if each[0] == key[0]]:
                del kept[gone]
        else:
            kept.pop(key, None)
    return [row for rows in kept.values() for row in rows]
